"""Durable jobs: added once, claimed by one worker at a time under a lease, finished by nobody else.

A claim gives a job a new generation. Whoever changes a job says which (owner, generation) they hold; a worker whose
lease ran out and whose job was given to another is told so, and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    insert,
    or_,
    select,
    union_all,
    update,
)

from artistguard.catalogue import meta, schema
from artistguard.catalogue.jobrows import job_from
from artistguard.catalogue.jobviews import PUT_OFF_AT, JobViews, bounded, due_now
from artistguard.catalogue.owners import is_dead
from artistguard.catalogue.rows import chunks, exact
from artistguard.model.ids import new_id
from artistguard.model.jobs import Batch, Job, JobState

LEASE_SECONDS = 60.0
_JOBS, _BATCHES = schema.jobs, schema.batches
_COUNTER = "job"
_MANY = 1000
_UNFINISHED = list(schema.UNFINISHED)
_FREE: dict[str, Any] = {"owner": None, "lease_until": None}


class Jobs(JobViews):
    """The queue of a catalogue."""

    # --- adding

    def create_batch(self, kind: str, params: Mapping[str, object] | None = None) -> Batch:
        """A new, empty batch."""
        who = self._database
        batch = Batch(new_id(), kind, who.clock(), who.seat, who.actor, dict(params or {}))
        with self._database.write() as connection:
            connection.execute(
                insert(_BATCHES).values(
                    id=batch.id, kind=kind, created_at=batch.created_at, params=batch.params, **who.who
                )
            )
        return batch

    def add(self, batch_id: str, kind: str, jobs: Iterable[tuple[str, str, Mapping[str, object]]]) -> int:
        """Queue jobs (key, subject, payload); returns how many. A key that an unfinished job holds is left out."""
        count, stream = 0, iter(jobs)
        with self._database.write() as connection:
            while part := list(islice(stream, _MANY)):
                wanted = {
                    bounded(exact(key, "key")): (exact(subject, "subject"), payload) for key, subject, payload in part
                }
                for keys in chunks(list(wanted)):
                    held = select(_JOBS.c.key).where(_JOBS.c.key.in_(keys), _JOBS.c.state.in_(_UNFINISHED))
                    for key in connection.execute(held).scalars().all():
                        del wanted[key]
                if not wanted:
                    continue
                positions = meta.take(connection, _COUNTER, len(wanted))
                connection.execute(
                    insert(_JOBS),
                    [
                        {
                            "id": new_id(),
                            "position": position,
                            "batch_id": batch_id,
                            "kind": kind,
                            "key": key,
                            "subject": subject,
                            "payload": dict(payload),
                            "state": JobState.QUEUED.value,
                            "attempts": 0,
                            "generation": 0,
                        }
                        for position, (key, (subject, payload)) in zip(positions, wanted.items(), strict=True)
                    ],
                )
                count += len(wanted)
        return count

    # --- working

    def claim(
        self,
        owner: str,
        n: int = 1,
        lease_seconds: float = LEASE_SECONDS,
        kinds: Sequence[str] | None = None,
        batch_id: str | None = None,
    ) -> list[Job]:
        """Take up to `n` jobs that are queued and not put off, or running under a lease that ran out; oldest first.

        Counts the attempt. A job with an `intent` was interrupted at its end: see what became of it first.
        """
        now = self._database.clock()
        of_interest: list[ColumnElement[bool]] = []
        if kinds is not None:
            of_interest.append(_JOBS.c.kind.in_(list(kinds)))
        if batch_id is not None:
            of_interest.append(_JOBS.c.batch_id == batch_id)
        expired = and_(_JOBS.c.state == JobState.RUNNING.value, _JOBS.c.lease_until < now)
        # Two limited look-ups, each along an index; one with OR would sort the whole queue at every claim.
        parts = [
            select(_JOBS.c.id, _JOBS.c.position)
            .where(which, *of_interest)
            .order_by(_JOBS.c.position)
            .limit(n)
            .subquery()
            for which in (due_now(now), expired)
        ]
        either = union_all(*(select(part) for part in parts)).subquery()
        chosen = select(either.c.id).order_by(either.c.position).limit(n)
        statement = (
            update(_JOBS)
            .where(_JOBS.c.id.in_(chosen))
            .values(
                state=JobState.RUNNING.value,
                owner=owner,
                lease_until=now + timedelta(seconds=lease_seconds),
                attempts=_JOBS.c.attempts + 1,
                generation=_JOBS.c.generation + 1,
            )
            .returning(*_JOBS.c)
        )
        with self._database.write() as connection:
            rows = connection.execute(statement).all()
        return [job_from(row) for row in sorted(rows, key=lambda row: row.position)]

    def heartbeat(self, owner: str, lease_seconds: float = LEASE_SECONDS) -> int:
        """Prolong the leases of an owner's running jobs. Returns how many there are."""
        until = self._database.clock() + timedelta(seconds=lease_seconds)
        mine = (_JOBS.c.state == JobState.RUNNING.value) & (_JOBS.c.owner == owner)
        with self._database.write() as connection:
            return connection.execute(update(_JOBS).where(mine).values(lease_until=until)).rowcount

    def set_intents(self, intents: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Write down what is about to be committed, durably. Returns the ids of the jobs that were still held."""
        return self._write([(job, {"intent": dict(intent)}) for job, intent in intents])

    def finish(self, results: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Close jobs as done. Returns the ids of those that were still held; write nothing down for the others."""
        done = {"state": JobState.DONE.value, "error": None, **_FREE}
        return self._write([(job, {**done, "result": dict(result)}) for job, result in results])

    finish_many = finish

    def fail(self, job: Job, error: Mapping[str, object], retry: bool = False) -> bool:
        """Close a job as failed, or queue it again. False if it was no longer held."""
        state = JobState.QUEUED if retry else JobState.FAILED
        return bool(self._write([(job, {"state": state.value, "error": dict(error), **_FREE})]))

    def fail_many(self, jobs: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Close jobs as failed, each with its error. Returns the ids of those that were still held."""
        failed = {"state": JobState.FAILED.value, **_FREE}
        return self._write([(job, {**failed, "error": dict(error)}) for job, error in jobs])

    def postpone(self, jobs: Iterable[tuple[Job, datetime, Mapping[str, object]]]) -> frozenset[str]:
        """Queue jobs again, not to be claimed before a moment. Returns the ids of those that were still held."""
        queued = {"state": JobState.QUEUED.value, **_FREE}
        return self._write([(job, {**queued, "error": dict(error), "not_before": at}) for job, at, error in jobs])

    def block(self, jobs: Iterable[tuple[Job, Mapping[str, object]]]) -> frozenset[str]:
        """Set jobs aside until `unblock`: they need a key, consent or the network. The ids of those still held."""
        blocked = {"state": JobState.BLOCKED.value, **_FREE}
        return self._write([(job, {**blocked, "error": dict(error)}) for job, error in jobs])

    def hold_back(self, batch_id: str, error: Mapping[str, object]) -> int:
        """Set a batch's queued jobs aside until somebody goes on with it. Returns how many."""
        mine = (_JOBS.c.batch_id == batch_id) & (_JOBS.c.state == JobState.QUEUED.value)
        with self._database.write() as connection:
            values = {"state": JobState.BLOCKED.value, "error": dict(error)}
            return connection.execute(update(_JOBS).where(mine).values(**values)).rowcount

    def hasten(self, keys: Iterable[str]) -> int:
        """Put the queued jobs of these keys off no longer. Returns how many."""
        count = 0
        with self._database.write() as connection:
            for part in chunks([bounded(exact(key, "key")) for key in keys]):
                queued = _JOBS.c.key.in_(part) & (_JOBS.c.state == JobState.QUEUED.value)
                count += connection.execute(update(_JOBS).where(queued).values(not_before=None)).rowcount
        return count

    def put_off(self, until: Mapping[str, datetime], since: str) -> None:
        """Move the moments (by job id) before which queued jobs are not claimed; `since`: from when on they wait."""
        with self._database.write() as connection:
            for id_, moment in until.items():
                mine = (_JOBS.c.id == id_) & (_JOBS.c.state == JobState.QUEUED.value)
                row = connection.execute(select(_JOBS.c.error).where(mine)).first()
                if row is not None:
                    values = {"not_before": moment, "error": {**(row.error or {}), PUT_OFF_AT: since}}
                    connection.execute(update(_JOBS).where(mine).values(**values))

    def release(self, jobs: Iterable[Job]) -> frozenset[str]:
        """Give jobs back that were claimed and not begun: queued again, the attempt not counted."""
        return self._write(
            [(job, {"state": JobState.QUEUED.value, "attempts": max(0, job.attempts - 1), **_FREE}) for job in jobs]
        )

    def holds(self, jobs: Iterable[Job]) -> frozenset[str]:
        """Which of these jobs their owners still hold. Certain inside a transaction only."""
        with self._database.read() as connection:
            return self._held(connection, list(jobs))

    def unblock(self, kind: str | None = None, batch_id: str | None = None) -> int:
        """Queue blocked jobs again. Returns how many."""
        return self._move(JobState.QUEUED, [JobState.BLOCKED], kind=kind, batch_id=batch_id)

    def cancel_batch(self, batch_id: str) -> int:
        """Cancel what is not at work. Jobs at work end by themselves. Returns how many were cancelled."""
        return self._move(JobState.CANCELLED, [JobState.QUEUED, JobState.BLOCKED], batch_id=batch_id)

    def call_off(self, keys: Iterable[str], *, put_off: bool = True) -> int:
        """Cancel the jobs of these keys that nobody has at work; so that the same may be asked for anew. How many.

        `put_off` false: those that wait for a moment stay.
        """
        now = self._database.clock()
        waiting = [JobState.QUEUED.value, JobState.BLOCKED.value]
        count = 0
        with self._database.write() as connection:
            for part in chunks([bounded(exact(key, "key")) for key in keys]):
                statement = update(_JOBS).where(_JOBS.c.key.in_(part), _JOBS.c.state.in_(waiting))
                if not put_off:
                    statement = statement.where(or_(_JOBS.c.not_before.is_(None), _JOBS.c.not_before <= now))
                count += connection.execute(statement.values(state=JobState.CANCELLED.value, **_FREE)).rowcount
        return count

    def retry_failed(self, batch_id: str) -> int:
        """Queue a batch's failed jobs again, as if never tried, but for keys at work elsewhere. Returns how many."""
        other = _JOBS.alias("other")
        free = ~(
            select(other.c.id)
            .where(other.c.key == _JOBS.c.key, other.c.state.in_(_UNFINISHED))
            .correlate(_JOBS)
            .exists()
        )
        mine = (_JOBS.c.batch_id == batch_id) & (_JOBS.c.state == JobState.FAILED.value)
        # Of several failed jobs of one key only the newest may come back.
        newer = _JOBS.alias("newer")
        newest = ~(
            select(newer.c.id)
            .where(
                newer.c.key == _JOBS.c.key,
                newer.c.batch_id == batch_id,
                newer.c.state == JobState.FAILED.value,
                newer.c.position > _JOBS.c.position,
            )
            .correlate(_JOBS)
            .exists()
        )
        with self._database.write() as connection:
            again = {"state": JobState.QUEUED.value, "attempts": 0, "error": None, "not_before": None, **_FREE}
            return connection.execute(update(_JOBS).where(mine, free, newest).values(**again)).rowcount

    # --- after a crash

    def requeue_expired(self, now: datetime | None = None) -> list[Job]:
        """Queue running jobs whose lease ran out. Their intents and attempts stay. Returns them as they are now."""
        return self._requeue(_JOBS.c.lease_until < (now or self._database.clock()))

    def requeue_owned_by_dead(self, owner: str) -> list[Job]:
        """Queue the running jobs of an owner who is known to be dead. Returns them as they are now."""
        return self._requeue(_JOBS.c.owner == owner)

    def requeue_dead(self) -> list[Job]:
        """Queue the running jobs of all owners of this machine who are surely dead (see `owners`)."""
        return [job for owner in self.owners() if is_dead(owner) for job in self.requeue_owned_by_dead(owner)]

    # --- inside

    def _held(self, connection: Connection, jobs: Sequence[Job]) -> frozenset[str]:
        claims = {job.id: (job.owner, job.generation) for job in jobs}
        held: set[str] = set()
        for part in chunks(list(claims)):
            query = select(_JOBS.c.id, _JOBS.c.owner, _JOBS.c.generation).where(
                _JOBS.c.id.in_(part), _JOBS.c.state == JobState.RUNNING.value
            )
            held.update(
                id_ for id_, owner, generation in connection.execute(query) if claims[id_] == (owner, generation)
            )
        return frozenset(held)

    def _write(self, changes: Sequence[tuple[Job, dict[str, Any]]]) -> frozenset[str]:
        """The same columns of several jobs, of those that are still held. Nobody else writes meanwhile."""
        if not changes:
            return frozenset()
        with self._database.write() as connection:
            held = self._held(connection, [job for job, _ in changes])
            rows = [{"the_id": job.id, **values} for job, values in changes if job.id in held]
            if rows:
                named: dict[str, Any] = {name: bindparam(name) for name in changes[0][1]}
                connection.execute(update(_JOBS).where(_JOBS.c.id == bindparam("the_id")).values(named), rows)
        return held

    def _move(
        self, to: JobState, since: Sequence[JobState], *, kind: str | None = None, batch_id: str | None = None
    ) -> int:
        query = update(_JOBS).where(_JOBS.c.state.in_([state.value for state in since]))
        if kind is not None:
            query = query.where(_JOBS.c.kind == kind)
        if batch_id is not None:
            query = query.where(_JOBS.c.batch_id == batch_id)
        with self._database.write() as connection:
            return connection.execute(query.values(state=to.value, **_FREE)).rowcount

    def _requeue(self, which: ColumnElement[bool]) -> list[Job]:
        statement = (
            update(_JOBS)
            .where(_JOBS.c.state == JobState.RUNNING.value, which)
            .values(state=JobState.QUEUED.value, generation=_JOBS.c.generation + 1, **_FREE)
            .returning(*_JOBS.c)
        )
        with self._database.write() as connection:
            rows = connection.execute(statement).all()
        return [job_from(row) for row in sorted(rows, key=lambda row: row.position)]
