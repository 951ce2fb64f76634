"""What a drop would do, said while files are held over the window."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from artistguard.ui.theme import Theme


class DropHint(QWidget):
    """A frame over the place that takes the files, with one sentence. Takes no mouse: the window gets the drop."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("What a drop does"))
        self._window = parent
        self._over: QWidget | None = None
        self._text = ""
        self.hide()

    def show_for(self, place: str, over: QWidget) -> None:
        """Say what dropping on `place` does, over the widget that shows it."""
        if place == "check":
            self._text = self.tr("Look this up among your works. Nothing is imported.")
        else:
            self._text = self.tr("Add to your portfolio. Your originals are only read.")
        self._over = over
        self.follow()
        self.raise_()
        self.show()

    def follow(self) -> None:
        """Lie over that widget again, after the window's size has changed."""
        if self._over is not None:
            place = self._over.mapTo(self._window, self._over.rect().topLeft())
            self.setGeometry(QRect(place, self._over.size()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Veil, frame, sentence."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = theme.colour("surface")
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(16, 16, -16, -16), 6, 6)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("heading"))
        painter.drawText(
            self.rect().adjusted(48, 48, -48, -48), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text
        )
