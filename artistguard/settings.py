"""The program's settings: typed, versioned, one TOML file in the data folder."""

import os
import re
import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w

from artistguard.model.errors import CatalogueError, UsageError

VERSION = 1
FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Field names are the keys in the file and on the command line."""

    network: bool = False  # the switch of the door
    time_authority: str = ""  # RFC 3161, an http or https URL; empty: no time stamps
    time_authority_local: bool = False  # a studio's own authority may stand on a private address
    local_hosts: str = ""  # own hubs, "host:port, host:port": may be on a private address, and asked over http
    hugging_face: str = "https://huggingface.co"  # or a hub of the studio's own
    dataset_viewer: str = "https://datasets-server.huggingface.co"
    civitai: str = "https://civitai.com"
    common_crawl_index: str = "https://index.commoncrawl.org"
    common_crawl_data: str = "https://data.commoncrawl.org"
    registry_authorities: str = ""  # RFC 3161, several URLs with commas; empty: `time_authority`, or public ones
    registry_calendars: str = ""  # OpenTimestamps calendars, several URLs; empty: the public ones
    registry_domain: str = ""  # the artist's own, "studio.example": where the terms stand for machines
    seat: str = ""  # empty: the machine's name
    actor: str = ""  # empty: the login name
    workers: int = 0  # 0: one a core
    worker_memory_mb: int = 4096
    megapixels: int = 300  # a picture over this is not decoded
    thumbnail_edge: int = 512
    finds_a_week: int = 20  # new cards that are shown in a week; severe ones always are


# What a number may be: beyond it the machine, not the program, would be the judge.
_RANGES = {
    "workers": (0, 64),
    "worker_memory_mb": (512, 1 << 20),
    "megapixels": (1, 10_000),
    "thumbnail_edge": (32, 4096),
    "finds_a_week": (1, 10_000),
}
SOURCES = frozenset({"hugging_face", "dataset_viewer", "civitai", "common_crawl_index", "common_crawl_data"})
_ENDPOINT = re.compile(r"https?://[a-z0-9._-]+(?::[0-9]{1,5})?(?:/[\w.~/-]*)?", re.ASCII | re.IGNORECASE)
ADDRESSES = frozenset({"registry_authorities", "registry_calendars"})
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_HOST = r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]):[0-9]{1,5}"
_HOSTS = re.compile(rf"\s*(?:{_HOST}(?:\s*,\s*{_HOST})*)?\s*")


def load(home: Path) -> Settings:
    """The settings of a data folder; the defaults where there is no file.

    Raises CatalogueError for a file that is no TOML, or that a newer version wrote.
    """
    path = home / FILE
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}.", "Mend or remove that file.") from error
    version = raw.pop("version", VERSION)
    if not isinstance(version, int):
        raise CatalogueError(f"{path} states no version that can be read.", "Mend or remove that file.")
    if version > VERSION:
        raise CatalogueError(f"{path} was written by a newer version.", "Update the program.")
    known = {name: value for name, value in raw.items() if name in Settings.__slots__}
    return _checked(known)


def save(home: Path, settings: Settings) -> None:
    """Write the settings whole: a new file takes the old one's place in one step."""
    path = home / FILE
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        tomli_w.dump({"version": VERSION, **asdict(settings)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def changed(settings: Settings, name: str, text: str) -> Settings:
    """The settings with one of them given as text, as the command line has it."""
    if name not in Settings.__slots__:
        raise UsageError(f"There is no setting {name!r}.", "The settings are: " + ", ".join(Settings.__slots__) + ".")
    kind = type(getattr(settings, name))
    value: object = text
    if kind is bool:
        words = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
        if text.lower() not in words:
            raise UsageError(f"{name} is on or off, not {text!r}.")
        value = words[text.lower()]
    elif kind is int:
        if not text.isdecimal():
            raise UsageError(f"{name} is a whole number, not {text!r}.")
        value = int(text)
        low, high = _RANGES[name]
        if not low <= value <= high:
            raise UsageError(f"{name} is a number from {low} to {high}.")
    elif name in SOURCES and not _ENDPOINT.fullmatch(text):
        raise UsageError(f"{name} is an address such as {getattr(Settings(), name)!r}, not {text[:80]!r}.")
    elif name in ADDRESSES and not all(map(_ENDPOINT.fullmatch, listed(text))):
        raise UsageError(f"{name} is a list of addresses such as 'https://one.example', not {text[:80]!r}.")
    elif name == "registry_domain" and text and not _DOMAIN.fullmatch(text):
        raise UsageError(f"{name} is a name such as 'studio.example', not {text[:80]!r}.")
    elif name == "local_hosts" and not _HOSTS.fullmatch(text):
        raise UsageError(f"{name} is a list such as 'hub.studio:8080, 127.0.0.1:9000', not {text[:80]!r}.")
    return replace(settings, **{name: value})  # type: ignore[arg-type]


def listed(text: str) -> tuple[str, ...]:
    """The parts of a setting that is a list with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _checked(values: dict[str, Any]) -> Settings:
    defaults = Settings()
    for name, value in values.items():
        if type(value) is not type(getattr(defaults, name)):
            raise CatalogueError(f"The setting {name} has a value of the wrong kind.", f"Mend it in {FILE}.")
        low, high = _RANGES.get(name, (None, None))
        if low is not None and not low <= value <= high:
            raise CatalogueError(f"The setting {name} is a number from {low} to {high}.", f"Mend it in {FILE}.")
    for name in SOURCES & values.keys():
        if not _ENDPOINT.fullmatch(values[name]):
            raise CatalogueError(f"The setting {name} is no address of the web.", f"Mend it in {FILE}.")
    for name in ADDRESSES & values.keys():
        if not all(map(_ENDPOINT.fullmatch, listed(values[name]))):
            raise CatalogueError(f"The setting {name} is no list of addresses.", f"Mend it in {FILE}.")
    if values.get("registry_domain") and not _DOMAIN.fullmatch(values["registry_domain"]):
        raise CatalogueError("The setting registry_domain is no name of a domain.", f"Mend it in {FILE}.")
    if not _HOSTS.fullmatch(values.get("local_hosts", "")):
        raise CatalogueError("The setting local_hosts is no list of host:port.", f"Mend it in {FILE}.")
    return Settings(**values)
