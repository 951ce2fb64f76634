"""Hands and eyes: what a person does to a window, and what they can read there."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

WAIT_MS = 30_000


def click(qtbot: QtBot, button: QWidget) -> None:
    """Press something, once it can be seen and is not greyed out."""

    def pressable() -> None:
        assert button.isVisible(), "not to be seen"
        assert button.isEnabled(), "greyed out"

    qtbot.waitUntil(pressable, timeout=WAIT_MS)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())


def reads(widget: QWidget) -> str:
    """All text that can be seen, without the marks at which long words may be broken."""
    shown = "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())
    return shown.replace("\u200b", "")


def named(widget: QWidget, name: str) -> QWidget:
    """The one widget of this accessible name that can be seen. A row that was just put in shows a moment later."""

    def found() -> list[QWidget]:
        return [each for each in widget.findChildren(QWidget) if each.isVisible() and each.accessibleName() == name]

    until = time.monotonic() + WAIT_MS / 1000
    while len(found()) != 1 and time.monotonic() < until:
        QTest.qWait(10)
    assert len(found()) == 1, f"{len(found())} of {name!r}"
    return found()[0]


def press(qtbot: QtBot, parent: QWidget, text: str) -> None:
    """Press the one button with these words, once it is there and can be pressed."""

    def buttons() -> list[QAbstractButton]:
        found = parent.findChildren(QAbstractButton)
        return [each for each in found if each.isVisible() and each.isEnabled() and each.text() == text]

    qtbot.waitUntil(lambda: len(buttons()) == 1, timeout=WAIT_MS)
    click(qtbot, buttons()[0])


def wait_for(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Until a text can be read."""

    def seen() -> None:
        assert text in reads(widget), reads(widget)

    qtbot.waitUntil(seen, timeout=WAIT_MS)
