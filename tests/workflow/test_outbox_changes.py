"""The outbox when something changes on the way: a seal, a consent, the clock, a file, a work, the disk."""

import json
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from doors import Clock
from pictures import draw
from registering_parts import acts, add_works, register, states
from registry_double import NAME, DoubleRegistry, DoubleServer
from sqlalchemy import event

from artistguard.catalogue import schema
from artistguard.model.errors import DiskFull, UsageError
from artistguard.model.registering import Declaration, DeclarationState, Holds, Operation, Standing
from artistguard.model.rights import OPEN
from artistguard.workflow import activity, clients, consents, ledger_stamps, registering
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


def of_work(studio: Studio, work_id: str) -> Declaration:
    (found,) = registering.declarations(studio, work_id)
    return found


def files(body: bytes) -> list[str]:
    return list(json.loads(body)["files"])


# --- a seal


def sealed_meanwhile(studio: Studio, double: DoubleRegistry, count: int = 6) -> tuple[list[str], str, str]:
    """A batch in one declaration waits for the network; two of its works are under seal by then."""
    double.capabilities = replace(double.capabilities, whole_batch=True)
    client = clients.add(studio, "Quiet Press")
    works = [work.id for work in add_works(studio, count)]
    studio.save(replace(studio.settings, network=False))
    batch, _ = registering.register(studio, registering.plan(studio, works, [NAME]))
    assert batch is not None
    studio.catalogue.works.set_client(works[1:3], client.id)
    studio.save(replace(studio.settings, network=True))
    return works, client.id, batch.id


