"""Certificate chains and keys that others made: read in, put in order, and checked before C2PA would refuse them.

The checks are those of the C2PA specification 2.2, section 14.5 (X.509 certificates), as c2pa-rs enforces them, plus
an organisation name, which older readers need.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from artistguard.model.errors import IdentityError, KeyLocked

SigningKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey

MAX_FILE = 1 << 20  # bytes of a chain or key file; real ones have a few thousand
MAX_CHAIN = 12  # certificates
C2PA_CLAIM_SIGNING = x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
_CURVES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "ES256": hashes.SHA256,
    "ES384": hashes.SHA384,
    "ES512": hashes.SHA512,
    "PS256": hashes.SHA256,
}
# Critical extensions that C2PA validators know; any other critical one makes them refuse.
_KNOWN_CRITICAL = (
    x509.CertificatePolicies,
    x509.SubjectAlternativeName,
    x509.BasicConstraints,
    x509.NameConstraints,
    x509.PolicyConstraints,
    x509.ExtendedKeyUsage,
    x509.CRLDistributionPoints,
    x509.InhibitAnyPolicy,
    x509.AuthorityInformationAccess,
    x509.KeyUsage,
    x509.AuthorityKeyIdentifier,
    x509.SubjectKeyIdentifier,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A chain (PEM, leaf first) and its key, read from files. `notes` say in words what was changed on the way."""

    chain_pem: str
    key: SigningKey
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeafFacts:
    """What a chain's first certificate says of itself. `fingerprint` is its SHA-256, hex; `serial` its number."""

    name: str
    organization: str
    algorithm: str
    fingerprint: str
    serial: int
    issuer: str
    not_before: datetime
    not_after: datetime


def load_pem(chain: bytes, key: bytes | None = None, password: bytes | None = None) -> Loaded:
    """A chain and its private key from PEM files. Without `key`, the key is looked for in `chain`.

    An old "EC PRIVATE KEY" (SEC1) is taken in and kept as PKCS#8, which is the only form that C2PA signs with.
    """
    if len(chain) > MAX_FILE or len(key or b"") > MAX_FILE:
        raise IdentityError("That is too large for a certificate or a key file.", "Choose the PEM file.")
    notes = []
    source = chain if key is None else key
    if b"PRIVATE KEY-----" not in source:
        raise IdentityError(
            "There is no private key in that file.",
            "Give the key's own PEM file too: it begins with '-----BEGIN PRIVATE KEY-----'.",
        )
    try:
        private = serialization.load_pem_private_key(_key_block(source), password)
    except TypeError as error:  # cryptography's way to say: a password is missing, or not needed
        if password is None:
            raise KeyLocked("The key file is encrypted.", "Give its passphrase.") from error
        private = _load_unlocked(source)
        notes.append("The key file is not encrypted; its passphrase was not needed.")
    except (ValueError, UnsupportedAlgorithm) as error:
        if password is not None:
            raise KeyLocked("The passphrase does not open the key file.", "Try again with the right one.") from error
        raise IdentityError(f"The private key cannot be read: {_short(error)}.", "Export it anew as PKCS#8.") from error
    if b"BEGIN EC PRIVATE KEY" in source or b"BEGIN RSA PRIVATE KEY" in source:
        notes.append("The key was in an older form (SEC1 or PKCS#1). It is kept as PKCS#8, which C2PA needs.")
    signing = signing_key(private)
    return _loaded(_certificates(chain), signing, notes)


def load_pkcs12(data: bytes, password: bytes | None = None) -> Loaded:
    """A chain and its private key from a PKCS#12 file (.p12, .pfx)."""
    if len(data) > MAX_FILE:
        raise IdentityError("That is too large for a PKCS#12 file.", "Choose the .p12 or .pfx file.")
    try:
        private, leaf, others = pkcs12.load_key_and_certificates(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if "password" in str(error).lower() or password is None:
            raise KeyLocked("The PKCS#12 file does not open with that passphrase.", "Give its passphrase.") from error
        raise IdentityError(f"The PKCS#12 file cannot be read: {_short(error)}.", "Export it anew.") from error
    if private is None or leaf is None:
        what = "private key" if private is None else "certificate"
        raise IdentityError(f"There is no {what} in the PKCS#12 file.", "Export it with key and certificate together.")
    return _loaded([leaf, *others], signing_key(private), [])


def check(chain_pem: str, key: SigningKey | None, at: datetime) -> tuple[str, ...]:
    """Why C2PA would refuse to sign with this chain and key at that moment, in plain words. Empty: it would not.

    `key` None leaves out what concerns the key.
    """
    try:
        chain = _certificates(chain_pem.encode())
    except IdentityError as error:
        return (error.message,)
    leaf = chain[0]
    problems: list[str] = []
    try:
        extensions = leaf.extensions
    except (ValueError, x509.DuplicateExtension) as error:
        return (f"The certificate's extensions cannot be read: {_short(error)}.",)
    authority = _is_authority(extensions)
    if leaf.version is not x509.Version.v3:
        problems.append("The certificate is not of version 3 (X.509 v3), the only one that C2PA takes.")
    if authority and leaf.issuer == leaf.subject:
        problems.append(
            "The certificate is a self-signed authority. C2PA does not let an authority sign pictures: "
            "let it issue a certificate for signing, and use that one."
        )
    elif authority:
        problems.append("The certificate is an authority's (CA). An authority does not sign pictures, its leaf does.")
    problems += _usage_problems(extensions)
    if not _has(extensions, x509.AuthorityKeyIdentifier):
        problems.append("The certificate lacks an authority key identifier (AKI), which C2PA asks for.")
    problems += [
        f"The certificate has a critical extension that C2PA validators do not know ({e.oid.dotted_string})."
        for e in extensions
        if e.critical and not isinstance(e.value, _KNOWN_CRITICAL)
    ]
    if not leaf.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME):
        problems.append(
            "The certificate names no organisation (O=), which readers show as the issuer; older ones refuse without."
        )
    problems += _time_problems(leaf, at)
    problems += _algorithm_problems(leaf)
    problems += _link_problems(chain, at)
    if key is not None and not _fits(leaf, key):
        problems.append("The private key and the certificate do not belong together.")
    return tuple(problems)


