"""Signed JSON objects of the ISCC Discovery Protocol ("ISCC-SIG v1.0").

The signature covers the canonical object (RFC 8785) with all of its `signature` member except `proof`.
Source: ISCC Discovery Protocol, Declaration Profile, sections 5.2 and 8.2 (working draft of 2026).
"""

from collections.abc import Callable, Mapping
from typing import Any

from artistguard.proof import jcs, multikey

VERSION = "ISCC-SIG v1.0"
_MEMBERS = frozenset({"version", "pubkey", "proof", "controller", "keyid"})


def sign(
    note: Mapping[str, Any],
    public: bytes,
    signature: Callable[[bytes], bytes],
    *,
    controller: str = "",
) -> dict[str, Any]:
    """The note with its `signature`. `signature(data)` gives 64 bytes, made by the key behind `public`.

    `controller` is the DID or address of whoever answers for the key, if any. Raises ValueError for a note that is
    signed already, or has no canonical form.
    """
    if "signature" in note:
        raise ValueError("the note is signed already")
    member = {"version": VERSION, "pubkey": multikey.key_text(public)}
    if controller:
        member["controller"] = controller
    unsigned = {**note, "signature": member}
    proof = multikey.signature_text(signature(jcs.canonical(unsigned, what="the note")))
    return {**note, "signature": {**member, "proof": proof}}


def signer(note: Mapping[str, Any]) -> bytes:
    """The public key that signed a note. Raises ValueError, naming the member, if the signature does not fit."""
    member = note.get("signature")
    if not isinstance(member, Mapping):
        raise ValueError("signature: there is none")
    if member.get("version") != VERSION:
        raise ValueError(f"signature.version: {str(member.get('version'))[:40]!r} is not {VERSION!r}")
    if unknown := sorted(set(member) - _MEMBERS):
        raise ValueError(f"signature.{unknown[0]}: no signature has such a member")
    try:
        key = multikey.key_bytes(member.get("pubkey"))
    except ValueError as error:
        raise ValueError(f"signature.pubkey: {error}") from error
    try:
        proof = multikey.signature_bytes(member.get("proof"))
    except ValueError as error:
        raise ValueError(f"signature.proof: {error}") from error
    unsigned = {**note, "signature": {name: value for name, value in member.items() if name != "proof"}}
    if not multikey.fits(key, proof, jcs.canonical(unsigned, what="the note")):
        raise ValueError("signature.proof: it does not fit the note, so something in one of them was changed")
    return key