def test_only_the_works_under_seal_wait(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    works, client, batch = sealed_meanwhile(studio, double)
    report = registering.run_outbox(studio)  # as a timer does
    assert (report.done, report.blocked, report.failed) == (1, 1, 0)
    assert [files(body) for _, _, body in server.told] == [[f"{n:064x}" for n in (1, 4, 5, 6)]]
    waits = of_work(studio, works[1])
    assert [item.work_id for item in waits.submission.items] == works[1:3]
    assert waits.state is DeclarationState.WAITING
    assert waits.created_at == of_work(studio, works[0]).created_at
    reason = activity.row(studio, studio.catalogue.jobs.batch(batch)).reason
    assert reason == "The client's work is sealed: Harbour 2, Harbour 3."
    assert registering.run_outbox(studio).done == 0
    assert studio.catalogue.declarations.recorded(works) == {works[0], *works[3:]}
    plan = registering.plan(studio, works, [NAME])
    assert plan.total == 0
    # Opened again: what waited goes by itself.
    studio.catalogue.clients.update(replace(studio.catalogue.clients.get(client), seal=OPEN))
    assert registering.run_outbox(studio).done == 2
    assert [files(body) for _, _, body in server.told][1:] == [[f"{n:064x}" for n in (2, 3)]]
    assert set(server.accepted.values()) == {1}
    assert studio.catalogue.declarations.recorded(works) == set(works)


def test_a_batch_that_is_sealed_as_a_whole_waits_as_a_whole(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    works, client, _ = sealed_meanwhile(studio, double)
    studio.catalogue.works.set_client(works, client)
    assert registering.run_outbox(studio).done == 0
    assert len(list(registering.declarations(studio))) == 1
    assert not server.told


def test_a_seal_between_two_tries_parts_them_too(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    double.capabilities = replace(double.capabilities, whole_batch=True)
    works = add_works(studio, 4)
    server.script = lambda number, method, body: (503, {"Retry-After": "60"}, b"") if number == 0 else None
    register(studio, works)
    client = clients.add(studio, "Quiet Press")
    studio.catalogue.works.set_client([works[0].id], client.id)
    clock.at += timedelta(minutes=2)
    studio.catalogue.limits.set(f"host.{double.at}", None)
    report = registering.run_outbox(studio)
    assert (report.done, report.blocked) == (1, 1)
    assert files(server.told[1][2]) == [f"{n:064x}" for n in (2, 3, 4)]


def test_a_seal_just_before_it_is_sent_holds_it_and_parts_them_next(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    double.capabilities = replace(double.capabilities, whole_batch=True)
    works = add_works(studio, 3)
    client = clients.add(studio, "Quiet Press")
    whole = double.sign

    def sign(*given):  # type: ignore[no-untyped-def]
        studio.catalogue.works.set_client([works[0].id], client.id)
        return whole(*given)

    monkeypatch.setattr(double, "sign", sign)
    register(studio, works)
    assert not server.told
    assert states(studio) == ["waiting"]  # signed, and nothing left
    assert registering.run_outbox(studio).done == 1
    assert files(server.told[0][2]) == [f"{n:064x}" for n in (2, 3)]


def test_what_a_withdrawal_names_is_not_parted(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    double.capabilities = replace(double.capabilities, whole_batch=True)
    works = add_works(studio, 3)
    server.script = lambda number, method, body: (500, {}, b"") if number == 0 else None
    register(studio, works)
    (asked,) = registering.declarations(studio)
    registering.withdraw(studio, [asked.id])
    client = clients.add(studio, "Quiet Press")
    studio.catalogue.works.set_client([works[0].id], client.id)
    for id_ in (each.id for each in registering.declarations(studio)):
        studio.catalogue.jobs.hasten([f"register:{id_}"])
    studio.catalogue.limits.set(f"host.{double.at}", None)
    registering.run_outbox(studio)
    assert len(server.told) == 1
    assert len(list(registering.declarations(studio))) == 2


# --- a consent


def test_nothing_leaves_after_a_consent_is_withdrawn_midway(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    server.after = lambda number: consents.withdraw(studio, double.at) and None if number == 4 else None
    works = add_works(studio, 30)
    batch, report = register(studio, works)
    assert batch is not None
    assert len(server.told) == 5
    assert (report.done, report.blocked, report.failed) == (5, 25, 0)
    assert Counter(states(studio)) == {"recorded": 5, "waiting": 25}  # none of the signed ones is called sent
    row = activity.row(studio, batch)
    assert (row.done, row.left) == (5, 25)
    assert f"You have not agreed yet that {double.at} is asked" in row.reason
    assert registering.run_outbox(studio).done == 0
    assert len(server.told) == 5
    assert activity.call_off(studio, batch.id) == 25
    assert states(studio) == ["recorded"] * 5
    assert studio.catalogue.custody.verify().whole


# --- the clock


def test_a_clock_set_back_keeps_the_order_of_the_ledger(studio: Studio, clock: Clock) -> None:
    works = add_works(studio, 3)
    for work, back in zip(works, (0, 400, 1), strict=True):
        clock.at -= timedelta(days=back)
        register(studio, [work], "local")
    found = list(registering.declarations(studio))
    assert [each.submission.items[0].work_id for each in found] == [work.id for work in works]
    dates = [each.receipt.at for each in found if each.receipt is not None]
    assert dates == [each.created_at for each in found]  # each says what its clock said
    assert dates == sorted(dates, reverse=True)
    report = ledger_stamps.check(studio)
    assert report.whole
    assert report.chain.backwards == 2
    for each in found:
        assert each.receipt is not None
        assert registering.registry(studio, "local").verify(each.receipt, each.submission.items).holds is Holds.YES
    registering.withdraw(studio, [found[0].id])
    assert studio.catalogue.declarations.get(found[0].id).state is DeclarationState.WITHDRAWN


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(days=10), timedelta(days=4000)])
def test_a_clock_set_back_prolongs_no_wait(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock, back: timedelta
) -> None:
    server.script = lambda number, method, body: (503, {"Retry-After": "600"}, b"") if number == 0 else None
    register(studio, add_works(studio, 1))
    clock.at -= back
    assert not registering.is_due(studio)
    (waits,) = registering.declarations(studio)
    assert waits.next_at == clock.at + timedelta(minutes=10)  # as long as was asked for, and no longer
    registering.run_outbox(studio)
    assert len(server.told) == 1
    clock.at += timedelta(minutes=10)
    studio.catalogue.limits.set(f"host.{double.at}", None)
    assert registering.is_due(studio)
    assert registering.run_outbox(studio).done == 1
    assert list(server.accepted.values()) == [1]
    assert studio.catalogue.custody.verify().whole


def test_a_clock_set_forth_and_back_asks_after_proofs_still(
    studio: Studio, double: DoubleRegistry, clock: Clock
) -> None:
    register(studio, add_works(studio, 1))
    (found,) = registering.declarations(studio)
    studio.catalogue.declarations.stands(found.id, Standing.PENDING, clock.at + timedelta(days=3000))
    assert registering.is_due(studio)
    registering.run_due(studio)
    assert studio.catalogue.declarations.get(found.id).standing is Standing.RECORDED


# --- files and works


def test_a_master_that_changed_or_is_gone_is_withdrawn_and_checked_by_what_was_declared(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in (1, 2):
        draw(number).save(pictures / f"{number}.png")
    import_(studio, [pictures])
    works = list(studio.catalogue.works.iterate())
    register(studio, works, NAME, "local")
    (pictures / "1.png").unlink()
    draw(9).save(pictures / "2.png")
    declared = [each for each in registering.declarations(studio) if each.submission.operation is Operation.DECLARE]
    for number, each in enumerate(declared):
        file = registering.export_receipt(studio, each.id, tmp_path / f"receipt {number}.zip")
        assert registering.verify_file(studio, file).holds is Holds.YES
    digests = {item.sha256 for each in declared for item in each.submission.items}
    assert digests == {edition.sha256 for work in works for edition in work.editions}
    _, report = registering.withdraw(studio, [each.id for each in declared])
    assert (report.done, report.failed) == (4, 0)
    assert not server.held
    assert studio.catalogue.custody.verify().whole


def test_a_work_of_which_something_waits_cannot_be_taken_out_of_the_catalogue(studio: Studio) -> None:
    (work,) = add_works(studio, 1)
    studio.save(replace(studio.settings, network=False))
    register(studio, [work], "local")
    with studio.catalogue._database.write() as connection, pytest.raises(Exception, match="FOREIGN KEY"):
        connection.execute(schema.artworks.delete())


def test_a_work_that_somebody_took_out_by_hand_is_told_to_nobody(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    works = add_works(studio, 3)
    studio.save(replace(studio.settings, network=False))
    batch, _ = register(studio, works)
    assert batch is not None
    file = studio.catalogue._database.file
    assert file is not None
    with sqlite3.connect(file) as by_hand:  # which keeps to no foreign keys
        by_hand.execute("delete from artworks where id = ?", [works[1].id])
    by_hand.close()
    studio.save(replace(studio.settings, network=True))
    report = registering.run_outbox(studio)
    assert (report.done, report.failed, report.blocked) == (2, 1, 0)
    assert len(server.told) == 2
    (failed,) = activity.failures(studio, batch.id)
    assert "there is no such work any more, so nothing was told of it: Harbour 2" in failed[1].message
    assert states(studio) == ["recorded", "rejected", "recorded"]


# --- the disk


def test_a_full_disk_while_a_receipt_is_kept_loses_nothing(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    engine = studio.catalogue._database._engine

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        """As SQLite can play a full disk: there is room for small things, and none for the answer."""
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={used + 20}")

    def fill(number: int) -> None:
        if number == 1:
            event.listen(engine, "connect", limit)
            studio.catalogue.close()  # its connections are made anew

    def at_length(number: int, method: str, body: bytes):  # type: ignore[no-untyped-def]
        status, headers, answer = server._usual(method, "/declarations", body)
        return status, headers, json.dumps({**json.loads(answer), "at length": "." * 300_000}).encode()

    server.script, server.after = at_length, fill
    batch, report = register(studio, add_works(studio, 3))
    assert batch is not None
    assert isinstance(report.stopped, DiskFull)
    told = [body for _, _, body in server.told]
    assert len(told) == 3
    assert not acts(studio, "declared")
    assert states(studio) == ["sending"] * 3  # whether they arrived is not known here
    event.remove(engine, "connect", limit)
    studio.catalogue.close()
    server.after = lambda number: None
    report = registering.run_outbox(studio, batch=batch.id)
    assert (report.done, report.failed, report.left) == (3, 0, 0)
    assert set(server.accepted.values()) == {1}
    assert [body for _, _, body in server.told[3:]] == told  # the very same bytes again
    assert acts(studio, "declared") == ["declared"] * 3
    assert studio.catalogue.custody.verify().whole


def test_a_full_disk_leaves_no_half_receipt(
    studio: Studio, double: DoubleRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is full")
    register(studio, add_works(studio, 1))
    (found,) = registering.declarations(studio)
    plain = Path.open

    def onto_a_full_disk(self: Path, mode: str = "r", *rest, **more):  # type: ignore[no-untyped-def]
        file = plain(self, mode, *rest, **more)
        if not self.name.endswith(".part"):
            return file
        file.close()
        return plain(Path("/dev/full"), "wb")

    full = pytest.raises(UsageError, match="cannot be written: No space left on device")
    with monkeypatch.context() as patched, full:
        patched.setattr(Path, "open", onto_a_full_disk)
        registering.export_receipt(studio, found.id, tmp_path / "receipt.zip")
    assert not list(tmp_path.glob("*receipt*"))
    registering.export_receipt(studio, found.id, tmp_path / "receipt.zip")
    assert registering.verify_file(studio, tmp_path / "receipt.zip").holds is Holds.YES


# --- what was taken and is not proven


def test_trying_once_more_asks_how_it_stands_and_both_say_the_same(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    wrong = json.dumps({"id": "id-9", "files": ["of somebody else"]}).encode()
    server.script = lambda number, method, body: (201, {}, wrong) if method == "POST" else None
    batch, report = register(studio, add_works(studio, 1))
    assert batch is not None
    assert report.failed == 1
    server.script = lambda number, method, body: (200, {}, b"{}")
    assert activity.retry(studio, batch.id) == 1
    activity.go_on(studio, batch.id)
    assert [method for method, _, _ in server.told] == ["POST", "GET"]  # asked, and not told a second time
    (found,) = registering.declarations(studio)
    assert found.standing is Standing.UNPROVEN
    row = activity.row(studio, batch)
    assert (row.done, row.failed) == (0, 1)
    (failed,) = activity.failures(studio, batch.id)
    assert failed[1].message == found.error
    assert "its receipt does not hold" in found.error


def test_what_proves_true_when_it_is_tried_once_more_is_done(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = json.dumps({"id": "id-9", "files": ["of somebody else"]}).encode()
    server.script = lambda number, method, body: (201, {}, wrong) if method == "POST" else (200, {}, b"{}")
    (work,) = add_works(studio, 1)
    batch, _ = register(studio, [work])
    assert batch is not None
    whole = double.status

    def status(receipt, *rest):  # type: ignore[no-untyped-def]
        right = json.dumps({"id": "id-9", "files": json.loads(receipt.request)["files"]}).encode()
        return replace(whole(receipt, *rest), receipt=replace(receipt, response=right))

    monkeypatch.setattr(double, "status", status)
    activity.retry(studio, batch.id)
    activity.go_on(studio, batch.id)
    (found,) = registering.declarations(studio)
    assert (found.standing, found.error) == (Standing.RECORDED, "")
    row = activity.row(studio, batch)
    assert (row.done, row.failed) == (1, 0)
    assert studio.catalogue.declarations.recorded([work.id]) == {work.id}
