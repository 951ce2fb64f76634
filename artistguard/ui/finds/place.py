"""The place: pages under one heading: the cards, the watches that bring them, the data sets, the self-test."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from artistguard.ui.finds.datasets import DataSets
from artistguard.ui.finds.review import Review
from artistguard.ui.finds.selftest import SelfTestPage
from artistguard.ui.finds.watches import Watches
from artistguard.ui.widgets import heading

if TYPE_CHECKING:
    from artistguard.ui.context import Context

PAGES = ("cards", "watches", "sets", "selftest")


class FindsPlace(QWidget):
    """Heading, tabs, page."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.review = Review(context)
        self.watches = Watches(context)
        self.sets = DataSets(context)
        self.selftest = SelfTestPage(context)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Finds, watches, data sets or self-test"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for text in (self.tr("Finds"), self.tr("Watches"), self.tr("Data sets"), self.tr("Self-test")):
            self.tabs.addTab(text)
        self._stack = QStackedWidget()
        for each in (self.review, self.watches, self.sets, self.selftest):
            self._stack.addWidget(each)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 8)
        head.setSpacing(24)
        head.addWidget(heading(self.tr("Finds")), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.review.watch_asked.connect(self._add_watch)
        self.review.look_asked.connect(self._look_now)
        self.sets.finds_asked.connect(lambda: self.show_page("cards"))

    def arrived(self, page: str = "", card: str = "", **_: object) -> None:
        """Shown, perhaps at one page or one card."""
        if card:
            self.show_page("cards")
            self.review.show_card(card)
        elif page in PAGES:
            self.show_page(page)
        self.review.refresh()
        self.watches.arrived()
        self.sets.arrived()
        if self.tabs.currentIndex() == 0:
            self.review.list.setFocus()

    def show_page(self, page: str) -> None:
        """The cards, the watches, the data sets, or the self-test."""
        self.tabs.setCurrentIndex(PAGES.index(page))

    def _add_watch(self) -> None:
        self.show_page("watches")
        self.watches.begin_adding()

    def _look_now(self) -> None:
        self.show_page("watches")
        self.watches.run_all()
