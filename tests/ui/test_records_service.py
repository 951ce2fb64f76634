"""Registering with a service in the window: the question first, then the sending; refusals by name; gone on with."""

import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hands import click, press, reads, wait_for
from pictures import draw
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from registry_double import NAME, DoubleRegistry, DoubleServer, serving

from artistguard.model.egress import Purpose
from artistguard.model.jobs import Change
from artistguard.model.registering import DeclarationState, Holds, Standing
from artistguard.registries import table
from artistguard.ui.activity import Activity
from artistguard.ui.records.place import RecordsPlace
from artistguard.ui.window import Window
from artistguard.workflow import clients, consents, registering
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

LONG = 120_000  # ms


@pytest.fixture
def server() -> DoubleServer:
    return DoubleServer()


@pytest.fixture
def at(server: DoubleServer) -> Iterator[str]:
    """Where it is served."""
    with serving(server) as found:
        yield found


@pytest.fixture
def works(studio: Studio, tmp_path: Path) -> list[str]:
    """The ids of three works."""
    folder = tmp_path / "art"
    folder.mkdir()
    for number in range(3):
        draw(number).save(folder / f"work {number}.png")
    import_(studio, [folder])
    return [work.id for work in studio.catalogue.works.iterate()]


@pytest.fixture
def place(
    works: list[str],
    at: str,
    open_window: Callable[[], Window],
    monkeypatch: pytest.MonkeyPatch,
) -> RecordsPlace:
    """The records of a window that knows the double; it is asked for on loopback, and the network is off."""
    registry = DoubleRegistry(at)
    monkeypatch.setattr(table, "ADAPTERS", (*table.ADAPTERS, lambda means: [registry]))
    window = open_window()
    window.resize(1280, 900)
    own = window.context.bridge.studio
    own.save(replace(own.settings, local_hosts=at))
    window.show_place("records", {"page": "register", "works": works})
    made = window.place("records")
    assert isinstance(made, RecordsPlace)
    return made


def choose_double(place: RecordsPlace, qtbot: QtBot) -> None:
    form = place.register
    qtbot.waitUntil(lambda: NAME in form.names)
    form.names["local"].setChecked(False)
    form.names[NAME].setChecked(True)


def agree(place: RecordsPlace, studio: Studio, qtbot: QtBot) -> None:
    """Switch the network on, as its page does, and agree to the host in the question."""
    form = place.register
    bridge = form._context.bridge
    wait_for(qtbot, form.consent, "The network is switched off.")
    bridge.studio.save(replace(bridge.studio.settings, network=True))
    bridge.tell([Change("settings", ())])
    qtbot.waitUntil(form.consent.ask_button.isEnabled)
    click(qtbot, form.consent.ask_button)
    qtbot.waitUntil(form.go.isEnabled)


