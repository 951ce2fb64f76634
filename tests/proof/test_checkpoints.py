"""That an entry is in a log, held against a tree and a signed note made by other code."""

import base64
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from registries import apart

from artistguard.proof import checkpoints

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ORIGIN = "hub.example"
LEAVES = [f"entry {number}".encode() for number in range(13)]


def signed(body: str, name: str = ORIGIN, key: Ed25519PrivateKey = KEY) -> str:
    raw = key.public_key().public_bytes_raw()
    known = hashlib.sha256(name.encode() + b"\n\1" + raw).digest()[:4]
    return f"{body}\n— {name} {base64.b64encode(known + key.sign(body.encode())).decode()}\n"


def evidence(index: int, size: int) -> dict[str, Any]:
    leaves = LEAVES[:size]
    body = f"{ORIGIN}\n{size}\n{base64.b64encode(apart.root(leaves)).decode()}\n"
    return {
        "type": "IsccLogInclusionProof",
        "checkpoint": signed(body),
        "treeSize": size,
        "leafIndex": index,
        "inclusionProof": [base64.b64encode(one).decode() for one in apart.path(index, leaves)],
    }


def test_every_entry_of_every_small_log_is_proven() -> None:
    for size in range(1, len(LEAVES) + 1):
        for index in range(size):
            proof = evidence(index, size)
            assert checkpoints.fault(LEAVES[index], index, proof, PUBLIC) == ""
            assert "inclusionProof" in checkpoints.fault(b"other", index, proof, PUBLIC)


def test_witnesses_may_have_signed_as_well() -> None:
    proof = evidence(2, 5)
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    body = proof["checkpoint"].partition("\n\n")[0] + "\n"
    line = signed(body, "witness.example", other).splitlines()[-1]
    for text in (f"{proof['checkpoint']}{line}\n", f"{body}\n{line}\n{proof['checkpoint'].splitlines()[-1]}\n"):
        assert checkpoints.fault(LEAVES[2], 2, {**proof, "checkpoint": text}, PUBLIC) == ""
    assert "no signature" in checkpoints.fault(LEAVES[2], 2, {**proof, "checkpoint": f"{body}\n{line}\n"}, PUBLIC)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"type": "Other"}, "type"),
        ({"treeSize": 12}, "treeSize"),
        ({"treeSize": None}, "treeSize"),
        ({"leafIndex": 4}, "leafIndex"),
        ({"checkpoint": None}, "checkpoint"),
        ({"checkpoint": "x" * 20_000}, "checkpoint"),
        ({"checkpoint": f"{ORIGIN}\n13\n"}, "checkpoint"),
        ({"checkpoint": signed("other.example\n13\n" + "A" * 43 + "=\n")}, "checkpoint"),  # signed as another log
        ({"checkpoint": signed(f"{ORIGIN}\n013\n" + "A" * 43 + "=\n")}, "checkpoint"),
        ({"checkpoint": signed(f"{ORIGIN}\n{'9' * 5000}\n" + "A" * 43 + "=\n")}, "checkpoint"),
        ({"checkpoint": signed(f"{ORIGIN}\n13\nAAAA\n")}, "checkpoint"),
        ({"checkpoint": signed(f"{ORIGIN}\n13\n*\n")}, "checkpoint"),
        ({"checkpoint": signed(f"{ORIGIN}\n13\n" + "A" * 43 + "=\n")}, "inclusionProof"),
        ({"inclusionProof": None}, "inclusionProof"),
        ({"inclusionProof": []}, "inclusionProof"),
        ({"inclusionProof": ["AAAA"] * 4}, "inclusionProof"),
        ({"inclusionProof": ["*"] * 4}, "inclusionProof"),
        ({"inclusionProof": [5] * 4}, "inclusionProof"),
    ],
)
def test_what_is_wrong_in_a_proof_is_named(change: dict[str, Any], where: str) -> None:
    assert checkpoints.fault(LEAVES[3], 3, {**evidence(3, 13), **change}, PUBLIC).startswith(f"{where}:")


def test_an_entry_beyond_the_log_is_not_in_it() -> None:
    proof = {**evidence(3, 4), "leafIndex": 4}
    assert "inclusionProof" in checkpoints.fault(LEAVES[4], 4, proof, PUBLIC)
    assert "inclusionProof" in checkpoints.fault(LEAVES[4], -1, {**proof, "leafIndex": -1}, PUBLIC)


def test_another_keys_checkpoint_is_none() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    assert checkpoints.fault(LEAVES[3], 3, evidence(3, 13), other).startswith("checkpoint:")


def test_no_byte_of_a_checkpoint_can_be_changed() -> None:
    proof = evidence(3, 13)
    text = proof["checkpoint"]
    for place, letter in enumerate(text):
        if place == len(text) - 1:
            continue  # the line's end
        changed = text[:place] + ("A" if letter != "A" else "B") + text[place + 1 :]
        assert checkpoints.fault(LEAVES[3], 3, {**proof, "checkpoint": changed}, PUBLIC), place
