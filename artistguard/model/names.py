"""What the artist goes by, and what a text says of it."""

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How much a find is worth by itself. Words for people, and the order in which cards are shown."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"

    @property
    def rank(self) -> int:
        """0 is the strongest."""
        return list(Strength).index(self)


class NameKind(StrEnum):
    """What kind of name it is: a surname can be taken from a person's, never from a handle."""

    NAME = "name"
    ALIAS = "alias"
    HANDLE = "handle"
    STUDIO = "studio"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class OwnName:
    """A name that is looked for. One that belongs to a client is under that client's seal."""

    text: str
    kind: NameKind = NameKind.NAME
    client_id: str | None = None


class FieldKind(StrEnum):
    """Where in a candidate a text stands: the same words weigh more in a trigger phrase than in a paragraph."""

    ID = "id"  # the repository's or model's name, account included
    TRIGGER = "trigger"  # trigger words, instance prompt, trigger phrase of a header
    HEADER = "header"  # tags and folder names of a safetensors header
    TAG = "tag"
    FILE_NAME = "file-name"
    ARTIST = "artist"  # a column or label that names the artist
    TITLE = "title"
    CAPTION = "caption"  # caption, alt text
    PROMPT = "prompt"
    CARD = "card"  # README, description
    CREATOR = "creator"  # who uploaded it
    URL = "url"
    HASH = "hash"  # a digest in place of a name
    TEXT = "text"  # what a person pasted

    @property
    def pointed(self) -> bool:
        """Whether a text here says what the thing is for, so that a surname alone means something."""
        return self in (FieldKind.ID, FieldKind.TRIGGER, FieldKind.HEADER, FieldKind.ARTIST, FieldKind.TAG)


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found in a text. `start` and `end` count characters of the text as given."""

    name: OwnName
    found: str  # the very characters
    start: int
    end: int
    strength: Strength
    reason: str  # a sentence for people


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What might have been a name and is not taken for one, and why: a homonym, an everyday word, an ignored phrase."""

    name: OwnName
    found: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class AddressHit:
    """An address of the artist's found in a text or a URL."""

    address: str  # as the profile has it
    found: str
    start: int
    end: int
    strength: Strength
    reason: str
