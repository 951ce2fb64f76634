"""A signing identity: the certificate chain, and what is known of the key behind it (never the key)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdentityKind(StrEnum):
    """Where an identity came from."""

    OWN = "own"  # own root, own leaf
    IMPORTED = "imported"  # somebody else's authority issued it
    SEAT = "seat"  # issued to a seat by a studio's root


@dataclass(frozen=True, slots=True)
class Identity:
    """A chain that signs. `chain_pem` is leaf first. The private key is found by `id` in `artistguard.keys`."""

    id: str
    name: str  # CN
    organization: str  # O, shown as issuer by readers
    kind: IdentityKind
    algorithm: str  # COSE name: ES256, ES384, PS256, EdDSA
    chain_pem: str
    fingerprint: str  # SHA-256 of the leaf, hex
    not_before: datetime
    not_after: datetime
    created_at: datetime
    revoked_at: datetime | None = None
    replaced_by: str | None = None
    issuer_id: str | None = None  # the identity whose root issued this one
    root_pem: str | None = None  # own roots only
