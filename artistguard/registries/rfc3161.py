"""Time-stamp authorities (RFC 3161): one stamp over the Merkle root of a whole batch. One registry object each.

What leaves is one hash and a random number; nothing about any work can be learned from it. The stamp can be had over
plain http, since the answer is signed. It can neither be asked about nor taken back: it is the proof itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from artistguard.model.egress import Purpose
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    Capabilities,
    Item,
    Leaving,
    Outcome,
    Prepared,
    Receipt,
    RegistryKind,
    Rejected,
    RetryAfter,
    Signed,
    Standing,
    Status,
    Submission,
    Told,
    Verification,
    Withdrawal,
)
from artistguard.net.door import Answer, Door
from artistguard.net.relay import LIMITS, QUERY, REPLY
from artistguard.proof import leaves, timestamp
from artistguard.proof.timestamp import Roots
from artistguard.registries import batches, roots
from artistguard.registries.base import RecordKey

PREFIX = "rfc3161:"
# Long-lived ones that take anybody's questions; seen in their own pages and in others' settings, none was asked.
PUBLIC = ("https://freetsa.org/tsr", "http://timestamp.digicert.com", "http://timestamp.sectigo.com")
ASKED, STAMP, CERTIFICATES = "query.tsq", "stamp.tsr", "authority.pem"
_HEADERS = {"Content-Type": QUERY, "Accept": REPLY}
_LONGEST_CHAIN = 8


def name_of(url: str) -> str:
    """The permanent name of an authority: its address without scheme and closing slash."""
    parts = urlsplit(url)
    return f"{PREFIX}{parts.netloc.lower()}{parts.path.rstrip('/')}"


def authorities(urls: Sequence[str], folder: Path) -> list["TimeAuthority"]:
    """The authorities at these addresses, or the public ones; `folder` holds the user's trust list."""
    return [TimeAuthority(url, lambda: roots.lists(folder)) for url in urls or PUBLIC]


def check_files(files: Mapping[str, bytes], lists: Sequence[Roots]) -> Verification:
    """Check what `TimeAuthority.proof_files` gave, whoever hands it in."""
    says, faults = batches.check_one(files)
    if not faults:
        faults += [f"{name}: missing" for name in (ASKED, STAMP) if name not in files]
    asked, answer, root = (files.get(name, b"") for name in (ASKED, STAMP, leaves.ROOT))
    found = timestamp.verify(answer, root, asked, lists, read_before=bool(files.get(CERTIFICATES)))
    return batches.joined(found, says, faults)


