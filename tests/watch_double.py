"""A small world to watch: doubles of a hub, of the source that reads it and of the door, over everything else real.

The hub is a list that grows, in which things are renamed, changed and removed, with outages and limits. The source
follows the protocol of `sources.base`: pages from a checkpoint, one step a page, known finds looked after. The door's
double keeps the order of the real one (switch, seals, consents, limiter) and has the world answer instead of a socket.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from artistguard.model.egress import NOBODY, Purpose, Subjects
from artistguard.model.errors import NetworkOff, Unreachable
from artistguard.model.names import FieldKind
from artistguard.model.watching import (
    Candidate,
    CandidateKind,
    Captured,
    Coverage,
    HostNeed,
    Key,
    Planned,
    Question,
    RemotePicture,
    Step,
    Text,
)
from artistguard.net.door import Answer
from artistguard.net.limits import Limiter
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.workflow import consents, names
from artistguard.workflow.studio import Studio

PAGE = 10


@dataclass
class Clock:
    """A clock that stands still until it is turned, or slept on."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Thing:
    """Something on the hub, from a moment on; `until` it is removed."""

    key: str
    title: str
    text: str
    since: datetime
    until: datetime | None = None
    kinship: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()  # names of the world's files

    def there(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass
class World:
    """What is on the hub, by list; and what goes wrong when. Keeps when it was asked what."""

    clock: Clock
    lists: dict[str, list[Thing]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    trouble: Callable[[str, datetime], tuple[int, Mapping[str, str]] | None] = lambda host, at: None
    asked: list[tuple[datetime, str, str]] = field(default_factory=list)  # when, host, path and query

    def answer(self, url: str) -> tuple[int, Mapping[str, str], bytes]:
        parts = urlsplit(url)
        at = self.clock.now
        self.asked.append((at, parts.netloc, f"{parts.path}?{parts.query}"))
        if (wrong := self.trouble(parts.netloc, at)) is not None:
            status, headers = wrong
            if status == 0:
                raise Unreachable(f"{parts.netloc} does not answer.")
            return status, headers, b""
        kind, _, name = parts.path[1:].partition("/")
        if kind == "file":
            return (200, {}, self.files[name]) if name in self.files else (404, {}, b"")
        if kind == "list":
            start = int(parse_qs(parts.query)["from"][0])
            known = [thing for thing in self.lists[name] if thing.since <= at]
            page = [_row(thing) for thing in known[start : start + PAGE] if thing.there(at)]
            return 200, {}, json.dumps({"things": page, "next": min(start + PAGE, len(known))}).encode()
        found = [thing for things in self.lists.values() for thing in things if thing.key == name and thing.there(at)]
        return (200, {}, json.dumps(_row(found[0])).encode()) if found else (404, {}, b"{}")


def _row(thing: Thing) -> dict[str, Any]:
    shown = {"pictures": thing.pictures, "kinship": thing.kinship}
    return {"key": thing.key, "title": thing.title, "text": thing.text, **shown}


class ListSource:
    """Double of a source: one list of the hub on `host`, named by the parameter `list`."""

    title = "A hub of lists"
    keys = frozenset({Key.NAME})
    cadence_hours = 24

    def __init__(self, name: str, host: str) -> None:
        self.name, self.host = name, host
        self.needs: Sequence[HostNeed] = (HostNeed(host, "Lists are read there."),)

    def plan(self, question: Question) -> Sequence[Planned]:
        return (Planned("GET", f"https://{self.host}/list/{question.params.get('list', '')}?from=0", "a list"),)

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: Asker) -> Iterator[Step]:
        at = int(str(checkpoint.get("at", 0)))
        searched, gone, there = 0, [], []
        subjects = Subjects(names=tuple(name.text for name in question.names))
        try:
            for known in question.known:
                answer = asker.get(f"https://{self.host}/thing/{known.key}", expected=(200, 404))
                if answer.status == 404 and not known.gone:
                    gone.append(known.key)
                elif answer.status == 200:
                    row = json.loads(answer.body)
                    if row["title"] != known.title or known.gone:
                        yield self._step(at, [row], answer, searched)
                    else:
                        there.append(known.key)
            if gone or there:
                yield Step({"at": at}, gone=tuple(gone), there=tuple(there))
            while True:
                url = f"https://{self.host}/list/{question.params['list']}?from={at}"
                told, answer = asker.json(url, subjects=subjects)
                if told["next"] == at:
                    break
                searched += len(told["things"])
                at = told["next"]
                yield self._step(at, told["things"], answer, searched)
        except BudgetSpent:
            pass
        yield self._step(at, [], None, searched)

    def _step(self, at: int, rows: Sequence[Any], answer: Answer | None, searched: int) -> Step:
        captured: tuple[Captured, ...] = (answer.captured(),) if answer is not None else ()
        shown = tuple(one.capture.sha256 for one in captured)
        found = tuple(
            Candidate(
                source=self.name,
                key=row["key"],
                kind=CandidateKind.MODEL,
                title=row["title"],
                url=f"https://{self.host}/{row['title']}",
                account=row["title"].partition("/")[0],
                revision=hashlib.sha256(row["text"].encode()).hexdigest()[:12],
                texts=(Text(FieldKind.CARD, row["text"]),),
                kinship=tuple(row["kinship"]),
                pictures=tuple(
                    RemotePicture(f"https://{self.host}/file/{name}", name) for name in row.get("pictures", ())
                ),
                captures=shown,
            )
            for row in rows
        )
        return Step({"at": at}, found, captures=captured, coverage=(Coverage("the list", "things", searched),))


class DoorDouble:
    """Double of the door: everything it asks first is real, and the world answers."""

    def __init__(self, studio: Studio, world: World, limiter: Limiter) -> None:
        self._studio, self._world, self._limiter = studio, world, limiter

    def request(
        self, method: str, url: str, *, purpose: Purpose, subjects: Subjects = NOBODY, cancel: Any = None, **more: Any
    ) -> Answer:
        parts = urlsplit(url)
        if not self._studio.settings.network:
            raise NetworkOff
        self._studio.seals.check(subjects)
        self._studio.consents.check(parts.netloc, purpose)
        self._limiter.enter(parts.netloc, parts.path, cancel=cancel)
        status, headers, body = self._world.answer(url)
        self._limiter.note(parts.netloc, parts.path, status, headers)
        return Answer(status, headers, body, url, self._world.clock.now)


class WatchingStudio(Studio):
    """A studio on a folder of its own, by a clock of its own, with the door's double; the artist is Ada Wren."""

    def __init__(self, home: Path, world: World, limiter: Callable[[Studio], Limiter], hosts: Sequence[str]) -> None:
        super().__init__(home, passphrase=lambda: "a passphrase", keychain=False, local=True)
        self.catalogue._database.clock = world.clock
        self._world, self._pace = world, limiter
        object.__setattr__(self.settings, "network", True)
        names.add(self, "Ada Wren")
        for host in hosts:
            consents.agree(self, host, [Purpose.WATCH], "what would be sent")

    def door(self) -> Any:
        return DoorDouble(self, self._world, self._pace(self))
