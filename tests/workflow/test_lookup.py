"""Look-up through the whole program: real files, real workers, a real catalogue."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pictures import draw
from PIL import Image

from artistguard.catalogue.prints import Prints
from artistguard.model.artwork import FingerprintKind
from artistguard.model.errors import NotAPicture, Unreadable
from artistguard.model.identity import Identity
from artistguard.model.protocols import CancelToken
from artistguard.model.turns import Turn
from artistguard.workflow import lookup as lookup_module
from artistguard.workflow import sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.lookup import LookedUp, lookup, sentence
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio


@pytest.fixture
def works(studio: Studio, portfolio: Path) -> Path:
    report = import_(studio, [portfolio])
    assert report.added == 6, report.failures
    return portfolio


Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Saves a picture as a file of a stranger's."""

    def to(picture: Image.Image, name: str = "found.jpg", **options: Any) -> Path:
        folder = tmp_path / "found"
        folder.mkdir(exist_ok=True)
        picture.save(folder / name, **options)
        return folder / name

    return to


def sign_all(studio: Studio, signer: Identity, out: Path) -> None:
    order = SigningOrder(out=out)
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    _, report = sign.sign(studio, plan, order, signer)
    assert report.done == 6, report


def one(studio: Studio, path: Path) -> LookedUp:
    [item] = lookup(studio, [path])
    return item


def test_a_changed_copy_is_answered_with_the_work_the_turn_and_what_it_carries(
    studio: Studio, works: Path, save: Save
) -> None:
    copy = save(draw(3).transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((240, 180)), quality=60)
    item = one(studio, copy)

    [alike] = item.alike
    assert (alike.work.title, alike.turn) == ("cover", Turn.MIRRORED)
    assert alike.edition.location.path.endswith("cover.webp")
    assert item.same is None
    assert (item.compared, item.plain, item.error) == (6, False, None)
    assert item.readers[0] == 0
    number = alike.work.number
    assert sentence(item) in (
        f"This looks like your #{number}, cover, mirrored; it carries no reservation.",
        f"This looks very much like your #{number}, cover, mirrored; it carries no reservation.",
    )


def test_any_more_is_said_only_of_a_work_that_was_signed(
    studio: Studio, works: Path, save: Save, signer: Identity, tmp_path: Path
) -> None:
    copy = save(draw(1).resize((200, 150)), quality=70)
    assert sentence(one(studio, copy)).endswith("it carries no reservation.")
    sign_all(studio, signer, tmp_path / "signed")
    item = one(studio, copy)
    assert sentence(item).endswith("it carries no reservation any more.")
    assert not item.alike[0].edition.role.ours  # our own copy is as near; the artist's file is named
    assert len(item.alike) == 1


def test_a_signed_copy_still_says_no_and_is_the_very_file(
    studio: Studio, works: Path, signer: Identity, tmp_path: Path
) -> None:
    sign_all(studio, signer, tmp_path / "signed")
    signed = next((tmp_path / "signed").rglob("Harbour lights.jpg"))
    item = one(studio, signed)
    sees, known = item.readers

    assert item.same is not None
    assert item.same.title == "Harbour lights"
    assert item.edition is not None
    assert item.edition.role.ours
    assert item.alike == ()
    assert sees > 0
    text = f"This is a signed copy of your #{item.same.number}, Harbour lights, the very file; "
    assert sentence(item) == f"{text}it carries a reservation that {sees} of {known} kinds of readers see."

    master = one(studio, works / "Harbour lights.jpg")
    assert sentence(master).startswith(f"This is the master of your #{item.same.number}")
    assert sentence(master).endswith("it carries no reservation.")


def test_a_stranger_is_nothing_of_yours_among_so_many(studio: Studio, works: Path, save: Save) -> None:
    item = one(studio, save(draw(99)))
    assert item.best is None
    assert sentence(item) == "Nothing of yours: compared with 6 works, flipped and turned in every way."


def test_with_no_works_that_is_what_is_said(studio: Studio, save: Save) -> None:
    assert sentence(one(studio, save(draw(1)))) == "Nothing of yours: there is no work to compare with yet."


def test_a_blank_sheet_is_too_plain_to_be_told_apart(studio: Studio, works: Path, save: Save, tmp_path: Path) -> None:
    blank = tmp_path / "blank"
    blank.mkdir()
    Image.new("RGB", (300, 200), "white").save(blank / "paper.png")
    import_(studio, [blank])
    other = one(studio, save(Image.new("RGB", (500, 500), "black"), "sheet.png"))
    assert other.plain
    assert other.alike == ()
    assert "too plain" in sentence(other)

    stranger = one(studio, save(draw(99)))
    assert (stranger.compared, stranger.unlike_any) == (7, 1)
    assert "1 of them too plain" in sentence(stranger)

    [same] = lookup(studio, [blank / "paper.png"])
    assert same.same is not None  # its bytes are known all the same
    assert same.same.title == "paper"


