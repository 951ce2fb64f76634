"""Watches: sources with a cadence and a checkpoint, and their runs. A removed one keeps its runs and its finds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from artistguard.catalogue import meta
from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.catalogue.rows import words
from artistguard.model import wire
from artistguard.model.finds import Outcome, Watch, WatchRun
from artistguard.model.ids import new_id
from artistguard.model.watching import Coverage

_WATCHES, _RUNS = schema.watches, schema.watch_runs
_COUNTER = "watch-run"


class Watches:
    """The watches of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, source: str, title: str, cadence_hours: int, params: Mapping[str, object]) -> Watch:
        """A new watch, due at once."""
        watch = Watch(new_id(), source, words(title), cadence_hours, self._database.clock(), dict(params))
        with self._database.write() as connection:
            connection.execute(
                insert(_WATCHES).values(
                    id=watch.id,
                    source=source,
                    title=watch.title,
                    cadence_hours=cadence_hours,
                    created_at=watch.created_at,
                    params=watch.params,
                    checkpoint={},
                    paused=False,
                    failures=0,
                    **self._database.who,
                )
            )
        return watch

    def get(self, reference: str) -> Watch:
        """A watch by its id or the beginning of it. Raises UsageError, for a removed one as well."""
        with self._database.read() as connection:
            row = one_by_prefix(connection, _WATCHES, reference, "watch")
            if row is None or row.removed_at is not None:
                raise no_such("watch", reference)
            return self._watches(connection, [row])[0]

    def list(self) -> tuple[Watch, ...]:
        """All watches, oldest first."""
        query = select(_WATCHES).where(_WATCHES.c.removed_at.is_(None)).order_by(_WATCHES.c.created_at, _WATCHES.c.id)
        with self._database.read() as connection:
            return self._watches(connection, connection.execute(query).all())

    def pause(self, watch_id: str, paused: bool) -> None:
        """Pause a watch, or let it go on."""
        self._set(watch_id, paused=paused)

    def remove(self, watch_id: str) -> None:
        """Remove a watch."""
        self._set(watch_id, removed_at=self._database.clock())

    def schedule(self, watch_id: str, next_at: datetime | None, failures: int) -> None:
        """When a watch runs next, and how often in a row it failed."""
        self._set(watch_id, next_at=next_at, failures=failures)

    # --- runs

    def begin(self, watch_id: str) -> WatchRun:
        """A run begins. One that was killed before is closed as stopped: what it committed stays."""
        now = self._database.clock()
        with self._database.write() as connection:
            connection.execute(
                update(_RUNS)
                .where(_RUNS.c.watch_id == watch_id, _RUNS.c.outcome.is_(None))
                .values(
                    ended_at=now,
                    outcome=Outcome.STOPPED.value,
                    message="It was interrupted. What it had found is kept, and the next run went on from there.",
                )
            )
            run = WatchRun(new_id(), watch_id, now, None, None)
            connection.execute(
                insert(_RUNS).values(
                    id=run.id,
                    position=meta.take(connection, _COUNTER)[0],
                    watch_id=watch_id,
                    started_at=now,
                    coverage=[],
                    requests=0,
                    seen=0,
                    news=0,
                    message="",
                    **self._database.who,
                )
            )
        return run

    def step(self, run: WatchRun, checkpoint: Mapping[str, object]) -> None:
        """A part of a run is done: take over the checkpoint and what the run says of itself so far."""
        with self._database.write() as connection:
            connection.execute(
                update(_WATCHES).where(_WATCHES.c.id == run.watch_id).values(checkpoint=dict(checkpoint))
            )
            self._write(connection, run)

    def end(self, run: WatchRun, next_at: datetime | None, failures: int) -> WatchRun:
        """A run ends as it says, now."""
        ended = self._database.clock()
        with self._database.write() as connection:
            self._write(connection, run, ended_at=ended)
            self._set(run.watch_id, next_at=next_at, failures=failures)
            return _run(connection.execute(select(_RUNS).where(_RUNS.c.id == run.id)).one())

    def runs(self, watch_id: str, limit: int = 50) -> tuple[WatchRun, ...]:
        """The newest runs of a watch, newest first."""
        query = select(_RUNS).where(_RUNS.c.watch_id == watch_id).order_by(_RUNS.c.position.desc()).limit(limit)
        with self._database.read() as connection:
            return tuple(map(_run, connection.execute(query)))

    # --- inside

    def _set(self, watch_id: str, **values: Any) -> None:
        with self._database.write() as connection:
            if not connection.execute(update(_WATCHES).where(_WATCHES.c.id == watch_id).values(**values)).rowcount:
                raise no_such("watch", watch_id)

    def _write(self, connection: Connection, run: WatchRun, **more: Any) -> None:
        connection.execute(
            update(_RUNS)
            .where(_RUNS.c.id == run.id)
            .values(
                outcome=None if run.outcome is None else run.outcome.value,
                coverage=[_coverage_row(part) for part in run.coverage],
                requests=run.requests,
                seen=run.seen,
                news=run.news,
                message=words(run.message),
                **more,
            )
        )

    def _watches(self, connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Watch, ...]:
        newest = select(func.max(_RUNS.c.position)).group_by(_RUNS.c.watch_id)
        found = connection.execute(select(_RUNS).where(_RUNS.c.position.in_(newest)))
        last = {row.watch_id: _run(row) for row in found}
        return tuple(_watch(row, last.get(row.id)) for row in rows)


def _coverage_row(part: Coverage) -> dict[str, Any]:
    row: dict[str, Any] = wire.dump(part)
    return {name: words(value) if isinstance(value, str) else value for name, value in row.items()}


def _watch(row: Row[Any], last: WatchRun | None) -> Watch:
    return Watch(
        id=row.id,
        source=row.source,
        title=row.title,
        cadence_hours=row.cadence_hours,
        created_at=row.created_at,
        params=row.params,
        checkpoint=row.checkpoint,
        paused=row.paused,
        next_at=row.next_at,
        failures=row.failures,
        last=last,
    )


def _run(row: Row[Any]) -> WatchRun:
    return WatchRun(
        id=row.id,
        watch_id=row.watch_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        coverage=tuple(wire.load(Coverage, part) for part in row.coverage),
        requests=row.requests,
        seen=row.seen,
        news=row.news,
        message=row.message,
    )
