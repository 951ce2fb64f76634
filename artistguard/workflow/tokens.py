"""Tokens: what proves to a host who asks. Locked by the keychain or a passphrase, and sent to that host alone."""

import re
from typing import TYPE_CHECKING

from artistguard.keys import KeyStore
from artistguard.model.errors import UsageError
from artistguard.net.guard import named

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,4096}=*")  # RFC 6750, section 2.1


class Tokens:
    """The tokens of a key store, as the door asks for them."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    def token(self, authority: str) -> str | None:
        """The token of a host, or None. Raises KeyLocked."""
        return self._keys.secret(authority)


def set_token(studio: "Studio", host: str, token: str) -> str:
    """Keep a host's token, in the old one's place; returns "keychain" or "passphrase", by what it is locked.

    Raises UsageError for what is no host or no token, KeyLocked where there is nothing to lock it by.
    """
    host, token = named(host), token.strip()
    if host.startswith("*."):
        raise UsageError("A token belongs to one host.", "Name that host.")
    if not _TOKEN.fullmatch(token):
        raise UsageError("That is no token: it holds letters that none has, or none at all.", "Copy it once more.")
    kind = studio.keys.put_secret(host, token)
    studio.catalogue.custody.append("token-set", host, {"host": host, "locked_by": kind})
    return kind


def forget_token(studio: "Studio", host: str) -> None:
    """Remove a host's token. Raises UsageError if there is none."""
    host = named(host)
    if not studio.keys.forget_secret(host):
        raise UsageError(f"No token of {host} is kept here.", "'artistguard network hosts' lists them.")
    studio.catalogue.custody.append("token-forgotten", host, {"host": host})


def hosts_with_tokens(studio: "Studio") -> tuple[str, ...]:
    """The hosts whose tokens are kept here, in order. Nothing is unlocked."""
    return studio.keys.secrets()
