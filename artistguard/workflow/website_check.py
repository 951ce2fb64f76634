"""A live website: what it serves, what each kind of reader concludes, and what drifted since it was last looked at.

The page, the few files at the root of its site, and the headers of one of its pictures are asked for, after consent to
the host. The raw answers are kept as evidence; what was concluded goes into the custody ledger with their digests.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ComeBackLater, NotAgreed, Refused, Unreachable
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Captured, Planned
from artistguard.net import wire
from artistguard.net.door import AnswerLimits, Door
from artistguard.website import readers, served
from artistguard.website.readers import ReaderRow
from artistguard.website.served import Part
from artistguard.workflow import captures
from artistguard.workflow.studio import Studio

_ANYTHING = {"Accept": "*/*"}
_PAGE = AnswerLimits(body=8 << 20, seconds=60.0)
_FILE = AnswerLimits(body=1 << 20, seconds=30.0)
_SEEN = "website.seen:"  # what was found last, by the digest of its address
_WORDS = {True: "yes", False: "no", None: "cannot say"}
_NAMES = {served.PAGE: "the page", served.PICTURE: "a picture of it"}


@dataclass(frozen=True, slots=True)
class ServedPart:
    """One answer of the site. `status` None: there was none. `says`: what it tells readers, a sentence each.

    `known`: whether anything can be said of it; an outage says nothing.
    """

    name: str
    url: str
    status: int | None
    sha256: str
    says: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """Something that is not as it was. `worse`: a reader that saw a reservation does not see it any more."""

    what: str
    before: str
    after: str
    worse: bool = False


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """What a site says on a day. `since`: when it was looked at before; None: never.

    `gaps` are the readers that see no reservation, or of which it cannot be said, and what could not be asked.
    """

    url: str
    at: datetime
    parts: tuple[ServedPart, ...]
    readers: tuple[ReaderRow, ...]
    since: datetime | None
    drift: tuple[Drift, ...]
    gaps: tuple[str, ...]
    missing: tuple[str, ...]  # hosts that it leads to and that nobody agreed to


def would_send(url: str) -> Planned:
    """What `check` would send first, for the question that comes before it. Nothing is sent. Raises Refused."""
    return wire.planned("GET", _whole(url), "to see what your website tells its readers", _ANYTHING)


def check(studio: Studio, url: str, *, cancel: CancelToken | None = None) -> CheckedSite:
    """Ask a site what it serves. The user has to have agreed to its host for CHECK.

    Raises what the door raises for the page itself (NotAgreed names the host, a redirect's included); what goes wrong
    with another part is a gap.
    """
    url = _whole(url)
    asked = _Asked(studio.door(), Subjects(addresses=(url,)), cancel)
    page = asked.page(url)
    parts = {served.PAGE: page}
    for name in (served.ROBOTS, served.TDMREP, served.AI_TXT):
        parts[name] = asked.part(urljoin(page.url, f"/{name}"))
    licence = urljoin(page.url, served.licence_link(parts) or f"/{served.LICENCE}")
    parts[served.LICENCE] = asked.part(licence)
    if picture := served.own_picture(page) if page.there else "":
        parts[served.PICTURE] = asked.part(picture, method="HEAD")
    facts = served.read(parts)
    rows = readers.conclude(facts.signals)
    found = tuple(
        ServedPart(name, part.url, part.status, _digest(part), facts.says.get(name, ()), not part.unknown)
        for name, part in parts.items()
    )
    at = now()
    key = _SEEN + hashlib.sha256(url.encode()).hexdigest()[:32]
    with studio.catalogue.transaction():
        before: Mapping[str, Any] = studio.catalogue.meta.get(key, {})
        for captured in asked.captured:
            captures.keep(studio, captured)
        studio.catalogue.meta.set(key, _remembered(url, at, found, rows, before))
        studio.catalogue.custody.append(
            "website-checked",
            url,
            {
                "readers": {row.id: _WORDS[row.sees] for row in rows},
                "says": {part.name: list(part.says) for part in found},
                "captures": {part.name: part.sha256 for part in found if part.sha256},
            },
        )
    return CheckedSite(
        url=url,
        at=at,
        parts=found,
        readers=rows,
        since=datetime.fromisoformat(before["at"]) if before else None,
        drift=_drift(before, found, rows),
        gaps=_gaps(found, rows),
        missing=tuple(dict.fromkeys(asked.missing)),
    )


class _Asked:
    """The requests of one check, and what came of them."""

    def __init__(self, door: Door, subjects: Subjects, cancel: CancelToken | None) -> None:
        self._door, self._subjects, self._cancel = door, subjects, cancel
        self.captured: list[Captured] = []
        self.missing: list[str] = []

    def page(self, url: str) -> Part:
        """The page itself; whatever keeps it from being seen is raised."""
        return self._ask("GET", url, _PAGE)

    def part(self, url: str, method: str = "GET") -> Part:
        """Another part; what keeps it from being seen is its trouble."""
        try:
            return self._ask(method, url, _FILE)
        except NotAgreed as error:
            self.missing.append(error.host)
            return Part(url, None, {}, trouble=f"is at {error.host}, which you have not agreed to")
        except (Refused, Unreachable, ComeBackLater) as error:
            return Part(url, None, {}, trouble=error.message)

    def _ask(self, method: str, url: str, limits: AnswerLimits) -> Part:
        answer = self._door.request(
            method,
            url,
            purpose=Purpose.CHECK,
            subjects=self._subjects,
            headers=_ANYTHING,
            limits=limits,
            cancel=self._cancel,
        )
        if method == "GET":
            self.captured.append(answer.captured())
        return Part(answer.url, answer.status, answer.headers, answer.body)


def _whole(url: str) -> str:
    url = url.strip()
    return url if "://" in url else f"https://{url}"


def _digest(part: Part) -> str:
    return "" if part.status is None or not part.body else hashlib.sha256(part.body).hexdigest()


def _remembered(
    url: str, at: datetime, parts: tuple[ServedPart, ...], rows: tuple[ReaderRow, ...], before: Mapping[str, Any]
) -> dict[str, Any]:
    """What the next check is compared with. A part without an answer is remembered as it was when it last had one."""
    known = before.get("parts", {})
    silent = {part.name for part in parts if not part.known}
    kept = {
        part.name: {"says": list(part.says), "sha256": part.sha256}
        for part in parts
        if part.name not in silent or part.name not in known
    }
    said = before.get("readers", {})
    return {
        "url": url,
        "at": at.isoformat(),
        "parts": {**known, **kept},
        "readers": {
            row.id: said[row.id] if silent and row.sees is None and row.id in said else _WORDS[row.sees] for row in rows
        },
    }


def _drift(before: Mapping[str, Any], parts: tuple[ServedPart, ...], rows: tuple[ReaderRow, ...]) -> tuple[Drift, ...]:
    if not before:
        return ()
    found = []
    silent = any(not part.known for part in parts)
    for row in rows:
        was, is_ = before["readers"].get(row.id), _WORDS[row.sees]
        if was is not None and was != is_ and not (silent and row.sees is None):
            found.append(Drift(row.reader, was, f"{is_}. {row.why}", worse=was == "yes"))
    for part in parts:
        was = before["parts"].get(part.name)
        if was is None or not part.known:
            continue
        name = _NAMES.get(part.name, part.name)
        if was["says"] != list(part.says):
            found.append(Drift(name, "; ".join(was["says"]) or "nothing", "; ".join(part.says) or "nothing"))
        elif part.name in served.FILES and was["sha256"] != part.sha256:
            found.append(Drift(name, "other bytes", "its bytes changed; what it tells readers did not"))
    return tuple(found)


def _gaps(parts: tuple[ServedPart, ...], rows: tuple[ReaderRow, ...]) -> tuple[str, ...]:
    unseen = [f"{_NAMES.get(part.name, part.name)}: {'; '.join(part.says)}" for part in parts if not part.known]
    return (*unseen, *(f"{row.reader}: {row.why}" for row in rows if row.sees is not True))
