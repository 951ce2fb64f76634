"""artistguard withdraw ID... --from NAME: take declarations back."""

import argparse
from typing import TYPE_CHECKING

from artistguard.cli.request_words import show
from artistguard.model.counting import counted

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.workflow.studio import Studio


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("withdraw", help="take declarations back, where a registry offers that")
    verb.add_argument("ids", nargs="+", metavar="ID", help="works, or declarations")
    verb.add_argument("--from", dest="registry", required=True, metavar="NAME", help="the registry")
    verb.add_argument("--dry-run", action="store_true", help="show exactly what would leave, and send nothing")
    verb.set_defaults(run=run)


def run(run: "Run") -> int:
    """Withdraw what is declared of these works there."""
    from artistguard.model.errors import UsageError
    from artistguard.workflow import registering

    output = run.output
    with run.studio() as studio:
        capabilities = registering.registry(studio, run.arguments.registry).capabilities
        ids = [id_ for reference in run.arguments.ids for id_ in _declared(studio, reference, capabilities.name)]
        if not ids:
            raise UsageError(f"Nothing of that is declared at {capabilities.title}.", "See 'artistguard receipts'.")
        if run.arguments.dry_run:
            prepared = [registering.withdrawal(studio, id_) for id_ in dict.fromkeys(ids)]
            show(run, [(capabilities.name, each) for each in prepared if each is not None])
            return 0
        with output.progress("Withdrawing") as progress:
            batch, report = registering.withdraw(studio, list(dict.fromkeys(ids)), progress=progress, cancel=run.cancel)
    called_off = len(ids) - (report.done + report.failed + report.blocked + report.left + report.cancelled)
    output.answer(
        batch=batch.id if batch else None,
        withdrawn=report.done,
        called_off=called_off if batch is None else 0,
        failed=report.failed,
        blocked=report.blocked,
        left=report.left,
    )
    if batch is None:
        output.say(f"{called_off} called off before anything was sent.")
        return 0
    output.say(
        f"{report.done} withdrawn at {capabilities.title}. What others copied from there meanwhile stays with them."
    )
    failed = output.failures(report.failures)
    if report.blocked or report.left:
        output.note(
            f"{counted(report.blocked + report.left, 'waits', 'wait')}. Then: artistguard activity resume {batch.id}"
        )
    return 1 if failed or report.blocked or report.left else 0


def _declared(studio: "Studio", reference: str, registry: str) -> list[str]:
    """The declarations in force of a work at a registry, or the one that is named."""
    from artistguard.model.errors import UsageError
    from artistguard.model.registering import DeclarationState, Operation
    from artistguard.workflow import registering

    try:
        work = studio.catalogue.works.find(reference)
    except UsageError:
        return [studio.catalogue.declarations.get(reference).id]
    open_ = (DeclarationState.RECORDED, DeclarationState.WAITING, DeclarationState.SENDING, DeclarationState.LATER)
    return [
        each.id
        for each in registering.declarations(studio, work.id, registry)
        if each.submission.operation is Operation.DECLARE and each.state in open_
    ]
