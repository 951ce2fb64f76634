"""One byte changed in what is kept of a declaration: found, and located in the member where that can be known."""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from registries import hub_parts as parts
from registries.hub_parts import GATEWAY, Key
from registries.iscc_hub_double import AUGUST, NEWEST, IsccHubDouble

from artistguard.model.registering import Holds, Receipt, Submission
from artistguard.registries import hub_receipts
from artistguard.registries.iscc_hub import IsccHub

WHAT = parts.submission(gateway=GATEWAY)
DECLARATION = "credentialSubject.declaration"


def kept(dialect: str) -> tuple[IsccHub, Receipt, Submission]:
    """A receipt of a double that has taken other files before."""
    with IsccHubDouble(dialect).served() as double:
        ours = parts.registry(double)
        for number in range(4):
            parts.declared(double, ours, parts.submission(parts.item(bytes([number]))))
        return ours, parts.declared(double, ours, WHAT), WHAT


@pytest.fixture(scope="module")
def newest() -> tuple[IsccHub, Receipt, Submission]:
    return kept(NEWEST)


@pytest.fixture(scope="module", params=[AUGUST, NEWEST])
def whole(request: pytest.FixtureRequest) -> tuple[IsccHub, Receipt, Submission]:
    return kept(request.param)


def test_it_holds_as_it_was_kept(whole: tuple[IsccHub, Receipt, Submission]) -> None:
    ours, receipt, what = whole
    found = ours.verify(receipt, what.items)
    assert found.holds is Holds.YES, found.faults
    assert found.faults == ()
    assert Key().text in found.says[0]
    assert WHAT.items[0].blake3 in found.says[0]


def test_no_byte_can_be_changed_unseen(whole: tuple[IsccHub, Receipt, Submission]) -> None:
    ours, receipt, what = whole
    named: dict[str, bytes] = {"request": receipt.request, "response": receipt.response, **receipt.parts}
    for name, data in named.items():
        for place in range(len(data)):
            changed = bytes([*data[:place], data[place] ^ 1, *data[place + 1 :]])
            if name in ("request", "response"):
                one = replace(receipt, **{name: changed})
            else:
                one = replace(receipt, parts={**receipt.parts, name: changed})
            found = ours.verify(one, what.items)
            assert found.holds is Holds.NO, (name, place)
            assert found.faults
            assert found.proven_at is None
            if name != hub_receipts.SUMS:
                assert any(fault.startswith(name) for fault in found.faults), (name, place, found.faults)


def test_nothing_can_be_cut_off_added_or_left_out(whole: tuple[IsccHub, Receipt, Submission]) -> None:
    ours, receipt, what = whole
    for one in (
        replace(receipt, response=receipt.response[:-1]),
        replace(receipt, response=receipt.response + b"\n"),
        replace(receipt, response=b""),
        replace(receipt, request=receipt.request + b" "),
        replace(receipt, request=b""),
        replace(receipt, parts={}),
        replace(receipt, parts={**receipt.parts, "more.txt": b"x"}),
        replace(receipt, parts=dict.fromkeys(receipt.parts, b"")),
        replace(receipt, id_there="ISCC:MAIGIIFJRDGEQQAA"),
        replace(receipt, key=Key(9).text),
    ):
        assert ours.verify(one, what.items).holds is Holds.NO


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("issuer", lambda body: body.update(issuer="did:web:other.example")),
        ("type", lambda body: body.update(type=["VerifiableCredential"])),
        ("@context", lambda body: body.update({"@context": []})),
        (f"{DECLARATION}.iscc_id", lambda body: declaration(body).update(iscc_id="ISCC:MAIGIIFJRDGEQQAA")),
        (f"{DECLARATION}.iscc_note.gateway", lambda body: note(body).update(gateway="https://other.example")),
        (f"{DECLARATION}.iscc_note.datahash", lambda body: note(body).update(datahash="1e20" + "0" * 64)),
        (f"{DECLARATION}.iscc_note.nonce", lambda body: note(body).update(nonce="001" + "0" * 29)),
        (f"{DECLARATION}.iscc_note.timestamp", lambda body: note(body).pop("timestamp")),
        (f"{DECLARATION}.iscc_note.signature.proof", lambda body: note(body)["signature"].update(proof="z1")),
        (f"{DECLARATION}.iscc_note.signature.pubkey", lambda body: note(body)["signature"].update(pubkey=Key(9).text)),
        (f"{DECLARATION}.iscc_note.units", lambda body: note(body).update(units=["ISCC:EAAA"])),
        (f"{DECLARATION}: there is none", lambda body: body.update(credentialSubject=5)),
        ("credentialSubject.id", lambda body: body["credentialSubject"].update(id=f"did:key:{Key(9).text}")),
        ("proof.verificationMethod", lambda body: body["proof"].update(verificationMethod="did:web:other.example#x")),
        ("proof.cryptosuite", lambda body: body["proof"].update(cryptosuite="eddsa-rdfc-2022")),
        ("proof.proofValue", lambda body: body["proof"].update(proofValue="z1")),
        ("proof: there is none", lambda body: body.pop("proof")),
    ],
)
def test_the_member_that_was_changed_is_named(
    whole: tuple[IsccHub, Receipt, Submission], where: str, change: Callable[[dict[str, Any]], object]
) -> None:
    ours, receipt, what = whole
    body = json.loads(receipt.response)
    change(body)
    found = ours.verify(replace(receipt, response=json.dumps(body).encode()), what.items)
    assert found.holds is Holds.NO
    assert f"response: {where}" in "\n".join(found.faults)


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("treeSize", {"treeSize": 6}),
        ("leafIndex", {"leafIndex": 0}),
        ("inclusionProof", {"inclusionProof": [base64.b64encode(bytes(32)).decode()]}),
        ("checkpoint", {"checkpoint": "other.example\n5\nAAAA\n\n"}),
        ("type", {"type": "Other"}),
    ],
)
def test_a_log_proof_that_a_hub_signed_must_hold_by_itself(where: str, change: dict[str, Any]) -> None:
    """A hub may sign rubbish: what it signed is looked into all the same."""
    with IsccHubDouble(NEWEST).served() as double:
        ours, seal = parts.registry(double), double.seals
        for number in range(4):
            parts.declared(double, ours, parts.submission(parts.item(bytes([number]))))
        double.seals = lambda made: seal({**made, "evidence": {**made["evidence"], **change}})
        found = ours.verify(parts.declared(double, ours, WHAT), WHAT.items)
        assert found.holds is Holds.NO
        assert found.faults[0].startswith(f"response: evidence.{where}")


