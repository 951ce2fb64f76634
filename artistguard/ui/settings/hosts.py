"""Hosts: which were agreed to, since when and for what, what was seen before; and the tokens that are kept for some."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from artistguard.model.consent import Consent
from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.settings.parts import Form, Page, button, label, row
from artistguard.ui.widgets import tab_through

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Hosts:
    """What is agreed to now, oldest first, and whose tokens are kept."""

    agreed: tuple[Consent, ...]
    tokens: tuple[str, ...]


class HostsPanel(QWidget):
    """A row a host that was agreed to; below it the tokens."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setAccessibleName(self.tr("Hosts"))
        self.rows: dict[str, HostRow] = {}
        self._none = label(self.tr("None. ArtistGuard asks you before it asks a host for the first time."), "quiet")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._none)
        column.addLayout(self._list)

    def show_hosts(self, agreed: Sequence[Consent], after: QWidget) -> QWidget:
        """List them; Tab comes from `after`. Returns where Tab is at the end."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for consent in agreed:
            made = self.rows[consent.id] = HostRow(consent)
            made.withdrawn.connect(partial(self._withdraw, consent.id, consent.host))
            self._list.addWidget(made)
        self._none.setVisible(not agreed)
        buttons = [each for made in self.rows.values() for each in (made.seen, made.withdraw)]
        return tab_through(after, *buttons)

    def _withdraw(self, id_: str, host: str) -> None:
        def work(studio: "Studio") -> tuple[str, list[Change]]:
            from artistguard.workflow import consents

            consents.withdraw(studio, id_)
            return host, [Change("consent", (id_,))]

        self._page.write(work, self._withdrew)

    def _withdrew(self, host: str) -> None:
        self._page.say(watchwords.filled(self.tr("Withdrawn. %1 is not asked any more."), host))


class HostRow(QFrame):
    """One consent: host, purposes, since when, what was seen before it was given."""

    withdrawn = Signal()

    def __init__(self, consent: Consent) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(consent.host)
        purposes = ", ".join(watchwords.purpose(each) for each in consent.purposes)
        when = watchwords.moment(consent.at)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(consent.host, "section"))
        words.addWidget(label(watchwords.filled(self.tr("For %1; agreed %2."), purposes, when), "quiet"))
        self.seen = button(self.tr("What I saw"), self._toggle, "quiet")
        self.withdraw = button(self.tr("Withdraw"), self.withdrawn.emit)
        for each in (self.seen, self.withdraw):
            each.setAccessibleName(f"{each.text()}: {consent.host}")
        self.shown = label(broken(consent.shown), "muted")
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shown.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(self.seen, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.shown)
        self.seen.setVisible(bool(consent.shown))

    def _toggle(self) -> None:
        self.shown.setVisible(self.shown.isHidden())


class TokensPanel(QWidget):
    """Tokens are set and forgotten here, and never shown again."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setAccessibleName(self.tr("Tokens"))
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        form = Form()
        self.host = QLineEdit()
        self.host.setPlaceholderText("huggingface.co")
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        form.add(self.tr("Host"), self.host)
        form.add(
            self.tr("Token"),
            self.token,
            self.tr("Locked by the keychain or your passphrase, sent to this host alone, never shown again."),
        )
        self.keep = button(self.tr("Keep this token"), self._keep)
        self.keep.setEnabled(False)
        for field in (self.host, self.token):
            field.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._list)
        column.addLayout(form)
        column.addLayout(row(self.keep, None))

    def show_tokens(self, hosts: Sequence[str], after: QWidget) -> None:
        """Whose tokens are kept; Tab comes from `after`."""
        buttons = []
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for host in hosts:
            holder = QWidget()
            forget = button(self.tr("Forget"), partial(self._forget, host))
            forget.setAccessibleName(watchwords.filled(self.tr("Forget the token of %1"), host))
            words = label(watchwords.filled(self.tr("A token of %1 is kept."), host))
            line = row(words, forget)
            line.setStretch(0, 1)
            holder.setLayout(line)
            self._list.addWidget(holder)
            buttons.append(forget)
        tab_through(after, *buttons, self.host, self.token, self.keep)

    def _typed(self) -> None:
        self.keep.setEnabled(bool(self.host.text().strip() and self.token.text().strip()))

    def _keep(self) -> None:
        host, token = self.host.text().strip(), self.token.text().strip()
        self.token.clear()

        def work(studio: "Studio") -> tuple[str, list[Change]]:
            from artistguard.workflow import tokens

            tokens.set_token(studio, host, token)
            return host, [Change("token", (host,))]

        self._page.write(work, self._kept)

    def _kept(self, host: str) -> None:
        self.host.clear()
        self._page.say(watchwords.filled(self.tr("The token of %1 is kept. It is not shown again."), host))

    def _forget(self, host: str) -> None:
        def work(studio: "Studio") -> tuple[str, list[Change]]:
            from artistguard.workflow import tokens

            tokens.forget_token(studio, host)
            return host, [Change("token", (host,))]

        self._page.write(work, self._forgot)

    def _forgot(self, host: str) -> None:
        self._page.say(watchwords.filled(self.tr("The token of %1 is forgotten."), host))


def hosts(studio: "Studio") -> Hosts:
    """Read both."""
    from artistguard.workflow import consents, tokens

    return Hosts(consents.agreed(studio), tokens.hosts_with_tokens(studio))
