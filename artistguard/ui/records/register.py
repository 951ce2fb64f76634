"""Registering: which works, where, by which file; what that would do, to the last byte; and then the doing."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from artistguard.model.artwork import EditionRole
from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled
from artistguard.model.jobs import Change
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import HostNeed
from artistguard.ui import watchwords
from artistguard.ui.batchwords import LINES, of_total, recording
from artistguard.ui.column import broken
from artistguard.ui.consent import ConsentPanel, Requests
from artistguard.ui.records import asks, words
from artistguard.ui.records.asks import Choices, Dry, Order, Registered
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.tasks import Progressed, TaskHandle
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import KeyValues, Page, button, in_rows, label, muted, section

if TYPE_CHECKING:
    from artistguard.ui.context import Context

ROLES = (EditionRole.MASTER, EditionRole.SIGNED_COPY, EditionRole.POSTING_COPY)
_PAUSE_MS = 250


class Register(Page):
    """The form, its dry run, the question of consent, and the button."""

    receipts_asked = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=820)
        self.setAccessibleName(self.tr("Register"))
        self._context = context
        self._works: tuple[str, ...] = ()  # chosen in the portfolio
        self._choices: Choices | None = None
        self._asked = 0  # the generation of the newest dry run
        self._token = CancelToken()  # ... which ends when another is asked for
        self._dry: Dry | None = None
        self._needs: tuple[HostNeed, ...] = ()  # what the question that stands is about
        self._task: TaskHandle | None = None
        self.names: dict[str, QCheckBox] = {}
        self.roles: dict[EditionRole, QCheckBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._build_form()
        self._build_answer()
        bridge = context.bridge
        bridge.changed.connect(self._changed)
        bridge.progressed.connect(self._progressed)
        bridge.finished.connect(self._finished)
        self._show_running(None)

    def _build_form(self) -> None:
        text = self.tr(
            "Your terms for these works are noted where you say. That proves what you said and when, not who drew it."
        )
        self.body.addWidget(label(text, "quiet", wrap=True))
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Works"))
        self.which.setAccessibleDescription(self.which.accessibleName())
        self.which.activated.connect(self._soon)
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("My terms"))
        self.preset.setAccessibleDescription(self.preset.accessibleName())
        self.preset.activated.connect(self._soon)
        pairs = []
        for name, field in ((self.tr("Works"), self.which), (self.tr("My terms"), self.preset)):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            field.setMinimumContentsLength(12)  # a long name in it does not widen the page
            pair = QWidget()
            beside = QHBoxLayout(pair)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.setSpacing(8)
            beside.addWidget(label(name, "quiet"))
            beside.addWidget(field)
            pairs.append(pair)
        self.body.addWidget(in_rows(*pairs, spacing=16))
        self.body.addWidget(section(self.tr("Where")))
        self._names = QVBoxLayout()
        self._names.setSpacing(4)
        self.body.addLayout(self._names)
        self.body.addWidget(section(self.tr("By which file")))
        for role in ROLES:
            made = self.roles[role] = QCheckBox(words.role(role))
            made.setAccessibleName(made.text())
            made.setChecked(role is EditionRole.MASTER)
            made.toggled.connect(self._soon)
        self.body.addWidget(in_rows(*self.roles.values(), spacing=16))
        self.body.addWidget(
            muted(self.tr("A digest of the file you tick fits exactly that file; an ISCC also fits pictures like it."))
        )

    def _build_answer(self) -> None:
        self.body.addWidget(section(self.tr("What would happen")))
        self.sentence = label("", wrap=True)
        self.body.addWidget(self.sentence)
        self._warnings = label("", "look", wrap=True)
        self.body.addWidget(self._warnings)
        self.left = button(self.tr("What is left out, and why"), "quiet", "chevron-right")
        self.left.setCheckable(True)
        self.left.toggled.connect(self._unfold)
        row = QHBoxLayout()
        row.addWidget(self.left)
        row.addStretch(1)
        self.body.addLayout(row)
        self._left_out = KeyValues()
        self.body.addWidget(self._left_out)
        self._sent = label(self.tr("This is what would be sent, to the last byte:"), "quiet", wrap=True)
        self.body.addWidget(self._sent)
        self.requests = Requests()
        self.body.addWidget(self.requests)
        self._more = muted("")
        self.body.addWidget(self._more)
        self.consent = ConsentPanel(self._context)
        self.consent.agreed.connect(self._agreed)
        self.body.addWidget(self.consent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        self._now = muted("")
        self.body.addWidget(self._bar)
        self.body.addWidget(self._now)
        self.go = button(self.tr("Register"), "primary")
        self.stop = button(self.tr("Pause"), icon="pause")
        self.receipts = button(self.tr("Show the receipts"), "quiet")
        self.go.clicked.connect(self.begin)
        self.stop.clicked.connect(self._stop)
        self.receipts.clicked.connect(self.receipts_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for widget in (self.go, self.stop, self.receipts):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self._came = label("", wrap=True)
        self.body.addWidget(self._came)
        self.body.addStretch(1)
        for each in (self._warnings, self.left, self._left_out, self._sent, self.requests, self._more):
            each.hide()
        self._came.hide()
        self.receipts.hide()

    # --- from outside

    def arrived(self, works: Sequence[str] = (), registry: str = "") -> None:
        """Shown, perhaps with works that were chosen, or for one registry."""
        if works:
            self._works = tuple(works)
        self._context.bridge.query(asks.choices, partial(self._take, registry, bool(works)), self._failed, owner=self)

    # --- the dry run

    def _take(self, registry: str, chosen: bool, found: Choices) -> None:
        self._choices = found
        before = self.which.currentData()
        self.which.clear()
        if self._works:
            text = filled(self.tr("%1 chosen in the portfolio"), words.number(len(self._works)))
            self.which.addItem(text, "chosen")
        self.which.addItem(self.tr("all %Ln work(s)", "", found.works), "all")
        self.which.setCurrentIndex(max(0, self.which.findData("chosen" if chosen else before)))
        terms = self.preset.currentData()
        self.preset.clear()
        self.preset.addItem(filled(self.tr("%1, or the client's own"), found.default), None)
        for id_, name in found.presets:
            self.preset.addItem(name, id_)
        self.preset.setCurrentIndex(max(0, self.preset.findData(terms)))
        for what in found.registries:
            if what.name not in self.names:
                made = self.names[what.name] = QCheckBox(watchwords.plain(spoken(what.title), 44))
                made.setAccessibleName(made.text())
                made.setAccessibleDescription(words.takes(what))
                made.setToolTip(f"{watchwords.plain(spoken(what.title))}: {words.takes(what)}")
                made.setChecked(what.name == found.registries[0].name and not registry)
                made.toggled.connect(self._soon)
                self._names.addWidget(made)
        if registry in self.names:
            for name, tick in self.names.items():
                tick.setChecked(name == registry)
        self._soon()

    def _order(self) -> Order:
        works = self._works if self.which.currentData() == "chosen" else None
        return Order(
            works,
            tuple(name for name, tick in self.names.items() if tick.isChecked()),
            tuple(role for role, tick in self.roles.items() if tick.isChecked()),
            self.preset.currentData(),
        )

    def _soon(self) -> None:
        """Something else is asked for: the dry run follows, a moment after the last change."""
        self.consent.hide()
        self._again()

    def _again(self) -> None:
        """The same, under other circumstances: a question that stands is left standing."""
        self._dry = None
        self._asked += 1
        self._token.cancel()
        self.go.setEnabled(False)
        if self._choices is not None:
            self.sentence.setText(self.tr("Looking at what would happen…"))
            self._pause.start()

    def _ask(self) -> None:
        order, asked = self._order(), self._asked
        if not order.registries or not order.roles:
            self.sentence.setText(
                self.tr("Choose where.") if not order.registries else self.tr("Choose by which file.")
            )
            return
        self._token = CancelToken()
        self._context.bridge.query(
            asks.dry(order, self._token), partial(self._said, asked), partial(self._refused, asked), owner=self
        )

    def _said(self, asked: int, found: Dry) -> None:
        if asked != self._asked:
            return
        self._dry = found
        self.sentence.setText(words.dry(found))
        self._warnings.setText("\n".join(broken(watchwords.plain(each, 400)) for each in found.warnings))
        self._warnings.setVisible(bool(found.warnings))
        self._left_out.set_rows((broken(watchwords.plain(work, 60)), broken(why)) for work, why in found.left_out)
        self.left.setVisible(bool(found.left_out))
        self._unfold(self.left.isChecked())
        asks_hosts = bool(found.needs) or not found.network
        sends = bool(found.planned) and not asks_hosts
        self._sent.setVisible(sends)
        self.requests.show_planned(found.planned if sends else ())
        rest = found.requests - len(found.planned)
        text = self.tr("and %Ln more of the same make", "", rest) if rest > 0 else ""
        self._more.setText(text)
        self._more.setVisible(bool(text) and sends)
        if not (asks_hosts and found.new):
            self.consent.hide()
        elif self.consent.isHidden() or found.needs != self._needs:
            self.consent.ask(found.needs, found.planned, Purpose.REGISTER)
        self._needs = found.needs
        self._ready()

    def _refused(self, asked: int, error: ArtistGuardError) -> None:
        if asked == self._asked:
            self.sentence.setText(broken(told(error)))

    def _agreed(self) -> None:
        self._soon()

    def _ready(self) -> None:
        found = self._dry
        able = found is not None and found.new > 0 and not found.needs and found.network
        self.go.setEnabled(able and self._task is None)
        text = self.tr("Register")
        if found is not None and found.new:
            text = self.tr("Register (%n declaration(s))", "", found.new)
        self.go.setText(text)

    def _unfold(self, shown: bool) -> None:
        self.left.set_icon("chevron-down" if shown else "chevron-right")
        self._left_out.setVisible(shown and not self.left.isHidden())

    # --- doing it

    def begin(self) -> None:
        """Do what was said."""
        if self._dry is None or not self.go.isEnabled():
            return
        order = self._order()
        self._came.hide()
        title = recording(", ".join(order.registries))
        bridge = self._context.bridge
        self._task = bridge.operate(
            title, asks.register(order), self._done, self._not_done, owner=self, aside=LINES["register"]
        )
        self._show_running(self._task.progress)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.stop.setEnabled(False)
            self._now.setText(self.tr("Stops after what is being sent. The rest waits in Activity."))

    def _done(self, came: Registered) -> None:
        parts = [filled(self.tr("%1 recorded."), words.number(came.done))]
        if came.failed:
            parts.append(self.tr("%Ln not taken: Activity names it(them).", "", came.failed))
        if came.left:
            parts.append(self.tr("%Ln wait(s): Activity says for what.", "", came.left))
        if came.why:
            parts.append(came.why)
        self._came.setText(" ".join(parts))
        self._came.show()
        self.receipts.setVisible(came.done > 0)

    def _not_done(self, error: ArtistGuardError) -> None:
        if not isinstance(error, Cancelled):
            self._came.setText(broken(told(error)))
            self._came.show()

    def _failed(self, error: ArtistGuardError) -> None:
        self.sentence.setText(broken(told(error)))

    # --- keeping up

    def _changed(self, changes: Sequence[Change]) -> None:
        kinds = {change.kind for change in changes}
        if self._choices is None or not self.isVisible():
            return
        if "settings" in kinds:
            self._again()
        elif kinds & {"preset", "client", "artwork"}:
            self._context.bridge.query(asks.choices, partial(self._take, "", False), owner=self)
        elif "record" in kinds and self._task is None:
            self._soon()

    def _progressed(self, steps: Sequence[Progressed]) -> None:
        for step in steps:
            if self._task is not None and step.task_id == self._task.id and not self._task.token.cancelled:
                self._show_running(step)

    def _finished(self, task: TaskHandle) -> None:
        if self._task is task:
            self._task = None
            self._show_running(None)
            self._soon()

    def _show_running(self, step: Progressed | None) -> None:
        runs = step is not None
        for widget, shown in ((self.go, not runs), (self.stop, runs), (self._bar, runs), (self._now, runs)):
            widget.setVisible(shown)
        if step is not None:
            self.stop.setEnabled(True)
            self._bar.setRange(0, step.total or 0)
            self._bar.setValue(min(step.done, step.total or 0))
            self._now.setText(of_total(step.done, step.total) if step.total else "")
