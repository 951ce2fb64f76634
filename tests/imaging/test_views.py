"""The eight views of a picture: what the file that holds each of them would be given."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging.limits import Limits
from artistguard.imaging.pixels import upright
from artistguard.imaging.read import Reading
from artistguard.imaging.views import read_views
from artistguard.model.artwork import FingerprintKind
from artistguard.model.turns import Turn, View, Views

TURNED = {
    Turn.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Turn.OVER: Image.Transpose.ROTATE_180,
    Turn.MIRRORED_OVER: Image.Transpose.FLIP_TOP_BOTTOM,
    Turn.LEFT: Image.Transpose.ROTATE_90,
    Turn.RIGHT: Image.Transpose.ROTATE_270,
    Turn.MIRRORED_LEFT: Image.Transpose.TRANSPOSE,
    Turn.MIRRORED_RIGHT: Image.Transpose.TRANSVERSE,
}


def by_turn(views: Views) -> dict[Turn, View]:
    return {view.turn: view for view in views.views[:8]}


def views_of(path: Path, kind: Kind = Kind.PNG) -> Views:
    return read_views(path, kind, limits=Limits())


def values(reading: Reading) -> dict[FingerprintKind, tuple[str, int | None]]:
    return {print_.kind: (print_.value, print_.quality) for print_ in reading.fingerprints}


@pytest.mark.parametrize(
    ("width", "height", "mode"),
    [
        (320, 240, "RGB"),
        (241, 333, "RGB"),
        (1280, 960, "RGB"),  # reduced by two, nothing left over
        (1283, 961, "RGB"),  # reduced by two, a line left over at each end
        (2000, 61, "L"),  # smaller than PDQ's window in one direction
        (301, 211, "RGBA"),
        (301, 211, "P"),
        (200, 130, "I;16"),
    ],
)
def test_each_view_is_bit_for_bit_what_the_turned_file_is_given(
    width: int, height: int, mode: str, tmp_path: Path, painting: Callable[..., Image.Image], read: Callable
) -> None:
    work = painting(width, height, 5, mode)
    work.save(tmp_path / "work.png")
    kept = values(read(tmp_path / "work.png", Kind.PNG))

    for turn, method in TURNED.items():
        copy = tmp_path / "copy.png"
        work.transpose(method).save(copy)
        found = by_turn(views_of(copy))[turn]

        assert (found.phash.value, found.phash.quality) == kept[FingerprintKind.PHASH], turn
        assert (found.pdq.value, found.pdq.quality) == kept[FingerprintKind.PDQ], turn


def test_the_picture_as_it_is_has_the_fingerprints_that_import_keeps(
    tmp_path: Path, painting: Callable[..., Image.Image], read: Callable
) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[274] = 8
    painting(2300, 1500).save(path, quality=88, exif=exif)
    kept = values(read(path, Kind.JPEG))
    views = views_of(path, Kind.JPEG)
    view = by_turn(views)[Turn.NONE]

    assert views.shown is Turn.LEFT
    assert (view.phash.value, None) == kept[FingerprintKind.PHASH]
    assert (view.pdq.value, view.pdq.quality) == kept[FingerprintKind.PDQ]
    assert (view.code.value, None) == kept[FingerprintKind.ISCC_IMAGE]


def test_image_codes_are_of_the_picture_as_displayed(
    tmp_path: Path, painting: Callable[..., Image.Image], read: Callable
) -> None:
    """Stored on its side with a note to turn it: the same picture to look at, another one to hash."""
    work = painting(401, 300, 3)
    work.save(tmp_path / "work.png")
    code = values(read(tmp_path / "work.png", Kind.PNG))[FingerprintKind.ISCC_IMAGE][0]
    exif = Image.Exif()
    exif[274] = 6
    stored = work.transpose(Image.Transpose.ROTATE_90)
    assert upright(stored, 6).tobytes() == work.tobytes()
    stored.save(tmp_path / "copy.png", exif=exif)
    views = by_turn(views_of(tmp_path / "copy.png"))

    assert views[Turn.NONE].code.value == code
    assert views[Turn.LEFT].code.value != code
    assert views[Turn.LEFT].phash.value == values(read(tmp_path / "work.png", Kind.PNG))[FingerprintKind.PHASH][0]


def test_views_come_in_the_order_of_turns_and_differ(tmp_path: Path, painting: Callable[..., Image.Image]) -> None:
    path = tmp_path / "a.png"
    painting(300, 200).save(path)
    views = views_of(path)

    assert [view.turn for view in views.views] == [*Turn, *Turn]
    assert len({view.pdq.value for view in views.views[:8]}) == 8
    assert [(view.phash, view.code) for view in views.views[:8]] == [(v.phash, v.code) for v in views.views[8:]]
    painting(640, 300).save(path)
    assert [view.turn for view in views_of(path).views] == list(Turn)


def test_a_thumbnail_is_near_its_large_work_once_enlarged(
    tmp_path: Path, painting: Callable[..., Image.Image], read: Callable
) -> None:
    """A fine grid, as in drawings of lines: hardly to be known again in a few pixels."""
    work = painting(1100, 900, 4)
    for x in range(0, 1100, 22):
        work.paste((0, 0, 0), (x, 0, x + 5, 900))
    work.save(tmp_path / "work.png")
    kept = values(read(tmp_path / "work.png", Kind.PNG))[FingerprintKind.PDQ][0]
    work.resize((275, 225), Image.Resampling.LANCZOS).transpose(Image.Transpose.ROTATE_90).save(tmp_path / "copy.png")
    views = views_of(tmp_path / "copy.png").views

    def bits(view: View) -> int:
        return (int(view.pdq.value, 16) ^ int(kept, 16)).bit_count()

    small, large = (next(view for view in half if view.turn is Turn.LEFT) for half in (views[:8], views[8:]))
    assert bits(large) <= 10
    assert bits(small) > bits(large)