def facts(chain_pem: str) -> LeafFacts:
    """What the first certificate of a chain says. Raises IdentityError where there is none."""
    leaf = _certificates(chain_pem.encode())[0]
    try:
        algorithm = _algorithm(leaf.public_key())
    except (ValueError, UnsupportedAlgorithm):
        algorithm = ""
    name = _attribute(leaf.subject, NameOID.COMMON_NAME)
    return LeafFacts(
        name=name,
        organization=_attribute(leaf.subject, NameOID.ORGANIZATION_NAME),
        algorithm=algorithm,
        fingerprint=hashlib.sha256(leaf.public_bytes(serialization.Encoding.DER)).hexdigest(),
        serial=leaf.serial_number,
        issuer=_attribute(leaf.issuer, NameOID.COMMON_NAME) or _attribute(leaf.issuer, NameOID.ORGANIZATION_NAME),
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
    )


def expiry_warning(chain_pem: str, at: datetime, days: int = 60) -> str | None:
    """A sentence when the certificate ends within so many days (or has ended), otherwise None."""
    end = facts(chain_pem).not_after
    if end <= at:
        return f"The certificate ended on {end:%d %B %Y}. Renew it to sign again."
    if end - at <= timedelta(days=days):
        return (
            f"The certificate ends on {end:%d %B %Y}. Renew it before then; "
            "what is signed without a time stamp will read as expired afterwards."
        )
    return None


def algorithm_of(key: SigningKey) -> str:
    """The COSE name of the algorithm that a key signs with: ES256, ES384, ES512, PS256 or EdDSA (RFC 9053)."""
    name = _algorithm(key.public_key())
    if not name:
        raise IdentityError("C2PA knows no way to sign with a key of this kind.", "Use P-256, Ed25519 or RSA-2048.")
    return name


def make_signer(key: SigningKey, algorithm: str | None = None) -> Callable[[bytes], bytes]:
    """What signs with `key`: ECDSA as DER, Ed25519 raw, RSA as PSS with a salt as long as the hash."""
    name = algorithm or algorithm_of(key)
    if name != algorithm_of(key):
        raise IdentityError(f"The key signs with {algorithm_of(key)}, not with {name}.")
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign
    digest = _HASHES[name]()
    if isinstance(key, ec.EllipticCurvePrivateKey):
        curve_key, scheme = key, ec.ECDSA(digest)
        return lambda data: curve_key.sign(data, scheme)
    rsa_key, pss = key, padding.PSS(padding.MGF1(digest), digest.digest_size)
    return lambda data: rsa_key.sign(data, pss, digest)


def pem_of(certificates: Sequence[x509.Certificate]) -> str:
    """Certificates as one PEM text, in the order given."""
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in certificates).decode("ascii")


def _certificates(data: bytes) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise IdentityError(
            f"There is no certificate in PEM form in that file ({_short(error)}).",
            "A PEM certificate begins with '-----BEGIN CERTIFICATE-----'.",
        ) from error
    if len(found) > MAX_CHAIN:
        raise IdentityError(f"The chain has {len(found)} certificates; {MAX_CHAIN} are the most taken.")
    return found


def _loaded(certificates: Sequence[x509.Certificate], key: SigningKey, notes: list[str]) -> Loaded:
    """Leaf first (the certificate of the key), then each issuer; what does not belong to the chain is left out."""
    leaf = next((c for c in certificates if _fits(c, key)), None)
    if leaf is None:
        raise IdentityError(
            "The private key and the certificate do not belong together.", "Choose the certificate made for this key."
        )
    chain, rest = [leaf], [c for c in certificates if c is not leaf]
    while chain[-1].issuer != chain[-1].subject:
        above = next((c for c in rest if c.subject == chain[-1].issuer), None)
        if above is None:
            break
        chain.append(above)
        rest.remove(above)
    if chain != list(certificates)[: len(chain)]:
        notes.append("The certificates were put in order, the signing one first.")
    if rest:
        notes.append(f"{len(rest)} certificate(s) that do not belong to the chain were left out.")
    return Loaded(pem_of(chain), key, tuple(notes))


