"""Candidates in which nothing was found, remembered by their files alone, for a while.

The same file under another name may be seen before the one that tells whose it is. When that one comes, the others
are kept as well.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, tuple_

from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.rows import chunks
from artistguard.model.watching import Candidate, CandidateKind

MOST = 10  # places of one file; more, and it is one that everybody has
_TABLE = schema.strangers
_COLUMNS = ("source", "key", "kind", "title", "url", "account")


def with_files(connection: Connection, files: Collection[str]) -> list[Candidate]:
    """Those that are remembered with one of these files (texts of kinship)."""
    found: dict[tuple[str, str], Candidate] = {}
    for part in chunks(sorted(files)):
        rows = connection.execute(select(_TABLE).where(_TABLE.c.kin.in_(part)).order_by(_TABLE.c.seen)).all()
        counts = {text: sum(row.kin == text for row in rows) for text in part}
        for row in rows:
            if counts[row.kin] <= MOST:
                kind = CandidateKind(row.kind)
                found[(row.source, row.key)] = Candidate(
                    row.source, row.key, kind, row.title, row.url, row.account, kinship=(row.kin,)
                )
    return list(found.values())


def remember(connection: Connection, them: Iterable[tuple[Candidate, Collection[str]]], at: datetime) -> None:
    """Remember candidates with their files, as they are now."""
    new = [(candidate, files) for candidate, files in them if files]
    forget(connection, [(candidate.source, candidate.key) for candidate, _ in new])
    rows = [
        {"kin": text, "seen": at, **{name: getattr(candidate, name) for name in _COLUMNS}, "kind": candidate.kind.value}
        for candidate, files in new
        for text in sorted(files)
    ]
    if rows:
        connection.execute(insert(_TABLE), rows)


def forget(connection: Connection, places: Iterable[tuple[str, str]]) -> None:
    """Forget some, by source and key: they are kept by now, or remembered anew."""
    wanted = sorted(places)
    for start in range(0, len(wanted), 200):
        part = wanted[start : start + 200]
        connection.execute(delete(_TABLE).where(tuple_(_TABLE.c.source, _TABLE.c.key).in_(part)))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Forget those that were last seen before a moment."""
    connection.execute(delete(_TABLE).where(_TABLE.c.seen < moment))
