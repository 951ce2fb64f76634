"""Journeys as a person makes them, by mouse and keys: found by accessible names, seen by what the window says."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pictures import draw
from PIL import ImageOps
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from artistguard.model.artwork import EditionRole
from artistguard.ui.activity import Activity
from artistguard.ui.batchcard import BatchCard
from artistguard.ui.check import Check
from artistguard.ui.firstminute import FirstMinute
from artistguard.ui.portfolio.view import PortfolioView
from artistguard.ui.window import Window
from artistguard.workflow import clients, identity
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

Open = Callable[[], Window]
LONG = 60_000  # ms


# --- hands and eyes


def visible(parent: QWidget, kind: type[QWidget], name: str) -> QWidget:
    """The one widget of this name that can be seen."""
    found = [
        each
        for each in parent.findChildren(kind)
        if each.isVisible() and name in (each.accessibleName(), getattr(each, "text", str)())
    ]
    assert found, f"no {kind.__name__} {name!r} to be seen"
    return found[0]


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    """Click a button by its name, once it can be pressed."""

    def pressable() -> None:
        assert visible(parent, QAbstractButton, name).isEnabled()

    qtbot.waitUntil(pressable, timeout=LONG)
    button = visible(parent, QAbstractButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())


def reads(parent: QWidget) -> str:
    """All text that can be seen."""
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible())


def wait_for(qtbot: QtBot, parent: QWidget, text: str) -> None:
    """Until a text can be seen."""

    def seen() -> None:
        assert text in reads(parent), reads(parent)

    qtbot.waitUntil(seen, timeout=LONG)


def drop(window: Window, *paths: Path) -> None:
    """Drop files in the middle of the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, action = window.rect().center(), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(at), action, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), action, data, buttons, keys))


def front(qtbot: QtBot, window: Window) -> Window:
    """Bring a window to the front, as a window manager does: keys go to the active one."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=LONG)
    return window


def works(window: Window) -> Callable[[], bool]:
    """Whether the bridge has come to rest."""
    return lambda: not window.context.bridge.busy


def cards(activity: Activity) -> list[BatchCard]:
    """The rows, as they stand."""
    return [card for card in activity.findChildren(BatchCard) if card.isVisible()]


def portfolio_of(window: Window) -> PortfolioView:
    place = window.place("portfolio")
    assert isinstance(place, PortfolioView)
    return place


def digests(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def art(tmp_path: Path) -> Path:
    """Six pictures."""
    folder = tmp_path / "Paintings"
    folder.mkdir()
    for number in range(6):
        draw(number + 1).save(folder / f"plate {number + 1}.{'jpg' if number % 2 else 'png'}")
    return folder


def leaves(folder: Path, count: int) -> Path:
    """A folder of so many pictures, each so large that taking them in lasts, however quick the machine is."""
    folder.mkdir()
    for number in range(count):
        draw(100 + number, (1800, 1350)).save(folder / f"leaf {number:03}.jpg", quality=80)
    return folder


@pytest.fixture
def settled(studio: Studio, art: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A studio with six works and a signature, as after the first day."""
    monkeypatch.setenv("ARTISTGUARD_PASSPHRASE", "three pears and a jug")
    import_(studio, [art])
    identity.create(studio, "Ada Wren")
    studio.catalogue.settings.set(f"window.out.{studio.seat}", str(tmp_path / "signed"))
    return studio


# --- the first minute


