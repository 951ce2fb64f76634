"""Every widget of every place: a name for a screen reader, a way there by keyboard, no trap on the way."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pictures import draw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from watch_parts import HUB, model, name

from artistguard.catalogue.recording import Offered
from artistguard.model.egress import Purpose
from artistguard.model.finds import AllowKind
from artistguard.model.names import NameKind
from artistguard.model.rights import DataUse
from artistguard.ui import settings
from artistguard.ui.check import Check
from artistguard.ui.finds.place import PAGES, FindsPlace
from artistguard.ui.records.place import PAGES as RECORDS
from artistguard.ui.records.place import RecordsPlace
from artistguard.ui.window import Window
from artistguard.workflow import clients, consents, finds, grants, names, registering, tokens, watches
from artistguard.workflow import identity as identities
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
# Qt's own insides: a spin box's line, a combo box's list, a view's scroll bars and headers, a line's clear button.
OWNERS = (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView)


@pytest.fixture
def full_window(studio: Studio, open_window: Callable[[], Window], tmp_path: Path, qtbot: QtBot) -> Window:
    """A window on a studio that has something of everything."""
    folder = tmp_path / "art"
    folder.mkdir()
    for number in range(3):
        draw(number).save(folder / f"work {number}.png")
    identities.create(studio, "Ada Wren")
    import_(studio, [folder])
    client = clients.add(studio, "Meridian Press")
    names.add(studio, "The Lantern Keeper", NameKind.CHARACTER, client.id)
    consents.agree(studio, "hub.example", (Purpose.WATCH,), "GET / HTTP/1.1")
    tokens.set_token(studio, "hub.example", "a-token")
    watches.add(studio, "hugging-face")
    finds.allow(studio, AllowKind.ACCOUNT, "a-hub/mine")
    studio.catalogue.finds.record((Offered(model("k1", "a/b"), (name(),)),), source=HUB)
    works = [work.id for work in studio.catalogue.works.iterate()]
    registering.register(studio, registering.plan(studio, works, ["local"]))
    grants.grant(studio, "Lantern Press", uses=[DataUse.AI_TRAINING], since=date.today())
    window = open_window()
    window.resize(1280, 900)
    return window


def pages(place: QWidget) -> Iterator[str]:
    """Show the pages of a place, one after the other; a place without any is one page."""
    if isinstance(place, settings.SettingsPlace):
        for page in settings.PAGES:
            place.show_page(page)
            yield page
    elif isinstance(place, FindsPlace):
        for page in PAGES:
            place.show_page(page)
            yield page
    elif isinstance(place, RecordsPlace):
        for page in RECORDS:
            place.show_page(page)
            yield page
    elif isinstance(place, Check):
        yield "box"
        place.ask("https://hub.example/a/b, in the style of ada wren")
        yield "text"
        place.ask("https://huggingface.co/a/b")
        yield "question"
    else:
        yield ""


def named(window: Window) -> list[str]:
    """The places there are."""
    return list(window._places)


def insides(widget: QWidget) -> bool:
    """Whether a widget is a part of one of Qt's own."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, OWNERS):
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")


def widgets_of(place: QWidget) -> list[QWidget]:
    return [each for each in [place, *place.findChildren(QWidget)] if not insides(each)]


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def told(widget: QWidget) -> str:
    """A widget so that one finds it: its class, its text, where it stands."""
    text = getattr(widget, "text", lambda: "")
    parents, up = [], widget.parentWidget()
    while up is not None and len(parents) < 3:
        parents.append(type(up).__name__)
        up = up.parentWidget()
    return f"{type(widget).__name__} {str(text())[:30]!r} in {' < '.join(parents)}"


def nameless(place: QWidget) -> list[str]:
    """What a screen reader could not name: everything that takes the focus, every control, every picture."""
    found = []
    for each in widgets_of(place):
        takes_focus = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) and not isinstance(each, QScrollArea)
        if isinstance(each, QAbstractButton) and not each.isVisibleTo(place) and not each.text():
            continue  # gets its words when it is shown
        picture = isinstance(each, QLabel) and not each.pixmap().isNull()
        if (takes_focus or picture or isinstance(each, CONTROLS)) and not name_of(each):
            found.append(told(each))
    return found


