"""The exact search finds what comparing everything finds, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.matching import coarse, hamming
from artistguard.matching.hamming import HammingSearch, brute, entries_each, radii
from artistguard.matching.kernels import BANDS, WIDTH

words = st.integers(0, 2**64 - 1)


def as_words(values):
    return np.asarray(values, np.uint64)


def pairs(found):
    return sorted(zip(found.rows.tolist(), found.items.tolist(), found.distances.tolist(), strict=True))


def near(value: int, bits) -> int:
    for bit in bits:
        value ^= 1 << bit
    return value


def balanced(random, count):
    """Hashes with 32 ones, as pHashes are."""
    ones = np.argsort(random.random((count, 64)), axis=1) < 32
    return np.packbits(ones, axis=1).view(">u8")[:, 0].astype(np.uint64)


@st.composite
def questions(draw):
    """Hashes of ours, and rows of which many are near to one of them."""
    ours = draw(st.lists(words, max_size=12))
    ours += draw(st.lists(st.sampled_from(ours), max_size=3)) if ours else []
    rows = draw(st.lists(words, max_size=12))
    if ours:
        changed = st.tuples(st.sampled_from(ours), st.sets(st.integers(0, 63), max_size=12))
        rows += [near(value, bits) for value, bits in draw(st.lists(changed, max_size=12))]
    return as_words(ours), as_words(rows)


@pytest.mark.parametrize("look", [None, coarse.ALONE, coarse.BESIDE], ids=["all rows", "alone", "beside"])
@pytest.mark.parametrize("way", ["probed", "joined", "gathered"])
@given(questions(), st.integers(0, hamming.MOST_BITS))
@settings(max_examples=150, deadline=None)
def test_equals_comparing_everything(way, look, question, t) -> None:
    ours, rows = question
    expected = sorted(
        (row, item, distance)
        for row, value in enumerate(rows.tolist())
        for item, own in enumerate(ours.tolist())
        if (distance := (value ^ own).bit_count()) <= t
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hamming, "_JOIN_FROM", 0 if way == "joined" else 10**9)
        for name, each in (("ALONE", coarse.ALONE), ("BESIDE", coarse.BESIDE)):
            patch.setattr(hamming, name, replace(each, most=1e9 if each is look else 0.0))
        memory = len(ours) * 12 * BANDS if way == "gathered" else hamming.MEMORY
        assert pairs(HammingSearch(ours, t, memory=memory).search(rows)) == expected
    assert pairs(brute(ours, rows, t)) == expected


@pytest.mark.parametrize("t", range(hamming.MOST_BITS + 1))
def test_thousands_with_planted_copies(t) -> None:
    random = np.random.default_rng(t)
    ours, rows = balanced(random, 1500), balanced(random, 20_000)
    for item, value in enumerate(ours.tolist()):
        rows[item * 7] = near(value, random.choice(64, int(random.integers(0, 12)), replace=False).tolist())
    expected = pairs(brute(ours, rows, t))
    assert len(expected) > 50
    for memory in (hamming.MEMORY, len(ours) * 12 * BANDS):
        assert pairs(HammingSearch(ours, t, memory=memory).search(rows)) == expected


@pytest.mark.parametrize("look", [coarse.ALONE, coarse.BESIDE], ids=["alone", "beside"])
@pytest.mark.parametrize("t", range(hamming.MOST_BITS + 1))
def test_a_coarse_look_passes_every_row_that_is_near(look, t) -> None:
    random = np.random.default_rng(t)
    ours = balanced(random, 300)
    rows = as_words([near(value, random.choice(64, t, replace=False).tolist()) for value in ours.tolist() * 20])
    if look.beside:  # those that the first band does not find
        first = np.uint64(2**WIDTH - 1)
        rows = rows[np.bitwise_count((rows ^ np.tile(ours, 20)) & first) > radii(t)[0]]
    looked = coarse.Coarse(ours, t, look)
    assert looked.passing(rows).tolist() == list(range(len(rows)))
    strangers = balanced(random, 20_000)
    if look.worth(len(ours), t):
        assert len(looked.passing(strangers)) < len(strangers) // 2


def test_partitions_find_the_same() -> None:
    random = np.random.default_rng(3)
    ours, rows = balanced(random, 500), balanced(random, 5000)
    rows[:500] = ours ^ np.uint64(0b1011)
    whole = HammingSearch(ours, 4)
    gathered = HammingSearch(ours, 4, memory=500 * 12 * entries_each(4) - 1)
    parts = HammingSearch(ours, 4, memory=100 * 12 * BANDS)
    assert (whole.partitions, gathered.partitions, parts.partitions) == (1, 1, 5)
    assert pairs(gathered.search(rows)) == pairs(whole.search(rows))
    assert pairs(parts.search(rows)) == pairs(whole.search(rows))


def test_more_pairs_than_fit_at_once(monkeypatch) -> None:
    monkeypatch.setattr(hamming, "_ROOM", 4)
    ours = as_words([5] * 40)
    for join_from, memory in ((0, hamming.MEMORY), (10**9, hamming.MEMORY), (0, 40 * 12 * BANDS)):
        monkeypatch.setattr(hamming, "_JOIN_FROM", join_from)
        assert len(HammingSearch(ours, 2, memory=memory).search(as_words([5, 7, 2**40, 5]))) == 120


def test_blocks_keep_the_numbers_of_rows(monkeypatch) -> None:
    monkeypatch.setattr(hamming, "_BLOCK", 3)
    found = HammingSearch(as_words([9]), 0).search(as_words([0, 1, 2, 3, 4, 9, 6, 9]))
    assert pairs(found) == [(5, 0, 0), (7, 0, 0)]


def test_radii_make_the_search_exact() -> None:
    for t in range(hamming.MOST_BITS + 1):
        assert sum(radius + 1 for radius in radii(t)) == t + 1
    for t in (-1, hamming.MOST_BITS + 1):
        with pytest.raises(ValueError, match="0 to 10"):
            radii(t)
