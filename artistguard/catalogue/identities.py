"""Signing identities: chains and facts. Keys are never here."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from artistguard.catalogue import meta, schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.model.errors import UsageError
from artistguard.model.identity import Identity, IdentityKind

_IDENTITIES = schema.identities
_NAMES = tuple(field.name for field in fields(Identity))


class Identities:
    """The identities of a catalogue. The default is each seat's own, since its key lies there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._default = f"identity.default:{database.seat}"

    def add(self, identity: Identity) -> Identity:
        """Keep an identity."""
        values = {name: getattr(identity, name) for name in _NAMES}
        with self._database.write() as connection:
            connection.execute(
                insert(_IDENTITIES).values({**values, "kind": identity.kind.value, **self._database.who})
            )
        return identity

    def get(self, reference: str) -> Identity:
        """An identity by id, name, fingerprint, or the beginning of an id. Raises UsageError when none or several."""
        with self._database.read() as connection:
            return _identity(self._row(connection, reference))

    def default(self) -> Identity | None:
        """The identity this seat signs with where none is named."""
        with self._database.read() as connection:
            identity_id = meta.read(connection, self._default)
            return _identity(self._row(connection, identity_id)) if identity_id else None

    def set_default(self, identity_id: str) -> None:
        """Sign with an identity, at this seat, where none is named."""
        with self._database.write() as connection:
            meta.write(connection, self._default, self._row(connection, identity_id).id)

    def revoke(self, identity_id: str, at: datetime | None = None) -> Identity:
        """Say that an identity must not sign any more. The first moment stays."""
        with self._database.write() as connection:
            row = self._row(connection, identity_id)
            if row.revoked_at is None:
                self._set(connection, row.id, revoked_at=at or self._database.clock())
            return _identity(self._row(connection, row.id))

    def replace(self, old_id: str, new_id: str) -> Identity:
        """Say that an identity was replaced by another. Returns the old one."""
        if old_id == new_id:
            raise UsageError("A signature cannot replace itself.")
        with self._database.write() as connection:
            old, new = self._row(connection, old_id), self._row(connection, new_id)
            self._set(connection, old.id, replaced_by=new.id)
            return _identity(self._row(connection, old.id))

    def list(self) -> tuple[Identity, ...]:
        """All identities, newest first."""
        query = select(_IDENTITIES).order_by(_IDENTITIES.c.created_at.desc(), _IDENTITIES.c.id)
        with self._database.read() as connection:
            return tuple(_identity(row) for row in connection.execute(query))

    def _set(self, connection: Connection, identity_id: str, **values: object) -> None:
        connection.execute(update(_IDENTITIES).where(_IDENTITIES.c.id == identity_id).values(**values))

    def _row(self, connection: Connection, reference: str) -> Row[Any]:
        wanted = reference.strip()
        row = connection.execute(select(_IDENTITIES).where(_IDENTITIES.c.id == wanted)).first()
        if row is not None:
            return row
        named = (func.lower(_IDENTITIES.c.name) == wanted.lower()) | (_IDENTITIES.c.fingerprint == wanted.lower())
        rows = connection.execute(select(_IDENTITIES).where(named).order_by(_IDENTITIES.c.created_at.desc())).all()
        live = [found for found in rows if found.revoked_at is None and found.replaced_by is None] or rows
        if len(live) > 1:
            raise UsageError(f"Several signatures are named {wanted!r}.", "Give the id of the one you mean.")
        row = live[0] if live else one_by_prefix(connection, _IDENTITIES, wanted, "signature")
        if row is None:
            raise no_such("signature", reference)
        return row


def _identity(row: Row[Any]) -> Identity:
    values = {name: getattr(row, name) for name in _NAMES}
    return Identity(**{**values, "kind": IdentityKind(row.kind)})
