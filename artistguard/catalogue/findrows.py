"""Candidates, matches and their like as rows, and back."""

from typing import Any

from sqlalchemy import Row

from artistguard.model import wire
from artistguard.model.finds import Allowance, AllowKind, Happening, Match, Member, Sighting
from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Candidate, Key


def candidate_values(candidate: Candidate) -> dict[str, Any]:
    """The columns that say what a candidate is; the rest of it is `body`."""
    return {
        "source": candidate.source,
        "key": candidate.key,
        "kind": candidate.kind.value,
        "title": candidate.title,
        "url": candidate.url,
        "account": candidate.account,
        "revision": candidate.revision,
        "body": wire.dump(candidate),
    }


def member_from(row: Row[Any]) -> Member:
    return Member(
        id=row.id,
        candidate=wire.load(Candidate, row.body),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        gone_since=row.gone_since,
    )


def match_values(match: Match) -> dict[str, Any]:
    return {
        "key": match.key.value,
        "subject": match.subject,
        "field": None if match.field is None else match.field.value,
        "found": match.found,
        "strength": match.strength.value,
        "reason": match.reason,
        "details": wire.dump(match.details),
    }


def match_from(row: Row[Any]) -> Match:
    return Match(
        id=row.id,
        candidate_id=row.candidate_id,
        key=Key(row.key),
        subject=row.subject,
        field=None if row.field is None else FieldKind(row.field),
        found=row.found,
        strength=Strength(row.strength),
        reason=row.reason,
        at=row.at,
        details=row.details,
    )


def sighting_from(row: Row[Any]) -> Sighting:
    return Sighting(
        at=row.at, what=Happening(row.what), text=row.text, candidate_id=row.candidate_id or "", capture=row.capture
    )


def allowance_from(row: Row[Any]) -> Allowance:
    return Allowance(id=row.id, kind=AllowKind(row.kind), value=row.value, note=row.note, at=row.at)
