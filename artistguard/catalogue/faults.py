"""The database's errors in the words of the program. The environment's faults are converted, our own bugs are not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from artistguard.model.errors import ArtistGuardError, CatalogueError, DiskFull, UsageError

BACKUPS = "backups"  # folder beside the catalogue file

# https://www.sqlite.org/rescode.html, primary codes
_PERM, _BUSY, _LOCKED, _NOMEM, _READONLY, _IOERR = 3, 5, 6, 7, 8, 10
_CORRUPT, _FULL, _CANTOPEN, _PROTOCOL, _TOOBIG, _AUTH, _NOTADB = 11, 13, 14, 15, 18, 23, 26
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PG_DISK_FULL = ("53100",)
_PG_BUSY = ("55P03", "40001", "40P01", "57014")
_PG_REFUSED = ("28", "3D", "42501")


def backups(file: Path) -> list[Path]:
    """The backups beside a catalogue file, oldest first: `<stem>-<why>-<moment><suffix>`."""
    try:
        found = [path for path in (file.parent / BACKUPS).iterdir() if path.suffix == file.suffix]
    except OSError:
        return []
    mine = [path for path in found if path.name.startswith(f"{file.stem}-")]
    return sorted(mine, key=lambda path: path.stem.rpartition("-")[2])


def newest_backup(file: Path) -> Path | None:
    """The newest backup beside a catalogue file."""
    return next(reversed(backups(file)), None)


@contextmanager
def converted(where: str, file: Path | None) -> Iterator[None]:
    """Run something on the database; its faults come out as model errors. `where` names the catalogue for people."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        known = convert(error, where, file)
        if known is None:
            raise
        raise known from error


def convert(error: Exception, where: str, file: Path | None) -> ArtistGuardError | None:
    """The model error behind a database error, or None if it can only be a mistake of the program."""
    cause: BaseException | None = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, ArtistGuardError):
        return cause
    if isinstance(error, IntegrityError) or isinstance(cause, sqlite3.IntegrityError):
        return _contradiction(str(cause))
    if isinstance(cause, sqlite3.Error):
        return _sqlite(getattr(cause, "sqlite_errorcode", 0) & 0xFF, where, file)
    if isinstance(error, DBAPIError):
        state = str(getattr(cause, "sqlstate", None) or "")
        if not state and "FATAL:" in str(cause):
            state = _PG_REFUSED[0]  # while connecting, the driver passes on the server's words alone
        return _postgresql(state, where, error.connection_invalidated)
    return None


def _contradiction(message: str) -> UsageError:
    lower = message.lower()
    if "foreign key" in lower:
        return UsageError(
            "That refers to something that is not in the catalogue.", "List what is there, and try again."
        )
    if "unique" in lower:
        return UsageError("That is in the catalogue already.")
    return UsageError("The catalogue cannot hold that: it contradicts itself.")


def _sqlite(code: int, where: str, file: Path | None) -> ArtistGuardError | None:
    if code == _FULL:
        return DiskFull(
            f"There is no room left for the catalogue {where}. Nothing was half written.", "Free some space."
        )
    if code in (_BUSY, _LOCKED, _PROTOCOL):
        return CatalogueError(
            f"The catalogue {where} is being written by another program, and stayed so.",
            "Wait for the other one to finish, or close it, and try again.",
        )
    if code in (_CORRUPT, _NOTADB):
        return damaged(where, file)
    if code in (_PERM, _READONLY, _CANTOPEN, _AUTH):
        return CatalogueError(
            f"The catalogue {where} cannot be opened for writing.",
            "Check the rights on the data folder, and that its disk is not read-only.",
        )
    if code == _IOERR:
        return CatalogueError(
            f"The disk failed while the catalogue {where} was read or written.", "Check the disk, and make a backup."
        )
    if code in (_NOMEM, _TOOBIG):
        return CatalogueError(f"There is not enough memory for the catalogue {where}.", "Close other programs.")
    return None


def damaged(where: str, file: Path | None) -> CatalogueError:
    """The error for a file that is no whole database; names the newest backup."""
    backup = newest_backup(file) if file is not None else None
    advice = (
        f"The newest backup is {backup}. Set the damaged file aside and put a copy of the backup in its place."
        if backup is not None
        else "There is no backup beside it. Set the file aside, and put back your own backup of the data folder."
    )
    return CatalogueError(f"The catalogue {where} is damaged, or no catalogue at all.", advice)


def _postgresql(state: str, where: str, invalidated: bool) -> ArtistGuardError | None:
    if state in _PG_DISK_FULL:
        return DiskFull(f"The disk of the database server behind {where} is full. Nothing was half written.")
    if state in _PG_BUSY:
        return CatalogueError(f"The catalogue {where} is busy.", "Try again in a moment.")
    if state.startswith(_PG_REFUSED):
        return CatalogueError(f"The database server refuses to open {where}.", "Check the user, password and database.")
    if invalidated or not state or state.startswith(("08", "57", "53")):
        return CatalogueError(
            f"The database server behind {where} does not answer.", "Check that it runs, and the network."
        )
    return None
