"""Which pictures can be searched for by their hash."""

import pytest

from artistguard.matching.gate import gate

FULL = 0x00000000FFFFFFFF


@pytest.mark.parametrize(
    ("phash", "entropy", "quality", "bits"),
    [
        (FULL, 6.0, 100, None),
        (FULL, 3.0, 50, None),
        (FULL, 2.9, 100, 2),
        (FULL, 6.0, 49, 2),
        (FULL, 6.0, None, 2),
        (FULL, 0.9, 100, 0),
        (FULL ^ 1, 6.0, 100, 0),
        (0x8000000000000000, 0.0, 0, 0),
    ],
)
def test_how_far(phash, entropy, quality, bits) -> None:
    found = gate(phash, entropy, quality)
    assert found.bits == bits
    assert found.searchable == (bits != 0)
    assert bool(found.why) == (bits is not None)
