"""The verdict: what the measured thresholds let through, and that no verdict says more than that it looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artistguard.matching.verdict import (
    CONFIRMS,
    LOW_CONFIRMS,
    LOW_PDQ_ALONE,
    LOW_PDQ_CONFIRMED,
    PDQ_ALONE,
    PDQ_CONFIRMED,
    Bits,
    Strength,
    judge,
)

LIKE, VERY = Strength.LIKE, Strength.VERY


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (Bits(0, 100, 0, 0), VERY),
        (Bits(10, 100, 4, 12), VERY),
        (Bits(10, 100, 30, 2), VERY),  # flattened on white: the Image-Code holds where pHash does not
        (Bits(10, 100), LIKE),
        (Bits(30, 100, 0, 0), LIKE),
        (Bits(PDQ_ALONE, 100, 30, 30), LIKE),
        (Bits(PDQ_ALONE + 2, 100, 30, 30), None),
        (Bits(PDQ_CONFIRMED, 100, CONFIRMS, None), LIKE),
        (Bits(PDQ_CONFIRMED, 100, None, CONFIRMS), LIKE),
        (Bits(PDQ_CONFIRMED, 100, CONFIRMS + 1, CONFIRMS + 1), None),
        (Bits(PDQ_CONFIRMED + 1, 100, 0, 0), None),
        (Bits(LOW_PDQ_ALONE, 20, 30, 30), LIKE),
        (Bits(LOW_PDQ_ALONE + 1, 20, 30, 30), None),
        (Bits(LOW_PDQ_CONFIRMED, 20, LOW_CONFIRMS, 30), LIKE),
        (Bits(LOW_PDQ_CONFIRMED, 49, LOW_CONFIRMS + 1, 30), None),
        (Bits(LOW_PDQ_CONFIRMED, 50, LOW_CONFIRMS + 1, 30), LIKE),
        (Bits(0, 0, 0, 0), VERY),  # without structure: the same pHash to the bit ...
        (Bits(0, 0, 2, 0), None),  # ... or nothing
        (Bits(0, 0, None, 0), None),  # two blank sheets are not each other's copies
    ],
)
def test_the_rule(bits: Bits, expected: Strength | None) -> None:
    assert judge(bits) is expected


_some = st.one_of(st.none(), st.integers(0, 64))


@given(st.integers(0, 256), st.integers(0, 100), _some, _some)
def test_what_is_nearer_is_never_less_alike(pdq: int, quality: int, phash: int | None, code: int | None) -> None:
    order = [None, LIKE, VERY]
    here = order.index(judge(Bits(pdq, quality, phash, code)))
    assert order.index(judge(Bits(max(0, pdq - 1), quality, phash, code))) >= here
    if phash:
        assert order.index(judge(Bits(pdq, quality, phash - 1, code))) >= here
    if code:
        assert order.index(judge(Bits(pdq, quality, phash, code - 1))) >= here


def test_pictures_as_far_apart_as_chance_has_them_are_not_alike() -> None:
    assert judge(Bits(128, 100, 32, 32)) is None
    assert judge(Bits(96, 100, 22, 22)) is None


def test_every_word_is_weak() -> None:
    assert {strength.value for strength in Strength} == {"very much like", "like"}  # after "looks"
