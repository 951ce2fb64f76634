"""The registries: those that take declarations from here, and what only people can fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.model.registering import Capabilities, DeclarationState, RegistryKind
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records.formcard import FormCard
from artistguard.ui.records.registrycard import RegistryCard
from artistguard.ui.records.statuscard import StatusCard
from artistguard.ui.settings.parts import told
from artistguard.ui.widgets import Page, ask_files, button, label, section

if TYPE_CHECKING:
    from artistguard.model.forms import FormState
    from artistguard.ui.context import Context
    from artistguard.workflow.forms import Entry
    from artistguard.workflow.packing import Packed
    from artistguard.workflow.studio import Studio
    from artistguard.workflow.work_addresses import Taken

_REFRESH_MS = 250


@dataclass(frozen=True, slots=True)
class Known:
    """What the page shows: registries with how declarations stand there, and forms with their steps."""

    registries: tuple[tuple[Capabilities, Mapping[DeclarationState, int]], ...]
    forms: "tuple[tuple[Entry, tuple[str, ...]], ...]"


class Registries(Page):
    """A card each."""

    register_asked = Signal(str)
    receipts_asked = Signal(str)

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=820)
        self.setAccessibleName(self.tr("Registries"))
        self._context = context
        self.cards: dict[str, RegistryCard] = {}
        self.forms: dict[str, FormCard] = {}
        self.works: Sequence[str] = ()  # what a packing list is about; none: all works
        text = self.tr(
            "A registry notes what you declared of a file, and when. Whether anybody reads it is said of each, with "
            "the day on which that was looked at."
        )
        self.body.addWidget(label(text, "quiet", wrap=True))
        self.settings = button(self.tr("Hubs, authorities, my domain, the key…"), icon="settings")
        self.settings.clicked.connect(lambda: context.go_to("settings", page="records"))
        self.body.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignLeft)
        self._trouble = label("", "look", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self._titles: dict[str, QWidget] = {}
        self._lists: dict[str, QVBoxLayout] = {}
        for key, title in (
            ("here", self.tr("Registered from here")),
            ("asked", self.tr("Can only be asked")),
            ("hand", self.tr("By hand: forms, settings and offices")),
        ):
            self._titles[key] = section(title)
            self.body.addWidget(self._titles[key])
            if key == "hand":
                self._hint = label(
                    self.tr("The program sends nothing to these. What you note of them is your own word."),
                    "quiet",
                    wrap=True,
                )
                self.body.addWidget(self._hint)
                tip = self.tr("A list in CSV: the work (its number, title or file name) and its address, a line each")
                self.addresses = button(self.tr("Where works stand on the web…"), "quiet", "link", tip=tip)
                self.addresses.clicked.connect(self._choose_list)
                self.body.addWidget(self.addresses, alignment=Qt.AlignmentFlag.AlignLeft)
            self._lists[key] = QVBoxLayout()
            self._lists[key].setSpacing(8)
            self.body.addLayout(self._lists[key])
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        context.bridge.changed.connect(self._changed)

    def arrived(self) -> None:
        """Shown."""
        self.refresh()

    def refresh(self) -> None:
        """Read anew."""
        self._context.bridge.query(_known, self._show, self._failed, owner=self)

    def _changed(self, changes: Sequence[Change]) -> None:
        if self.isVisible() and {"record", "form", "settings"} & {change.kind for change in changes}:
            self._later.start()

    def _show(self, found: Known) -> None:
        self._trouble.hide()
        for what, counts in found.registries:
            card = self.cards.get(what.name) or self._new_card(what)
            card.show_counts(counts)
        for entry, steps in found.forms:
            form = self.forms.get(entry.form.name) or self._new_form(entry, steps)
            form.show_entry(entry)
        for key, title in self._titles.items():
            title.setVisible(self._lists[key].count() > 0)
        for each in (self._hint, self.addresses):
            each.setVisible(self._lists["hand"].count() > 0)

    def _new_card(self, what: Capabilities) -> RegistryCard:
        asked = what.kind is RegistryKind.STATUS
        card = StatusCard(self._context, what) if asked else RegistryCard(what)
        card.register_asked.connect(self.register_asked)
        card.receipts_asked.connect(self.receipts_asked)
        self.cards[what.name] = card
        self._lists["asked" if asked else "here"].addWidget(card)
        return card

    def _new_form(self, entry: "Entry", steps: tuple[str, ...]) -> FormCard:
        card = FormCard(entry, steps)
        card.pack_asked.connect(self._choose_folder)
        card.marked.connect(self._mark)
        self.forms[card.name] = card
        self._lists["hand"].addWidget(card)
        return card

    # --- forms

    def _choose_folder(self, name: str) -> None:
        title = self.tr("Where the packing list goes")
        ask_files(self, lambda found: self.pack(name, found[0]) if found else None, folders=True, title=title)

    def pack(self, name: str, folder: Path) -> None:
        """Write a form's packing list, of the works chosen in the portfolio or else of all."""
        works = tuple(self.works)

        def work(studio: "Studio") -> "Packed":
            from artistguard.workflow import forms, packing

            ids = works or [each.id for each in studio.catalogue.works.iterate()]
            return packing.pack(studio, forms.find(studio, name), ids, folder)

        self._context.bridge.query(work, self._packed, partial(self._not_written, name), owner=self)

    def _choose_list(self) -> None:
        title = self.tr("A list of works and their addresses")
        ask_files(self, lambda found: self.take_addresses(found[0]) if found else None, title=title)

    def take_addresses(self, file: Path) -> None:
        """Note the addresses of a list: many forms want them, and so does whoever is asked about them."""

        def work(studio: "Studio") -> "Taken":
            from artistguard.workflow import work_addresses

            return work_addresses.take_in(studio, file)

        self._context.bridge.query(work, self._addresses_taken, partial(self._not_written, ""), owner=self)

    def _addresses_taken(self, found: "Taken") -> None:
        text = self.tr("%Ln new address(es), %1 known before.", "", found.new)
        words = [watchwords.filled(text, str(found.known))]
        passed_over = len(found.faults) + found.more
        if passed_over:
            words.append(self.tr("%n line(s) passed over.", "", passed_over))
            words.append(found.faults[0])
        self._context.show_banner(" ".join(words))

    def _packed(self, found: "Packed") -> None:
        made = found.packing
        words = [self.tr("The packing list is in %1, with %n work(s) in it.", "", len(made.works))]
        if made.sealed:
            words.append(self.tr("%n sealed and left out.", "", len(made.sealed)))
        if made.missing:
            words.append(self.tr("%n without a place in it; README.txt says why.", "", len(made.missing)))
        words.append(self.tr("You must send it yourself."))
        text = watchwords.filled(" ".join(words), paths.printable(found.folder))
        self._context.show_banner(text)
        self._context.bridge.tell([Change("form", (made.form.name,))])

    def _mark(self, name: str, state: "FormState", note: str) -> None:
        def work(studio: "Studio") -> object:
            from artistguard.workflow import forms

            return forms.mark(studio, name, state, note=note)

        def done(_: object) -> None:
            self._context.bridge.tell([Change("form", (name,))])

        self._context.bridge.query(work, done, partial(self._not_written, name), owner=self)

    def _not_written(self, name: str, error: ArtistGuardError) -> None:
        self._context.show_error(error)

    def _failed(self, error: ArtistGuardError) -> None:
        self._trouble.setText(broken(told(error)))
        self._trouble.show()


def _known(studio: "Studio") -> Known:
    from artistguard.workflow import forms, registering

    counts = studio.catalogue.declarations.counts()
    by_name = registering.registries(studio)
    named = [each.capabilities for each in by_name.values()]
    checklist = forms.checklist(studio)
    return Known(
        tuple((what, counts.get(what.name, {})) for what in named if what.kind is not RegistryKind.FORM),
        tuple((entry, forms.steps(entry.form)) for entry in checklist),
    )
