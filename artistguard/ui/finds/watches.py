"""The watches: what is looked through by itself, how often, with what result; and what only a person may look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError
from artistguard.model.finds import Watch, WatchRun
from artistguard.model.jobs import Change
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui.finds.adding import AddWatch
from artistguard.ui.finds.linkouts import LinkOuts
from artistguard.ui.finds.settings import RunsByItself
from artistguard.ui.finds.watchcard import WatchCard
from artistguard.ui.spoken import spoken
from artistguard.ui.tasks import Progressed, TaskHandle
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import Empty, Page, button, label, tab_through

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_REFRESH_MS = 250


@dataclass(frozen=True, slots=True)
class Listed:
    """A watch, with what it would ask for and what is missing before it may."""

    watch: Watch
    requests: tuple[Planned, ...] = ()
    missing: tuple[HostNeed, ...] = ()
    pictures: tuple[HostNeed, ...] = ()
    left_out: tuple[str, ...] = ()
    network: bool = True


class Watches(Page):
    """A card a watch, the form that adds one, and the links for what has no interface."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=820)
        self.setAccessibleName(self.tr("Watches"))
        self._context = context
        self.cards: dict[str, WatchCard] = {}
        self._listed: Mapping[str, Listed] = {}
        self._tasks: dict[int, tuple[str, ...]] = {}  # which watches an operation runs
        self.body.addWidget(
            label(self.tr("A watch asks its source on a schedule, and tells you only what is new."), "quiet", wrap=True)
        )
        self.add = button(self.tr("Add a watch"), "primary", "plus")
        self.add.clicked.connect(self.begin_adding)
        self._off = _Off(context)
        self.body.addWidget(self._off)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.adding = AddWatch(context)
        self.adding.added.connect(self._added)
        self.adding.closed.connect(self._adding_closed)
        self.body.addWidget(self.adding)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self._empty = Empty("clock", self.tr("Nothing is watched yet."))
        self._empty.setMinimumHeight(Theme.current().px(160))
        self.body.addWidget(self._empty)
        self.itself = RunsByItself(context)
        self.body.addWidget(self.itself)
        self.links = LinkOuts(context)
        self.body.addWidget(self.links)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        bridge = context.bridge
        bridge.changed.connect(self._changed)
        bridge.progressed.connect(self._progressed)
        bridge.finished.connect(self._finished)

    # --- what a person does

    def begin_adding(self) -> None:
        """Open the form."""
        self.add.hide()
        self.adding.begin()

    def run_watches(self, ids: Sequence[str]) -> None:
        """Run some now, in the background."""
        chosen = tuple(ids)

        def work(
            studio: "Studio", progress: "Progress", cancel: "CancelToken"
        ) -> "tuple[list[WatchRun], list[Change]]":
            from artistguard.workflow import watches

            runs = watches.run(studio, chosen, progress=progress, cancel=cancel)
            return runs, [Change("watch", chosen), Change("find", ())]

        names = ", ".join(spoken(self.cards[id_].watch.title) for id_ in chosen if id_ in self.cards)
        task = self._context.bridge.operate(names or self.tr("Watches"), work, None, self._failed, aside="watch")
        self._tasks[task.id] = chosen
        for id_ in chosen:
            if id_ in self.cards:
                self.cards[id_].show_progress(Progressed(task.id, 0, None, ""))

    def run_all(self) -> None:
        """Run all that are not paused."""
        ready = [id_ for id_, each in self._listed.items() if not each.watch.paused]
        if ready:
            self.run_watches(ready)

    # --- keeping up

    def arrived(self) -> None:
        """Shown: also what may have changed outside of the program."""
        self.refresh()
        self.itself.refresh()
        self.links.refresh()

    def refresh(self) -> None:
        """Read the watches anew."""
        self._context.bridge.query(_listed, self._show)

    def _show(self, found: Sequence[Listed]) -> None:
        self._listed = {each.watch.id: each for each in found}
        for gone in set(self.cards) - set(self._listed):
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, (id_, each) in enumerate(self._listed.items()):
            card = self.cards.get(id_) or self._new_card(each.watch)
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
            asked = card.consent.isVisibleTo(card)
            card.show_watch(
                each.watch,
                needs_consent=bool(each.missing) and not asked,
                needs_pictures=bool(each.pictures) and not each.missing and not asked,
                able=each.network and not each.missing,
                left_out=each.left_out,
            )
        stops = [stop for id_ in self._listed for stop in self.cards[id_].stops]
        tab_through(self.adding.cancel, *stops, *self.itself.switches.values())
        self._off.setVisible(any(not each.network for each in found))
        self._empty.setVisible(not found and self.adding.isHidden())

    def _new_card(self, watch: Watch) -> WatchCard:
        card = WatchCard(self._context, watch)
        card.run_asked.connect(self._run_one)
        card.stop_asked.connect(self._stop)
        card.pause_asked.connect(self._pause)
        card.remove_asked.connect(self._remove)
        card.consent_asked.connect(self._consent)
        card.consent.agreed.connect(partial(self._agreed, watch.id))
        self.cards[watch.id] = card
        for task in self._context.bridge.tasks:
            if watch.id in self._tasks.get(task.id, ()):
                card.show_progress(task.progress)
        return card

    def _changed(self, changes: Sequence[Change]) -> None:
        if {"profile", "client"} & {change.kind for change in changes}:
            self.links.refresh()
        if {"watch", "consent", "settings", "profile", "client"} & {change.kind for change in changes}:
            self._later.start()

    def _progressed(self, steps: Sequence[Progressed]) -> None:
        for step in steps:
            for id_ in self._tasks.get(step.task_id, ()):
                if (card := self.cards.get(id_)) is not None:
                    card.show_progress(step)

    def _finished(self, task: TaskHandle) -> None:
        for id_ in self._tasks.pop(task.id, ()):
            if (card := self.cards.get(id_)) is not None:
                card.show_progress(None)
        self._later.start()

    # --- inside

    def _run_one(self, id_: str) -> None:
        each = self._listed.get(id_)
        if each is not None and (each.missing or not each.network):
            self._consent(id_)  # it says what is missing: an answer, or the network
        else:
            self.run_watches([id_])

    def _stop(self, id_: str) -> None:
        for task in self._context.bridge.tasks:
            if id_ in self._tasks.get(task.id, ()):
                task.cancel()
                self.cards[id_].stopping()

    def _consent(self, id_: str) -> None:
        each = self._listed[id_]
        self.cards[id_].agree.hide()
        self.cards[id_].consent.ask((*each.missing, *each.pictures), each.requests, Purpose.WATCH)

    def _agreed(self, id_: str) -> None:
        self.run_watches([id_])

    def _pause(self, id_: str, pause: bool) -> None:
        def work(studio: "Studio") -> object:
            from artistguard.workflow import watches

            return watches.pause(studio, id_) if pause else watches.resume(studio, id_)

        self._write(work)

    def _remove(self, id_: str) -> None:
        def work(studio: "Studio") -> object:
            from artistguard.workflow import watches

            return watches.remove(studio, id_)

        self._write(work)

    def _write(self, work: "Callable[[Studio], Any]") -> None:
        self._context.bridge.query(
            work, lambda _: self._context.bridge.tell([Change("watch", ())]), self._context.show_error, owner=self
        )

    def _failed(self, error: ArtistGuardError) -> None:
        self._context.show_error(error)

    def _added(self, id_: str) -> None:
        self._adding_closed()
        self.refresh()
        self.run_watches([id_])  # it was just agreed to

    def _adding_closed(self) -> None:
        self.add.show()
        self.add.setFocus()
        self._empty.setVisible(not self.cards)


class _Off(QFrame):
    """One line while the network is off: no watch can run."""

    def __init__(self, context: "Context") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        text = self.tr("The network is switched off: no watch can run.")
        self.setAccessibleName(text)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.addWidget(label(text, "look", wrap=True), 1)
        opening = button(self.tr("Open the network settings"))
        opening.clicked.connect(lambda: context.go_to("settings", page="network"))
        line.addWidget(opening)
        self.hide()


def _listed(studio: "Studio") -> list[Listed]:
    from artistguard.workflow import watches

    found = []
    for watch in watches.all_(studio):
        try:
            plan = watches.plan(studio, watch.id)
        except ArtistGuardError:
            found.append(Listed(watch, network=studio.settings.network))
        else:
            found.append(
                Listed(watch, plan.requests, plan.missing, plan.pictures, plan.left_out, studio.settings.network)
            )
    return found
