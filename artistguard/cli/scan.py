"""artistguard scan SET...: which rows of a data set are copies of your works."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artistguard.cli.app import Run
    from artistguard.cli.output import Output
    from artistguard.formats.tables import Field
    from artistguard.workflow.scan_finds import ScanReport
    from artistguard.workflow.scan_plan import ScanPlan
    from artistguard.workflow.scan_weighed import Weighed
    from artistguard.workflow.studio import Studio

_SHOWN = 20


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("scan", help="which rows of a data set are copies of your works, by their hashes")
    verb.add_argument(
        "sets",
        nargs="*",
        metavar="SET",
        help="a known set, a table, a tar, a folder of these or of pictures, an address",
    )
    verb.add_argument("--list", action="store_true", help="the sets that are known by name")
    verb.add_argument("--threshold", default="auto", metavar="auto|N", help="bits a hash may be off, 0 to 10")
    verb.add_argument("--workers", type=int, metavar="N", help="worker processes (default: one a core)")
    verb.add_argument("--scheduler", metavar="URL", help="search on the workers of a Dask scheduler, tls://HOST:PORT")
    for name, what in (("ca", "the authority's certificate"), ("cert", "your certificate"), ("key", "its key")):
        verb.add_argument(f"--tls-{name}", metavar="FILE", type=Path, help=f"{what} (PEM), for --scheduler")
    verb.add_argument("--hash-column", metavar="NAME", help="the column of perceptual hashes, if it is not found")
    verb.add_argument("--words", action="store_true", help="instead count your names and addresses in all its words")
    for name in ("url", "caption"):
        verb.add_argument(f"--{name}-column", metavar="NAME", help=f"the column of {name}s, if it is not found")
    verb.add_argument("--no-words", action="store_true", help="do not read URL and caption of the hits")
    verb.add_argument(
        "--self-check", action="store_true", help="only fetch a few of its pictures: are its hashes of our kind"
    )
    verb.add_argument("--dry-run", action="store_true", help="say what would be read, and how long it takes")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Plan, say so, search, weigh, and make cards of what is found."""
    from artistguard import settings
    from artistguard.cli import scan_words
    from artistguard.formats.tables import Field
    from artistguard.model.errors import Damaged, UsageError
    from artistguard.work.many import Scheduler
    from artistguard.workflow import image_sets, scan, scan_finds, scan_plan, scans, self_check

    arguments, output = run.arguments, run.output
    bits = _bits(arguments.threshold)
    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError("--workers is a number from 1 on.", "Leave it away for one a core.")
    named = (
        (Field.HASH, arguments.hash_column),
        (Field.URL, arguments.url_column),
        (Field.CAPTION, arguments.caption_column),
    )
    columns = {each: name for each, name in named if name}
    scheduler = None
    if arguments.words and arguments.scheduler:
        raise UsageError("Words are read on this machine: your names do not leave it.", "Leave --scheduler away.")
    if arguments.scheduler:
        scheduler = Scheduler(arguments.scheduler, arguments.tls_ca, arguments.tls_cert, arguments.tls_key)
        scheduler.host  # noqa: B018 - a wrong one is said before anything is planned
    with run.studio() as studio:
        if arguments.list:
            known = image_sets.known(studio)
            output.answer(sets=list(known.values()))
            output.table(("Name", "Title", "Rows"), ((s.name, s.title, s.rows or "") for s in known.values()))
            return 0
        if not arguments.sets:
            raise UsageError("No set is named.", "Give a file, a folder, or a name from 'artistguard scan --list'.")
        if arguments.workers is not None:
            # For this run; nothing is stored.
            studio.settings = settings.changed(studio.settings, "workers", str(arguments.workers))
        for target in arguments.sets:
            if first := scans.first_look(studio, target):
                output.say(first)
        if arguments.self_check:
            return _self_check(run, studio, columns)
        if arguments.words:
            return scan_words.search(run, studio, columns)
        answers: list[dict[str, Any]] = []
        failed: list[tuple[str, dict[str, Any]]] = []
        for target in arguments.sets:
            with output.progress("Hashing views") as progress:
                plan = scan_plan.plan(
                    studio, target, bits=bits, columns=columns, elsewhere=scheduler is not None, progress=progress,
                    cancel=run.cancel,
                )  # fmt: skip
            said = _planned(plan)
            output.say(said["sentence"])
            failed += [(name, error.as_json()) for name, error in plan.trouble]
            if arguments.dry_run:
                answers.append({"set": plan.set.name, "plan": said})
                continue
            checked = self_check.check(studio, plan.set, plan.files, cancel=run.cancel)
            if checked is not None:
                output.say(checked.sentence)
            batch = scan.begin(studio, plan)
            with output.progress("Searching") as progress:
                report = scan.run(studio, batch, scheduler=scheduler, progress=progress, cancel=run.cancel)
            with output.progress("Reading hits") as progress:
                found = scan_finds.weigh(studio, batch, words=not arguments.no_words, progress=progress, cancel=None)
            news = scan_finds.record(studio, plan.set.name, found, plan.set.title)
            failed += [(name, dict(error)) for name, error in report.failures]
            failed += [(name, dict(Damaged(why).as_json())) for name, why in found.cut]
            answers.append({**_answer(found, batch, news), "set": plan.set.name, "plan": said, "self_check": checked})
            _tell(run, found, plan)
            if report.stopped is not None:
                raise report.stopped
            run.cancel.check()
        output.answer(scans=answers)
    return 1 if output.failures(failed) else 0


