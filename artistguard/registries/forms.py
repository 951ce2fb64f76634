"""Registries and companies that only take forms and settings, as data: what a person does there, and what is known.

Nothing is sent to any of them. The data stands in resources/vocabularies/registries.toml; a file of the same form in
the data folder adds others (`read`).
"""

import functools
import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

from artistguard.model.errors import UsageError
from artistguard.model.registering import Capabilities, Prepared, RegistryKind, Submission, Told, Withdrawal
from artistguard.registries.byhand import ByHand

FILE = "registries.toml"  # its name in resources/vocabularies, and that of the user's own in the data folder
FILLED = frozenset({"name", "holder", "email", "address", "contact", "policy", "notice", "terms", "today"})
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Way(StrEnum):
    """How one tells them."""

    PAGES = "pages"  # pages of theirs, mostly after signing in
    FORM = "form"
    SETTING = "setting"  # of an account there
    NONE = "none"  # nothing to fill in was found


class Cell(StrEnum):
    """What a column of a packing list can hold."""

    ADDRESS = "address"
    TITLE = "title"
    NUMBER = "number"
    FILE = "file"
    SHA256 = "sha256"
    BLAKE3 = "blake3"
    ISCC = "iscc"
    ADDRESS_SHA256 = "address-sha256"
    CREATOR = "creator"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the CSV. `optional`: a row is written without it as well."""

    title: str
    holds: Cell
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Paste:
    """A text to paste. `text` may name what is filled in: {name}, {email} ... (FILLED)."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where it was read. `when`: the date it gives itself, "undated" if none."""

    title: str
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class Form:
    """One of them. `columns` are ours unless `published`. `guide`: the host whose steps these are (website-guides)."""

    name: str
    title: str
    page: str
    way: Way
    takes: frozenset[Told]
    public: bool
    withdrawal: Withdrawal
    withdraw: str  # how, in one sentence
    what: str
    readers: str
    cannot: str  # what it does not do
    looked: date
    steps: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    published: bool = False
    at_most: int | None = None  # works a list
    paste: tuple[Paste, ...] = ()
    guide: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def capabilities(self) -> Capabilities:
        """The same in the words of every registry."""
        return Capabilities(
            name=self.name,
            title=self.title,
            kind=RegistryKind.FORM,
            takes=self.takes,
            withdrawal=self.withdrawal,
            what=self.what,
            readers=self.readers,
            looked=self.looked,
            public=self.public,
            whole_batch=True,
            address=self.page,
        )

    @property
    def who(self) -> str:
        """Whom one tells, in a sentence."""
        return self.title.partition(",")[0]

    @property
    def by_address(self) -> bool:
        """Whether its list has a row an address; otherwise a row a work."""
        return any(column.holds in (Cell.ADDRESS, Cell.ADDRESS_SHA256) for column in self.columns)

    @property
    def needs_addresses(self) -> bool:
        """Whether a work without an address has no place in its list."""
        return any(
            column.holds in (Cell.ADDRESS, Cell.ADDRESS_SHA256) and not column.optional for column in self.columns
        )


@functools.cache
def built_in() -> Mapping[str, Form]:
    """Those that come along, by name."""
    text = resources.files("resources").joinpath("vocabularies", FILE).read_text("utf-8")
    return {form.name: form for form in read(text, "the program's own list")}


def known(home: Path) -> dict[str, Form]:
    """Those that come along and those of the data folder's own file, by name. Raises UsageError."""
    found = dict(built_in())
    own = home / FILE
    try:
        found.update((form.name, form) for form in read(own.read_text("utf-8"), str(own)))
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{own} cannot be read.", "Mend or remove that file.") from error
    return found


def read(text: str, where: str) -> tuple[Form, ...]:
    """The forms of a file. Raises UsageError, naming `where`, for one that is not as it should be."""
    try:
        data = tomllib.loads(text)
        return tuple(_form(entry, data["looked"]) for entry in data.get("form", []))
    except (tomllib.TOMLDecodeError, AttributeError, KeyError, ValueError, TypeError) as error:
        raise UsageError(f"A registry in {where} is not described as it should be ({error}).") from error


def _form(entry: Mapping[str, Any], looked: date) -> Form:
    name = entry["name"]
    if not _NAME.fullmatch(name):
        raise ValueError(f"the name {name!r} is not of small letters, digits and hyphens")
    for paste in entry.get("paste", []):
        asked = {field for _, field, _, _ in string.Formatter().parse(paste["text"]) if field is not None}
        if asked - FILLED:
            raise ValueError(f"{name}: nothing is known as {', '.join(sorted(asked - FILLED))}")
    at_most = entry.get("at_most")
    looked = entry.get("looked", looked)
    if not isinstance(looked, date) or not (at_most is None or (isinstance(at_most, int) and at_most > 0)):
        raise ValueError(f"{name}: looked is a day, at_most a number")
    return Form(
        name=name,
        title=str(entry["title"]),
        page=_address(entry["page"]),
        way=Way(entry["way"]),
        takes=frozenset(Told(word) for word in entry["takes"]),
        public=bool(entry["public"]),
        withdrawal=Withdrawal(entry["withdrawal"]),
        withdraw=str(entry["withdraw"]),
        what=str(entry["what"]),
        readers=str(entry["readers"]),
        cannot=str(entry["cannot"]),
        looked=looked,
        steps=tuple(str(step) for step in entry.get("steps", [])),
        columns=tuple(
            Column(str(column["title"]), Cell(column["holds"]), bool(column.get("optional", False)))
            for column in entry.get("columns", [])
        ),
        published=bool(entry.get("published", False)),
        at_most=at_most,
        paste=tuple(Paste(str(paste["title"]), str(paste["text"])) for paste in entry.get("paste", [])),
        guide=str(entry.get("guide", "")),
        sources=tuple(
            Source(str(source["title"]), _address(source["url"]), str(source["when"]))
            for source in entry.get("sources", [])
        ),
    )


def _address(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError(f"{text!r} is no address that begins with https://")
    return text


class FormRegistry(ByHand):
    """A form among the registries: it is prepared like them, and then it is the user's turn."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        return self.form.capabilities

    @property
    def way(self) -> str:
        """What to do instead."""
        if self.form.columns or self.form.paste:
            return f"'artistguard registry pack {self.form.name} DIR' writes what you need for it."
        return f"'artistguard registry show {self.form.name}' says what to do there."

    def prepare(self, submission: Submission) -> Prepared:
        """The steps for the user. Nothing leaves the machine."""
        return Prepared(submission, leaves=(), warnings=(self.form.cannot,), steps=self.form.steps)
