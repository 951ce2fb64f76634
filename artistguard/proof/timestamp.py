"""Time stamps of an authority (RFC 3161): the question, the answer, and its check against pinned roots, offline.

Two things the library is not asked for. Some authorities (`openssl ts` with a chain among them) send their certificates
in an order that DER forbids and that the library therefore refuses: a copy with sorted certificates is read instead.
They stand outside of what is signed, so nothing that the signature covers is touched; kept is the answer as it came.
And the library takes every self-signed certificate it is given for a root: it is given those of the lists alone.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerificationError, VerifierBuilder
from rfc3161_client import decode_timestamp_response as decode
from rfc3161_client.tsp import Accuracy, TimeStampResponse

from artistguard.model.registering import Holds, Verification

GRANTED = (0, 1)  # PKIStatus: granted, granted with changes
TRY_LATER = (14, 25)  # PKIFailureInfo: the time is not available; system failure (RFC 3161, section 2.4.2)
LARGEST = 256 * 1024  # bytes of an answer
_MOST_MEMBERS = 1000  # of one value: far more than any answer has
_SHA256 = "2.16.840.1.101.3.4.2.1"
_BY_HAND = "openssl ts -verify -data root.bin -in stamp.tsr -CAfile ROOTS.pem"


class NoStamp(ValueError):
    """The bytes are no answer of an authority, or one that cannot be read here."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an authority answered, before any stamp: PKIStatus, its words, and the bits of PKIFailureInfo."""

    code: int
    words: str = ""
    failures: tuple[int, ...] = ()

    @property
    def granted(self) -> bool:
        """Whether there is a stamp."""
        return self.code in GRANTED


@dataclass(frozen=True, slots=True)
class Roots:
    """Certificates that somebody vouches for. `named` goes into sentences: "your trust list"."""

    named: str
    certificates: tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says. `certificates` came with it, the signer's first; nothing is checked yet."""

    at: datetime
    imprint: bytes  # SHA-256 of what was stamped
    nonce: int | None
    accuracy: float | None  # seconds
    signer: str  # in the words of its certificate; they prove nothing by themselves
    certificates: tuple[x509.Certificate, ...]
    response: TimeStampResponse

    @property
    def pem(self) -> bytes:
        """The certificates that came with it, PEM."""
        return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in self.certificates)


# What the library and `cryptography` raise for bytes that are none of theirs.
_UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, x509.InvalidVersion, UnsupportedAlgorithm)
_NAMES = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)


def query(data: bytes) -> bytes:
    """A question (TimeStampReq, DER) for a stamp over the SHA-256 of `data`, with a random number of 64 bits."""
    return TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def blank() -> bytes:
    """Such a question with zeros for hash and number (which takes a byte more in half of the cases)."""
    sha256 = bytes.fromhex("300d06096086480165030402010500")
    return b"\x30\x43\x02\x01\x01\x30\x31" + sha256 + b"\x04\x20" + bytes(32) + b"\x02\x08" + bytes(8) + b"\x01\x01\xff"


def asked(question: bytes) -> tuple[bytes, int | None]:
    """What a question asks for: (imprint, nonce). Raises NoStamp."""
    try:
        [*members] = _children(question, _only(question, 0x30))
        imprint = _children(question, members[1])[1]
        numbers = [m for m in members[2:] if m.tag == 0x02]
        nonce = int.from_bytes(question[numbers[0].start : numbers[0].end], "big") if numbers else None
        return question[imprint.start : imprint.end], nonce
    except (ValueError, IndexError) as error:
        raise NoStamp("the question is not readable as one") from error


