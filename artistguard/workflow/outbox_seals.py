"""Seals in the outbox: what of a declaration is under seal waits, the rest of it goes on as a declaration of its own.

One declaration may be about ten thousand works of many clients. A client who is put under seal while it waits holds
back the works of that client alone.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from artistguard.model.errors import Sealed
from artistguard.model.protocols import sealed_by
from artistguard.model.registering import Capabilities, Declaration, Operation, Submission
from artistguard.workflow.outbox_steps import KIND, job_of
from artistguard.workflow.register_plan import intent_of

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_NAMED = 20  # works that an error names


def sealed(studio: "Studio", capabilities: Capabilities, submission: Submission) -> frozenset[str]:
    """The works of a submission that may not be told to this registry now, by id."""
    if capabilities.sealed_too:
        return frozenset()
    clients = studio.catalogue.works.clients_of(sorted({item.work_id for item in submission.items}))
    hidden = {client for client in set(clients.values()) if studio.seals.sealed(client)}
    return frozenset(work for work, client in clients.items() if client in hidden)


def parts(submission: Submission, hidden: Collection[str]) -> tuple[Submission, Submission] | None:
    """What of a submission may be told, and what waits; None where it goes or waits as a whole.

    What takes a declaration back is never divided: a registry takes it back whole.
    """
    apart = tuple(item for item in submission.items if item.work_id in hidden)
    rest = tuple(item for item in submission.items if item.work_id not in hidden)
    if not apart or not rest or submission.operation is Operation.WITHDRAW:
        return None
    return replace(submission, items=rest), replace(submission, items=apart)


def set_apart(studio: "Studio", declaration: Declaration, hidden: Collection[str], batch_id: str) -> Declaration:
    """Divide a declaration, so that what is not under seal can be told; as it is then, itself if nothing is sealed.

    What is under seal waits as a declaration of its own, in the same batch. Raises Sealed where nothing may be told.
    """
    if not hidden:
        return declaration
    divided = parts(declaration.submission, hidden)
    if divided is None:
        raise refusal(studio, hidden)
    rest, apart = (intent_of(part) for part in divided)
    with studio.catalogue.transaction():
        if not studio.catalogue.declarations.split(declaration.id, rest, apart):
            raise refusal(studio, hidden)
        studio.catalogue.jobs.add(batch_id, KIND, [job_of(apart.id)])
    return studio.catalogue.declarations.get(declaration.id)


def refusal(studio: "Studio", hidden: Collection[str]) -> Sealed:
    """The error that names works under seal."""
    found = studio.catalogue.works.get_many(sorted(hidden)[:_NAMED])
    return sealed_by([work.title for work in sorted(found.values(), key=lambda work: work.number)])
