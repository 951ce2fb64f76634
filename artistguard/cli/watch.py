"""artistguard watch ...: sources that are looked at again and again for your names, addresses and pictures."""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from artistguard.model.counting import counted

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.finds import Watch, WatchRun
    from artistguard.model.watching import Coverage
    from artistguard.workflow.studio import Studio
    from artistguard.workflow.watches import WatchPlan

_EVERY = re.compile(r"([0-9]{1,4})(h|d|w)?")
_HOURS = {"h": 1, "d": 24, "w": 168, None: 24}


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("watch", help="look through hubs and data sets, again and again, by themselves")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("sources", help="what can be watched, and which hosts that needs").set_defaults(run=sources)
    adding = acts.add_parser("add", help="watch a source from now on")
    adding.add_argument("source", metavar="SOURCE", help="as 'watch sources' names it")
    adding.add_argument("--every", type=_hours, metavar="TIME", help="12h, 3d or 2w (default: what suits the source)")
    adding.add_argument(
        "--dataset",
        nargs="+",
        default=[],
        metavar="ID",
        help="data sets, each a watch of its own; of 'set': names, paths",
    )
    adding.add_argument("--crawls", type=int, metavar="N", help="Common Crawl: so many crawls back (default: all)")
    adding.add_argument("--pages", type=int, metavar="N", help="Common Crawl: pages read of a site and crawl")
    adding.set_defaults(run=add)
    acts.add_parser("list", help="all watches").set_defaults(run=show_all)
    running = acts.add_parser("run", help="run watches now: these, or all that are not paused")
    running.add_argument("ids", nargs="*", metavar="ID")
    running.add_argument("--due", action="store_true", help="only those whose time has come; for schedulers")
    running.add_argument("--dry-run", action="store_true", help="show what would be asked; nothing is sent")
    running.set_defaults(run=run_)
    for act, words, action in (
        ("show", "one watch: what it searched, its next run, its history, what it asks", show),
        ("pause", "let it rest", pause),
        ("resume", "let it go on", resume),
        ("remove", "watch no longer; what was found stays", remove),
    ):
        one = acts.add_parser(act, help=words)
        one.add_argument("id", metavar="ID")
        one.set_defaults(run=action)


def sources(run: "Run") -> int:
    """A row a source."""
    from artistguard.workflow import watches

    with run.studio() as studio:
        known = watches.sources(studio)
    rows = [
        {"name": one.name, "title": one.title, "keys": sorted(one.keys), "hours": one.cadence_hours, "needs": one.needs}
        for one in known.values()
    ]
    run.output.answer(sources=rows)
    run.output.table(
        ("Source", "", "By", "Every", "Hosts"),
        (
            (one.name, one.title, ", ".join(sorted(one.keys)), _every(one.cadence_hours), _hosts(one.needs))
            for one in known.values()
        ),
    )
    return 0


def add(run: "Run") -> int:
    """Add it, and say what it still needs."""
    from artistguard.workflow import watches

    asked = run.arguments
    with run.studio() as studio, studio.catalogue.transaction():
        told = {name: value for name in ("crawls", "pages") if (value := getattr(asked, name)) is not None}
        wanted: list[dict[str, object]] = [{"dataset": dataset, **told} for dataset in asked.dataset] or [{**told}]
        added = [watches.add(studio, asked.source, params=params, cadence_hours=asked.every) for params in wanted]
        plan = watches.plan(studio, added[0].id)
        on = studio.settings.network
    run.output.answer(watches=[_as_json(watch) for watch in added])
    for watch in added:
        run.output.say(f"{watch.title} is watched {_every(watch.cadence_hours)}, as {watch.id}.")
    for need in plan.missing:
        run.output.say(f"It waits for your consent: 'artistguard network allow {need.host} --for watch'. {need.why}")
    if not on and (plan.requests or plan.missing):
        run.output.say("The network is off: 'artistguard network on' switches it on.")
    return 0


