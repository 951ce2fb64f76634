"""One data set: what it is, what a search of it takes, how far one is, and what was searched."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.paths import printable
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui import watchwords
from artistguard.ui.batchwords import sentence
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.finds import setwords
from artistguard.ui.spoken import spoken
from artistguard.ui.tasks import Progressed
from artistguard.ui.widgets import FlowLayout, KeyValues, button, label, muted, section, set_kind

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.scan_plan import ScanPlan
    from artistguard.workflow.scan_words import WordPlan
    from artistguard.workflow.scans import SetRow
    from artistguard.workflow.self_check import CheckPlan

    Plan = ScanPlan | WordPlan | CheckPlan


class SetCard(QFrame):
    """A card of the list of data sets. It asks for nothing by itself."""

    plan_asked = Signal(str)  # the set's target
    words_asked = Signal(str)
    check_asked = Signal(str)
    begin_asked = Signal(str)  # what was planned may begin
    stop_asked = Signal(str)
    go_on_asked = Signal(str)
    finds_asked = Signal()

    def __init__(self, context: "Context", row: "SetRow", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.row = row
        self.plan: Plan | None = None
        self._runs = False
        self._title = section("")
        self._title.setWordWrap(True)
        self._note = muted("")
        self._state = label("", "quiet", wrap=True)
        self._said = label("", "quiet", wrap=True)
        self._checked = label("", "quiet", wrap=True)
        self._told = label("", wrap=True)
        self._trouble = label("", "look", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        self._now = muted("")
        self._takes = KeyValues()
        self.consent = ConsentPanel(context)
        self.look = button(self.tr("See what it takes"))
        self.words = button(self.tr("Search its words"), "quiet")
        self.check = button(self.tr("Check its hash"), "quiet")
        self.search = button("", "primary", "search")
        self.back = button(self.tr("Not now"), "quiet")
        self.stop = button(self.tr("Pause"), icon="pause")
        self.go_on = button(self.tr("Go on"), "primary", "play")
        self.finds = button(self.tr("Show the finds"), "quiet", "finds")
        target = row.target
        self.look.clicked.connect(lambda: self.plan_asked.emit(target))
        self.words.clicked.connect(lambda: self.words_asked.emit(target))
        self.check.clicked.connect(lambda: self.check_asked.emit(target))
        self.search.clicked.connect(lambda: self.begin_asked.emit(target))
        self.back.clicked.connect(self.drop_plan)
        self.consent.declined.connect(self.drop_plan)
        self.stop.clicked.connect(lambda: self.stop_asked.emit(target))
        self.go_on.clicked.connect(lambda: self.go_on_asked.emit(target))
        self.finds.clicked.connect(self.finds_asked)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for each in (self.search, self.back, self.go_on, self.stop, self.look, self.words, self.check, self.finds):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            flow.addWidget(each)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for widget in (
            self._title,
            self._note,
            self._state,
            self._said,
            self._checked,
            self._told,
            self._trouble,
            self._bar,
            self._now,
            self._takes,
            self.consent,
        ):
            column.addWidget(widget)
        column.addWidget(buttons, 0, Qt.AlignmentFlag.AlignTop)
        self._told.hide()
        self._trouble.hide()
        self._takes.hide()
        self.show_progress(None)
        self.show_row(row)

    def show_row(self, row: "SetRow") -> None:
        """Take a set's words, and those of its last scan. The plan of what was stopped is no longer so."""
        if row.left is not None and self.row.left is None and not self._runs:
            self.drop_plan()
        self.row = row
        title = watchwords.plain(spoken(row.set.title))
        self._title.setText(title)
        place = row.set.page or (row.set.places[0] if row.set.places else "")
        about = [spoken(row.set.note), printable(place)]
        if row.set.rows is not None:
            rows = watchwords.filled(self.tr("%1 rows"), setwords.number(row.set.rows))
            about.insert(0, f"{rows}.")
        self._note.setText(" ".join(part for part in about if part))
        self._state.setText(self._line())
        self._said.setText(self._words_line())
        self._said.setVisible(bool(self._said.text()))
        self._show_check()
        self.setAccessibleName(title)
        self.setAccessibleDescription(self._state.text())
        self._look()

    def show_plan(self, plan: "Plan", rows: Iterable[tuple[str, str]], begin: str) -> None:
        """What a search, a reading of words or a check takes; `begin` is pressed to begin it."""
        self.plan = plan
        self._takes.set_rows(rows)
        self._takes.show()
        self._trouble.hide()
        self._told.hide()
        self.search.setText(begin)
        self._look()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def question(self, needs: Sequence[HostNeed], planned: Sequence[Planned], purpose: Purpose) -> None:
        """Ask for hosts before anything is asked of them."""
        self.consent.ask(needs, planned, purpose)
        self._look()

    def answered(self) -> None:
        """The hosts were agreed to: what was planned may begin."""
        self._look()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_plan(self) -> None:
        """It is not done now."""
        self.plan = None
        self._takes.hide()
        self.consent.hide()
        self._look()

    def show_told(self, text: str) -> None:
        """What came of a search."""
        self.plan = None
        self._takes.hide()
        self._trouble.hide()
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self._look()

    def show_trouble(self, text: str) -> None:
        """Why it could not be."""
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        self._look()

    def show_progress(self, step: Progressed | None) -> None:
        """How far it is, of a plan or a search; None: nothing is done."""
        runs = self._runs = step is not None
        self._bar.setVisible(runs)
        self._now.setVisible(runs)
        self._state.setHidden(runs)  # how far it was when it was looked at last
        if step is not None:
            self._bar.setRange(0, step.total or 0)
            self._bar.setValue(min(step.done, step.total or 0))
            of = f"{setwords.number(step.done)} / {setwords.number(step.total)} · " if step.total else ""
            self._now.setText(of + watchwords.plain(step.what))
            self.stop.setEnabled(True)
        self._look()

    def stopping(self) -> None:
        """It was asked to stop."""
        self.stop.setEnabled(False)
        self._now.setText(self.tr("Stops after the parts at work."))

    def _line(self) -> str:
        last, covered = self.row.scan, self.row.coverage
        if last is None:
            return self.tr("Never searched.")
        if covered is None:
            return sentence(last)
        return f"{watchwords.moment(last.created_at)} · {watchwords.coverage(covered)}"

    def _words_line(self) -> str:
        if self.row.words is None or self.row.said is None:
            return ""
        return f"{watchwords.moment(self.row.words.created_at)} · {watchwords.coverage(self.row.said)}"

    def _show_check(self) -> None:
        found = self.row.check
        self._checked.setText(setwords.checked(found) if found is not None else "")
        self._checked.setVisible(found is not None)
        set_kind(self._checked, "look" if found is not None and found.hashes.value == "other" else "quiet")

    def _look(self) -> None:
        """Which buttons there are."""
        still = not self._runs and self.plan is None
        asks = not self.consent.isHidden()
        searched = self.row.scan is not None or self.row.words is not None
        for widget, visible in (
            (self.search, not self._runs and self.plan is not None and not asks),
            (self.back, not self._runs and self.plan is not None and not asks),
            (self.look, still and not asks),
            (self.words, still and not asks),
            (self.check, still and not asks),
            (self.go_on, still and self.row.left is not None),
            (self.stop, self._runs),
            (self.finds, still and searched),
        ):
            widget.setVisible(visible)
            widget.setAccessibleName(f"{widget.text()}: {self._title.text()}")
