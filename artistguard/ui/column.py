"""Parts of a narrow column: a picture on the canvas, and words that wrap."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import label

_RUN = 30  # characters that stay together
_LONG = re.compile(rf"[^\s\u200b]{{{_RUN + 1},}}")


class Picture(QWidget):
    """The work's picture on the canvas. Double click, or Return, opens it full size."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture of the work"))
        self.setToolTip(self.tr("Double click: full size"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(120)

    def show_pixmap(self, pixmap: QPixmap | None) -> None:
        """Show a picture; None: none is here yet."""
        self._pixmap = pixmap
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A little over half as high as the column is wide."""
        return QSize(280, 220)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open."""
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, never larger than it is."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("canvas"))
        if self._pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._pixmap.deviceIndependentSize().toSize()
            room = self.rect().adjusted(12, 12, -12, -12)
            if size.width() > room.width() or size.height() > room.height():
                size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(room.topLeft(), size)
            place.moveCenter(self.rect().center())
            painter.drawPixmap(place, self._pixmap)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class TextLines(QWidget):
    """Lines of text below each other, each wrapped and to be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def set_lines(self, lines: Iterable[str]) -> None:
        """Show other lines."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text in lines:
            self._column.addWidget(label(text, wrap=True, selectable=True))


def tag_rows(tags: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(broken(f"{tag['name']}"), broken(str(tag["value"])[:300])) for tag in tags]


def broken(text: str) -> str:
    """Long names may be broken after a slash, a colon or an underscore; what has none of these, anywhere."""
    for mark in "/\\:_":
        text = text.replace(mark, mark + "\u200b")
    return _LONG.sub(lambda run: "\u200b".join(run[0][at : at + _RUN] for at in range(0, len(run[0]), _RUN)), text)


def wrapped(widget: Any) -> Any:
    """A label that is never wider than the column."""
    widget.setWordWrap(True)
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return widget
