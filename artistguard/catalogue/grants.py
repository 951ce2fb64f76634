"""The consents that the artist granted. A grant is never changed: it is given, and it may be ended."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select, update

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import checked_name, no_such, one_by_prefix
from artistguard.catalogue.rows import words
from artistguard.model.grants import Grant
from artistguard.model.rights import DataUse

_TABLE = schema.grants
_ALL = select(_TABLE).order_by(_TABLE.c.since, _TABLE.c.at, _TABLE.c.id)


class Grants:
    """Keeps the grants of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, grant: Grant) -> Grant:
        """Keep a new one. Who gave it stands in `grant`. Raises UsageError for a name that cannot be shown."""
        grant = replace(grant, to=checked_name(grant.to, "consent"), note=words(grant.note))
        with self._database.write() as connection:
            connection.execute(
                insert(_TABLE).values(
                    id=grant.id,
                    grantee=grant.to,
                    uses=[use.value for use in grant.uses],
                    since=grant.since,
                    until=grant.until,
                    works=list(grant.works),
                    client_id=grant.client_id,
                    note=grant.note,
                    document=grant.document,
                    at=grant.at,
                    seat=grant.seat,
                    actor=grant.actor,
                )
            )
        return grant

    def end(self, id_: str, last: date) -> Grant:
        """Say that `last` is the last day on which it holds; the first end counts. Raises UsageError for none."""
        of_it = _TABLE.c.id == id_
        with self._database.write() as connection:
            open_ = update(_TABLE).where(of_it, _TABLE.c.ended_at.is_(None))
            connection.execute(open_.values(ended_on=last, ended_at=self._database.clock()))
            row = connection.execute(select(_TABLE).where(of_it)).first()
        if row is None:
            raise no_such("consent", id_)
        return _grant(row)

    def get(self, reference: str) -> Grant:
        """One by its id or the beginning of it. Raises UsageError when none or several."""
        with self._database.read() as connection:
            row = one_by_prefix(connection, _TABLE, reference, "consent")
        if row is None:
            raise no_such("consent", reference)
        return _grant(row)

    def list(self) -> tuple[Grant, ...]:
        """Every grant there ever was, by the day from which it holds."""
        with self._database.read() as connection:
            return tuple(map(_grant, connection.execute(_ALL)))


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        id=row.id,
        to=row.grantee,
        uses=tuple(DataUse(use) for use in row.uses),
        since=row.since,
        at=row.at,
        seat=row.seat,
        actor=row.actor,
        until=row.until,
        works=tuple(row.works),
        client_id=row.client_id,
        note=row.note,
        document=row.document,
        ended_on=row.ended_on,
        ended_at=row.ended_at,
    )
