"""What registries have in common that take nothing from programs: nothing is signed, sent, or proven."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from artistguard.model.errors import UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Capabilities,
    Holds,
    Item,
    Outcome,
    Prepared,
    Receipt,
    Signed,
    Standing,
    Status,
    Submission,
    Verification,
)
from artistguard.net.door import Door
from artistguard.registries.base import RecordKey

_UNKNOWN_HERE = "The program sent nothing there, so it cannot say."


class ByHand(ABC):
    """The part of `base.Registry` that is refused."""

    @property
    @abstractmethod
    def way(self) -> str:
        """What people do instead, in one sentence."""

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What it is and can do."""

    def prepare(self, submission: Submission) -> Prepared:
        """Raises UsageError: there is nothing that a program could prepare."""
        raise self._refused()

    def sign(self, prepared: Prepared, key: RecordKey, at: datetime) -> Signed:
        """Raises UsageError: there is nothing to sign."""
        raise self._refused()

    def submit(self, signed: Signed, submission: Submission, door: Door, cancel: CancelToken) -> Outcome:
        """Raises UsageError: only people can send it."""
        raise self._refused()

    def status(self, receipt: Receipt, submission: Submission, door: Door, cancel: CancelToken) -> Status:
        """That it is not known."""
        return Status(Standing.UNKNOWN, receipt.at, _UNKNOWN_HERE)

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        """Raises UsageError: the program declared nothing there."""
        raise UsageError(f"The program told {self.capabilities.title} nothing.", self.way)

    def verify(self, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
        """That nothing is proven."""
        return Verification(Holds.CANNOT_SAY, (_UNKNOWN_HERE,))

    def _refused(self) -> UsageError:
        return UsageError(f"{self.capabilities.title} takes nothing from programs: you do it yourself.", self.way)
