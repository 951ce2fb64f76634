"""What registries were told: intents, the bytes that leave, the receipts, and which works they are about."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, String, and_, bindparam, delete, func, insert, select, update

from artistguard.catalogue import meta
from artistguard.catalogue import registry_schema as schema
from artistguard.catalogue.columns import Moment
from artistguard.catalogue.engine import Database
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.catalogue.rows import chunks, words
from artistguard.catalogue.states import recorded_works
from artistguard.model import wire
from artistguard.model.ids import new_id
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
_NOTHING_SENT: dict[str, Any] = {"sent_head": None, "sent_body": None, "sent_made_at": None, "sent_stale_at": None}


@dataclass(frozen=True, slots=True)
class Intent:
    """A declaration to be added. `key` is that of the whole, `keys` those of its items, in their order."""

    id: str
    submission: Submission
    key: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A declaration in force that is about one file already."""

    id: str
    state: DeclarationState


@dataclass(frozen=True, slots=True)
class Step:
    """How a declaration stands after a try. `receipt` is kept beside earlier ones; `done` forgets the signed bytes."""

    id: str
    state: DeclarationState
    attempts: int
    next_at: datetime | None = None
    error: str = ""
    standing: Standing | None = None  # None: as it was
    receipt: Receipt | None = None


class Declarations:
    """The declarations of a catalogue. Each method is one transaction, or a part of the running one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- writing

    def known(self, keys: Collection[str]) -> dict[str, Known]:
        """Which of these keys of files stand in a declaration that is in force, whatever came of it."""
        found: dict[str, Known] = {}
        columns = (_REGISTERED.c.key, _ROWS.c.id, _ROWS.c.state)
        query = select(*columns).join(_ROWS, _ROWS.c.id == _REGISTERED.c.registration_id)
        query = query.where(_ROWS.c.state != DeclarationState.WITHDRAWN.value).order_by(_ROWS.c.position)
        with self._database.read() as connection:
            for part in chunks(sorted(keys)):
                for key, id_, state in connection.execute(query.where(_REGISTERED.c.key.in_(part))):
                    found[key] = Known(id_, DeclarationState(state))
        return found

    def add(self, intents: Sequence[Intent]) -> None:
        """Keep new intents. Ask `known` before, in the same transaction."""
        if not intents:
            return
        at, who = self._database.clock(), self._database.who
        with self._database.write() as connection:
            positions = meta.take(connection, "registration", len(intents))
            rows = [
                {
                    "id": intent.id,
                    "position": position,
                    "registry": intent.submission.registry,
                    "operation": intent.submission.operation.value,
                    "key": intent.key,
                    "withdraws": intent.submission.of,
                    "submission": wire.dump(intent.submission),
                    "state": DeclarationState.WAITING.value,
                    "created_at": at,
                    "attempts": 0,
                    "error": "",
                    "standing": Standing.UNKNOWN.value,
                    **who,
                }
                for position, intent in zip(positions, intents, strict=True)
            ]
            connection.execute(insert(_ROWS), rows)
            items = [
                {
                    "registration_id": intent.id,
                    "place": place,
                    "work_id": item.work_id,
                    "edition_id": item.edition_id,
                    "key": key,
                }
                for intent in intents
                for place, (item, key) in enumerate(zip(intent.submission.items, intent.keys, strict=True))
            ]
            if items:
                connection.execute(insert(_REGISTERED), items)

    def remove(self, ids: Collection[str]) -> int:
        """Forget intents of which nothing ever left. Returns how many; others stay."""
        with self._database.write() as connection:
            gone: list[str] = []
            for part in chunks(sorted(ids)):
                waiting = select(_ROWS.c.id).where(
                    _ROWS.c.id.in_(part), _ROWS.c.state == DeclarationState.WAITING.value, _ROWS.c.sent_body.is_(None)
                )
                gone += [id_ for (id_,) in connection.execute(waiting)]
            for part in chunks(gone):
                connection.execute(delete(_REGISTERED).where(_REGISTERED.c.registration_id.in_(part)))
                connection.execute(delete(_ROWS).where(_ROWS.c.id.in_(part)))
        return len(gone)

    def keep_signed(self, signed: Iterable[tuple[str, Signed]]) -> None:
        """Store the bytes that are about to leave, in place of earlier ones."""
        rows, parts = [], []
        for id_, each in signed:
            head = {"method": each.method, "url": each.url, "headers": dict(each.headers)}
            rows.append(
                {
                    "the_id": id_,
                    "sent_head": head,
                    "sent_body": each.body,
                    "sent_made_at": each.made_at,
                    "sent_stale_at": each.stale_at,
                }
            )
            parts += [{"registration_id": id_, "name": name, "data": data} for name, data in sorted(each.parts.items())]
        if not rows:
            return
        with self._database.write() as connection:
            self._forget_parts(connection, [str(row["the_id"]) for row in rows])
            named: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "the_id"}
            named["state"] = DeclarationState.SENDING.value
            connection.execute(update(_ROWS).where(_ROWS.c.id == bindparam("the_id")).values(named), rows)
            if parts:
                connection.execute(insert(_PARTS), parts)

    def signed(self, id_: str) -> Signed | None:
        """The bytes that left, or were about to, as they were stored; None where there are none."""
        columns = [_ROWS.c[name] for name in _NOTHING_SENT]
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

    def settle(self, steps: Sequence[Step]) -> None:
        """Write down how declarations stand after a try."""
        now = self._database.clock()
        over, going = ([step for step in steps if step.state.finished is done] for done in (True, False))
        with self._database.write() as connection:
            for some, forgotten in ((over, _NOTHING_SENT), (going, {})):
                if some:
                    rows = [_stand(step, now) for step in some]
                    connection.execute(_SETTLE.values(forgotten) if forgotten else _SETTLE, rows)
            self._forget_parts(connection, [step.id for step in over])
            self._keep_receipts(connection, [(step.id, step.receipt) for step in steps if step.receipt is not None])

    def withdrawn(self, ids: Sequence[str]) -> None:
        """Say that declarations were taken back."""
        values = {
            "state": DeclarationState.WITHDRAWN.value,
            "standing": Standing.WITHDRAWN.value,
            "standing_at": self._database.clock(),
            "withdrawn_at": self._database.clock(),
        }
        with self._database.write() as connection:
            for part in chunks(ids):
                connection.execute(update(_ROWS).where(_ROWS.c.id.in_(part)).values(**values))

    def stands(self, id_: str, standing: Standing, at: datetime, receipt: Receipt | None = None) -> None:
        """What a registry said of a declaration when it was asked, and the better receipt that it gave."""
        with self._database.write() as connection:
            values = {"standing": standing.value, "standing_at": at}
            connection.execute(update(_ROWS).where(_ROWS.c.id == id_).values(**values))
            self._keep_receipts(connection, [(id_, receipt)] if receipt is not None else [])

    # --- reading

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
        """The first declarations whose proof was not complete when last asked about, before a moment."""
        query = (
            select(_ROWS.c.id)
            .where(
                _ROWS.c.state == DeclarationState.RECORDED.value,
                _ROWS.c.standing == Standing.PENDING.value,
                _ROWS.c.standing_at < before,
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

    # --- inside

    def _keep_receipts(self, connection: Connection, receipts: Sequence[tuple[str, Receipt]]) -> None:
        if not receipts:
            return
        rows, parts = [], []
        for (id_, receipt), position in zip(receipts, meta.take(connection, "receipt", len(receipts)), strict=True):
            key = new_id()
            rows.append(
                {
                    "id": key,
                    "position": position,
                    "registration_id": id_,
                    "at": receipt.at,
                    "url": words(receipt.url),
                    "request": receipt.request,
                    "status": receipt.status,
                    "headers": dict(receipt.headers),
                    "response": receipt.response,
                    "id_there": words(receipt.id_there),
                    "signer": words(receipt.key),
                    **self._database.who,
                }
            )
            parts += [{"receipt_id": key, "name": name, "data": data} for name, data in sorted(receipt.parts.items())]
        connection.execute(insert(_RECEIPTS), rows)
        if parts:
            connection.execute(insert(_RECEIPT_PARTS), parts)

    def _forget_parts(self, connection: Connection, ids: Sequence[str]) -> None:
        for part in chunks(ids):
            connection.execute(delete(_PARTS).where(_PARTS.c.registration_id.in_(part)))

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
_SETTLE = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("the_id"))
    .values(
        state=bindparam("new_state"),
        attempts=bindparam("new_attempts"),
        next_at=bindparam("new_next_at"),
        error=bindparam("new_error"),
        standing=func.coalesce(bindparam("new_standing", type_=String), _ROWS.c.standing),
        standing_at=func.coalesce(bindparam("new_standing_at", type_=Moment), _ROWS.c.standing_at),
    )
)


def _stand(step: Step, now: datetime) -> dict[str, Any]:
    return {
        "the_id": step.id,
        "new_state": step.state.value,
        "new_attempts": step.attempts,
        "new_next_at": step.next_at,
        "new_error": words(step.error),
        "new_standing": step.standing.value if step.standing is not None else None,
        "new_standing_at": now if step.standing is not None else None,
    }


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
