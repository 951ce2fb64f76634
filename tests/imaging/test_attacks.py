"""What the self-test does to pictures: random crops cut off what they say, the same each time."""

from random import Random

import numpy as np
import pytest
from PIL import Image

from artistguard.imaging.attacks import attacks, beyond

PICTURE = Image.fromarray(np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8))


def made(name: str) -> Image.Image:
    return next(each for each in (*attacks(), *beyond()) if each.name == name).make(PICTURE, Random(4))


@pytest.mark.parametrize("share", [5, 10, 20, 30, 50])
def test_a_random_crop_leaves_a_share_of_the_area_and_the_shape(share) -> None:
    left = made(f"random crop {share}")
    assert left.width * left.height / (640 * 480) == pytest.approx(1 - share / 100, abs=0.004)
    assert left.width / left.height == pytest.approx(640 / 480, abs=0.01)


def test_a_crop_of_both_sides_leaves_a_share_of_each() -> None:
    assert made("20 % of both sides").size == (512, 384)


def test_the_same_copy_every_time_and_every_name_once() -> None:
    every = [*attacks(), *beyond()]
    assert len(attacks()) == 39
    assert len({each.name for each in every}) == len(every)
    for each in every:
        assert each.make(PICTURE, Random(4)).tobytes() == each.make(PICTURE, Random(4)).tobytes(), each.name
