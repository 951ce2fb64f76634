"""The ledger: what was said on a day, the consents beside it; the chain checked, stamped and written out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QSpinBox, QWidget

from artistguard.model import paths
from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled, NetworkOff, NotAgreed
from artistguard.model.jobs import Change
from artistguard.model.registering import Holds
from artistguard.model.watching import HostNeed
from artistguard.ui import watchwords
from artistguard.ui.batchwords import LINES
from artistguard.ui.column import broken
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.records import words
from artistguard.ui.records.dayfield import DayField
from artistguard.ui.records.dayview import DayView
from artistguard.ui.records.grants import Grants
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import KeyValues, Page, button, in_rows, indent, label, line, section, set_kind

if TYPE_CHECKING:
    from artistguard.model.artwork import Artwork
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.model.reserved import Reserved, Stamp
    from artistguard.ui.context import Context
    from artistguard.workflow.ledger_export import Exported
    from artistguard.workflow.ledger_stamps import LedgerReport
    from artistguard.workflow.reserved import Summary
    from artistguard.workflow.studio import Studio

_PAUSE_MS = 120
_REFRESH_MS = 250
_MOST = 9_999_999  # the highest number that can be typed
_ALL, _ONE = "all", "one"


@dataclass(frozen=True, slots=True)
class Answer:
    """A day as it was read: of a work, or of all."""

    one: "Reserved | None"
    all: "Summary | None"
    missing: bool = False  # there is no work of that number


class Ledger(Page):
    """A work, a day, and what was said."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=920)
        self.setAccessibleName(self.tr("Ledger"))
        self._context = context
        self._asked = 0  # the generation of the newest question
        self._pause = self._timer(_PAUSE_MS, self._ask)
        self._later = self._timer(_REFRESH_MS, self.refresh)
        self._build_choice()
        self.view = DayView()
        self.body.addWidget(self.view)
        self._trouble = label("", "look", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self.body.addWidget(line())
        self.grants = Grants(context)
        self.body.addWidget(self.grants)
        self.body.addWidget(line())
        self._build_tools()
        context.bridge.changed.connect(self._changed)

    def _build_choice(self) -> None:
        self.which = QComboBox()
        self.which.addItem(self.tr("One work"), _ONE)
        self.which.addItem(self.tr("All works, in numbers"), _ALL)
        self.which.setAccessibleName(self.tr("Of which works"))
        self.which.setAccessibleDescription(self.which.accessibleName())
        self.which.activated.connect(self._soon)
        self.number = indent(QSpinBox())
        self.number.setRange(1, _MOST)
        self.number.setPrefix("#")
        self.number.setAccessibleName(self.tr("Number of the work"))
        self.number.valueChanged.connect(self._soon)
        self.day = DayField(self.tr("Day"))
        self.day.setMaximumDate(QDate.currentDate())
        self.day.setToolTip(self.tr("Arrow keys: up and down go a day on and back"))
        self.day.dateChanged.connect(self._soon)
        self.before = button(self.tr("Day before"), icon="chevron-left")
        self.after = button(self.tr("Day after"), icon="chevron-right")
        self.today = button(self.tr("Today"), "quiet")
        self.before.clicked.connect(lambda: self.day.stepBy(-1))
        self.after.clicked.connect(lambda: self.day.stepBy(1))
        self.today.clicked.connect(lambda: self.day.setDate(QDate.currentDate()))
        self.body.addWidget(in_rows(self.which, self.number, self.day, self.before, self.after, self.today))

    def _build_tools(self) -> None:
        self.body.addWidget(section(self.tr("The ledger itself")))
        about = self.tr(
            "Every line holds the hash of the one before: a line that is changed, moved or taken out is found, and "
            "located. Lines cut off at the end are found against a stamp, or a copy kept elsewhere."
        )
        self.body.addWidget(label(about, "quiet", wrap=True))
        self.verify = button(self.tr("Check the ledger"))
        self.stamp = button(self.tr("Have its head time-stamped"))
        self.export = button(self.tr("Export for a lawyer…"), icon="export")
        self.verify.clicked.connect(self._verify)
        self.stamp.clicked.connect(self._stamp)
        self.export.clicked.connect(self._export)
        self.body.addWidget(in_rows(self.verify, self.stamp, self.export))
        self.consent = ConsentPanel(self._context)
        self.consent.agreed.connect(self._stamp)
        self.body.addWidget(self.consent)
        self.verdict = label("", wrap=True)
        self._found = KeyValues()
        self.body.addWidget(self.verdict)
        self.body.addWidget(self._found)
        self.body.addStretch(1)
        self.verdict.hide()
        self._found.hide()

    # --- from outside

    def arrived(self, work: str = "", day: str = "") -> None:
        """Shown, perhaps for a work (its id) and a day."""
        self.day.setMaximumDate(QDate.currentDate())  # the window may be open for days
        if day:
            self.day.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))
        if work:
            self._context.bridge.query(lambda studio: studio.catalogue.works.get(work), self._take, owner=self)
        else:
            self.refresh()
        self.grants.refresh()

    def refresh(self) -> None:
        """Read again."""
        self._soon()

    def _take(self, work: "Artwork") -> None:
        self.which.setCurrentIndex(self.which.findData(_ONE))
        self.number.setValue(work.number)
        self._soon()

    # --- a day

    def _soon(self) -> None:
        self.number.setEnabled(self.which.currentData() == _ONE)
        self.after.setEnabled(self.day.date() < self.day.maximumDate())
        self._asked += 1
        self._pause.start()

    def _ask(self) -> None:
        day = self.day.chosen
        number = self.number.value() if self.which.currentData() == _ONE else None
        self._context.bridge.query(
            _on(number, day), partial(self._show, self._asked), partial(self._refused, self._asked), owner=self
        )

    def _show(self, asked: int, found: Answer) -> None:
        if asked != self._asked:
            return
        self._trouble.setVisible(found.missing)
        if found.missing:
            self.view.clear()
            self._trouble.setText(self.tr("There is no work of that number."))
            self.grants.show_day(None, None)
        elif found.one is not None:
            self.view.show_work(found.one)
            self.grants.show_day(found.one.work, found.one)
        elif found.all is not None:
            self.view.show_all(found.all)
            self.grants.show_day(None, None)

    def _refused(self, asked: int, error: ArtistGuardError) -> None:
        if asked == self._asked:
            self.view.clear()
            self._trouble.setText(broken(told(error)))
            self._trouble.show()

    def _changed(self, changes: Sequence[Change]) -> None:
        if self.isVisible() and {"record", "grant", "artwork", "preset", "client"} & {one.kind for one in changes}:
            self._later.start()

    # --- the chain

    def _verify(self) -> None:
        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[LedgerReport, list[Change]]":
            from artistguard.workflow import ledger_stamps

            return ledger_stamps.check(studio), []

        self._say(self.tr("Checking every line…"), "quiet")
        self._context.bridge.operate(
            self.tr("Checking the ledger"), work, self._verified, self._not_done, owner=self, aside=LINES["register"]
        )

    def _verified(self, found: "LedgerReport") -> None:
        count = found.chain.count
        if found.whole:
            self._say(self.tr("%Ln line(s), and the chain holds.", "", count), "good")
        else:
            self._say(self.tr("The ledger has %Ln line(s), and it is not as it was written.", "", count), "bad")
        rows = [(filled(self.tr("Line %1"), str(each.seq)), spoken(each.what)) for each in found.chain.broken]
        for stamp, checked in found.stamps:
            name = filled(self.tr("Time stamp over line %1"), str(stamp.line))
            rows += [(name, broken(watchwords.plain(spoken(text), 600))) for text in (checked.faults or checked.says)]
            if checked.holds is Holds.CANNOT_SAY and not checked.says:
                rows.append((name, words.holds(checked.holds)))
        if found.chain.backwards:
            back = self.tr("%Ln line(s) dated before the line before: a clock was set back, or two clocks differ.", "",
                           found.chain.backwards)  # fmt: skip
            rows.append((self.tr("Dates"), back))
        rows.append((self.tr("Its last hash"), broken(found.chain.head)))
        if not found.stamps:
            no_stamp = self.tr("None: the moments are this computer's own.")
            rows.append((self.tr("Time stamps"), no_stamp))
        self._found.set_rows(rows)
        self._found.show()

    def _stamp(self) -> None:
        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[Stamp, list[Change]]":
            from artistguard.workflow import ledger_stamps

            return ledger_stamps.stamp(studio, cancel=cancel), [Change("record", ())]

        self.consent.hide()
        self._say(self.tr("Asking the authority…"), "quiet")
        self._context.bridge.operate(
            self.tr("Time stamp over the ledger"),
            work,
            self._stamped,
            self._not_done,
            owner=self,
            aside=LINES["register"],
        )

    def _stamped(self, made: "Stamp") -> None:
        text = self.tr("%1 says: line %2 and all before it were there on %3. Its answer is line %4.")
        moment = f"{made.at.astimezone():%Y-%m-%d %H:%M:%S}"
        self._say(filled(text, watchwords.plain(made.authority), str(made.line), moment, str(made.own_line)), "")

    def _not_done(self, error: ArtistGuardError) -> None:
        if isinstance(error, NotAgreed) and error.host:
            why = self.tr("It is sent one hash and a random number; nothing about any work can be learned from them.")
            self.verdict.hide()
            self.consent.ask([HostNeed(error.host, why)], (), Purpose.TIME_STAMP)
        elif isinstance(error, NetworkOff):
            self.verdict.hide()
            self.consent.ask((), (), Purpose.TIME_STAMP)
        elif isinstance(error, Cancelled):
            self.verdict.hide()
        else:
            self._say(told(error), "look")

    def _export(self) -> None:
        dialog = QFileDialog(self, self.tr("Where the file for a lawyer goes"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("ZIP file (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"ledger-{date.today():%Y%m%d}.zip")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def export_to(self, path: Path) -> None:
        """Write what was said up to the day that is shown, of the work that is shown or of all, for a stranger."""
        number = self.number.value() if self.which.currentData() == _ONE else None
        until = self.day.chosen

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[Exported, list[Change]]":
            from artistguard.workflow import ledger_export, ledger_tables

            works = (studio.catalogue.works.find(str(number)).id,) if number is not None else ()
            return ledger_export.export(studio, path, ledger_tables.ExportOrder(works, until=until)), []

        self._say(self.tr("Writing…"), "quiet")
        self._context.bridge.operate(
            self.tr("Export for a lawyer"), work, self._exported, self._not_done, owner=self, aside=LINES["register"]
        )

    def _exported(self, made: "Exported") -> None:
        text = self.tr("%1 is written: %2 on %3. README.txt in it says how a stranger checks it.")
        statements = self.tr("%Ln statement(s)", "", made.statements)
        works = self.tr("%Ln work(s) spoken of", "", made.works)
        said = filled(text, paths.printable(made.path), statements, works)
        if made.left_out:
            said += " " + self.tr("%Ln sealed work(s) left out.", "", made.left_out)
        self._say(said, "")

    # --- inside

    def _say(self, text: str, kind: str) -> None:
        self._found.hide()
        self.verdict.setText(broken(text))
        set_kind(self.verdict, kind)
        self.verdict.show()

    def _timer(self, pause: int, slot: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(pause)
        made.timeout.connect(slot)
        return made


def _on(number: int | None, day: date) -> "Callable[[Studio], Answer]":
    """A work by its number on a day, or all."""

    def read(studio: "Studio") -> Answer:
        from artistguard.model.errors import UsageError
        from artistguard.workflow import reserved

        if number is None:
            return Answer(None, reserved.summary(studio, day))
        try:
            work = studio.catalogue.works.find(str(number))
        except UsageError:
            return Answer(None, None, missing=True)
        return Answer(reserved.on(studio, work.id, day), None)

    return read
