"""Families: candidates that are one thing, shown as one card.

What a card says of itself (title, strength, news, verdict) is counted from its rows here, and nowhere else, whenever
one of them changed. Two cards that turn out to be one: the older stays, with the history and the verdicts of both. The
newest verdict stands; if the two were judged differently, or one was still news, the card is news, so that a person
looks. What was joined is not parted again.

News is a line of the history that is marked so, and is younger than the verdict that stands. After "mine", what happens
to the thing (renamed, gone, back) is news; after another verdict it is history only.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    not_,
    select,
    update,
)

from artistguard.catalogue import meta
from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.rows import chunks
from artistguard.model.finds import Happening, Verdict
from artistguard.model.ids import new_id
from artistguard.model.names import Strength
from artistguard.model.watching import Key

HAPPENED = "happening"  # the counter that history and verdicts share
_FAMILIES, _CANDIDATES, _MATCHES = schema.families, schema.candidates, schema.matches
_VERDICTS, _SIGHTINGS = schema.verdicts, schema.sightings
RANK: ColumnElement[int] = case(
    {strength.value: strength.rank for strength in Strength}, value=_MATCHES.c.strength, else_=len(Strength)
)


def news_after(verdict: Verdict | None) -> bool:
    """Whether what happens to a thing that was judged so is news."""
    return verdict in (None, Verdict.MINE)


def tell(
    connection: Connection,
    database: Database,
    lines: Sequence[tuple[str, str | None, Happening, str, str, bool]],
) -> None:
    """Write history: (family, candidate, what happened, a sentence, the capture that shows it, whether it is news)."""
    if not lines:
        return
    at = database.clock()
    connection.execute(
        insert(_SIGHTINGS),
        [
            {
                "id": new_id(),
                "position": position,
                "family_id": family,
                "candidate_id": candidate,
                "at": at,
                "what": what.value,
                "text": text,
                "capture": capture,
                "news": news,
            }
            for position, (family, candidate, what, text, capture, news) in zip(
                meta.take(connection, HAPPENED, len(lines)), lines, strict=True
            )
        ],
    )


def subjects(connection: Connection, families: Collection[str]) -> dict[str, set[str]]:
    """What was found in each of these families: names, addresses, ids of works."""
    found: dict[str, set[str]] = {family: set() for family in families}
    for part in chunks(sorted(families)):
        pairs = select(_CANDIDATES.c.family_id, _MATCHES.c.subject).join(_MATCHES).distinct()
        for family, subject in connection.execute(pairs.where(_CANDIDATES.c.family_id.in_(part))):
            found[family].add(subject)
    return found


def merge(connection: Connection, database: Database, stays: str, others: Collection[str]) -> None:
    """Make one family of several. The caller settles the one that stays."""
    query = select(_FAMILIES.c.id, _FAMILIES.c.verdict, _FAMILIES.c.news, _FAMILIES.c.title)
    rows = {row.id: row for row in connection.execute(query.where(_FAMILIES.c.id.in_([stays, *others])))}
    for other in others:
        row = rows[other]
        news = row.news or row.verdict != rows[stays].verdict
        tell(
            connection,
            database,
            [(stays, None, Happening.RELATIVE, f"{row.title} turned out to be the same.", "", news)],
        )
    moved: tuple[Any, ...] = (_CANDIDATES, _VERDICTS, _SIGHTINGS)
    for table in moved:
        connection.execute(update(table).where(table.c.family_id.in_(list(others))).values(family_id=stays))
    connection.execute(
        update(_FAMILIES)
        .where(_FAMILIES.c.id.in_(list(others)) | _FAMILIES.c.merged_into.in_(list(others)))
        .values(merged_into=stays, news=False, held=False)
    )


def settle(connection: Connection, families: Collection[str]) -> None:
    """Count anew what these cards say of themselves."""
    for part in chunks(sorted(families)):
        rows = [{"the_id": row.pop("id"), **row} for row in _counted(connection, part)]
        if rows:
            named: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "the_id"}
            connection.execute(update(_FAMILIES).where(_FAMILIES.c.id == bindparam("the_id")).values(named), rows)
    # The budget holds back what is new, and never what is severe.
    for part in chunks(sorted(families)):
        connection.execute(
            update(_FAMILIES)
            .where(_FAMILIES.c.id.in_(part), _FAMILIES.c.severe | not_(_FAMILIES.c.news))
            .values(held=False)
        )


def _counted(connection: Connection, families: Sequence[str]) -> list[dict[str, Any]]:
    members = {
        row.family_id: row
        for row in connection.execute(
            select(
                _CANDIDATES.c.family_id,
                func.min(_CANDIDATES.c.first_seen).label("first_seen"),
                func.min(cast(_CANDIDATES.c.allowed, Integer)).label("allowed"),
            )
            .where(_CANDIDATES.c.family_id.in_(families))
            .group_by(_CANDIDATES.c.family_id)
        )
    }
    best = _best(connection, families)
    standing = _standing(connection, families)
    severe = _severe(connection, families)
    news = _news(connection, families)
    return [
        {
            "id": family,
            "title": best[family].title,
            "url": best[family].url,
            "rank": best[family].rank,
            "severe": family in severe,
            "first_seen": row.first_seen,
            "last_news": news[family].last if family in news else row.first_seen,
            "news": family in news and bool(news[family].open),
            "allowed": bool(row.allowed),
            "verdict": standing[family].verdict if family in standing else None,
            "judged_at": standing[family].at if family in standing else None,
        }
        for family, row in members.items()
    ]


def _best(connection: Connection, families: Sequence[str]) -> dict[str, Any]:
    """Of each family the candidate that speaks for it: the one with the strongest match, of these the oldest."""
    rank = func.coalesce(func.min(RANK), len(Strength) - 1).label("rank")
    ranked = (
        select(
            _CANDIDATES.c.family_id,
            _CANDIDATES.c.title,
            _CANDIDATES.c.url,
            rank,
            func.row_number()
            .over(partition_by=_CANDIDATES.c.family_id, order_by=(rank, _CANDIDATES.c.position))
            .label("place"),
        )
        .select_from(_CANDIDATES.outerjoin(_MATCHES))
        .where(_CANDIDATES.c.family_id.in_(families))
        .group_by(_CANDIDATES.c.id, _CANDIDATES.c.family_id, _CANDIDATES.c.title, _CANDIDATES.c.url)
        .subquery()
    )
    return {row.family_id: row for row in connection.execute(select(ranked).where(ranked.c.place == 1))}


def _severe(connection: Connection, families: Sequence[str]) -> set[str]:
    """Families in which one candidate holds a work's picture and a name or an address together."""

    def holds(*keys: Key) -> ColumnElement[bool]:
        hit = and_(_MATCHES.c.key.in_([key.value for key in keys]), _MATCHES.c.strength != Strength.WEAK.value)
        return func.max(case((hit, 1), else_=0)) == 1

    query = (
        select(_CANDIDATES.c.family_id)
        .select_from(_CANDIDATES.join(_MATCHES))
        .where(_CANDIDATES.c.family_id.in_(families))
        .group_by(_CANDIDATES.c.id, _CANDIDATES.c.family_id)
        .having(and_(holds(Key.PICTURE), holds(Key.NAME, Key.ADDRESS)))
    )
    return set(connection.execute(query).scalars())


