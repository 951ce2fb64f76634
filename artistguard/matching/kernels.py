"""The inner loops of the search, compiled by numba when they are first used. Loaded only by `hamming`.

All of them work on arrays that `hamming` prepares; none allocates, none raises. They let go of Python's lock.
"""

# mypy: ignore-errors
# numba types these functions by what they are called with.

import numpy as np
from numba import njit, types
from numba.extending import intrinsic

BANDS, WIDTH = 4, 16
_MASK = np.uint64(0xFFFF)


@intrinsic
def popcount(typing, value):
    """Bits that are set in an unsigned 64-bit number: one instruction."""

    def generate(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@njit(cache=True, nogil=True, inline="always")
def _band(value, band):
    return (value >> np.uint64(band * WIDTH)) & _MASK


@njit(cache=True, nogil=True, inline="always")
def _first(difference, band, radii):
    """Whether no band before this one is near as well: then the pair is told here, and nowhere else."""
    for before in range(band):
        if radii[before] >= 0 and popcount((difference >> np.uint64(before * WIDTH)) & _MASK) <= radii[before]:
            return False
    return True


@njit(cache=True, nogil=True, inline="always")
def _nearest(value, entries):
    """The least distance to an entry; 64 of none. Without a branch in the loop, it takes several entries at once."""
    least = np.uint64(64)
    for entry in range(len(entries)):
        least = min(least, popcount(value ^ entries[entry]))
    return least


@njit(cache=True, nogil=True)
def probe(rows, start, offsets, entries, items, radii, radius, out_row, out_item, out_distance):
    """Each row from `start` on against the entries of its four bands.

    Returns (pairs written, row to go on from): fewer rows than asked for when the room for pairs ran out.
    """
    found, room = 0, len(out_row)
    for place in range(start, len(rows)):
        value, before = rows[place], found
        for band in range(BANDS):
            if radii[band] < 0:
                continue
            key = np.int64(_band(value, band))
            low, high = offsets[band, key], offsets[band, key + 1]
            if low == high or _nearest(value, entries[low:high]) > radius:
                continue
            for entry in range(low, high):
                difference = value ^ entries[entry]
                distance = popcount(difference)
                if distance <= radius and _first(difference, band, radii):
                    if found == room:
                        return before, place
                    out_row[found], out_item[found], out_distance[found] = place, items[entry], distance
                    found += 1
    return found, len(rows)


@njit(cache=True, nogil=True)
def scatter(rows, band, ends, ordered):
    """The rows in the order of a band's values (a counting sort): `ends` becomes where each value's rows end.

    `ordered` (rows, 2): the row and its place, side by side, so that both are one line of the cache.
    """
    ends[:] = 0
    for value in rows:
        ends[_band(value, band)] += 1
    total = 0
    for key in range(len(ends)):
        count = ends[key]
        ends[key] = total
        total += count
    for place in range(len(rows)):
        value = rows[place]
        key = _band(value, band)
        to = ends[key]
        ordered[to, 0], ordered[to, 1] = value, place
        ends[key] = to + 1


@njit(cache=True, nogil=True, inline="always")
def _gather(key, band, changes, offsets, entries, begins, beside):
    """The entries of all values that a band's value is near to, side by side; `begins` is where those of each begin."""
    if len(changes) == 1:
        begins[0] = 0
        near = np.int64(np.uint64(key) ^ changes[0])
        return entries[offsets[band, near] : offsets[band, near + 1]]
    count = 0
    for change in range(len(changes)):
        begins[change] = count
        near = np.int64(np.uint64(key) ^ changes[change])
        for entry in range(offsets[band, near], offsets[band, near + 1]):
            beside[count] = entries[entry]
            count += 1
    return beside[:count]


@njit(cache=True, nogil=True, inline="always")
def _item(at, key, band, changes, offsets, items, begins):
    """Which of our hashes the gathered entry is."""
    change = np.searchsorted(begins, at, side="right") - 1
    near = np.int64(np.uint64(key) ^ changes[change])
    return items[offsets[band, near] + at - begins[change]]


@njit(cache=True, nogil=True)
def join(
    ordered, ends, first_key, band, changes, offsets, entries, items, radii, radius,
    begins, beside, out_row, out_item, out_distance,
):  # fmt: skip
    """One band: the sorted rows of each value against the entries that it is near to, gathered once for all of them.

    Returns (pairs, value to go on from). `begins` (changes) and `beside` (hashes) are room to work in.
    """
    found, room = 0, len(out_row)
    for key in range(first_key, len(ends)):
        low = ends[key - 1] if key else 0
        if low == ends[key]:
            continue
        near = _gather(key, band, changes, offsets, entries, begins, beside)
        if len(near) == 0:
            continue
        before = found
        for at in range(low, ends[key]):
            value = ordered[at, 0]
            if _nearest(value, near) > radius:
                continue
            for entry in range(len(near)):
                difference = value ^ near[entry]
                distance = popcount(difference)
                if distance <= radius and _first(difference, band, radii):
                    if found == room:
                        return before, key
                    item = _item(entry, key, band, changes, offsets, items, begins)
                    out_row[found], out_item[found], out_distance[found] = ordered[at, 1], item, distance
                    found += 1
    return found, len(ends)


@njit(cache=True, nogil=True)
def count_entries(hashes, band, flips, offsets):
    """How many entries each value of a band gets: `offsets` (65,537) is filled with where they begin."""
    offsets[:] = 0
    for value in hashes:
        key = _band(value, band)
        for flip in flips:
            offsets[(key ^ flip) + np.uint64(1)] += 1
    for key in range(1, len(offsets)):
        offsets[key] += offsets[key - 1]


@njit(cache=True, nogil=True)
def fill_entries(hashes, band, flips, next_place, entries, items):
    """Put each hash beside all values of the band it is near to. `next_place` is used up."""
    for item in range(len(hashes)):
        value = hashes[item]
        key = _band(value, band)
        for flip in flips:
            place = next_place[key ^ flip]
            entries[place], items[place] = value, item
            next_place[key ^ flip] = place + 1


@njit(cache=True, nogil=True)
def mark(hashes, shift, mask, flips, table):
    """Set the bit of each value that a band of the hashes is near to."""
    for value in hashes:
        key = (value >> shift) & mask
        for flip in flips:
            near = key ^ flip
            table[near >> np.uint64(6)] |= np.uint64(1) << (near & np.uint64(63))


@njit(cache=True, nogil=True, inline="always")
def _marked(value, shift, mask, table):
    key = (value >> shift) & mask
    return table[key >> np.uint64(6)] >> (key & np.uint64(63))


@njit(cache=True, nogil=True)
def passing(rows, shifts, masks, first, second, third, places):
    """The places of the rows of which one band at least is marked; returns how many. No branch depends on a row."""
    found = 0
    for place in range(len(rows)):
        value = rows[place]
        marked = _marked(value, shifts[0], masks[0], first)
        marked |= _marked(value, shifts[1], masks[1], second)
        marked |= _marked(value, shifts[2], masks[2], third)
        places[found] = place
        found += np.int64(marked & np.uint64(1))
    return found


@njit(cache=True, nogil=True)
def brute(rows, hashes, radius, start, out_row, out_item, out_distance):
    """Every row against every hash: what the others are checked and measured against."""
    found, room = 0, len(out_row)
    for place in range(start, len(rows)):
        value, before = rows[place], found
        if _nearest(value, hashes) > radius:
            continue
        for item in range(len(hashes)):
            distance = popcount(value ^ hashes[item])
            if distance <= radius:
                if found == room:
                    return before, place
                out_row[found], out_item[found], out_distance[found] = place, item, distance
                found += 1
    return found, len(rows)


@njit(cache=True, nogil=True)
def histogram(rows, hashes, counts):
    """How often each distance occurs between each hash and the rows: adds to `counts`, shape (hashes, 65)."""
    for item in range(len(hashes)):
        for value in rows:
            counts[item, popcount(value ^ hashes[item])] += 1
