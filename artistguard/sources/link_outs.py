"""Places where a person can look and the program does not: links for the browser, and why.

Nothing is fetched, here or anywhere. The places are data: resources/vocabularies/link-outs.toml.
"""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import quote, urlsplit

from artistguard.model.names import OwnName

_LONGEST = 200  # characters of a name or an address


@dataclass(frozen=True, slots=True)
class LinkOut:
    """A link to open in a browser; `url` empty: none, and `why` says so. Opening it tells the site what is in it."""

    title: str
    url: str
    why: str


def link_outs(names: Sequence[OwnName], addresses: Sequence[str]) -> tuple[LinkOut, ...]:
    """Every place for every name, and for the addresses where that makes sense; places without a name once.

    Whoever calls leaves out what is under a client's seal.
    """
    found: dict[LinkOut, None] = {}
    words = [name.text for name in names]
    sites = [address for address in map(_bare, addresses) if address]
    for place in _places():
        url, why = place.get("url", ""), place["why"]
        if "{query}" not in url:
            found[LinkOut(place["title"], url, why)] = None
            continue
        for word in (*words, *(sites if place.get("addresses") else ())):
            word = " ".join(word.split())[:_LONGEST].strip()
            if word:
                asked = f'"{word.replace(chr(34), "")}"' if place.get("exact") else word
                link = url.replace("{query}", quote(asked, safe="", errors="replace"))
                found[LinkOut(f"{place['title']}: {word}", link, why)] = None
    return tuple(found)


@functools.cache
def _places() -> tuple[Mapping[str, Any], ...]:
    data = (resources.files("resources") / "vocabularies" / "link-outs.toml").read_text("utf-8")
    return tuple(tomllib.loads(data)["place"])


def _bare(address: str) -> str:
    """An address without its scheme: so it stands in texts."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:
        return ""
    return (parts.netloc.removeprefix("www.") + parts.path).rstrip("/")
