"""Registering: what registries would be told, telling them, and what they answered. The verbs of the registries.

plan        offline: every submission and every byte that would leave, and what is left out
register    keeps the intents, then runs the outbox
run_outbox  goes on with what is due: after a crash, a time-out, an unlocked key
withdraw    takes declarations back where that is possible
refresh     asks how declarations stand
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from artistguard.catalogue.declarations import Intent
from artistguard.model.artwork import Artwork, EditionRole
from artistguard.model.errors import (
    KeyLocked,
    NetworkError,
    Sealed,
    UsageError,
)
from artistguard.model.jobs import Batch, JobState
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.registering import (
    Declaration,
    DeclarationState,
    Operation,
    Prepared,
    Standing,
    Submission,
    Withdrawal,
)
from artistguard.work.childless import Childless
from artistguard.work.engine import Engine, Report
from artistguard.workflow import ledger_stamps, outbox_due, register_plan
from artistguard.workflow.adapters import registries, registry
from artistguard.workflow.outbox import KIND, OutboxHandler, job_of
from artistguard.workflow.receipts import export_receipt, verify_file
from artistguard.workflow.record_key import RecordKey
from artistguard.workflow.register_plan import MASTER, Plan
from artistguard.workflow.standings import refresh

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

T = TypeVar("T")

__all__ = [
    "KIND",
    "MASTER",
    "Plan",
    "RecordKey",
    "export_receipt",
    "record_key",
    "refresh",
    "registries",
    "registry",
    "verify_file",
]

_MANY = 500  # intents kept in one transaction
_PAUSED = {
    "code": "paused",
    "title": "Paused",
    "message": "It was stopped, and waits until somebody goes on with it.",
    "advice": "",
}
_NO_WAY_BACK = {
    Withdrawal.NEVER: "What was declared there can never be taken back.",
    Withdrawal.BY_HAND: "It is taken back on the registry's own pages.",
    Withdrawal.UNKNOWN: "No way to take it back was found.",
    Withdrawal.NOTHING: "Nothing was declared there by the program.",
}


def record_key(studio: "Studio") -> RecordKey:
    """The Ed25519 key that signs declarations, made at first use."""
    return RecordKey(studio)


def plan(
    studio: "Studio",
    works: Iterable[Artwork | str],
    names: Sequence[str],
    *,
    roles: Sequence[EditionRole] = (MASTER,),
    preset: str | None = None,
    cancel: CancelToken | None = None,
) -> Plan:
    """What telling these registries of works would do, by which of their files. Offline; nothing is written.

    `preset` None: the client's, else the default one. Raises UsageError, Cancelled.
    """
    if not names:
        raise UsageError("Name at least one registry.", "See 'artistguard registry list'.")
    chosen = {name: registry(studio, name) for name in dict.fromkeys(names)}
    return register_plan.make(studio, works, chosen, roles, preset, cancel)


def register(
    studio: "Studio",
    made: Plan,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[Batch | None, Report]:
    """Keep the intents of a plan, then run the outbox over them. What was asked for before adds nothing.

    Returns the batch (None where there was nothing to do) and what came of it. What cannot be told is in `made.failed`.
    """
    cancel = cancel or CancelToken()
    outbox_due.give_back(studio)
    jobs = studio.catalogue.jobs
    batch: Batch | None = None
    for part in _parts(_possible(made)):
        if cancel.cancelled:
            break
        with studio.catalogue.transaction():
            intents = _new(studio, part)
            if intents and batch is None:
                batch = jobs.create_batch(KIND, {"to": list(made.registries), "works": len(made.works)})
            studio.catalogue.declarations.add(intents)
            if batch is not None:
                jobs.add(batch.id, KIND, [job_of(intent.id) for intent in intents])
    with studio.catalogue.transaction():
        # What an earlier batch left undone is this batch's now, but for what waits for a moment that a registry named.
        unfinished = {
            each.known.id for each in made.left_out if each.known is not None and not each.known.state.finished
        }
        keys = [job_of(id_)[0] for id_ in sorted(unfinished)]
        jobs.call_off(keys, put_off=False)
        if stranded := jobs.without_job(keys):
            batch = batch or jobs.create_batch(KIND, {"to": list(made.registries), "works": len(made.works)})
            jobs.add(batch.id, KIND, [job_of(key.partition(":")[2]) for key in stranded])
    if batch is None:
        return None, Report(0, 0, 0, 0, 0)
    return batch, run_outbox(studio, progress=progress, cancel=cancel, batch=batch.id)


def run_outbox(
    studio: "Studio",
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
    batch: str | None = None,
) -> Report:
    """Go on with a batch, or with everything that is due and that nobody paused; returns what came of it.

    Nothing due costs two look-ups. What waits for the network, a key or a consent is taken up when that is there.
    """
    cancel = cancel or CancelToken()
    outbox_due.give_back(studio)
    outbox_due.put_right(studio)
    if batch is not None:
        return _run(studio, batch, progress, cancel)
    whole = Report(0, 0, 0, 0, 0)
    seen: set[str] = set()
    # What waited for one that is over now is due only then.
    while left := [batch_id for batch_id in outbox_due.due(studio) if batch_id not in seen]:
        for batch_id in left:
            if cancel.cancelled or whole.stopped is not None:
                return whole
            whole = _sum(whole, _run(studio, batch_id, progress, cancel))
        seen.update(left)
    return whole


def is_due(studio: "Studio") -> bool:
    """Whether `run_due` would have something to do."""
    outbox_due.put_right(studio)
    return bool(outbox_due.due(studio) or (studio.settings.network and outbox_due.unproven(studio)))


def run_due(studio: "Studio", *, progress: Progress = no_progress, cancel: CancelToken | None = None) -> Report:
    """What timers do: the outbox, and a question after proofs that were not complete. Nothing of the network is raised.

    The report is the outbox's.
    """
    report = run_outbox(studio, progress=progress, cancel=cancel)
    for id_ in outbox_due.unproven(studio) if studio.settings.network else ():
        # Asked now, whatever is answered: what gives no answer is not asked every minute.
        studio.catalogue.declarations.stands(id_, Standing.PENDING, studio.catalogue.clock())
        with suppress(NetworkError, Sealed, KeyLocked):
            refresh(studio, [studio.catalogue.declarations.get(id_)], cancel=cancel)
    return report


def declarations(studio: "Studio", work_id: str | None = None, registry: str | None = None) -> Iterator[Declaration]:
    """What registries were told (of a work, by a registry), oldest first, each with its last receipt."""
    return studio.catalogue.declarations.iterate(work_id, registry)


def withdrawal(studio: "Studio", declaration_id: str) -> Prepared | None:
    """What taking a declaration back would send, to the byte; None: its receipt is not there, so that is not known.

    Offline. Raises UsageError where there is nothing to take back, or no way to do it.
    """
    declaration = studio.catalogue.declarations.get(declaration_id)
    if declaration.submission.operation is Operation.WITHDRAW:
        raise UsageError("That is a withdrawal itself.", "Register the work again instead.")
    adapter = registry(studio, declaration.submission.registry)
    capabilities = adapter.capabilities
    if capabilities.withdrawal in _NO_WAY_BACK and declaration.state is not DeclarationState.WAITING:
        raise UsageError(f"{capabilities.title}: {_NO_WAY_BACK[capabilities.withdrawal]}", capabilities.address)
    if declaration.state.finished and declaration.state is not DeclarationState.RECORDED:
        raise UsageError(f"There is nothing to take back at {capabilities.title}: it is not recorded there.")
    if declaration.receipt is None:
        return None
    return adapter.prepare(adapter.withdraw(declaration.receipt, declaration.submission, declaration.id))


def withdraw(
    studio: "Studio",
    declaration_ids: Sequence[str],
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[Batch | None, Report]:
    """Take declarations back. One of which nothing left yet is called off; one on its way is taken back after it.

    Raises UsageError where there is nothing to take back, or no way to do it; then nothing is done at all.
    """
    found = [studio.catalogue.declarations.get(id_) for id_ in declaration_ids]
    for each in found:
        withdrawal(studio, each.id)
    jobs = studio.catalogue.jobs
    batch: Batch | None = None
    with studio.catalogue.transaction():
        now = studio.catalogue.declarations.brief([each.id for each in found])
        wanted = []
        for each in found:
            key = job_of(each.id)[0]
            if now[each.id].state is DeclarationState.WAITING and (jobs.without_job([key]) or jobs.call_off([key])):
                studio.catalogue.declarations.remove([each.id])
            else:
                wanted.append(replace(each.submission, operation=Operation.WITHDRAW, of=each.id))
        if wanted:
            intents, again = _new(studio, wanted), _tried_before(studio, wanted)
            names = sorted({one.registry for one in wanted})
            batch = jobs.create_batch(KIND, {"to": names, "withdraws": len(wanted)})
            studio.catalogue.declarations.add(intents)
            # One whose sending was called off halfway is brought to its end first: whether it arrived is not known.
            unfinished = [str(each.of) for each in wanted if not now[str(each.of)].state.finished]
            jobs.add(batch.id, KIND, map(job_of, (*unfinished, *again, *(intent.id for intent in intents))))
    if batch is None:
        return None, Report(0, 0, 0, 0, 0)
    return batch, run_outbox(studio, progress=progress, cancel=cancel, batch=batch.id)


def call_off(studio: "Studio", batch_id: str) -> None:
    """After the jobs of a batch were called off: forget the intents of which nothing left."""
    jobs = studio.catalogue.jobs
    for part in _parts(jobs.iterate(batch_id, (JobState.CANCELLED,))):
        with studio.catalogue.transaction():
            # Some may be another batch's by now.
            stranded = set(jobs.without_job(job.key for job in part))
            studio.catalogue.declarations.remove([job.subject for job in part if job.key in stranded])


# --- inside


def _tried_before(studio: "Studio", wanted: Sequence[Submission]) -> list[str]:
    """The withdrawals among these that were asked for before and came to nothing: the user says it again."""
    keys = [key for each in wanted for key in register_plan.intent_of(each).keys]
    known = studio.catalogue.declarations.known(keys).values()
    return sorted({each.id for each in known if each.state is not DeclarationState.RECORDED})


def _run(studio: "Studio", batch_id: str, progress: Progress, cancel: CancelToken) -> Report:
    handler = OutboxHandler(studio, registries(studio), cancel)
    report = Engine(studio.catalogue, Childless(), [handler]).run(batch_id, progress=progress, cancel=cancel)
    if report.stopped is None:
        handler.put_back()
    if cancel.cancelled:
        studio.catalogue.jobs.hold_back(batch_id, _PAUSED)  # so that no timer goes on with what somebody stopped
    elif report.done:
        ledger_stamps.after_batch(studio, cancel=cancel)
    return report


def _possible(made: Plan) -> Iterator[Submission]:
    """The submissions of a plan that a program can make and the registry can be told."""
    for row in made.rows:
        if row.prepared is not None and register_plan.automatic(made.registries[row.registry].capabilities):
            yield row.submission


def _new(studio: "Studio", submissions: Sequence[Submission]) -> list[Intent]:
    """The intents of submissions, without what was asked for meanwhile. Within a transaction."""
    intents = [register_plan.intent_of(each) for each in submissions]
    known = studio.catalogue.declarations.known([key for intent in intents for key in intent.keys])
    left = (register_plan.without(intent.submission, known) for intent in intents) if known else iter(submissions)
    return [register_plan.intent_of(each) for each in left if each is not None] if known else intents


def _parts(stream: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(stream)
    while part := list(islice(rest, _MANY)):
        yield part


def _sum(one: Report, other: Report) -> Report:
    return Report(
        one.done + other.done,
        one.failed + other.failed,
        one.cancelled + other.cancelled,
        one.blocked + other.blocked,
        one.left + other.left,
        (*one.failures, *other.failures),
        one.stopped or other.stopped,
        one.seconds + other.seconds,
    )
