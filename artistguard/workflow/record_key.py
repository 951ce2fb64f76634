"""The key that signs declarations: Ed25519, made at first use, with a back-up that opens with a passphrase."""

from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from artistguard.catalogue.owners import new_owner
from artistguard.model.errors import Busy, IdentityError, KeyLocked, UsageError
from artistguard.workflow.identity import write_new

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

NAME = "record-key"
_PUBLIC = "registering.record-key"  # of the catalogue's small things: hex


class RecordKey:
    """The studio's key (see registries.base.RecordKey). It is opened when something is signed, and made if need be."""

    def __init__(self, studio: "Studio") -> None:
        self._studio = studio
        self._key: Ed25519PrivateKey | None = None
        self._public: bytes | None = None

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes; known without opening the key, once it was made. Raises KeyLocked."""
        if self._public is None:  # every declaration names it, and it never changes
            known = self._studio.catalogue.meta.get(f"{_PUBLIC}.{self._studio.seat}")
            self._public = bytes.fromhex(known) if isinstance(known, str) else _raw(self._opened())
        return self._public

    def __call__(self, data: bytes, /) -> bytes:
        """The signature over `data`, 64 bytes (RFC 8032). Raises KeyLocked, IdentityError."""
        return self._opened().sign(data)

    def back_up(self, file: Path, passphrase: str) -> None:
        """Write the key into a file that opens with the passphrase (PKCS#8, PEM). Raises UsageError, KeyLocked."""
        if len(passphrase) < 8:
            raise UsageError("A passphrase for a back-up has at least eight letters.")
        pem = self._opened().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
        write_new(file, pem, 0o600)
        self._studio.catalogue.custody.append("record-key-backed-up", self.public.hex())

    def take_in(self, file: Path, passphrase: str) -> None:
        """Take the key from a back-up, where there is none or the same. Raises UsageError, IdentityError, KeyLocked."""
        try:
            key = serialization.load_pem_private_key(file.read_bytes(), passphrase.encode())
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
        except (ValueError, TypeError) as error:
            raise IdentityError(f"{file} is no key that this passphrase opens.") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise IdentityError(f"{file} holds another kind of key: declarations are signed with Ed25519.")
        if self._studio.keys.has(NAME) and self.public != _raw(key):
            raise IdentityError(
                "Another key signs the declarations here, and what it signed can be taken back by it alone.",
                "Back that one up, and take this one in with another data folder.",
            )
        self._keep(key, "record-key-taken-in")

    def _opened(self) -> Ed25519PrivateKey:
        if self._key is None:
            if self._studio.keys.has(NAME):
                found = self._studio.keys.get(NAME)
                if not isinstance(found, Ed25519PrivateKey):
                    raise IdentityError("The key of the declarations is of another kind than it was made.")
                self._key = found
            else:
                self._make()
                return self._opened()
        return self._key

    def _make(self) -> None:
        """Make the key. Two programs that begin at once must not make two: what one signs, the other cannot undo.

        One that was lost is not replaced unasked, for the same reason.
        """
        if self._studio.catalogue.meta.get(f"{_PUBLIC}.{self._studio.seat}") is not None:
            raise KeyLocked(
                "The key that signed declarations is not on this machine any more.",
                "Take it in from its back-up: artistguard registry key --restore FILE. If there is none, "
                "'artistguard registry key --new' makes another; what the lost one signed cannot be taken back.",
            )
        self.make_new()

    def make_new(self) -> None:
        """Make the key, where there is none. Raises IdentityError where one lies, Busy, KeyLocked."""
        leases, owner = self._studio.catalogue.leases, new_owner()
        lease = f"{NAME}.{self._studio.seat}"
        if not leases.take(lease, owner):
            raise Busy("Another program is making the key of the declarations.", "Try again in a moment.")
        try:
            if not self._studio.keys.has(NAME):
                self._keep(Ed25519PrivateKey.generate(), "record-key-created")
        finally:
            leases.give_back(lease, owner)

    def _keep(self, key: Ed25519PrivateKey, act: str) -> None:
        self._studio.keys.put(NAME, key)
        public = _raw(key).hex()
        with self._studio.catalogue.transaction():
            self._studio.catalogue.meta.set(f"{_PUBLIC}.{self._studio.seat}", public)
            self._studio.catalogue.custody.append(act, public, {"algorithm": "Ed25519"})
        self._key, self._public = key, _raw(key)


def _raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()
