"""What came of one try of a declaration: how it stands then, when it is tried again, what the custody ledger says."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from artistguard.catalogue.declarations import Step
from artistguard.catalogue.jobviews import PUT_OFF_AT
from artistguard.catalogue.rows import words
from artistguard.model.registering import (
    Accepted,
    AlreadyMine,
    Conflict,
    Declaration,
    DeclarationState,
    Holds,
    NeedsResigning,
    Operation,
    Outcome,
    Receipt,
    Rejected,
    RetryAfter,
    Standing,
    Verification,
)
from artistguard.proof import chain
from artistguard.work.engine import Failed, Postponed
from artistguard.work.handler import Ending

DECLARED, WITHDRAWN = "declared", "declaration-withdrawn"  # acts of the custody ledger; the local ledger has its own
REFUSED = "declaration-refused"
# Acts of what a registry holds no longer, or does not prove: a declaration says nothing from there on.
LOST = {
    Standing.UNPROVEN: "declaration-unproven",
    Standing.GONE: "declaration-gone",
    Standing.WITHDRAWN: "declaration-gone",
}
KIND = "register"  # of the outbox's jobs
_LOST_TITLES = {
    Standing.UNPROVEN: "Its receipt does not hold",
    Standing.GONE: "No longer known there",
    Standing.WITHDRAWN: "Withdrawn there",
}
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=24)
_ASKED_TO_WAIT = timedelta(days=30)  # a registry that names a moment beyond is not taken at its word
_TITLES = {
    (True, DeclarationState.REJECTED): "The registry cannot be told that",
    (False, DeclarationState.REJECTED): "The registry refused it",
    (False, DeclarationState.CONFLICT): "Declared by somebody else",
}


def job_of(declaration_id: str) -> tuple[str, str, dict[str, object]]:
    """The job of a declaration, as `Jobs.add` takes it."""
    return f"{KIND}:{declaration_id}", declaration_id, {}


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one try. `unfit`: the program found itself that it cannot be told; nothing was sent."""

    declaration: Declaration
    outcome: Outcome
    found: Verification | None = None  # a check of the receipt, of what was taken
    unfit: bool = False
    tried: bool = True  # something was sent, or may have been
    unsent: bool = False  # nothing of it ever left


def step_of(sent: Sent, at: datetime, chance: Callable[[], float]) -> Step:
    """How a declaration stands after a try. What a registry says is anybody's text."""
    declaration, outcome = sent.declaration, sent.outcome
    tries = declaration.attempts + sent.tried
    match outcome:
        case Accepted(receipt) | AlreadyMine(receipt):
            standing, said = _proven(sent.found)
            return Step(
                declaration.id, DeclarationState.RECORDED, tries, error=words(said), standing=standing, receipt=receipt
            )
        case Conflict(other, receipt):
            said = f"Somebody else declared it there: {other}." if other else "Somebody else declared it there."
            return Step(declaration.id, DeclarationState.CONFLICT, tries, error=words(said), receipt=receipt)
        case Rejected(code, message, answer):
            said = words(message if sent.unfit else f"{message} ({code})")
            return Step(declaration.id, DeclarationState.REJECTED, tries, error=said, receipt=answer)
        case RetryAfter(why, seconds):
            again = next_try(tries, seconds, at, chance)
            state = DeclarationState.WAITING if sent.unsent else DeclarationState.LATER
            return Step(declaration.id, state, tries, again, words(why))
        case NeedsResigning(why):
            again = next_try(tries, None, at, chance)
            return Step(declaration.id, DeclarationState.LATER, tries, again, words(why))


def _proven(found: Verification | None) -> tuple[Standing, str]:
    """How something that was taken stands by its receipt, and what is to be said of it."""
    if found is None or found.holds in (Holds.YES, Holds.CANNOT_SAY):
        return Standing.UNKNOWN, ""
    return (Standing.PENDING, "") if found.holds is Holds.NOT_YET else (Standing.UNPROVEN, unproven(found))


def unproven(found: Verification) -> str:
    """What is said of a declaration whose receipt does not hold."""
    return f"The registry answered that it took it, and its receipt does not hold: {'; '.join(found.faults[:3])}."


