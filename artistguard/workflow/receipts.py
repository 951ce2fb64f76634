"""A receipt as one file that a stranger can check: what was sent, what was answered, and how to check it by hand.

Everything in it lies there byte for byte. `verify_file` reads such a file back, whoever made it: it is not trusted.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artistguard.model import wire
from artistguard.model.counting import counted
from artistguard.model.errors import ArtistGuardError, UsageError
from artistguard.model.protocols import sealed_by
from artistguard.model.registering import Declaration, Holds, Operation, Receipt, Standing, Submission, Verification
from artistguard.model.rights import DataUse
from artistguard.proof import chain, jcs
from artistguard.registries import local, rfc3161
from artistguard.workflow import work_proofs
from artistguard.workflow.adapters import registry
from artistguard.workflow.outbox_steps import digest
from artistguard.workflow.receipt_files import (
    NAME,
    PARTS,
    SUMS,
    misfits,
    new_file,
    no_receipt,
    packed,
    sha256,
    unpacked,
)

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

VERSION = 1
DECLARATION, ANSWER, README, KEY = "declaration.json", "answer.json", "README.txt", "key.txt"
REQUEST, RESPONSE, CUSTODY, CHECK = "request.bin", "response.bin", "custody.jsonl", "check.py"
_NAMED = 20  # works that an error names

_HEAD = """Receipt of a declaration
========================

Registry:   {registry}
What:       {what}
Answered:   {at} (by the clock of the computer that asked)
Asked at:   {url}
Its name there: {id_there}

What is in this file, byte for byte as it was sent and received
  request.bin       what was sent
  response.bin      what was answered
  answer.json       status and headers of the answer, and where it came from
  declaration.json  what was to be declared: the files by their SHA-256 and BLAKE3, and the terms
  key.txt           the public key that signed what was sent, as the registry writes it (empty: none did)
  custody.jsonl     the lines of the custody ledger that speak of it
  parts/            what else is needed to check it: proofs, time stamps, keys of the registry
  SHA256SUMS        the SHA-256 of all of these

How to check it without the program that made it
  1. sha256sum -c SHA256SUMS
     Says whether a file was damaged since. Whoever changes a file can change this list too, so go on.
  2. sha256sum the file of the work, and look for the digest in declaration.json.
  3. Each line of custody.jsonl is one JSON object in canonical form (RFC 8785); its "hash" is the SHA-256 of the line
     without its "hash". "previous" names the line before it in the whole ledger. The hash of the first one:
       sed -n 1p custody.jsonl | sed 's/\\(.*\\)"hash":"[0-9a-f]*",\\("previous"\\)/\\1\\2/' | tr -d '\\n' | sha256sum
"""
_BY_SUFFIX = {
    ".tsr": """  4. The time stamp (RFC 3161), for each .tsr in parts/ and the file it stamps:
       openssl ts -verify -in parts/NAME.tsr -data FILE -CAfile ROOTS.pem
       openssl ts -reply -in parts/NAME.tsr -text       shows the moment and who says so
     ROOTS.pem: the authority's own root, from its site.
""",
    ".ots": """  4. The proof of OpenTimestamps, for each .ots in parts/ and the file it stamps:
       ots verify parts/NAME.ots -f FILE                 with a Bitcoin node
       ots --no-bitcoin verify parts/NAME.ots -f FILE    says which block to look at
""",
}
_STAMP = """  4. response.bin is the time stamp (RFC 3161) as it came, over parts/root.bin:
       openssl ts -verify -in response.bin -data parts/root.bin -CAfile ROOTS.pem -untrusted parts/authority.pem
       openssl ts -reply -in response.bin -text          shows the moment and who says so
     ROOTS.pem: the authority's own root, from its site. parts/leaves.jsonl holds a record a line. The SHA-256 of each
     is an entry of a Merkle tree (RFC 9162, section 2.1) whose root is parts/root.bin. The proof of one work alone:
     'artistguard receipts WORK --export FILE'.
"""
_SIGNED_JSON = """  4. What was sent and answered is JSON. A "proof" of the cryptosuite eddsa-jcs-2022 is checked as the
     "Data Integrity EdDSA Cryptosuites v1.0" of the W3C say: the SHA-256 of the canonical proof options and that of the
     canonical document without its proof, one after the other, are what the Ed25519 signature (RFC 8032) is over.
     With Python 3.8 or newer and openssl 3, and KEY, the registry's public key ("z6Mk...") from its own pages:
       python3 check.py KEY
"""
_TAIL = """
What it shows, and what it does not: what the registry was sent and what it answered, as the computer that asked kept
them. The registry's own word is what it signed (step 4), where it signed anything. None of it says who made the work,
nor that anybody who reads the registry keeps to it.
"""
_OWN_TAIL = """
What it shows, and what it does not: that this line stands in the ledger of one program, on one computer, behind the
line that it names. No other registry was told by it. Its moment is that computer's own, and whoever keeps the ledger
could write it anew, except for what is behind a time stamp, or behind a hash that somebody else noted down. It does not
say who made the work, nor that anybody read it.
"""
_UNPROVEN = """
This receipt does not hold. The program that kept it found, when it was last asked about:
  {error}
