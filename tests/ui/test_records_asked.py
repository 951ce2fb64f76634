"""A registry that can only be asked, in the window: the question first; its word is its word, and no record of ours."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hands import click, press, reads, wait_for
from pictures import draw
from pytestqt.qtbot import QtBot
from status_double import KEY, Double, serving

from artistguard.model.jobs import Change
from artistguard.registries import table
from artistguard.registries.spawning import Spawning
from artistguard.ui.records.place import RecordsPlace
from artistguard.ui.records.statuscard import StatusCard
from artistguard.ui.window import Window
from artistguard.workflow import clients, registering, tokens
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


@pytest.fixture
def double() -> Iterator[Double]:
    with serving(Double()) as made:
        yield made


@pytest.fixture
def card(
    studio: Studio,
    double: Double,
    open_window: Callable[[], Window],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qtbot: QtBot,
) -> StatusCard:
    """The double's card in the window; of four works three have an address, one of these is a sealed client's."""
    folder = tmp_path / "art"
    folder.mkdir()
    for number in range(4):
        draw(number).save(folder / f"work {number}.png")
    import_(studio, [folder])
    works = [work.id for work in studio.catalogue.works.iterate()]
    clients.assign(studio, [works[2]], clients.add(studio, "Meridian Press"))
    studio.catalogue.addresses.add((works[n], f"https://ada.example/{n + 1}") for n in range(3))
    monkeypatch.setattr(table, "ADAPTERS", (table.ADAPTERS[0], lambda means: [Spawning(double.endpoint)]))
    window = open_window()
    own = window.context.bridge.studio
    own.save(replace(own.settings, local_hosts=urlsplit(double.endpoint).netloc))
    window.resize(1200, 900)
    window.show_place("records", {"page": "registries"})
    place = window.place("records")
    assert isinstance(place, RecordsPlace)
    qtbot.waitUntil(lambda: "spawning" in place.registries.cards)
    made = place.registries.cards["spawning"]
    assert isinstance(made, StatusCard)
    return made


@pytest.mark.timeout(180)
def test_it_is_asked_after_the_question_with_a_key_and_what_it_says_is_no_record(
    card: StatusCard, studio: Studio, double: Double, qtbot: QtBot
) -> None:
    press(qtbot, card, "Ask about my works")
    wait_for(qtbot, card, "2 addresses would be asked about. 1 sealed work is left out. 1 work has no known address.")
    wait_for(qtbot, card, "It answers those who have a key of their own.")
    assert card.keys.isVisible()
    assert double.asked == []
    bridge = card._context.bridge
    tokens.set_token(bridge.studio, urlsplit(double.endpoint).netloc, KEY)
    click(qtbot, card.look)
    wait_for(qtbot, card.consent, "The network is switched off.")
    shown = card.consent.requests.toPlainText()
    assert "https://ada.example/1" in shown
    assert KEY not in shown
    assert "https://ada.example/3" not in shown, "a sealed client's"
    bridge.studio.save(replace(bridge.studio.settings, network=True))
    bridge.tell([Change("settings", ())])
    qtbot.waitUntil(card.consent.ask_button.isEnabled)
    click(qtbot, card.consent.ask_button)
    qtbot.waitUntil(card.go.isVisible)
    assert double.asked == []
    click(qtbot, card.go)
    wait_for(qtbot, card, "it says opted out: yes for 1, no for 1; of 0 it says neither. That is its word.")
    assert "recorded" not in reads(card).lower()
    assert list(registering.declarations(studio)) == []
    assert all(b"ada.example/3" not in request.body for request in double.asked)
