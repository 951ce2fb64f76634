"""The fingerprints of all files, read many at a time, for look-ups by picture."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, select

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.rows import chunks
from artistguard.model.artwork import FingerprintKind

_EDITIONS, _PRINTS = schema.editions, schema.fingerprints
_PHASH, _PDQ = _PRINTS.alias("phash"), _PRINTS.alias("pdq")


class Pair(NamedTuple):
    """pHash and PDQ of a file, in hex, and the quality of the PDQ."""

    edition_id: str
    phash: str
    pdq: str
    quality: int | None


class Prints:
    """What a look-up compares with. Each method reads, and nothing more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> dict[str, str]:
        """All files that no other took the place of, with fingerprints or without: edition id to work id."""
        query = select(_EDITIONS.c.id, _EDITIONS.c.artwork_id).where(_EDITIONS.c.superseded_by.is_(None))
        with self._database.read() as connection:
            return {edition: work for edition, work in connection.execute(query)}  # noqa: C416 - rows are no tuples

    def pairs(self, editions: Sequence[str] | None = None, batch: int = 100_000) -> Iterator[Pair]:
        """pHash and PDQ of all files that have both, or of those named; superseded files too. By edition id.

        In pages of at most `batch`; no transaction is open between pages. The files' own table is not joined: finding
        a hundred thousand rows of it one by one takes twice as long as reading it whole, which `current` does.
        """
        query = (
            select(_PHASH.c.edition_id, _PHASH.c.value, _PDQ.c.value, _PDQ.c.quality)
            .join(_PDQ, (_PDQ.c.edition_id == _PHASH.c.edition_id) & (_PDQ.c.kind == FingerprintKind.PDQ.value))
            .where(_PHASH.c.kind == FingerprintKind.PHASH.value)
            .order_by(_PHASH.c.edition_id)
        )
        if editions is not None:
            for part in chunks(sorted(editions)):
                yield from self._page(query.where(_PHASH.c.edition_id.in_(part)))
            return
        last = ""
        while True:
            page = self._page(query.where(_PHASH.c.edition_id > last).limit(batch))
            yield from page
            if len(page) < batch:
                return
            last = page[-1].edition_id

    def values(self, kind: FingerprintKind, editions: Sequence[str]) -> dict[str, str]:
        """One kind of fingerprint of some files, by edition id; files without it are left out."""
        found: dict[str, str] = {}
        query = select(_PRINTS.c.edition_id, _PRINTS.c.value).where(_PRINTS.c.kind == kind.value)
        with self._database.read() as connection:
            for part in chunks(editions):
                found.update(
                    (file, value) for file, value in connection.execute(query.where(_PRINTS.c.edition_id.in_(part)))
                )
        return found

    def _page(self, query: Select[Any]) -> list[Pair]:
        with self._database.read() as connection:
            return [Pair._make(cast(tuple[Any, ...], row)) for row in connection.execute(query)]