def test_the_first_minute(qtbot: QtBot, open_window: Open, art: Path, home: Path) -> None:
    before = digests(art)
    window = front(qtbot, open_window())
    first = window.stack.currentWidget()
    assert isinstance(first, FirstMinute), "an empty catalogue opens on the sample, with no form before it"
    assert not [field for field in first.findChildren(QLineEdit) if field.isVisible()]

    wait_for(qtbot, first, "Nobody sees your no")
    gallery = first.sign.gallery
    pears = gallery.named("Three Pears and a Jug")
    assert pears is not None
    gallery.scrollToItem(pears)
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.visualItemRect(pears).center())
    wait_for(qtbot, first, "Three Pears and a Jug · JPEG")
    qtbot.waitUntil(first.sign.go.isEnabled, timeout=LONG)
    assert not any(row["sees"] for row in first.sign.readers.rows)

    press(qtbot, first, "Tag and sign")
    wait_for(qtbot, first, "of 8 kinds of readers see your no")
    assert sum(row["sees"] is True for row in first.sign.readers.rows) >= 5
    assert "same to the last bit" in reads(first)

    press(qtbot, first, "Try to fool it")
    qtbot.waitUntil(lambda: first.step == 1)
    for trick, words in (
        ("Mirror it", ", mirrored;"),
        ("Turn it", ", turned right;"),
        ("Make it small", ";"),
        ("Recompress it", ";"),
    ):
        press(qtbot, first, f"{trick} and look it up")
        qtbot.waitUntil(lambda: first.fool.answer.checked is not None, timeout=LONG)
        said = first.fool.answer.sentence
        assert "like your #11, Three Pears and a Jug" in said
        assert words in said
        assert "it carries no reservation any more" in said
        assert first.fool.answer.pair.left.image is not None
        assert first.fool.answer.pair.right.image is not None
        first.fool.answer.checked = None
    draw(77).save(home.parent / "a stranger's.png")
    drop(window, home.parent / "a stranger's.png")
    qtbot.waitUntil(lambda: first.fool.answer.checked is not None, timeout=LONG)
    assert first.fool.answer.sentence == "Nothing of yours."

    press(qtbot, first, "Use my folder")
    drop(window, art)
    wait_for(qtbot, first, "6 pictures, ")
    assert "Reading them takes about" in reads(first)
    press(qtbot, first, "Take it in")
    assert window.context.place == "portfolio"
    wait_for(qtbot, window, "6 taken in. The originals were only read.")
    qtbot.waitUntil(lambda: len(portfolio_of(window).model.ids) == 6, timeout=LONG)
    assert digests(art) == before

    again = open_window()
    assert again.context.place == "portfolio", "with works of one's own the window opens on them"


def test_the_first_minute_by_keys_alone(qtbot: QtBot, open_window: Open) -> None:
    window = front(qtbot, open_window())
    first = window.stack.currentWidget()
    assert isinstance(first, FirstMinute)
    wait_for(qtbot, first, "Nobody sees your no")
    first.sign.gallery.setFocus()
    qtbot.keyClick(first.sign.gallery, Qt.Key.Key_Home)
    qtbot.keyClick(first.sign.gallery, Qt.Key.Key_Right)
    wait_for(qtbot, first, "foxglove-plate · PNG")
    qtbot.waitUntil(first.sign.go.isEnabled, timeout=LONG)
    first.sign.go.setFocus()
    qtbot.keyClick(first.sign.go, Qt.Key.Key_Space)
    wait_for(qtbot, first, "of 8 kinds of readers see your no")
    qtbot.waitUntil(first.sign.on.hasFocus, timeout=LONG)
    qtbot.keyClick(first.sign.on, Qt.Key.Key_Space)
    assert first.step == 1
    mirror = visible(first, QAbstractButton, "Mirror it and look it up")
    mirror.setFocus()
    qtbot.keyClick(mirror, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: first.fool.answer.checked is not None, timeout=LONG)
    assert "foxglove-plate, mirrored; it carries no reservation any more" in first.fool.answer.sentence


# --- taking in


def test_a_folder_dropped_on_the_window_is_taken_in(
    qtbot: QtBot, open_window: Open, settled: Studio, tmp_path: Path
) -> None:
    more = tmp_path / "More"
    more.mkdir()
    for number in range(3):
        draw(30 + number).save(more / f"sheet {number}.png")
    (more / "broken.png").write_text("this is no picture")
    window = front(qtbot, open_window())
    assert window.context.place == "portfolio"
    drop(window, more)
    wait_for(qtbot, window, "3 taken in, 1 could not be read.")
    qtbot.waitUntil(lambda: len(portfolio_of(window).model.ids) == 9, timeout=LONG)
    press(qtbot, window.banner, "Show them")
    assert window.context.place == "activity"
    activity = window.place("activity")
    wait_for(qtbot, activity, "Taking in More")
    press(qtbot, activity, "1 failed: names and reasons")
    wait_for(qtbot, activity, "broken.png")
    draw(40).save(more / "broken.png")
    press(qtbot, activity, "Try again: Taking in More")
    wait_for(qtbot, activity, "1 new, 3 known already")
    qtbot.waitUntil(lambda: len(portfolio_of(window).model.ids) == 10, timeout=LONG)


# --- signing


