"""A robots.txt as RFC 9309 reads it: groups, rules, the longest match; and Content-Usage (IETF drafts of AIPREF).

Lines are kept as bytes and with their places, so that a file can be added to without touching what stands in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ESCAPED = re.compile(r"%[0-9a-fA-F]{2}")
_MOST_STARS = 32  # in one path; a longer one is a stranger's joke


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a group: `key` in small letters ("allow", "disallow", "content-usage", ...), and its line's number.

    `path` is the one it is for, in one spelling.
    """

    key: str
    value: str
    line: int
    path: str


@dataclass(frozen=True, slots=True)
class Group:
    """Crawlers, as the file spells them, and the rules for them. `named` is the line of its last User-agent."""

    agents: tuple[str, ...]
    rules: tuple[Rule, ...]
    named: int


def lines(body: bytes) -> list[bytes]:
    """The lines of a file, each with its end."""
    return [line for line in LINE.findall(body) if line]


def field(line: bytes) -> tuple[str, str]:
    """Key (small letters) and value of a line, without comment; empty ones for a line that says nothing."""
    text = line.partition(b"#")[0].decode("utf-8", "replace").lstrip("\ufeff")
    key, colon, value = text.partition(":")
    return (key.strip().lower(), value.strip()) if colon else ("", "")


def groups(rows: Sequence[bytes]) -> tuple[Group, ...]:
    """The groups of a file, in its order. Rules before the first User-agent belong to nobody."""
    found: list[Group] = []
    agents: list[str] = []
    rules: list[Rule] = []
    named = -1
    for number, row in enumerate(rows):
        key, value = field(row)
        if key == "user-agent":
            if rules:
                found.append(Group(tuple(agents), tuple(rules), named))
                agents, rules = [], []
            agents.append(value)
            named = number
        elif key in ("allow", "disallow", "content-usage", "crawl-delay") and agents:
            where = usage(value)[0] if key == "content-usage" else value
            rules.append(Rule(key, value, number, _plain(where)))
    if agents:
        found.append(Group(tuple(agents), tuple(rules), named))
    return tuple(found)


def token(agent: str) -> str:
    """A crawler's name as it is compared."""
    return agent.partition("/")[0].strip().lower()


def of(found: Sequence[Group], agent: str) -> tuple[Rule, ...]:
    """The rules that a crawler follows: of all groups that name it, else of those for "*"."""
    wanted = token(agent)
    own = [group for group in found if wanted in map(token, group.agents)]
    chosen = own or [group for group in found if "*" in map(token, group.agents)]
    return tuple(rule for group in chosen for rule in group.rules)


def may_fetch(found: Sequence[Group], agent: str, path: str = "/") -> bool:
    """Whether a crawler may fetch a path: the longest rule that fits decides, Allow among equals."""
    best, allowed, path = -1, True, _plain(path)
    for rule in of(found, agent):
        if rule.key not in ("allow", "disallow") or not rule.path:
            continue
        allows, size = rule.key == "allow", len(rule.path)
        if (size > best or (size == best and allows)) and _fits(rule.path, path):
            best, allowed = size, allows
    return allowed


def preferences(found: Sequence[Group], agent: str, path: str = "/") -> tuple[str, ...]:
    """The Content-Usage expressions that hold for a path: those of the longest path that fits, without a path: "/".

    draft-ietf-aipref-attach, 2026-08-19.
    """
    best, path = -1, _plain(path)
    said: list[str] = []
    for rule in of(found, agent):
        if rule.key != "content-usage":
            continue
        size = len(rule.path)
        if size >= best and _fits(rule.path, path):
            if size > best:
                best, said = size, []
            said.append(usage(rule.value)[1])
    return tuple(said)


def usage(value: str) -> tuple[str, str]:
    """Path and expression of a Content-Usage rule."""
    if not value.startswith("/"):
        return "/", value
    parts = value.split(None, 1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says; "*" stands for anything, "$" at its end for the end."""
    return _fits(_plain(pattern), _plain(path))


def _fits(pattern: str, path: str) -> bool:
    whole = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    if len(parts) > _MOST_STARS or not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    if len(parts) == 1:
        return not whole or at == len(path)
    for part in parts[1:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if whole:
        return path.endswith(parts[-1]) and len(path) - len(parts[-1]) >= at
    return path.find(parts[-1], at) >= 0


def _plain(path: str) -> str:
    """A path in one spelling of its percent-encoded bytes."""
    return _ESCAPED.sub(lambda found: found[0].upper(), quote(path, safe="/%*$?&=:;,+@!~'()#[]-._"))
