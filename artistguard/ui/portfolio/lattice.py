"""Cells of one size in rows: where each lies is arithmetic, so a hundred thousand works cost what a hundred cost."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget

from artistguard.ui.portfolio.delegate import PAD, Cells
from artistguard.ui.portfolio.model import Index, PortfolioModel

MARGIN = 12
GAP = 6


class Lattice(QAbstractItemView):
    """Where cells are, and where the arrow keys lead. There is no layout to run through."""

    def __init__(self, model: PortfolioModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works = model
        self.cells = Cells()

    @property
    def columns(self) -> int:
        """Cells in a row."""
        return max(1, (self._room + GAP) // (self.cells.least + 2 * PAD + GAP))

    @property
    def _room(self) -> int:
        """The width that cells share, without the scroll bar's, shown or not: else the two would chase each other."""
        return self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width() - 2 * MARGIN

    @property
    def rows(self) -> int:
        """Rows of cells."""
        return -(-len(self._works.ids) // self.columns)

    def cell(self, number: int) -> QRect:
        """Where a work's cell is, in the viewport."""
        row, column = divmod(number, self.columns)
        size, columns = self.cells.size, self.columns
        rest = max(0, self._room - columns * size.width() - (columns - 1) * GAP)
        x = MARGIN + column * (size.width() + GAP) + (rest * (2 * column + 1)) // (2 * columns)
        y = MARGIN + row * (size.height() + GAP) - self.verticalOffset()
        return QRect(QPoint(x, y), size)

    def seen(self, rect: QRect | None = None) -> range:
        """The works whose cells touch a part of the viewport (all of it)."""
        area = self.viewport().rect() if rect is None else rect
        step = self.cells.size.height() + GAP
        top = max(0, (area.top() + self.verticalOffset() - MARGIN) // step)
        bottom = (area.bottom() + self.verticalOffset() - MARGIN) // step
        count = len(self._works.ids)
        return range(min(top * self.columns, count), min(max(0, bottom + 1) * self.columns, count))

    def visualRect(self, index: Index) -> QRect:  # noqa: N802 - Qt's name
        """A cell's place."""
        return self.cell(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802 - Qt's name
        """The work under a point; none in the gaps."""
        for number in self.seen(QRect(point, QSize(1, 1))):
            if self.cell(number).contains(point):
                return self._works.index(number)
        return QModelIndex()

    def scrollTo(  # noqa: N802 - Qt's name
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight."""
        if not index.isValid():
            return
        cell, height, bar = self.visualRect(index), self.viewport().height(), self.verticalScrollBar()
        kinds = QAbstractItemView.ScrollHint
        if hint == kinds.PositionAtCenter:
            bar.setValue(bar.value() + cell.center().y() - height // 2)
        elif cell.top() < GAP or hint == kinds.PositionAtTop:
            bar.setValue(bar.value() + cell.top() - GAP)
        elif cell.bottom() > height - GAP or hint == kinds.PositionAtBottom:
            bar.setValue(bar.value() + min(cell.bottom() - height + GAP, cell.top() - GAP))

    def horizontalOffset(self) -> int:  # noqa: N802 - Qt's name
        """Never scrolled sideways."""
        return 0

    def verticalOffset(self) -> int:  # noqa: N802 - Qt's name
        """How far it is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:  # noqa: N802 - Qt's name
        """Nothing is hidden."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Four cells by three."""
        return QSize(4 * self.cells.size.width() + 2 * MARGIN, 3 * self.cells.size.height())

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        """The scroll bar's range follows the number of rows."""
        super().updateGeometries()
        step, height, bar = self.cells.size.height() + GAP, self.viewport().height(), self.verticalScrollBar()
        bar.setRange(0, max(0, self.rows * step - GAP + 2 * MARGIN - height))
        bar.setPageStep(height)
        bar.setSingleStep(max(24, step // 4))

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where an arrow key leads."""
        count = len(self._works.ids)
        if not count:
            return QModelIndex()
        at, act = self.currentIndex().row(), QAbstractItemView.CursorAction
        if at < 0:
            return self._works.index(self.seen().start)
        page = max(1, self.viewport().height() // (self.cells.size.height() + GAP)) * self.columns
        steps = {
            act.MoveLeft: -1,
            act.MovePrevious: -1,
            act.MoveRight: 1,
            act.MoveNext: 1,
            act.MoveUp: -self.columns,
            act.MoveDown: self.columns,
            act.MovePageUp: -page,
            act.MovePageDown: page,
            act.MoveHome: -at,
            act.MoveEnd: count - 1 - at,
        }
        to = at + steps[action]
        if action in (act.MoveUp, act.MovePageUp) and to < 0:
            to = at % self.columns
        elif action in (act.MoveDown, act.MovePageDown) and to >= count:
            last = count - 1 - (count - 1) % self.columns
            to = count - 1 if at < last else at
        return self._works.index(max(0, min(to, count - 1)))


def spans(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as runs, each with its first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def small(picture: QPixmap) -> QPixmap:
    """A picture as it hangs at the mouse in a drag."""
    side = round(96 * picture.devicePixelRatio())
    return picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
