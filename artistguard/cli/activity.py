"""artistguard activity ...: the batches, what is left of them, and what failed."""

import argparse
from typing import TYPE_CHECKING

from artistguard.model.counting import counted

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
    from artistguard.workflow import activity

    with run.studio() as studio:
        found = activity.rows(studio, 100)
        jobs = studio.catalogue.jobs
        listed = [{"batch": jobs.batch(row.id), "jobs": jobs.progress(row.id), "row": row} for row in found]
    run.output.answer(batches=listed)
    run.output.table(
        ("Batch", "", "What", "Begun", "By", "", "Done", "Failed", "Left"),
        (
            (b.id, b.kind, b.subject, f"{b.created_at:%Y-%m-%d %H:%M}", b.actor, b.standing, b.done, b.failed, b.left)
            for b in found
        ),
    )
    return 0


def show(run: "Run") -> int:
    """Progress, and each failure by name with its reason."""
    from artistguard.workflow import activity

    with run.studio() as studio:
        batch = studio.catalogue.jobs.batch(run.arguments.batch)
        row, failures = activity.row(studio, batch), activity.failures(studio, batch.id)
        progress = studio.catalogue.jobs.progress(batch.id)
    run.output.answer(batch=batch, jobs=progress, row=row)
    run.output.say(f"{row.kind}, {row.standing.value}: {row.done} done, {row.failed} failed, {row.left} left.")
    if row.reason:
        run.output.say(row.reason)
    run.output.failures(failures)
    return 0


def resume(run: "Run") -> int:
    """Go on: after a kill, a full disk, a cancel or a locked key."""
    from artistguard.model.errors import ArtistGuardError
    from artistguard.workflow import activity

    stopped: ArtistGuardError | None = None
    with run.studio() as studio:
        batch = studio.catalogue.jobs.batch(run.arguments.batch)
        with run.output.progress("Going on") as progress:
            try:
                activity.go_on(studio, batch.id, progress=progress, cancel=run.cancel)
            except ArtistGuardError as error:
                stopped = error
        row, failures = activity.row(studio, batch), activity.failures(studio, batch.id)
    done = {"signed": row.done} if row.kind == "sign" else {}
    run.output.answer(batch=batch.id, row=row, **done, stopped=run.cancel.cancelled)
    told = "withdrawn" if row.withdraws else "recorded"
    words = {
        "import": ("file is gone through", "files are gone through"),
        "register": (f"is {told}", f"are {told}"),
    }.get(row.kind, ("copy is written and read back", "copies are written and read back"))
    run.output.say(f"Of this batch {counted(row.done, *words)}.")
    if row.next_at is not None:
        why = f" It waits since {row.created_at:%Y-%m-%d}, because: {row.reason}" if row.reason else ""
        left = counted(row.left, "is", "are")
        run.output.say(f"{left} tried again from {row.next_at:%Y-%m-%d %H:%M} UTC on.{why}")
    failed = run.output.failures(failures)
    if stopped is not None:
        run.output.error(stopped)
    return 1 if failed or stopped or row.left else 0


def retry(run: "Run") -> int:
    """Queue the failures again and run them."""
    from artistguard.workflow import activity

    with run.studio() as studio:
        activity.retry(studio, studio.catalogue.jobs.batch(run.arguments.batch).id)
    return resume(run)


def cancel(run: "Run") -> int:
    """What is finished stays; the rest is not done."""
    from artistguard.workflow import activity

    with run.studio() as studio:
        batch = studio.catalogue.jobs.batch(run.arguments.batch)
        count = activity.call_off(studio, batch.id)
    run.output.answer(batch=batch.id, cancelled=count)
    run.output.say(f"{count} left undone. What was finished stays.")
    return 0
