"""Settings: a list of pages on the left, one page on the right. Pages are made when they are first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.context import Context

_KEY = "settings/page"
_NARROW = 720  # logical pixels at a text size of 100 %: below, pages are icons
PAGES = (
    "signature",
    "names",
    "terms",
    "website",
    "clients",
    "records",
    "time-stamps",
    "trust",
    "network",
    "platforms",
    "looks",
)
_ICONS = {
    "signature": "key",
    "names": "person",
    "terms": "terms",
    "website": "link",
    "clients": "people",
    "records": "records",
    "time-stamps": "clock",
    "trust": "shield",
    "network": "network",
    "platforms": "drop",
    "looks": "looks",
}


def create(context: "Context") -> QWidget:
    """The place."""
    return SettingsPlace(context)


class SettingsPlace(QWidget):
    """The list of pages and the page."""

    def __init__(self, context: "Context") -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName(self.tr("Settings"))
        self.list = QListWidget()
        self.list.setObjectName("pages")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Pages of the settings"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._names = {
            "signature": self.tr("My signature"),
            "names": self.tr("My names"),
            "terms": self.tr("My terms"),
            "website": self.tr("My website"),
            "clients": self.tr("Clients"),
            "records": self.tr("Records"),
            "time-stamps": self.tr("Time stamps"),
            "trust": self.tr("Trust list"),
            "network": self.tr("Network"),
            "platforms": self.tr("What survives where"),
            "looks": self.tr("Looks"),
        }
        for page in PAGES:
            item = QListWidgetItem(self._names[page])
            item.setData(Qt.ItemDataRole.UserRole, page)
            self.list.addItem(item)
        self.stack = QStackedWidget()
        self._made: dict[str, QWidget] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.list)
        line.addWidget(self.stack, 1)
        self.list.currentRowChanged.connect(self._chosen)
        Theme.current().changed.connect(self._look)
        self._look()
        kept = str(context.store.value(_KEY, PAGES[0]))
        self.show_page(kept if kept in PAGES else PAGES[0])

    def page(self, name: str) -> QWidget:
        """A page, made now if it was not yet."""
        if name not in self._made:
            self._made[name] = _maker(name)(self._context)
            self.stack.addWidget(self._made[name])
        return self._made[name]

    def show_page(self, name: str) -> QWidget:
        """Show a page by its name (PAGES)."""
        self.list.setCurrentRow(PAGES.index(name))
        return self.page(name)

    def arrived(self, page: str = "", **_: object) -> None:
        """Somebody was sent here, perhaps to one page."""
        if page in PAGES:
            self.show_page(page)

    def leave(self) -> None:
        """Open where it was left."""
        self._context.store.setValue(_KEY, PAGES[max(0, self.list.currentRow())])

    def _chosen(self, index: int) -> None:
        if 0 <= index < len(PAGES):
            self.stack.setCurrentWidget(self.page(PAGES[index]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the list to its icons when there is little room."""
        super().resizeEvent(event)
        self._look()

    def _look(self) -> None:
        theme = Theme.current()
        narrow = self.width() < theme.px(_NARROW)
        size = theme.px(16)
        self.list.setIconSize(QSize(size, size))
        self.list.ensurePolished()
        metrics = self.list.fontMetrics()
        widest = 0
        for index, page in enumerate(PAGES):
            item, name = self.list.item(index), self._names[page]
            item.setIcon(theme.icon(_ICONS[page], size, "muted"))
            item.setText("" if narrow else name)
            item.setToolTip(name if narrow else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            widest = max(widest, 0 if narrow else metrics.horizontalAdvance(name))
        self.list.setFixedWidth(widest + size + theme.px(32 if narrow else 56))


def _maker(name: str) -> "Callable[[Context], QWidget]":
    from artistguard.ui import platforms
    from artistguard.ui.settings import (
        clients,
        looks,
        names,
        network,
        records,
        signature,
        terms,
        time_stamps,
        trust,
        website,
    )

    makers: dict[str, Callable[[Context], QWidget]] = {
        "signature": signature.SignaturePage,
        "names": names.NamesPage,
        "terms": terms.TermsPage,
        "website": website.WebsitePage,
        "clients": clients.ClientsPage,
        "records": records.RecordsPage,
        "time-stamps": time_stamps.TimeStampsPage,
        "trust": trust.TrustPage,
        "network": network.NetworkPage,
        "platforms": platforms.PlatformsPage,
        "looks": looks.LooksPage,
    }
    return makers[name]
