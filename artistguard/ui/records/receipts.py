"""Receipts: what registries were told and what they answered; checked, asked for anew, exported, taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.model.registering import (
    Capabilities,
    Declaration,
    RegistryKind,
)
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records import words
from artistguard.ui.records.receipt import NAMED, Detail, Row
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import (
    Empty,
    Page,
    button,
    label,
    muted,
)

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_MOST = 500  # rows; the newest
_REFRESH_MS = 250


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest declarations, newest first; `older` of them are not shown. `title`: of the one work, if it is one."""

    rows: tuple[Row, ...]
    older: int
    registries: tuple[Capabilities, ...]
    title: str


class Receipts(Page):
    """A list, and beneath it the one that is chosen."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=920)
        self.setAccessibleName(self.tr("Receipts"))
        self._context = context
        self._work = ""
        self._rows: dict[str, Row] = {}
        self._wanted = ""
        self.body.addWidget(
            label(self.tr("What registries were told, and what they answered, kept byte for byte."), "quiet", wrap=True)
        )
        self._of_work = label("", wrap=True)
        self.all = button(self.tr("Show all works"), "quiet")
        self.all.clicked.connect(lambda: self.show_work(""))
        self.registry = QComboBox()
        self.registry.setAccessibleName(self.tr("Registry"))
        self.registry.setAccessibleDescription(self.registry.accessibleName())
        self.registry.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.registry.setMinimumContentsLength(12)  # a long name in it does not widen the page
        self.registry.addItem(self.tr("All registries"), "")
        self.registry.activated.connect(self.refresh)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.registry)
        row.addWidget(self.all)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._of_work)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Receipts"))
        self.list.setHeaderLabels([self.tr("Work"), self.tr("Registry"), self.tr("How it stands"), self.tr("When")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTabKeyNavigation(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (0, 1, 2):  # words of any length share what is left, and their tooltips have the whole
            self.list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.body.addWidget(self.list)
        self._older = muted("")
        self.body.addWidget(self._older)
        self.detail = Detail(context)
        self.body.addWidget(self.detail)
        self._empty = Empty("records", self.tr("Nothing is recorded yet."), self.tr("Register works"))
        self._empty.setMinimumHeight(context.theme.px(220))
        assert self._empty.button is not None
        self._empty.button.clicked.connect(lambda: context.go_to("records", page="register"))
        self.body.addWidget(self._empty)
        self.body.addStretch(1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        for each in (self._of_work, self.all, self.list, self._older, self.detail, self._empty):
            each.hide()
        context.bridge.changed.connect(self._changed)
        context.theme.changed.connect(self._fit)

    def arrived(self, work: str = "", registry: str = "", receipt: str = "") -> None:
        """Shown, perhaps for one work, one registry or one receipt."""
        self._wanted = receipt
        if registry:
            self._choose_registry(registry)
        if work or receipt:
            self._work = work
        self.refresh()

    def show_work(self, work: str) -> None:
        """The receipts of one work; "" for all."""
        self._work = work
        self.refresh()

    def refresh(self) -> None:
        """Read anew."""
        query = _listed(self._work, self.registry.currentData() or "")
        self._context.bridge.query(query, self._show, self._failed, owner=self)

    @property
    def current(self) -> str:
        """The id of the declaration that is chosen in the list."""
        item = self.list.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else ""

    # --- inside

    def _show(self, found: Listed) -> None:
        before = self._wanted or self.current
        self._wanted = ""
        self._rows = {row.declaration.id: row for row in found.rows}
        self._fill_registries(found.registries)
        self._of_work.setText(broken(watchwords.plain(found.title, 80)))
        self._of_work.setVisible(bool(self._work))
        self.all.setVisible(bool(self._work))
        self.list.blockSignals(True)
        self.list.clear()
        for row in found.rows:
            item = QTreeWidgetItem(_cells(row))
            item.setData(0, Qt.ItemDataRole.UserRole, row.declaration.id)
            item.setToolTip(0, row.title(NAMED, 300))
            for column in (1, 2, 3):
                item.setToolTip(column, item.text(column))
            self.list.addTopLevelItem(item)
            if row.declaration.id == before:
                self.list.setCurrentItem(item)
        if found.rows and self.list.currentItem() is None and (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self.list.blockSignals(False)
        self.list.setVisible(bool(found.rows))
        self._empty.setVisible(not found.rows)
        self._older.setText(self.tr("and %Ln older one(s)", "", found.older))
        self._older.setVisible(found.older > 0)
        self._fit()
        self._chosen()

    def _fill_registries(self, known: Sequence[Capabilities]) -> None:
        if self.registry.count() == len(known) + 1:
            return
        before = self.registry.currentData()
        while self.registry.count() > 1:
            self.registry.removeItem(1)
        for each in known:
            self.registry.addItem(watchwords.plain(spoken(each.title), 60), each.name)
        self.registry.setCurrentIndex(max(0, self.registry.findData(before)))

    def _choose_registry(self, name: str) -> None:
        if self.registry.findData(name) < 0:
            self.registry.addItem(name, name)
        self.registry.setCurrentIndex(self.registry.findData(name))

    def _chosen(self) -> None:
        row = self._rows.get(self.current)
        if row is None:
            self.detail.hide()
            return
        id_ = row.declaration.id
        self._context.bridge.query(
            lambda studio: studio.catalogue.declarations.get(id_),
            partial(self._show_one, row),
            self._failed,
            owner=self,
        )

    def _show_one(self, row: Row, found: Declaration) -> None:
        """With its receipt, which the list does without."""
        if self.current == found.id:
            self.detail.show_row(replace(row, declaration=found))
            self.detail.show()

    def _changed(self, changes: Sequence[Change]) -> None:
        if self.isVisible() and "record" in {change.kind for change in changes}:
            self._later.start()

    def _failed(self, error: ArtistGuardError) -> None:
        self._context.show_error(error)

    def _fit(self) -> None:
        self.list.ensurePolished()
        rows = min(max(self.list.topLevelItemCount(), 1), 8)
        row = max(self.list.sizeHintForRow(0), self._context.theme.px(24))
        self.list.setFixedHeight(self.list.header().sizeHint().height() + rows * row + self._context.theme.px(10))


def _cells(row: Row) -> list[str]:
    each = row.declaration
    name = spoken(row.registry.title) if row.registry is not None else each.submission.registry
    return [
        row.title(1),
        watchwords.plain(name, 60),
        words.state(each, row.waiting),
        watchwords.moment(each.created_at),
    ]


def _receipt(id_: str, studio: "Studio") -> Declaration:
    return studio.catalogue.declarations.get(id_)


def _called(each: Declaration, names: Mapping[str, str]) -> tuple[str, ...]:
    items = each.submission.items[:NAMED]
    return tuple(dict.fromkeys(names.get(item.work_id, item.title) for item in items))


def _listed(work: str, registry: str) -> "Callable[[Studio], Listed]":
    def read(studio: "Studio") -> Listed:
        from artistguard.workflow import registering, waiting

        known = {name: each.capabilities for name, each in registering.registries(studio).items()}
        newest, count = studio.catalogue.declarations.newest(_MOST, work or None, registry or None)
        ids = {item.work_id for each in newest for item in each.submission.items[:NAMED]}
        works = studio.catalogue.works.get_many(list({*ids, work} - {""}))
        names = {id_: f"#{found.number} {found.title}" for id_, found in works.items()}
        waits = waiting.of(studio, newest)
        rows = [
            Row(each, _called(each, names), len({item.work_id for item in each.submission.items}),
                known.get(each.submission.registry), waits.get(each.id))
            for each in newest
        ]  # fmt: skip
        told_there = tuple(
            each for each in known.values() if each.kind in (RegistryKind.EMBEDDED, RegistryKind.SERVICE)
        )
        return Listed(tuple(rows), count - len(rows), told_there, names.get(work, ""))

    return read
