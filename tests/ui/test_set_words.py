"""Beside the search by picture: a set's words, whether its hash is ours, and what a search can find at all."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import imagehash
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hands import click, reads, wait_for
from pictures import draw
from PIL import Image
from pytestqt.qtbot import QtBot
from sources.served import Asked, Reply, serving

from artistguard.imaging.attacks import attacks, beyond
from artistguard.model.egress import Purpose
from artistguard.model.watching import Coverage
from artistguard.ui.activity import Activity
from artistguard.ui.finds import setwords
from artistguard.ui.finds.place import FindsPlace
from artistguard.ui.finds.setcard import SetCard
from artistguard.ui.window import Window
from artistguard.workflow import activity, consents, finds, scan, scan_finds, scan_plan
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

LONG = 120_000  # ms
ROWS = 600


@pytest.fixture
def window(studio: Studio, open_window: Callable[[], Window], tmp_path: Path) -> Window:
    """One work, a name to look for, and the window at the data sets."""
    draw(7).save(tmp_path / "a work.png")
    import_(studio, [tmp_path / "a work.png"])
    profile = studio.catalogue.profile
    profile.set(replace(profile.get(), name="Ada Wren", addresses=("https://adawren.example",)))
    made = open_window()
    made.resize(1200, 900)
    return made


def finds_of(window: Window, page: str) -> FindsPlace:
    window.show_place("finds", {"page": page})
    place = window.place("finds")
    assert isinstance(place, FindsPlace)
    return place


def chosen(place: FindsPlace, table: Path, qtbot: QtBot) -> SetCard:
    place.sets.choose(table)
    qtbot.waitUntil(lambda: str(table) in place.sets.cards)
    card = place.sets.cards[str(table)]
    qtbot.waitUntil(lambda: card.search.isVisible() or card.look.isVisible(), timeout=LONG)
    return card


def test_words_are_read_after_their_size_and_time_were_seen(
    window: Window, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    captions = ["harbour, art by Ada Wren" if row in (3, 400) else f"a lighthouse, {row}" for row in range(ROWS)]
    urls = [f"https://cdn.example.org/{row}.jpg" for row in range(ROWS)]
    table = tmp_path / "words.parquet"
    pq.write_table(pa.table({"url": urls, "caption": captions}), table, row_group_size=200)
    place = finds_of(window, "sets")
    card = chosen(place, table, qtbot)
    wait_for(qtbot, card, "no column of perceptual hashes")
    click(qtbot, card.words)
    qtbot.waitUntil(card.search.isVisible, timeout=LONG)
    told = reads(card)
    for words in ("names: 1, addresses: 1; none of them leaves this machine", "from the disk", "of computing"):
        assert words in told, told
    assert setwords.number(ROWS) in told
    assert activity.rows(studio) == [], "nothing is read before it was pressed"
    assert card.search.text() == "Read its words"
    click(qtbot, card.search)
    wait_for(qtbot, card, "Ada Wren: in 2 rows")
    wait_for(qtbot, card, f"rows of words.parquet, by words: all {ROWS} rows.")
    [row] = activity.rows(studio)
    assert (row.kind, row.done, row.total) == ("words", 3, 3)
    assert [each.title for each in finds.cards(studio)] == ["Ada Wren in words.parquet"]
    shown = window.place("activity")
    assert isinstance(shown, Activity)
    window.show_place("activity")
    wait_for(qtbot, shown, "Reading the words of words.parquet")
    assert list(studio.catalogue.egress.iterate()) == []


def test_own_files_that_are_read_first_are_told_before(
    window: Window, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "digests.parquet"
    md5 = [f"{row:032x}" for row in range(ROWS)]
    urls = [f"https://cdn.example.org/{row}.jpg" for row in range(ROWS)]
    pq.write_table(pa.table({"url": urls, "md5": md5}), table, row_group_size=200)
    card = chosen(finds_of(window, "sets"), table, qtbot)
    qtbot.waitUntil(card.search.isVisible, timeout=LONG)
    own = setwords.size((tmp_path / "a work.png").stat().st_size)
    told = f"{own} of your own files are read first: the set tells files by MD5 alone"
    assert told in reads(card)
    assert "Fetched already" not in reads(card), "it lies on the disk"

    plan = scan_plan.plan(studio, str(table))
    assert ("Your files", told) in setwords.plan(plan)
    [file] = plan.files
    elsewhere = replace(plan, digested=0, files=(replace(file, looked=5_400_000),))
    rows = dict(setwords.plan(elsewhere))
    assert rows["Fetched already"] == f"{setwords.size(5_400_000)} were fetched to learn this"
    assert "Your files" not in rows


def test_what_a_search_does_not_show_is_said_with_the_sets_name() -> None:
    covered = Coverage("rows of A set (2022), by picture", "rows", 900, 1_000)
    found = scan_finds.ScanReport((), covered, 1_000, 900, 0, 900, 0, ("a reason",))
    text = setwords.searched(found, "A set (2022)")
    counts = setwords.number(900), setwords.number(1_000)
    assert text.startswith(f"Nothing of yours found in {counts[0]} of {counts[1]} rows of A set (2022). That says")
    assert "not that no work of yours is in the set: crops below half" in text
    assert text.endswith("\na reason")
    assert "to the byte" in setwords.searched(replace(found, by_hash=False), "A set (2022)")
    assert "nothing was searched" in setwords.searched(replace(found, valid=0), "A set (2022)")
    assert "Nothing of yours" not in setwords.searched(replace(found, valid=0), "A set (2022)")
    assert setwords.searched(replace(found, rows=0, valid=0), "A (2022)").startswith(
        "Nothing of A (2022) was searched."
    )


def test_what_was_stopped_is_gone_on_with_and_its_plan_is_no_longer_shown(
    window: Window, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "set.parquet"
    pq.write_table(pa.table({"image_phash": ["00ff" * 4] * ROWS}), table, row_group_size=200)
    place = finds_of(window, "sets")
    card = chosen(place, table, qtbot)
    qtbot.waitUntil(card.search.isVisible, timeout=LONG)
    assert card.plan is not None
    scan.begin(studio, card.plan)  # and nobody works on it
    place.sets.refresh()
    qtbot.waitUntil(card.go_on.isVisible, timeout=LONG)
    assert card.plan is None
    assert not card.search.isVisible()
    click(qtbot, card.look)
    qtbot.waitUntil(card.search.isVisible, timeout=LONG)
    place.sets.refresh()
    click(qtbot, card.search)
    wait_for(qtbot, card, f"Nothing of yours found in {ROWS} of {ROWS} rows of set.parquet.")
    qtbot.waitUntil(lambda: not card.go_on.isVisible(), timeout=LONG)


def test_what_is_kept_of_a_large_set_is_told_before(window: Window, studio: Studio, tmp_path: Path) -> None:
    table = tmp_path / "set.parquet"
    pq.write_table(pa.table({"image_phash": ["00ff" * 4] * ROWS}), table)
    plan = scan_plan.plan(studio, str(table))
    assert ROWS * 12 <= plan.stored < ROWS * 20
    assert plan.free > 0
    assert "Kept" not in dict(setwords.plan(plan))
    large = replace(plan, stored=9_000_000_000, free=1_000_000_000)
    assert setwords.size(9_000_000_000) in dict(setwords.plan(large))["Kept"]
    assert "9.0 GB are kept here" in large.sentence
    assert "Only 1.0 GB are free on this disk." in large.sentence
    [work] = studio.catalogue.works.iterate()
    lost = replace(plan, portfolio=replace(plan.portfolio, missing=((work, "why"),)))
    assert dict(setwords.plan(lost))["Not searched for"].startswith("1 of your works")


def coded(number: int) -> bytes:
    out = BytesIO()
    draw(number).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.mark.parametrize(
    ("hashing", "told"),
    [(imagehash.phash, "Its hash is ours"), (imagehash.dhash, "Its hash is not ours: of 5 pictures")],
)
def test_a_sets_hash_is_checked_by_its_live_pictures_after_the_question(
    window: Window, studio: Studio, tmp_path: Path, qtbot: QtBot, hashing: Callable[..., object], told: str
) -> None:
    pictures = [coded(50 + row) for row in range(6)]
    asked: list[str] = []

    def answer(request: Asked) -> Reply:
        asked.append(request.path)
        return Reply(200, pictures[int(request.path.strip("/").removesuffix(".jpg"))])

    with serving(answer) as endpoint:
        host = endpoint.removeprefix("http://")
        bridge = window.context.bridge
        studio.save(replace(studio.settings, network=True, local_hosts=host))
        bridge.studio.settings = studio.settings  # as if it was switched on here
        table = tmp_path / "set.parquet"
        hashes = [str(hashing(Image.open(BytesIO(data)))) for data in pictures]
        urls = [f"{endpoint}/{row}.jpg" for row in range(len(pictures))]
        pq.write_table(pa.table({"url": urls, "image_phash": hashes}), table)
        place = finds_of(window, "sets")
        card = chosen(place, table, qtbot)
        qtbot.waitUntil(card.search.isVisible, timeout=LONG)
        click(qtbot, card.back)
        click(qtbot, card.check)
        qtbot.waitUntil(card.consent.ask_button.isVisible, timeout=LONG)
        assert "up to 5 pictures, one after the other" in reads(card)
        assert "GET /0.jpg" in card.consent.requests.toPlainText()
        assert asked == []
        qtbot.waitUntil(card.consent.ask_button.isEnabled)
        click(qtbot, card.consent.ask_button)
        qtbot.waitUntil(card.search.isVisible)
        assert (card.search.text(), asked) == ("Compare pictures", [])
        click(qtbot, card.search)
        wait_for(qtbot, card, told)
    assert asked == [f"/{row}.jpg" for row in range(1 if "not" not in told else 5)]
    assert [(each.host, each.purposes) for each in consents.agreed(studio)] == [(host, (Purpose.PICTURE,))]
    place.sets.refresh()
    wait_for(qtbot, card, told)  # it stands in the card for good


def test_a_question_that_is_declined_leaves_the_card_as_it_was(
    window: Window, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "set.parquet"
    pq.write_table(pa.table({"url": ["https://pictures.example/1.jpg"], "image_phash": ["00ff" * 4]}), table)
    card = chosen(finds_of(window, "sets"), table, qtbot)
    qtbot.waitUntil(card.search.isVisible, timeout=LONG)
    click(qtbot, card.back)
    click(qtbot, card.check)
    qtbot.waitUntil(card.consent.not_now.isVisible, timeout=LONG)
    wait_for(qtbot, card, "The network is switched off.")
    click(qtbot, card.consent.not_now)
    for each in (card.look, card.words, card.check):
        assert each.isVisible()
    assert consents.agreed(studio) == ()


@pytest.mark.timeout(240)
def test_the_self_test_tells_what_a_search_can_find_and_what_not(
    window: Window, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "a blank.png")
    import_(studio, [tmp_path / "a blank.png"])
    page = finds_of(window, "selftest").selftest
    page.works.setValue(2)
    page.points.setChecked(False)
    click(qtbot, page.begin)
    qtbot.waitUntil(page.stop.isVisible)
    qtbot.waitUntil(page.table.isVisible, timeout=LONG)
    qtbot.waitUntil(page.begin.isVisible)
    told = reads(page)
    kinds = len(attacks()) + len(beyond())
    assert f"2 works, {kinds} kinds of copies" in told
    assert "Cannot be searched for by picture" in told
    assert "#2 a blank" in told
    rows = {
        item.text(0): [item.text(column) for column in range(1, 5)]
        for item in map(page.table.topLevelItem, range(page.table.topLevelItemCount()))
        if item is not None
    }
    assert len(rows) == kinds
    assert rows["mirrored"][0] in ("50 %", "100 %")
    assert rows["as it is"][3] == "–", "nothing is said of points that were not looked for"
    assert activity.rows(studio) == []


def test_the_self_test_stops(window: Window, qtbot: QtBot) -> None:
    page = finds_of(window, "selftest").selftest
    click(qtbot, page.begin)
    click(qtbot, page.stop)
    qtbot.waitUntil(page.begin.isVisible, timeout=LONG)
    assert not page.stop.isVisible()
