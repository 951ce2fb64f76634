"""The whole published table of a hub's errors, in both dialects and both spellings, as outcomes."""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from registries import hub_parts as parts
from registries.apart import encode
from registries.hub_parts import Key
from registries.iscc_hub_double import AUGUST, NEWEST, NOW, Asked, IsccHubDouble, Reply

from artistguard.model.errors import NetworkError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    AlreadyMine,
    Conflict,
    NeedsResigning,
    Outcome,
    Rejected,
    RetryAfter,
    Signed,
)
from artistguard.registries.iscc_hub import IsccHub

JSON = {"Content-Type": "application/json"}


@pytest.fixture(params=itertools.product((AUGUST, NEWEST), ("error", "detail")), ids="-".join)
def double(request: pytest.FixtureRequest) -> Iterator[IsccHubDouble]:
    dialect, style = request.param
    with IsccHubDouble(dialect, style=style).served() as hub:
        yield hub
        assert not [one for one in hub.asked if "x-force-declaration" in one.headers]


def changed(signed: Signed, **members: Any) -> Signed:
    """The same bytes with members changed on the way."""
    note = {**json.loads(signed.body), **members}
    return Signed(signed.method, signed.url, signed.headers, json.dumps(note).encode(), signed.made_at)


def submit(double: IsccHubDouble, change: Callable[[Signed], Signed], ours: IsccHub | None = None) -> Outcome:
    ours, what = ours or parts.registry(double), parts.submission()
    return ours.submit(change(parts.signed(ours, what)), what, parts.door(double), CancelToken())


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"datahash": "1e20" + "ab" * 32}, "the-field"),
        ({"metahash": "1e20" + "cd" * 32}, "invalid_signature"),
        ({"added": 1}, "the-field"),
        ({"nonce": "zz"}, "the-field"),
        ({"iscc_code": "ISCC:EEAYZKBLCBOIBBXW"}, "the-field"),
        ({"timestamp": "2026-11-26 09:00"}, "the-field"),
    ],
)
def test_a_note_that_was_changed_on_the_way_is_refused_for_good(
    double: IsccHubDouble, members: dict[str, str], code: str
) -> None:
    outcome = submit(double, lambda signed: changed(signed, **members))
    assert isinstance(outcome, Rejected), outcome
    if code != "the-field":
        assert outcome.code == code
    assert "It says: " in outcome.message
    assert double.log == []


def test_a_number_for_another_hub_is_told_apart(double: IsccHubDouble) -> None:
    outcome = submit(double, lambda signed: signed, parts.registry(double, hub_id=2))
    assert isinstance(outcome, Rejected)
    assert outcome.code in ("nonce_mismatch", "nonce_hub_mismatch")
    assert "hub_id" in outcome.message


@pytest.mark.parametrize(("minutes", "way"), [(90, "behind"), (-90, "ahead of")])
def test_a_clock_that_is_wrong_is_surfaced(double: IsccHubDouble, minutes: int, way: str) -> None:
    double.clock = lambda: NOW + timedelta(minutes=minutes)
    outcome = submit(double, lambda signed: signed)
    assert isinstance(outcome, NeedsResigning)
    assert outcome.why == (
        f"This computer's clock is 90 min {way} the hub's, more than it allows. Set this computer's clock."
    )