def _standing(connection: Connection, families: Sequence[str]) -> dict[str, Any]:
    """The verdict that stands, of each family that has one."""
    newest = (
        select(func.max(_VERDICTS.c.position))
        .where(_VERDICTS.c.family_id.in_(families), _VERDICTS.c.undone_at.is_(None))
        .group_by(_VERDICTS.c.family_id)
    )
    query = select(_VERDICTS.c.family_id, _VERDICTS.c.verdict, _VERDICTS.c.at)
    return {row.family_id: row for row in connection.execute(query.where(_VERDICTS.c.position.in_(newest)))}


def _news(connection: Connection, families: Sequence[str]) -> dict[str, Any]:
    """When the last news of each family was (`last`), and how many are younger than the verdict (`open`)."""
    judged = exists().where(
        _VERDICTS.c.family_id == _SIGHTINGS.c.family_id,
        _VERDICTS.c.undone_at.is_(None),
        _VERDICTS.c.position > _SIGHTINGS.c.position,
    )
    query = (
        select(
            _SIGHTINGS.c.family_id,
            func.max(_SIGHTINGS.c.at).label("last"),
            func.sum(case((judged, 0), else_=1)).label("open"),
        )
        .where(_SIGHTINGS.c.family_id.in_(families), _SIGHTINGS.c.news)
        .group_by(_SIGHTINGS.c.family_id)
    )
    return {row.family_id: row for row in connection.execute(query)}
