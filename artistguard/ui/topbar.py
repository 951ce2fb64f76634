"""The bar at the top: the program's name, the client switcher, and the search that also takes a dropped picture."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import dropped_paths, takes

if TYPE_CHECKING:
    from artistguard.model.rights import Client

_PAUSE_MS = 200  # after the last key
_NEW = "new-client"  # in the switcher's list, the line that makes one


class Search(QLineEdit):
    """Words go to the portfolio, a dropped file to Check."""

    settled = Signal(str)  # the text, a moment after the last key
    dropped = Signal(object)  # list[Path]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search"))
        self.setAccessibleDescription(self.tr("Type a title or a file name. A picture dropped here is looked up."))
        self.setPlaceholderText(self.tr("Search: type, or drop a picture here"))
        self.setToolTip(self.tr("Ctrl+F. A picture dropped here is looked up among your works."))
        self.setClearButtonEnabled(True)
        self._sign = QLabel(self)  # an action's icon would keep its 16 px at any text size
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sign.setAccessibleName(self.tr("Search"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._settle)
        self.textEdited.connect(lambda: self._pause.start())
        self.textChanged.connect(self._emptied)
        self.returnPressed.connect(self._settle)
        Theme.current().changed.connect(self._look)
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the sign in the middle of the left edge."""
        super().resizeEvent(event)
        self._sign.move(Theme.current().px(8), (self.height() - self._sign.height()) // 2)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files are looked up; text is typed."""
        if takes(event.mimeData()):
            event.acceptProposedAction()
            self._mark(True)
        else:
            super().dragEnterEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Look as before."""
        self._mark(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand files on."""
        self._mark(False)
        if takes(event.mimeData()):
            event.acceptProposedAction()
            if found := dropped_paths(event.mimeData()):
                self.dropped.emit(found)
        else:
            super().dropEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape empties the field first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _emptied(self, text: str) -> None:
        if not text:
            self._settle()

    def _settle(self) -> None:
        self._pause.stop()
        self.settled.emit(self.text().strip())

    def _mark(self, dropping: bool) -> None:
        self.setProperty("dropping", dropping)
        self.style().unpolish(self)
        self.style().polish(self)

    def _look(self) -> None:
        theme = Theme.current()
        size = theme.px(16)
        self._sign.setPixmap(theme.pixmap("search", size, "muted", self.devicePixelRatioF()))
        self._sign.resize(size, size)
        self._sign.move(theme.px(8), (self.height() - size) // 2)
        self.setTextMargins(size + 6, 0, 0, 0)


class ClientSwitcher(QComboBox):
    """Whose work is shown. Always visible; a lock says that a client is sealed."""

    switched = Signal(object)  # the client's id, or None for all work
    new_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Client"))
        self.setToolTip(self.tr("Whose work is shown"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(Theme.current().px(240))
        self._clients: tuple[tuple[str, str, bool], ...] = ()
        self._chosen: str | None = None
        self.activated.connect(self._activated)
        Theme.current().changed.connect(self._fill)
        self._fill()

    @property
    def chosen(self) -> str | None:
        """The client's id, or None for all work."""
        return self._chosen

    def show_clients(self, clients: "tuple[tuple[Client, bool], ...]") -> None:
        """The clients there are, each with whether its seal holds today."""
        self._clients = tuple((client.id, client.name, sealed) for client, sealed in clients)
        gone = self._chosen is not None and self._chosen not in {id_ for id_, _, _ in self._clients}
        if gone:
            self._chosen = None
        self._fill()
        if gone:
            self.switched.emit(None)

    def choose(self, client_id: str | None) -> None:
        """Show one client's work, as if chosen from the list. Unknown ids are left alone."""
        if client_id != self._chosen and (client_id is None or client_id in {id_ for id_, _, _ in self._clients}):
            self._chosen = client_id
            self._mark()
            self.switched.emit(client_id)

    def _fill(self) -> None:
        theme = Theme.current()
        size = theme.px(16)
        self.setIconSize(QSize(size, size))
        self.setMaximumWidth(theme.px(240))
        self.blockSignals(True)
        self.clear()
        self.addItem(theme.icon("people", size, "muted"), self.tr("All work"), None)
        for id_, name, sealed in self._clients:
            self.addItem(theme.icon("lock" if sealed else "person", size, "muted"), name, id_)
            if sealed:
                self.setItemData(
                    self.count() - 1, self.tr("%1, sealed").replace("%1", name), Qt.ItemDataRole.AccessibleTextRole
                )
        self.insertSeparator(self.count())
        self.addItem(theme.icon("plus", size, "muted"), self.tr("New client..."), _NEW)
        self.blockSignals(False)
        self._mark()

    def _mark(self) -> None:
        index = 0 if self._chosen is None else self.findData(self._chosen)
        self.setCurrentIndex(max(index, 0))

    def _activated(self, index: int) -> None:
        wanted = self.itemData(index)
        if wanted == _NEW:
            self._mark()
            self.new_asked.emit()
        elif wanted != self._chosen:
            self._chosen = wanted
            self.switched.emit(wanted)


class TopBar(QWidget):
    """The bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.product = QLabel("ArtistGuard", self)
        self.product.setObjectName("product")
        self.clients = ClientSwitcher(self)
        self.search = Search(self)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self.product)
        row.addWidget(self.clients)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        Theme.current().changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        self.search.setMaximumWidth(Theme.current().px(460))