def by_arrows(widget: QWidget) -> bool:
    """Whether it is one choice of several: Tab stops at the chosen one, arrow keys lead to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and group.checkedButton() not in (None, widget)


def out_of_reach(place: QWidget) -> list[str]:
    """Controls that the keyboard cannot get to."""
    return [
        told(each)
        for each in widgets_of(place)
        if isinstance(each, CONTROLS) and not each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
        if not by_arrows(each)
    ]


def stops(place: QWidget) -> list[QWidget]:
    """The controls of a place where Tab should stop, as it is shown now."""
    found = []
    for each in widgets_of(place):
        if not each.isVisible() or not each.isEnabled() or each.focusProxy() is not None:
            continue
        if not each.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(each, QScrollArea):
            continue
        if isinstance(each, CONTROLS) and not by_arrows(each):
            found.append(each)
    return found


def walk(window: Window, qtbot: QtBot) -> list[QWidget]:
    """Press Tab until it comes round; where it stopped, in order."""
    visited: list[QWidget] = []
    for _ in range(400):
        now = QApplication.focusWidget()
        if now is not None:
            if now in visited:
                return visited
            visited.append(now)
        qtbot.keyClick(now or window, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come round; the last: {[told(each) for each in visited[-3:]]}")


def settle(window: Window, qtbot: QtBot) -> None:
    """Until what is asked a moment after a page is shown was asked, and has come in from the threads."""
    qtbot.wait(300)
    qtbot.waitUntil(lambda: not window.context.bridge._timer.isActive())


@pytest.mark.timeout(180)
def test_every_widget_of_every_place_has_a_name_and_a_way_there(full_window: Window, qtbot: QtBot) -> None:
    trouble = []
    for place in named(full_window):
        full_window.show_place(place)
        settle(full_window, qtbot)
        widget = full_window.place(place)
        if place == "portfolio":  # with a selection, so that the bar below is there
            for view in widget.findChildren(QAbstractItemView):
                view.setFocus()
                qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            settle(full_window, qtbot)
        for page in pages(widget):
            settle(full_window, qtbot)
            trouble += [f"{place} {page}: no name: {each}" for each in nameless(widget)]
            trouble += [f"{place} {page}: no way there: {each}" for each in out_of_reach(widget)]
    full_window.context.show_banner("Something happened.", "look")
    settle(full_window, qtbot)
    for part in (full_window.bar, full_window.places, full_window.banner, full_window.passphrase):
        trouble += [f"frame: no name: {each}" for each in nameless(part)]
        trouble += [f"frame: no way there: {each}" for each in out_of_reach(part)]
    assert not trouble, "\n".join(trouble)


@pytest.mark.timeout(180)
def test_tab_reaches_every_control_of_every_place_and_comes_round(full_window: Window, qtbot: QtBot) -> None:
    full_window.activateWindow()
    trouble = []
    for place in named(full_window):
        full_window.show_place(place)
        settle(full_window, qtbot)
        widget = full_window.place(place)
        for page in pages(widget):
            settle(full_window, qtbot)
            visited = walk(full_window, qtbot)
            missed = [told(each) for each in stops(widget) if each not in visited]
            trouble += [f"{place} {page}: {each}" for each in missed]
    assert not trouble, "\n".join(trouble)


@pytest.mark.parametrize("page", settings.PAGES)
def test_tab_goes_down_a_page_as_one_reads_it(full_window: Window, qtbot: QtBot, page: str) -> None:
    full_window.activateWindow()
    full_window.show_place("settings")
    place = full_window.place("settings")
    assert isinstance(place, settings.SettingsPlace)
    shown = place.show_page(page)
    settle(full_window, qtbot)
    visited = [each for each in walk(full_window, qtbot) if shown.isAncestorOf(each) and isinstance(each, CONTROLS)]
    assert visited
    tops = [(each.mapTo(shown, QPoint(0, 0)).y(), told(each)) for each in visited if not foot(shown, each)]
    up = [
        f"{after[1]} comes after {before[1]}" for before, after in itertools.pairwise(tops) if after[0] < before[0] - 24
    ]
    assert len(up) <= 1, up  # one: where the round closes


def foot(page: QWidget, widget: QWidget) -> bool:
    """Whether a widget stands below or above the part that scrolls."""
    area = getattr(page, "area", None)
    return area is not None and not area.isAncestorOf(widget)


def test_a_widget_without_a_name_is_found(qtbot: QtBot) -> None:
    """The walk itself: it would be worth nothing if it found nothing."""
    place = QWidget()
    qtbot.addWidget(place)
    mute = QLineEdit(place)
    dead = QRadioButton("A choice", place)
    dead.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert [each.split()[0] for each in nameless(place)] == ["QLineEdit"]
    assert [each.split()[0] for each in out_of_reach(place)] == ["QRadioButton"]
    mute.setAccessibleName("A line")
    assert nameless(place) == []
