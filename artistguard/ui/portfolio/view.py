"""The place: filter chips and order above, the grid beside the inspector, the batch bar below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from artistguard.model.artwork import Edition, WorkState
from artistguard.model.listing import WorkFilter, WorkOrder, WorkRow
from artistguard.ui.inspector import Inspector
from artistguard.ui.portfolio import orders
from artistguard.ui.portfolio.batchbar import BatchBar
from artistguard.ui.portfolio.grid import Grid
from artistguard.ui.portfolio.head import Head
from artistguard.ui.portfolio.model import PortfolioModel
from artistguard.ui.portfolio.thumbs import Thumbs
from artistguard.ui.portfolio.viewer import Viewer
from artistguard.ui.widgets import Empty, ask_files

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.ui.context import Context
    from artistguard.ui.tasks import Progressed

_PAUSE_MS = 40  # a selection that grows by the key is handed on when it rests
_RECORDED = "recorded"
_AS_ONE = 2000  # more works than this, and all there are: the catalogue counts them by their filter
_WHILE_MS = 1500  # between looks at what an import has brought so far


class PortfolioView(QWidget):
    """The portfolio."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state: WorkState | None = None
        self._recorded = False
        self._keep: tuple[list[str], str, int] | None = None  # chosen, current, scrolled: over a listing
        self.setAccessibleName(self.tr("Portfolio"))
        bridge = context.bridge
        self.model = PortfolioModel(bridge, self)
        self.thumbs = Thumbs(bridge, self)
        self.grid = Grid(self.model, self.thumbs)
        self.inspector = Inspector(bridge)
        self.bar = BatchBar(context)
        self.preview = Viewer(bridge, self.grid)
        self.preview.hide()
        self._build()
        self._pause = self._timer(_PAUSE_MS, self._chosen)
        self._while = self._timer(_WHILE_MS, self.reload)
        self._connect()
        self._restore()
        self._actions()
        if bridge.is_open:
            self.reload()

    # --- what the window calls

    def arrived(self, **what: object) -> None:
        """Shown: `work` chooses one by its id, `state` a filter ("unsigned", "signed", "outdated", "recorded")."""
        if what.get("state") == _RECORDED:
            self.set_recorded()
        elif isinstance(state := what.get("state"), str):
            self.set_state(WorkState(state))
        if isinstance(work := what.get("work"), str):
            if self.model.number_of(work) < 0:
                self.set_state(None)
                self._keep = ([work], work, -1)
                self.model.reload()
            else:
                self._go_to(work)
        self.grid.setFocus()

    def leave(self) -> None:
        """Keep what should be found again."""
        store = self._context.store
        store.setValue("portfolio/splitter", self.splitter.saveState())
        store.setValue("portfolio/zoom", self.grid.cells.zoom)
        store.setValue("portfolio/order", self.model.order.value)
        state = self._state.value if self._state else ""
        store.setValue("portfolio/state", _RECORDED if self._recorded else state)

    def stop(self) -> None:
        """End the threads."""
        self.thumbs.stop()
        self.inspector.stop()

    # --- filters

    def set_state(self, state: WorkState | None) -> None:
        """Show the works of a state, or all."""
        self._state, self._recorded = state, False
        self.chips[state].setChecked(True)
        self._show()

    def set_recorded(self) -> None:
        """Show the works that are recorded somewhere."""
        self._state, self._recorded = None, True
        self.head.recorded.setChecked(True)
        self._show()

    def reload(self) -> None:
        """List anew: something changed."""
        self._remember()
        self.model.reload()

    @property
    def chosen_ids(self) -> Sequence[str]:
        """The ids of what is chosen, in order. All of them: the model's own list, not a copy."""
        ids, spans = self.model.ids, self.grid.chosen_spans()
        if spans == [(0, len(ids) - 1)]:
            return ids
        return [id_ for first, last in spans for id_ in ids[first : last + 1]]

    # --- building

    def _build(self) -> None:
        self.head = Head(self._context.theme)
        self.chips, self.order = self.head.chips, self.head.order
        self.empty = Empty(
            "drop",
            self.tr("Drop a folder of your work here. Your originals are only read."),
            self.tr("Choose a folder"),
        )
        self.nothing = Empty("filter", self.tr("Nothing here matches."), self.tr("Show all works"))
        self.pages = QStackedWidget()
        blank = QWidget()
        blank.setProperty("kind", "canvas")
        blank.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for page in (blank, self.grid, self.empty, self.nothing):
            self.pages.addWidget(page)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([800, 320])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.bar)

    def _connect(self) -> None:
        context, bridge, grid = self._context, self._context.bridge, self.grid
        for state, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, wanted=state: self.set_state(wanted))
        self.head.recorded.clicked.connect(self.set_recorded)
        self.order.activated.connect(lambda _: self._show())
        self.head.zoom_asked.connect(lambda step: grid.set_zoom(grid.cells.zoom + step))
        assert self.empty.button is not None
        assert self.nothing.button is not None
        self.empty.button.clicked.connect(self._choose_folder)
        self.nothing.button.clicked.connect(lambda: self.set_state(None))
        self.model.begun.connect(self._begun)
        self.model.listed.connect(self._listed)
        self.model.counted.connect(self._counted)
        grid.selectionModel().selectionChanged.connect(lambda: self._pause.start())
        grid.selectionModel().currentChanged.connect(self._stepped)
        grid.opened.connect(self._open)
        grid.preview_asked.connect(self._preview)
        grid.act_asked.connect(self.bar.begin)
        grid.too_many.connect(self._too_many)
        grid.customContextMenuRequested.connect(lambda point: self._menu(grid.viewport().mapToGlobal(point)))
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.preview.stepped.connect(self._step)
        self.preview.closed.connect(grid.setFocus)
        self.inspector.opened.connect(self._open_edition)
        self.inspector.learnt.connect(self.model.hold)
        self.inspector.records_asked.connect(lambda page, work: context.go_to("records", page=page, work=work))
        self.bar.platforms_asked.connect(lambda: context.go_to("settings", page="platforms"))
        context.searched.connect(lambda _: self._show())
        context.client_changed.connect(lambda _: self._show())
        context.files_dropped.connect(self._dropped)
        bridge.opened.connect(self.reload)
        bridge.changed.connect(self._changed)
        bridge.progressed.connect(self._going_on)

    def _restore(self) -> None:
        store = self._context.store
        state = store.value("portfolio/splitter")
        if state is not None:
            self.splitter.restoreState(state)
        try:
            self.grid.set_zoom(int(str(store.value("portfolio/zoom", self.grid.cells.zoom))))
            order = WorkOrder(str(store.value("portfolio/order", WorkOrder.NEWEST.value)))
            kept = str(store.value("portfolio/state", ""))
            self._recorded = kept == _RECORDED
            self._state = WorkState(kept) if kept and not self._recorded else None
        except ValueError:
            order, self._state = WorkOrder.NEWEST, None  # somebody edited the file
        self.order.setCurrentIndex(self.order.findData(order))
        (self.head.recorded if self._recorded else self.chips[self._state]).setChecked(True)
        self.model.order = order
        self.model.filter = self._filter()

    def _actions(self) -> None:
        add = self._context.add_action
        add("work", self.tr("Tag and sign"), self.bar.begin, "Ctrl+Return")
        add("work", self.tr("Register…"), self.bar.register_chosen, "Ctrl+R")
        add("work", self.tr("Full size"), lambda: self._open(self.grid.currentIndex()), "Ctrl+E")
        add("edit", self.tr("Select all works"), self._select_all, QKeySequence("Ctrl+Shift+A"))
        add("edit", self.tr("Clear the selection"), self.grid.clearSelection)

    def _timer(self, pause: int, slot: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(pause)
        made.timeout.connect(slot)
        return made

    # --- listing

    def _filter(self) -> WorkFilter:
        return WorkFilter(self._state, self._context.client, self._context.search, self._recorded)

    def _show(self) -> None:
        self._remember()
        self.model.show(self._filter(), WorkOrder(self.order.currentData()))  # Qt hands the text back

    def _remember(self) -> None:
        """What is chosen and in sight, to be found again in the next list."""
        if self._keep is None:
            current = self.grid.currentIndex().row()
            ids = self.model.ids
            self._keep = (
                list(self.chosen_ids),
                ids[current] if 0 <= current < len(ids) else "",
                self.grid.verticalOffset(),
            )

    def _begun(self) -> None:
        """The first works are there: show them while the rest is listed."""
        self._set_folders()
        self.pages.setCurrentWidget(self.grid)
        self.head.show()

    def _set_folders(self) -> None:
        setting = self.model.setting
        if setting is not None:
            self.thumbs.set_folder(setting.thumbnails)
            self.inspector.set_folder(setting.thumbnails)

    def _listed(self) -> None:
        self._set_folders()
        if self.model.ids:
            self.pages.setCurrentWidget(self.grid)
        elif self.model.filter == WorkFilter():
            self.pages.setCurrentWidget(self.empty)
        else:
            self.pages.setCurrentWidget(self.nothing)
        self.head.setVisible(bool(self.model.ids) or self.model.filter != WorkFilter())
        self._find_again()
        self.grid.viewport().update()
        self._chosen()

    def _find_again(self) -> None:
        keep, self._keep = self._keep, None
        if keep is None or not self.model.ids:
            return
        chosen, current, scrolled = keep
        if not self.grid.selectionModel().hasSelection() and (chosen or current):
            where = {id_: number for number, id_ in enumerate(self.model.ids)}
            numbers = sorted(where[id_] for id_ in chosen if id_ in where)
            self.grid.choose(numbers, where.get(current, numbers[0] if numbers else -1))
        if scrolled >= 0:
            self.grid.verticalScrollBar().setValue(scrolled)
        elif current:
            self._go_to(current)

    def _go_to(self, work: str) -> None:
        number = self.model.number_of(work)
        if number >= 0:
            self.grid.choose([number], number)
            self.grid.scrollTo(self.model.index(number), Grid.ScrollHint.PositionAtCenter)

    def _counted(self, counts: dict[WorkState, int], recorded: int) -> None:
        self.head.recorded.set_count(recorded)
        self.chips[None].set_count(sum(counts.values()))
        for state, number in counts.items():
            self.chips[state].set_count(number)

    def _changed(self, changes: "list[Change]") -> None:
        kinds = {change.kind for change in changes}
        if kinds & {"artwork", "client", "record"}:
            self._while.stop()
            self.reload()
            self.inspector.refresh()

    def _going_on(self, told: "list[Progressed]") -> None:
        """An import brings works one by one: they come in sight while it runs."""
        if not self._while.isActive() and self.isVisible():
            self._while.start()

    def _dropped(self, place: str, found: list[Path]) -> None:
        if place == "portfolio":
            from artistguard.ui.takein import take_in

            take_in(self._context, found, client_id=self._context.client)

    def _choose_folder(self) -> None:
        ask_files(self, lambda found: self._dropped("portfolio", found), folders=True, title=self.tr("Add a folder"))

    # --- choosing

    def _chosen(self) -> None:
        ids = self.chosen_ids
        everything = self.model.filter if ids is self.model.ids and len(ids) > _AS_ONE else None
        self.inspector.show_chosen(everything or ids)
        self.bar.show_chosen(ids, everything)

    def _select_all(self) -> None:
        self.grid.selectAll()
        self.grid.setFocus()

    def _too_many(self, most: int) -> None:
        text = self.tr("One drag takes up to %1 works. Choose fewer.").replace("%1", self.locale().toString(most))
        self._context.show_banner(text)

    def _menu(self, at: QPoint) -> None:
        if self.grid.selectionModel().hasSelection():
            self.work_menu().popup(at)

    def work_menu(self) -> QMenu:
        """What can be done with the chosen works."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Full size"), lambda: self._open(self.grid.currentIndex()))
        menu.addAction(self.tr("Tag and sign"), self.bar.begin)
        menu.addAction(self.tr("Register…"), self.bar.register_chosen)
        clients = menu.addMenu(self.tr("Give to client"))
        clients.addAction(self.tr("None: my own work"), lambda: self._assign(None))
        for id_, (name, sealed) in (self.model.setting.clients if self.model.setting else {}).items():
            text = self.tr("%1, sealed").replace("%1", name) if sealed else name
            clients.addAction(text, partial(self._assign, id_))
        return menu

    def _assign(self, client_id: str | None) -> None:
        ids = list(self.chosen_ids)
        title = self.tr("Give %n work(s) to a client", "", len(ids))
        self._context.bridge.operate(title, lambda studio, *_: orders.assign(studio, ids, client_id))

    # --- one picture

    def _preview(self, index: QModelIndex) -> None:
        if self.preview.isVisible():
            self.preview.hide()
            self.grid.setFocus()
            return
        row = self.model.row(index.row())
        if row is None or row.shown is None:
            return
        self.preview.setGeometry(self.grid.rect())
        self.preview.show_edition(row.shown, f"#{row.number} {row.title}", self.thumbs.pixmap(row.shown))
        self.preview.show()
        self.preview.raise_()
        self.preview.setFocus()

    def _step(self, step: int) -> None:
        number = self.grid.currentIndex().row() + step
        if 0 <= number < len(self.model.ids):
            self.grid.choose([number], number)

    def _stepped(self, current: QModelIndex) -> None:
        row = self.model.row(current.row())
        if self.preview.isVisible() and row is not None and row.shown is not None:
            self.preview.show_edition(row.shown, f"#{row.number} {row.title}", self.thumbs.pixmap(row.shown))

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row(index.row()) if index.isValid() else None
        if row is not None and row.shown is not None:
            self._full_size(row.shown, f"#{row.number} {row.title}", row)

    def _open_edition(self, edition: Edition) -> None:
        row = next((r for r in (self.model.row(i) for i in self.grid.seen()) if r and r.id == edition.artwork_id), None)
        self._full_size(edition, f"#{row.number} {row.title}" if row else "", row)

    def _full_size(self, edition: Edition, title: str, row: WorkRow | None) -> None:
        viewer = Viewer(self._context.bridge, self, full=True)
        viewer.show_edition(edition, title, self.thumbs.pixmap(edition))
        viewer.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes what was opened last."""
        if event.key() == Qt.Key.Key_Escape:
            if self.preview.isVisible():
                self.preview.hide()
                self.grid.setFocus()
                return
            if self.bar.close_panel():
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """By key as well."""
        self._menu(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The preview covers the grid; a narrow window has no room for the inspector."""
        super().resizeEvent(event)
        self.preview.setGeometry(self.grid.rect())
        self.inspector.setVisible(self.width() > self._context.theme.px(560))
