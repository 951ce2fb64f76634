"""The data sets that can be searched or were, each with its last scan: what the list of them shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from artistguard.model import wire
from artistguard.model.egress import Purpose
from artistguard.model.watching import Coverage, HostNeed, Planned
from artistguard.net import wire as net_wire
from artistguard.workflow import activity, consents, image_sets, scan_finds, self_check, word_finds
from artistguard.workflow.activity import BatchRow, Standing
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.self_check import SelfCheck
from artistguard.workflow.studio import Studio

_BATCHES = 200
_SHOWN = 3  # requests that are shown before a host is agreed to
_WHY = (
    "Parts of the set's tables are read: first what says what they hold, then the hashes of its pictures, and words "
    "where something is found."
)


@dataclass(frozen=True, slots=True)
class SetRow:
    """A data set. `scan` is the newest one, if there was one, with what it searched, `words` the newest reading of its
    words, with what was read. `target` names it for a plan. `check`: whether its hashes are ours, where that was told.
    """

    set: ImageSet
    target: str
    scan: BatchRow | None = None
    coverage: Coverage | None = None
    words: BatchRow | None = None
    said: Coverage | None = None
    check: SelfCheck | None = None

    @property
    def left(self) -> BatchRow | None:
        """What was begun and waits to be gone on with."""
        begun = [each for each in (self.scan, self.words) if each is not None]
        return next((each for each in begun if each.standing in (Standing.WAITING, Standing.BLOCKED)), None)


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be agreed to before a set's files can be asked for, with the first requests as they would leave."""

    missing: tuple[HostNeed, ...]
    planned: tuple[Planned, ...]
    network: bool


def listed(studio: Studio, chosen: Iterable[SetRow] = ()) -> tuple[SetRow, ...]:
    """What was chosen just now, what was scanned, newest first, then the known sets that were not.

    Raises UsageError (the user's own list).
    """
    rows = {row.target: row for row in chosen}
    for batch in studio.catalogue.jobs.batches(_BATCHES):
        if batch.kind not in (activity.SCAN, activity.WORDS):
            continue
        params: Mapping[str, Any] = batch.params
        which = wire.load(ImageSet, params["set"])
        row = rows.setdefault(which.name, SetRow(which, which.name))
        if batch.kind == activity.SCAN and row.scan is None:
            covered = scan_finds.searched(studio, which.name)
            rows[which.name] = replace(row, scan=activity.row(studio, batch), coverage=covered)
        elif batch.kind == activity.WORDS and row.words is None:
            said = word_finds.told(studio, batch.id).coverage
            rows[which.name] = replace(row, words=activity.row(studio, batch), said=said)
    for name, known in image_sets.known(studio).items():
        rows.setdefault(name, SetRow(known, name))
    return tuple(replace(row, check=self_check.known(studio, row.set)) for row in rows.values())


def hosts(which: ImageSet) -> list[HostNeed]:
    """The hosts on which a set's files lie."""
    places = (urlsplit(place).netloc.lower() for place in which.places if image_sets.is_address(place))
    return [HostNeed(each, _WHY) for each in dict.fromkeys(places)]


def first_look(studio: Studio, target: str) -> str:
    """What a look at a set's files asks servers for, before anything of it can be told; empty where nobody is asked,
    or who is was not agreed to. Raises UsageError."""
    which = image_sets.find(studio, target)
    asked = needs(studio, target)
    names = [need.host for need in hosts(which)]
    if not names or asked.missing or not asked.network:
        return ""
    count = sum(map(image_sets.is_address, which.places))
    files = f"each of its {count:,} files" if count > 1 else "its file"
    return (
        f"To tell what {which.title} holds, {', '.join(names)} {'is' if len(names) == 1 else 'are'} asked for the "
        f"first 64 bytes of {files}, and for what says what is in it: the end of a Parquet table, the first megabyte "
        "of CSV or TSV, the first rows of Arrow, and of pictures written as text. Of a file that was looked at before "
        "and has not changed, nothing is sent again."
    )


def needs(studio: Studio, target: str, host: str = "") -> Needs:
    """Whom reading a set would ask. `host` is one that the set's own host led to. Raises UsageError."""
    which = image_sets.find(studio, target)
    places = [place for place in which.places if image_sets.is_address(place)]
    asked = [HostNeed(host, _WHY)] if host and places else hosts(which)
    missing = consents.missing(studio, asked, Purpose.WATCH)
    planned = tuple(
        net_wire.planned("GET", place, _WHY, {"Range": "bytes=0-63", "Accept-Encoding": "identity"})
        for place in places[:_SHOWN]
        if not host
    )
    return Needs(missing, planned, studio.settings.network or not places)
