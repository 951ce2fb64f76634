"""artistguard check LINK|FILE|TEXT: what of mine is in something that somebody sent."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.check_this import CheckedThis

_SHOWN = 50
_NOT_SENT = 2


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("check", help="what of yours is in a link, a file or a text that somebody sent you")
    verb.add_argument("what", metavar="LINK|FILE|TEXT", help="- reads a text from standard input")
    verb.add_argument("--agree", action="store_true", help="agree that the link's host is asked, this one time")
    verb.add_argument("--keep", action="store_true", help="make a find of what the link led to, to be looked after")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Exit code 2 where nothing was sent, because nobody agreed yet."""
    from artistguard.workflow.check_files import LONGEST
    from artistguard.workflow.check_this import check_once, check_this
    from artistguard.workflow.check_this import keep as keep_find

    what, piped = run.arguments.what, run.arguments.what == "-"
    if piped:
        what = sys.stdin.buffer.read(4 * LONGEST + 4).decode("utf-8", "replace")
    check = check_once if run.arguments.agree else check_this
    with run.studio() as studio, run.output.progress("Check") as progress:
        found = check(studio, what, text=piped, progress=progress, cancel=run.cancel)
        card = keep_find(studio, found) if run.arguments.keep and found.answered else None
    _answer(run, found)
    _tell(run, found)
    if card is not None:
        run.output.answer(find=card.id)
        run.output.say(f"\nKept as find {card.id}: 'artistguard matches show {card.id}'.")
    return 0 if found.answered else _NOT_SENT


def _answer(run: "Run", found: "CheckedThis") -> None:
    from artistguard.cli.lookup import as_json

    looked_up: list[Any] = [as_json(item) for item in found.looked_up if item.error is None]
    run.output.answer(
        kind=found.kind,
        title=found.title,
        sentence=found.sentence,
        answered=found.answered,
        matches=found.matches,
        coverage=found.coverage,
        missing=found.missing,
        planned=found.planned,
        looked_up=looked_up,
    )


def _tell(run: "Run", found: "CheckedThis") -> None:
    from artistguard.workflow import lookup
    from artistguard.workflow.coverage import searched

    say = run.output.say
    if found.answered:
        say(found.title)
    say(found.sentence)
    for item in found.looked_up:
        if item.best is not None:
            say(lookup.sentence(item))
    if found.matches:
        rows = ((m.key.value, m.found, m.strength.value, m.reason) for m in found.matches[:_SHOWN])
        run.output.table(("By", "Found", "", "Why"), rows)
        if len(found.matches) > _SHOWN:
            say(f"  ... and {len(found.matches) - _SHOWN} more; --json names them all.")
    if found.coverage:
        say("\nLooked at:")
        for part in found.coverage:
            say(f"  {part.what}: {searched(part)}")
    if found.missing and found.answered:
        say("\nMore could be looked at, with your consent:")
    for need in found.missing if found.answered else ():
        say(f"  'artistguard network allow {need.host} --for {'picture' if need.pictures else 'check'}': {need.why}")
    if not found.answered:
        for request in found.planned:
            say(f"\nThis would be sent ({request.why}):")
            for line in request.request.splitlines():
                say(f"  {line}")
