"""The local reservation ledger: lines of the custody chain, on this computer alone. The embedded default.

A declaration is a line `reserved`, a withdrawal a later line `reservation-withdrawn`; the first one stays. This file
is pure: it says what a line holds (`line`), makes the receipt of a line that was written (`receipt`), and checks it.
The outbox writes the line, in the transaction that records the declaration, so that neither is there without the other.

No key is needed: whoever registers here may have none, or a locked one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from artistguard.model.counting import counted
from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import UsageError
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Capabilities,
    Holds,
    Item,
    Operation,
    Outcome,
    Prepared,
    Receipt,
    RegistryKind,
    Signed,
    Standing,
    Status,
    Submission,
    Told,
    Verification,
    Withdrawal,
)
from artistguard.net.door import Door
from artistguard.proof import chain
from artistguard.registries.base import RecordKey

NAME = "local"
RESERVED, WITHDRAWN = "reserved", "reservation-withdrawn"
_ACTS = {Operation.DECLARE: RESERVED, Operation.WITHDRAW: WITHDRAWN}
_OWN_CLOCK = "The moment is this computer's own; a time stamp over the chain's head is what others can rely on."
_CAPABILITIES = Capabilities(
    name=NAME,
    title="Local reservation ledger",
    kind=RegistryKind.EMBEDDED,
    takes=frozenset({Told.SHA256, Told.BLAKE3, Told.ISCC, Told.DOMAIN}),
    withdrawal=Withdrawal.APPENDED,
    what="A dated line in this program's own hash chain; it can be written out as a website or for a lawyer.",
    readers="Nobody reads it unless you publish or hand over what is written out of it.",
    looked=date(2026, 11, 26),
    public=False,
    whole_work=True,
    sealed_too=True,
)


def line(submission: Submission, declaration: str) -> tuple[str, str, Mapping[str, object]]:
    """What the chain is to say of a declaration or its withdrawal: (act, subject, details). The subject is the work.

    `declaration` is the id under which the outbox keeps it. A withdrawal also needs `submission.params` as `withdraw`
    filled them.
    """
    details: dict[str, object] = {
        "declaration": declaration,
        "editions": [
            {
                "edition": item.edition_id,
                "role": item.role.value,
                "sha256": item.sha256,
                "blake3": item.blake3,
                **({"iscc": item.iscc} if item.iscc else {}),
            }
            for item in submission.items
        ],
    }
    if submission.operation is Operation.DECLARE:
        terms = submission.reservation
        details["answers"] = {use.value: answer.value for use, answer in terms.answers.items()}
        if terms.constraint:
            details["constraint"] = terms.constraint
        if terms.policy_url:
            details["policy_url"] = terms.policy_url
        details["preset_version"] = submission.policy
    else:
        details["of"] = submission.of or ""
    details.update({name: value for name, value in sorted(submission.params.items()) if name not in details})
    return _ACTS[submission.operation], submission.items[0].work_id, details


def receipt(entry: CustodyEntry) -> Receipt:
    """The receipt of a line that was written. `response` is the whole line, as an export of the chain has it."""
    return Receipt(
        registry=NAME,
        operation=next(operation for operation, act in _ACTS.items() if act == entry.act),
        at=entry.at,
        url="",
        request=chain.canonical_details(entry.details).encode(),
        status=0,  # nothing was asked over a network
        headers={},
        response=chain.line(entry).encode(),
        id_there=str(entry.seq),
    )


class LocalLedger:
    """The ledger as a registry (see `base.Registry`). `submit` is never called: see `line`."""

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        return _CAPABILITIES

    def prepare(self, submission: Submission) -> Prepared:
        """Nothing leaves. Raises UsageError where there is nothing to declare or the files are of several works."""
        if len({item.work_id for item in submission.items}) != 1:
            raise UsageError("A line of the ledger is about the files of one work.")
        if submission.operation is Operation.DECLARE and not submission.reservation.reserved:
            raise UsageError("These terms reserve nothing, so there is nothing to record.", "Choose another preset.")
        return Prepared(submission, leaves=())

    def sign(self, prepared: Prepared, key: RecordKey, at: datetime) -> Signed:
        """What the line will say, but for the id of the declaration. No key is asked."""
        _, _, details = line(prepared.submission, "")
        return Signed("", "", {}, chain.canonical_details(details).encode(), at)

    def submit(self, signed: Signed, submission: Submission, door: Door, cancel: CancelToken) -> Outcome:
        """Raises UsageError: the line is written where the declaration is recorded, in one transaction."""
        raise UsageError("Nothing is sent to the local ledger: its line is written with the declaration.")

    def status(self, receipt: Receipt, submission: Submission, door: Door, cancel: CancelToken) -> Status:
        """It is not asked: what stands in the chain is seen by verifying it."""
        return Status(Standing.UNKNOWN, now(), "It stands in the ledger on this computer; verify the ledger to see.")

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        """The later line that takes a declaration back, naming the first by number and hash."""
        stated = _parsed(receipt.response)
        return Submission(
            registry=NAME,
            operation=Operation.WITHDRAW,
            items=submission.items,
            policy=submission.policy,
            reservation=submission.reservation,
            params={"line": receipt.id_there, "line_hash": str((stated or {}).get("hash", ""))},
            of=declaration,
        )

    def verify(self, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
        """Recompute the line's hash, and compare it with what was asked and with the files it should be about."""
        stated = _parsed(receipt.response)
        if stated is None:
            return Verification(Holds.NO, ("The receipt holds no line of the ledger.",), ("response: not readable",))
        faults = list(_faults(receipt, stated))
        faults += _other_files(stated["details"], items)
        if faults:
            return Verification(Holds.NO, ("The receipt is not as it was written.",), tuple(faults))
        count = len(stated["details"].get("editions", ()))
        files = counted(count, "file", "files")
        says = (
            f"Line {stated['seq']} of the ledger at {stated['seat']}: {stated['act']}, {files}, {stated['at']}.",
            f"Its SHA-256 is {stated['hash']}; it follows {stated['previous'][:16]}…, the line before.",
            _OWN_CLOCK,
        )
        return Verification(Holds.YES, says)