def test_a_changed_sequence_number_does_not_fit_the_acknowledgement(
    newest: tuple[IsccHub, Receipt, Submission],
) -> None:
    ours, receipt, what = newest
    body = json.loads(receipt.response)
    declaration(body)["seq"] = 3
    found = ours.verify(replace(receipt, response=json.dumps(body).encode()), what.items)
    assert "ack.json: seq: it is not what the receipt says" in found.faults


def test_another_works_receipt_is_not_this_ones(whole: tuple[IsccHub, Receipt, Submission]) -> None:
    ours, receipt, _ = whole
    found = ours.verify(receipt, (parts.item(b"another picture"),))
    assert found.holds is Holds.NO
    assert found.faults == ("request: datahash: it is another file's",)
    other = replace(WHAT.items[0], iscc=parts.item(b"another picture").iscc)
    assert ours.verify(receipt, (other,)).faults == ("request: iscc_code: it is another file's",)


def test_another_hubs_list_entry_does_not_vouch_for_it(whole: tuple[IsccHub, Receipt, Submission]) -> None:
    ours, receipt, what = whole
    other = IsccHub(replace(ours.hub, hub_id=2, url="https://amlet.example"))
    faults = "\n".join(other.verify(receipt, what.items).faults)
    assert "nonce: it is not meant for hub 2" in faults
    assert "issuer" in faults


def test_rubbish_is_no_surprise(newest: tuple[IsccHub, Receipt, Submission]) -> None:
    ours, receipt, what = newest
    for response in (
        *(b"[]", b"null", b'{"credentialSubject":null}', b'{"credentialSubject":{"declaration":{"iscc_note":{}}}}'),
        b'{"credentialSubject":{"declaration":{"iscc_note":{"signature":{}}}},"proof":5,"evidence":5}',
        b'{"credentialSubject":{},"a":' + b"[" * 5000,
        b"x" * 1_000_000,
    ):
        found = ours.verify(replace(receipt, response=response), what.items)
        assert found.holds is Holds.NO
        assert any(fault.startswith("response: ") for fault in found.faults)


JUNK = (
    None,
    True,
    0,
    -1,
    2**53 - 1,
    "",
    "z",
    "z1",
    "ISCC:",
    "did:web:",
    "0001-01-01T00:00:00",
    [],
    {},
    [[]],
    {"a": {}},
)


@pytest.mark.parametrize("seed", range(4))
def test_no_junk_in_any_member_is_a_surprise(newest: tuple[IsccHub, Receipt, Submission], seed: int) -> None:
    ours, receipt, what = newest
    dice = random.Random(seed)
    for _ in range(150):
        name = dice.choice(("request", "response", "ack.json"))
        body = json.loads(receipt.parts[name] if name == "ack.json" else getattr(receipt, name))
        inner = body
        while True:
            place = dice.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
            if isinstance(inner[place], (dict, list)) and inner[place] and dice.random() < 0.8:
                inner = inner[place]
                continue
            inner[place] = dice.choice([junk for junk in JUNK if junk != inner[place]])
            break
        data = json.dumps(body).encode()
        one = (
            replace(receipt, parts={**receipt.parts, name: data})
            if name == "ack.json"
            else replace(receipt, **{name: data})
        )
        found = ours.verify(one, what.items)
        assert found.holds is Holds.NO
        assert any(fault.startswith(f"{name}: ") for fault in found.faults)


def declaration(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["credentialSubject"]["declaration"]
    return found


def note(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = declaration(body)["iscc_note"]
    return found
