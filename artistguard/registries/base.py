"""What every registry has in common: its protocol. Adapters are stateless; the outbox of `workflow` remembers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Capabilities,
    Item,
    Outcome,
    Prepared,
    Receipt,
    Signed,
    Status,
    Submission,
    Verification,
)
from artistguard.net.door import Door


class RecordKey(Protocol):
    """The Ed25519 key (RFC 8032) that signs declarations, wherever it lives. Losing it, nothing can be withdrawn."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""

    def __call__(self, data: bytes, /) -> bytes:
        """The signature over `data`, 64 bytes. Raises KeyLocked."""


class Registry(Protocol):
    """One registry that takes declarations.

    The outbox calls `prepare`, `sign`, `submit` in this order. What `sign` returns is stored before `submit` is
    called with it, and the same bytes are submitted again after a crash or a time-out.
    """

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""

    def prepare(self, submission: Submission) -> Prepared:
        """Make ready, offline and always with the same result; lists exactly what would leave.

        Raises UsageError for what this registry cannot be told (no ISCC, no address ...), in the user's words.
        """

    def sign(self, prepared: Prepared, key: RecordKey, at: datetime) -> Signed:
        """The bytes to send. Called right before sending. Raises KeyLocked."""

    def submit(self, signed: Signed, submission: Submission, door: Door, cancel: CancelToken) -> Outcome:
        """Send the bytes once. Raises NetworkError where it is not known whether they arrived, Cancelled."""

    def status(self, receipt: Receipt, submission: Submission, door: Door, cancel: CancelToken) -> Status:
        """Ask how what was submitted stands there. The request names the submission's works to the door, so that their
        seals hold. Raises NetworkError, Sealed, Cancelled."""

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        """The submission that takes a declaration back. Raises UsageError where nothing can be taken back."""

    def verify(self, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
        """Check a receipt from its stored bytes and pinned keys alone. `items`: what it should be about, if known."""


@runtime_checkable
class GivesProofs(Protocol):
    """A registry whose receipt over many works yields a small proof for each of them."""

    def proof_files(self, receipt: Receipt, item: Item) -> Mapping[str, bytes]:
        """The proof of one file by names, with a README, for a stranger who has none of this program.

        Raises UsageError where the receipt is not about the file, or is not as it was kept.
        """
