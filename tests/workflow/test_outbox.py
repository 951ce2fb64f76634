"""The outbox: what it does when a registry is busy, silent, refuses, or is told by two at once."""

import functools
import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from doors import Clock
from registering_parts import acts, add_works, register, states
from registry_double import NAME, DoubleRegistry, DoubleServer

from artistguard.model.errors import UsageError
from artistguard.model.jobs import JobState
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Declaration, DeclarationState, Standing
from artistguard.registries import table
from artistguard.workflow import activity, clients, consents, outbox, registering
from artistguard.workflow.studio import Studio


def only(studio: Studio) -> Declaration:
    (found,) = registering.declarations(studio)
    return found


def answers(*replies: tuple[int, dict[str, str], bytes] | None):
    """A script: these answers in turn (None: what the double says itself), then its own."""
    left = list(replies)
    return lambda number, method, body: left.pop(0) if left else None


def says(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    return status, {}, json.dumps({"code": code}).encode()


@pytest.fixture
def halfway(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance in its middle, so that how long is waited is certain."""
    made = functools.partial(outbox.OutboxHandler, chance=lambda: 0.5)
    monkeypatch.setattr(registering, "OutboxHandler", made)


def test_a_busy_registry_is_asked_again_when_it_said(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    server.script = answers((429, {"Retry-After": "90"}, b""))
    batch, report = register(studio, add_works(studio, 1))
    assert batch is not None
    assert (report.done, report.failed, report.left) == (0, 0, 1)
    waits = only(studio)
    assert (waits.state, waits.attempts, waits.error) == (DeclarationState.LATER, 1, "The double is busy.")
    assert waits.next_at == clock.at + timedelta(seconds=90)
    row = activity.row(studio, batch)
    assert (row.standing.value, row.next_at, row.kind, row.subject) == ("waiting", waits.next_at, "register", NAME)
    clock.at += timedelta(seconds=89)
    assert registering.run_outbox(studio).done == 0
    assert len(server.told) == 1
    clock.at += timedelta(seconds=1)
    studio.catalogue.limits.set(f"host.{double.at}", None)  # the door's own memory of the host goes by the real clock
    assert registering.run_outbox(studio).done == 1
    first, second = (body for _, _, body in server.told)
    assert first == second  # the very same bytes
    assert only(studio).state is DeclarationState.RECORDED
    assert double.signatures == 1


def test_while_a_host_is_busy_nothing_more_is_signed_for_it(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    server.script = answers((429, {"Retry-After": "3000"}, b""))
    _, report = register(studio, add_works(studio, 40), NAME, "local")
    assert (report.done, report.left) == (40, 40)
    assert len(server.told) == 1
    assert double.signatures <= 10
    later = [each for each in registering.declarations(studio, registry=NAME) if each.state is DeclarationState.LATER]
    assert {each.attempts for each in later} <= {0, 1}


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_registry_in_trouble_is_asked_ever_more_rarely(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock, halfway: None, status: int
) -> None:
    server.script = lambda number, method, body: (status, {}, b"")
    register(studio, add_works(studio, 1))
    waits = []
    for _ in range(14):
        waiting = only(studio)
        assert waiting.state is DeclarationState.LATER
        assert waiting.next_at is not None
        waits.append((waiting.next_at - clock.at) / timedelta(seconds=30))
        clock.at = waiting.next_at
        studio.catalogue.limits.set(f"host.{double.at}", None)
        registering.run_outbox(studio)
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(waits) == waits[-1] == 24 * 60
    assert len(server.told) == 15
    assert len({body for _, _, body in server.told}) == 1


def test_no_answer_is_not_a_no(studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock) -> None:
    def hang_up(number: int) -> None:
        if number == 0:
            raise ConnectionAbortedError("the double hangs up after it has written it down")

    server.after = hang_up
    register(studio, add_works(studio, 1))
    assert only(studio).state is DeclarationState.LATER
    assert list(server.accepted.values()) == [1]
    clock.at += timedelta(minutes=2)
    assert registering.run_outbox(studio).done == 1
    assert list(server.accepted.values()) == [1]
    assert server.told[0] == server.told[1]
    found = only(studio)
    assert found.state is DeclarationState.RECORDED
    assert found.receipt is not None
    assert (found.receipt.status, found.receipt.id_there) == (409, "id-1")  # declared before, by the same key


def test_a_refusal_is_kept_and_not_tried_again_by_itself(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    server.script = answers(says(422, "validation"))
    works = add_works(studio, 1)
    batch, report = register(studio, works)
    assert batch is not None
    assert report.failed == 1
    refused = only(studio)
    assert refused.state is DeclarationState.REJECTED
    assert refused.error == "The double says no. (validation)"
    assert refused.receipt is not None
    assert refused.receipt.status == 422
    assert acts(studio, "declared", "declaration-refused") == ["declaration-refused"]
    assert [name for name, _ in activity.failures(studio, batch.id)] == [f"{NAME}: #1 Harbour 1"]
    clock.at += timedelta(days=30)
    registering.run_outbox(studio)
    register(studio, works)
    assert len(server.told) == 1
    (left,) = registering.plan(studio, works, [NAME]).left_out
    assert "refused" in left.why
    assert activity.retry(studio, batch.id) == 1  # the user says so
    activity.go_on(studio, batch.id)
    assert only(studio).state is DeclarationState.RECORDED


def test_what_somebody_else_declared_is_told_and_never_forced(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    (work,) = add_works(studio, 1)
    server.held[f"{1:064x}"] = ("id-0", "another key")
    _, report = register(studio, [work])
    assert report.failed == 1
    found = only(studio)
    assert found.state is DeclarationState.CONFLICT
    assert found.error == "Somebody else declared it there: another key."
    assert not studio.catalogue.declarations.recorded([work.id])
    with pytest.raises(UsageError, match="not recorded there"):
        registering.withdraw(studio, [found.id])
    assert len(server.told) == 1


def test_bytes_that_grew_too_old_are_signed_anew(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    double.fresh = timedelta(minutes=8)
    server.script = answers((503, {"Retry-After": "60"}, b""), (503, {"Retry-After": "600"}, b""))
    register(studio, add_works(studio, 1))
    for minutes in (1, 10):
        clock.at += timedelta(minutes=minutes)
        studio.catalogue.limits.set(f"host.{double.at}", None)
        registering.run_outbox(studio)
    first, second, third = (json.loads(body) for _, _, body in server.told)
    assert first == second
    assert third["nonce"] != first["nonce"]
    assert third["files"] == first["files"]
    found = only(studio)
    assert found.receipt is not None
    assert found.receipt.request == server.told[-1][2]


def test_a_registry_may_ask_for_a_new_signature_once_a_try(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock, halfway: None
) -> None:
    server.script = answers(says(422, "clock"))
    register(studio, add_works(studio, 1))
    assert only(studio).state is DeclarationState.RECORDED
    assert double.signatures == 2
    server.script = lambda number, method, body: says(422, "clock")
    register(studio, add_works(studio, 1))
    assert double.signatures == 4
    _, second = registering.declarations(studio)
    assert second.state is DeclarationState.LATER
    assert second.error == "The moment is too far off."
    assert second.next_at == clock.at + timedelta(seconds=30)


def test_the_order_of_a_work_is_kept(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    server.script = answers((503, {"Retry-After": "600"}, b""))
    (work,) = add_works(studio, 1)
    register(studio, [work])
    other, _ = studio.catalogue.presets.get("Ask me")
    later = registering.plan(studio, [work], [NAME], preset=other.id)
    _, report = registering.register(studio, later)
    assert (report.done, report.left) == (0, 1)
    assert len(server.told) == 1
    studio.catalogue.limits.set(f"host.{double.at}", None)
    register(studio, add_works(studio, 1))  # another work does not wait
    assert states(studio) == ["later", "waiting", "recorded"]
    clock.at += timedelta(minutes=10)
    studio.catalogue.limits.set(f"host.{double.at}", None)
    server.held.clear()
    registering.run_outbox(studio)
    told = [json.loads(body) for _, _, body in server.told]
    assert [note["files"][0][-1] for note in told] == ["1", "2", "1", "1"]
    assert told[0] == told[2]
    assert told[3]["policy"] != told[2]["policy"]


def test_one_of_which_nothing_left_is_called_off(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    studio.save(replace(studio.settings, network=False))
    works = add_works(studio, 1)
    register(studio, works)
    assert states(studio) == ["waiting"]
    batch, _ = registering.withdraw(studio, [only(studio).id])
    assert batch is None
    assert states(studio) == []
    studio.save(replace(studio.settings, network=True))
    registering.run_outbox(studio)
    assert not server.told
    _, report = register(studio, works)
    assert report.done == 1


def test_a_withdrawal_waits_for_its_declaration(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    server.script = answers((503, {"Retry-After": "600"}, b""))
    (work,) = add_works(studio, 1)
    register(studio, [work])
    batch, report = registering.withdraw(studio, [only(studio).id])
    assert batch is not None
    assert report.left == 1
    assert [method for method, _, _ in server.told] == ["POST"]
    clock.at += timedelta(minutes=10)
    studio.catalogue.limits.set(f"host.{double.at}", None)
    assert registering.run_outbox(studio).done == 2
    assert [method for method, _, _ in server.told] == ["POST", "POST", "DELETE"]
    assert not server.held
    assert states(studio) == ["withdrawn", "recorded"]
    first, second = registering.declarations(studio)
    assert first.standing is Standing.WITHDRAWN
    assert second.submission.of == first.id
    assert not studio.catalogue.declarations.recorded([work.id])
    assert acts(studio, "declared", "declaration-withdrawn") == ["declared", "declaration-withdrawn"]


def test_what_was_withdrawn_can_be_declared_again(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    works = add_works(studio, 1)
    register(studio, works)
    registering.withdraw(studio, [only(studio).id])
    with pytest.raises(UsageError, match="not recorded there"):
        registering.withdraw(studio, [next(registering.declarations(studio)).id])
    register(studio, works)
    assert states(studio) == ["withdrawn", "recorded", "recorded"]
    assert list(server.accepted.values()) == [2]
    *_, last = registering.declarations(studio)
    registering.withdraw(studio, [last.id])
    assert not server.held


def test_a_withdrawal_that_was_refused_can_be_asked_for_again(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    register(studio, add_works(studio, 1))
    first = only(studio)
    server.script = answers(says(401, "key"))
    _, report = registering.withdraw(studio, [first.id])
    assert report.failed == 1
    assert states(studio) == ["recorded", "rejected"]
    _, report = registering.withdraw(studio, [first.id])
    assert report.done == 1
    assert states(studio) == ["withdrawn", "recorded"]
    assert not server.held


def test_a_batch_that_another_took_over_can_be_called_off_without_harm(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    studio.save(replace(studio.settings, network=False))
    works = add_works(studio, 2)
    first, _ = register(studio, works)
    second, _ = register(studio, works)
    assert first is not None
    assert second is not None
    activity.call_off(studio, first.id)
    assert states(studio) == ["waiting", "waiting"]
    studio.save(replace(studio.settings, network=True))
    assert registering.run_outbox(studio, batch=second.id).done == 2
    assert len(server.told) == 2


def test_what_cannot_be_taken_back_is_not_promised(studio: Studio, double: DoubleRegistry) -> None:
    from artistguard.model.registering import Withdrawal

    double.capabilities = replace(double.capabilities, withdrawal=Withdrawal.NEVER)
    register(studio, add_works(studio, 1))
    with pytest.raises(UsageError, match="never be taken back"):
        registering.withdraw(studio, [only(studio).id])


def test_a_pause_stops_between_two_and_no_timer_goes_on(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    cancel = CancelToken()
    server.after = lambda number: cancel.cancel() if number == 2 else None
    works = add_works(studio, 30)
    plan = registering.plan(studio, works, [NAME])
    batch, report = registering.register(studio, plan, cancel=cancel)
    assert batch is not None
    assert (report.done, report.failed) == (3, 0)
    assert len(server.told) == 3
    assert registering.run_outbox(studio).done == 0
    assert len(server.told) == 3
    row = activity.row(studio, batch)
    assert (row.standing.value, row.done, row.left) == ("blocked", 3, 27)
    assert "goes on with it" in row.reason
    seen: list[int] = []
    report = registering.run_outbox(studio, batch=batch.id, progress=lambda done, total, what: seen.append(done))
    assert report.done == 30
    assert seen == list(range(4, 31))
    assert len(server.told) == 30
    assert set(server.accepted.values()) == {1}
    assert double.signatures == 30  # what was signed before the pause was sent as it was


def test_what_is_called_off_is_forgotten_unless_it_may_have_arrived(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock
) -> None:
    cancel = CancelToken()
    server.script = answers((503, {"Retry-After": "600"}, b""))
    server.after = lambda number: cancel.cancel() if number == 0 else None
    works = add_works(studio, 20)
    batch, _ = registering.register(studio, registering.plan(studio, works, [NAME]), cancel=cancel)
    assert batch is not None
    assert activity.call_off(studio, batch.id) == 20
    assert states(studio) == ["later"]  # of this one it is not known; of what was signed beside it nothing had left
    server.script = answers()
    clock.at += timedelta(minutes=10)
    studio.catalogue.limits.set(f"host.{double.at}", None)
    _, report = register(studio, works)
    assert report.done == 20
    assert set(server.accepted.values()) == {1}
    assert states(studio) == ["recorded"] * 20


def test_two_at_once_tell_everything_once(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, tmp_path
) -> None:
    works = add_works(studio, 40)
    studio.save(replace(studio.settings, network=False))
    batch, _ = register(studio, works, NAME, "local")
    assert batch is not None
    studio.save(replace(studio.settings, network=True))
    reports = []

    def go_on() -> None:
        with Studio(studio.home, passphrase=lambda: "a passphrase", keychain=False) as other:
            reports.append(registering.run_outbox(other, batch=batch.id))

    threads = [threading.Thread(target=go_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(reports) == 2
    registering.run_outbox(studio, batch=batch.id)
    assert studio.catalogue.jobs.progress(batch.id)[JobState.DONE] == 80
    assert len(server.told) == 40
    assert set(server.accepted.values()) == {1}
    assert states(studio) == ["recorded"] * 80
    assert studio.catalogue.custody.verify().whole


def test_a_sealed_work_tells_nothing_to_anybody(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    client = clients.add(studio, "Quiet Press")  # sealed until it is opened
    (sealed,) = add_works(studio, 1, client.id)
    (open_,) = add_works(studio, 1)
    plan = registering.plan(studio, [sealed, open_], [NAME, "local"])
    assert [(each.registry, each.work_id, each.why) for each in plan.left_out] == [
        (NAME, sealed.id, "The client's work is sealed.")
    ]
    assert dict(plan.count) == {NAME: 1, "local": 2}
    registering.register(studio, plan)
    assert len(server.told) == 1
    assert all(f"{1:064x}".encode() not in body for _, _, body in server.told)
    assert len(list(registering.declarations(studio, sealed.id))) == 1


def test_a_seal_that_comes_later_holds_what_waits(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    client = clients.add(studio, "Quiet Press")  # sealed until it is opened
    studio.save(replace(studio.settings, network=False))
    works = add_works(studio, 3)
    register(studio, works)
    studio.catalogue.works.set_client([works[1].id], client.id)
    studio.save(replace(studio.settings, network=True))
    report = registering.run_outbox(studio)
    assert (report.done, report.blocked) == (2, 1)
    assert len(server.told) == 2
    assert registering.run_outbox(studio).done == 0
    assert all(f"{2:064x}".encode() not in body for _, _, body in server.told)


def test_without_the_network_nothing_is_signed_and_it_goes_on_by_itself(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    studio.save(replace(studio.settings, network=False))
    batch, report = register(studio, add_works(studio, 3), NAME, "local")
    assert batch is not None
    assert (report.done, report.blocked, report.failed) == (3, 3, 0)
    assert double.signatures == 0
    assert activity.row(studio, batch).standing.value == "waiting" or activity.row(studio, batch).reason
    assert registering.run_outbox(studio).blocked == 0  # not even looked at
    studio.save(replace(studio.settings, network=True))
    assert registering.run_outbox(studio).done == 6
    assert len(server.told) == 3


def test_nothing_is_sent_to_a_host_that_nobody_agreed_to(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    consents.withdraw(studio, double.at)
    works = add_works(studio, 1)
    plan = registering.plan(studio, works, [NAME])
    assert plan.hosts == (double.at,)
    batch, report = registering.register(studio, plan)
    assert batch is not None
    assert report.blocked == 1
    assert double.at in activity.row(studio, batch).reason
    assert registering.run_outbox(studio).blocked == 0
    assert not server.told
    from artistguard.model.egress import Purpose

    consents.agree(studio, double.at, [Purpose.REGISTER], "the bytes")
    assert registering.run_outbox(studio).done == 1


def test_a_locked_key_blocks_and_loses_nothing(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio.keys, "_passphrase", lambda: None)
    batch, report = register(studio, add_works(studio, 2))
    assert batch is not None
    assert report.blocked == 2
    assert not server.told
    monkeypatch.setattr(studio.keys, "_passphrase", lambda: "a passphrase")
    assert registering.run_outbox(studio, batch=batch.id).done == 2
    assert acts(studio, "record-key-created") == ["record-key-created"]


def test_many_are_told_in_few_transactions(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    works = add_works(studio, 600)
    count = 0
    whole = studio.catalogue.declarations.settle

    def settle(steps) -> None:
        nonlocal count
        count += 1
        whole(steps)

    monkeypatch.setattr(studio.catalogue.declarations, "settle", settle)
    _, report = register(studio, works, "local")
    assert report.done == 600
    assert count <= 5
    assert studio.catalogue.custody.verify().whole


def test_a_registry_that_takes_a_whole_batch_is_told_once(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    double.capabilities = replace(double.capabilities, whole_batch=True)
    works = add_works(studio, 25)
    register(studio, works[:20])
    assert len(server.told) == 1
    plan = registering.plan(studio, works, [NAME])
    assert len(plan.left_out) == 20
    registering.register(studio, plan)
    assert [len(json.loads(body)["files"]) for _, _, body in server.told] == [20, 5]
    assert acts(studio, "declared") == ["declared"] * 25
    assert len(list(registering.declarations(studio, works[3].id))) == 1
    assert studio.catalogue.declarations.recorded([work.id for work in works]) == {work.id for work in works}


def test_what_a_registry_cannot_be_told_is_said_before_and_costs_the_others_nothing(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    works = add_works(studio, 3)
    studio.catalogue.works.set_title(works[1].id, "untellable")
    plan = registering.plan(studio, works, [NAME])
    assert plan.sentence().startswith("2 new, 1 not possible; 2 requests of ")
    (failed,) = plan.failed
    assert failed.error is not None
    assert failed.error.message == "The double cannot be told of that."
    registering.register(studio, plan)
    assert states(studio) == ["recorded", "recorded"]


def test_how_a_declaration_stands_is_asked(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    (work,) = add_works(studio, 1)
    register(studio, [work])
    (now,) = registering.refresh(studio, registering.declarations(studio))
    assert now.standing is Standing.RECORDED
    server.held.clear()
    (now,) = registering.refresh(studio, [now])
    assert now.standing is Standing.GONE
    assert not studio.catalogue.declarations.recorded([work.id])


def test_an_outbox_at_rest_asks_nothing(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    register(studio, add_works(studio, 2))
    told = len(server.told)
    before = threading.active_count()
    report = registering.run_outbox(studio)
    assert (report.done, report.left) == (0, 0)
    assert len(server.told) == told
    assert threading.active_count() == before


def test_a_registry_that_is_there_no_more_is_named(
    studio: Studio, double: DoubleRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.save(replace(studio.settings, network=False))
    batch, _ = register(studio, add_works(studio, 1))
    assert batch is not None
    studio.save(replace(studio.settings, network=True))
    monkeypatch.setattr(table, "ADAPTERS", table.ADAPTERS[:-1])
    report = registering.run_outbox(studio, batch=batch.id)
    assert report.failed == 1
    ((_, error),) = activity.failures(studio, batch.id)
    assert "There is no registry 'double' any more." in error.message


def test_the_same_command_goes_on_with_what_was_left(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    cancel = CancelToken()
    server.after = lambda number: cancel.cancel() if number == 3 else None
    works = add_works(studio, 12)
    first, _ = registering.register(studio, registering.plan(studio, works, [NAME]), cancel=cancel)
    second, report = register(studio, [*works, *add_works(studio, 1)])
    assert first is not None
    assert second is not None
    assert second.id != first.id
    assert report.done == 9
    assert len(server.told) == 13
    assert double.signatures == 13  # what was signed before was not signed again
    assert activity.row(studio, first).left == 0


def test_timers_do_what_is_due_and_ask_after_proofs(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from artistguard.model.registering import Holds, Verification

    assert not registering.is_due(studio)
    with monkeypatch.context() as unproven:
        unproven.setattr(double, "verify", lambda receipt, items=(): Verification(Holds.NOT_YET, ()), raising=False)
        server.script = answers((503, {"Retry-After": "600"}, b""))
        (work,) = add_works(studio, 1)
        register(studio, [work])
        assert not registering.is_due(studio)
        clock.at += timedelta(minutes=10)
        studio.catalogue.limits.set(f"host.{double.at}", None)
        assert registering.is_due(studio)
        assert registering.run_due(studio).done == 1
    taken = only(studio)
    assert (taken.state, taken.standing) == (DeclarationState.RECORDED, Standing.PENDING)
    assert not studio.catalogue.declarations.recorded([work.id])  # taken, and not proven yet
    assert not registering.is_due(studio)
    clock.at += timedelta(hours=7)
    assert registering.is_due(studio)
    registering.run_due(studio)
    assert only(studio).standing is Standing.RECORDED
    assert studio.catalogue.declarations.recorded([work.id])
    assert not registering.is_due(studio)


def test_what_a_registry_says_may_be_anything(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    server.script = answers((400, {}, b'{"code": "\\ud800\\u0000\\u202e"}'))
    _, report = register(studio, add_works(studio, 2))
    assert (report.done, report.failed) == (1, 1)
    refused = next(each for each in registering.declarations(studio) if each.state is DeclarationState.REJECTED)
    assert refused.error.startswith("The double says no. (?")
    assert studio.catalogue.custody.verify().whole


def test_a_receipt_that_does_not_fit_is_kept_and_is_no_record(
    studio: Studio, server: DoubleServer, double: DoubleRegistry
) -> None:
    (work,) = add_works(studio, 1)
    server.script = answers((201, {}, json.dumps({"id": "id-9", "files": ["of somebody else"]}).encode()))
    _, report = register(studio, [work])
    assert report.failed == 1
    found = only(studio)
    assert found.standing is Standing.UNPROVEN
    assert found.receipt is not None
    assert found.receipt.id_there == "id-9"
    assert "about other files than the request" in found.error
    assert not studio.catalogue.declarations.recorded([work.id])
    registering.run_outbox(studio)
    assert len(server.told) == 1


def test_a_lost_key_is_not_replaced_unasked(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, tmp_path
) -> None:
    register(studio, add_works(studio, 1))
    key = registering.record_key(studio)
    key.back_up(tmp_path / "key.pem", "a passphrase")
    (studio.home / "keys" / "record-key.pem").unlink()
    batch, report = register(studio, add_works(studio, 1))
    assert batch is not None
    assert report.blocked == 1
    assert "not on this machine any more" in activity.row(studio, batch).reason
    registering.record_key(studio).take_in(tmp_path / "key.pem", "a passphrase")
    assert registering.run_outbox(studio, batch=batch.id).done == 1
    assert len({json.loads(body)["key"] for _, _, body in server.told}) == 1
