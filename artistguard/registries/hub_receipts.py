"""A hub's receipts: what is kept of an answer, and what it proves, from the stored bytes and pinned keys alone.

A receipt is a credential (W3C VC 2.0) that the hub signs over the note it was sent; the newest hubs put a proof from
their log into it (`evidence`). What was sent is kept beside it, so that a change is found in the member where it is.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from artistguard.model.registering import Holds, Item, Operation, Receipt, Verification
from artistguard.net.door import Answer
from artistguard.proof import checkpoints, credentials, jcs, multikey, notes
from artistguard.registries import hub_notes
from artistguard.registries.iscc_hubs import Dialect, Hub

ACK, DID, DUPLICATE, SUMS = "ack.json", "did.json", "duplicate.json", "sha256sums"  # parts of a receipt
_CONTEXT, _TYPES = "https://www.w3.org/ns/credentials/v2", ("VerifiableCredential", "IsccReceipt")
_AT_ODDS = timedelta(hours=1)  # between a hub's moment and ours: no hub takes a note that is that far off
_SUM = re.compile(r"([0-9a-f]{64})  ([a-z0-9.-]{1,40})", re.ASCII)
_BROKEN = "What is kept of this declaration does not fit together: it was changed since, or was never right."
_NO_OPT_OUT = "It is no opt-out: it says who declared which file, when, and where terms may be read."


def kept(
    hub: Hub,
    operation: Operation,
    request: bytes,
    answer: Answer,
    *,
    id_there: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> Receipt:
    """What is kept of an answer, with the digests of all its bytes."""
    return Receipt(
        registry=hub.name,
        operation=operation,
        at=answer.at,
        url=answer.url,
        request=request,
        status=answer.status,
        headers={name: value[:2048] for name, value in answer.headers.items() if name in ("content-type", "date")},
        response=answer.body,
        id_there=id_there,
        key=signer_of(request),
        parts=_summed(request, answer.body, parts or {}),
    )


def with_part(receipt: Receipt, name: str, data: bytes) -> Receipt:
    """The receipt with one part more."""
    return replace(receipt, parts=_summed(receipt.request, receipt.response, {**receipt.parts, name: data}))


def signer_of(request: bytes) -> str:
    """The key that a note names as its signer, as it writes it; "" if it names none."""
    try:
        return str(jcs.parse_object(request)["signature"]["pubkey"])
    except (ValueError, KeyError, TypeError):
        return ""


def note_in(receipt: Receipt) -> dict[str, Any]:
    """The note that the hub signed for, of a receipt that holds one; else an empty one. It is not checked."""
    try:
        note = jcs.parse_object(receipt.response)["credentialSubject"]["declaration"]["iscc_note"]
    except (ValueError, KeyError, TypeError):
        return {}
    return note if isinstance(note, dict) else {}


def complete(receipt: Receipt) -> bool:
    """Whether a declaration's receipt holds what the hub signs, and its log's proof."""
    return b'"credentialSubject"' in receipt.response and b'"evidence"' in receipt.response


def verify(hub: Hub, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
    """Check a receipt (see `base.Registry.verify`). Every fault begins with where it is."""
    check = _Check(hub, receipt)
    check.request(items)
    if receipt.operation is Operation.WITHDRAW:
        check.withdrawal()
    else:
        check.answer()
    check.sums()
    return check.result()


@dataclass(slots=True)
class _Check:
    hub: Hub
    kept: Receipt
    faults: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    otherwise: Holds = Holds.YES  # what it is, if there is no fault
    proven: datetime | None = None
    sent: dict[str, Any] = field(default_factory=dict)

    def result(self) -> Verification:
        if not self.faults:
            return Verification(
                self.otherwise, tuple(self.says), (), self.proven if self.otherwise is Holds.YES else None
            )
        return Verification(Holds.NO, (_BROKEN,), tuple(self.faults))

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")

    def request(self, items: Sequence[Item]) -> None:
        """The note that was sent: our own signature over it, and what it is about."""
        try:
            self.sent = jcs.parse_object(self.kept.request, what="the note")
            key = multikey.key_text(notes.signer(self.sent))
        except ValueError as error:
            self.fault("request", str(error))
            return
        if key != self.kept.key:
            self.fault("request", f"signature.pubkey: it is not {self.kept.key!r}, which is noted as the signer")
        if str(self.sent.get("nonce"))[:3] != f"{self.hub.hub_id:03x}":
            self.fault("request", f"nonce: it is not meant for hub {self.hub.hub_id}")
        about = {hub_notes.BLAKE3 + item.blake3: item.iscc for item in items}
        if self.kept.operation is Operation.DECLARE and about:
            if self.sent.get("datahash") not in about:
                self.fault("request", "datahash: it is another file's")
            elif self.sent.get("iscc_code") != about[self.sent["datahash"]]:
                self.fault("request", "iscc_code: it is another file's")

    def withdrawal(self) -> None:
        """A withdrawal's answer is empty, and nothing in it is signed."""
        if self.sent and self.sent.get("iscc_id") != self.kept.id_there:
            self.fault("request", f"iscc_id: it is not {self.kept.id_there!r}, which was to be withdrawn")
        told = "took the withdrawal" if self.kept.status == 204 else "said that it no longer knows the declaration"
        self.says.append(
            f"{self.hub.title} {told} of {self.kept.id_there} ({self.kept.status}). It signs nothing there."
        )
        self.says.append("The first entry stays in the hub's log, with the withdrawal behind it.")
        self.otherwise = Holds.CANNOT_SAY

    def answer(self) -> None:
        try:
            body = jcs.parse_object(self.kept.response, what="the answer")
        except ValueError as error:
            self.fault("response", str(error))
            return
        if "credentialSubject" in body:
            self.credential(body)
        elif self.kept.status == 201:
            if body.get("iscc_id") != self.kept.id_there:
                self.fault("response", f"iscc_id: it is not {self.kept.id_there!r}, which is noted")
            self.says.append(f"{self.hub.title} acknowledged the declaration; the receipt it signs is not here yet.")
            self.otherwise = Holds.NOT_YET
        else:
            self.says.append(f"{self.hub.title} said that this file is declared there already; it signs nothing there.")
            self.otherwise = Holds.CANNOT_SAY

    def credential(self, body: dict[str, Any]) -> None:
        """The receipt that the hub signed."""
        for name, right in (
            ("@context", _CONTEXT in _texts(body.get("@context"))),
            ("type", all(one in _texts(body.get("type")) for one in _TYPES)),
            ("issuer", body.get("issuer") == self.hub.did),
        ):
            if not right:
                self.fault("response", f"{name}: it is not what a receipt of {self.hub.did} has there")
        subject = body["credentialSubject"] if isinstance(body["credentialSubject"], dict) else {}
        declared = subject.get("declaration")
        if not isinstance(declared, dict) or not isinstance(note := declared.get("iscc_note"), dict):
            self.fault("response", "credentialSubject.declaration: there is none")
            return
        self.note(note, subject)
        if declared.get("iscc_id") != self.kept.id_there:
            self.fault("response", f"credentialSubject.declaration.iscc_id: it is not {self.kept.id_there!r}")
        self.ack(declared)
        key = self.signature(body)
        if key is not None:
            self.evidence(body, declared, key)
        self.tell(declared, note)

    def note(self, note: dict[str, Any], subject: dict[str, Any]) -> None:
        where = "credentialSubject.declaration.iscc_note"
        if DUPLICATE in self.kept.parts:  # an earlier note, of the same file and by the same key
            places = [] if note.get("datahash") == self.sent.get("datahash") else ["datahash"]
        else:
            places = jcs.differences(note, self.sent)
        for place in places:
            self.fault("response", f"{where}.{place}: it is not what was sent")
        try:
            key = multikey.key_text(notes.signer(note))
        except ValueError as error:
            self.fault("response", f"{where}.{error}")
            return
        if key != self.kept.key:
            self.fault("response", f"{where}.signature.pubkey: another key declared it")
        signature = note["signature"]
        if subject.get("id") != (signature.get("controller") or f"did:key:{signature['pubkey']}"):
            self.fault("response", "credentialSubject.id: it is not who signed the note")

    def ack(self, declared: Mapping[str, Any]) -> None:
        if ACK not in self.kept.parts:
            return
        try:
            ack = jcs.parse_object(self.kept.parts[ACK], what="the acknowledgement")
        except ValueError as error:
            self.fault(ACK, str(error))
            return
        for name in ("iscc_id", "seq"):
            if ack.get(name) != declared.get(name):
                self.fault(ACK, f"{name}: it is not what the receipt says")

    def signature(self, body: dict[str, Any]) -> bytes | None:
        """The key that signed the receipt, if it is one to rely on."""
        method = str((body.get("proof") or {}).get("verificationMethod")) if isinstance(body.get("proof"), dict) else ""
        if method.partition("#")[0] != self.hub.did:
            self.fault("response", f"proof.verificationMethod: it names no key of {self.hub.did}")
        pinned = [multikey.key_bytes(key) for key in self.hub.pubkeys]
        told = [] if pinned else list(self._published().values())
        found = "proof: no key of this hub is known"
        for key in (*pinned, *told):
            found = credentials.fault(body, key)
            if not found:
                if key in told:
                    self.otherwise = Holds.CANNOT_SAY
                    self.says.append("Its signature fits the key that the hub's site named that day; none is pinned.")
                return key
        if pinned or told:
            self.fault("response", found)
        else:
            self.otherwise = Holds.CANNOT_SAY
            self.says.append("No key of this hub is pinned in the hub list, so its signature was not checked.")
        return None

    def _published(self) -> dict[str, bytes]:
        try:
            document = jcs.parse_object(self.kept.parts.get(DID, b"{}"), what="the hub's keys")
            return credentials.keys_of(document, self.hub.did) if document else {}
        except ValueError as error:
            self.fault(DID, str(error))
            return {}

    def evidence(self, body: dict[str, Any], declared: Mapping[str, Any], key: bytes) -> None:
        found = body.get("evidence")
        if not isinstance(found, dict):
            if self.hub.dialect is Dialect.NEWEST:
                self.says.append("No proof from the hub's log stands in it yet; a later receipt may have one.")
            return
        note = declared["iscc_note"]
        entry = {"$schema": hub_notes.LOGGED, "iscc_id": declared.get("iscc_id"), "note": note}
        record = jcs.canonical(entry, what="the log's entry")
        place = declared.get("seq")
        index = place if isinstance(place, int) else -1
        if wrong := checkpoints.fault(record, index, found, key):
            self.fault("response", f"evidence.{wrong}")
        else:
            self.says.append(
                f"The hub's signed log of {found['treeSize']} entries holds it, as number {index} (counted from 0)."
            )

    def tell(self, declared: Mapping[str, Any], note: Mapping[str, Any]) -> None:
        at = hub_notes.moment_of(str(declared.get("iscc_id")))
        claimed = _moment(note.get("timestamp")) or at
        if at is not None and claimed is not None and abs(at - claimed) < _AT_ODDS and at < self.kept.at + _AT_ODDS:
            self.proven = at
        when = f" at {self.proven:%Y-%m-%d %H:%M:%S} UTC" if self.proven else ""
        gateway = hub_notes.expanded(str(note.get("gateway", "")), self.kept.id_there, note)
        terms = f" It points to {gateway}." if gateway else " It points to no terms, so nothing is reserved by it."
        file = f"the file with BLAKE3 {str(note.get('datahash'))[4:]}"
        self.says.insert(
            0, f"{self.hub.title} signed that {self.kept.key} declared {file}{when}, as {self.kept.id_there}."
        )
        self.says.append(_NO_OPT_OUT + terms)

    def sums(self) -> None:
        """What was changed without changing what it says: a space, the order of members."""
        named = {"request": self.kept.request, "response": self.kept.response, **self.kept.parts}
        lines = named.pop(SUMS, b"").decode("utf-8", "replace").splitlines()
        noted = {found[2]: found[1] for line in lines if (found := _SUM.fullmatch(line))}
        if _sums(noted) != self.kept.parts.get(SUMS):
            self.fault(SUMS, "it is not the list of digests that was noted")
        for name in sorted({*named, *noted}):
            if name not in noted or name not in named:
                self.fault(SUMS, f"{name} is {'not listed' if name in named else 'missing'}")
            elif hashlib.sha256(named[name]).hexdigest() != noted[name]:
                self.fault(name, "its bytes are not those whose SHA-256 was noted")


def _summed(request: bytes, response: bytes, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with the digests of everything in the receipt."""
    bare = {name: data for name, data in parts.items() if name != SUMS}
    named = {"request": request, "response": response, **bare}
    return {**bare, SUMS: _sums({name: hashlib.sha256(data).hexdigest() for name, data in named.items()})}


def _sums(digests: Mapping[str, str]) -> bytes:
    """The digests as `sha256sum` writes them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _texts(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
