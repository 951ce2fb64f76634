"""artistguard demo: the main job, the ledger, a watch and a scan on the sample, without a screen or a network."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("demo", help="the main job, a watch and a scan on the sample portfolio, no network needed")
    verb.add_argument("--out", type=Path, metavar="DIR", help="a new folder for the copies and the page")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Import, sign with a throw-away signature, read back, watch a hub and scan a set of its own; say what was seen."""
    from artistguard.cli.inspect_ import reader_rows
    from artistguard.cli.ledger import statements
    from artistguard.cli.matches import as_json
    from artistguard.cli.scan import find_as_json, scan_rows
    from artistguard.workflow.coverage import searched
    from artistguard.workflow.demo import demo
    from artistguard.workflow.demo_page import SET_NOTE

    output = run.output
    with output.progress("Demo") as progress:
        result = demo(run.arguments.out, progress=progress)
    output.answer(
        out=result.folder,
        page=result.page,
        works=result.works,
        signed=result.signed,
        posted=result.posted,
        sidecars=result.sidecars,
        seconds=round(result.seconds, 2),
        claims=result.claims,
        before=result.before,
        after=result.after,
        shown=result.shown,
        matches=[as_json(card) for card in result.finds],
        coverage=result.searched,
        digest=result.digest,
        rows=[find_as_json(each) for each in result.rows],
        scanned=result.scanned,
        reserved=result.ledger.work if result.ledger else None,
        ledger=result.ledger.file if result.ledger else None,
        ledger_site=result.ledger.site if result.ledger else None,
    )
    output.say(f"{result.works} sample pictures imported, {result.signed} signed copies and {result.posted} posting "
               f"copies written to {result.folder} in {result.seconds:.1f} s.")  # fmt: skip
    output.say(f"\n{result.shown}, before:")
    reader_rows(output, result.before)
    output.say(f"\n{result.shown}, after:")
    reader_rows(output, result.after)
    if result.ledger is not None:
        output.say(f"\n{result.shown}, what the ledger says of it:")
        statements(output, result.ledger.work)
    output.say("\nA watch over a small hub of the demo's own, on this computer:")
    output.table(
        ("Find", "", "Why"),
        ((card.title, "severe" if card.severe else card.strength.value, card.why) for card in result.finds),
    )
    output.say("What it searched:")
    output.table(("", ""), ((part.what, searched(part)) for part in result.searched))
    output.say(f"\nA scan of a small data set of the demo's own. {SET_NOTE.partition('. ')[2]}")
    scan_rows(output, result.rows)
    output.say()
    output.table(("Claim, checked", ""),
                 ((c.text, "holds" if c.holds else "DOES NOT HOLD: " + c.found) for c in result.claims))  # fmt: skip
    output.say(f"\nA page of it: {result.page}\nThe watch's digest: {result.digest}")
    if result.ledger is not None:
        output.say(f"The ledger, for a lawyer: {result.ledger.file}; as a website: {result.ledger.site}")
    output.say("The signature was a throw-away one: public verifiers will show an unknown signer.")
    return 0 if all(claim.holds for claim in result.claims) else 1
