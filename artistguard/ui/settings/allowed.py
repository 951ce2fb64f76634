"""What the artist has nothing against: accounts and addresses whose finds are none."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from artistguard.model.finds import Allowance
from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.settings.parts import Page, button, label

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

Allowances = tuple[Allowance, ...]


class AllowedPanel(QWidget):
    """A row an allowance, with the button that takes it back."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setAccessibleName(self.tr("Allowed"))
        self._none = label(self.tr("None. A find's card has a button that allows its account or address."), "quiet")
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._none)
        column.addLayout(self._list)

    def show_allowed(self, found: Allowances) -> None:
        """List them."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for allowance in found:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            value = watchwords.plain(allowance.value)
            since = watchwords.moment(allowance.at)
            line.addWidget(label(f"{broken(value)} · {watchwords.allowed(allowance.kind)} · {since}"), 1)
            back = button(self.tr("Take back"), partial(self._take_back, allowance.id), "quiet")
            back.setAccessibleName(watchwords.filled(self.tr("Take back: %1"), value))
            line.addWidget(back)
            self._list.addWidget(row)
        self._none.setVisible(not found)

    def _take_back(self, id_: str) -> None:
        def work(studio: "Studio") -> tuple[Allowance, Sequence[Change]]:
            from artistguard.workflow import finds

            return finds.disallow(studio, id_), [Change("allowance", (id_,)), Change("find", ())]

        self._page.write(work, self._taken)

    def _taken(self, allowance: Allowance) -> None:
        words = self.tr("Taken back: what %1 holds is a find again.")
        self._page.say(watchwords.filled(words, watchwords.plain(allowance.value, 80)))


def allowances(studio: "Studio") -> Allowances:
    """Read them."""
    from artistguard.workflow import finds

    return finds.allowances(studio)
