"""What of the artist's is in a candidate: names and addresses in its texts, works in its pictures.

Texts are compared here and now. Pictures have to be fetched: with consent for the host they lie on, a few of each
candidate, and never on account of something under a client's seal. They are read in a worker child, from a file that
is gone afterwards; one that looks like a work is kept as evidence.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from artistguard.matching.verdict import Strength as Likeness
from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ComeBackLater, NetworkError, NetworkOff, NotAgreed, Unreachable
from artistguard.model.finds import Match
from artistguard.model.ids import new_id, now
from artistguard.model.names import FieldKind, Strength
from artistguard.model.turns import Turn
from artistguard.model.watching import Candidate, Key, RemotePicture
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.workflow import captures, lookup, names

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

MOST_PICTURES = 8  # of one candidate
MOST_BYTES = 20 * 1024 * 1024  # of one picture
_MOST_TEXT = 2_000_000  # characters of one candidate that are searched
_ABANDONED = 24 * 3600.0  # seconds after which a folder of fetched pictures is nobody's any more
_LIMITS = AnswerLimits(body=MOST_BYTES, ratio=100, seconds=60.0)
_PREFIX = "fetched-"
_SAID = frozenset({200, *range(400, 500)} - {429})  # a picture, or that there is none to be had
_LATER = (ComeBackLater, NotAgreed, NetworkOff, Unreachable)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a candidate; `whole` unless pictures of it could not be fetched now, and may be another time."""

    matches: tuple[Match, ...]
    whole: bool


class Recogniser:
    """Made once for a run: names, addresses and works as they are then.

    Of the pictures that candidates had: how many were `offered`, how many `compared`, and the first reason (`trouble`)
    why one was not.
    """

    def __init__(self, studio: "Studio") -> None:
        self._studio = studio
        self._matcher = names.matcher(studio)
        self._book = names.book(studio)
        self._closed: dict[str, NetworkError] = {}  # hosts that nobody agreed to, or that are busy
        self.offered = self.compared = 0
        self.trouble = ""

    def recognise(self, candidate: Candidate) -> list[Match]:
        """The names and addresses in a candidate's texts: of each its strongest place, strongest first."""
        found: list[Match] = []
        left = _MOST_TEXT
        for text in candidate.texts:
            part = text.text[:left]
            left -= len(part)
            found += [
                _match(Key.NAME, hit.name.text, text.field, hit.found, hit.strength, hit.reason)
                for hit in self._matcher.find(part, text.field)
            ]
            found += [
                _match(Key.ADDRESS, hit.address, text.field, hit.found, hit.strength, hit.reason)
                for hit in self._book.find(part, text.field)
            ]
        return strongest(found)

    def with_pictures(self, candidate: Candidate, asker: Asker) -> list[Match]:
        """The same, and the works that its pictures look like; see `look_at`."""
        return list(self.look_at(candidate, asker).matches)

    def pass_over(self, candidate: Candidate) -> None:
        """Count the pictures of a candidate that nobody looks at."""
        self.offered += len(candidate.pictures)

    def look_at(self, candidate: Candidate, asker: Asker, known: Sequence[Match] | None = None) -> Looked:
        """What is in a candidate's texts and in the first few of its pictures. `asker` asks on account of pictures.

        `known` is what was found in its texts, where they were searched already. A picture that cannot be had or read
        is passed over: see `trouble`. Raises Cancelled. A name and a picture in one candidate together are the
        strongest find there is.
        """
        found = list(known) if known is not None else self.recognise(candidate)
        told = tuple(dict.fromkeys(match.subject for match in found if match.key is Key.NAME))
        addresses = tuple(dict.fromkeys(match.subject for match in found if match.key is Key.ADDRESS))
        self.offered += len(candidate.pictures)
        wanted = self._wanted(candidate)
        if wanted and self._studio.seals.among((*told, *addresses)):
            self.trouble = self.trouble or "Not fetched while a client's seal holds."
            return Looked(tuple(found), whole=False)
        if not wanted:
            return Looked(tuple(found), whole=True)
        whole = True
        with _folder(self._studio.home / "cache") as folder:
            fetched: dict[str, tuple[RemotePicture, Answer]] = {}
            for picture in wanted:
                try:
                    answer = self._fetch(picture, Subjects(names=told, addresses=addresses), asker)
                except _LATER as error:
                    self.trouble = self.trouble or error.message
                    whole = False
                    continue
                if answer is not None:
                    path = folder / f"{len(fetched):03}"
                    path.write_bytes(answer.body)
                    fetched[path.name] = (picture, answer)
            for item in lookup.lookup(self._studio, sorted(folder.iterdir())):
                if item.error is None:
                    self.compared += 1
                    found += self._works(item, *fetched[item.path.name])
        return Looked(tuple(joined(strongest(found))), whole)

    def _wanted(self, candidate: Candidate) -> Sequence[RemotePicture]:
        """The first few pictures, each once, that are not too large."""
        each = {
            picture.url: picture
            for picture in candidate.pictures
            if picture.url and (picture.size is None or picture.size <= MOST_BYTES)
        }
        return tuple(each.values())[:MOST_PICTURES]

    def _fetch(self, picture: RemotePicture, subjects: Subjects, asker: Asker) -> Answer | None:
        """A picture; None if it cannot be had at all. Raises what may be otherwise another time."""
        host = _host(picture.url)
        if host in self._closed:
            raise self._closed[host]
        try:
            self._studio.consents.check(host, Purpose.PICTURE)  # before it stands in the ledger as refused
            answer = asker.get(picture.url, subjects=subjects, limits=_LIMITS, expected=_SAID)
        except BudgetSpent:
            raise ComeBackLater("As many were fetched as one run may.") from None
        except _LATER as error:
            self._closed[host] = error
            raise
        except NetworkError as error:
            self.trouble = self.trouble or error.message
            return None
        if answer.status != 200:
            self.trouble = self.trouble or f"{host} answered {answer.status}."
            return None
        return answer

    def _works(self, item: lookup.LookedUp, picture: RemotePicture, answer: Answer) -> Iterator[Match]:
        """The works that one picture is or looks like; then it is kept as evidence."""
        captured = answer.captured()
        seen = {"url": picture.url, "capture": captured.capture.sha256}
        yield from works_in(item, picture.name or picture.url, seen)
        if item.same is not None or item.alike:
            captures.keep(self._studio, captured)


