"""OpenTimestamps as a registry: against a double of a calendar, and with the real `ots` client, both ways."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from calendar_double import HEIGHT, Calendar, block, serialized, served
from opentimestamps.core.notary import PendingAttestation
from opentimestamps.core.timestamp import Timestamp
from peers import Peers
from stamping import AT, NoKey, Office, item, submission, submitted

from artistguard.model.egress import Purpose
from artistguard.model.errors import Sealed, Unreachable, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    Holds,
    Outcome,
    Receipt,
    Rejected,
    RetryAfter,
    Standing,
    Status,
    Withdrawal,
)
from artistguard.proof import ots
from artistguard.registries.base import GivesProofs, Registry
from artistguard.registries.opentimestamps import NAME, OpenTimestamps


@pytest.fixture
def calendars() -> Iterator[tuple[Calendar, Calendar]]:
    with ExitStack() as stack:
        yield stack.enter_context(served()), stack.enter_context(served())


@pytest.fixture
def office(calendars: tuple[Calendar, Calendar]) -> Office:
    return Office([calendar.at for calendar in calendars])


@pytest.fixture
def registry(calendars: tuple[Calendar, Calendar]) -> OpenTimestamps:
    return OpenTimestamps([calendar.url for calendar in calendars])


@pytest.fixture
def receipt(registry: OpenTimestamps, office: Office) -> Receipt:
    return taken(submitted(registry, office))


def taken(outcome: Outcome) -> Receipt:
    assert isinstance(outcome, Accepted)
    return outcome.receipt


def asked(registry: OpenTimestamps, receipt: Receipt, office: Office) -> Status:
    return registry.status(receipt, submission(NAME), office.door, CancelToken())


def test_it_says_what_it_is_and_what_would_leave(registry: OpenTimestamps, calendars: tuple[Calendar, ...]) -> None:
    kept: Registry = registry
    assert isinstance(registry, GivesProofs)
    can = kept.capabilities
    assert (can.name, can.whole_batch, can.withdrawal, can.sealed_too) == (NAME, True, Withdrawal.NEVER, False)
    prepared = registry.prepare(submission(NAME))
    assert [leaving.url for leaving in prepared.leaves] == [f"{calendar.url}/digest" for calendar in calendars]
    assert {len(leaving.body) for leaving in prepared.leaves} == {32}
    assert prepared == registry.prepare(submission(NAME))
    public = [leaving.url for leaving in OpenTimestamps().prepare(submission(NAME)).leaves]
    assert len(public) == 4
    assert all(url.startswith("https://") and url.endswith("/digest") for url in public)
    with pytest.raises(UsageError, match="cannot be taken back"):
        registry.withdraw(
            Receipt(NAME, prepared.submission.operation, AT, "", b"", 200, {}, b""), submission(NAME), "d"
        )


def test_calendars_are_given_32_bytes_that_say_nothing(
    receipt: Receipt, office: Office, calendars: tuple[Calendar, Calendar]
) -> None:
    first, second = calendars
    assert first.given == second.given == [receipt.request]
    assert len(receipt.request) == 32
    assert receipt.request == ots.commitment(receipt.parts["root.bin"], receipt.parts["nonce.bin"])
    assert {line.purpose for line in office.lines.values()} == {Purpose.REGISTER}
    assert {line.subjects.works for line in office.lines.values()} == {tuple(f"work{n}" for n in range(5))}


def test_pending_then_upgraded_then_complete(
    registry: OpenTimestamps, receipt: Receipt, office: Office, calendars: tuple[Calendar, Calendar]
) -> None:
    first, second = calendars
    found = registry.verify(receipt, [item(2)])
    assert (found.holds, found.faults, found.proven_at) == (Holds.NOT_YET, (), None)
    pending = asked(registry, receipt, office)
    assert (pending.standing, pending.receipt) == (Standing.PENDING, None)
    assert "Pending confirmation in Bitcoin blockchain" in pending.says
    second.confirmed = True
    done = asked(registry, receipt, office)
    assert done.standing is Standing.RECORDED
    assert done.receipt is not None
    better = registry.verify(done.receipt, [item(2)])
    assert (better.holds, better.faults, better.proven_at) == (Holds.CANNOT_SAY, (), None)
    assert f"block {HEIGHT} of Bitcoin" in better.says[1]
    assert "was not looked up" in better.says[2]
    before = len(first.asked) + len(second.asked)
    again = asked(registry, done.receipt, office)  # complete: nobody is asked
    assert (again.standing, again.receipt) == (Standing.RECORDED, None)
    assert len(first.asked) + len(second.asked) == before
    # Asked anew from the receipt before, as after a kill between answer and store: the same bytes come out.
    once_more = asked(registry, receipt, office).receipt
    assert once_more == done.receipt


def test_one_calendar_is_enough_and_the_other_is_said(
    registry: OpenTimestamps, office: Office, calendars: tuple[Calendar, Calendar]
) -> None:
    calendars[0].says = (503, b"busy")
    receipt = taken(submitted(registry, office))
    assert set(receipt.parts) & {"answer-1.bin", "answer-2.bin"} == {"answer-2.bin"}
    assert registry.verify(receipt).holds is Holds.NOT_YET
    assert calendars[1].at in registry.verify(receipt).says[1]
    assert calendars[0].at not in registry.verify(receipt).says[1]


def test_the_same_bytes_can_be_given_again(
    registry: OpenTimestamps, office: Office, calendars: tuple[Calendar, Calendar]
) -> None:
    signed = registry.sign(registry.prepare(submission(NAME)), NoKey(), AT)
    one, two = (taken(registry.submit(signed, submission(NAME), office.door, CancelToken())).parts for _ in range(2))
    assert one == two
    assert calendars[0].given == [signed.body, signed.body]


def test_forgotten_by_all_is_gone_and_by_one_is_not(
    registry: OpenTimestamps, receipt: Receipt, office: Office, calendars: tuple[Calendar, Calendar]
) -> None:
    calendars[0].forgets = True
    assert asked(registry, receipt, office).standing is Standing.PENDING
    calendars[1].forgets = True
    gone = asked(registry, receipt, office)
    assert gone.standing is Standing.GONE
    assert "Not found" in gone.says


def test_sealed_works_stay_at_home(registry: OpenTimestamps, office: Office, receipt: Receipt) -> None:
    office.sealed = {"work1"}
    with pytest.raises(Sealed):
        submitted(registry, office)
    with pytest.raises(Sealed):
        asked(registry, receipt, office)


def test_calendars_that_cannot_be_reached(office: Office) -> None:
    nobody = OpenTimestamps(["http://127.0.0.1:9"])
    with pytest.raises(Unreachable):
        submitted(nobody, Office(["127.0.0.1:9"]))


def deep(message: bytes, levels: int) -> bytes:
    """An answer of so many operations, one after the other."""
    return b"\x08" * levels + serialized_end(message)


def serialized_end(message: bytes) -> bytes:
    stamp = Timestamp(message)
    stamp.attestations.add(PendingAttestation("https://calendar.example"))
    return serialized(stamp)


HOSTILE = [
    *(b"", b"\x00", b"<html>", b"\xff" * 5000, b"\xf0\xff\xff\xff\xff\xff\x7f", b"\x08" * 9999, b"\xf3" * 20),
    deep(b"", ots.DEEPEST + 1),
    deep(b"", 3) + b"more",
    b"\x00" + bytes.fromhex("0588960d73d71901") + b"\x0a" + b"\xff" * 9 + b"\x7f",  # a block in a million years
    b"\xf0\x01\x00\x00" + bytes.fromhex("0588960d73d71901") + b"\x01\x07",  # a block of 33 bytes
    b"\xff" + b"\xf0\x01\x00\x00" + bytes(8) + b"\x00" + b"\x00" + bytes(8) + b"\x00",  # attestations nobody knows
]


@pytest.mark.parametrize("says", HOSTILE)
def test_a_hostile_answer_is_none(
    registry: OpenTimestamps, office: Office, calendars: tuple[Calendar, Calendar], says: bytes, receipt: Receipt
) -> None:
    for calendar in calendars:
        calendar.says = (200, says)
    outcome = submitted(registry, office)
    assert isinstance(outcome, RetryAfter)
    assert "no proof" in outcome.why or "leads nowhere" in outcome.why
    status = asked(registry, receipt, office)
    assert (status.standing, status.receipt) == (Standing.PENDING, None)
    calendars[0].says = None
    assert registry.verify(taken(submitted(registry, office))).holds is Holds.NOT_YET


def test_a_huge_answer_is_not_even_read(
    registry: OpenTimestamps, office: Office, calendars: tuple[Calendar, ...]
) -> None:
    for calendar in calendars:
        calendar.says = (200, b"\x00" * (ots.LARGEST_ANSWER + 1))
    with pytest.raises(Exception, match=r"large|bytes|limit"):
        submitted(registry, office)


def test_refused_is_refused(registry: OpenTimestamps, office: Office, calendars: tuple[Calendar, Calendar]) -> None:
    for calendar in calendars:
        calendar.says = (400, b"no \x1b[31mthanks")
    outcome = submitted(registry, office)
    assert isinstance(outcome, Rejected)
    assert "\x1b" not in outcome.message
    calendars[1].says = (429, b"")
    assert isinstance(submitted(registry, office), RetryAfter)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def without(receipt: Receipt, name: str) -> Receipt:
    return replace(receipt, parts={n: data for n, data in receipt.parts.items() if n != name})


@pytest.mark.parametrize(
    "name",
    ["answer-1.bin", "answer-2.bin", "upgrade-1-1.bin", "nonce.bin", "calendars.txt", "root.bin.ots", "root.bin"],
)
def test_whatever_is_touched_in_a_receipt_is_found_and_named(
    registry: OpenTimestamps, receipt: Receipt, office: Office, calendars: tuple[Calendar, Calendar], name: str
) -> None:
    calendars[0].confirmed = True
    upgraded = asked(registry, receipt, office).receipt
    assert upgraded is not None
    data = upgraded.parts[name]
    for at in sorted({0, len(data) // 2, len(data) - 1}):
        touched = replace(upgraded, parts={**upgraded.parts, name: flipped(data, at)})
        found = registry.verify(touched)
        assert (found.holds, found.proven_at) == (Holds.NO, None)
        assert any(fault.startswith(name) for fault in found.faults), found.faults
    assert registry.verify(without(upgraded, name)).holds is Holds.NO
    request = registry.verify(replace(upgraded, request=flipped(upgraded.request, 0)))
    assert request.faults == ("request: not what calendars are given of this root and this number",)
    assert registry.verify(replace(upgraded, response=b"")).faults == (
        "response: its digest is not the one in SHA256SUMS",
    )


def test_a_proof_of_one_work_through_the_tree_reads_as_a_file_s_own(
    registry: OpenTimestamps, receipt: Receipt, office: Office, calendars: tuple[Calendar, Calendar]
) -> None:
    calendars[0].confirmed = True
    upgraded = asked(registry, receipt, office).receipt
    assert upgraded is not None
    for number in range(5):
        files = registry.proof_files(upgraded, item(number))
        assert json.loads(files["leaf.json"])["sha256"] == item(number).sha256
        digest, ends = ots.read_file(files["leaf.json.ots"])
        assert digest == sha256(files["leaf.json"]).digest()
        assert {end.height for end in ends if isinstance(end, ots.Block)} == {HEIGHT}
        assert ots.read_file(files["root.bin.ots"])[1] == ends
    assert item(3).sha256.encode() not in b"".join(registry.proof_files(upgraded, item(2)).values())
    with pytest.raises(UsageError, match="not about that file"):
        registry.proof_files(upgraded, item(9))


# --- with the real client


@pytest.fixture
def client(
    peers: Peers, tmp_path: Path, calendars: tuple[Calendar, Calendar]
) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    allowed = [word for calendar in calendars for word in ("-l", calendar.url)]

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [peers.program("ots"), "--no-cache", "--no-bitcoin", *allowed, *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=peers.environment, check=False)

    return run


def written(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


def test_the_ots_client_reads_upgrades_and_checks_ours(
    registry: OpenTimestamps,
    receipt: Receipt,
    office: Office,
    calendars: tuple[Calendar, Calendar],
    client: Callable[..., "subprocess.CompletedProcess[str]"],
    tmp_path: Path,
) -> None:
    written(dict(registry.proof_files(receipt, item(2))), tmp_path)
    about = client("info", "leaf.json.ots")
    assert about.returncode == 0, about.stderr
    assert sha256((tmp_path / "leaf.json").read_bytes()).hexdigest() in about.stdout
    assert all(f"PendingAttestation('{calendar.url}')" in about.stdout for calendar in calendars)
    calendars[0].confirmed = True
    raised = client("upgrade", "leaf.json.ots")
    assert raised.returncode == 0, raised.stderr
    assert "Success! Timestamp complete" in raised.stderr
    ends = ots.read_file((tmp_path / "leaf.json.ots").read_bytes())[1]
    [found] = [end for end in ends if isinstance(end, ots.Block)]
    by_hand = client("verify", "leaf.json.ots").stderr
    assert f"Bitcoin block {HEIGHT} has merkleroot {found.merkle_root}" in by_hand
    ours = asked(registry, receipt, office).receipt
    assert ours is not None
    assert registry.proof_files(ours, item(2))["leaf.json.ots"] == (tmp_path / "leaf.json.ots").read_bytes()
    written(dict(registry.proof_files(ours, item(2))), tmp_path)
    assert found.merkle_root in client("verify", "leaf.json.ots").stderr
    assert found.merkle_root in client("verify", "root.bin.ots").stderr
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True)
    check = [sys.executable, "-I", "check.py"]
    assert "record 3 of 5" in subprocess.run(check, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    (tmp_path / "leaf.json").write_bytes((tmp_path / "leaf.json").read_bytes() + b" ")
    assert "File does not match original" in client("verify", "leaf.json.ots").stderr


def test_we_read_what_the_ots_client_wrote(
    calendars: tuple[Calendar, Calendar],
    client: Callable[..., "subprocess.CompletedProcess[str]"],
    tmp_path: Path,
) -> None:
    (tmp_path / "picture.png").write_bytes(b"a picture")
    stamped = client("stamp", "-c", calendars[0].url, "-c", calendars[1].url, "-m", "2", "picture.png")
    assert stamped.returncode == 0, stamped.stderr
    digest, ends = ots.read_file((tmp_path / "picture.png.ots").read_bytes())
    assert digest == sha256(b"a picture").digest()
    assert {end.uri for end in ends if isinstance(end, ots.Pending)} == {c.url for c in calendars}
    assert calendars[0].given != [digest]  # the client, too, hides what it stamps
    calendars[1].confirmed = True
    assert client("upgrade", "picture.png.ots").returncode == 0
    ends = ots.read_file((tmp_path / "picture.png.ots").read_bytes())[1]
    assert [end.height for end in ends if isinstance(end, ots.Block)] == [HEIGHT]


@pytest.mark.parametrize("data", [b"", b"\x00OpenTimestamps", bytes(ots.LARGEST_FILE + 1)])
def test_what_is_no_ots_file(data: bytes) -> None:
    with pytest.raises(ots.NoProof):
        ots.read_file(data)


def test_a_block_s_root_is_written_as_explorers_write_it() -> None:
    message = sha256(b"x").digest()
    [end] = ots.answer(block(message), message)
    inside = sha256(sha256(b"\x01" * 40 + message + b"\x02" * 20).digest()).digest()
    root = sha256(sha256(inside + sha256(b"another transaction").digest()).digest()).digest()
    assert end == ots.Block(HEIGHT, root[::-1].hex())
