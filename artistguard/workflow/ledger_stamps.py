"""Time stamps over the head of the chain: every line up to it is older than the stamp says.

What is stamped is the head's line in its canonical bytes, whose SHA-256 is the line's own hash. What leaves is that one
hash and a random number; no line, and nothing about any work, can be learned from it. The answer is kept in the chain,
as a later line, so that it can neither be lost nor slipped in without a trace.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from artistguard.model.custody import CustodyEntry
from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ArtistGuardError, CatalogueError, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Holds, Verification
from artistguard.model.reserved import Stamp
from artistguard.model.watching import Planned
from artistguard.net import wire
from artistguard.net.relay import LIMITS, QUERY, REPLY
from artistguard.proof import chain, timestamp
from artistguard.proof.chain import ChainReport
from artistguard.proof.timestamp import Roots
from artistguard.registries import roots
from artistguard.workflow import custody
from artistguard.workflow.reserved_said import STAMPED, stamp_of

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


_PACE = timedelta(seconds=15)  # between two stamps that nobody asked for by hand; Sectigo's own wish


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """The chain, and each stamp over it with what its check found."""

    chain: ChainReport
    stamps: tuple[tuple[Stamp, Verification], ...]
    unstamped: int  # lines at the end that no stamp is over, but for those that hold stamps

    @property
    def whole(self) -> bool:
        """Whether nothing is broken. A stamp of which nothing can be said breaks nothing, and proves nothing."""
        return self.chain.whole and all(found.holds is not Holds.NO for _, found in self.stamps)


def would_send(studio: "Studio") -> Planned:
    """What `stamp` would send, for the person who is asked; its hash is made when it is sent. Raises UsageError."""
    headers = {"Accept": REPLY, "Content-Type": QUERY}
    return wire.planned("POST", _authority(studio), "to have the ledger's head stamped", headers, timestamp.blank())


def stamp(studio: "Studio", *, cancel: CancelToken | None = None) -> Stamp:
    """Have the authority of the settings stamp the head; the latest stamp, if nothing was written since.

    Raises UsageError (no authority, an empty ledger, no usable answer) and what the door raises.
    """
    url = _authority(studio)
    head = studio.catalogue.custody.head()
    entry = studio.catalogue.custody.line(head.seq)
    if entry is None:
        raise UsageError("The ledger is empty: there is nothing to stamp.")
    if entry.act == STAMPED:
        return stamp_of(entry)
    data = line_bytes(entry)
    question = timestamp.query(data)
    answer = studio.door().request(
        "POST",
        url,
        purpose=Purpose.TIME_STAMP,
        subjects=Subjects(),
        body=question,
        content_type=QUERY,
        headers={"Accept": REPLY},
        limits=LIMITS,
        redirects=0,
        cancel=cancel,
    )
    host = urlsplit(url).hostname or url
    try:
        if answer.status != 200 or not timestamp.status(answer.body).granted:
            raise UsageError(f"{host} gave no time stamp (it answered {answer.status}).", "Ask it again later.")
        found = timestamp.read(answer.body)
    except timestamp.NoStamp as error:
        raise UsageError(f"{host} gave no time stamp: {error}.", "Ask it again later, or another one.") from error
    if (found.imprint, found.nonce) != timestamp.asked(question):
        raise UsageError(f"{host} stamped something else than what was asked.", "Ask it again, or another one.")
    details = {
        "line": entry.seq,
        "hash": entry.hash,
        "authority": host,
        "signer": found.signer,
        "stamped_at": found.at.astimezone(UTC).isoformat(),
        "query": base64.b64encode(question).decode(),
        "reply": base64.b64encode(answer.body).decode(),
    }
    return stamp_of(studio.catalogue.custody.append(STAMPED, "ledger", details))


def after_batch(studio: "Studio", *, cancel: CancelToken | None = None) -> None:
    """Stamp the head after a batch was registered, where an authority is set and the network is on.

    The batch stands without it; `check` counts the lines that no stamp is over. One batch right after another waits
    for the next: authorities ask for that.
    """
    if not studio.settings.time_authority or not studio.settings.network:
        return
    with suppress(ArtistGuardError):
        before = [line.at for line in studio.catalogue.custody.of_acts([STAMPED])]
        since = studio.catalogue.clock() - before[-1] if before else _PACE
        if not timedelta() <= since < _PACE:  # one in times to come: the clock was set back
            stamp(studio, cancel=cancel)


def check(studio: "Studio") -> LedgerReport:
    """Check the chain as a whole, and every stamp in it against its line and the roots of the trust list."""
    lists = roots.lists(studio.trust_folder)
    found: list[tuple[Stamp, Verification]] = []
    with suppress(CatalogueError):  # a line that cannot be read: the chain's own report locates it
        found.extend(checked(studio, entry, lists) for entry in studio.catalogue.custody.of_acts([STAMPED]))
    report = custody.check(studio.catalogue)
    last = max((each.line for each, result in found if result.holds is not Holds.NO), default=0)
    holding = sum(1 for each, _ in found if each.own_line > last)
    return LedgerReport(report, tuple(found), max(0, report.last - last - holding))


def _authority(studio: "Studio") -> str:
    if not studio.settings.time_authority:
        raise UsageError("No time-stamp authority is set.", "Set one with 'artistguard settings time_authority URL'.")
    return studio.settings.time_authority


def line_bytes(entry: CustodyEntry) -> bytes:
    """The bytes whose SHA-256 is a line's hash: what was stamped."""
    return chain.canonical(
        entry.seq, entry.at, entry.seat, entry.actor, entry.act, entry.subject, entry.details, entry.previous
    )


def token(entry: CustodyEntry) -> tuple[bytes, bytes]:
    """The question and the answer of a stamp's line. Raises ValueError where they are no base64."""
    details: Mapping[str, Any] = entry.details
    return base64.b64decode(details["query"], validate=True), base64.b64decode(details["reply"], validate=True)


def checked(studio: "Studio", entry: CustodyEntry, lists: Sequence[Roots]) -> tuple[Stamp, Verification]:
    """The stamp that a line holds, and what there is to say of it."""
    try:
        stamp_ = stamp_of(entry)
        question, reply = token(entry)
        digest = str(entry.details["hash"])
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        unreadable = Stamp(0, "", entry.at, entry.seq)
        return unreadable, _no(entry, f"what it holds of a stamp is not readable: {error}")
    try:
        stamped = studio.catalogue.custody.line(stamp_.line)
        data = line_bytes(stamped) if stamped is not None else None
    except (CatalogueError, ValueError) as error:
        return stamp_, _no(entry, f"line {stamp_.line}, which it is over, cannot be read: {error}")
    if stamped is None or data is None:
        return stamp_, _no(entry, f"line {stamp_.line}, which it is over, is missing")
    if stamped.hash != digest:
        return stamp_, _no(entry, f"line {stamp_.line} has another hash than the one that was stamped")
    found = timestamp.verify(reply, data, question, lists)
    if found.holds is Holds.NO:
        return stamp_, _no(entry, *found.faults)
    if found.proven_at not in (None, stamp_.at):
        return stamp_, _no(entry, "the line names another moment than the authority's answer")
    return stamp_, found


def _no(entry: CustodyEntry, *faults: str) -> Verification:
    located = tuple(f"the stamp in line {entry.seq}: {fault}" for fault in faults)
    return Verification(Holds.NO, ("The time stamp does not hold.",), located)
