import os
from pathlib import Path

from artistguard.model import paths


def test_names_of_any_bytes_are_storable_and_come_back() -> None:
    raw = b"caf\xe9 \xff\x80/\xf0\x9f\x8e\xa8.png"
    name = Path(os.fsdecode(raw))
    stored = paths.text(name)
    stored.encode("utf-8")  # would raise on a lone surrogate
    assert os.fsencode(paths.native(stored)) == raw


def test_no_name_can_forge_a_line_or_colour_the_terminal() -> None:
    shown = paths.printable("a\nb\x1b[31m\u202e.png")
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.startswith("a\\nb")
