"""Opening a catalogue: refuse what must not be touched, back up, bring the schema up to date."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect

from artistguard.catalogue import faults, migrations, schema
from artistguard.catalogue.engine import BUSY_SECONDS, Database, server_engine, sqlite_engine
from artistguard.catalogue.shares import network_type
from artistguard.model.errors import CatalogueError, DiskFull, NewerCatalogue, OnNetworkShare, UsageError

FILE_NAME = "catalogue.sqlite"
KEPT_BACKUPS = 5

_BEING_MADE = 60.0  # seconds: another process may have begun the file a moment ago


def open_database(location: Path | str, *, seat: str, actor: str, clock: Callable[[], datetime]) -> Database:
    """The database behind a folder, a file or a URL, its schema up to date.

    Raises NewerCatalogue, OnNetworkShare, CatalogueError, DiskFull, UsageError.
    """
    for name, text in (("seat", seat), ("actor", actor)):
        if not text or "\0" in text:
            raise UsageError(f"The name of the {name} is empty, or holds a NUL character.")
    if isinstance(location, str) and "://" in location and not location.startswith("sqlite:"):
        engine, where = server_engine(location)
        database = Database(engine, where=where, file=None, seat=seat, actor=actor, clock=clock)
    else:
        file = _file(location)
        _prepare_file(file)
        where = str(file)
        database = Database(sqlite_engine(file), where=where, file=file, seat=seat, actor=actor, clock=clock)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _file(location: Path | str) -> Path:
    if isinstance(location, str) and "://" in location:
        location = location.removeprefix("sqlite://").removeprefix("/")
    if not str(location):
        raise UsageError("No place for the catalogue was given.")
    path = Path(location)
    if path.is_dir() or not path.suffix:
        path = path / FILE_NAME
    return path.absolute()


def _prepare_file(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueError(
            f"The data folder {file.parent} cannot be made: {error.strerror}.", "Choose another with --home."
        ) from error
    share = network_type(file.parent)
    if share is not None:
        raise OnNetworkShare(
            f"The data folder {file.parent} lies on a network share ({share}), where the catalogue would be destroyed.",
            "Choose a folder on a local disk with --home; for several seats use PostgreSQL.",
        )
    if file.exists() and not file.is_file():
        raise CatalogueError(f"{file} is not a file.", "Choose another data folder with --home.")
    if file.exists() and file.stat().st_size:
        _refuse_foreign(file)
    elif file.exists() and time.time() - file.stat().st_mtime > _BEING_MADE:
        raise CatalogueError(
            f"The catalogue {file} is empty: it was cut off.",
            "Put a back-up in its place; or remove it, and an empty one is begun.",
        )
    with suppress(OSError):  # whatever is wrong, SQLite says so next, with its reason
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # works under a seal are named in it: for nobody else


def _refuse_foreign(file: Path) -> None:
    """Look before touching: opening it for writing would already change another program's file (to WAL)."""
    with (
        faults.converted(str(file), file),
        closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as connection,
    ):
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if names and schema.revision.name not in names:
        raise _foreign(str(file))


def _bring_up_to_date(database: Database) -> None:
    with database.read() as connection:
        if _checked(migrations.stored(connection), database.where) == migrations.HEAD:
            return
    with database.write() as connection:
        revision = _checked(migrations.stored(connection), database.where)
        if revision == migrations.HEAD:
            return  # another process was faster
        if revision is None and inspect(connection).get_table_names():
            raise _foreign(database.where)
        if revision is not None and database.file is not None:
            backup(database.file, revision)
        migrations.upgrade(connection, revision)


def _checked(revision: str | None, where: str) -> str | None:
    if revision is not None and revision not in migrations.REVISIONS:
        raise NewerCatalogue(
            f"The catalogue {where} was written by a newer version of the program (schema {revision}; this one "
            f"knows up to {migrations.HEAD}). Nothing was changed.",
            "Update the program.",
        )
    return revision


def _foreign(where: str) -> CatalogueError:
    return CatalogueError(
        f"{where} is a database of another program, and was not touched.", "Choose another with --home."
    )


def backup(file: Path, label: str) -> Path:
    """Copy a catalogue file, while others may use it, to `backups/` beside it. Keeps the newest KEPT_BACKUPS."""
    folder = file.parent / faults.BACKUPS
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"{file.stem}-{label}-{stamp}{file.suffix}"
    unfinished = target.with_name(target.name + ".part")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with (
            faults.converted(str(file), file),
            closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy)
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.rename(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        if error.errno == 28:  # ENOSPC
            raise DiskFull(
                f"There is no room for a backup of the catalogue in {folder}.", "Free some space."
            ) from error
        raise CatalogueError(
            f"The catalogue cannot be backed up to {folder}: {error.strerror}.", "Check the rights on the data folder."
        ) from error
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    for old in faults.backups(file)[:-KEPT_BACKUPS]:
        with suppress(OSError):
            old.unlink()
    return target
