"""Pictures that are written as text: in base64 (RFC 4648), after the head of a data URL (RFC 2397) or without one."""

import base64
import io
import re
from collections.abc import Iterable

from artistguard.formats.sniff import identify
from artistguard.model.errors import Damaged, FileError, TooLarge

_HEAD = re.compile(r"\s*data:image/[a-z0-9.+-]{1,60}(?:;[^,;]{1,100}){0,5}?;base64,", re.IGNORECASE)
_URL_SAFE = str.maketrans("-_", "+/")
_LOOKED_AT = 400  # characters of a text: a head, and the begin of a picture
_BEGIN = 88  # of these, characters by which a picture is told


def decoded(text: str, most: int) -> bytes:
    """The bytes that a text stands for, lines and the signs of addresses allowed. Raises TooLarge for more than `most`,
    and Damaged."""
    begin = _begin(text)
    size = (len(text) - begin) * 3 // 4
    if size > most * 1.1:  # lines take some
        raise TooLarge(f"It has about {size:,} bytes; at most {most:,} are read.")
    plain = _plain(text[begin:])
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError as error:
        raise Damaged("It is not base64, as the column's others are.") from error
    if len(data) > most:
        raise TooLarge(f"It has {len(data):,} bytes; at most {most:,} are read.")
    return data


def some_are(texts: Iterable[object]) -> bool:
    """Whether one of some texts begins as a picture does."""
    return any(isinstance(text, str) and _is(text[:_LOOKED_AT]) for text in texts)


def _is(text: str) -> bool:
    begin = _begin(text)
    plain = _plain(text[begin:])[:_BEGIN]
    try:
        identify(io.BytesIO(base64.b64decode(plain[: len(plain) // 4 * 4], validate=True)))
    except (FileError, ValueError):
        return False
    return True


def _begin(text: str) -> int:
    head = _HEAD.match(text)
    return head.end() if head is not None else 0


def _plain(text: str) -> str:
    return "".join(text.split()).rstrip("=").translate(_URL_SAFE)
