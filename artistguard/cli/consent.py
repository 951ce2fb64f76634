"""artistguard consent ...: a dated record of every yes that was given."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.model.errors import UsageError
from artistguard.model.rights import DataUse

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.grants import Grant
    from artistguard.workflow.studio import Studio


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("consent", help="a dated record of every yes: to whom, for which uses, for which works")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    one = acts.add_parser("grant", help="write down that you said yes")
    one.add_argument("to", help="whom you said yes to")
    one.add_argument("works", nargs="*", metavar="ID", help="works: numbers or ids")
    one.add_argument("--client", metavar="NAME", help="all works of this client")
    one.add_argument("--all", action="store_true", help="all works")
    one.add_argument("--use", action="append", choices=[use.value for use in DataUse], default=[], required=True,
                     help="what they may do; repeat it for several")  # fmt: skip
    one.add_argument("--since", type=day, metavar="DAY", help="the first day (default: today)")
    one.add_argument("--until", type=day, metavar="DAY", help="the last day (default: until you end it)")
    one.add_argument("--note", default="", help="in your own words")
    one.add_argument("--document", type=Path, metavar="FILE", help="the contract: its SHA-256 is kept, not the file")
    one.set_defaults(run=grant)
    acts.add_parser("list", help="every consent, ended ones too").set_defaults(run=show_all)
    one = acts.add_parser("end", help="write down that a consent holds no longer")
    one.add_argument("id")
    one.add_argument("--last", type=day, metavar="DAY", help="the last day on which it held (default: today)")
    one.set_defaults(run=end)


def day(text: str) -> date:
    """A day as people type it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-26") from None


def grant(run: "Run") -> int:
    """A row in the record, and a line in the chain."""
    from artistguard.workflow import grants

    arguments = run.arguments
    chosen = [bool(arguments.works), arguments.client is not None, arguments.all]
    if sum(chosen) != 1:
        raise UsageError("For which works is it?", "Name works, or give --client or --all.")
    with run.studio() as studio:
        made = grants.grant(
            studio,
            arguments.to,
            uses=[DataUse(use) for use in arguments.use],
            since=arguments.since or date.today(),
            until=arguments.until,
            works=[studio.catalogue.works.find(work).id for work in arguments.works],
            client=studio.catalogue.clients.get(arguments.client) if arguments.client else None,
            note=arguments.note,
            document=arguments.document,
        )
        words = described(studio, made)
    run.output.answer(grant=made)
    run.output.say(f"Written down as {made.id}: {words}.")
    run.output.say("What is reserved elsewhere stays as it is: a yes to one takes nothing back from others.")
    return 0


def show_all(run: "Run") -> int:
    """A row a consent."""
    with run.studio() as studio:
        found = studio.catalogue.grants.list()
        rows = [
            (one.id, one.to, one.since, _last(one), ", ".join(one.uses), scope(studio, one), one.note) for one in found
        ]
    run.output.answer(grants=found)
    if rows:
        run.output.table(("Id", "To", "From", "Until", "Uses", "Works", "Note"), rows)
    else:
        run.output.say("No consent is on record. Write one down with 'artistguard consent grant'.")
    return 0


def end(run: "Run") -> int:
    """The grant stays on record, with its last day."""
    from artistguard.workflow import grants

    with run.studio() as studio:
        ended = grants.end(studio, run.arguments.id, run.arguments.last)
    run.output.answer(grant=ended)
    never = ended.ended_on is not None and ended.ended_on < ended.since
    how = "it never held" if never else f"its last day is {ended.ended_on}"
    run.output.say(f"The consent to {ended.to} is written down as ended; {how}.")
    return 0


def described(studio: "Studio", one: "Grant") -> str:
    """A grant in one line."""
    return f"to {one.to}, {', '.join(one.uses)}, {scope(studio, one)}, from {one.since} {_last(one)}".rstrip()


def scope(studio: "Studio", one: "Grant") -> str:
    """Which works are meant."""
    if one.client_id is not None:
        return f"works of {studio.catalogue.clients.get(one.client_id).name}"
    if not one.works:
        return "all works"
    found = studio.catalogue.works.get_many(one.works)
    return ", ".join(f"#{work.number}" for work in sorted(found.values(), key=lambda work: work.number))


def _last(one: "Grant") -> str:
    days = [last for last in (one.until, one.ended_on) if last is not None]
    if days and min(days) < one.since:
        return "(taken back before it began)"
    return f"to {min(days)}" if days else ""
