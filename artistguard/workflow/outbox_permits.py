"""What may leave the outbox: the seals, the network switch and the consents, looked at before anything is signed.

One declaration may be about ten thousand works of many clients. A client who is put under seal while it waits holds
back the works of that client alone: they wait as a declaration of their own, and the rest goes.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from artistguard.model.egress import Purpose
from artistguard.model.errors import NetworkOff, Sealed, UsageError
from artistguard.model.protocols import sealed_by
from artistguard.model.registering import Capabilities, Declaration, Operation, Prepared, Submission
from artistguard.registries.base import Registry
from artistguard.workflow.outbox_steps import KIND, job_of
from artistguard.workflow.register_plan import intent_of
from artistguard.workflow.register_wire import host as host_of

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_NAMED = 20  # works that an error names


def permit(studio: "Studio", registry: Registry, prepared: Prepared) -> None:
    """Raise what would keep it from leaving (Sealed, NetworkOff, NotAgreed). The door asks again."""
    if hidden := sealed(studio, registry.capabilities, prepared.submission):
        raise refusal(studio, hidden)
    hosts = {host_of(leaving) for leaving in prepared.leaves}
    if hosts and not studio.settings.network:
        raise NetworkOff(
            "The network is switched off, so nothing was sent.", "Switch it on in the settings if you want this."
        )
    for host in sorted(hosts):
        studio.consents.check(host, Purpose.REGISTER)


def there(declaration: Declaration, gone: Collection[str]) -> None:
    """Raise UsageError for what is about a work that is in the catalogue no more: whose it was is not known."""
    names = {item.work_id: item.title for item in declaration.submission.items if item.work_id in gone}
    if names:
        named = ", ".join(sorted(title or work for work, title in names.items()))
        raise UsageError(f"In this catalogue there is no such work any more, so nothing was told of it: {named}.")


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
