"""Checkpoints of a transparency log (C2SP tlog-checkpoint and signed-note), and that an entry is in one.

A checkpoint is three lines (the log's name, how many entries, the root in base64), an empty line, and signatures. The
tree is that of RFC 9162. Source of the evidence's members: ISCC-HUB, IsccReceipt schema (2026).
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artistguard.proof import merkle, multikey

EVIDENCE = "IsccLogInclusionProof"
_DASH = "\N{EM DASH} "  # begins a signature's line
_ED25519 = b"\x01"  # the kind of key, in a signed note
_LONGEST = 16 * 1024  # characters of a checkpoint, which any number of witnesses may have signed


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log's keeper signed: this root stands for its first `size` entries."""

    origin: str
    size: int
    root: bytes


def checkpoint(text: object, key: bytes) -> Checkpoint:
    """A checkpoint that `key` signed under the log's name. Raises ValueError for any other."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise ValueError("it is no text, or too long a one")
    body, gap, signatures = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 3:
        raise ValueError("it is not three lines and a signature")
    origin = lines[0]
    if not (lines[1].isascii() and lines[1].isdigit()) or str(int(lines[1][:20])) != lines[1]:
        raise ValueError(f"{lines[1][:40]!r} is no number of entries")
    root = _base64(lines[2])
    if len(root) != merkle.LENGTH:
        raise ValueError("its root is no SHA-256")
    known = hashlib.sha256(origin.encode() + b"\n" + _ED25519 + key).digest()[:4]
    for line in signatures.splitlines():
        name, _, value = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or name != origin:
            continue  # a witness's, which proves nothing to us
        raw = _base64(value)
        if raw[:4] == known and multikey.fits(key, raw[4:], f"{body}\n".encode()):
            return Checkpoint(origin, int(lines[1]), root)
    raise ValueError("no signature under it was made by the log's own key")


def fault(entry: bytes, index: int, evidence: Mapping[str, Any], key: bytes) -> str:
    """What does not fit in the evidence that `entry` is entry `index` of a log of `key`'s, by its member; or "".

    How a log is named is its keeper's business.
    """
    if evidence.get("type") != EVIDENCE:
        return f"type: {str(evidence.get('type'))[:40]!r} is not {EVIDENCE!r}"
    try:
        signed = checkpoint(evidence.get("checkpoint"), key)
    except ValueError as error:
        return f"checkpoint: {error}"
    if evidence.get("treeSize") != signed.size:
        return f"treeSize: {str(evidence.get('treeSize'))[:20]} is not the checkpoint's {signed.size}"
    if evidence.get("leafIndex") != index:
        return f"leafIndex: {str(evidence.get('leafIndex'))[:20]} is not {index}"
    path = evidence.get("inclusionProof")
    try:
        hashes = [_base64(one) for one in path] if isinstance(path, list) else [b""]
        sides = merkle.sides(index, signed.size)
    except ValueError as error:
        return f"inclusionProof: {error}"
    if len(hashes) != len(sides) or any(len(one) != merkle.LENGTH for one in hashes):
        return f"inclusionProof: it is not the {len(sides)} hashes that lead to entry {index} of {signed.size}"
    at = merkle.entry_hash(entry)
    for left, beside in zip(sides, hashes, strict=True):
        at = merkle.node_hash(beside, at) if left else merkle.node_hash(at, beside)
    return "" if at == signed.root else "inclusionProof: it leads to another root than the checkpoint's"


def _base64(text: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError) as error:
        raise ValueError("what should be base64 is none") from error
