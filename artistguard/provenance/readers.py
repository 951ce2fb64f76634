"""The reader table: for each known reader, whether it sees a reservation in a file, and why not.

The rules are data (resources/readers.toml) with source and date; this is the engine that tries them.
"""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import Any

ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "cannot say": None}
_CREDENTIAL = {"none", "embedded", "sidecar", "broken"}
_RULE_KEYS = {"credential", "assertion", "in", "use", "property", "value", "where", "sees", "why"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a file the rules look at.

    `credential` holds "none", or where it lies ("embedded", "sidecar") and "broken" if it is not valid. `active` and
    `earlier` are training entries by assertion label: the answers given ("notAllowed", ...). `tags` and `beside` hold
    values by "GROUP name", of the file and of an XMP file beside it.
    """

    credential: frozenset[str] = frozenset({"none"})
    active: Mapping[str, frozenset[str]] = field(default_factory=dict)
    earlier: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One reader's line. `sees` None: cannot be said. `source` and `date` are those of the rules."""

    id: str
    reader: str
    looks_at: str
    sees: bool | None
    why: str
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class _Reader:
    id: str
    name: str
    what: str
    source: str
    date: str
    rules: tuple[Mapping[str, Any], ...]


def reader_table(evidence: Evidence) -> tuple[ReaderRow, ...]:
    """Every known reader, in the order of the rules file."""
    rows = []
    for reader in _readers():
        rule = next(rule for rule in reader.rules if _fits(rule, evidence))
        rows.append(
            ReaderRow(
                reader.id, reader.name, reader.what, ANSWERS[rule["sees"]], rule["why"], reader.source, reader.date
            )
        )
    return tuple(rows)


def counts(rows: Sequence[ReaderRow]) -> dict[str, int]:
    """How many readers see a reservation, do not, or cannot be spoken for."""
    return {name: sum(1 for row in rows if row.sees is answer) for name, answer in ANSWERS.items()}


def parsed(text: str) -> tuple[_Reader, ...]:
    """The readers of a rules file. Raises ValueError naming the reader whose rules are wrong."""
    found = []
    for entry in tomllib.loads(text)["reader"]:
        rules = tuple(entry["rules"])
        for rule in rules:
            if unknown := set(rule) - _RULE_KEYS:
                raise ValueError(f"{entry['id']}: unknown condition {sorted(unknown)[0]}")
            if rule["sees"] not in ANSWERS or not rule["why"]:
                raise ValueError(f"{entry['id']}: a rule answers yes, no or cannot say, and says why")
            if set(rule.get("credential", ())) - _CREDENTIAL:
                raise ValueError(f"{entry['id']}: a credential is one of {', '.join(sorted(_CREDENTIAL))}")
        if not rules or set(rules[-1]) != {"sees", "why"}:
            raise ValueError(f"{entry['id']}: the last rule has no condition, so that there is always an answer")
        when = entry["date"]
        found.append(
            _Reader(
                entry["id"],
                entry["name"],
                entry["what"],
                entry["source"],
                when.isoformat() if isinstance(when, date) else str(when),
                rules,
            )
        )
    return tuple(found)


@functools.cache
def _readers() -> tuple[_Reader, ...]:
    return parsed(resources.files("resources").joinpath("readers.toml").read_text("utf-8"))


def _fits(rule: Mapping[str, Any], evidence: Evidence) -> bool:
    if "credential" in rule and not evidence.credential & set(rule["credential"]):
        return False
    if "assertion" in rule:
        place = evidence.earlier if rule.get("in") == "earlier" else evidence.active
        if rule["assertion"] not in place:
            return False
        if "use" in rule and not place[rule["assertion"]] & set(rule["use"]):
            return False
    if "property" in rule:
        tags = evidence.beside if rule.get("where") == "sidecar" else evidence.tags
        values = frozenset[str]().union(*(tags.get(name, frozenset()) for name in rule["property"]))
        return bool(values & set(rule["value"]) if "value" in rule else values)
    return True
