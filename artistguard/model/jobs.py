"""Durable work, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands. QUEUED, RUNNING and BLOCKED are unfinished."""

    QUEUED = "queued"
    RUNNING = "running"
    BLOCKED = "blocked"  # needs a key, consent or the network
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to a job in this state."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """One unit of durable work. `key` is unique among unfinished jobs; `intent` is what was about to be committed."""

    id: str
    batch_id: str
    kind: str
    key: str
    subject: str
    payload: Mapping[str, object]
    state: JobState
    attempts: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    generation: int = 0
    intent: Mapping[str, object] | None = None
    result: Mapping[str, object] | None = None
    error: Mapping[str, object] | None = None
    not_before: datetime | None = None  # put off until then


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs that were asked for together."""

    id: str
    kind: str
    created_at: datetime
    seat: str
    actor: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation changed: a kind of row ("artwork", "job", ...) and the ids. Views decide what to refresh."""

    kind: str
    ids: tuple[str, ...]
