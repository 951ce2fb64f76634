"""Clients: whom work is done for, with rights, mandate and seal."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import checked_name, folded, no_such, one_by_prefix
from artistguard.model import wire
from artistguard.model.errors import UsageError
from artistguard.model.rights import Client, Mandate, Rights, Seal

_CLIENTS = schema.clients


class Clients:
    """The clients of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, client: Client) -> Client:
        """Add a client. Raises UsageError if the name is taken (case does not count)."""
        with self._database.write() as connection:
            values = self._values(connection, client)
            connection.execute(
                insert(_CLIENTS).values(id=client.id, created_at=self._database.clock(), **values, **self._database.who)
            )
        return client

    def update(self, client: Client) -> Client:
        """Take over what a client says now. `seat` and `actor` of the row stay those who added it."""
        with self._database.write() as connection:
            values = self._values(connection, client)
            if connection.execute(update(_CLIENTS).where(_CLIENTS.c.id == client.id).values(**values)).rowcount == 0:
                raise no_such("client", client.id)
        return client

    def get(self, reference: str) -> Client:
        """A client by id, name or the beginning of an id. Raises UsageError."""
        with self._database.read() as connection:
            row = connection.execute(select(_CLIENTS).where(_CLIENTS.c.id == reference)).first()
            row = row or connection.execute(select(_CLIENTS).where(_CLIENTS.c.folded == folded(reference))).first()
            row = row or one_by_prefix(connection, _CLIENTS, reference, "client")
        if row is None:
            raise no_such("client", reference)
        return _client(row)

    def list(self) -> tuple[Client, ...]:
        """All clients, by name."""
        with self._database.read() as connection:
            return tuple(_client(row) for row in connection.execute(select(_CLIENTS).order_by(_CLIENTS.c.folded)))

    def _values(self, connection: Connection, client: Client) -> dict[str, Any]:
        name = checked_name(client.name, "client")
        taken = select(_CLIENTS.c.id).where(_CLIENTS.c.folded == folded(name), _CLIENTS.c.id != client.id)
        if connection.execute(taken).first():
            raise UsageError(f"There is a client named {name!r} already.", "Choose another name.")
        return {
            "name": name,
            "folded": folded(name),
            "rights": wire.dump(client.rights),
            "mandate": None if client.mandate is None else wire.dump(client.mandate),
            "sealed": client.seal.closed,
            "sealed_until": client.seal.until,
            "preset_id": client.preset_id,
        }


def _client(row: Row[Any]) -> Client:
    return Client(
        id=row.id,
        name=row.name,
        rights=wire.load(Rights, row.rights),
        mandate=None if row.mandate is None else wire.load(Mandate, row.mandate),
        seal=Seal(closed=row.sealed, until=row.sealed_until),
        preset_id=row.preset_id,
    )
