"""One cell of the grid: the picture on the canvas, badges on a plate, the title below. Nothing is read here."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap

from artistguard.model.listing import WorkRow
from artistguard.ui.portfolio import badges
from artistguard.ui.theme import Theme

ZOOMS = (112, 152, 200, 264, 344)  # px, the side of the square that holds a picture
PAD = 8  # around the picture
_ROUND = 6


class Cells:
    """Sizes and paints cells. Fonts and lengths are taken once a look, not once a cell."""

    def __init__(self) -> None:
        self.zoom = 1
        self.refresh()

    def refresh(self) -> None:
        """Take over fonts and lengths of the look."""
        theme = Theme.current()
        self._title_font = theme.font("body")
        self._number_font = theme.font("muted", tabular=True)
        self._title_metrics = QFontMetrics(self._title_font)
        self._number_metrics = QFontMetrics(self._number_font)
        # Larger text makes larger cells, at half its pace: a title needs room, a picture less so.
        self.least = round(ZOOMS[self.zoom] * (1 + (theme.text_size - 100) / 200))
        self.text = self._title_metrics.height() + 6
        self._badge = min(theme.px(badges.SIZE), self.least // 5)
        self.set_side(self.least)

    def set_side(self, side: int) -> None:
        """The side of the square that holds a picture; never under `least`."""
        side = max(side, self.least)
        self.picture = QSize(side, side)
        self.size = QSize(side + 2 * PAD, side + 2 * PAD + self.text + 4)

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        row: WorkRow | None,
        pixmap: QPixmap | None,
        *,
        chosen: bool,
        current: bool,
        focused: bool,
        hovered: bool,
        sealed: bool,
        trouble: str,
    ) -> None:
        """Paint one cell. `row` and `pixmap` are None while they are on their way."""
        theme = Theme.current()
        frame = QRectF(cell).adjusted(1, 1, -1, -1)
        if chosen:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(frame, _ROUND, _ROUND)
        elif hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(frame, _ROUND, _ROUND)
        if current and focused:
            painter.setPen(QPen(theme.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(2, 2, -2, -2), _ROUND - 2, _ROUND - 2)
        side = self.picture.width()
        well = QRect(cell.x() + (cell.width() - side) // 2, cell.y() + PAD, side, side)
        shown = self._picture(painter, well, row, pixmap, trouble)
        if row is None:
            return
        self._badges(painter, shown, row, sealed)
        self._title(painter, QRect(well.x(), well.bottom() + 6, side, self.text), row)

    def _picture(
        self, painter: QPainter, well: QRect, row: WorkRow | None, pixmap: QPixmap | None, trouble: str
    ) -> QRect:
        """The picture, its foot on the well's; an empty mount while it is on its way. Returns where it is."""
        theme = Theme.current()
        at = self._mount(well, row)
        if pixmap is not None:
            own = pixmap.deviceIndependentSize().toSize()
            if abs(own.width() - at.width()) <= 2 or not _near(own, at.size()):  # pixel for pixel where it can be
                size = own.scaled(well.size(), Qt.AspectRatioMode.KeepAspectRatio) if _over(own, well.size()) else own
                at = _centred(well, size)
            painter.drawPixmap(at, pixmap)
            return at
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRect(at)
        if trouble:
            edge = theme.px(24)
            sign = theme.icon("picture", edge, "muted").pixmap(QSize(edge, edge), painter.device().devicePixelRatioF())
            painter.drawPixmap(at.center().x() - edge // 2, at.center().y() - edge // 2, sign)
        return at

    @staticmethod
    def _mount(well: QRect, row: WorkRow | None) -> QRect:
        """Where the picture will be, as far as its size is known."""
        facts = row.shown.picture if row is not None and row.shown is not None else None
        if facts is None or not facts.width or not facts.height:
            return well.adjusted(well.width() // 8, well.height() // 8, -well.width() // 8, -well.height() // 8)
        size = QSize(min(facts.width, 2**30), min(facts.height, 2**30))
        if _over(size, well.size()):
            size = size.scaled(well.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return _centred(well, size.expandedTo(QSize(4, 4)))

    def _badges(self, painter: QPainter, shown: QRect, row: WorkRow, sealed: bool) -> None:
        side = self._badge
        plate = QRectF(shown.right() - side - 3, shown.bottom() - side - 3, side, side)
        badges.paint_state(painter, plate, row.state, recorded=row.recorded)
        if sealed:
            badges.paint_lock(painter, plate.translated(-side - 4, 0))

    def _title(self, painter: QPainter, place: QRect, row: WorkRow) -> None:
        theme = Theme.current()
        number = f"#{row.number}"
        taken = self._number_metrics.horizontalAdvance(number)
        painter.setFont(self._number_font)
        painter.setPen(theme.colour("muted"))
        line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, line | Qt.AlignmentFlag.AlignRight, number)
        painter.setFont(self._title_font)
        painter.setPen(theme.colour("text"))
        room = place.adjusted(0, 0, -taken - 8, 0)
        title = self._title_metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, line | Qt.AlignmentFlag.AlignLeft, title)


def _centred(well: QRect, size: QSize) -> QRect:
    x, y = well.x() + (well.width() - size.width()) // 2, well.y() + (well.height() - size.height()) // 2
    return QRect(x, y, size.width(), size.height())


def _over(size: QSize, room: QSize) -> bool:
    return size.width() > room.width() or size.height() > room.height()


def _near(one: QSize, other: QSize) -> bool:
    """Whether two sizes have the same shape, as far as rounding lets them."""
    return abs(one.width() * other.height() - other.width() * one.height()) <= 3 * max(other.width(), other.height())
