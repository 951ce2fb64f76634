"""Records: what was noted where, with the receipts; the registries, and the ledger of what was reserved when."""

from artistguard.ui.context import Context
from artistguard.ui.records.place import RecordsPlace


def create(context: Context) -> RecordsPlace:
    """The place."""
    return RecordsPlace(context)
