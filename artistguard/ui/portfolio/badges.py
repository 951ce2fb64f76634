"""Badges: where a work stands, by shape and colour, on an opaque plate that no picture can hide."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from artistguard.model.artwork import WorkState
from artistguard.ui.theme import Theme

SIZE = 20  # px, the plate's side


def paint_state(painter: QPainter, plate: QRectF, state: WorkState, *, recorded: bool = False) -> None:
    """Ring: imported. Filled disc: signed and read back. With a tick: recorded somewhere. Triangle: needs a look."""
    theme = Theme.current()
    _plate(painter, plate)
    centre, size = plate.center(), plate.width()
    if state is WorkState.SIGNED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("good"))
        radius = size * (0.33 if recorded else 0.27)  # room for the tick
        painter.drawEllipse(centre, radius, radius)
        if recorded:
            _tick(painter, centre, size, theme.colour("plate"))
    elif state is WorkState.OUTDATED:
        _triangle(painter, centre, size, theme.colour("look"), theme.colour("plate"))
    else:
        painter.setPen(QPen(theme.colour("muted"), size * 0.095))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = size * (0.32 if recorded else 0.225)
        painter.drawEllipse(centre, radius, radius)
        if recorded:
            _tick(painter, centre, size, theme.colour("muted"))


def paint_lock(painter: QPainter, plate: QRectF) -> None:
    """Sealed: nothing about the work leaves the machine."""
    colour = Theme.current().colour("text")
    _plate(painter, plate)
    c, size = plate.center(), plate.width()
    body = QRectF(c.x() - size * 0.23, c.y() - size * 0.04, size * 0.46, size * 0.32)
    arch = QPainterPath()
    arch.arcMoveTo(QRectF(c.x() - size * 0.15, c.y() - size * 0.30, size * 0.30, size * 0.36), 0)
    arch.arcTo(QRectF(c.x() - size * 0.15, c.y() - size * 0.30, size * 0.30, size * 0.36), 0, 180)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, size * 0.085))
    painter.drawPath(arch)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(body, size * 0.06, size * 0.06)


def _plate(painter: QPainter, plate: QRectF) -> None:
    theme = Theme.current()
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.setBrush(theme.colour("plate"))
    painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


def _tick(painter: QPainter, c: QPointF, size: float, colour: QColor) -> None:
    line = [(-0.14, 0.01), (-0.04, 0.11), (0.15, -0.11)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QBrush(colour), size * 0.085, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(c.x() + x * size, c.y() + y * size) for x, y in line]))


def _triangle(painter: QPainter, c: QPointF, size: float, colour: QColor, mark: QColor) -> None:
    half, top, bottom = size * 0.33, size * 0.32, size * 0.25
    shape = QPolygonF(
        [QPointF(c.x(), c.y() - top), QPointF(c.x() + half, c.y() + bottom), QPointF(c.x() - half, c.y() + bottom)]
    )
    painter.setPen(QPen(QBrush(colour), size * 0.07, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour)
    painter.drawPolygon(shape)
    painter.setPen(QPen(QBrush(mark), size * 0.09, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(c.x(), c.y() - size * 0.10), QPointF(c.x(), c.y() + size * 0.06))
    painter.drawPoint(QPointF(c.x(), c.y() + size * 0.17))
