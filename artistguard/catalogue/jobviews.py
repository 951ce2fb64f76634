"""Looking at the queue: what waits, what is due, how far a batch is. Nothing is changed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, or_, select

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.jobrows import batch_from, job_from
from artistguard.catalogue.lookup import no_such
from artistguard.catalogue.rows import chunks
from artistguard.model.jobs import Batch, Job, JobState

_JOBS, _BATCHES = schema.jobs, schema.batches
_MANY = 1000
_MAX_KEY = 1000  # bytes
_UNFINISHED = list(schema.UNFINISHED)
PUT_OFF_AT = "put_off_at"  # in the error of a job that is put off: when it was, as text that sorts


class JobViews:
    """The queue of a catalogue, as it stands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def interrupted(self) -> list[Job]:
        """Queued jobs that were about to publish, or had, when their run ended."""
        query = select(_JOBS).where(due_now(self._database.clock())).order_by(_JOBS.c.position)
        with self._database.read() as connection:
            rows = connection.execute(query.where(_JOBS.c.generation > 0)).all()
        # Whether a JSON column holds nothing is not the same question to every database: asked here.
        return [job for job in map(job_from, rows) if job.intent]

    def owners(self, kind: str | None = None) -> list[str]:
        """Who has running jobs (of a kind)."""
        query = select(_JOBS.c.owner).where(_JOBS.c.state == JobState.RUNNING.value).distinct()
        if kind is not None:
            query = query.where(_JOBS.c.kind == kind)
        with self._database.read() as connection:
            return sorted(owner for owner in connection.execute(query).scalars() if owner)

    def get(self, job_id: str) -> Job:
        """A job by its id. Raises UsageError."""
        with self._database.read() as connection:
            row = connection.execute(select(_JOBS).where(_JOBS.c.id == job_id)).first()
        if row is None:
            raise no_such("job", job_id)
        return job_from(row)

    def batch(self, batch_id: str) -> Batch:
        """A batch by its id. Raises UsageError."""
        with self._database.read() as connection:
            row = connection.execute(select(_BATCHES).where(_BATCHES.c.id == batch_id)).first()
        if row is None:
            raise no_such("batch", batch_id)
        return batch_from(row)

    def batches(self, limit: int = 100, *, unfinished: bool = False) -> list[Batch]:
        """The newest batches, newest first; only those with something left to do, if asked."""
        query = select(_BATCHES).order_by(_BATCHES.c.created_at.desc(), _BATCHES.c.id).limit(limit)
        if unfinished:
            query = query.where(
                select(_JOBS.c.id).where(_JOBS.c.batch_id == _BATCHES.c.id, _JOBS.c.state.in_(_UNFINISHED)).exists()
            )
        with self._database.read() as connection:
            return [batch_from(row) for row in connection.execute(query)]

    def without_job(self, keys: Iterable[str]) -> list[str]:
        """Those of these keys that no unfinished job holds, in their order."""
        wanted = list(keys)
        held: set[str] = set()
        with self._database.read() as connection:
            for part in chunks([bounded(key) for key in wanted]):
                query = select(_JOBS.c.key).where(_JOBS.c.key.in_(part), _JOBS.c.state.in_(_UNFINISHED))
                held.update(connection.execute(query).scalars())
        return [key for key in wanted if bounded(key) not in held]

    def due(self, kind: str) -> list[str]:
        """The batches with jobs of a kind that can be claimed now, in the order of their oldest such job."""
        query = select(_JOBS.c.batch_id).where(due_now(self._database.clock()), _JOBS.c.kind == kind)
        with self._database.read() as connection:
            by_age = query.group_by(_JOBS.c.batch_id).order_by(func.min(_JOBS.c.position))
            return list(connection.execute(by_age).scalars())

    def next_due(self, kind: str, batch_id: str | None = None) -> datetime | None:
        """The first moment at which a job of a kind that is put off can be claimed; None: none is put off."""
        query = select(func.min(_JOBS.c.not_before)).where(_JOBS.c.state == JobState.QUEUED.value, _JOBS.c.kind == kind)
        if batch_id is not None:
            query = query.where(_JOBS.c.batch_id == batch_id)
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def put_off_after(self, kind: str, moment: str) -> list[Job]:
        """The queued jobs of a kind that were put off after a moment (`PUT_OFF_AT` in their errors, as text)."""
        late = _JOBS.c.error[PUT_OFF_AT].as_string() > moment
        query = select(_JOBS).where(_JOBS.c.state == JobState.QUEUED.value, _JOBS.c.kind == kind)
        with self._database.read() as connection:
            rows = connection.execute(query.where(_JOBS.c.not_before.is_not(None), late)).all()
        return [job_from(row) for row in rows]

    def unfinished(self, keys: Iterable[str]) -> dict[str, Job]:
        """The jobs of these keys that are not over, by key."""
        wanted = {bounded(key): key for key in keys}
        found: dict[str, Job] = {}
        with self._database.read() as connection:
            for part in chunks(list(wanted)):
                query = select(_JOBS).where(_JOBS.c.key.in_(part), _JOBS.c.state.in_(_UNFINISHED))
                found.update((wanted[row.key], job_from(row)) for row in connection.execute(query))
        return found

    def blocked(self, kind: str) -> list[Job]:
        """Of each batch with blocked jobs of a kind the oldest one."""
        which = (_JOBS.c.state == JobState.BLOCKED.value, _JOBS.c.kind == kind)
        oldest = select(func.min(_JOBS.c.position)).where(*which).group_by(_JOBS.c.batch_id)
        query = select(_JOBS).where(*which, _JOBS.c.position.in_(oldest)).order_by(_JOBS.c.position)
        with self._database.read() as connection:
            return [job_from(row) for row in connection.execute(query)]

    def progress(self, batch_id: str) -> dict[JobState, int]:
        """How many jobs of a batch stand in each state."""
        query = select(_JOBS.c.state, func.count()).where(_JOBS.c.batch_id == batch_id).group_by(_JOBS.c.state)
        with self._database.read() as connection:
            found = {JobState(state): count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in JobState}

    def failures(self, batch_id: str) -> list[Job]:
        """The failed jobs of a batch, oldest first."""
        return list(self.iterate(batch_id, [JobState.FAILED]))

    def iterate(self, batch_id: str, states: Sequence[JobState] = tuple(JobState)) -> Iterator[Job]:
        """The jobs of a batch in these states, oldest first, in constant memory."""
        query = select(_JOBS).where(_JOBS.c.batch_id == batch_id, _JOBS.c.state.in_([s.value for s in states]))
        last = 0
        while True:
            page = query.where(_JOBS.c.position > last).order_by(_JOBS.c.position).limit(_MANY)
            with self._database.read() as connection:
                rows = connection.execute(page).all()
            for row in rows:
                yield job_from(row)
            if len(rows) < _MANY:
                return
            last = rows[-1].position

    def finished_size(self, batch_id: str) -> tuple[int, int]:
        """How many jobs of a batch are done, and the sum of "size" in their results, in bytes."""
        size = cast(_JOBS.c.result["size"].as_string(), BigInteger)
        query = select(func.count(), func.coalesce(func.sum(size), 0)).where(
            _JOBS.c.batch_id == batch_id, _JOBS.c.state == JobState.DONE.value
        )
        with self._database.read() as connection:
            count, total = connection.execute(query).one()
        return count, int(total)


def due_now(now: datetime) -> ColumnElement[bool]:
    """Queued, and not put off."""
    return and_(_JOBS.c.state == JobState.QUEUED.value, or_(_JOBS.c.not_before.is_(None), _JOBS.c.not_before <= now))


def bounded(key: str) -> str:
    """The key, or a digest in place of its end: database indexes take no text of any length."""
    if len(key.encode("utf-8")) <= _MAX_KEY:
        return key
    return f"{key[: _MAX_KEY // 8]}~{hashlib.sha256(key.encode('utf-8')).hexdigest()}"
