"""Time stamps of a real authority (openssl ts): read, checked against pinned roots, and every change in them found."""

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from authority import Authority
from cryptography import x509

from artistguard.model.registering import Holds
from artistguard.proof import timestamp
from artistguard.proof.timestamp import Roots

DATA = b"the root of a batch"


@dataclass
class Stamped:
    question: bytes
    reply: bytes
    lists: list[Roots]


def pem(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))


@pytest.fixture(params=[False, True], ids=["alone", "with its root, out of order"])
def stamped(request: pytest.FixtureRequest, authority: Authority) -> Stamped:
    authority.chain = request.param
    question = timestamp.query(DATA)
    return Stamped(question, authority.reply(question), [Roots("your trust list", pem(authority.root))])


def test_a_stamp_says_when_over_what_and_by_whom(stamped: Stamped) -> None:
    assert timestamp.status(stamped.reply) == timestamp.Status(0)
    stamp = timestamp.read(stamped.reply)
    assert timestamp.asked(stamped.question) == (hashlib.sha256(DATA).digest(), stamp.nonce)
    assert (stamp.imprint, stamp.accuracy, stamp.signer) == (hashlib.sha256(DATA).digest(), 1.0, "Time stamps, Test")
    found = timestamp.verify(stamped.reply, DATA, stamped.question, stamped.lists)
    assert (found.holds, found.proven_at, found.faults) == (Holds.YES, stamp.at, ())
    assert "your trust list" in found.says[0]
    assert f"{stamp.at:%Y-%m-%d %H:%M:%S} UTC, accurate to 1 s" in found.says[0]


def test_the_library_alone_refuses_an_order_that_openssl_sends(authority: Authority) -> None:
    authority.chain = True
    reply = authority.reply(timestamp.query(DATA))
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        timestamp.decode(reply)
    assert len(timestamp.read(reply).certificates) == 2


def test_openssl_itself_agrees(stamped: Stamped, authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "root.bin").write_bytes(DATA)
    assert "Verification: OK" in authority.verify(tmp_path / "root.bin", stamped.reply)


def test_without_a_root_that_vouches_it_proves_nothing_and_says_how_to_check(stamped: Stamped, own_root: Path) -> None:
    for lists in ([], [Roots("your trust list", ())], [Roots("your trust list", pem(own_root))]):
        found = timestamp.verify(stamped.reply, DATA, stamped.question, lists)
        assert (found.holds, found.proven_at, found.faults) == (Holds.CANNOT_SAY, None, ())
        assert "openssl ts -verify -data root.bin" in found.says[-1]
    both = [Roots("your trust list", pem(own_root)), *stamped.lists]
    assert timestamp.verify(stamped.reply, DATA, stamped.question, both).holds is Holds.YES


@pytest.fixture
def own_root(tmp_path: Path) -> Path:
    return _issue(tmp_path, "other", "/O=Other/CN=Other root")


def _issue(folder: Path, name: str, subject: str) -> Path:
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key")
    _openssl(folder, "req", "-x509", *key, "-out", f"{name}.pem", "-days", "3", "-subj", subject)
    return folder / f"{name}.pem"


def test_a_root_that_came_with_the_answer_is_nobody_s(authority: Authority) -> None:
    authority.chain = True
    question = timestamp.query(DATA)
    reply = authority.reply(question)
    assert any(c.subject == c.issuer for c in timestamp.read(reply).certificates)
    assert timestamp.verify(reply, DATA, question, []).holds is Holds.CANNOT_SAY


@pytest.mark.parametrize(
    ("extension", "why"),
    [
        ("basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,emailProtection\n", "an artist's certificate"),
        ("basicConstraints=critical,CA:FALSE\nextendedKeyUsage=timeStamping\n", "not marked as critical"),
    ],
)
def test_a_certificate_under_a_trusted_root_that_is_no_authority_s_does_not_stamp(
    extension: str, why: str, authority: Authority, tmp_path: Path
) -> None:
    reply, question = _forged(authority, tmp_path, extension)
    found = timestamp.verify(reply, DATA, question, [Roots("your trust list", pem(authority.root))])
    assert (found.holds, found.proven_at) == (Holds.CANNOT_SAY, None), why
    assert "purpose" in found.says[1]


def test_nobody_under_a_trusted_root_can_appoint_an_authority(authority: Authority, tmp_path: Path) -> None:
    leaf = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,emailProtection\n"
    _signed(authority, tmp_path, "artist", leaf)
    stamps = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,timeStamping\n"
    _signed(authority, tmp_path, "forged", stamps, by="artist")
    (tmp_path / "chain.pem").write_bytes((tmp_path / "artist.pem").read_bytes())
    question = timestamp.query(DATA)
    reply = _reply(authority, tmp_path, question, chained=True)
    found = timestamp.verify(reply, DATA, question, [Roots("your trust list", pem(authority.root))])
    assert (found.holds, found.proven_at) == (Holds.CANNOT_SAY, None)
    assert "certificate verify error" in found.says[1]


