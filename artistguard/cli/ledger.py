"""artistguard ledger ...: what was reserved where, since when, with which proof; checked, stamped and written out."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.cli.consent import day, described
from artistguard.model.counting import counted
from artistguard.model.errors import UsageError

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.cli.output import Output
    from artistguard.model.reserved import Reserved


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("ledger", help="what was reserved where, since when, and the proof of it")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    show = acts.add_parser("show", help="a work on a day, or all works in short")
    show.add_argument("work", nargs="?", metavar="ID", help="a work: its number or id (default: all, in short)")
    show.add_argument("--on", type=day, metavar="DAY", help="a past day, as it ended (default: now)")
    show.set_defaults(run=show_day)
    acts.add_parser("verify", help="check the chain, and the time stamps over it").set_defaults(run=verify)
    stamp_ = acts.add_parser("stamp", help="have a time-stamp authority stamp the chain's head")
    stamp_.add_argument("--show", action="store_true", help="only show what would be sent")
    stamp_.set_defaults(run=stamp)
    export_ = acts.add_parser("export", help="as a static website (--site), or as a ZIP file for a lawyer")
    export_.add_argument("target", type=Path, metavar="DIR|FILE.zip")
    export_.add_argument("--site", action="store_true", help="documents for machines, to be put on your website")
    export_.add_argument(
        "--domain", metavar="D", help="of the site, as in ada.example (default: the setting registry_domain)"
    )
    export_.add_argument("--titles", action="store_true", help="the works' titles stand in the site's index")
    export_.add_argument("--overwrite", action="store_true", help="replace files that were not written by this")
    export_.add_argument("--work", action="append", default=[], metavar="ID", help="only this work; repeat it")
    export_.add_argument("--from", dest="since", type=day, metavar="DAY", help="the first day (default: all days)")
    export_.add_argument("--until", type=day, metavar="DAY", help="the last day (default: today)")
    export_.add_argument(
        "--include-sealed",
        action="append",
        default=[],
        metavar="CLIENT",
        help="works of this sealed client as well; they are never in it otherwise",
    )
    export_.add_argument("--dry-run", action="store_true", help="show what would be written to the site")
    export_.set_defaults(run=export)


def show_day(run: "Run") -> int:
    """What was said, what was not, and who had a consent."""
    from artistguard.workflow import reserved

    if run.arguments.work is None:
        return _summary(run)
    with run.studio() as studio:
        work = studio.catalogue.works.find(run.arguments.work)
        found = reserved.on(studio, work.id, run.arguments.on)
        consents = [described(studio, grant) for grant in found.grants]
    run.output.answer(reserved=found)
    _tell(run, found, consents)
    return 0


def verify(run: "Run") -> int:
    """Every break is located: in the chain, and in the stamps over it."""
    from artistguard.workflow import ledger_stamps

    output = run.output
    with run.studio() as studio:
        report = ledger_stamps.check(studio)
    output.answer(
        entries=report.chain.count,
        head=report.chain.head,
        breaks=report.chain.broken,
        backwards=report.chain.backwards,
        stamps=[{"stamp": stamped, "check": checked} for stamped, checked in report.stamps],
        unstamped=report.unstamped,
    )
    for found in report.chain.broken:
        output.say(f"Line {found.seq}: {found.what}")
    for stamped, checked in report.stamps:
        for text in checked.faults or checked.says:
            output.say(f"Time stamp over line {stamped.line}: {text}")
    lines = counted(report.chain.count, "line", "lines")
    if not report.whole:
        output.say(f"The ledger has {lines}, and it is not as it was written.")
        return 1
    output.say(f"{lines}, and the chain holds. Its last hash is {report.chain.head}.")
    if report.chain.backwards:
        number = counted(report.chain.backwards, "line is", "lines are")
        output.say(f"{number} dated before the line before: a clock was set back, or two clocks differ. "
                   "The order is the chain's, whatever the dates say.")  # fmt: skip
    if report.unstamped:
        one = report.unstamped == 1
        last = "line: its moment is" if one else f"{report.unstamped} lines: their moments are"
        output.say(f"No time stamp is over the last {last} this computer's own. See 'artistguard ledger stamp'.")
    output.say(report.chain.caveat)
    return 0


def stamp(run: "Run") -> int:
    """One hash and a random number leave; the answer becomes a line of the chain."""
    from artistguard.workflow import ledger_stamps

    with run.studio() as studio:
        planned = ledger_stamps.would_send(studio)
        made = None if run.arguments.show else ledger_stamps.stamp(studio, cancel=run.cancel)
    run.output.answer(planned=planned, stamp=made)
    if made is None:
        run.output.say("\n".join(planned.request.splitlines()))
        run.output.say("Then the SHA-256 of the chain's last line and a random number, and nothing else.")
        run.output.say(f"{planned.bytes_out} bytes, before encryption. Nothing was sent.")
        return 0
    run.output.say(
        f"{made.authority} says: line {made.line} and all before it were there on {made.at:%Y-%m-%d %H:%M:%S} UTC. "
        f"Its answer is line {made.own_line}."
    )
    return 0


def export(run: "Run") -> int:
    """A folder for a website, or one file for a lawyer."""
    arguments = run.arguments
    of_file = [arguments.work, arguments.since, arguments.until, arguments.include_sealed]
    of_site = [arguments.domain, arguments.titles, arguments.overwrite, arguments.dry_run]
    if arguments.site:
        if any(of_file):
            raise UsageError(
                "A site holds every work that is declared now and not sealed.",
                "--work, --from, --until and --include-sealed are for the ZIP file.",
            )
        return _site(run)
    if any(of_site):
        raise UsageError("--domain, --titles, --overwrite and --dry-run are for the website.", "Give --site as well.")
    return _file(run)


def _file(run: "Run") -> int:
    from artistguard.workflow import ledger_export
    from artistguard.workflow.ledger_tables import ExportOrder

    arguments, output = run.arguments, run.output
    with run.studio() as studio:
        order = ExportOrder(
            works=tuple(studio.catalogue.works.find(work).id for work in arguments.work),
            since=arguments.since,
            until=arguments.until,
            sealed=frozenset(studio.catalogue.clients.get(name).id for name in arguments.include_sealed),
        )
        made = ledger_export.export(studio, arguments.target, order)
    output.answer(exported=made)
    output.say(f"{made.path}: {counted(made.works, 'work', 'works')}, "
               f"{counted(made.statements, 'statement', 'statements')}.")  # fmt: skip
    other = counted(made.withheld, "that is about something else is", "that are about something else are")
    by = "its" if made.withheld == 1 else "their"
    output.say(f"chain.jsonl shows {counted(made.lines, 'line', 'lines')}; {other} there by {by} hash alone.")
    if made.left_out == 1:
        output.say("1 work is sealed, or names a sealed client, and is not in it.")
    elif made.left_out:
        output.say(f"{made.left_out} works are sealed, or name a sealed client, and are not in it.")
    output.say("README.txt in it says how to check it, what it proves, and what not.")
    return 0


def _site(run: "Run") -> int:
    from artistguard.workflow import ledger_site

    arguments, output = run.arguments, run.output
    with run.studio() as studio:
        domain = arguments.domain or studio.settings.registry_domain
        if not domain:
            raise UsageError("For which site is it?", "Give --domain, or set registry_domain.")
        made = ledger_site.plan(
            studio, arguments.target, domain, titles=arguments.titles, overwrite=arguments.overwrite
        )
        if not arguments.dry_run:
            ledger_site.write(studio, made)
    output.answer(
        domain=made.domain,
        works=made.works,
        listed=made.listed,
        gateway=made.gateway,
        files=[{"path": file.path, "state": file.state, "bytes": len(file.body)} for file in made.files],
        notes=made.notes,
        stale=made.stale,
    )
    states = Counter(file.state.value for file in made.files)
    listed = f"{counted(made.listed, 'file', 'files')} of {counted(made.works, 'work', 'works')}"
    output.say(f"{listed}: " + ", ".join(f"{n} {s}" for s, n in states.items()) + ".")
    for note in made.notes:
        output.say(note)
    output.say(f"The gateway for a hub's entries: {made.gateway}")
    output.say(
        "Nothing was written."
        if arguments.dry_run
        else "Upload the folder to the root of your site. No server logic "
        "is needed; sealed works are in none of the files."
    )
    failed = [(str(arguments.target / file.path), file.error) for file in made.files if file.error is not None]
    return 1 if output.failures(failed) else 0


def _tell(run: "Run", found: "Reserved", consents: list[str]) -> None:
    from artistguard.workflow.reserved_words import HONEST

    output = run.output
    output.say(f"#{found.work.number} {found.work.title}, {found.day} ({found.zone})")
    if not found.known:
        output.say("The work was not in this catalogue then.")
        return
    if found.unbroken is not None:
        output.say(f"Something is said without a break since {found.unbroken}.")
    statements(output, found)
    for consent in consents:
        output.say(f"Consent: {consent}.")
    output.say(HONEST)


def statements(output: "Output", found: "Reserved") -> None:
    """What stands, as a table, and what does not."""
    from artistguard.workflow import reserved_words as words

    zone = found.moment.tzinfo
    rows = [
        (words.form(each), each.says, words.place(each), f"{each.since.astimezone(zone):%Y-%m-%d %H:%M}",
         words.proof(each.proof) + ("" if each.reserves else "; reserves nothing by itself"))
        for each in (*found.said, *found.site)
    ]  # fmt: skip
    if rows:
        output.table(("Form", "Says", "Where", "Since", "Proof"), rows)
    for gap in found.gaps:
        since = f" (since {gap.since.astimezone(zone):%Y-%m-%d})" if gap.since else ""
        output.say(f"Gap: {words.gap(gap)}{since}")
    for first, last in found.silent:
        output.say(f"Gap: from {first} to {last} neither a copy nor a registry said anything.")


def _summary(run: "Run") -> int:
    from artistguard.workflow import reserved
    from artistguard.workflow.reserved_words import HONEST, SENTENCES

    with run.studio() as studio:
        found = reserved.summary(studio, run.arguments.on)
    run.output.answer(summary=found)
    run.output.say(f"{found.day} ({found.zone}): {counted(found.works, 'work', 'works')}")
    rows: list[tuple[str, int]] = [
        ("A copy or a registry says something", found.said),
        ("No gap", found.without_gaps),
        ("A consent held", found.granted),
    ]
    rows += [(SENTENCES[kind].format("…", "…", "…"), count) for kind, count in sorted(found.gaps.items())]
    run.output.table(("", "Works"), rows)
    run.output.say(HONEST)
    return 0
