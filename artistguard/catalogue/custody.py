"""The custody ledger: written only at its end, chained by `proof.chain`."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, Select, cast, func, insert, select

from artistguard.catalogue import meta, schema
from artistguard.catalogue.engine import Database
from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import CatalogueError
from artistguard.proof import chain
from artistguard.proof.chain import GENESIS, Break, ChainReport, Head, Unreadable

_HEAD = "custody.head"
_TABLE = schema.custody
_LAST = select(_TABLE.c.seq, _TABLE.c.hash).order_by(_TABLE.c.seq.desc()).limit(1)
_TEXTS = ("at", "seat", "actor", "act", "subject", "details", "previous", "hash")


class Custody:
    """Appends to and reads the ledger. An append inside a transaction stands or falls with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        act: str,
        subject: str,
        details: Mapping[str, object] | None = None,
        *,
        seat: str | None = None,
        actor: str | None = None,
    ) -> CustodyEntry:
        """Write one line. Raises ValueError for details without a certain canonical form (see `proof.chain`)."""
        return self.append_many([(act, subject, details or {})], seat=seat, actor=actor)[0]

    def append_many(
        self,
        lines: Iterable[tuple[str, str, Mapping[str, object]]],
        *,
        seat: str | None = None,
        actor: str | None = None,
    ) -> tuple[CustodyEntry, ...]:
        """Write several lines (act, subject, details), in their order and in one transaction."""
        seat, actor = seat or self._database.seat, actor or self._database.actor
        entries: list[CustodyEntry] = []
        rows: list[dict[str, object]] = []
        with self._database.write() as connection:
            end = self._end(connection)
            at = self._database.clock()
            for act, subject, details in lines:
                text = chain.canonical_details(details)
                for word in (act, subject, seat, actor):
                    if "\0" in word:
                        raise ValueError("no NUL characters in the custody ledger")
                seq, previous = end.seq + 1, end.hash
                own = json.loads(text)  # a copy of the caller's, as it will be read back
                end = Head(seq, chain.entry_hash(seq, at, seat, actor, act, subject, own, previous))
                entries.append(CustodyEntry(seq, at, seat, actor, act, subject, own, previous, end.hash))
                rows.append(
                    {
                        "seq": seq,
                        "at": chain.moment(at),
                        "seat": seat,
                        "actor": actor,
                        "act": act,
                        "subject": subject,
                        "details": text,
                        "previous": previous,
                        "hash": end.hash,
                    }
                )
            if rows:
                connection.execute(insert(_TABLE), rows)
                meta.write(connection, _HEAD, {"seq": end.seq, "hash": end.hash})
        return tuple(entries)

    def head(self) -> Head:
        """Where the chain stands: the last line's number and hash, to be noted down outside."""
        with self._database.read() as connection:
            return self._end(connection)

    def latest(self) -> datetime | None:
        """The latest moment that a line is dated with; None where there is none that can be read."""
        last: Any = func.max(_TABLE.c.at)
        raw = self._database.file is not None  # as in `_query`
        with self._database.read() as connection:
            text = connection.execute(select(cast(last, LargeBinary) if raw else last)).scalar()
        try:
            shown = text.decode("utf-8") if isinstance(text, bytes) else text
            found = datetime.fromisoformat(shown) if shown else None
        except ValueError:
            return None  # somebody changed it: `verify` says where
        return found if found is not None and found.tzinfo is not None else None

    def iterate(self, subject: str | None = None, *, batch: int = 1000) -> Iterator[CustodyEntry]:
        """All lines (or those about a subject) in their order, in constant memory.

        Raises CatalogueError at a line that cannot be read; `verify` goes on there.
        """
        yield from map(_readable, self._rows(subject, batch))

    def line(self, seq: int) -> CustodyEntry | None:
        """A line by its number; None: there is none. Raises CatalogueError if it cannot be read."""
        with self._database.read() as connection:
            row = connection.execute(self._query().where(_TABLE.c.seq == seq)).first()
        return None if row is None else _readable(row)

    def of_acts(self, acts: Sequence[str], *, batch: int = 1000) -> Iterator[CustodyEntry]:
        """All lines of some acts in their order, in constant memory. Raises CatalogueError as `iterate` does.

        Made for reading many: that each line is exactly as it was written is for `verify` to find.
        """
        for row in self._rows(None, batch, acts):
            yield _readable(row, exact=False)

    def verify(self, expected: Iterable[Head] = ()) -> ChainReport:
        """Check the whole ledger against itself, the stored head, and heads noted down outside."""
        with self._database.read() as connection:
            stored = _stored(connection)
        known: Sequence[Head] = (*expected, *((stored,) if stored is not None else ()))
        report = chain.verify((_read(row) for row in self._rows(None, 1000)), expected=known)
        if stored is None and report.count:
            lost = Break(report.last, "the head stored beside the ledger is gone: whether lines followed is unknown")
            report = replace(report, broken=(*report.broken, lost))
        return report

    def _end(self, connection: Connection) -> Head:
        row = connection.execute(_LAST).first()
        last = Head(row.seq, row.hash) if row is not None else Head(0, GENESIS)
        stored = _stored(connection)
        # If lines were cut from the end, the chain goes on after them, and the gap stays to be seen.
        return stored if stored is not None and stored.seq > last.seq else last

    def _query(self) -> Select[Any]:
        # SQLite does not keep text valid: bytes are asked for, so that a broken character is found and not stumbled on.
        raw = self._database.file is not None
        texts = [cast(_TABLE.c[name], LargeBinary).label(name) if raw else _TABLE.c[name] for name in _TEXTS]
        return select(_TABLE.c.seq, *texts)

    def _rows(self, subject: str | None, batch: int, acts: Sequence[str] = ()) -> Iterator[Row[Any]]:
        query = self._query().order_by(_TABLE.c.seq).limit(batch)
        if subject is not None:
            query = query.where(_TABLE.c.subject == subject)
        if acts:
            query = query.where(_TABLE.c.act.in_(acts))
        last: int | None = None
        while True:
            page = query if last is None else query.where(_TABLE.c.seq > last)
            with self._database.read() as connection:
                rows = connection.execute(page).all()
            yield from rows
            if len(rows) < batch:
                return
            last = rows[-1].seq


