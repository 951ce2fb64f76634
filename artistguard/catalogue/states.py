"""The twin of `model.artwork.work_state` in SQL, for filters over many works. A test keeps the two equal."""

from typing import Any

from sqlalchemy import Case, ColumnElement, Select, and_, case, exists, not_, select

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


def in_state(artwork_id: ColumnElement[Any], state: WorkState) -> ColumnElement[bool]:
    """Whether works stand in a state, as set operations: ten times quicker than `state_of` over all works."""
    copy, parent = schema.editions.alias("copy_"), schema.editions.alias("parent_")
    copies: Select[Any] = select(copy.c.artwork_id).where(copy.c.role.in_(_OURS), copy.c.superseded_by.is_(None))
    signed = copies.join_from(
        copy, parent, and_(parent.c.id == copy.c.parent_id, parent.c.artwork_id == copy.c.artwork_id)
    ).where(parent.c.role.in_(_THEIRS), parent.c.superseded_by.is_(None))
    if state is WorkState.SIGNED:
        return artwork_id.in_(signed)
    if state is WorkState.UNSIGNED:
        return artwork_id.not_in(copies)
    return and_(artwork_id.in_(copies), not_(artwork_id.in_(signed)))
