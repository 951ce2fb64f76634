"""What is due in the outbox: which batches can be gone on with by themselves, which proofs are asked after."""

from datetime import timedelta
from typing import TYPE_CHECKING

from artistguard.catalogue.owners import is_dead
from artistguard.model.errors import ArtistGuardError, KeyLocked, NetworkError, NetworkOff, NotAgreed, Sealed
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken
from artistguard.workflow.adapters import registries
from artistguard.workflow.outbox import KIND, OutboxHandler

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
