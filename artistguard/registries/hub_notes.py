"""What a hub is told: the note of a declaration, and that of its withdrawal, in either dialect.

Source: ISCC Discovery Protocol, Declaration Profile (working draft of 2026), sections 5.1, 5.5 and 11; the hub's
published interface of August 2025 and of 2026. `units` may be left out, and are: without them a picture is found by
its 64-bit codes alone, and less of it is told.
"""

import base64
import binascii
import functools
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from artistguard.model.errors import UsageError
from artistguard.model.registering import Item
from artistguard.proof import jcs, multikey, notes
from artistguard.registries.base import RecordKey
from artistguard.registries.iscc_hubs import Dialect, Hub

DECLARED = "http://purl.org/iscc/schema/iscc-note-0.8.0.json"
DELETED = "http://purl.org/iscc/schema/iscc-note-delete-0.8.0.json"
LOGGED = "http://purl.org/iscc/schema/iscc-log-entry-0.8.0.json"
LATER = ("nonce", "timestamp", "signature.pubkey", "signature.proof")  # what is made when a note is sent
MOST_BYTES = 8192  # of a note as it is sent
MOST_TEXT = 2048  # characters of any member
SIGNATURE_ROOM = 512  # bytes at most that nonce, timestamp and signature take up
BLAKE3 = "1e20"  # the multihash name of a BLAKE3 digest of 32 bytes

_BASE32 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghijklmnopqrstuv")
_MULTIHASH = re.compile(r"1e20[0-9a-f]{64}", re.ASCII)
_ISCC = re.compile(r"ISCC:K[A-Z2-7]{28,67}", re.ASCII)  # the main type of a composite begins with K
_ISCC_ID = re.compile(r"ISCC:[A-Z0-9]{10,40}", re.ASCII)
_VARIABLE = re.compile(r"\{([/.]?)(iscc_id|iscc_code|datahash)\}")
_CONTROLLER = re.compile(r"(?:did:[a-z0-9]+:|https://)[!-~]{1,500}", re.ASCII)


def declaration(hub: Hub, item: Item, params: Mapping[str, str]) -> dict[str, Any]:
    """The note for one file, without the members of LATER.

    `params`, if wanted: "gateway", or the "domain" on which the ledger's pages stand; "metahash"; "controller".
    Raises UsageError for a file that a hub cannot be told of, in the user's words.
    """
    if not item.iscc:
        raise UsageError(
            "This file has no ISCC, so a hub cannot be told of it: its picture could not be read.",
            "Choose another file of the work.",
        )
    datahash = BLAKE3 + item.blake3
    if not _ISCC.fullmatch(item.iscc) or not _MULTIHASH.fullmatch(datahash) or not _belong(item):
        raise UsageError("The ISCC that is kept for this file does not fit its bytes.", "Import the file again.")
    note = {"$schema": DECLARED} if hub.dialect is Dialect.NEWEST else {}
    note |= {"iscc_code": item.iscc, "datahash": datahash}
    if gateway := gateway_of(params):
        note["gateway"] = _checked_gateway(gateway)
    if metahash := params.get("metahash"):
        if not _MULTIHASH.fullmatch(metahash):
            raise UsageError("A metahash is 1e20 and the BLAKE3 of the metadata, in small hex digits.")
        note["metahash"] = metahash
    return note


def withdrawal(hub: Hub, iscc_id: str) -> dict[str, Any]:
    """The note that takes back a declaration, without the members of LATER. Raises UsageError for what is no id."""
    if not is_id(iscc_id):
        raise UsageError(
            "It is not known under which number the hub keeps this declaration, so it cannot be withdrawn."
        )
    note = {"$schema": DELETED} if hub.dialect is Dialect.NEWEST else {}
    return {**note, "iscc_id": iscc_id}


