"""Consents granted: "I said yes to X on D for these works", beside what was reserved."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from artistguard.model.errors import ArtistGuardError
from artistguard.model.grants import Grant
from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records import ledgerwords, words
from artistguard.ui.records.grantform import GrantForm
from artistguard.ui.settings.parts import told
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import button, label, muted, section

if TYPE_CHECKING:
    from artistguard.model.artwork import Artwork
    from artistguard.model.reserved import Reserved
    from artistguard.model.rights import Client
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio


class Grants(QWidget):
    """What held on the day that is shown, every consent there is, and the form for a new one."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._day: Reserved | None = None
        self._work: Artwork | None = None
        self._known: tuple[Grant, ...] = ()
        self._clients: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self.on_day = label("", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.cards: dict[str, GrantRow] = {}
        self.add = button(self.tr("Write down a yes…"), icon="plus")
        self.add.clicked.connect(self.begin)
        self.form = GrantForm(context)
        self.form.made.connect(self._made)
        self.form.closed.connect(self._closed)
        self.form.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(section(self.tr("Consents you granted")))
        column.addWidget(self.on_day)
        column.addLayout(self._list)
        self._none = muted(self.tr("None is on record."))
        column.addWidget(self._none)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        self._trouble = label("", "look", wrap=True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        self.on_day.hide()
        context.bridge.changed.connect(self._changed)

    # --- from outside

    def show_day(self, work: "Artwork | None", found: "Reserved | None") -> None:
        """Say which consents held for a work on a day."""
        self._work, self._day = work, found
        self.form.show_work(work)
        if found is None or not found.known:
            self.on_day.hide()
            return
        day = words.day(found.day)
        if found.grants:
            whom = words.listed(grant.to for grant in found.grants)
            self.on_day.setText(filled(self.tr("On %1 your yes held for this work: %2."), day, broken(whom)))
        else:
            self.on_day.setText(filled(self.tr("On %1 no consent of yours held for this work."), day))
        self.on_day.show()

    def refresh(self) -> None:
        """Read every consent."""
        self._context.bridge.query(_known, self._show, self._failed, owner=self)

    def begin(self) -> None:
        """Open the form."""
        self.add.hide()
        self.form.begin()

    # --- inside

    def _show(self, found: "tuple[tuple[Grant, ...], tuple[Client, ...], dict[str, int]]") -> None:
        self._known, clients, self._numbers = found
        self._clients = {client.id: client.name for client in clients}
        self.form.show_clients(clients)
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        for grant in reversed(self._known):
            row = self.cards[grant.id] = GrantRow(grant, self._described(grant))
            row.end.clicked.connect(partial(self._end, grant.id))
            self._list.addWidget(row)
        self._none.setVisible(not self._known)

    def _described(self, grant: Grant) -> str:
        uses = ", ".join(ledgerwords.use(use) for use in grant.uses)
        if grant.client_id is not None:
            scope = filled(self.tr("works of %1"), self._clients.get(grant.client_id, ""))
        elif grant.works:
            scope = words.listed((f"#{self._numbers[id_]}" for id_ in grant.works if id_ in self._numbers), 8)
        else:
            scope = self.tr("all works")
        last = min((day for day in (grant.until, grant.ended_on) if day is not None), default=None)
        until = filled(self.tr("until %1"), words.day(last)) if last is not None else self.tr("until you end it")
        since = filled(self.tr("from %1"), words.day(grant.since))
        text = f"{uses}; {scope}; {since}, {until}"
        written = filled(self.tr("Written down %1 by %2."), f"{grant.at.astimezone():%Y-%m-%d %H:%M}", grant.actor)
        return "\n".join(part for part in (f"{text}. {written}", watchwords.plain(grant.note)) if part)

    def _end(self, id_: str) -> None:
        def work(studio: "Studio") -> object:
            from artistguard.workflow import grants

            return grants.end(studio, id_)

        self._context.bridge.query(work, lambda _: self._tell(), self._failed, owner=self)

    def _made(self) -> None:
        self._trouble.hide()
        self._closed()
        self._tell()

    def _closed(self) -> None:
        self.add.show()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self._context.bridge.tell([Change("grant", ())])

    def _changed(self, changes: Sequence[Change]) -> None:
        if {"grant", "client"} & {change.kind for change in changes}:
            self.refresh()

    def _failed(self, error: ArtistGuardError) -> None:
        self._trouble.setText(broken(told(error)))
        self._trouble.show()


class GrantRow(QFrame):
    """One consent, and the button that ends it."""

    def __init__(self, grant: Grant, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        name = watchwords.plain(grant.to)
        self.setAccessibleName(name)
        self.end = button(self.tr("End it today"), "quiet")
        self.end.setAccessibleName(f"{self.end.text()}: {name}")
        over = grant.ended_on is not None or (grant.until is not None and grant.until < date.today())
        said = QVBoxLayout()
        said.setSpacing(2)
        title = section(broken(name))
        title.setWordWrap(True)
        said.addWidget(title)
        said.addWidget(label(broken(text), "quiet", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.addLayout(said, 1)
        row.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)
        self.end.setVisible(not over)


def _known(studio: "Studio") -> "tuple[tuple[Grant, ...], tuple[Client, ...], dict[str, int]]":
    found = studio.catalogue.grants.list()
    works = studio.catalogue.works.get_many([id_ for grant in found for id_ in grant.works])
    numbers = {id_: work.number for id_, work in works.items()}
    return found, tuple(studio.catalogue.clients.list()), numbers
