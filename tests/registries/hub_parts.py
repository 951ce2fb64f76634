"""What tests of hubs share: a key, a file's facts, a submission, and our adapter opposite the double."""

import base64
from dataclasses import replace
from datetime import datetime
from typing import Any

from blake3 import blake3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from registries.apart import public_text
from registries.iscc_hub_double import NOW, IsccHubDouble
from sources.served import Ledger, opened

from artistguard.model.artwork import EditionRole
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Item, Operation, Outcome, Receipt, Signed, Submission
from artistguard.net.door import Door
from artistguard.registries.iscc_hub import IsccHub
from artistguard.registries.iscc_hubs import Dialect, Hub

GATEWAY = "https://studio.example/iscc/{iscc_id}"


class Key:
    """A record key in memory (registries.base.RecordKey)."""

    def __init__(self, seed: int = 3) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def __call__(self, data: bytes) -> bytes:
        return self._key.sign(data)

    @property
    def text(self) -> str:
        return public_text(self._key)


def item(content: bytes = b"a picture", *, work: str = "work-1") -> Item:
    """A file's facts. The ISCC is of the shape Image + Data + Instance, 64 bits each; only its end means something."""
    digest = blake3(content).digest()
    header = b"\x51\x01"  # ISCC-CODE, subtype image, version 0: Content, Data and Instance
    code = header + blake3(b"image" + content).digest()[:8] + blake3(b"data" + content).digest()[:8] + digest[:8]
    return Item(
        work_id=work,
        edition_id=f"edition-of-{work}",
        role=EditionRole.MASTER,
        sha256="0" * 64,
        blake3=digest.hex(),
        iscc="ISCC:" + base64.b32encode(code).decode().rstrip("="),
    )


def submission(one: Item | None = None, **params: str) -> Submission:
    return Submission("iscc-hub", Operation.DECLARE, (one or item(),), "preset-version-1", params=params)


def registry(double: IsccHubDouble, **changes: Any) -> IsccHub:
    """Our adapter for a double, its key pinned."""
    hub = Hub("iscc-hub", "ISCC-HUB double", double.hub_id, double.url, (double.pubkey,), Dialect(double.dialect))
    return IsccHub(replace(hub, **changes))


def door(double: IsccHubDouble, ledger: Ledger | None = None) -> Door:
    return opened(double.url, ledger=ledger)


def signed(ours: IsccHub, what: Submission, key: Key | None = None, at: datetime = NOW) -> Signed:
    return ours.sign(ours.prepare(what), key or Key(), at)


def send(double: IsccHubDouble, ours: IsccHub, what: Submission, key: Key | None = None) -> Outcome:
    """Prepare, sign and submit."""
    return ours.submit(signed(ours, what, key), what, door(double), CancelToken())


def declared(double: IsccHubDouble, ours: IsccHub, what: Submission | None = None, key: Key | None = None) -> Receipt:
    """The receipt of a declaration that is taken."""
    outcome = send(double, ours, what or submission(), key)
    assert hasattr(outcome, "receipt"), outcome
    receipt: Receipt = outcome.receipt
    return receipt
