"""A part of a file: what was asked for, and whether what came is that part (RFC 9110, section 14)."""

import re
from collections.abc import Mapping

from artistguard.model.errors import Refused

_ASKED = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))\Z")
_GIVEN = re.compile(r"bytes\s+([0-9]{1,18})-([0-9]{1,18})/(?:([0-9]{1,18})|\*)\Z")


def checked(range_: str) -> str:
    """A Range header of one part. Raises Refused: nothing else is ever asked for."""
    found = _ASKED.match(range_)
    if not found or (found[2] and int(found[2]) < int(found[1])) or found[3] == "0":
        raise Refused(f"{range_[:60]!r} is no part of a file.")
    return range_


def length(range_: str, headers: Mapping[str, str], host: str) -> int:
    """How many bytes a 206 answer holds, by its own Content-Range; at most those asked for, from where they begin.

    Raises Refused for any other part.
    """
    asked, given = _ASKED.match(range_), _GIVEN.match(headers.get("content-range", "").strip())
    wrong = Refused(f"{host} sent another part of the file than was asked for.")
    if not asked or not given:
        raise wrong
    first, last = int(given[1]), int(given[2])
    total = int(given[3]) if given[3] else None
    if last < first or (total is not None and last >= total):
        raise wrong
    if asked[3]:  # the last so many bytes
        if last - first + 1 > int(asked[3]) or (total is not None and last != total - 1):
            raise wrong
    elif first != int(asked[1]) or (asked[2] and last > int(asked[2])):
        raise wrong
    return last - first + 1
