"""One watch: what it asks, how often, what the last run searched, when the next one is, and what can be done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.finds import Outcome, Watch
from artistguard.ui import watchwords
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.spoken import spoken
from artistguard.ui.tasks import Progressed
from artistguard.ui.widgets import FlowLayout, KeyValues, button, label, muted, section, set_kind

if TYPE_CHECKING:
    from artistguard.ui.context import Context

_TONES = {Outcome.BLOCKED: "look", Outcome.FAILED: "bad", Outcome.PARTLY: "look"}


class WatchCard(QFrame):
    """A card of the list of watches."""

    run_asked = Signal(str)  # the watch's id
    stop_asked = Signal(str)
    pause_asked = Signal(str, bool)  # id, whether it shall pause
    remove_asked = Signal(str)
    consent_asked = Signal(str)

    def __init__(self, context: "Context", watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.watch = watch
        self._title = section("")
        self._title.setWordWrap(True)
        self._state = label("", "quiet", wrap=True)
        self._message = label("", "look", wrap=True)
        self._searched = KeyValues()
        self._left_out = muted("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        self._now = muted("")
        self.run = button(self.tr("Run now"), icon="play")
        self.stop = button(self.tr("Stop"), icon="stop")
        self.pause = button(self.tr("Pause"), "quiet", "pause")
        self.remove = button(self.tr("Remove"), "quiet", "trash")
        self.agree = button(self.tr("See what it would send"), "primary")
        self.consent = ConsentPanel(context)
        id_ = watch.id
        self.run.clicked.connect(lambda: self.run_asked.emit(id_))
        self.stop.clicked.connect(lambda: self.stop_asked.emit(id_))
        self.pause.clicked.connect(lambda: self.pause_asked.emit(id_, not self.watch.paused))
        self.remove.clicked.connect(self._remove)
        self.agree.clicked.connect(lambda: self.consent_asked.emit(id_))
        self._sure = self._runs = False
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._title, self._state, self._message, self._bar, self._now, self._left_out):
            words.addWidget(widget)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for each in (self.agree, self.run, self.stop, self.pause, self.remove):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            flow.addWidget(each)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._searched)
        column.addWidget(self.consent)
        column.addWidget(buttons, 0, Qt.AlignmentFlag.AlignTop)
        self.show_progress(None)
        self.show_watch(watch)

    def show_watch(
        self,
        watch: Watch,
        *,
        needs_consent: bool = False,
        needs_pictures: bool = False,
        able: bool = True,
        left_out: tuple[str, ...] = (),
    ) -> None:
        """Take a watch's words. `needs_pictures`: it runs, but may not compare finds' pictures yet.

        `able`: whether it could run now; where it could not, the button beside says why, not the last run's message.
        """
        self.watch = watch
        self._title.setText(watchwords.plain(spoken(watch.title)))
        self._state.setText(self._line(watch))
        last = watch.last
        told = last is not None and (able or last.outcome is not Outcome.BLOCKED)
        message = watchwords.plain(spoken(last.message), 400) if last is not None and told else ""
        self._message.setText(message)
        self._message.setVisible(bool(message))
        set_kind(self._message, _TONES.get(last.outcome, "quiet") if last is not None and last.outcome else "quiet")
        searched = [watchwords.coverage(each) for each in last.coverage] if last is not None else []
        names = [self.tr("Searched") if number == 0 else "" for number in range(len(searched))]
        self._searched.set_rows(list(zip(names, searched, strict=True)))
        self._searched.setVisible(bool(searched))
        names_left = ", ".join(watchwords.plain(each, 60) for each in left_out)
        self._left_out.setText(watchwords.filled(self.tr("Under seal, so not asked for: %1."), names_left))
        self._left_out.setVisible(bool(left_out))
        self.agree.setVisible(needs_consent or needs_pictures)
        self.agree.setText(self.tr("See what it would send") if needs_consent else self.tr("Compare pictures as well"))
        set_kind(self.agree, "primary" if needs_consent else "quiet")
        self.pause.setText(self.tr("Go on") if watch.paused else self.tr("Pause"))
        self.pause.set_icon("play" if watch.paused else "pause")
        for each in (self.run, self.stop, self.pause, self.remove, self.agree):
            each.setAccessibleName(f"{each.text()}: {self._title.text()}")
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._state.text())

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (*self.consent.stops, self.agree, self.run, self.stop, self.pause, self.remove)

    def show_progress(self, step: Progressed | None) -> None:
        """How far a run is; None: it does not run."""
        runs = self._runs = step is not None
        self._state.setText(self._line(self.watch))
        for widget, shown in ((self.run, not runs), (self.stop, runs), (self._bar, runs), (self._now, runs)):
            widget.setVisible(shown)
        self.pause.setEnabled(not runs)
        self.remove.setEnabled(not runs)
        if step is not None:
            several = step.total if step.total is not None and step.total > 1 else 0  # of one, no share can be told
            self._bar.setRange(0, several)
            self._bar.setValue(min(step.done, several))
            self._now.setText(watchwords.plain(step.what))
            self.stop.setEnabled(True)

    def stopping(self) -> None:
        """It was asked to stop."""
        self.stop.setEnabled(False)
        self._now.setText(self.tr("Stops after the present request."))

    def _line(self, watch: Watch) -> str:
        words = [watchwords.cadence(watch.cadence_hours)]
        if self._runs:
            return " · ".join([*words, self.tr("runs now")])
        if watch.last is None:
            words.append(self.tr("never ran"))
        else:
            last = watchwords.moment(watch.last.ended_at or watch.last.started_at)
            words.append(watchwords.filled(self.tr("last run %1: %2"), last, watchwords.outcome(watch.last.outcome)))
            if watch.last.news:
                words.append(self.tr("%n find(s) new", "", watch.last.news))
        if watch.paused:
            words.append(self.tr("paused"))
        elif watch.next_at is None:
            words.append(self.tr("next run as soon as it may"))
        else:
            words.append(watchwords.filled(self.tr("next run %1"), watchwords.moment(watch.next_at)))
        return " · ".join(words)

    def _remove(self) -> None:
        """The first press asks, the second removes: what it found stays."""
        if self._sure:
            self.remove_asked.emit(self.watch.id)
            return
        self._sure = True
        self.remove.setText(self.tr("Remove it; its finds stay"))
        set_kind(self.remove, "bad")
