"""artistguard sign (ID...|--all) --out DIR: tagged and signed copies."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("sign", help="write tagged and signed copies")
    verb.add_argument("ids", nargs="*", metavar="ID", help="numbers (#7), ids, or beginnings of ids")
    verb.add_argument("--all", action="store_true", help="the whole portfolio")
    verb.add_argument("--client", metavar="NAME", help="with --all: only this client's works")
    verb.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the copies go")
    verb.add_argument("--preset", metavar="NAME", help="my terms (default: the client's preset, else the default one)")
    verb.add_argument("--identity", metavar="NAME", help="the signature (default: the default one)")
    verb.add_argument(
        "--posting", type=int, metavar="PIXELS", help="flattened sRGB copies at most so long, for posting"
    )
    verb.add_argument("--source-type", metavar="TYPE", help="state how the works came about, e.g. digitalCreation")
    verb.add_argument("--sources", action="store_true", help="copy source files too where an export exists")
    verb.add_argument("--overwrite", action="store_true", help="replace copies that are there already")
    verb.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Plan, say the plan, and (unless it is a dry run) carry it out."""
    from artistguard.model import paths
    from artistguard.model.errors import IdentityError, UsageError
    from artistguard.model.jobs import JobState
    from artistguard.workflow import identity as identities
    from artistguard.workflow import presets
    from artistguard.workflow import sign as signing

    arguments, output = run.arguments, run.output
    if bool(arguments.ids) == arguments.all:
        raise UsageError("Name works by number or id, or give --all.", "artistguard list shows the numbers.")
    order = signing.SigningOrder(
        out=arguments.out,
        preset=arguments.preset,
        identity=arguments.identity,
        posting=arguments.posting,
        overwrite=arguments.overwrite,
        sources=arguments.sources,
        source_type=presets.source_type(arguments.source_type or ""),
    )
    with run.studio() as studio:
        client = studio.catalogue.clients.get(arguments.client) if arguments.client else None
        try:
            identity = identities.chosen(studio, arguments.identity)
        except IdentityError:
            if not arguments.dry_run:
                raise
            identity = None
        works = (
            studio.catalogue.works.iterate(client_id=client.id if client else None)
            if arguments.all
            else iter(signing.works_of(studio, arguments.ids))
        )
        plan = signing.plan(studio, works, order, identity)
        output.answer(
            dry_run=arguments.dry_run,
            sentence=plan.sentence(),
            new=len(plan.copies),
            already_signed=len(plan.already),
            sidecars=plan.sidecars,
            sources_left=plan.sources_left,
            bytes=plan.bytes,
            free=plan.free,
            estimated_seconds=round(plan.seconds, 1),
            warnings=plan.warnings,
        )
        output.say(("Would write " if arguments.dry_run else "") + plan.sentence())
        for warning in plan.warnings:
            output.note(f"  {warning}")
        if plan.sources_left:
            output.say(f"{plan.sources_left} source files are left as they are; their exports are signed.")
        if arguments.dry_run or not plan.copies or identity is None:
            output.answer(
                copies=[
                    {
                        "work": c.work.id,
                        "from": paths.text(c.source),
                        "to": paths.text(c.target),
                        "sidecar": c.sidecar,
                    }
                    for c in plan.copies
                ]
            )
            for copy in plan.copies:
                if copy.sidecar:
                    output.say(f"  {paths.printable(copy.source.name)}: {copy.sidecar}")
            return 1 if output.failures(plan.failures) else 0
        if note := identities.warning(identity):
            output.note(note)
        with output.progress("Signing") as progress:
            batch, report = signing.sign(studio, plan, order, identity, progress=progress, cancel=run.cancel)
        done: list[dict[str, Any]] = [
            dict(job.result or {}) for job in studio.catalogue.jobs.iterate(batch, (JobState.DONE,))
        ]
        shown = {copy.edition.id: f"#{copy.work.number} {paths.printable(copy.source.name)}" for copy in plan.copies}
        output.answer(batch=batch, signed=report.done, copies=done, stopped=report.cancelled > 0)
        time_stamped = sum(bool(result.get("time_stamped")) for result in done)
        where = paths.printable(arguments.out)
        written = f"{report.done} {'signed' if arguments.posting is None else 'posting'} copies written to {where}"
        same = "The pictures are the same to the last bit; every" if arguments.posting is None else "Every"
        output.say(f"{written}. {same} copy was read back." if report.done else "No copy was written.")
        elsewhere = len(plan.copies) - report.done - report.failed - report.blocked - report.left
        if elsewhere > 0:
            output.note(f"  {elsewhere} are being written by another run; artistguard activity list shows it.")
        if time_stamped:
            output.say(f"{time_stamped} carry a time stamp.")
        notes: dict[str, int] = {}
        for result in done:
            for warning in result.get("warnings", ()):
                notes[warning] = notes.get(warning, 0) + 1
        for warning, count in notes.items():
            output.note(f"  {warning}" + (f" ({count} copies)" if count > 1 else ""))
        failed = output.failures(
            [*plan.failures, *((shown.get(subject, subject), error) for subject, error in report.failures)]
        )
        if run.cancel.cancelled:
            output.note(f"Stopped. What was finished is kept; 'artistguard activity resume {batch}' goes on.")
            return 130
        if report.stopped is not None:
            output.error(report.stopped)
            output.note(f"Then: artistguard activity resume {batch}")
            return 1
    return 1 if failed or report.blocked or elsewhere > 0 else 0
