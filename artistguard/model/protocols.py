"""What the rooms hand each other: workflow passes these in, so that no neighbour imports another."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from artistguard.model.errors import Cancelled, Sealed

if TYPE_CHECKING:
    from artistguard.model.egress import EgressEntry, Purpose, Subjects


class CancelToken:
    """A wish to stop, asked for between items. Cancelling is no error: it raises `Cancelled`."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask for a stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if a stop was asked for."""
        if self.cancelled:
            raise Cancelled


class Progress(Protocol):
    """Told how far a long thing is. `total` is None while it is still being counted."""

    def __call__(self, done: int, total: int | None, what: str, /) -> None:
        """`done` of `total` items; `what` is the present one."""


class EgressSink(Protocol):
    """Keeps the egress ledger."""

    def record(self, entry: "EgressEntry") -> None:
        """Write one entry, durably, before the caller goes on."""


class SealPolicy(Protocol):
    """Knows what may be told about whom."""

    def check(self, subjects: "Subjects") -> None:
        """Raise `Sealed` if something about these subjects must not leave the machine."""


class ConsentPolicy(Protocol):
    """Knows which hosts the user agreed to."""

    def check(self, authority: str, purpose: "Purpose") -> None:
        """Raise `NotAgreed` if this host may not be asked for this. `authority`: host, or host:port for odd ports."""


class Tokens(Protocol):
    """Knows the user's tokens of hosts."""

    def token(self, authority: str) -> str | None:
        """The token of a host (host:port for odd ports); None: there is none. Raises KeyLocked."""


class Signer(Protocol):
    """A key that signs, wherever it lives. Children ask the parent through one."""

    def __call__(self, data: bytes, /) -> bytes:
        """The signature over `data`, in the algorithm of the identity (ECDSA: DER)."""


def no_progress(done: int, total: int | None, what: str) -> None:
    """For callers who do not watch."""


def sealed_by(titles: Sequence[str]) -> Sealed:
    """The error for works under a seal."""
    return Sealed(", ".join(titles))
