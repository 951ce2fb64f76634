"""German is longer than English: in the smallest window with the largest text it leads nowhere aside either."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, QTranslator
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTabBar
from pytestqt.qtbot import QtBot

from artistguard.ui import language
from artistguard.ui.context import STORE
from artistguard.ui.window import Window
from artistguard.workflow.studio import Studio


@pytest.fixture
def german(qapp: QApplication, home: Path) -> Iterator[None]:
    """A data folder whose window speaks German; afterwards the application is as it was."""
    before = set(qapp.findChildren(QTranslator))
    home.mkdir(parents=True, exist_ok=True)
    store = QSettings(str(home / STORE), QSettings.Format.IniFormat)
    language.choose(store, "de")
    store.sync()
    yield
    for made in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(made)
        made.deleteLater()


def aside(window: Window) -> list[str]:
    """What can be scrolled to the side, and tabs that are cut off."""
    places = [each for each in window.findChildren(QAbstractScrollArea) if each.isVisible()]
    wide = [type(each).__name__ for each in places if each.horizontalScrollBar().maximum() > 0]
    for tabs in window.findChildren(QTabBar):
        needed = sum(tabs.tabRect(each).width() for each in range(tabs.count()))
        if tabs.isVisible() and needed > tabs.width():
            wide.append(f"tabs: {needed} > {tabs.width()}")
    return wide


@pytest.mark.parametrize(
    ("place", "pages"),
    [
        ("records", ("registries", "register", "receipts", "ledger")),
        ("finds", ("cards", "watches", "sets", "selftest")),
        ("activity", ("",)),
    ],
)
def test_nothing_leads_aside(
    german: None,
    studio: Studio,
    open_window: Callable[[], Window],
    qtbot: QtBot,
    place: str,
    pages: tuple[str, ...],
) -> None:
    window = open_window()
    assert QCoreApplication.translate("Language", "en") == "de"
    window.resize(960, 600)
    window.context.theme.set_text_size(200)
    for page in pages:
        window.show_place(place, {"page": page} if page else {})
        qtbot.waitUntil(lambda: not window.context.bridge.busy)
        qtbot.waitUntil(lambda page=page: not aside(window))
