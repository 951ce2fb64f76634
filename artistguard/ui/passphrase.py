"""The passphrase of the user's keys, asked for inside the window when a worker needs it, and never written down."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import button

if TYPE_CHECKING:
    from artistguard.ui.bridge import Bridge

VARIABLE = "ARTISTGUARD_PASSPHRASE"


class Passphrase:
    """Called by the key store in a worker thread. Remembers until the program ends, or until `remember(None)`."""

    def __init__(self, bridge: "Bridge") -> None:
        self._bridge = bridge
        self._known: str | None = None
        self._ask: Callable[[Callable[[str | None], None]], None] | None = None

    def asked_by(self, ask: Callable[[Callable[[str | None], None]], None]) -> None:
        """Who shows the question (GUI thread): called with the function that takes the answer."""
        self._ask = ask

    def remember(self, text: str | None) -> None:
        """Use this one from now on; None: ask again. For the forms that make or take in a signature."""
        self._known = text

    @property
    def known(self) -> bool:
        """Whether nobody needs to be asked."""
        return self._known is not None or VARIABLE in os.environ

    def __call__(self) -> str | None:
        """The passphrase; waits for the user if it is not known. None: the user did not give it."""
        if self._known is None and VARIABLE in os.environ:
            return os.environ[VARIABLE]
        if self._known is None and self._ask is not None:
            self._known = self._bridge.ask(self._ask) or None
        return self._known


class PassphraseStrip(QFrame):
    """The question, as a strip below the banner: nothing else of the window is stopped by it."""

    answered = Signal(object)  # str, or None for "not now"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("tone", "look")
        self.setAccessibleName(self.tr("Passphrase"))
        self._answer: Callable[[str | None], None] | None = None
        text = QLabel(self.tr("The key of your signature is locked by a passphrase."), self)
        text.setWordWrap(True)
        self._field = QLineEdit(self)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName(self.tr("Passphrase of your signature"))
        self._field.setPlaceholderText(self.tr("Passphrase"))
        self._field.returnPressed.connect(self._unlock)
        unlock = button(self.tr("Unlock"), "primary")
        unlock.clicked.connect(self._unlock)
        later = button(self.tr("Not now"), "quiet")
        later.clicked.connect(self._give_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(text, 2)
        row.addWidget(self._field, 3)
        row.addWidget(unlock)
        row.addWidget(later)
        Theme.current().changed.connect(self._look)
        self._look()
        self.hide()

    def _look(self) -> None:
        self._field.setMinimumWidth(Theme.current().px(140))

    def ask(self, answer: Callable[[str | None], None]) -> None:
        """Show the question; `answer` is called once."""
        self._answer = answer
        self.show()
        self._field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape: not now."""
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _unlock(self) -> None:
        if self._field.text():
            self._end(self._field.text())

    def _give_up(self) -> None:
        self._end(None)

    def _end(self, text: str | None) -> None:
        self._field.clear()
        self.hide()
        answer, self._answer = self._answer, None
        if answer is not None:
            answer(text)
        self.answered.emit(text)
