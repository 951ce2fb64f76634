"""The word on the desktop."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from watch_parts import HUB, model, name

from artistguard.catalogue.recording import Offered
from artistguard.model.finds import Find, WatchRun
from artistguard.model.names import Strength
from artistguard.workflow.notify import after, notify
from artistguard.workflow.studio import Studio

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def card(title: str, *, severe: bool = False) -> Find:
    return Find(
        id=title, title=title, url="https://hub.example/", strength=Strength.STRONG, keys=(), why="", members=(),
        matches=(), history=(), first_seen=NOW, last_news=NOW, severe=severe,
    )  # fmt: skip


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a double of notify-send writes its words, one a line."""
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f"""#!/bin/sh
printf '%s\\n' "$@" > {tmp_path}/words
""")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    return tmp_path / "words"


def test_new_finds_are_named_the_rest_counted(told: Path) -> None:
    assert notify([card("a/b", severe=True), card("c/d"), card("e/f"), card("g/h"), card("i/j")])
    words = told.read_text().splitlines()
    assert words[-5:] == ["The watch has 5 new finds", "a/b", "c/d", "e/f", "and 2 more"]
    assert "--urgency=critical" in words


def test_what_a_run_brought_is_told_and_what_was_there_is_not(studio: Studio, told: Path) -> None:
    record = studio.catalogue.finds.record
    record([Offered(model("k1", "a/old", files=()), (name(),))], source=HUB)
    run = WatchRun("r", "w", datetime.now(UTC), None, None, news=1)
    assert not after(studio, [])
    assert not after(studio, [replace(run, news=0)])
    record([Offered(model("k2", "a/new", files=()), (name(),))], source=HUB)
    assert after(studio, [run])
    assert told.read_text().splitlines()[-2:] == ["The watch has one new find", "a/new"]


def test_a_title_is_neither_markup_nor_a_word_of_the_program(told: Path) -> None:
    assert notify([card("--hint=<b>\x1b[31mx</b>\nsecond" + "y" * 500)])
    words = told.read_text().splitlines()
    assert words[-3:-1] == ["--", "The watch has one new find"]
    assert words[-1].startswith("--hint=&lt;b&gt;\\x1b[31mx&lt;/b&gt;\\nsecondyyy")
    assert len(words[-1]) < 120


def test_where_nothing_can_be_said_it_is_silent(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not notify([])
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    assert not notify([card("a/b")])
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(told.parent / "nowhere"))
    assert not notify([card("a/b")])
    assert not told.exists()
