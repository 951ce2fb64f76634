"""Whose rights a work carries, who may act for them, and what leaves the machine."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from artistguard.model.names import NameKind, OwnName


class Permission(StrEnum):
    """One answer to one use. The values are those of CAWG Training and Data Mining 1.1."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "notAllowed"
    CONSTRAINED = "constrained"  # "ask me"


class DataUse(StrEnum):
    """The four uses of CAWG Training and Data Mining 1.1, without their prefix."""

    DATA_MINING = "data_mining"
    AI_INFERENCE = "ai_inference"
    AI_TRAINING = "ai_training"
    AI_GENERATIVE_TRAINING = "ai_generative_training"


@dataclass(frozen=True, slots=True)
class Reservation:
    """My terms for AI: an answer to each of the four uses, the conditions, and where they are published."""

    data_mining: Permission = Permission.NOT_ALLOWED
    ai_inference: Permission = Permission.NOT_ALLOWED
    ai_training: Permission = Permission.NOT_ALLOWED
    ai_generative_training: Permission = Permission.NOT_ALLOWED
    constraint: str = ""  # plain words, needed where an answer is "constrained"
    policy_url: str = ""

    def answer(self, use: DataUse) -> Permission:
        """The answer to one use."""
        return Permission(getattr(self, use.value))

    @property
    def answers(self) -> dict[DataUse, Permission]:
        """All four answers."""
        return {use: self.answer(use) for use in DataUse}

    @property
    def reserved(self) -> bool:
        """Whether anything at all is reserved."""
        return any(answer is not Permission.ALLOWED for answer in self.answers.values())


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose work it is and how to reach them. Empty text means: not stated, and then not written."""

    creator: str = ""
    rights_holder: str = ""
    licensee: str = ""
    credit: str = ""
    notice: str = ""  # "© 2026 Ada Example. All rights reserved."
    usage_terms: str = ""
    web_statement: str = ""  # URL
    contact_email: str = ""
    contact_url: str = ""
    licensor: str = ""
    licensor_email: str = ""
    licensor_url: str = ""
    territory: str = ""

    def over(self, below: "Rights") -> "Rights":
        """These rights where stated, `below` where not."""
        stated = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        return replace(below, **stated)


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who may act for the rights holder, for what, until when (inclusive; None: until withdrawn)."""

    holder: str
    agent: str
    scope: str = ""
    until: date | None = None

    def holds(self, today: date) -> bool:
        """Whether the mandate still stands on a day."""
        return self.until is None or today <= self.until


@dataclass(frozen=True, slots=True)
class Seal:
    """While closed, nothing that identifies the work leaves the machine. `until` is the first open day."""

    closed: bool = True
    until: date | None = None

    def forbids(self, today: date) -> bool:
        """Whether the seal holds on a day."""
        return self.closed and (self.until is None or today < self.until)


OPEN = Seal(closed=False)


def stricter(one: Seal, other: Seal) -> Seal:
    """The seal that holds longer: for a work under two clients."""

    def rank(seal: Seal) -> tuple[bool, date]:
        return (seal.closed, seal.until or date.max)

    return max(one, other, key=rank)


@dataclass(frozen=True, slots=True)
class Client:
    """Whom work is done for. A new client is sealed until the user opens it."""

    id: str
    name: str
    rights: Rights = Rights()
    mandate: Mandate | None = None
    seal: Seal = Seal()
    preset_id: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The artist's names and addresses, and what is not to be taken for them."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # URLs and domains
    studios: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    of_clients: tuple[OwnName, ...] = ()  # names that belong to a client, under that client's seal
    ignored: tuple[str, ...] = ()  # phrases in which a name does not count

    @property
    def names(self) -> tuple[OwnName, ...]:
        """All names, each with what kind it is and whose; the artist's own first."""
        lists = (
            (NameKind.NAME, (self.name,)),
            (NameKind.ALIAS, self.aliases),
            (NameKind.HANDLE, self.handles),
            (NameKind.STUDIO, self.studios),
            (NameKind.CHARACTER, self.characters),
        )
        own = [OwnName(text.strip(), kind) for kind, texts in lists for text in texts if text.strip()]
        return tuple(dict.fromkeys([*own, *self.of_clients]))
