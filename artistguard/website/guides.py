"""What can be done on hosts where files cannot simply be put into a site's root: data with sources and date."""

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from artistguard.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """Where it was read. `when`: the date it gives itself, "undated" if none."""

    title: str
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One host. `robots`: "editable", "switch" (a setting changes it). `looked`: when the sources were last read."""

    id: str
    name: str
    robots: str
    steps: tuple[str, ...]
    limits: str
    sources: tuple[Source, ...]
    looked: str


@functools.cache
def guides() -> tuple[Guide, ...]:
    """All that are known."""
    data = _data()
    return tuple(
        Guide(
            entry["id"],
            entry["name"],
            entry["robots"],
            tuple(entry["steps"]),
            entry["limits"],
            tuple(Source(**source) for source in entry["sources"]),
            data["looked"].isoformat(),
        )
        for entry in data["guide"]
    )


def not_listed() -> tuple[str, ...]:
    """Hosts for which nothing published and dated was found."""
    return tuple(_data()["not_listed"])


def guide(wanted: str) -> Guide:
    """The guide of a host by its id or name. Raises UsageError."""
    plain = wanted.strip().lower()
    for found in guides():
        if plain in (found.id, found.name.lower()):
            return found
    if plain in map(str.lower, not_listed()):
        raise UsageError(
            f"For {wanted} nothing that somebody published was found.", "Ask its help, then check with website check."
        )
    raise UsageError(f"There is no guide for {wanted[:80]!r}.", f"There are: {', '.join(g.id for g in guides())}.")


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("resources").joinpath("website-guides.toml").read_text("utf-8"))