def status(reply: bytes) -> Status:
    """What an answer says before any stamp. Raises NoStamp for what is no answer of an authority."""
    try:
        info = _children(reply, _children(reply, _only(reply, 0x30))[0])
        code = int.from_bytes(reply[info[0].start : info[0].end], "big")
        words, failures = "", []
        for member in info[1:]:
            if member.tag == 0x30:
                texts = (reply[text.start : text.end].decode("utf-8", "replace") for text in _children(reply, member))
                words = " ".join("".join(c for c in text if c.isprintable()) for text in texts)[:300]
            elif member.tag == 0x03:
                bits = reply[member.start + 1 : member.end][:8]
                failures = [n for n in range(8 * len(bits)) if bits[n // 8] >> (7 - n % 8) & 1]
        if info[0].tag != 0x02 or code > 5:
            raise ValueError(code)
    except (ValueError, IndexError) as error:
        raise NoStamp("it is no answer of a time-stamp authority") from error
    return Status(code, words, tuple(failures))


def read(reply: bytes) -> Stamp:
    """The stamp in an answer. Raises NoStamp."""
    if len(reply) > LARGEST:
        raise NoStamp("the answer is too large")
    try:
        response = decode(_in_order(reply))
        info = response.tst_info
        if info.message_imprint.hash_algorithm.dotted_string != _SHA256:
            raise NoStamp("it is a stamp over another hash than SHA-256")
        [signer] = response.signed_data.signer_infos
        certificates = [x509.load_der_x509_certificate(bytes(der)) for der in response.signed_data.certificates]
        certificates.sort(key=lambda c: (c.issuer, c.serial_number) != (signer.issuer, signer.serial_number))
        return Stamp(
            info.gen_time,
            bytes(info.message_imprint.message),
            info.nonce,
            _seconds(info.accuracy),
            _named(certificates),
            tuple(certificates),
            response,
        )
    except NoStamp:
        raise
    except _UNREADABLE as error:
        raise NoStamp(f"it cannot be read here ({' '.join(str(error).split())[:120]})") from error


def verify(
    reply: bytes, data: bytes, question: bytes, lists: Sequence[Roots], *, read_before: bool = True
) -> Verification:
    """Check a kept answer against what was stamped, what was asked, and the roots of `lists`, tried in order.

    `read_before` says that it could be read when it came: then one that cannot be read any more was changed.
    A stamp whose authority is on no list proves nothing here: CANNOT_SAY, with how to check it by hand.
    """
    try:
        imprint, nonce = asked(question)
        fault = "" if imprint == hashlib.sha256(data).digest() else "query.tsq: it asks about other data"
    except NoStamp as error:
        nonce, fault = None, f"query.tsq: {error}"
    try:
        stamp = read(reply)
    except NoStamp as error:
        if read_before or fault:
            return _no(fault, f"stamp.tsr: {error}")
        kept = f"The time stamp was kept as it came, but {error}. Check it by hand: {_BY_HAND}"
        return Verification(Holds.CANNOT_SAY, (kept,))
    other = "" if stamp.imprint == hashlib.sha256(data).digest() else "stamp.tsr: it is a stamp over other data"
    answers = "" if stamp.nonce == nonce or fault else "stamp.tsr: it answers another question: its nonce is another"
    if fault or other or answers:
        return _no(fault, other, answers)
    why = "none of your lists has a certificate in it"
    for roots in lists:
        if not roots.certificates:
            continue
        why = _unproven(stamp, stamp.imprint, nonce, roots.certificates)
        if not why:
            accurate = "" if stamp.accuracy is None else f", accurate to {stamp.accuracy:g} s"
            at = f"{stamp.at:%Y-%m-%d %H:%M:%S} UTC"
            said = f"Stamped at {at}{accurate}, by {stamp.signer}; its certificate leads to {roots.named}."
            return Verification(Holds.YES, (said,), proven_at=stamp.at)
        if "certificate verify error" not in why:
            return _no(f"stamp.tsr: its signature does not hold: {why}")
    says = (
        f"The answer names {stamp.at:%Y-%m-%d %H:%M:%S} UTC and {stamp.signer}, and fits what was asked.",
        f"Whether that is so cannot be said: no root that you trust vouches for the authority ({why}).",
        f"Put its root certificate on your trust list, or check it by hand: {_BY_HAND}",
    )
    return Verification(Holds.CANNOT_SAY, says)


def _seconds(accuracy: Accuracy | None) -> float | None:
    parts = () if accuracy is None else (accuracy.seconds, accuracy.millis, accuracy.micros)
    if all(part is None for part in parts):
        return None
    return sum((part or 0) * scale for part, scale in zip(parts, (1, 1e-3, 1e-6), strict=True))


def _named(certificates: Sequence[x509.Certificate]) -> str:
    if not certificates:
        return "an authority whose certificate did not come with it"
    subject = certificates[0].subject
    words = [str(found[0].value) for oid in _NAMES if (found := subject.get_attributes_for_oid(oid))]
    return "".join(c for c in ", ".join(words) if c.isprintable())[:160] or "an authority without a name"


def _unproven(stamp: Stamp, imprint: bytes, nonce: int | None, roots: Iterable[x509.Certificate]) -> str:
    """Why these roots do not vouch for a stamp; empty if they do."""
    builder = VerifierBuilder(roots=list(roots), nonce=nonce)
    try:
        builder.build().verify(stamp.response, imprint)
    except (VerificationError, *_UNREADABLE) as error:
        text = " ".join(str(error).split())
        if "certificate verify error" in text:
            return "certificate verify error: " + text.rpartition("Verify error: ")[2].rstrip('"} ])')[:120]
        return text[:200]
    return ""


def _no(*faults: str) -> Verification:
    return Verification(Holds.NO, ("The time stamp does not hold.",), tuple(fault for fault in faults if fault))


# --- DER (X.690), as far as the order of certificates needs it


@dataclass(frozen=True, slots=True)
class _Value:
    """Where a value stands: its tag, where it begins with its head, and from where to where its content."""

    tag: int
    head: int
    start: int
    end: int


def _value(data: bytes, at: int, end: int) -> _Value:
    """Raises ValueError, IndexError for what is no DER."""
    tag, length, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a tag of more than one byte")
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4:
            raise ValueError("a length that DER does not have")
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + length > end:
        raise ValueError("a value that reaches beyond the end")
    return _Value(tag, at, start, start + length)


def _children(data: bytes, above: _Value) -> list[_Value]:
    found: list[_Value] = []
    at = above.start
    while at < above.end:
        if len(found) == _MOST_MEMBERS:
            raise ValueError("too many members")
        found.append(_value(data, at, above.end))
        at = found[-1].end
    return found


def _only(data: bytes, tag: int) -> _Value:
    if len(data) > LARGEST:
        raise ValueError("too large")
    whole = _value(data, 0, len(data))
    if whole.tag != tag or whole.end != len(data):
        raise ValueError("something else, or something more")
    return whole


def _in_order(reply: bytes) -> bytes:
    """The answer with its certificates as DER wants them, to be read; the same answer where they are."""
    try:
        content = _children(reply, _children(reply, _only(reply, 0x30))[1])[1]
        signed = _children(reply, content)[0]
        bag = next(member for member in _children(reply, signed) if member.tag == 0xA0)
        found = [reply[one.head : one.end] for one in _children(reply, bag)]
    except (ValueError, IndexError, StopIteration):
        return reply  # the library says what is wrong with it
    return reply[: bag.start] + b"".join(sorted(found)) + reply[bag.end :]
