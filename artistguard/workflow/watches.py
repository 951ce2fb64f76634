"""Watches: sources that are looked at again and again. What they may be asked, when they run, and what came of it."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from artistguard.model.egress import Purpose
from artistguard.model.errors import Busy, UsageError
from artistguard.model.finds import Outcome, Watch, WatchRun
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.watching import HostNeed, Planned, Question
from artistguard.sources.base import Source, Watched
from artistguard.sources.civitai import PICTURES, Civitai
from artistguard.sources.civitai_api import CIVITAI
from artistguard.sources.common_crawl import CommonCrawl
from artistguard.sources.dataset_viewer import DatasetViewer
from artistguard.sources.hugging_face import FILES, HUGGING_FACE, HuggingFace
from artistguard.work import schedule
from artistguard.workflow import consents, questions
from artistguard.workflow.searching import Searching
from artistguard.workflow.set_watch import SetWatch
from artistguard.workflow.watch_run import Runner, alone

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

HUB_VARIABLE = "HF_ENDPOINT"  # huggingface_hub's own: a hub of the studio's
MOST_HOURS = 24 * 366


def _hugging_face(studio: "Studio") -> Source:
    endpoint = os.environ.get(HUB_VARIABLE) or studio.settings.hugging_face
    return HuggingFace(endpoint, files=(FILES,) if endpoint.rstrip("/") == HUGGING_FACE else ())


def _dataset_viewer(studio: "Studio") -> Source:
    return DatasetViewer(studio.settings.dataset_viewer, hub=studio.settings.hugging_face)


def _civitai(studio: "Studio") -> Source:
    endpoint = studio.settings.civitai
    return Civitai(endpoint, pictures=(PICTURES,) if endpoint.rstrip("/") == CIVITAI else ())


def _common_crawl(studio: "Studio") -> Source:
    return CommonCrawl(studio.settings.common_crawl_index, studio.settings.common_crawl_data)


# One line a source: third-party code is not loaded.
TABLE: dict[str, Callable[["Studio"], Watched]] = {
    HuggingFace.name: _hugging_face,
    DatasetViewer.name: _dataset_viewer,
    Civitai.name: _civitai,
    CommonCrawl.name: _common_crawl,
    SetWatch.name: SetWatch,
}


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """What a watch would ask first, which hosts nobody agreed to yet, and what a seal keeps back.

    `pictures` are hosts that nobody agreed to for pictures: without them finds' pictures are not compared.
    """

    requests: tuple[Planned, ...]
    missing: tuple[HostNeed, ...]
    left_out: tuple[str, ...]
    pictures: tuple[HostNeed, ...] = ()


def sources(studio: "Studio") -> Mapping[str, Watched]:
    """Everything that can be watched, by its name."""
    return {name: make(studio) for name, make in TABLE.items()}


def add(
    studio: "Studio",
    source: str,
    *,
    params: Mapping[str, object] | None = None,
    cadence_hours: int | None = None,
) -> Watch:
    """Watch a source from now on. Raises UsageError for what cannot be watched."""
    one = _source(studio, source)
    hours = one.cadence_hours if cadence_hours is None else cadence_hours
    if not 1 <= hours <= MOST_HOURS:
        raise UsageError("A watch runs at most every hour, and at least once a year.")
    params = one.settled(params or {}) if isinstance(one, Searching) else dict(params or {})
    one.plan(Question(params=params))  # says what is wrong with them
    if any(watch.source == source and watch.params == params for watch in all_(studio)):
        raise UsageError(f"{one.title} is watched already{_of(params)}.", "'artistguard watch list' shows all watches.")
    with studio.catalogue.transaction():
        watch = studio.catalogue.watches.add(source, one.title + _of(params), hours, params)
        details = {"source": source, "hours": hours, "params": {name: str(value) for name, value in params.items()}}
        studio.catalogue.custody.append("watch-added", watch.id, details)
    return watch


def all_(studio: "Studio") -> tuple[Watch, ...]:
    """All watches, oldest first."""
    return studio.catalogue.watches.list()


def get(studio: "Studio", ref: str) -> Watch:
    """A watch by its id or the beginning of it. Raises UsageError."""
    return studio.catalogue.watches.get(ref)


def pause(studio: "Studio", ref: str) -> Watch:
    """Let a watch rest until it is resumed."""
    return _paused(studio, ref, True)


def resume(studio: "Studio", ref: str) -> Watch:
    """Let a watch go on. What there was to see meanwhile, its next run sees."""
    return _paused(studio, ref, False)


def remove(studio: "Studio", ref: str) -> Watch:
    """Watch no longer. What was found stays."""
    watch = get(studio, ref)
    with studio.catalogue.transaction():
        studio.catalogue.watches.remove(watch.id)
        studio.catalogue.custody.append("watch-removed", watch.id, {"source": watch.source})
    return watch


def plan(studio: "Studio", ref: str) -> WatchPlan:
    """The first requests of a watch exactly as they would leave, the consents it lacks, what it leaves out."""
    watch = get(studio, ref)
    source = _source(studio, watch.source)
    asked, _ = questions.for_watch(studio, watch, source)
    return _plan(studio, source, asked)


def preview(studio: "Studio", source: str, params: Mapping[str, object] | None = None) -> WatchPlan:
    """The same of a watch that is not added yet. Raises UsageError for what cannot be watched."""
    one = _source(studio, source)
    return _plan(studio, one, _asked(studio, one, params or {}))


def ready(studio: "Studio") -> tuple[Watch, ...]:
    """The watches that `run` with `due` would run now. Costs no request."""
    return tuple(_due(studio, sources(studio))[0])


def run(
    studio: "Studio",
    refs: Sequence[str] | None = None,
    *,
    due: bool = False,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> list[WatchRun]:
    """Run these watches; or all that are not paused; or, with `due`, those whose time has come. How each run ended.

    One run at a time in a catalogue, whatever the seat or the process. Raises Busy when another is under way; with
    `due` there is then nothing to do. `cancel` is looked at between requests.
    """
    cancel = cancel or CancelToken()
    try:
        with alone(studio, cancel) as owner:
            runner = Runner(studio, owner, cancel)
            known = sources(studio)
            chosen, still_blocked = _chosen(studio, known, refs, due)
            ended = list(still_blocked)
            for number, watch in enumerate(chosen):
                if cancel.cancelled:
                    break
                progress(number, len(chosen), watch.title)
                ended.append(runner.run(watch, known[watch.source]))
            progress(len(chosen), len(chosen), "")
            return ended
    except Busy:
        if due:
            return []
        raise


def runs(studio: "Studio", ref: str) -> tuple[WatchRun, ...]:
    """The newest runs of a watch, newest first."""
    return studio.catalogue.watches.runs(get(studio, ref).id)


def _chosen(
    studio: "Studio", known: Mapping[str, Watched], refs: Sequence[str] | None, due: bool
) -> tuple[Sequence[Watch], list[WatchRun]]:
    """The watches to run, and the last runs of those that are due and were blocked already, by the same."""
    if refs is not None:
        return [_with_source(get(studio, ref), known) for ref in refs], []
    return _due(studio, known) if due else (_usable(studio, known), [])


def _due(studio: "Studio", known: Mapping[str, Watched]) -> tuple[Sequence[Watch], list[WatchRun]]:
    waiting, still = [], []
    for watch in _usable(studio, known):
        # One that was blocked on its way, after requests of its own, waits for its time like any other.
        if watch.last is None or watch.last.outcome is not Outcome.BLOCKED or watch.last.requests:
            waiting.append(watch)
        elif _blocked(studio, known[watch.source], watch):
            still.append(watch.last)
        else:  # a person has done what was needed
            waiting.append(replace(watch, next_at=None))
    return schedule.due(waiting, studio.catalogue.clock()), still


def _usable(studio: "Studio", known: Mapping[str, Watched]) -> list[Watch]:
    return [watch for watch in all_(studio) if not watch.paused and watch.source in known]


def _blocked(studio: "Studio", source: Watched, watch: Watch) -> bool:
    try:
        return bool(questions.why_blocked(studio, source, _asked(studio, source, watch.params)))
    except UsageError:  # what it is about is not there any more
        return True


def _asked(studio: "Studio", source: Watched, params: Mapping[str, object]) -> questions.Asked:
    searching = isinstance(source, Searching)
    return questions.for_search(studio, params) if searching else questions.question(studio, params)


def _plan(studio: "Studio", source: Watched, asked: questions.Asked) -> WatchPlan:
    required = questions.needs(source, asked.question.params)
    return WatchPlan(
        requests=() if asked.forbidden else tuple(source.plan(asked.question)),
        missing=consents.missing(studio, required, Purpose.WATCH),
        left_out=(*asked.left_out, *asked.forbidden),
        pictures=consents.missing(studio, [need for need in required if need.pictures], Purpose.PICTURE),
    )


def _source(studio: "Studio", name: str) -> Watched:
    known = sources(studio)
    if name not in known:
        raise UsageError(f"There is no source {name!r}.", "The sources are: " + ", ".join(known) + ".")
    return known[name]


def _with_source(watch: Watch, known: Mapping[str, Watched]) -> Watch:
    if watch.source not in known:
        raise UsageError(f"This version does not know {watch.source!r}.", "Update the program.")
    return watch


def _paused(studio: "Studio", ref: str, paused: bool) -> Watch:
    watch = get(studio, ref)
    studio.catalogue.watches.pause(watch.id, paused)
    return get(studio, watch.id)


def _of(params: Mapping[str, object]) -> str:
    """What a watch is about, beside its source."""
    shown = ", ".join(str(value) for value in params.values())
    return f": {shown}" if shown else ""
