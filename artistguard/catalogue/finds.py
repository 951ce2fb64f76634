"""Finds: what sources offered and what of the artist's is in it, as cards, with verdicts that can be taken back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, not_, or_, select, update

from artistguard.catalogue import bounds, families, meta, strangers
from artistguard.catalogue import cards as reading
from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.findrows import match_from, match_values
from artistguard.catalogue.kinship import DATASET
from artistguard.catalogue.lookup import no_such, one_by_prefix
from artistguard.catalogue.recording import Offered, Recording
from artistguard.catalogue.rows import chunks, words
from artistguard.model import wire
from artistguard.model.finds import Find, Happening, Match, Standing, Verdict
from artistguard.model.ids import new_id
from artistguard.model.watching import Candidate, CandidateKind, Known

_FAMILIES, _CANDIDATES, _MATCHES = schema.families, schema.candidates, schema.matches
_VERDICTS, _WATCHES, _KIN = schema.verdicts, schema.watches, schema.kin
_SHOWN = (_FAMILIES.c.merged_into.is_(None), not_(_FAMILIES.c.allowed))
_LISTED, _OPENED = 20, 500  # members, matches and lines of history of a card in a list, and of one that is opened
_DISMISSED = (Verdict.NOT_MINE.value, Verdict.IGNORED.value)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The cards that have news by it, and the captures (SHA-256) that show what was written down."""

    news: frozenset[str]
    evidence: frozenset[str]


