"""The raw answers that are kept for evidence: what was asked, when, and under which digest the bytes lie."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, insert, select

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.rows import words
from artistguard.model.ids import new_id
from artistguard.model.watching import Capture

_TABLE = schema.captures


class Captures:
    """Keeps the rows. The bytes are files of the data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, capture: Capture) -> None:
        """Write one down. The same answer of the same moment is written once."""
        url = words(capture.url)
        same = (_TABLE.c.sha256 == capture.sha256, _TABLE.c.at == capture.at, _TABLE.c.url == url)
        with self._database.write() as connection:
            if connection.execute(select(_TABLE.c.id).where(*same)).first():
                return
            connection.execute(
                insert(_TABLE).values(
                    id=new_id(),
                    sha256=capture.sha256,
                    url=url,
                    status=capture.status,
                    at=capture.at,
                    size=capture.size,
                    media_type=words(capture.media_type),
                    headers={words(name): words(value) for name, value in capture.headers.items()},
                    **self._database.who,
                )
            )

    def of(self, sha256: str) -> tuple[Capture, ...]:
        """Every time these bytes were answered, oldest first; empty if they never were."""
        query = select(_TABLE).where(_TABLE.c.sha256 == sha256).order_by(_TABLE.c.at, _TABLE.c.id)
        with self._database.read() as connection:
            return tuple(map(_capture, connection.execute(query)))

    def digests(self, *, batch: int = 1000) -> Iterator[str]:
        """The digest of every answer that is kept, each once, in order, in constant memory."""
        last = ""
        while True:
            query = select(_TABLE.c.sha256).where(_TABLE.c.sha256 > last).distinct()
            with self._database.read() as connection:
                found = connection.execute(query.order_by(_TABLE.c.sha256).limit(batch)).scalars().all()
            yield from found
            if len(found) < batch:
                return
            last = found[-1]


def _capture(row: Row[Any]) -> Capture:
    return Capture(
        sha256=row.sha256,
        url=row.url,
        status=row.status,
        at=row.at,
        size=row.size,
        media_type=row.media_type,
        headers=row.headers,
    )