def next_try(tries: int, seconds: float | None, at: datetime, chance: Callable[[], float]) -> datetime:
    """When to try again: as the registry asks, else with full jitter below a bound that doubles with each try.

    `chance` is in [0, 1). Full jitter: Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
    """
    if seconds is not None:
        return at + min(max(timedelta(seconds=seconds), timedelta(seconds=1)), _ASKED_TO_WAIT)
    bound: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(max(tries - 1, 0), 20))
    return at + max(timedelta(seconds=1), bound * chance())


def put_off(until: datetime, error: Mapping[str, object], at: datetime) -> Postponed:
    """A job is put off. From when on it waits is noted, so that a clock that is set back is noticed."""
    return Postponed(until, {**error, PUT_OFF_AT: chain.moment(at)})


def asked_again(found: Declaration) -> Ending:
    """How the job of one that was taken and not proven ends after its registry was asked again."""
    if found.standing not in LOST:
        return {"state": found.state.value, "standing": found.standing.value}
    message = found.error or "The registry was asked again, and does not hold it."
    return Failed(as_error(found.standing.value, _LOST_TITLES[found.standing], message))


def ending(sent: Sent, step: Step, at: datetime) -> Ending:
    """How the job of a try ends. What was taken and is not proven is told as a failure, and not tried again."""
    if step.standing is Standing.UNPROVEN:
        return Failed(as_error(Standing.UNPROVEN.value, _LOST_TITLES[Standing.UNPROVEN], step.error))
    if step.state is DeclarationState.RECORDED:
        return {"state": step.state.value, "id_there": words(step.receipt.id_there) if step.receipt else ""}
    if step.next_at is not None:
        return put_off(step.next_at, as_error("later", "Tried again later", step.error), at)
    return Failed(as_error(step.state.value, _TITLES[sent.unfit, step.state], step.error))


def lines_of(sent: Sent, step: Step) -> list[tuple[str, str, Mapping[str, object]]]:
    """What the custody ledger says of a try that is over: a line a file, so that it stands in its work's history."""
    if not step.state.finished or sent.unfit:
        return []
    if step.state is not DeclarationState.RECORDED:
        return lines(sent.declaration, REFUSED, step.receipt, error=step.error)
    if step.standing in LOST and sent.declaration.submission.operation is Operation.DECLARE:
        return lines(sent.declaration, LOST[step.standing], step.receipt, of=step.id, error=step.error)
    declared = sent.declaration.submission.operation is Operation.DECLARE
    return lines(sent.declaration, DECLARED if declared else WITHDRAWN, step.receipt, error=step.error)


def lines(
    declaration: Declaration, act: str, receipt: Receipt | None, *, of: str | None = None, error: str = ""
) -> list[tuple[str, str, Mapping[str, object]]]:
    """A line of the custody ledger for each file of a declaration. `of`: the declaration whose end it tells."""
    submission = declaration.submission
    common: dict[str, object] = {
        "declaration": declaration.id,
        "registry": submission.registry,
        "preset_version": submission.policy,
    }
    if submission.params.get("domain"):
        common["domain"] = submission.params["domain"]  # where the terms stand that it points to
    if of or submission.of:
        common["of"] = of or submission.of
    if error:
        common["error"] = error
    if receipt is not None:
        common["receipt"] = digest(receipt)
        common["id_there"] = words(receipt.id_there)
    return [
        (
            act,
            item.edition_id,
            {**common, "work": item.work_id, "role": item.role.value, "sha256": item.sha256},
        )
        for item in submission.items
    ]


def digest(receipt: Receipt) -> str:
    """What names a receipt in the custody ledger: hex SHA-256 over its request, its answer and its parts by name."""
    whole = hashlib.sha256()
    for name, data in (("request", receipt.request), ("response", receipt.response), *sorted(receipt.parts.items())):
        whole.update(f"{len(name)} {name} {len(data)} ".encode())
        whole.update(data)
    return whole.hexdigest()


def as_error(code: str, title: str, message: str) -> dict[str, object]:
    """An error as jobs keep it (ArtistGuardError.as_json)."""
    return {"code": code, "title": title, "message": message, "advice": ""}
