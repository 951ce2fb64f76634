"""The hubs of the ISCC Discovery Protocol, as data: the program's own list, and what the user adds to it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from artistguard.model.errors import UsageError
from artistguard.proof import credentials, multikey

FILE = "iscc-hubs.toml"  # in resources/vocabularies, and in the data folder
MOST_HUB_ID = 4095  # 12 bits
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)


class Dialect(StrEnum):
    """What a hub speaks on the wire."""

    AUGUST_2025 = "2025-08"  # no `$schema`; the receipt comes as the answer; nothing can be looked up
    NEWEST = "2026"  # `$schema` in the note; an acknowledgement first, and the receipt on request


@dataclass(frozen=True, slots=True)
class Hub:
    """One hub. `name` is permanent: rows hold it. `pubkeys` are pinned: receipts are checked against them alone."""

    name: str
    title: str
    hub_id: int
    url: str  # without a slash at its end
    pubkeys: tuple[str, ...] = ()  # "z6Mk...", the present one first; none: its receipts cannot be checked
    dialect: Dialect = Dialect.NEWEST
    network: str = ""
    active: bool = True
    looked: date = date.min

    @property
    def did(self) -> str:
        """What the hub calls itself in its receipts."""
        return credentials.did_web(self.url)


@dataclass(frozen=True, slots=True)
class SearchService:
    """A service that finds pictures by their ISCC. `url` is what stands before "/search"."""

    name: str
    title: str
    url: str


def hubs(home: Path | None = None) -> dict[str, Hub]:
    """Every hub by its name. `home` is the data folder. Raises UsageError for a list that cannot be read."""
    return {hub.name: hub for text, where in _texts(home) for hub in _read(text, "hub", _hub, where)}


def services(home: Path | None = None) -> dict[str, SearchService]:
    """Everything that may be asked for similar pictures, by its name: hubs, and services that do nothing else."""
    own = {one.name: one for text, where in _texts(home) for one in _read(text, "search", _service, where)}
    return {**{hub.name: SearchService(hub.name, hub.title, hub.url) for hub in hubs(home).values()}, **own}


def _texts(home: Path | None) -> list[tuple[str, str]]:
    found = [((resources.files("resources") / "vocabularies" / FILE).read_text("utf-8"), FILE)]
    path = None if home is None else home / FILE
    if path is not None and path.is_file():
        try:
            found.append((path.read_text("utf-8"), str(path)))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read: {error}.", "Mend or remove that file.") from error
    return found


def _read(text: str, kind: str, make: Any, where: str) -> list[Any]:
    try:
        return [make(entry) for entry in tomllib.loads(text).get(kind, [])]
    except (tomllib.TOMLDecodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        missing = f"an entry has no {error}" if isinstance(error, KeyError) else str(error)
        raise UsageError(f"{where} cannot be read: {missing}.", "Mend or remove that file.") from error


def _hub(entry: Mapping[str, Any]) -> Hub:
    hub = Hub(
        name=_name(entry),
        title=str(entry.get("title", entry["name"])),
        hub_id=entry["hub_id"],
        url=_url(entry),
        pubkeys=tuple(entry.get("pubkeys", ())),
        dialect=Dialect(entry.get("dialect", Dialect.NEWEST)),
        network=str(entry.get("network", "")),
        active=bool(entry.get("active", True)),
        looked=entry.get("looked", date.min),
    )
    if not isinstance(hub.hub_id, int) or not 0 <= hub.hub_id <= MOST_HUB_ID:
        raise ValueError(f"the hub_id of {hub.name} is a number up to {MOST_HUB_ID}")
    if type(hub.looked) is not date:
        raise ValueError(f"looked of {hub.name} is a day such as 2026-11-26")
    for key in hub.pubkeys:
        multikey.key_bytes(key)
    credentials.did_web(hub.url)
    return hub


def _service(entry: Mapping[str, Any]) -> SearchService:
    return SearchService(_name(entry), str(entry.get("title", entry["name"])), _url(entry))


def _name(entry: Mapping[str, Any]) -> str:
    name = entry["name"]
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name: small letters, digits and dashes")
    return name


def _url(entry: Mapping[str, Any]) -> str:
    url = entry["url"]
    if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise ValueError(f"{url!r} is no http or https address")
    return url.rstrip("/")