def show_all(run: "Run") -> int:
    """A row a watch."""
    from artistguard.workflow import watches

    with run.studio() as studio:
        found = watches.all_(studio)
    run.output.answer(watches=[_as_json(watch) for watch in found])
    rows = [(w.id, w.title, _every(w.cadence_hours), _next(w), _last(w), w.last.news if w.last else "") for w in found]
    if rows:
        run.output.table(("Watch", "What", "Every", "Next", "Last run", "News"), rows)
    else:
        run.output.say("Nothing is watched yet. 'artistguard watch sources' shows what can be.")
    return 0


def show(run: "Run") -> int:
    """One watch in full: the last run's coverage, the history, and the requests as they would leave."""
    from artistguard.workflow import watches

    with run.studio() as studio:
        watch = watches.get(studio, run.arguments.id)
        plan, history = watches.plan(studio, watch.id), watches.runs(studio, watch.id)
    run.output.answer(watch=_as_json(watch), runs=history, plan=plan)
    say = run.output.say
    say(f"{watch.title}, {_every(watch.cadence_hours)}; next run: {_next(watch)}.")
    if watch.last is not None and watch.last.message:
        say(watch.last.message)
    if watch.last is not None:
        run.output.table(("Searched", "", "", "Why not all"), map(_covered, watch.last.coverage))
    run.output.table(
        ("Run", "", "Requests", "Seen", "News", ""),
        ((_at(r.started_at), _outcome(r), r.requests, r.seen, r.news, r.message) for r in history[:10]),
    )
    _describe(run, plan)
    return 0


def run_(run: "Run") -> int:
    """Run them; 1 if one failed or is blocked, each named with its reason."""
    from artistguard.model.errors import UsageError
    from artistguard.workflow import notify, watches

    asked = run.arguments
    if asked.ids and asked.due:
        raise UsageError("Give watches, or --due, not both.")
    with run.studio() as studio:
        if asked.dry_run:
            return _dry_run(run, studio)
        if asked.due:
            _records(run, studio)
        with run.output.progress("Watching") as progress:
            ended = watches.run(studio, asked.ids or None, due=asked.due, progress=progress, cancel=run.cancel)
        titles = {watch.id: watch.title for watch in watches.all_(studio)}
        counts = studio.catalogue.finds.counts()
        if asked.due:  # nobody sits before it
            notify.after(studio, ended)
    run.output.answer(runs=ended, counts=counts)
    for one in ended:
        run.output.say(f"{titles[one.watch_id]}: {_outcome(one)}, {one.requests} requests, {_news(one.news)}.")
        run.output.table(("", "", "", ""), map(_covered, one.coverage))
    if not ended:
        run.output.say("Nothing is to be run now." if asked.due else "There is no watch to run.")
    elif sum(one.news for one in ended):
        run.output.say(f"{_news(counts['news'])} to look at: 'artistguard matches' shows them.")
    run.cancel.check()
    return 1 if _troubles(run, ended, titles) else 0


def _records(run: "Run", studio: "Studio") -> None:
    """What is due of the records of works: another thing that a scheduler does every hour."""
    from artistguard.workflow import registering

    if not registering.is_due(studio):
        return
    report = registering.run_due(studio, cancel=run.cancel)
    run.output.answer(records=report)
    waits = counted(report.blocked + report.left, "waits", "wait")
    run.output.say(f"Records: {report.done} done, {report.failed} failed, {waits}.")


def pause(run: "Run") -> int:
    """Let it rest."""
    from artistguard.workflow import watches

    return _changed(run, watches.pause, lambda it: f"rests until 'artistguard watch resume {it.id}'.")


def resume(run: "Run") -> int:
    """Let it go on."""
    from artistguard.workflow import watches

    return _changed(run, watches.resume, lambda it: f"goes on; next run: {_next(it)}.")


def remove(run: "Run") -> int:
    """Watch no longer."""
    from artistguard.workflow import watches

    return _changed(run, watches.remove, lambda it: "is watched no longer. What was found stays.")