class Finds:
    """The finds of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- taking in

    def record(
        self,
        offers: Iterable[Offered],
        *,
        watch_id: str | None = None,
        source: str = "",
        gone: Collection[str] = (),
        there: Collection[str] = (),
    ) -> Recorded:
        """Take in what a source offered, and which known candidates are gone from it or still there.

        Everything is bounded before it is kept. The same again changes nothing and is no news.
        """
        with self._database.write() as connection:
            recording = Recording(connection, self._database, watch_id)
            recording.take_in(offers, source, gone, there)
        return Recorded(frozenset(recording.told), frozenset(recording.evidence))

    def forget_strangers(self, before: datetime) -> None:
        """Forget candidates in which nothing was found, if nobody saw them since (see `strangers`)."""
        with self._database.write() as connection:
            strangers.forget_before(connection, before)

    def known(self, source: str, watch_id: str, most: int = 1000) -> tuple[tuple[Known, frozenset[str]], ...]:
        """The candidates a watch looks after, those it has not seen for longest first, with what was found in them.

        Its own, those of watches that were removed, and those that were kept by hand; not those that were dismissed or
        are allowed.
        """
        own = _CANDIDATES.c.watch_id == watch_id
        removed = select(_WATCHES.c.id).where(_WATCHES.c.removed_at.is_not(None))
        query = (
            select(_CANDIDATES)
            .join(_FAMILIES)
            .where(
                _CANDIDATES.c.source == source,
                _CANDIDATES.c.kind.not_in([CandidateKind.ROW.value, CandidateKind.PAGE.value]),
                not_(_CANDIDATES.c.allowed),
                or_(own, _CANDIDATES.c.watch_id.in_(removed), _CANDIDATES.c.watch_id.is_(None)),
                or_(_FAMILIES.c.verdict.is_(None), _FAMILIES.c.verdict.not_in(_DISMISSED)),
            )
            .order_by(_CANDIDATES.c.last_seen, _CANDIDATES.c.position)
            .limit(most)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            subjects = families.subjects(connection, {row.family_id for row in rows})
        return tuple((_known(row), frozenset(subjects[row.family_id])) for row in rows)

    def datasets(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The ids of data sets in which something was found, and what; not those that were dismissed or are allowed."""
        query = (
            select(_KIN.c.kin, _CANDIDATES.c.family_id, func.min(_CANDIDATES.c.key), func.min(_CANDIDATES.c.title))
            .select_from(_KIN.join(_CANDIDATES).join(_FAMILIES))
            .where(
                _KIN.c.kin.startswith(DATASET),
                *_SHOWN,
                or_(_FAMILIES.c.verdict.is_(None), _FAMILIES.c.verdict.not_in(_DISMISSED)),
            )
            .group_by(_KIN.c.kin, _CANDIDATES.c.family_id)
            .order_by(_KIN.c.kin)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            subjects = families.subjects(connection, {family for _, family, _, _ in rows})
        return tuple((_spelt(kin, key, title), frozenset(subjects[family])) for kin, family, key, title in rows)

    def uncompared(self, watch_id: str, most: int) -> tuple[tuple[Candidate, tuple[Match, ...]], ...]:
        """Candidates of a watch whose pictures nobody compared with the works yet, those of the strongest cards first.

        With what was found in each. Not those that are gone, were dismissed, or are allowed.
        """
        query = (
            select(_CANDIDATES.c.id, _CANDIDATES.c.body)
            .join(_FAMILIES)
            .where(
                _CANDIDATES.c.watch_id == watch_id,
                not_(_CANDIDATES.c.compared),
                not_(_CANDIDATES.c.allowed),
                _CANDIDATES.c.gone_since.is_(None),
                or_(_FAMILIES.c.verdict.is_(None), _FAMILIES.c.verdict.not_in(_DISMISSED)),
            )
            .order_by(_FAMILIES.c.severe.desc(), _FAMILIES.c.rank, _CANDIDATES.c.position)
            .limit(most)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            found: dict[str, list[Match]] = {row.id: [] for row in rows}
            for part in chunks(sorted(found)):
                for row in connection.execute(select(_MATCHES).where(_MATCHES.c.candidate_id.in_(part))):
                    found[row.candidate_id].append(match_from(row))
        return tuple((wire.load(Candidate, row.body), tuple(found[row.id])) for row in rows)

    # --- looking

    def cards(
        self,
        *,
        news: bool | None = None,
        held: bool | None = None,
        severe: bool | None = None,
        verdict: Verdict | None = None,
        since: datetime | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Find, ...]:
        """Cards, the severe first, then by strength, then the newest. What is allowed is not among them.

        `since`: only those with news at or after a moment.
        """
        query = select(_FAMILIES).where(*_SHOWN)
        for column, wanted in ((_FAMILIES.c.news, news), (_FAMILIES.c.held, held), (_FAMILIES.c.severe, severe)):
            if wanted is not None:
                query = query.where(column if wanted else not_(column))
        if verdict is not None:
            query = query.where(_FAMILIES.c.verdict == verdict.value)
        if since is not None:
            query = query.where(_FAMILIES.c.last_news >= since)
        order = (_FAMILIES.c.severe.desc(), _FAMILIES.c.rank, _FAMILIES.c.last_news.desc(), _FAMILIES.c.position)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
            return reading.read(connection, rows, _LISTED)

    def get(self, reference: str) -> Find:
        """A card by its id or the beginning of it, with its whole history. Raises UsageError."""
        with self._database.read() as connection:
            return reading.read(connection, [self._row(connection, reference)], _OPENED)[0]

    def of(self, source: str, key: str) -> Find:
        """The card that a candidate belongs to. Raises UsageError if it is in none."""
        where = (_CANDIDATES.c.source == bounds.name(source), _CANDIDATES.c.key == bounds.name(key))
        with self._database.read() as connection:
            family = connection.execute(select(_CANDIDATES.c.family_id).where(*where)).scalar()
            if family is None:
                raise no_such("find", key)
            return reading.read(connection, [self._row(connection, family)], _OPENED)[0]

    def counts(self) -> dict[str, int]:
        """How many cards there are: "all", "news", "held", "severe" (with news), "allowed", and of each verdict."""
        query = select(
            func.count().label("all"),
            *(
                func.count().filter(condition).label(name)
                for name, condition in (
                    ("news", _FAMILIES.c.news),
                    ("held", _FAMILIES.c.held),
                    ("severe", _FAMILIES.c.severe & _FAMILIES.c.news),
                    *((verdict.value, _FAMILIES.c.verdict == verdict.value) for verdict in Verdict),
                )
            ),
        ).where(*_SHOWN)
        allowed = select(func.count()).where(_FAMILIES.c.merged_into.is_(None), _FAMILIES.c.allowed)
        with self._database.read() as connection:
            counted = dict(connection.execute(query).mappings().one())
            counted["allowed"] = connection.execute(allowed).scalar_one()
        return {str(name): int(count) for name, count in counted.items()}

    def standing(self) -> tuple[Standing, ...]:
        """Every card, as far as the weekly number is concerned; what is allowed is not among them."""
        names = ("id", "rank", "severe", "last_news", "news", "held")
        query = select(*(_FAMILIES.c[name] for name in names)).where(*_SHOWN)
        with self._database.read() as connection:
            return tuple(Standing(*row) for row in connection.execute(query))

    # --- judging

    def judge(self, reference: str, verdict: Verdict, note: str = "") -> Find:
        """Write down a verdict on a card: it holds for everything found in it so far. Raises UsageError."""
        with self._database.write() as connection:
            family = self._row(connection, reference).id
            connection.execute(
                insert(_VERDICTS).values(
                    id=new_id(),
                    position=meta.take(connection, families.HAPPENED)[0],
                    family_id=family,
                    verdict=verdict.value,
                    note=words(note),
                    at=self._database.clock(),
                    **self._database.who,
                )
            )
            self._tell(connection, family, f"Judged {verdict.value}." + (f" {words(note)}" if note else ""))
            return self.get(family)

    def undo(self) -> Find | None:
        """Take back this seat's last verdict that stands; the card is as it was before. None if there is none."""
        last = (
            select(_VERDICTS)
            .where(_VERDICTS.c.undone_at.is_(None), _VERDICTS.c.seat == self._database.seat)
            .order_by(_VERDICTS.c.position.desc())
            .limit(1)
        )
        with self._database.write() as connection:
            row = connection.execute(last).first()
            if row is None:
                return None
            connection.execute(
                update(_VERDICTS).where(_VERDICTS.c.id == row.id).values(undone_at=self._database.clock())
            )
            self._tell(connection, row.family_id, f"The verdict {row.verdict} was taken back.")
            return self.get(row.family_id)

    def hold(self, cards: Collection[str]) -> None:
        """Hold back exactly these cards of those that are news; severe ones are not held back."""
        with self._database.write() as connection:
            connection.execute(update(_FAMILIES).where(_FAMILIES.c.held).values(held=False))
            for part in chunks(sorted(cards)):
                connection.execute(
                    update(_FAMILIES)
                    .where(_FAMILIES.c.id.in_(part), _FAMILIES.c.news, not_(_FAMILIES.c.severe))
                    .values(held=True)
                )

    def amend(self, match: Match, text: str, capture: str = "") -> Find:
        """Put what a closer look told in place of what was known of a match, with a line of history: no news.

        The artist asked for that look. Raises UsageError if the match is gone.
        """
        with self._database.write() as connection:
            where = _MATCHES.c.id == match.id
            family = connection.execute(select(_CANDIDATES.c.family_id).join(_MATCHES).where(where)).scalar()
            if family is None:
                raise no_such("match", match.id)
            connection.execute(update(_MATCHES).where(where).values(**match_values(bounds.match(match))))
            line = (family, match.candidate_id, Happening.CHANGED, text, capture, False)
            families.tell(connection, self._database, [line])
            families.settle(connection, [family])
            return self.get(family)

    # --- inside

    def _tell(self, connection: Connection, family: str, text: str) -> None:
        families.tell(connection, self._database, [(family, None, Happening.JUDGED, text, "", False)])
        families.settle(connection, [family])

    def _row(self, connection: Connection, reference: str) -> Row[Any]:
        row = one_by_prefix(connection, _FAMILIES, reference, "find")
        if row is not None and row.merged_into is not None:
            row = connection.execute(select(_FAMILIES).where(_FAMILIES.c.id == row.merged_into)).first()
        if row is None:
            raise no_such("find", reference)
        return row


def _spelt(kin: str, *places: str) -> str:
    """The id of a data set with its own capitals, where a key or a title has them."""
    id_ = kin.removeprefix(DATASET)
    return next((place[: len(id_)] for place in places if place.lower().startswith(id_)), id_)


def _known(row: Row[Any]) -> Known:
    return Known(
        key=row.key,
        kind=CandidateKind(row.kind),
        title=row.title,
        url=row.url,
        revision=row.revision,
        gone=row.gone_since is not None,
    )
