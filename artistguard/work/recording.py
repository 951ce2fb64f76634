"""What came of jobs, written down: the handlers' rows and the jobs' ends in one transaction."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from artistguard.model.errors import ArtistGuardError, Quarantined
from artistguard.model.jobs import Job
from artistguard.work.faults import WorkerDied
from artistguard.work.handler import Ending, Failed, Handler, Postponed, WritingUp
from artistguard.work.store import JobStore, Store

_log = logging.getLogger(__name__)


@dataclass
class Came:
    """What was written down. `lost` jobs are held by somebody else now; of `failed` ones nothing was written."""

    closed: list[tuple[Job, Ending]] = field(default_factory=list)
    failed: list[tuple[Job, Exception]] = field(default_factory=list)
    lost: list[Job] = field(default_factory=list)


def record(
    catalogue: Store,
    handlers: Mapping[str, Handler],
    ready: Sequence[tuple[Job, Mapping[str, object]]],
    stopping: tuple[type[Exception], ...],
) -> Came:
    """Write down what came of jobs. What cannot be recorded is undone alone; raises `stopping`."""
    came = Came()
    together: dict[str, list[tuple[Job, Mapping[str, object]]]] = {}
    with catalogue.transaction():
        held = catalogue.jobs.holds([job for job, _ in ready])
        for job, made in ready:
            if job.id not in held:
                came.lost.append(job)
                continue
            handler = handlers[job.kind]
            try:
                if isinstance(handler, WritingUp):
                    came.closed.append((job, handler.record(job, made)))
                    together.setdefault(job.kind, []).append((job, made))
                    continue
                with catalogue.transaction():
                    came.closed.append((job, handler.record(job, made)))
            except stopping:
                raise
            except Exception as error:  # noqa: BLE001
                came.failed.append((job, error))
        for kind, recorded in together.items():
            handler = handlers[kind]
            assert isinstance(handler, WritingUp)
            try:
                with catalogue.transaction():
                    handler.write_up(recorded)
            except stopping:
                raise
            except Exception as error:  # noqa: BLE001 - none of the group was written
                came.failed += [(job, error) for job, _ in recorded]
                undone = {job.id for job, _ in recorded}
                came.closed = [(job, ending) for job, ending in came.closed if job.id not in undone]
        _end(catalogue.jobs, came.closed)
    return came


def _end(jobs: JobStore, closed: Sequence[tuple[Job, Ending]]) -> None:
    """Close jobs as they end, within the transaction that wrote their rows."""
    jobs.finish([(job, ending) for job, ending in closed if isinstance(ending, Mapping)])
    jobs.fail_many([(job, ending.error) for job, ending in closed if isinstance(ending, Failed)])
    jobs.postpone([(job, ending.until, ending.error) for job, ending in closed if isinstance(ending, Postponed)])


def in_words(job: Job, error: Exception) -> ArtistGuardError:
    """What an error of one job is called for people."""
    if isinstance(error, WorkerDied):
        return Quarantined(
            f"{error.message} It happened twice, so the file is set aside.",
            "Open it in your drawing program and save it anew.",
        )
    if isinstance(error, ArtistGuardError):
        return error
    # Not above INFO: without a log set up, Python would print the traceback of every job to the user.
    _log.info("job %s of kind %s failed", job.id, job.kind, exc_info=error)
    return ArtistGuardError(
        f"The program made a mistake here ({type(error).__name__}).",
        "The file was left as it was. Please report it.",
    )
