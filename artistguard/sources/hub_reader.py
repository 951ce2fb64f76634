"""Reads what lies in a repository of a hub: its card, and the headers of its weight files."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from artistguard.model.egress import NOBODY, Subjects
from artistguard.model.errors import Damaged, NotAgreed, Refused, Unreachable
from artistguard.model.watching import Candidate, Captured, Coverage
from artistguard.sources import hub_items
from artistguard.sources.hub_api import HubApi

# What keeps one file from being read, and no more than that.
_SOFT = (Damaged, NotAgreed, Refused, Unreachable)


@dataclass
class Reader:
    """Completes candidates, and counts what it could and could not read."""

    hub: HubApi
    captures: dict[str, Captured] = field(default_factory=dict)
    cards: int = 0
    cards_left: int = 0
    headers: int = 0
    headers_left: int = 0
    damaged: int = 0
    not_agreed: bool = False

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
        self.cards_left += hub_items.has_card(found)
        self.headers_left += len(hub_items.headers_of(found, headers))

    def coverage(self) -> tuple[Coverage, ...]:
        """How much was read of what there was to read."""
        left = "The run may not ask more often."
        notes = [left] * bool(self.headers_left > self.damaged)
        if self.damaged:
            notes.append(f"Damaged, or not shown: {self.damaged}.")
        if self.not_agreed:
            notes.append("You have not agreed to the host that keeps the files.")
        return (
            Coverage(
                "cards of the repositories that were found",
                "cards",
                self.cards,
                self.cards + self.cards_left,
                left if self.cards_left else "",
            ),
            Coverage(
                "headers of weight files",
                "files",
                self.headers,
                self.headers + self.headers_left,
                " ".join(notes),
            ),
        )

    def _card(self, found: Candidate, subjects: Subjects) -> Candidate:
        try:
            answer = self.hub.card(found.kind, found.title, found.revision, subjects)
        except _SOFT:
            answer = None
        if answer is None:
            self.cards_left += 1
            return found
        self.cards += 1
        return self.keep(hub_items.with_card(found, answer.body), answer.captured())

    def _header(self, found: Candidate, name: str, subjects: Subjects) -> Candidate:
        path = self.hub.file(found.kind, found.title, found.revision, name)
        try:
            header = self.hub.header(path, subjects)
        except _SOFT as error:
            self.not_agreed = self.not_agreed or isinstance(error, NotAgreed)
            header = None
        if header is None:
            self.headers_left += 1
            self.damaged += 1
            return found
        self.headers += 1
        read = hub_items.with_header(found, name, header.said, header.sha256, header.size)
        return self.keep(read, header.answer.captured())
