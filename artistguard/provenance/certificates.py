"""Our own certificates: a root, the leaf that signs pictures, a leaf for each seat, revocation and renewal.

The leaf has the smallest profile that C2PA takes (C2PA specification 2.2, section 14.5; RFC 5280): version 3, no
authority, digitalSignature alone, e-mail protection, both key identifiers, an organisation and a name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from artistguard.model.errors import IdentityError
from artistguard.model.ids import now as present
from artistguard.provenance.chains import (
    LeafFacts,
    Loaded,
    SigningKey,
    algorithm_of,
    check,
    expiry_warning,
    facts,
    load_pem,
    load_pkcs12,
    make_signer,
    pem_of,
    signing_key,
)

__all__ = [
    "Created",
    "Issued",
    "LeafFacts",
    "Loaded",
    "SigningKey",
    "algorithm_of",
    "check",
    "create",
    "expiry_warning",
    "facts",
    "issue_seat",
    "load_pem",
    "load_pkcs12",
    "make_signer",
    "renew",
    "revoke",
    "signing_key",
]

UNKNOWN_SIGNER = (
    "Anyone can check that nothing was changed since you signed. Who you are they cannot: public verifiers will show "
    "an unknown signer, because no authority they know vouches for you."
)

ROOT_LIFE = timedelta(days=3652)
LEAF_LIFE = timedelta(days=730)
CRL_LIFE = timedelta(days=365)
# Clocks differ: a certificate that begins this very second is "not yet valid" on the next machine.
_SKEW = timedelta(hours=1)
_NAME_LENGTH = 64  # RFC 5280, ub-common-name and ub-organization-name


@dataclass(frozen=True, slots=True)
class Issued:
    """A leaf that signs. `chain_pem` is leaf first and leaves the root out: readers have it, or do not trust it."""

    chain_pem: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class Created:
    """A root of one's own and the leaf under it. `root_pem` is what others add to their trust list."""

    chain_pem: str
    key: SigningKey
    root_pem: str
    root_key: SigningKey


def create(name: str, organization: str = "", algorithm: str = "ES256", *, at: datetime | None = None) -> Created:
    """A root (10 years) and a leaf (2 years) for `name`. `algorithm`: ES256, ES384, ES512, PS256 or EdDSA.

    Without an organisation the name stands there too, since readers show O= as the issuer.
    """
    moment = at or present()
    root_key = _new_key(algorithm)
    subject = _subject(f"{_clean(name, 'name')[:58]} Root", organization or name)
    root = _root(subject, root_key, moment)
    leaf_key = _new_key(algorithm)
    leaf = _leaf(_subject(name, organization or name), leaf_key, root, root_key, moment)
    return Created(pem_of([leaf]), leaf_key, pem_of([root]), root_key)


def issue_seat(
    root_pem: str, root_key: SigningKey, name: str, algorithm: str | None = None, *, at: datetime | None = None
) -> Issued:
    """A leaf for one seat of a studio, under the studio's root. The organisation is the root's."""
    root = _own_root(root_pem, root_key)
    organization = root.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    key = _new_key(algorithm or algorithm_of(root_key))
    subject = _subject(name, str(organization[0].value) if organization else name)
    return Issued(pem_of([_leaf(subject, key, root, root_key, at or present())]), key)


def renew(root_pem: str, root_key: SigningKey, chain_pem: str, *, at: datetime | None = None) -> Issued:
    """A fresh leaf and key for the holder of `chain_pem`, under the same root. The old one stays valid to its end."""
    root = _own_root(root_pem, root_key)
    old = x509.load_pem_x509_certificates(chain_pem.encode())[0]
    if old.issuer != root.subject:
        raise IdentityError("That certificate is not from this root.", "Ask whoever issued it for a new one.")
    key = _new_key(facts(chain_pem).algorithm)
    return Issued(pem_of([_leaf(old.subject, key, root, root_key, at or present())]), key)


def revoke(
    root_pem: str, root_key: SigningKey, chain_pem: str, *, previous: str | None = None, at: datetime | None = None
) -> str:
    """A revocation list (CRL, PEM) that holds the leaf of `chain_pem` and everything on the `previous` list.

    Revoking twice is the same as once. The list is for the studio and its partners: C2PA readers ask OCSP, not CRLs.
    """
    root = _own_root(root_pem, root_key)
    moment = at or present()
    leaf = x509.load_pem_x509_certificates(chain_pem.encode())[0]
    if leaf.issuer != root.subject:
        raise IdentityError("That certificate is not from this root.", "Ask whoever issued it to revoke it.")
    number, revoked = 1, {leaf.serial_number: moment}
    if previous is not None:
        before = x509.load_pem_x509_crl(previous.encode())
        if not before.is_signature_valid(root.public_key()):  # type: ignore[arg-type]
            raise IdentityError("The earlier revocation list is not from this root.")
        number = before.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number + 1
        revoked |= {entry.serial_number: entry.revocation_date_utc for entry in before}
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(moment)
        .next_update(moment + CRL_LIFE)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_issuer_identifier(root), critical=False)
    )
    for serial, when in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(when).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(root_key, _digest(root_key)).public_bytes(Encoding.PEM).decode("ascii")


def _root(subject: x509.Name, key: SigningKey, at: datetime) -> x509.Certificate:
    return (
        _builder(subject, subject, key, at, at + ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, _digest(key))
    )


def _leaf(
    subject: x509.Name, key: SigningKey, root: x509.Certificate, root_key: SigningKey, at: datetime
) -> x509.Certificate:
    end = min(at + LEAF_LIFE, root.not_valid_after_utc)
    if end <= at:
        raise IdentityError(
            f"The root ended on {root.not_valid_after_utc:%d %B %Y}.", "Create a new signature with a new root."
        )
    return (
        _builder(subject, root.subject, key, at, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(_issuer_identifier(root), critical=False)
        .sign(root_key, _digest(root_key))
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: SigningKey, at: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _SKEW)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _issuer_identifier(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own.value)


def _own_root(root_pem: str, root_key: SigningKey) -> x509.Certificate:
    root = x509.load_pem_x509_certificate(root_pem.encode())
    if root.public_key() != root_key.public_key():
        raise IdentityError("The root's key and certificate do not belong together.")
    return root


def _new_key(algorithm: str) -> SigningKey:
    curves: dict[str, type[ec.EllipticCurve]] = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}
    if algorithm in curves:
        return ec.generate_private_key(curves[algorithm]())
    if algorithm in ("EdDSA", "Ed25519"):
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == "PS256":
        return rsa.generate_private_key(public_exponent=65537, key_size=3072)
    raise IdentityError(f"There is no algorithm '{algorithm}' here.", "Choose ES256 (the usual one) or EdDSA.")


def _digest(key: SigningKey) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | None:
    name = algorithm_of(key)
    if name == "ES384":
        return hashes.SHA384()
    if name == "ES512":
        return hashes.SHA512()
    return None if name == "EdDSA" else hashes.SHA256()


def _subject(name: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _clean(organization, "organisation")),
            x509.NameAttribute(NameOID.COMMON_NAME, _clean(name, "name")),
        ]
    )


def _clean(text: str, what: str) -> str:
    shown = " ".join(text.split())
    if not shown or not shown.isprintable():
        raise IdentityError(f"A signature needs a {what} in plain characters.", f"Give a {what}.")
    if len(shown) > _NAME_LENGTH:
        raise IdentityError(
            f"The {what} has {len(shown)} characters; a certificate holds {_NAME_LENGTH}.", "Give a shorter one."
        )
    return shown
