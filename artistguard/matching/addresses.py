"""The artist's own addresses in texts and URL columns, however they are written.

An address is either an account on a platform (then every address of that account is it, whatever its form), a host
of the artist's own (then everything on it and below it), or a page on somebody else's host (then everything below it).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from artistguard.matching.folding import UNSEEN, small, unwrap
from artistguard.matching.overlap import one_a_place
from artistguard.matching.platforms import FEDIVERSE, Account, account_of, picture_of, plain_host, shared
from artistguard.model.names import AddressHit, FieldKind, Strength

__all__ = ["AddressBook", "PlatformAccount"]

_ADDRESS = re.compile(
    r"(?<![\w@.\x7f-])(?:(?P<before>@?[\w.+-]{1,64})@|@)?(?:https?:/{1,2}|//)?"
    r"(?P<host>(?:[\w\x7f-]{1,80}\.){1,8}[\w\x7f-]{2,80})(?::\d{1,5})?(?P<path>[/?#][^\s\"'<>`{}|\\^\[\]]{0,2000})?"
)
_MOST_HITS = 1000  # in one text
_ENDS = ".,;:!?)*_~"
_INDEX = re.compile(r"(?:^|/)(?:index|home|default)\.(?:html?|php)$")


@dataclass(frozen=True, slots=True)
class PlatformAccount:
    """An account of the artist's. `address` as the artist wrote it."""

    platform: str
    account: str
    address: str


@dataclass(frozen=True, slots=True)
class _Page:
    host: str
    path: str  # without first and last slash; empty: the host is the artist's own


class AddressBook:
    """Looks for the artist's addresses. Made once, used for any number of texts."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """`addresses` as the profile has them. `useless` tells which of them say nothing of one artist, and why."""
        self._accounts: dict[Account, str] = {}
        self._pages: dict[str, list[tuple[_Page, str]]] = {}
        self.useless: dict[str, str] = {}
        profiles, domains = [], []
        needles: list[str] = []  # a text that holds none of these holds no address
        for address in dict.fromkeys(address.strip() for address in addresses if address.strip()):
            found = _read(address)
            if found is None:
                self.useless[address] = "This is no address that can be looked for."
                continue
            host, path = found
            account = account_of(host, path)
            if account is not None:
                self._accounts.setdefault(account, address)
                profiles.append(PlatformAccount(account.platform, account.name, address))
                name = account.name.split("@")[0]
                needles += [name, name.replace("-", "_")]  # as some file names have it
            elif shared(host):
                self.useless[address] = f"{host} belongs to everybody who is there: add the address of your account."
            else:
                page = _Page(host, _INDEX.sub("", path.split("?")[0].split("#")[0]).strip("/"))
                self._pages.setdefault(host, []).append((page, address))
                needles += [host, *_encoded(host)]
                if not page.path:
                    domains.append(host)
        self.domains: tuple[str, ...] = tuple(dict.fromkeys(domains))
        self.profiles: tuple[PlatformAccount, ...] = tuple(profiles)
        self._needles = tuple(dict.fromkeys(needles))

    def find(self, text: str, field: FieldKind) -> list[AddressHit]:
        """The artist's addresses in a text, in the order in which they stand there."""
        plain = small(unwrap(text))
        bare = plain.replace(UNSEEN, "")
        if not any(needle in bare for needle in self._needles):
            return []
        hits: list[AddressHit] = []
        for start, end, host, path, before, inner in _addresses(plain):
            if len(hits) >= _MOST_HITS:
                break
            judged = self._judge(plain_host(host), path, before, field)
            if judged is not None:
                address, strength, reason = judged
                if inner:
                    strength, reason = _weaker(strength), reason + " It stands within another address."
                hits.append(AddressHit(address, text[start:end], start, end, strength, reason))
        return one_a_place(hits)

    def find_many(self, texts: Sequence[str], field: FieldKind) -> dict[int, list[AddressHit]]:
        """The addresses in each of many texts, by its place among them; only those with hits."""
        found = ((row, self.find(text, field)) for row, text in enumerate(texts))
        return {row: hits for row, hits in found if hits}

    def _judge(self, host: str, path: str, before: str, field: FieldKind) -> tuple[str, Strength, str] | None:
        if before.startswith("@"):
            there = Account(FEDIVERSE, f"{before[1:]}@{host}")
            return self._account(there, Strength.STRONG, f"Your account {{}} on {FEDIVERSE}.")
        own = self._own(host, path)
        if own is not None:
            address, what = own
            return (
                address,
                Strength.STRONG,
                f"A mail address, {what[0].lower() + what[1:]}." if before else f"{what}{_where(field)}.",
            )
        account = account_of(host, path)
        if account is not None:
            return self._account(account, Strength.STRONG, f"Your account {{}} on {account.platform}{_where(field)}.")
        picture = picture_of(host, path)
        if picture is not None:
            reason = f"A picture's file name on {picture.platform} that carries your account {{}}."
            return self._account(picture, Strength.MEDIUM, reason)
        return None

    def _own(self, host: str, path: str) -> tuple[str, str] | None:
        """The address that a page of the artist's belongs to, and what it is in words."""
        for page, address in self._pages.get(host, ()):
            if page.path and re.match(re.escape(page.path) + r"(?:[/?#]|$)", path):
                return address, f"Your page on {host}"
        name = host
        while "." in name:
            for page, address in self._pages.get(name, ()):
                if not page.path:
                    return address, f"Your own {host}" if name == host else f"Below your own {name}"
            name = name.partition(".")[2]
        return None

    def _account(self, account: Account, strength: Strength, reason: str) -> tuple[str, Strength, str] | None:
        address = self._accounts.get(account)
        return None if address is None else (address, strength, reason.format(repr(account.name)))


def _read(address: str) -> tuple[str, str] | None:
    """Host and path of an address as the artist wrote it; None if it is none."""
    plain = small(unwrap(address)).replace(UNSEEN, "")
    found = _ADDRESS.search(plain)
    if found is None:
        return None
    before, host = found["before"] or "", plain_host(found["host"])
    if before.startswith("@"):  # @name@host
        return host, f"{before}"
    if before:
        return None  # a mail address
    return host, _path(found["path"])


def _addresses(plain: str) -> Iterator[tuple[int, int, str, str, str, bool]]:
    """Start, end, host, path, what stands before an @, and whether it stands within another address's path."""
    for found in _ADDRESS.finditer(plain):
        yield *_parts(found), False
        path = found["path"] or ""
        if "." in path:
            for inner in _ADDRESS.finditer(plain, found.start("path") + 1, found.end("path")):
                yield *_parts(inner), True


def _parts(found: re.Match[str]) -> tuple[int, int, str, str, str]:
    written = found.group()
    end = found.start() + len(written.rstrip(_ENDS + UNSEEN)) if found["path"] else found.end()
    return found.start(), end, found["host"].replace(UNSEEN, ""), _path(found["path"]), found["before"] or ""


def _path(path: str | None) -> str:
    return (path or "").replace(UNSEEN, "").rstrip(_ENDS).strip("/").replace("//", "/")


def _encoded(host: str) -> list[str]:
    """An international host as it travels."""
    try:
        return [] if host.isascii() else [host.encode("idna").decode()]
    except UnicodeError:
        return []


def _where(field: FieldKind) -> str:
    return ", as the source of the row" if field is FieldKind.URL else ""


def _weaker(strength: Strength) -> Strength:
    return list(Strength)[min(strength.rank + 1, 2)]
