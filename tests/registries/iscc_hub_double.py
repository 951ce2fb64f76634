"""A double of an ISCC-HUB, on loopback, in both dialects.

No real hub can be had here: its code is no package. This is built from its published interface (openapi.yaml of
August 2025 and of 2026), the Declaration Profile and the ISCC-Log specification (drafts of 2026), and held to the
table of answers that real servers of August 2025 gave. It shares no code with what it stands opposite: its canonical
JSON is the standard library's, its base58, its tree and its checkpoints are its own.
"""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from registries.apart import canonical, encode, path, public_text, root, signed_by

AUGUST, NEWEST = "2025-08", "2026"
NOTE = "http://purl.org/iscc/schema/iscc-note-0.8.0.json"
DELETE = "http://purl.org/iscc/schema/iscc-note-delete-0.8.0.json"
ENTRY = "http://purl.org/iscc/schema/iscc-log-entry-0.8.0.json"
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
_OPTIONAL = {"units", "metahash", "gateway"}


@dataclass(frozen=True)
class Asked:
    """A request as it arrived. Header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    def one(self, name: str) -> str:
        return parse_qs(urlsplit(self.target).query).get(name, [""])[0]


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Wrong(Exception):
    """What the hub refuses: status, code as August 2025 spells it, code as the draft does, member, more."""

    def __init__(self, status: int, code: str, message: str, draft: str = "", field: str = "", **more: str) -> None:
        super().__init__(message)
        self.status, self.code, self.draft, self.field, self.more = status, code, draft or code.upper(), field, more


class IsccHubDouble:
    """One hub. `fault(asked)` may answer in its place; `style` is how it spells errors: "error" or "detail"."""

    def __init__(self, dialect: str, *, hub_id: int = 1, seed: int = 7, style: str = "error") -> None:
        self.dialect = dialect
        self.hub_id = hub_id
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.style = style
        self.let_in: set[str] | None = None  # None: everybody
        self.log: list[dict[str, Any]] = []  # {"$schema", "iscc_id", "note"}
        self.nonces: set[str] = set()
        self.covers = True  # whether a checkpoint covers the log
        self.asked: list[Asked] = []
        self.fault: Callable[[Asked], Reply | None] = lambda asked: None
        self.trusts: Callable[[Mapping[str, Any]], bool] = signed_by
        self.seals: Callable[[dict[str, Any]], dict[str, Any]] = self._credential
        self.clock: Callable[[], datetime] = lambda: NOW
        self.matches: list[dict[str, Any]] | None = None  # None: offers no search
        self.url = ""
        self._ticks = 0
        self._turn = threading.RLock()

    @property
    def pubkey(self) -> str:
        return public_text(self.key)

    @property
    def at(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def did(self) -> str:
        return "did:web:" + quote(self.at, safe="")

    def live(self) -> list[dict[str, Any]]:
        """The declarations that were not deleted."""
        gone = {one["iscc_id"] for one in self.log if "datahash" not in one["note"]}
        return [one for one in self.log if "datahash" in one["note"] and one["iscc_id"] not in gone]

    def answer(self, asked: Asked) -> Reply:
        with self._turn:
            self.asked.append(asked)
            if reply := self.fault(asked):
                return reply
            if "application/json" not in asked.headers.get("accept", ""):
                return Reply(404, b"<html>not found</html>", {"Content-Type": "text/html"})
            try:
                return self._route(asked)
            except Wrong as wrong:
                return self._error(wrong)

    def _route(self, asked: Asked) -> Reply:
        place, newest = asked.path, self.dialect == NEWEST
        if asked.method == "POST" and place == "/declaration":
            return self._declare(asked)
        if asked.method == "DELETE" and (found := re.fullmatch(r"/declaration/(ISCC:[A-Z2-7]{16})", place)):
            return self._delete(asked, found[1])
        if asked.method == "GET" and place == "/.well-known/did.json":
            return _json(200, self.did_document())
        if asked.method == "GET" and newest:
            if found := re.fullmatch(r"/declaration/(ISCC:[A-Z2-7]{16})/receipt", place):
                return _json(200, self.receipt(found[1]))
            if place == "/lookup":
                return self._lookup(asked)
            if place == "/search":
                return self._search(asked)
            if re.fullmatch(r"/ISCC:[A-Z2-7]{16}", place):
                found_entry = next((one for one in self.live() if one["iscc_id"] == place[1:]), None)
                if found_entry is None:
                    raise Wrong(404, "not_found", f"Declaration not found: {place[1:]}", "DECLARATION_NOT_FOUND")
                return _json(200, _shown(found_entry))
        raise Wrong(404, "not_found", "Not Found")

    def _declare(self, asked: Asked) -> Reply:
        note = self._note(asked, NOTE, {"iscc_code", "datahash"}, _OPTIONAL)
        pubkey = note["signature"]["pubkey"]
        if not re.fullmatch(r"ISCC:K[A-Z2-7]{28,67}", note["iscc_code"]):
            raise Wrong(422, "invalid_iscc", "Invalid ISCC code", "INVALID_NOTE", "iscc_code")
        if not re.fullmatch(r"1e20[0-9a-f]{64}", note["datahash"]):
            raise Wrong(422, "invalid_format", "Invalid datahash", "INVALID_NOTE", "datahash")
        code = base64.b32decode(note["iscc_code"][5:] + "=" * (-len(note["iscc_code"][5:]) % 8))
        if not code.endswith(bytes.fromhex(note["datahash"][4:])[:8]):
            raise Wrong(
                422, "validation_failed", "datahash does not match the Instance-Code", "INVALID_NOTE", "datahash"
            )
        if not self.trusts(note):
            raise Wrong(401, "invalid_signature", "Invalid signature")
        if self.let_in is not None and pubkey not in self.let_in:
            raise Wrong(401, "unauthorized", "Invalid or inactive pubkey", "KEY_NOT_AUTHORIZED")
        before = next((one for one in self.log if one["note"].get("datahash") == note["datahash"]), None)
        if before is not None and asked.headers.get("x-force-declaration", "").lower() not in ("true", "1"):
            more = {"existing_iscc_id": before["iscc_id"], "existing_actor": before["note"]["signature"]["pubkey"]}
            message = f"Duplicate declaration for datahash: {note['datahash']}"
            raise Wrong(409, "duplicate_declaration", message, "DUPLICATE_DATAHASH", "datahash", **more)
        self._once(note)
        iscc_id, seq = self._append(note, self._id())
        return _json(201, {"iscc_id": iscc_id, "seq": seq} if self.dialect == NEWEST else self.receipt(iscc_id))

    def _delete(self, asked: Asked, iscc_id: str) -> Reply:
        note = self._note(asked, DELETE, {"iscc_id"}, set())
        if not self.trusts(note):
            raise Wrong(401, "invalid_signature", "Invalid signature")
        if note["iscc_id"] != iscc_id:
            raise Wrong(404, "not_found", "ISCC-ID mismatch", "INVALID_DELETION")
        before = next((one for one in self.log if one["iscc_id"] == iscc_id), None)
        if before is None or before not in self.live():
            raise Wrong(404, "not_found", f"Declaration already deleted: {iscc_id}", "DECLARATION_NOT_FOUND")
        if before["note"]["signature"]["pubkey"] != note["signature"]["pubkey"]:
            message = "Not authorized to delete this declaration"
            raise Wrong(401, "unauthorized", message, "NOT_AUTHORIZED_TO_DELETE")
        self._once(note)
        self._append(note, iscc_id)
        return Reply(204)

    def _note(self, asked: Asked, schema: str, needed: set[str], optional: set[str]) -> dict[str, Any]:
        if len(asked.body) > 8192:
            raise Wrong(422, "invalid_length", "Request body too large", "INVALID_NOTE")
        try:
            note = json.loads(asked.body)
        except ValueError:
            raise Wrong(400, "invalid_json", "Invalid JSON") from None
        needed = {*needed, "nonce", "signature", *(["$schema"] if self.dialect == NEWEST else ["timestamp"])}
        allowed = {*needed, *optional, "timestamp"}
        if unknown := sorted(set(note) - allowed):
            raise Wrong(422, "validation_failed", f"Unknown fields not allowed: {unknown[0]}", "INVALID_NOTE")
        if missing := sorted(needed - set(note)):
            raise Wrong(422, "validation_failed", f"Missing required field: {missing[0]}", "INVALID_NOTE", missing[0])
        if self.dialect == NEWEST and note["$schema"] != schema:
            raise Wrong(422, "validation_failed", "Unsupported $schema", "INVALID_NOTE", "$schema")
        if any(len(value) > 2048 for value in note.values() if isinstance(value, str)):
            raise Wrong(422, "invalid_length", "String too long", "INVALID_NOTE")
        if not re.fullmatch(r"[0-9a-f]{32}", note["nonce"]):
            raise Wrong(422, "invalid_hex", "Invalid nonce", "INVALID_NOTE", "nonce")
        if int(note["nonce"][:3], 16) != self.hub_id:
            raise Wrong(422, "nonce_mismatch", "Nonce is for another hub", "NONCE_HUB_MISMATCH", "nonce")
        if moment := note.get("timestamp"):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment):
                raise Wrong(422, "invalid_format", "Invalid timestamp", "INVALID_NOTE", "timestamp")
            if abs(datetime.fromisoformat(moment) - self.clock()) > timedelta(minutes=10):
                message = "Timestamp must be within ±10 minutes of server time"
                raise Wrong(422, "timestamp_out_of_range", message, field="timestamp")
        if set(note["signature"]) - {"version", "pubkey", "proof", "controller", "keyid"}:
            raise Wrong(
                422, "validation_failed", "Unknown fields not allowed in signature", "INVALID_NOTE", "signature"
            )
        return dict(note)

    def _once(self, note: Mapping[str, Any]) -> None:
        if note["nonce"] in self.nonces:
            status = 409 if self.style == "detail" else 400
            raise Wrong(status, "nonce_reuse", f"Nonce already used: {note['nonce']}", "NONCE_REUSED", "nonce")
        self.nonces.add(note["nonce"])

    def _append(self, note: dict[str, Any], iscc_id: str) -> tuple[str, int]:
        self.log.append({"$schema": ENTRY, "iscc_id": iscc_id, "note": note})
        return iscc_id, len(self.log) - 1

    def _id(self) -> str:
        self._ticks += 1
        moment = int(self.clock().timestamp()) * 1_000_000 + self._ticks
        body = (moment << 12 | self.hub_id).to_bytes(8, "big")
        header = b"\x60\x10" if self.dialect == NEWEST else b"\x60\x11"
        return "ISCC:" + base64.b32encode(header + body).decode()

    def receipt(self, iscc_id: str) -> dict[str, Any]:
        """The signed receipt of a declaration."""
        found = [
            (seq, entry)
            for seq, entry in enumerate(self.log)
            if entry["iscc_id"] == iscc_id and "datahash" in entry["note"]
        ]
        if not found:
            raise Wrong(404, "not_found", f"Declaration not found: {iscc_id}", "DECLARATION_NOT_FOUND")
        seq, entry = found[0]
        signature = entry["note"]["signature"]
        declaration = {"seq": seq, "iscc_id": iscc_id, "iscc_note": entry["note"]}
        credential = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential", "IsccReceipt"],
            "issuer": self.did,
            "credentialSubject": {
                "id": signature.get("controller") or f"did:key:{signature['pubkey']}",
                "declaration": declaration,
            },
        }
        if self.dialect == NEWEST and self.covers:
            credential["evidence"] = self._evidence(seq)
        return self.seals(credential)

    def _evidence(self, seq: int) -> dict[str, Any]:
        leaves = [canonical(entry) for entry in self.log]
        body = f"{self.at}\n{len(leaves)}\n{base64.b64encode(root(leaves)).decode()}\n"
        raw = self.key.public_key().public_bytes_raw()
        name = hashlib.sha256(self.at.encode() + b"\n\1" + raw).digest()[:4]
        line = base64.b64encode(name + self.key.sign(body.encode())).decode()
        return {
            "type": "IsccLogInclusionProof",
            "checkpoint": f"{body}\n\N{EM DASH} {self.at} {line}\n",
            "treeSize": len(leaves),
            "leafIndex": seq,
            "inclusionProof": [base64.b64encode(one).decode() for one in path(seq, leaves)],
        }

    def _credential(self, credential: dict[str, Any]) -> dict[str, Any]:
        proof = {
            "@context": credential["@context"],
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "verificationMethod": f"{self.did}#{self.pubkey}",
            "proofPurpose": "assertionMethod",
        }
        digests = (hashlib.sha256(canonical(part)).digest() for part in (proof, credential))
        return {**credential, "proof": {**proof, "proofValue": encode(self.key.sign(b"".join(digests)))}}

    def did_document(self) -> dict[str, Any]:
        """What its site says of its keys."""
        name = f"{self.did}#{self.pubkey}"
        method = {"id": name, "type": "Multikey", "controller": self.did, "publicKeyMultibase": self.pubkey}
        return {"id": self.did, "verificationMethod": [method], "assertionMethod": [name], "authentication": [name]}

    def _lookup(self, asked: Asked) -> Reply:
        given = [name for name in ("datahash", "iscc_code") if asked.one(name)]
        if len(given) != 1:
            return _json(400, {"detail": "Exactly one search parameter required: datahash or iscc_code"})
        name = given[0]
        return _json(200, [_shown(one) for one in self.live() if one["note"][name] == asked.one(name)])

    def _search(self, asked: Asked) -> Reply:
        if self.matches is None:
            raise Wrong(404, "not_found", "Similarity search is not available")
        return _json(200, {"query": {"iscc_code": asked.one("iscc_code")}, "global_matches": self.matches})

    def _error(self, wrong: Wrong) -> Reply:
        said = {"message": str(wrong), "code": wrong.code, **({"field": wrong.field} if wrong.field else {})}
        if self.style == "detail":
            said = {"detail": str(wrong), "code": wrong.draft, **({"field": wrong.field} if wrong.field else {})}
            return _json(wrong.status, said)
        return _json(wrong.status, {"error": {**said, **wrong.more}})

    @contextmanager
    def served(self) -> Iterator["IsccHubDouble"]:
        """On loopback."""
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                named = {name.lower(): value for name, value in self.headers.items()}
                reply = double.answer(Asked(self.command, self.path, named, body))
                self.send_response_only(reply.status)
                self.send_header("Date", format_datetime(double.clock(), usegmt=True))
                length = {} if reply.status == 204 else {"Content-Length": str(len(reply.body))}
                for name, value in {**length, **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            do_POST = do_DELETE = do_GET  # noqa: N815 - the names that http.server asks for

            def log_message(self, *said: object) -> None:
                """Said to nobody."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(10)


def _json(status: int, body: Any) -> Reply:
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json; charset=utf-8"})


def _shown(entry: Mapping[str, Any]) -> dict[str, Any]:
    note = entry["note"]
    body = base64.b32decode(entry["iscc_id"][5:])[2:]
    at = datetime.fromtimestamp((int.from_bytes(body, "big") >> 12) / 1_000_000, UTC)
    found = {
        "iscc_id": entry["iscc_id"],
        "iscc_code": note["iscc_code"],
        "datahash": note["datahash"],
        "timestamp": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "pubkey": note["signature"]["pubkey"],
    }
    if gateway := note.get("gateway"):
        found["gateway"] = gateway.replace("{iscc_id}", entry["iscc_id"][5:].lower())
    return found
