"""A ledger in memory, and seals that a test sets."""

from dataclasses import dataclass, field

import pytest

from artistguard.model.egress import EgressEntry, Subjects
from artistguard.model.errors import Sealed


@dataclass
class Ledger:
    """Keeps every record in order, and the lines as a catalogue would: the second record of an id completes it."""

    records: list[EgressEntry] = field(default_factory=list)

    def record(self, entry: EgressEntry) -> None:
        self.records.append(entry)

    @property
    def lines(self) -> list[EgressEntry]:
        return list({entry.id: entry for entry in self.records}.values())


class Seals:
    """Seals the works it is given."""

    def __init__(self, *works: str) -> None:
        self.works = set(works)

    def check(self, subjects: Subjects) -> None:
        if self.works.intersection(subjects.works):
            raise Sealed("The work is sealed.")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def seals() -> type[Seals]:
    return Seals
