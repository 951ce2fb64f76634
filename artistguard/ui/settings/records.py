"""Where records are made: authorities, calendars, hubs, the artist's domain; and the key that signs them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from artistguard.model import paths
from artistguard.model.jobs import Change
from artistguard.settings import Settings
from artistguard.ui.column import broken
from artistguard.ui.settings.identity_panels import PassphrasePanel
from artistguard.ui.settings.parts import Form, Lines, Page, button, open_file, row, save_file
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import FlowLayout, KeyValues

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows. `key`: the public half of the key, in hex; "" before it was made."""

    settings: Settings
    hubs: tuple[str, ...]
    key: str
    hubs_file: Path


class RecordsPage(Page):
    """Settings of the registries, and their key."""

    kinds = frozenset({"settings", "record"})

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("Records"),
            self.tr("Whom your works can be recorded with. Each host is asked for once before anything is sent to it."),
        )
        self._edited = False  # what was typed and not saved yet is never read over
        form = Form()
        self.domain = QLineEdit()
        self.domain.setPlaceholderText("ada.example")
        self.authorities, self.calendars = Lines(3), Lines(3)
        for field in (self.authorities, self.calendars):
            field.textChanged.connect(self._typed)
        self.domain.textEdited.connect(self._typed)
        form.add(
            self.tr("My domain"),
            self.domain,
            self.tr("Where your terms stand for machines. Records point to it; empty: they do not."),
        )
        form.add(
            self.tr("Time-stamp authorities"),
            self.authorities,
            self.tr("Addresses (RFC 3161), one a line. Empty: the one of the time stamps."),
        )
        form.add(
            self.tr("Calendars"),
            self.calendars,
            self.tr("Addresses of OpenTimestamps calendars, one a line. Empty: the public ones."),
        )
        self.body.addSpacing(8)
        self.body.addLayout(form)
        self.hubs = KeyValues()
        self.body.addWidget(self.hubs)
        self.save = button(self.tr("Save"), self._save, "primary")
        self.body.addLayout(row(self.save, None))
        part = self.section(
            self.tr("The key of your records"),
            self.tr("It signs what you declare. Without it nothing that it signed can be taken back: keep a back-up."),
        )
        self.key = KeyValues()
        part.addWidget(self.key)
        self.backup = button(self.tr("Back up…"), self._ask_backup, about=self.tr("The key, under a passphrase"))
        self.restore = button(self.tr("Take in from a back-up…"), self._ask_restore)
        flow = FlowLayout()
        flow.addWidget(self.backup)
        flow.addWidget(self.restore)
        part.addLayout(flow)
        self.panel = PassphrasePanel()
        part.addWidget(self.panel)
        self.opening = QLineEdit()
        self.opening.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_form = Form()
        self.open_form.add(self.tr("Passphrase of the back-up"), self.opening)
        part.addLayout(self.open_form)
        self.open_form.setRowVisible(0, False)
        self.opening.returnPressed.connect(self._restore)
        self._file: Path | None = None
        self.finish()

    def refresh(self) -> None:
        """Read the settings and the key."""
        self.read(_shown, self._show)

    # --- settings

    def _typed(self, *_: object) -> None:
        self._edited = True

    def _show(self, found: Shown) -> None:
        settings = found.settings
        if not self._edited:
            self.domain.setText(settings.registry_domain)
            self.authorities.setPlainText(_lines(settings.registry_authorities))
            self.calendars.setPlainText(_lines(settings.registry_calendars))
            self._edited = False  # setting the fields is no typing
        hubs = ", ".join(found.hubs) or self.tr("none")
        where = filled(self.tr("%1. Others: in %2."), hubs, broken(paths.printable(found.hubs_file)))
        self.hubs.set_rows([(self.tr("Hubs (ISCC)"), where)])
        state = broken(found.key) or self.tr("Not made yet: it is made when something is first signed with it.")
        self.key.set_rows([(self.tr("Public key (Ed25519)"), state)])

    def _save(self) -> None:
        values = {
            "registry_domain": self.domain.text().strip(),
            "registry_authorities": _joined(self.authorities.toPlainText()),
            "registry_calendars": _joined(self.calendars.toPlainText()),
        }

        def work(studio: "Studio") -> tuple[Shown, list[Change]]:
            from artistguard import settings

            made = studio.settings
            for name, text in values.items():
                made = settings.changed(made, name, text)
            studio.save(made)
            return _shown(studio), [Change("settings", ())]

        self.write(work, self._saved)

    def _saved(self, found: Shown) -> None:
        self._edited = False
        self._show(found)
        self.say(self.tr("Saved."))

    # --- the key

    def _ask_backup(self) -> None:
        text = self.tr("The back-up opens with this passphrase alone. Keep both, in different places.")
        self.panel.ask(text, self.tr("Choose where…"), self._choose_backup)

    def _choose_backup(self, passphrase: str, _: str) -> None:
        path = save_file(self, self.tr("Where the back-up goes"), "records-key.pem", self.tr("Key (*.pem)"))
        if path is not None:
            self.back_up(path, passphrase)

    def back_up(self, path: Path, passphrase: str) -> None:
        """Write the key, locked with the passphrase."""

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import registering

            registering.record_key(studio).back_up(path, passphrase)
            return None, [Change("record", ())]

        text = filled(self.tr("The key is in %1, locked with your passphrase."), paths.printable(path))
        self.write(work, lambda _: self.say(text))

    def _ask_restore(self) -> None:
        self._file = open_file(self, self.tr("A back-up of the key"), self.tr("Key (*.pem)"))
        if self._file is not None:
            self.open_form.setRowVisible(0, True)
            self.opening.setFocus()

    def _restore(self) -> None:
        if self._file is not None:
            self.take_in(self._file, self.opening.text())

    def take_in(self, path: Path, passphrase: str) -> None:
        """Take the key from a back-up."""

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import registering

            registering.record_key(studio).take_in(path, passphrase)
            return None, [Change("record", ())]

        self.write(work, self._taken_in)

    def _taken_in(self, _: None) -> None:
        self.opening.clear()
        self.open_form.setRowVisible(0, False)
        self.say(self.tr("The key is here: what it signed can be taken back from here."))


def _lines(text: str) -> str:
    return "\n".join(part.strip() for part in text.split(",") if part.strip())


def _joined(text: str) -> str:
    return ", ".join(part.strip() for part in text.replace(",", "\n").splitlines() if part.strip())


def _shown(studio: "Studio") -> Shown:
    from artistguard.registries import iscc_hubs
    from artistguard.workflow import record_key

    made = studio.keys.has(record_key.NAME)
    key = record_key.RecordKey(studio).public.hex() if made else ""
    hubs = tuple(iscc_hubs.hubs(studio.home))
    return Shown(studio.settings, hubs, key, studio.home / iscc_hubs.FILE)
