"""What is due in the outbox: which batches can be gone on with by themselves, which proofs are asked after."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from artistguard.catalogue.jobviews import PUT_OFF_AT
from artistguard.catalogue.owners import is_dead
from artistguard.model.errors import ArtistGuardError, KeyLocked, NetworkError, NetworkOff, NotAgreed, Sealed
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken
from artistguard.proof import chain
from artistguard.workflow.adapters import registries
from artistguard.workflow.outbox import OutboxHandler
from artistguard.workflow.outbox_steps import KIND

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_PROOF_AFTER = timedelta(hours=6)  # between two questions whether a proof is complete: a calendar's takes hours
_PROOFS = 50  # proofs asked after in one go


def give_back(studio: "Studio") -> None:
    """Queue what killed programs had in hand. An owner of such jobs has no others."""
    jobs = studio.catalogue.jobs
    for owner in jobs.owners(KIND):
        if is_dead(owner):
            jobs.requeue_owned_by_dead(owner)


def put_right(studio: "Studio") -> int:
    """After the clock was set back: what was put off until a moment waits as long as was meant, and no longer.

    Returns how many jobs that were. A clock that was not set back costs one look-up.
    """
    jobs, now = studio.catalogue.jobs, studio.catalogue.clock()
    late = jobs.put_off_after(KIND, chain.moment(now))
    if not late:
        return 0
    until = {}
    for job in late:
        begun = datetime.fromisoformat(str((job.error or {})[PUT_OFF_AT]))
        until[job.id] = now + max(timedelta(), (job.not_before or begun) - begun)
    with studio.catalogue.transaction():
        jobs.put_off(until, chain.moment(now))
        tried = [job for job in late if (job.error or {}).get("code") == "later"]
        studio.catalogue.declarations.put_off({job.subject: until[job.id] for job in tried})
    return len(late)


def due(studio: "Studio") -> list[str]:
    """The batches with something to do that nobody paused."""
    jobs = studio.catalogue.jobs
    free = [job.batch_id for job in jobs.blocked(KIND) if not _still(studio, job)]
    return list(dict.fromkeys((*jobs.due(KIND), *free)))


def unproven(studio: "Studio") -> list[str]:
    """The first declarations whose proof was not complete some hours ago."""
    return studio.catalogue.declarations.pending(studio.catalogue.clock() - _PROOF_AFTER, _PROOFS)


def _still(studio: "Studio", job: Job) -> bool:
    """Whether what keeps a job from being done is still so, as far as that can be seen without doing it."""
    code = (job.error or {}).get("code")
    if code == NetworkOff.code:
        return not studio.settings.network
    if code in (NotAgreed.code, Sealed.code):
        return _would_block(studio, job)
    return True  # a locked key, a pause: somebody has to go on with it


def _would_block(studio: "Studio", job: Job) -> bool:
    try:
        OutboxHandler(studio, registries(studio), CancelToken()).permit(job)
    except (NetworkError, Sealed, KeyLocked):
        return True
    except ArtistGuardError:
        return False
    return False