def test_a_batch_is_signed_paused_gone_on_with_and_what_failed_is_tried_again(
    qtbot: QtBot, open_window: Open, settled: Studio, art: Path, tmp_path: Path
) -> None:
    import_(settled, [leaves(tmp_path / "Many", 120)])
    gone = art / "plate 3.png"
    kept = gone.read_bytes()
    window = front(qtbot, open_window())
    portfolio = portfolio_of(window)
    qtbot.waitUntil(lambda: len(portfolio.model.ids) == 126, timeout=LONG)
    portfolio.grid.setFocus()
    qtbot.keyClick(portfolio.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, portfolio, "126 new;")
    gone.write_bytes(kept + b"changed behind our back")
    qtbot.keyClick(portfolio.grid, Qt.Key.Key_Return)

    window.show_place("activity")
    activity = window.place("activity")
    assert isinstance(activity, Activity)

    def signing() -> list[BatchCard]:
        return [card for card in cards(activity) if card.accessibleName().startswith("Signed copies")]

    def at_work() -> None:
        assert signing()
        visible(signing()[0], QAbstractButton, f"Pause: {signing()[0].accessibleName()}")

    qtbot.waitUntil(at_work, timeout=LONG)
    row = signing()[0]
    press(qtbot, row, f"Pause: {row.accessibleName()}")
    qtbot.waitUntil(works(window), timeout=LONG)
    wait_for(qtbot, row, "It waits: press Go on.")
    written = len(list((tmp_path / "signed").rglob("leaf *.jpg")))
    assert written < 120
    assert not list((tmp_path / "signed").rglob(".artistguard-*")), "nothing is half written"

    press(qtbot, row, f"Go on: {row.accessibleName()}")
    wait_for(qtbot, row, "125 written and read back.")
    press(qtbot, row, "1 failed: names and reasons")
    wait_for(qtbot, row, "plate 3.png")
    gone.write_bytes(kept)
    press(qtbot, row, f"Try again: {row.accessibleName()}")
    wait_for(qtbot, row, "126 written and read back.")
    copies = sum(
        edition.role is EditionRole.SIGNED_COPY for w in settled.catalogue.works.iterate() for edition in w.editions
    )
    assert copies == 126, "each work was signed once"


def test_a_batch_is_cancelled_and_what_is_finished_stays(
    qtbot: QtBot, open_window: Open, settled: Studio, tmp_path: Path
) -> None:
    many = leaves(tmp_path / "Many", 150)
    window = front(qtbot, open_window())
    drop(window, many)
    qtbot.waitUntil(lambda: sum(settled.catalogue.works.count().values()) > 6, timeout=LONG)
    window.show_place("activity")
    activity = window.place("activity")
    assert isinstance(activity, Activity)
    press(qtbot, activity, "Cancel: Taking in Many")
    qtbot.waitUntil(works(window), timeout=LONG)
    wait_for(qtbot, activity, "Cancelled at ")
    taken = sum(settled.catalogue.works.count().values())
    assert 6 < taken < 156
    assert settled.catalogue.jobs.batches(unfinished=True) == []


# --- restart