def signed(hub: Hub, draft: bytes, at: datetime, key: RecordKey, *, controller: str = "") -> bytes:
    """A draft with a nonce of this hub's, its moment to the millisecond, and its signature: canonical, as it is sent.

    The members of a draft all sort before "nonce", so that what is added stands behind them in one fixed order, and
    ten thousand notes need not be put into order again twice each. Raises KeyLocked.
    """
    number = hub.hub_id << 116 | secrets.randbits(116)
    moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    said = b'"controller":%b,' % jcs.canonical(controller) if controller else b""
    by = b'"pubkey":"%b","version":"%b"' % (multikey.key_text(key.public).encode(), notes.VERSION.encode())
    head = b'%b,"nonce":"%032x","signature":{%b' % (draft[:-1], number, said)
    tail = b'%b},"timestamp":"%b"}' % (by, moment.encode())
    proof = multikey.signature_text(key(head + tail)).encode()
    return b'%b"proof":"%b",%b' % (head, proof, tail)


def draft(note: Mapping[str, Any]) -> bytes:
    """The bytes of a note that is not signed yet. Raises UsageError if it would be too long for a hub."""
    data = jcs.canonical(note, what="the note")
    long = [name for name, value in note.items() if isinstance(value, str) and len(value) > MOST_TEXT]
    if long or len(data) > MOST_BYTES - SIGNATURE_ROOM:
        raise UsageError(f"{long[0] if long else 'The note'} is longer than a hub takes.")
    return data


def gateway_of(params: Mapping[str, str]) -> str:
    """Where the terms may be read: what `params` name, or the document that the ledger's pages have for each file."""
    domain = params.get("domain", "")
    return params.get("gateway") or (f"https://{domain}/iscc/{{datahash}}.json" if domain else "")


def expanded(gateway: str, iscc_id: str, note: Mapping[str, Any]) -> str:
    """The address that a gateway's template stands for, as hubs fill it in: codes in small letters, without "ISCC:"."""
    values = {"iscc_id": iscc_id, "iscc_code": str(note.get("iscc_code")), "datahash": str(note.get("datahash"))}

    def filled(found: re.Match[str]) -> str:
        sign, name = found.groups()
        return f"{sign}{values[name].removeprefix('ISCC:').lower()}"

    return _VARIABLE.sub(filled, gateway)


def controller(params: Mapping[str, str]) -> str:
    """Who answers for the key, if `params` say so. Raises UsageError for what is neither a DID nor an https address."""
    text = params.get("controller", "")
    if text and not _CONTROLLER.fullmatch(text):
        raise UsageError("A controller is a DID such as did:web:studio.example, or an https address.")
    return text


def is_id(text: object) -> bool:
    """Whether this can be the number that a hub gives a declaration. It is not looked into any further."""
    return isinstance(text, str) and bool(_ISCC_ID.fullmatch(text))


def moment_of(iscc_id: str) -> datetime | None:
    """When a hub says it took a declaration: 52 bits of microseconds in the id. None for an id of another shape."""
    try:
        raw = base64.b32decode(iscc_id.removeprefix("ISCC:"))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 10:
        return None
    try:
        return datetime.fromtimestamp((int.from_bytes(raw[2:], "big") >> 12) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _belong(item: Item) -> bool:
    """Whether the ISCC ends with the Instance-Code of the file's BLAKE3: its first 8 bytes, or 16 of a wide code.

    Both are of the right letters.
    """
    text = item.iscc.removeprefix("ISCC:")
    if len(text) % 8 in (1, 3, 6):  # no whole number of bytes has so many letters
        return False
    # Base32 (RFC 4648, section 6) as a number: the standard library goes through it letter by letter.
    size = len(text) * 5 // 8
    raw = (int(text.translate(_BASE32), 32) >> (len(text) * 5 % 8)).to_bytes(size, "big")
    digest = bytes.fromhex(item.blake3)
    return len(raw) > 10 and raw.endswith((digest[:8], digest[:16]))


@functools.lru_cache(maxsize=64)  # all works of a batch have the same
def _checked_gateway(text: str) -> str:
    try:
        parts = urlsplit(_VARIABLE.sub("x", text))
        good = parts.scheme == "https" and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        good = False
    plain = text.isascii() and text.isprintable() and not re.search(r"[\s?#{}]", _VARIABLE.sub("", text))
    if not good or not plain:
        raise UsageError(
            "A gateway is an https address without ? and #, in which {iscc_id}, {iscc_code} and {datahash} may stand.",
            "Such as https://studio.example/iscc/{iscc_id}.",
        )
    return text