def _changed(run: "Run", change: Callable[["Studio", str], "Watch"], words: Callable[["Watch"], str]) -> int:
    """Do that to the watch that was named, and say it of it."""
    with run.studio() as studio:
        watch = change(studio, run.arguments.id)
    run.output.answer(watch=_as_json(watch))
    run.output.say(f"{watch.title} {words(watch)}")
    return 0


def _dry_run(run: "Run", studio: "Studio") -> int:
    from artistguard.workflow import watches

    ids: Sequence[str] = run.arguments.ids or [watch.id for watch in watches.all_(studio) if not watch.paused]
    plans = [(watches.get(studio, id_), watches.plan(studio, id_)) for id_ in ids]
    run.output.answer(plans=[{"watch": watch.id, "plan": plan} for watch, plan in plans])
    for watch, plan in plans:
        run.output.say(f"\n{watch.title}")
        _describe(run, plan)
    run.output.say("\nNothing was sent.")
    return 0


def _describe(run: "Run", plan: "WatchPlan") -> None:
    """What would be asked first, whom, and what is left out."""
    say = run.output.say
    if plan.left_out:
        say(f"Left out while a client's seal holds: {', '.join(plan.left_out)}.")
    for need in plan.missing:
        say(f"You have not agreed to {need.host} yet: 'artistguard network allow {need.host} --for watch'. {need.why}")
    say(f"It would begin with {len(plan.requests)} requests:")
    for asked in plan.requests:
        say(f"  {asked.method} {asked.url}  ({asked.bytes_out} bytes; {asked.why})")
    for request in plan.requests[:1]:
        say("The first of them, exactly:")
        for line in request.request.splitlines():
            say(f"  {line}")


def _troubles(run: "Run", ended: Iterable["WatchRun"], titles: dict[str, str]) -> int:
    """Name those that failed or are blocked, each with its reason; how many."""
    from artistguard.model.finds import Outcome

    troubles = [one for one in ended if one.outcome in (Outcome.FAILED, Outcome.BLOCKED)]
    return run.output.failures(
        (
            titles[one.watch_id],
            {"code": str(one.outcome), "title": f"The watch is {one.outcome}", "message": one.message, "advice": ""},
        )
        for one in troubles
    )


def _as_json(watch: "Watch") -> dict[str, Any]:
    """A watch for scripts: without its checkpoint, which is the source's own affair."""
    from artistguard.model import wire

    found: dict[str, Any] = wire.dump(watch)
    del found["checkpoint"]
    return found


def _hours(text: str) -> int:
    found = _EVERY.fullmatch(text.strip().lower())
    if not found or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 12h, 3d or 2w")
    return int(found[1]) * _HOURS[found[2]]


def _every(hours: int) -> str:
    if hours % 168 == 0:
        return "every week" if hours == 168 else f"every {hours // 168} weeks"
    if hours % 24 == 0:
        return "every day" if hours == 24 else f"every {hours // 24} days"
    return "every hour" if hours == 1 else f"every {hours} hours"


def _next(watch: "Watch") -> str:
    if watch.paused:
        return "paused"
    return _at(watch.next_at) if watch.next_at else "as soon as it may"


def _last(watch: "Watch") -> str:
    return "never" if watch.last is None else f"{_at(watch.last.started_at)}, {_outcome(watch.last)}"


def _outcome(one: "WatchRun") -> str:
    return one.outcome.value if one.outcome else "did not end"


def _news(count: int) -> str:
    return "1 find that is new or changed" if count == 1 else f"{count} finds that are new or changed"


def _covered(part: "Coverage") -> tuple[object, ...]:
    of = "" if part.total is None else f" of {part.total:,}"
    return (f"{part.searched:,}{of} {part.unit}", part.what, "whole" if part.whole else "", part.note)


def _hosts(needs: Iterable[Any]) -> str:
    return ", ".join(need.host for need in needs)


def _at(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
