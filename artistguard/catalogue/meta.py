"""Small things kept by name: JSON values, and counters."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database


class Meta:
    """JSON values by key."""

    def __init__(self, database: Database, prefix: str = "") -> None:
        self._database, self._prefix = database, prefix

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or `default`."""
        with self._database.read() as connection:
            return read(connection, self._prefix + key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value under a key; None removes it."""
        with self._database.write() as connection:
            write(connection, self._prefix + key, value)


def read(connection: Connection, key: str, default: Any = None) -> Any:
    """The value of a key within a transaction."""
    value = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()
    return default if value is None else value


def write(connection: Connection, key: str, value: Any) -> None:
    """Set a key within a transaction."""
    if value is None:
        connection.execute(delete(schema.meta).where(schema.meta.c.key == key))
        return
    done = connection.execute(update(schema.meta).where(schema.meta.c.key == key).values(value=value))
    if done.rowcount == 0:
        connection.execute(insert(schema.meta).values(key=key, value=value))


def take(connection: Connection, counter: str, count: int = 1) -> range:
    """The next `count` numbers of a counter, from 1. A transaction that is undone gives them back."""
    table = schema.counters
    last = connection.execute(
        update(table).where(table.c.name == counter).values(value=table.c.value + count).returning(table.c.value)
    ).scalar()
    if last is None:
        last = count
        connection.execute(insert(table).values(name=counter, value=last))
    return range(last - count + 1, last + 1)


def at_least(connection: Connection, counter: str, value: int) -> None:
    """Make a counter go on after `value`, if it is not past it yet."""
    table = schema.counters
    present = connection.execute(select(table.c.value).where(table.c.name == counter)).scalar()
    if present is None:
        connection.execute(insert(table).values(name=counter, value=value))
    elif present < value:
        connection.execute(update(table).where(table.c.name == counter).values(value=value))