def file_dialog(parent: QWidget, qtbot: QtBot) -> QFileDialog:
    """The one that was opened last."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in parent.findChildren(QFileDialog)))
    return next(each for each in parent.findChildren(QFileDialog) if each.isVisible())


def activity_of(place: RecordsPlace) -> Activity:
    window = place.window()
    assert isinstance(window, Window)
    window.show_place("activity")
    shown = window.place("activity")
    assert isinstance(shown, Activity)
    return shown


def states(studio: Studio) -> list[DeclarationState]:
    return [each.state for each in registering.declarations(studio)]


@pytest.mark.timeout(180)
def test_the_question_comes_first_with_the_bytes_and_a_sealed_client_is_left_out(
    place: RecordsPlace, studio: Studio, server: DoubleServer, works: list[str], qtbot: QtBot
) -> None:
    clients.assign(studio, [works[0]], clients.add(studio, "Meridian Press"))
    form = place.register
    choose_double(place, qtbot)
    wait_for(qtbot, form, "2 new, 1 sealed and left out; 2 requests of")
    shown = form.consent.requests.toPlainText()
    sha256 = [studio.catalogue.works.get(id_).editions[0].sha256 for id_ in works]
    assert sha256[1] in shown
    assert sha256[0] not in shown
    assert not form.go.isEnabled()
    agree(place, studio, qtbot)
    assert [each.purposes for each in consents.agreed(studio)] == [(Purpose.REGISTER,)]
    assert sha256[1] in form.requests.toPlainText(), "the bytes stay in sight"
    assert not server.told, "nothing is sent before it was pressed"
    click(qtbot, form.go)
    wait_for(qtbot, form, "2 recorded.")
    told = b"".join(body for _, _, body in server.told).decode()
    assert set(server.held) == set(sha256[1:])
    assert not any(word in told for word in ("Meridian", sha256[0], "work 0"))
    shown_activity = activity_of(place)
    wait_for(qtbot, shown_activity, "Recording at double")
    wait_for(qtbot, shown_activity, "2 recorded.")


@pytest.mark.timeout(180)
def test_it_is_asked_how_a_declaration_stands_and_its_receipt_is_written_for_a_stranger(
    place: RecordsPlace, studio: Studio, server: DoubleServer, works: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    form = place.register
    choose_double(place, qtbot)
    agree(place, studio, qtbot)
    click(qtbot, form.go)
    wait_for(qtbot, form, "3 recorded.")
    press(qtbot, form, "Show the receipts")
    receipts, detail = place.receipts, place.receipts.detail
    qtbot.waitUntil(lambda: receipts.list.topLevelItemCount() == 3 and detail.shown == receipts.current)
    chosen = studio.catalogue.declarations.get(receipts.current)
    told = len(server.told)
    assert "Asked there" not in reads(detail), "it was taken there, and not asked for yet"
    press(qtbot, detail, "Ask how it stands")
    wait_for(qtbot, detail, "Recorded. Asked there today")
    [(method, path, _)] = server.told[told:]
    assert (method, path) == ("GET", f"/declarations/{chosen.receipt.id_there if chosen.receipt else ''}")
    server.held.clear()  # the registry lost them
    press(qtbot, detail, "Ask how it stands")
    wait_for(qtbot, detail, "No longer known there. Asked there today")
    assert len(server.told) == told + 2, "only the one that was chosen is asked for"
    assert studio.catalogue.declarations.get(chosen.id).standing is Standing.GONE
    acts = [line.act for line in studio.catalogue.custody.iterate(chosen.submission.items[0].edition_id)]
    assert acts[-2:] == ["declared", "declaration-gone"]
    assert not detail.withdraw.isVisible(), "there is nothing to take back any more"

    press(qtbot, detail, "Export…")
    dialog = file_dialog(detail, qtbot)
    assert Path(dialog.selectedFiles()[0]).name == f"receipt-{chosen.id[:8]}.zip"
    dialog.reject()
    qtbot.waitUntil(lambda: not detail.findChildren(QFileDialog))
    assert list(tmp_path.glob("*.zip")) == []
    press(qtbot, detail, "Export…")
    dialog = file_dialog(detail, qtbot)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("a receipt.zip")
    dialog.accept()
    window = place.window()
    wait_for(qtbot, window, f"The receipt is in {tmp_path / 'a receipt.zip'}. README.txt in it says how")
    with zipfile.ZipFile(tmp_path / "a receipt.zip") as written:
        assert "README.txt" in written.namelist()
    found = registering.verify_file(studio, tmp_path / "a receipt.zip")
    assert found.holds is Holds.YES, found.faults
    assert list(tmp_path.glob("*.zip*")) == [tmp_path / "a receipt.zip"], "nothing half written lies about"


@pytest.mark.timeout(180)
def test_when_a_registry_cannot_be_asked_the_reason_is_said_and_nothing_changes(
    place: RecordsPlace, studio: Studio, server: DoubleServer, qtbot: QtBot
) -> None:
    choose_double(place, qtbot)
    agree(place, studio, qtbot)
    click(qtbot, place.register.go)
    wait_for(qtbot, place.register, "3 recorded.")
    press(qtbot, place.register, "Show the receipts")
    detail = place.receipts.detail
    qtbot.waitUntil(detail.ask.isVisible)
    told = len(server.told)
    bridge = place.register._context.bridge
    bridge.studio.save(replace(bridge.studio.settings, network=False))
    click(qtbot, detail.ask)
    qtbot.waitUntil(lambda: detail.verdict.isVisible() and detail.ask.isEnabled())
    assert "network is switched off" in detail.verdict.text()
    assert len(server.told) == told
    assert studio.catalogue.declarations.get(detail.shown).standing is Standing.UNKNOWN


@pytest.mark.timeout(180)
def test_what_is_refused_is_named_in_activity_and_tried_again(
    place: RecordsPlace, studio: Studio, server: DoubleServer, qtbot: QtBot
) -> None:
    refused = True

    def script(number: int, method: str, body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        return (400, {}, b'{"code": "no-such-terms"}') if refused and number == 1 else None

    server.script = script
    choose_double(place, qtbot)
    agree(place, studio, qtbot)
    click(qtbot, place.register.go)
    wait_for(qtbot, place.register, "2 recorded. 1 not taken: Activity names it.")
    assert sorted(states(studio)).count(DeclarationState.REJECTED) == 1
    shown = activity_of(place)
    press(qtbot, shown, "1 failed")
    wait_for(qtbot, shown, "no-such-terms")
    assert "#" in reads(shown)
    refused = False
    press(qtbot, shown, "Try again")
    qtbot.waitUntil(lambda: states(studio) == [DeclarationState.RECORDED] * 3, timeout=LONG)
    assert list(server.accepted.values()) == [1, 1, 1]


@pytest.mark.timeout(180)
def test_stopped_between_two_works_it_waits_and_is_gone_on_with_once_each(
    place: RecordsPlace, studio: Studio, server: DoubleServer, qtbot: QtBot
) -> None:
    reached, released = threading.Event(), threading.Event()

    def after(number: int) -> None:
        reached.set()
        released.wait(30)

    server.after = after
    choose_double(place, qtbot)
    agree(place, studio, qtbot)
    form = place.register
    click(qtbot, form.go)
    qtbot.waitUntil(reached.is_set)
    click(qtbot, form.stop)
    released.set()
    qtbot.waitUntil(lambda: "Activity says for what." in reads(form), timeout=LONG)
    assert DeclarationState.RECORDED in states(studio)
    assert not all(state.finished for state in states(studio))
    qtbot.waitUntil(lambda: re.search(r"asked for before and not answered yet go(es)? on\.", reads(form)) is not None)
    shown = activity_of(place)
    wait_for(qtbot, shown, "It was stopped, and waits until somebody goes on with it.")
    press(qtbot, shown, "Go on")
    qtbot.waitUntil(lambda: states(studio) == [DeclarationState.RECORDED] * 3, timeout=LONG)
    assert list(server.accepted.values()) == [1, 1, 1]
    assert len(server.told) == 3


@pytest.mark.timeout(180)
def test_what_waits_says_since_when_and_why_and_can_be_called_off(
    place: RecordsPlace, studio: Studio, server: DoubleServer, qtbot: QtBot
) -> None:
    server.script = lambda number, method, body: (503, {"Retry-After": "7200"}, b"")
    choose_double(place, qtbot)
    agree(place, studio, qtbot)
    click(qtbot, place.register.go)
    wait_for(qtbot, place.register, "3 wait: Activity says for what.")
    window = place.window()
    assert isinstance(window, Window)
    asked = next(each for each in registering.declarations(studio) if each.state is DeclarationState.LATER)
    window.show_place("records", {"page": "receipts", "receipt": asked.id})
    wait_for(qtbot, place.receipts.detail, ", because: The double is busy. Tried once. Next try ")
    assert "Waiting since " in reads(place.receipts.detail)
    assert "Activity can call it off." in reads(place.receipts.detail)
    item = place.receipts.list.currentItem()
    assert item is not None
    assert item.text(2).startswith("waiting since ")
    shown = activity_of(place)
    wait_for(qtbot, shown, "The rest waits since ")
    assert "because: The double is busy. It is tried again from " in reads(shown)
    press(qtbot, shown, "Cancel")
    wait_for(qtbot, shown, "Cancelled at 0 of 3.")
    window.show_place("records", {"page": "receipts", "receipt": asked.id})
    wait_for(qtbot, place.receipts.detail, "Called off; whether it arrived is not known. Register it again to go on")
    qtbot.waitUntil(lambda: place.receipts.list.topLevelItemCount() == 1)  # of the others nothing had left
