"""What was reserved where on a day: the words of the ledger as it is looked at. All is derived, nothing stored."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from artistguard.model.artwork import Artwork
from artistguard.model.grants import Grant
from artistguard.model.rights import Reservation


class Where(StrEnum):
    """Where something was said."""

    COPY = "copy"  # in a signed or posting copy, or beside it
    REGISTRY = "registry"
    WEBSITE = "website"  # of the artist's domain: of a work only where it stands there


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp over the head of the chain: every line up to `line` is older than `at`, says the authority."""

    line: int
    authority: str
    at: datetime
    own_line: int  # the line of the chain that holds the token


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves it: a line of the chain by number and hash, a receipt by its declaration, the earliest time stamp.

    `line` 0: there is none.
    """

    line: int = 0
    hash: str = ""
    declaration: str = ""
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A reservation in one machine-readable form at one place, from a moment until another (None: still).

    `place` is the path of a copy below its root, the name of a registry, or a domain. `edition_id` is the artist's own
    file that it is about, `file_id` the very file: the copy that says it, or the one whose digest was declared. Both
    are "" of a website, which is about no file.
    """

    where: Where
    form: str  # "cawg.training-mining", "plus:DataMining", "local", "robots.txt", "reader:tdmrep" ...
    place: str
    since: datetime
    until: datetime | None = None
    answers: Reservation | None = None  # the terms that it was said for; None: not known in detail
    says: str = ""  # what it says of them in its own vocabulary, which may be less: "DMI-PROHIBITED", "1"
    preset_version: str = ""
    edition_id: str = ""
    file_id: str = ""
    beside: bool = False  # in a file beside the copy, which has to be passed on with it
    looked: datetime | None = None  # when it was last read back, acknowledged or checked there; None: never
    reserves: bool = True  # False: it is on record there, and that alone reserves nothing
    proof: Proof = Proof()
    note: str = ""  # the registry's own name for it

    def stands(self, moment: datetime) -> bool:
        """Whether it stood at a moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


class GapKind(StrEnum):
    """What was not said."""

    NOTHING = "nothing"  # in no form at all
    NO_COPY = "no-copy"  # no signed copy says it
    NO_REGISTRY = "no-registry"  # no registry says it, or only the ledger on this computer
    NO_WEBSITE = "no-website"  # no website says it
    FORM = "form"  # a vocabulary that is in no copy; values: its name
    NEW_FILE = "new-file"  # a file of the work that no copy or no registry is about; values: its path, a `Where`
    NEW_TERMS = "new-terms"  # a later version of the preset says otherwise; values: preset, version said, version now
    UNSEEN = "unseen"  # a kind of reader that saw none at the last check of a website; values: domain, reader
    UNCHECKED = "unchecked"  # website files were written, and never seen on the site; values: domain


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not said, since when (None: always), with the values its sentence needs."""

    kind: GapKind
    since: datetime | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reserved:
    """One work on one day: as it stood when that day ended, or now.

    `said` stood then; `over` had been said before and was so no longer. `site` is what websites said, for whatever
    stands there. `silent` are the days, first and last inclusive, since the work is known here, on which neither a copy
    nor a registry said anything.
    """

    work: Artwork
    day: date
    zone: str  # "CET, UTC+01:00": whose days these are
    moment: datetime
    known: bool  # whether the work was in the catalogue by then
    said: tuple[Said, ...]
    over: tuple[Said, ...]
    site: tuple[Said, ...]
    gaps: tuple[Gap, ...]
    silent: tuple[tuple[date, date], ...]
    unbroken: date | None  # the day since which something is said without such a day; None: nothing is said
    grants: tuple[Grant, ...]
