"""The index that tries all: exact against counting bits one by one, through adding, changing and removing."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.matching import index
from artistguard.matching.index import BruteForce, Hashes, Hit, LookupIndex, packed


def bits(one: np.ndarray, other: np.ndarray) -> int:
    return sum((int(a) ^ int(b)).bit_count() for a, b in zip(one, other, strict=True))


def near(count: int, words: int, seed: int, flips: int = 12) -> tuple[list[str], Hashes]:
    """Hashes that all lie around one, so that small radii find some."""
    rng = np.random.default_rng(seed)
    centre = rng.integers(0, 2**64, words, np.uint64)
    made = np.tile(centre, (count, 1))
    for row in range(count):
        for _ in range(rng.integers(0, flips)):
            made[row, rng.integers(words)] ^= np.uint64(1) << np.uint64(rng.integers(64))
    return [f"e{row}" for row in range(count)], made


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_BLOCK", 7)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("words", [1, 4])
@pytest.mark.parametrize("radius", [0, 1, 5, 11, 64 * 4])
def test_a_query_finds_what_counting_bits_finds(words: int, radius: int) -> None:
    keys, hashes = near(40, words, 3)
    _, asked = near(8, words, 3)
    made = BruteForce(words)
    made.add(keys, hashes)

    expected = {
        (key, row, bits(kept, one))
        for key, kept in zip(keys, hashes, strict=True)
        for row, one in enumerate(asked)
        if bits(kept, one) <= radius
    }
    found = made.query(asked, radius)

    assert {(hit.key, hit.row, hit.distance) for hit in found} == expected
    assert len(found) == len(expected)
    assert expected


def test_the_greatest_distance_is_not_mistaken_for_none() -> None:
    made = BruteForce(4)
    made.add(["a"], np.zeros((1, 4), np.uint64))
    opposite = np.full((1, 4), 2**64 - 1, np.uint64)

    assert made.query(opposite, 255) == []
    assert made.query(opposite, 256) == [Hit("a", 0, 256)]
    assert made.distances(["a"], opposite).tolist() == [[256]]


@pytest.mark.parametrize("words", [1, 4])
def test_distances_of_keys_are_those_of_a_query(words: int) -> None:
    keys, hashes = near(30, words, 8)
    asked = hashes[:3]
    made = BruteForce(words)
    made.add(keys, hashes)
    by_query = {(hit.key, hit.row): hit.distance for hit in made.query(asked, 64 * words)}

    some = keys[::-4]
    found = made.distances(some, asked)

    assert found.shape == (len(some), 3)
    assert all(found[i, row] == by_query[key, row] for i, key in enumerate(some) for row in range(3))
    assert made.distances([], asked).shape == (0, 3)
    with pytest.raises(KeyError):
        made.distances(["nobody"], asked)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 12), st.integers(0, 2**64 - 1)), max_size=60)
)
def test_after_any_changes_it_holds_what_a_dictionary_holds(steps: list[tuple[str, int, int]]) -> None:
    made, expected = BruteForce(1), dict[str, int]()
    for act, number, value in steps:
        key = f"e{number}"
        if act == "add":
            made.add([key], np.array([[value]], np.uint64))
            expected[key] = value
        else:
            made.remove([key])
            expected.pop(key, None)

    zero = np.zeros((1, 1), np.uint64)
    assert len(made) == len(expected)
    assert {hit.key: hit.distance for hit in made.query(zero, 64)} == {k: v.bit_count() for k, v in expected.items()}


def test_it_grows_past_what_it_began_with_and_forgets_all() -> None:
    made = BruteForce(1)
    keys = [f"e{number}" for number in range(5000)]
    made.add(keys[:10], np.arange(10, dtype=np.uint64)[:, None])
    made.add(keys, np.arange(5000, dtype=np.uint64)[:, None])
    assert len(made) == 5000
    assert made.query(np.array([[4097]], np.uint64), 0) == [Hit("e4097", 0, 0)]
    made.remove([*keys, "nobody"])
    assert len(made) == 0
    assert made.query(np.zeros((8, 1), np.uint64), 64) == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda made: made.add(["a"], np.zeros((2, 4), np.uint64)),
        lambda made: made.add(["a"], np.zeros((1, 1), np.uint64)),
        lambda made: made.query(np.zeros((8, 1), np.uint64), 3),
        lambda made: made.distances([], np.zeros(4, np.uint64)),
    ],
)
def test_hashes_of_another_length_are_refused(wrong: Callable[[LookupIndex], object]) -> None:
    with pytest.raises(ValueError, match="shape"):
        wrong(BruteForce(4))


def test_hex_is_packed_in_the_order_it_is_written() -> None:
    assert packed(["00000000000000ff", "8000000000000000"], 1).tolist() == [[255], [2**63]]
    assert packed(["0" * 48 + "0000000000000001"], 4).tolist() == [[0, 0, 0, 1]]
    assert packed([], 4).shape == (0, 4)
    for wrong in (["ff"], ["0" * 15, "0" * 17], ["g" * 16]):
        with pytest.raises(ValueError, match="hex"):
            packed(wrong, 1)
