"""A find compared on bytes: its picture against the work, point by point, and what that told kept with the find.

The picture is a file that the artist has, or the one that was kept when it was found, or is fetched from where the find
says it lies: with consent for that host, and never for a work under a client's seal. What was fetched is kept as
evidence, whatever came of it.
"""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from artistguard.model import wire
from artistguard.model.artwork import Artwork
from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import UsageError
from artistguard.model.finds import Find, Match
from artistguard.model.names import Strength
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Captured, HostNeed, Key, Planned
from artistguard.net import wire as net_wire
from artistguard.net.door import AnswerLimits
from artistguard.sources.base import Asker
from artistguard.workflow import captures, confirm, consents
from artistguard.workflow.confirm import Confirmed
from artistguard.workflow.recognise import MOST_BYTES
from artistguard.workflow.studio import Studio

_LIMITS = AnswerLimits(body=MOST_BYTES, ratio=100, seconds=60.0)
_REQUESTS = 4  # one picture, and what a busy host makes of it
_BEFORE = "reason_by_hash"


@dataclass(frozen=True, slots=True)
class Comparable:
    """What of a find can be compared: a match by picture, the work, and where the picture lies ("": nowhere known)."""

    match: Match
    work: Artwork
    url: str

    @property
    def kept(self) -> str:
        """The SHA-256 of the picture that was kept as evidence; empty if none was."""
        return str(self.match.details.get("capture", ""))


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparison told, and the find with it."""

    find: Find
    confirmed: Confirmed
    capture: str = ""  # SHA-256 of the kept picture that was compared; empty for a file of the artist's


def comparable(studio: Studio, find: Find) -> Comparable | None:
    """The strongest match by picture whose work is still there; one that says where its picture lies goes first."""
    matches = [match for match in find.matches if match.key is Key.PICTURE]
    works = studio.catalogue.works.get_many([match.subject for match in matches])
    known = [Comparable(match, works[match.subject], _url(find, match)) for match in matches if match.subject in works]
    return next((each for each in known if each.url), known[0] if known else None)


def missing(studio: Studio, subject: Comparable) -> tuple[tuple[HostNeed, ...], tuple[Planned, ...]]:
    """Which host nobody agreed to yet, and the request as it would leave; none where it was kept. Raises Sealed."""
    if subject.kept:
        return (), ()
    studio.seals.check(Subjects(works=(subject.work.id,)))
    need = HostNeed(urlsplit(subject.url).netloc, "The picture that the find tells of is fetched and compared.", True)
    return consents.missing(studio, (need,), Purpose.PICTURE), (net_wire.planned("GET", subject.url, need.why),)


def confirm_find(
    studio: Studio, reference: str, file: Path | None = None, *, cancel: CancelToken | None = None
) -> Compared:
    """Compare a find's picture with the work. Raises UsageError, FileError, Sealed, NotAgreed and the network's."""
    find = studio.catalogue.finds.get(reference)
    subject = comparable(studio, find)
    if subject is None:
        raise UsageError("This find is not one by picture.", "Only a picture can be compared with a work.")
    if file is not None:
        return _told(studio, subject, confirm.confirm(studio, subject.work, file))
    captured, capture = None, subject.kept
    if subject.kept:
        body = captures.read(studio, subject.kept)
    elif subject.url:
        captured = _fetched(studio, subject, cancel)
        body, capture = captured.body, captured.capture.sha256
    else:
        raise UsageError("The find does not say where its picture lies.", "Save the picture, and name the file.")
    with tempfile.TemporaryDirectory(prefix="artistguard-confirm-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(body)
        return _told(studio, subject, confirm.confirm(studio, subject.work, path), captured, capture)


def _url(find: Find, match: Match) -> str:
    own = str(match.details.get("url", ""))
    place = next((member.candidate.url for member in find.members if member.id == match.candidate_id), "")
    url = own or (place if "row" in match.details else "")  # of other finds it is a page's
    return url if url.startswith(("https://", "http://")) else ""


def _fetched(studio: Studio, subject: Comparable, cancel: CancelToken | None) -> Captured:
    asking = Subjects(works=(subject.work.id,))
    studio.seals.check(asking)
    studio.consents.check(urlsplit(subject.url).netloc.lower(), Purpose.PICTURE)
    asker = Asker(studio.door(), purpose=Purpose.PICTURE, most=_REQUESTS, cancel=cancel)
    return asker.get(subject.url, subjects=asking, limits=_LIMITS).captured()


def _told(
    studio: Studio, subject: Comparable, confirmed: Confirmed, captured: Captured | None = None, capture: str = ""
) -> Compared:
    match = subject.match
    before = str(match.details.get(_BEFORE, match.reason))
    details: dict[str, Any] = {
        **match.details,
        _BEFORE: before,
        "agreement": {**wire.dump(confirmed.agreement), "same": confirmed.agreement.same},
    }
    if capture:
        details["capture"] = capture
    strength = Strength.STRONG if confirmed.agreement.same else match.strength
    amended = replace(match, strength=strength, reason=f"{confirmed.in_short} {before}", details=details)
    with studio.catalogue.transaction():
        if captured is not None:
            captures.keep(studio, captured)
        find = studio.catalogue.finds.amend(amended, confirmed.sentence, capture)
        studio.catalogue.custody.append(
            "find-compared",
            find.id,
            {
                "work": confirmed.work.number,
                "points": confirmed.agreement.points,
                "same": confirmed.agreement.same,
                "capture": capture,
            },
        )
    return Compared(find, confirmed, capture)
