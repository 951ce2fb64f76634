"""A double of Common Crawl: its index (pywb's CDXJ server) and its files, on two hosts.

Neither can be reached from here. It is built from pywb's manual ("CDXJ Server API") and from recorded answers, which
tests replay beside it.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sources.served import Asked, Reply, serving

LATEST = "CC-MAIN-2025-33"


@dataclass(frozen=True)
class Fetched:
    """What the crawler fetched once."""

    url: str
    body: bytes = b""
    crawl: str = LATEST
    at: str = "20250804103329"
    status: int = 200
    mime: str = "text/html"
    subset: str = "warc"
    headers: Mapping[str, str] | None = None


def member(one: Fetched) -> bytes:
    """The record of a capture, packed as it lies in a WARC file (WARC 1.1, a gzip member of its own)."""
    headers = {"Content-Type": one.mime, **(one.headers or {})}
    http = _head(f"HTTP/1.1 {one.status} X", headers) + one.body
    warc = {
        "WARC-Type": "response",
        "WARC-Date": "2025-08-04T10:33:29Z",
        "WARC-Record-ID": "<urn:uuid:bb1e624b-eb7b-4650-846e-3347e2ec695f>",
        "Content-Length": str(len(http)),
        "Content-Type": "application/http; msgtype=response",
        "WARC-Target-URI": one.url,
    }
    return gzip.compress(_head("WARC/1.0", warc) + http + b"\r\n\r\n", 1)


class CrawlDouble:
    """Keeps every request; `fault(asked)` may answer in its place. `page` is how many lines an index page has."""

    def __init__(self, *fetched: Fetched, crawls: tuple[str, ...] = (LATEST,), page: int = 15_000) -> None:
        self.crawls = crawls
        self.page = page
        self.asked: list[Asked] = []
        self.fault: Callable[[Asked], Reply | None] = lambda asked: None
        self.files: dict[str, bytes] = {}
        self.lines: list[tuple[str, dict[str, str]]] = []
        self.index = self.data = ""
        for one in fetched:
            self.add(one)

    def add(self, one: Fetched) -> None:
        """Another capture; it lies somewhere in its file, behind others."""
        file = f"crawl-data/{one.crawl}/segments/1.1/{one.subset}/CC-MAIN-20250804083340-20250804113340-00340.warc.gz"
        packed = member(one)
        before = self.files.get(file, b"\x1f\x8b\x08 another record")
        self.files[file] = before + packed
        self.lines.append(
            (
                one.crawl,
                {
                    "urlkey": "x",
                    "timestamp": one.at,
                    "url": one.url,
                    "mime": one.mime,
                    "mime-detected": one.mime,
                    "status": str(one.status),
                    "digest": f"D{hash(one.body):X}",
                    "length": str(len(packed)),
                    "offset": str(len(before)),
                    "filename": file,
                },
            )
        )

    @contextmanager
    def served(self) -> Iterator["CrawlDouble"]:
        with serving(self._ask(self._index)) as self.index, serving(self._ask(self._data)) as self.data:
            yield self

    def _ask(self, answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
        def ask(asked: Asked) -> Reply:
            self.asked.append(asked)
            return self.fault(asked) or answer(asked)

        return ask

    def _index(self, asked: Asked) -> Reply:
        if asked.path == "/collinfo.json":
            return said(200, [_told(crawl) for crawl in self.crawls])
        crawl = asked.path.removeprefix("/").removesuffix("-index")
        hits = [line for one, line in self.lines if one == crawl and _like(line["url"], asked.one("url"))]
        if not hits:
            return said(404, {"message": f"No Captures found for: {asked.one('url')}"})
        pages = -(-len(hits) // self.page)
        if asked.one("showNumPages") == "true":
            return said(200, {"pages": pages, "pageSize": 5, "blocks": pages})
        page = int(asked.one("page", "0"))
        if page >= pages:
            return said(400, {"message": f"Page {page} invalid: First Page is 0, Last Page is {pages - 1}"})
        hits = hits[page * self.page : (page + 1) * self.page]
        if asked.one("filter") == "=status:200":
            hits = [line for line in hits if line["status"] == "200"]
        if not hits:
            return said(404, {"message": f"No Captures found for: {asked.one('url')}"})
        wanted = asked.one("fl").split(",")
        hits = [{name: value for name, value in line.items() if name in wanted} for line in hits]
        return Reply(200, "".join(json.dumps(line) + "\n" for line in hits).encode(), {"Content-Type": "text/x-ndjson"})

    def _data(self, asked: Asked) -> Reply:
        whole = self.files.get(asked.path[1:])
        if whole is None:
            return Reply(404)
        first, last = asked.headers["range"].removeprefix("bytes=").split("-")
        part = whole[int(first) : int(last) + 1]
        return Reply(206, part, {"Content-Range": f"bytes {first}-{int(first) + len(part) - 1}/{len(whole)}"})


def _head(first: str, headers: Mapping[str, str]) -> bytes:
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def said(status: int, body: Any) -> Reply:
    """A JSON answer."""
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json"})


def _told(crawl: str) -> dict[str, str]:
    year, week = crawl.removeprefix("CC-MAIN-").split("-")
    return {
        "id": crawl,
        "name": f"Week {week} {year} Index",
        "timegate": f"https://index.commoncrawl.org/{crawl}/",
        "cdx-api": f"https://index.commoncrawl.org/{crawl}-index",
        "from": f"{year}-01-{int(week) // 2 + 1:02}T00:00:00",
        "to": f"{year}-01-{int(week) // 2 + 2:02}T00:00:00",
    }


def _like(url: str, pattern: str) -> bool:
    """As pywb matches: a domain with all below it, a beginning, or exactly; www counts for nothing."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if pattern.startswith("*."):
        return host == pattern[2:] or host.endswith(pattern[1:])
    if pattern.endswith("*"):
        return (host + parts.path).startswith(pattern[:-1])
    return host + parts.path.rstrip("/") == pattern.rstrip("/")
