"""A small wall of pictures to choose one from: the sample of the first minute."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from artistguard.ui.theme import Theme

_IMAGE = Qt.ItemDataRole.UserRole
_SIGNED = Qt.ItemDataRole.UserRole + 1
_CELL = 136  # px at 100 %, the least width of a cell
_GAP = 8

Index = QModelIndex | QPersistentModelIndex


class Gallery(QListWidget):
    """Pictures by title. `picked` carries the title of the one that is current."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Cell(self))
        self.setProperty("kind", "canvas")
        self.setAccessibleName(self.tr("Sample pictures"))
        self.setMinimumSize(240, 200)
        self.currentItemChanged.connect(self._current_changed)
        Theme.current().changed.connect(self._look)
        self._look()

    def put(self, title: str, image: QImage) -> None:
        """A picture under a title; one that is there already gets the new picture, if it has any."""
        item = self.named(title)
        if item is None:
            item = QListWidgetItem(title)
            item.setToolTip(title)
            item.setData(_IMAGE, QPixmap.fromImage(image))
            self.addItem(item)
        elif not image.isNull():
            item.setData(_IMAGE, QPixmap.fromImage(image))

    def named(self, title: str) -> QListWidgetItem | None:
        """The item of a title."""
        found = self.findItems(title, Qt.MatchFlag.MatchExactly)
        return found[0] if found else None

    def choose(self, title: str) -> None:
        """Make one current, as if clicked."""
        if (item := self.named(title)) is not None:
            self.setCurrentItem(item)

    def mark_signed(self, title: str) -> None:
        """Put the filled disc on a picture."""
        if (item := self.named(title)) is not None:
            item.setData(_SIGNED, True)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("%1, signed").replace("%1", title))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cells share the width."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = max(1, self.width() - bar - 8)  # as if the bar was there: else it comes and goes
        across = max(1, width // Theme.current().px(_CELL))
        cell = width // across
        text = Theme.current().px(26)
        self.setGridSize(QSize(cell, round(cell * 0.8) + text))

    def _current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.text())

    def _look(self) -> None:
        colour = Theme.current().colour("canvas").name()
        self.setStyleSheet(f"QListWidget {{ background: {colour}; border-radius: 6px; }}")
        self._fit()


class _Cell(QStyledItemDelegate):
    """Picture, title, and the disc of a signed one on its plate."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """The whole cell."""
        view = self.parent()
        assert isinstance(view, Gallery)
        return view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme = Theme.current()
        model: QAbstractItemModel = index.model()
        rect: QRect = option.rect.adjusted(_GAP // 2, _GAP // 2, -_GAP // 2, -_GAP // 2)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        text = theme.px(20)
        room = rect.adjusted(8, 8, -8, -8 - text)
        pixmap = model.data(index, _IMAGE)
        if isinstance(pixmap, QPixmap) and not pixmap.isNull():
            size = pixmap.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            at = QRect(
                room.x() + (room.width() - size.width()) // 2,
                room.y() + (room.height() - size.height()) // 2,
                size.width(),
                size.height(),
            )
            painter.drawPixmap(at, pixmap)
            if model.data(index, _SIGNED):
                plate = QRectF(at.right() - 23, at.bottom() - 23, 20, 20)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("plate"))
                painter.drawRoundedRect(plate, 5, 5)
                painter.setBrush(theme.colour("good"))
                painter.drawEllipse(plate.adjusted(5, 5, -5, -5))
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("muted"))
        below = QRect(rect.x() + 6, rect.bottom() - text - 2, rect.width() - 12, text)
        title = painter.fontMetrics().elidedText(
            str(model.data(index, Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, title)
        painter.restore()
