"""Private keys and small secrets, encrypted in files; and the only room that talks to the system's keychain.

The keychain holds one random wrapping key; the keys themselves lie encrypted in the data folder, so that a copy of
the folder alone opens nothing. Where there is no keychain a passphrase takes its place. There is no third way: a key
or a secret is never written in the clear, and keychain back ends that keep secrets as plain text are passed over.
"""

import base64
import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from artistguard.model.errors import IdentityError, KeyLocked

SERVICE = "artistguard"
PASSPHRASE_VARIABLE = "ARTISTGUARD_PASSPHRASE"  # noqa: S105 - a name, not a passphrase

_SECRET = b"artistguard secret"
_SECRETS = ".secret"
_FROM_BACKUP = "Take it in again from its back-up with 'artistguard identity import'."

# Interactive use: about 0.1 s and 32 MiB (RFC 7914, section 2, with the cost of today's machines).
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}


class KeyStore:
    """Keys by identity id, in `folder`.

    `passphrase` is asked only when a key is needed and no keychain can open it; it returns None if there is none.
    """

    def __init__(self, folder: Path, passphrase: Callable[[], str | None], *, keychain: bool = True) -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._keychain = keychain
        self._opened: dict[bytes, str] = {}  # small secrets by their files' content: one question a run is enough

    def put(self, name: str, key: PrivateKeyTypes) -> str:
        """Store a key under `name`; returns "keychain" or "passphrase", by what it is locked."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        salt = secrets.token_bytes(16)
        secret, kind = self._secret_for_writing()
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(_password(secret, salt, kind)),
        )
        # The salt and the kind of lock stand in the file as PEM comments do: text before the first dashes.
        _write_private(self._path(name), f"locked-by: {kind}\nsalt: {salt.hex()}\n".encode() + pem)
        return kind

    def get(self, name: str) -> PrivateKeyTypes:
        """The key under `name`. Raises KeyLocked without the secret, IdentityError if there is no such key."""
        try:
            raw = self._path(name).read_bytes()
        except FileNotFoundError:
            raise IdentityError(
                "The private key of this signature is not on this machine.",
                _FROM_BACKUP,
            ) from None
        except OSError as error:
            raise IdentityError(f"The key file {self._path(name)} cannot be read: {error.strerror}.") from error
        try:
            head = _lines(raw.split(b"-----")[0])
            kind, salt = head["locked-by"], bytes.fromhex(head["salt"])
            pem = raw[raw.index(b"-----") :]
        except (ValueError, KeyError) as error:
            raise IdentityError(f"The key file {self._path(name)} is damaged.", _FROM_BACKUP) from error
        secret = self._secret_for_reading(kind, "key")
        try:
            return serialization.load_pem_private_key(
                pem, _password(secret, salt, kind), unsafe_skip_rsa_key_validation=False
            )
        except ValueError:
            raise KeyLocked("The passphrase does not open the key.", "Try again with the right one.") from None

    def has(self, name: str) -> bool:
        """Whether a key of that name lies here (locked or not)."""
        return self._path(name).exists()

    def put_secret(self, name: str, text: str) -> str:
        """Store a small secret under a name of one line; returns "keychain" or "passphrase", by what it is locked."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        secret, kind = self._secret_for_writing()
        sealed = AESGCM(_derived(secret, salt, kind, _SECRET)).encrypt(nonce, text.encode(), name.encode())
        lines = [f"name: {name}", f"locked-by: {kind}", f"salt: {salt.hex()}"]
        lines.append(f"sealed: {base64.b64encode(nonce + sealed).decode()}")
        _write_private(self._secret_path(name), "\n".join(lines).encode() + b"\n")
        return kind

    def secret(self, name: str) -> str | None:
        """The secret of a name; None if there is none. Raises KeyLocked if it cannot be opened."""
        try:
            raw = self._secret_path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyLocked(f"What is kept for {name} cannot be read: {error.strerror}.") from error
        if raw in self._opened:
            return self._opened[raw]
        unusable = KeyLocked(f"What is kept for {name} cannot be opened.", "Set it again, or forget it.")
        try:
            head = _lines(raw)
            kind, salt, sealed = head["locked-by"], bytes.fromhex(head["salt"]), base64.b64decode(head["sealed"])
        except (ValueError, KeyError) as error:
            raise unusable from error
        lock = _derived(self._secret_for_reading(kind, f"token of {name}"), salt, kind, _SECRET)
        try:
            found = AESGCM(lock).decrypt(sealed[:12], sealed[12:], name.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise unusable from error
        self._opened[raw] = found
        return found

    def forget_secret(self, name: str) -> bool:
        """Remove a secret; returns whether there was one."""
        try:
            self._secret_path(name).unlink()
        except FileNotFoundError:
            return False
        return True

    def secrets(self) -> tuple[str, ...]:
        """The names under which secrets lie here, in order. Nothing is opened."""
        found = []
        for path in self._folder.glob(f"*{_SECRETS}"):
            with contextlib.suppress(OSError, ValueError, KeyError):
                found.append(_lines(path.read_bytes())["name"])
        return tuple(sorted(found))

    def keychain_state(self) -> str:
        """One sentence on the system's keychain, for `doctor`."""
        if not self._keychain:
            return "not used"
        return "works" if self._keychain_secret(create=False) or _usable() else "none; a passphrase is used instead"

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.pem"

    def _secret_path(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}{_SECRETS}"

    def _secret_for_reading(self, kind: str, what: str) -> str:
        secret = self._keychain_secret(create=False) if kind == "keychain" else self._asked()
        if secret is None:
            raise KeyLocked(
                f"The {what} is locked by the {kind}, and that is not at hand.",
                f"Unlock the keychain, or set {PASSPHRASE_VARIABLE}.",
            )
        return secret

    def _secret_for_writing(self) -> tuple[str, str]:
        secret = self._keychain_secret(create=True)
        if secret is not None:
            return secret, "keychain"
        secret = self._asked()
        if not secret:
            raise KeyLocked(
                "There is no keychain here, and no passphrase was given; a key is never stored unlocked.",
                f"Set {PASSPHRASE_VARIABLE}, or give --passphrase-fd.",
            )
        return secret, "passphrase"

    def _asked(self) -> str | None:
        return self._passphrase()

    def _keychain_secret(self, *, create: bool) -> str | None:
        if not self._keychain or not _usable():
            return None
        import keyring
        from keyring.errors import KeyringError

        try:
            found = keyring.get_password(SERVICE, "wrapping-key")
            if found or not create:
                return found
            fresh = secrets.token_hex(32)
            keyring.set_password(SERVICE, "wrapping-key", fresh)
            # The null back end takes everything and keeps nothing; only what reads back was stored.
            return fresh if keyring.get_password(SERVICE, "wrapping-key") == fresh else None
        except KeyringError:
            return None


def _usable() -> bool:
    """Whether the chosen keychain back end really keeps secrets, and keeps them encrypted."""
    import keyring

    module = type(keyring.get_keyring()).__module__
    return not module.startswith(("keyring.backends.fail", "keyring.backends.null", "keyrings.alt"))


def _lines(raw: bytes) -> dict[str, str]:
    """The "name: value" lines of a file's head. Raises ValueError."""
    return dict(line.split(": ", 1) for line in raw.decode("ascii").splitlines() if ": " in line)


def _password(secret: str, salt: bytes, kind: str) -> bytes:
    """The PKCS#8 password."""
    return _derived(secret, salt, kind, b"artistguard key").hex().encode()


def _derived(secret: str, salt: bytes, kind: str, use: bytes) -> bytes:
    """32 bytes. A random wrapping key needs no stretching, a passphrase does."""
    if kind == "keychain":
        return HKDF(hashes.SHA256(), 32, salt, use).derive(bytes.fromhex(secret))
    return Scrypt(salt, 32, **_SCRYPT).derive(secret.encode())


def _write_private(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".part")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
