"""Activity: a row a batch, with how far it is, how fast, how long still, and what failed by name. No dialog, ever.

A batch at work here is an operation of the bridge; its row is told of every step. To pause is to stop between two
files: what is left waits in the catalogue, so a paused batch and one that a restart interrupted are the same thing.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.ui.batchcard import BatchCard, Pace
from artistguard.ui.batchwords import LINES, of_total, title
from artistguard.ui.context import Context
from artistguard.ui.tasks import Progressed, TaskHandle, TaskState
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import Empty, Page, label

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.activity import BatchRow
    from artistguard.workflow.studio import Studio

_SHOWN = 50  # rows
_REFRESH_MS = 250


def create(context: Context) -> "Activity":
    """The place."""
    return Activity(context)


class Activity(Page):
    """The place: batches, newest first; what is asked for and waits for its turn stands above them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Activity"), parent, width=920)
        self._context, self._bridge = context, context.bridge
        self._cards: dict[str, BatchCard] = {}  # by batch, or "task:7" for what is no batch
        self._rows: dict[str, BatchRow] = {}
        self._paces: dict[int, Pace] = {}
        self._calling_off: set[int] = set()
        self._jobs: list[str] = []
        self._since = datetime.now(UTC)  # batches begun later were not interrupted by the end of a program
        self._first = True
        self.body.addWidget(
            label(
                self.tr("Closing the window or a power cut loses nothing: a batch goes on where it was."),
                "quiet",
                wrap=True,
            )
        )
        self._empty = Empty("activity", self.tr("Nothing has been done yet. Batches of work are listed here."))
        self._empty.setMinimumHeight(Theme.current().px(260))
        self.body.addWidget(self._empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        bridge = self._bridge
        bridge.changed.connect(self._changed)
        bridge.started.connect(self._task_told)
        bridge.finished.connect(self._task_told)
        bridge.progressed.connect(self._progressed)
        bridge.opened.connect(self._opened)
        if bridge.is_open:
            self._opened()

    def arrived(self, **_: object) -> None:
        """Shown."""
        self.refresh()

    # --- what the rows ask for

    def pause(self, batch_id: str) -> None:
        """Stop after the files at work; the rest waits."""
        if (task := self._task_of(batch_id)) is not None:
            task.cancel()
            self._cards[batch_id].stopping()

    def go_on(self, batch_id: str) -> None:
        """Do what is left."""
        self._operate(batch_id, self._title(batch_id))

    def retry(self, batch_id: str) -> None:
        """Try what failed once more."""
        self._operate(batch_id, self._title(batch_id), again=True)

    def cancel(self, batch_id: str) -> None:
        """Leave undone what is left."""
        if batch_id.startswith("task:"):
            for each in self._bridge.tasks:
                if f"task:{each.id}" == batch_id:
                    each.cancel()
                    self._calling_off.add(each.id)  # it may become a batch before it stops
                    self._cards[batch_id].stopping()
            return
        if (task := self._task_of(batch_id)) is not None:
            task.cancel()
            self._cards[batch_id].stopping()
        self._call_off(batch_id)

    def _call_off(self, batch_id: str) -> None:
        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[int, list[Change]]:
            from artistguard.workflow import activity

            return activity.call_off(studio, batch_id), [Change("job", (batch_id,))]

        self._bridge.operate(self.tr("Cancel"), work)

    def show_failures(self, batch_id: str) -> None:
        """Name what failed, in the batch's row."""
        from artistguard.workflow import activity

        def done(found: list[tuple[str, ArtistGuardError]]) -> None:
            if (card := self._cards.get(batch_id)) is not None:
                card.show_failures(found)

        self._bridge.query(lambda studio: activity.failures(studio, batch_id), done, owner=self)

    # --- keeping up

    def refresh(self) -> None:
        """Read the rows anew."""
        if self._bridge.is_open:
            self._bridge.query(_rows, self._show)

    def _opened(self) -> None:
        self._bridge.query(_unsettled, self._settle)

    def _settle(self, needed: bool) -> None:
        if needed:
            self._bridge.operate(self.tr("Finishing what was interrupted"), _settled)
        self.refresh()

    def _changed(self, changes: list[Change]) -> None:
        self._jobs = [id_ for change in changes if change.kind == "job" for id_ in change.ids]
        if any(change.kind in ("job", "artwork") for change in changes):
            self._later.start()

    def _task_told(self, task: TaskHandle) -> None:
        if task.finished:
            self._paces.pop(task.id, None)
            if task.id in self._calling_off:
                self._calling_off.discard(task.id)
                for batch_id in self._jobs:  # what it changed was told just before
                    self._call_off(batch_id)
        self._later.start()

    def _progressed(self, told: list[Progressed]) -> None:
        for step in told:
            pace = self._paces.setdefault(step.task_id, Pace())
            pace.note(step.done)
            card = self._card_of(step.task_id)
            if card is not None:
                card.show_progress(step, pace)
            if (card is None or card.is_task) and not self._later.isActive():
                self._later.start()  # it may have become a batch

    def _show(self, rows: "list[BatchRow]") -> None:
        self._rows = {row.id: row for row in rows}
        here = [row for row in rows if row.here]
        running = next((row for row in here if row.kind not in LINES), None)
        beside = {title(row) for row in here if row.kind in LINES}
        tasks = [
            each
            for each in self._bridge.tasks
            if (each.title not in beside if each.aside else each.state is TaskState.WAITING or running is None)
        ]
        wanted = [f"task:{task.id}" for task in tasks] + [row.id for row in rows]
        for gone in set(self._cards) - set(wanted):
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, key in enumerate(wanted):
            card = self._cards.get(key) or self._new_card(key)
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
        for each in tasks:
            self._cards[f"task:{each.id}"].show_task(each)
        for row in rows:
            self._cards[row.id].show_row(row)
        for row in here:
            if (task := self._task_of(row.id)) is not None:
                self._cards[row.id].show_progress(task.progress, self._paces.setdefault(task.id, Pace()))
        self._empty.setVisible(not wanted)
        left = [row for row in rows if row.standing in ("running", "waiting", "blocked")]
        self._context.set_count("activity", len(left) + len(tasks))
        if self._first:
            self._first = False
            self._offer([row for row in left if row.standing == "waiting" and row.created_at < self._since])

    def _offer(self, waiting: "list[BatchRow]") -> None:
        """Say at the start what the last run left undone."""
        if not waiting:
            return
        row = waiting[0]
        text = self.tr("%1 was interrupted: %2.").replace("%1", title(row)).replace("%2", of_total(row.done, row.total))
        if len(waiting) > 1:
            text = self.tr("%1 batches were interrupted.").replace("%1", str(len(waiting)))

        def all_of_them() -> None:
            for each in waiting:
                self.go_on(each.id)

        self._context.show_banner(text, "look", (self.tr("Go on"), all_of_them))

    # --- inside

    def _new_card(self, key: str) -> "BatchCard":
        card = BatchCard(key, self)
        self._cards[key] = card
        return card

    def _task_of(self, batch_id: str) -> TaskHandle | None:
        """The operation that a batch at work here belongs to: there is but one at a time in the line.

        What waits for hosts runs aside, and its operation is called as it is.
        """
        row = self._rows.get(batch_id)
        if row is None or not row.here:
            return None
        aside = row.kind in LINES
        line = (task for task in self._bridge.tasks if task.aside == aside and (not aside or task.title == title(row)))
        return next((task for task in line if task.state is TaskState.RUNNING), None)

    def _card_of(self, task_id: int) -> "BatchCard | None":
        if (card := self._cards.get(f"task:{task_id}")) is not None:
            return card
        for batch_id in self._rows:
            if (task := self._task_of(batch_id)) is not None and task.id == task_id:
                return self._cards.get(batch_id)
        return None

    def _title(self, batch_id: str) -> str:
        row = self._rows.get(batch_id)
        return title(row) if row is not None else self.tr("A batch")

    def _operate(self, batch_id: str, name: str, *, again: bool = False) -> None:
        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[None, list[Change]]:
            from artistguard.workflow import activity

            if again:
                activity.retry(studio, batch_id)
            return None, activity.go_on(studio, batch_id, progress=progress, cancel=cancel)

        row = self._rows.get(batch_id)
        if (card := self._cards.get(batch_id)) is not None:
            card.starting()
        self._bridge.operate(name, work, aside=LINES.get(row.kind, "") if row is not None else "")


def _rows(studio: "Studio") -> "list[BatchRow]":
    from artistguard.workflow import activity

    return activity.rows(studio, _SHOWN)


def _unsettled(studio: "Studio") -> bool:
    from artistguard.workflow import activity

    return activity.unsettled(studio)


def _settled(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[int, list[Change]]:
    from artistguard.workflow import activity

    return activity.settle(studio), [Change("artwork", ()), Change("job", ())]
