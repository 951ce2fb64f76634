"""What an address is: an account on a platform that many share, an account in the fediverse, or a host of its own.

Where the account stands in the addresses of each platform is data (resources/vocabularies/platform-addresses.toml).
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

_FACELESS = re.compile(r"^(?:www\d?|m|mobile|old|new|touch|web|amp)\.")
_LANGUAGE = re.compile(r"^[a-z]{2}(?:-[a-z]{2,4})?(?=/|$)")
_ACCOUNT = r"(?P<account>[\w.~+-]+)"
FEDIVERSE = "the fediverse"
_IN_FEDIVERSE = re.compile(r"^(?:@|users/)(?P<account>[\w.-]+)(?:@(?P<host>[\w.-]+))?(?:[/?#]|$)")


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a platform. Two addresses of one account give equal ones."""

    platform: str
    name: str


@dataclass(frozen=True, slots=True)
class _Platform:
    name: str
    paths: tuple[re.Pattern[str], ...]
    pictures: tuple[re.Pattern[str], ...]
    subdomain: bool
    language: bool
    reserved: frozenset[str]
    strip: str
    dashes: bool

    def account(self, name: str) -> Account:
        """The account of a name as an address has it."""
        name = name.rstrip(".").removesuffix(self.strip)
        return Account(self.name, name.replace("_", "-") if self.dashes else name)


def account_of(host: str, path: str) -> Account | None:
    """The account that an address points at, or None. `host` as `plain_host` gives it, `path` without its first slash.

    Both in small letters.
    """
    platform, below = _platform_of(host)
    if platform is None:
        found = _IN_FEDIVERSE.match(path)
        if found is None:
            return None
        home = found["host"] or host  # a copy of an account elsewhere names its home
        return Account(FEDIVERSE, f"{found['account']}@{home}")
    name = _below(platform, below) if below else _along(platform, path)
    if name is None:
        return None
    return platform.account(name)


def picture_of(host: str, path: str) -> Account | None:
    """The account that a picture's address carries in its file name, or None."""
    whole = f"{host}/{path.split('?')[0].split('#')[0]}"
    for platform in _platforms():
        for pattern in platform.pictures:
            found = pattern.search(whole)
            if found is not None:
                return platform.account(found["account"])
    return None


def shared(host: str) -> bool:
    """Whether a host is a platform's: never an artist's own."""
    return _platform_of(host)[0] is not None


def plain_host(host: str) -> str:
    """A host as hosts are compared: small letters, without "www." and the like, international names spelled out."""
    host = host.lower().strip(".")
    if "xn--" in host:
        host = ".".join(map(_spelled_out, host.split(".")))
    shorter = _FACELESS.sub("", host)
    return shorter if "." in shorter else host


def _spelled_out(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except UnicodeError:
        return label


def _platform_of(host: str) -> tuple[_Platform | None, str]:
    """The platform of a host, and what stands before its name."""
    hosts = _hosts()
    parts = host.split(".")
    for first in range(len(parts) - 1):
        platform = hosts.get(".".join(parts[first:]))
        if platform is not None:
            return platform, ".".join(parts[:first])
    return None, ""


def _below(platform: _Platform, below: str) -> str | None:
    if not platform.subdomain or below in platform.reserved or below.split(".")[-1] in platform.reserved:
        return None
    return _FACELESS.sub("", below + ".").rstrip(".").split(".")[-1] or None


def _along(platform: _Platform, path: str) -> str | None:
    if platform.language:
        path = _LANGUAGE.sub("", path).removeprefix("/") or path
    for pattern in platform.paths:
        found = pattern.match(path)
        if found is not None and found["account"] not in platform.reserved:
            return found["account"]
    return None


@functools.cache
def _rows() -> list[dict[str, Any]]:
    path = resources.files("resources") / "vocabularies" / "platform-addresses.toml"
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["platform"]
    return rows


@functools.cache
def _platforms() -> tuple[_Platform, ...]:
    return tuple(map(_platform, _rows()))


@functools.cache
def _hosts() -> Mapping[str, _Platform]:
    return {host: platform for row, platform in zip(_rows(), _platforms(), strict=True) for host in row["hosts"]}


def _platform(row: Mapping[str, Any]) -> _Platform:
    paths = sorted(row.get("paths", ()), key=lambda path: path.count("/") + path.count("?"), reverse=True)
    first_words = [path.partition("/")[0].partition("?")[0] for path in paths if not path.startswith("{")]
    return _Platform(
        name=row["name"],
        paths=tuple(map(_pattern, paths)),
        pictures=tuple(re.compile(pattern) for pattern in row.get("pictures", ())),
        subdomain=row.get("subdomain", False),
        language=row.get("language", False),
        reserved=frozenset([*row.get("reserved", ()), *first_words]),
        strip=row.get("strip", ""),
        dashes=row.get("dashes", False),
    )


def _pattern(path: str) -> re.Pattern[str]:
    written = re.escape(path).replace(r"\{account\}", _ACCOUNT).replace(r"\{any\}", r"[^/]*")
    return re.compile(written.replace(r"\?", r"(?:/?\?|\?(?:[^#]*&)?)") + r"(?:[/?#&:]|$)")
