"""artistguard receipts [ID]: what registries were told, and what they answered."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.cli.record_words import standing

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.registering import Declaration
    from artistguard.workflow.studio import Studio


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("receipts", help="what registries were told of your works, and what they answered")
    verb.add_argument("id", nargs="?", metavar="ID", help="a work, or a declaration")
    verb.add_argument("--registry", metavar="NAME", help="only this registry")
    verb.add_argument("--refresh", action="store_true", help="ask the registries how they stand")
    verb.add_argument(
        "--export", type=Path, metavar="FILE", help="write one receipt as a zip that a stranger can check"
    )
    verb.add_argument("--with-sealed", action="store_true", help="with --export: even of works under a client's seal")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """A row a declaration; or one receipt as a file."""
    from artistguard.model.errors import UsageError
    from artistguard.workflow import registering, waiting

    arguments, output = run.arguments, run.output
    with run.studio() as studio:
        if arguments.registry:
            registering.registry(studio, arguments.registry)
        found = _found(studio, arguments.id, arguments.registry)
        if arguments.export:
            with_receipt = [each for each in found if each.receipt is not None]
            if len(with_receipt) != 1:
                count = len(with_receipt)
                raise UsageError(
                    f"There are {count} receipts of that; one is written." if count else "There is no receipt of that.",
                    "Name the declaration: 'artistguard receipts' lists them.",
                )
            return _export(run, studio, with_receipt[0])
        if arguments.refresh:
            found = registering.refresh(studio, found, cancel=run.cancel)
        waits = waiting.of(studio, found)
        numbers = {
            id_: work.number
            for id_, work in studio.catalogue.works.get_many(
                sorted({item.work_id for each in found for item in each.submission.items})
            ).items()
        }
    output.answer(
        receipts=[
            {
                "declaration": each.id,
                "registry": each.submission.registry,
                "operation": each.submission.operation,
                "works": [item.work_id for item in each.submission.items],
                "files": [{"sha256": item.sha256, "role": item.role} for item in each.submission.items],
                "preset_version": each.submission.policy,
                "state": each.state,
                "standing": each.standing,
                "standing_at": each.standing_at,
                "says": standing(each, waits.get(each.id)),
                "waiting": waits.get(each.id),
                "created_at": each.created_at,
                "attempts": each.attempts,
                "next_at": each.next_at,
                "error": each.error,
                "id_there": each.receipt.id_there if each.receipt else None,
                "answered_at": each.receipt.at if each.receipt else None,
                "withdrawn_at": each.withdrawn_at,
            }
            for each in found
        ]
    )
    output.table(
        ("Declaration", "Registry", "Works", "Asked for", "Stands", "Answered", "Its name there"),
        (
            (
                each.id,
                each.submission.registry,
                _works(each, numbers),
                f"{each.created_at:%Y-%m-%d}",
                standing(each, waits.get(each.id)) + (f": {each.error}" if each.error and each.id not in waits else ""),
                f"{each.receipt.at:%Y-%m-%d %H:%M}" if each.receipt else "",
                each.receipt.id_there[:40] if each.receipt else "",
            )
            for each in found
        ),
    )
    if any(not each.called_off for each in waits.values()):
        output.say(
            "What waits is tried again by itself, or when what it waits for is there; it is never given up by itself. "
            "To call it off: artistguard activity cancel BATCH ('artistguard activity list' names them)."
        )
    if any(each.called_off for each in waits.values()):
        output.say("What was called off goes on when the work is registered there again.")
    return 0


def _export(run: "Run", studio: "Studio", one: "Declaration") -> int:
    """The whole receipt; of one over many works, asked for by a work, the proof of that work alone."""
    from artistguard.workflow import registering, work_proofs

    arguments, output = run.arguments, run.output
    work = None if arguments.id in (None, one.id) else _work(studio, arguments.id)
    file, sealed_too = arguments.export, arguments.with_sealed
    alone = work is not None and work_proofs.wanted(studio, one, work)
    if work is not None and alone:
        work_proofs.export(studio, one.id, work, file, with_sealed=sealed_too)
    else:
        registering.export_receipt(studio, one.id, file, with_sealed=sealed_too)
    output.answer(declaration=one.id, file=file, work=work if alone else None)
    what = "the proof of this work alone, " if alone else ""
    output.say(f"Written to {file}: {what}with a README on how to check it without this program.")
    return 0


def _work(studio: "Studio", reference: str) -> str | None:
    from artistguard.model.errors import UsageError

    try:
        return studio.catalogue.works.find(reference).id
    except UsageError:
        return None


def _found(studio: "Studio", reference: str | None, registry: str | None) -> "list[Declaration]":
    from artistguard.workflow import registering

    if reference is None:
        return list(registering.declarations(studio, registry=registry))
    work = _work(studio, reference)
    if work is None:
        one = studio.catalogue.declarations.get(reference)
        return [one] if registry in (None, one.submission.registry) else []
    return list(registering.declarations(studio, work, registry))


def _works(declaration: "Declaration", numbers: dict[str, int]) -> str:
    ids = list(dict.fromkeys(item.work_id for item in declaration.submission.items))
    shown = ", ".join(f"#{numbers[id_]}" for id_ in ids[:3] if id_ in numbers)
    return shown + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
