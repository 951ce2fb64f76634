"""What was found, as cards: one a family of candidates, with reasons, history and a verdict."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Candidate, Coverage, Key


class Verdict(StrEnum):
    """What the artist says of a find. The values are also the words of the command line."""

    MINE = "mine"  # it is mine, and nobody asked me
    APPROVED = "approved"  # it is mine, and I agreed
    NOT_MINE = "not-mine"  # somebody else's: a homonym, another picture
    IGNORED = "ignored"  # I do not want to see it


class Happening(StrEnum):
    """What can happen to a candidate over time."""

    FIRST_SEEN = "first-seen"
    CHANGED = "changed"
    RENAMED = "renamed"
    GONE = "gone"
    BACK = "back"
    RELATIVE = "relative"  # another of its family appeared
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Match:
    """A name, an address or a work against a candidate. `subject` is the name, the address, or the work's id."""

    id: str
    candidate_id: str
    key: Key
    subject: str
    field: FieldKind | None  # None for pictures
    found: str  # the very words, or the picture's name
    strength: Strength
    reason: str
    at: datetime
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)  # bits, turn, work number, capture


@dataclass(frozen=True, slots=True)
class Sighting:
    """One line of a find's history."""

    at: datetime
    what: Happening
    text: str  # a sentence for people: "renamed from a/b to a/c"
    candidate_id: str = ""
    capture: str = ""  # sha256 of what was seen


@dataclass(frozen=True, slots=True)
class Member:
    """A candidate of a family, as the catalogue keeps it."""

    id: str
    candidate: Candidate
    first_seen: datetime
    last_seen: datetime
    gone_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Find:
    """A card: one family. Members and matches are strongest first, history newest first.

    `news`: something happened since it was last judged, or it never was. `held`: kept back by the weekly budget.
    `why` tells in a sentence or two why the artist sees this. `places` counts all its candidates, of which `members`
    may name the first only; so do `matches` and `history`.
    """

    id: str
    title: str
    url: str
    strength: Strength
    keys: tuple[Key, ...]
    why: str
    members: tuple[Member, ...]
    matches: tuple[Match, ...]
    history: tuple[Sighting, ...]
    first_seen: datetime
    last_news: datetime
    verdict: Verdict | None = None
    judged_at: datetime | None = None
    news: bool = True
    held: bool = False
    severe: bool = False
    declared_by: tuple[str, ...] = ()  # models whose cards declare this data set: "declares", never "trained on"
    places: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What the weekly number needs to know of a card. `rank` is that of its strength: 0 is the strongest."""

    id: str
    rank: int
    severe: bool
    last_news: datetime
    news: bool
    held: bool


class AllowKind(StrEnum):
    """What the artist has nothing against."""

    ACCOUNT = "account"  # "source/account": my own, or a licensee's
    ADDRESS = "address"  # a URL or domain and everything below it
    CANDIDATE = "candidate"  # "source/key"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A licensed use or an own account: what it holds is no find."""

    id: str
    kind: AllowKind
    value: str
    note: str
    at: datetime

    def covers(self, candidate: Candidate) -> bool:
        """Whether a candidate is meant. Case counts in keys and in what follows a host's name."""
        if self.kind is AllowKind.ACCOUNT:
            own = f"{candidate.source}/{candidate.account}".casefold()
            return bool(candidate.account) and own == self.value.casefold()
        if self.kind is AllowKind.CANDIDATE:
            return f"{candidate.source}/{candidate.key}" == self.value
        return below(candidate.url, self.value)


def below(url: str, address: str) -> bool:
    """Whether a URL is an address (a URL or a domain) or lies below it; a domain means all its hosts as well."""
    host, path = _split(url)
    own, folder = _split(address)
    if not own or not host or (host != own and not host.endswith(f".{own}")):
        return False
    return path == folder or path.startswith(f"{folder}/")


def _split(address: str) -> tuple[str, str]:
    """(host in lower case without www., path without its last slash); empty host for what is no address."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    return host, parts.path.rstrip("/")


class Outcome(StrEnum):
    """How a run of a watch ended."""

    DONE = "done"
    PARTLY = "partly"  # stopped at its budget or asked to come back later; the checkpoint knows where
    BLOCKED = "blocked"  # needs consent, the network switch, a token
    FAILED = "failed"  # the source did not answer, or not as it should
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class WatchRun:
    """One run of a watch."""

    id: str
    watch_id: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None  # None: it runs, or was killed
    coverage: tuple[Coverage, ...] = ()
    requests: int = 0
    seen: int = 0  # candidates that the source offered
    news: int = 0  # cards that are new or changed
    message: str = ""  # why it did not end well


@dataclass(frozen=True, slots=True)
class Watch:
    """A source with a cadence and a checkpoint."""

    id: str
    source: str  # a Source's permanent name
    title: str
    cadence_hours: int
    created_at: datetime
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    checkpoint: Mapping[str, object] = dataclasses.field(default_factory=dict)
    paused: bool = False
    next_at: datetime | None = None  # None: as soon as it may
    failures: int = 0  # in a row
    last: WatchRun | None = None
