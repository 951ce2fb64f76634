"""The question at the first own signing: a name, and what the signature will be worth, said before it is made."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import FlowLayout, button, label, muted, section

_SHORTEST = 8  # letters of a passphrase


class FirstSignature(QFrame):
    """A panel in the batch bar. `given` carries name and passphrase (empty where a keychain keeps the key)."""

    given = Signal(str, str)
    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Your signature"))
        self._needs_passphrase = False
        worth = label(
            self.tr(
                "It is made on this machine, and the key stays here. Public verifiers will show an unknown signer: "
                "they confirm that a file is as you left it, and cannot confirm who you are."
            ),
            wrap=True,
        )
        worth.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name in the signature"))
        self.name.setPlaceholderText(self.tr("Your name, as you sign your work"))
        self.name.setMaxLength(64)
        self.phrase = QLineEdit()
        self.again = QLineEdit()
        for field, name in ((self.phrase, self.tr("Passphrase for the key")), (self.again, self.tr("The same again"))):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self.remark = muted("")
        self.make = button(self.tr("Make it and sign"), "primary")
        self.make.clicked.connect(self._give)
        later = button(self.tr("Not now"), "quiet")
        later.clicked.connect(self.hide)
        self._fields = QWidget()
        fields = FlowLayout(self._fields, 8)
        for field in (self.name, self.phrase, self.again):
            fields.addWidget(field)
            field.textChanged.connect(self._check)
            field.returnPressed.connect(self._give)
        fields.addWidget(self.make)
        fields.addWidget(later)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        column.addWidget(section(self.tr("Your first signature")))
        column.addWidget(worth)
        policy = self._fields.sizePolicy()
        policy.setHeightForWidth(True)
        self._fields.setSizePolicy(policy)
        Theme.current().changed.connect(self._look)
        self._look()
        column.addWidget(self._fields)
        column.addWidget(self.remark)

    def ask(self, name: str, *, passphrase: bool) -> None:
        """Show the question; `name` is what is known of it. `passphrase`: there is no keychain to lock the key."""
        self._needs_passphrase = passphrase
        self.phrase.setVisible(passphrase)
        self.again.setVisible(passphrase)
        if not self.name.text():
            self.name.setText(name)
        self._check()
        self.show()
        self.name.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """One button to press at a time: the bar's own steps aside."""
        super().showEvent(event)
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """It comes back."""
        super().hideEvent(event)
        self.shown.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return in a field is not also Return elsewhere."""
        event.ignore()

    def _look(self) -> None:
        theme = Theme.current()
        self.name.setMinimumWidth(theme.px(280))
        for field in (self.phrase, self.again):
            field.setMinimumWidth(theme.px(180))

    def _problem(self) -> str:
        if not self.name.text().strip():
            return self.tr("A name is needed.")
        if self._needs_passphrase:
            if len(self.phrase.text()) < _SHORTEST:
                return self.tr(
                    "There is no keychain here: the key is locked by a passphrase of %1 letters or more."
                ).replace("%1", str(_SHORTEST))
            if self.phrase.text() != self.again.text():
                return self.tr("The two passphrases differ.")
        return ""

    def _check(self) -> None:
        problem = self._problem()
        self.make.setEnabled(not problem)
        self.remark.setText(problem)
        self.remark.setVisible(bool(problem))

    def _give(self) -> None:
        if not self._problem():
            phrase = self.phrase.text() if self._needs_passphrase else ""
            self.phrase.clear()
            self.again.clear()
            self.hide()
            self.given.emit(self.name.text().strip(), phrase)
