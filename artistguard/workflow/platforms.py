"""What survives where: a dated table of what platforms keep of a picture's credential and tags, each line sourced.

The table is data (resources/platforms.toml). Nothing is asked over the network.
"""

import functools
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from typing import Any


class Fate(StrEnum):
    """What becomes of something in a file."""

    KEPT = "kept"
    PARTLY = "partly"
    REMOVED = "removed"
    DISPUTED = "disputed"  # the sources differ
    UNKNOWN = "unknown"  # nobody published a test that we know of


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so, and when: `when` is the source's own date, or "undated"."""

    id: str
    title: str
    url: str
    when: str
    kind: str  # "maker", "test", "report" or "measured"


@dataclass(frozen=True, slots=True)
class Place:
    """One platform, or one thing that is done to files."""

    id: str
    name: str
    group: str  # "social", "portfolio", "messages", "delivery" or "programs"
    credential: Fate
    tags: Fate
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All of it. `looked`: the day on which the sources were last read."""

    looked: date
    places: tuple[Place, ...]
    not_listed: tuple[str, ...]  # platforms that artists use and nobody published a test of

    def count(self) -> Counter[Fate]:
        """How many places do what to the credential, own programs apart."""
        return Counter(place.credential for place in self.places if place.group != "programs")


@functools.cache
def table() -> Table:
    """The table that comes with the program."""
    raw = tomllib.loads((resources.files("resources") / "platforms.toml").read_text("utf-8"))
    sources = {item["id"]: Source(**item) for item in raw["source"]}
    return Table(raw["looked"], tuple(_place(item, sources) for item in raw["place"]), tuple(raw["not_listed"]))


def _place(item: dict[str, Any], sources: dict[str, Source]) -> Place:
    return Place(
        item["id"],
        item["name"],
        item["group"],
        Fate(item["credential"]),
        Fate(item["tags"]),
        item["note"],
        tuple(sources[name] for name in item["sources"]),
    )