def works_in(item: lookup.LookedUp, name: str, seen: Mapping[str, object] | None = None) -> Iterator[Match]:
    """The works that a picture called `name` is or looks like; `seen` says where it was."""
    if item.same is not None:
        reason = f"{name!r} is a file of your #{item.same.number}, {item.same.title}, bit for bit."
        about = {**(seen or {}), "number": item.same.number, "same": True}
        yield _match(Key.PICTURE, item.same.id, None, name, Strength.STRONG, reason, about)
    for alike in item.alike:
        turned = "" if alike.turn is Turn.NONE else f", {alike.turn.value}"
        reason = f"{name!r} looks {alike.strength.value} your #{alike.work.number}, {alike.work.title}{turned}."
        strength = Strength.STRONG if alike.strength is Likeness.VERY else Strength.MEDIUM
        bits = {"pdq": alike.bits.pdq, "phash": alike.bits.phash, "image_code": alike.bits.code}
        about = {**(seen or {}), "turn": alike.turn.value, "bits": bits, "number": alike.work.number}
        yield _match(Key.PICTURE, alike.work.id, None, name, strength, reason, about)


def strongest(found: Sequence[Match]) -> list[Match]:
    """Of each name, address and work the strongest match; strongest first."""
    best: dict[tuple[Key, str], Match] = {}
    for match in sorted(found, key=lambda match: match.strength.rank):
        best.setdefault((match.key, match.subject), match)
    return list(best.values())


def joined(found: Sequence[Match]) -> list[Match]:
    """A picture where a name or an address stands as well says so, and is strong."""
    beside = next(
        (match for match in found if match.key is not Key.PICTURE and match.strength is not Strength.WEAK), None
    )
    if beside is None:
        return list(found)
    both = [
        replace(match, strength=Strength.STRONG, reason=f"{match.reason} In the same place: {beside.reason}")
        if match.key is Key.PICTURE
        else match
        for match in found
    ]
    return strongest(both)


def _match(
    key: Key,
    subject: str,
    field: FieldKind | None,
    found: str,
    strength: Strength,
    reason: str,
    details: dict[str, object] | None = None,
) -> Match:
    return Match(new_id(), "", key, subject, field, found, strength, reason, now(), details or {})


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


@contextmanager
def _folder(cache: Path) -> Iterator[Path]:
    """A folder for fetched pictures, gone afterwards; those that a killed run left behind are cleared away."""
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"{_PREFIX}*"):
        if time.time() - old.stat().st_mtime > _ABANDONED:
            shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
