"""OpenTimestamps: the Merkle root of a batch, given to public calendars that write it into Bitcoin's block chain.

Calendars are given a hash with a random number in it, and nothing else. They promise at once and keep the promise
hours later: until then a declaration is pending, and `status` asks for the rest. Two calls, as the reference client
makes them: POST {calendar}/digest, GET {calendar}/timestamp/{hex}. Whether a block exists is not ours to say.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

from artistguard.model.egress import Purpose
from artistguard.model.errors import NetworkError, UsageError
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    Capabilities,
    Holds,
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
from artistguard.net.door import Answer, AnswerLimits, Door
from artistguard.proof import leaves, ots
from artistguard.proof.ots import Block, Kept, NoProof, Pending
from artistguard.registries import batches
from artistguard.registries.base import RecordKey

NAME = "opentimestamps"
# The calendars behind the reference client's list (opentimestamps.calendar, 0.4.5), asked directly: a promise then
# names the host that was agreed to.
PUBLIC = (
    "https://alice.btc.calendar.opentimestamps.org",
    "https://bob.btc.calendar.opentimestamps.org",
    "https://finney.calendar.eternitywall.com",
    "https://btc.calendar.catallaxy.com",
)
LEAF_PROOF = "leaf.json.ots"
NONCE, CALENDARS, PROOF = "nonce.bin", "calendars.txt", "root.bin.ots"  # parts of the receipt, beside the leaves
_ANSWER, _UPGRADE = re.compile(r"answer-(\d{1,3})\.bin\Z"), re.compile(r"upgrade-(\d{1,3})-(\d{1,3})\.bin\Z")
_ACCEPT = {"Accept": "application/vnd.opentimestamps.v1"}
_LIMITS = AnswerLimits(body=ots.LARGEST_ANSWER, seconds=30.0)
_MOST_PROMISES = 4  # of one calendar that are asked about: it makes one


def check_files(files: Mapping[str, bytes]) -> Verification:
    """Check what `OpenTimestamps.proof_files` gave, whoever hands it in."""
    says, faults = batches.check_one(files)
    ends: list[Pending | Block] = []
    for name, of in ((LEAF_PROOF, leaves.LEAF), (PROOF, leaves.ROOT)):
        try:
            digest, led = ots.read_file(files.get(name, b""))
            if digest != hashlib.sha256(files.get(of, b"")).digest():
                faults.append(f"{name}: it is about another file than {of}")
            ends = ends or led
        except NoProof as error:
            faults.append(f"{name}: {error}")
    return batches.joined(_found(ends), says, faults)


class OpenTimestamps:
    """The calendars as one registry (see `base.Registry`). It keeps nothing."""

    def __init__(self, calendars: Sequence[str] = ()) -> None:
        """`calendars`: their https addresses, all of them asked; none: the public ones."""
        self._calendars = tuple(url.rstrip("/") for url in calendars or PUBLIC)
        self._capabilities = Capabilities(
            name=NAME,
            title="OpenTimestamps",
            kind=RegistryKind.SERVICE,
            takes=frozenset({Told.BLINDED}),
            withdrawal=Withdrawal.NEVER,
            what="Public calendars write a hash into Bitcoin's block chain: your records were there before that block.",
            readers="Nobody looks works up there; the proof is one that you keep and can show.",
            looked=date(2026, 11, 26),
            public=False,
            whole_batch=True,
            address="https://opentimestamps.org",
        )

    @property
    def capabilities(self) -> Capabilities:
        """What it is and can do."""
        return self._capabilities

    def prepare(self, submission: Submission) -> Prepared:
        """The same 32 bytes for each calendar, made when they are sent."""
        batches.checked(submission)
        leaving = tuple(
            Leaving(
                "POST",
                f"{url}/digest",
                _ACCEPT,
                bytes(32),
                later=("all 32 bytes (a hash over the batch's root and a random number)",),
                why="A hash from which nothing can be learned; the calendar writes it into Bitcoin's block chain.",
            )
            for url in self._calendars
        )
        return Prepared(submission, leaving)

    def sign(self, prepared: Prepared, key: RecordKey, at: datetime) -> Signed:
        """The records, their root, and what calendars are given of it. No key is asked."""
        nonce = secrets.token_bytes(ots.NONCE)
        parts = batches.parts(prepared.submission, at)
        given = ots.commitment(parts[leaves.ROOT], nonce)
        parts |= {NONCE: nonce, CALENDARS: "".join(f"{url}\n" for url in self._calendars).encode()}
        return Signed("POST", f"{self._calendars[0]}/digest", _ACCEPT, given, at, parts=parts)

    def submit(self, signed: Signed, submission: Submission, door: Door, cancel: CancelToken) -> Outcome:
        """Give it to every calendar; one that answers is enough. A calendar that is given it twice minds nothing."""
        taken: dict[int, Answer] = {}
        refused: list[str] = []
        later: list[str] = []
        trouble: NetworkError | None = None
        wait: float | None = None
        for number, url in enumerate(_calendars(signed.parts), 1):
            try:
                answer = _asked("POST", f"{url}/digest", submission, door, cancel, signed.body)
            except NetworkError as error:
                trouble = error
                continue
            why = _why_not(url, answer, signed.body)
            if not why:
                taken[number] = answer
            elif batches.is_busy(answer.status) or answer.status == 200:
                later.append(why)
                told = batches.busy(answer, answer.at)
                wait = max(wait or 0.0, told) if told is not None else wait
            else:
                refused.append(why)
        if taken:
            return Accepted(self._receipt(signed, submission, taken))
        if later:
            return RetryAfter(" ".join(later), wait)
        if trouble is not None:
            raise trouble
        return Rejected("refused", " ".join(refused))

    def status(self, receipt: Receipt, submission: Submission, door: Door, cancel: CancelToken) -> Status:
        """Ask the calendars how their promises go on. Asking again changes nothing that is there already.

        A complete proof asks nobody. Raises NetworkError where no calendar could be asked.
        """
        kept, root = _kept(receipt.parts), receipt.parts.get(leaves.ROOT, b"")
        try:
            ends = ots.read_file(ots.of_root(root, kept))[1]
            if any(isinstance(end, Block) for end in ends):
                return Status(Standing.RECORDED, now(), _blocks(ends))
            wanted = _promises(kept, ots.commitment(root, kept.nonce))
        except NoProof as error:
            return Status(Standing.UNKNOWN, now(), f"The proof that is kept cannot be read: {error}.")
        found: dict[tuple[int, int], bytes] = {}
        says: list[str] = []
        unknown, trouble = 0, None
        for place, promise in wanted.items():
            try:
                url = f"{promise.uri.rstrip('/')}/timestamp/{promise.message.hex()}"
                answer = _asked("GET", url, submission, door, cancel)
            except NetworkError as error:
                trouble = error
                says.append(error.message)
                continue
            why = _why_not(promise.uri, answer, promise.message)
            if not why and any(isinstance(end, Block) for end in ots.answer(answer.body, promise.message)):
                found[place] = answer.body
            else:
                says.append(why or f"{urlsplit(promise.uri).netloc} has not written it yet.")
                unknown += answer.status == 404 and answer.body.strip().lower().startswith(b"not found")
        if trouble is not None and len(says) == len(wanted) and not unknown and not found:
            raise trouble
        return self._standing(receipt, found, says, gone=bool(wanted) and unknown == len(wanted))

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        """Raises UsageError, always."""
        raise batches.never()

    def verify(self, receipt: Receipt, items: Sequence[Item] = ()) -> Verification:
        """The records, the root, and the proof as far as it leads. Never YES: a block is not ours to vouch for."""
        faults = [*leaves.check(receipt.parts, items), *batches.changed(receipt, _digested(receipt))]
        kept, root = _kept(receipt.parts), receipt.parts.get(leaves.ROOT, b"")
        ends: list[Pending | Block] = []
        try:
            if receipt.request != ots.commitment(root, kept.nonce):
                faults.append("request: not what calendars are given of this root and this number")
            made = ots.of_root(root, kept)
            ends = ots.read_file(made)[1]
            if made != receipt.parts.get(PROOF):
                faults.append(f"{PROOF}: not what the calendars' answers make")
        except NoProof as error:
            faults.append(f"{PROOF}: {error}")
        found = _found(ends)
        return batches.joined(found, batches.about(receipt, items) if not faults else (), faults)

    def proof_files(self, receipt: Receipt, item: Item) -> Mapping[str, bytes]:
        """The proof of one file, for a stranger with the `ots` client. See `base.GivesProofs`."""
        files, size = batches.proof_of(receipt, item)
        kept, found = _kept(receipt.parts), leaves.proof(receipt.parts, item)
        try:
            assert found is not None  # `proof_of` looked
            files[LEAF_PROOF] = ots.of_leaf(found[0], found[1], kept)
            files[PROOF] = ots.of_root(receipt.parts[leaves.ROOT], kept)
            ends = ots.read_file(files[PROOF])[1]
        except NoProof as error:
            raise UsageError(f"This receipt is not as it was kept: {error}.") from error
        state = _blocks(ends) if any(isinstance(end, Block) for end in ends) else "pending, in no block yet."
        files["README.txt"] = batches.readme("opentimestamps.txt", size=f"{size:,}", state=state)
        return {**files, batches.SUMS: batches.sums(files)}

    def _receipt(self, signed: Signed, submission: Submission, taken: Mapping[int, Answer]) -> Receipt:
        first = next(iter(taken.values()))
        parts = {**signed.parts, **{f"answer-{number}.bin": answer.body for number, answer in taken.items()}}
        return _complete(
            Receipt(
                registry=NAME,
                operation=submission.operation,
                at=first.at,
                url=first.url,
                request=signed.body,
                status=first.status,
                headers=first.captured().capture.headers,
                response=first.body,
                id_there=signed.body.hex(),
                parts=parts,
            )
        )

    def _standing(
        self, receipt: Receipt, found: Mapping[tuple[int, int], bytes], says: Sequence[str], *, gone: bool
    ) -> Status:
        parts = dict(receipt.parts)
        parts |= {f"upgrade-{number}-{place}.bin": data for (number, place), data in found.items()}
        better = None
        try:
            if parts != receipt.parts:
                better = _complete(replace(receipt, parts=parts))
            ends = ots.read_file((better or receipt).parts[PROOF])[1]
        except (NoProof, KeyError) as error:
            return Status(Standing.PENDING, now(), f"What the calendars sent does not fit together: {error}.")
        if any(isinstance(end, Block) for end in ends):
            return Status(Standing.RECORDED, now(), _blocks(ends), better)
        if gone:
            return Status(Standing.GONE, now(), " ".join(says), better)
        return Status(Standing.PENDING, now(), " ".join(says) or "The calendars have not written it yet.", better)


def _asked(method: str, url: str, submission: Submission, door: Door, cancel: CancelToken, body: bytes = b"") -> Answer:
    return door.request(
        method,
        url,
        purpose=Purpose.REGISTER,
        subjects=batches.subjects(submission),
        body=body,
        headers=_ACCEPT,
        limits=_LIMITS,
        redirects=0,
        cancel=cancel,
    )


def _complete(receipt: Receipt) -> Receipt:
    """The receipt with its .ots file and its digests made of what calendars answered. Raises NoProof."""
    proof = ots.of_root(receipt.parts[leaves.ROOT], _kept(receipt.parts))
    made = replace(receipt, parts={**receipt.parts, PROOF: proof})
    return replace(made, parts={**made.parts, batches.SUMS: batches.sums(_digested(made))})


def _digested(receipt: Receipt) -> dict[str, bytes]:
    """What a receipt holds the digests of: the leaves have their own."""
    own = (leaves.LEAVES, leaves.HASHES, leaves.ROOT, batches.SUMS)
    return {"response": receipt.response, **{name: data for name, data in receipt.parts.items() if name not in own}}


def _kept(parts: Mapping[str, bytes]) -> Kept:
    answers, upgrades = {}, {}
    for name, data in parts.items():
        if answer := _ANSWER.match(name):
            answers[int(answer[1])] = data
        elif upgrade := _UPGRADE.match(name):
            upgrades[int(upgrade[1]), int(upgrade[2])] = data
    return Kept(parts.get(NONCE, b"")[:64] or b"\x00", answers, upgrades)


def _calendars(parts: Mapping[str, bytes]) -> list[str]:
    return parts[CALENDARS].decode("ascii", "replace").split()


def _promises(kept: Kept, given: bytes) -> dict[tuple[int, int], Pending]:
    """The promises that are not kept yet, by the calendar's number and theirs. Raises NoProof."""
    found = {}
    for number, data in sorted(kept.answers.items()):
        for place, promise in enumerate(ots.promises(data, given)[:_MOST_PROMISES], 1):
            if (number, place) not in kept.upgrades:
                found[number, place] = promise
    return found


