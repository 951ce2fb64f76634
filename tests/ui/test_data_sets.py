"""Data sets searched from the window: what it takes first, then the search, its finds as cards, looked at closely."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hands import WAIT_MS, click, press, reads, wait_for
from PIL import Image, ImageOps
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sources.served import Reply, serving

from artistguard.catalogue.recording import Offered
from artistguard.model.egress import Purpose
from artistguard.model.finds import Match
from artistguard.model.ids import new_id, now
from artistguard.model.names import Strength
from artistguard.model.watching import Candidate, CandidateKind, Key
from artistguard.ui.finds import setwords
from artistguard.ui.finds.place import FindsPlace
from artistguard.ui.finds.setcard import SetCard
from artistguard.ui.slider import Slider
from artistguard.ui.window import Window
from artistguard.workflow import activity, consents, finds, scan_finds
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

LONG = 120_000  # ms
HARBOUR = Path("resources/sample/Harbour Lights.jpg")
TABLE = Path("resources/set/part-00000.parquet")


@pytest.fixture
def place(studio: Studio, open_window: Callable[[], Window], qtbot: QtBot) -> FindsPlace:
    """The data sets of the whole window, with one work in the portfolio."""
    import_(studio, [HARBOUR])
    window = open_window()
    window.resize(1200, 900)
    window.show_place("finds", {"page": "sets"})
    made = window.place("finds")
    assert isinstance(made, FindsPlace)
    qtbot.waitUntil(lambda: bool(made.sets.cards), timeout=WAIT_MS)
    return made


def card_of(place: FindsPlace, title: str) -> SetCard:
    return next(card for card in place.sets.cards.values() if card.row.set.title == title)


@pytest.mark.timeout(240)
def test_a_table_is_chosen_its_cost_seen_searched_and_its_finds_are_cards(
    place: FindsPlace, studio: Studio, qtbot: QtBot
) -> None:
    place.sets.choose(TABLE.resolve())
    qtbot.waitUntil(lambda: str(TABLE.resolve()) in place.sets.cards, timeout=WAIT_MS)
    card = place.sets.cards[str(TABLE.resolve())]
    wait_for(qtbot, card, "Never searched.")
    qtbot.waitUntil(card.search.isVisible, timeout=LONG)
    told = reads(card)
    for words in (setwords.number(10_000), "up to 8 of 64 bits off", "from the disk", "of computing"):
        assert words in told, words
    assert activity.rows(studio) == [], "nothing is searched before it was pressed"
    click(qtbot, card.search)
    qtbot.waitUntil(lambda: "Rows that may hold works of yours: 2." in reads(card), timeout=LONG)
    wait_for(qtbot, card, f"all {setwords.number(10_000)} rows")
    [row] = [each for each in activity.rows(studio) if each.kind == "scan"]
    assert (row.subject, row.done, row.total) == ("part-00000.parquet", 4, 4)
    click(qtbot, card.finds)
    review = place.review
    qtbot.waitUntil(lambda: review.list.cards.rowCount() == 1, timeout=WAIT_MS)
    compare = review.detail.compare
    qtbot.waitUntil(compare.isVisible, timeout=WAIT_MS)
    assert "The set has its hash, not the picture" in compare.pair.left.accessibleName()
    assert compare.pair.right.image is not None
    assert "of 64 bits differ; chance alone gives a hit as near in one of" in reads(compare)
    wait_for(qtbot, review.detail, f"all {setwords.number(10_000)} rows")  # what was searched
    assert not compare.turn.isVisible()
    assert list(studio.catalogue.egress.iterate()) == []


def test_a_set_on_a_server_is_asked_for_after_the_question_alone(
    place: FindsPlace, studio: Studio, qtbot: QtBot
) -> None:
    card = card_of(place, "COYO-700M (2022)")
    assert f"{setwords.number(746_972_269)} rows" in reads(card)
    click(qtbot, card.look)
    qtbot.waitUntil(card.consent.isVisible, timeout=WAIT_MS)
    shown = card.consent.requests.toPlainText()
    assert "Range: bytes=0-63" in shown
    assert "Host: huggingface.co" in shown
    wait_for(qtbot, card, "The network is switched off.")
    assert list(studio.catalogue.egress.iterate()) == []


def test_what_is_no_table_is_said_so(place: FindsPlace, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    place.sets.choose(tmp_path / "notes.csv")
    qtbot.waitUntil(lambda: str(tmp_path / "notes.csv") in place.sets.cards, timeout=WAIT_MS)
    card = place.sets.cards[str(tmp_path / "notes.csv")]
    wait_for(qtbot, card, "no column of perceptual hashes")
    qtbot.waitUntil(card.look.isVisible, timeout=WAIT_MS)
    place.sets.choose(tmp_path / "nowhere")
    wait_for(qtbot, place.sets, "There is no set, file or folder named")


def copy() -> bytes:
    out = BytesIO()
    with Image.open(HARBOUR) as picture:
        small = ImageOps.mirror(picture.convert("RGB")).resize((800, round(800 * picture.height / picture.width)))
        small.crop((60, 40, 780, 480)).save(out, "JPEG", quality=80)
    return out.getvalue()


def row_found(studio: Studio, url: str) -> str:
    """A row of a set, as a scan records it; the id of its card."""
    [work] = studio.catalogue.works.iterate()
    details = {
        "row": 7,
        "turn": "mirrored",
        "way": "cut to all of it",
        "distance": 2,
        "false_alarms": 0.004,
        "band": "likely",
    }
    match = Match(new_id(), "", Key.PICTURE, work.id, None, "row 7", Strength.WEAK, "By hash.", now(), details)
    row = Candidate(scan_finds.SOURCE + "test", "part#7", CandidateKind.ROW, "row 7 of a set", url)
    studio.catalogue.finds.record([Offered(row, (match,))])
    return finds.cards(studio)[0].id


@pytest.mark.timeout(240)
def test_a_row_is_compared_point_by_point_after_the_question_and_laid_over(
    place: FindsPlace, studio: Studio, qtbot: QtBot
) -> None:
    asked: list[object] = []

    def answer(request: object) -> Reply:
        asked.append(request)
        return Reply(200, copy(), {"Content-Type": "image/jpeg"})

    with serving(answer) as endpoint:
        host = endpoint.removeprefix("http://")
        window = place.window()
        assert isinstance(window, Window)
        bridge = window.context.bridge
        studio.save(replace(studio.settings, network=True, local_hosts=host))
        bridge.studio.settings = studio.settings  # as if it was switched on here
        id_ = row_found(studio, f"{endpoint}/a.jpg")
        place.arrived(card=id_)
        compare = place.review.detail.compare
        qtbot.waitUntil(compare.look.isVisible, timeout=WAIT_MS)
        assert "mirrored" in reads(compare).lower()
        assert "Likely a copy." in reads(compare)
        click(qtbot, compare.look)
        qtbot.waitUntil(compare.consent.ask_button.isVisible, timeout=WAIT_MS)
        assert "GET /a.jpg" in compare.consent.requests.toPlainText()
        assert asked == []
        qtbot.waitUntil(compare.consent.ask_button.isEnabled, timeout=WAIT_MS)
        click(qtbot, compare.consent.ask_button)
        qtbot.waitUntil(lambda: "Same picture content" in reads(compare), timeout=LONG)
    assert [each.purposes for each in consents.agreed(studio)] == [(Purpose.PICTURE,)]
    qtbot.waitUntil(lambda: compare.pair.left.image is not None, timeout=WAIT_MS)
    qtbot.waitUntil(compare.turn.isVisible, timeout=WAIT_MS)
    qtbot.keyClick(place.review, Qt.Key.Key_C)
    qtbot.waitUntil(compare.slider.isVisible, timeout=WAIT_MS)
    assert "50 %" in compare.slider.accessibleName()
    qtbot.keyClick(compare.slider, Qt.Key.Key_Right)
    assert "55 %" in compare.slider.accessibleName()
    press(qtbot, compare, "Side by side")
    assert compare.pair.isVisible()


def test_the_slider_lays_the_region_of_one_over_that_of_the_other(theme: object, qtbot: QtBot) -> None:
    slider = Slider()
    qtbot.addWidget(slider)
    slider.resize(424, 324)
    ours, theirs = BytesIO(), BytesIO()
    Image.new("RGB", (400, 300), "white").save(ours, "JPEG")
    Image.new("RGB", (200, 150), "black").save(theirs, "JPEG")
    # Theirs is the middle half of ours, mirrored.
    slider.show_pictures(theirs.getvalue(), ours.getvalue(), (0, 0, 1, 1), (0.25, 0.25, 0.75, 0.75), mirrored=True)
    picture = slider._place_of_ours()
    placed = slider._place_of_theirs(picture)
    assert (placed.width(), placed.height()) == (picture.width() / 2, picture.height() / 2)
    assert placed.center() == picture.center()
    shot = slider.grab().toImage()
    ratio = shot.width() / slider.width()
    inside = int((picture.left() + picture.width() * 0.4) * ratio), int(picture.center().y() * ratio)
    assert shot.pixelColor(*inside).lightness() < 40, "theirs, left of the line"
    assert shot.pixelColor(int((picture.left() + picture.width() * 0.6) * ratio), inside[1]).lightness() > 200
    slider.move_to(7)
    assert slider.place == 1.0
    slider.clear()
    assert not slider.shown
