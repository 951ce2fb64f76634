"""Registering: what would leave, what is left out, and that everything is told exactly once."""

import json
from dataclasses import replace
from datetime import date

import pytest
from registering_parts import acts, add_works, register
from registry_double import NAME, DoubleServer

from artistguard.model.registering import DeclarationState, Leaving
from artistguard.model.rights import Mandate, Rights
from artistguard.workflow import clients, register_wire, registering
from artistguard.workflow.studio import Studio


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
    assert register_wire.host(Leaving("GET", url, {}, b"")) == host


def test_a_missing_mandate_of_the_rights_holder_is_said(studio: Studio) -> None:
    client = clients.add(studio, "Meridian", Rights(rights_holder="Meridian Press Ltd"))
    works = [*add_works(studio, 2, client.id), *add_works(studio, 1)]
    plan = registering.plan(studio, works, ["local"])
    assert dict(plan.warnings) == {"No mandate of Meridian Press Ltd to reserve for them is on record.": 2}
    clients.update(studio, replace(client, mandate=Mandate("Meridian Press Ltd", "Ada", until=date(2020, 1, 1))))
    plan = registering.plan(studio, works, ["local"])
    assert list(plan.warnings) == ["The mandate of Meridian Press Ltd ended on 2020-01-01."]
