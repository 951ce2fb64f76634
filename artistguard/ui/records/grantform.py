"""The form for a consent: to whom, for what, for which works, from when until when."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError
from artistguard.model.grants import Grant
from artistguard.model.rights import DataUse
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records import ledgerwords
from artistguard.ui.records.dayfield import DayField
from artistguard.ui.settings.parts import Form, told
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import ask_files, button, label, muted

if TYPE_CHECKING:
    from artistguard.model.artwork import Artwork
    from artistguard.model.rights import Client
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_ALL, _WORK, _CLIENT = "all", "work", "client:"


class GrantForm(QFrame):
    """To whom, for what, for which works, from when until when."""

    made = Signal()
    closed = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("A consent you granted"))
        self._context = context
        self._work: Artwork | None = None
        self._document: Path | None = None
        self.to = QLineEdit()
        self.works = QComboBox()
        self.works.setMinimumContentsLength(12)  # a long name in it does not widen the page
        self.since = DayField(self.tr("From"))
        self.ends = QCheckBox(self.tr("It ends on"))
        self.ends.setAccessibleName(self.ends.text())
        self.until = DayField(self.tr("Last day"))
        self.until.setDate(QDate.currentDate().addYears(1))
        self.note = QLineEdit()
        self.contract = button(self.tr("Choose the contract…"), icon="file")
        self.contract.clicked.connect(self._choose)
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        self.uses: dict[DataUse, QCheckBox] = {}
        uses = QWidget()
        row = QVBoxLayout(uses)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for use in DataUse:
            tick = self.uses[use] = QCheckBox(ledgerwords.use(use))
            tick.setAccessibleName(tick.text())
            tick.toggled.connect(self._ready)
            row.addWidget(tick)
        ends = QWidget()
        across = QHBoxLayout(ends)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.ends)
        across.addWidget(self.until)
        across.addStretch(1)
        form = Form()
        form.add(self.tr("To whom"), self.to)
        form.add(self.tr("For what"), uses)
        form.add(self.tr("For which works"), self.works)
        form.add(self.tr("From"), self.since)
        form.add(self.tr("Until"), ends, self.tr("Without a day: until you end it."))
        form.add(self.tr("Note"), self.note)
        chosen = QWidget()
        beside = QHBoxLayout(chosen)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.contract)
        beside.addStretch(1)
        form.add(self.tr("Contract"), chosen, self.tr("Of the file only the SHA-256 is kept."))
        self.save = button(self.tr("Write it down"), "primary")
        self.cancel = button(self.tr("Not now"))
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._close)
        self.to.textChanged.connect(self._ready)
        self._trouble = label("", "look", wrap=True)
        self._trouble.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(
            muted(self.tr("A yes to one takes nothing back from others: what is reserved elsewhere stays as it is."))
        )
        column.addWidget(self._trouble)
        column.addLayout(buttons)
        self.show_clients(())
        self._ready()

    def begin(self) -> None:
        """Open it."""
        self.show()
        self.works.setCurrentIndex(max(0, self.works.findData(_WORK)))
        self.to.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_work(self, work: "Artwork | None") -> None:
        """The work that the page is about, to be chosen from."""
        self._work = work
        at = self.works.findData(_WORK)
        if work is None:
            if at >= 0:
                self.works.removeItem(at)
            return
        text = watchwords.plain(f"#{work.number} {work.title}", 60)
        if at < 0:
            self.works.insertItem(0, text, _WORK)
        else:
            self.works.setItemText(at, text)

    def show_clients(self, clients: "Sequence[Client]") -> None:
        """The clients there are, whose works can be meant."""
        before = self.works.currentData()
        self.works.clear()
        self.show_work(self._work)
        self.works.addItem(self.tr("All works"), _ALL)
        for client in clients:
            self.works.addItem(filled(self.tr("Works of %1"), watchwords.plain(client.name, 60)), _CLIENT + client.id)
        self.works.setCurrentIndex(max(0, self.works.findData(before)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape is "Not now"."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    # --- inside

    def _ready(self) -> None:
        self.save.setEnabled(bool(self.to.text().strip()) and any(tick.isChecked() for tick in self.uses.values()))

    def _choose(self) -> None:
        ask_files(self, self._chosen, title=self.contract.text())

    def _chosen(self, found: list[Path]) -> None:
        if found:
            self._document = found[0]
            self.contract.setText(watchwords.plain(paths.printable(found[0].name), 30))
            self.contract.setToolTip(paths.printable(found[0]))

    def _save(self) -> None:
        to, note, document = self.to.text().strip(), self.note.text(), self._document
        uses = [use for use, tick in self.uses.items() if tick.isChecked()]
        since, until = self.since.chosen, self.until.chosen if self.ends.isChecked() else None
        scope = str(self.works.currentData())
        works = [self._work.id] if scope == _WORK and self._work is not None else []

        def work(studio: "Studio") -> Grant:
            from artistguard.workflow import grants

            client = studio.catalogue.clients.get(scope.removeprefix(_CLIENT)) if scope.startswith(_CLIENT) else None
            return grants.grant(
                studio, to, uses=uses, since=since, until=until, works=works, client=client, note=note,
                document=document,
            )  # fmt: skip

        self.save.setEnabled(False)
        self._context.bridge.query(work, self._saved, self._refused, owner=self)

    def _saved(self, _: Grant) -> None:
        self._empty()
        self.hide()
        self.made.emit()

    def _refused(self, error: ArtistGuardError) -> None:
        self._trouble.setText(broken(told(error)))
        self._trouble.show()
        self._ready()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _empty(self) -> None:
        self._document = None
        self.contract.setText(self.tr("Choose the contract…"))
        self.contract.setToolTip("")
        self._trouble.hide()
        self.to.clear()
        self.note.clear()
        self.ends.setChecked(False)
        for tick in self.uses.values():
            tick.setChecked(False)
