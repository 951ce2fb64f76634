"""The grid itself: choosing, keys and mouse, dragging out, painting. Only what is in sight is ever gone through."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDrag,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from artistguard.model.artwork import Edition
from artistguard.ui.portfolio.delegate import PAD, ZOOMS
from artistguard.ui.portfolio.lattice import GAP, MARGIN, Lattice, small, spans
from artistguard.ui.portfolio.model import Index, PortfolioModel
from artistguard.ui.portfolio.thumbs import Thumbs
from artistguard.ui.theme import Theme

_AHEAD = 2  # rows beyond the edge whose pictures are read too
_MOST = 1.5  # times its least size that a cell grows
_SETTLE_MS = 120
_DRAGGED = 2000  # works handed out in one drag


class Grid(Lattice):
    """Works as cells in rows. The whole view is one Tab stop."""

    preview_asked = Signal(QModelIndex)
    opened = Signal(QModelIndex)  # double click
    act_asked = Signal()  # Return
    cleared = Signal()  # Escape with nothing chosen
    too_many = Signal(int)  # works that a drag cannot take
    zoomed = Signal(int)

    def __init__(self, model: PortfolioModel, thumbs: Thumbs, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._thumbs = thumbs
        self._anchor = -1
        self._hovered = -1
        self._band: tuple[QPoint, QPoint] | None = None  # in contents' coordinates
        self._looking = (-1, -1, -1)
        self._resizing = False
        self._told = ("", -1)  # the work, and its place, that a screen reader was told last
        self._sight = range(0)  # what was painted last: a new size shows it again
        self.setModel(model)
        self.setAccessibleName(self.tr("Works"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(ZOOMS[0] + 3 * MARGIN, ZOOMS[0]))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.doubleClicked.connect(self.opened)
        thumbs.arrived.connect(self._arrived)
        model.dataChanged.connect(lambda: self.viewport().update())
        Theme.current().changed.connect(self._look)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._sized)
        self._sized()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The first work in sight stays in sight."""
        first, current = self._sight, self.currentIndex()
        watched = current.isValid() and current.row() in first
        old = event.oldSize().width()
        self._resizing = True
        super().resizeEvent(event)
        self._fit()
        self.updateGeometries()
        self._resizing = False
        if old > 0 and old != event.size().width() and first and self.verticalOffset() > 0:
            self.scrollTo(self._works.index(min(first.start, len(self._works.ids) - 1)), self.ScrollHint.PositionAtTop)
        if watched:  # the bar below came up: what was just chosen is not to go under
            self.scrollTo(current)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """Move what is painted; only the new strip is painted."""
        if self._band is not None:
            self.viewport().update()
        else:
            self.viewport().scroll(dx, dy)
        if not self._resizing:
            self._sight = self.seen()

    # --- choosing

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802 - Qt's name
        """With a band: the cells it touches. With Shift: from the anchor to here. Else: the cell."""
        chosen = QItemSelection()
        if self._band is not None:
            area = self._banded()
            numbers = [number for number in self.seen(area) if self.cell(number).intersects(area)]
            for first, last in spans(numbers):
                chosen.select(self._works.index(first), self._works.index(last))
        elif command & QItemSelectionModel.SelectionFlag.Current and self._anchor >= 0:
            here = self.currentIndex().row()
            low, high = sorted((min(self._anchor, len(self._works.ids) - 1), here))
            chosen.select(self._works.index(low), self._works.index(high))
        else:
            at = self.indexAt(rect.normalized().center())
            if at.isValid():
                chosen.select(at, at)
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802 - Qt's name
        """What of it is in sight. Asked at every change, so the rest is not gone through."""
        seen = self.seen()
        region = QRegion()
        for each in selection.toList():
            for number in range(max(each.top(), seen.start), min(each.bottom() + 1, seen.stop)):
                region += self.cell(number)
        return region

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """The anchor of a range follows, unless Shift is held."""
        if not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier or self._anchor < 0:
            self._anchor = current.row()
        super().currentChanged(current, previous)
        self._tell()
        self.viewport().update(self.visualRect(current).united(QRect()))
        if previous.isValid():
            self.viewport().update(self.visualRect(previous))

    def _tell(self) -> None:
        """Say the current work to a screen reader: to it, cells that are only painted are not there."""
        number = self.currentIndex().row()
        row = self._works.row(number)
        if row is None or (row.id, number) == self._told:
            return
        self._told = (row.id, number)
        count = self.locale().toString(len(self._works.ids))
        place = self.tr("%1 of %2").replace("%1", self.locale().toString(number + 1)).replace("%2", count)
        words = f"{self._works.words(row)}, {place}"
        self.setAccessibleDescription(words)
        if self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def chosen_spans(self) -> list[tuple[int, int]]:
        """What is chosen, as first and last of each run, in order."""
        ranges = sorted((each.top(), each.bottom()) for each in self.selectionModel().selection().toList())
        merged: list[tuple[int, int]] = []
        for first, last in ranges:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def choose(self, numbers: Sequence[int], current: int = -1) -> None:
        """Choose these and nothing else."""
        chosen = QItemSelection()
        for first, last in spans(numbers):
            chosen.select(self._works.index(first), self._works.index(last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        if current >= 0:
            self.selectionModel().setCurrentIndex(self._works.index(current), flags.NoUpdate)

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space previews, Return acts, Escape clears; the rest is Qt's."""
        key, plain = (
            event.key(),
            event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier),
        )
        if plain and key == Qt.Key.Key_Space:
            if self.currentIndex().isValid():
                self.preview_asked.emit(self.currentIndex())
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act_asked.emit()
        elif key == Qt.Key.Key_Escape:
            if self.selectionModel().hasSelection():
                self.clearSelection()
            else:
                self.cleared.emit()
                event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters do nothing here: Qt would look through every row. The search field finds titles."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """In a gap a band begins."""
        if event.button() == Qt.MouseButton.LeftButton and not self.indexAt(event.position().toPoint()).isValid():
            start = event.position().toPoint() + QPoint(0, self.verticalOffset())
            super().mousePressEvent(event)
            self._band = (start, start)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The band follows; without a button the cell under the mouse lights up."""
        point = event.position().toPoint()
        if self._band is not None:
            self._band = (self._band[0], point + QPoint(0, self.verticalOffset()))
            super().mouseMoveEvent(event)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._hover(self.indexAt(point).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The band is gone."""
        super().mouseReleaseEvent(event)
        if self._band is not None:
            self._band = None
            self.viewport().update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the mouse."""
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl: larger and smaller pictures."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.cells.zoom + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def set_zoom(self, zoom: int) -> None:
        """Larger or smaller pictures; the current work stays in sight."""
        zoom = max(0, min(zoom, len(ZOOMS) - 1))
        if zoom == self.cells.zoom:
            return
        keep = self.currentIndex() if self.currentIndex().isValid() else self._works.index(self.seen().start)
        self.cells.zoom = zoom
        self._look()
        self.scrollTo(keep, self.ScrollHint.PositionAtCenter)
        self.zoomed.emit(zoom)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        """Hand out the signed copies of what is chosen, and the file itself where there is none."""
        numbers = [number for first, last in self.chosen_spans() for number in range(first, last + 1)]
        if len(numbers) > _DRAGGED:
            self.too_many.emit(_DRAGGED)
            return
        mime = self.mime(numbers)
        if mime is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime)
        row = self._works.row(self.currentIndex().row())
        picture = self._thumbs.pixmap(row.shown) if row is not None and row.shown is not None else None
        if picture is not None:
            drag.setPixmap(small(picture))
        drag.exec(Qt.DropAction.CopyAction)

    def mime(self, numbers: Sequence[int]) -> QMimeData | None:
        """The files of works as a drag carries them."""
        files = self._works.files(numbers)
        if not files:
            return None
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        return mime

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The cells in the part that needs it, then the band; then say what is being looked at."""
        theme = Theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("canvas"))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        chosen = self._chosen_among(self.seen(event.rect()))
        current, focused = self.currentIndex().row(), self.hasFocus()
        works, thumbs, paint = self._works, self._thumbs, self.cells.paint
        for number in self.seen(event.rect()):
            row = works.row(number)
            edition = row.shown if row is not None else None
            pixmap = thumbs.pixmap(edition) if edition is not None else None
            paint(
                painter,
                self.cell(number),
                row,
                pixmap,
                chosen=number in chosen,
                current=number == current,
                focused=focused,
                hovered=number == self._hovered,
                sealed=row is not None and works.sealed(row),
                trouble="" if edition is None or pixmap is not None else thumbs.trouble(edition),
            )
        if self._band is not None:
            painter.setPen(QPen(theme.colour("accent"), 1))
            soft = theme.colour("accent")
            soft.setAlphaF(0.15)
            painter.setBrush(soft)
            painter.drawRect(self._banded())
        painter.end()
        self._look_at()

    def _chosen_among(self, numbers: range) -> set[int]:
        found: set[int] = set()
        for each in self.selectionModel().selection().toList():
            found.update(range(max(each.top(), numbers.start), min(each.bottom() + 1, numbers.stop)))
        return found

    def _look_at(self, *, again: bool = False) -> None:
        """Ask for the rows and pictures in sight, and a little beyond."""
        self._sight = seen = self.seen()
        if not seen:
            return
        ahead = _AHEAD * self.columns
        first, last = max(0, seen.start - ahead), min(len(self._works.ids), seen.stop + ahead) - 1
        here = (first, last, len(self._works.ids))
        if here == self._looking and not again:
            return
        self._looking = here
        self._works.want(first, last)
        nearest = [*seen, *range(seen.stop, last + 1), *range(first, seen.start)]
        self._thumbs.want(self._editions(nearest))

    def _editions(self, numbers: Sequence[int]) -> list[Edition]:
        rows = (self._works.row(number) for number in numbers)
        return [row.shown for row in rows if row is not None and row.shown is not None]

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802 - Qt's name
        """Rows came: their pictures are wanted now."""
        super().dataChanged(first, last, list(roles))
        self._tell()
        self.viewport().update()
        self._look_at(again=True)

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:  # noqa: N802 - Qt's name
        """More works: only the scroll bar knows."""
        super().rowsInserted(parent, first, last)
        self.updateGeometries()
        self._look_at(again=True)

    def reset(self) -> None:
        """Other works."""
        self._anchor = self._hovered = -1
        self._looking, self._told = (-1, -1, -1), ("", -1)
        super().reset()
        self.setAccessibleDescription("")
        self.updateGeometries()

    def _arrived(self, digests: set[str]) -> None:
        for number in self.seen():
            row = self._works.row(number)
            if row is not None and row.shown is not None and row.shown.sha256 in digests:
                self.viewport().update(self.cell(number))

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            for each in (self._hovered, number):
                if each >= 0:
                    self.viewport().update(self.cell(each))
            self._hovered = number
            row = self._works.row(number) if number >= 0 else None
            self.viewport().setToolTip(self._works.words(row) if row is not None else "")

    def _banded(self) -> QRect:
        assert self._band is not None
        up = QPoint(0, self.verticalOffset())
        return QRect(self._band[0] - up, self._band[1] - up).normalized()

    def _look(self) -> None:
        self.cells.refresh()
        self._fit()
        self._sized()
        self.updateGeometries()
        self.viewport().update()

    def _sized(self) -> None:
        self._thumbs.set_size(self.cells.picture, self.devicePixelRatioF())
        self._look_at(again=True)
        self.viewport().update()

    def _fit(self) -> None:
        """Cells grow until they fill the row. Their pictures are read anew when the width has settled."""
        columns, before = self.columns, self.cells.picture
        side = (self._room - (columns - 1) * GAP) // columns - 2 * PAD
        self.cells.set_side(min(side, round(self.cells.least * _MOST)))
        if self.cells.picture != before:
            if self.isVisible():
                self._settle.start()
            else:
                self._sized()
