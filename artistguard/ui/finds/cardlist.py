"""The list of cards: a line for the title, one for how strong and by which key, one for the reason."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from artistguard.model.finds import Find
from artistguard.ui import watchwords
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_PAD = 10


class CardModel(QAbstractListModel):
    """Cards in the order in which they are shown: strongest first."""

    def __init__(self) -> None:
        super().__init__()
        self._finds: list[Find] = []

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many cards."""
        return 0 if parent is not None and parent.isValid() else len(self._finds)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title; the card itself as user data; everything a screen reader should say."""
        if not index.isValid():
            return ""
        find = self._finds[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return watchwords.plain(watchwords.titled(find))
        if role == Qt.ItemDataRole.UserRole:
            return find
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{watchwords.plain(watchwords.titled(find))}. {line(find)}. {watchwords.plain(spoken(find.why))}"
        return ""

    def find_at(self, row: int) -> Find | None:
        """The card of a row."""
        return self._finds[row] if 0 <= row < len(self._finds) else None

    def row_of(self, id_: str) -> int:
        """The row of a card; -1 if it is not there."""
        return next((row for row, find in enumerate(self._finds) if find.id == id_), -1)

    def show(self, finds: Sequence[Find]) -> None:
        """Other cards."""
        self.beginResetModel()
        self._finds = list(finds)
        self.endResetModel()

    def remove(self, id_: str) -> None:
        """Take one card out."""
        if (row := self.row_of(id_)) >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._finds[row]
            self.endRemoveRows()

    def put(self, find: Find) -> None:
        """A card anew: in place where it is listed, else where its strength puts it."""
        if (row := self.row_of(find.id)) >= 0:
            self._finds[row] = find
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        row = next((n for n, other in enumerate(self._finds) if _order(find) < _order(other)), len(self._finds))
        self.beginInsertRows(QModelIndex(), row, row)
        self._finds.insert(row, find)
        self.endInsertRows()


class CardList(QListView):
    """One card is the present one. `turned_to` carries a Find, or None when there is none."""

    turned_to = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Finds"))
        self.cards = CardModel()
        self.setModel(self.cards)
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._turned)
        Theme.current().changed.connect(self._look)

    @property
    def current(self) -> Find | None:
        """The present card."""
        return self.cards.find_at(self.currentIndex().row())

    def step(self, by: int) -> None:
        """To the next card, or the one before; stays at the ends."""
        count = self.cards.rowCount()
        if count:
            self.go(min(max(self.currentIndex().row() + by, 0), count - 1))

    def go(self, row: int) -> None:
        """To the card of a row."""
        index = self.cards.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters and numbers are verdicts here, not the beginning of a title."""

    def _turned(self, current: QModelIndex, _: QModelIndex) -> None:
        self.turned_to.emit(self.cards.find_at(current.row()))

    def _look(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class _Delegate(QStyledItemDelegate):
    """Paints a card."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """Three lines and air."""
        theme = Theme.current()
        body, small = QFontMetrics(theme.font("body")), QFontMetrics(theme.font("muted"))
        return QSize(theme.px(200), body.height() + 2 * small.height() + 8 + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, sign, three lines; a ring when the keyboard is here."""
        find = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(find, Find):
            return
        theme = Theme.current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box = QRectF(rect).adjusted(4, 2, -4, -2)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if chosen and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        self._words(painter, rect.adjusted(_PAD + 4, _PAD, -_PAD - 4, -_PAD), find)
        painter.restore()

    def _words(self, painter: QPainter, room: QRect, find: Find) -> None:
        theme = Theme.current()
        ratio = painter.device().devicePixelRatioF()
        size = theme.px(14)
        gone = find.verdict is not None or (bool(find.members) and all(m.gone_since for m in find.members))
        shape, token = watchwords.SHAPES[find.strength], watchwords.TOKENS[find.strength]
        title_font, small = theme.font("body", bold=find.news), theme.font("muted", tabular=True)
        body, metrics = QFontMetrics(title_font), QFontMetrics(small)
        painter.drawPixmap(
            room.left(), room.top() + (body.height() - size) // 2, theme.pixmap(shape, size, token, ratio)
        )
        left = room.left() + size + 8
        width = room.right() - left
        painter.setFont(title_font)
        painter.setPen(theme.colour("muted" if gone else "text"))
        self._line(painter, body, left, room.top(), width, watchwords.plain(watchwords.titled(find)))
        top = room.top() + body.height() + 4
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        at = left
        icon = theme.px(13)
        for key in find.keys:
            sign = theme.pixmap(watchwords.KEY_ICONS[key], icon, "muted", ratio)
            painter.drawPixmap(at, top + (metrics.height() - icon) // 2, sign)
            at += icon + 4
        self._line(painter, metrics, at + 2, top, width - (at - left), line(find))
        top += metrics.height() + 4
        self._line(painter, metrics, left, top, width, watchwords.plain(spoken(find.why)))

    def _line(self, painter: QPainter, metrics: QFontMetrics, left: int, top: int, width: int, text: str) -> None:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top, width, metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown)


def line(find: Find) -> str:
    """How strong, when, and what became of it, in a few words."""
    words = [watchwords.strength(find.strength), watchwords.moment(find.last_news)]
    if find.members and all(member.gone_since for member in find.members):
        words.append(watchwords.translate("Watch", "gone"))
    elif find.history and not find.verdict:
        words.append(watchwords.happening(find.history[0].what))
    if find.verdict is not None:
        words.append(watchwords.verdict(find.verdict))
    return " · ".join(word for word in words if word)


def _order(find: Find) -> tuple[bool, int, float]:
    return not find.severe, find.strength.rank, -find.last_news.timestamp()
