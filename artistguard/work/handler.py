"""What a kind of job has to say for itself. The engine drives; a handler of `workflow` knows the field.

The life of a job that writes a file:

    prepare    -> a Task for a worker child, which writes a temporary beside the target
    intent     -> what is about to be published, committed before it happens
    publish    -> the temporary gets its final name
    record     -> rows and ledger lines, in the very transaction that closes the job

Killed between two of them, the job is claimed again later, and `recover` tells from the intent where it stood.

The life of a job that sends something (see `Sending`) has no child in it:

    prepare    -> `Ready` with the intent: what will be sent
    keep       -> the very bytes are stored, in the transaction that commits the intent
    publish    -> they are sent
    record     -> what was answered, in the transaction that closes the job, fails it or puts it off
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from artistguard.model.jobs import Job
from artistguard.work.pool import Answerer, TaskResult


@dataclass(frozen=True, slots=True)
class Task:
    """One task for a worker child (see WorkerPool.submit). `seconds` None: the pool's own limit."""

    name: str
    arguments: Mapping[str, object]
    blobs: Sequence[bytes] = ()
    answer: Answerer | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left to do: `made` goes straight to `record`."""

    made: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """No child is needed: `intent` is committed as it is, and then published."""

    intent: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Failed:
    """What `record` says of a job that came to nothing. Its rows are written all the same."""

    error: Mapping[str, object]  # as ArtistGuardError.as_json has it


@dataclass(frozen=True, slots=True)
class Postponed:
    """What `record` says of a job that is not over: it is taken up again at `until`, its intent kept."""

    until: datetime
    error: Mapping[str, object]


Ending = Mapping[str, object] | Failed | Postponed


class Recovery(StrEnum):
    """What to do with a job that was in somebody's hands before."""

    PUBLISH = "publish"  # all that the intent names is there: publish what is not published yet, then record
    REDO = "redo"  # begin again; what was left of the last try is swept away


class Handler(Protocol):
    """One kind of job. All methods are called in the thread that runs the engine."""

    @property
    def kind(self) -> str:
        """The kind of jobs it handles."""

    def prepare(self, job: Job) -> Task | Finished | Ready:
        """What a child shall do. Cheap: other jobs wait meanwhile. Raises ArtistGuardError to fail or block the job."""

    def intent(self, job: Job, result: TaskResult) -> Mapping[str, object] | None:
        """What is about to be published, as JSON values that `publish`, `record` and `recover` can work from alone.

        None: nothing is to be published; `record` is given the task's value. The result comes from a child: check it.
        """

    def publish(self, job: Job, intent: Mapping[str, object]) -> None:
        """Make it so. Is called again after a kill, and must then change nothing that is already as it should be."""

    def record(self, job: Job, made: Mapping[str, object]) -> Ending:
        """Write down what came of it, inside the transaction that closes the job. Returns its result, or how it ends.

        `made` is the intent, or the task's value where there was none. No slow work, and no other thread's database.
        """

    def recover(self, job: Job) -> Recovery:
        """Where the last try stood, and its remains swept away if it is to be done again.

        `job.intent` is None if it was not yet about to publish: then the only answer is REDO.
        """


@runtime_checkable
class Tidy(Protocol):
    """A handler that clears up behind a job that got no further than its temporary."""

    def discard(self, job: Job, made: Mapping[str, object]) -> None:
        """Remove what the task wrote: publishing failed, or the job is no longer ours. `made` as for `record`."""


@runtime_checkable
class WritingUp(Protocol):
    """A handler whose rows are written for many jobs at once: then `record` only says what the result is."""

    def write_up(self, recorded: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """Write the rows of these jobs (`made` as for `record`), inside the transaction that closes them."""


@runtime_checkable
class Sending(Protocol):
    """A handler whose `publish` sends something: it takes long, and a stop or a pause is heeded between two."""

    @property
    def group(self) -> int:
        """How many intents are committed before the first of them is sent: what is made for them ages meanwhile."""

    def keep(self, intents: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """Write the rows that these intents speak of, inside the transaction that commits them."""


@runtime_checkable
class Foreseeing(Protocol):
    """A handler that looks things up for many jobs at once."""

    def foresee(self, jobs: Sequence[Job]) -> None:
        """These jobs are held now, and each is prepared or recovered soon, or given back. Raises CatalogueError."""


@runtime_checkable
class Settling(Protocol):
    """A handler that makes many publications durable at once."""

    def settle(self, published: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """Called after a group was published and before it is recorded: fsync the folders, once each."""
