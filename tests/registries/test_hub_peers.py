"""Held against others' real code, in an environment of their own: iscc-crypto, iscc-schema, jcs."""

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from peers import Peers, PeerSays
from registries import hub_parts as parts
from registries.apart import public_text
from registries.hub_parts import GATEWAY, Key
from registries.iscc_hub_double import AUGUST, NEWEST, IsccHubDouble

from artistguard.model.registering import Accepted, Holds
from artistguard.proof import credentials, jcs, multikey, notes

SECRET = bytes([3]) * 32  # of hub_parts.Key()
DID = "did:web:hub.example"


def any_note(seed: int) -> dict[str, Any]:
    """A note with every member, and text in which canonical forms could differ."""
    dice = random.Random(seed)
    letters = 'aé"\\/\b\f\n\r\t\x00\x1f\x7fÄ漢🎨  ﬁ'
    text = "".join(dice.choice(letters) for _ in range(dice.randint(0, 40)))
    names = dice.sample(["€", "\r", "ﬁ", "1", "😀", "\x80", "ö", "a", "A", "_"], 5)
    return {
        "$schema": "http://purl.org/iscc/schema/iscc-note-0.8.0.json",
        "iscc_code": parts.item(bytes([seed])).iscc,
        "title": text,
        "numbers": [0, -1, dice.randint(-(2**53) + 1, 2**53 - 1), True, None],
        "nested": {name: {"x": dice.randint(0, 9)} for name in names},
    }


@pytest.mark.parametrize("seed", range(12))
def test_signatures_are_those_of_iscc_crypto_byte_for_byte(peers: Peers, seed: int) -> None:
    key, note = Key(), any_note(seed)
    ours = notes.sign(note, key.public, key)
    theirs = peers.ask("sign_json", note, SECRET.hex())
    assert ours == theirs
    assert jcs.canonical(ours).decode() == peers.ask("canonical", ours) == peers.ask("canonical", theirs)
    assert peers.ask("verify_json", ours) == ""
    assert notes.signer(theirs) == key.public
    assert multikey.key_text(key.public) == peers.ask("public_key", SECRET.hex())
    assert peers.ask("verify_json", {**ours, "title": "other"}) != ""


def test_both_refuse_the_same_changes(peers: Peers) -> None:
    key, note = Key(), any_note(1)
    good = notes.sign(note, key.public, key, controller=DID)
    assert peers.ask("verify_json", good) == ""
    signature = good["signature"]
    for change in (
        {"proof": signature["proof"][:-1] + ("1" if signature["proof"][-1] != "1" else "2")},
        {"pubkey": Key(9).text},
        {"version": "ISCC-SIG v2.0"},
        {"controller": "did:web:other.example"},
    ):
        changed = {**good, "signature": {**signature, **change}}
        assert peers.ask("verify_json", changed) != ""
        with pytest.raises(ValueError, match="signature"):
            notes.signer(changed)


def test_credentials_of_a_site_are_those_that_iscc_crypto_signs(peers: Peers) -> None:
    secret = bytes([5]) * 32
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": DID, "credentialSubject": any_note(2)}
    by_site = peers.ask("sign_vc", document, secret.hex(), DID)
    assert credentials.fault(by_site, public) == ""
    assert by_site["proof"]["verificationMethod"].startswith(f"{DID}#")
    assert "did:key" in peers.ask("verify_vc", by_site)  # why ours is needed
    by_key = peers.ask("sign_vc", document, secret.hex(), None)
    assert credentials.fault(by_key, public) == ""
    assert peers.ask("verify_vc", by_key) == ""
    for changed in ({**by_key, "issuer": "x"}, {**by_key, "proof": {**by_key["proof"], "created": "2026"}}):
        assert credentials.fault(changed, public) != ""
        assert peers.ask("verify_vc", changed) != ""
    keys = credentials.keys_of(peers.ask("did_document", secret.hex(), DID), DID)
    assert keys == {by_site["proof"]["verificationMethod"]: public}


@pytest.mark.parametrize("dialect", [AUGUST, NEWEST])
def test_a_hub_that_runs_on_iscc_crypto_and_ours_understand_each_other(peers: Peers, dialect: str) -> None:
    """The double's signatures are checked and made by the very library that hubs run on."""
    with IsccHubDouble(dialect).served() as double:
        secret = bytes([7]) * 32
        assert public_text(Ed25519PrivateKey.from_private_bytes(secret)) == double.pubkey

        def trusts(note: Mapping[str, Any]) -> bool:
            return bool(peers.ask("verify_json", note) == "")

        double.trusts = trusts
        double.seals = lambda made: dict(peers.ask("sign_vc", made, secret.hex(), double.did))
        ours, what = parts.registry(double), parts.submission(gateway=GATEWAY)
        receipt = parts.declared(double, ours, what)
        found = ours.verify(receipt, what.items)
        assert found.holds is Holds.YES, found.faults
        back = parts.send(double, ours, ours.withdraw(receipt, what, "d"))
        assert isinstance(back, Accepted)


@pytest.mark.parametrize("params", [{}, {"gateway": GATEWAY, "metahash": "1e20" + "ab" * 32, "controller": DID}])
def test_notes_are_read_by_the_published_model(peers: Peers, params: dict[str, str]) -> None:
    with IsccHubDouble(NEWEST).served() as double:
        signed = parts.signed(parts.registry(double), parts.submission(**params))
        note = json.loads(signed.body)
        read = peers.validate("protocol_iscc_note.IsccNote", signed.body)
        assert {name: read[name] for name in note} == note
        assert peers.ask("node_id", note["nonce"]) == double.hub_id
        with pytest.raises(PeerSays, match="datahash"):
            peers.validate("protocol_iscc_note.IsccNote", {**note, "datahash": "1e20"})
        with pytest.raises(PeerSays, match="added"):
            peers.validate("protocol_iscc_note.IsccNote", {**note, "added": 1})
