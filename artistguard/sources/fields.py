"""A stranger's JSON, field by field: what is not as it should be reads as if it were not there.

Nothing here raises. Texts come without control characters and lone surrogates, bounded; escaping is for whoever shows
them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

LONGEST_TEXT = 20_000  # characters of one field
LARGEST_NUMBER = 2**53 - 1  # what every JSON reader keeps exactly (RFC 8259 section 6)
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def clean(text: str, most: int = LONGEST_TEXT) -> str:
    """A text without what no text needs, at most so many characters."""
    return _UNWANTED.sub(" ", text[:most].replace("\r\n", "\n")).strip()


def text(value: Any, most: int = LONGEST_TEXT) -> str:
    """A string, cleaned; "" for anything else."""
    return clean(value, most) if isinstance(value, str) else ""


def texts(value: Any, most: int = 200, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
    """The strings of a list, or the one string that stands in its place; at most so many, none of them empty."""
    if isinstance(value, str):
        value = [value]
    found = (text(item, longest) for item in sequence(value, most))
    return tuple(item for item in found if item)


def mapping(value: Any) -> Mapping[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any, most: int = 10_000) -> Sequence[Any]:
    """A list, at most so many of its items; an empty one for anything else."""
    return value[:most] if isinstance(value, list) else []


def whole(value: Any) -> int | None:
    """A count: a whole number that is not negative and not absurd."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= LARGEST_NUMBER and value == int(value) else None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 moment with a zone, in UTC."""
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def sha256(value: Any) -> str:
    """A SHA-256 in hexadecimal, lower case; "" for anything else."""
    lower = value.lower() if isinstance(value, str) and len(value) == 64 else ""
    return lower if _SHA256.match(lower) else ""
