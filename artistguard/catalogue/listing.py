"""Filters and orders over works as SQL: what `model.listing` means, on both databases."""

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy import exists as sql_exists

from artistguard.catalogue import schema
from artistguard.catalogue.states import in_state, recorded_works, state_of
from artistguard.model.artwork import WorkState
from artistguard.model.listing import WorkFilter, WorkOrder

_ARTWORKS, _EDITIONS, _CLIENTS = schema.artworks, schema.editions, schema.clients


def matching(query: Select[Any], wanted: WorkFilter, *, few: bool = False) -> Select[Any]:
    """The query over artworks, narrowed to a filter.

    `few`: only the first of them will be read, so each work's state is asked for by itself, not all works' at once
    (but for the rarest one: to find a few of those may mean asking all).
    """
    if wanted.client_id is not None:
        query = query.where(_ARTWORKS.c.client_id == wanted.client_id)
    text = wanted.text.strip()
    if text:
        path = sql_exists().where(
            _EDITIONS.c.artwork_id == _ARTWORKS.c.id, _EDITIONS.c.path.icontains(text, autoescape=True)
        )
        found = [_ARTWORKS.c.title.icontains(text, autoescape=True), path]
        digits = text.removeprefix("#")
        if digits.isascii() and digits.isdecimal() and len(digits) < 19:
            found.append(_ARTWORKS.c.number == int(digits))
        query = query.where(or_(*found))
    if wanted.recorded:
        query = query.where(_ARTWORKS.c.id.in_(recorded_works()))
    if wanted.state is not None:
        if few and wanted.state is not WorkState.OUTDATED:
            return query.where(state_of(_ARTWORKS.c.id) == wanted.state.value)
        query = query.where(in_state(_ARTWORKS.c.id, wanted.state))
    return query


def ordered(query: Select[Any], order: WorkOrder) -> Select[Any]:
    """The query over artworks, sorted."""
    if order is WorkOrder.NEWEST:
        return query.order_by(_ARTWORKS.c.number.desc())
    if order is WorkOrder.TITLE:
        return query.order_by(func.lower(_ARTWORKS.c.title), _ARTWORKS.c.number)
    if order is WorkOrder.CLIENT:
        name = select(_CLIENTS.c.folded).where(_CLIENTS.c.id == _ARTWORKS.c.client_id).scalar_subquery()
        return query.order_by(name.is_(None), name, _ARTWORKS.c.number)
    return query.order_by(_ARTWORKS.c.number)
