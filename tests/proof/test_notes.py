"""Signed notes and credentials: what was changed is found, and named."""

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from registries import apart

from artistguard.proof import credentials, notes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
NOTE = {"iscc_code": "ISCC:KAAA", "datahash": "1e20" + "ab" * 32, "nonce": "001" + "0" * 29, "title": "Füße 🎨"}
DID = "did:web:hub.example"


def made(**more: Any) -> dict[str, Any]:
    return notes.sign({**NOTE, **more}, PUBLIC, KEY.sign)


def credential(**more: Any) -> dict[str, Any]:
    rest = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "issuer": DID,
        "credentialSubject": {"id": "x"},
        **more,
    }
    proof = {
        "@context": rest["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": f"{DID}#{apart.public_text(KEY)}",
        "proofPurpose": "assertionMethod",
    }
    digests = b"".join(hashlib.sha256(apart.canonical(part)).digest() for part in (proof, rest))
    return {**rest, "proof": {**proof, "proofValue": apart.encode(KEY.sign(digests))}}


def test_a_signed_note_is_found_good_by_others_code() -> None:
    signed = made()
    assert apart.signed_by(signed)
    assert notes.signer(signed) == PUBLIC
    assert list(signed["signature"]) == ["version", "pubkey", "proof"]
    assert notes.sign(NOTE, PUBLIC, KEY.sign, controller=DID)["signature"]["controller"] == DID
    with pytest.raises(ValueError, match="signed already"):
        notes.sign(signed, PUBLIC, KEY.sign)


def test_whatever_is_changed_in_a_note_is_found() -> None:
    signed = made()
    for name, value in signed.items():
        if name == "signature":
            continue
        with pytest.raises(ValueError, match=r"signature\.proof"):
            notes.signer({**signed, name: value[:-1] + "0" if value[-1] != "0" else value + "0"})
        with pytest.raises(ValueError, match=r"signature\.proof"):
            notes.signer({other: one for other, one in signed.items() if other != name})
    with pytest.raises(ValueError, match=r"signature\.proof"):
        notes.signer({**signed, "added": 1})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"version": "ISCC-SIG v1.1"}, "signature.version"),
        ({"pubkey": "z6Mk"}, "signature.pubkey"),
        ({"pubkey": apart.public_text(Ed25519PrivateKey.from_private_bytes(bytes(32)))}, "signature.proof"),
        ({"proof": "z123"}, "signature.proof"),
        ({"proof": None}, "signature.proof"),
        ({"more": "x"}, "signature.more"),
        ({"controller": DID}, "signature.proof"),
    ],
)
def test_what_is_wrong_in_a_signature_is_named(change: dict[str, Any], where: str) -> None:
    signed = made()
    with pytest.raises(ValueError, match=where):
        notes.signer({**signed, "signature": {**signed["signature"], **change}})
    for rubbish in (None, [], "x"):
        with pytest.raises(ValueError, match="signature: there is none"):
            notes.signer({**signed, "signature": rubbish})


def test_a_credential_is_good_only_as_it_was_signed() -> None:
    good = credential()
    assert credentials.fault(good, PUBLIC) == ""
    assert credentials.fault(good, bytes(32)).startswith("proof.proofValue")
    assert credentials.fault({**good, "issuer": "did:web:other.example"}, PUBLIC).startswith("proof.proofValue")
    assert credentials.fault({**good, "evidence": {}}, PUBLIC).startswith("proof.proofValue")
    for name, value in (
        ("type", "Ed25519Signature2020"),
        ("cryptosuite", "eddsa-rdfc-2022"),
        ("proofPurpose", "authentication"),
        ("proofValue", "z1"),
        ("@context", ["https://www.w3.org/ns/credentials/v1"]),
        ("@context", []),
    ):
        assert credentials.fault({**good, "proof": {**good["proof"], name: value}}, PUBLIC).startswith(f"proof.{name}")
    moved = {**good["proof"], "verificationMethod": "did:web:other.example#x"}
    assert credentials.fault({**good, "proof": moved}, PUBLIC).startswith("proof.proofValue")
    assert credentials.fault({**good, "proof": []}, PUBLIC) == "proof: there is none"


def test_the_members_may_stand_in_any_order() -> None:
    good = credential()
    assert credentials.fault(dict(reversed(good.items())), PUBLIC) == ""


@pytest.mark.parametrize(
    ("url", "did"),
    [("https://iscc.id", DID.replace("hub.example", "iscc.id")), ("http://127.0.0.1:81/", "did:web:127.0.0.1%3A81")],
)
def test_a_site_has_one_name(url: str, did: str) -> None:
    assert credentials.did_web(url) == did


@pytest.mark.parametrize("url", ["https://hub.example/path", "https://u:p@hub.example", "https://", "hub.example", ""])
def test_what_is_no_whole_site_has_none(url: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        credentials.did_web(url)


def test_a_did_document_names_the_keys_that_may_assert() -> None:
    text = apart.public_text(KEY)
    method = {"id": f"{DID}#a", "type": "Multikey", "controller": DID, "publicKeyMultibase": text}
    document = {"id": DID, "verificationMethod": [method], "assertionMethod": [f"{DID}#a"]}
    assert credentials.keys_of(document, DID) == {f"{DID}#a": PUBLIC}
    assert credentials.keys_of({**document, "assertionMethod": ["#a"]}, DID) == {f"{DID}#a": PUBLIC}
    assert credentials.keys_of({"id": DID, "assertionMethod": [{**method, "id": "#b"}]}, DID) == {f"{DID}#b": PUBLIC}
    assert credentials.keys_of({**document, "assertionMethod": []}, DID) == {}
    assert credentials.keys_of({**document, "verificationMethod": [{**method, "controller": "x"}]}, DID) == {}
    assert credentials.keys_of({**document, "verificationMethod": [{**method, "publicKeyMultibase": "z1"}]}, DID) == {}
    assert credentials.keys_of({"id": DID}, DID) == {}
    with pytest.raises(ValueError, match="about"):
        credentials.keys_of(document, "did:web:other.example")
