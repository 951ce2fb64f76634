"""The hosts the user agreed to. A consent is never changed: it is given, and it may be withdrawn."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import no_such
from artistguard.catalogue.rows import words
from artistguard.model.consent import Consent
from artistguard.model.egress import Purpose
from artistguard.model.ids import new_id

_TABLE = schema.consents
_IN_FORCE = select(_TABLE).where(_TABLE.c.withdrawn_at.is_(None)).order_by(_TABLE.c.at, _TABLE.c.id)
_ALL = select(_TABLE).order_by(_TABLE.c.at, _TABLE.c.id)


class Consents:
    """Keeps the consents of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, host: str, purposes: Sequence[Purpose], shown: str) -> Consent:
        """Write down that the user agreed now. `host` is in the one form in which hosts are compared."""
        consent = Consent(
            id=new_id(),
            host=host,
            purposes=tuple(sorted(set(purposes))),
            shown=words(shown),
            at=self._database.clock(),
            seat=self._database.seat,
            actor=self._database.actor,
        )
        with self._database.write() as connection:
            connection.execute(
                insert(_TABLE).values(
                    id=consent.id,
                    host=consent.host,
                    purposes=[purpose.value for purpose in consent.purposes],
                    shown=consent.shown,
                    at=consent.at,
                    **self._database.who,
                )
            )
        return consent

    def withdraw(self, id_: str) -> Consent:
        """Withdraw one; the first withdrawal counts. Raises UsageError for an id of none."""
        of_it = _TABLE.c.id == id_
        with self._database.write() as connection:
            open_ = update(_TABLE).where(of_it, _TABLE.c.withdrawn_at.is_(None))
            connection.execute(open_.values(withdrawn_at=self._database.clock()))
            row = connection.execute(select(_TABLE).where(of_it)).first()
        if row is None:
            raise no_such("consent", id_)
        return _consent(row)

    def in_force(self) -> tuple[Consent, ...]:
        """What is agreed now, oldest first."""
        with self._database.read() as connection:
            return tuple(map(_consent, connection.execute(_IN_FORCE)))

    def list(self) -> tuple[Consent, ...]:
        """Everything that was ever agreed, oldest first, what was withdrawn included."""
        with self._database.read() as connection:
            return tuple(map(_consent, connection.execute(_ALL)))


def _consent(row: Row[Any]) -> Consent:
    return Consent(
        id=row.id,
        host=row.host,
        purposes=tuple(Purpose(purpose) for purpose in row.purposes),
        shown=row.shown,
        at=row.at,
        seat=row.seat,
        actor=row.actor,
        withdrawn_at=row.withdrawn_at,
    )
