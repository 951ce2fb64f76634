"""The hash chain of the custody ledger: each line's SHA-256 covers its content and the hash of the line before.

A line is hashed as canonical JSON (RFC 8785), so that anybody can recompute it: `canonical` gives the very bytes,
and `sha256sum` over them gives the line's hash.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from artistguard.model.custody import CustodyEntry
from artistguard.proof import jcs

GENESIS = "0" * 64  # the first line's `previous`
FORMAT = "artistguard-custody-1"  # hashed into every line: no other document can pass for one
_LEDGER = "the custody ledger"
MAX_BREAKS = 1000  # a ledger written over from end to end must not fill the memory
MAX_DEPTH = jcs.MAX_DEPTH  # levels of nesting in `details`
CAVEAT = (
    "Lines cut from the end together with the stored head leave no trace here. "
    "Note the head down elsewhere, and compare."
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stood once: the last line's number and hash. Noted down outside, it proves a cut tail."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line whose content cannot even be read. `hash` is the stored one, if that much is left."""

    seq: int
    what: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and how. `seq` is the line's number."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a verification found. `head` is the last line's hash, to be noted down outside: see `CAVEAT`."""

    count: int  # lines seen
    head: str  # hash of the last line; GENESIS of an empty ledger
    broken: tuple[Break, ...]  # at most MAX_BREAKS + 1
    last: int = 0  # number of the last line; 0 of an empty ledger
    backwards: int = 0  # lines dated before the one they follow: a clock was set back, or two clocks differ

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return not self.broken

    @property
    def caveat(self) -> str:
        """What such a verification cannot see."""
        return CAVEAT


def moment(at: datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds, "2026-11-22T04:30:00.000000Z". Raises ValueError if naive."""
    if at.tzinfo is None:
        raise ValueError("a moment in the custody ledger needs a time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def canonical_details(details: Mapping[str, object]) -> str:
    """The details as canonical JSON (RFC 8785).

    Raises ValueError for what has no certain canonical form: floating-point numbers, integers beyond 2**53 - 1,
    lone surrogates, other types, more than MAX_DEPTH levels.
    """
    if not isinstance(details, Mapping):
        raise ValueError("custody details are a JSON object")
    return jcs.canonical(details, what=_LEDGER).decode("utf-8")


def canonical(
    seq: int, at: datetime, seat: str, actor: str, act: str, subject: str, details: Mapping[str, object], previous: str
) -> bytes:
    """The bytes of a line that are hashed. Raises ValueError: see `canonical_details`."""
    line = {
        "format": FORMAT,
        "seq": seq,
        "at": moment(at),
        "seat": seat,
        "actor": actor,
        "act": act,
        "subject": subject,
        "details": details,
        "previous": previous,
    }
    return jcs.canonical(line, depth=MAX_DEPTH + 1, what=_LEDGER)


def entry_hash(
    seq: int, at: datetime, seat: str, actor: str, act: str, subject: str, details: Mapping[str, object], previous: str
) -> str:
    """SHA-256 over `canonical`, in lower-case hex."""
    return hashlib.sha256(canonical(seq, at, seat, actor, act, subject, details, previous)).hexdigest()


def line(entry: CustodyEntry) -> str:
    """An entry as one line of canonical JSON, for an export.

    Without its "hash" member it is, byte for byte, what the hash is taken over (see `canonical`).
    """
    content = json.loads(
        canonical(entry.seq, entry.at, entry.seat, entry.actor, entry.act, entry.subject, entry.details, entry.previous)
    )
    return jcs.canonical({**content, "hash": entry.hash}, depth=MAX_DEPTH + 1, what=_LEDGER).decode("utf-8")


def verify(entries: Iterable[CustodyEntry | Unreadable], *, expected: Iterable[Head] = ()) -> ChainReport:
    """Walk the ledger once, in the order it stands, in constant memory.

    Found and located: a changed line, a missing one, lines out of order, a line put in. `expected` are heads noted
    down earlier (the one stored beside the ledger, copies outside): each must be met, which shows a cut tail.
    """
    heads: dict[int, set[str]] = {}
    for head in expected:
        heads.setdefault(head.seq, set()).add(head.hash)
    breaks = _Breaks()
    count, top = 0, Head(0, GENESIS)  # the line of the highest number so far
    backwards, last = 0, None
    for entry in entries:
        count += 1
        if entry.seq <= top.seq:
            breaks.add(entry.seq, f"out of order: it stands after line {top.seq}")
        elif entry.seq == top.seq + 2:
            breaks.add(top.seq + 1, f"line {top.seq + 1} is missing")
        elif entry.seq > top.seq + 2:
            breaks.add(top.seq + 1, f"lines {top.seq + 1} to {entry.seq - 1} are missing")
        if isinstance(entry, Unreadable):
            breaks.add(entry.seq, entry.what)
        else:
            # After a gap the link cannot fit, and saying so as well helps nobody.
            _check(entry, top.hash if entry.seq == top.seq + 1 else None, breaks)
            backwards += last is not None and entry.at < last
            last = entry.at
        if heads.pop(entry.seq, {entry.hash}) != {entry.hash}:
            breaks.add(entry.seq, "its hash is not the one that was noted down for it")
        if entry.seq > top.seq:
            top = Head(entry.seq, entry.hash)
    for seq in sorted(heads):
        if seq > top.seq:
            breaks.add(seq, f"the ledger once reached line {seq}, and now ends at line {top.seq}")
        elif seq > 0 or heads[seq] != {GENESIS}:
            breaks.add(seq, "a head was noted down for this line, and the line is missing")
    return ChainReport(count=count, head=top.hash, broken=breaks.listed(), last=top.seq, backwards=backwards)


def _check(entry: CustodyEntry, previous: str | None, breaks: "_Breaks") -> None:
    try:
        computed = entry_hash(
            entry.seq,
            entry.at,
            entry.seat,
            entry.actor,
            entry.act,
            entry.subject,
            entry.details,
            entry.previous,
        )
    except ValueError as error:
        breaks.add(entry.seq, f"its content cannot be hashed: {error}")
        return
    if computed != entry.hash:
        breaks.add(entry.seq, "changed: its hash does not fit its content")
    elif previous is not None and entry.previous != previous:
        breaks.add(entry.seq, "it does not follow from the line before")


class _Breaks:
    """A bounded list."""

    def __init__(self) -> None:
        self._found: list[Break] = []
        self._more = 0

    def add(self, seq: int, what: str) -> None:
        if len(self._found) < MAX_BREAKS:
            self._found.append(Break(seq, what))
        else:
            self._more += 1

    def listed(self) -> tuple[Break, ...]:
        if not self._more:
            return tuple(self._found)
        return (*self._found, Break(self._found[-1].seq, f"and {self._more} more breaks after this one"))
