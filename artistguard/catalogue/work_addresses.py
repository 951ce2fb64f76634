"""Where works stand on the web, as the user said."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select

from artistguard.catalogue import form_schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.rows import chunks, exact

_TABLE = form_schema.work_addresses


class WorkAddresses:
    """Keeps the addresses of works."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Note that works (by id) stand at URLs; returns how many were not known yet."""
        wanted = {(work, _digest(url)): exact(url, "URL") for work, url in pairs}
        works = sorted({work for work, _ in wanted})
        with self._database.write() as connection:
            there: set[tuple[str, str]] = set()
            for part in chunks(works):
                query = select(_TABLE.c.artwork_id, _TABLE.c.digest).where(_TABLE.c.artwork_id.in_(part))
                there.update((row.artwork_id, row.digest) for row in connection.execute(query))
            at = self._database.clock()
            new = [
                {"artwork_id": work, "digest": digest, "url": url, "created_at": at, **self._database.who}
                for (work, digest), url in wanted.items()
                if (work, digest) not in there
            ]
            if new:
                connection.execute(insert(_TABLE), new)
        return len(new)

    def remove(self, work: str, url: str) -> bool:
        """Forget one; returns whether it was known."""
        one = (_TABLE.c.artwork_id == work, _TABLE.c.digest == _digest(url))
        with self._database.write() as connection:
            return connection.execute(delete(_TABLE).where(*one)).rowcount > 0

    def of(self, works: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The addresses of works by id, in the order in which they were noted; works without one are left out."""
        found: dict[str, list[str]] = {}
        with self._database.read() as connection:
            for part in chunks(works):
                query = select(_TABLE.c.artwork_id, _TABLE.c.url).where(_TABLE.c.artwork_id.in_(part))
                for row in connection.execute(query.order_by(_TABLE.c.created_at, _TABLE.c.url)):
                    found.setdefault(row.artwork_id, []).append(row.url)
        return {work: tuple(urls) for work, urls in found.items()}


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
