"""What registries were told, as it is read: by id, by work, by registry; what waits for what, and how it stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, or_, select

from artistguard.catalogue import registry_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.catalogue.rows import chunks
from artistguard.catalogue.states import recorded_works
from artistguard.model import wire
from artistguard.model.registering import (
    Declaration,
    DeclarationState,
    Operation,
    Receipt,
    Signed,
    Standing,
    Submission,
)

_ROWS, _REGISTERED, _PARTS = schema.registrations, schema.registered, schema.sent_parts
_RECEIPTS, _RECEIPT_PARTS = schema.receipts, schema.receipt_parts
_UNFINISHED = [state.value for state in DeclarationState if not state.finished]
_PAGE = 200  # declarations read at once: each has its receipt with it
NOTHING_SENT: dict[str, Any] = {"sent_head": None, "sent_body": None, "sent_made_at": None, "sent_stale_at": None}


@dataclass(frozen=True, slots=True)
class Known:
    """A declaration in force that is about one file already."""

    id: str
    state: DeclarationState
    standing: Standing = Standing.UNKNOWN


class Declared:
    """The declarations of a catalogue, to be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id_: str) -> Declaration:
        """A declaration by its id, or the beginning of one. Raises UsageError."""
        with self._database.read() as connection:
            row = one_by_prefix(connection, _ROWS, id_, "declaration")
            if row is None:
                raise no_such("declaration", id_)
            return self._filled(connection, [row])[0]

    def brief(self, ids: Sequence[str]) -> dict[str, Declaration]:
        """Declarations by their full ids, without their receipts; unknown ids are left out."""
        found: dict[str, Declaration] = {}
        with self._database.read() as connection:
            for part in chunks(ids):
                for row in connection.execute(select(_ROWS).where(_ROWS.c.id.in_(part))):
                    found[row.id] = _declaration(row, None)
        return found

    def iterate(
        self,
        work_id: str | None = None,
        registry: str | None = None,
        states: Collection[DeclarationState] | None = None,
        operation: Operation | None = None,
    ) -> Iterator[Declaration]:
        """Declarations with their last receipts, oldest first, in constant memory."""
        query = select(_ROWS)
        if work_id is not None:
            about = select(_REGISTERED.c.registration_id).where(_REGISTERED.c.work_id == work_id)
            query = query.where(_ROWS.c.id.in_(about))
        if registry is not None:
            query = query.where(_ROWS.c.registry == registry)
        if states is not None:
            query = query.where(_ROWS.c.state.in_([state.value for state in states]))
        if operation is not None:
            query = query.where(_ROWS.c.operation == operation.value)
        last = 0
        while True:
            with self._database.read() as connection:
                page = query.where(_ROWS.c.position > last).order_by(_ROWS.c.position).limit(_PAGE)
                rows = connection.execute(page).all()
                found = self._filled(connection, rows)
            yield from found
            if len(rows) < _PAGE:
                return
            last = rows[-1].position

    def newest(
        self, limit: int, work_id: str | None = None, registry: str | None = None
    ) -> tuple[list[Declaration], int]:
        """The newest declarations, newest first, without their receipts, and how many there are in all."""
        query = select(_ROWS)
        if work_id is not None:
            about = select(_REGISTERED.c.registration_id).where(_REGISTERED.c.work_id == work_id)
            query = query.where(_ROWS.c.id.in_(about))
        if registry is not None:
            query = query.where(_ROWS.c.registry == registry)
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            rows = connection.execute(query.order_by(_ROWS.c.position.desc()).limit(limit)).all()
        return [_declaration(row, None) for row in rows], total

    def known(self, keys: Collection[str]) -> dict[str, Known]:
        """Which of these keys of files stand in a declaration that is in force, whatever came of it."""
        found: dict[str, Known] = {}
        columns = (_REGISTERED.c.key, _ROWS.c.id, _ROWS.c.state, _ROWS.c.standing)
        query = select(*columns).join(_ROWS, _ROWS.c.id == _REGISTERED.c.registration_id)
        query = query.where(_ROWS.c.state != DeclarationState.WITHDRAWN.value).order_by(_ROWS.c.position)
        with self._database.read() as connection:
            for part in chunks(sorted(keys)):
                for key, id_, state, standing in connection.execute(query.where(_REGISTERED.c.key.in_(part))):
                    found[key] = Known(id_, DeclarationState(state), Standing(standing))
        return found

    def signed(self, id_: str) -> Signed | None:
        """The bytes that left, or were about to, as they were stored; None where there are none."""
        columns = [_ROWS.c[name] for name in NOTHING_SENT]
        with self._database.read() as connection:
            row = connection.execute(select(*columns).where(_ROWS.c.id == id_)).first()
            if row is None or row.sent_head is None:
                return None
            query = select(_PARTS.c.name, _PARTS.c.data).where(_PARTS.c.registration_id == id_)
            parts = {name: bytes(data) for name, data in connection.execute(query)}
        head = row.sent_head
        return Signed(
            head["method"],
            head["url"],
            head["headers"],
            bytes(row.sent_body),
            row.sent_made_at,
            row.sent_stale_at,
            parts,
        )

    def signed_and_unsent(self, ids: Collection[str]) -> frozenset[str]:
        """Those of these declarations that wait, with bytes that were signed for them and never left."""
        waits = (_ROWS.c.state == DeclarationState.WAITING.value, _ROWS.c.sent_made_at.is_not(None))
        found: set[str] = set()
        with self._database.read() as connection:
            for part in chunks(sorted(ids)):
                found.update(connection.execute(select(_ROWS.c.id).where(_ROWS.c.id.in_(part), *waits)).scalars())
        return frozenset(found)

    def earlier(self, ids: Collection[str]) -> dict[str, str]:
        """Which of these wait for another: an unfinished one, asked for before, of the same registry and work.

        A withdrawal waits for its declaration in the same way. Declaration to the first that it waits for.
        """
        found: dict[str, str] = {}
        with self._database.read() as connection:
            for part in chunks(sorted(ids)):
                found.update((id_, before) for id_, before in connection.execute(_EARLIER, {"these": part}))
        return found

    def following(self, ids: Collection[str]) -> list[str]:
        """Unfinished declarations that may have waited for these: of the same registry and work, asked for later."""
        found: list[str] = []
        with self._database.read() as connection:
            for part in chunks(sorted(ids)):
                found += [id_ for (id_,) in connection.execute(_FOLLOWING, {"these": part})]
        return found

    def counts(self) -> dict[str, dict[DeclarationState, int]]:
        """How many declarations (withdrawals are none) stand in each state, by registry."""
        query = select(_ROWS.c.registry, _ROWS.c.state, func.count()).group_by(_ROWS.c.registry, _ROWS.c.state)
        found: dict[str, dict[DeclarationState, int]] = {}
        with self._database.read() as connection:
            for registry, state, number in connection.execute(
                query.where(_ROWS.c.operation == Operation.DECLARE.value)
            ):
                found.setdefault(registry, {})[DeclarationState(state)] = number
        return found

    def recorded(self, work_ids: Sequence[str]) -> frozenset[str]:
        """Which of these works are recorded somewhere, by the SQL twin of `model.registering.recorded`."""
        found: set[str] = set()
        with self._database.read() as connection:
            for part in chunks(work_ids):
                found.update(row.work_id for row in connection.execute(recorded_works(part)))
        return frozenset(found)

    def pending(self, before: datetime, limit: int) -> list[str]:
        """The first declarations whose proof was not complete when last asked about, before a moment.

        Those asked about in times to come as well: the clock was set back since.
        """
        now = self._database.clock()
        query = (
            select(_ROWS.c.id)
            .where(
                _ROWS.c.state == DeclarationState.RECORDED.value,
                _ROWS.c.standing == Standing.PENDING.value,
                or_(_ROWS.c.standing_at < before, _ROWS.c.standing_at > now),
            )
            .order_by(_ROWS.c.standing_at)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [row.id for row in connection.execute(query)]

    def receipts(self, id_: str) -> list[Receipt]:
        """Every receipt of a declaration, oldest first."""
        with self._database.read() as connection:
            row = connection.execute(select(_ROWS).where(_ROWS.c.id == id_)).first()
            if row is None:
                raise no_such("declaration", id_)
            query = select(_RECEIPTS).where(_RECEIPTS.c.registration_id == id_).order_by(_RECEIPTS.c.position)
            found = connection.execute(query).all()
            parts = self._parts(connection, [each.id for each in found])
        return [_receipt(each, row, parts.get(each.id, {})) for each in found]

    def _filled(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Declaration]:
        last: dict[str, Row[Any]] = {}
        for part in chunks([row.id for row in rows]):
            query = select(_RECEIPTS).where(_RECEIPTS.c.registration_id.in_(part)).order_by(_RECEIPTS.c.position)
            last.update((each.registration_id, each) for each in connection.execute(query))
        parts = self._parts(connection, [each.id for each in last.values()])
        return [
            _declaration(row, _receipt(each, row, parts.get(each.id, {})) if (each := last.get(row.id)) else None)
            for row in rows
        ]

    def _parts(self, connection: Connection, receipt_ids: Sequence[str]) -> dict[str, dict[str, bytes]]:
        found: dict[str, dict[str, bytes]] = {}
        for part in chunks(receipt_ids):
            query = select(_RECEIPT_PARTS).where(_RECEIPT_PARTS.c.receipt_id.in_(part))
            for row in connection.execute(query):
                found.setdefault(row.receipt_id, {})[row.name] = bytes(row.data)
        return found


def _neighbours() -> tuple[Select[Any], Select[Any]]:
    """For declarations `these`: the first unfinished one before each, and all unfinished ones after them."""
    mine, other = _ROWS.alias("mine"), _ROWS.alias("other")
    about, same = _REGISTERED.alias("about"), _REGISTERED.alias("same")
    joined = (
        mine.join(about, about.c.registration_id == mine.c.id)
        .join(same, and_(same.c.work_id == about.c.work_id, same.c.registration_id != mine.c.id))
        .join(other, other.c.id == same.c.registration_id)
    )
    # Reckoned with, so that no index serves: all that waits at a registry would be gone through for each work, where
    # the index of works leads to the few of the same work.
    registry, position, state = other.c.registry.concat(""), other.c.position + 0, other.c.state.concat("")
    both = (
        mine.c.id.in_(bindparam("these", expanding=True)),
        registry == mine.c.registry,
        state.in_(_UNFINISHED),
    )
    first = func.min(other.c.position)
    before = select(mine.c.id, first.label("first")).select_from(joined)
    firsts = before.where(*both, position < mine.c.position).group_by(mine.c.id).subquery()
    named = select(firsts.c.id, _ROWS.c.id).join(_ROWS, _ROWS.c.position == firsts.c.first)
    after = select(other.c.id).distinct().select_from(joined).where(*both, position > mine.c.position)
    return named, after


# Built once: the outbox asks these for every group, and building one takes longer than running it.
_EARLIER, _FOLLOWING = _neighbours()


def _declaration(row: Row[Any], receipt: Receipt | None) -> Declaration:
    return Declaration(
        id=row.id,
        submission=wire.load(Submission, row.submission),
        state=DeclarationState(row.state),
        created_at=row.created_at,
        seat=row.seat,
        actor=row.actor,
        attempts=row.attempts,
        next_at=row.next_at,
        error=row.error,
        receipt=receipt,
        standing=Standing(row.standing),
        standing_at=row.standing_at,
        withdrawn_at=row.withdrawn_at,
    )


def _receipt(row: Row[Any], of: Row[Any], parts: Mapping[str, bytes]) -> Receipt:
    return Receipt(
        registry=of.registry,
        operation=Operation(of.operation),
        at=row.at,
        url=row.url,
        request=bytes(row.request),
        status=row.status,
        headers=row.headers,
        response=bytes(row.response),
        id_there=row.id_there,
        key=row.signer,
        parts=parts,
    )
