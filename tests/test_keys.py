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


SECRET = "hf_aVerySecretToken123"


@pytest.mark.parametrize("by", ["keychain", "passphrase"])
def test_a_small_secret_is_kept_locked(tmp_path: Path, keychain: MemoryKeyring, by: str) -> None:
    def store() -> KeyStore:
        return KeyStore(tmp_path, lambda: "correct horse", keychain=by == "keychain")

    assert store().secret("hub.example") is None
    assert store().put_secret("hub.example", "an older one") == by
    assert store().put_secret("hub.example", SECRET) == by
    assert store().put_secret("127.0.0.1:8080", "another") == by
    assert store().secret("hub.example") == SECRET
    assert store().secrets() == ("127.0.0.1:8080", "hub.example")
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert SECRET.encode() not in path.read_bytes()
        assert "hub" not in path.name
    assert SECRET not in keychain.kept.values()
    assert store().forget_secret("hub.example")
    assert not store().forget_secret("hub.example")
    assert store().secret("hub.example") is None


def test_a_secret_is_never_stored_unlocked(tmp_path: Path) -> None:
    with pytest.raises(KeyLocked):
        KeyStore(tmp_path, lambda: None, keychain=False).put_secret("hub.example", SECRET)
    assert list(tmp_path.iterdir()) == []


def test_a_secret_opens_with_what_locked_it_and_nothing_else(tmp_path: Path, keychain: MemoryKeyring) -> None:
    KeyStore(tmp_path, lambda: "correct horse", keychain=False).put_secret("one", SECRET)
    for wrong in ("wrong", None):
        with pytest.raises(KeyLocked):
            KeyStore(tmp_path, lambda wrong=wrong: wrong, keychain=False).secret("one")  # type: ignore[misc]
    KeyStore(tmp_path, lambda: None).put_secret("one", SECRET)
    keychain.kept.clear()
    with pytest.raises(KeyLocked):
        KeyStore(tmp_path, lambda: "correct horse").secret("one")


def test_the_passphrase_is_asked_for_once(tmp_path: Path) -> None:
    asked = []
    store = KeyStore(tmp_path, lambda: asked.append(1) or "correct horse", keychain=False)
    store.put_secret("one", SECRET)
    asked.clear()
    assert [store.secret("one") for _ in range(3)] == [SECRET] * 3
    assert len(asked) == 1


@pytest.mark.parametrize("change", ["name: two", "sealed: AAAA", "salt: zz", "", "locked-by: keychain"])
def test_a_changed_secret_is_told(tmp_path: Path, change: str) -> None:
    """A secret that was moved to another name, cut or scribbled on is none any more."""
    store = KeyStore(tmp_path, lambda: "correct horse", keychain=False)
    store.put_secret("one", SECRET)
    [path] = tmp_path.iterdir()
    kept = path.read_text().splitlines()
    kind = change.partition(":")[0]
    path.write_text("\n".join([change] if not kind else [*(x for x in kept if not x.startswith(kind)), change]))
    if kind == "name":
        path.rename(store._secret_path("two"))
    with pytest.raises(KeyLocked):
        store.secret("two" if kind == "name" else "one")
