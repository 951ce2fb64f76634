"""Ed25519 keys and signatures as text: W3C Multikey (Controlled Identifiers 1.0), multibase base58btc."""

import functools

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_BYTES, SIGNATURE_BYTES = 32, 64
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # the multicodec name of a public key
_TEN = 58**10
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_LONGEST = 128  # characters; more is neither a key nor a signature


@functools.lru_cache(maxsize=64)
def key_text(key: bytes) -> str:
    """A public key of 32 bytes as "z6Mk...". Raises ValueError for another length."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"an Ed25519 public key has {KEY_BYTES} bytes, not {len(key)}")
    return "z" + _base58(_ED25519 + key)


def key_bytes(text: object) -> bytes:
    """The 32 bytes of a key written as "z6Mk...". Raises ValueError for anything else."""
    raw = _unbase58(text, "a key")
    if raw[:2] != _ED25519 or len(raw) != len(_ED25519) + KEY_BYTES:
        raise ValueError(f"{str(text)[:60]!r} is no Ed25519 public key")
    return raw[2:]


def signature_text(signature: bytes) -> str:
    """A signature of 64 bytes as "z...". Raises ValueError for another length."""
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError(f"an Ed25519 signature has {SIGNATURE_BYTES} bytes, not {len(signature)}")
    return "z" + _base58(signature)


def signature_bytes(text: object) -> bytes:
    """The 64 bytes of a signature written as "z...". Raises ValueError for anything else."""
    raw = _unbase58(text, "a signature")
    if len(raw) != SIGNATURE_BYTES:
        raise ValueError(f"{str(text)[:60]!r} is no Ed25519 signature")
    return raw


def fits(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` was made with the key behind `key` (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, _TEN)  # what fits into a machine word is divided faster
        for _ in range(5):
            rest, pair = divmod(rest, 58 * 58)
            text = _PAIRS[pair] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text.lstrip("1")


def _unbase58(text: object, what: str) -> bytes:
    """The bytes behind multibase "z..."; there is but one spelling of them."""
    if not isinstance(text, str) or not text.startswith("z") or not 1 < len(text) <= _LONGEST:
        raise ValueError(f"{str(text)[:60]!r} is not how {what} is written: it begins with z")
    number, digits = 0, text[1:]
    for letter in digits:
        value = _ALPHABET.find(letter)
        if value < 0:
            raise ValueError(f"{letter!r} is no letter of base58: {what} cannot be read")
        number = number * 58 + value
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
