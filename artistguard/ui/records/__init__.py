"""Records: what was noted where, with the receipts; the registries, and the ledger of what was reserved when."""

from typing import TYPE_CHECKING

from artistguard.ui.context import Context

if TYPE_CHECKING:
    from artistguard.ui.records.place import RecordsPlace


def create(context: Context) -> "RecordsPlace":
    """The place. The inspector takes its words from here without the pages."""
    from artistguard.ui.records.place import RecordsPlace

    return RecordsPlace(context)