def _key_block(data: bytes) -> bytes:
    """From the first private key on: certificates may stand before it in the same file."""
    end = data.index(b"PRIVATE KEY-----")
    return data[data.rindex(b"-----BEGIN", 0, end) :]


def _load_unlocked(data: bytes) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(_key_block(data), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise IdentityError(f"The private key cannot be read: {_short(error)}.") from error


def signing_key(key: object) -> SigningKey:
    """The key, if it is of a kind that C2PA signs with; otherwise IdentityError."""
    if isinstance(key, (ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, rsa.RSAPrivateKey)):
        return key
    raise IdentityError("C2PA knows no way to sign with a key of this kind.", "Use P-256, Ed25519 or RSA-2048.")


def _algorithm(public: object) -> str:
    if isinstance(public, ec.EllipticCurvePublicKey):
        return _CURVES.get(public.curve.name, "")
    if isinstance(public, ed25519.Ed25519PublicKey):
        return "EdDSA"
    if isinstance(public, rsa.RSAPublicKey):
        return "PS256"
    return ""


def _fits(certificate: x509.Certificate, key: SigningKey) -> bool:
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    try:
        return certificate.public_key().public_bytes(*form) == key.public_key().public_bytes(*form)
    except (ValueError, UnsupportedAlgorithm):
        return False


def _has(extensions: x509.Extensions, kind: type[x509.ExtensionType]) -> bool:
    return any(isinstance(e.value, kind) for e in extensions)


def _is_authority(extensions: x509.Extensions) -> bool:
    return any(isinstance(e.value, x509.BasicConstraints) and e.value.ca for e in extensions)


def _usage_problems(extensions: x509.Extensions) -> list[str]:
    found = []
    usage = next((e.value for e in extensions if isinstance(e.value, x509.KeyUsage)), None)
    if usage is None:
        found.append("The certificate does not say what its key is for (no KeyUsage).")
    elif not usage.digital_signature:
        found.append("The certificate's key is not meant for digital signatures (KeyUsage).")
    elif usage.key_cert_sign and not _is_authority(extensions):
        found.append("The certificate's key may also sign certificates, which C2PA does not allow (KeyUsage).")
    extended = next((list(e.value) for e in extensions if isinstance(e.value, x509.ExtendedKeyUsage)), None)
    if not extended:
        found.append("The certificate has no extended key usage (EKU). C2PA needs one: e-mail protection is the usual.")
        return found
    if ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in extended:
        found.append("The certificate allows any extended key usage (EKU), which C2PA forbids.")
    if {ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING} & set(extended):
        found.append("The certificate is for time stamps or OCSP (EKU), not for signing pictures.")
    elif ExtendedKeyUsageOID.EMAIL_PROTECTION not in extended:
        # documentSigning or the C2PA usage alone is refused by every reader with default settings.
        found.append(
            "The certificate lacks the extended key usage (EKU) e-mail protection, "
            "so readers with their default settings would call the credential invalid."
        )
    return found


def _time_problems(leaf: x509.Certificate, at: datetime) -> list[str]:
    if at < leaf.not_valid_before_utc:
        return [f"The certificate is not valid before {leaf.not_valid_before_utc:%d %B %Y}."]
    if at > leaf.not_valid_after_utc:
        return [f"The certificate ended on {leaf.not_valid_after_utc:%d %B %Y}."]
    return []


def _algorithm_problems(leaf: x509.Certificate) -> list[str]:
    try:
        public = leaf.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        return [f"The certificate's key is of a kind that cannot be read: {_short(error)}."]
    if not _algorithm(public):
        return ["The certificate's key is of a kind that C2PA does not take (P-256, P-384, P-521, Ed25519, RSA)."]
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < 2048:
        return [f"The certificate's RSA key has {public.key_size} bits; C2PA needs 2048."]
    try:
        weak = leaf.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return ["The certificate was signed with an algorithm that C2PA does not take."]
    if weak is not None and weak.name not in ("sha256", "sha384", "sha512"):
        return [f"The certificate was signed with {weak.name.upper()}, which C2PA does not take."]
    return []


def _link_problems(chain: list[x509.Certificate], at: datetime) -> list[str]:
    found = []
    for below, above in pairwise(chain):
        try:
            below.verify_directly_issued_by(above)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            found.append(f"The chain is broken: {_shown(below)} was not issued by {_shown(above)}.")
        found += [
            f"{_shown(above)} in the chain is outside its period of validity."
            for outside in [not above.not_valid_before_utc <= at <= above.not_valid_after_utc]
            if outside
        ]
    return found


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _shown(certificate: x509.Certificate) -> str:
    name = _attribute(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()
    return f"'{name[:80]}'"


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120].rstrip(".")
