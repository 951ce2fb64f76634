"""Identities: make one in one step, take one in, hand out seats, renew, revoke, back up.

What C2PA would refuse is refused here first, in plain words (provenance.chains.check). Private keys go straight into
the key store; nothing here returns one except the back-up, encrypted with the user's own passphrase.
"""

import os
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509 import load_pem_x509_certificates

from artistguard.model.errors import IdentityError, UsageError
from artistguard.model.identity import Identity, IdentityKind
from artistguard.model.ids import new_id, now
from artistguard.provenance import certificates
from artistguard.workflow.studio import Studio

WARN_DAYS = 60


def create(studio: Studio, name: str, organization: str = "", algorithm: str = "ES256") -> Identity:
    """An own root and a leaf under it, both keys stored; the first identity becomes the default."""
    made = certificates.create(name, organization, algorithm)
    identity = _identity(made.chain_pem, IdentityKind.OWN, root_pem=made.root_pem)
    studio.keys.put(identity.id, made.key)
    studio.keys.put(_root_key(identity), made.root_key)
    return _add(studio, identity, "identity-created")


def take_in(
    studio: Studio, chain: Path, key: Path | None = None, passphrase: str | None = None
) -> tuple[Identity, tuple[str, ...]]:
    """An identity from a PKCS#12 file, or from a PEM chain and a PEM key (one file or two).

    Returns it with notes on what was put right (an order of certificates, say). Raises IdentityError with every
    reason for which C2PA would refuse it.
    """
    data = _read(chain)
    password = passphrase.encode() if passphrase else None
    if b"-----BEGIN" in data:
        loaded = certificates.load_pem(data, _read(key) if key else None, password)
    else:
        loaded = certificates.load_pkcs12(data, password)
    problems = certificates.check(loaded.chain_pem, loaded.key, now())
    if problems:
        raise IdentityError(" ".join(problems), "Ask whoever issued the certificate, or create an own signature.")
    identity = _identity(loaded.chain_pem, IdentityKind.IMPORTED)
    known = [i for i in studio.catalogue.identities.list() if i.fingerprint == identity.fingerprint]
    if known:
        if not studio.keys.has(known[0].id):  # the catalogue came back without its keys, or another seat made it
            studio.keys.put(known[0].id, loaded.key)
            return known[0], (*loaded.notes, "The key was put back for a signature that was known.")
        raise UsageError(f"That signature is here already: {known[0].name}.")
    studio.keys.put(identity.id, loaded.key)
    return _add(studio, identity, "identity-imported"), loaded.notes


def issue_seat(studio: Studio, issuer: Identity, name: str, file: Path, passphrase: str) -> Identity:
    """A leaf for a seat under the studio's root, handed over as a PKCS#12 file; its key does not stay here."""
    _needs_root(issuer)
    issued = certificates.issue_seat(str(issuer.root_pem), _loaded_root(studio, issuer), name)
    identity = replace(_identity(issued.chain_pem, IdentityKind.SEAT), issuer_id=issuer.id)
    _write_pkcs12(file, name, issued.chain_pem, issued.key, passphrase)
    with studio.catalogue.transaction():
        studio.catalogue.identities.add(identity)
        studio.catalogue.custody.append(
            "identity-issued", identity.id, {"name": name, "fingerprint": identity.fingerprint, "by": issuer.id}
        )
    return identity


def renew(studio: Studio, old: Identity) -> Identity:
    """A fresh leaf and key under the same own root; the old identity points at the new one."""
    _needs_root(old)
    issued = certificates.renew(str(old.root_pem), _loaded_root(studio, old), old.chain_pem)
    identity = _identity(issued.chain_pem, old.kind, root_pem=old.root_pem)
    studio.keys.put(identity.id, issued.key)
    studio.keys.put(_root_key(identity), _loaded_root(studio, old))
    with studio.catalogue.transaction():
        _add(studio, identity, "identity-renewed")
        studio.catalogue.identities.replace(old.id, identity.id)
        default = studio.catalogue.identities.default()
        if default is None or default.id == old.id:
            studio.catalogue.identities.set_default(identity.id)
    return identity


def revoke(studio: Studio, identity: Identity) -> Path:
    """Revoke a leaf that an own root issued; returns the revocation list (CRL, PEM), for partners to take in."""
    issuer = studio.catalogue.identities.get(identity.issuer_id) if identity.issuer_id else identity
    _needs_root(issuer)
    path = studio.home / f"revoked-{issuer.id}.crl.pem"
    previous = path.read_text() if path.exists() else None
    crl = certificates.revoke(str(issuer.root_pem), _loaded_root(studio, issuer), identity.chain_pem, previous=previous)
    draft = path.with_suffix(".part")
    draft.write_text(crl)
    draft.replace(path)
    with studio.catalogue.transaction():
        studio.catalogue.identities.revoke(identity.id)
        studio.catalogue.custody.append("identity-revoked", identity.id, {"fingerprint": identity.fingerprint})
    return path


