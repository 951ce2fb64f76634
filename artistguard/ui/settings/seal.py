"""A client's seal: what it means, open or closed, until when."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from artistguard.model.rights import Client
from artistguard.ui.settings.day import DayField
from artistguard.ui.settings.parts import Question, button, label, row
from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.settings.clients import ClientsPage


class SealPanel(QFrame):
    """Says what the seal does just now, and changes it at once (it does not wait for Save)."""

    def __init__(self, page: "ClientsPage") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Seal"))
        self._page = page
        self._client: Client | None = None
        self.sign = QLabel()
        self.title = label("", "section")
        self.meaning = label()
        self.until = DayField(self.tr("until I open it"), self.tr("until a day"), self.tr("How long the seal holds"))
        self.until.changed.connect(self._timed)
        self.close_ = button(self.tr("Seal"), self._close, icon="lock")
        self.open_ = button(self.tr("Open the seal…"), self._ask, icon="unlock")
        self.question = Question()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        head = row(self.sign, self.title)
        head.setStretch(1, 1)
        inside.addLayout(head)
        inside.addWidget(self.meaning)
        hold = label(self.tr("It holds"), wrap=False)
        hold.setBuddy(self.until)
        self.hold = hold
        inside.addLayout(row(hold, self.until, self.close_, None))
        inside.addLayout(row(self.open_, None))
        inside.addWidget(self.question)
        Theme.current().changed.connect(self._look)

    def show_client(self, client: Client, works: int | None) -> None:
        """Show the seal of a client with so many works."""
        self._client = client
        self.question.close_()
        held = client.seal.forbids(date.today())
        until = client.seal.until
        if held and until is not None:
            self.title.setText(self.tr("Sealed until %1").replace("%1", f"{until:%Y-%m-%d}"))
        elif held:
            self.title.setText(self.tr("Sealed"))
        else:
            self.title.setText(self.tr("Not sealed"))
        count = "" if works is None else " " + self.tr("%n work(s) are under this client.", "", works)
        if held:
            words = self.tr(
                "Nothing that identifies these works leaves this machine: no time stamp, no registry, no look-up. No "
                "small pictures of them are kept."
            )
        else:
            words = self.tr("Their works are treated like your own: what you switch on may be asked about them.")
        self.meaning.setText(words + count)
        self.open_.setVisible(held)
        self.close_.setText(self.tr("Change") if held else self.tr("Seal"))
        self.close_.setAccessibleName(self.tr("Change how long the seal holds") if held else self.tr("Seal"))
        self.until.set(until if held else None)
        self._timed()
        self._look()

    def _timed(self) -> None:
        """A closed seal has something to change only when another day was chosen."""
        if self._client is not None:
            held = self._client.seal.forbids(date.today())
            self.close_.setVisible(not held or self.until.get() != self._client.seal.until)

    def _look(self) -> None:
        if self._client is None:
            return
        theme = Theme.current()
        held = self._client.seal.forbids(date.today())
        size = theme.px(20)
        pixmap = theme.pixmap("lock" if held else "unlock", size, "text" if held else "muted", self.devicePixelRatioF())
        self.sign.setPixmap(pixmap)
        self.sign.setFixedWidth(size)
        self.sign.setAccessibleName(self.tr("sealed") if held else self.tr("not sealed"))

    def _close(self) -> None:
        if self._client is not None:
            self._page.close_seal(self._client, self.until.get())

    def _ask(self) -> None:
        client = self._client
        if client is None:
            return
        self.question.ask(
            self.tr(
                "From then on time stamps may be asked for when works of %1 are signed, and small pictures of them are "
                "kept. What has left cannot be called back. You can seal them again at any time."
            ).replace("%1", client.name),
            self.tr("Open it"),
            lambda: self._page.open_seal(client),
        )
