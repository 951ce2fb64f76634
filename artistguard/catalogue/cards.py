"""Families read as cards: members and matches strongest first, history newest first, each up to a number."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.families import RANK
from artistguard.catalogue.findrows import match_from, member_from, sighting_from
from artistguard.catalogue.rows import chunks
from artistguard.model.finds import Find, Match, Verdict
from artistguard.model.names import Strength
from artistguard.model.watching import Key

_FAMILIES, _CANDIDATES, _MATCHES = schema.families, schema.candidates, schema.matches
_SIGHTINGS, _DECLARATIONS = schema.sightings, schema.declarations


def read(connection: Connection, rows: Sequence[Row[Any]], most: int) -> tuple[Find, ...]:
    """The cards of these families, in their order; of each at most so many members, matches and lines of history."""
    found: list[Find] = []
    for part in chunks([row.id for row in rows]):
        found += _read(connection, [row for row in rows if row.id in set(part)], most)
    return tuple(found)


def _read(connection: Connection, rows: Sequence[Row[Any]], most: int) -> list[Find]:
    families = [row.id for row in rows]
    members, matches = _members(connection, families, most), _matches(connection, families, most)
    history, declared = _history(connection, families, most), _declared(connection, families, most)
    keys, places = _keys(connection, families), _places(connection, families)
    return [
        Find(
            id=row.id,
            title=row.title,
            url=row.url,
            strength=list(Strength)[row.rank],
            keys=tuple(key for key in Key if key in keys[row.id]),
            why=why(matches[row.id], places[row.id]),
            members=tuple(map(member_from, members[row.id])),
            matches=matches[row.id],
            history=tuple(map(sighting_from, history[row.id])),
            first_seen=row.first_seen,
            last_news=row.last_news,
            verdict=None if row.verdict is None else Verdict(row.verdict),
            judged_at=row.judged_at,
            news=row.news,
            held=row.held,
            severe=row.severe,
            declared_by=declared[row.id],
            places=places[row.id],
        )
        for row in rows
    ]


def why(matches: Sequence[Match], places: int) -> str:
    """Why a card is shown, in a sentence or two: the strongest reason of each key, and in how many places."""
    reasons: dict[Key, str] = {}
    for match in matches:
        reasons.setdefault(match.key, match.reason)
    told = reasons.values()  # that of a picture tells of the name beside it as well
    sentences = [reason for reason in told if not any(reason in other and reason != other for other in told)]
    if places > 1:
        sentences.append(f"In {places:,} places that belong together.")
    return " ".join(sentences)


def _members(connection: Connection, families: Sequence[str], most: int) -> defaultdict[str, list[Row[Any]]]:
    rank = func.coalesce(func.min(RANK), len(Strength))
    ranked = (
        select(
            _CANDIDATES.c.id,
            func.row_number()
            .over(partition_by=_CANDIDATES.c.family_id, order_by=(rank, _CANDIDATES.c.position))
            .label("place"),
        )
        .select_from(_CANDIDATES.outerjoin(_MATCHES))
        .where(_CANDIDATES.c.family_id.in_(families))
        .group_by(_CANDIDATES.c.id, _CANDIDATES.c.family_id, _CANDIDATES.c.position)
        .subquery()
    )
    query = select(_CANDIDATES).join(ranked, ranked.c.id == _CANDIDATES.c.id).where(ranked.c.place <= most)
    return _by_family(connection.execute(query.order_by(ranked.c.place)).all())


def _matches(connection: Connection, families: Sequence[str], most: int) -> dict[str, tuple[Match, ...]]:
    order = (RANK, _MATCHES.c.at, _CANDIDATES.c.position, _MATCHES.c.id)
    ranked = (
        select(
            _MATCHES,
            _CANDIDATES.c.family_id,
            func.row_number().over(partition_by=_CANDIDATES.c.family_id, order_by=order).label("place"),
        )
        .select_from(_MATCHES.join(_CANDIDATES))
        .where(_CANDIDATES.c.family_id.in_(families))
        .subquery()
    )
    query = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.place)
    found = _by_family(connection.execute(query).all())
    return {family: tuple(map(match_from, found[family])) for family in families}


def _history(connection: Connection, families: Sequence[str], most: int) -> defaultdict[str, list[Row[Any]]]:
    ranked = (
        select(
            _SIGHTINGS,
            func.row_number()
            .over(partition_by=_SIGHTINGS.c.family_id, order_by=_SIGHTINGS.c.position.desc())
            .label("place"),
        )
        .where(_SIGHTINGS.c.family_id.in_(families))
        .subquery()
    )
    query = select(ranked).where(ranked.c.place <= most).order_by(ranked.c.place)
    return _by_family(connection.execute(query).all())


def _keys(connection: Connection, families: Sequence[str]) -> defaultdict[str, set[Key]]:
    query = select(_CANDIDATES.c.family_id, _MATCHES.c.key).join(_MATCHES)
    found: defaultdict[str, set[Key]] = defaultdict(set)
    for family, key in connection.execute(query.where(_CANDIDATES.c.family_id.in_(families)).distinct()):
        found[family].add(Key(key))
    return found


def _places(connection: Connection, families: Sequence[str]) -> dict[str, int]:
    query = select(_CANDIDATES.c.family_id, func.count()).where(_CANDIDATES.c.family_id.in_(families))
    counted = {row[0]: row[1] for row in connection.execute(query.group_by(_CANDIDATES.c.family_id))}
    return {family: counted.get(family, 0) for family in families}


def _declared(connection: Connection, families: Sequence[str], most: int) -> dict[str, tuple[str, ...]]:
    query = (
        select(_CANDIDATES.c.family_id, _DECLARATIONS.c.title)
        .join(_DECLARATIONS, _DECLARATIONS.c.dataset_id == _CANDIDATES.c.id)
        .where(_CANDIDATES.c.family_id.in_(families))
        .order_by(_DECLARATIONS.c.title)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for family, title in connection.execute(query):
        found[family].append(title)
    return {family: tuple(found[family][:most]) for family in families}


def _by_family(rows: Sequence[Row[Any]]) -> defaultdict[str, list[Row[Any]]]:
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.family_id].append(row)
    return found
