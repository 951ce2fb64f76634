"""The window on a real studio in a temporary folder, offscreen unless another platform is asked for."""

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from artistguard.ui import app as window_app
from artistguard.ui.bridge import Bridge
from artistguard.ui.context import Context
from artistguard.ui.theme import Theme
from artistguard.ui.window import Window
from artistguard.workflow.studio import Studio

PASSPHRASE = "three pears and a jug"
WAIT_MS = 30_000


class PatientBot(QtBot):
    """pytest-qt's bot, that waits as long as a busy machine may take: its own five seconds are no measure of ours."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = WAIT_MS) -> None:  # noqa: N802 - its name
        """Until something is so."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = WAIT_MS, **how: Any) -> Any:  # noqa: N802 - its name
        """Until a signal has come."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: Any, *, timeout: int = WAIT_MS, **how: Any) -> Any:  # noqa: N802 - its name
        """Until several have come."""
        return super().waitSignals(signals, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In place of pytest-qt's own."""
    return PatientBot(request)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "home"


@pytest.fixture
def open_studio(home: Path) -> Callable[[], Studio]:
    """Opens the studio of `home` as the window does, with one worker and no keychain."""

    def make() -> Studio:
        studio = Studio(home, passphrase=lambda: PASSPHRASE, keychain=False)
        studio.save(replace(studio.settings, workers=1))
        return studio

    return make


@pytest.fixture
def studio(open_studio: Callable[[], Studio]) -> Iterator[Studio]:
    """A second seat at the same data folder: to put something there, and to see what the window did."""
    with open_studio() as opened:
        yield opened


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A light look at 100 %, also for what does not need a window."""
    made = Theme(qapp, "light")
    yield made
    made.choose("light")
    made.set_text_size(100)


@pytest.fixture
def bridge(qtbot: QtBot, open_studio: Callable[[], Studio]) -> Iterator[Bridge]:
    """An open bridge."""
    made = Bridge()
    with qtbot.waitSignal(made.opened, timeout=WAIT_MS):
        made.open(open_studio)
    yield made
    made.close()


@pytest.fixture
def context(home: Path, bridge: Bridge, theme: Theme) -> Context:
    """What a place gets, without a window around it."""
    home.mkdir(parents=True, exist_ok=True)
    return Context(home, bridge, theme)


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot: QtBot, home: Path, open_studio: Callable[[], Studio]
) -> Iterator[Callable[[], Window]]:
    """Opens the window on `home` and waits until it is open; call it again to start anew where the last one ended."""
    opened: list[Window] = []

    def close(window: Window) -> None:
        window.context.store.setValue("close/while-busy", "stop")
        window.close()
        window.context.bridge.close()

    def make() -> Window:
        for before in opened:
            close(before)
        window = window_app.build(qapp, home, lambda context: open_studio())
        qtbot.addWidget(window)
        opened.append(window)
        with qtbot.waitSignal(window.context.bridge.opened, timeout=WAIT_MS):
            window.show()
        qtbot.waitUntil(lambda: bool(window.context.place) or not window.has_place("portfolio"), timeout=WAIT_MS)
        return window

    hook = sys.excepthook
    try:
        yield make
    finally:
        for window in opened:
            close(window)
        sys.excepthook = hook


@pytest.fixture
def window(open_window: Callable[[], Window]) -> Window:
    """The window, open on an empty studio."""
    return open_window()


@pytest.fixture(scope="module", autouse=True)
def frozen() -> None:
    """What is loaded before a file's first test stays: the look for rubbish after each test need not go through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_mistakes(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A mistake that the window only logged fails the test; so does what is left behind for the next one."""
    yield
    told = [
        record.getMessage() + (f": {record.exc_info[1]!r}" if record.exc_info else "")
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.name.startswith("artistguard") and record.levelno >= logging.ERROR
    ]
    gc.collect()
    assert not told, told


def child_of(parent: QObject, kind: type[QObject], name: str) -> QObject:
    """The child with this accessible name: tests find things as a screen reader does."""
    found = [each for each in parent.findChildren(kind) if getattr(each, "accessibleName", lambda: "")() == name]
    assert len(found) == 1, f"{len(found)} of {kind.__name__} {name!r}"
    return found[0]
