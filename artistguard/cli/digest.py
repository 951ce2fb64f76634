"""artistguard digest [--since D] [--html FILE]: what is new, and what was searched for it."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("digest", help="what the watch found since the last digest, and what it searched")
    verb.add_argument("--since", type=_moment, metavar="DATE", help="YYYY-MM-DD (default: the last digest)")
    verb.add_argument("--html", type=Path, metavar="FILE", help="write it as a page to print or send")
    verb.add_argument("--with-sealed", action="store_true", help="on the page also what is under a client's seal")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Without --since the next digest begins where this one ends."""
    from artistguard.cli.matches import as_json
    from artistguard.workflow import digest as workflow
    from artistguard.workflow.digest_page import as_html, as_text, write

    with run.studio() as studio:
        found = workflow.digest(studio, run.arguments.since)
        if run.arguments.html is not None:
            write(
                run.arguments.html, as_html(found if run.arguments.with_sealed else workflow.for_others(studio, found))
            )
        if run.arguments.since is None:
            workflow.given_out(studio, found)
    run.output.answer(
        since=found.since,
        until=found.until,
        sentence=found.sentence,
        new=[as_json(card) for card in found.new],
        changed=[as_json(card) for card in found.changed],
        held=found.held,
        waiting=found.waiting,
        watches=found.watches,
        html=run.arguments.html,
    )
    if run.arguments.html is None:
        run.output.say(as_text(found))
    else:
        run.output.say(f"{found.sentence}\nThe page: {run.arguments.html}")
    return 0


def _moment(text: str) -> datetime:
    """A day or a moment, in this machine's time where it names none."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError("a date is written YYYY-MM-DD") from error
