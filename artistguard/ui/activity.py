"""Activity: a row a batch, with how far it is, how fast, how long still, and what failed by name. No dialog, ever.

A batch at work here is an operation of the bridge; its row is told of every step. To pause is to stop between two
files: what is left waits in the catalogue, so a paused batch and one that a restart interrupted are the same thing.
"""

import time
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.ui.bridge import Progressed, TaskHandle, TaskState
from artistguard.ui.context import Context
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import Empty, FlowLayout, Page, button, label, muted, set_kind

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.activity import BatchRow
    from artistguard.workflow.studio import Studio

translate = QCoreApplication.translate
_SHOWN = 50  # rows
_NAMED = 200  # failures named in a row
_WINDOW = 20.0  # seconds that the rate is measured over
_SURE = 1.5  # seconds before a rate is worth telling
_REFRESH_MS = 250
_ICONS = {"import": "folder", "sign": "signed", "scan": "search", "words": "search"}


def create(context: Context) -> "Activity":
    """The place."""
    return Activity(context)


class Pace:
    """How fast a thing goes, over its last seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, done: int, at: float | None = None) -> None:
        """`done` so far."""
        moment = time.monotonic() if at is None else at
        self._seen.append((moment, done))
        while len(self._seen) > 2 and moment - self._seen[0][0] > _WINDOW:
            self._seen.popleft()

    @property
    def rate(self) -> float | None:
        """Items a second; None while that cannot be said."""
        if len(self._seen) < 2:
            return None
        (begun, first), (last, done) = self._seen[0], self._seen[-1]
        return (done - first) / (last - begun) if last - begun >= _SURE and done > first else None

    def left(self, done: int, total: int | None) -> float | None:
        """Seconds to go."""
        rate = self.rate
        return (total - done) / rate if rate and total is not None else None


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
            label(self.tr("Closing the window or a power cut loses nothing: a batch goes on where it was."), "quiet")
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
        running = next((row for row in here if row.kind != "scan"), None)
        scans = {title(row) for row in here if row.kind == "scan"}
        tasks = [
            each
            for each in self._bridge.tasks
            if (each.title not in scans if each.aside else each.state is TaskState.WAITING or running is None)
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
        text = self.tr("%1 was interrupted: %2.").replace("%1", title(row)).replace("%2", _count(row.done, row.total))
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

        Scans run aside, and their operation is called as they are.
        """
        row = self._rows.get(batch_id)
        if row is None or not row.here:
            return None
        scans = row.kind == "scan"
        line = (task for task in self._bridge.tasks if task.aside == scans and (not scans or task.title == title(row)))
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
        self._bridge.operate(name, work, aside="scan" if row is not None and row.kind == "scan" else "")


