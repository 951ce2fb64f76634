"""artistguard scan SET --words: how often your names and addresses stand in the words of a data set."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.formats.tables import Field
    from artistguard.workflow.studio import Studio
    from artistguard.workflow.word_finds import Said, WordReport

_SHOWN = 20
_EXAMPLES = 3  # of a name or address


def search(run: "Run", studio: "Studio", columns: "Mapping[Field, str]") -> int:
    """Plan, say so, read, and make a card of each name and address that is there."""
    from artistguard.model.errors import Damaged
    from artistguard.workflow import scan_words, word_finds

    output = run.output
    answers: list[dict[str, Any]] = []
    failed: list[tuple[str, dict[str, Any]]] = []
    for target in run.arguments.sets:
        with output.progress("Looking at the tables") as progress:
            plan = scan_words.plan(studio, target, columns=columns, progress=progress, cancel=run.cancel)
        output.say(plan.sentence)
        failed += [(name, error.as_json()) for name, error in plan.trouble]
        said = {
            "sentence": plan.sentence,
            "rows": plan.rows,
            "bytes": plan.size,
            "bytes_fetched_to_plan": plan.looked,
            "seconds": round(plan.seconds, 1),
            "names": len(plan.question["names"]),
            "addresses": len(plan.question["addresses"]),
            "left_out": list(plan.left_out),
        }
        if run.arguments.dry_run:
            answers.append({"set": plan.set.name, "plan": said})
            continue
        batch = scan_words.begin(studio, plan)
        with output.progress("Reading words") as progress:
            report = scan_words.run(studio, batch, progress=progress, cancel=run.cancel)
        found = word_finds.told(studio, batch)
        news = word_finds.record(studio, found)
        failed += [(name, dict(error)) for name, error in report.failures]
        failed += [(name, dict(Damaged(why).as_json())) for name, why in found.cut]
        answers.append({"set": plan.set.name, "plan": said, **_answer(found, batch, news)})
        _tell(run, found)
        if report.stopped is not None:
            raise report.stopped
        run.cancel.check()
    output.answer(words=answers)
    return 1 if output.failures(failed) else 0


def _answer(report: "WordReport", batch: str, news: int) -> dict[str, Any]:
    return {
        "batch": batch,
        "rows": report.rows,
        "coverage": report.coverage,
        "cards_with_news": news,
        "found": [
            {
                "key": each.key,
                "subject": each.subject,
                "rows": each.rows,
                "strengths": dict(each.strengths),
                "examples": list(each.examples),
            }
            for each in report.found
        ],
    }


def _tell(run: "Run", report: "WordReport") -> None:
    output = run.output
    total = report.coverage.total
    seen = f"{report.rows:,} {f'of {total:,} ' if total else ''}rows of {report.set.title}"
    if not report.found:
        output.say(f"None of your names and addresses found in the words of {seen}.")
    else:
        output.say(f"In the words of {seen}:")
        output.table(("", "Rows", "", "For example"), map(_row, report.found[:_SHOWN]))
        output.say("A name in a set says that the set lists it; not that a model learned it.")
    if report.coverage.note:
        output.say(report.coverage.note)


def _row(each: "Said") -> tuple[object, ...]:
    parts = ", ".join(f"{count:,} {strength.value}" for strength, count in each.strengths.items())
    shown = (next(iter([*one.texts.values()][::-1]), one.found)[:60] for one in each.examples[:_EXAMPLES])
    return each.subject, f"{each.rows:,}", parts, " | ".join(dict.fromkeys(shown))
