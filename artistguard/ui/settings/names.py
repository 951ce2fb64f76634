"""My names: how the artist is called, here and elsewhere, where they publish, and what is not meant by it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from artistguard.model.jobs import Change
from artistguard.model.rights import Profile
from artistguard.ui.settings.allowed import Allowances, AllowedPanel, allowances
from artistguard.ui.settings.clientnames import ClientNames, ClientNamesPanel, client_names
from artistguard.ui.settings.nametester import NameTester
from artistguard.ui.settings.parts import Form, Lines, Page, button, row

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_LISTS = ("aliases", "handles", "studios", "characters", "addresses", "ignored")


@dataclass(frozen=True, slots=True)
class _Names:
    profile: Profile
    clients: ClientNames
    allowed: Allowances


class NamesPage(Page):
    """The profile, one name or address a line; the tester below it; names of clients; what is allowed."""

    kinds = frozenset({"profile", "client", "allowance", "find"})

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("My names"),
            self.tr(
                "Your name goes into your pictures. The others are what you are looked for by; a host that you agree "
                "to is asked for them."
            ),
        )
        self._edited = False  # what was typed and not saved yet is never read over
        form = Form()
        self.name = QLineEdit()
        self.name.textEdited.connect(self._typed)
        form.add(self.tr("Name"), self.name, self.tr("As it should stand in your pictures."))
        self.lists: dict[str, Lines] = {}
        words = {
            "aliases": (self.tr("Other names"), self.tr("Pen names and former names, one a line.")),
            "handles": (self.tr("Handles"), self.tr("Your accounts, one a line.")),
            "studios": (self.tr("Studios"), self.tr("Studios and labels of your own, one a line.")),
            "characters": (self.tr("Characters"), self.tr("Characters and worlds that are yours, one a line.")),
            "addresses": (self.tr("Addresses"), self.tr("Sites and pages of your own, one a line.")),
            "ignored": (
                self.tr("Does not count"),
                self.tr("Phrases in which a name is somebody else's, one a line: wren house, Christopher Wren."),
            ),
        }
        for key in _LISTS:
            field = Lines(3 if key in ("aliases", "handles", "addresses") else 2)
            field.textChanged.connect(self._typed)
            form.add(words[key][0], field, words[key][1])
            self.lists[key] = field
        self.body.addSpacing(8)
        self.body.addLayout(form)
        self.save = button(self.tr("Save"), self._save, "primary")
        self.body.addSpacing(8)
        self.body.addLayout(row(self.save, None))
        part = self.section(
            self.tr("Try it out"),
            self.tr("What would be found in a text, how strongly, and why. It stays on this machine."),
        )
        self.tester = NameTester(self)
        part.addWidget(self.tester)
        part = self.section(
            self.tr("Names of clients"),
            self.tr("A client's characters and studios. While that client is sealed, no host is asked for them."),
        )
        self.of_clients = ClientNamesPanel(self)
        part.addWidget(self.of_clients)
        part = self.section(
            self.tr("Allowed"), self.tr("Accounts and addresses that you have nothing against: no find any more.")
        )
        self.allowed = AllowedPanel(self)
        part.addWidget(self.allowed)
        self.finish()

    def refresh(self) -> None:
        """Read the profile."""
        self.read(_read, self._show)

    def _typed(self, *_: object) -> None:
        self._edited = True

    def _show(self, found: _Names) -> None:
        self.of_clients.show_names(found.clients, self.tester.place)
        self.allowed.show_allowed(found.allowed)
        if self._edited:
            return
        self.name.setText(found.profile.name)
        for key, field in self.lists.items():
            field.setPlainText("\n".join(getattr(found.profile, key)))
        self._edited = False

    def _save(self) -> None:
        lists: dict[str, Any] = {key: tuple(_lines(field.toPlainText())) for key, field in self.lists.items()}
        name = self.name.text().strip()

        def work(studio: "Studio") -> tuple[bool, list[Change]]:
            profile = studio.catalogue.profile.get()
            wanted = replace(profile, name=name, **lists)
            if profile == wanted:
                return False, []
            with studio.catalogue.transaction():
                studio.catalogue.profile.set(wanted)
                studio.catalogue.custody.append("profile-changed", "profile", {"name": wanted.name})
            return True, [Change("profile", ("profile",))]

        self.write(work, self._saved)

    def _saved(self, changed: bool) -> None:
        self._edited = False
        self.tester.look()
        self.say(self.tr("Saved.") if changed else self.tr("Nothing to save: that is how it was."))


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _read(studio: "Studio") -> _Names:
    return _Names(studio.catalogue.profile.get(), client_names(studio), allowances(studio))
