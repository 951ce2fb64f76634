"""A form, a setting or an office as a card: what to do there, what to take along, and how far the user says it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from artistguard.model.forms import FormState
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records import words
from artistguard.ui.records.registrycard import Folding, particulars
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import KeyValues, button, label, muted, section

if TYPE_CHECKING:
    from artistguard.workflow.forms import Entry


class FormCard(Folding):
    """Never green, whatever its state: the program cannot see what became of it."""

    pack_asked = Signal(str)  # its name
    marked = Signal(str, object, str)  # name, FormState, note

    def __init__(self, entry: "Entry", steps: tuple[str, ...], parent: QWidget | None = None) -> None:
        form = entry.form
        super().__init__(form.title, parent)
        self.name = form.name
        self.head.addWidget(label(watchwords.plain(spoken(form.what), 600), "quiet", wrap=True))
        self._state = label("", wrap=True)
        self.head.addWidget(self._state)
        self.inside.addWidget(label(watchwords.plain(spoken(form.cannot), 900), "look", wrap=True))
        self.inside.addWidget(section(self.tr("Steps")))
        for number, step in enumerate(steps, 1):
            text = f"{number}. {watchwords.plain(spoken(step), 900)}"
            self.inside.addWidget(label(broken(text), wrap=True, selectable=True))
        self.inside.addWidget(section(self.tr("What is known of it")))
        rows = [row for row in particulars(form.capabilities) if row[0] != words.translate("Records", "Sealed works")]
        rows.append((self.tr("To take it back"), broken(watchwords.plain(spoken(form.withdraw), 600))))
        read = [watchwords.plain(f"{one.title}, {spoken(one.when)}", 300) for one in form.sources]
        rows += [(self.tr("Read in"), broken(text)) for text in read]
        self.inside.addWidget(KeyValues(rows))
        self.choice = QComboBox()
        for state in FormState:
            self.choice.addItem(words.form_state(state), state)
        self.choice.setAccessibleName(self.tr("How far you are with %1").replace("%1", self.title))
        self.choice.setAccessibleDescription(self.choice.accessibleName())
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("A note of your own"))
        self.note.setAccessibleName(self.tr("Note on %1").replace("%1", self.title))
        self.save = button(self.tr("Write it down"))
        self.save.setAccessibleName(f"{self.save.text()}: {self.title}")
        self.save.clicked.connect(self._save)
        self.note.returnPressed.connect(self._save)
        said = QWidget()
        row = QHBoxLayout(said)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.choice)
        row.addWidget(self.note, 1)
        row.addWidget(self.save)
        self.inside.addWidget(section(self.tr("How far you are")))
        self.inside.addWidget(said)
        self.inside.addWidget(muted(self.tr("Your own word; nothing there can be asked.")))
        self.pack = self.add_action(button(self.tr("Write the packing list…"), icon="folder"))
        self.page = self.add_action(button(self.tr("Open its page"), "quiet", "link"))
        self.add_action(self.more)
        self.pack.clicked.connect(lambda: self.pack_asked.emit(self.name))
        self.page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(form.page)))
        self.page.setToolTip(watchwords.plain(form.page))
        self.show_entry(entry)

    def show_entry(self, entry: "Entry") -> None:
        """Take the user's newest word of it."""
        text = words.form_mark(entry.mark)
        self._state.setText(broken(text))
        self.setAccessibleDescription(text)
        self.choice.setCurrentIndex(self.choice.findData(entry.state))
        self.note.setText(entry.mark.note if entry.mark is not None else "")

    def _save(self) -> None:
        self.marked.emit(self.name, FormState(self.choice.currentData()), self.note.text())
