"""Numbers of false alarms: measured where rows were seen, a line below, and never better than chance."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artistguard.matching.odds import Background, Band, by_chance, chance, odds


def counts(**at):
    found = np.zeros(65, np.int64)
    for name, number in at.items():
        found[int(name[1:])] = number
    return found


def test_a_measured_distance_is_the_share_that_was_seen() -> None:
    near = chance(counts(d8=4, d10=16, d32=999_980), 10)
    assert (near.p, near.events, near.rows, near.extrapolated) == (20 / 1_000_000, 20, 1_000_000, False)


def test_below_it_the_tail_begins_less_steeply_than_a_normal_one_and_bends_like_it() -> None:
    seen = counts(d16=100, d32=999_900)
    fall = 0.7 * (32 - 16) * 10 / 16.25 + 10**2 / (2 * 16.25)  # the near half is narrower than that of random hashes
    tail = 1e-4 * math.exp(-fall)
    near = chance(seen, 6)
    assert near.extrapolated
    # A million rows of which none was as near say a little too: as many as a tenth of a row would weigh.
    assert near.p == pytest.approx(0.1 / (0.1 / tail + 1_000_000))
    assert chance(seen, 14).p > near.p > chance(seen, 4).p


def test_a_few_rows_that_were_seen_nearer_outweigh_the_tail() -> None:
    without, some, many = (chance(counts(d8=number, d16=100, d32=999_900), 8) for number in (0, 3, 9))
    assert without.p < some.p < many.p
    assert many.p < 10 / 1_000_000 == chance(counts(d8=10, d16=100, d32=999_890), 8).p
    assert some.extrapolated


@given(st.lists(st.integers(0, 40), min_size=33, max_size=33))
def test_what_is_nearer_is_never_commoner(numbers) -> None:
    found = np.zeros(65, np.int64)
    found[::2] = numbers
    chances = [chance(found, distance).p for distance in range(0, 65, 2)]
    assert chances == sorted(chances)
    assert all(0 <= each <= 1 for each in chances)


def test_a_wide_neighbourhood_falls_off_slowly() -> None:
    narrow = counts(d16=100, d30=400_000, d32=599_900)
    wide = counts(d16=100, d22=400_000, d32=599_900)
    assert chance(wide, 6).p > 10 * chance(narrow, 6).p


def test_a_handful_of_rows_says_little() -> None:
    assert chance(counts(d32=5), 4).p == pytest.approx(1 / 5)


def test_never_less_than_two_random_hashes_would_do() -> None:
    steep = counts(d24=10, d26=1_000_000, d32=10**9)
    assert chance(steep, 4).p == by_chance(4)


def test_chance_of_random_hashes_is_the_published_one() -> None:
    # Per 1e8 comparisons (hypergeometric, 32 ones of 64).
    for distance, expected in ((0, 5.46e-11), (2, 5.59e-8), (4, 1.35e-5), (8, 0.0719), (10, 2.28), (14, 665.0)):
        assert by_chance(distance) * 1e8 == pytest.approx(expected, rel=0.01)
    assert by_chance(5) == by_chance(4)
    assert by_chance(64) == pytest.approx(1.0)


def test_a_crowded_neighbourhood_makes_a_find_worth_less() -> None:
    random = np.random.default_rng(1)
    own = 0x00000000FFFFFFFF
    crowd = [own ^ sum(1 << int(bit) for bit in random.choice(64, 6, replace=False)) for _ in range(2000)]
    others = random.integers(0, 2**63, 20_000, dtype=np.uint64)
    plain, crowded = Background(others), Background(np.concatenate([others, np.asarray(crowd, np.uint64)]))
    (rare,), (common,) = plain.chances([own], [6]), crowded.chances([own], [6])
    assert common.p > 1000 * rare.p
    assert not common.extrapolated
    assert rare.extrapolated


def test_bands_follow_the_number() -> None:
    near = chance(counts(d4=10, d32=10**9), 4)  # one in 1e8
    assert odds(1000, 100, near).nfa == pytest.approx(1e-3)
    assert odds(1000, 100, near).band is Band.LIKELY
    assert odds(10**6, 50, near).band is Band.POSSIBLE
    assert odds(10**9, 50, near).band is Band.CHANCE
    assert odds(10**6, 50, near, shape=0.01).band is Band.LIKELY


def test_a_shape_that_fits_is_the_rarer_the_stranger_it_is() -> None:
    background = Background(np.zeros(1000, np.uint64), np.asarray([1.5] * 900 + [3.0] * 10 + [math.nan] * 90))
    assert background.shape(1.5, 1.5) == pytest.approx(900 / 910)
    assert background.shape(3.0, 2.97) == pytest.approx(10 / 910)
    assert background.shape(0.4, 0.4) == pytest.approx(1 / 910)  # never nothing
    assert background.shape(1.5, 3.1) == 1.0  # as far off as anything is
    assert background.shape(0.0, 1.0) == 1.0
    assert Background(np.zeros(3, np.uint64)).shape(1.0, 2.0) == 1.0


def test_without_background_nothing_is_surprising() -> None:
    (near,) = Background(np.empty(0, np.uint64)).chances([5], [0])
    assert near.p == 1.0
    assert odds(10, 1, near).band is Band.CHANCE
    assert Background(np.zeros(3, np.uint64)).chances([], []) == []


def test_all_equal_rows_are_no_find_of_one_of_them() -> None:
    (near,) = Background(np.full(1000, 7, np.uint64)).chances([7], [0])
    assert near.p == 1.0
