"""A double of the Hugging Face Hub: the demo's hub, with a second host for large files, and every fault in the book.

No real hub can be had on this machine. It is built from the Hub's documented interface ("Hub API Endpoints", "Hub rate
limits") and from what huggingface_hub 2.4 asks and understands; the tests show that this client, unmodified, sees in
it what our source sees.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from doors import EveryHost

from artistguard.model.egress import EgressEntry, Purpose, Subjects
from artistguard.model.errors import ArtistGuardError, Sealed
from artistguard.model.names import FieldKind, OwnName
from artistguard.model.watching import Candidate, CandidateKind, Coverage, Known, Question, Step
from artistguard.net.door import Door
from artistguard.sources.base import Asker, Source
from artistguard.sources.hugging_face import HuggingFace
from artistguard.workflow.demo_hub import Asked, Hub, Reply, linked, ranged, serving
from artistguard.workflow.demo_repos import Repo, weights

__all__ = [
    "ADA",
    "Asked",
    "HubDouble",
    "Ledger",
    "Reply",
    "Repo",
    "SealedNames",
    "found",
    "known",
    "look",
    "lora",
    "opened",
    "part",
    "run",
    "source",
    "stops_after",
    "until_trouble",
    "weights",
    "words",
]

ADA = Question(names=(OwnName("Ada Wren"),))


class HubDouble(Hub):
    """Keeps every request; `fault(asked)` may answer in its place. Large files lie on `files`, another authority."""

    def __init__(self, repos: list[Repo], *, page: int = 100) -> None:
        super().__init__(repos)
        self.page = page
        self.asked: list[Asked] = []
        self.fetched: list[Asked] = []  # from the second host
        self.fault: Callable[[Asked], Reply | None] = lambda asked: None
        self.files = ""

    @contextmanager
    def served(self) -> Iterator[str]:
        with serving(self._send) as self.files, super().served() as endpoint:
            yield endpoint

    @property
    def hosts(self) -> tuple[str, str]:
        """Both, as a studio would allow them."""
        return self.endpoint.removeprefix("http://"), self.files.removeprefix("http://")

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self.fault(asked) or super().answer(asked)

    def large(self, repo: Repo, name: str, data: bytes, asked: Asked) -> Reply:
        return Reply(302, {**linked(repo, data), "Location": f"{self.files}/{repo.key}/{name}?Signature=abc"})

    def change(self, key: str, /, **changes: object) -> None:
        """What becomes of a repository."""
        self.repos = [replace(repo, **changes) if repo.key == key else repo for repo in self.repos]

    def searches(self) -> list[str]:
        """What was searched for, in order."""
        return [asked.one("search") for asked in self.asked if asked.one("search")]

    def _send(self, asked: Asked) -> Reply:
        self.fetched.append(asked)
        key, _, name = asked.path[1:].partition("/")
        repo = next((repo for repo in self.repos if repo.key == key), None)
        if reply := self.fault(asked):
            return reply
        return ranged(repo.files[name], asked, {}) if repo and name in repo.files else Reply(403)


@dataclass
class Ledger:
    """The egress ledger, in memory."""

    entries: dict[str, EgressEntry] = field(default_factory=dict)

    def record(self, entry: EgressEntry) -> None:
        self.entries[entry.id] = entry


class SealedNames:
    """A seal over names."""

    def __init__(self, *names: str) -> None:
        self.names = set(names)

    def check(self, subjects: Subjects) -> None:
        if self.names.intersection(subjects.names):
            raise Sealed("The name is sealed.")


def opened(*hosts: str, ledger: Ledger | None = None, sealed: tuple[str, ...] = ()) -> Door:
    """A real door to hosts on this computer."""
    return Door(
        switch=lambda: True,
        ledger=ledger or Ledger(),
        seals=SealedNames(*sealed),
        consents=EveryHost(),
        seat="seat",
        actor="actor",
        allowed=hosts,
        plain=hosts,
    )


def run(
    source: Source, question: Question, door: Door, checkpoint: dict | None = None, *, most: int = 1000
) -> list[Step]:
    """One look, to its end."""
    asker = Asker(door, purpose=Purpose.WATCH, most=most)
    return list(source.look(question, checkpoint or {}, asker))


def lora(number: int, id_: str, **more: object) -> Repo:
    """A LoRA of the `number`th minute of a day."""
    moment = f"2026-05-06T{number // 60:02}:{number % 60:02}:00.000Z"
    settings = {"tags": ("lora",), "created": moment, "modified": moment, **more}
    return Repo("models", id_, f"{number:024x}", **settings)


def until_trouble(steps: Iterator[Step]) -> tuple[list[Step], ArtistGuardError | None]:
    """The steps of a look, and what ended it early."""
    kept = []
    try:
        for step in steps:
            kept.append(step)  # noqa: PERF402 - what came before the trouble counts
    except ArtistGuardError as error:
        return kept, error
    return kept, None


def stops_after(steps: Iterator[Step], count: int) -> list[Step]:
    """The first steps of a look that is killed then."""
    kept = []
    with contextlib.closing(steps):
        for _, step in zip(range(count), steps, strict=False):
            kept.append(step)
    return kept


def source(hub: HubDouble) -> HuggingFace:
    """Our source, for a double."""
    return HuggingFace(hub.endpoint, files=(hub.hosts[1],))


def look(hub: HubDouble, question: Question = ADA, checkpoint: dict | None = None, **more: int) -> list[Step]:
    """One whole look at a double."""
    return run(source(hub), question, opened(*hub.hosts), checkpoint, **more)


def found(steps: Iterable[Step]) -> dict[str, Candidate]:
    """What the steps offer, by its present name."""
    return {candidate.title: candidate for step in steps for candidate in step.candidates}


def words(candidate: Candidate, field: FieldKind) -> list[str]:
    """Its texts of one kind."""
    return [text.text for text in candidate.texts if text.field is field]


def known(repo: Repo, kind: CandidateKind = CandidateKind.MODEL, **changes: object) -> Known:
    """A repository that was a find before."""
    return Known(**{"key": repo.key, "kind": kind, "title": repo.id, "url": "", "revision": repo.sha, **changes})


def part(steps: list[Step], word: str) -> Coverage:
    """What the last step says was searched of something."""
    return next(part for part in steps[-1].coverage if word in part.what)
