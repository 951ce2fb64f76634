"""Finds, as a person goes through them: walked and judged by keys, taken back, allowed; the empty place's words."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hands import WAIT_MS, click, press, reads, wait_for
from pictures import draw
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from watch_parts import HUB, model, name, picture

from artistguard.catalogue.recording import Offered
from artistguard.model.finds import AllowKind, Outcome, Verdict
from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Capture, Captured, Coverage, Key
from artistguard.ui import finds as finds_ui
from artistguard.ui.context import Context
from artistguard.ui.finds.place import FindsPlace
from artistguard.ui.window import Window
from artistguard.workflow import captures, finds
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

HOSTILE = "<h1>a/b</h1>\u202e\x1b[31m" + "x" * 300


@pytest.fixture
def found(studio: Studio) -> Studio:
    """Three finds: a strong one with a relative, a medium and a weak one."""
    address = replace(name("ada.example", Strength.MEDIUM), key=Key.ADDRESS, field=FieldKind.URL)
    same = ("sha256:" + "a" * 64,)
    offers = (
        Offered(model("k1", "inkfan/ada-style", kinship=same), (name(field=FieldKind.TRIGGER),)),
        Offered(model("k2", "quill/harbours", kinship=same)),
        Offered(model("k3", "big/pictures"), (address,)),
        Offered(model("k4", "birds/wren"), (name("Wren", Strength.WEAK),)),
    )
    studio.catalogue.finds.record(offers, source=HUB)
    return studio


@pytest.fixture
def place(context: Context, qtbot: QtBot) -> FindsPlace:
    made = finds_ui.create(context)
    qtbot.addWidget(made)
    made.resize(1100, 720)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.arrived()
    return made


def titles(place: FindsPlace) -> list[str]:
    cards = place.review.list.cards
    return [cards.index(row).data() for row in range(cards.rowCount())]


def key(qtbot: QtBot, place: FindsPlace, which: Qt.Key) -> None:
    qtbot.keyClick(place.review.list, which)


def test_cards_stand_strongest_first_and_say_why(found: Studio, place: FindsPlace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    assert titles(place) == ["inkfan/ada-style", "big/pictures", "birds/wren"]
    wait_for(qtbot, place, "strong · by name, as a trigger word")
    wait_for(qtbot, place, "First seen")
    shown = reads(place)
    assert "Ada Wren stands in its card." in shown
    assert "quill/harbours" in shown  # what belongs to it
    assert place.review.chips["news"].text() == "News  3"
    said = place.review.list.cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "strong" in said
    assert "Ada Wren stands in its card." in said


@pytest.mark.xcb
def test_the_queue_is_walked_and_judged_by_keys_and_taken_back(found: Studio, place: FindsPlace, qtbot: QtBot) -> None:
    review = place.review
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    qtbot.waitUntil(review.list.hasFocus, timeout=WAIT_MS)
    key(qtbot, place, Qt.Key.Key_J)
    assert review.list.currentIndex().row() == 1
    key(qtbot, place, Qt.Key.Key_K)
    key(qtbot, place, Qt.Key.Key_K)
    assert review.list.currentIndex().row() == 0
    key(qtbot, place, Qt.Key.Key_1)
    assert titles(place) == ["big/pictures", "birds/wren"], "a judged card leaves at once"
    key(qtbot, place, Qt.Key.Key_3)
    key(qtbot, place, Qt.Key.Key_4)
    assert titles(place) == []

    def verdicts() -> dict[str, Verdict | None]:
        return {find.title: find.verdict for find in finds.cards(found, news=False, held=None)}

    qtbot.waitUntil(
        lambda: (
            verdicts()
            == {"inkfan/ada-style": Verdict.MINE, "big/pictures": Verdict.NOT_MINE, "birds/wren": Verdict.IGNORED}
        ),
        timeout=WAIT_MS,
    )
    wait_for(qtbot, place, "Nothing is new.")
    assert "Ignore: birds/wren. Z takes it back." in reads(place)
    qtbot.keyClick(place.focusWidget() or place, Qt.Key.Key_Z)  # without a click: the keyboard stayed here
    qtbot.waitUntil(lambda: titles(place) == ["birds/wren"], timeout=WAIT_MS)
    click(qtbot, review.undo)
    qtbot.waitUntil(lambda: titles(place) == ["big/pictures", "birds/wren"], timeout=WAIT_MS)
    wait_for(qtbot, place, "Taken back: big/pictures.")
    assert verdicts()["big/pictures"] is None
    assert verdicts()["inkfan/ada-style"] is Verdict.MINE


def test_a_verdict_and_its_undo_in_one_breath_leave_nothing_judged(
    found: Studio, place: FindsPlace, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    for which in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_Z, Qt.Key.Key_Z):
        key(qtbot, place, which)
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    assert all(find.verdict is None for find in finds.cards(found, news=False, held=None))


def test_a_verdict_by_mouse_stands_in_judged_and_can_be_changed_there(
    found: Studio, place: FindsPlace, qtbot: QtBot
) -> None:
    review = place.review
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    click(qtbot, review.verdicts[Verdict.APPROVED])
    click(qtbot, review.chips["judged"])
    qtbot.waitUntil(lambda: titles(place) == ["inkfan/ada-style"], timeout=WAIT_MS)
    qtbot.waitUntil(review.verdicts[Verdict.APPROVED].isChecked, timeout=WAIT_MS)
    click(qtbot, review.verdicts[Verdict.NOT_MINE])
    qtbot.waitUntil(review.verdicts[Verdict.NOT_MINE].isChecked, timeout=WAIT_MS)
    assert titles(place) == ["inkfan/ada-style"]
    [find] = finds.cards(found, verdict=Verdict.NOT_MINE)
    assert find.title == "inkfan/ada-style"


def test_an_account_is_allowed_from_the_card_and_its_find_is_none(
    found: Studio, place: FindsPlace, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    menu = place.review.detail.allow.menu()
    texts = [action.text() for action in menu.actions()]
    assert "The account inkfan" in texts
    assert "The account quill" in texts
    place.review.list.go(1)
    qtbot.waitUntil(lambda: menu.actions()[0].text() == "The account big", timeout=WAIT_MS)
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: "big/pictures" not in titles(place), timeout=WAIT_MS)
    [allowance] = finds.allowances(found)
    assert (allowance.kind, allowance.value) == (AllowKind.ACCOUNT, f"{HUB}/big")


def test_links_are_copied_and_only_those_of_the_web_can_be_opened(
    studio: Studio, place: FindsPlace, qtbot: QtBot
) -> None:
    bad = Offered(model("k1", "a/b", url="javascript:alert(1)"), (name(),))
    studio.catalogue.finds.record((bad, Offered(model("k2", "c/d"), (name(strength=Strength.WEAK),))), source=HUB)
    place.review.refresh()
    qtbot.waitUntil(lambda: len(titles(place)) == 2, timeout=WAIT_MS)
    detail = place.review.detail
    assert not detail.open.isEnabled()
    place.review.list.go(1)
    qtbot.waitUntil(detail.open.isEnabled, timeout=WAIT_MS)
    click(qtbot, detail.copy)
    assert QGuiApplication.clipboard().text() == "https://hub.example/c/d"


def test_hostile_titles_and_reasons_are_plain_letters(studio: Studio, place: FindsPlace, qtbot: QtBot) -> None:
    match = name(found=HOSTILE, reason=HOSTILE)
    studio.catalogue.finds.record((Offered(model("k1", HOSTILE, account=HOSTILE), (match,)),), source=HUB)
    place.review.refresh()
    qtbot.waitUntil(lambda: len(titles(place)) == 1, timeout=WAIT_MS)
    wait_for(qtbot, place, "strong · by name")
    shown = reads(place) + "".join(titles(place))
    assert "\u202e" not in shown
    assert "\x1b" not in shown
    labels = place.findChildren(QLabel)
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in labels if each.text())
    assert place.review.detail.widget().width() <= place.review.detail.viewport().width()


def test_a_matched_picture_stands_beside_the_work(
    studio: Studio, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    art = tmp_path / "art"
    art.mkdir()
    draw(2).save(art / "harbour.png")
    import_(studio, [art])
    [work] = studio.catalogue.works.iterate()
    file = BytesIO()
    draw(2).convert("RGB").save(file, "JPEG")
    body = file.getvalue()
    digest = hashlib.sha256(body).hexdigest()
    captures.keep(
        studio, Captured(Capture(digest, "https://hub.example/1.jpg", 200, datetime.now(UTC), len(body)), body)
    )
    match = picture(work.id, details={"capture": digest, "turn": "mirrored", "number": work.number})
    studio.catalogue.finds.record((Offered(model("k1", "a/b"), (match,)),), source=HUB)
    place = finds_ui.create(context)
    qtbot.addWidget(place)
    place.resize(1100, 720)
    with qtbot.waitExposed(place):
        place.show()
    place.arrived()
    pair = place.review.detail.pair
    qtbot.waitUntil(lambda: pair.left.image is not None and pair.right.image is not None, timeout=WAIT_MS)
    assert f"#{work.number} {work.title}" in reads(place)
    assert "mirrored" in reads(place)
    assert list(studio.catalogue.egress.iterate()) == [], "looking fetches nothing"


def test_a_picture_that_is_not_at_hand_is_said_to_be_so(studio: Studio, place: FindsPlace, qtbot: QtBot) -> None:
    match = picture("a-work-that-is-gone", details={"capture": "0" * 64})
    studio.catalogue.finds.record((Offered(model("k1", "a/b"), (match,)),), source=HUB)
    place.review.refresh()
    qtbot.waitUntil(place.review.detail.pair.isVisible, timeout=WAIT_MS)
    assert place.review.detail.pair.left.image is None


def test_the_empty_place_has_one_sentence_and_one_button(place: FindsPlace, qtbot: QtBot) -> None:
    wait_for(qtbot, place, "Nothing is watched yet.")
    press(qtbot, place, "Add a watch")
    assert place.tabs.currentIndex() == 1
    qtbot.waitUntil(place.watches.adding.isVisible, timeout=WAIT_MS)


def test_nothing_found_is_said_with_what_was_not_searched(studio: Studio, place: FindsPlace, qtbot: QtBot) -> None:
    watch = studio.catalogue.watches.add("hugging-face", "Hugging Face Hub", 24, {})
    part = Coverage("models by every form of your names", "models", 180, 412, "Stopped at 200 requests.")
    run = replace(studio.catalogue.watches.begin(watch.id), outcome=Outcome.PARTLY, coverage=(part,))
    studio.catalogue.watches.end(run, None, 0)
    place.review.refresh()
    wait_for(qtbot, place, "The rest was not searched.")
    assert "models by every form of your names: 180 of 412 models. Stopped at 200 requests." in reads(place)
    assert "Nothing of yours found in what was searched." in reads(place)


def test_the_number_beside_the_places_name_is_that_of_the_news(found: Studio, window: Window, qtbot: QtBot) -> None:
    button = window.places.button("finds")
    assert button is not None
    qtbot.waitUntil(lambda: button.accessibleName() == "Finds, 3", timeout=WAIT_MS)
    window.show_place("finds")
    place = window.place("finds")
    assert isinstance(place, FindsPlace)
    qtbot.waitUntil(lambda: len(titles(place)) == 3, timeout=WAIT_MS)
    key(qtbot, place, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: button.accessibleName() == "Finds, 2", timeout=WAIT_MS)
    interface = QAccessible.queryAccessibleInterface(place.review.list)
    assert interface.text(QAccessible.Text.Name) == "Finds"
