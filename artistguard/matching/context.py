"""What the words around a name say: whether it is named as an artist's, or as somebody else's. The words are data."""

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from artistguard.matching import commonness
from artistguard.matching.folding import bare

_BEFORE, _AFTER = 72, 40  # characters that are looked at on either side
_OPENS, _CLOSES = r"[\s:,;=|\"'“”‘’«(\[{<@#_.-]*", r"(?:['’]s?)?[\s_.:,;()\]}\"'”’|-]*"
# "by this, that and the other": a list that an artist's place began.
_LIST = re.compile(
    r"(?:^|[^a-z])(?:by|styles? of|artists?:?) [^.!?;:\n\r]{2,60}(?:,|&| and| und| et| y| x| \+)[\s\"'@]*$"
)
_GIVEN = re.compile(r"([^\W\d_][^\W_]*(?:['’-][^\W_]+)*)(\.?)([ \u00a0]+|[_-])$")
_MOST_JOINED = 24  # characters of an ending


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a place in a text. `words` is the phrase that shows an artist, empty if there is none.

    `plain`: it does so even for a name that is an everyday word.
    """

    words: str = ""
    plain: bool = False
    leads: bool = False  # it stands before the name
    listed: bool = False  # one of several after "by"


@dataclass(frozen=True, slots=True)
class _Words:
    leads: re.Pattern[str]
    follows: re.Pattern[str]
    joined: re.Pattern[str]
    small: frozenset[str]
    after: frozenset[str]


def around(text: str, start: int, end: int) -> Around:
    """What stands around a place. Looks at a bounded part of the text."""
    before = text[max(0, start - _BEFORE) : start].lower().replace("_", " ")
    after = text[end : end + _AFTER].lower().replace("_", " ")
    words = _words()
    leads, follows = words.leads.search(before), words.follows.match(after)
    found = [match for match in (leads, follows) if match is not None]
    for match in found:
        if match["plain"]:
            return Around(match["plain"], plain=True, leads=match is leads)
    if found:
        return Around(found[0]["light"], leads=found[0] is leads)
    return Around("a list of artists", listed=True) if _LIST.search(before) else Around()


def artist_word(bones: str) -> bool:
    """Whether a word, as a skeleton, is one of those that follow an artist's name."""
    return bones in _words().after


def ending(bones: str) -> bool:
    """Whether the rest of a word, as a skeleton, is what people join to an artist's name: "artstyle", "v2", "lora"."""
    return len(bones) <= _MOST_JOINED and _words().joined.fullmatch(bones) is not None


def somebody_else(before: str, initial: str) -> str | None:
    """The given name of another person directly before a family name; None where what stands there is no name, or ours.

    `before` is the text up to the family name, `initial` the skeleton of our own given name's first letter.
    """
    found = _GIVEN.search(before[-40:])
    if found is None:
        return None
    written, dot, between = found.groups()
    bones = bare(written)
    if not bones or bones in _words().small:
        return None
    if len(bones) == 1:
        return written if bones != initial and (dot or written.isupper()) else None
    # In ids and file names all words may have capitals: there only what is known for a given name is one.
    name = commonness.given(bones) or (between.isspace() and written.istitle() and not commonness.word(bones))
    return written if name and not dot else None


@functools.cache
def _words() -> _Words:
    path = resources.files("resources") / "vocabularies" / "artist-context.toml"
    raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    before, after = raw["before"], raw["after"]
    plain = [f"{word} of" for word in before["of"]] + [f"{word} by" for word in before["by"]] + before["alone"]
    between = f"(?:(?:{_any(before['between'])}) )?"
    leads = rf"(?:^|[^a-z])(?:(?P<plain>{_any(plain)})|(?P<light>{_any(before['light'])})){_OPENS}{between}[\"'“‘@#]*$"
    follows = rf"{_CLOSES}(?:(?P<plain>{_any(after['plain'])})|(?P<light>{_any(after['light'])}))(?:[^a-z]|$)"
    endings = _any(map(bare, raw["joined"]["endings"]))
    return _Words(
        leads=re.compile(leads),
        follows=re.compile(follows),
        joined=re.compile(rf"(?:{endings}|v[^v]?|s)+"),
        small=frozenset(map(bare, raw["small"]["words"].split())),
        after=frozenset(map(bare, [*after["plain"], *after["light"]])),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
