"""What a source offered, taken into the catalogue: new candidates, what changed of known ones, and whom they belong to.

A candidate is kept if something of the artist's was found in it, or if it is kin to one that is kept: the same file
under another name and account. What was found once is never new again; a new pair of candidate and subject is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select, update

from artistguard.catalogue import bounds, families, meta, strangers
from artistguard.catalogue import watch_schema as schema
from artistguard.catalogue.engine import Database
from artistguard.catalogue.findrows import allowance_from, candidate_values, match_values
from artistguard.catalogue.kinship import DATASET, Groups, is_exact, is_file, kinship
from artistguard.catalogue.rows import chunks
from artistguard.model.finds import Allowance, Happening, Match, Verdict
from artistguard.model.ids import new_id
from artistguard.model.names import Strength
from artistguard.model.watching import Candidate, CandidateKind

_FAMILIES, _CANDIDATES, _MATCHES, _KIN = schema.families, schema.candidates, schema.matches, schema.kin
_DECLARATIONS, _ALLOWANCES = schema.declarations, schema.allowances
_PARTS = (CandidateKind.ROW, CandidateKind.PAGE)  # more of what a card shows already, and no thing of their own
_EVERYBODYS = 50  # candidates with one same file and nothing else: then it is one that everybody has, a base model's
_DISMISSED = (Verdict.NOT_MINE, Verdict.IGNORED)

_CARD, _NEW, _TEXT = "card", "new", "text"  # kinds of nodes in what belongs together

Place = tuple[str, str]  # source and key


@dataclass(frozen=True, slots=True)
class Offered:
    """A candidate, what was found in it, and whether its pictures were compared with the works."""

    candidate: Candidate
    matches: tuple[Match, ...] = ()
    compared: bool = False

    @property
    def place(self) -> Place:
        """What tells it from all others, for good."""
        return self.candidate.source, self.candidate.key


class Recording:
    """One step of a source, taken in within a transaction.

    `told` are the families that have something new to tell, `evidence` the captures that show what was written down.
    """

    def __init__(self, connection: Connection, database: Database, watch_id: str | None) -> None:
        self._connection, self._database, self._watch_id = connection, database, watch_id
        self._now = database.clock()
        self._seen_now: dict[str, Any] = {"last_seen": self._now, "watch_id": watch_id, "gone_since": None}
        self._touched: set[str] = set()
        self._moved: dict[str, str] = {}  # families that were joined to another in this step
        self._verdicts: dict[str, Verdict | None] = {}
        self._lines: list[tuple[str, str | None, Happening, str, str, bool]] = []
        self._matches: list[dict[str, Any]] = []
        self._kin: set[tuple[str, str]] = set()
        self.told: set[str] = set()
        self.evidence: set[str] = set()

    def take_in(self, offers: Iterable[Offered], source: str, gone: Collection[str], there: Collection[str]) -> None:
        """Everything of one step."""
        distinct = self._with_strangers(_distinct(offers))
        known = self._known(distinct)
        strings = {place: kinship(offer.candidate, offer.matches) for place, offer in distinct.items()}
        nothing = [place for place, offer in distinct.items() if place not in known and not offer.matches]
        everybodys = self._everybodys({text for place in nothing for text in strings[place]})
        for place in nothing:
            strings[place] -= everybodys
        carriers = self._carriers({text for texts in strings.values() for text in texts})
        homes = self._homes(distinct, known, strings, carriers)
        self._load_verdicts({*homes.values(), *(row.family_id for row in known.values())})
        self._add([(offer, homes[place]) for place, offer in distinct.items() if place in homes], strings, carriers)
        strangers.forget(self._connection, homes)
        left = [place for place in distinct if place not in homes and place not in known]
        files = ((distinct[place].candidate, set(filter(is_file, strings[place]))) for place in left)
        strangers.remember(self._connection, files, self._now)
        self._again([(distinct[place], row) for place, row in known.items()], strings)
        self._seen_again(source, there)
        self._gone(source, gone)
        self._write()
        self._declared(distinct.values())
        families.settle(self._connection, self._touched)
        self._count_news()

    # --- whom they belong to

    def _with_strangers(self, distinct: dict[Place, Offered]) -> dict[Place, Offered]:
        """The offers, and those remembered that hold a file of one in which something was found."""
        hers = [offer for offer in distinct.values() if offer.matches]
        files = {text for offer in hers for text in filter(is_file, kinship(offer.candidate, offer.matches))}
        remembered = map(Offered, strangers.with_files(self._connection, files))
        return {**{offer.place: offer for offer in remembered}, **distinct}

    def _known(self, distinct: Mapping[Place, Offered]) -> dict[Place, Row[Any]]:
        """The rows of those that are kept already."""
        by_source: dict[str, list[str]] = defaultdict(list)
        for source, key in distinct:
            by_source[source].append(key)
        found: dict[Place, Row[Any]] = {}
        for source, keys in by_source.items():
            for part in chunks(keys):
                query = select(_CANDIDATES).where(_CANDIDATES.c.source == source, _CANDIDATES.c.key.in_(part))
                found.update({(row.source, row.key): row for row in self._connection.execute(query)})
        return found

    def _carriers(self, texts: Collection[str]) -> dict[str, str]:
        """Which family carries each of these texts of kinship: all that carry one are one family."""
        first: dict[str, str] = {}
        for part in chunks(sorted(texts)):
            query = select(_KIN.c.kin, func.min(_KIN.c.candidate_id)).where(_KIN.c.kin.in_(part)).group_by(_KIN.c.kin)
            first.update((text, candidate) for text, candidate in self._connection.execute(query))
        family: dict[str, str] = {}
        for part in chunks(sorted(set(first.values()))):
            query = select(_CANDIDATES.c.id, _CANDIDATES.c.family_id).where(_CANDIDATES.c.id.in_(part))
            family.update((row.id, row.family_id) for row in self._connection.execute(query))
        return {text: family[candidate] for text, candidate in first.items()}

    def _everybodys(self, texts: Collection[str]) -> set[str]:
        """Files that many hold in which nothing was found: a base model's, and no sign of kinship."""
        found: set[str] = set()
        for part in chunks(sorted(filter(is_file, texts))):
            nothing = ~exists().where(_MATCHES.c.candidate_id == _KIN.c.candidate_id)
            query = select(_KIN.c.kin).where(_KIN.c.kin.in_(part), nothing).group_by(_KIN.c.kin)
            found.update(self._connection.execute(query.having(func.count() >= _EVERYBODYS)).scalars())
        return found

    def _homes(
        self,
        distinct: Mapping[Place, Offered],
        known: Mapping[Place, Row[Any]],
        strings: Mapping[Place, Collection[str]],
        carriers: Mapping[str, str],
    ) -> dict[Place, str]:
        """The family of each new candidate that is kept. Families that turn out to be one are joined first."""
        groups = Groups()
        for text, card in carriers.items():
            groups.join((_CARD, card), (_TEXT, text))
        for place, offer in distinct.items():
            if place not in known and not offer.matches and offer.candidate.kind in _PARTS:
                continue  # a row in which nothing was found is nothing, whatever it is a row of
            node = (_CARD, known[place].family_id) if place in known else (_NEW, place)
            groups.join(node, node)
            for text in strings[place]:
                groups.join(node, (_TEXT, text))
        homes: dict[Place, str] = {}
        for group in groups.all():
            cards = [name for kind, name in group if kind == _CARD]
            new = [name for kind, name in group if kind == _NEW]
            if cards or any(distinct[place].matches for place in new):
                homes.update(dict.fromkeys(new, self._home(cards)))
        return homes

    def _home(self, cards: Sequence[str]) -> str:
        """The family that stays of these, or a new one."""
        if not cards:
            card = new_id()
            self._connection.execute(
                insert(_FAMILIES).values(
                    id=card,
                    position=meta.take(self._connection, "family")[0],
                    title="",
                    url="",
                    rank=len(Strength) - 1,
                    severe=False,
                    first_seen=self._now,
                    last_news=self._now,
                    news=False,
                    allowed=False,
                    held=False,
                )
            )
            return card
        stays, *others = cards
        if others:
            query = select(_FAMILIES.c.id).where(_FAMILIES.c.id.in_(cards)).order_by(_FAMILIES.c.position)
            stays, *others = self._connection.execute(query).scalars()
            families.merge(self._connection, self._database, stays, others)
            self._moved.update(dict.fromkeys(others, stays))
            self._touched.add(stays)
        return stays

    # --- new ones

    def _add(
        self,
        offers: Sequence[tuple[Offered, str]],
        strings: Mapping[Place, Collection[str]],
        carriers: Collection[str],
    ) -> None:
        if not offers:
            return
        allowed = self._allowances()
        judged = {family for _, family in offers if self._verdicts.get(family)}
        subjects = families.subjects(self._connection, judged)
        rows = []
        for (offer, family), position in zip(
            offers, meta.take(self._connection, "candidate", len(offers)), strict=True
        ):
            candidate, id_ = offer.candidate, new_id()
            rows.append(
                {
                    "id": id_,
                    "position": position,
                    **candidate_values(candidate),
                    "family_id": family,
                    "watch_id": self._watch_id,
                    "first_seen": self._now,
                    "last_seen": self._now,
                    "compared": offer.compared or not candidate.pictures,
                    "allowed": any(allowance.covers(candidate) for allowance in allowed),
                    **self._database.who,
                }
            )
            same = any(is_exact(text) and text in carriers for text in strings[offer.place])
            quiet = self._quiet(offer, family, same, subjects.get(family, ()))
            if offer.matches:
                self._tell(offer, family, id_, Happening.FIRST_SEEN, f"First seen: {candidate.title}.", not quiet)
            else:
                self._tell(offer, family, id_, Happening.RELATIVE, f"The same is at {candidate.title}.", not quiet)
            self._kin.update((text, id_) for text in strings[offer.place])
            self._match(id_, offer.matches)
        self._connection.execute(insert(_CANDIDATES), rows)

    def _quiet(self, offer: Offered, family: str, same: bool, subjects: Collection[str]) -> bool:
        """Whether another place of a judged thing tells nothing new: of a dismissed one, or one more row of any."""
        verdict = self._verdicts.get(family)
        if verdict is None or any(match.subject not in subjects for match in offer.matches):
            return False
        return (verdict in _DISMISSED and same) or offer.candidate.kind in _PARTS

    def _allowances(self) -> list[Allowance]:
        return [allowance_from(row) for row in self._connection.execute(select(_ALLOWANCES))]

    # --- known ones

    def _again(self, offers: Sequence[tuple[Offered, Row[Any]]], strings: Mapping[Place, Collection[str]]) -> None:
        had = self._had([row.id for _, row in offers])
        allowed = self._allowances() if offers else []
        changed: list[dict[str, Any]] = []
        seen: list[dict[str, Any]] = []
        for offer, row in offers:
            values = candidate_values(offer.candidate)
            for part in ("texts", "files", "pictures", "kinship", "declares"):
                values["body"][part] = values["body"][part] or row.body[part]  # a look-after asks for less
            same = values["body"]["pictures"] == row.body["pictures"]
            values["compared"] = offer.compared or not values["body"]["pictures"] or (row.compared and same)
            values["allowed"] = any(allowance.covers(offer.candidate) for allowance in allowed)
            differs = any(values[name] != getattr(row, name) for name in values)
            (changed if differs else seen).append({"the_id": row.id, **(values if differs else {})})
            self._history(offer, row, had)
            if values["allowed"] != row.allowed:
                self._touched.add(self._moved.get(row.family_id, row.family_id))
            self._kin.update((text, row.id) for text in strings[offer.place])
        for rows in (changed, seen):
            if rows:
                named: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "the_id"}
                statement = update(_CANDIDATES).where(_CANDIDATES.c.id == bindparam("the_id"))
                self._connection.execute(
                    statement.values({**named, **self._seen_now}),
                    [{n if n == "the_id" else f"new_{n}": value for n, value in row.items()} for row in rows],
                )

    def _history(self, offer: Offered, row: Row[Any], had: Mapping[tuple[str, str, str], Row[Any]]) -> None:
        family = self._moved.get(row.family_id, row.family_id)
        candidate = offer.candidate
        news = families.news_after(self._verdicts.get(family))
        if row.gone_since is not None:
            self._tell(offer, family, row.id, Happening.BACK, f"{candidate.title} is there again.", news)
        if candidate.title != row.title:
            text = f"Renamed from {row.title} to {candidate.title}."
            self._tell(offer, family, row.id, Happening.RENAMED, text, news)
        new = [m for m in offer.matches if (row.id, m.key.value, m.subject) not in had]
        if new:
            best = min(new, key=lambda match: match.strength.rank)
            self._tell(offer, family, row.id, Happening.CHANGED, f"Found in it since: {best.reason}", True)
            self._match(row.id, new)
        elif candidate.revision != row.revision:
            self._tell(offer, family, row.id, Happening.CHANGED, f"{candidate.title} changed.", False)
        for match in offer.matches:
            before = had.get((row.id, match.key.value, match.subject))
            if before is not None and match.strength.rank < Strength(before.strength).rank:
                self._touched.add(family)
                self._connection.execute(
                    update(_MATCHES).where(_MATCHES.c.id == before.id).values(**match_values(match))
                )

    def _had(self, candidates: Sequence[str]) -> dict[tuple[str, str, str], Row[Any]]:
        """The matches that these candidates have."""
        found: dict[tuple[str, str, str], Row[Any]] = {}
        columns: list[Any] = [_MATCHES.c[name] for name in ("id", "candidate_id", "key", "subject", "strength")]
        for part in chunks(candidates):
            for row in self._connection.execute(select(*columns).where(_MATCHES.c.candidate_id.in_(part))).all():
                found[(row.candidate_id, row.key, row.subject)] = row
        return found

    def _seen_again(self, source: str, keys: Collection[str]) -> None:
        """Known ones that are as they were; one that was gone is back."""
        for part in chunks(sorted(map(bounds.name, keys))):
            these = (_CANDIDATES.c.source == source, _CANDIDATES.c.key.in_(part))
            rows = self._connection.execute(select(_CANDIDATES).where(*these)).all()
            self._load_verdicts({row.family_id for row in rows})
            for row in rows:
                if row.gone_since is not None:
                    news = families.news_after(self._verdicts.get(row.family_id))
                    text = f"{row.title} is there again."
                    self._lines.append((row.family_id, row.id, Happening.BACK, text, "", news))
            self._connection.execute(update(_CANDIDATES).where(*these).values(**self._seen_now))

    def _gone(self, source: str, keys: Collection[str]) -> None:
        for part in chunks(sorted(map(bounds.name, keys))):
            query = select(_CANDIDATES).where(
                _CANDIDATES.c.source == source, _CANDIDATES.c.key.in_(part), _CANDIDATES.c.gone_since.is_(None)
            )
            rows = self._connection.execute(query).all()
            self._load_verdicts({row.family_id for row in rows})
            for row in rows:
                news = families.news_after(self._verdicts.get(row.family_id))
                line = (row.family_id, row.id, Happening.GONE, f"{row.title} is not there any more.", "", news)
                self._lines.append(line)
            self._connection.execute(
                update(_CANDIDATES).where(_CANDIDATES.c.id.in_([row.id for row in rows])).values(gone_since=self._now)
            )

    # --- writing

    def _load_verdicts(self, cards: Collection[str]) -> None:
        for part in chunks(sorted(cards)):
            query = select(_FAMILIES.c.id, _FAMILIES.c.verdict).where(_FAMILIES.c.id.in_(part))
            for id_, verdict in self._connection.execute(query):
                self._verdicts[id_] = None if verdict is None else Verdict(verdict)

    def _tell(self, offer: Offered, family: str, id_: str, what: Happening, text: str, news: bool) -> None:
        pictures = [str(match.details["capture"]) for match in offer.matches if match.details.get("capture")]
        captures = (*pictures, *offer.candidate.captures)
        self._lines.append((family, id_, what, text, captures[0] if captures else "", news))
        self.evidence.update(captures)

    def _match(self, candidate_id: str, matches: Iterable[Match]) -> None:
        self._matches += [
            {"id": new_id(), "candidate_id": candidate_id, "at": self._now, **match_values(match)} for match in matches
        ]

    def _write(self) -> None:
        if self._matches:
            self._connection.execute(insert(_MATCHES), self._matches)
        there: set[tuple[str, str]] = set()
        for part in chunks(sorted({candidate for _, candidate in self._kin})):
            query = select(_KIN.c.kin, _KIN.c.candidate_id).where(_KIN.c.candidate_id.in_(part))
            there.update((text, candidate) for text, candidate in self._connection.execute(query))
        if new := sorted(self._kin - there):
            self._connection.execute(insert(_KIN), [{"kin": text, "candidate_id": id_} for text, id_ in new])
        families.tell(self._connection, self._database, self._lines)
        self._touched.update(line[0] for line in self._lines)

    def _declared(self, offers: Iterable[Offered]) -> None:
        """Note which models declare a data set that is a find."""
        for offer in offers:
            if not offer.candidate.declares or offer.candidate.kind is not CandidateKind.MODEL:
                continue
            sets = [text.lower() for text in offer.candidate.declares if text.startswith(DATASET)]
            query = select(func.min(_KIN.c.candidate_id)).where(_KIN.c.kin.in_(sets)).group_by(_KIN.c.kin)
            for dataset in self._connection.execute(query).scalars().all():
                key = {"dataset_id": dataset, "key": offer.candidate.key}
                noted = (_DECLARATIONS.c.dataset_id == dataset, _DECLARATIONS.c.key == offer.candidate.key)
                again = update(_DECLARATIONS).where(*noted).values(title=offer.candidate.title)
                if not self._connection.execute(again).rowcount:
                    values = {**key, "title": offer.candidate.title, "at": self._now}
                    self._connection.execute(insert(_DECLARATIONS).values(**values))

    def _count_news(self) -> None:
        newsworthy = sorted({line[0] for line in self._lines if line[5]})
        for part in chunks(newsworthy):
            query = select(_FAMILIES.c.id).where(_FAMILIES.c.id.in_(part), _FAMILIES.c.news, ~_FAMILIES.c.allowed)
            self.told.update(self._connection.execute(query).scalars())


def _distinct(offers: Iterable[Offered]) -> dict[Place, Offered]:
    """Each candidate once, bounded; what was found in the same one twice is put together."""
    found: dict[Place, Offered] = {}
    for offer in offers:
        candidate = bounds.candidate(offer.candidate)
        place = (candidate.source, candidate.key)
        before = found[place].matches if place in found else ()
        best: dict[tuple[str, str], Match] = {}
        for match in (*before, *map(bounds.match, offer.matches)):
            pair = (match.key.value, match.subject)
            if pair not in best or match.strength.rank < best[pair].strength.rank:
                best[pair] = match
        found[place] = replace(offer, candidate=candidate, matches=tuple(best.values()))
    return found