def back_up(studio: Studio, identity: Identity, file: Path, passphrase: str) -> list[Path]:
    """The identity as PKCS#12 files under a passphrase: its own, and its root's beside it where there is one."""
    written = [_write_pkcs12(file, identity.name, identity.chain_pem, studio.keys.get(identity.id), passphrase)]
    if identity.root_pem and studio.keys.has(_root_key(identity)):
        root = file.with_name(f"{file.stem}-root{file.suffix}")
        key = _loaded_root(studio, identity)
        written.append(_write_pkcs12(root, f"{identity.name} Root", identity.root_pem, key, passphrase))
    studio.catalogue.custody.append("identity-backed-up", identity.id, {"fingerprint": identity.fingerprint})
    return written


def export_public(identity: Identity, file: Path) -> None:
    """The certificates for others to put on their trust list: chain and own root, no key."""
    write_new(file, (identity.chain_pem + (identity.root_pem or "")).encode(), 0o644)


def chosen(studio: Studio, reference: str | None) -> Identity:
    """The identity named, or the default. Raises IdentityError with what to do when there is none."""
    if reference:
        return studio.catalogue.identities.get(reference)
    default = studio.catalogue.identities.default()
    if default is None:
        raise IdentityError(
            "There is no signature to sign with yet.", 'Make one: artistguard identity create --name "Your Name".'
        )
    return default


def warning(identity: Identity) -> str:
    """One sentence when an identity ends soon or has ended; empty otherwise."""
    return certificates.expiry_warning(identity.chain_pem, now(), WARN_DAYS) or ""


def anchors(studio: Studio) -> str:
    """The user's trust list as PEM: what they loaded, and the roots of their own identities."""
    own = [i.root_pem for i in studio.catalogue.identities.list() if i.root_pem and i.revoked_at is None]
    loaded = [path.read_text("ascii", "replace") for path in sorted(studio.trust_folder.glob("*.pem"))]
    return "\n".join(dict.fromkeys([*own, *loaded]))  # a file may lack its last line's end


def trust(studio: Studio, file: Path) -> int:
    """Put the certificates of a PEM file on the trust list; returns how many."""
    data = _read(file)
    try:
        count = len(load_pem_x509_certificates(data))
    except ValueError as error:
        raise UsageError(f"{file} holds no certificates in PEM form.") from error
    studio.trust_folder.mkdir(parents=True, exist_ok=True)
    target = studio.trust_folder / f"{file.stem}.pem"
    draft = target.with_suffix(".part")
    draft.write_bytes(data)
    draft.replace(target)
    studio.catalogue.custody.append("trust-list-changed", file.stem, {"certificates": count})
    return count


def _identity(chain_pem: str, kind: IdentityKind, root_pem: str | None = None) -> Identity:
    facts = certificates.facts(chain_pem)
    return Identity(
        id=new_id(),
        name=facts.name,
        organization=facts.organization,
        kind=kind,
        algorithm=facts.algorithm,
        chain_pem=chain_pem,
        fingerprint=facts.fingerprint,
        not_before=facts.not_before,
        not_after=facts.not_after,
        created_at=now(),
        root_pem=root_pem,
    )


def _add(studio: Studio, identity: Identity, act: str) -> Identity:
    with studio.catalogue.transaction():
        studio.catalogue.identities.add(identity)
        if studio.catalogue.identities.default() is None:
            studio.catalogue.identities.set_default(identity.id)
        studio.catalogue.custody.append(
            act,
            identity.id,
            {"name": identity.name, "fingerprint": identity.fingerprint, "kind": identity.kind.value},
        )
    return identity


def _root_key(identity: Identity) -> str:
    return f"{identity.id}-root"


def _loaded_root(studio: Studio, identity: Identity) -> certificates.SigningKey:
    return certificates.signing_key(studio.keys.get(_root_key(identity)))


def _needs_root(identity: Identity) -> None:
    if identity.root_pem is None:
        raise IdentityError(
            f"{identity.name} was issued by somebody else.", "Only they can renew it, revoke it or issue seats."
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def _write_pkcs12(file: Path, name: str, chain_pem: str, key: object, passphrase: str) -> Path:
    if not passphrase:
        raise UsageError("A back-up needs a passphrase.", "Set ARTISTGUARD_PASSPHRASE, or give --passphrase-fd.")
    leaf, *rest = load_pem_x509_certificates(chain_pem.encode())
    data = pkcs12.serialize_key_and_certificates(
        name.encode(),
        certificates.signing_key(key),
        leaf,
        rest,
        BestAvailableEncryption(passphrase.encode()),
    )
    write_new(file, data, 0o600)
    return file


def write_new(file: Path, data: bytes, mode: int) -> None:
    """Write a file that is not there yet, durably. Raises UsageError."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
    except FileExistsError:
        raise UsageError(f"{file} is there already.", "Choose another name.") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}.") from error
