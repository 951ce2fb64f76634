"""What the user said of forms. A mark is never changed; the newest says how it stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select

from artistguard.catalogue import form_schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.rows import words
from artistguard.model.forms import FormMark, FormState
from artistguard.model.ids import new_id

_TABLE = form_schema.form_marks


class FormMarks:
    """Keeps the marks of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, form: str, state: FormState, *, on: date | None = None, note: str = "", works: Sequence[str] = ()
    ) -> FormMark:
        """Write down what the user says now."""
        mark = FormMark(
            id=new_id(),
            form=form,
            state=state,
            at=self._database.clock(),
            seat=self._database.seat,
            actor=self._database.actor,
            on=on,
            note=words(note),
            works=tuple(works),
        )
        with self._database.write() as connection:
            connection.execute(
                insert(_TABLE).values(
                    id=mark.id,
                    form=mark.form,
                    state=mark.state.value,
                    day=mark.on,
                    note=mark.note,
                    works=list(mark.works),
                    created_at=mark.at,
                    **self._database.who,
                )
            )
        return mark

    def list(self, form: str | None = None) -> tuple[FormMark, ...]:
        """Everything that was said (of one form), oldest first."""
        query = select(_TABLE).order_by(_TABLE.c.created_at, _TABLE.c.id)
        with self._database.read() as connection:
            rows = connection.execute(query if form is None else query.where(_TABLE.c.form == form)).all()
        return tuple(map(_mark, rows))

    def newest(self) -> dict[str, FormMark]:
        """The newest mark of each form that has one, by the form's name."""
        return {mark.form: mark for mark in self.list()}


def _mark(row: Row[Any]) -> FormMark:
    return FormMark(
        id=row.id,
        form=row.form,
        state=FormState(row.state),
        at=row.created_at,
        seat=row.seat,
        actor=row.actor,
        on=row.day,
        note=row.note,
        works=tuple(row.works),
    )
