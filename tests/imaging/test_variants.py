"""Views of a picture: what they hash to is what the same view of the file would hash to, or nearly."""

import imagehash
import numpy as np
import pytest
from PIL import Image

from artistguard.imaging.variants import NEAR, shares, variants
from artistguard.imaging.ways import described, label, share, way_names, ways
from artistguard.model.turns import Turn

PIL_TURNS = {
    Turn.NONE: None,
    Turn.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Turn.OVER: Image.Transpose.ROTATE_180,
    Turn.LEFT: Image.Transpose.ROTATE_90,
    Turn.RIGHT: Image.Transpose.ROTATE_270,
    Turn.MIRRORED_OVER: Image.Transpose.FLIP_TOP_BOTTOM,
    Turn.MIRRORED_LEFT: Image.Transpose.TRANSPOSE,
    Turn.MIRRORED_RIGHT: Image.Transpose.TRANSVERSE,
}


def drawn(seed: int, size=(600, 420)) -> Image.Image:
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (9, 13), np.uint8))
    fine = Image.fromarray(random.integers(0, 256, (60, 90), np.uint8))
    return Image.blend(coarse.resize(size, Image.Resampling.BICUBIC), fine.resize(size, Image.Resampling.BICUBIC), 0.3)


def phash(picture: Image.Image) -> int:
    return int(str(imagehash.phash(picture)), 16)


def bits(one: int, other: int) -> int:
    return (int(one) ^ int(other)).bit_count()


def by_name(found):
    return {described(label): value for label, value in zip(found.ways, found.hashes, strict=True)}


def seen(picture: Image.Image, way) -> Image.Image:
    """The view, made the plain way."""
    width, height = picture.size
    if way.light != 1:
        return picture.point([min(255, round(value * way.light)) for value in range(256)])
    if way.tilt:
        if way.colour is not None:
            return picture.rotate(way.tilt, Image.Resampling.BICUBIC, fillcolor=int(way.colour))
        angle = np.deg2rad(abs(way.tilt))
        grown = np.cos(angle) + np.sin(angle) * max(width / height, height / width)
        large = picture.rotate(way.tilt, Image.Resampling.BICUBIC)
        x, y = width * (1 - 1 / grown) / 2, height * (1 - 1 / grown) / 2
        return large.crop((round(x), round(y), round(width - x), round(height - y)))
    left, top = way.columns.start * width, way.rows.start * height
    right, bottom = way.columns.end * width, way.rows.end * height
    if way.colour is None:
        return picture.crop((round(left), round(top), round(right), round(bottom)))
    ground = Image.new("L", (round(right - left), round(bottom - top)), int(way.colour))
    ground.paste(picture, (round(-left), round(-top)))
    for top, bottom in ((0, way.rows.bare), (way.rows.covered, 1)):
        if top < bottom:
            ground.paste(int(way.colour), (0, round(top * height), width, round(bottom * height)))
    return ground


@pytest.mark.parametrize("size", [(600, 420), (420, 600), (512, 512), (900, 300)])
def test_every_way_is_the_view_that_it_names(size) -> None:
    picture = drawn(7, size)
    found = by_name(variants(picture))
    distances = [
        bits(found[way.name, Turn.NONE], phash(seen(picture, way)))
        for way in ways(size[0] / size[1])
        if (way.name, Turn.NONE) in found
    ]
    assert len(distances) > 200
    assert max(distances) <= 6
    assert sum(distance <= 2 for distance in distances) >= 0.9 * len(distances)


def test_flips_and_turns_of_the_whole_picture() -> None:
    picture = drawn(1)
    found = by_name(variants(picture))
    for turn, method in PIL_TURNS.items():
        turned = picture if method is None else picture.transpose(method)
        assert bits(found["as it is", turn], phash(turned)) <= 2, turn


def test_the_first_is_the_picture_and_none_comes_nearly_twice() -> None:
    found = variants(drawn(2))
    between = np.bitwise_count(found.hashes[:, None] ^ found.hashes[None, :]) + 64 * np.eye(len(found.hashes))
    assert between.min() > NEAR
    assert described(found.ways[0]) == ("as it is", Turn.NONE)
    assert len(found.hashes) == len(set(found.hashes.tolist())) == len(found.ways)
    assert 400 < len(found.hashes) < 1100
    assert (np.bitwise_count(found.hashes) == 32).all()


def test_a_blank_picture_has_few_views_and_a_tiny_one_some() -> None:
    assert len(variants(Image.new("L", (300, 200), 90)).hashes) < 60
    assert len(variants(drawn(3, (3, 2))).hashes) > 10
    assert len(variants(Image.new("L", (1, 1))).hashes) >= 1


def test_names_of_ways_tell_them_apart() -> None:
    assert len(set(way_names())) == len(way_names())
    assert len(ways(0.3)) == len(ways(1.0)) == len(ways(2.9)) == len(way_names())


def test_the_views_of_a_picture_share_its_question_and_half_of_it_is_the_picture_as_it_is() -> None:
    every = [label(number, turn) for number, way in enumerate(ways(1.4)) for turn in way.turns]
    assert len(set(every)) == len(every)
    assert sum(share(each) for each in every) == pytest.approx(1.0)
    assert described(every[0]) == ("as it is", Turn.NONE)
    assert share(every[0]) == 0.5
    assert min(share(each) for each in every) > 0


def test_a_way_that_comes_twice_counts_half_each_time() -> None:
    own, left = label(0, Turn.NONE), label(0, Turn.LEFT)
    counted = shares(np.asarray([0, 0, 0, 1], np.uint32), np.asarray([own, own, left, own], np.uint16))
    assert counted.tolist() == [0.25, 0.25, share(left), 0.5]


def test_cuts_come_from_all_corners_and_stay_within_the_picture() -> None:
    cuts = {(way.columns.start, way.columns.end, way.rows.start, way.rows.end) for way in ways(1.0) if way.cut}
    assert len(cuts) > 300
    assert all(0 <= left < right <= 1 and 0 <= above < below <= 1 for left, right, above, below in cuts)
    rounded = {tuple(round(each, 6) for each in cut) for cut in cuts}
    for left, right, above, below in rounded:
        for turned in ((1 - right, 1 - left, above, below), (above, below, left, right)):
            assert tuple(round(each, 6) for each in turned) in rounded
