"""The thin line at the bottom: something runs, and how far it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.bridge import Bridge

_HEIGHT = 4


class ProgressLine(QWidget):
    """Four pixels high. A click goes to Activity; the tool tip says what runs."""

    clicked = Signal()

    def __init__(self, bridge: "Bridge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setAccessibleName(self.tr("Progress"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for signal in (bridge.started, bridge.progressed, bridge.finished):
            signal.connect(self._follow)
        Theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the line, as wide as there is room."""
        return QSize(64, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """To Activity."""
        if self._bridge.busy:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The share that is done; a pale whole line while it is still being counted."""
        tasks = self._bridge.tasks
        if not tasks:
            return  # the window's own ground
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("line"))
        now = tasks[0].progress
        if now.total:
            width = self.width() * min(1.0, now.done / now.total)
            painter.fillRect(QRectF(0, 0, width, _HEIGHT), theme.colour("accent"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            for left in range(0, self.width(), 24):
                painter.drawRect(QRectF(left, 0, 12, _HEIGHT))

    def _follow(self, _: object) -> None:
        tasks = self._bridge.tasks
        if tasks:
            now = tasks[0].progress
            of = self.tr("%1 of %2").replace("%1", str(now.done)).replace("%2", str(now.total)) if now.total else ""
            text = " · ".join(part for part in (tasks[0].title, of, now.what) if part)
        else:
            text = ""
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor if tasks else Qt.CursorShape.ArrowCursor)
        self.update()
