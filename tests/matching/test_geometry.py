"""The same content by points: cropped, mirrored, turned; not of strangers, and not of a signature that works share."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from artistguard.matching.geometry import ENOUGH, Points, agreement, points, without_shared


def drawn(seed: int, size=(480, 340)) -> Image.Image:
    random = np.random.default_rng(seed)
    picture = Image.fromarray(random.integers(60, 200, (7, 9), np.uint8)).resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = random.integers(0, size[0]), random.integers(0, size[1])
        w, h = random.integers(5, 60, 2)
        shape = pen.rectangle if random.random() < 0.5 else pen.ellipse
        shape((x, y, x + w, y + h), fill=int(random.integers(0, 256)), outline=int(random.integers(0, 256)))
    return picture


def signed(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    pen = ImageDraw.Draw(copy)
    left, top = copy.width - 150, copy.height - 70
    pen.rectangle((left - 10, top - 10, copy.width - 5, copy.height - 5), fill=255)
    for n in range(14):
        pen.text((left + n % 7 * 18, top + n // 7 * 24), "ADAWRENinkpaper"[n], fill=0, font_size=22)
    return copy


def of(picture: Image.Image):
    return points(np.asarray(picture.convert("L")))


def compared(own: Image.Image, other: Image.Image):
    return agreement(of(own), of(other), of(ImageOps.mirror(other)))


@pytest.mark.parametrize(
    ("change", "mirrored"),
    [
        (lambda p: p, False),
        (lambda p: p.crop((100, 60, 400, 300)), False),
        (ImageOps.mirror, True),
        (lambda p: p.rotate(12, expand=True), False),
        (lambda p: p.transpose(Image.Transpose.ROTATE_90), False),
        (lambda p: ImageOps.expand(p.resize((300, 212)), 60, 90), False),
    ],
    ids=["same", "cropped", "mirrored", "tilted", "turned", "framed"],
)
def test_the_same_content_agrees(change, mirrored) -> None:
    found = compared(drawn(1), change(drawn(1)))
    assert found.same
    assert found.mirrored == mirrored


def test_where_it_lies() -> None:
    page = Image.new("L", (480, 480), 128)
    page.paste(drawn(2).resize((240, 170)), (220, 290))
    found = compared(drawn(2), page)
    assert found.same
    left, top, right, bottom = found.theirs
    assert (left, top) == pytest.approx((220 / 480, 290 / 480), abs=0.08)
    assert (right, bottom) == pytest.approx((460 / 480, 460 / 480), abs=0.08)


def test_strangers_do_not_agree() -> None:
    worst = max(compared(drawn(a), drawn(b)).points for a, b in ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (2, 9)))
    assert worst < ENOUGH


def test_a_signature_that_other_works_share_does_not_count() -> None:
    own, stranger = signed(drawn(1)), signed(drawn(50))
    assert compared(own, stranger).same  # by the signature alone
    kept, left_out = without_shared(of(own), [of(signed(drawn(n))) for n in (2, 3, 4)])
    assert left_out >= ENOUGH
    found = agreement(kept, of(stranger), of(ImageOps.mirror(stranger)), left_out)
    assert not found.same
    again = agreement(kept, of(own), of(ImageOps.mirror(own)), left_out)
    assert again.same
    assert again.left_out == left_out


def test_points_on_one_line_agree_with_nothing() -> None:
    line = np.stack([np.linspace(10, 400, 20), np.full(20, 50)], axis=1).astype(np.float32)
    descriptors = np.eye(20, 128, dtype=np.float32) * 500
    one = Points(line, descriptors, (480, 340))
    assert not agreement(one, one, one).same


def test_pictures_without_points() -> None:
    blank = Image.new("L", (200, 200), 80)
    for one, other in ((blank, drawn(1)), (drawn(1), blank), (blank, blank)):
        assert compared(one, other).points == 0
