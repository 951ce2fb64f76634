"""artistguard registry search FILE|ID --at NAME: who declared the very file there, and what looks like it."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.registry_search import LookedUpThere


def register(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this act."""
    act = acts.add_parser("search", help="look a picture up at a hub or a search service; nothing is declared")
    act.add_argument("what", metavar="FILE|ID", help="a picture, or a work by its number or id")
    act.add_argument("--at", required=True, metavar="NAME", help="a hub, or a search service of your hub list")
    act.set_defaults(run=run)


def run(run: "Run") -> int:
    """Ask, and show what was answered."""
    from artistguard.workflow.registry_search import search

    with run.studio() as studio:
        found = search(studio, run.arguments.what, run.arguments.at, cancel=run.cancel)
    output = run.output
    output.answer(
        at=found.service.name,
        url=found.service.url,
        iscc=found.iscc,
        blake3=found.blake3,
        works=[{"id": work.id, "number": work.number, "title": work.title} for work in found.works],
        sentence=found.sentence,
        declared=found.declared,
        similar=found.similar,
        yours=sorted(found.yours),
    )
    output.say(found.sentence)
    if found.declared:
        rows = (
            (one.iscc_id, _yours(found, one.iscc_id), one.at, one.pubkey, one.gateway or "-") for one in found.declared
        )
        output.table(("Declared as", "", "When, by its word", "By the key", "Terms at"), rows)
    if found.similar:
        matches = (
            (
                one.iscc_id,
                _yours(found, one.iscc_id),
                f"{one.score:.2f}",
                ", ".join(f"{name} {share:.2f}" for name, share in one.types.items()),
                ", ".join(f"{name}: {text}" for name, text in one.metadata.items()),
            )
            for one in found.similar
        )
        output.table(("Held there as", "", "Score", "By unit", "What it says of it"), matches)
        output.say("  Scores are the service's own, 0 to 1. A likeness is a hint, no proof.")
    return 0


def _yours(found: "LookedUpThere", iscc_id: str) -> str:
    return "yours" if iscc_id in found.yours else ""
