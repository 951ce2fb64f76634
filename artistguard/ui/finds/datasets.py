"""Data sets: those that are known, those the artist chose, and the search of their rows for copies of the works."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled, NotAgreed
from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.finds import setwords, setwork
from artistguard.ui.finds.setcard import SetCard
from artistguard.ui.settings.parts import told
from artistguard.ui.tasks import Progressed, TaskHandle
from artistguard.ui.widgets import Page, button, label, muted

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.scan_plan import ScanPlan
    from artistguard.workflow.scan_words import WordPlan
    from artistguard.workflow.scans import Needs, SetRow
    from artistguard.workflow.self_check import CheckPlan
    from artistguard.workflow.studio import Studio

    _Check = tuple[CheckPlan, bool]  # and whether the network is on

T = TypeVar("T")
_REFRESH_MS = 250


class DataSets(Page):
    """A card a set. A plan comes before a search, and consent before either asks a server."""

    finds_asked = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=820)
        self.setAccessibleName(self.tr("Data sets"))
        self._context = context
        self.cards: dict[str, SetCard] = {}
        self._chosen: dict[str, SetRow] = {}  # targets that were chosen and not searched yet
        self._tasks: dict[int, str] = {}  # which set an operation is about
        self._then: dict[str, Callable[[], None]] = {}  # what waits for an answer to the question in a set's card
        text = self.tr(
            "Some data sets publish a hash of every picture. They are searched for views of your works: mirrored, cut, "
            "framed. A row that is found says that the set lists a picture of such a hash; not that a model learned it."
        )
        self.body.addWidget(label(text, "quiet", wrap=True))
        self.table = button(self.tr("Choose a table"), icon="file")
        self.folder = button(self.tr("Choose a folder"), icon="folder")
        self.table.clicked.connect(self._choose_table)
        self.folder.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.table)
        row.addWidget(self.folder)
        row.addWidget(muted(self.tr("Parquet, Arrow, CSV, TSV, tar; a folder of these or of pictures")), 1)
        self.body.addLayout(row)
        self._trouble = label("", "look", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        bridge = context.bridge
        bridge.changed.connect(self._changed)
        bridge.progressed.connect(self._progressed)
        bridge.finished.connect(self._finished)

    # --- what a person does

    def choose(self, path: Path) -> None:
        """A table or a folder of tables of the artist's own; what a search takes is read at once."""

        def read(studio: "Studio") -> "SetRow":
            from artistguard.workflow import image_sets
            from artistguard.workflow.scans import SetRow

            found = image_sets.find(studio, str(path))
            return SetRow(found, found.name)

        self._context.bridge.query(read, self._show_chosen, self._failed, owner=self)

    def look_at(self, target: str) -> None:
        """Read what a search takes, after the question of consent where a server is asked."""
        self._ask(target, partial(self._plan, target))

    def look_at_words(self, target: str) -> None:
        """Read what a search of the set's words takes, likewise."""
        self._ask(target, partial(self._plan_words, target))

    def look_at_check(self, target: str) -> None:
        """Read what comparing some of the set's pictures with its hashes takes, likewise."""
        self._ask(target, partial(self._plan_check, target))

    def begin(self, target: str) -> None:
        """Begin what was planned."""
        card = self.cards[target]
        if card.plan is not None:
            title, work, done = setwork.begun(card.plan)
            self._operate(title, target, work, lambda found: self._done(target, done(found)))

    def go_on(self, target: str) -> None:
        """Do what is left of what was begun last."""
        if (left := self.cards[target].row.left) is not None:
            title, work, done = setwork.gone_on(left)
            self._operate(title, target, work, lambda found: self._done(target, done(found)))

    # --- keeping up

    def arrived(self) -> None:
        """Shown."""
        self.refresh()

    def refresh(self) -> None:
        """Read the sets anew."""
        chosen = tuple(self._chosen.values())

        def read(studio: "Studio") -> "tuple[SetRow, ...]":
            from artistguard.workflow import scans

            return scans.listed(studio, chosen)

        self._context.bridge.query(read, self._show, self._failed, owner=self)

    def _show(self, found: "Sequence[SetRow]") -> None:
        rows = {each.target: each for each in found}
        self._chosen = {target: row for target, row in self._chosen.items() if not _begun(rows.get(target))}
        rows = {**self._chosen, **rows}
        for gone in set(self.cards) - set(rows):
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, (target, row) in enumerate(rows.items()):
            card = self.cards.get(target) or self._new_card(row)
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
            card.show_row(row)

    def _new_card(self, row: "SetRow") -> SetCard:
        card = SetCard(self._context, row, self)
        card.plan_asked.connect(self.look_at)
        card.words_asked.connect(self.look_at_words)
        card.check_asked.connect(self.look_at_check)
        card.begin_asked.connect(self.begin)
        card.stop_asked.connect(self._stop)
        card.go_on_asked.connect(self.go_on)
        card.finds_asked.connect(self.finds_asked)
        card.consent.agreed.connect(partial(self._agreed, row.target))
        self.cards[row.target] = card
        for task in self._context.bridge.tasks:
            if self._tasks.get(task.id) == row.target:
                card.show_progress(task.progress)
        return card

    def _changed(self, changes: Sequence[Change]) -> None:
        if "job" in {change.kind for change in changes}:
            self._later.start()

    def _progressed(self, steps: Sequence[Progressed]) -> None:
        for step in steps:
            if (card := self.cards.get(self._tasks.get(step.task_id, ""))) is not None:
                card.show_progress(step)

    def _finished(self, task: TaskHandle) -> None:
        if (card := self.cards.get(self._tasks.pop(task.id, ""))) is not None:
            card.show_progress(None)
        self._later.start()

    # --- inside

    def _choose_table(self) -> None:
        kinds = self.tr("Tables and tars (*.parquet *.arrow *.feather *.csv *.tsv *.tar)")
        name, _ = QFileDialog.getOpenFileName(self, self.table.text(), "", kinds)
        if name:
            self.choose(Path(name))

    def _choose_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, self.folder.text()):
            self.choose(Path(name))

    def _show_chosen(self, row: "SetRow") -> None:
        self._trouble.hide()
        if row.target not in self.cards:
            self._chosen[row.target] = row
            self._list.insertWidget(0, self._new_card(row))
        self.ensureWidgetVisible(self.cards[row.target])
        self.look_at(row.target)

    def _ask(self, target: str, then: Callable[[], None], host: str = "") -> None:
        """Go on where nothing is missing; else the question, in the set's card."""
        self._then[target] = then

        def read(studio: "Studio") -> "Needs":
            from artistguard.workflow import scans

            return scans.needs(studio, target, host)

        def done(found: "Needs") -> None:
            if found.missing or not found.network:
                self.cards[target].question(found.missing, found.planned, Purpose.WATCH)
            else:
                then()

        self._context.bridge.query(read, done, partial(self._not_had, target), owner=self)

    def _agreed(self, target: str) -> None:
        if (then := self._then.get(target)) is not None:
            then()

    def _plan(self, target: str) -> None:
        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[ScanPlan, list[Change]]":
            from artistguard.workflow import scan_plan

            return scan_plan.plan(studio, target, progress=progress, cancel=cancel), []

        def show(found: "ScanPlan") -> None:
            self.cards[target].show_plan(found, setwords.plan(found), self.tr("Search it"))

        self._operate(self._takes(target, self.tr("What a search of %1 takes")), target, work, show)

    def _plan_words(self, target: str) -> None:
        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[WordPlan, list[Change]]":
            from artistguard.workflow import scan_words

            return scan_words.plan(studio, target, progress=progress, cancel=cancel), []

        def show(found: "WordPlan") -> None:
            self.cards[target].show_plan(found, setwords.word_plan(found), self.tr("Read its words"))

        self._operate(self._takes(target, self.tr("What reading the words of %1 takes")), target, work, show)

    def _plan_check(self, target: str) -> None:
        def work(
            studio: "Studio", progress: "Progress", cancel: "CancelToken"
        ) -> "tuple[tuple[CheckPlan, bool], list[Change]]":
            from artistguard.workflow import self_check

            return (self_check.plan(studio, target, progress=progress, cancel=cancel), studio.settings.network), []

        def show(found: "_Check") -> None:
            plan, network = found
            card = self.cards[target]
            card.show_plan(plan, setwords.check_plan(plan), self.tr("Compare pictures"))
            if plan.missing or not network:
                self._then[target] = card.answered
                card.question(plan.missing, plan.planned, Purpose.PICTURE)

        self._operate(self._takes(target, self.tr("What a check of %1 takes")), target, work, show)

    def _takes(self, target: str, words: str) -> str:
        return watchwords.filled(words, self.cards[target].row.set.title)

    def _operate(
        self,
        title: str,
        target: str,
        work: "Callable[[Studio, Progress, CancelToken], tuple[T, list[Change]]]",
        done: "Callable[[T], None]",
    ) -> None:
        bridge = self._context.bridge
        task = bridge.operate(title, work, done, partial(self._not_had, target), owner=self, aside="scan")
        self._tasks[task.id] = target
        self.cards[target].show_trouble("")
        self.cards[target].show_progress(Progressed(task.id, 0, None, ""))

    def _stop(self, target: str) -> None:
        for task in self._context.bridge.tasks:
            if self._tasks.get(task.id) == target:
                task.cancel()
                self.cards[target].stopping()

    def _done(self, target: str, text: str) -> None:
        self.cards[target].show_told(text)

    def _not_had(self, target: str, error: ArtistGuardError) -> None:
        card = self.cards.get(target)
        if card is None or isinstance(error, Cancelled):
            return
        if isinstance(error, NotAgreed) and error.host:  # the set's own host led to another one
            self._ask(target, self._then.get(target, partial(self._plan, target)), error.host)
        else:
            card.show_trouble(told(error))

    def _failed(self, error: ArtistGuardError) -> None:
        self._trouble.setText(told(error))
        self._trouble.show()


def _begun(row: "SetRow | None") -> bool:
    """Whether it is listed by itself from now on."""
    return row is not None and (row.scan is not None or row.words is not None)
