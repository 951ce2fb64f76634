"""What stamping registries have in common: one root over many works, its parts in the receipt, the proof of each."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import resources

from artistguard.model.counting import counted
from artistguard.model.egress import Subjects
from artistguard.model.errors import UsageError
from artistguard.model.ids import now
from artistguard.model.registering import Holds, Item, Operation, Receipt, Submission, Verification
from artistguard.net.advice import wait_asked
from artistguard.net.door import Answer
from artistguard.proof import leaves

SUMS = "SHA256SUMS"  # the part that holds the digests of what was sent and answered
BUSY = frozenset({408, 425, 429})


def checked(submission: Submission) -> Submission:
    """The submission, if it can be stamped. Raises UsageError: also for terms that no JSON text holds."""
    if submission.operation is not Operation.DECLARE:
        raise never()
    if not submission.items:
        raise UsageError("There is nothing to stamp.")
    _records(submission, submission.items[:1], now())
    return submission


def never() -> UsageError:
    """Why nothing is taken back."""
    return UsageError(
        "A time stamp cannot be taken back: it is a hash with a date, in your hands.",
        "Whoever was never shown its proof learns nothing from it.",
    )


def subjects(submission: Submission) -> Subjects:
    """The works that a stamp is about. None can be seen in it; their seals hold all the same."""
    return Subjects(works=tuple(dict.fromkeys(item.work_id for item in submission.items)))


def parts(submission: Submission, at: datetime) -> dict[str, bytes]:
    """The records of a submission and their root, as parts of the receipt. Raises UsageError, as `checked` does."""
    return leaves.parts(_records(submission, submission.items, at))


def _records(submission: Submission, items: Sequence[Item], at: datetime) -> list[bytes]:
    try:
        return leaves.records(items, submission.reservation, submission.policy, at)
    except ValueError as error:
        raise UsageError(f"These terms or files cannot be written down: {error}.") from error


def sums(files: Mapping[str, bytes]) -> bytes:
    """Digests as `sha256sum -c` reads them."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def changed(receipt: Receipt, files: Mapping[str, bytes]) -> list[str]:
    """Which of the files are not those whose digests the receipt holds."""
    noted = receipt.parts.get(SUMS, b"").decode("utf-8", "replace").splitlines()
    right = sums(files).decode().splitlines()
    if len(noted) != len(right):
        return [f"{SUMS}: changed: it has {counted(len(noted), 'line', 'lines')}, not {len(right)}"]
    pairs = zip(sorted(files), noted, right, strict=True)
    return [f"{name}: its digest is not the one in {SUMS}" for name, line, made in pairs if line != made]


def busy(answer: Answer, at: datetime) -> float | None:
    """How many seconds a busy server asks to wait; None if it does not say."""
    return wait_asked(answer.headers, at)


def is_busy(status: int) -> bool:
    """Whether a status means that it may work later."""
    return status in BUSY or status >= 500


def about(receipt: Receipt, items: Sequence[Item]) -> tuple[str, ...]:
    """What the records are, in one sentence."""
    count = receipt.parts[leaves.LEAVES].count(b"\n")
    records = "1 record" if count == 1 else f"{count:,} records"
    which = "" if not items else " Yours is among them." if len(items) == 1 else f" Yours are: {len(items):,}."
    return (f"One root covers {records}.{which}",)


def joined(first: Verification, says: Sequence[str], faults: Sequence[str]) -> Verification:
    """A check of the stamp together with what was found in its records: one fault, and nothing is proven."""
    if not faults:
        return Verification(first.holds, (*says, *first.says), first.faults, first.proven_at)
    why = "The receipt is not as it was kept, so it proves nothing."
    return Verification(Holds.NO, (why,), (*faults, *first.faults))


def proof_of(receipt: Receipt, item: Item) -> tuple[dict[str, bytes], int]:
    """The files that lead from one file's record to the root, and how many records there are.

    Raises UsageError where the batch is not about the file, or is not as it was kept.
    """
    faults = leaves.check(receipt.parts)
    if faults:
        raise UsageError(f"This receipt is not as it was kept: {faults[0]}.")
    found = leaves.proof(receipt.parts, item)
    if found is None:
        raise UsageError("This receipt is not about that file.")
    record, way = found
    files = {
        leaves.LEAF: record,
        leaves.PATH: leaves.path_file(way),
        leaves.ROOT: receipt.parts[leaves.ROOT],
        "check.py": _text("check_path.txt").encode(),
    }
    return files, way.size


def check_one(files: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """(what the proof of one file says, what in it does not fit), without what was stamped with it."""
    missing = [f"{name}: missing" for name in (leaves.LEAF, leaves.PATH, leaves.ROOT, SUMS) if name not in files]
    if missing:
        return [], missing
    faults = list(leaves.check_path(files[leaves.LEAF], files[leaves.PATH], files[leaves.ROOT]))
    noted = {}
    for line in files[SUMS].decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        noted[name] = digest
    right = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != SUMS}
    odd = [name for name in sorted(noted.keys() | right.keys()) if noted.get(name) != right.get(name)]
    faults += [f"{name}: its digest is not the one in {SUMS}" for name in odd]
    said = leaves.about(files[leaves.LEAF])
    return [said] if said else [], faults if said else [*faults, f"{leaves.LEAF}: it is no record"]


def readme(name: str, **filled: object) -> bytes:
    """A text of resources/proof with its blanks filled in."""
    return _text(name).format(**filled).encode()


def _text(name: str) -> str:
    return (resources.files("resources") / "proof" / name).read_text("utf-8")
