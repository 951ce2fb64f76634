"""Numbers and days stand as far from their frames as a line of text does, at every text size."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import indent
from artistguard.ui.window import Window


def first_ink(field: QWidget) -> int:
    """The first column inside the frame in which something is drawn."""
    picture = field.grab().toImage()
    middle = range(picture.height() // 4, picture.height() * 3 // 4)
    for x in range(3, picture.width()):
        if len({picture.pixelColor(x, y).name() for y in middle}) > 1:
            return x
    raise AssertionError("nothing is drawn")


def number() -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, 9_999_999)
    made.setPrefix("H")
    return made


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_number_is_as_far_from_its_frame_as_a_line_of_text(theme: Theme, look: str, size: int, qtbot: QtBot) -> None:
    text, fields = QLineEdit("H"), [indent(number()), indent(QDoubleSpinBox()), indent(QDateEdit(QDate(2026, 11, 26)))]
    fields[1].setPrefix("H")
    fields[2].setDisplayFormat("'H'yyyy")
    theme.choose(look)
    theme.set_text_size(size)  # after they were made: they grow with it
    for each in (text, *fields):
        qtbot.addWidget(each)
        each.show()
    assert first_ink(text) > 8
    assert [first_ink(each) for each in fields] == [first_ink(text)] * len(fields)


def test_the_largest_number_is_seen_whole(theme: Theme, qtbot: QtBot) -> None:
    field = indent(number())
    qtbot.addWidget(field)
    for size in (100, 200):
        theme.set_text_size(size)
        field.setValue(field.maximum())
        field.resize(field.sizeHint())
        field.show()
        line = field.lineEdit()
        room = line.width() - line.textMargins().left() - 4  # 2 px a side are a line edit's own
        assert line.fontMetrics().horizontalAdvance(field.text()) <= room


def test_none_of_the_window_sticks_to_its_frame(open_window: Callable[[], Window], qtbot: QtBot) -> None:
    window = open_window()
    for place, page in (("records", "ledger"), ("finds", "selftest"), ("settings", "terms"), ("settings", "clients")):
        window.show_place(place, {"page": page})
    found = window.findChildren(QAbstractSpinBox)
    plain = [each for each in found if not (isinstance(each, QDateEdit) and each.calendarPopup())]
    assert len(plain) >= 3
    assert [each.accessibleName() for each in plain if each.lineEdit().textMargins().left() == 0] == []