def test_what_is_imported_later_is_found_and_what_was_replaced_is_not(
    studio: Studio, works: Path, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = save(draw(50).resize((200, 150)), quality=70)
    old = save(draw(4).resize((200, 150)), "old.jpg", quality=70)
    assert one(studio, copy).alike == ()
    assert len(one(studio, old).alike) == 1

    read: list[object] = []
    pairs = Prints.pairs

    def watched(self: Prints, editions: Any = None, **options: Any) -> Any:
        read.append(editions if editions is None else len(editions))
        return pairs(self, editions, **options)

    monkeypatch.setattr(Prints, "pairs", watched)
    one(studio, copy)
    assert read == []  # nothing changed, so nothing is read again

    draw(50).save(works / "new.png")
    draw(60).save(works / "Client work" / "plate.tif")
    report = import_(studio, [works], update=True)
    assert (report.added, report.editions) == (1, 1), report
    assert one(studio, copy).alike[0].work.title == "new"
    assert one(studio, old).alike == ()  # the plate was painted over; its former file is no longer compared
    assert read == [2]  # only what came was read


def test_many_new_files_are_read_with_all_others(
    studio: Studio, works: Path, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup_module, "_FEW", 2)
    monkeypatch.setattr(lookup_module, "_GROUP", 4)
    assert one(studio, save(draw(2).resize((200, 150)))).alike[0].work.title == "tide"


def test_a_damaged_fingerprint_costs_one_file(studio: Studio, works: Path, save: Save) -> None:
    tide = next(work for work in studio.catalogue.works.iterate() if work.title == "tide")
    with studio.catalogue._database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE fingerprints SET value = 'rubbish' WHERE kind = ? AND edition_id = ?",
            (FingerprintKind.PDQ.value, tide.editions[0].id),
        )
    item = one(studio, save(draw(3).resize((200, 150))))
    assert [alike.work.title for alike in item.alike] == ["cover"]
    assert item.compared == 5


def test_two_works_that_are_alike_are_both_named(studio: Studio, works: Path, save: Save, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    draw(2).resize((280, 210)).save(again / "tide again.png")
    import_(studio, [again])
    item = one(studio, save(draw(2).resize((300, 225)), quality=80))
    assert {alike.work.title for alike in item.alike} == {"tide", "tide again"}
    first, second = item.alike
    assert sentence(item).endswith(f"It looks like #{second.work.number} as well.")
    assert first.bits.pdq <= second.bits.pdq
    # The file itself is said first, the other one after it.
    known = one(studio, again / "tide again.png")
    assert known.same is not None
    assert known.same.title == "tide again"
    assert [alike.work.title for alike in known.alike] == ["tide"]


def test_a_file_that_was_replaced_since_is_still_known_by_its_bytes(
    studio: Studio, works: Path, tmp_path: Path
) -> None:
    kept = shutil.copy(works / "Client work" / "cover.webp", tmp_path / "kept.webp")
    draw(33).save(works / "Client work" / "cover.webp", quality=85)
    import_(studio, [works], update=True)
    item = one(studio, Path(kept))
    assert item.same is not None
    assert sentence(item).endswith("A newer one took its place.")


def test_files_that_cannot_be_read_are_named_and_the_others_answered(
    studio: Studio, works: Path, save: Save, tmp_path: Path
) -> None:
    found = save(draw(1)).parent
    (found / "broken.png").write_bytes((works / "tide.png").read_bytes()[:300])
    (found / "notes.txt").write_text("no picture")
    items = {item.path.name: item for item in lookup(studio, [found, tmp_path / "gone.png"])}

    assert list(items) == ["broken.png", "found.jpg", "notes.txt", "gone.png"]
    assert isinstance(items["notes.txt"].error, NotAPicture)
    assert isinstance(items["gone.png"].error, Unreadable)
    assert items["broken.png"].error is not None
    assert items["broken.png"].says is not None  # what it says can be read all the same
    assert sentence(items["broken.png"]) == items["broken.png"].error.message
    assert items["found.jpg"].alike


def test_it_stops_when_asked(studio: Studio, works: Path) -> None:
    cancel = CancelToken()
    found = []
    for item in lookup(studio, [works], cancel=cancel):
        found.append(item)
        cancel.cancel()
    assert len(found) == 1


def test_nothing_is_written_by_looking(studio: Studio, works: Path, save: Save) -> None:
    found = save(draw(1))
    head, before = studio.catalogue.custody.head(), sorted(found.parent.iterdir())
    one(studio, found)
    assert studio.catalogue.custody.head() == head
    assert sorted(found.parent.iterdir()) == before
    assert sum(1 for _ in studio.catalogue.works.iterate()) == 6