def _signed(authority: Authority, folder: Path, name: str, extension: str, by: str = "") -> None:
    """A certificate `name`.pem, by the authority's root or by another one in the folder."""
    (folder / "x.ext").write_text(extension)
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key")
    above = folder / by if by else authority.folder / "root"
    _openssl(folder, "req", *key, "-out", "x.csr", "-subj", f"/O=Test/CN={name}")
    by_whom = ("-CA", f"{above}.pem", "-CAkey", f"{above}.key", "-set_serial", "77")
    _openssl(folder, "x509", "-req", "-in", "x.csr", *by_whom, "-days", "3", "-extfile", "x.ext", "-out", f"{name}.pem")


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def _reply(authority: Authority, folder: Path, question: bytes, *, chained: bool = False) -> bytes:
    """What an authority with the certificate forged.pem answers. openssl itself refuses such certificates, so the
    real one answers, and the token is signed anew by `openssl cms`."""
    token = timestamp.read(authority.reply(question)).response.time_stamp_token()
    (folder / "token.der").write_bytes(token)
    _openssl(folder, "cms", "-verify", "-noverify", "-in", "token.der", "-inform", "DER", "-binary", "-out", "info.der")
    how = ("-binary", "-nodetach", "-md", "sha256", "-cades", "-econtent_type", "1.2.840.113549.1.9.16.1.4")
    who = ("-signer", "forged.pem", "-inkey", "forged.key", *(("-certfile", "chain.pem") if chained else ()))
    _openssl(folder, "cms", "-sign", "-in", "info.der", *how, *who, "-outform", "DER", "-out", "forged.der")
    forged = (folder / "forged.der").read_bytes()
    inside = b"\x30\x03\x02\x01\x00" + forged
    return b"\x30\x82" + len(inside).to_bytes(2, "big") + inside


def _forged(authority: Authority, folder: Path, extension: str) -> tuple[bytes, bytes]:
    _signed(authority, folder, "forged", extension)
    question = timestamp.query(DATA)
    return _reply(authority, folder, question), question


def test_a_token_signed_anew_by_a_true_authority_is_read_as_one(authority: Authority, tmp_path: Path) -> None:
    """So that the refusals above are about the certificate, and not about how these tests make their tokens."""
    extension = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,timeStamping\n"
    reply, question = _forged(authority, tmp_path, extension)
    found = timestamp.verify(reply, DATA, question, [Roots("your trust list", pem(authority.root))])
    assert found.holds is Holds.YES


def test_other_data_and_another_question_are_named(stamped: Stamped) -> None:
    other = timestamp.verify(stamped.reply, b"other", timestamp.query(b"other"), stamped.lists)
    assert other.faults == (
        "stamp.tsr: it is a stamp over other data",
        "stamp.tsr: it answers another question: its nonce is another",
    )
    later = timestamp.verify(stamped.reply, DATA, timestamp.query(DATA), stamped.lists)
    assert later.faults == ("stamp.tsr: it answers another question: its nonce is another",)
    assert timestamp.verify(stamped.reply, DATA, b"?", stamped.lists).faults[0].startswith("query.tsq: ")


def test_a_changed_byte_in_what_is_signed_never_passes(stamped: Stamped) -> None:
    reply = stamped.reply
    info = reply.index(hashlib.sha256(DATA).digest())
    for at in range(info - 20, info + 60):
        changed = reply[:at] + bytes([reply[at] ^ 4]) + reply[at + 1 :]
        found = timestamp.verify(changed, DATA, stamped.question, stamped.lists)
        # A year changed may lie beyond the certificate's own end: then it is that which is said.
        assert found.holds is Holds.NO or "expired" in found.says[1] or "not yet valid" in found.says[1]
        assert found.proven_at is None
    signature = reply[:-1] + bytes([reply[-1] ^ 1])
    assert timestamp.verify(signature, DATA, stamped.question, stamped.lists).holds is Holds.NO


def test_one_that_never_could_be_read_is_not_called_changed() -> None:
    question = timestamp.query(DATA)
    kept = timestamp.verify(b"\x30\x05\x30\x03\x02\x01\x00", DATA, question, [], read_before=False)
    assert kept.holds is Holds.CANNOT_SAY
    assert "openssl ts -verify" in kept.says[0]
    assert timestamp.verify(b"\x30\x05\x30\x03\x02\x01\x00", DATA, question, []).holds is Holds.NO


@pytest.mark.parametrize(
    "reply",
    [
        *(b"", b"\x30", b"\x30\x80\x00\x00", b"<html>busy</html>", b"\x30\x03\x02\x01\x00", b"\x30\x85\x01\x00\x00"),
        *(b"\x1f\x30\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30\x05\x30\x03\x02\x01\x09", b"\x30\x02\x30\x00"),
        b"\x30" * 10_000,
        b"\x30\x83\x20\x00\x00" + bytes(0x200000),
    ],
)
def test_hostile_answers_are_no_stamps(reply: bytes) -> None:
    with pytest.raises(timestamp.NoStamp):
        timestamp.status(reply)
    with pytest.raises(timestamp.NoStamp):
        timestamp.read(reply)
    with pytest.raises(timestamp.NoStamp):
        timestamp.asked(reply)


def test_a_refusal_says_why() -> None:
    words = b"no policy"
    text = b"\x30" + bytes([len(words) + 2]) + b"\x0c" + bytes([len(words)]) + words
    info = b"\x02\x01\x02" + text + b"\x03\x04\x00\x00\x02\x00"
    reply = b"\x30" + bytes([len(info) + 2]) + b"\x30" + bytes([len(info)]) + info
    said = timestamp.status(reply)
    assert (said.code, said.words, said.failures, said.granted) == (2, "no policy", (14,), False)


def test_a_blank_question_is_one_but_for_hash_and_number() -> None:
    imprint, nonce = timestamp.asked(timestamp.blank())
    assert (imprint, nonce) == (bytes(32), 0)
    assert len(timestamp.query(DATA)) - len(timestamp.blank()) in (-1, 0, 1)
