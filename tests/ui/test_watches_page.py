"""Watches, as a person adds and runs them: over the demo's hub on loopback, asked before a byte leaves."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hands import WAIT_MS, click, press, reads, wait_for
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot
from watch_parts import HUB, model, name

from artistguard.catalogue.recording import Offered
from artistguard.model.egress import Purpose
from artistguard.model.errors import Cancelled
from artistguard.model.finds import Find, Outcome
from artistguard.model.jobs import Change
from artistguard.model.names import NameKind
from artistguard.model.protocols import CancelToken
from artistguard.model.rights import Profile
from artistguard.ui import byitself
from artistguard.ui import finds as finds_ui
from artistguard.ui.context import Context
from artistguard.ui.finds.place import FindsPlace
from artistguard.ui.finds.watchcard import WatchCard
from artistguard.ui.window import Window
from artistguard.workflow import clients, consents, finds, names, watches
from artistguard.workflow.demo_hub import demo_hub
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

LONG = 60_000  # ms: a run over the whole demo hub
SAMPLE = Path("resources/sample")


@pytest.fixture
def hub(studio: Studio) -> Iterator[str]:
    """The demo's hub, as an own hub of this studio; the artist of the sample is who is looked for."""
    studio.catalogue.profile.set(Profile("Ada Wren", addresses=("adawren.example",)))
    with demo_hub(SAMPLE) as endpoint:
        at = urlsplit(endpoint).netloc
        studio.save(replace(studio.settings, network=True, local_hosts=at, hugging_face=endpoint))
        yield endpoint


@pytest.fixture
def window(hub: str, open_window: Callable[[], Window], qtbot: QtBot) -> Window:
    """The whole window, at the watches."""
    made = open_window()
    made.resize(1200, 900)
    made.show_place("finds", {"page": "watches"})
    qtbot.waitUntil(place_of(made).watches.isVisible, timeout=WAIT_MS)
    return made


