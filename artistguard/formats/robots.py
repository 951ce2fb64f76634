"""What a robots.txt says to those who collect for the training of AI.

Read as urllib.robotparser reads it (RFC 9309, without wildcards in paths). The agents are data:
resources/vocabularies/ai-agents.toml.
"""

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from urllib.robotparser import RobotFileParser

LARGEST = 500 * 1024  # bytes that must be read at least (RFC 9309 section 2.5); more are not
_RULES = frozenset({"user-agent", "allow", "disallow"})
_CRAWLER = "CCBot"
_MOST_PREFERENCES, _LONGEST_PREFERENCE = 10, 200


@dataclass(frozen=True, slots=True)
class Agent:
    """A name under which robots.txt speaks to a collector."""

    name: str
    operator: str
    what: str


@dataclass(frozen=True, slots=True)
class Robots:
    """Who may fetch a site's home page, and what it says of the use of its pages (Content-Usage, IETF drafts)."""

    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    preferences: tuple[str, ...] = ()

    def sentence(self) -> str:
        """In words."""
        parts = []
        if self.refused:
            parts.append(f"refused {', '.join(self.refused)}")
        if self.allowed:
            parts.append(f"allowed {', '.join(self.allowed)}")
        if self.preferences:
            parts.append(f"said {'; '.join(f'Content-Usage: {preference}' for preference in self.preferences)}")
        return " and ".join(parts)

    def in_short(self) -> str:
        """In a few words: the crawler whose copies data sets are built from, and how many of all were refused."""
        crawler = f"refused {_CRAWLER}" if _CRAWLER in self.refused else f"allowed {_CRAWLER}"
        return f"{crawler}; refused were {len(self.refused)} of {len(self.refused + self.allowed)} AI collectors"


@functools.cache
def agents() -> tuple[Agent, ...]:
    """The collectors that are known by name."""
    data = (resources.files("resources") / "vocabularies" / "ai-agents.toml").read_text("utf-8")
    return tuple(Agent(entry["name"], entry["operator"], entry["what"]) for entry in tomllib.loads(data)["agent"])


def read(body: bytes, names: Sequence[str] | None = None) -> Robots:
    """What a robots.txt says to these agents, or to all that are known."""
    lines, preferences = [], []
    for row in body[:LARGEST].decode("utf-8-sig", "replace").splitlines():
        field, colon, value = row.partition("#")[0].partition(":")
        field = field.strip().lower()
        if colon and field in _RULES:  # empty lines, too, are left out: they end no group
            lines.append(f"{field}: {value.strip()}")
        elif colon and field == "content-usage":
            preferences.append(" ".join(value.split())[:_LONGEST_PREFERENCE])
    parser = RobotFileParser()
    parser.parse(lines)
    names = [agent.name for agent in agents()] if names is None else names
    answers = {name: parser.can_fetch(name, "/") for name in names}
    return Robots(
        tuple(name for name, may in answers.items() if may),
        tuple(name for name, may in answers.items() if not may),
        tuple(dict.fromkeys(preferences))[:_MOST_PREFERENCES],
    )
