"""The twin of `model.artwork.work_state` in SQL, for filters over many works. A test keeps the two equal."""

from typing import Any

from sqlalchemy import Case, ColumnElement, case, exists

from artistguard.catalogue import schema
from artistguard.model.artwork import EditionRole, WorkState

_OURS = [role.value for role in EditionRole if role.ours]
_THEIRS = [role.value for role in EditionRole if not role.ours]


def state_of(artwork_id: ColumnElement[Any]) -> Case[str]:
    """The state of a work, as the value of a WorkState. `artwork_id` is a column of the query's own FROM."""
    copy, parent = schema.editions.alias("copy"), schema.editions.alias("parent")
    copies = (copy.c.artwork_id == artwork_id, copy.c.role.in_(_OURS), copy.c.superseded_by.is_(None))
    of_current = (
        parent.c.id == copy.c.parent_id,
        parent.c.artwork_id == copy.c.artwork_id,  # not the outer column: only the next query out is correlated
        parent.c.role.in_(_THEIRS),
        parent.c.superseded_by.is_(None),
    )
    return case(
        (exists().where(*copies, exists().where(*of_current)), WorkState.SIGNED.value),
        (exists().where(*copies), WorkState.OUTDATED.value),
        else_=WorkState.UNSIGNED.value,
    )
