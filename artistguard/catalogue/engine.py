"""Connections and transactions. Every write transaction takes its turn; reads never wait on SQLite.

On SQLite a write begins with BEGIN IMMEDIATE, on PostgreSQL with an advisory lock: on both, what a transaction reads
stays true until it commits. So the custody chain cannot fork and a job cannot be claimed twice.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from artistguard.catalogue.faults import converted
from artistguard.model.errors import CatalogueError, UsageError

BUSY_SECONDS = 60.0  # how long a write waits for its turn
_LOCK = 0x41525447  # "ARTG": the advisory lock of writers, one a database
_WRITES = "artistguard_writes"
_PRAGMAS = (
    "PRAGMA synchronous=FULL",  # a receipt that was reported must survive a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA journal_size_limit=67108864",
)


class Database:
    """One catalogue's connections: as many as threads are at work, writers one at a time.

    `seat` and `actor` are written on every row; `clock` gives every moment.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        where: str,
        file: Path | None,
        seat: str,
        actor: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.where, self.file = where, file
        self.seat, self.actor, self.clock = seat, actor, clock
        self._engine = engine
        self._writer = engine.execution_options(**{_WRITES: True})
        self._local = threading.local()
        # Threads of one process queue here: SQLite's own waiting is by polling, and unfair.
        self._turn = threading.Lock() if file is not None else None

    @property
    def who(self) -> dict[str, str]:
        """The columns that say who did it."""
        return {"seat": self.seat, "actor": self.actor}

    @property
    def held(self) -> Connection | None:
        """This thread's running transaction."""
        held: Connection | None = getattr(self._local, "connection", None)
        return held

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view. Inside a transaction: that transaction, with what it has written so far."""
        with converted(self.where, self.file):
            if (held := self.held) is not None:
                self._refuse_lost()
                yield held
                return
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, or a part of this thread's running one (that is undone alone if it fails)."""
        with converted(self.where, self.file):
            if (held := self.held) is not None:
                with self._part(held):
                    yield held
                return
            with self._in_turn(), self._writer.connect() as connection, connection.begin():
                if self.file is None:
                    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                self._local.connection, self._local.lost = connection, False
                try:
                    yield connection
                    self._refuse_lost()
                finally:
                    self._local.connection = None

    @contextmanager
    def _part(self, held: Connection) -> Iterator[None]:
        self._refuse_lost()
        savepoint = held.begin_nested()
        try:
            yield
        except BaseException:
            try:
                savepoint.rollback()
            except SQLAlchemyError:
                # A full disk or a lost server undoes everything at once. What follows must not run on its own.
                self._local.lost = True
            raise
        savepoint.commit()

    def _refuse_lost(self) -> None:
        if self._local.lost:
            raise CatalogueError(
                f"A fault undid the changes to the catalogue {self.where}; none of them were kept.", "Try again."
            )

    def close(self) -> None:
        """Close all connections that are at rest."""
        self._engine.dispose()

    def _in_turn(self) -> AbstractContextManager[Any]:
        return self._turn if self._turn is not None else nullcontext()


def sqlite_engine(file: Path) -> Engine:
    """An engine for a catalogue file."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)), pool_size=8, max_overflow=-1, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def server_engine(address: str) -> tuple[Engine, str]:
    """An engine for a database URL, and the URL for people, without its password."""
    try:
        url = make_url(address)
        shown = url.render_as_string(hide_password=True)
        if url.get_backend_name() != "postgresql":
            raise UsageError(f"{shown} is no catalogue.", "A folder, or postgresql://user@host/database.")
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=-1, pool_pre_ping=True
        )
    except (ArgumentError, NoSuchModuleError, ValueError):
        # The address itself stays out of the message: it may hold a password.
        raise UsageError("That is no database address.", "A folder, or postgresql://user@host/database.") from None
    except ImportError as error:
        raise CatalogueError(
            "The library for PostgreSQL is not installed.", "Install artistguard[postgresql]."
        ) from error
    return engine, shown


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy's documented way to real transactions with sqlite3: the driver begins nothing, `_begin` does.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()
    _to_wal(connection)


def _to_wal(connection: sqlite3.Connection) -> None:
    """Set the journal mode. Kept in the file, so only the first ever has to; SQLite does not wait for a turn here."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            if mode != "wal":
                mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
            continue
        if mode == "wal":
            return
        raise CatalogueError(
            "The disk of the data folder cannot hold the catalogue: it does not offer shared memory for files.",
            "Choose a folder on a local disk with --home.",
        )


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
