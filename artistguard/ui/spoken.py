"""Sentences that are made below the window, in the reader's language: errors, registries, forms, reasons, coverage.

The rooms below know no language: what they say is English, with its values in it. Here such a sentence is looked for
among resources/translations/LANGUAGE/*.toml, whose lines are `"English with %1" = "Deutsch mit %1"`. A hole `%1` takes
what stands there as it is (a name, a path, a number); `%w1` takes what is itself a sentence, or a list of words of
ours, and speaks it too; `%t1` a title, which stays, and such words after it. What is not found stays English: an own
registry of the user's, a server's own words.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

import resources
from artistguard.model.errors import ArtistGuardError

translate = QCoreApplication.translate
_HOLE = re.compile(r"%([wt]?)([1-9])")
_BETWEEN = re.compile(r"(?<=[.:!?])\s+(?=[^\W_]|['\"#„“%])|;\s+|\n")  # between two sentences, perhaps
_END = re.compile(r"(?<!\b[^\W\d_])[.!?]\s+(?=[^\W\d_]|['\"#„“])")  # surely: the dot of "J. Doe" ends none
_QUOTED = re.compile(r"(['\"]).*\1", re.DOTALL)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_LONGEST = 4000  # letters; what is longer is no sentence of ours
_PARTS = 24  # sentences of one text that are looked at


def spoken(text: str) -> str:
    """The sentence in the window's language; as it is where nobody translated it, or the window speaks English."""
    # The translator's own word for its language: it changes with it, and needs no state of ours.
    code = translate("Language", "en")
    return text if code == "en" or not text.strip() else _spoken(code, text)


def listed(text: str) -> str:
    """Words of ours with commas between them: "9 new, 1 left out"."""
    code = translate("Language", "en")
    return text if code == "en" else _listed(code, text, first=True)


def happened(error: ArtistGuardError) -> str:
    """What happened, and what to do: an error without its title."""
    return f"{spoken(error.message)} {spoken(error.advice)}".strip()


def catalogue(code: str) -> dict[str, str]:
    """All sentences of a language: English to it. Empty for a language without a folder."""
    folder = Path(resources.__path__[0]) / "translations" / code
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        found.update(tomllib.loads(file.read_text("utf-8")))
    return found


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with holes: matched against what was said, filled in another language."""

    source: str
    target: str
    first: str = field(init=False)
    last: str = field(init=False)
    literal: int = field(init=False)  # letters that are not holes: the more, the surer

    def __post_init__(self) -> None:
        parts = _HOLE.split(self.source)[::3]
        for name, value in (("first", parts[0]), ("last", parts[-1]), ("literal", sum(map(len, parts)))):
            object.__setattr__(self, name, value)

    def match(self, text: str) -> dict[str, str] | None:
        """What stands in the holes, by their numbers; None where the sentence is another."""
        if not (text.startswith(self.first) and text.endswith(self.last)):
            return None
        found = _pattern(self.source).fullmatch(text)
        return {name[1:]: value for name, value in found.groupdict().items()} if found else None

    def fill(self, code: str, values: dict[str, str]) -> str:
        """The sentence in the other language; numbers with their thousands as it sets them apart."""

        def one(hole: re.Match[str]) -> str:
            value = values[hole[2]]
            if hole[1]:
                return _listed(code, value, first=hole[1] == "w")
            return QLocale().toString(int(value.replace(",", ""))) if _THOUSANDS.fullmatch(value) else value

        return _HOLE.sub(one, self.target)


@lru_cache(maxsize=512)
def _pattern(source: str) -> re.Pattern[str]:
    parts = _HOLE.split(source)
    pieces = [re.escape(parts[0])]
    for number, literal in zip(parts[2::3], parts[3::3], strict=True):
        pieces += [f"(?P<h{number}>.+?)", re.escape(literal)]
    return re.compile("".join(pieces), re.DOTALL)


@lru_cache(maxsize=2)
def _known(code: str) -> tuple[dict[str, str], tuple[Template, ...]]:
    """The sentences without holes, and those with them, the surest first."""
    whole, holed = {}, []
    for source, target in catalogue(code).items():
        if _HOLE.search(source):
            holed.append(Template(source, target))
        else:
            whole[source] = target
    return whole, tuple(sorted(holed, key=lambda each: -each.literal))


@lru_cache(maxsize=4096)
def _spoken(code: str, text: str) -> str:
    if len(text) > _LONGEST or text != text.strip():
        bare = text.strip()
        return text.replace(bare, _spoken(code, bare)) if 0 < len(bare) <= _LONGEST else text
    known = _one(code, text)
    if known is not None:
        return known
    # Several sentences, one after the other: the longest beginning that is known, then the rest.
    cuts = [each.span() for each in _BETWEEN.finditer(text)][:_PARTS]
    for start, end in reversed(cuts):
        begun = _one(code, text[:start])
        if begun is not None:
            return f"{begun}{text[start:end]}{_spoken(code, text[end:])}"
    for _, end in cuts[:1]:  # the first is a stranger's: what comes after it may be ours
        rest = _spoken(code, text[end:])
        if rest != text[end:]:
            return text[:end] + rest
    fits = next(_fitting(code, text), None)
    return fits[0].fill(code, fits[1]) if fits else text


def _one(code: str, text: str, apart: str = "; ") -> str | None:
    """A text that is known as one: among its values is no other sentence, and nothing that keeps words `apart`."""
    whole = _known(code)[0].get(text)
    if whole is not None:
        return whole
    for template, values in _fitting(code, text):
        free = (value for value in values.values() if not _QUOTED.fullmatch(value))
        if not any(apart in value or _END.search(value) for value in free):
            return template.fill(code, values)
    return None


def _fitting(code: str, text: str) -> Iterator[tuple[Template, dict[str, str]]]:
    for template in _known(code)[1]:
        values = template.match(text)
        if values is not None:
            yield template, values


def _listed(code: str, text: str, *, first: bool) -> str:
    """Words of ours with commas between them, the longest that are known together. `first`: the first is one too."""
    parts = text.split(", ")
    if first and (len(parts) == 1 or len(parts) > _PARTS or text.endswith((".", "!", "?"))):
        return _spoken(code, text)
    told, at = ([], 0) if first else ([parts[0]], 1)
    while at < len(parts):
        for end in range(len(parts), at, -1):
            known = _one(code, ", ".join(parts[at:end]), apart=", ")
            if known is not None:
                break
        else:
            known, end = parts[at], at + 1
        told.append(known)
        at = end
    said = ", ".join(told)
    return _spoken(code, text) if first and said == text else said
