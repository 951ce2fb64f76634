"""The place: pages under one heading: the registries, the form that registers, the receipts, the ledger."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from artistguard.ui.records.ledger import Ledger
from artistguard.ui.records.receipts import Receipts
from artistguard.ui.records.register import Register
from artistguard.ui.records.registries import Registries
from artistguard.ui.widgets import heading

if TYPE_CHECKING:
    from artistguard.ui.context import Context

PAGES = ("registries", "register", "receipts", "ledger")


class RecordsPlace(QWidget):
    """Heading, tabs, page."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.registries = Registries(context)
        self.register = Register(context)
        self.receipts = Receipts(context)
        self.ledger = Ledger(context)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Registries, registering, receipts or ledger"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for text, page in (
            (self.tr("Registries"), self.registries),
            (self.tr("Register"), self.register),
            (self.tr("Receipts"), self.receipts),
            (self.tr("Ledger"), self.ledger),
        ):
            self.tabs.addTab(text)
            self._stack.addWidget(page)
        self.tabs.currentChanged.connect(self._turned)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 8, 8)  # the tabs are long in other languages
        head.setSpacing(12)
        head.addWidget(heading(self.tr("Records")), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.registries.register_asked.connect(lambda name: context.go_to("records", page="register", registry=name))
        self.registries.receipts_asked.connect(lambda name: context.go_to("records", page="receipts", registry=name))
        self.register.receipts_asked.connect(lambda: context.go_to("records", page="receipts"))

    def arrived(
        self,
        page: str = "",
        works: Sequence[str] = (),
        work: str = "",
        registry: str = "",
        receipt: str = "",
        day: str = "",
        **_: object,
    ) -> None:
        """Shown, perhaps at one page: for works that were chosen, one work, one registry, one receipt, one day."""
        if page in PAGES:
            self.tabs.blockSignals(True)
            self.tabs.setCurrentIndex(PAGES.index(page))
            self.tabs.blockSignals(False)
            self._stack.setCurrentIndex(PAGES.index(page))
        if works:
            self.registries.works = tuple(works)
        match PAGES[self.tabs.currentIndex()]:
            case "registries":
                self.registries.arrived()
            case "register":
                self.register.arrived(works, registry)
            case "receipts":
                self.receipts.arrived(work, registry, receipt)
            case "ledger":
                self.ledger.arrived(work, day)

    def show_page(self, page: str) -> None:
        """Turn to a page."""
        self.tabs.setCurrentIndex(PAGES.index(page))

    def _turned(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.arrived()
