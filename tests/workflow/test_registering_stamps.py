"""Stamps through the outbox: a real time-stamp authority and doubles of calendars, from the plan to the proof."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from authority import Authority
from calendar_double import HEIGHT, Calendar, served

from artistguard.model.artwork import Artwork, Edition, EditionRole, Location, PictureFacts
from artistguard.model.egress import Purpose
from artistguard.model.ids import new_id
from artistguard.model.registering import Declaration, DeclarationState, Holds, Standing
from artistguard.registries.opentimestamps import NAME as CALENDARS
from artistguard.workflow import clients, consents, registering
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
def calendars() -> Iterator[tuple[Calendar, Calendar]]:
    with ExitStack() as stack:
        yield stack.enter_context(served()), stack.enter_context(served())


@pytest.fixture
def stamping(studio: Studio, authority: Authority, calendars: tuple[Calendar, Calendar]) -> Studio:
    hosts = [authority.at, *(calendar.at for calendar in calendars)]
    studio.save(
        replace(
            studio.settings,
            network=True,
            local_hosts=", ".join(hosts),
            registry_authorities=authority.url,
            registry_calendars=", ".join(calendar.url for calendar in calendars),
        )
    )
    studio.trust_folder.mkdir()
    (studio.trust_folder / "authority.pem").write_bytes(authority.root.read_bytes())
    for host in hosts:
        consents.agree(studio, host, [Purpose.REGISTER], "one hash")
    return studio


def told(studio: Studio, works: list[Artwork], name: str) -> Declaration:
    _, report = registering.register(studio, registering.plan(studio, works, [name]))
    assert (report.done, report.failed, report.blocked, report.left) == (1, 0, 0, 0)
    [found] = registering.declarations(studio, registry=name)
    return found


def test_one_stamp_for_all_works_and_none_for_the_sealed(stamping: Studio, authority: Authority) -> None:
    name = f"rfc3161:{authority.at}/tsr"
    works = add_works(stamping, 7)
    sealed = add_works(stamping, 2, clients.add(stamping, "Meridian Press").id)
    plan = registering.plan(stamping, [*works, *sealed], [name])
    assert plan.sentence().startswith("1 new, 2 left out; 1 requests of ")
    found = told(stamping, [*works, *sealed], name)
    assert len(authority.queries) == 1
    assert found.state is DeclarationState.RECORDED
    assert {item.work_id for item in found.submission.items} == {work.id for work in works}
    assert found.receipt is not None
    kept = found.receipt.parts["leaves.jsonl"]
    assert kept.count(b"\n") == 7
    for number in (8, 9):
        assert f"{number:064x}".encode() not in kept
    adapter = registering.registry(stamping, name)
    check = adapter.verify(found.receipt, found.submission.items[3:4])
    assert (check.holds, check.faults) == (Holds.YES, ())
    assert [each.id for each in registering.declarations(stamping, works[5].id)] == [found.id]
    again = registering.plan(stamping, works, [name])
    assert again.total == 0  # the same terms for the same files are stamped once


def test_pending_at_the_calendars_until_a_refresh_finds_the_block(
    stamping: Studio, calendars: tuple[Calendar, Calendar]
) -> None:
    works = add_works(stamping, 3)
    found = told(stamping, works, CALENDARS)
    assert (found.state, found.standing) == (DeclarationState.RECORDED, Standing.PENDING)
    assert [len(calendar.given) for calendar in calendars] == [1, 1]
    [same] = registering.refresh(stamping, [found])
    assert (same.standing, same.receipt) == (Standing.PENDING, found.receipt)
    calendars[1].confirmed = True
    [better] = registering.refresh(stamping, [found])
    assert better.standing is Standing.RECORDED
    assert better.receipt is not None
    adapter = registering.registry(stamping, CALENDARS)
    check = adapter.verify(better.receipt, better.submission.items)
    assert (check.holds, check.proven_at) == (Holds.CANNOT_SAY, None)
    assert f"block {HEIGHT}" in check.says[1]
    before = [len(calendar.asked) for calendar in calendars]
    [last] = registering.refresh(stamping, [better])
    assert (last.receipt, [len(calendar.asked) for calendar in calendars]) == (better.receipt, before)


def test_only_digests_are_in_the_record_that_is_stamped(stamping: Studio, authority: Authority) -> None:
    found = told(stamping, add_works(stamping, 1), f"rfc3161:{authority.at}/tsr")
    assert found.receipt is not None
    record = json.loads(found.receipt.parts["leaves.jsonl"])
    assert record["sha256"] == f"{1:064x}"
    assert "Harbour" not in json.dumps(record)
