"""What an answer's headers say about asking again: Retry-After, RateLimit and RateLimit-Policy.

Sources: RFC 9110 section 10.2.3 (seconds or a date), RFC 6585 section 4 (429), draft-ietf-httpapi-ratelimit-headers
(`"api";r=0;t=55`: r requests left, t seconds until there are more; policy `"api";q=500;w=300`: q in w seconds).
Everything here was written by a stranger: what cannot be read says nothing.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86_400.0  # seconds: no host closes itself for longer than a day, whatever it says
_UNSAID = 60.0  # seconds until there is more, where a limit is reached and nobody says when
_QUOTED = re.compile(r'"[^"]*"')
_PARAMETER = re.compile(r";\s*([a-z]+)\s*=\s*([0-9]{1,12})(?![0-9.])")


def wait_asked(headers: Mapping[str, str], at: datetime) -> float | None:
    """Seconds that a busy host's answer asks to wait, by whichever header asks for more; None where none does."""
    told = [seconds for seconds in (retry_after(headers, at), limit_reached(headers)) if seconds is not None]
    return max(told, default=None)


def retry_after(headers: Mapping[str, str], at: datetime) -> float | None:
    """Seconds that an answer received `at` asks to wait; None where it does not say so. Lower-case header names.

    A date is taken by the sender's own clock where the answer tells it.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return _bounded(float(text[:20]))
    until = _moment(text)
    if until is None:
        return None
    return _bounded((until - (_moment(headers.get("date", "")) or at)).total_seconds())


def limit_reached(headers: Mapping[str, str]) -> float | None:
    """Seconds until a limit that is used up opens again; None where none is."""
    waits = [float(item.get("t", _UNSAID)) for item in _items(headers.get("ratelimit", "")) if item.get("r") == 0]
    return _bounded(max(waits)) if waits else None


def policies(headers: Mapping[str, str]) -> list[tuple[int, float]]:
    """The quotas an answer tells of, each as (requests, seconds)."""
    return [
        (item["q"], float(item["w"]))
        for item in _items(headers.get("ratelimit-policy", ""))
        if item.get("q") and item.get("w")
    ]


def _items(text: str) -> Iterator[dict[str, int]]:
    """The whole-number parameters of each item of a structured list (RFC 9651); its strings are left out."""
    for item in _QUOTED.sub("", text[:2048]).split(","):
        yield {name: int(value) for name, value in _PARAMETER.findall(item)}


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST) if math.isfinite(seconds) else LONGEST
