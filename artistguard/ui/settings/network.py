"""The network: one switch, the hosts that were agreed to, and everything that ever left this machine."""

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from artistguard.model.egress import EgressEntry, Purpose
from artistguard.model.jobs import Change
from artistguard.ui.settings.hosts import Hosts, HostsPanel, TokensPanel, hosts
from artistguard.ui.settings.parts import Page, button, label, row
from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_SHOWN = 1000  # the newest lines; the command line lists them all


@dataclass(frozen=True, slots=True)
class _Ledger:
    on: bool
    sent: int
    refused: int
    bytes_out: int
    newest: tuple[EgressEntry, ...]  # newest first
    hosts: Hosts


class NetworkPage(Page):
    """The switch of the door, hosts and tokens, and the egress ledger."""

    kinds = frozenset({"settings", "egress", "consent", "token"})
    always = True

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("Network"),
            self.tr("ArtistGuard works without a network. Nothing leaves this machine unless this switch is on."),
        )
        self.switch = QCheckBox(self.tr("Let ArtistGuard use the network"))
        self.switch.setAccessibleName(self.switch.text())
        self.switch.clicked.connect(self._turn)
        self.body.addSpacing(8)
        self.body.addWidget(self.switch)
        self.meaning = label("", "quiet")
        self.body.addWidget(self.meaning)
        part = self.section(
            self.tr("Hosts that may be asked"), self.tr("Each was agreed to after you saw what would be sent.")
        )
        self.hosts = HostsPanel(self)
        part.addWidget(self.hosts)
        part = self.section(self.tr("Tokens"), self.tr("Some hosts answer more to those who have an account there."))
        self.tokens = TokensPanel(self)
        part.addWidget(self.tokens)
        part = self.section(self.tr("What left this machine"))
        self.sum = label()
        part.addWidget(self.sum)
        self.lines = QListWidget()
        self.lines.setAccessibleName(self.tr("Requests, newest first"))
        self.lines.setWordWrap(True)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.lines.setAlternatingRowColors(True)
        self.lines.setMinimumHeight(Theme.current().px(220))
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        part.addWidget(self.lines, 1)
        self.copy = button(
            self.tr("Copy the lines"), self._copy, about=self.tr("Copy the chosen lines, or all of them")
        )
        self.again = button(self.tr("Read again"), self.refresh, "quiet")
        part.addLayout(row(self.copy, self.again, None))
        self.rest = QWidget()  # takes the room of a list that is not there
        self.rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        part.addWidget(self.rest, 1)
        self.body.setStretchFactor(part, 1)

    def refresh(self) -> None:
        """Read switch and ledger."""
        self.read(_ledger, self._show)

    def _show(self, ledger: _Ledger) -> None:
        last = self.hosts.show_hosts(ledger.hosts.agreed, self.switch)
        self.tokens.show_tokens(ledger.hosts.tokens, last)
        self.switch.setChecked(ledger.on)
        self.meaning.setText(
            self.tr("It is on: time stamps and what you ask for may go out, each request in the list below.")
            if ledger.on
            else self.tr("It is off. A request made now is refused here, before a byte leaves.")
        )
        if not ledger.sent and not ledger.refused:
            self.sum.setText(self.tr("Nothing. No request was ever made."))
        else:
            parts = [self.tr("%n request(s) left,", "", ledger.sent) + " " + amount(ledger.bytes_out) + "."]
            if ledger.refused:
                parts.append(self.tr("%n were refused here, and nothing of them left.", "", ledger.refused))
            if ledger.sent + ledger.refused > _SHOWN:
                parts.append(self.tr("The newest 1,000 are shown."))
            self.sum.setText(" ".join(parts))
        some = bool(ledger.newest)
        self.lines.setVisible(some)
        self.rest.setVisible(not some)
        self.again.setVisible(some)
        self.copy.setVisible(some)
        self.lines.clear()
        words = LedgerWords()
        for entry in ledger.newest:
            item = QListWidgetItem(words.sentence(entry))
            if entry.refused:
                item.setForeground(Theme.current().colour("muted"))
            self.lines.addItem(item)

    def _turn(self) -> None:
        on = self.switch.isChecked()

        def work(studio: "Studio") -> tuple[bool, list[Change]]:
            studio.save(replace(studio.settings, network=on))
            studio.catalogue.custody.append("network-switched", "network", {"on": on})
            return on, [Change("settings", ())]

        self.write(work, lambda _: self.refresh(), lambda _: self.refresh())

    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        chosen = self.lines.selectedItems() or [self.lines.item(i) for i in range(self.lines.count())]
        QGuiApplication.clipboard().setText("\n\n".join(item.text() for item in chosen))
        self.say(self.tr("%n line(s) copied.", "", len(chosen)))


def amount(count: int) -> str:
    """Bytes for people, in powers of ten, as disks are sold."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


class LedgerWords(QObject):
    """One line of the ledger in words."""

    def sentence(self, entry: EgressEntry) -> str:
        """One line of the ledger in words: when, whom, for what, how much, and what came back."""
        local = entry.at.astimezone()
        when = f"{local:%Y-%m-%d %H:%M:%S}"
        host = urlsplit(entry.url).hostname or entry.url
        why = {
            Purpose.TIME_STAMP: self.tr("for a time stamp"),
            Purpose.TRUST_LIST: self.tr("for the official trust list"),
            Purpose.REVOCATION: self.tr("whether a certificate was revoked"),
            Purpose.WATCH: self.tr("for a watch"),
            Purpose.CHECK: self.tr("for something that you checked"),
            Purpose.PICTURE: self.tr("for a picture to compare"),
            Purpose.POSTED_COPY: self.tr("for a copy that you posted"),
            Purpose.SCAN: self.tr("for a scan on other machines"),
            Purpose.REGISTER: self.tr("for a record of your works"),
        }.get(entry.purpose, self.tr("for something else") + f" ({entry.purpose.value})")
        about = len(entry.subjects.works)
        told = [self.tr("about %n work(s)", "", about)] if about else []
        told += [self.tr("about the name(s)") + " " + ", ".join(entry.subjects.names)] if entry.subjects.names else []
        told += [self.tr("about") + " " + ", ".join(entry.subjects.addresses)] if entry.subjects.addresses else []
        head = f"{when}   {host}, {why}" + (", " + ", ".join(told) if told else "")
        if entry.refused and not entry.bytes_out:
            return f"{head}\n" + self.tr("Refused here, nothing left.") + f" {entry.refused}"
        answer = self.tr("answered") + f" {entry.status}" if entry.status is not None else self.tr("no answer came")
        return (
            f"{head}\n{amount(entry.bytes_out)} "
            + self.tr("out")
            + f", {amount(entry.bytes_in)} "
            + self.tr("back")
            + f", {answer}"
        )


def _ledger(studio: "Studio") -> _Ledger:
    newest: deque[EgressEntry] = deque(maxlen=_SHOWN)
    sent = refused = size = 0
    for entry in studio.catalogue.egress.iterate():
        newest.append(entry)
        size += entry.bytes_out
        if entry.refused and not entry.bytes_out:
            refused += 1
        else:
            sent += 1
    return _Ledger(studio.settings.network, sent, refused, size, tuple(reversed(newest)), hosts(studio))
