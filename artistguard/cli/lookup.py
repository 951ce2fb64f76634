"""artistguard lookup FILE...: which of your works a file looks like, and whether it still carries a reservation."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.lookup import Alike, LookedUp

_SHOWN = 5


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("lookup", help="which of your works a picture looks like, mirrored and turned ones too")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument("--confirm", action="store_true", help="compare the pictures themselves, point by point")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Compare the files with all works; nothing is imported and nothing is changed."""
    from artistguard.model import paths, wire
    from artistguard.model.errors import FileError
    from artistguard.workflow.confirm import confirm
    from artistguard.workflow.lookup import lookup, sentence

    output = run.output
    found, failures = [], []
    with run.studio() as studio:
        for item in lookup(studio, run.arguments.files, cancel=run.cancel):
            shown = paths.printable(item.path)
            if item.error is not None:
                failures.append((shown, item.error))
                continue
            answer = as_json(item)
            found.append(answer)
            output.say(f"\n{shown}")
            output.say(f"  {sentence(item)}")
            if run.arguments.confirm and item.best is not None:
                try:
                    compared = confirm(studio, item.best, item.path)
                except FileError as error:
                    failures.append((shown, error))
                else:
                    answer["confirmed"] = {**wire.dump(compared.agreement), "same": compared.agreement.same}
                    output.say(f"  {compared.sentence}")
            if item.alike:
                rows = (_row(alike) for alike in item.alike[:_SHOWN])
                output.table(("Work", "Title", "", "PDQ", "pHash", "Image-Code"), rows)
                output.say("  Bits that differ, of 256, 64 and 64. A likeness is a hint, no proof.")
        run.cancel.check()
    output.answer(files=found)
    return 1 if output.failures(failures) else 0


def as_json(item: "LookedUp") -> dict[str, Any]:
    """One file for scripts."""
    from artistguard.model import paths
    from artistguard.workflow.lookup import sentence

    assert item.says is not None
    sees, known = item.readers
    same = None
    if item.same is not None and item.edition is not None:
        same = {
            "work": item.same.id,
            "number": item.same.number,
            "title": item.same.title,
            "edition": item.edition.id,
            "role": item.edition.role,
            "current": item.edition.superseded_by is None,
        }
    return {
        "file": paths.text(item.path),
        "sentence": sentence(item),
        "sha256": item.says["sha256"],
        "same": same,
        "looks_like": [_alike(alike) for alike in item.alike],
        "compared": item.compared,
        "too_plain": {"this": item.plain, "works": item.unlike_any},
        "readers": {"see": sees, "known": known},
    }


def _alike(alike: "Alike") -> dict[str, Any]:
    return {
        "work": alike.work.id,
        "number": alike.work.number,
        "title": alike.work.title,
        "edition": alike.edition.id,
        "role": alike.edition.role,
        "turn": alike.turn,
        "strength": alike.strength,
        "bits": {"pdq": alike.bits.pdq, "phash": alike.bits.phash, "image_code": alike.bits.code},
    }


def _row(alike: "Alike") -> tuple[object, ...]:
    phash, code = alike.bits.phash, alike.bits.code
    return (
        f"  #{alike.work.number}",
        alike.work.title,
        alike.turn.value,
        alike.bits.pdq,
        "-" if phash is None else phash,
        "-" if code is None else code,
    )
