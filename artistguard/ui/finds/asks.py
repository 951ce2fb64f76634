"""What the place asks of the workflow, as functions for the bridge."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from artistguard.model.finds import AllowKind, Find, Verdict
from artistguard.model.watching import Coverage
from artistguard.ui.finds.comparing import Side
from artistguard.ui.finds.detail import pictured

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

__all__ = ["HELD", "JUDGED", "NEWS", "Reading", "allowed", "judged", "pictured", "reading", "side", "undone"]

NEWS, HELD, JUDGED = "news", "held", "judged"


@dataclass(frozen=True, slots=True)
class Reading:
    """The cards of one filter, how many each filter has, and what the last runs searched, by source."""

    finds: tuple[Find, ...]
    counts: Mapping[str, int]
    coverage: Mapping[str, Sequence[Coverage]]
    watched: bool


def reading(which: str) -> "Callable[[Studio], Reading]":
    """The cards of a filter."""

    def read(studio: "Studio") -> Reading:
        from artistguard.workflow import finds, scan_finds, watches

        if which == JUDGED:
            of_each = [finds.cards(studio, verdict=verdict) for verdict in Verdict]
            found = tuple(sorted(itertools.chain(*of_each), key=_judged_at, reverse=True))
        else:
            found = finds.cards(studio, held=which == HELD)
        known = watches.all_(studio)
        coverage: dict[str, list[Coverage]] = {}
        for watch in known:
            if watch.last is not None:
                coverage.setdefault(watch.source, []).extend(watch.last.coverage)
        sources = {member.candidate.source for find in found for member in find.members}
        for source in sources:
            if source.startswith(scan_finds.SOURCE):
                searched = scan_finds.searched(studio, source.removeprefix(scan_finds.SOURCE))
                coverage[source] = [searched] if searched is not None else []
        counts = finds.counts(studio)
        numbers = {
            NEWS: counts.get("news", 0) - counts.get("held", 0),
            HELD: counts.get("held", 0),
            JUDGED: sum(counts.get(verdict.value, 0) for verdict in Verdict),
        }
        return Reading(found, numbers, coverage, bool(known))

    return read


def _judged_at(find: Find) -> datetime:
    return find.judged_at or find.first_seen


def judged(id_: str, verdict: Verdict) -> "Callable[[Studio], Find]":
    """A verdict."""

    def judge(studio: "Studio") -> Find:
        from artistguard.workflow import finds

        return finds.judge(studio, id_, verdict)

    return judge


def undone(studio: "Studio") -> Find | None:
    """Take the last verdict back."""
    from artistguard.workflow import finds

    return finds.undo(studio)


def allowed(kind: AllowKind, value: str) -> "Callable[[Studio], object]":
    """An account or address that the artist has nothing against."""

    def allow(studio: "Studio") -> object:
        from artistguard.workflow import finds

        return finds.allow(studio, kind, value)

    return allow


def side(find: Find) -> "Callable[[Studio], Side | None]":
    """The captured picture and the work that it matched."""
    match = pictured(find)

    def read(studio: "Studio") -> Side | None:
        from artistguard.workflow import beside

        if match is None:
            return None
        found = beside.beside(studio, match)
        title = f"#{found.work.number} {found.work.title}" if found.work is not None else ""
        return Side(found.theirs, found.ours, match.found, title, match.details)

    return read
