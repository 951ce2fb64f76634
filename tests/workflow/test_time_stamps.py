"""Time stamps through the whole program: the door's relay, a real authority, seals, and an authority that is down."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from authority import Authority

from artistguard.model.egress import Purpose
from artistguard.model.identity import Identity
from artistguard.workflow import clients, sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.inspect_ import inspect
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio


@pytest.fixture
def stamped(studio: Studio, authority: Authority) -> Studio:
    studio.save(replace(studio.settings, network=True, time_authority=authority.url, time_authority_local=True))
    return studio


def signed(studio: Studio, signer: Identity, out: Path) -> list[Mapping[str, Any]]:
    order = SigningOrder(out)
    plan = sign.plan(studio, studio.catalogue.works.iterate(), order, signer)
    batch, report = sign.sign(studio, plan, order, signer)
    assert report.failures == ()
    return [job.result or {} for job in studio.catalogue.jobs.iterate(batch)]


def test_copies_carry_a_real_time_stamp_and_the_ledger_tells(
    stamped: Studio, signer: Identity, portfolio: Path, tmp_path: Path, authority: Authority
) -> None:
    import_(stamped, [portfolio / "Harbour lights.jpg", portfolio / "tide.png"])
    results = signed(stamped, signer, tmp_path / "out")
    assert [result["time_stamped"] for result in results] == [True, True]
    item = next(inspect(stamped, [tmp_path / "out" / "tide.png"]))
    assert item.says is not None
    assert item.says["credential"]["time"]
    entries = list(stamped.catalogue.egress.iterate())
    assert [entry.purpose for entry in entries] == [Purpose.TIME_STAMP, Purpose.TIME_STAMP]
    works = {work.id for work in stamped.catalogue.works.iterate()}
    assert {work for entry in entries for work in entry.subjects.works} == works
    assert sum(entry.bytes_out for entry in entries) >= sum(map(len, authority.queries))


def test_a_sealed_client_s_work_gets_none_and_nothing_leaves(
    stamped: Studio, signer: Identity, portfolio: Path, tmp_path: Path, authority: Authority
) -> None:
    client = clients.add(stamped, "Meridian Press")
    import_(stamped, [portfolio / "tide.png"], client_id=client.id)
    [result] = signed(stamped, signer, tmp_path / "out")
    assert result["time_stamped"] is False
    assert "sealed" in result["warnings"][0]
    assert (authority.queries, list(stamped.catalogue.egress.iterate())) == ([], [])


def test_with_the_network_off_copies_are_signed_without_one(
    stamped: Studio, signer: Identity, portfolio: Path, tmp_path: Path, authority: Authority
) -> None:
    stamped.save(replace(stamped.settings, network=False))
    import_(stamped, [portfolio / "tide.png"])
    [result] = signed(stamped, signer, tmp_path / "out")
    assert (result["time_stamped"], authority.queries) == (False, [])
    assert "switched off" in result["warnings"][0]


def test_an_authority_that_is_down_costs_the_stamp_and_not_the_copy(
    stamped: Studio, signer: Identity, portfolio: Path, tmp_path: Path
) -> None:
    stamped.save(replace(stamped.settings, time_authority="http://127.0.0.1:9/tsr"))
    import_(stamped, [portfolio / "tide.png"])
    [result] = signed(stamped, signer, tmp_path / "out")
    assert result["time_stamped"] is False
    assert any("time stamp" in warning.lower() for warning in result["warnings"])
    item = next(inspect(stamped, [tmp_path / "out" / "tide.png"]))
    assert item.says is not None
    assert item.says["credential"]["state"] in ("Valid", "Trusted")


def test_an_authority_on_a_private_address_needs_the_user_s_word(
    stamped: Studio, signer: Identity, portfolio: Path, tmp_path: Path, authority: Authority
) -> None:
    stamped.save(replace(stamped.settings, time_authority_local=False))
    import_(stamped, [portfolio / "tide.png"])
    [result] = signed(stamped, signer, tmp_path / "out")
    assert (result["time_stamped"], authority.queries) == (False, [])
    [entry] = stamped.catalogue.egress.iterate()
    assert entry.refused
    assert entry.bytes_out == 0
