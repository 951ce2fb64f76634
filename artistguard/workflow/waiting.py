"""Why declarations wait, since when, and what happens next. Nothing is given up by itself, and nothing waits unsaid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from artistguard.model.errors import Sealed
from artistguard.model.jobs import Job, JobState
from artistguard.model.registering import Declaration, DeclarationState
from artistguard.workflow.outbox_steps import job_of

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_ITS_TURN = "It waits for its turn."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A declaration that is not over. `because` is a whole sentence.

    `called_off`: nobody goes on with it, and whether it arrived is not known. Registering it again goes on with it.
    """

    since: datetime  # when it was asked for
    because: str
    tries: int
    again: datetime | None = None  # when it is tried again by itself
    batch: str = ""
    called_off: bool = False


def of(studio: "Studio", declarations: Iterable[Declaration]) -> dict[str, Waiting]:
    """Of these declarations those that are not over, by id."""
    left = [each for each in declarations if not each.state.finished]
    jobs = studio.catalogue.jobs.unfinished(job_of(each.id)[0] for each in left)
    return {each.id: _waiting(each, jobs.get(job_of(each.id)[0])) for each in left}


def because(error: Mapping[str, object] | None) -> str:
    """Why a job waits, in a sentence; "" where that is not known."""
    given = error or {}
    message = str(given.get("message", ""))
    if given.get("code") == Sealed.code:  # which names the works alone
        return f"{given.get('title', Sealed.title)}: {message}."
    return message


def _waiting(each: Declaration, job: Job | None) -> Waiting:
    if job is None:
        why = "It was called off, and whether it arrived is not known."
        return Waiting(each.created_at, why, each.attempts, called_off=True)
    # What the registry itself answered last says more than that its host was not asked since.
    answered = each.error if each.state is DeclarationState.LATER and job.state is not JobState.BLOCKED else ""
    why = answered or because(job.error) or _ITS_TURN
    again = (each.next_at or job.not_before) if job.state is JobState.QUEUED else None
    return Waiting(each.created_at, why, each.attempts, again, job.batch_id)
