"""The grid's model: the ids of all works that match, and the rows of those that are looked at, a page at a time."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from artistguard.model import paths
from artistguard.model.artwork import WorkState
from artistguard.model.errors import ArtistGuardError
from artistguard.model.listing import WorkFilter, WorkOrder, WorkRow

if TYPE_CHECKING:
    from artistguard.ui.bridge import Bridge
    from artistguard.workflow.studio import Studio

ROW = Qt.ItemDataRole.UserRole + 1  # WorkRow, or None while it is on its way

_PAGE = 96  # works read at once
_PAGES = 64  # pages kept
_ASKING = 2  # pages asked for at once
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Setting:
    """What a grid needs to know beside the works: where thumbnails and roots lie, whose seals are closed."""

    thumbnails: Path
    roots: dict[str, Path]
    clients: dict[str, tuple[str, bool]]  # id: (name, sealed)


@dataclass(frozen=True, slots=True)
class _Listed:
    generation: int
    ids: list[str]
    rows: dict[int, list[WorkRow | None]]
    setting: Setting


class PortfolioModel(QAbstractListModel):
    """Works by filter and order. `data` never reads anything: pages are asked for with `want`."""

    begun = Signal()  # the first of other works are there; the rest follows
    listed = Signal()  # all ids are there
    counted = Signal(object, int)  # dict[WorkState, int] of the client and the text, and how many are recorded

    def __init__(self, bridge: "Bridge", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.filter = WorkFilter()
        self.order = WorkOrder.NEWEST
        self.setting: Setting | None = None
        self.ids: list[str] = []
        self._pages: OrderedDict[int, list[WorkRow | None]] = OrderedDict()
        self._held: dict[str, WorkRow] = {}
        self._wanted: list[int] = []
        self._asking: set[int] = set()
        self._generation = 0
        self._loading = False
        self._again = False  # another listing is wanted when this one has come
        self._others = False  # ... of other works
        self._recount = False  # ... and the numbers of each state

    # --- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many works match."""
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, words for a screen reader, or the row; what is not here yet is empty."""
        row = self.row(index.row())
        if role == ROW:
            return row
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.words(row)
        return None

    # --- what the view asks

    def row(self, number: int) -> WorkRow | None:
        """The work at a place, if its page is here."""
        page = self._pages.get(number // _PAGE)
        at = number % _PAGE
        return page[at] if page is not None and at < len(page) else None

    def sealed(self, row: WorkRow) -> bool:
        """Whether the work's client is under seal today."""
        client = self.setting.clients.get(row.client_id) if self.setting and row.client_id else None
        return client is not None and client[1]

    def client(self, row: WorkRow) -> str:
        """The name of the work's client; empty for the artist's own."""
        client = self.setting.clients.get(row.client_id) if self.setting and row.client_id else None
        return client[0] if client is not None else ""

    def words(self, row: WorkRow) -> str:
        """A work in words: what its cell shows by shapes and colours."""
        state = {
            WorkState.UNSIGNED: self.tr("not signed"),
            WorkState.SIGNED: self.tr("signed copy written and read back"),
            WorkState.OUTDATED: self.tr("needs a look: changed since it was signed"),
        }[row.state]
        parts = [f"#{row.number} {row.title}", state]
        parts += [self.tr("recorded in the ledger here or at a registry")] if row.recorded else []
        if client := self.client(row):
            parts.append(self.tr("%1, sealed").replace("%1", client) if self.sealed(row) else client)
        return ", ".join(parts)

    def want(self, first: int, last: int) -> None:
        """The rows that are on the screen (inclusive). Pages that nobody looks at any more are not asked for."""
        pages = [page for page in range(first // _PAGE, last // _PAGE + 1) if page not in self._pages]
        self._wanted = [page for page in pages if page not in self._asking]
        for page in range(first // _PAGE, last // _PAGE + 1):
            if page in self._pages:
                self._pages.move_to_end(page)
        self._ask()

    def hold(self, rows: Sequence[WorkRow]) -> None:
        """Rows of what is chosen, so that all of it can be handed out, on the screen or not."""
        self._held = {row.id: row for row in rows}

    def files(self, numbers: Sequence[int]) -> list[Path]:
        """The best file of each of these works that is there: its signed copy, or else the work itself."""
        setting, found = self.setting, []
        for number in numbers if setting is not None else ():
            row = self.row(number) or self._held.get(self.ids[number])
            for place in row.places if row is not None else ():
                folder = setting.roots.get(place.root) if setting is not None else None
                if folder is not None and (path := folder / paths.native(place.path)).exists():
                    found.append(path)
                    break
        return found

    def number_of(self, id_: str) -> int:
        """Where a work stands, or -1."""
        try:
            return self.ids.index(id_)
        except ValueError:
            return -1

    # --- asking

    def show(self, wanted: WorkFilter, order: WorkOrder) -> None:
        """List other works."""
        if (wanted, order) != (self.filter, self.order):
            same = (wanted.client_id, wanted.text) == (self.filter.client_id, self.filter.text)
            self.filter, self.order = wanted, order
            self.reload(others=True, recount=not same)

    def reload(self, *, others: bool = False, recount: bool = True) -> None:
        """List them anew; while one listing is on its way, the next waits.

        `others`: show the first ones at once. `recount`: the numbers of all states may be others too.
        """
        if self._loading:
            self._again, self._others, self._recount = True, self._others or others, self._recount or recount
            return
        self._loading, self._recount = True, recount
        self._generation += 1
        if others or not self.ids:
            first = _listing(self._generation, self.filter, self.order, [0], few=True)
            self._bridge.query(first, self._begin, self._failed)
        else:
            self._list_all()

    def _list_all(self) -> None:
        """All of them: only when the first are on the screen, so that nothing competes with these."""
        every = _listing(self._generation, self.filter, self.order, self._looked_at())
        self._bridge.query(every, self._take, self._failed)
        if self._recount:
            self._recount = False
            everywhere = WorkFilter(client_id=self.filter.client_id, text=self.filter.text)
            self._bridge.query(_counts(everywhere), self._counted)

    def _looked_at(self) -> list[int]:
        """The pages to bring along with a listing: the first, or those on the screen."""
        return list(self._pages)[-3:] or [0]

    def _counted(self, found: tuple[dict[WorkState, int], int]) -> None:
        self.counted.emit(*found)

    def _begin(self, found: _Listed) -> None:
        """The first page, before all of them are known."""
        if self._listed_again():
            return
        if found.ids:
            self._reset(found)
            self.begun.emit()
        self._list_all()

    def _listed_again(self) -> bool:
        """Whether others are wanted by now; they are asked for."""
        if not self._again:
            return False
        others = self._others
        self._loading = self._again = self._others = False
        self.reload(others=others, recount=self._recount)
        return True

    def _failed(self, error: ArtistGuardError) -> None:
        """What is shown stays, and the next listing may fare better."""
        self._loading = self._again = self._others = False
        self._bridge.troubled.emit(error)

    def _take(self, found: _Listed) -> None:
        if self._listed_again():
            return
        self._loading = False
        self._asking.clear()
        before = len(self.ids)
        if found.ids == self.ids:
            self.setting = found.setting
            self._pages = OrderedDict(found.rows)
            if self.ids:
                self.dataChanged.emit(self.index(0), self.index(len(self.ids) - 1))
        elif before and found.ids[:before] == self.ids:  # what was begun goes on
            self.setting = found.setting
            self._pages.update(found.rows)
            self.beginInsertRows(QModelIndex(), before, len(found.ids) - 1)
            self.ids = found.ids
            self.endInsertRows()
        else:
            self._reset(found)
        self.listed.emit()

    def _reset(self, found: _Listed) -> None:
        self.beginResetModel()
        self.setting, self.ids, self._pages = found.setting, found.ids, OrderedDict(found.rows)
        self.endResetModel()

    def _ask(self) -> None:
        while self._wanted and len(self._asking) < _ASKING:
            page = self._wanted.pop(0)
            self._asking.add(page)
            ids = self.ids[page * _PAGE : (page + 1) * _PAGE]
            self._bridge.query(
                _paging(self._generation, page, ids), self._turned, partial(self._unread, page), owner=self
            )

    def _unread(self, page: int, error: ArtistGuardError) -> None:
        """It is asked for again when it is next looked at."""
        self._asking.discard(page)
        self._bridge.troubled.emit(error)

    def _turned(self, found: tuple[int, int, list[WorkRow | None]]) -> None:
        generation, page, rows = found
        if generation != self._generation:
            return
        self._asking.discard(page)
        self._pages[page] = rows
        while len(self._pages) > _PAGES:
            self._pages.popitem(last=False)
        last = min((page + 1) * _PAGE, len(self.ids)) - 1
        self.dataChanged.emit(self.index(page * _PAGE), self.index(last))
        self._ask()


def _listing(
    generation: int, wanted: WorkFilter, order: WorkOrder, pages: Sequence[int], *, few: bool = False
) -> "Callable[[Studio], _Listed]":
    def read(studio: "Studio") -> _Listed:
        catalogue = studio.catalogue
        ids = catalogue.works.ids(wanted, order, limit=_PAGE if few else None)
        rows = {page: _rows(studio, ids[page * _PAGE : (page + 1) * _PAGE]) for page in pages}
        roots = {name: folder for name, folder in catalogue.roots.list() if folder is not None}
        clients = {c.id: (c.name, studio.seals.sealed(c.id)) for c in catalogue.clients.list()}
        return _Listed(generation, ids, rows, Setting(studio.thumbnails, roots, clients))

    return read


def _counts(everywhere: WorkFilter) -> "Callable[[Studio], tuple[dict[WorkState, int], int]]":
    recorded = replace(everywhere, recorded=True)
    return lambda studio: (studio.catalogue.works.count(everywhere), studio.catalogue.works.how_many(recorded))


def _rows(studio: "Studio", ids: Sequence[str]) -> list[WorkRow | None]:
    found = {row.id: row for row in studio.catalogue.works.rows(ids)}
    return [found.get(id_) for id_ in ids]


def _paging(generation: int, page: int, ids: list[str]) -> "Callable[[Studio], tuple[int, int, list[WorkRow | None]]]":
    return lambda studio: (generation, page, _rows(studio, ids))
