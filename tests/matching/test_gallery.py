"""The works as a look-up sees them: found as they are, flipped and turned; flat ones only when equal."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from pictures import draw
from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging.digest import Digests
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import read_picture
from artistguard.imaging.views import read_views
from artistguard.matching.gallery import Gallery, Kept, as_shown, code_words
from artistguard.matching.verdict import Strength
from artistguard.model.artwork import Fingerprint, FingerprintKind
from artistguard.model.turns import Turn, View, Views

NO_DIGESTS = Digests("", "", 0, "", "")
TURNED = {
    Turn.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Turn.OVER: Image.Transpose.ROTATE_180,
    Turn.MIRRORED_OVER: Image.Transpose.FLIP_TOP_BOTTOM,
    Turn.LEFT: Image.Transpose.ROTATE_90,
    Turn.RIGHT: Image.Transpose.ROTATE_270,
    Turn.MIRRORED_LEFT: Image.Transpose.TRANSPOSE,
    Turn.MIRRORED_RIGHT: Image.Transpose.TRANSVERSE,
}


class Shelf:
    """A gallery with real pictures in it, and the Image-Codes that a catalogue would have."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.gallery, self._codes = folder, Gallery(), dict[str, str]()
        self.asked: list[list[str]] = []

    def keep(self, name: str, picture: Image.Image, work: str = "", exif: Image.Exif | None = None) -> None:
        path = self.folder / "work.png"
        picture.save(path, **({"exif": exif} if exif else {}))
        reading = read_picture(path, Kind.PNG, NO_DIGESTS, limits=Limits(), thumbnail_edge=None)
        prints = {found.kind: found for found in reading.fingerprints}
        pdq = prints[FingerprintKind.PDQ]
        self.gallery.add([Kept(name, work or name, prints[FingerprintKind.PHASH].value, pdq.value, pdq.quality)])
        self._codes[name] = prints[FingerprintKind.ISCC_IMAGE].value

    def codes(self, editions: Sequence[str]) -> Mapping[str, str]:
        self.asked.append(list(editions))
        return {edition: self._codes[edition] for edition in editions if edition in self._codes}

    def find(self, picture: Image.Image, exif: Image.Exif | None = None, **options: object) -> list[tuple[str, Turn]]:
        path = self.folder / ("copy.jpg" if options else "copy.png")
        picture.save(path, **options, **({"exif": exif} if exif else {}))
        views = read_views(path, Kind.JPEG if options else Kind.PNG, limits=Limits())
        return [(like.edition_id, like.turn) for like in self.gallery.looks_like(views, self.codes)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for seed in range(8):
        made.keep(f"e{seed}", draw(seed))
    return made


def oriented(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[274] = number
    return exif


def test_a_copy_is_found_recompressed_and_resized(shelf: Shelf) -> None:
    assert shelf.find(draw(3).resize((301, 226)), quality=50) == [("e3", Turn.NONE)]


@pytest.mark.parametrize("turn", TURNED)
def test_a_copy_is_found_flipped_and_turned_and_it_is_said_how(shelf: Shelf, turn: Turn) -> None:
    copy = draw(5).transpose(TURNED[turn]).resize((400, 400))
    assert shelf.find(copy, quality=70) == [("e5", turn)]


def test_a_stranger_is_nobodys(shelf: Shelf) -> None:
    assert shelf.find(draw(99)) == []
    assert shelf.asked == [[]] or shelf.asked == []  # nothing in reach: the catalogue is not asked


def test_orientation_by_exif_is_no_turn_to_somebody_who_looks(shelf: Shelf) -> None:
    """Stored on its side and displayed upright, whichever of the two files it is."""
    upright = draw(4)
    on_its_side = upright.transpose(Image.Transpose.ROTATE_90)  # orientation 6 turns it right again
    assert shelf.find(on_its_side, oriented(6), quality=80) == [("e4", Turn.NONE)]

    work = draw(41)
    shelf.keep("phone", work.transpose(Image.Transpose.ROTATE_90), exif=oriented(6))
    assert shelf.find(work, quality=80) == [("phone", Turn.NONE)]
    assert shelf.find(work.transpose(Image.Transpose.FLIP_LEFT_RIGHT), quality=80) == [("phone", Turn.MIRRORED)]


def test_a_flattened_copy_of_a_transparent_work_is_found(shelf: Shelf) -> None:
    """pHash ignores transparency, so what lies hidden under it counts there; on white it is another picture."""
    hidden = draw(61)
    hidden.putalpha(Image.radial_gradient("L").resize((320, 240)).point(lambda value: 0 if value > 120 else 255))
    shelf.keep("cut out", hidden)
    ground = Image.new("RGB", (320, 240), "white")
    ground.paste(hidden, mask=hidden.getchannel("A"))
    assert shelf.find(ground.resize((500, 375)), quality=70) == [("cut out", Turn.NONE)]


@pytest.mark.parametrize("colour", ["white", "black", "#336699"])
def test_blank_sheets_are_not_each_others_copies(shelf: Shelf, colour: str) -> None:
    for number, other in enumerate(("white", "black", "#993366")):
        shelf.keep(f"blank{number}", Image.new("RGB", (320, 240), other))
    assert shelf.find(Image.new("RGB", (300, 500), colour)) == []
    assert (shelf.gallery.works, shelf.gallery.plain) == (11, 3)


def test_all_files_of_a_work_count_as_one_work(shelf: Shelf) -> None:
    shelf.keep("again", draw(2), work="e2")
    assert (shelf.gallery.works, len(shelf.gallery.editions)) == (8, 9)
    assert {name for name, _ in shelf.find(draw(2))} == {"e2", "again"}

    shelf.gallery.remove(["e2", "nobody"])
    assert shelf.gallery.works == 8
    assert shelf.find(draw(2)) == [("again", Turn.NONE)]

    shelf.gallery.remove(["again"])
    assert shelf.gallery.works == 7
    assert shelf.find(draw(2)) == []


def test_a_file_that_comes_again_with_other_fingerprints_is_the_new_one(shelf: Shelf) -> None:
    shelf.keep("e2", draw(50))
    assert shelf.gallery.works == 8
    assert shelf.find(draw(2)) == []
    assert shelf.find(draw(50)) == [("e2", Turn.NONE)]


def test_wrong_fingerprints_are_refused_and_nothing_is_taken(shelf: Shelf) -> None:
    good = Kept("good", "good", "0" * 16, "0" * 64, 100)
    for bad in (good._replace(phash="0" * 15), good._replace(pdq="x" * 64), good._replace(pdq="")):
        with pytest.raises(ValueError, match="hex"):
            shelf.gallery.add([good, bad._replace(edition_id="bad")])
    assert shelf.gallery.editions == {f"e{seed}" for seed in range(8)}


def test_the_nearest_comes_first(shelf: Shelf) -> None:
    base = draw(30)
    other = base.copy()
    other.paste((250, 250, 0), (0, 0, 30, 30))
    shelf.keep("base", base)
    shelf.keep("patched", other)
    assert [name for name, _ in shelf.find(other.resize((500, 375)), quality=60)] == ["patched", "base"]


def _view(turn: Turn, pdq: int, phash: int, quality: int = 100) -> View:
    return View(
        turn,
        Fingerprint(FingerprintKind.PHASH, f"{phash:016x}"),
        Fingerprint(FingerprintKind.PDQ, f"{pdq:064x}", quality),
        Fingerprint(FingerprintKind.ISCC_IMAGE, "no code"),
    )


@pytest.mark.parametrize(
    ("as_it_is", "mirrored", "expected"),
    [(0, 0, Turn.NONE), (8, 1, Turn.NONE), (10, 1, Turn.MIRRORED), (60, 56, Turn.MIRRORED), (200, 30, Turn.MIRRORED)],
)
def test_a_picture_that_is_nearly_its_own_mirror_image_is_called_as_it_is(
    as_it_is: int, mirrored: int, expected: Turn
) -> None:
    gallery = Gallery()
    gallery.add([Kept("a", "a", "f" * 8 + "0" * 8, "0" * 64, 100)])
    phash = 0xFFFFFFFF << 32
    views = (_view(Turn.NONE, (1 << as_it_is) - 1, phash), _view(Turn.MIRRORED, (1 << mirrored) - 1, phash))
    for order in (views, views[::-1]):
        [near] = gallery.near(order)
        assert near.turn is expected
        assert near.bits.pdq == (as_it_is if expected is Turn.NONE else mirrored)


def test_a_phash_that_says_nothing_confirms_nothing() -> None:
    """imagehash sets 32 bits of 64 in every picture with structure."""
    gallery = Gallery()
    gallery.add([Kept("a", "a", "0" * 16, "0" * 64, 100), Kept("b", "b", "f" * 8 + "0" * 8, "0" * 64, 100)])
    far = (1 << 60) - 1  # 60 bits off
    views = Views((_view(Turn.NONE, (1 << 256) - 1, 0), _view(Turn.LEFT, far, 0xFFFFFFFF << 32)), Turn.NONE)

    [found] = gallery.looks_like(views, lambda ids: {})

    assert (found.edition_id, found.turn, found.bits.pdq, found.bits.phash) == ("b", Turn.LEFT, 60, 0)
    assert found.strength is Strength.LIKE


def test_the_turn_that_is_seen_is_that_of_the_image_code_where_it_is_sure() -> None:
    far = dict.fromkeys(Turn, 30)
    assert as_shown(Turn.LEFT, {**far, Turn.NONE: 2}) is Turn.NONE
    assert as_shown(Turn.LEFT, {**far, Turn.LEFT: 4, Turn.NONE: 2}) is Turn.LEFT  # as good
    assert as_shown(Turn.LEFT, {**far, Turn.NONE: 14}) is Turn.LEFT  # not sure enough


def test_image_codes_are_read_as_the_standard_writes_them() -> None:
    body = bytes(range(1, 9))
    code = "ISCC:" + base64.b32encode(b"\x21\x01" + body).decode().rstrip("=")
    found = code_words([code, code])
    assert found is not None
    assert found.tolist() == [[int.from_bytes(body, "big")]] * 2
    for wrong in ("ISCC:", "", "ISCC:EEA", "ISCC:!!!!", code[:-2], "ISCC:ÄÖ"):
        assert code_words([code, wrong]) is None, wrong


def test_code_words_are_those_of_the_reference(tmp_path: Path) -> None:
    import iscc_core

    path = tmp_path / "a.png"
    draw(9).save(path)
    code = read_views(path, Kind.PNG, limits=Limits()).views[0].code.value
    found = code_words([code])
    assert found is not None
    assert np.array(found).astype(">u8").tobytes() == iscc_core.Code(code).hash_bytes