"""


def export_receipt(studio: "Studio", declaration_id: str, path: Path, *, with_sealed: bool = False) -> Path:
    """Write the receipt of a declaration as a zip that is not there yet.

    Raises UsageError, and Sealed where one of its works is under a client's seal today, unless `with_sealed`.
    """
    declaration = studio.catalogue.declarations.get(declaration_id)
    if not with_sealed:
        _refuse_sealed(studio, declaration)
    body = as_bytes(studio, declaration)
    with new_file(path) as target:
        target.write(body)
    return path


def as_bytes(studio: "Studio", declaration: Declaration) -> bytes:
    """The receipt of a declaration as the bytes of such a zip. Raises UsageError."""
    if declaration.receipt is None:
        raise UsageError("There is no receipt of that: the registry has not answered.", "See 'artistguard receipts'.")
    files = dict(_files(studio, declaration, declaration.receipt))
    files[SUMS] = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())).encode()
    return packed(files)


def verify_file(studio: "Studio", path: Path) -> Verification:
    """Check such a file, offline: its parts against each other, against the registry's keys, and against our ledger.

    Raises UsageError for what is no receipt at all.
    """
    files = unpacked(path)
    if work_proofs.is_proof(files):
        return work_proofs.verify(studio, files)
    if not {DECLARATION, ANSWER, REQUEST, RESPONSE} <= files.keys():
        raise no_receipt(path)
    faults = list(misfits(files))
    declaration, answer = _json(files, DECLARATION), _json(files, ANSWER)
    try:
        submission = wire.load(Submission, declaration["submission"])
        receipt = _receipt(files, answer, submission)
    except (UsageError, KeyError, TypeError, ValueError) as error:
        return Verification(
            Holds.NO,
            (),
            (
                *faults,
                f"{DECLARATION} or {ANSWER}: it is not as it was written ({error}).",
            ),
        )
    count = counted(len(submission.items), "file", "files")
    says = [f"{submission.registry}, {count}, answered on {receipt.at:%Y-%m-%d %H:%M} UTC."]
    try:
        adapter = registry(studio, submission.registry, for_receipts=True)
    except UsageError:
        known = Verification(Holds.CANNOT_SAY, (f"No registry {submission.registry!r} is known here.",))
    else:
        try:
            known = adapter.verify(receipt, submission.items)
        except (ArtistGuardError, ValueError, KeyError, TypeError) as error:  # an answer of anybody's making
            known = Verification(
                Holds.NO, (), (f"{RESPONSE}: it cannot be read as an answer of that registry ({error}).",)
            )
    ours = _ours(studio, str(declaration.get("id", "")), receipt, submission)
    faults += [*known.faults, *ours.faults, *_custody(files, submission)]
    holds = Holds.NO if faults else known.holds
    return Verification(holds, (*says, *known.says, *ours.says), tuple(faults), known.proven_at)


# --- writing


def _files(studio: "Studio", declaration: Declaration, receipt: Receipt) -> Iterator[tuple[str, bytes]]:
    for name in receipt.parts:
        if not NAME.fullmatch(name):
            raise UsageError(f"A part of that receipt has a name that is no file's: {name[:80]!r}.")
    yield REQUEST, receipt.request
    yield RESPONSE, receipt.response
    yield KEY, f"{receipt.key}\n".encode() if receipt.key else b""
    yield DECLARATION, _text({"artistguard-receipt": VERSION, **_declared(declaration)})
    yield (
        ANSWER,
        _text(
            {
                "at": receipt.at.isoformat(),
                "url": receipt.url,
                "status": receipt.status,
                "headers": dict(receipt.headers),
                "id_there": receipt.id_there,
            }
        ),
    )
    lines = sorted(_lines(studio, declaration))
    yield CUSTODY, "".join(f"{line}\n" for _, line in lines).encode()
    for name, data in receipt.parts.items():
        yield PARTS + name, data
    if _is_signed_json(receipt):
        yield CHECK, (resources.files("resources") / "proof" / "check_signed.txt").read_bytes()
    yield README, _readme(declaration, receipt).encode()


def _refuse_sealed(studio: "Studio", declaration: Declaration) -> None:
    works = studio.catalogue.works
    clients = works.clients_of(sorted({item.work_id for item in declaration.submission.items}))
    sealed = {client for client in set(clients.values()) if studio.seals.sealed(client)}
    hidden = [work for work, client in clients.items() if client in sealed][:_NAMED]
    if hidden:
        raise sealed_by([work.title for work in works.get_many(hidden).values()])


def _declared(declaration: Declaration) -> dict[str, Any]:
    return {
        "id": declaration.id,
        "created_at": declaration.created_at.isoformat(),
        "seat": declaration.seat,
        "actor": declaration.actor,
        "state": declaration.state.value,
        "standing": declaration.standing.value,
        "submission": wire.dump(declaration.submission),
    }


def _lines(studio: "Studio", declaration: Declaration) -> set[tuple[int, str]]:
    """The custody lines about a declaration, with their numbers."""
    items = declaration.submission.items
    subjects = {declaration.id, *(item.edition_id for item in items), *(item.work_id for item in items)}
    found = set()
    for subject in sorted(subjects):
        for entry in studio.catalogue.custody.iterate(subject):
            if subject == declaration.id or entry.details.get("declaration") == declaration.id:
                found.add((entry.seq, chain.line(entry)))
    return found


def _is_signed_json(receipt: Receipt) -> bool:
    """Whether what was sent is a note of the ISCC Discovery Protocol, which `check_signed.txt` can check."""
    return bool(receipt.url) and b'"ISCC-SIG v1.0"' in receipt.request


def _readme(declaration: Declaration, receipt: Receipt) -> str:
    what = "withdrawal of an earlier declaration" if receipt.operation is Operation.WITHDRAW else "declaration"
    count = len(declaration.submission.items)
    head = _HEAD.format(
        registry=receipt.registry,
        what=f"{what}, {counted(count, 'file', 'files')}",
        at=f"{receipt.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
        url=receipt.url or "nobody: it stands in the ledger of the program",
        id_there=receipt.id_there or "none",
    )
    suffixes = {Path(name).suffix for name in receipt.parts}
    checks = [text for suffix, text in _BY_SUFFIX.items() if suffix in suffixes]
    if receipt.registry.startswith(rfc3161.PREFIX):
        checks = [_STAMP]
    if not checks and _is_signed_json(receipt):
        checks = [_SIGNED_JSON]
    if declaration.standing is Standing.UNPROVEN:
        checks.append(_UNPROVEN.format(error=declaration.error or "Its proof does not fit."))
    return head + "".join(checks) + (_OWN_TAIL if receipt.registry == local.NAME else _TAIL)


# --- reading


def _json(files: Mapping[str, bytes], name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(files[name])
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} in that receipt is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise UsageError(f"{name} in that receipt is no object.")
    return found


def _receipt(files: Mapping[str, bytes], answer: Mapping[str, Any], submission: Submission) -> Receipt:
    at = datetime.fromisoformat(answer["at"])
    if at.tzinfo is None:
        raise ValueError("its moment has no time zone")
    headers = answer["headers"]
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise ValueError("its headers are no texts")
    return Receipt(
        registry=submission.registry,
        operation=submission.operation,
        at=at,
        url=str(answer["url"]),
        request=files[REQUEST],
        status=int(answer["status"]),
        headers=headers,
        response=files[RESPONSE],
        id_there=str(answer["id_there"]),
        key=files.get(KEY, b"").decode("ascii").strip(),
        parts={name.removeprefix(PARTS): data for name, data in files.items() if name.startswith(PARTS)},
    )


def _ours(studio: "Studio", id_: str, receipt: Receipt, submission: Submission) -> Verification:
    """What our own catalogue knows of it."""
    known = studio.catalogue.declarations.brief([id_]).get(id_)
    if known is None:
        return Verification(Holds.CANNOT_SAY, ("This catalogue holds no such declaration.",))
    if digest(receipt) not in map(digest, studio.catalogue.declarations.receipts(id_)):
        return Verification(Holds.NO, (), ("request, response or parts: they are not those in this catalogue.",))
    if known.submission != submission:
        what = "files" if known.submission.items != submission.items else "terms"
        return Verification(Holds.NO, (), (f"{DECLARATION}: its {what} are not those in this catalogue.",))
    return Verification(Holds.YES, ("It is the same as the receipt in this catalogue.",))


def _custody(files: Mapping[str, bytes], submission: Submission) -> Iterator[str]:
    """Each line of the ledger against its own hash, and against what was declared."""
    declared = {item.sha256 for item in submission.items}
    answers = {use.value: submission.reservation.answer(use).value for use in DataUse}
    for number, raw in enumerate(files.get(CUSTODY, b"").splitlines(), 1):
        place = f"{CUSTODY}, line {number}"
        try:
            line = json.loads(raw)
            stated = line.pop("hash")
            details = line["details"]
            whole = jcs.canonical(line, depth=chain.MAX_DEPTH + 1)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield f"{place}: it is no line of a custody ledger."
            continue
        if sha256(whole) != stated:
            yield f"{place}: it was changed; its hash does not fit."
        elif isinstance(details, dict) and details.get("sha256", next(iter(declared), None)) not in declared:
            yield f"{place}: it speaks of another file."
        elif isinstance(details, dict) and (
            details.get("answers", answers) != answers
            or details.get("preset_version", submission.policy) != submission.policy
        ):
            yield f"{place}: it speaks of other terms than {DECLARATION}."


def _text(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
