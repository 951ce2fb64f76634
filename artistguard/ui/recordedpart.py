"""What registries were told of a work, in a few lines: for the inspector."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from artistguard.model.registering import Declaration, DeclarationState, Operation, Standing
from artistguard.ui import watchwords
from artistguard.ui.column import wrapped
from artistguard.ui.records import words
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import button, in_rows, label


class RecordedPart(QWidget):
    """A line a registry, and the ways to the receipts and to what was said on a day."""

    asked = Signal(str)  # a page of the records: "receipts" or "ledger"

    def __init__(
        self, found: Sequence[Declaration], registries: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text in sentences(found, registries):
            column.addWidget(wrapped(label(text)))
        receipts, ledger = button(self.tr("Receipts"), "quiet"), button(self.tr("On a past day"), "quiet")
        receipts.clicked.connect(lambda: self.asked.emit("receipts"))
        ledger.clicked.connect(lambda: self.asked.emit("ledger"))
        column.addWidget(in_rows(*((receipts, ledger) if found else (ledger,)), spacing=0))


def sentences(found: Sequence[Declaration], registries: Mapping[str, str]) -> list[str]:
    """A line a registry, by its newest declaration; one line where there is none."""
    newest: dict[str, Declaration] = {}
    for each in found:
        if each.submission.operation is Operation.DECLARE:
            newest.setdefault(each.submission.registry, each)
    if not newest:
        return [words.translate("Records", "Nowhere. No registry was told of it.")]
    return [
        filled(
            words.translate("Records", "%1: %2, %3"),
            watchwords.plain(registries.get(name, name), 60),
            words.state(each),
            watchwords.moment(_at(each)),
        )
        for name, each in newest.items()
    ]


def _at(each: Declaration) -> datetime:
    if each.state is DeclarationState.WITHDRAWN or each.standing is Standing.WITHDRAWN:
        return each.withdrawn_at or each.created_at
    return each.created_at
