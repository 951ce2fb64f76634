"""One batch in Activity: its name, how far it is and how fast, what failed by name, what can be done about it."""

import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.ui.batchwords import number, of_total, sentence, span, title
from artistguard.ui.spoken import happened
from artistguard.ui.tasks import Progressed, TaskHandle, TaskState
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import FlowLayout, button, label, muted, set_kind

if TYPE_CHECKING:
    from artistguard.ui.activity import Activity
    from artistguard.workflow.activity import BatchRow

_NAMED = 200  # failures named in a row
_WINDOW = 20.0  # seconds that the rate is measured over
_SURE = 1.5  # seconds before a rate is worth telling
_ICONS = {"import": "folder", "sign": "signed", "scan": "search", "words": "search", "register": "records"}


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


class BatchCard(QFrame):
    """One batch: its name, how far it is, what can be done about it."""

    def __init__(self, key: str, place: "Activity") -> None:
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
        self._more.setText(self.tr("%1 failed").replace("%1", number(row.failed)))
        self._more.setAccessibleName(self.tr("%1 failed: names and reasons").replace("%1", number(row.failed)))
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
        parts = [of_total(step.done, step.total)]
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
            self._names.addWidget(muted(happened(error)))
        if len(found) > _NAMED:
            self._names.addWidget(muted(self.tr("and %1 more").replace("%1", number(len(found) - _NAMED))))
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
