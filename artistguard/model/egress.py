"""What leaves the machine: every request says why and about whom, and every byte out is written down."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """Why a request is made."""

    TIME_STAMP = "time-stamp"
    TRUST_LIST = "trust-list"
    REVOCATION = "revocation"
    WATCH = "watch"  # a source is asked about names or addresses
    CHECK = "check"  # a link that somebody sent is opened
    PICTURE = "picture"  # a picture that lies there is fetched and compared
    POSTED_COPY = "posted-copy"  # a platform's file of a posted copy is fetched
    SCAN = "scan"  # hashes are sent to workers on other machines
    REGISTER = "register"  # a registry is told of works, asked about them, or told to forget them


# What asks hosts of the user's choosing: each of them only after they agreed to it.
ASKED_FIRST = frozenset(
    {Purpose.WATCH, Purpose.CHECK, Purpose.PICTURE, Purpose.POSTED_COPY, Purpose.SCAN, Purpose.REGISTER}
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """About whom a request tells something: works (ids), names, addresses. Empty means: about nobody."""

    works: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


NOBODY = Subjects()


@dataclass(frozen=True, slots=True)
class EgressEntry:
    """One request that left, or was refused (then `refused` says why and no byte left)."""

    id: str
    at: datetime
    seat: str
    actor: str
    purpose: Purpose
    subjects: Subjects
    method: str
    url: str
    bytes_out: int
    body_sha256: str
    status: int | None = None
    bytes_in: int = 0
    refused: str = ""