class BatchCard(QFrame):
    """One batch: its name, how far it is, what can be done about it."""

    def __init__(self, key: str, place: Activity) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._key, self._place = key, place
        self.is_task = key.startswith("task:")
        self._icon = "activity"
        self._sign = QLabel()
        self._title = label("", "section", wrap=True)
        self._state = label("", "quiet", wrap=True)
        self._state.setFont(Theme.current().font(tabular=True))
        self._now = muted("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        self._pause = button(self.tr("Pause"), icon="pause")
        self._go_on = button(self.tr("Go on"), "primary", "play")
        self._retry = button(self.tr("Try again"), icon="retry")
        self._cancel = button(self.tr("Cancel"), "quiet")
        self._more = button("", "quiet", "chevron-right")
        self._more.setCheckable(True)
        for widget, act in (
            (self._pause, place.pause),
            (self._go_on, place.go_on),
            (self._retry, place.retry),
            (self._cancel, place.cancel),
        ):
            widget.clicked.connect(lambda _=False, act=act: act(key))
        self._more.toggled.connect(self._toggled)
        self._failures = QWidget()
        self._names = QVBoxLayout(self._failures)
        self._names.setContentsMargins(Theme.current().px(20) + 8, 4, 0, 0)
        self._names.setSpacing(6)
        self._failures.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        for line in (self._title, self._state, self._bar, self._now):
            words.addWidget(line)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self._pause, self._retry, self._go_on, self._cancel):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            buttons.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        box.addLayout(head)
        row = QWidget()
        flow = FlowLayout(row)
        flow.setContentsMargins(Theme.current().px(12), 0, 0, 0)
        flow.addWidget(self._more)
        box.addWidget(row)
        self._more_row = row
        box.addWidget(self._failures)
        Theme.current().changed.connect(self._look)
        self._look()

    # --- what is shown

    def show_row(self, row: "BatchRow") -> None:
        """The batch as the catalogue has it."""
        self._icon = _ICONS.get(row.kind, "activity")
        self._set_title(title(row))
        self._state.setText(sentence(row))
        set_kind(self._state, "look" if row.standing in ("waiting", "blocked") else "quiet")
        running = row.standing == "running"
        self._show_bar(row.done + row.failed, row.total, visible=row.standing in ("running", "waiting", "blocked"))
        self._now.setVisible(running and bool(self._now.text()))
        self._pause.setVisible(row.here)
        self._pause.setEnabled(True)
        self._go_on.setVisible(row.standing in ("waiting", "blocked"))
        self._go_on.setEnabled(True)
        self._retry.setVisible(bool(row.failed) and row.standing in ("done", "cancelled"))
        self._retry.setEnabled(True)
        self._cancel.setVisible(row.standing in ("waiting", "blocked") or row.here)
        self._cancel.setEnabled(True)
        self._more_row.setVisible(bool(row.failed))
        self._more.setText(self.tr("%1 failed").replace("%1", _number(row.failed)))
        self._more.setAccessibleName(self.tr("%1 failed: names and reasons").replace("%1", _number(row.failed)))
        if self._more.isChecked():
            if row.failed:
                self._place.show_failures(self._key)
            else:
                self._more.setChecked(False)
        self._look()

    def show_task(self, task: TaskHandle) -> None:
        """An operation that is no batch, or not one yet."""
        self._set_title(task.title)
        waits = task.state is TaskState.WAITING
        self._state.setText(self.tr("Waits for its turn.") if waits else self.tr("At work."))
        set_kind(self._state, "quiet")
        self._show_bar(task.progress.done, task.progress.total, visible=not waits)
        self._now.setVisible(False)
        for widget in (self._pause, self._go_on, self._retry, self._more_row):
            widget.hide()
        self._cancel.show()
        self._cancel.setEnabled(not task.token.cancelled)
        self._look()

    def show_progress(self, step: Progressed, pace: Pace) -> None:
        """One step of the operation it belongs to."""
        if not self._pause.isEnabled() and not self._pause.isHidden():
            return  # it is stopping, and says so
        self._show_bar(step.done, step.total, visible=True)
        parts = [_count(step.done, step.total)]
        if (rate := pace.rate) is not None:
            parts.append(self.tr("%1 a second").replace("%1", f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"))
        if (left := pace.left(step.done, step.total)) is not None:
            parts.append(self.tr("%1 to go").replace("%1", span(left)))
        self._state.setText(" · ".join(parts))
        set_kind(self._state, "quiet")
        self._now.setText(step.what if "/" in step.what or "." in step.what else "")
        self._now.setVisible(bool(self._now.text()))

    def show_failures(self, found: list[tuple[str, ArtistGuardError]]) -> None:
        """Each failure by name, with its reason and what to do."""
        while (item := self._names.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for name, error in found[:_NAMED]:
            self._names.addWidget(label(name, wrap=True, selectable=True))
            self._names.addWidget(muted(f"{error.message} {error.advice}".strip()))
        if len(found) > _NAMED:
            self._names.addWidget(muted(self.tr("and %1 more").replace("%1", _number(len(found) - _NAMED))))
        self._failures.setVisible(self._more.isChecked())

    def starting(self) -> None:
        """Asked to go on."""
        self._go_on.setEnabled(False)
        self._retry.setEnabled(False)

    def stopping(self) -> None:
        """Asked to stop."""
        self._pause.setEnabled(False)
        self._cancel.setEnabled(False)
        self._state.setText(self.tr("Stopping. The files at work are finished first."))

    # --- inside

    def _set_title(self, text: str) -> None:
        self._title.setText(text)
        self.setAccessibleName(text)
        for widget in (self._pause, self._go_on, self._retry, self._cancel):
            widget.setAccessibleName(f"{widget.text()}: {text}")

    def _show_bar(self, done: int, total: int | None, *, visible: bool) -> None:
        self._bar.setVisible(visible)
        self._bar.setRange(0, total or 0)
        self._bar.setValue(min(done, total) if total else 0)

    def _toggled(self, shown: bool) -> None:
        self._more.set_icon("chevron-down" if shown else "chevron-right")
        self._failures.setVisible(shown and self._names.count() > 0)
        if shown:
            self._place.show_failures(self._key)

    def _look(self) -> None:
        theme = Theme.current()
        size = theme.px(20)
        self._sign.setPixmap(theme.pixmap(self._icon, size, "muted", self.devicePixelRatioF()))
        self._sign.setAccessibleName(self.tr("Kind of work"))


def title(row: "BatchRow") -> str:
    """What a batch is, for people."""
    if row.kind == "import":
        return translate("Activity", "Taking in %1").replace("%1", row.subject)
    if row.kind == "sign":
        return translate("Activity", "Signed copies to %1").replace("%1", row.subject)
    if row.kind == "scan":
        return searching(row.subject)
    if row.kind == "words":
        return translate("Activity", "Reading the words of %1").replace("%1", row.subject)
    return row.kind


def searching(data_set: str) -> str:
    """What a scan of a data set is called, as an operation and as a batch."""
    return translate("Activity", "Searching %1").replace("%1", data_set)


def sentence(row: "BatchRow") -> str:
    """Where a batch stands, for people."""
    when = _when(row.created_at)
    count = _count(row.done + row.failed, row.total)
    if row.standing == "running":
        elsewhere = translate("Activity", "%1. At work in another window or program.")
        return count if row.here else elsewhere.replace("%1", count)
    if row.standing == "waiting":
        return translate("Activity", "%1. It waits: press Go on.").replace("%1", count)
    if row.standing == "blocked":
        return f"{count}. {row.reason}"
    if row.standing == "cancelled":
        words = translate("Activity", "Cancelled at %1. What was finished stays. %2")
        return words.replace("%1", count).replace("%2", when)
    if row.kind == "import" and row.result is not None:
        return f"{_taken_in(row.result)}. {when}"
    if row.kind in ("scan", "words"):
        words = translate("Activity", "%1 of %2 parts searched. %3")
        counts = words.replace("%1", _number(row.done)).replace("%2", _number(row.total or 0))
        return counts.replace("%3", when)
    return translate("Activity", "%1 written and read back. %2").replace("%1", _number(row.done)).replace("%2", when)


def _taken_in(result: Any) -> str:
    parts = [translate("Activity", "%1 new").replace("%1", _number(result["added"]))]
    for key, words in (
        ("known", translate("Activity", "%1 known already")),
        ("editions", translate("Activity", "%1 new editions")),
        ("linked", translate("Activity", "%1 joined to their source or export")),
        ("moved", translate("Activity", "%1 moved")),
        ("duplicates", translate("Activity", "%1 copies of known files")),
        ("left_out", translate("Activity", "%1 no pictures")),
    ):
        if result[key]:
            parts.append(words.replace("%1", _number(result[key])))
    if result["changed"]:
        words = translate("Activity", "%1 changed since, not taken in")
        parts.append(words.replace("%1", _number(len(result["changed"]))))
    return ", ".join(parts)


def span(seconds: float) -> str:
    """Seconds for people."""
    if seconds < 90:
        return translate("Activity", "about %1 s").replace("%1", f"{max(1, seconds):.0f}")
    if seconds < 5400:
        return translate("Activity", "about %1 min").replace("%1", f"{seconds / 60:.0f}")
    return translate("Activity", "about %1 h").replace("%1", f"{seconds / 3600:.1f}")


def _count(done: int, total: int | None) -> str:
    if total is None:
        return translate("Activity", "%1 files").replace("%1", _number(done))
    return translate("Activity", "%1 of %2").replace("%1", _number(done)).replace("%2", _number(total))


def _number(count: int) -> str:
    return QLocale().toString(count)


def _when(moment: datetime) -> str:
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def _rows(studio: "Studio") -> "list[BatchRow]":
    from artistguard.workflow import activity

    return activity.rows(studio, _SHOWN)


def _unsettled(studio: "Studio") -> bool:
    from artistguard.workflow import activity

    return activity.unsettled(studio)


def _settled(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[int, list[Change]]:
    from artistguard.workflow import activity

    return activity.settle(studio), [Change("artwork", ()), Change("job", ())]
