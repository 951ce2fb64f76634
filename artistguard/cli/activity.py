"""artistguard activity ...: the batches, what is left of them, and what failed."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("activity", help="batches: what is done, what is left, what failed")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="all batches").set_defaults(run=show_all)
    for act, words, action in (
        ("show", "one batch and its failures", show),
        ("resume", "go on with a batch that was stopped", resume),
        ("retry", "try what failed once more", retry),
        ("cancel", "leave undone what is left", cancel),
    ):
        one = acts.add_parser(act, help=words)
        one.add_argument("batch", metavar="BATCH")
        one.set_defaults(run=action)


def show_all(run: "Run") -> int:
    """A row a batch, the newest first."""
    with run.studio() as studio:
        jobs = studio.catalogue.jobs
        found = [(batch, jobs.progress(batch.id)) for batch in jobs.batches()]
    run.output.answer(batches=[{"batch": batch, "jobs": progress} for batch, progress in found])
    run.output.table(
        ("Batch", "", "Begun", "By", "Jobs"),
        (
            (b.id, b.kind, f"{b.created_at:%Y-%m-%d %H:%M}", b.actor, ", ".join(f"{n} {s.value}" for s, n in p.items()))
            for b, p in found
        ),
    )
    return 0


def show(run: "Run") -> int:
    """Progress, and each failure by name with its reason."""
    with run.studio() as studio:
        jobs = studio.catalogue.jobs
        batch = jobs.batch(run.arguments.batch)
        progress, failures = jobs.progress(batch.id), list(jobs.failures(batch.id))
        named = [(_name(studio, job.subject), job.error or {}) for job in failures]
    run.output.answer(batch=batch, jobs=progress)
    run.output.say(", ".join(f"{count} {state.value}" for state, count in progress.items()))
    run.output.failures([(name, dict(error)) for name, error in named])
    return 0


def resume(run: "Run") -> int:
    """Go on: after a kill, a full disk, a cancel or a locked key."""
    from artistguard.workflow import sign

    with run.studio() as studio:
        batch = studio.catalogue.jobs.batch(run.arguments.batch)
        with run.output.progress("Signing") as progress:
            report = sign.resume(studio, batch.id, progress=progress, cancel=run.cancel)
        named = [(_name(studio, subject), error) for subject, error in report.failures]
    run.output.answer(batch=batch.id, signed=report.done, stopped=report.cancelled > 0)
    called_off = f", {report.cancelled} were called off" if report.cancelled else ""
    run.output.say(f"Of this batch {report.done} copies are written and read back{called_off}.")
    failed = run.output.failures([(name, dict(error)) for name, error in named])
    if report.stopped is not None:
        run.output.error(report.stopped)
    return 1 if failed or report.stopped or report.blocked else 0


def retry(run: "Run") -> int:
    """Queue the failures again and run them."""
    with run.studio() as studio:
        studio.catalogue.jobs.retry_failed(studio.catalogue.jobs.batch(run.arguments.batch).id)
    return resume(run)


def cancel(run: "Run") -> int:
    """What is finished stays; the rest is not done."""
    with run.studio() as studio:
        batch = studio.catalogue.jobs.batch(run.arguments.batch)
        count = studio.catalogue.jobs.cancel_batch(batch.id)
    run.output.answer(batch=batch.id, cancelled=count)
    run.output.say(f"{count} left undone. What was finished stays.")
    return 0


def _name(studio: object, edition: str) -> str:
    from artistguard.model import paths
    from artistguard.workflow.studio import Studio

    assert isinstance(studio, Studio)
    found = studio.catalogue.works.edition(edition)
    return f"#{studio.catalogue.works.get(found.artwork_id).number} {paths.printable(found.location.path)}"
