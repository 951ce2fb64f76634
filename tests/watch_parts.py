"""Candidates and matches for tests of the watch."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from artistguard.model.finds import Match
from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Candidate, CandidateKind, Key

HUB = "a-hub"
AT = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)


def model(key: str, title: str = "", **values: Any) -> Candidate:
    """A model of an account of its own."""
    title = title or f"{key}-account/{key}"
    plain = Candidate(
        HUB, key, CandidateKind.MODEL, title, f"https://hub.example/{title}", account=title.partition("/")[0]
    )
    return replace(plain, **values)


def name(subject: str = "Ada Wren", strength: Strength = Strength.STRONG, **values: Any) -> Match:
    """A name in a card."""
    plain = Match("", "", Key.NAME, subject, FieldKind.CARD, subject, strength, f"{subject} stands in its card.", AT)
    return replace(plain, **values)


def picture(work: str = "work-1", **values: Any) -> Match:
    """A picture that looks like a work."""
    return replace(
        Match("", "", Key.PICTURE, work, None, "1.png", Strength.MEDIUM, "1.png looks like #1.", AT), **values
    )
