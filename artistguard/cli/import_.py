"""artistguard import PATH...: take in files and folders; originals are only read."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("import", help="take in files and folders (they are only read)")
    verb.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    verb.add_argument("--client", metavar="NAME", help="the works are done for this client")
    verb.add_argument("--update", action="store_true", help="take changed masters in as new editions")
    verb.add_argument(
        "--source-type", metavar="TYPE", help="state how the works came about, e.g. digitalCreation (IPTC's names)"
    )
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Import, and say what came of it."""
    from artistguard.workflow import import_job, presets, rates

    arguments, output = run.arguments, run.output
    stated = presets.source_type(arguments.source_type or "")
    with run.studio() as studio:
        client = studio.catalogue.clients.get(arguments.client) if arguments.client else None
        with output.progress("Importing") as progress:
            batch, report = import_job.run(
                studio,
                arguments.paths,
                client_id=client.id if client else None,
                update=arguments.update,
                source_type=stated,
                progress=progress,
                cancel=run.cancel,
            )
    output.answer(
        batch=batch,
        added=report.added,
        ids=report.ids,
        known=report.known,
        editions=report.editions,
        linked=report.linked,
        previews=report.previews,
        duplicates=[{"file": name, "note": note} for name, note in report.duplicates],
        moved=[{"file": name, "note": note} for name, note in report.moved],
        changed=[{"file": name, "note": note} for name, note in report.changed],
        left_out=[{"file": name, "note": note} for name, note in report.left_out],
        notes=[{"file": name, "note": note} for name, note in report.notes],
        bytes=report.bytes,
        seconds=round(report.seconds, 3),
        stopped=run.cancel.cancelled,
    )
    parts = [f"{report.added} new"]
    for count, words in (
        (report.known, "known already"),
        (report.editions, "new editions"),
        (report.linked, "joined to their source or export"),
        (len(report.moved), "moved"),
        (len(report.duplicates), "copies of known files"),
        (len(report.changed), "changed since"),
        (len(report.left_out), "no pictures"),
        (len(report.failures), "failed"),
    ):
        parts += [f"{count} {words}"] if count else []
    output.say(f"{', '.join(parts)}; {rates.size(report.bytes)} read in {report.seconds:.1f} s.")
    if report.previews:
        output.say(f"Of {report.previews} only a preview could be seen; an export of the same name is joined to it.")
    for name, note in report.changed + report.moved + report.notes:
        output.note(f"  {name}: {note}")
    failed = output.failures(report.failures)
    if run.cancel.cancelled:
        output.note("Stopped. What was read is kept; the same command goes on from there.")
        return 130
    return 1 if failed else 0
