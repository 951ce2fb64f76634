"""PySide6 6.12.0 on Python 3.11 loses references to True and None, and aborts after a few hundred emits."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

TIMES = 1000


class Emitter(QObject):
    """Emits."""

    told = Signal(int)


def test_emitting_loses_no_reference_to_true() -> None:
    emitter = Emitter()
    emitter.told.connect(lambda _: None)
    # A buffer: on the bad pair the program would abort here instead of telling.
    held = [True] * (TIMES * 4)
    before = sys.getrefcount(True)
    for number in range(TIMES):
        emitter.told.emit(number)
    lost = before - sys.getrefcount(True)
    assert abs(lost) < 20, f"{lost} references to True lost in {TIMES} emits"
    assert len(held) == TIMES * 4


def test_reading_nothing_loses_no_reference_to_none(qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    held = [None] * (TIMES * 4)
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        box.currentData()
        box.property("no such property")
    lost = before - sys.getrefcount(None)
    assert abs(lost) < 20, f"{lost} references to None lost"
    assert len(held) == TIMES * 4