def _stored(connection: Connection) -> Head | None:
    match meta.read(connection, _HEAD):
        case {"seq": int(seq), "hash": str(value)}:
            return Head(seq, value)
    return None  # a new ledger, or tampered with


def _readable(row: Row[Any], *, exact: bool = True) -> CustodyEntry:
    entry = _read(row, exact=exact)
    if isinstance(entry, Unreadable):
        raise CatalogueError(
            f"Line {entry.seq} of the custody ledger is {entry.what}.", "Verify the ledger to see all of it."
        )
    return entry


def _read(row: Row[Any], *, exact: bool = True) -> CustodyEntry | Unreadable:
    """The entry behind a row, if the stored text is (`exact`: to the letter) what it would be written as."""
    given: dict[str, str] = {}
    broken = [name for name in _TEXTS if not _decode(name, getattr(row, name), given)]
    if broken:
        return Unreadable(row.seq, f"changed: its {' and '.join(broken)} is no text any more", given.get("hash", ""))
    try:
        at = datetime.fromisoformat(given["at"])
        details = json.loads(given["details"])
        fits = isinstance(details, dict) and at.tzinfo is not None
        if fits and exact:
            fits = chain.moment(at) == given["at"] and chain.canonical_details(details) == given["details"]
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        return Unreadable(row.seq, "changed: its moment or details are not as they were written", given["hash"])
    rest = {name: given[name] for name in ("seat", "actor", "act", "subject", "previous", "hash")}
    return CustodyEntry(seq=row.seq, at=at, details=details, **rest)


def _decode(name: str, value: object, into: dict[str, str]) -> bool:
    try:
        text = value.decode("utf-8") if isinstance(value, bytes) else value
    except UnicodeDecodeError:
        return False
    if isinstance(text, str):
        into[name] = text
    return isinstance(text, str)
