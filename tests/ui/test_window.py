"""The window's frame: what it loads and when, places, banner, search, drops, closing, coming back."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from artistguard.model.errors import DiskFull
from artistguard.model.jobs import Change
from artistguard.model.protocols import CancelToken, Progress
from artistguard.ui import app as window_app
from artistguard.ui import window as window_module
from artistguard.ui.context import Context
from artistguard.ui.places import PlaceButton
from artistguard.ui.window import Window
from artistguard.workflow import clients as clients_workflow
from artistguard.workflow.studio import Studio

HEAVY = ["numpy", "scipy", "imagehash", "requests", "sqlalchemy", "c2pa", "pyarrow", "numba", "PIL", "cryptography"]


@pytest.fixture(autouse=True)
def frame_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are plain widgets here: this is about the frame, the places have tests of their own."""
    monkeypatch.setattr(window_module, "_there", lambda module: True)
    monkeypatch.setattr(window_module, "_by_module", lambda module: lambda context: QLabel(module))


def test_the_window_loads_nothing_heavy_before_the_first_paint(tmp_path: Path) -> None:
    """In a process of its own: the window is built, shown and painted, and only then the studio's rooms come in."""
    script = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
import artistguard.ui.app as ui
heavy = {HEAVY!r}
loaded = lambda: [name for name in heavy if name in sys.modules]
assert not loaded(), loaded()
app = QApplication([])
at_paint, opened = [], []
def factory(context):
    at_paint.append(list(before))
    return ui.studio(context)
window = ui.build(app, Path(sys.argv[1]), factory)
window.painted.disconnect()
before = []
def first():
    before.extend(loaded())
    window.context.bridge.open(lambda: factory(window.context))
window.painted.connect(first)
window.context.bridge.opened.connect(lambda: (opened.append(True), app.exit(0)))
window.show()
app.exec()
window.context.bridge.close()
assert opened and at_paint == [[]], (opened, at_paint)
assert "sqlalchemy" in sys.modules
print("as it should be")
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "home")], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "as it should be", done.stderr


def test_the_studio_is_opened_after_the_first_paint(qapp: QApplication, qtbot: QtBot, home: Path) -> None:
    asked: list[bool] = []

    def factory(context: Context) -> Studio:
        asked.append(window._was_painted)
        raise DiskFull("No room.")

    window = window_app.build(qapp, home, factory)
    qtbot.addWidget(window)
    qtbot.wait(50)
    assert asked == []
    with qtbot.waitSignal(window.context.bridge.failed):
        window.show()
    assert asked == [True]
    assert window.banner.isVisible()
    assert window.banner.message is not None
    assert "No room." in window.banner.message.text
    window.context.bridge.close()


