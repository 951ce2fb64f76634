"""For each kind of reader of websites, whether it sees a reservation in what a site serves, and why not.

The rules are data (resources/web-readers.toml) with source and date; this is the engine that tries them.
"""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

_ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "cannot say": None}
# What the rules may ask for: the signals of `served.read`.
SIGNALS = frozenset(
    {
        "collectors",
        "robots",
        "usage robots",
        "usage header",
        "tdm file",
        "tdm header",
        "tdm meta",
        "tdm picture",
        "noai header",
        "noai meta",
        "noai picture",
        "picture",
        "ai.txt",
        "rsl",
        "rsl link",
    }
)


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


def conclude(signals: Mapping[str, Sequence[str]]) -> tuple[ReaderRow, ...]:
    """Every known kind of reader, in the order of the rules file."""
    rows = []
    for reader in _readers():
        rule = next(rule for rule in reader["rules"] if _fits(rule.get("when", {}), signals))
        rows.append(
            ReaderRow(
                reader["id"],
                reader["name"],
                reader["what"],
                _ANSWERS[rule["sees"]],
                rule["why"],
                reader["source"],
                reader["date"].isoformat(),
            )
        )
    return tuple(rows)


def names() -> dict[str, str]:
    """What each kind of reader is called, by its id."""
    return {reader["id"]: reader["name"] for reader in _readers()}


def parsed(text: str) -> tuple[dict[str, Any], ...]:
    """The readers of a rules file. Raises ValueError naming the reader whose rules are wrong."""
    found = tuple(tomllib.loads(text)["reader"])
    for reader in found:
        for rule in reader["rules"]:
            if set(rule) - {"when", "sees", "why"} or rule["sees"] not in _ANSWERS or not rule["why"]:
                raise ValueError(f"{reader['id']}: a rule answers yes, no or cannot say, and says why")
            if unknown := set(rule.get("when", {})) - SIGNALS:
                raise ValueError(f"{reader['id']}: nothing tells of {sorted(unknown)[0]!r}")
        if "when" in reader["rules"][-1]:
            raise ValueError(f"{reader['id']}: the last rule has no condition, so that there is always an answer")
    return found


@functools.cache
def _readers() -> tuple[dict[str, Any], ...]:
    return parsed(resources.files("resources").joinpath("web-readers.toml").read_text("utf-8"))


def _fits(when: Mapping[str, Sequence[str]], signals: Mapping[str, Sequence[str]]) -> bool:
    return all(
        bool(set(wanted) & set(signals.get(name, ()))) if wanted else not signals.get(name)
        for name, wanted in when.items()
    )
