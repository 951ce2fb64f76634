"""The egress ledger: every request that left or was refused."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Row, insert, select, update

from artistguard.catalogue import meta, schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.rows import chunks, words
from artistguard.model import wire
from artistguard.model.egress import EgressEntry, Purpose, Subjects

_TABLE = schema.egress
_COUNTER = "egress"


class Egress:
    """Keeps the ledger (model.protocols.EgressSink)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, entry: EgressEntry) -> None:
        """Write an entry, durably. The same id again completes it: its outcome is taken over, the rest stays."""
        outcome = {
            "status": entry.status,
            "bytes_out": entry.bytes_out,
            "bytes_in": entry.bytes_in,
            "refused": words(entry.refused),
        }
        with self._database.write() as connection:
            if connection.execute(update(_TABLE).where(_TABLE.c.id == entry.id).values(**outcome)).rowcount:
                return
            connection.execute(
                insert(_TABLE).values(
                    id=entry.id,
                    position=meta.take(connection, _COUNTER)[0],
                    at=entry.at,
                    seat=entry.seat,
                    actor=entry.actor,
                    purpose=entry.purpose.value,
                    subjects=wire.dump(entry.subjects),
                    method=entry.method,
                    url=words(entry.url),
                    body_sha256=entry.body_sha256,
                    **outcome,
                )
            )

    def left(self, digests: Collection[str]) -> frozenset[str]:
        """Those of these bodies (hex SHA-256) that left, or of which that is not known."""
        found: set[str] = set()
        with self._database.read() as connection:
            for part in chunks(sorted(digests)):
                query = select(_TABLE.c.body_sha256).where(_TABLE.c.body_sha256.in_(part), _TABLE.c.bytes_out > 0)
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def iterate(self, *, batch: int = 1000) -> Iterator[EgressEntry]:
        """All entries in the order in which they were first written, in constant memory."""
        last = 0
        while True:
            query = select(_TABLE).where(_TABLE.c.position > last).order_by(_TABLE.c.position).limit(batch)
            with self._database.read() as connection:
                rows = connection.execute(query).all()
            for row in rows:
                yield _entry(row)
            if len(rows) < batch:
                return
            last = rows[-1].position


def _entry(row: Row[Any]) -> EgressEntry:
    return EgressEntry(
        id=row.id,
        at=row.at,
        seat=row.seat,
        actor=row.actor,
        purpose=Purpose(row.purpose),
        subjects=wire.load(Subjects, row.subjects),
        method=row.method,
        url=row.url,
        bytes_out=row.bytes_out,
        body_sha256=row.body_sha256,
        status=row.status,
        bytes_in=row.bytes_in,
        refused=row.refused,
    )
