"""What the engine needs of a catalogue. `artistguard.catalogue.store.Catalogue` has it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from artistguard.model.jobs import Job, JobState


class JobStore(Protocol):
    """The queue. Whatever changes a job checks (owner, generation) and leaves alone what is held no more."""

    def claim(
        self,
        owner: str,
        n: int = 1,
        lease_seconds: float = 60.0,
        kinds: Sequence[str] | None = None,
        batch_id: str | None = None,
    ) -> list[Job]:
        """Take up to `n` jobs, oldest first; counts the attempt."""

    def heartbeat(self, owner: str, lease_seconds: float = 60.0) -> int:
        """Prolong the leases of an owner's running jobs."""

    def set_intents(self, intents: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Write down what is about to be published; the ids of those still held."""

    def finish(self, results: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Close jobs as done; the ids of those still held."""

    def fail(self, job: Job, error: Mapping[str, object], retry: bool = False) -> bool:
        """Close a job as failed, or queue it again with the error kept."""

    def fail_many(self, jobs: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Close jobs as failed; the ids of those still held."""

    def postpone(self, jobs: Iterable[tuple[Job, datetime, Mapping[str, object]]]) -> frozenset[str]:
        """Queue jobs again, not to be claimed before a moment; the ids of those still held."""

    def block(self, jobs: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Set jobs aside until they are unblocked; the ids of those still held."""

    def release(self, jobs: Iterable[Job]) -> frozenset[str]:
        """Give jobs back; the attempt does not count, the intent stays."""

    def holds(self, jobs: Iterable[Job]) -> frozenset[str]:
        """Which of these are still held."""

    def unblock(self, kind: str | None = None, batch_id: str | None = None) -> int:
        """Queue blocked jobs again."""

    def requeue_dead(self) -> list[Job]:
        """Queue the running jobs of owners who are surely dead, intents kept."""

    def requeue_expired(self) -> list[Job]:
        """Queue running jobs whose lease ran out, intents kept."""

    def interrupted(self) -> list[Job]:
        """Queued jobs with an intent."""

    def progress(self, batch_id: str) -> dict[JobState, int]:
        """How many jobs of a batch stand in each state."""

    def failures(self, batch_id: str) -> list[Job]:
        """The failed jobs of a batch, oldest first."""


class Store(Protocol):
    """A catalogue."""

    @property
    def jobs(self) -> JobStore:
        """Its queue."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; one inside another is undone alone if it fails."""
