"""The trust list: whose signatures count as known, and the official list, fetched only after consent.

The official list is C2PA's own, in the public repository c2pa-org/conformance-public (folder trust-list, PEM). It is
asked for once, when the user says so, through the door; nothing keeps it up to date behind their back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from artistguard.model.egress import NOBODY, Purpose
from artistguard.model.errors import Refused, UsageError
from artistguard.model.ids import now
from artistguard.net import wire
from artistguard.net.door import AnswerLimits
from artistguard.net.guard import Route
from artistguard.workflow.studio import Studio

OFFICIAL = "https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/C2PA-TRUST-LIST.pem"
OFFICIAL_BYTES = 37_911  # the list of 21 August 2026 (30 certificates): what to expect, not what is enforced
OFFICIAL_NAME = "C2PA-official"
_LIMITS = AnswerLimits(body=1_000_000, seconds=30.0)
_MOST = 2_000  # certificates one list may hold


@dataclass(frozen=True, slots=True)
class Offer:
    """What fetching would do, said before it is done. `bytes_out` is the request before encryption."""

    url: str
    host: str
    bytes_out: int
    bytes_in: int  # about


@dataclass(frozen=True, slots=True)
class Anchor:
    """One certificate of the trust list. `source` is the file it came from; empty: a signature of one's own."""

    name: str
    organization: str
    until: datetime
    fingerprint: str  # SHA-256, hex
    source: str = ""

    def ended(self, at: datetime) -> bool:
        """Whether it has run out."""
        return at > self.until


@dataclass(frozen=True, slots=True)
class TrustList:
    """All anchors, and the files that were loaded, each with what is wrong with it (empty: nothing)."""

    anchors: tuple[Anchor, ...]
    files: tuple[tuple[str, str], ...]


def offer(url: str = OFFICIAL, expected: int = OFFICIAL_BYTES) -> Offer:
    """The exact host, and how many bytes go each way, for the question that comes first. Nothing is sent."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    way = Route(parts.scheme, host, parts.port or 443, ())
    return Offer(url, host, wire.size(wire.prepare("GET", url, {}, b""), way), expected)


def fetch(studio: Studio, url: str = OFFICIAL) -> int:
    """Fetch the official list and put it on the trust list in the old one's place; returns its certificates.

    Call it only after the user agreed to `offer(url)`: one host, one request, no redirect to another. Raises
    NetworkOff, Unreachable, and Refused for an answer that is no list; then the list is as it was.
    """
    answer = studio.door().request("GET", url, purpose=Purpose.TRUST_LIST, subjects=NOBODY, limits=_LIMITS, redirects=0)
    host = urlsplit(url).hostname or url
    if answer.status != 200:
        raise Refused(f"{host} answered {answer.status}, not with a list. Your trust list is as it was.")
    try:
        found = _authorities(answer.body)
    except ValueError as error:
        raise Refused(f"What {host} sent is no list of certificates. Your trust list is as it was.") from error
    if not found:
        raise Refused(f"The list that {host} sent is empty. Your trust list is as it was.")
    lines = [f"# {url}\n# fetched {now():%Y-%m-%d %H:%M} UTC\n"]
    lines += [certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in found]
    _write(studio.trust_folder / f"{OFFICIAL_NAME}.pem", "".join(lines))
    studio.catalogue.custody.append("trust-list-changed", OFFICIAL_NAME, {"certificates": len(found), "from": url})
    return len(found)


def show(studio: Studio) -> TrustList:
    """Whose signatures count as known, own ones first."""
    own = [i for i in studio.catalogue.identities.list() if i.root_pem and i.revoked_at is None]
    anchors = [
        _anchor(certificate, "")
        for identity in own
        for certificate in x509.load_pem_x509_certificates(str(identity.root_pem).encode())
    ]
    files: list[tuple[str, str]] = []
    for path in sorted(studio.trust_folder.glob("*.pem")):
        try:
            certificates = x509.load_pem_x509_certificates(path.read_bytes())
        except (ValueError, OSError):
            files.append((path.stem, "This file cannot be read as certificates."))
            continue
        files.append((path.stem, ""))
        anchors += [_anchor(certificate, path.stem) for certificate in certificates[:_MOST]]
    return TrustList(tuple(_once(anchors)), tuple(files))


def forget(studio: Studio, source: str) -> None:
    """Take what came with one file off the trust list."""
    known = {path.stem: path for path in studio.trust_folder.glob("*.pem")}
    if source not in known:
        raise UsageError(f"{source} is not on your trust list.")
    known[source].unlink()
    studio.catalogue.custody.append("trust-list-changed", source, {"certificates": 0})


def _authorities(data: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file that may vouch for others. Raises ValueError for what is no such file."""
    found = []
    for certificate in x509.load_pem_x509_certificates(data)[:_MOST]:
        try:
            limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        except (x509.ExtensionNotFound, ValueError):
            continue
        if limits.ca:
            found.append(certificate)
    return found


def _anchor(certificate: x509.Certificate, source: str) -> Anchor:
    return Anchor(
        _said(certificate, NameOID.COMMON_NAME),
        _said(certificate, NameOID.ORGANIZATION_NAME),
        certificate.not_valid_after_utc.astimezone(UTC),
        certificate.fingerprint(hashes.SHA256()).hex(),
        source,
    )


def _said(certificate: x509.Certificate, what: x509.ObjectIdentifier) -> str:
    try:
        found = certificate.subject.get_attributes_for_oid(what)
    except ValueError:
        return ""
    text = str(found[0].value) if found else ""
    return "".join(c for c in text if c.isprintable())[:120]


def _once(anchors: Sequence[Anchor]) -> list[Anchor]:
    return list({anchor.fingerprint: anchor for anchor in reversed(anchors)}.values())[::-1]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(text, "ascii")
    draft.replace(path)
