"""Of hits that overlap, one."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeVar

from artistguard.model.names import AddressHit, NameHit

Hit = TypeVar("Hit", NameHit, AddressHit)


def one_a_place(hits: Iterable[Hit]) -> list[Hit]:
    """The strongest, then the longest, of those that overlap; in the order of the text."""
    starts: list[int] = []  # of what is kept, ascending, and so are the ends
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.strength.rank, hit.start - hit.end, hit.start)):
        place = bisect_left(starts, hit.start)
        free_before = place == 0 or kept[place - 1].end <= hit.start
        if free_before and (place == len(kept) or hit.end <= kept[place].start):
            starts.insert(place, hit.start)
            kept.insert(place, hit)
    return kept