def test_without_a_screen_one_sentence_is_said(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only X and Wayland can be missing")
    environment = {"PATH": "/usr/bin", "PYTHONPATH": ":".join(path for path in sys.path if path)}
    for words in ([], ["--home", str(tmp_path)]):
        done = subprocess.run(
            [sys.executable, "-m", "artistguard", *words],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.strip() == window_app.NO_SCREEN


# --- places


class Probe(QLabel):
    """A place that notes what it is told."""

    def __init__(self) -> None:
        super().__init__("probe")
        self.told: list[object] = []
        self.takes = True

    def arrived(self, **what: object) -> None:
        self.told.append(what)

    def take_files(self, paths: list[Path]) -> bool:
        self.told.append(paths)
        return self.takes

    def leave(self) -> None:
        self.told.append("leave")


@pytest.fixture
def probe(window: Window) -> Probe:
    """A place of the test's own, listed, not built yet."""
    made = Probe()
    window.add_place("probe", "Probe", "eye", lambda context: made)
    return made


def test_a_place_is_built_when_it_is_first_shown(window: Window) -> None:
    built: list[Context] = []

    def factory(context: Context) -> QWidget:
        built.append(context)
        return QWidget()

    window.add_place("late", "Late", "clock", factory)
    assert built == []
    for _ in range(2):
        window.show_place("late")
    assert built == [window.context]
    assert window.stack.currentWidget() is window.place("late")


def test_a_place_is_told_what_it_was_shown_for(window: Window, probe: Probe, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.context.place_changed) as told:
        window.context.go_to("probe", work="seven")
    assert told.args == ["probe"]
    assert probe.told == [{"work": "seven"}]


def test_a_place_that_cannot_be_built_leaves_the_old_one(
    window: Window, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    window.show_place("probe")

    def fails(context: Context) -> QWidget:
        raise RuntimeError("a mistake")

    window.add_place("broken", "Broken", "error", fails)
    window.show_place("broken")
    assert window.stack.currentWidget() is probe
    assert window.banner.isVisible()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    caplog.clear()


@pytest.mark.xcb
def test_places_are_reached_by_mouse_and_by_keys(window: Window, probe: Probe, qtbot: QtBot) -> None:
    other = Probe()
    window.add_place("other", "Other", "eye", lambda context: other)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button = window.places.button("probe")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.context.place == "probe"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Down)
    focused = QApplication.focusWidget()
    assert isinstance(focused, PlaceButton)
    if not focused.isChecked():
        qtbot.keyClick(focused, Qt.Key.Key_Space)
    names = window.places.names()
    assert window.context.place == names[names.index("probe") + 1] == "other"


def test_numbers_are_shown_and_spoken(window: Window, probe: Probe) -> None:
    window.context.set_count("probe", 1234)
    button = window.places.button("probe")
    assert button is not None
    assert button.accessibleName().startswith("Probe, 1")
    wide = button.sizeHint().width()
    window.context.set_count("probe", 0)
    assert button.accessibleName() == "Probe"
    assert button.sizeHint().width() < wide


def test_the_list_folds_when_the_window_is_narrow_for_its_text(window: Window, probe: Probe) -> None:
    window.resize(960, 600)
    wide = window.places.sizeHint().width()
    window.context.theme.set_text_size(200)
    assert window.places.sizeHint().width() < wide
    button = window.places.button("probe")
    assert button is not None
    assert button.toolTip() == "Probe"
    window.context.theme.set_text_size(100)
    assert window.places.sizeHint().width() == wide


# --- banner


def test_one_banner_at_a_time_and_what_is_bad_is_not_covered(window: Window, qtbot: QtBot) -> None:
    say, banner = window.context.show_banner, window.banner
    say("First.")
    say("Second.")
    assert banner.message is not None
    assert banner.message.text == "Second."
    say("The disk is full.", "bad")
    say("Third.")
    assert banner.message.text == "The disk is full."
    banner.setFocus()
    qtbot.keyClick(banner, Qt.Key.Key_Escape)
    assert banner.message.text == "Third."
    banner.dismiss()
    assert not banner.isVisible()


def test_a_banner_has_one_thing_to_do(window: Window, qtbot: QtBot) -> None:
    done: list[bool] = []
    window.context.show_banner(
        "212 copies are finished, 588 are waiting.", "look", ("Go on", lambda: done.append(True))
    )
    button = next(each for each in window.banner.findChildren(QPushButton) if each.text() == "Go on")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [True]
    assert not window.banner.isVisible()


def test_an_error_says_what_happened_and_what_to_do(window: Window, qtbot: QtBot) -> None:
    window.context.show_error(DiskFull("212 copies are finished.", "Free 1.1 GB and press Go on."))
    message = window.banner.message
    assert message is not None
    assert message.text == "The disk is full. 212 copies are finished. Free 1.1 GB and press Go on."
    copy = next(each for each in window.banner.findChildren(QPushButton) if each.text() == "Copy details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().startswith("disk-full: The disk is full.")


def test_an_error_nobody_took_is_shown(window: Window, qtbot: QtBot) -> None:
    def fails(studio: Studio) -> None:
        raise DiskFull("No room.")

    window.context.bridge.query(fails, lambda _: None)
    qtbot.waitUntil(window.banner.isVisible)


# --- search, clients, drops


def test_search_is_told_a_moment_after_the_last_key(window: Window, qtbot: QtBot) -> None:
    told: list[str] = []
    window.context.searched.connect(told.append)
    with qtbot.waitSignal(window.context.searched):
        qtbot.keyClicks(window.bar.search, "harb")
    assert told == ["harb"]
    qtbot.keyClick(window.bar.search, Qt.Key.Key_Escape)
    assert told == ["harb", ""]
    assert window.context.search == ""


def test_the_client_switcher_follows_the_catalogue(window: Window, studio: Studio, qtbot: QtBot) -> None:
    client = clients_workflow.add(studio, "Meridian Press")
    switcher = window.bar.clients
    with qtbot.assertNotEmitted(window.context.client_changed):
        window.context.bridge.tell([Change("client", (client.id,))])
        qtbot.waitUntil(lambda: switcher.findText("Meridian Press") > 0)
    index = switcher.findText("Meridian Press")
    assert switcher.itemData(index, Qt.ItemDataRole.AccessibleTextRole) == "Meridian Press, sealed"
    with qtbot.waitSignal(window.context.client_changed) as told:
        switcher.setCurrentIndex(index)
        switcher.activated.emit(index)
    assert told.args == [client.id]
    assert window.context.client == client.id
    with qtbot.waitSignal(window.context.client_changed):
        switcher.choose(None)
    assert window.context.client is None


def _files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def _drop(target: QWidget, mime: QMimeData) -> bool:
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, drop)
    return drop.isAccepted()


def test_files_dropped_go_to_the_place_that_is_shown(
    window: Window, probe: Probe, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show_place("probe")
    assert _drop(window, _files(tmp_path / "never", tmp_path / "looked at"))
    qtbot.waitUntil(lambda: len(probe.told) == 2)
    assert probe.told[-1] == [tmp_path / "never", tmp_path / "looked at"]


def test_what_a_place_does_not_take_goes_to_the_portfolio(
    window: Window, probe: Probe, qtbot: QtBot, tmp_path: Path
) -> None:
    probe.takes = False
    window.show_place("probe")
    with qtbot.waitSignal(window.context.files_dropped) as told:
        _drop(window, _files(tmp_path))
    assert told.args == ["portfolio", [tmp_path]]


def test_a_picture_dropped_on_the_search_is_checked(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.context.files_dropped) as told:
        assert _drop(window.bar.search, _files(tmp_path / "stranger.png"))
    assert told.args == ["check", [tmp_path / "stranger.png"]]


def test_a_drag_of_something_else_is_not_taken(window: Window) -> None:
    words = QMimeData()
    words.setText("words")
    assert not _drop(window, words)


# --- what runs, and closing


@pytest.fixture
def slow(window: Window, qtbot: QtBot) -> Callable[[], threading.Event]:
    """Starts an operation that runs until its event is set or it is cancelled."""

    def start() -> threading.Event:
        gate, begun = threading.Event(), threading.Event()

        def work(studio: Studio, progress: Progress, cancel: CancelToken) -> tuple[None, list[Change]]:
            begun.set()
            progress(1, 4, "harbour.jpg")
            while not gate.wait(0.01):
                cancel.check()
            return None, []

        window.context.bridge.operate("Signing", work)
        qtbot.waitUntil(begun.is_set)
        return gate

    return start


def test_a_line_at_the_bottom_shows_that_something_runs(
    window: Window, slow: Callable[[], threading.Event], qtbot: QtBot
) -> None:
    gate = slow()
    qtbot.waitUntil(lambda: window.line.toolTip() == "Signing · 1 of 4 · harbour.jpg")
    image = window.line.grab().toImage()
    accent = window.context.theme.colour("accent").name()
    assert image.pixelColor(2, 2).name() == accent
    assert image.pixelColor(image.width() - 2, 2).name() != accent
    gate.set()
    qtbot.waitUntil(lambda: window.line.toolTip() == "")


def _ask(window: Window) -> QMessageBox:
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    return box


def _answer(box: QMessageBox, text: str, qtbot: QtBot) -> None:
    button = next(each for each in box.buttons() if each.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.xcb
def test_closing_while_something_runs_asks_and_goes_on_in_the_background(
    window: Window, slow: Callable[[], threading.Event], qtbot: QtBot
) -> None:
    gate = slow()
    assert not window.close()
    assert window.isVisible()
    with qtbot.assertNotEmitted(window.leaving, wait=50):
        _answer(_ask(window), "Finish in the background", qtbot)
    assert not window.isVisible()
    with qtbot.waitSignal(window.leaving):
        gate.set()


def test_it_asks_once(window: Window, slow: Callable[[], threading.Event], qtbot: QtBot) -> None:
    slow()
    window.close()
    with qtbot.waitSignal(window.leaving):
        _answer(_ask(window), "Stop and close", qtbot)
    assert window.context.store.value("close/while-busy") == "stop"
    assert not window.context.bridge.busy


def test_staying_changes_nothing(window: Window, slow: Callable[[], threading.Event], qtbot: QtBot) -> None:
    gate = slow()
    window.close()
    _answer(_ask(window), "Stay", qtbot)
    assert window.isVisible()
    assert window.context.bridge.busy
    assert window.context.store.value("close/while-busy") is None
    gate.set()
    qtbot.waitUntil(lambda: not window.context.bridge.busy)


def test_closing_when_nothing_runs_asks_nothing(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.leaving):
        assert window.close()
    assert window.findChild(QMessageBox) is None


def test_it_opens_where_it_was_left(open_window: Callable[[], Window]) -> None:
    first = open_window()
    first.resize(780, 640)
    first.context.theme.choose("dark")
    first.context.theme.set_text_size(125)
    places = [name for name in first.places.names() if name not in ("portfolio", "firstminute")]
    if places:
        first.show_place(places[-1])
    first.context.store.setValue("firstminute/done", "yes")
    second = open_window()
    assert (second.width(), second.height()) == (780, 640)
    assert (second.context.theme.choice, second.context.theme.text_size) == ("dark", 125)
    if places:
        assert second.context.place == places[-1]


def test_the_passphrase_is_asked_in_the_window(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTISTGUARD_PASSPHRASE", raising=False)
    passphrase = window.context.passphrase
    assert not passphrase.known
    given: list[str | None] = []
    for words in (None, "three pears"):
        window.context.bridge.operate("unlock", lambda studio, progress, cancel: (passphrase(), []), given.append)
        qtbot.waitUntil(window.passphrase.isVisible)
        if words is None:
            qtbot.keyClick(window.passphrase, Qt.Key.Key_Escape)
        else:
            qtbot.keyClicks(window.passphrase._field, words)
            qtbot.keyClick(window.passphrase._field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not window.context.bridge.busy)
        assert not window.passphrase.isVisible()
    assert given == [None, "three pears"]
    assert passphrase.known
    assert window.passphrase._field.text() == ""


def test_a_mistake_in_the_window_is_told_and_logged(
    window: Window, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    also: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *told: also.append(told[0]))
    window_app._catch(window.context)
    try:
        raise KeyError("nobody")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert window.banner.message is not None
    assert "KeyError" in window.banner.message.text
    assert also == [KeyError]
    assert len(caplog.records) == 1
    caplog.clear()


def test_shortcuts_are_each_used_once(window: Window) -> None:
    keys: dict[str, list[str]] = {}
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[union-attr]
            for key in action.shortcuts():
                keys.setdefault(key.toString(), []).append(action.text())
    assert {key: texts for key, texts in keys.items() if len(texts) > 1} == {}
    assert {"Ctrl+F", "Ctrl+Q", "F11"} <= set(keys)


def test_menus_have_a_line_for_look_and_text_size(window: Window) -> None:
    theme = window.context.theme
    actions = {action.text(): action for menu in window.menuBar().actions() for action in menu.menu().actions()}  # type: ignore[union-attr]
    actions["Dark"].trigger()
    assert theme.dark
    assert actions["Dark"].isChecked()
    actions["Larger text"].trigger()
    assert theme.text_size == 125
    actions["Text at its own size"].trigger()
    assert theme.text_size == 100


def test_idle_is_idle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.context.bridge._timer.isActive())

    def rests() -> bool:
        started = time.process_time()
        qtbot.wait(300)
        return time.process_time() - started < 0.15

    assert any(rests() for _ in range(20)), "it never comes to rest"  # threads of the start may end a little later
