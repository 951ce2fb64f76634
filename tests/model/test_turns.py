"""The eight turns follow one another as pictures do."""

import itertools

import pytest
from PIL import Image

from artistguard.model.turns import ORIENTATION, Turn

PICTURE = Image.new("L", (3, 2))
PICTURE.putdata([1, 2, 3, 4, 5, 6])


def turned(picture: Image.Image, turn: Turn) -> Image.Image:
    """Done step by step, as the words say."""
    if turn.mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for _ in range(turn.quarters):
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    return picture


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


@pytest.mark.parametrize(("first", "then"), list(itertools.product(Turn, Turn)))
def test_one_turn_after_another_is_a_turn(first: Turn, then: Turn) -> None:
    assert same(turned(turned(PICTURE, first), then), turned(PICTURE, then.after(first)))


@pytest.mark.parametrize("turn", Turn)
def test_a_turn_undone_is_the_picture_again(turn: Turn) -> None:
    assert same(turned(turned(PICTURE, turn), turn.undone), PICTURE)
    assert turn.undone.after(turn) is Turn.NONE


def test_all_eight_differ() -> None:
    assert len({(made.size, made.tobytes()) for made in (turned(PICTURE, turn) for turn in Turn)}) == 8


def test_orientations_of_exif_are_the_turns_that_make_the_displayed_picture() -> None:
    from PIL import ImageOps

    for number, turn in ORIENTATION.items():
        exif = Image.Exif()
        exif[274] = number
        stored = PICTURE.copy()
        stored.info["exif"] = exif.tobytes()
        assert same(ImageOps.exif_transpose(stored), turned(PICTURE, turn)), number


def test_the_words_say_which_is_which() -> None:
    left = turned(PICTURE, Turn.LEFT)
    assert list(left.tobytes()) == [3, 6, 2, 5, 1, 4]  # its right side is on top
    assert list(turned(PICTURE, Turn.MIRRORED).tobytes()) == [3, 2, 1, 6, 5, 4]
    assert list(turned(PICTURE, Turn.OVER).tobytes()) == [6, 5, 4, 3, 2, 1]
