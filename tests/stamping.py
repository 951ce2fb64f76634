"""What the tests of stamping registries share: works to stamp, and a door that lets loopback through."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from doors import EveryHost, Memory

from artistguard.model.artwork import EditionRole
from artistguard.model.egress import EgressEntry, Subjects
from artistguard.model.errors import Sealed
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Item, Operation, Outcome, Submission
from artistguard.model.rights import Reservation
from artistguard.net.door import Door
from artistguard.net.limits import Limiter
from artistguard.registries.base import Registry

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TERMS = Reservation(constraint="Ask me first — 100 %", policy_url="https://ada.example/terms")


@dataclass
class Office:
    """A door with its ledger, and what is under seal."""

    allowed: Collection[str]
    lines: dict[str, EgressEntry] = field(default_factory=dict)
    sealed: set[str] = field(default_factory=set)

    def record(self, entry: EgressEntry) -> None:
        self.lines[entry.id] = entry

    def check(self, subjects: Subjects) -> None:
        if self.sealed.intersection(subjects.works):
            raise Sealed("The work is sealed.")

    @property
    def door(self) -> Door:
        return Door(
            switch=lambda: True,
            ledger=self,
            seals=self,
            consents=EveryHost(),
            limiter=Limiter(Memory(), own=self.allowed),
            seat="desk",
            actor="ada",
            allowed=self.allowed,
            plain=self.allowed,
        )


class NoKey:
    """A key that must not be asked: authorities and calendars sign, we do not."""

    public = b""

    def __call__(self, data: bytes, /) -> bytes:
        raise AssertionError("a stamp needs no key of ours")


def item(number: int) -> Item:
    """A file of a work; every digest is its own."""
    name = str(number).encode()
    return Item(
        work_id=f"work{number}",
        edition_id=f"edition{number}",
        role=EditionRole.MASTER,
        sha256=hashlib.sha256(name).hexdigest(),
        blake3=hashlib.sha256(b"blake3 of " + name).hexdigest(),
        title=f"Harbour lights {number}",
    )


def submission(registry: str, count: int = 5) -> Submission:
    """What is to be stamped."""
    return Submission(registry, Operation.DECLARE, tuple(item(n) for n in range(count)), "version1", TERMS)


def submitted(registry: Registry, office: Office, count: int = 5) -> Outcome:
    """Prepared, signed and submitted, as the outbox does it."""
    wanted = submission(registry.capabilities.name, count)
    signed = registry.sign(registry.prepare(wanted), NoKey(), AT)
    return registry.submit(signed, wanted, office.door, CancelToken())
