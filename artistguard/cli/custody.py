"""artistguard custody verify|export: the ledger of everything that mattered."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("custody", help="the hash-chained ledger of everything that mattered")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("verify", help="check the whole chain").set_defaults(run=verify)
    out = acts.add_parser("export", help="write it out, to be checked without the program")
    out.add_argument("file", type=Path)
    out.add_argument(
        "--with-sealed", action="store_true", help="lines about works under a client's seal in full: for nobody else"
    )
    out.set_defaults(run=export)


def verify(run: "Run") -> int:
    """Every break is located; the head is what to note down elsewhere."""
    from artistguard.workflow import custody

    with run.studio() as studio:
        report = custody.check(studio.catalogue)
    run.output.answer(entries=report.count, head=report.head, breaks=report.broken)
    if report.broken:
        for found in report.broken:
            run.output.say(f"Line {found.seq}: {found.what}")
        run.output.say(f"The ledger has {report.count} lines, and the chain is broken.")
        return 1
    run.output.say(f"{report.count} lines, and the chain holds. Its last hash is {report.head}.")
    run.output.say("Note that hash down elsewhere: lines cut off at the end can be seen only by comparing with it.")
    return 0


def export(run: "Run") -> int:
    """As JSON lines, with the rule to check them by."""
    from artistguard.workflow import custody

    with run.studio() as studio:
        written = custody.export(studio.catalogue, run.arguments.file, with_sealed=run.arguments.with_sealed)
    run.output.answer(entries=written.lines, withheld=written.withheld, file=run.arguments.file)
    run.output.say(f"{written.lines} lines written to {run.arguments.file}.")
    if written.withheld:
        run.output.say(
            f"{written.withheld} of them tell of what is under a client's seal: they keep their place and their "
            "hashes, without their content. --with-sealed writes them in full."
        )
    return 0
