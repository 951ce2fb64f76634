"""artistguard verify-receipt FILE: check an exported receipt, offline."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run

_WORDS = {
    "yes": "It fits.",
    "no": "It does not fit.",
    "not-yet": "What there is fits; its proof is not complete yet.",
    "cannot-say": "It cannot be said: there is nothing to check it against.",
}


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("verify-receipt", help="check a receipt that was written with 'receipts ID --export'")
    verb.add_argument("file", type=Path, metavar="FILE")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """What fits, and where it does not."""
    from artistguard.workflow import registering

    with run.studio() as studio:
        found = registering.verify_file(studio, run.arguments.file)
    run.output.answer(holds=found.holds, says=found.says, faults=found.faults, proven_at=found.proven_at)
    run.output.say(_WORDS[found.holds.value])
    for line in found.says:
        run.output.say(f"  {line}")
    for fault in found.faults:
        run.output.note(f"  Does not fit: {fault}")
    return 0 if found.holds.value == "yes" else 1
