"""Hex digits of a column as numbers, compiled by numba when first used. Loaded only by `columns`.

Eight digits are read at once, as one number of eight bytes with the first digit lowest, as all machines this runs on
have it in memory.
"""

# mypy: ignore-errors
# numba types these functions by what they are called with.

import numpy as np
from numba import njit

_ONES = np.uint64(0x0101010101010101)
_LOW = np.uint64(0x0F0F0F0F0F0F0F0F)
_HIGH = np.uint64(0xF0F0F0F0F0F0F0F0)


@njit(cache=True, nogil=True, inline="always")
def _counts(eight):
    """What each of eight digits counts, a byte each: its lower half, and nine more for a letter."""
    return (eight & _LOW) + ((eight >> np.uint64(6)) & _ONES) * np.uint64(9)


@njit(cache=True, nogil=True, inline="always")
def _wrong(eight, counts):
    """0 if these were digits: as lower-case ones, the counts give the same characters again."""
    letters = (eight >> np.uint64(6)) & _ONES
    beyond = ((counts + _ONES * np.uint64(6)) >> np.uint64(4)) & _ONES  # 10 and more
    again = counts + _ONES * np.uint64(0x30) + beyond * np.uint64(0x27)
    return (again ^ (eight | (letters << np.uint64(5)))) | (counts & _HIGH)


@njit(cache=True, nogil=True, inline="always")
def _number(counts):
    """Eight counts as one number, the first byte's the highest."""
    pairs = ((counts << np.uint64(4)) | (counts >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    fours = ((pairs << np.uint64(8)) | (pairs >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    return ((fours << np.uint64(16)) | (fours >> np.uint64(32))) & np.uint64(0xFFFFFFFF)


@njit(cache=True, nogil=True)
def dense(eights, out):
    """Rows of 16 hex digits without a gap between them, as `eights` of eight each: shape (2 * rows,).

    Returns 0 if all were digits; else what is in `out` means nothing.
    """
    wrong = np.uint64(0)
    for row in range(len(out)):
        first, second = eights[2 * row], eights[2 * row + 1]
        high, low = _counts(first), _counts(second)
        wrong |= _wrong(first, high) | _wrong(second, low)
        out[row] = (_number(high) << np.uint64(32)) | _number(low)
    return wrong


@njit(cache=True, nogil=True)
def even(offsets, length):
    """Whether each of an Arrow column's texts is so long."""
    other = np.int64(0)
    for place in range(len(offsets) - 1):
        other |= np.int64(offsets[place + 1]) - np.int64(offsets[place]) - np.int64(length)
    return other == 0


@njit(cache=True, nogil=True)
def from_hex(text, offsets, valid, digits, length, out):
    """The first 16 of `length` hex digits a row as numbers. A row without so many is left 0, its `valid` set to False.

    `text` are the bytes of an Arrow string column, `offsets` (rows + 1) where each begins, `digits` (256) what a
    character counts, 255 for what is no digit. Returns how many are no hashes.
    """
    wrong = 0
    for row in range(len(out)):
        value, beside = np.uint64(0), np.uint8(255)
        start = np.int64(offsets[row])
        if valid[row] and offsets[row + 1] - start == length and 0 <= start <= len(text) - length:
            beside = np.uint8(0)
            for place in range(16):
                digit = digits[text[start + place]]
                beside |= digit
                value = (value << np.uint64(4)) | np.uint64(digit)
        if beside > 15:
            value = np.uint64(0)
            valid[row] = False
            wrong += 1
        out[row] = value
    return wrong


@njit(cache=True, nogil=True)
def from_bytes(text, offsets, valid, length, out):
    """The first 8 of `length` bytes a row as a number, the first byte highest.

    A row that is not so long is left 0, its `valid` set to False. Returns how many are.
    """
    found = 0
    for row in range(len(out)):
        value = np.uint64(0)
        start = np.int64(offsets[row])
        if valid[row] and offsets[row + 1] - start == length and 0 <= start <= len(text) - length:
            found += 1
            for place in range(8):
                value = (value << np.uint64(8)) | np.uint64(text[start + place])
        else:
            valid[row] = False
        out[row] = value
    return found
