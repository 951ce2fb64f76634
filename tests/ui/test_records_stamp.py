"""The ledger's head stamped from the window by a real authority: asked once, its answer checked; its refusals told."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from authority import Authority
from hands import click, reads, wait_for
from pictures import draw
from pytestqt.qtbot import QtBot

from artistguard.model.egress import Purpose
from artistguard.model.jobs import Change
from artistguard.ui.records.ledger import Ledger
from artistguard.ui.records.place import RecordsPlace
from artistguard.ui.window import Window
from artistguard.workflow.import_ import import_
from artistguard.workflow.reserved_said import STAMPED
from artistguard.workflow.studio import Studio


@pytest.fixture
def ledger(
    studio: Studio, authority: Authority, open_window: Callable[[], Window], tmp_path: Path, qtbot: QtBot
) -> Ledger:
    """The page, over a ledger with one work in it; the authority is set and trusted, the network is off."""
    draw(3).save(tmp_path / "tide.png")
    import_(studio, [tmp_path / "tide.png"])
    studio.save(replace(studio.settings, time_authority=authority.url, time_authority_local=True))
    studio.trust_folder.mkdir()
    (studio.trust_folder / "authority.pem").write_bytes(authority.root.read_bytes())
    window = open_window()
    window.resize(1280, 900)
    window.show_place("records", {"page": "ledger"})
    place = window.place("records")
    assert isinstance(place, RecordsPlace)
    return place.ledger


def switch_on(ledger: Ledger, **changes: object) -> None:
    """The network, as its page does it; and whatever else is set."""
    bridge = ledger._context.bridge
    bridge.studio.save(replace(bridge.studio.settings, network=True, **changes))  # type: ignore[arg-type]
    bridge.tell([Change("settings", ())])


def stamps(studio: Studio) -> list[int]:
    return [line.seq for line in studio.catalogue.custody.of_acts([STAMPED])]


def test_the_head_is_stamped_once_the_network_is_on_and_the_stamp_is_checked(
    ledger: Ledger, studio: Studio, authority: Authority, qtbot: QtBot
) -> None:
    click(qtbot, ledger.stamp)
    wait_for(qtbot, ledger.consent, "The network is switched off.")
    assert authority.queries == []
    assert stamps(studio) == []
    head = studio.catalogue.custody.head().seq
    switch_on(ledger)
    click(qtbot, ledger.stamp)
    wait_for(qtbot, ledger, f"127.0.0.1 says: line {head} and all before it were there on ")
    wait_for(qtbot, ledger, f"Its answer is line {head + 1}.")
    assert not ledger.consent.isVisible()
    assert stamps(studio) == [head + 1]
    [query] = authority.queries
    [work] = studio.catalogue.works.iterate()
    assert not any(each.encode() in query for each in (work.id, work.title, work.editions[0].sha256))
    [sent] = [line for line in studio.catalogue.egress.iterate() if line.bytes_out]
    assert (sent.purpose, sent.subjects.works) == (Purpose.TIME_STAMP, ())

    click(qtbot, ledger.stamp)  # nothing was written since: the stamp there is stands
    wait_for(qtbot, ledger, f"Its answer is line {head + 1}.")
    qtbot.waitUntil(lambda: not ledger._context.bridge.busy)
    assert len(authority.queries) == 1
    click(qtbot, ledger.verify)
    wait_for(qtbot, ledger, f"{head + 1} lines, and the chain holds.")
    assert f"Time stamp over line {head}" in reads(ledger)
    assert "None: the moments are this computer's own." not in reads(ledger)


@pytest.mark.parametrize("answer", ["rubbish", "error"])
def test_what_is_no_stamp_is_told_and_not_kept(
    ledger: Ledger, studio: Studio, authority: Authority, answer: str, qtbot: QtBot
) -> None:
    authority.answer = answer
    switch_on(ledger)
    click(qtbot, ledger.stamp)
    wait_for(qtbot, ledger, "127.0.0.1 gave no time stamp")
    assert len(authority.queries) == 1
    assert stamps(studio) == []


def test_without_an_authority_it_is_said_that_none_is_set(ledger: Ledger, studio: Studio, qtbot: QtBot) -> None:
    switch_on(ledger, time_authority="")
    click(qtbot, ledger.stamp)
    wait_for(qtbot, ledger, "No time-stamp authority is set.")
    assert stamps(studio) == []
