"""A large file on a server, read in parts: HTTP ranges (RFC 9110 section 14) of one and the same version of it."""

import re
import threading
from collections.abc import Mapping

from artistguard.model.egress import NOBODY
from artistguard.model.errors import Refused, Unreachable
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources.base import Asker

_FIRST = 64  # bytes asked for at first: what kind of file it is, how large, and which version
_END = 32 * 1024 * 1024  # bytes of its end that are remembered
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})\Z")
_ANEW = "Start the scan again: it begins the file anew."
_DATE = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\Z")


class RangedFile:
    """One version of a file. Reading it is safe for several threads.

    `end` are the last bytes of it, where a table tells what it holds: they are remembered, and never asked for twice.
    `bytes_in` counts what of it was fetched.
    """

    def __init__(self, asker: Asker, url: str, *, size: int, version: str, head: bytes = b"", end: bytes = b"") -> None:
        self.url = url
        self.size = size  # bytes
        self.version = version  # its ETag, or its Last-Modified; empty where the server tells neither
        self.bytes_in = len(head)
        self.end = end
        self._asker = asker
        self._head = head
        self._lock = threading.Lock()

    @classmethod
    def open(cls, asker: Asker, url: str, *, before: tuple[int, str] | None = None) -> "RangedFile":
        """Ask for its beginning. If it is as it was `before` (size, version), the server says so without a byte of it.

        Raises Refused where the server gives no parts, and what the asker raises.
        """
        headers = _asked(0, _FIRST)
        expected: tuple[int, ...] = (206,)
        if before is not None:
            headers["If-Modified-Since" if _DATE.match(before[1]) else "If-None-Match"] = before[1]
            expected = (206, 304)
        answer = asker.get(url, subjects=NOBODY, headers=headers, limits=_limits(_FIRST), expected=expected)
        if before is not None and answer.status == 304:
            return cls(asker, url, size=before[0], version=before[1])
        start, _, size = _told(answer, url)
        if start != 0:
            raise Refused(f"The server of {url} sent another part than was asked for.")
        return cls(asker, url, size=size, version=_version(answer.headers), head=answer.body)

    def read(self, offset: int, length: int) -> bytes:
        """A part. Raises Refused when the file was changed since it was opened, or the part is not what was asked."""
        if offset + length <= len(self._head):
            return self._head[offset : offset + length]
        with self._lock:
            end = self.end
        known = self.size - len(end)
        if offset >= known:
            return end[offset - known :][:length]
        if offset + length < known:
            return self._fetched(offset, length)
        whole = self._fetched(offset, known - offset) + end
        if self.size - offset - length < _FIRST and len(whole) <= _END:  # not rows that lie just before it
            with self._lock:
                self.end = max(self.end, whole, key=len)
        return whole[:length]

    def _fetched(self, offset: int, length: int) -> bytes:
        headers = _asked(offset, length)
        if self.version and not self.version.startswith("W/"):
            headers["If-Range"] = self.version
        limits = _limits(length)
        try:
            answer = self._asker.get(
                self.url, subjects=NOBODY, headers=headers, limits=limits, expected=(200, 206, 412)
            )
        except Refused as error:  # a whole file instead of a part is the answer to "if it is as it was" as well
            raise Refused(error.message, f"It may have been changed while it was read. {_ANEW}") from error
        if answer.status != 206 or (self.version and _version(answer.headers) not in ("", self.version)):
            raise Refused(f"The file {self.url} was changed while it was read.", _ANEW)
        start, end, size = _told(answer, self.url)
        if (start, size) != (offset, self.size) or len(answer.body) != end - start + 1:
            raise Refused(f"The server of {self.url} sent another part than was asked for.")
        if len(answer.body) != length:
            raise Unreachable(f"The server of {self.url} broke off in the middle.", "Try again later.")
        with self._lock:
            self.bytes_in += length
        return answer.body


def _asked(offset: int, length: int) -> dict[str, str]:
    # Packed answers would make ranges of the packed file.
    return {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"}


def _limits(length: int) -> AnswerLimits:
    """A server that sends the whole file instead is not listened to for long."""
    return AnswerLimits(body=length + 1024, seconds=max(60.0, length / 50_000))


def _told(answer: Answer, url: str) -> tuple[int, int, int]:
    found = _RANGE.match(answer.headers.get("content-range", ""))
    if found is None:
        raise Refused(f"The server of {url} gives no parts of files.", "Fetch the file and scan it from your disk.")
    start, end, size = map(int, found.groups())
    return start, end, size


def _version(headers: Mapping[str, str]) -> str:
    return headers.get("etag") or headers.get("last-modified") or ""
