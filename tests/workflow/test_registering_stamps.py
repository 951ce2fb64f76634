"""Stamps through the outbox: a real time-stamp authority and doubles of calendars, from the plan to the proof."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from authority import Authority
from calendar_double import HEIGHT, Calendar, served
from registering_parts import add_works

from artistguard.model.artwork import Artwork, EditionRole, Location
from artistguard.model.egress import Purpose
from artistguard.model.errors import Sealed, UsageError
from artistguard.model.ids import new_id
from artistguard.model.registering import Declaration, DeclarationState, Holds, Standing
from artistguard.registries.opentimestamps import NAME as CALENDARS
from artistguard.workflow import clients, consents, receipt_files, registering, work_proofs
from artistguard.workflow.studio import Studio


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
    assert plan.sentence().startswith("1 new about 7 files, 2 left out; 1 request of ")
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


def test_a_seal_between_plan_and_sending_keeps_its_works_out_of_the_root(
    stamping: Studio, authority: Authority
) -> None:
    name = f"rfc3161:{authority.at}/tsr"
    works = add_works(stamping, 5)
    stamping.save(replace(stamping.settings, network=False))
    registering.register(stamping, registering.plan(stamping, works, [name]))
    client = clients.add(stamping, "Meridian Press")
    clients.assign(stamping, [works[4].id], client)
    stamping.save(replace(stamping.settings, network=True))
    report = registering.run_outbox(stamping)
    assert (report.done, report.blocked) == (1, 1)
    found, waits = registering.declarations(stamping)
    assert found.receipt is not None
    assert found.receipt.parts["leaves.jsonl"].count(b"\n") == 4
    assert f"{5:064x}".encode() not in b"".join(found.receipt.parts.values())
    assert registering.registry(stamping, name).verify(found.receipt, found.submission.items).holds is Holds.YES
    assert [item.work_id for item in waits.submission.items] == [works[4].id]
    clients.open_(stamping, stamping.catalogue.clients.get(client.id))
    assert registering.run_outbox(stamping).done == 2
    assert len(authority.queries) == 2


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


# --- the proof of one work, as a file


@pytest.fixture(params=["rfc3161", CALENDARS])
def recorded(request: pytest.FixtureRequest, stamping: Studio, authority: Authority) -> Declaration:
    name = request.param if request.param == CALENDARS else f"rfc3161:{authority.at}/tsr"
    return told(stamping, add_works(stamping, 5), name)


def test_the_proof_of_one_work_is_a_file_with_nothing_of_the_others_in_it(
    stamping: Studio, recorded: Declaration, tmp_path: Path
) -> None:
    items = recorded.submission.items
    work = items[2].work_id
    assert work_proofs.wanted(stamping, recorded, work)
    file = work_proofs.export(stamping, recorded.id, work, tmp_path / "proof.zip")
    with zipfile.ZipFile(file) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    everything = b"".join(files.values())
    assert items[2].sha256.encode() in everything
    for number in (0, 1, 3, 4):
        assert items[number].sha256.encode() not in everything
        assert items[number].blake3.encode() not in everything
    assert b"Harbour" not in everything
    found = registering.verify_file(stamping, file)
    pending = recorded.submission.registry == CALENDARS
    assert (found.holds, found.faults) == (Holds.NOT_YET if pending else Holds.YES, ())
    assert (found.proven_at is None) is pending
    assert items[2].sha256 in found.says[0]


def test_every_file_of_such_a_proof_counts(stamping: Studio, recorded: Declaration, tmp_path: Path) -> None:
    file = work_proofs.export(stamping, recorded.id, recorded.submission.items[0].work_id, tmp_path / "proof.zip")
    with zipfile.ZipFile(file) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    for name, data in files.items():
        at = len(data) // 2
        touched = {**files, name: data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]}
        changed = tmp_path / f"{name}.changed.zip"
        changed.write_bytes(receipt_files.packed(touched))
        found = registering.verify_file(stamping, changed)
        assert (found.holds, found.proven_at) == (Holds.NO, None), name
        if name != "SHA256SUMS":
            assert any(fault.startswith(name) for fault in found.faults), (name, found.faults)
        left = tmp_path / f"{name}.left.zip"
        left.write_bytes(receipt_files.packed({n: data for n, data in files.items() if n != name}))
        try:
            assert registering.verify_file(stamping, left).holds is Holds.NO
        except UsageError:  # without its path it is nothing that is known
            assert name == "path.json"


def test_a_whole_receipt_over_many_works_is_checked_as_well(
    stamping: Studio, recorded: Declaration, tmp_path: Path
) -> None:
    file = registering.export_receipt(stamping, recorded.id, tmp_path / "whole.zip")
    found = registering.verify_file(stamping, file)
    pending = recorded.submission.registry == CALENDARS
    assert (found.holds, found.faults) == (Holds.NOT_YET if pending else Holds.YES, ())
    with zipfile.ZipFile(file) as whole:
        assert ("ots verify" if pending else "openssl ts -verify -in response.bin") in whole.read("README.txt").decode()


def test_receipts_of_an_authority_that_is_no_longer_set_can_still_be_checked(
    stamping: Studio, authority: Authority, tmp_path: Path
) -> None:
    name = f"rfc3161:{authority.at}/tsr"
    found = told(stamping, add_works(stamping, 3), name)
    stamping.save(replace(stamping.settings, registry_authorities="https://tsa.example"))
    whole = registering.export_receipt(stamping, found.id, tmp_path / "whole.zip")
    one = work_proofs.export(stamping, found.id, found.submission.items[0].work_id, tmp_path / "one.zip")
    for file in (whole, one):
        assert registering.verify_file(stamping, file).holds is Holds.YES
    with pytest.raises(UsageError, match="no registry"):
        registering.plan(stamping, add_works(stamping, 1), [name])


def test_several_files_of_one_work_have_a_folder_each(stamping: Studio, authority: Authority, tmp_path: Path) -> None:
    [work, _other] = add_works(stamping, 2)
    copy = replace(
        stamping.catalogue.works.get(work.id).editions[0],
        id=new_id(),
        role=EditionRole.SIGNED_COPY,
        sha256="ab" * 32,
        location=Location(stamping.catalogue.roots.list()[0][0], "signed.png"),
    )
    stamping.catalogue.works.add_edition(copy, [])
    name = f"rfc3161:{authority.at}/tsr"
    roles = (EditionRole.MASTER, EditionRole.SIGNED_COPY)
    plan = registering.plan(stamping, [work, _other], [name], roles=roles)
    registering.register(stamping, plan)
    [found] = registering.declarations(stamping, registry=name)
    file = work_proofs.export(stamping, found.id, work.id, tmp_path / "proof.zip")
    with zipfile.ZipFile(file) as whole:
        names = whole.namelist()
    assert {name.partition("/")[0] for name in names} == {"1-master", "2-signed-copy"}
    check = registering.verify_file(stamping, file)
    assert (check.holds, check.faults, check.proven_at is not None) == (Holds.YES, (), True)


def test_a_sealed_work_s_proof_stays_here_unless_it_is_wanted(
    stamping: Studio, recorded: Declaration, tmp_path: Path
) -> None:
    work = recorded.submission.items[1].work_id
    client = clients.add(stamping, "Meridian Press")
    stamping.catalogue.works.set_client([work], client.id)
    with pytest.raises(Sealed):
        work_proofs.export(stamping, recorded.id, work, tmp_path / "proof.zip")
    assert not (tmp_path / "proof.zip").exists()
    assert work_proofs.export(stamping, recorded.id, work, tmp_path / "proof.zip", with_sealed=True).exists()


def test_there_is_no_proof_of_a_work_that_is_not_in_it(stamping: Studio, recorded: Declaration, tmp_path: Path) -> None:
    [stranger] = add_works(stamping, 1)
    with pytest.raises(UsageError, match="no proof of that work"):
        work_proofs.export(stamping, recorded.id, stranger.id, tmp_path / "proof.zip")
