"""Finds: what the watch brought, as cards to judge, and the watches themselves."""

from artistguard.ui.context import Context
from artistguard.ui.finds.place import FindsPlace


def create(context: Context) -> FindsPlace:
    """The place."""
    return FindsPlace(context)
