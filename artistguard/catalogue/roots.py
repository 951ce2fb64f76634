"""Named roots: each seat says where it keeps the folder of that name."""

import os
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import no_such
from artistguard.catalogue.rows import exact
from artistguard.model import paths
from artistguard.model.artwork import Location
from artistguard.model.errors import UsageError

_ROOTS, _FOLDERS = schema.roots, schema.root_folders
_MAX_NAME = 60


class Roots:
    """The roots of a catalogue as this seat sees them. Folders are absolute; links are not followed here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ensure(self, path: Path) -> str:
        """The name of the root at exactly this folder; a new root if there is none."""
        folder = _folder(path)
        with self._database.read() as connection:
            found = self._named(connection, folder)
        if found is not None:
            return found
        with self._database.write() as connection:
            return self._named(connection, folder) or self._create(connection, folder)

    def containing(self, path: Path) -> tuple[str, Path]:
        """The nearest root at or above a folder, as (name, folder); a new root at the folder if there is none."""
        found = self.above(path)
        return found if found is not None else (self.ensure(path), paths.native(_folder(path)))

    def above(self, path: Path) -> tuple[str, Path] | None:
        """The nearest root at or above a path, as (name, folder), or None."""
        wanted = _folder(path)
        with self._database.read() as connection:
            known = self._known(connection)
        above = [(folder, name) for folder, name in known.items() if _inside(wanted, folder)]
        if not above:
            return None
        folder, name = max(above, key=lambda found: len(found[0]))
        return name, paths.native(folder)

    def path(self, name: str) -> Path:
        """Where this seat keeps a root. Raises UsageError if it has not said so yet."""
        with self._database.read() as connection:
            folder = connection.execute(
                select(_FOLDERS.c.folder).where(_FOLDERS.c.seat == self._database.seat, _FOLDERS.c.name == name)
            ).scalar()
            if folder is None and self._exists(connection, name):
                raise UsageError(
                    f"This seat has not said where it keeps the folder {name!r}.", "Map it to a folder first."
                )
        if folder is None:
            raise no_such("root", name)
        return paths.native(folder)

    def native(self, location: Location) -> Path:
        """The file at a location, as this seat sees it. Raises UsageError."""
        return self.path(location.root) / paths.native(location.path)

    def remap(self, name: str, path: Path) -> None:
        """Say where this seat keeps a root now. Raises UsageError if another root lies there."""
        folder = _folder(path)
        mine = {"seat": self._database.seat, "name": name}
        with self._database.write() as connection:
            if not self._exists(connection, name):
                raise no_such("root", name)
            there = self._named(connection, folder)
            if there == name:
                return
            if there is not None:
                raise UsageError(f"{folder} is the root {there!r} already.", "Choose another folder.")
            here = (_FOLDERS.c.seat == mine["seat"]) & (_FOLDERS.c.name == name)
            if connection.execute(update(_FOLDERS).where(here).values(folder=folder)).rowcount == 0:
                connection.execute(insert(_FOLDERS).values(**mine, folder=folder))

    def list(self) -> tuple[tuple[str, Path | None], ...]:
        """All roots by name, with this seat's folder, or None where it has not said."""
        with self._database.read() as connection:
            names = connection.execute(select(_ROOTS.c.name)).scalars().all()
            folders = {name: folder for folder, name in self._known(connection).items()}
        return tuple((name, paths.native(folders[name]) if name in folders else None) for name in sorted(names))

    def _create(self, connection: Connection, folder: str) -> str:
        stem = paths.printable(folder.rstrip("/").rpartition("/")[2])[:_MAX_NAME] or "root"
        name, number = stem, 1
        while self._exists(connection, name):
            number += 1
            name = f"{stem}-{number}"
        connection.execute(insert(_ROOTS).values(name=name, created_at=self._database.clock(), **self._database.who))
        connection.execute(insert(_FOLDERS).values(seat=self._database.seat, name=name, folder=folder))
        return name

    def _exists(self, connection: Connection, name: str) -> bool:
        return connection.execute(select(_ROOTS.c.name).where(_ROOTS.c.name == name)).first() is not None

    def _named(self, connection: Connection, folder: str) -> str | None:
        query = select(_FOLDERS.c.name).where(_FOLDERS.c.seat == self._database.seat, _FOLDERS.c.folder == folder)
        name: str | None = connection.execute(query).scalar()
        return name

    def _known(self, connection: Connection) -> dict[str, str]:
        query = select(_FOLDERS.c.folder, _FOLDERS.c.name).where(_FOLDERS.c.seat == self._database.seat)
        return {row.folder: row.name for row in connection.execute(query)}


def _folder(path: Path) -> str:
    return exact(paths.text(Path(os.path.abspath(path))), "path")  # noqa: PTH100 - absolute() leaves ".." in


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
