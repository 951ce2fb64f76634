"""artistguard register (ID...|--all) --to NAME...: declare works at registries."""

import argparse
from typing import TYPE_CHECKING, Any

from artistguard.cli.record_words import EDITIONS, EDITIONS_IN_WORDS
from artistguard.cli.request_words import show
from artistguard.model.counting import counted

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.register_plan import Plan


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("register", help="declare works at registries")
    verb.add_argument("ids", nargs="*", metavar="ID", help="numbers (#7), ids, or beginnings of ids")
    verb.add_argument("--all", action="store_true", help="the whole portfolio")
    verb.add_argument("--client", metavar="NAME", help="with --all: only this client's works")
    verb.add_argument("--to", nargs="+", required=True, metavar="NAME", help="registries: see registry list")
    verb.add_argument(
        "--edition", choices=tuple(EDITIONS), default="master", help="whose hash is declared (default: master)"
    )
    verb.add_argument("--preset", metavar="NAME", help="my terms (default: the client's preset, else the default one)")
    verb.add_argument("--dry-run", action="store_true", help="show exactly what would leave, and send nothing")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Plan, say the plan, and (unless it is a dry run) carry it out."""
    from artistguard.model.errors import UsageError
    from artistguard.model.jobs import JobState
    from artistguard.model.listing import WorkFilter
    from artistguard.workflow import registering, waiting
    from artistguard.workflow import sign as signing

    arguments, output = run.arguments, run.output
    if bool(arguments.ids) == arguments.all:
        raise UsageError("Name works by number or id, or give --all.", "artistguard list shows the numbers.")
    with run.studio() as studio:
        client = studio.catalogue.clients.get(arguments.client) if arguments.client else None
        works: Any = (
            studio.catalogue.works.ids(WorkFilter(client_id=client.id if client else None))
            if arguments.all
            else signing.works_of(studio, arguments.ids)
        )
        roles = EDITIONS[arguments.edition]
        plan = registering.plan(studio, works, arguments.to, roles=roles, preset=arguments.preset)
        _tell(run, plan)
        if arguments.dry_run:
            _show_bytes(run, plan)
            return 1 if _failures(run, plan) else 0
        with output.progress("Recording") as progress:
            batch, report = registering.register(studio, plan, progress=progress, cancel=run.cancel)
        output.answer(
            batch=batch.id if batch else None,
            recorded=report.done,
            failed=report.failed,
            blocked=report.blocked,
            left=report.left,
            stopped=run.cancel.cancelled,
        )
        if batch is None:
            output.say("Nothing was added.")
            return 1 if _failures(run, plan) else 0
        output.say(f"{report.done} recorded. 'artistguard receipts' shows what each registry answered.")
        jobs = studio.catalogue.jobs
        blocked = next((job for job in jobs.blocked(registering.KIND) if job.batch_id == batch.id), None)
        if blocked is not None and not run.cancel.cancelled:
            said = blocked.error or {}
            why = f"{waiting.because(said)} {said.get('advice', '')}".rstrip()
            output.note(f"{counted(report.blocked, 'waits', 'wait')}: {why}")
        if report.left and report.stopped is None:
            queued = jobs.iterate(batch.id, (JobState.QUEUED,))
            why = next(
                (str(job.error["message"]).rstrip(".") for job in queued if job.error), "they wait for their turn"
            )
            output.note(
                f"{counted(report.left, 'is', 'are')} tried again later ({why}); "
                "'artistguard watch run --due' does that when it is time."
            )
        failed = _failures(run, plan, report.failures)
        if report.stopped is not None:
            output.error(report.stopped)
        if run.cancel.cancelled or report.stopped is not None or report.blocked:
            output.note(f"Then: artistguard activity resume {batch.id}")
    if run.cancel.cancelled:
        return 130
    return 1 if failed or report.blocked or report.left or report.stopped is not None else 0


def _tell(run: "Run", plan: "Plan") -> None:
    from artistguard.registries.byhand import ByHand

    arguments, output = run.arguments, run.output
    output.answer(
        dry_run=arguments.dry_run,
        sentence=plan.sentence(),
        new=dict(plan.count),
        edition=arguments.edition,
        roles=plan.roles,
        left_out=plan.left_out,
        bytes_out=plan.bytes_out,
        requests=dict(plan.requests),
        consent_missing=plan.hosts,
        warnings=dict(plan.warnings),
    )
    output.say(("Would declare " if arguments.dry_run else "To declare: ") + plan.sentence())
    output.say(f"By the hash of {EDITIONS_IN_WORDS[arguments.edition]} (--edition).")
    for name, registry in plan.registries.items():
        output.say(f"{name}: {registry.capabilities.readers}")
    for warning, count in plan.warnings.items():
        output.note(f"  {warning}" + (f" ({count} times)" if count > 1 else ""))
    whys: dict[tuple[str, str], list[str]] = {}
    for each in plan.left_out:
        whys.setdefault((each.registry, each.why), []).append(each.shown)
    for (name, why), shown in whys.items():
        more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""
        output.note(f"  {name}, left out: {', '.join(shown[:3])}{more}. {why}")
    for registry in plan.by_hand:
        way = registry.way if isinstance(registry, ByHand) else ""
        output.say(f"{registry.capabilities.title} takes nothing from programs. {way}")


def _show_bytes(run: "Run", plan: "Plan") -> None:
    """Every request as it would leave."""
    show(run, ((row.registry, row.prepared) for row in plan.rows if row.prepared is not None))
    for host in plan.hosts:
        run.output.say(f"You have not agreed to {host} yet: artistguard network allow {host} --for register")


def _failures(run: "Run", plan: "Plan", failures: Any = ()) -> int:
    named = {item.work_id: item.title for row in plan.failed for item in row.submission.items}
    unfit = [
        (f"{row.registry}: {', '.join(dict.fromkeys(named[item.work_id] for item in row.submission.items))}", row.error)
        for row in plan.failed
        if row.error is not None
    ]
    return run.output.failures([*unfit, *failures])
