"""One picture alone: as a preview over the grid (Space), or full size in a window of its own (double click)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from artistguard.model.artwork import Edition
from artistguard.model.errors import ArtistGuardError
from artistguard.ui.portfolio.thumbs import decoded
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.bridge import Bridge
    from artistguard.workflow.studio import Studio

PREVIEW_EDGE = 2048  # px
FULL_PIXELS = 40_000_000  # a picture over this is shown smaller, and says so
_STEPS = (0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 4.0, 8.0)


class Viewer(QWidget):
    """A picture on the canvas: fitted to the window, or as large as it is. `stepped` asks for the next or last one."""

    stepped = Signal(int)
    closed = Signal()

    def __init__(self, bridge: "Bridge", parent: QWidget | None = None, *, full: bool = False) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._full = full
        self._edition: Edition | None = None
        self._pixmap: QPixmap | None = None
        self._sharp = False  # the picture itself has come, not only its thumbnail
        self._note = ""
        self._title = ""
        self._scale: float | None = None  # device pixels of the screen a pixel of the picture; None: fitted
        self._centre = QPointF(0.5, 0.5)
        self._dragged: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Picture"))
        self.setMinimumSize(QSize(160, 120))
        Theme.current().changed.connect(self.update)
        if full:
            self.setWindowFlag(Qt.WindowType.Window)
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.resize(1100, 760)

    def show_edition(self, edition: Edition, title: str, meanwhile: QPixmap | None = None) -> None:
        """Show a file's picture; `meanwhile` stands for it until it has been read."""
        same = self._edition is not None and self._edition.sha256 == edition.sha256
        self._title, self._edition = title, edition
        self.setWindowTitle(title)
        self.setAccessibleDescription(title)
        if not same or not self._sharp:
            self._pixmap, self._sharp, self._note = meanwhile, False, ""
            self._scale, self._centre = None, QPointF(0.5, 0.5)
            self._bridge.query(_picture(edition, self._edge(edition)), self._came, self._failed)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape and Space close, arrows go on, plus and minus and 0 and 1 change the size."""
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.stepped.emit(1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_0:
            self._set_scale(None)
        elif key == Qt.Key.Key_1:
            self._set_scale(1.0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the picture."""
        self._dragged = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move it about."""
        if self._dragged is not None and self._pixmap is not None:
            step = event.position().toPoint() - self._dragged
            self._dragged = event.position().toPoint()
            shown = self._target()
            if shown.width() and shown.height():
                centre = self._centre - QPointF(step.x() / shown.width(), step.y() / shown.height())
                self._centre = QPointF(min(max(centre.x(), 0), 1), min(max(centre.y(), 0), 1))
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Between fitted and pixel for pixel; a preview closes."""
        if self._full:
            self._set_scale(1.0 if self._scale is None else None)
        else:
            self._leave()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Larger and smaller."""
        self._zoom(1 if event.angleDelta().y() > 0 else -1)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, and a line on what is seen."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._scale is None or self._scale < 2)
        if self._pixmap is not None:
            painter.drawPixmap(self._target(), self._pixmap, QRectF(self._pixmap.rect()))
        painter.setFont(theme.font("muted"))
        metrics = painter.fontMetrics()
        room = self.width() - 48
        text = metrics.elidedText(self._line(), Qt.TextElideMode.ElideMiddle, room)
        plate = QRectF(
            16, self.height() - metrics.height() - 22, metrics.horizontalAdvance(text) + 16, metrics.height() + 8
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("plate"))
        painter.drawRoundedRect(plate, 6, 6)
        painter.setPen(theme.colour("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _line(self) -> str:
        """What is seen, in numbers."""
        parts = [self._title]
        facts = self._edition.picture if self._edition is not None else None
        if facts is not None and facts.width:
            parts.append(f"{facts.width} x {facts.height}")
        if self._note:
            parts.append(self._note)
        elif not self._sharp:
            parts.append(self.tr("reading..."))
        elif self._pixmap is not None and facts is not None and facts.width and self._pixmap.width() < facts.width:
            shown = f"{self._pixmap.width()} x {self._pixmap.height()}"
            parts.append(self.tr("shown from %1").replace("%1", shown))
        if self._sharp and self._scale is not None:
            parts.append(f"{self._scale:.0%}")
        return " · ".join(parts)

    def _edge(self, edition: Edition) -> int:
        width, height = edition.picture.width or PREVIEW_EDGE, edition.picture.height or PREVIEW_EDGE
        if not self._full:
            return PREVIEW_EDGE
        scale = min(1.0, (FULL_PIXELS / (width * height)) ** 0.5)
        return max(16, int(max(width, height) * scale))

    def _came(self, found: tuple[str, QImage | None]) -> None:
        sha256, image = found
        if self._edition is None or self._edition.sha256 != sha256:
            return
        self._sharp = True
        if image is None:
            self._note = self.tr("cannot be shown")
        else:
            self._pixmap = QPixmap.fromImage(image)
        self.update()

    def _failed(self, error: ArtistGuardError) -> None:
        self._sharp, self._note = True, spoken(error.message)
        self.setAccessibleDescription(f"{self._title}. {self._note}")
        self.update()

    def _target(self) -> QRectF:
        """Where the picture is painted."""
        assert self._pixmap is not None
        size = QSizeF(self._pixmap.size())
        room = QRectF(self.rect()).adjusted(16, 16, -16, -16)
        if self._scale is None:
            fitted = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            if self._sharp and fitted.width() * self.devicePixelRatioF() > size.width():
                fitted = size / self.devicePixelRatioF()
            box = QRectF(QPointF(), fitted)
            box.moveCenter(QRectF(self.rect()).center())
            return box
        shown = size * (self._scale / self.devicePixelRatioF())
        centre = QRectF(self.rect()).center()

        def placed(middle: float, length: float, along: float) -> float:
            return middle - length * along if length > 2 * middle else middle - length / 2

        return QRectF(
            placed(centre.x(), shown.width(), self._centre.x()),
            placed(centre.y(), shown.height(), self._centre.y()),
            shown.width(),
            shown.height(),
        )

    def _zoom(self, step: int) -> None:
        if self._pixmap is None:
            return
        now = self._scale or self._target().width() * self.devicePixelRatioF() / self._pixmap.width()
        if step > 0:
            self._set_scale(next((each for each in _STEPS if each > now * 1.01), _STEPS[-1]))
        else:
            self._set_scale(next((each for each in reversed(_STEPS) if each < now * 0.99), _STEPS[0]))

    def _set_scale(self, scale: float | None) -> None:
        self._scale = scale
        if scale is None:
            self._centre = QPointF(0.5, 0.5)
        self.update()

    def _leave(self) -> None:
        self.closed.emit()
        if self._full:
            self.close()
        else:
            self.hide()


def _picture(edition: Edition, edge: int) -> "Callable[[Studio], tuple[str, QImage | None]]":
    def read(studio: "Studio") -> tuple[str, QImage | None]:
        from artistguard.workflow import thumbnails

        return edition.sha256, decoded(thumbnails.picture(studio, edition, edge))

    return read
