"""Small things kept by name: JSON values, and counters."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, delete, insert, select, update

from artistguard.catalogue import schema
from artistguard.catalogue.engine import Database

_TABLE, _COUNTERS = schema.meta, schema.counters
# Built once: an import asks for these at every work.
_READ = select(_TABLE.c.value).where(_TABLE.c.key == bindparam("the_key"))
_REMOVE = delete(_TABLE).where(_TABLE.c.key == bindparam("the_key"))
_CHANGE = update(_TABLE).where(_TABLE.c.key == bindparam("the_key")).values(value=bindparam("the_value"))
_LAST = select(_COUNTERS.c.value).where(_COUNTERS.c.name == bindparam("the_name"))
_TAKE = (
    update(_COUNTERS)
    .where(_COUNTERS.c.name == bindparam("the_name"))
    .values(value=_COUNTERS.c.value + bindparam("how_many", type_=BigInteger))
    .returning(_COUNTERS.c.value)
)


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

    def change(self, key: str, step: Callable[[Any], Any]) -> None:
        """Put `step(present value)` in a key's place; nobody, of whatever process, comes between."""
        with self._database.write() as connection:
            write(connection, self._prefix + key, step(read(connection, self._prefix + key)))


def read(connection: Connection, key: str, default: Any = None) -> Any:
    """The value of a key within a transaction."""
    value = connection.execute(_READ, {"the_key": key}).scalar()
    return default if value is None else value


def write(connection: Connection, key: str, value: Any) -> None:
    """Set a key within a transaction."""
    if value is None:
        connection.execute(_REMOVE, {"the_key": key})
    elif connection.execute(_CHANGE, {"the_key": key, "the_value": value}).rowcount == 0:
        connection.execute(insert(_TABLE).values(key=key, value=value))


def take(connection: Connection, counter: str, count: int = 1) -> range:
    """The next `count` numbers of a counter, from 1. A transaction that is undone gives them back."""
    last = connection.execute(_TAKE, {"the_name": counter, "how_many": count}).scalar()
    if last is None:
        last = count
        connection.execute(insert(_COUNTERS).values(name=counter, value=last))
    return range(last - count + 1, last + 1)


def at_least(connection: Connection, counter: str, value: int) -> None:
    """Make a counter go on after `value`, if it is not past it yet."""
    present = connection.execute(_LAST, {"the_name": counter}).scalar()
    if present is None:
        connection.execute(insert(_COUNTERS).values(name=counter, value=value))
    elif present < value:
        connection.execute(update(_COUNTERS).where(_COUNTERS.c.name == counter).values(value=value))
