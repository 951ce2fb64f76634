"""The outbox: what the engine does with one declaration, from the intent to the receipt.

    prepare   the seals, the consents and the order of its work are looked at; then it is signed
    keep      the signed bytes are stored, before any of them leaves
    publish   they are sent; after a crash or a time-out the very same ones are
    record    how it stands now; write_up the rows, receipts and custody lines of a group, in one transaction
    recover   after a kill: the stored bytes are sent again, unless they have grown too old

A line of the local ledger is written in `write_up` itself: nothing is sent for it.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from artistguard.catalogue.declarations import Step
from artistguard.model.errors import (
    ComeBackLater,
    NetworkError,
    NetworkOff,
    NotAgreed,
    UsageError,
)
from artistguard.model.jobs import Job, JobState
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    AlreadyMine,
    Declaration,
    DeclarationState,
    NeedsResigning,
    Operation,
    Outcome,
    RegistryKind,
    Rejected,
    RetryAfter,
    Signed,
    Standing,
    Submission,
    Verification,
)
from artistguard.net.door import Door
from artistguard.registries import local
from artistguard.registries.base import Registry
from artistguard.work.engine import Finished, Ready, Recovery
from artistguard.work.faults import NoWorker
from artistguard.work.handler import Ending
from artistguard.work.pool import TaskResult
from artistguard.workflow import outbox_permits, standings
from artistguard.workflow.adapters import checked
from artistguard.workflow.outbox_steps import (
    KIND,
    Sent,
    as_error,
    asked_again,
    ending,
    job_of,
    lines_of,
    put_off,
    step_of,
)
from artistguard.workflow.record_key import RecordKey

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

__all__ = ["KIND", "OutboxHandler", "job_of"]

_LOOK_AGAIN = timedelta(minutes=1)  # whether what a declaration waits for is over, if nobody says so
_PATIENT = 3  # times that a job is put off for one in the same hands; then that one is in others' by now
_AGES = timedelta(seconds=30)  # bytes with less than this left before they are stale are signed anew
_CLOSED = as_error("later", "Tried again later", "The registry is busy.")
_WAITS = as_error("waits", "Waits", "It waits for an earlier one of the same work.")
_ASKS = {"asks": True}  # the intent of one that was taken and not proven


class OutboxHandler:
    """Handles jobs of kind "register" (see work.handler.Handler, Sending and WritingUp). `chance` is in [0, 1)."""

    kind = KIND
    group = 10  # what is signed waits for no more than nine others

    def __init__(
        self,
        studio: "Studio",
        registries: Mapping[str, Registry],
        cancel: CancelToken,
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._studio, self._registries, self._cancel, self._chance = studio, registries, cancel, chance
        self._catalogue = studio.catalogue
        self._key = RecordKey(studio)
        self._door: Door | None = None
        self._read: dict[str, Declaration] = {}  # of the jobs taken last
        self._unsent: frozenset[str] = frozenset()  # ... those signed before, of which nothing left
        self._late: set[str] = set()
        self._waited: Counter[str] = Counter()  # how often a job was put off for one at hand
        self._at_hand: dict[str, Declaration] = {}  # of the jobs in this engine's hands, by job
        self._signed: dict[str, Signed] = {}
        self._new: set[str] = set()  # jobs whose bytes were signed just now, and are not stored yet
        self._kept: dict[str, str] = {}  # SHA-256 of bytes stored by this run and not answered yet, by declaration
        self._gone: frozenset[str] = frozenset()  # works that the jobs taken last are about, and that are there no more
        self._asked: dict[str, Declaration] = {}  # how they stand that were only asked about, by job
        self._sent: dict[str, Sent] = {}
        self._steps: dict[str, Step] = {}
        self._closed: dict[str, datetime] = {}  # registries whose host is not to be asked before a moment

    # --- before anything leaves

    def foresee(self, jobs: Sequence[Job]) -> None:
        """Read the declarations of these jobs, and which of them may have to wait."""
        ids = [job.subject for job in jobs]
        self._read = self._catalogue.declarations.brief(ids)
        self._unsent = self._catalogue.declarations.signed_and_unsent(ids)
        self._late = set(self._catalogue.declarations.earlier(ids))
        works = {item.work_id for each in self._read.values() for item in each.submission.items}
        self._gone = frozenset(works - self._catalogue.works.clients_of(sorted(works)).keys())

    def prepare(self, job: Job) -> Finished | Ready:
        """Sign what is to be sent. Raises what the user can do something about, and what cannot be told."""
        declaration = self._known(job)
        if declaration is None or declaration.state in (DeclarationState.RECORDED, DeclarationState.WITHDRAWN):
            if declaration is not None and declaration.standing is Standing.UNPROVEN:
                return Ready(dict(_ASKS))  # tried once more: all that is left to do is to ask how it stands
            return Finished({"nothing": True})
        late = declaration.id in self._late  # as it was when the job was taken; it may be over by now
        before = self._catalogue.declarations.earlier([declaration.id]).get(declaration.id) if late else None
        if before is not None:
            # One that this engine has in hand is over before the next job is begun.
            here = any(each.id == before for each in self._at_hand.values())
            self._waited[job.id] += 1
            return Finished({"waits": not here or self._waited[job.id] > _PATIENT})
        closed = self._closed.get(declaration.submission.registry)
        if closed is not None and closed > self._catalogue.clock():
            return Finished({"closed": closed.isoformat()})
        registry = self._registry(declaration)
        try:
            outbox_permits.there(declaration, self._gone)
            submission = self._submission(registry, declaration)
            hidden = outbox_permits.sealed(self._studio, registry.capabilities, submission)
            if hidden:
                declaration = outbox_permits.set_apart(self._studio, declaration, hidden, job.batch_id)
                submission = declaration.submission
            prepared = registry.prepare(submission)
            outbox_permits.permit(self._studio, registry, prepared)
            if registry.capabilities.kind is RegistryKind.EMBEDDED:
                self._at_hand[job.id] = declaration
                return Finished({"written": True})
            signed = self._stored(declaration)
            if signed is None:
                signed = registry.sign(prepared, self._key, self._catalogue.clock())
                self._new.add(job.id)
            elif declaration.state is DeclarationState.WAITING:
                self._new.add(job.id)  # signed once and never sent: from now on it may have been
        except UsageError as error:
            self._at_hand[job.id] = declaration
            said = Rejected(error.code, f"{error.message} {error.advice}".strip())
            self._sent[job.id] = Sent(declaration, said, unfit=True)
            return Finished({})
        self._at_hand[job.id], self._signed[job.id] = declaration, signed
        return Ready({"sha256": hashlib.sha256(signed.body).hexdigest()})

    def keep(self, intents: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """Store the signed bytes of a group."""
        new = [(job.subject, self._signed[job.id]) for job, _ in intents if job.id in self._new]
        self._catalogue.declarations.keep_signed(new)
        self._kept.update((id_, hashlib.sha256(signed.body).hexdigest()) for id_, signed in new)
        self._new.difference_update(job.id for job, _ in intents)

    def intent(self, job: Job, result: TaskResult) -> Mapping[str, object] | None:
        """Raises NoWorker: no child works for the outbox."""
        raise NoWorker("No child works for the outbox.")

    def permit(self, job: Job) -> None:
        """Raise what would keep a declaration from leaving now (NetworkOff, NotAgreed, Sealed), or make it fail."""
        declaration = self._catalogue.declarations.get(job.subject)
        registry = self._registry(declaration)
        submission = self._submission(registry, declaration)
        hidden = outbox_permits.sealed(self._studio, registry.capabilities, submission)
        divided = outbox_permits.parts(submission, hidden)
        outbox_permits.permit(
            self._studio, registry, registry.prepare(divided[0] if divided is not None else submission)
        )

    # --- sending

    def publish(self, job: Job, intent: Mapping[str, object]) -> None:
        """Send the stored bytes once; once more, signed anew, if the registry asks for that."""
        if intent == _ASKS:
            found = self._catalogue.declarations.get(job.subject)
            (self._asked[job.id],) = standings.refresh(self._studio, [found], cancel=self._cancel)
            return
        try:
            declaration = self._at_hand.get(job.id) or self._again(job)
            signed = self._signed.pop(job.id, None) or self._catalogue.declarations.signed(declaration.id)
            registry = self._registry(declaration)
            submission = self._submission(registry, declaration)
            if signed is None or self._stale(signed):
                signed = self._sign_anew(registry, submission, declaration)
            try:
                outcome = self._submit(registry, signed, submission)
                if isinstance(outcome, NeedsResigning):
                    signed = self._sign_anew(registry, submission, declaration)
                    outcome = self._submit(registry, signed, submission)
            except ComeBackLater as error:
                self._sent[job.id] = self._held_back(declaration, error)
                return
            self._sent[job.id] = Sent(declaration, outcome, _checked(registry, outcome, submission))
        except BaseException:
            self._at_hand.pop(job.id, None)
            raise

    def recover(self, job: Job) -> Recovery:
        """Whether the bytes that were stored before a kill can be sent as they are."""
        if job.intent is None:
            return Recovery.REDO
        declaration = self._known(job)
        if declaration is None or declaration.state is DeclarationState.WAITING or self._stored(declaration) is None:
            return Recovery.REDO
        registry = self._registries.get(declaration.submission.registry)
        if registry is not None and outbox_permits.sealed(self._studio, registry.capabilities, declaration.submission):
            return Recovery.REDO  # what is not under seal is set apart from what is
        return Recovery.PUBLISH

    # --- afterwards

    def record(self, job: Job, made: Mapping[str, object]) -> Ending:
        """How the job ends. The rows are written by `write_up`."""
        if "nothing" in made:
            return {"state": "nothing"}
        if "waits" in made:
            wait = _LOOK_AGAIN if made["waits"] else timedelta()
            return put_off(self._catalogue.clock() + wait, _WAITS, self._catalogue.clock())
        if "closed" in made:
            return put_off(datetime.fromisoformat(str(made["closed"])), _CLOSED, self._catalogue.clock())
        if made == _ASKS:
            return asked_again(self._asked.pop(job.id))
        if "written" in made:
            return {"state": DeclarationState.RECORDED.value}
        sent = self._sent[job.id]
        step = self._steps[job.id] = step_of(sent, self._catalogue.clock(), self._chance)
        return ending(sent, step, self._catalogue.clock())

    def put_back(self) -> None:
        """After a run: what it signed and nothing of which left waits, and is not called sent.

        What another run has at work by now stays as it is.
        """
        declarations = self._catalogue.declarations
        if not self._kept:
            return
        with self._catalogue.transaction():
            left = self._catalogue.egress.left(self._kept.values())
            ids = [id_ for id_, digest in self._kept.items() if digest not in left]
            jobs = self._catalogue.jobs.unfinished(job_of(id_)[0] for id_ in ids)
            free = {job.subject for job in jobs.values() if job.state is not JobState.RUNNING}
            declarations.unsent([id_ for id_ in ids if id_ in free])
        self._kept.clear()

    def write_up(self, recorded: Sequence[tuple[Job, Mapping[str, Any]]]) -> None:
        """Rows, receipts and custody lines of a group."""
        steps: list[Step] = []
        embedded: list[Declaration] = []
        taken_back: list[str] = []
        lines: list[tuple[str, str, Mapping[str, object]]] = []
        for job, made in recorded:
            declaration = self._at_hand.pop(job.id, None)
            if declaration is None:
                continue
            if "written" in made:
                embedded.append(declaration)
                continue
            self._kept.pop(declaration.id, None)
            sent, step = self._sent.pop(job.id), self._steps.pop(job.id)
            lines += lines_of(sent, step)
            steps.append(step)
            if step.state is DeclarationState.RECORDED and declaration.submission.operation is Operation.WITHDRAW:
                taken_back.append(str(declaration.submission.of))
        steps += self._written(embedded)
        taken_back += [str(each.submission.of) for each in embedded if each.submission.of is not None]
        self._catalogue.declarations.settle(steps)
        self._catalogue.declarations.withdrawn(taken_back)
        self._catalogue.custody.append_many(lines)
        over = [step.id for step in steps if step.state.finished]
        waiting = self._catalogue.declarations.following(over)
        self._catalogue.jobs.hasten(job_of(id_)[0] for id_ in waiting)

    # --- inside

    def _known(self, job: Job) -> Declaration | None:
        """The declaration of a job, without its receipt; None if it was called off."""
        found = self._read.get(job.subject)
        return found or self._catalogue.declarations.brief([job.subject]).get(job.subject)

    def _again(self, job: Job) -> Declaration:
        """The declaration of a job that another run began."""
        declaration = self._catalogue.declarations.get(job.subject)
        self._at_hand[job.id] = declaration
        return declaration

    def _registry(self, declaration: Declaration) -> Registry:
        try:
            return self._registries[declaration.submission.registry]
        except KeyError:
            raise UsageError(
                f"There is no registry {declaration.submission.registry!r} any more.",
                "See 'artistguard registry list'.",
            ) from None

    def _submission(self, registry: Registry, declaration: Declaration) -> Submission:
        """What is to be told. What takes something back is made from the receipt, which may be there only now."""
        submission = declaration.submission
        if submission.operation is not Operation.WITHDRAW:
            return submission
        first = self._catalogue.declarations.get(str(submission.of))
        if first.state is not DeclarationState.RECORDED or first.receipt is None:
            raise UsageError("There is nothing to take back: it was not recorded there.")
        return registry.withdraw(first.receipt, first.submission, first.id)

    def _stored(self, declaration: Declaration) -> Signed | None:
        """The bytes that were stored for it before, if they can be sent as they are."""
        waits = declaration.state is DeclarationState.WAITING and declaration.id not in self._unsent
        if declaration.state.finished or waits:
            return None
        signed = self._catalogue.declarations.signed(declaration.id)
        return None if signed is None or self._stale(signed) else signed

    def _stale(self, signed: Signed) -> bool:
        return signed.stale_at is not None and signed.stale_at <= self._catalogue.clock() + _AGES

    def _sign_anew(self, registry: Registry, submission: Submission, declaration: Declaration) -> Signed:
        """The same declaration with a new nonce and moment, stored before it leaves."""
        prepared = registry.prepare(submission)
        outbox_permits.permit(self._studio, registry, prepared)
        signed = registry.sign(prepared, self._key, self._catalogue.clock())
        self._catalogue.declarations.keep_signed([(declaration.id, signed)])
        return signed

    def _submit(self, registry: Registry, signed: Signed, submission: Submission) -> Outcome:
        if self._door is None:
            self._door = self._studio.door()
        try:
            return registry.submit(signed, submission, self._door, self._cancel)
        except (NetworkOff, NotAgreed, ComeBackLater):
            raise
        except NetworkError as error:  # whether it arrived is not known: the same bytes are sent again
            return RetryAfter(error.message)

    def _held_back(self, declaration: Declaration, error: ComeBackLater) -> Sent:
        """The door let nothing leave: the host is to be asked later, this time for all that waits for it."""
        wait = None
        if error.until is not None:
            self._closed[declaration.submission.registry] = error.until
            wait = (error.until - self._catalogue.clock()).total_seconds()
        kept = self._kept.get(declaration.id)
        unsent = kept is not None and not self._catalogue.egress.left([kept])
        return Sent(declaration, RetryAfter(error.message, wait), tried=False, unsent=unsent)

    def _written(self, declarations: Sequence[Declaration]) -> list[Step]:
        """The lines of the local ledger, and their receipts."""
        submissions = [self._submission(self._registry(each), each) for each in declarations]
        entries = self._catalogue.custody.append_many(
            local.line(submission, each.id) for submission, each in zip(submissions, declarations, strict=True)
        )
        return [
            Step(each.id, DeclarationState.RECORDED, each.attempts + 1, receipt=local.receipt(entry))
            for each, entry in zip(declarations, entries, strict=True)
        ]


def _checked(registry: Registry, outcome: Outcome, submission: Submission) -> Verification | None:
    """Whether what was taken is proven. Looked at while it is sent: a large proof takes its time."""
    if not isinstance(outcome, Accepted | AlreadyMine):
        return None
    return checked(registry, outcome.receipt, submission.items)
