"""Works, their files and the fingerprints of these."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from artistguard.catalogue import meta, schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.listing import matching, ordered
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.catalogue.rows import (
    artwork_from,
    artwork_row,
    chunks,
    edition_from,
    edition_row,
    fingerprint_from,
    fingerprint_row,
    words,
)
from artistguard.catalogue.states import recorded_works, standings, state_of
from artistguard.model.artwork import Artwork, Edition, EditionRole, Fingerprint, Location, WorkState
from artistguard.model.errors import UsageError
from artistguard.model.listing import WorkFilter, WorkOrder, WorkRow, row_of

Files = Sequence[tuple[Edition, Sequence[Fingerprint]]]

_ARTWORKS, _EDITIONS, _FINGERPRINTS = schema.artworks, schema.editions, schema.fingerprints
_NUMBER = "artwork"
_MANY = 1000  # works written at once
_EVERY = WorkFilter()


class Works:
    """The works of a catalogue. Each method is one transaction, or a part of the running one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- writing

    def next_number(self) -> int:
        """A number no work has, nor will be given by another caller. Undone with the transaction around it."""
        return self.next_numbers(1)[0]

    def next_numbers(self, count: int) -> range:
        """Several numbers at once."""
        with self._database.write() as connection:
            return meta.take(connection, _NUMBER, count)

    def add(self, artwork: Artwork, editions: Files) -> None:
        """Add a work with its files. `artwork.editions` is not looked at. Raises UsageError if it is there already."""
        self.add_many([(artwork, editions)])

    def add_many(self, works: Iterable[tuple[Artwork, Files]]) -> int:
        """Add many works in one transaction, holding no more than a thousand at a time. Returns how many."""
        count, stream = 0, iter(works)
        with self._database.write() as connection:
            while part := list(islice(stream, _MANY)):
                for artwork, files in part:
                    for edition, _ in files:
                        if edition.artwork_id != artwork.id:
                            raise ValueError(f"edition {edition.id} belongs to another work than {artwork.id}")
                who = self._database.who
                connection.execute(insert(_ARTWORKS), [artwork_row(artwork, who) for artwork, _ in part])
                self._write(connection, [file for _, files in part for file in files])
                meta.at_least(connection, _NUMBER, max(artwork.number for artwork, _ in part))
                count += len(part)
        return count

    def add_edition(self, edition: Edition, fingerprints: Sequence[Fingerprint] = ()) -> None:
        """Add a file to a work that is there."""
        self.add_editions([(edition, fingerprints)])

    def add_editions(self, files: Files) -> None:
        """Add files to works that are there."""
        with self._database.write() as connection:
            self._write(connection, files)

    def _write(self, connection: Connection, files: Files) -> None:
        if files:
            who = self._database.who
            connection.execute(insert(_EDITIONS), [edition_row(edition, who) for edition, _ in files])
        prints = [fingerprint_row(edition.id, each) for edition, found in files for each in found]
        if prints:
            connection.execute(insert(_FINGERPRINTS), prints)

    def supersede(self, old_id: str, new_id: str) -> None:
        """Say that an edition took another's place."""
        if old_id == new_id:
            raise UsageError("A file cannot take its own place.")
        with self._database.write() as connection:
            if _first(connection, _BY_ID, the_id=new_id) is None:
                raise no_such("file", new_id)
            done = connection.execute(update(_EDITIONS).where(_EDITIONS.c.id == old_id).values(superseded_by=new_id))
            if done.rowcount == 0:
                raise no_such("file", old_id)

    def move(self, edition_id: str, location: Location) -> None:
        """Say that a file, unchanged, lies somewhere else now."""
        self._set_edition(edition_id, root=location.root, path=location.path)

    def touch(self, edition_id: str, mtime_ns: int) -> None:
        """Take over a file's new modification time when its bytes are the same."""
        self._set_edition(edition_id, mtime_ns=mtime_ns)

    def _set_edition(self, edition_id: str, **values: object) -> None:
        with self._database.write() as connection:
            done = connection.execute(update(_EDITIONS).where(_EDITIONS.c.id == edition_id).values(**values))
            if done.rowcount == 0:
                raise no_such("file", edition_id)

    def set_client(self, ids: Sequence[str], client_id: str | None) -> None:
        """Give works to a client, or to none."""
        self._set(ids, client_id=client_id)

    def set_source_type(self, ids: Sequence[str], source_type: str | None) -> None:
        """State how works came to be (an IPTC digital source type), or state nothing."""
        self._set(ids, source_type=source_type)

    def set_title(self, id_: str, title: str) -> None:
        """Rename a work."""
        self._set([id_], title=title)

    def _set(self, ids: Sequence[str], **values: object) -> None:
        wanted = list(dict.fromkeys(ids))
        with self._database.write() as connection:
            for part in chunks(wanted):
                done = connection.execute(update(_ARTWORKS).where(_ARTWORKS.c.id.in_(part)).values(**values))
                if done.rowcount != len(part):
                    found = set(connection.execute(select(_ARTWORKS.c.id).where(_ARTWORKS.c.id.in_(part))).scalars())
                    raise no_such("work", next(id_ for id_ in part if id_ not in found))

    # --- reading

    def find(self, reference: str) -> Artwork:
        """The work of a number ("#7", "7"), an id or the beginning of one. Raises UsageError when none or several."""
        wanted = reference.strip()
        with self._database.read() as connection:
            digits = wanted.removeprefix("#")
            row = None
            if digits.isascii() and digits.isdecimal() and len(digits) < 19:
                row = connection.execute(select(_ARTWORKS).where(_ARTWORKS.c.number == int(digits))).first()
            if row is None and not wanted.startswith("#"):
                row = one_by_prefix(connection, _ARTWORKS, wanted, "work")
            if row is None:
                raise no_such("work", reference)
            return self._filled(connection, [row])[0]

    def get(self, reference: str) -> Artwork:
        """The same as `find`."""
        return self.find(reference)

    def get_many(self, ids: Sequence[str]) -> dict[str, Artwork]:
        """The works of full ids; unknown ids are left out."""
        found: dict[str, Artwork] = {}
        with self._database.read() as connection:
            for part in chunks(ids):
                rows = connection.execute(select(_ARTWORKS).where(_ARTWORKS.c.id.in_(part))).all()
                found.update((work.id, work) for work in self._filled(connection, rows))
        return found

    def edition(self, edition_id: str) -> Edition:
        """A file by its full id. Raises UsageError when there is none."""
        with self._database.read() as connection:
            found = _first(connection, _BY_ID, the_id=edition_id)
        if found is None:
            raise no_such("file", edition_id)
        return found

    def by_sha256(self, sha256: str) -> Edition | None:
        """A file of these bytes, current ones first."""
        with self._database.read() as connection:
            return _first(connection, _BY_SHA256, the_sha256=sha256)

    def by_location(self, location: Location) -> Edition | None:
        """The current file at a place."""
        with self._database.read() as connection:
            return _first(connection, _BY_LOCATION, the_root=location.root, the_path=location.path)

    def known(self, sha256s: Sequence[str]) -> dict[str, Edition]:
        """Which of these bytes are in the catalogue: SHA-256 to a file of it, current ones first."""
        found: dict[str, Edition] = {}
        with self._database.read() as connection:
            for part in chunks(sha256s):
                query = _best_first(select(_EDITIONS).where(_EDITIONS.c.sha256.in_(part)))
                for row in connection.execute(query):
                    found.setdefault(row.sha256, edition_from(row))
        return found

    def by_title(self, title: str) -> list[Artwork]:
        """The works of exactly this title, by number."""
        with self._database.read() as connection:
            return self._filled(connection, connection.execute(_BY_TITLE, {"the_title": words(title)}).all())

    def fingerprints(self, edition_id: str) -> tuple[Fingerprint, ...]:
        """The fingerprints of a file, by kind."""
        with self._database.read() as connection:
            query = select(_FINGERPRINTS).where(_FINGERPRINTS.c.edition_id == edition_id)
            rows = connection.execute(query.order_by(_FINGERPRINTS.c.kind)).all()
        return tuple(fingerprint_from(row) for row in rows)

    def prints_of(self, edition_ids: Sequence[str]) -> dict[str, tuple[Fingerprint, ...]]:
        """The fingerprints of several files; files without any are left out."""
        found: dict[str, list[Fingerprint]] = {}
        with self._database.read() as connection:
            for part in chunks(edition_ids):
                for row in connection.execute(select(_FINGERPRINTS).where(_FINGERPRINTS.c.edition_id.in_(part))):
                    found.setdefault(row.edition_id, []).append(fingerprint_from(row))
        return {id_: tuple(prints) for id_, prints in found.items()}

    def iterate(
        self,
        state: WorkState | None = None,
        client_id: str | None = None,
        text: str | None = None,
        batch: int = 1000,
    ) -> Iterator[Artwork]:
        """The works by number, with their files, in constant memory. No transaction is open between pages.

        `text` is looked for in titles and paths, and as a number; case does not count for ASCII letters.
        """
        query = matching(select(_ARTWORKS), WorkFilter(state, client_id, text or ""))
        query = query.order_by(_ARTWORKS.c.number).limit(batch)
        last = -1
        while True:
            with self._database.read() as connection:
                rows = connection.execute(query.where(_ARTWORKS.c.number > last)).all()
                page = self._filled(connection, rows)
            yield from page
            if len(page) < batch:
                return
            last = page[-1].number

    def titles(self, clients: Sequence[str]) -> set[str]:
        """The titles of all works of some clients."""
        found: set[str] = set()
        with self._database.read() as connection:
            for part in chunks(clients):
                query = select(_ARTWORKS.c.title).where(_ARTWORKS.c.client_id.in_(part)).distinct()
                found.update(connection.execute(query).scalars())
        return found

    def ids(
        self, wanted: WorkFilter = _EVERY, order: WorkOrder = WorkOrder.OLDEST, limit: int | None = None
    ) -> list[str]:
        """The ids of all works that a filter leaves, or of the first `limit` of them, sorted: one query."""
        query = ordered(matching(select(_ARTWORKS.c.id), wanted, few=limit is not None), order).limit(limit)
        with self._database.read() as connection:
            if connection.dialect.name != "sqlite":
                return list(connection.execute(query).scalars())
            # As one text: a row each would take and give back the interpreter's lock a hundred thousand times.
            text = connection.execute(select(func.aggregate_strings(query.subquery().c.id, ","))).scalar_one()
            return text.split(",") if text else []

    def rows(self, ids: Sequence[str]) -> list[WorkRow]:
        """What a grid shows of these works, in their order; unknown ids are left out."""
        with self._database.read() as connection:
            found = self.get_many(ids)
            recorded: set[str] = set()
            for part in chunks(ids):
                recorded.update(row.work_id for row in connection.execute(recorded_works(part)))
        return [row_of(found[id_], recorded=id_ in recorded) for id_ in ids if id_ in found]

    def in_order(self, ids: Sequence[str]) -> Iterator[Artwork]:
        """The works of these ids with their files, in constant memory. No transaction is open between pages."""
        for part in chunks(ids):
            found = self.get_many(part)
            yield from (found[id_] for id_ in part if id_ in found)

    def total(self) -> int:
        """How many works there are."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(_ARTWORKS)).scalar_one()

    def how_many(self, wanted: WorkFilter) -> int:
        """How many works a filter leaves."""
        with self._database.read() as connection:
            query = matching(select(func.count()).select_from(_ARTWORKS), wanted)
            return int(connection.execute(query).scalar_one())

    def count(self, wanted: WorkFilter = _EVERY) -> dict[WorkState, int]:
        """How many works stand in each state, of those that a filter leaves."""
        with self._database.read() as connection:
            return {
                state: connection.execute(
                    matching(select(func.count()).select_from(_ARTWORKS), replace(wanted, state=state))
                ).scalar_one()
                if wanted.state in (None, state)
                else 0
                for state in WorkState
            }

    def volume(self, wanted: WorkFilter | Sequence[str]) -> dict[WorkState, tuple[int, int]]:
        """How many works of a filter, or of these ids, stand in each state, and the bytes of the artist's files."""
        found = dict.fromkeys(WorkState, (0, 0))
        theirs = [role.value for role in EditionRole if not role.ours]
        files = (_EDITIONS.c.role.in_(theirs), _EDITIONS.c.superseded_by.is_(None))
        with self._database.read() as connection:
            if isinstance(wanted, WorkFilter):
                each = standings()
                named = func.coalesce(each.c.state, WorkState.UNSIGNED.value)
                every = _ARTWORKS.outerjoin(each, each.c.artwork_id == _ARTWORKS.c.id)
                columns: list[Any] = [named, func.count(), func.sum(each.c.bytes)]
                counted = matching(select(*columns).select_from(every), replace(wanted, state=None)).group_by(named)
                for name, number, total in connection.execute(counted):
                    if wanted.state in (None, WorkState(name)):
                        found[WorkState(name)] = (number, int(total or 0))
                return found
            size = select(func.sum(_EDITIONS.c.size)).where(*files, _EDITIONS.c.artwork_id == _ARTWORKS.c.id)
            for part in chunks(wanted):
                asked = select(state_of(_ARTWORKS.c.id).label("state"), size.scalar_subquery().label("size"))
                inner = asked.where(_ARTWORKS.c.id.in_(part)).subquery()
                rows = select(inner.c.state, func.count(), func.sum(inner.c.size)).group_by(inner.c.state)
                for name, number, total in connection.execute(rows):
                    state = WorkState(name)
                    found[state] = (found[state][0] + number, found[state][1] + int(total or 0))
        return found

    def states(self, ids: Sequence[str]) -> dict[str, WorkState]:
        """The state of works, by the SQL twin of `model.artwork.work_state`."""
        found: dict[str, WorkState] = {}
        with self._database.read() as connection:
            for part in chunks(ids):
                query = select(_ARTWORKS.c.id, state_of(_ARTWORKS.c.id)).where(_ARTWORKS.c.id.in_(part))
                found.update((id_, WorkState(state)) for id_, state in connection.execute(query))
        return found

    def clients_of(self, ids: Sequence[str]) -> dict[str, str | None]:
        """The client of each work, by id; unknown works are left out."""
        found: dict[str, str | None] = {}
        with self._database.read() as connection:
            for part in chunks(ids):
                query = select(_ARTWORKS.c.id, _ARTWORKS.c.client_id).where(_ARTWORKS.c.id.in_(part))
                found.update((id_, client) for id_, client in connection.execute(query))
        return found

    def _filled(self, connection: Connection, rows: Sequence[Any]) -> list[Artwork]:
        works = [artwork_from(row) for row in rows]
        files: dict[str, list[Edition]] = {work.id: [] for work in works}
        for part in chunks(list(files)):
            query = select(_EDITIONS).where(_EDITIONS.c.artwork_id.in_(part))
            for row in connection.execute(query.order_by(_EDITIONS.c.created_at, _EDITIONS.c.id)):
                files[row.artwork_id].append(edition_from(row))
        return [replace(work, editions=tuple(files[work.id])) for work in works]


def _best_first(query: Select[Any]) -> Select[Any]:
    """Current files before superseded ones, the artist's before ours, older before newer."""
    ours = _EDITIONS.c.role.in_([role.value for role in EditionRole if role.ours])
    return query.order_by(_EDITIONS.c.superseded_by.is_not(None), ours, _EDITIONS.c.created_at, _EDITIONS.c.id)


def _first(connection: Connection, query: Select[Any], **values: str) -> Edition | None:
    row = connection.execute(query, values).first()
    return edition_from(row) if row is not None else None


# Built once: an import asks these for every file.
_BY_ID = select(_EDITIONS).where(_EDITIONS.c.id == bindparam("the_id"))
_BY_SHA256 = _best_first(select(_EDITIONS).where(_EDITIONS.c.sha256 == bindparam("the_sha256"))).limit(1)
_BY_LOCATION = _best_first(
    select(_EDITIONS).where(
        _EDITIONS.c.root == bindparam("the_root"),
        _EDITIONS.c.path == bindparam("the_path"),
        _EDITIONS.c.superseded_by.is_(None),
    )
).limit(1)
_BY_TITLE = select(_ARTWORKS).where(_ARTWORKS.c.title == bindparam("the_title")).order_by(_ARTWORKS.c.number)
