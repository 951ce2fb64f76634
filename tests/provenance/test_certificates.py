"""Certificates: our own have the profile C2PA asks for; what it would refuse is refused here first."""

import io
from datetime import UTC, datetime, timedelta

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from artistguard.model.errors import IdentityError, KeyLocked
from artistguard.provenance import certificates

NOW = datetime.now(UTC)
EMAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION
C2PA_USAGE = x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1")


def named(cn: str, o: str | None = "Studio") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, cn)]
    return x509.Name(([x509.NameAttribute(NameOID.ORGANIZATION_NAME, o)] if o else []) + parts)


def usage(**on: bool) -> x509.KeyUsage:
    names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign"
    flags = dict.fromkeys([*names.split(), "crl_sign", "encipher_only", "decipher_only"], False)
    return x509.KeyUsage(**{**flags, **on})


SIGNS = usage(digital_signature=True)


def leaf(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    *,
    extended: list[x509.ObjectIdentifier] | None = None,
    no_extended: bool = False,
    key_usage: x509.KeyUsage | None = SIGNS,
    aki: bool = True,
    ca: bool = False,
    self_signed: bool = False,
    organization: str | None = "Studio",
    begins: timedelta = timedelta(days=-1),
    ends: timedelta = timedelta(days=30),
    odd_critical: bool = False,
    digest: hashes.HashAlgorithm | None = None,
) -> str:
    """A chain of leaf and root (PEM), with one thing or another wrong."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    issuer_key, issuer = (key, named("Ada", organization)) if self_signed else (root_key, named("Root"))
    builder = (
        x509.CertificateBuilder()
        .subject_name(named("Ada", organization))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + begins)
        .not_valid_after(NOW + ends)
        .add_extension(x509.BasicConstraints(ca, None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    if key_usage is not None:
        builder = builder.add_extension(key_usage, True)
    if not no_extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(extended or [EMAIL]), False)
    if aki:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(identifier, False)
    if odd_critical:
        odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
        builder = builder.add_extension(odd, True)
    made = builder.sign(issuer_key, digest or hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def c2pa_takes(chain: str, key: certificates.SigningKey) -> bool:
    """Whether c2pa signs with it, and reads the result as valid."""
    algorithm = {"ES256": c2pa.C2paSigningAlg.ES256, "PS256": c2pa.C2paSigningAlg.PS256}[certificates.algorithm_of(key)]
    picture, signed = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    picture.seek(0)
    source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
    actions = {
        "label": "c2pa.actions",
        "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": source_type}]},
    }
    content = {"claim_generator_info": [{"name": "test"}], "assertions": [actions]}
    context = c2pa.Context.from_dict({"builder": {"thumbnail": {"enabled": False}}})
    try:
        with (
            c2pa.Signer.from_callback(certificates.make_signer(key), algorithm, chain) as signer,
            c2pa.Builder(content, context=context) as builder,
        ):
            builder.sign(signer, "image/jpeg", picture, signed)
    except c2pa.C2paError:
        return False
    signed.seek(0)
    with c2pa.Reader("image/jpeg", signed, context=context) as reader:
        return reader.get_validation_state() in ("Valid", "Trusted")


P256 = ec.generate_private_key(ec.SECP256R1())
BAD = {
    "no AKI": (leaf(P256, aki=False), "authority key identifier"),
    "no KeyUsage": (leaf(P256, key_usage=None), "no KeyUsage"),
    "KeyUsage without digitalSignature": (leaf(P256, key_usage=usage(key_encipherment=True)), "digital signatures"),
    "KeyUsage that signs certificates": (
        leaf(P256, key_usage=usage(digital_signature=True, key_cert_sign=True)),
        "sign certificates",
    ),
    "no EKU": (leaf(P256, no_extended=True), "no extended key usage"),
    "wrong EKU": (leaf(P256, extended=[ExtendedKeyUsageOID.CLIENT_AUTH]), "lacks the extended key usage"),
    "any EKU": (leaf(P256, extended=[EMAIL, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), "any extended key usage"),
    "time-stamping EKU": (leaf(P256, extended=[EMAIL, ExtendedKeyUsageOID.TIME_STAMPING]), "time stamps"),
    "C2PA EKU alone": (leaf(P256, extended=[C2PA_USAGE]), "lacks the extended key usage"),
    "self-signed authority": (
        leaf(P256, ca=True, self_signed=True, key_usage=usage(digital_signature=True, key_cert_sign=True)),
        "self-signed authority",
    ),
    "authority": (leaf(P256, ca=True, key_usage=usage(digital_signature=True, key_cert_sign=True)), "authority's (CA)"),
    "expired": (leaf(P256, begins=timedelta(days=-9), ends=timedelta(days=-1)), "ended on"),
    "not yet valid": (leaf(P256, begins=timedelta(days=2)), "not valid before"),
    "unknown critical extension": (leaf(P256, odd_critical=True), "critical extension"),
}
GOOD = {
    "plain": leaf(P256),
    "e-mail and C2PA EKU": leaf(P256, extended=[EMAIL, C2PA_USAGE]),
    "self-signed leaf": leaf(P256, self_signed=True),
}


@pytest.mark.parametrize("case", BAD)
def test_what_c2pa_refuses_is_refused_first_in_words(case: str) -> None:
    chain, words = BAD[case]
    problems = certificates.check(chain, P256, NOW)
    assert any(words in problem for problem in problems), problems
    assert not c2pa_takes(chain, P256)


@pytest.mark.parametrize("case", GOOD)
def test_what_is_accepted_c2pa_signs_and_reads_as_valid(case: str) -> None:
    assert certificates.check(GOOD[case], P256, NOW) == ()
    assert c2pa_takes(GOOD[case], P256)


STRICTER = {
    "no organisation": (leaf(P256, organization=None), "organisation"),
    "contentCommitment alone": (leaf(P256, key_usage=usage(content_commitment=True)), "digital signatures"),
}


@pytest.mark.parametrize("case", STRICTER)
def test_what_the_standard_or_older_readers_refuse_is_refused_although_this_c2pa_takes_it(case: str) -> None:
    chain, words = STRICTER[case]
    assert any(words in problem for problem in certificates.check(chain, P256, NOW))
    assert c2pa_takes(chain, P256), "then c2pa has caught up, and the case belongs above"


def test_a_key_of_another_certificate_is_refused() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    assert any("belong together" in problem for problem in certificates.check(GOOD["plain"], other, NOW))
    assert not c2pa_takes(GOOD["plain"], other)


def test_a_short_rsa_key_is_refused_and_a_long_one_signs() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    assert any("1024 bits" in problem for problem in certificates.check(leaf(short), short, NOW))
    assert not c2pa_takes(leaf(short), short)
    long = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert certificates.check(leaf(long), long, NOW) == ()
    assert c2pa_takes(leaf(long), long)


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "EdDSA"])
def test_our_own_are_in_order_and_last_as_long_as_said(algorithm: str) -> None:
    made = certificates.create("Ada Example", "Studio", algorithm)
    assert certificates.check(made.chain_pem, made.key, NOW + timedelta(minutes=1)) == ()
    facts = certificates.facts(made.chain_pem)
    assert (facts.name, facts.organization, facts.algorithm) == ("Ada Example", "Studio", algorithm)
    assert timedelta(days=725) < facts.not_after - NOW < timedelta(days=735)
    root = x509.load_pem_x509_certificate(made.root_pem.encode())
    x509.load_pem_x509_certificate(made.chain_pem.encode()).verify_directly_issued_by(root)
    assert timedelta(days=3600) < root.not_valid_after_utc - NOW < timedelta(days=3700)
    assert certificates.expiry_warning(made.chain_pem, NOW) is None
    assert "Renew" in str(certificates.expiry_warning(made.chain_pem, facts.not_after - timedelta(days=9)))
    assert "ended" in str(certificates.expiry_warning(made.chain_pem, facts.not_after + timedelta(days=1)))


@pytest.mark.parametrize("name", ["", "   ", "a" * 65, "bell\x07", "turned \u202e round"])
def test_names_that_no_certificate_can_hold_are_refused(name: str) -> None:
    with pytest.raises(IdentityError):
        certificates.create(name)


def test_a_studio_issues_renews_and_revokes_the_leaves_of_its_seats(own: certificates.Created) -> None:
    seat = certificates.issue_seat(own.root_pem, own.root_key, "Desk 2")
    assert certificates.check(seat.chain_pem, seat.key, NOW + timedelta(minutes=1)) == ()
    assert certificates.facts(seat.chain_pem).organization == "Studio Example"
    renewed = certificates.renew(own.root_pem, own.root_key, seat.chain_pem)
    assert certificates.facts(renewed.chain_pem).name == "Desk 2"
    assert certificates.facts(renewed.chain_pem).serial != certificates.facts(seat.chain_pem).serial

    first = certificates.revoke(own.root_pem, own.root_key, seat.chain_pem)
    second = certificates.revoke(own.root_pem, own.root_key, renewed.chain_pem, previous=first)
    crl = x509.load_pem_x509_crl(second.encode())
    root = x509.load_pem_x509_certificate(own.root_pem.encode())
    assert crl.is_signature_valid(root.public_key())
    serials = {certificates.facts(seat.chain_pem).serial, certificates.facts(renewed.chain_pem).serial}
    assert {entry.serial_number for entry in crl} == serials
    assert crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number == 2
    stranger = certificates.create("Eve")
    with pytest.raises(IdentityError):
        certificates.revoke(own.root_pem, own.root_key, stranger.chain_pem)
    with pytest.raises(IdentityError):
        certificates.revoke(own.root_pem, own.root_key, seat.chain_pem, previous=_foreign_crl(stranger))


def _foreign_crl(stranger: certificates.Created) -> str:
    return certificates.revoke(stranger.root_pem, stranger.root_key, stranger.chain_pem)


def pem(key: certificates.SigningKey, form: serialization.PrivateFormat, password: bytes | None = None) -> bytes:
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, lock)


def test_a_sec1_key_is_taken_in_and_kept_as_pkcs8(own: certificates.Created) -> None:
    old = pem(own.key, serialization.PrivateFormat.TraditionalOpenSSL)
    assert b"BEGIN EC PRIVATE KEY" in old
    loaded = certificates.load_pem(own.chain_pem.encode(), old)
    assert any("PKCS#8" in note for note in loaded.notes)
    assert certificates.check(loaded.chain_pem, loaded.key, NOW + timedelta(minutes=1)) == ()


def test_a_chain_in_any_order_comes_out_leaf_first(own: certificates.Created) -> None:
    stranger = certificates.create("Eve").root_pem
    mixed = (stranger + own.root_pem + own.chain_pem).encode() + pem(own.key, serialization.PrivateFormat.PKCS8)
    loaded = certificates.load_pem(mixed)
    assert loaded.chain_pem == own.chain_pem + own.root_pem
    assert any("left out" in note for note in loaded.notes)
    assert any("order" in note for note in loaded.notes)


def test_pkcs12_and_its_passphrase(own: certificates.Created) -> None:
    certificate = x509.load_pem_x509_certificate(own.chain_pem.encode())
    lock = serialization.BestAvailableEncryption(b"secret")
    data = pkcs12.serialize_key_and_certificates(b"Ada", own.key, certificate, None, lock)
    assert certificates.load_pkcs12(data, b"secret").chain_pem == own.chain_pem
    for password in (b"wrong", None):
        with pytest.raises(KeyLocked):
            certificates.load_pkcs12(data, password)
    without = pkcs12.serialize_key_and_certificates(b"Ada", None, certificate, None, lock)
    with pytest.raises(IdentityError, match="no private key"):
        certificates.load_pkcs12(without, b"secret")


def test_files_that_hold_no_identity_are_refused_in_words(own: certificates.Created) -> None:
    key = pem(own.key, serialization.PrivateFormat.PKCS8)
    cases = [
        (own.chain_pem.encode(), None, None, IdentityError, "no private key"),
        (b"hello", key, None, IdentityError, "no certificate"),
        (own.root_pem.encode(), key, None, IdentityError, "belong together"),
        (own.chain_pem.encode(), pem(own.key, serialization.PrivateFormat.PKCS8, b"x"), None, KeyLocked, "encrypted"),
        (own.chain_pem.encode(), pem(own.key, serialization.PrivateFormat.PKCS8, b"x"), b"y", KeyLocked, "passphrase"),
        (
            own.chain_pem.encode(),
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            None,
            IdentityError,
            "cannot be read",
        ),
        (bytes(2 << 20), key, None, IdentityError, "too large"),
    ]
    for chain, key_file, password, error, words in cases:
        with pytest.raises(error, match=words):
            certificates.load_pem(chain, key_file, password)
    assert certificates.check("no chain", None, NOW)