def _parsed(body: bytes) -> dict[str, Any] | None:
    """The line in a receipt, if it has the shape of one."""
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        return None
    names = {"format", "seq", "at", "seat", "actor", "act", "subject", "details", "previous", "hash"}
    if not isinstance(stated, dict) or set(stated) != names or not isinstance(stated["details"], dict):
        return None
    texts = all(isinstance(stated[name], str) for name in names - {"seq", "details"})
    return stated if texts and isinstance(stated["seq"], int) else None


def _faults(receipt: Receipt, stated: Mapping[str, Any]) -> list[str]:
    number, faults = f"line {stated['seq']}", []
    content = {name: value for name, value in stated.items() if name not in ("hash", "format")}
    try:
        moment = datetime.fromisoformat(content.pop("at"))
        canonical = chain.canonical(at=moment, **content)
        asked = json.loads(receipt.request)
        exact = chain.line(CustodyEntry(at=moment, hash=stated["hash"], **content)).encode()
    except (ValueError, RecursionError) as error:
        return [f"{number}: its content cannot be hashed: {error}"]
    if exact != receipt.response:
        own = json.loads(exact)
        parts = [name for name in sorted(own) if own[name] != stated[name]]
        faults += [f"{number}: '{name}' is not as it was written" for name in parts or ["the spaces between"]]
    elif hashlib.sha256(canonical).hexdigest() != stated["hash"]:
        faults.append(f"{number}: changed: its hash does not fit its content")
    details = stated["details"]
    if not isinstance(asked, dict) or asked != details:
        known = asked if isinstance(asked, dict) else {}
        odd = {name for name in {*known, *details} if known.get(name) != details.get(name)}
        if known.get("declaration") == "":  # what `sign` made, before the declaration had a place
            odd.discard("declaration")
        faults += [f"{number}: '{name}' is not what was asked for" for name in sorted(odd)]
    if stated["act"] != _ACTS[receipt.operation]:
        faults.append(f"{number}: it says '{stated['act']}', not '{_ACTS[receipt.operation]}'")
    if receipt.id_there != str(stated["seq"]):
        faults.append(f"{number}: the receipt is for line {receipt.id_there}")
    if receipt.at != moment:
        faults.append(f"{number}: the receipt's moment is another one")
    return faults


def _other_files(details: Mapping[str, Any], items: Sequence[Item]) -> list[str]:
    """What the line does not say of the files it should be about."""
    stated = {each.get("edition"): each for each in details.get("editions", ()) if isinstance(each, dict)}
    faults = []
    for item in items:
        there = stated.get(item.edition_id)
        if there is None:
            faults.append(f"file {item.edition_id}: the line is not about it")
        else:
            wanted = {"sha256": item.sha256, "blake3": item.blake3}
            faults += [f"file {item.edition_id}: another {n}" for n, value in wanted.items() if there.get(n) != value]
    return faults
