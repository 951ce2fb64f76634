"""Declaring at a hub, in both dialects, opposite a double of one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from registries import hub_parts as parts
from registries.hub_parts import GATEWAY, Key
from registries.iscc_hub_double import AUGUST, NEWEST, NOW, IsccHubDouble, Reply
from sources.served import Ledger

from artistguard.model.egress import Purpose
from artistguard.model.errors import ComeBackLater, NetworkError, Sealed, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    AlreadyMine,
    Conflict,
    Holds,
    Operation,
    Rejected,
    Standing,
    Told,
    Withdrawal,
)
from artistguard.net.door import Answer, Door
from artistguard.registries.iscc_hubs import Dialect
from artistguard.website import ledger


@pytest.fixture(params=[AUGUST, NEWEST])
def double(request: pytest.FixtureRequest) -> Iterator[IsccHubDouble]:
    with IsccHubDouble(request.param).served() as hub:
        yield hub
        assert not [one for one in hub.asked if "x-force-declaration" in one.headers]  # nothing is ever forced


@pytest.fixture
def newest() -> Iterator[IsccHubDouble]:
    with IsccHubDouble(NEWEST).served() as hub:
        yield hub


def test_a_file_is_declared_and_its_receipt_proves_it(double: IsccHubDouble) -> None:
    ours, what, ledger = parts.registry(double), parts.submission(gateway=GATEWAY), Ledger()
    outcome = ours.submit(parts.signed(ours, what), what, parts.door(double, ledger), CancelToken())
    assert isinstance(outcome, Accepted), outcome
    receipt = outcome.receipt
    found = ours.verify(receipt, what.items)
    assert found.holds is Holds.YES, found.faults
    assert found.proven_at is not None
    assert abs(found.proven_at - NOW) < timedelta(minutes=1)
    assert GATEWAY.replace("{iscc_id}", receipt.id_there[5:].lower()) in found.says[-1]
    assert "no opt-out" in found.says[-1]
    assert receipt.id_there == double.log[0]["iscc_id"]
    assert receipt.status == 201
    assert receipt.key == Key().text
    assert len(double.log) == 1
    assert {entry.purpose for entry in ledger.entries.values()} == {Purpose.REGISTER}
    assert {entry.subjects.works for entry in ledger.entries.values()} == {("work-1",)}


def test_what_leaves_is_what_was_shown_before(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission(gateway=GATEWAY, metahash="1e20" + "ab" * 32)
    prepared = ours.prepare(what)
    assert prepared == ours.prepare(what)
    parts.declared(double, ours, what)
    assert [one.method for one in prepared.leaves] == [one.method for one in double.asked]
    shown, sent = json.loads(prepared.leaves[0].body), json.loads(double.asked[0].body)
    assert set(sent) - set(shown) == {"nonce", "timestamp", "signature"}
    assert set(sent["signature"]) == {"version", "pubkey", "proof"}
    assert {name: sent[name] for name in shown} == shown
    assert ("$schema" in shown) is (double.dialect == NEWEST)
    assert set(shown) - {"$schema"} == {"iscc_code", "datahash", "gateway", "metahash"}
    assert sent["nonce"][:3] == "001"
    assert sent["timestamp"] == "2026-11-26T09:00:00.000Z"
    assert len(double.asked[0].body) <= 8192


def test_every_note_has_a_number_of_its_own(double: IsccHubDouble) -> None:
    ours = parts.registry(double)
    prepared = ours.prepare(parts.submission())
    nonces = {json.loads(ours.sign(prepared, Key(), NOW).body)["nonce"] for _ in range(50)}
    assert len(nonces) == 50
    made = ours.sign(prepared, Key(), NOW)
    assert made.stale_at == NOW + timedelta(seconds=480)


def test_the_same_bytes_again_make_no_second_declaration(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    made = parts.signed(ours, what)
    first = ours.submit(made, what, parts.door(double), CancelToken())
    again = ours.submit(made, what, parts.door(double), CancelToken())
    assert isinstance(first, Accepted)
    assert isinstance(again, AlreadyMine)
    assert again.receipt.id_there == first.receipt.id_there
    assert len(double.log) == 1
    # August's hubs give the receipt once, and the answer to the second try is not signed.
    wanted = Holds.YES if double.dialect == NEWEST else Holds.CANNOT_SAY
    assert ours.verify(again.receipt, what.items).holds is wanted
    signed_anew = parts.send(double, ours, what)
    assert isinstance(signed_anew, AlreadyMine)
    assert ours.verify(signed_anew.receipt, what.items).holds is wanted
    assert len(double.log) == 1


def test_what_somebody_else_declared_stays_theirs(double: IsccHubDouble) -> None:
    ours, what, stranger = parts.registry(double), parts.submission(), Key(9)
    parts.declared(double, ours, what, stranger)
    outcome = parts.send(double, ours, what)
    assert isinstance(outcome, Conflict)
    assert outcome.other == stranger.text
    assert len(double.log) == 1
    assert ours.verify(outcome.receipt).holds is Holds.CANNOT_SAY


def test_a_declaration_is_withdrawn_by_its_own_key_alone(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission(gateway=GATEWAY)
    receipt = parts.declared(double, ours, what)
    back = ours.withdraw(receipt, what, "declaration-1")
    assert back.operation is Operation.WITHDRAW
    assert back.of == "declaration-1"
    stranger = parts.send(double, ours, back, Key(9))
    assert isinstance(stranger, Rejected)
    assert stranger.code == "not-ones-own"
    made = parts.signed(ours, back)
    outcome = ours.submit(made, back, parts.door(double), CancelToken())
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.status == 204
    found = ours.verify(outcome.receipt)
    assert found.holds is Holds.CANNOT_SAY  # the hub signs nothing about it
    assert "signs nothing" in found.says[0]
    again = ours.submit(made, back, parts.door(double), CancelToken())  # after a crash: the same bytes
    assert isinstance(again, AlreadyMine)
    assert [("$schema" in one["note"]) for one in double.log] == [double.dialect == NEWEST] * 2
    assert ours.verify(receipt, what.items).holds is Holds.YES  # what was declared then stays proven


def test_a_withdrawn_file_is_not_taken_a_second_time(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    receipt = parts.declared(double, ours, what)
    assert isinstance(parts.send(double, ours, ours.withdraw(receipt, what, "d")), Accepted)
    outcome = parts.send(double, ours, what)
    if double.dialect == NEWEST:
        assert isinstance(outcome, Rejected)
        assert outcome.code == "withdrawn-before"
    else:  # which cannot be asked, and whose answer names the first declaration
        assert isinstance(outcome, AlreadyMine)
        assert ours.verify(outcome.receipt).holds is Holds.CANNOT_SAY
    assert len(double.log) == 2


def test_an_earlier_entry_that_points_to_other_terms_is_not_taken_for_this_one(newest: IsccHubDouble) -> None:
    ours = parts.registry(newest)
    first = parts.declared(newest, ours, parts.submission())
    outcome = parts.send(newest, ours, parts.submission(gateway=GATEWAY))
    assert isinstance(outcome, Rejected)
    assert outcome.code == "points-elsewhere"
    assert "to no terms" in outcome.message
    assert outcome.receipt is not None
    assert outcome.receipt.id_there == first.id_there
    assert isinstance(parts.send(newest, ours, parts.submission()), AlreadyMine)
    other = parts.item(b"another picture")
    parts.declared(newest, ours, parts.submission(other, gateway=GATEWAY))
    moved = parts.send(newest, ours, parts.submission(other, gateway="https://elsewhere.example/{datahash}"))
    assert isinstance(moved, Rejected)
    assert f"points to {GATEWAY}" in moved.message


def test_how_a_declaration_stands_is_asked_where_it_can_be(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    receipt = parts.declared(double, ours, what)
    before = len(double.asked)
    status = ours.status(receipt, what, parts.door(double), CancelToken())
    if double.dialect == AUGUST:
        assert status.standing is Standing.UNKNOWN
        assert len(double.asked) == before
        return
    assert status.standing is Standing.RECORDED
    assert status.receipt is None  # ours has everything
    back = ours.withdraw(receipt, what, "d")
    assert isinstance(taken_back := parts.send(double, ours, back), Accepted)
    assert ours.status(receipt, what, parts.door(double), CancelToken()).standing is Standing.GONE
    assert ours.status(taken_back.receipt, back, parts.door(double), CancelToken()).standing is Standing.WITHDRAWN


def test_the_receipt_is_asked_for_again_until_it_is_whole(newest: IsccHubDouble) -> None:
    ours, what = parts.registry(newest), parts.submission()
    newest.fault = lambda asked: Reply(503, b"") if asked.path.endswith("/receipt") else None
    receipt = parts.declared(newest, ours, what)
    found = ours.verify(receipt, what.items)
    assert found.holds is Holds.NOT_YET
    assert found.proven_at is None
    newest.fault, newest.covers = lambda asked: None, False
    better = ours.status(receipt, what, parts.door(newest), CancelToken()).receipt
    assert better is not None
    assert json.loads(better.parts["ack.json"])["iscc_id"] == receipt.id_there
    found = ours.verify(better, what.items)
    assert found.holds is Holds.YES, found.faults
    assert any("No proof from the hub's log" in says for says in found.says)
    newest.covers = True
    best = ours.status(better, what, parts.door(newest), CancelToken()).receipt
    assert best is not None
    found = ours.verify(best, what.items)
    assert found.holds is Holds.YES, found.faults
    assert any("signed log of 1 entries" in says for says in found.says)
    assert json.loads(best.parts["ack.json"]) == json.loads(better.parts["ack.json"])


def test_a_stop_after_the_acknowledgement_loses_nothing(newest: IsccHubDouble) -> None:
    ours, what, cancel = parts.registry(newest), parts.submission(), CancelToken()

    def stop(asked: object) -> None:
        if len(newest.log) == 1:
            cancel.cancel()

    newest.fault = stop  # type: ignore[assignment]
    outcome = ours.submit(parts.signed(ours, what), what, parts.door(newest), cancel)
    assert isinstance(outcome, Accepted)
    assert ours.verify(outcome.receipt, what.items).holds in (Holds.NOT_YET, Holds.YES)


def test_a_seal_closed_after_the_acknowledgement_loses_nothing(newest: IsccHubDouble) -> None:
    ours, what = parts.registry(newest), parts.submission()

    class Closing(Door):
        def request(self, method: str, url: str, **more: Any) -> Answer:
            if newest.log:
                raise Sealed("The client's work is sealed.")
            return super().request(method, url, **more)

    door = parts.door(newest)
    door.__class__ = Closing
    outcome = ours.submit(parts.signed(ours, what), what, door, CancelToken())
    assert isinstance(outcome, Accepted)
    assert ours.verify(outcome.receipt, what.items).holds is Holds.NOT_YET


def test_a_hub_without_a_look_up_is_believed_about_whose_it_is(newest: IsccHubDouble) -> None:
    ours, what = parts.registry(newest), parts.submission()
    parts.declared(newest, ours, what)
    newest.fault = lambda asked: (
        Reply(404, b"<html>", {"Content-Type": "text/html"}) if "lookup" in asked.path else None
    )
    again = parts.send(newest, ours, what)
    assert isinstance(again, AlreadyMine)
    assert ours.verify(again.receipt).holds is Holds.CANNOT_SAY
    assert isinstance(parts.send(newest, ours, what, Key(9)), Conflict)


def test_a_hub_that_cannot_be_read_is_asked_again_later(newest: IsccHubDouble) -> None:
    ours, what = parts.registry(newest), parts.submission()
    receipt = parts.declared(newest, ours, what)
    newest.fault = lambda asked: Reply(503, b"", {"Retry-After": "120"})
    with pytest.raises(ComeBackLater) as error:
        ours.status(receipt, what, parts.door(newest), CancelToken())
    assert error.value.until is not None
    newest.fault = lambda asked: Reply(404, b"<html>", {"Content-Type": "text/html"})  # no hub's word
    with pytest.raises(NetworkError):
        ours.status(receipt, what, parts.door(newest), CancelToken())


def test_a_hub_without_a_pinned_key_is_believed_no_further_than_its_site(double: IsccHubDouble) -> None:
    ours = parts.registry(double, pubkeys=())
    what = parts.submission()
    prepared = ours.prepare(what)
    assert any("No key of this hub is pinned" in warning for warning in prepared.warnings)
    assert prepared.leaves[-1].url.endswith("/.well-known/did.json")
    receipt = parts.declared(double, ours, what)
    found = ours.verify(receipt, what.items)
    assert found.holds is Holds.CANNOT_SAY
    assert any("its site named" in says or "hub's site named" in says for says in found.says)
    assert parts.registry(double).verify(receipt, what.items).holds is Holds.YES  # once it is pinned
    other = parts.registry(double, pubkeys=(Key(9).text,)).verify(receipt, what.items)
    assert other.holds is Holds.NO
    assert "another key" in other.faults[0]
    former = parts.registry(double, pubkeys=(Key(9).text, double.pubkey))
    assert former.verify(receipt, what.items).holds is Holds.YES  # a key that the hub once had


def test_who_answers_for_the_key_can_be_named(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission(controller="did:web:studio.example")
    receipt = parts.declared(double, ours, what)
    assert double.log[0]["note"]["signature"]["controller"] == "did:web:studio.example"
    assert ours.verify(receipt, what.items).holds is Holds.YES
    assert isinstance(parts.send(double, ours, ours.withdraw(receipt, what, "d")), Accepted)


def test_what_it_is_and_is_not_is_said_before(double: IsccHubDouble) -> None:
    ours = parts.registry(double)
    capabilities = ours.capabilities
    assert "no opt-out" in capabilities.what
    assert "gateway" in capabilities.what
    assert "No AI developer" in capabilities.readers
    assert capabilities.public
    assert not capabilities.sealed_too
    assert capabilities.withdrawal is Withdrawal.APPENDED
    assert capabilities.takes == {Told.ISCC, Told.BLAKE3, Told.DOMAIN}
    assert capabilities.fresh_seconds == 480
    without, pointing = ours.prepare(parts.submission()), ours.prepare(parts.submission(gateway=GATEWAY))
    assert "reserves nothing by itself" in without.warnings[0]
    assert GATEWAY in pointing.warnings[0]
    for prepared in (without, pointing):
        assert any("can be linked" in warning for warning in prepared.warnings)
        assert any("not erased" in warning for warning in prepared.warnings)


def test_the_ledgers_own_pages_are_the_gateway_of_a_domain(newest: IsccHubDouble) -> None:
    ours, what = parts.registry(newest), parts.submission(domain="studio.example")
    pages = ledger.gateway("studio.example")  # rooms of one floor do not import each other: they agree here
    assert json.loads(ours.prepare(what).leaves[0].body)["gateway"] == pages
    assert pages in ours.prepare(what).warnings[0]
    both = parts.submission(domain="studio.example", gateway=GATEWAY)
    assert json.loads(ours.prepare(both).leaves[0].body)["gateway"] == GATEWAY
    with pytest.raises(UsageError, match="gateway"):
        ours.prepare(parts.submission(domain="studio.example/x?y"))


@pytest.mark.parametrize(
    ("change", "params", "why"),
    [
        ({"iscc": ""}, {}, "no ISCC"),
        ({"iscc": "ISCC:EEAYZKBLCBOIBBXW"}, {}, "does not fit"),  # a unit alone
        ({"blake3": "ab" * 32}, {}, "does not fit"),
        ({"blake3": "xyz"}, {}, "does not fit"),
        ({}, {"gateway": "http://studio.example/x"}, "https"),
        ({}, {"gateway": "https://user@studio.example/x"}, "https"),
        ({}, {"gateway": "https://studio.example/x?y={iscc_id}"}, "https"),
        ({}, {"gateway": "https://studio.example/{pubkey}"}, "https"),
        ({}, {"gateway": "https://studio.example/ x"}, "https"),
        ({}, {"gateway": "https://studio.example/" + "x" * 2048}, "longer"),
        ({}, {"metahash": "1e20AB"}, "metahash"),
        ({}, {"controller": "studio.example"}, "controller"),
    ],
)
def test_what_a_hub_cannot_be_told_is_said_before_anything_leaves(
    newest: IsccHubDouble, change: dict[str, str], params: dict[str, str], why: str
) -> None:
    ours = parts.registry(newest)
    with pytest.raises(UsageError, match=why):
        ours.prepare(parts.submission(replace(parts.item(), **change), **params))
    assert newest.asked == []


def test_one_file_at_a_time_and_no_withdrawal_without_its_number(newest: IsccHubDouble) -> None:
    ours, what = parts.registry(newest), parts.submission()
    two = replace(what, items=(parts.item(), parts.item(b"other")))
    with pytest.raises(UsageError, match="one file"):
        ours.prepare(two)
    receipt = parts.declared(newest, ours, what)
    for number in ("", "ISCC:../../x", "ISCC:MAIG\n"):
        with pytest.raises(UsageError, match="number"):
            ours.withdraw(replace(receipt, id_there=number), what, "d")


def test_the_wrong_dialect_is_named(double: IsccHubDouble) -> None:
    other = Dialect.AUGUST_2025 if double.dialect == NEWEST else Dialect.NEWEST
    outcome = parts.send(double, parts.registry(double, dialect=other), parts.submission())
    assert isinstance(outcome, Rejected)
    assert outcome.code == "dialect"
    assert "hub list" in outcome.message
