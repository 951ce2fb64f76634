"""Licensed uses and own accounts: what they hold is no find."""

from sqlalchemy import delete, insert, select, update

from artistguard.catalogue import bounds, families
from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.findrows import allowance_from
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.catalogue.rows import chunks, words
from artistguard.model.finds import Allowance, AllowKind
from artistguard.model.ids import new_id
from artistguard.model.watching import Candidate, CandidateKind

_TABLE, _CANDIDATES = schema.allowances, schema.candidates


class Allowances:
    """The allowances of a catalogue. One added or removed holds for what was found before as well."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: AllowKind, value: str, note: str = "") -> Allowance:
        """Add one; the same again is the one that is there."""
        value = bounds.line(value, 2048)
        with self._database.write() as connection:
            same = select(_TABLE).where(_TABLE.c.kind == kind.value, _TABLE.c.value == value)
            if (row := connection.execute(same).first()) is not None:
                return allowance_from(row)
            allowance = Allowance(new_id(), kind, value, words(note), self._database.clock())
            connection.execute(
                insert(_TABLE).values(
                    id=allowance.id,
                    kind=kind.value,
                    value=value,
                    note=allowance.note,
                    at=allowance.at,
                    **self._database.who,
                )
            )
            self._apply()
        return allowance

    def remove(self, reference: str) -> Allowance:
        """Remove one by its id or the beginning of it. Raises UsageError."""
        with self._database.write() as connection:
            row = one_by_prefix(connection, _TABLE, reference, "allowance")
            if row is None:
                raise no_such("allowance", reference)
            connection.execute(delete(_TABLE).where(_TABLE.c.id == row.id))
            self._apply()
        return allowance_from(row)

    def list(self) -> tuple[Allowance, ...]:
        """All of them, oldest first."""
        with self._database.read() as connection:
            return tuple(map(allowance_from, connection.execute(select(_TABLE).order_by(_TABLE.c.at, _TABLE.c.id))))

    def _apply(self) -> None:
        """Say of every candidate anew whether it is allowed."""
        allowances = self.list()
        columns = (_CANDIDATES.c.source, _CANDIDATES.c.key, _CANDIDATES.c.url, _CANDIDATES.c.account)
        query = select(_CANDIDATES.c.id, _CANDIDATES.c.family_id, _CANDIDATES.c.allowed, *columns)
        changed: dict[bool, list[str]] = {True: [], False: []}
        touched = set()
        with self._database.write() as connection:
            for row in connection.execute(query):
                found = Candidate(row.source, row.key, CandidateKind.FILE, "", row.url, row.account)
                allowed = any(allowance.covers(found) for allowance in allowances)
                if allowed != row.allowed:
                    changed[allowed].append(row.id)
                    touched.add(row.family_id)
            for allowed, ids in changed.items():
                for part in chunks(ids):
                    connection.execute(update(_CANDIDATES).where(_CANDIDATES.c.id.in_(part)).values(allowed=allowed))
            families.settle(connection, touched)
