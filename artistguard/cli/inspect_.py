"""artistguard inspect FILE...: what any file says, and which readers see a reservation in it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.cli.output import Output


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("inspect", help="what a file says: credential, tags, and who sees your no")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Read the files; nothing is imported and nothing is changed."""
    from artistguard.model import paths
    from artistguard.workflow.inspect_ import inspect

    output = run.output
    found, failures = [], []
    with run.studio() as studio:
        for item in inspect(studio, run.arguments.files):
            shown = paths.printable(item.path)
            if item.error is not None:
                failures.append((shown, item.error))
                continue
            assert item.says is not None
            found.append({"file": paths.text(item.path), "ours": item.ours, **item.says})
            describe(output, shown, item.says, item.ours)
            if run.cancel.cancelled:
                break
    output.answer(files=found)
    return 1 if output.failures(failures) else 0


def describe(output: "Output", name: str, says: dict[str, Any], ours: str) -> None:
    """One file for people: who vouches, the reader table, history, tags."""
    output.say(f"\n{name}")
    if ours:
        output.say(f"  {ours}")
    credential = says["credential"]
    output.say(f"  {credential['integrity']}")
    if credential["present"]:
        output.say(f"  {credential['trust']}")
    for step in says["history"]:
        detail = f": {step['detail']}" if step["detail"] else ""
        when = f", {step['when']}" if step["when"] else ""
        by = f" ({step['by']}{when})" if step["by"] else when
        output.say(f"  {'  ' * step['depth']}- {step['what']}{detail}{by}")
    reader_rows(output, says["readers"])
    if says["tags"]:
        output.table(("", "Tag", "Value"), ((tag["group"], tag["name"], tag["value"][:200]) for tag in says["tags"]))
    for sidecar in says["sidecars"]:
        output.say(f"  Beside it: {sidecar['name']} ({sidecar['note']})")
    for note in says["notes"]:
        output.say(f"  {note}")


def reader_rows(output: "Output", rows: list[dict[str, Any]]) -> None:
    """The reader table: who sees a reservation in this file, and why not."""
    words = {True: "sees your no", False: "does not", None: "cannot say"}
    output.table(("Reader", "", "Why"), ((row["reader"], words[row["sees"]], row["why"]) for row in rows))
