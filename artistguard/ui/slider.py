"""Two pictures in one place, parted by a line that mouse or arrow keys move: theirs left of it, ours right of it.

Where it is known which region of one is which of the other, theirs is laid over ours so that the two regions meet.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from artistguard.ui.theme import Theme

Region = tuple[float, float, float, float]  # left, top, right, bottom, as shares of a picture
WHOLE: Region = (0.0, 0.0, 1.0, 1.0)
_MARGIN = 12
_CORNER = 6
_STEP = 0.05
_LEAST = 0.01  # of a region's side: less tells no scale


class Slider(QWidget):
    """The comparison. It takes the keyboard: left and right move the line, Home and End its ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theirs = self._ours = QImage()
        self._their_region, self._our_region = WHOLE, WHOLE
        self.place = 0.5  # of the line, as a share of our picture's width
        self.setMinimumSize(140, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        Theme.current().changed.connect(self.update)
        self._name()

    def show_pictures(
        self,
        theirs: bytes,
        ours: bytes,
        their_region: Region = WHOLE,
        our_region: Region = WHOLE,
        mirrored: bool = False,
    ) -> None:
        """Lay theirs over ours (both JPEG of our own making). `mirrored`: theirs is turned back before."""
        self._theirs, self._ours = QImage.fromData(theirs), QImage.fromData(ours)
        if mirrored:
            self._theirs = self._theirs.transformed(QTransform.fromScale(-1, 1))
            their_region = (1 - their_region[2], their_region[1], 1 - their_region[0], their_region[3])
        flat = any(r[2] - r[0] < _LEAST or r[3] - r[1] < _LEAST for r in (their_region, our_region))
        self._their_region, self._our_region = (WHOLE, WHOLE) if flat else (their_region, our_region)
        self.place = 0.5
        self._name()
        self.update()

    def clear(self) -> None:
        """Nothing to compare."""
        self._theirs = self._ours = QImage()
        self.update()

    @property
    def shown(self) -> bool:
        """Whether there are two pictures."""
        return not self._theirs.isNull() and not self._ours.isNull()

    def move_to(self, place: float) -> None:
        """Put the line somewhere."""
        self.place = min(1.0, max(0.0, place))
        self._name()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move the line."""
        to = {
            Qt.Key.Key_Left: self.place - _STEP,
            Qt.Key.Key_Right: self.place + _STEP,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.move_to(to)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The line comes to the pointer."""
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """... and follows it while a button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, ours, theirs left of the line, the line."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("canvas"))
        painter.drawRoundedRect(QRectF(self.rect()), _CORNER, _CORNER)
        if self.shown:
            ours = self._place_of_ours()
            line = ours.left() + self.place * ours.width()
            left = QRectF(ours.left(), ours.top(), line - ours.left(), ours.height())
            for part, place, image in (
                (left, self._place_of_theirs(ours), self._theirs),
                (QRectF(left.topRight(), ours.bottomRight()), ours, self._ours),
            ):
                painter.setClipRect(part)
                painter.drawImage(place, image)
            painter.setClipping(False)
            for width, token in ((4.0, "surface"), (2.0, "accent")):
                painter.setPen(QPen(theme.colour(token), width))
                painter.drawLine(QPointF(line, ours.top()), QPointF(line, ours.bottom()))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _CORNER, _CORNER)

    # --- inside

    def _follow(self, event: QMouseEvent) -> None:
        ours = self._place_of_ours()
        if ours.width() > 0:
            self.move_to((event.position().x() - ours.left()) / ours.width())

    def _place_of_ours(self) -> QRectF:
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = self._ours.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF(room.center().x() - size.width() / 2, room.center().y() - size.height() / 2)
        return QRectF(corner, size.toSizeF())

    def _place_of_theirs(self, ours: QRectF) -> QRectF:
        """Where theirs must lie for its region to fall on ours."""
        a, b = self._our_region, self._their_region
        across = (a[2] - a[0]) * ours.width() / (b[2] - b[0])
        down = (a[3] - a[1]) * ours.height() / (b[3] - b[1])
        left = ours.left() + a[0] * ours.width() - b[0] * across
        top = ours.top() + a[1] * ours.height() - b[1] * down
        return QRectF(left, top, across, down)

    def _name(self) -> None:
        text = self.tr("Both pictures in one place; the line stands at %1 %.").replace("%1", f"{self.place:.0%}"[:-1])
        self.setAccessibleName(text)
