"""An operation as the window sees it: where it stands, how far it is, and how it is stopped."""

import time
from dataclasses import dataclass
from enum import StrEnum

from artistguard.model.errors import ArtistGuardError
from artistguard.model.protocols import CancelToken


class TaskState(StrEnum):
    """Where an operation of this run of the program stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far an operation is. `total` is None while it is still being counted; `what` is the present item."""

    task_id: int
    done: int
    total: int | None
    what: str


class TaskHandle:
    """An operation as the GUI thread sees it. Written only there; `cancel` may be called at any time."""

    def __init__(self, id_: int, title: str, *, aside: bool = False) -> None:
        self.id = id_
        self.title = title
        self.aside = aside  # it waits for hosts beside the line, and is no batch
        self.state = TaskState.WAITING
        self.progress = Progressed(id_, 0, None, "")
        self.asked_at = time.monotonic()
        self.started_at: float | None = None  # time.monotonic()
        self.ended_at: float | None = None
        self.error: ArtistGuardError | None = None
        self.value: object = None
        self.token = CancelToken()

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED)

    def cancel(self) -> None:
        """Ask it to stop after the present item."""
        self.token.cancel()
