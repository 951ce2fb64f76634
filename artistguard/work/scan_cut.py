"""What is read from its begin to its end, and ends before that: a file that is cut off, or a server that breaks off.

What comes before is searched. Of a file that ends there nothing more can be had: its rows stay packed, with a note.
What a server did not give may be had later: its rows are packed as a part, and never taken for all.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from artistguard.matching import columns
from artistguard.model.errors import ArtistGuardError, ComeBackLater, Damaged, TooLarge, Unreachable

T = TypeVar("T")
_LASTING = (Damaged, TooLarge)  # of the file
_PASSING = (Unreachable, ComeBackLater)  # of the server


class Cut:
    """Why a reading ended before its end, if it did."""

    def __init__(self) -> None:
        self.error: ArtistGuardError | None = None

    @property
    def passing(self) -> bool:
        """Whether more may be had at another time."""
        return isinstance(self.error, _PASSING)

    def told(self) -> dict[str, object]:
        """The same as a part of a task's answer: "cut" in words, or "broken" as an error's JSON; or nothing."""
        if self.error is None:
            return {}
        return {"broken": self.error.as_json()} if self.passing else {"cut": in_words(self.error.message)}


def until(found: Iterable[T], cut: Cut) -> Iterator[T]:
    """What can be read before the file is cut off, or the server breaks off. Raises these where that is nothing."""
    some = False
    try:
        for each in found:
            some = True
            yield each
    except (*_LASTING, *_PASSING) as error:
        if not some:
            raise
        cut.error = error


def in_words(message: str) -> str:
    """What is said of a file that is cut off."""
    return f"{message} What comes before that is searched."


def part(packed: Path) -> Path:
    """Where rows are packed that are not all, beside those that are."""
    return packed.with_suffix(".cut")


def note(packed: Path, cut: Cut) -> None:
    """Keep beside packed rows that their file is cut off; or that it is not. Raises OSError."""
    if cut.error is None or cut.passing:
        _note(packed).unlink(missing_ok=True)
    else:
        columns.keep(_note(packed), json.dumps(cut.told()).encode())


def noted(packed: Path) -> str:
    """Why the file is cut off whose rows are packed; empty if it is not."""
    try:
        found = json.loads(_note(packed).read_bytes())
        return str(found["cut"]) if packed.exists() else ""
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError):  # a note that is damaged says so much
        return in_words("It is cut off.")


def _note(packed: Path) -> Path:
    return packed.with_suffix(".ends.json")