@pytest.fixture
def place(hub: str, request: pytest.FixtureRequest, qtbot: QtBot) -> FindsPlace:
    """The place alone: the studio behind it was opened when the hub stood."""
    made = finds_ui.create(request.getfixturevalue("context"))
    qtbot.addWidget(made)
    made.resize(1000, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.arrived(page="watches")
    return made


@pytest.fixture
def found(studio: Studio) -> list[Find]:
    """A find."""
    studio.catalogue.finds.record((Offered(model("k1", "a/b"), (name(),)),), source=HUB)
    return list(finds.cards(studio))


def place_of(window: Window) -> FindsPlace:
    found = window.place("finds")
    assert isinstance(found, FindsPlace)
    return found


def only(place: FindsPlace) -> WatchCard:
    [card] = place.watches.cards.values()
    return card


def ready(place: FindsPlace, qtbot: QtBot, studio: Studio) -> WatchCard:
    """A watch that was added and agreed to."""
    watch = watches.add(studio, "hugging-face")
    for need in watches.sources(studio)["hugging-face"].needs:
        consents.agree(studio, need.host, (Purpose.PICTURE,) if need.pictures else (Purpose.WATCH,), "shown")
    place.watches.refresh()
    qtbot.waitUntil(lambda: watch.id in place.watches.cards, timeout=WAIT_MS)
    return place.watches.cards[watch.id]


@pytest.mark.xcb
@pytest.mark.timeout(180)
def test_a_watch_is_added_after_its_bytes_were_seen_run_and_its_finds_are_cards(
    window: Window, studio: Studio, hub: str, qtbot: QtBot
) -> None:
    place = place_of(window)
    click(qtbot, place.watches.add)
    adding = place.watches.adding
    qtbot.waitUntil(lambda: adding.source.count() > 0, timeout=WAIT_MS)
    adding.source.setCurrentIndex(adding.source.findData("hugging-face"))
    qtbot.waitUntil(adding.consent.ask_button.isVisible, timeout=WAIT_MS)
    shown = adding.consent.requests.toPlainText()
    assert "GET /api/models?" in shown
    assert f"Host: {urlsplit(hub).netloc}" in shown
    assert watches.all_(studio) == ()
    assert list(studio.catalogue.egress.iterate()) == []
    qtbot.waitUntil(adding.consent.ask_button.isEnabled, timeout=WAIT_MS)
    click(qtbot, adding.consent.ask_button)
    qtbot.waitUntil(lambda: bool(place.watches.cards), timeout=WAIT_MS)
    assert adding.isHidden()
    card = only(place)
    qtbot.waitUntil(lambda: "last run today" in reads(card), timeout=LONG)  # it was agreed to: it ran at once
    qtbot.waitUntil(card.run.isVisible, timeout=LONG)
    [watch] = watches.all_(studio)
    assert watch.last is not None
    assert watch.last.outcome in (Outcome.DONE, Outcome.PARTLY), watch.last.message
    wait_for(qtbot, card, "Searched")
    place.show_page("cards")
    qtbot.waitUntil(lambda: place.review.list.cards.rowCount() > 0, timeout=WAIT_MS)
    titles = {find.title for find in finds.cards(studio)}
    assert "moth-and-lantern/ada-wren-style-xl" in titles
    places = window.places.button("finds")
    assert places is not None
    qtbot.waitUntil(lambda: places.accessibleName() == f"Finds, {len(titles)}", timeout=WAIT_MS)


def test_a_data_set_is_named_and_what_would_be_asked_of_it_is_shown(
    place: FindsPlace, studio: Studio, qtbot: QtBot
) -> None:
    click(qtbot, place.watches.add)
    adding = place.watches.adding
    qtbot.waitUntil(lambda: adding.source.count() > 0, timeout=WAIT_MS)
    assert not adding.dataset.isVisible()
    adding.source.setCurrentIndex(adding.source.findData("dataset-viewer"))
    qtbot.waitUntil(lambda: "GET /" in adding.consent.requests.toPlainText(), timeout=WAIT_MS)
    qtbot.keyClicks(adding.dataset, "quarry77/captions")
    qtbot.waitUntil(lambda: "dataset=quarry77/captions" in adding.consent.requests.toPlainText(), timeout=WAIT_MS)
    adding.dataset.selectAll()
    qtbot.keyClicks(adding.dataset, "no data set")
    qtbot.waitUntil(adding._trouble.isVisible, timeout=WAIT_MS)
    assert not adding.consent.isVisible()
    assert list(studio.catalogue.egress.iterate()) == []
    adding.dataset.selectAll()
    qtbot.keyClicks(adding.dataset, "quarry77/captions")
    qtbot.waitUntil(adding.consent.isVisible, timeout=WAIT_MS)
    assert not adding._trouble.isVisible()


def test_not_now_adds_nothing_and_escape_closes(place: FindsPlace, studio: Studio, qtbot: QtBot) -> None:
    click(qtbot, place.watches.add)
    adding = place.watches.adding
    qtbot.waitUntil(adding.consent.not_now.isVisible, timeout=WAIT_MS)
    click(qtbot, adding.consent.not_now)
    assert adding.isHidden()
    click(qtbot, place.watches.add)
    qtbot.waitUntil(lambda: adding.source.count() > 0, timeout=WAIT_MS)
    qtbot.keyClick(adding.source, Qt.Key.Key_Escape)
    assert adding.isHidden()
    assert watches.all_(studio) == ()
    assert list(studio.catalogue.egress.iterate()) == []


def test_a_watch_is_paused_goes_on_and_is_removed_after_a_second_press(
    place: FindsPlace, studio: Studio, qtbot: QtBot
) -> None:
    card = ready(place, qtbot, studio)
    press(qtbot, card, "Pause")
    qtbot.waitUntil(lambda: watches.all_(studio)[0].paused, timeout=WAIT_MS)
    wait_for(qtbot, card, "paused")
    press(qtbot, card, "Go on")
    qtbot.waitUntil(lambda: not watches.all_(studio)[0].paused, timeout=WAIT_MS)
    press(qtbot, card, "Remove")
    assert watches.all_(studio), "the first press asks"
    press(qtbot, card, "Remove it; its finds stay")
    qtbot.waitUntil(lambda: watches.all_(studio) == (), timeout=WAIT_MS)
    wait_for(qtbot, place.watches, "Nothing is watched yet.")


def test_a_watch_without_consent_shows_the_question_in_its_card(
    place: FindsPlace, studio: Studio, hub: str, qtbot: QtBot
) -> None:
    watches.add(studio, "hugging-face")
    place.watches.refresh()
    qtbot.waitUntil(lambda: bool(place.watches.cards), timeout=WAIT_MS)
    card = only(place)
    qtbot.waitUntil(card.agree.isVisible, timeout=WAIT_MS)
    click(qtbot, card.run)  # leads to the question, not to a refusal
    qtbot.waitUntil(card.consent.isVisible, timeout=WAIT_MS)
    assert f"Host: {urlsplit(hub).netloc}" in card.consent.requests.toPlainText()
    click(qtbot, card.consent.not_now)
    assert list(studio.catalogue.egress.iterate()) == []


def test_names_under_seal_are_left_out_and_said_so(place: FindsPlace, studio: Studio, qtbot: QtBot) -> None:
    sealed = clients.add(studio, "Meridian Press")
    names.add(studio, "The Lantern Keeper", NameKind.CHARACTER, sealed.id)
    click(qtbot, place.watches.add)
    adding = place.watches.adding
    qtbot.waitUntil(lambda: "The Lantern Keeper" in reads(adding), timeout=WAIT_MS)
    assert "Under seal" in reads(adding)
    shown = adding.consent.requests.toPlainText().lower()
    assert "lantern" not in shown
    assert "meridian" not in shown


def test_with_the_network_off_one_line_says_that_no_watch_can_run(window: Window, studio: Studio, qtbot: QtBot) -> None:
    place = place_of(window)
    ready(place, qtbot, studio)
    window.show_place("settings", {"page": "network"})
    settings = window.place("settings")
    page = settings.page("network")  # type: ignore[attr-defined]
    qtbot.waitUntil(page.switch.isChecked, timeout=WAIT_MS)
    qtbot.keyClick(page.switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "It is off" in page.meaning.text(), timeout=WAIT_MS)
    window.show_place("finds", {"page": "watches"})
    wait_for(qtbot, place.watches, "The network is switched off: no watch can run.")
    press(qtbot, place.watches, "Open the network settings")
    assert window.context.place == "settings"


@pytest.mark.timeout(180)
def test_what_is_due_runs_by_itself_while_the_window_is_open_and_tells_of_it(
    window: Window, studio: Studio, qtbot: QtBot
) -> None:
    place = place_of(window)
    import_(studio, [SAMPLE])
    ready(place, qtbot, studio)
    [itself] = window.findChildren(byitself.ByItself)
    byitself.want(window.context, byitself.RUN, False)
    itself.look()
    qtbot.wait(200)
    assert watches.all_(studio)[0].last is None, "switched off"
    byitself.want(window.context, byitself.RUN, True)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    itself.look()
    qtbot.waitUntil(lambda: "new find(s)" in reads(window.banner) or "new finds" in reads(window.banner), timeout=LONG)
    last = watches.all_(studio)[0].last
    assert last is not None
    assert last.outcome in (Outcome.DONE, Outcome.PARTLY), last.message
    press(qtbot, window.banner, "Look")
    assert place.tabs.currentIndex() == 0
    itself.look()  # nothing is due now: nothing is run, and nothing said
    qtbot.wait(200)
    assert not window.context.bridge.busy


def test_the_switches_are_kept(place: FindsPlace, context: Context, qtbot: QtBot) -> None:
    box = place.watches.itself.switches[byitself.TELL]
    assert box.isChecked()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not byitself.wanted(context, byitself.TELL)
    assert byitself.wanted(context, byitself.RUN)


def test_the_desktop_is_told_when_nobody_looks_at_the_window(
    window: Window, found: list[Find], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    told: list[object] = []
    monkeypatch.setattr("artistguard.workflow.notify.notify", told.append)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)  # as on stock GNOME
    [itself] = window.findChildren(byitself.ByItself)
    window.hide()
    itself._tell(found)
    qtbot.waitUntil(lambda: told == [found], timeout=WAIT_MS)
    assert window.isHidden(), "nothing steals the focus"


def test_a_window_that_only_watches_closes_without_a_question(window: Window, qtbot: QtBot) -> None:
    def waits(studio: Studio, progress: object, cancel: CancelToken) -> tuple[None, list[Change]]:
        while not cancel.cancelled:
            time.sleep(0.01)
        raise Cancelled

    window.context.bridge.operate("Due watches", waits, aside="watch")
    with qtbot.waitSignal(window.leaving, timeout=WAIT_MS):
        window.close()
    assert window._closing_asked is None
