"""Finding one row by what people type."""

from typing import Any

from sqlalchemy import Connection, Row, Table, select

from artistguard.model.errors import UsageError

MIN_PREFIX = 4  # letters of an id
MAX_NAME = 200  # letters


def folded(name: str) -> str:
    """A name as it is compared: neither case nor doubled blanks count."""
    return " ".join(name.split()).casefold()


def checked_name(name: str, what: str) -> str:
    """A name that can be shown and kept. Raises UsageError."""
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise UsageError(f"A {what} needs a name of letters that can be shown.")
    if len(name) > MAX_NAME:
        raise UsageError(f"The name of a {what} has at most {MAX_NAME} letters.")
    return name


def no_such(what: str, reference: str) -> UsageError:
    """The error for a reference to nothing."""
    shown = reference if reference.isprintable() and len(reference) < 200 else ascii(reference[:200])
    several = f"{what}es" if what.endswith("ch") else f"{what}s"
    return UsageError(f"There is no {what} {shown!r} in the catalogue.", f"List the {several} to see what there is.")


def one_by_prefix(connection: Connection, table: Table, reference: str, what: str) -> Row[Any] | None:
    """The row whose id is `reference`, or begins with it. Raises UsageError if several do."""
    wanted = reference.strip().lower()
    row = connection.execute(select(table).where(table.c.id == wanted)).first()
    if row is not None or len(wanted) < MIN_PREFIX or not wanted.isalnum():
        return row
    rows = connection.execute(select(table).where(table.c.id.startswith(wanted, autoescape=True)).limit(2)).all()
    if len(rows) > 1:
        raise UsageError(f"Several {what}s have an id that begins with {wanted!r}.", "Give more of the id.")
    return rows[0] if rows else None
