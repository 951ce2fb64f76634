"""The panels of the signature page: create, take in, and a passphrase for a file that leaves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from artistguard.ui.settings.parts import Form, button, label, row
from artistguard.ui.settings.paths import FileField

if TYPE_CHECKING:
    from artistguard.ui.settings.signature import SignaturePage

_FILES = "PKCS#12, PEM (*.p12 *.pfx *.pem *.crt *.cer);;*"


class Passphrases(QWidget):
    """A passphrase, typed twice. `text` is empty until both are the same."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Passphrase"))
        self.first, self.second = QLineEdit(), QLineEdit()
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        for field, words in ((self.first, self.tr("Passphrase")), (self.second, self.tr("The same again"))):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._typed)
            form.add(words, field)
        self.state = label("", "muted")
        form.addRow("", self.state)
        self.setLayout(form)
        self.setFocusProxy(self.first)
        self._typed()

    @property
    def text(self) -> str:
        """The passphrase, or empty."""
        return self.first.text() if self.first.text() == self.second.text() else ""

    def clear(self) -> None:
        """What was typed does not stay."""
        self.first.clear()
        self.second.clear()

    def _typed(self) -> None:
        if self.second.text() and self.first.text() != self.second.text():
            words = self.tr("The two are not the same.")
        elif len(self.first.text()) < 12:
            words = self.tr("Four or more words make a good one. It cannot be had again if you forget it.")
        else:
            words = self.tr("It cannot be had again if you forget it.")
        self.state.setText(words)
        self.changed.emit()


class CreatePanel(QFrame):
    """An own signature in one step; what it is worth is said before it is made."""

    def __init__(self, page: "SignaturePage") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("A new signature"))
        self._page = page
        form = Form()
        self.name = QLineEdit()
        self.name.textChanged.connect(self._ready)
        self.name.returnPressed.connect(self._create)
        form.add(self.tr("Name"), self.name, self.tr("Shown as the signer."))
        self.organization = QLineEdit()
        form.add(self.tr("Issuer"), self.organization, self.tr("A studio's name; empty: the same as the name."))
        self.algorithm = QComboBox()
        for value, words in (
            ("ES256", self.tr("ES256 (every reader takes it)")),
            ("ES384", "ES384"),
            ("PS256", "PS256 (RSA)"),
            ("EdDSA", "EdDSA (Ed25519)"),
        ):
            self.algorithm.addItem(words, value)
        form.add(self.tr("Algorithm"), self.algorithm)
        self.lock = Passphrases()
        self.lock.changed.connect(self._ready)
        self.truth = label(
            self.tr(
                "Anyone can check that nothing was changed since you signed. Who you are they cannot: public verifiers "
                "will show an unknown signer, because no authority they know vouches for you."
            )
        )
        self.make = button(self.tr("Create my signature"), self._create, "primary", "key")
        self.setFocusProxy(self.name)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("A new signature"), "section"))
        inside.addLayout(form)
        inside.addWidget(self.lock)
        inside.addWidget(self.truth)
        inside.addLayout(row(self.make, None))
        self._ready()

    def need_passphrase(self, needed: bool) -> None:
        """Whether a passphrase has to lock the key, since there is no keychain."""
        self.lock.setVisible(needed)
        self._ready()

    def suggest(self, name: str) -> None:
        """Offer the artist's own name."""
        if not self.name.text():
            self.name.setText(name)

    def clear(self) -> None:
        """Empty the fields."""
        self.name.clear()
        self.organization.clear()
        self.lock.clear()

    def _ready(self) -> None:
        locked = self.lock.isHidden() or bool(self.lock.text)
        self.make.setEnabled(bool(self.name.text().strip()) and locked)

    def _create(self) -> None:
        if self.make.isEnabled():
            self._page.make_identity(
                self.name.text().strip(),
                self.organization.text().strip(),
                str(self.algorithm.currentData()),
                "" if self.lock.isHidden() else self.lock.text,
            )


class TakeInPanel(QFrame):
    """A PKCS#12 file, or a PEM chain with its key."""

    def __init__(self, page: "SignaturePage") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("One that you have already"))
        self._page = page
        form = Form()
        self.file = FileField(self.tr("File"), _FILES)
        form.add(self.tr("File"), self.file, self.tr("A back-up, a seat's file, or what an authority sent you."))
        self.key = FileField(self.tr("Private key"), _FILES)
        form.add(self.tr("Private key"), self.key, self.tr("Only if it is a file of its own."))
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        form.add(self.tr("Passphrase"), self.passphrase, self.tr("Of that file, if it has one."))
        self.take = button(self.tr("Take it in"), self._take, "primary")
        self.file.path.textChanged.connect(self._ready)
        self.setFocusProxy(self.file)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("One that you have already"), "section"))
        inside.addLayout(form)
        inside.addLayout(row(self.take, None))
        self._ready()

    def clear(self) -> None:
        """Empty the fields; a passphrase does not stay on the screen."""
        self.file.path.clear()
        self.key.path.clear()
        self.passphrase.clear()

    def _ready(self) -> None:
        self.take.setEnabled(self.file.chosen() is not None)

    def _take(self) -> None:
        chain = self.file.chosen()
        if chain is not None:
            self._page.take_in(chain, self.key.chosen(), self.passphrase.text())


class PassphrasePanel(QFrame):
    """A passphrase, twice, for a file that holds a key; and a name where one is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Passphrase"))
        self._then: Callable[[str, str], object] | None = None
        self._named = False
        self.lead = label()
        self.name = QLineEdit()
        self._name_label = label("", wrap=False)
        self._name_label.setBuddy(self.name)
        self.name.setAccessibleName(self.tr("Name"))
        form = Form()
        form.addRow(self._name_label, self.name)
        self.passphrases = Passphrases()
        self.passphrases.changed.connect(self._ready)
        self.name.textChanged.connect(self._ready)
        self.go = button(self.tr("Choose where…"), self._go_on, "primary")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        inside.addWidget(self.lead)
        inside.addLayout(form)
        inside.addWidget(self.passphrases)
        inside.addLayout(row(self.go, button(self.tr("Not now"), self.close_), None))
        self.hide()

    def ask(self, text: str, agree: str, then: Callable[[str, str], object], *, name: str = "") -> None:
        """Ask; `then` gets passphrase and name. With `name` a field of that label is asked for as well."""
        self.lead.setText(text)
        self.go.setText(agree)
        self.go.setAccessibleName(agree)
        self._then, self._named = then, bool(name)
        self._name_label.setText(name)
        self.name.setAccessibleName(name or self.tr("Name"))
        self._name_label.setVisible(self._named)
        self.name.setVisible(self._named)
        self.name.clear()
        self.passphrases.clear()
        self._ready()
        self.show()
        (self.name if self._named else self.passphrases.first).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_(self) -> None:
        """Leave it; what was typed does not stay."""
        self._then = None
        self.passphrases.clear()
        self.hide()

    def _ready(self) -> None:
        named = bool(self.name.text().strip()) or not self._named
        self.go.setEnabled(bool(self.passphrases.text) and named)

    def _go_on(self) -> None:
        then, passphrase, name = self._then, self.passphrases.text, self.name.text().strip()
        self.close_()
        if then is not None:
            then(passphrase, name)
