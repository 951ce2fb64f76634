"""Leases: what only one may do at a time in this catalogue, whatever the seat or the process."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.owners import is_dead

LEASE_SECONDS = 300.0
_TABLE = schema.leases


class Leases:
    """Who holds what. A lease that ran out, or whose owner is surely dead, is free."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, owner: str, seconds: float = LEASE_SECONDS) -> bool:
        """Take a lease, or prolong one's own. False if another holds it."""
        now = self._database.clock()
        values = {"owner": owner, "until": now + timedelta(seconds=seconds), **self._database.who}
        with self._database.write() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.name == name)).first()
            if row is None:
                connection.execute(insert(_TABLE).values(name=name, **values))
                return True
            if row.owner != owner and row.until > now and not is_dead(row.owner):
                return False
            connection.execute(update(_TABLE).where(_TABLE.c.name == name).values(**values))
            return True

    def prolong(self, name: str, owner: str, seconds: float = LEASE_SECONDS) -> bool:
        """Prolong a lease that is still one's own; false if another has taken it since. Certain in a transaction."""
        until = self._database.clock() + timedelta(seconds=seconds)
        mine = (_TABLE.c.name == name) & (_TABLE.c.owner == owner)
        with self._database.write() as connection:
            return connection.execute(update(_TABLE).where(mine).values(until=until)).rowcount > 0

    def give_back(self, name: str, owner: str) -> None:
        """Free a lease, if it is still one's own."""
        with self._database.write() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.name == name, _TABLE.c.owner == owner))

    def holder(self, name: str) -> tuple[str, datetime] | None:
        """(seat, until) of whoever holds a lease now."""
        with self._database.read() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.name == name)).first()
        if row is None or row.until <= self._database.clock() or is_dead(row.owner):
            return None
        return row.seat, row.until
