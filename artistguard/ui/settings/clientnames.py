"""Names that belong to a client: characters and studios, each under that client's seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from artistguard.model.jobs import Change
from artistguard.model.names import NameKind, OwnName
from artistguard.ui import watchwords
from artistguard.ui.settings.parts import Page, button, label
from artistguard.ui.widgets import tab_through

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_KINDS = (NameKind.CHARACTER, NameKind.STUDIO, NameKind.ALIAS)


@dataclass(frozen=True, slots=True)
class ClientNames:
    """The names, and the clients there are as (id, name)."""

    names: tuple[OwnName, ...]
    clients: tuple[tuple[str, str], ...]


class ClientNamesPanel(QWidget):
    """A row a name; a line to add one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._shown: ClientNames | None = None
        self.setAccessibleName(self.tr("Names of clients"))
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.text = QLineEdit()
        self.text.setAccessibleName(self.tr("A client's name or character"))
        self.text.setPlaceholderText(self.tr("A client's name or character"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What it is"))
        for kind in _KINDS:
            self.kind.addItem(watchwords.name_kind(kind), kind)
        self.client = QComboBox()
        self.client.setAccessibleName(self.tr("Whose"))
        self.add = button(self.tr("Add"), self._add)
        self.add.setEnabled(False)
        self.text.textChanged.connect(lambda: self.add.setEnabled(bool(self.text.text().strip())))
        self.text.returnPressed.connect(self._add)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        for each in (self.kind, self.client, self.add):
            line.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._list)
        column.addWidget(self._line)

    def show_names(self, found: ClientNames, after: QWidget) -> None:
        """List them; without a client there is nothing to add. Tab comes from `after`."""
        if found == self._shown:
            return  # rows somebody may be about to press stay where they are
        self._shown = found
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        whose = dict(found.clients)
        removing = []
        for name in found.names:
            made, remove = self._row(name, whose.get(name.client_id or "", ""))
            self._list.addWidget(made)
            removing.append(remove)
        tab_through(after, *removing, self.text, self.kind, self.client, self.add)
        chosen = self.client.currentData()
        self.client.clear()
        for id_, client in found.clients:
            self.client.addItem(client, id_)
        if (index := self.client.findData(chosen)) >= 0:
            self.client.setCurrentIndex(index)
        self.setVisible(bool(found.clients or found.names))

    def _row(self, name: OwnName, client: str) -> tuple[QWidget, QWidget]:
        """The row, and its button."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label(f"{name.text} · {watchwords.name_kind(name.kind)} · {client}".rstrip(" ·")), 1)
        remove = button(self.tr("Remove"), partial(self._remove, name.text), "quiet")
        remove.setAccessibleName(watchwords.filled(self.tr("Remove %1"), name.text))
        line.addWidget(remove)
        return row, remove

    def _add(self) -> None:
        text, kind, client = self.text.text().strip(), self.kind.currentData(), self.client.currentData()
        if not text:
            return

        def work(studio: "Studio") -> tuple[OwnName, Sequence[Change]]:
            from artistguard.workflow import names

            return names.add(studio, text, NameKind(kind), client), [Change("profile", ())]

        self._page.write(work, self._added)

    def _added(self, name: OwnName) -> None:
        self.text.clear()
        words = self.tr(
            "%1 is looked for from now on. While that client is sealed it leaves this machine in no request."
        )
        self._page.say(watchwords.filled(words, name.text))

    def _remove(self, text: str) -> None:
        def work(studio: "Studio") -> tuple[str, Sequence[Change]]:
            from artistguard.workflow import names

            names.remove(studio, text)
            return text, [Change("profile", ())]

        self._page.write(work, lambda text: self._page.say(watchwords.filled(self.tr("Removed: %1."), text)))


def client_names(studio: "Studio") -> ClientNames:
    """Read both."""
    from artistguard.workflow import names

    found = tuple(name for name in names.own_names(studio) if name.client_id is not None)
    return ClientNames(found, tuple((client.id, client.name) for client in studio.catalogue.clients.list()))