def _self_check(run: "Run", studio: "Studio", columns: "Mapping[Field, str]") -> int:
    from artistguard.workflow import self_check

    answers = []
    for target in run.arguments.sets:
        with run.output.progress("Fetching pictures") as progress:
            told = self_check.of_set(studio, target, columns=columns, progress=progress, cancel=run.cancel)
        run.output.say(f"{target}: {told.sentence}")
        answers.append({"set": target, "self_check": told, "sentence": told.sentence})
    run.output.answer(self_checks=answers)
    return 0


def _bits(text: str) -> int | None:
    from artistguard.matching.hamming import MOST_BITS
    from artistguard.model.errors import UsageError

    if text == "auto":
        return None
    if not text.isascii() or not text.isdecimal() or int(text) > MOST_BITS:
        raise UsageError(f"--threshold is auto, or a number from 0 to {MOST_BITS}.")
    return int(text)


def _planned(plan: "ScanPlan") -> dict[str, Any]:
    works = len({picture.work.id for picture in plan.portfolio.pictures})
    return {
        "sentence": plan.sentence,
        "rows": plan.rows,
        "views": len(plan.portfolio),
        "works": works,
        "bits": plan.bits,
        "bytes_first": plan.first,
        "bytes_words": plan.words,
        "bytes_own_files": plan.digested,
        "bytes_fetched_to_plan": plan.looked,
        "rows_kept": plan.kept,
        "bytes_kept": plan.stored,
        "seconds": round(plan.seconds, 1),
        "too_plain": plan.plain,
        "not_read": [
            {"work": w.id, "number": w.number, "title": w.title, "why": why} for w, why in plan.portfolio.missing
        ],
        "sealed": plan.sealed,
    }


def _answer(report: "ScanReport", batch: str, news: int) -> dict[str, Any]:
    return {
        "batch": batch,
        "says": _says(report),
        "rows": report.rows,
        "rows_with_hash": report.valid,
        "raw_hits": report.raw,
        "background": report.background,
        "coverage": report.coverage,
        "cards_with_news": news,
        "trouble": list(report.trouble),
        "found": [find_as_json(each) for each in report.found],
    }


def _says(report: "ScanReport") -> str:
    """What the answer shows, and what it does not."""
    from artistguard.workflow import scan_cards

    return scan_cards.LISTED if report.found else scan_cards.nothing(report.by_hash) if report.valid else ""


def find_as_json(each: "Weighed") -> dict[str, Any]:
    """A found row as `--json` shows it."""
    from artistguard.model import wire

    return {
        "file": each.file,
        "row": each.row,
        "work": each.work.id,
        "number": each.work.number,
        "title": each.work.title,
        "band": each.band,
        "false_alarms": each.odds.nfa,
        "extrapolated": each.odds.chance.extrapolated,
        "distance": each.distance,
        "way": each.way,
        "turn": each.turn,
        "name": each.details.get("name", ""),
        "agreement": wire.dump(each.confirmed.agreement) if each.confirmed is not None else None,
        "url": each.url,
        "caption": each.caption,
        "names": [hit.found for hit in each.names],
        "addresses": [hit.found for hit in each.addresses],
    }


def _tell(run: "Run", report: "ScanReport", plan: "ScanPlan") -> None:
    output = run.output
    total = report.coverage.total
    seen = f"{report.valid:,} {f'of {total:,} ' if total else ''}rows of {plan.set.title}"
    if not report.found and not report.rows:
        output.say(f"Nothing of {plan.set.title} was searched.")
    elif not report.found and not report.valid:
        output.say(f"No row of {plan.set.title} that was read has a hash, so nothing was searched.")
    elif not report.found:
        output.say(f"Nothing of yours found in {seen}.")
    else:
        rows = "1 row" if len(report.found) == 1 else f"{len(report.found):,} rows"
        output.say(f"{rows} may hold works of yours, of {seen}.")
        scan_rows(output, report.found[:_SHOWN])
        output.say(
            f"By chance: in how many such scans chance alone would give a hit as near, measured on "
            f"{report.background:,} rows of the set; * beyond what was measured."
        )
    if says := _says(report):
        output.say(says)
    if report.coverage.note:
        output.say(report.coverage.note)
    for line in report.trouble:
        output.note(f"  {line}")


def scan_rows(output: "Output", found: "Sequence[Weighed]") -> None:
    """Found rows as a table."""
    from artistguard.workflow.scan_cards import one_in

    output.table(
        ("Row", "Work", "", "How", "Bits", "Points", "By chance", "Caption"),
        (
            (
                f"{each.row:,}",
                f"#{each.work.number} {each.work.title}",
                each.band.value,
                ", ".join(words for words in (each.turn.value, each.way) if words != "as it is"),
                each.distance,
                each.confirmed.agreement.points if each.confirmed is not None else "",
                one_in(each.odds.nfa) + ("*" if each.odds.chance.extrapolated else ""),
                each.caption[:60],
            )
            for each in found
        ),
    )
