"""Works without pictures, and the double among a studio's registries: what tests of registering share."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from doors import Clock
from registry_double import NAME, DoubleRegistry, DoubleServer, serving

from artistguard.model.artwork import Artwork, Edition, EditionRole, Location, PictureFacts
from artistguard.model.egress import Purpose
from artistguard.model.ids import new_id
from artistguard.model.jobs import Batch
from artistguard.registries import table
from artistguard.work.engine import Report
from artistguard.workflow import consents, registering
from artistguard.workflow.studio import Studio


def add_works(studio: Studio, count: int, client_id: str | None = None) -> list[Artwork]:
    """Works as an import would have left them, without their pictures: registering reads the catalogue alone."""
    studio.catalogue.roots.containing(studio.home)
    root = studio.catalogue.roots.list()[0][0]
    made = []
    for number in studio.catalogue.works.next_numbers(count):
        work = Artwork(new_id(), number, f"Harbour {number}", studio.catalogue.clock(), client_id)
        edition = Edition(
            id=new_id(),
            artwork_id=work.id,
            role=EditionRole.MASTER,
            location=Location(root, f"{number}.png"),
            sha256=f"{number:064x}",
            blake3=f"{number + 2**40:064x}",
            size=1000,
            mtime_ns=1,
            format="png",
            picture=PictureFacts(10, 10),
            created_at=studio.catalogue.clock(),
        )
        made.append((work, [(edition, [])]))
    studio.catalogue.works.add_many(made)
    return [work for work, _ in made]


@pytest.fixture
def server() -> DoubleServer:
    """The registry itself, which counts."""
    return DoubleServer()


@pytest.fixture
def double(studio: Studio, server: DoubleServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[DoubleRegistry]:
    """The double among the registries of a studio that agreed to it."""
    with serving(server) as at:
        registry = DoubleRegistry(at)
        monkeypatch.setattr(table, "ADAPTERS", (*table.ADAPTERS, lambda means: [registry]))
        studio.save(replace(studio.settings, network=True, local_hosts=at))
        consents.agree(studio, at, [Purpose.REGISTER], "everything")
        yield registry


@pytest.fixture
def clock(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the studio's catalogue, which the test turns."""
    turned = Clock()
    monkeypatch.setattr(studio.catalogue._database, "clock", turned)
    return turned


def register(studio: Studio, works: list[Artwork], *names: str) -> tuple[Batch | None, Report]:
    """Plan and carry out."""
    return registering.register(studio, registering.plan(studio, works, names or (NAME,)))


def states(studio: Studio) -> list[str]:
    """Where the declarations stand, oldest first."""
    return [each.state.value for each in registering.declarations(studio)]


def acts(studio: Studio, *wanted: str) -> list[str]:
    """These lines of the custody ledger, in their order."""
    return [entry.act for entry in studio.catalogue.custody.iterate() if entry.act in wanted]
