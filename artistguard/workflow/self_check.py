"""Whether the hashes that a set publishes are of our kind: some of its pictures, as they lie there now, hashed by us.

A set whose hash is another function than ours looks as if nothing of anybody's were in it. The pictures of a few rows
are fetched, from hosts that were agreed to for that, and compared with what the set says of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from artistguard.formats.tables import Field
from artistguard.model import wire
from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled, FileError, UsageError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.watching import HostNeed, Planned
from artistguard.net import wire as net_wire
from artistguard.net.door import AnswerLimits
from artistguard.sources.base import Asker, BudgetSpent
from artistguard.workflow import consents, image_sets, set_files
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.recognise import MOST_BYTES
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

TRIED = 5  # rows
NEAR = 2  # bits: a JPEG that is decoded smaller may be as far from its own hash
_ENOUGH = 2  # pictures that differ: one alone may be another than it was
_LOOKED_AT = 300  # rows among which some with hosts that were agreed to are looked for
_SHOWN = 3
_LIMITS = AnswerLimits(body=MOST_BYTES, ratio=100, seconds=30.0)
_WHY = "Its picture is compared with the hash that the set publishes of it."
_KEY = "scan.self-check."


class Hashes(StrEnum):
    """What the hashes of a set are."""

    OURS = "ours"
    OTHER = "other"
    UNKNOWN = "unknown"  # not checked, or not to be told


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What was seen: `compared` pictures, the nearest `nearest` bits off; `why` says what could not be compared."""

    hashes: Hashes
    compared: int = 0
    nearest: int | None = None
    why: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """For people."""
        if self.hashes is Hashes.OURS:
            return f"The set's hash is ours: a picture as it lies there now is {self.nearest} bits from what it says."
        if self.hashes is Hashes.OTHER:
            return (
                f"The set's hash is not ours: of {self.compared} pictures as they lie there now the nearest is "
                f"{self.nearest} bits from what the set says of it. Nothing can be concluded from what is not found."
            )
        seen = f" One picture was compared, {self.nearest} bits off; it may be another by now." if self.compared else ""
        return f"Whether the set's hash is ours was not checked.{seen} {' '.join(self.why[:_SHOWN])}".rstrip()


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """What a check would fetch: the pictures of some rows, one after the other until one is as the set says.

    `missing` are hosts of these that were not agreed to, `planned` the requests exactly as they would leave.
    """

    set: ImageSet
    urls: tuple[str, ...]
    missing: tuple[HostNeed, ...]
    planned: tuple[Planned, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom it would ask."""
        return tuple(dict.fromkeys(map(_host, self.urls)))


def known(studio: Studio, which: ImageSet, column: str = "") -> SelfCheck | None:
    """What was told of a set's column of hashes before, without one of the last that was checked; None for nothing."""
    kept = studio.catalogue.meta.get(_key(which, column))
    return wire.load(SelfCheck, kept) if kept is not None else None


def plan(
    studio: Studio, target: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> CheckPlan:
    """What checking a set would fetch. Its own first rows are read for that. Raises UsageError, and NetworkError."""
    which = image_sets.find(studio, target)
    some = replace(which, places=which.places[:1])
    files, _ = set_files.surveyed(studio, some, {}, _published, progress=progress, cancel=cancel)
    file = next((each for each in files if each.units), None)
    rows = _first_rows(studio, which, file, cancel) if file is not None else []
    if not rows:
        raise UsageError("Its first rows have no address with their hash, so there is nothing to compare.")
    chosen, _ = _chosen(studio, rows)
    urls = tuple(url for _, _, url in (chosen or rows[:TRIED]))
    missing = consents.missing(studio, _needs(urls), Purpose.PICTURE)
    return CheckPlan(which, urls, missing, tuple(net_wire.planned("GET", url, _WHY) for url in urls))


def of_set(
    studio: Studio,
    target: str,
    *,
    columns: Mapping[Field, str] | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> SelfCheck:
    """Check a set by its first place, whatever was told before. Raises UsageError, and NetworkError of its own host."""
    which = image_sets.find(studio, target)
    some = replace(which, places=which.places[:1])
    files, _ = set_files.surveyed(studio, some, columns or {}, _published, progress=progress, cancel=cancel)
    return check(studio, which, files, anew=True, cancel=cancel) or SelfCheck(Hashes.UNKNOWN)


def check(
    studio: Studio,
    which: ImageSet,
    files: Sequence[SetFile],
    *,
    anew: bool = False,
    cancel: CancelToken | None = None,
) -> SelfCheck | None:
    """What the hashes of a set are, from what was told before or else from a few live pictures.

    None for a set that publishes no hashes, or no addresses beside them. What the network does not give stands in
    `why`. Raises Cancelled.
    """
    file = next((each for each in files if not _lacks(each) and each.units), None)
    if file is None:
        return None
    before = None if anew else known(studio, which, file.columns[Field.HASH])
    if before is not None:
        return before
    if not studio.settings.network:
        return SelfCheck(Hashes.UNKNOWN, why=("The network is switched off.",))
    try:
        rows, why = _chosen(studio, _first_rows(studio, which, file, cancel))
        told = _compared(studio, rows, why, cancel)
    except (Cancelled, UsageError):
        raise
    except ArtistGuardError as error:
        return SelfCheck(Hashes.UNKNOWN, why=(error.message,))
    if told.hashes is not Hashes.UNKNOWN:
        for column in (file.columns[Field.HASH], ""):
            studio.catalogue.meta.set(_key(which, column), wire.dump(told))
    return told


def _key(which: ImageSet, column: str) -> str:
    return f"{_KEY}{which.folder}.{column}" if column else _KEY + which.folder


def _needs(urls: Iterable[str]) -> tuple[HostNeed, ...]:
    return tuple(HostNeed(host, _WHY, True) for host in dict.fromkeys(map(_host, urls)))


_Row = tuple[int, int, str]  # number, hash, address


def _first_rows(studio: Studio, which: ImageSet, file: SetFile, cancel: CancelToken | None) -> list[_Row]:
    unit = file.units[0]
    arguments = {
        **set_files.asked(file),
        "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        "count": _LOOKED_AT,
    }
    answer = set_files.reader(studio, which, file, cancel)
    value: Any = studio.pool.submit("first_rows", arguments, answer=answer).result().value
    return [(int(row), int(text, 16), str(url)) for row, text, url in value["rows"] if image_sets.is_address(str(url))]


def _chosen(studio: Studio, rows: Sequence[_Row]) -> tuple[list[_Row], list[str]]:
    """Rows whose hosts were agreed to; and which were not, if there are no such rows."""
    needs = _needs(url for _, _, url in rows)
    missing = {need.host for need in consents.missing(studio, needs, Purpose.PICTURE)}
    chosen = [row for row in rows if _host(row[2]) not in missing][:TRIED]
    if chosen:
        return chosen, []
    if not rows:
        return [], ["Its first rows have no address with their hash."]
    hosts = ", ".join(sorted(missing)[:_SHOWN])
    return [], [
        f"You have agreed to none of the hosts where its pictures lie ({hosts}): "
        "'artistguard network allow HOST --for picture'."
    ]


def _compared(studio: Studio, rows: Sequence[_Row], why: list[str], cancel: CancelToken | None) -> SelfCheck:
    asker = Asker(studio.door(), purpose=Purpose.PICTURE, most=2 * TRIED, cancel=cancel)
    distances: list[int] = []
    for row, published, url in rows:
        try:
            answer = asker.get(url, limits=_LIMITS)
            found: Any = studio.pool.submit("hash_picture", {}, [answer.body]).result().value
        except Cancelled:
            raise
        except BudgetSpent:
            break
        except (ArtistGuardError, FileError) as error:
            why.append(f"Row {row:,}: {error.message}")
            continue
        distance = (int(str(found["hash"]), 16) ^ published).bit_count()
        if distance > NEAR and answer.url != url:
            why.append(f"Row {row:,}: its address leads to another one, which shows another picture.")
            continue
        distances.append(distance)
        if distance <= NEAR:
            return SelfCheck(Hashes.OURS, len(distances), distance)
    other = Hashes.OTHER if len(distances) >= _ENOUGH else Hashes.UNKNOWN
    return SelfCheck(other, len(distances), min(distances, default=None), tuple(why))


def _published(file: SetFile) -> None:
    if _lacks(file):
        raise FileError("It publishes no hashes with addresses beside them, so there is nothing to check.")


def _lacks(file: SetFile) -> bool:
    return Field.HASH not in file.columns or Field.URL not in file.columns


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
