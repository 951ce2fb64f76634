"""artistguard doctor: whether everything the program needs is there."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("doctor", help="whether everything the program needs is there")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """A row a check."""
    from artistguard.workflow.doctor import examine

    with run.studio() as studio:
        checks = examine(studio)
    run.output.answer(checks=checks)
    words = {True: "ok", False: "look", None: "-"}
    run.output.table(("", "Check", "Found"), ((words[check.ok], check.name, check.found) for check in checks))
    bad = [check for check in checks if check.ok is False]
    run.output.say("Nothing is missing." if not bad else f"{len(bad)} to look at.")
    return 1 if bad else 0
