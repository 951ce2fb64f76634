"""Registering: what would leave, the outbox's ways, and that everything is told exactly once."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from doors import Clock
from registry_double import NAME, DoubleRegistry, DoubleServer, serving

from artistguard.model.artwork import Artwork, Edition, EditionRole, Location, PictureFacts
from artistguard.model.egress import Purpose
from artistguard.model.ids import new_id
from artistguard.model.registering import DeclarationState, Leaving
from artistguard.registries import table
from artistguard.workflow import consents, register_plan, registering
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
    return DoubleServer()


@pytest.fixture
def double(studio: Studio, server: DoubleServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[DoubleRegistry]:
    """The double among the registries of a studio that agreed to everything, on a clock that the test turns."""
    with serving(server) as at:
        registry = DoubleRegistry(at)
        monkeypatch.setattr(table, "ADAPTERS", (*table.ADAPTERS, lambda means: [registry]))
        studio.save(replace(studio.settings, network=True, local_hosts=at))
        consents.agree(studio, at, [Purpose.REGISTER], "everything")
        yield registry


@pytest.fixture
def clock(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(studio.catalogue._database, "clock", turned)
    return turned


def register(studio: Studio, works: list[Artwork], *names: str):
    return registering.register(studio, registering.plan(studio, works, names or (NAME,)))


def states(studio: Studio) -> list[str]:
    return [each.state.value for each in registering.declarations(studio)]


def acts(studio: Studio, *wanted: str) -> list[str]:
    return [entry.act for entry in studio.catalogue.custody.iterate() if entry.act in wanted]


def test_the_local_ledger_takes_a_work_and_says_so_in_the_chain(studio: Studio) -> None:
    (work,) = add_works(studio, 1)
    plan = registering.plan(studio, [work], ["local"])
    assert plan.sentence() == "1 new; nothing leaves this machine."
    batch, report = registering.register(studio, plan)
    assert batch is not None
    assert (report.done, report.failed, report.left) == (1, 0, 0)
    (found,) = registering.declarations(studio, work.id)
    assert found.state is DeclarationState.RECORDED
    assert found.receipt is not None
    registry = registering.registry(studio, "local")
    assert registry.verify(found.receipt, found.submission.items).holds.value == "yes"
    assert acts(studio, "reserved") == ["reserved"]
    assert studio.catalogue.custody.verify().broken == ()
    again = registering.plan(studio, [work], ["local"])
    assert again.sentence() == "0 new, 1 asked for before; nothing leaves this machine."
    assert registering.register(studio, again)[0] is None
    assert acts(studio, "reserved") == ["reserved"]


def test_a_service_is_told_once_and_its_answer_kept(studio: Studio, server: DoubleServer, double) -> None:
    works = add_works(studio, 3)
    plan = registering.plan(studio, works, [NAME])
    rows = list(plan.rows)
    assert [json.loads(row.leaves[0].body)["files"] for row in rows] == [[f"{n:064x}"] for n in (1, 2, 3)]
    assert plan.hosts == ()
    assert not server.told
    _, report = registering.register(studio, plan)
    assert report.done == 3
    assert list(server.accepted.values()) == [1, 1, 1]
    found = list(registering.declarations(studio))
    assert [each.state for each in found] == [DeclarationState.RECORDED] * 3
    assert [each.receipt.request for each in found] == [body for _, _, body in server.told]
    assert {name for each in found for name in each.receipt.parts} == {"made.txt", "answer.sha256"}
    assert acts(studio, "declared") == ["declared"] * 3
    assert studio.catalogue.declarations.recorded([work.id for work in works]) == {work.id for work in works}
    _, report = register(studio, works)
    assert (report.done, len(server.told)) == (0, 3)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://iscc.id/declaration/{iscc_id}/receipt", "iscc.id"),
        ("https://iscc.id:8443/declaration", "iscc.id:8443"),
        ("http://timestamp.example", "timestamp.example"),
    ],
)
def test_the_host_of_a_request_is_known_before_the_whole_of_its_address(url: str, host: str) -> None:
    assert register_plan.host(Leaving("GET", url, {}, b"")) == host
