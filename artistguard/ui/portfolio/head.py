"""The row above the grid: filter chips with counts, larger and smaller, the order."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QToolButton, QWidget

from artistguard.model.artwork import WorkState
from artistguard.model.listing import WorkOrder
from artistguard.ui.widgets import Chip, FlowLayout

if TYPE_CHECKING:
    from artistguard.ui.theme import Theme


class Head(QWidget):
    """Chips are exclusive; `chips[None]` is "All", `recorded` what is recorded somewhere, whatever its state."""

    zoom_asked = Signal(int)  # one step up or down

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chips: dict[WorkState | None, Chip] = {
            None: Chip(self.tr("All")),
            WorkState.UNSIGNED: Chip(self.tr("Unsigned")),
            WorkState.SIGNED: Chip(self.tr("Signed")),
            WorkState.OUTDATED: Chip(self.tr("Needs a look")),
        }
        self.recorded = Chip(self.tr("Recorded"))
        group = QButtonGroup(self)
        chips = QWidget()
        flow = FlowLayout(chips, 8)
        for chip in (*self.chips.values(), self.recorded):
            group.addButton(chip)
            flow.addWidget(chip)
        self.chips[None].setChecked(True)
        policy = chips.sizePolicy()
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order"))
        self.order.setAccessibleDescription(self.tr("Order"))  # a screen reader takes what is chosen for its name
        for order, text in (
            (WorkOrder.NEWEST, self.tr("Newest first")),
            (WorkOrder.OLDEST, self.tr("Oldest first")),
            (WorkOrder.TITLE, self.tr("By title")),
            (WorkOrder.CLIENT, self.tr("By client")),
        ):
            self.order.addItem(text, order)
        self.smaller, self.larger = QToolButton(), QToolButton()
        for each, name in ((self.smaller, self.tr("Smaller pictures")), (self.larger, self.tr("Larger pictures"))):
            each.setAccessibleName(name)
            each.setToolTip(self.tr("%1 (Ctrl and the wheel)").replace("%1", name))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(chips, 1)
        row.addWidget(self.smaller, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.larger, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        self.smaller.clicked.connect(lambda: self.zoom_asked.emit(-1))
        self.larger.clicked.connect(lambda: self.zoom_asked.emit(1))
        theme.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        size = self._theme.px(16)
        for each, name in ((self.smaller, "minus"), (self.larger, "plus")):
            each.setIcon(self._theme.icon(name, size, "muted"))
            each.setIconSize(QSize(size, size))
