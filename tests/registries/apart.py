"""The proofs of a hub, made and checked without a line of our own: what ours is held against."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_B58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def encode(data: bytes) -> str:
    """Multibase base58btc, for data that begins with no zero byte or with some."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _B58[rest] + text
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + text


def decode(text: str) -> bytes:
    """The bytes behind `encode`."""
    number = 0
    for letter in text[1:]:
        number = number * 58 + _B58.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def canonical(value: Any) -> bytes:
    """RFC 8785, for what has ASCII names and whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def public_text(key: Ed25519PrivateKey) -> str:
    return encode(b"\xed\x01" + key.public_key().public_bytes_raw())


def signed_by(note: Mapping[str, Any]) -> bool:
    """Whether a note's signature fits."""
    signature = dict(note["signature"])
    try:
        proof = decode(signature.pop("proof"))
        key = decode(signature["pubkey"])
        assert key[:2] == b"\xed\x01"
        Ed25519PublicKey.from_public_bytes(key[2:]).verify(proof, canonical({**note, "signature": signature}))
    except (InvalidSignature, KeyError, ValueError, AssertionError):
        return False
    return True


def root(leaves: list[bytes]) -> bytes:
    """The root of RFC 6962, section 2.1, as it is defined."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The audit path of RFC 6962, section 2.1.1, as it is defined."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(index, leaves[:half]), root(leaves[half:])]
    return [*path(index - half, leaves[half:]), root(leaves[:half])]
