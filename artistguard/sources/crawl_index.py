"""Common Crawl's index: which crawls there are, and which pages of a site each of them holds.

The interface is pywb's CDXJ server (its manual, "CDXJ Server API"), the list of crawls collinfo.json. An answer has one
JSON object a line; nothing found is 404. Every line was written by a stranger: one that does not fit is left out and
counted, and so is one about another site than was asked for.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from artistguard.matching.addresses import AddressBook
from artistguard.sources import fields

_CRAWL = re.compile(r"CC-MAIN-[0-9]{4}(?:-[0-9]{2,4})?\Z")
_FILE = re.compile(r"crawl-data/(?:[A-Za-z0-9._-]+/){2,8}[A-Za-z0-9._-]+\.warc\.gz\Z")
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}\Z")
_FIELDS = "timestamp,url,mime,mime-detected,status,digest,length,offset,filename"
_MOST_CRAWLS, _MOST_LINES = 1_000, 50_000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl of the web."""

    id: str
    name: str
    start: str  # ISO 8601, as the index tells it
    end: str


@dataclass(frozen=True, slots=True)
class Target:
    """A site or a page of the artist's: a host with everything below it, or where `path` says, a part of a host."""

    host: str
    path: str = ""
    address: str = field(default="", compare=False)  # as the artist wrote it

    @property
    def name(self) -> str:
        """As the artist would say it."""
        return f"{self.host}/{self.path}" if self.path else self.host

    @property
    def pattern(self) -> str:
        """As the index asks for it."""
        return f"{self.host}/{self.path}*" if self.path else f"*.{self.host}"

    def holds(self, url: str) -> bool:
        """Whether an address belongs to it."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return False
        if parts.scheme not in ("http", "https"):
            return False
        if not self.path:
            return host == self.host or host.endswith("." + self.host)
        path = parts.path.strip("/").lower()
        mine = self.path.lower()
        return host.removeprefix("www.") == self.host and (path == mine or path.startswith(mine + "/"))


@dataclass(frozen=True, slots=True)
class Line:
    """A capture: what was fetched when with what outcome, and where its record lies (`file` empty: not told)."""

    url: str
    at: datetime
    status: int | None
    page: bool  # HTML, and no robots.txt
    digest: str
    file: str
    offset: int
    length: int


def targets(addresses: Sequence[str]) -> list[Target]:
    """What is looked for: own domains, own pages and accounts on others' hosts, each once."""
    book = AddressBook(addresses)
    found: dict[Target, None] = {}
    for address in map(str.strip, addresses):
        if address in book.useless:
            continue
        try:
            parts = urlsplit(address if "//" in address else f"//{address}")
            host = (parts.hostname or "").encode("idna").decode().lower().removeprefix("www.")
        except (ValueError, UnicodeError):
            continue
        if _HOST.match(host) and "@" not in parts.netloc:
            path = "" if host in book.domains else parts.path.strip("/")
            found.setdefault(Target(host, path, address))
    return list(found)


def crawls(document: Any) -> list[Crawl]:
    """The crawls of collinfo.json, newest first."""
    found = {}
    for item in fields.sequence(document, _MOST_CRAWLS):
        entry = fields.mapping(item)
        id_ = fields.text(entry.get("id"), 40)
        if _CRAWL.match(id_):
            name = " ".join(fields.text(entry.get("name"), 100).split())
            found[id_] = Crawl(id_, name, fields.text(entry.get("from"), 40), fields.text(entry.get("to"), 40))
    return sorted(found.values(), key=lambda crawl: (crawl.end, crawl.id), reverse=True)


class IndexUrls:
    """Where the index is asked for what."""

    def __init__(self, index: str) -> None:
        self._index = index.rstrip("/")

    def crawls(self) -> str:
        """The list of all crawls."""
        return f"{self._index}/collinfo.json"

    def count(self, crawl: Crawl, target: Target) -> str:
        """How many pages the answer about a site has."""
        return self._asked(crawl, target.pattern, {"showNumPages": "true"})

    def pages(self, crawl: Crawl, target: Target, page: int = 0) -> str:
        """What was fetched of a site, and was there."""
        return self._asked(crawl, target.pattern, {"filter": "=status:200", "fl": _FIELDS, "page": str(page)})

    def robots(self, crawl: Crawl, host: str) -> str:
        """Its robots.txt, with whatever outcome."""
        return self._asked(crawl, f"{host}/robots.txt", {"fl": _FIELDS, "limit": "100"})

    def shown(self, crawl: Crawl, target: Target) -> str:
        """What a person can open to see the same."""
        return self._asked(crawl, target.pattern, {})

    def _asked(self, crawl: Crawl, pattern: str, more: Mapping[str, str]) -> str:
        query = urlencode({"url": pattern, "output": "json", **more}, safe="*/")
        return f"{self._index}/{crawl.id}-index?{query}"


def page_count(body: bytes) -> int:
    """How many pages an answer has (`showNumPages`); 1 where that cannot be read."""
    count = fields.whole(fields.mapping(_object(body[:10_000].strip())).get("pages"))
    return 1 if count is None else count


def lines(body: bytes, target: Target) -> tuple[list[Line], int]:
    """The captures of a site in an answer, and how many lines were left out."""
    found, left_out = list[Line](), 0
    for row in body.splitlines():
        if not row.strip():
            continue
        one = _line(fields.mapping(_object(row)))
        if one is None or not target.holds(one.url) or len(found) >= _MOST_LINES:
            left_out += 1
        else:
            found.append(one)
    return found, left_out


def _line(entry: Mapping[str, Any]) -> Line | None:
    url = fields.text(entry.get("url"), 4_096)
    status = number(entry.get("status"))
    try:
        at = datetime.strptime(fields.text(entry.get("timestamp"), 14), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    if not url:
        return None
    file, offset, length = fields.text(entry.get("filename"), 300), number(entry.get("offset")), entry.get("length")
    kinds = [fields.text(entry.get(kind), 100) for kind in ("mime", "mime-detected")]
    there = _FILE.match(file) and ".." not in file and offset is not None and number(length)
    return Line(
        url=url,
        at=at,
        status=status,
        page=bool(_PAGES.intersection(kinds)) and "/robotstxt/" not in file,
        digest=fields.text(entry.get("digest"), 64),
        file=file if there else "",
        offset=(offset or 0) if there else 0,
        length=(number(length) or 0) if there else 0,
    )


def number(value: Any) -> int | None:
    """A whole number, also as text, which is how the index writes them."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return fields.whole(value)


def _object(row: bytes) -> Any:
    try:
        return json.loads(row)
    except (ValueError, RecursionError):
        return None