def _why_not(url: str, answer: Answer, message: bytes) -> str:
    """Why an answer is no proof that leads anywhere, in one sentence; empty if it is one."""
    host = urlsplit(url).netloc
    if answer.status != 200:
        words = "".join(chr(c) if 32 <= c < 127 else " " for c in answer.body[:100]).strip()
        return f"{host} answered {answer.status}{': ' + words if words else ''}."
    try:
        if ots.answer(answer.body, message):
            return ""
    except NoProof as error:
        return f"What {host} sent is no proof: {error}."
    return f"What {host} sent leads nowhere."


def _found(ends: Sequence[Pending | Block]) -> Verification:
    """What a proof that leads to these ends is worth here."""
    if any(isinstance(end, Block) for end in ends):
        by_hand = "Whether that block is there, and when, was not looked up: compare both with any block explorer."
        return Verification(Holds.CANNOT_SAY, (_blocks(ends), by_hand))
    hosts = ", ".join(sorted({urlsplit(end.uri).netloc for end in ends if isinstance(end, Pending)}))
    return Verification(Holds.NOT_YET, (f"Pending: {hosts or 'no calendar'} promised to write it into a block.",))


def _blocks(ends: Sequence[Pending | Block]) -> str:
    each = [
        f"block {end.height} of Bitcoin, if its merkle root is {end.merkle_root}"
        for end in ends
        if isinstance(end, Block)
    ]
    return f"The records were there before {', and before '.join(each)}."