@pytest.mark.skipif(sys.platform != "linux", reason="whether an owner is alive is known from /proc")
def test_after_a_kill_the_window_offers_to_go_on(
    qtbot: QtBot, open_window: Open, settled: Studio, home: Path, tmp_path: Path
) -> None:
    many = leaves(tmp_path / "Many", 120)
    words = [sys.executable, "-P", "-m", "artistguard", "--home", str(home), "--no-keychain", "import", str(many)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        until = time.monotonic() + 60
        while sum(settled.catalogue.works.count().values()) == 6 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(child.pid, signal.SIGKILL)
    assert 6 < sum(settled.catalogue.works.count().values()) < 126
    window = front(qtbot, open_window())
    wait_for(qtbot, window, "Taking in Many was interrupted")
    press(qtbot, window.banner, "Go on")
    qtbot.waitUntil(lambda: sum(settled.catalogue.works.count().values()) == 126, timeout=LONG)
    qtbot.waitUntil(works(window), timeout=LONG)
    assert settled.catalogue.jobs.batches(unfinished=True) == []


def test_closed_in_the_middle_it_goes_on_next_time(
    qtbot: QtBot, open_window: Open, settled: Studio, tmp_path: Path
) -> None:
    many = leaves(tmp_path / "Many", 150)
    window = front(qtbot, open_window())
    drop(window, many)
    qtbot.waitUntil(lambda: sum(settled.catalogue.works.count().values()) > 6, timeout=LONG)
    window = front(qtbot, open_window())  # closes the first one, which stops after the files at work
    assert sum(settled.catalogue.works.count().values()) < 156
    wait_for(qtbot, window, "Taking in Many was interrupted")
    window.show_place("activity")
    activity = window.place("activity")
    press(qtbot, activity, "Go on: Taking in Many")
    qtbot.waitUntil(lambda: sum(settled.catalogue.works.count().values()) == 156, timeout=LONG)


# --- a stranger's file


def test_a_strangers_file_is_inspected_and_a_stolen_one_is_known(
    qtbot: QtBot, open_window: Open, settled: Studio, tmp_path: Path
) -> None:
    stolen = tmp_path / "reposted.jpg"
    ImageOps.mirror(draw(2, size=(320, 240))).resize((200, 150)).save(stolen, quality=50)
    stranger = tmp_path / "stranger.png"
    draw(500, size=(300, 300)).rotate(30).save(stranger)
    text = tmp_path / "letter.txt"
    text.write_text("Dear Ada,")
    window = front(qtbot, open_window())
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    check = window.stack.currentWidget()
    assert isinstance(check, Check)
    works_before = sum(settled.catalogue.works.count().values())

    drop(window, stolen)
    wait_for(qtbot, check, "like your #2, plate 2, mirrored; it carries no reservation.")
    assert check.answer.pair.left.image is not None
    assert check.answer.pair.right.image is not None
    wait_for(qtbot, check, "None. Nobody vouches for this file.")

    drop(window, stolen, stranger, text)
    wait_for(qtbot, check, "1 of 3 are yours or look like yours.")
    check.list.setFocus()
    qtbot.keyClick(check.list, Qt.Key.Key_Down)
    wait_for(qtbot, check, "Nothing of yours.")
    qtbot.keyClick(check.list, Qt.Key.Key_Down)
    wait_for(qtbot, check, "Not a picture.")
    assert sum(settled.catalogue.works.count().values()) == works_before, "nothing is imported"
    assert not list(settled.catalogue.egress.iterate())


# --- preset and seal


def test_another_preset_is_chosen_for_a_batch(qtbot: QtBot, open_window: Open, settled: Studio, tmp_path: Path) -> None:
    window = front(qtbot, open_window())
    portfolio = portfolio_of(window)
    qtbot.waitUntil(lambda: len(portfolio.model.ids) == 6, timeout=LONG)
    grid = portfolio.grid
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(portfolio.model.index(0)).center())
    wait_for(qtbot, portfolio, "1 new;")
    terms = visible(portfolio, QComboBox, "My terms")
    assert isinstance(terms, QComboBox)
    number = terms.findText("Allowed with conditions", Qt.MatchFlag.MatchContains)
    assert number >= 0
    terms.setFocus()
    qtbot.keyClick(terms, Qt.Key.Key_Home)
    while terms.currentIndex() != number:
        before = terms.currentIndex()
        qtbot.keyClick(terms, Qt.Key.Key_Down)
        assert terms.currentIndex() != before
    wait_for(qtbot, portfolio, "1 new;")
    press(qtbot, portfolio, "Tag and sign")
    wait_for(qtbot, window, "written to")
    chosen, version = settled.catalogue.presets.get("Allowed with conditions")
    [copy] = [e for w in settled.catalogue.works.iterate() for e in w.editions if e.role is EditionRole.SIGNED_COPY]
    assert copy.preset_version_id == version.id
    assert chosen.name == "Allowed with conditions"


def test_a_sealed_clients_work_is_marked_and_leaves_no_thumbnail(
    qtbot: QtBot, open_window: Open, settled: Studio, tmp_path: Path
) -> None:
    client = clients.add(settled, "Meridian Press")
    window = front(qtbot, open_window())
    switcher = window.bar.clients
    qtbot.waitUntil(lambda: switcher.findText("Meridian Press") > 0, timeout=LONG)
    switcher.setFocus()
    qtbot.keyClick(switcher, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.context.client == client.id, timeout=LONG)
    secret = tmp_path / "Unpublished"
    secret.mkdir()
    draw(70).save(secret / "cover.png")
    before = len(list(settled.thumbnails.rglob("*.jpg")))
    drop(window, secret)
    wait_for(qtbot, window, "1 taken in.")
    [work] = settled.catalogue.works.iterate(client_id=client.id)
    assert work.title == "cover"
    assert len(list(settled.thumbnails.rglob("*.jpg"))) == before, "a sealed work's picture is not kept"
    portfolio = portfolio_of(window)
    qtbot.waitUntil(lambda: portfolio.model.ids == [work.id], timeout=LONG)
    index = portfolio.model.index(0)
    told = str(portfolio.model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert "sealed" in told.lower()
