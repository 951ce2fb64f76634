"""artistguard posted FILE|LINK: what a platform left of a copy that you posted."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.posted import Posted


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("posted", help="what a platform left of a copy that you posted")
    verb.add_argument("posted", metavar="FILE|LINK", help="the picture as the platform gives it back")
    verb.add_argument("--ours", type=Path, metavar="FILE", help="the copy you posted (default: the one it looks like)")
    verb.add_argument("--show", action="store_true", help="only show what would be sent for a link")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Compare the two; for a link, after consent to its host."""
    from artistguard.workflow import posted

    given, ours = run.arguments.posted, run.arguments.ours
    link = "://" in given
    if link:
        planned = posted.would_send(given)
        run.output.answer(planned=planned)
        if run.arguments.show:
            run.output.say("\n".join(planned.request.splitlines()))
            run.output.say(f"{planned.bytes_out} bytes, before encryption. Nothing was sent.")
            return 0
    with run.studio() as studio:
        if link:
            found = posted.by_link(studio, given, ours, cancel=run.cancel)
        else:
            found = posted.compare(studio, Path(given), ours or posted.guessed(studio, Path(given)))
    run.output.answer(posted=found)
    _describe(run, found)
    return 0


def _describe(run: "Run", found: "Posted") -> None:
    fates = {None: "your copy carried none", "kept": "kept", "partly": "in part", "removed": "removed"}
    credential = fates[found.credential and found.credential.value]
    tags = fates[found.tags and found.tags.value]
    alike = {True: "yes", False: "no", None: "cannot be told"}[found.alike]
    run.output.table(
        ("", ""),
        (
            ("Your copy", found.ours.name),
            ("Same file", "yes, byte for byte" if found.same_file else "no"),
            ("Same picture as it stands", alike),
            ("Credential", f"{credential}. {found.integrity}"),
            ("Tags", f"{tags}: {found.tags_kept} of {found.tags_before} left"),
            ("Gone or changed", ", ".join(found.lost) or "-"),
            ("Readers that see a reservation", f"{found.sees_after} of {found.readers}, before {found.sees_before}"),
            ("Bytes", f"{found.bytes_before} -> {found.bytes_after}"),
            ("Pixels", f"{_size(found.pixels_before)} -> {_size(found.pixels_after)}"),
        ),
    )


def _size(pixels: tuple[int, int] | None) -> str:
    return f"{pixels[0]} x {pixels[1]}" if pixels else "?"
