"""A registry as a card: what it is, what it is told, who reads it, and what was declared there from here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.registering import Capabilities, DeclarationState, RegistryKind
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records import words
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import Button, FlowLayout, KeyValues, button, label, muted, section

if TYPE_CHECKING:
    from collections.abc import Iterable


class Folding(QFrame):
    """A card whose particulars unfold. `head` stands above them, `inside` is unfolded."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.title = watchwords.plain(spoken(title))
        self.setAccessibleName(self.title)
        name = section(broken(self.title))
        name.setWordWrap(True)
        self.head = QVBoxLayout()
        self.head.setSpacing(4)
        self.head.addWidget(name)
        self.more = button(self.tr("Particulars"), "quiet", "chevron-right")
        self.more.setCheckable(True)
        self.more.setAccessibleName(f"{self.more.text()}: {self.title}")
        self.more.toggled.connect(self._fold)
        self._body = QWidget()
        self.inside = QVBoxLayout(self._body)
        self.inside.setContentsMargins(0, 4, 0, 0)
        self.inside.setSpacing(8)
        self._body.hide()
        buttons = QWidget()
        self._row = FlowLayout(buttons)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(self.head)
        column.addWidget(self._body)
        column.addWidget(buttons, 0, Qt.AlignmentFlag.AlignTop)

    def add_action(self, made: Button) -> Button:
        """A button more; what it is about is said aloud."""
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.setAccessibleName(f"{made.text()}: {self.title}")
        self._row.addWidget(made)
        return made

    def unfold(self) -> None:
        """Show the particulars."""
        self.more.setChecked(True)

    def _fold(self, shown: bool) -> None:
        self.more.set_icon("chevron-down" if shown else "chevron-right")
        self._body.setVisible(shown)


class RegistryCard(Folding):
    """One that takes declarations, or only says what it holds."""

    register_asked = Signal(str)  # its name
    receipts_asked = Signal(str)
    settings_asked = Signal(str)

    def __init__(self, what: Capabilities, parent: QWidget | None = None) -> None:
        super().__init__(what.title, parent)
        self.what = what
        self.head.addWidget(label(broken(watchwords.plain(spoken(what.what), 600)), "quiet", wrap=True))
        self.head.addWidget(muted(broken(short(what))))
        self._counts = label("", wrap=True)
        self.head.addWidget(self._counts)
        self.inside.addWidget(KeyValues(particulars(what)))
        takes = what.kind in (RegistryKind.EMBEDDED, RegistryKind.SERVICE)
        self.register = self.add_action(button(self.tr("Register works there")))
        self.receipts = self.add_action(button(self.tr("Show its receipts"), "quiet"))
        self.add_action(self.more)
        self.register.setVisible(takes)
        self.register.clicked.connect(lambda: self.register_asked.emit(what.name))
        self.receipts.clicked.connect(lambda: self.receipts_asked.emit(what.name))
        self.show_counts({})

    def show_counts(self, counts: Mapping[DeclarationState, int]) -> None:
        """How many declarations were made from here, by how they stand."""
        text = told(counts)
        self._counts.setText(text)
        self._counts.setVisible(bool(text))
        self.setAccessibleDescription(text)
        self.receipts.setVisible(bool(counts))


def short(what: Capabilities) -> str:
    """Who is known to read a registry, what it is told, whether that can be taken back; when that was looked at."""
    text = words.translate("Records", "Known readers: %1 Is told: %2. Taking back: %3 Looked at %4.")
    readers = watchwords.plain(spoken(what.readers), 300)
    return filled(text, readers, words.takes(what), words.withdrawal(what.withdrawal), words.day(what.looked))


def particulars(what: Capabilities) -> "Iterable[tuple[str, str]]":
    """What is known of a registry, as rows of name and value."""
    rows = [
        (words.translate("Records", "Kind"), words.kind(what.kind)),
        (words.translate("Records", "Is told"), words.takes(what)),
        (words.translate("Records", "Can be read by"), words.public(what)),
        (words.translate("Records", "Taking back"), words.withdrawal(what.withdrawal)),
        (words.translate("Records", "Known readers"), broken(watchwords.plain(spoken(what.readers), 600))),
        (words.translate("Records", "Sealed works"), _sealed(what)),
        (words.translate("Records", "Looked at"), words.day(what.looked)),
    ]
    if what.address:
        rows.append((words.translate("Records", "Its page"), broken(watchwords.plain(what.address))))
    return rows


def _sealed(what: Capabilities) -> str:
    if what.sealed_too:
        return words.translate("Records", "may be declared: nothing leaves this machine")
    return words.translate("Records", "are left out")


def told(counts: Mapping[DeclarationState, int]) -> str:
    """How many declarations stand how."""
    left = sum(count for state, count in counts.items() if not state.finished)
    parts = []
    for count, text in (
        (counts.get(DeclarationState.RECORDED, 0), words.translate("Records", "%1 recorded")),
        (left, words.translate("Records", "%1 not sent yet")),
        (counts.get(DeclarationState.CONFLICT, 0), words.translate("Records", "%1 declared by somebody else")),
        (counts.get(DeclarationState.REJECTED, 0), words.translate("Records", "%1 refused")),
        (counts.get(DeclarationState.WITHDRAWN, 0), words.translate("Records", "%1 withdrawn")),
    ):
        if count:
            parts.append(text.replace("%1", words.number(count)))
    return ", ".join(parts)
