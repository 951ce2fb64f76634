"""What registries were told, as it is written: intents, the bytes that leave, the receipts, and of which works."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, delete, exists, func, insert, select, update

from artistguard.catalogue import meta
from artistguard.catalogue import registry_schema as schema
from artistguard.catalogue.columns import Moment
from artistguard.catalogue.declared import NOTHING_SENT, Declared
from artistguard.catalogue.rows import chunks, words
from artistguard.model import wire
from artistguard.model.ids import new_id
from artistguard.model.registering import (
    DeclarationState,
    Receipt,
    Signed,
    Standing,
    Submission,
)

_ROWS, _REGISTERED, _PARTS = schema.registrations, schema.registered, schema.sent_parts
_RECEIPTS, _RECEIPT_PARTS = schema.receipts, schema.receipt_parts
_WITHDRAWAL = _ROWS.alias("withdrawal")


@dataclass(frozen=True, slots=True)
class Intent:
    """A declaration to be added. `key` is that of the whole, `keys` those of its items, in their order."""

    id: str
    submission: Submission
    key: str
    keys: tuple[str, ...]


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


class Declarations(Declared):
    """The declarations of a catalogue. Each method is one transaction, or a part of the running one."""

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
            if items := [row for intent in intents for row in _items(intent)]:
                connection.execute(insert(_REGISTERED), items)

    def split(self, id_: str, rest: Intent, apart: Intent) -> bool:
        """An unfinished declaration keeps the files of `rest`; those of `apart` become one of its own, asked for then.

        What was signed for it is forgotten. False, and nothing changes, where a withdrawal names it.
        """
        named = select(_WITHDRAWAL.c.id).where(_WITHDRAWAL.c.withdraws == id_)
        of_it = _ROWS.c.id == id_
        with self._database.write() as connection:
            if connection.execute(named).first() is not None:
                return False
            asked_for = connection.execute(select(_ROWS.c.created_at).where(of_it)).scalar_one()
            connection.execute(delete(_REGISTERED).where(_REGISTERED.c.registration_id == id_))
            self._forget_parts(connection, [id_])
            left: dict[str, Any] = {"key": rest.key, "submission": wire.dump(rest.submission), **NOTHING_SENT}
            connection.execute(update(_ROWS).where(of_it).values(state=DeclarationState.WAITING.value, **left))
            connection.execute(insert(_REGISTERED), list(_items(replace(rest, id=id_))))
            self.add([apart])
            connection.execute(update(_ROWS).where(_ROWS.c.id == apart.id).values(created_at=asked_for))
        return True

    def unsent(self, ids: Collection[str]) -> None:
        """Say of signed declarations that their bytes never left: they wait. The bytes are kept."""
        with self._database.write() as connection:
            for part in chunks(sorted(ids)):
                signed = _ROWS.c.id.in_(part) & (_ROWS.c.state == DeclarationState.SENDING.value)
                first = signed & (_ROWS.c.attempts == 0)
                connection.execute(update(_ROWS).where(first).values(state=DeclarationState.WAITING.value))

    def put_off(self, until: Mapping[str, datetime]) -> None:
        """Move the next tries of declarations that are to be tried again (by id) to these moments."""
        with self._database.write() as connection:
            for id_, moment in until.items():
                later = (_ROWS.c.id == id_) & (_ROWS.c.state == DeclarationState.LATER.value)
                connection.execute(update(_ROWS).where(later).values(next_at=moment))

    def remove(self, ids: Collection[str]) -> int:
        """Forget intents of which nothing ever left, and that no withdrawal names. Returns how many; others stay."""
        with self._database.write() as connection:
            gone: list[str] = []
            for part in chunks(sorted(ids)):
                waiting = select(_ROWS.c.id).where(
                    _ROWS.c.id.in_(part),
                    _ROWS.c.state == DeclarationState.WAITING.value,
                    ~exists().where(_WITHDRAWAL.c.withdraws == _ROWS.c.id),
                )
                gone += [id_ for (id_,) in connection.execute(waiting)]
            for part in chunks(gone):
                connection.execute(delete(_REGISTERED).where(_REGISTERED.c.registration_id.in_(part)))
                self._forget_parts(connection, part)
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

    def settle(self, steps: Sequence[Step]) -> None:
        """Write down how declarations stand after a try."""
        now = self._database.clock()
        over, going = ([step for step in steps if step.state.finished is done] for done in (True, False))
        with self._database.write() as connection:
            for some, forgotten in ((over, NOTHING_SENT), (going, {})):
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

    def stands(
        self, id_: str, standing: Standing, at: datetime, receipt: Receipt | None = None, error: str | None = None
    ) -> None:
        """What a registry said of a recorded declaration when it was asked, and the better receipt that it gave.

        `error` None: what was said of it stays as it is.
        """
        with self._database.write() as connection:
            values = {"standing": standing.value, "standing_at": at}
            if error is not None:
                values["error"] = words(error)
            connection.execute(update(_ROWS).where(_ROWS.c.id == id_).values(**values))
            self._keep_receipts(connection, [(id_, receipt)] if receipt is not None else [])

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


def _items(intent: Intent) -> Iterator[dict[str, Any]]:
    """The files of an intent, as rows."""
    for place, (item, key) in enumerate(zip(intent.submission.items, intent.keys, strict=True)):
        yield {
            "registration_id": intent.id,
            "place": place,
            "work_id": item.work_id,
            "edition_id": item.edition_id,
            "key": key,
        }


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
