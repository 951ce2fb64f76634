"""The steps from one schema to the next, oldest first. Python modules, so that a frozen program carries them.

Alembic is imported only when there is something to do: it would double the time to open a catalogue.
To add a step: a module `versions/r<revision>.py` with `upgrade()` written out by hand (never in terms of `schema`,
which goes on changing), its revision at the end of REVISIONS, and a test.
"""

import threading
from importlib import import_module

from sqlalchemy import Connection, inspect, select

from artistguard.catalogue import schema

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
HEAD = REVISIONS[-1]
_one_at_a_time = threading.Lock()


def stored(connection: Connection) -> str | None:
    """The revision of the schema in a database; None for an empty one."""
    if not inspect(connection).has_table(schema.revision.name):
        return None
    revision: str | None = connection.execute(select(schema.revision.c.version_num)).scalar()
    return revision


def upgrade(connection: Connection, since: str | None) -> None:
    """Bring the schema from a revision to HEAD, in the connection's running transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    pending = REVISIONS[REVISIONS.index(since) + 1 :] if since is not None else REVISIONS
    context = MigrationContext.configure(connection)
    # Alembic's `op` is one for the whole program: two catalogues opened at once would write into each other's.
    with _one_at_a_time, Operations.context(context):
        for revision in pending:
            import_module(f"{__name__}.versions.r{revision}").upgrade()
    schema.revision.create(connection, checkfirst=True)
    connection.execute(schema.revision.delete())
    connection.execute(schema.revision.insert().values(version_num=HEAD))
