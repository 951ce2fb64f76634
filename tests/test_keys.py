"""The key store, with a keychain of the tests' own (in memory) where one is needed."""

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from artistguard.keys import KeyStore
from artistguard.model.errors import IdentityError, KeyLocked

KEY = ec.generate_private_key(ec.SECP256R1())


class MemoryKeyring(KeyringBackend):
    """Keeps secrets for the length of a test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keychain() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    chain = MemoryKeyring()
    keyring.set_keyring(chain)
    yield chain
    keyring.set_keyring(before)


def numbers(key: object) -> object:
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.private_numbers()


def test_a_passphrase_locks_and_opens(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys", lambda: "correct horse", keychain=False)
    assert store.put("one", KEY) == "passphrase"
    assert numbers(store.get("one")) == numbers(KEY)
    assert store.has("one")
    assert not store.has("two")


def test_the_file_is_private_and_encrypted(tmp_path: Path) -> None:
    KeyStore(tmp_path, lambda: "correct horse", keychain=False).put("one", KEY)
    path = tmp_path / "one.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes()


def test_a_wrong_or_missing_passphrase_is_a_locked_key(tmp_path: Path) -> None:
    KeyStore(tmp_path, lambda: "correct horse", keychain=False).put("one", KEY)
    with pytest.raises(KeyLocked):
        KeyStore(tmp_path, lambda: "wrong", keychain=False).get("one")
    with pytest.raises(KeyLocked):
        KeyStore(tmp_path, lambda: None, keychain=False).get("one")


def test_a_key_is_never_stored_unlocked(tmp_path: Path) -> None:
    with pytest.raises(KeyLocked):
        KeyStore(tmp_path, lambda: None, keychain=False).put("one", KEY)
    assert not list(tmp_path.glob("*.pem"))


def test_an_unknown_key_is_not_a_locked_one(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match="not on this machine"):
        KeyStore(tmp_path, lambda: "x", keychain=False).get("one")


def test_the_keychain_holds_one_wrapping_key_and_no_private_key(tmp_path: Path, keychain: MemoryKeyring) -> None:
    store = KeyStore(tmp_path, lambda: None)
    assert store.put("one", KEY) == "keychain"
    assert store.put("two", ed25519.Ed25519PrivateKey.generate()) == "keychain"
    assert numbers(store.get("one")) == numbers(KEY)
    [secret] = keychain.kept.values()
    assert len(bytes.fromhex(secret)) == 32


def test_without_its_keychain_a_copy_of_the_folder_opens_nothing(tmp_path: Path, keychain: MemoryKeyring) -> None:
    KeyStore(tmp_path, lambda: None).put("one", KEY)
    keychain.kept.clear()
    with pytest.raises(KeyLocked):
        KeyStore(tmp_path, lambda: "anything").get("one")


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_keychain_that_keeps_nothing_is_passed_over(tmp_path: Path, backend: type[KeyringBackend]) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(backend())
    try:
        assert KeyStore(tmp_path, lambda: "correct horse").put("one", KEY) == "passphrase"
    finally:
        keyring.set_keyring(before)
