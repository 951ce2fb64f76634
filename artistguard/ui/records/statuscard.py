"""A registry that can only be asked: what it says of the addresses of the artist's works, with a key of their own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled
from artistguard.model.jobs import Change
from artistguard.model.registering import Capabilities
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui import watchwords
from artistguard.ui.batchwords import LINES
from artistguard.ui.column import broken
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.records import words
from artistguard.ui.records.registrycard import RegistryCard
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import button, label

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.registry_status import Answered, Asking
    from artistguard.workflow.studio import Studio

_SHOWN = 3  # requests that are shown to the last byte


@dataclass(frozen=True, slots=True)
class Question:
    """What would be asked, what must be agreed to first, and whether a key is kept."""

    asking: "Asking"
    missing: tuple[HostNeed, ...]
    planned: tuple[Planned, ...]
    network: bool
    key: bool


class StatusCard(RegistryCard):
    """Its word is of a moment, and no record of ours: nothing here is ever called recorded."""

    def __init__(self, context: "Context", what: Capabilities, parent: QWidget | None = None) -> None:
        super().__init__(what, parent)
        self._context = context
        self.look = self.add_action(button(self.tr("Ask about my works")))
        self.go = self.add_action(button(self.tr("Ask now"), "primary"))
        self.keys = self.add_action(button(self.tr("Keep a key of yours"), "quiet", "key"))
        self.look.clicked.connect(self.plan)
        self.go.clicked.connect(self._ask)
        self.keys.clicked.connect(lambda: context.go_to("settings", page="network"))
        self.consent = ConsentPanel(context)
        self.consent.agreed.connect(self.plan)
        self.said = label("", wrap=True)
        self.head.addWidget(self.said)
        self.head.addWidget(self.consent)
        self._question: Question | None = None
        self.said.hide()
        self._look(None)

    def plan(self) -> None:
        """Look at what would be asked, of all works whose addresses are known."""
        name = self.what.name

        def read(studio: "Studio") -> Question:
            from artistguard.ui.records.asks import shown
            from artistguard.workflow import consents, registry_status

            registry = registry_status.find(studio, name)
            works = [work.id for work in studio.catalogue.works.iterate()]
            asking = registry_status.plan(studio, registry, works)
            why = spoken(asking.leaves[0].why) if asking.leaves else ""
            missing = consents.missing(studio, [HostNeed(registry.host, why)], Purpose.REGISTER)
            planned = tuple(shown(each) for each in asking.leaves[:_SHOWN])
            key = registry.host in studio.keys.secrets()
            return Question(asking, missing, planned, studio.settings.network, key)

        self._context.bridge.query(read, self._planned, self._failed, owner=self)

    def _planned(self, found: Question) -> None:
        asking = found.asking
        count, left = len(asking.question.addresses), asking.left
        sealed, without = len(asking.sealed), len(asking.without)
        parts = [self.tr("%Ln address(es) would be asked about.", "", count)]
        parts += [self.tr("%Ln more wait(s) for another time.", "", left)] if left else []
        parts += [self.tr("%Ln sealed work(s) left out.", "", sealed)] if sealed else []
        parts += [self.tr("%Ln work(s) without a known address.", "", without)] if without else []
        if not found.key:
            parts.append(self.tr("It answers those who have a key of their own."))
        self._say(" ".join(parts))
        asks = found.key and (bool(found.missing) or not found.network)
        if asks:
            self.consent.ask(found.missing, found.planned, Purpose.REGISTER)
        self._look(found if found.key and not asks else None, key=found.key)

    def _ask(self) -> None:
        if self._question is None:
            return
        name, asking = self.what.name, self._question.asking

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[Answered, list[Change]]":
            from artistguard.workflow import registry_status

            registry = registry_status.find(studio, name)
            return registry_status.ask(studio, registry, asking, progress=progress, cancel=cancel), []

        self.go.setEnabled(False)
        title = filled(self.tr("Asking %1"), self.title)
        self._context.bridge.operate(title, work, self._answered, self._failed, owner=self, aside=LINES["register"])

    def _answered(self, found: "Answered") -> None:
        yes = sum(each.opted_out is True for each in found.said)
        no = sum(each.opted_out is False for each in found.said)
        text = self.tr("On %1 it says opted out: yes for %2, no for %3; of %4 it says neither. That is its word.")
        moment = f"{found.at.astimezone():%Y-%m-%d %H:%M}"
        counts = (words.number(yes), words.number(no), words.number(len(found.said) - yes - no))
        self._say(filled(text, moment, *counts))
        self._look(None)

    def _failed(self, error: ArtistGuardError) -> None:
        if not isinstance(error, Cancelled):
            self._say(told(error))
        self._look(None)

    def _say(self, text: str) -> None:
        self.said.setText(broken(watchwords.plain(text, 600)))
        self.said.show()

    def _look(self, question: Question | None, *, key: bool = True) -> None:
        """Which buttons there are."""
        self._question = question
        self.look.setVisible(question is None)
        self.keys.setVisible(not key)
        self.go.setVisible(question is not None)
        self.go.setEnabled(True)
        if question is not None:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
