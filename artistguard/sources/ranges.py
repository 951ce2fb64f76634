"""A large file on a server, read in parts: HTTP ranges (RFC 9110 section 14) of one and the same version of it."""

import re
from collections.abc import Mapping

from artistguard.model.egress import NOBODY
from artistguard.model.errors import Refused, Unreachable
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources.base import Asker

_FIRST = 64  # bytes asked for at first: what kind of file it is, how large, and which version
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})\Z")


class RangedFile:
    """One version of a file. `bytes_in` counts what of it was fetched."""

    def __init__(self, asker: Asker, url: str, *, size: int, version: str) -> None:
        self.url = url
        self.size = size  # bytes
        self.version = version  # its ETag, or its Last-Modified; empty where the server tells neither
        self.bytes_in = 0
        self._asker = asker

    @classmethod
    def open(cls, asker: Asker, url: str) -> "RangedFile":
        """Ask for its beginning. Raises Refused where the server gives no parts, and what the asker raises."""
        answer = asker.get(url, subjects=NOBODY, headers=_asked(0, _FIRST), limits=_limits(_FIRST), expected=(206,))
        start, _, size = _told(answer, url)
        if start != 0:
            raise Refused(f"The server of {url} sent another part than was asked for.")
        return cls(asker, url, size=size, version=_version(answer.headers))

    def read(self, offset: int, length: int) -> bytes:
        """A part. Raises Refused when the file was changed since it was opened, or the part is not what was asked."""
        headers = _asked(offset, length)
        if self.version and not self.version.startswith("W/"):
            headers["If-Range"] = self.version
        answer = self._asker.get(
            self.url, subjects=NOBODY, headers=headers, limits=_limits(length), expected=(200, 206, 412)
        )
        if answer.status != 206 or (self.version and _version(answer.headers) not in ("", self.version)):
            raise Refused(
                f"The file {self.url} was changed while it was read.", "Start the scan again: it begins the file anew."
            )
        start, end, size = _told(answer, self.url)
        if (start, size) != (offset, self.size) or len(answer.body) != end - start + 1:
            raise Refused(f"The server of {self.url} sent another part than was asked for.")
        if len(answer.body) != length:
            raise Unreachable(f"The server of {self.url} broke off in the middle.", "Try again later.")
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