def test_a_note_that_lay_too_long_is_signed_anew(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    old = parts.signed(ours, what, at=NOW - timedelta(minutes=11))
    outcome = ours.submit(old, what, parts.door(double), CancelToken())
    assert isinstance(outcome, NeedsResigning)
    assert "too old" in outcome.why


def test_a_used_number_is_signed_anew_or_found_to_be_ours(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    made = parts.signed(ours, what)
    double.nonces.add(json.loads(made.body)["nonce"])
    assert isinstance(ours.submit(made, what, parts.door(double), CancelToken()), NeedsResigning)
    assert double.log == []
    # A hub that looks at the number before it looks for duplicates: what arrived before is found, not made again.
    double.nonces.clear()
    assert isinstance(ours.submit(made, what, parts.door(double), CancelToken()), Accepted)
    said = {"message": "Nonce already used", "code": "nonce_reuse", "field": "nonce"}
    body = {"error": said} if double.style == "error" else {"detail": said["message"], "code": "NONCE_REUSED"}
    double.fault = lambda asked: Reply(409, json.dumps(body).encode(), JSON) if asked.method == "POST" else None
    again = ours.submit(made, what, parts.door(double), CancelToken())
    assert isinstance(again, AlreadyMine if double.dialect == NEWEST else NeedsResigning)


def test_a_key_that_is_not_let_in_learns_what_to_do(double: IsccHubDouble) -> None:
    double.let_in = {Key(9).text}
    outcome = submit(double, lambda signed: signed)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "key-not-let-in"
    assert Key().text in outcome.message
    assert "operator" in outcome.message
    double.let_in.add(Key().text)
    assert isinstance(submit(double, lambda signed: signed), Accepted)


def test_whose_a_duplicate_is_is_found_out_where_the_hub_does_not_say(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    first = parts.declared(double, ours, what)
    outcome = parts.send(double, ours, what)
    if double.dialect == AUGUST and double.style == "detail":
        assert isinstance(outcome, Conflict)  # nobody says whose: it is not claimed to be ours
        assert outcome.other == "somebody whom the hub does not name"
    else:
        assert isinstance(outcome, AlreadyMine)
        assert outcome.receipt.id_there == first.id_there
    theirs = parts.send(double, ours, what, Key(9))
    assert isinstance(theirs, Conflict)
    assert theirs.other in (Key().text, "somebody whom the hub does not name")
    assert len(double.log) == 1


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (Reply(429, b"", {"Retry-After": "77"}), 77.0),
        (Reply(503, b'{"error":{"message":"busy","code":"unavailable"}}', {**JSON, "Retry-After": "5"}), 5.0),
        (Reply(503, b'{"detail":"maintenance"}', JSON), None),
        (Reply(500, b'{"detail":"sequencer","code":"INTERNAL_ERROR"}', JSON), None),
        (Reply(400, b'{"error":{"message":"locked","code":"sequencer_error"}}', JSON), None),
        (Reply(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}), None),
        # None of these is a hub's word, so none of them ends anything.
        (Reply(404, b"<html>not found</html>", {"Content-Type": "text/html"}), None),
        (Reply(403, b"forbidden"), None),
        (Reply(302, b"", {"Location": "https://elsewhere.example/"}), None),
        (Reply(400, b"{", JSON), None),
        (Reply(400, b'{"other": 1}', JSON), None),
        (Reply(201, b"<html>", {"Content-Type": "text/html"}), None),
        (Reply(201, b'{"iscc_id": "../../etc", "seq": 1}', JSON), None),
        (Reply(201, b'{"iscc_id": 5}', JSON), None),
    ],
)
def test_not_now_is_never_taken_for_no(double: IsccHubDouble, reply: Reply, wait: float | None) -> None:
    double.fault = lambda asked: reply
    outcome = submit(double, lambda signed: signed)
    assert isinstance(outcome, RetryAfter), outcome
    assert outcome.seconds == wait
    assert outcome.why.endswith((".", "busy", "maintenance", "sequencer", "locked"))
    assert len(double.asked) == 1  # a redirect was not followed


@pytest.mark.parametrize(
    "body",
    [
        b'{"detail":[{"loc":["body"],"msg":"Input should be a valid string","type":"string_type"}]}',
        b'{"error":{"message":"no","code":"other"}}',
        b'{"detail":"no","code":"OTHER","field":"units"}',
        b'{"error":"no","detail":"Validation failed"}',
    ],
)
def test_every_spelling_of_a_refusal_is_read(double: IsccHubDouble, body: bytes) -> None:
    double.fault = lambda asked: Reply(422, body, JSON)
    outcome = submit(double, lambda signed: signed)
    assert isinstance(outcome, Rejected), outcome
    assert "It says: " in outcome.message


def test_a_strangers_words_are_short_and_plain(double: IsccHubDouble) -> None:
    told = {"error": {"message": "\x1b[31m" + "x" * 5000, "code": "a\nb"}}
    double.fault = lambda asked: Reply(422, json.dumps(told).encode(), JSON)
    outcome = submit(double, lambda signed: signed)
    assert isinstance(outcome, Rejected)
    assert outcome.message.isprintable()
    assert outcome.code.isprintable()
    assert len(outcome.message) < 400


def test_no_answer_leaves_it_open_whether_it_arrived(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    made = parts.signed(ours, what)

    def swallowed(asked: Asked) -> Reply:
        double.fault = lambda asked: None
        double.answer(asked)
        return Reply(201, b"", {"Content-Length": "1000"})  # and the line is cut

    double.fault = swallowed
    with pytest.raises(NetworkError):
        ours.submit(made, what, parts.door(double), CancelToken())
    assert len(double.log) == 1
    again = ours.submit(made, what, parts.door(double), CancelToken())
    assert isinstance(again, Conflict if (double.dialect, double.style) == (AUGUST, "detail") else AlreadyMine)
    assert len(double.log) == 1


def test_withdrawals_answers(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission()
    receipt = parts.declared(double, ours, what)
    back = ours.withdraw(receipt, what, "d")
    made = parts.signed(ours, back)
    broken = {**json.loads(made.body)["signature"], "proof": encode(bytes(64))}
    outcome = ours.submit(changed(made, signature=broken), back, parts.door(double), CancelToken())
    assert isinstance(outcome, Rejected)
    assert outcome.code == "invalid_signature"
    assert outcome.receipt is not None
    double.fault = lambda asked: Reply(404, b"<html>", {"Content-Type": "text/html"})
    assert isinstance(ours.submit(made, back, parts.door(double), CancelToken()), RetryAfter)
    double.fault = lambda asked: Reply(503, b"", {"Retry-After": "9"})
    busy = ours.submit(made, back, parts.door(double), CancelToken())
    assert isinstance(busy, RetryAfter)
    assert busy.seconds == 9
    double.fault = lambda asked: None
    assert isinstance(ours.submit(made, back, parts.door(double), CancelToken()), Accepted)
    assert isinstance(parts.send(double, ours, back), AlreadyMine)
