"""The custody ledger's line: everything that mattered, from the first import on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One line of the hash-chained ledger. `previous` and `hash` are SHA-256, hex; the first `previous` is 64 zeros.

    `details` holds JSON values without floating-point numbers, so that its canonical form is certain.
    """

    seq: int  # from 1, without gaps
    at: datetime
    seat: str
    actor: str
    act: str  # "imported", "signed", "identity-created", ...
    subject: str  # id of the work, edition, identity ... it is about
    details: Mapping[str, object]
    previous: str
    hash: str
