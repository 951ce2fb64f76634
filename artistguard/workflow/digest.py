"""The digest: what is new since a day, and what was searched for it and what was not. Nothing is marked or changed."""

from dataclasses import dataclass, replace
from datetime import datetime

from artistguard.model.finds import Find, Outcome, Watch, WatchRun
from artistguard.model.ids import now
from artistguard.model.watching import Coverage
from artistguard.workflow import finds, watches
from artistguard.workflow.studio import Studio
from artistguard.workflow.withheld import Withheld

_SEALED = "Something under a client's seal is left out here."
_LAST = "digest"  # of the last one that was given out: until when it was, and which cards were held back then


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What one watch did in the time of the digest. `coverage` is that of its last run that has any.

    `earlier`: that run was before the digest's time. `before`: the runs of its time before that one, newest first.
    `trouble`: why the last run did not end well, or why there was none.
    """

    watch: Watch
    runs: int
    requests: int
    coverage: tuple[Coverage, ...] = ()
    looked_at: datetime | None = None
    earlier: bool = False
    before: tuple[WatchRun, ...] = ()
    trouble: str = ""

    @property
    def whole(self) -> bool:
        """Whether everything that it looked for in this time was searched."""
        parts = [*self.coverage, *(part for run in self.before for part in run.coverage)]
        return not self.earlier and all(part.whole for part in parts)


@dataclass(frozen=True, slots=True)
class Digest:
    """`since` None: from the beginning. `new` cards were first seen in its time, `changed` ones had news in it.

    `held`: cards that the weekly number keeps back; `waiting`: older ones that nobody has judged yet.
    """

    since: datetime | None
    until: datetime
    artist: str
    new: tuple[Find, ...]
    changed: tuple[Find, ...]
    held: int
    waiting: int
    watches: tuple[WatchReport, ...]
    sealed: int = 0  # cards that were left out, since they tell of what is under a client's seal

    @property
    def sentence(self) -> str:
        """The digest in a sentence or two."""
        looked = sum(report.runs > 0 and not report.earlier for report in self.watches)
        if not self.watches:
            return "There is no watch yet, so nothing was searched."
        if not looked:
            return "No watch has looked in this time, so nothing can be said of it."
        searched = f"{counted(looked, 'watch', 'watches')} of {len(self.watches)} looked"
        if not self.new and not self.changed:
            text = f"Nothing new was found in what was searched: {searched}."
        else:
            parts = [counted(len(self.new), "new find", "new finds")] if self.new else []
            parts += [f"{counted(len(self.changed), 'find', 'finds')} with news"] if self.changed else []
            text = f"{' and '.join(parts)}; {searched}."
        if looked < len(self.watches) or not all(report.whole for report in self.watches):
            text += " Not everything was searched; below it says what was not."
        return text


def digest(studio: Studio, since: datetime | None = None) -> Digest:
    """What is new since a moment; None: since the last digest that was given out, or from the beginning."""
    held_then: set[str] = set()
    if since is None and (last := studio.catalogue.meta.get(_LAST)):
        since, held_then = datetime.fromisoformat(last["until"]), set(last["held"])
    until = now()
    # A card that was held back then and is not now has not been told yet, however old it is.
    cards = finds.cards(studio)
    news = [card for card in cards if _between(card.last_news, since) or card.id in held_then]
    new = [card for card in news if _between(card.first_seen, since) or card.id in held_then]
    return Digest(
        since=since,
        until=until,
        artist=studio.catalogue.profile.get().name,
        new=tuple(new),
        changed=tuple(card for card in news if card not in new),
        held=finds.counts(studio)["held"],
        waiting=len(cards) - len(news),
        watches=tuple(_report(studio, watch, since) for watch in watches.all_(studio)),
    )


def for_others(studio: Studio, found: Digest) -> Digest:
    """The same without what is under a client's seal: for a page that may be handed on."""
    withheld = Withheld(studio.catalogue, studio.seals)
    if not withheld.anything:
        return found
    new = tuple(card for card in found.new if not withheld.tells(card))
    changed = tuple(card for card in found.changed if not withheld.tells(card))
    return replace(
        found,
        new=new,
        changed=changed,
        watches=tuple(_without_sealed(report, withheld) for report in found.watches),
        sealed=len(found.new) + len(found.changed) - len(new) - len(changed),
    )


def _without_sealed(report: WatchReport, withheld: Withheld) -> WatchReport:
    if not withheld.tells(report):
        return report
    watch = report.watch
    if withheld.tells(watch):
        watch = replace(watch, title=_SEALED if withheld.tells(watch.title) else watch.title, params={})
    return replace(
        report,
        watch=watch,
        coverage=tuple(part for part in report.coverage if not withheld.tells(part)),
        before=tuple(run for run in report.before if not withheld.tells(run)),
        trouble=_SEALED,
    )


def given_out(studio: Studio, digest: Digest) -> None:
    """Remember that this digest was read: the next one begins where it ends."""
    held = [card.id for card in studio.catalogue.finds.standing() if card.held]
    studio.catalogue.meta.set(_LAST, {"until": digest.until.isoformat(), "held": held})


def _between(at: datetime, since: datetime | None) -> bool:
    return since is None or at > since


def _report(studio: Studio, watch: Watch, since: datetime | None) -> WatchReport:
    runs = sorted(watches.runs(studio, watch.id), key=lambda run: run.started_at, reverse=True)
    within = [run for run in runs if _between(run.ended_at or run.started_at, since)]
    looked = [run for run in within if run.outcome is Outcome.DONE or any(part.searched for part in run.coverage)]
    told = next((run for run in runs if run.coverage), None)
    return WatchReport(
        watch=watch,
        runs=len(looked),
        requests=sum(run.requests for run in within),
        coverage=told.coverage if told else (),
        looked_at=told.started_at if told else None,
        earlier=told is not None and told not in within,
        before=tuple(run for run in looked if run.coverage and run is not told),
        trouble=_trouble(watch, within),
    )


def _trouble(watch: Watch, within: list[WatchRun]) -> str:
    if not within:
        return "It is paused." if watch.paused else "It has not run in this time."
    last = within[0]
    if last.outcome in (None, Outcome.DONE):
        return "" if last.outcome else "The last run was cut off, or is still under way."
    return last.message or f"The last run ended: {last.outcome.value}."


def counted(count: int, one: str, many: str) -> str:
    """A number with its word."""
    return f"{count:,} {one if count == 1 else many}"