class TimeAuthority:
    """One authority as a registry (see `base.Registry`). It keeps nothing; `lists` gives the roots to check with."""

    def __init__(self, url: str, lists: Callable[[], Sequence[Roots]] = tuple) -> None:
        """`url` is http or https. `lists` are tried in order, each named as a sentence is to name it."""
        self._url = url
        self._lists = lists
        host = urlsplit(url).hostname or url
        self._capabilities = Capabilities(
            name=name_of(url),
            title=f"Time stamp by {host}",
            kind=RegistryKind.SERVICE,
            takes=frozenset({Told.BLINDED}),
            withdrawal=Withdrawal.NEVER,
            what="A time-stamp authority (RFC 3161) signs a hash with the time: your records were there by then.",
            readers="Nobody looks works up there; the stamp is a proof that you keep and can show.",
            looked=date(2026, 11, 26),
            public=False,
            whole_batch=True,
            address=url,
        )

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        return self._capabilities

    def prepare(self, submission: Submission) -> Prepared:
        """One question for all items. The hash in it is made when it is sent: each record gets a random number."""
        batches.checked(submission)
        leaving = Leaving(
            "POST",
            self._url,
            _HEADERS,
            timestamp.blank(),
            later=("messageImprint (the SHA-256 of the batch's root)", "nonce"),
            why="A hash over all records goes to the authority, and nothing else. It comes back signed, with the time.",
        )
        return Prepared(submission, (leaving,))

    def sign(self, prepared: Prepared, key: RecordKey, at: datetime) -> Signed:
        """The records, their root, and the question about it. No key is asked: the authority signs."""
        parts = batches.parts(prepared.submission, at)
        question = timestamp.query(parts[leaves.ROOT])
        return Signed("POST", self._url, _HEADERS, question, at, parts=parts)

    def submit(self, signed: Signed, submission: Submission, door: Door, cancel: CancelToken) -> Outcome:
        """Ask once. An answer that fits no question is asked for again: anybody on the way may have sent it."""
        answer = door.request(
            signed.method,
            signed.url,
            purpose=Purpose.TIME_STAMP,
            subjects=batches.subjects(submission),
            body=signed.body,
            content_type=QUERY,
            headers={"Accept": REPLY},
            limits=LIMITS,
            redirects=0,
            cancel=cancel,
            paced=True,
        )
        host = urlsplit(signed.url).hostname
        if batches.is_busy(answer.status):
            return RetryAfter(f"{host} answered {answer.status}.", batches.busy(answer, answer.at))
        if answer.status != 200:
            return Rejected(str(answer.status), f"{host} answered {answer.status}, and no time stamp.")
        try:
            said = timestamp.status(answer.body)
        except timestamp.NoStamp as error:
            return RetryAfter(f"What {host} sent is no time stamp: {error}.")
        if not said.granted:
            words = f"{host} gave no time stamp{': ' + said.words if said.words else ''}."
            if said.failures and set(said.failures) <= set(timestamp.TRY_LATER):
                return RetryAfter(words)
            return Rejected(f"pki-status-{said.code}", words)
        return self._taken(signed, submission, answer)

    def status(self, receipt: Receipt, submission: Submission, door: Door, cancel: CancelToken) -> Status:
        """Nobody is asked: a stamp is complete when it comes."""
        return Status(Standing.RECORDED, now(), "A time stamp is complete when it comes; nobody is asked.")

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        """Raises UsageError, always."""
        raise batches.never()

    def verify(self, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
        """The records and their root, what was asked, what was answered, and whether a root of yours vouches for it."""
        faults = [*leaves.check(receipt.parts, items)]
        faults += batches.changed(receipt, _kept(receipt.request, receipt.response, receipt.parts))
        found = timestamp.verify(
            receipt.response,
            receipt.parts.get(leaves.ROOT, b""),
            receipt.request,
            self._lists(),
            read_before=CERTIFICATES in receipt.parts,
        )
        says = batches.about(receipt, items) if not faults else ()
        return batches.joined(found, says, faults)

    def proof_files(self, receipt: Receipt, item: Item) -> Mapping[str, bytes]:
        """The proof of one file, for a stranger with sha256sum, Python and openssl. See `base.GivesProofs`."""
        files, size = batches.proof_of(receipt, item)
        files |= {ASKED: receipt.request, STAMP: receipt.response}
        files[CERTIFICATES] = receipt.parts.get(CERTIFICATES, b"")
        own = self._roots(files[CERTIFICATES])
        if own:
            files["roots.pem"] = own
        about = (
            "roots.pem holds the root that this copy was checked with: compare it with the one that the authority\n"
            "   publishes on its pages, or take that one."
            if own
            else "ROOTS.pem stands for the authority's root certificate: take it from the authority's own pages."
        )
        name = "roots.pem" if own else "ROOTS.pem"
        files["README.txt"] = batches.readme(
            "time-stamp.txt", size=f"{size:,}", url=receipt.url, roots=name, about_roots=about
        )
        return {**files, batches.SUMS: batches.sums(files)}

    def _taken(self, signed: Signed, submission: Submission, answer: Answer) -> Outcome:
        """The receipt of a granted stamp. One that cannot be read here is kept as it came, without certificates."""
        number, parts = "", dict(signed.parts)
        try:
            stamp = timestamp.read(answer.body)
        except timestamp.NoStamp:
            pass
        else:
            if (stamp.imprint, stamp.nonce) != timestamp.asked(signed.body):
                return RetryAfter(f"{urlsplit(signed.url).hostname} stamped something else than what was asked.")
            number, parts[CERTIFICATES] = f"{stamp.response.tst_info.serial_number:x}", stamp.pem
        parts[batches.SUMS] = batches.sums(_kept(signed.body, answer.body, parts))
        return Accepted(
            Receipt(
                registry=self._capabilities.name,
                operation=submission.operation,
                at=answer.at,
                url=answer.url,
                request=signed.body,
                status=answer.status,
                headers=answer.captured().capture.headers,
                response=answer.body,
                id_there=number,
                parts=parts,
            )
        )

    def _roots(self, pem: bytes) -> bytes:
        """Those certificates of the lists that lead from an authority's to its root, PEM; empty where none do."""
        if not pem:
            return b""
        known = {c.subject: c for one in self._lists() for c in one.certificates}
        came = {c.subject: c for c in x509.load_pem_x509_certificates(pem)}
        at = next(iter(came.values()))
        found: list[x509.Certificate] = []
        for _ in range(_LONGEST_CHAIN):
            if at.subject in known and known[at.subject] not in found:
                found.append(known[at.subject])
            if at.issuer == at.subject or at.issuer not in known | came:
                break
            at = known.get(at.issuer) or came[at.issuer]
        return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in found)


def _kept(asked: bytes, answer: bytes, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a receipt holds the digests of: the leaves have their own."""
    return {ASKED: asked, STAMP: answer, **{name: parts[name] for name in (CERTIFICATES,) if name in parts}}
