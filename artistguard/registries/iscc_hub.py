"""ISCC-HUB: who declared which file, when, and where its terms may be read. In both dialects of its interface.

A declaration there is no opt-out: the reservation stands in the documents at the gateway that it points to. What is
published is an ISCC, by which anybody finds pictures that look alike. Nothing is ever forced: a file that somebody
else declared stays theirs there, and the user is told who.

Source: ISCC Discovery Protocol, Declaration Profile (working draft of 2026); the hub's openapi.yaml of August 2025 and
of 2026.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ArtistGuardError, ComeBackLater, Refused, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    AlreadyMine,
    Capabilities,
    Conflict,
    Holds,
    Item,
    Leaving,
    Operation,
    Outcome,
    Prepared,
    Receipt,
    RegistryKind,
    Rejected,
    RetryAfter,
    Signed,
    Standing,
    Status,
    Submission,
    Told,
    Verification,
    Withdrawal,
)
from artistguard.net.door import Answer, AnswerLimits, Door
from artistguard.proof import jcs
from artistguard.registries import hub_answers, hub_notes, hub_receipts
from artistguard.registries.base import RecordKey
from artistguard.registries.hub_lookup import Declared, look_up
from artistguard.registries.iscc_hubs import Dialect, Hub

FRESH_SECONDS = 480  # hubs take notes up to ten minutes old; two of them for the way and for clocks
LIMITS = AnswerLimits(body=jcs.MAX_BYTES, seconds=30)
ACCEPT = {"Accept": "application/json"}  # without it a hub answers with pages for people
_POSTED = {**ACCEPT, "Content-Type": "application/json"}
_NUMBER = ("ISCC-ID (the number that the hub gives the declaration)",)
_LINKABLE = (
    "An ISCC is public, and similar pictures have similar ISCCs: a work that is not out yet can be linked to what you "
    "show later, and whoever has the picture, or one like it, can find this entry."
)


class IsccHub:
    """One hub as a registry (see `base.Registry`). Params, all optional: see `hub_notes.declaration`."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        receipt = self._leaving("GET", "/declaration/ISCC-ID/receipt", b"", _NUMBER, "The receipt it signs.")
        keys = self._leaving("GET", "/.well-known/did.json", b"", (), "The keys that the hub's site names as its own.")
        newest, pinned = hub.dialect is Dialect.NEWEST, bool(hub.pubkeys)
        self._asked_after = (*((receipt,) if newest else ()), *(() if pinned else (keys,)))  # of every declaration

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        hub = self.hub
        trial = " It is for trying out." if hub.network == "testnet" else ""
        return Capabilities(
            name=hub.name,
            title=hub.title,
            kind=RegistryKind.SERVICE,
            takes=frozenset({Told.ISCC, Told.BLAKE3, Told.DOMAIN}),
            withdrawal=Withdrawal.APPENDED,
            what="A public log of who declared which file, when, and where its terms stand. It is no opt-out: the "
            f"reservation is what stands at the gateway that the entry points to.{trial}",
            readers="No AI developer is known to look there.",
            looked=hub.looked,
            public=True,
            fresh_seconds=FRESH_SECONDS,
            address=hub.url,
        )

    def prepare(self, submission: Submission) -> Prepared:
        """The note, and what else is asked. Raises UsageError for a file that a hub cannot be told of."""
        if len(submission.items) != 1:
            raise UsageError("A hub is told of one file at a time.")
        hub_notes.controller(submission.params)
        if submission.operation is Operation.WITHDRAW:
            return self._prepare_withdrawal(submission)
        note = hub_notes.declaration(self.hub, submission.items[0], submission.params)
        declare = self._leaving("POST", "/declaration", hub_notes.draft(note), hub_notes.LATER, "The declaration.")
        return Prepared(submission, (declare, *self._asked_after), self._warnings(submission))

    def sign(self, prepared: Prepared, key: RecordKey, at: datetime) -> Signed:
        """The signed note. Raises KeyLocked."""
        leaving = prepared.leaves[0]
        controller = hub_notes.controller(prepared.submission.params)
        body = hub_notes.signed(self.hub, leaving.body, at, key, controller=controller)
        return Signed(leaving.method, leaving.url, leaving.headers, body, at, at + timedelta(seconds=FRESH_SECONDS))

    def submit(self, signed: Signed, submission: Submission, door: Door, cancel: CancelToken) -> Outcome:
        """Send the note once. Raises NetworkError where it is not known whether it arrived, Cancelled."""
        ask = _Asking(self.hub, door, submission, cancel)
        answer = ask(signed.method, signed.url, signed.body)
        key = hub_receipts.signer_of(signed.body)
        if submission.operation is Operation.WITHDRAW:
            return self._withdrawn(answer, signed, submission, key)
        if answer.status in (200, 201):
            return self._taken(ask, answer, signed)
        said = hub_answers.said(answer)
        if said.code in hub_answers.DUPLICATE or (answer.status == 409 and said.code not in hub_answers.NONCE_USED):
            return self._there_already(ask, answer, signed, key, said)
        if said.code in hub_answers.NONCE_USED and (mine := self._mine(ask, signed, key)):
            return self._as_before(ask, answer, signed, mine[0])
        return hub_answers.refusal(answer, key)

    def status(self, receipt: Receipt, submission: Submission, door: Door, cancel: CancelToken) -> Status:
        """Ask whether the hub still shows it, and for a receipt with its log's proof if ours has none."""
        gone = Standing.WITHDRAWN if receipt.operation is Operation.WITHDRAW else Standing.GONE
        ask = _Asking(self.hub, door, submission, cancel)
        if self.hub.dialect is not Dialect.NEWEST or not receipt.id_there:
            return Status(Standing.UNKNOWN, receipt.at, "This hub's interface does not say how a declaration stands.")
        answer = ask.get(f"/{_path(receipt.id_there)}")
        if answer.status == 404 and (said := hub_answers.said(answer)):
            return Status(gone, answer.at, f"The hub shows no such declaration. It says: {said.message}")
        if answer.status != 200:
            raise _not_now(answer)
        better = None
        lacking = not hub_receipts.complete(receipt) or self.verify(receipt).holds is Holds.NO
        if receipt.operation is Operation.DECLARE and lacking:
            better = self._signed_receipt(ask, receipt)
        return Status(Standing.RECORDED, answer.at, "The hub shows the declaration.", better)

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        """The submission that takes it back; the first entry stays in the log. Raises UsageError."""
        hub_notes.withdrawal(self.hub, receipt.id_there)
        kept = {name: value for name, value in submission.params.items() if name == "controller"}
        params = {**kept, "iscc_id": receipt.id_there}
        return replace(submission, operation=Operation.WITHDRAW, params=params, of=declaration)

    def verify(self, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
        """Check a receipt from its stored bytes and the hub list's keys alone."""
        return hub_receipts.verify(self.hub, receipt, items)

    def _prepare_withdrawal(self, submission: Submission) -> Prepared:
        iscc_id = submission.params.get("iscc_id", "")
        note = hub_notes.draft(hub_notes.withdrawal(self.hub, iscc_id))
        leaving = self._leaving("DELETE", f"/declaration/{_path(iscc_id)}", note, hub_notes.LATER, "The withdrawal.")
        stays = "The first entry stays in the hub's public log, with the withdrawal behind it."
        return Prepared(submission, (leaving,), (stays, "The hub will not take this file a second time."))

    def _leaving(self, method: str, path: str, body: bytes, later: tuple[str, ...], why: str) -> Leaving:
        return Leaving(method, self.hub.url + path, _POSTED if body else ACCEPT, body, later, why)

    def _warnings(self, submission: Submission) -> tuple[str, ...]:
        gateway = hub_notes.gateway_of(submission.params)
        told = (
            f"This is no opt-out. The reservation is what stands at {gateway}: put the documents there."
            if gateway
            else "This is no opt-out, and without a gateway it points to no terms: it reserves nothing by itself. Name "
            "your domain in the settings (registry_domain) first, and put the ledger's pages there."
        )
        idle = () if self.hub.active else ("The hub list says that this hub is not active.",)
        unpinned = () if self.hub.pubkeys else ("No key of this hub is pinned, so its receipts cannot be checked.",)
        withdrawn = "It can be withdrawn, but not erased: both entries stay in the hub's public log."
        return (told, _LINKABLE, withdrawn, *idle, *unpinned)

    def _taken(self, ask: "_Asking", answer: Answer, signed: Signed) -> Outcome:
        """A receipt at once, or an acknowledgement for which the receipt is asked."""
        iscc_id = _id_in(answer.body)
        if not iscc_id:
            return RetryAfter("The hub answered in a form that cannot be read, so it is asked again.")
        taken = hub_receipts.kept(self.hub, Operation.DECLARE, signed.body, answer, id_there=iscc_id)
        if b'"credentialSubject"' in answer.body:
            return Accepted(self._with_keys(ask, taken))
        try:
            return Accepted(self._signed_receipt(ask, taken) or taken)
        except ArtistGuardError:  # a stop and a seal that was closed just now among them
            return Accepted(taken)  # it was taken, whatever became of the receipt: `status` asks for it

    def _signed_receipt(self, ask: "_Asking", receipt: Receipt) -> Receipt | None:
        """The receipt that the hub signs, with the parts of what is there; None where the hub gives none now."""
        answer = ask.get(f"/declaration/{_path(receipt.id_there)}/receipt")
        if answer.status != 200 or _id_in(answer.body) != receipt.id_there:
            return None
        parts = {name: data for name, data in receipt.parts.items() if name != hub_receipts.SUMS}
        if receipt.status == 201 and b'"credentialSubject"' not in receipt.response:
            parts[hub_receipts.ACK] = receipt.response
        made = hub_receipts.kept(
            self.hub, receipt.operation, receipt.request, answer, id_there=receipt.id_there, parts=parts
        )
        return self._with_keys(ask, replace(made, status=receipt.status, at=receipt.at))

    def _with_keys(self, ask: "_Asking", receipt: Receipt) -> Receipt:
        """With what the hub's site names as its keys, where the hub list pins none."""
        if self.hub.pubkeys:
            return receipt
        try:
            answer = ask.get("/.well-known/did.json")
        except ArtistGuardError:
            return receipt
        if answer.status != 200:
            return receipt
        return hub_receipts.with_part(receipt, hub_receipts.DID, answer.body)

    def _there_already(
        self, ask: "_Asking", answer: Answer, signed: Signed, key: str, said: hub_answers.Said
    ) -> Outcome:
        """409: somebody declared this file there. By our key it is as good as taken, unless it was withdrawn."""
        mine = self._mine(ask, signed, key)
        if mine:
            return self._as_before(ask, answer, signed, mine[0])
        refused = self._refused(signed, answer, said.existing_id)
        if said.existing_actor != key:
            return Conflict(said.existing_actor or "somebody whom the hub does not name", refused)
        if mine is None:  # nor can it be asked whether it was withdrawn meanwhile
            return AlreadyMine(refused)
        message = "You declared this file there before, and the hub no longer shows it. It takes a file only once."
        return Rejected("withdrawn-before", message, refused)

    def _as_before(self, ask: "_Asking", answer: Answer, signed: Signed, mine: Declared) -> Outcome:
        """Our own earlier declaration: as good as taken, unless it points to other terms than this one was to."""
        receipt = self._duplicate(ask, answer, signed, mine.iscc_id)
        earlier, wanted = hub_receipts.note_in(receipt), jcs.parse_object(signed.body)
        if not earlier or earlier.get("gateway") == wanted.get("gateway"):
            return AlreadyMine(receipt)
        where = f"to {str(earlier['gateway'])[:200]}" if "gateway" in earlier else "to no terms"
        message = f"You declared this file there before, and that entry points {where}; a hub takes a file only once."
        return Rejected("points-elsewhere", f"{message} A signed copy is a file of its own: register that.", receipt)

    def _mine(self, ask: "_Asking", signed: Signed, key: str) -> list[Declared] | None:
        """Our own declarations of the very file that the hub shows; None where it cannot be asked."""
        if self.hub.dialect is not Dialect.NEWEST:
            return None
        try:
            found = look_up(self.hub, ask.get, datahash=str(jcs.parse_object(signed.body)["datahash"]))
        except Refused:  # it has no such look-up
            return None
        return [one for one in found if one.pubkey == key]

    def _duplicate(self, ask: "_Asking", answer: Answer, signed: Signed, iscc_id: str) -> Receipt:
        """The receipt of our earlier declaration, or, where the hub gives none, the answer that tells of it."""
        refused = self._refused(signed, answer, iscc_id)
        marked = hub_receipts.with_part(refused, hub_receipts.DUPLICATE, answer.body)
        return self._signed_receipt(ask, marked) or refused

    def _refused(self, signed: Signed, answer: Answer, iscc_id: str) -> Receipt:
        return hub_receipts.kept(self.hub, Operation.DECLARE, signed.body, answer, id_there=iscc_id)

    def _withdrawn(self, answer: Answer, signed: Signed, submission: Submission, key: str) -> Outcome:
        iscc_id = submission.params.get("iscc_id", "")
        receipt = hub_receipts.kept(self.hub, Operation.WITHDRAW, signed.body, answer, id_there=iscc_id)
        if answer.status in (200, 204):
            return Accepted(receipt)
        if answer.status == 404 and hub_answers.said(answer):
            return AlreadyMine(receipt)  # it is not shown there (any longer), which is what was wanted
        outcome = hub_answers.refusal(answer, key, deleting=True)
        return replace(outcome, receipt=receipt) if isinstance(outcome, Rejected) else outcome


class _Asking:
    """Requests to one hub, about the works of one submission. A redirect is an answer: nobody agreed to its host."""

    def __init__(self, hub: Hub, door: Door, submission: Submission, cancel: CancelToken) -> None:
        self._hub = hub
        self._door = door
        self._subjects = Subjects(works=tuple(dict.fromkeys(item.work_id for item in submission.items)))
        self._cancel = cancel

    def __call__(self, method: str, url: str, body: bytes = b"") -> Answer:
        return self._door.request(
            method,
            url,
            purpose=Purpose.REGISTER,
            subjects=self._subjects,
            body=body,
            content_type="application/json" if body else None,
            headers=ACCEPT,
            limits=LIMITS,
            redirects=0,
            cancel=self._cancel,
        )

    def get(self, path: str) -> Answer:
        """What the hub answers at a path of its own."""
        return self("GET", self._hub.url + path)


def _id_in(body: bytes) -> str:
    """The number under which a hub took it, of an acknowledgement or a receipt; "" where there is none."""
    try:
        found: Mapping[str, Any] = jcs.parse_object(body)
        if "credentialSubject" in found:
            found = found["credentialSubject"]["declaration"]
        iscc_id = found.get("iscc_id")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return str(iscc_id) if hub_notes.is_id(iscc_id) else ""


def _path(iscc_id: str) -> str:
    return quote(iscc_id, safe=":")


def _not_now(answer: Answer) -> ComeBackLater:
    seconds = hub_answers.busy_for(answer)
    until = None if seconds is None else answer.at + timedelta(seconds=seconds)
    return ComeBackLater(f"The hub did not say how the declaration stands ({answer.status}).", until=until)
