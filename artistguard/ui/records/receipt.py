"""One receipt: what it is about, what checking it found, and what can be done with it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, Cancelled
from artistguard.model.jobs import Change
from artistguard.model.registering import (
    Capabilities,
    Declaration,
    DeclarationState,
    Operation,
    RegistryKind,
    Standing,
    Verification,
    Withdrawal,
)
from artistguard.ui import watchwords
from artistguard.ui.batchwords import LINES, withdrawing
from artistguard.ui.column import broken
from artistguard.ui.records import words
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import KeyValues, button, in_rows, label, section, set_kind

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio
    from artistguard.workflow.waiting import Waiting

NAMED = 20  # works of a declaration that are named in a list
_SHOWN = 5  # files that a declaration is about are named; more are counted


@dataclass(frozen=True, slots=True)
class Row:
    """A declaration, with what its works are called."""

    declaration: Declaration
    works: tuple[str, ...]  # "#7 Harbour Lights"; the first ones
    count: int  # of works
    registry: Capabilities | None  # None: no longer known
    waiting: "Waiting | None" = None  # of one that is not over

    def title(self, most: int, length: int = 60) -> str:
        """The first works by name, of so many characters at most, the others by their number."""
        text = ", ".join(watchwords.plain(name, length) for name in self.works[:most])
        left = self.count - min(most, len(self.works))
        more = words.Counted().more_works(left)
        return filled(more, text) if left > 0 else text


class Detail(QFrame):
    """One receipt: what it is about, what checking it found, and what can be done."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._context = context
        self._row: Row | None = None
        self._title = section("")
        self._title.setWordWrap(True)
        self._state = label("", wrap=True)
        self._facts = KeyValues()
        self.verdict = label("", wrap=True)
        self._found = KeyValues()
        self.check = button(self.tr("Check it now"), "primary")
        self.ask = button(self.tr("Ask how it stands"), icon="retry")
        self.export = button(self.tr("Export…"), icon="export")
        self.ledger = button(self.tr("What was said on a day"), "quiet")
        self.withdraw = button(self.tr("Take it back…"), "quiet")
        self.check.clicked.connect(self._check)
        self.ask.clicked.connect(self._ask)
        self.export.clicked.connect(self._export)
        self.ledger.clicked.connect(self._to_ledger)
        self.withdraw.clicked.connect(self._ask_withdraw)
        self.sure = Sure()
        self.sure.yes.clicked.connect(self._withdraw)
        buttons = in_rows(self.check, self.ask, self.export, self.ledger, self.withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        for widget in (self._title, self._state, self._facts, self.verdict, self._found, buttons, self.sure):
            column.addWidget(widget)
        self.verdict.hide()
        self._found.hide()

    @property
    def shown(self) -> str:
        """The id of the declaration that is shown."""
        return self._row.declaration.id if self._row is not None else ""

    def show_row(self, row: Row) -> None:
        """Take a declaration."""
        same = self._row is not None and self._row.declaration.id == row.declaration.id
        self._row = row
        each = row.declaration
        title = row.title(3)
        self._title.setText(broken(title))
        self.setAccessibleName(title)
        self._state.setText(broken(_standing(row)))
        set_kind(self._state, words.tone(each))
        self._facts.set_rows(_facts(row))
        if not same:
            self.verdict.hide()
            self._found.hide()
            self.sure.hide()
        has = each.receipt is not None
        recorded = each.state is DeclarationState.RECORDED and each.submission.operation is Operation.DECLARE
        service = row.registry is not None and row.registry.kind is RegistryKind.SERVICE
        gone = each.standing in (Standing.WITHDRAWN, Standing.GONE)
        able = row.registry is not None and row.registry.withdrawal in (Withdrawal.APPENDED, Withdrawal.SUPERSEDED)
        unfinished = not each.state.finished and each.submission.operation is Operation.DECLARE
        self.check.setVisible(has)
        self.export.setVisible(has)
        self.ask.setVisible(has and recorded and service)
        self.withdraw.setVisible(((recorded and not gone) or unfinished) and able)

    # --- what a person does

    def _check(self) -> None:
        if self._row is None:
            return
        found = self._row.declaration

        def read(studio: "Studio") -> Verification:
            from artistguard.workflow import registering

            adapter = registering.registry(studio, found.submission.registry, for_receipts=True)
            assert found.receipt is not None
            return adapter.verify(found.receipt, found.submission.items)

        self._context.bridge.query(read, partial(self._checked, found.id), self._failed, owner=self)

    def _checked(self, id_: str, found: Verification) -> None:
        if self._row is None or self._row.declaration.id != id_:
            return
        self.verdict.setText(words.holds(found.holds))
        set_kind(self.verdict, words.HOLDS_TONES[found.holds])
        self.verdict.show()
        rows = [(self.tr("Found"), broken(watchwords.plain(spoken(text), 600))) for text in found.says]
        rows += [(self.tr("Fault"), broken(watchwords.plain(spoken(text), 600))) for text in found.faults]
        if found.proven_at is not None:
            rows.append((self.tr("Proves the moment"), _moment(found.proven_at)))
        self._found.set_rows(rows)
        self._found.setVisible(bool(rows))

    def _ask(self) -> None:
        if self._row is None:
            return
        found = self._row.declaration

        def work(
            studio: "Studio", progress: "Progress", cancel: "CancelToken"
        ) -> tuple[list[Declaration], list[Change]]:
            from artistguard.workflow import registering

            return registering.refresh(studio, [found], cancel=cancel), [Change("record", ()), Change("artwork", ())]

        self.ask.setEnabled(False)
        title = filled(self.tr("Asking %1"), spoken(self._row.registry.title) if self._row.registry is not None else "")
        self._context.bridge.operate(title, work, self._asked, self._not_asked, owner=self, aside=LINES["register"])

    def _asked(self, found: list[Declaration]) -> None:
        self.ask.setEnabled(True)

    def _not_asked(self, error: ArtistGuardError) -> None:
        self.ask.setEnabled(True)
        self._failed(error)

    def _export(self) -> None:
        if self._row is None:
            return
        dialog = QFileDialog(self, self.tr("Where the receipt goes"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Receipt (*.zip)"))
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"receipt-{self._row.declaration.id[:8]}.zip")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def export_to(self, path: Path) -> None:
        """Write the receipt as a file that a stranger can check."""
        if self._row is None:
            return
        id_ = self._row.declaration.id

        def write(studio: "Studio") -> Path:
            from artistguard.workflow import registering

            registering.export_receipt(studio, id_, path)
            return path

        self._context.bridge.query(write, self._exported, self._failed, owner=self)

    def _exported(self, path: Path) -> None:
        text = self.tr("The receipt is in %1. README.txt in it says how a stranger checks it.")
        self._context.show_banner(filled(text, paths.printable(path)))

    def _to_ledger(self) -> None:
        if self._row is not None and self._row.declaration.submission.items:
            self._context.go_to("records", page="ledger", work=self._row.declaration.submission.items[0].work_id)

    def _ask_withdraw(self) -> None:
        if self._row is not None and self._row.registry is not None:
            self.sure.ask(self._row.registry)

    def _withdraw(self) -> None:
        if self._row is None:
            return
        id_ = self._row.declaration.id

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[object, list[Change]]:
            from artistguard.workflow import registering

            _, report = registering.withdraw(studio, [id_], progress=progress, cancel=cancel)
            return report, [Change("record", ()), Change("job", ()), Change("artwork", ())]

        self.sure.hide()
        name = withdrawing(self._row.declaration.submission.registry)
        self._context.bridge.operate(name, work, None, self._failed, owner=self, aside=LINES["register"])

    def _failed(self, error: ArtistGuardError) -> None:
        if not isinstance(error, Cancelled):
            self.verdict.setText(broken(told(error)))
            set_kind(self.verdict, "look")
            self.verdict.show()
            self._found.hide()


class Sure(QFrame):
    """Before something is taken back: what that does, and what it does not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._what = label("", wrap=True)
        limits = label(
            self.tr("Nobody who has read or copied it meanwhile is told, and nothing that was trained is undone."),
            "look",
            wrap=True,
        )
        self.yes = button(self.tr("Take it back"), "bad")
        self.no = button(self.tr("Leave it"))
        self.no.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._what)
        column.addWidget(limits)
        column.addLayout(row)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def ask(self, registry: Capabilities) -> None:
        """Say what taking back means at this registry."""
        text = f"{watchwords.plain(spoken(registry.title))}: {words.withdrawal(registry.withdrawal)}"
        self._what.setText(broken(text))
        self.setAccessibleName(text)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)


def _standing(row: Row) -> str:
    each = row.declaration
    if row.waiting is not None:
        return words.waits(row.waiting)
    text = words.state(each)
    text = text[:1].upper() + text[1:] + "."
    service = row.registry is not None and row.registry.kind is RegistryKind.SERVICE
    if service and each.standing_at is not None and each.standing is not Standing.UNKNOWN:
        text += " " + filled(words.translate("Records", "Asked there %1."), watchwords.moment(each.standing_at))
    if each.error:
        text += " " + watchwords.plain(spoken(each.error), 400)
    return text


def _facts(row: Row) -> list[tuple[str, str]]:
    each = row.declaration
    files = [f"{words.role(item.role)}, SHA-256 {item.sha256[:16]}…" for item in each.submission.items[:_SHOWN]]
    if len(each.submission.items) > _SHOWN:
        files.append(
            filled(words.translate("Records", "and %1 more"), words.number(len(each.submission.items) - _SHOWN))
        )
    rows = [
        (words.translate("Records", "About"), "\n".join(files)),
        (words.translate("Records", "Asked for"), _by(each)),
    ]
    if each.receipt is not None:
        rows.append((words.translate("Records", "Answered"), _moment(each.receipt.at)))
        if each.receipt.url:
            rows.append((words.translate("Records", "At"), broken(watchwords.plain(each.receipt.url))))
        if each.receipt.id_there:
            rows.append((words.translate("Records", "Its name there"), broken(watchwords.plain(each.receipt.id_there))))
    return rows


def _by(each: Declaration) -> str:
    return broken(
        filled(words.translate("Records", "%1, by %2"), _moment(each.created_at), watchwords.plain(each.actor))
    )


def _moment(value: datetime) -> str:
    return f"{value.astimezone():%Y-%m-%d %H:%M}"
