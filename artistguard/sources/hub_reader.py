"""Reads what lies in a repository of a hub: its card, and the headers of its weight files."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from artistguard.model.egress import NOBODY, Subjects
from artistguard.model.errors import Damaged, NotAgreed, Refused, Unreachable
from artistguard.model.watching import Candidate, Captured, Coverage
from artistguard.sources import hub_items
from artistguard.sources.hub_api import HubApi

_MOST_UNREACHED = 3  # files in a row; then it is not the file


@dataclass
class Tally:
    """How many were read, how many the run had no request left for, and how many are damaged or not shown."""

    read: int = 0
    left: int = 0
    hidden: int = 0

    def coverage(self, what: str, unit: str, note: str = "") -> Coverage:
        """In words for people."""
        notes = ["The run may not ask more often."] * bool(self.left)
        notes += [f"Damaged, or not shown: {self.hidden}."] * bool(self.hidden)
        total = self.read + self.left + self.hidden
        return Coverage(what, unit, self.read, total, " ".join((*notes, note)).strip())


@dataclass
class Reader:
    """Completes candidates, and counts what it could and could not read."""

    hub: HubApi
    captures: dict[str, Captured] = field(default_factory=dict)
    cards: Tally = field(default_factory=Tally)
    headers: Tally = field(default_factory=Tally)
    not_agreed: bool = False
    unreached: int = 0

    def keep(self, found: Candidate, *read: Captured) -> Candidate:
        """The candidate, read from these answers, which go along as evidence."""
        for captured in read:
            self.captures[captured.capture.sha256] = captured
        return replace(found, captures=tuple(dict.fromkeys((*found.captures, *(c.capture.sha256 for c in read)))))

    def taken(self, candidates: Sequence[Candidate]) -> tuple[Captured, ...]:
        """What the candidates of a step were read from; the rest is forgotten."""
        wanted = dict.fromkeys(digest for candidate in candidates for digest in candidate.captures)
        taken = tuple(self.captures[digest] for digest in wanted if digest in self.captures)
        self.captures.clear()
        return taken

    def complete(self, found: Candidate, subjects: Subjects = NOBODY, *, headers: int = 2) -> Candidate:
        """The candidate with its card and the headers of so many weight files. Raises what ends a run."""
        if hub_items.has_card(found):
            found = self._card(found, subjects)
        for name in hub_items.headers_of(found, headers):
            found = self._header(found, name, subjects)
        return found

    def leave(self, found: Candidate, *, headers: int = 2) -> None:
        """Count what is not read of a candidate because the run may not ask more often."""
        self.cards.left += hub_items.has_card(found)
        self.headers.left += len(hub_items.headers_of(found, headers))

    def coverage(self) -> tuple[Coverage, ...]:
        """How much was read of what there was to read."""
        note = "You have not agreed to the host that keeps the files." if self.not_agreed else ""
        return (
            self.cards.coverage("cards of the repositories that were found", "cards"),
            self.headers.coverage("headers of weight files", "files", note),
        )

    def _card(self, found: Candidate, subjects: Subjects) -> Candidate:
        with self._one_file():
            if answer := self.hub.card(found.kind, found.title, found.revision, subjects):
                self.cards.read += 1
                return self.keep(hub_items.with_card(found, answer.body), answer.captured())
        self.cards.hidden += 1
        return found

    def _header(self, found: Candidate, name: str, subjects: Subjects) -> Candidate:
        path = self.hub.file(found.kind, found.title, found.revision, name)
        with self._one_file():
            if header := self.hub.header(path, subjects):
                self.headers.read += 1
                read = hub_items.with_header(found, name, header.said, header.sha256, header.size)
                return self.keep(read, header.answer.captured())
        self.headers.hidden += 1
        return found

    @contextmanager
    def _one_file(self) -> Iterator[None]:
        """What goes wrong with one file is no trouble for the others."""
        try:
            yield
        except (Damaged, Refused):
            pass
        except NotAgreed:
            self.not_agreed = True
        except Unreachable:
            self.unreached += 1
            if self.unreached >= _MOST_UNREACHED:
                raise
            return
        self.unreached = 0
