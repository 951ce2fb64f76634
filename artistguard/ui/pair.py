"""Pictures on a neutral ground: one fitted into its frame, or two side by side with a line below each."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import label, muted

_MARGIN = 12
_CORNER = 6


class PictureView(QWidget):
    """A picture, whole, never enlarged beyond its pixels, sharp on every screen."""

    clicked = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._fitted: QPixmap | None = None
        self._waiting = ""
        self._marked: QRectF | None = None  # as shares of the picture
        self.setAccessibleName(name)
        self.setMinimumSize(140, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        Theme.current().changed.connect(self.update)

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def show_image(self, data: QImage | bytes | None, name: str = "") -> None:
        """Show a picture (decoded, or as JPEG bytes of our own making); None clears."""
        image = QImage.fromData(data) if isinstance(data, bytes) else data
        self._image = image if image is not None and not image.isNull() else None
        self._fitted, self._waiting = None, ""
        if name:
            self.setAccessibleName(name)
        self.update()

    def mark(self, region: tuple[float, float, float, float] | None) -> None:
        """Outline a region of the picture: left, top, right, bottom, as shares of it; None: nothing."""
        self._marked = QRectF(QPointF(*region[:2]), QPointF(*region[2:])) if region is not None else None
        self.update()

    def wait(self, text: str) -> None:
        """A word in place of a picture that comes later."""
        self._image, self._fitted, self._waiting = None, None, text
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Asks for little and takes what there is."""
        return QSize(240, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew."""
        self._fitted = None
        super().resizeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return and Space are a click, where it takes the keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, picture, and a ring when the keyboard is here."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("canvas"))
        painter.drawRoundedRect(QRectF(self.rect()), _CORNER, _CORNER)
        if (pixmap := self._pixmap()) is not None:
            size = pixmap.deviceIndependentSize()
            corner = QPointF(round((self.width() - size.width()) / 2), round((self.height() - size.height()) / 2))
            painter.drawPixmap(corner, pixmap)
            if self._marked is not None:
                outline(painter, QRectF(corner, size), self._marked)
        elif self._waiting:
            painter.setPen(theme.colour("text"))
            inside = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._waiting)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _CORNER, _CORNER)

    def _pixmap(self) -> QPixmap | None:
        if self._image is None:
            return None
        if self._fitted is None or self._fitted.devicePixelRatio() != self.devicePixelRatioF():
            ratio = self.devicePixelRatioF()
            room = QSize(
                round((self.width() - 2 * _MARGIN) * ratio), round((self.height() - 2 * _MARGIN) * ratio)
            ).boundedTo(QSize(self._image.width(), self._image.height()) * max(1.0, ratio))
            fitted = self._image.scaled(
                room.expandedTo(QSize(1, 1)),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._fitted = QPixmap.fromImage(fitted)
            self._fitted.setDevicePixelRatio(ratio)
        return self._fitted


def outline(painter: QPainter, picture: QRectF, region: QRectF) -> None:
    """Draw a region, as shares of a picture, over where the picture is: seen on light and dark."""
    place = QRectF(
        picture.left() + region.left() * picture.width(),
        picture.top() + region.top() * picture.height(),
        region.width() * picture.width(),
        region.height() * picture.height(),
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in ((4.0, Theme.current().colour("surface")), (2.0, Theme.current().colour("accent"))):
        painter.setPen(QPen(colour, width))
        painter.drawRect(place)


class Pair(QWidget):
    """Two pictures of equal rank, side by side, each with a title and a remark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)  # pictures, titles and remarks each share a line, however the words wrap
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setRowStretch(0, 1)
        self.left, self._left_title, self._left_note = self._side(grid, 0)
        self.right, self._right_title, self._right_note = self._side(grid, 1)

    def show_left(self, title: str, note: str, picture: bytes | QImage | None, waiting: str = "") -> None:
        """The file that is looked at."""
        self._show(self.left, self._left_title, self._left_note, title, note, picture, waiting)

    def show_right(self, title: str, note: str, picture: bytes | QImage | None, waiting: str = "") -> None:
        """What it looks like."""
        self._show(self.right, self._right_title, self._right_note, title, note, picture, waiting)

    def _side(self, grid: QGridLayout, column: int) -> tuple[PictureView, QLabel, QLabel]:
        view, title, note = PictureView(), label("", "section", wrap=True), muted("")
        for line, widget in enumerate((view, title, note)):
            grid.addWidget(widget, line, column)
        for words in (title, note):
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(column, 1)
        return view, title, note

    def _show(
        self,
        view: PictureView,
        title_label: QLabel,
        note_label: QLabel,
        title: str,
        note: str,
        picture: bytes | QImage | None,
        waiting: str,
    ) -> None:
        title_label.setText(title)
        note_label.setText(note)
        if picture is None:
            view.wait(waiting)
        else:
            view.show_image(picture)
        view.setAccessibleName(f"{title}. {waiting}".strip(". ") if picture is None else title)
