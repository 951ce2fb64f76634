"""artistguard selftest: how many copies of your own works would be found, kind by kind, and which works cannot be."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.artwork import Artwork
    from artistguard.workflow.selftest import SelfTest


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("selftest", help="how many copies of your own works a scan would find, kind by kind")
    verb.add_argument("--works", type=int, default=50, metavar="N", help="works to make copies of (default: 50)")
    verb.add_argument("--no-points", action="store_true", help="by hash alone: several times quicker")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Make copies in memory, look for them, say what was found. No file is written and nothing is sent."""
    from artistguard.workflow.selftest import BITS, selftest

    output = run.output
    with run.studio() as studio, output.progress("Self-test") as progress:
        found = selftest(
            studio, run.arguments.works, points=not run.arguments.no_points, progress=progress, cancel=run.cancel
        )
    output.answer(
        works=found.works,
        mean={"by_hash": {bits: round(found.mean(bits), 4) for bits in BITS}, "by_points": found.mean_points},
        attacks=[
            {
                "name": each.attack,
                "words": each.words,
                "on_grid": each.on_grid,
                "copies": each.works,
                "by_hash": dict(zip(BITS, each.by_hash, strict=True)),
                "by_points": each.by_points,
            }
            for each in found.recalls
        ],
        cannot_be_searched=[_work(work, why) for work, why in found.closed],
        hardly=[_work(work, why) for work, why in found.narrow],
    )
    if found.recalls:
        _tell(run, found)
    for text, works in (
        ("Cannot be searched for by picture, but for an equal hash:", found.closed),
        ("Found only where it was hardly changed:", found.narrow),
    ):
        if works:
            output.say(f"\n{text}")
            output.table(("Work", "Title", "Why"), ((f"#{w.number}", w.title, why) for w, why in works))
    return 1 if output.failures([(work.title, error) for work, error in found.trouble]) else 0


def _tell(run: "Run", found: "SelfTest") -> None:
    from artistguard.workflow.selftest import BITS

    def share(count: int | None, of: int) -> str:
        return "-" if count is None else f"{100 * count / of:.0f} %"

    looked = found.mean_points is not None
    run.output.table(
        ("Copy", "Equal hash", *(f"Up to {bits} bits" for bits in BITS[1:]), *(["By points"] if looked else [])),
        (
            (
                each.words + ("" if each.on_grid else " *"),
                *(share(count, each.works) for count in each.by_hash),
                *([share(each.by_points, each.works)] if looked else []),
            )
            for each in found.recalls
        ),
    )
    means = ", ".join(
        f"{100 * found.mean(bits):.0f} % {f'up to {bits} bits off' if bits else 'with an equal hash'}" for bits in BITS
    )
    points = (
        f" By points, where the picture itself can be had: {100 * (found.mean_points or 0):.0f} %." if looked else ""
    )
    works = "1 work" if found.works == 1 else f"{found.works} works"
    run.output.say(
        f"Copies of {works}, {len(found.recalls)} kinds. By hash, as a data set is searched, are found: {means}."
        f"{points} * no view is made for just this kind."
    )
    run.output.say(
        "A hash that is near is not yet a find: how far one may be off in a set depends on how many rows it has."
    )


def _work(work: "Artwork", why: str) -> dict[str, Any]:
    return {"work": work.id, "number": work.number, "title": work.title, "why": why}
