"""Time-stamp authorities as registries: a real one (openssl ts) on loopback, and what is done with its receipts."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from authority import Authority
from cryptography import x509
from raw_server import RawServer
from stamping import AT, TERMS, NoKey, Office, item, submission, submitted

from artistguard.model.egress import Purpose
from artistguard.model.errors import NetworkError, Sealed, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import (
    Accepted,
    Holds,
    Operation,
    Receipt,
    Rejected,
    RetryAfter,
    Standing,
    Withdrawal,
)
from artistguard.model.rights import Reservation
from artistguard.proof import leaves
from artistguard.proof.timestamp import Roots
from artistguard.registries import roots
from artistguard.registries.base import GivesProofs, Registry
from artistguard.registries.rfc3161 import TimeAuthority, authorities, name_of


@pytest.fixture
def office(authority: Authority) -> Office:
    return Office([authority.at])


@pytest.fixture
def registry(authority: Authority) -> TimeAuthority:
    roots = tuple(x509.load_pem_x509_certificates(authority.root.read_bytes()))
    return TimeAuthority(authority.url, lambda: [Roots("your trust list", roots)])


@pytest.fixture
def receipt(registry: TimeAuthority, office: Office) -> Receipt:
    outcome = submitted(registry, office)
    assert isinstance(outcome, Accepted)
    return outcome.receipt


def test_it_says_what_it_is_and_no_more(registry: TimeAuthority, authority: Authority) -> None:
    kept: Registry = registry
    assert isinstance(registry, GivesProofs)
    can = kept.capabilities
    assert can.name == f"rfc3161:{authority.at}/tsr"
    assert (can.whole_batch, can.withdrawal, can.sealed_too, can.public) == (True, Withdrawal.NEVER, False, False)
    assert "Nobody looks" in can.readers
    assert name_of("http://Timestamp.Sectigo.com/qualified/") == "rfc3161:timestamp.sectigo.com/qualified"


def test_what_leaves_is_shown_and_tells_nothing_of_the_works(
    registry: TimeAuthority, office: Office, authority: Authority
) -> None:
    wanted = submission(registry.capabilities.name)
    prepared = registry.prepare(wanted)
    assert prepared == registry.prepare(wanted)
    [leaving] = prepared.leaves
    assert (leaving.method, leaving.url) == ("POST", authority.url)
    assert leaving.later == ("messageImprint (the SHA-256 of the batch's root)", "nonce")
    assert office.lines == {}
    assert isinstance(submitted(registry, office), Accepted)
    [question] = authority.queries
    assert abs(len(question) - len(leaving.body)) <= 1
    for each in wanted.items:
        assert bytes.fromhex(each.sha256) not in question
    [line] = office.lines.values()
    assert (line.purpose, line.subjects.works) == (Purpose.TIME_STAMP, tuple(each.work_id for each in wanted.items))


def test_one_stamp_covers_the_batch_and_each_work_can_be_proven(
    registry: TimeAuthority, receipt: Receipt, authority: Authority
) -> None:
    assert len(authority.queries) == 1
    assert (receipt.request, receipt.id_there != "") == (authority.queries[0], True)
    for items in ((), [item(3)], [item(n) for n in range(5)]):
        found = registry.verify(receipt, items)
        assert (found.holds, found.faults) == (Holds.YES, ())
        assert found.proven_at is not None
    assert "5 records" in found.says[0]
    stranger = registry.verify(receipt, [item(9)])
    assert (stranger.holds, stranger.proven_at) == (Holds.NO, None)
    assert stranger.faults[0].startswith("leaves.jsonl: no leaf is about the file ")
    other = registry.verify(receipt, [replace(item(3), blake3="0" * 64)])
    assert other.faults[0].endswith("says something else of it")


def test_the_same_bytes_can_be_sent_again(registry: TimeAuthority, office: Office, authority: Authority) -> None:
    wanted = submission(registry.capabilities.name)
    signed = registry.sign(registry.prepare(wanted), NoKey(), AT)
    for _ in range(2):
        outcome = registry.submit(signed, wanted, office.door, CancelToken())
        assert isinstance(outcome, Accepted)
        assert registry.verify(outcome.receipt, wanted.items).holds is Holds.YES
    assert authority.queries[0] == authority.queries[1] == signed.body


def test_certificates_out_of_order_are_kept_as_they_came_and_read(
    registry: TimeAuthority, office: Office, authority: Authority
) -> None:
    authority.chain = True
    outcome = submitted(registry, office)
    assert isinstance(outcome, Accepted)
    assert registry.verify(outcome.receipt).holds is Holds.YES
    assert outcome.receipt.parts["authority.pem"].count(b"BEGIN CERTIFICATE") == 2


def test_a_sealed_work_keeps_the_batch_at_home(registry: TimeAuthority, office: Office, authority: Authority) -> None:
    office.sealed = {"work3"}
    with pytest.raises(Sealed):
        submitted(registry, office)
    assert authority.queries == []


def test_it_is_never_taken_back_and_never_asked(registry: TimeAuthority, receipt: Receipt, office: Office) -> None:
    wanted = submission(registry.capabilities.name)
    with pytest.raises(UsageError, match="cannot be taken back"):
        registry.withdraw(receipt, wanted, "declaration1")
    with pytest.raises(UsageError, match="cannot be taken back"):
        registry.prepare(replace(wanted, operation=Operation.WITHDRAW))
    with pytest.raises(UsageError, match="nothing to stamp"):
        registry.prepare(replace(wanted, items=()))
    with pytest.raises(UsageError, match="cannot be written down"):
        registry.prepare(replace(wanted, reservation=Reservation(constraint="\ud800")))
    before = dict(office.lines)
    status = registry.status(receipt, wanted, office.door, CancelToken())
    assert (status.standing, office.lines) == (Standing.RECORDED, before)


def test_without_its_root_on_a_list_nothing_is_proven(authority: Authority, receipt: Receipt) -> None:
    found = TimeAuthority(authority.url).verify(receipt)
    assert (found.holds, found.proven_at) == (Holds.CANNOT_SAY, None)
    assert any("openssl ts -verify" in sentence for sentence in found.says)


def test_the_user_s_own_list_counts_first_and_then_what_browsers_take(
    authority: Authority, receipt: Receipt, tmp_path: Path
) -> None:
    (tmp_path / "broken.pem").write_text("no certificate")
    [without] = authorities([authority.url], tmp_path)
    assert without.verify(receipt).holds is Holds.CANNOT_SAY
    (tmp_path / "studio.pem").write_bytes(authority.root.read_bytes())
    [with_] = authorities([authority.url], tmp_path)
    found = with_.verify(receipt)
    assert (found.holds, "your trust list" in found.says[1]) == (Holds.YES, True)
    own, usual = roots.lists(tmp_path)
    assert (len(own.certificates), len(usual.certificates) > 50) == (1, True)
    assert "browsers" in usual.named
    names = [each.capabilities.name for each in authorities([], tmp_path)]
    assert names == ["rfc3161:freetsa.org/tsr", "rfc3161:timestamp.digicert.com", "rfc3161:timestamp.sectigo.com"]


def change(receipt: Receipt, **parts: bytes) -> Receipt:
    named = {name.replace("__", "."): data for name, data in parts.items()}
    return replace(receipt, parts={**receipt.parts, **named})


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("touch", "where"),
    [
        (lambda r: replace(r, response=flipped(r.response, 40)), "stamp.tsr"),
        (lambda r: replace(r, response=flipped(r.response, len(r.response) - 1)), "stamp.tsr"),
        (lambda r: replace(r, response=r.response[:-1]), "stamp.tsr"),
        (lambda r: replace(r, response=b""), "stamp.tsr"),
        (lambda r: replace(r, request=flipped(r.request, 30)), "query.tsq"),
        (lambda r: replace(r, request=flipped(r.request, 60)), "query.tsq"),
        (lambda r: change(r, root__bin=flipped(r.parts["root.bin"], 0)), "root.bin"),
        (lambda r: change(r, leaves__jsonl=flipped(r.parts["leaves.jsonl"], 20)), "leaves.jsonl: line 1"),
        (lambda r: change(r, leaves__jsonl=r.parts["leaves.jsonl"].split(b"\n", 1)[1]), "leaves.jsonl: line 1"),
        (lambda r: change(r, authority__pem=b""), "authority.pem"),
        (lambda r: change(r, authority__pem=r.parts["authority.pem"] * 2), "authority.pem"),
        (lambda r: change(r, SHA256SUMS=flipped(r.parts["SHA256SUMS"], 0)), "authority.pem"),
        (lambda r: change(r, SHA256SUMS=b""), "SHA256SUMS"),
    ],
)
def test_whatever_is_touched_in_a_receipt_is_found_and_named(
    registry: TimeAuthority, receipt: Receipt, touch: Callable[[Receipt], Receipt], where: str
) -> None:
    found = registry.verify(touch(receipt))
    assert (found.holds, found.proven_at) == (Holds.NO, None)
    assert any(fault.startswith(where) for fault in found.faults), found.faults


def test_every_byte_of_the_answer_counts(registry: TimeAuthority, receipt: Receipt) -> None:
    for at in range(0, len(receipt.response), 97):
        found = registry.verify(replace(receipt, response=flipped(receipt.response, at)))
        assert found.holds is Holds.NO
        assert any(fault.startswith("stamp.tsr") for fault in found.faults)


def test_a_stranger_checks_the_proof_of_one_work_with_openssl_python_and_sha256sum(
    registry: TimeAuthority, receipt: Receipt, authority: Authority, tmp_path: Path
) -> None:
    files = registry.proof_files(receipt, item(3))
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    assert json.loads(files["leaf.json"])["sha256"] == item(3).sha256
    everything = b"".join(files.values())
    for other in (0, 1, 2, 4):  # nothing about the other works goes along
        assert item(other).sha256.encode() not in everything
    assert b"Harbour" not in everything
    readme = files["README.txt"].decode()
    assert "openssl ts -verify -data root.bin -in stamp.tsr -CAfile roots.pem -untrusted authority.pem" in readme
    assert "one of 5 that" in readme
    run(tmp_path, "sha256sum", "-c", "SHA256SUMS")
    assert "leaf.json is record 4 of 5" in run(tmp_path, sys.executable, "-I", "check.py")
    words = "ts -verify -data root.bin -in stamp.tsr -CAfile roots.pem -untrusted authority.pem"
    assert "Verification: OK" in run(tmp_path, "openssl", *words.split())
    assert (tmp_path / "roots.pem").read_bytes() == authority.root.read_bytes()
    (tmp_path / "leaf.json").write_bytes(files["leaf.json"].replace(b"master", b"export"))
    with pytest.raises(subprocess.CalledProcessError) as broken:
        run(tmp_path, sys.executable, "-I", "check.py")
    assert "not the record" in broken.value.stderr
    assert leaves.check_path(files["leaf.json"], files["path.json"], files["root.bin"]) == ()


def run(folder: Path, *words: str) -> str:
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_without_a_root_of_one_s_own_the_readme_says_where_to_take_it(authority: Authority, receipt: Receipt) -> None:
    files = TimeAuthority(authority.url).proof_files(receipt, item(0))
    assert "roots.pem" not in files
    assert "take it from the authority's own pages" in files["README.txt"].decode()


def test_no_proof_of_another_file_or_from_a_touched_receipt(registry: TimeAuthority, receipt: Receipt) -> None:
    with pytest.raises(UsageError, match="not about that file"):
        registry.proof_files(receipt, item(9))
    with pytest.raises(UsageError, match="not as it was kept"):
        registry.proof_files(change(receipt, root__bin=b"0" * 32), item(0))


REFUSED = bytes.fromhex("300b3009020102") + bytes.fromhex("0304") + bytes.fromhex("00200000")
LATER = bytes.fromhex("300b3009020102") + bytes.fromhex("0304") + bytes.fromhex("00000200")


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("rubbish", RetryAfter, "no time stamp"),
        (b"<html>", RetryAfter, "no time stamp"),
        ("error", RetryAfter, "500"),
        (REFUSED, Rejected, "gave no time stamp"),
        (LATER, RetryAfter, "gave no time stamp"),
    ],
)
def test_answers_without_a_stamp(
    registry: TimeAuthority, office: Office, authority: Authority, answer: Any, kind: type, said: str
) -> None:
    authority.answer = answer
    outcome = submitted(registry, office)
    assert isinstance(outcome, kind)
    assert said in (outcome.why if isinstance(outcome, RetryAfter) else outcome.message)


def test_a_stamp_over_something_else_is_not_taken(
    registry: TimeAuthority, office: Office, authority: Authority
) -> None:
    first = submitted(registry, office)
    assert isinstance(first, Accepted)
    authority.answer = first.receipt.response
    second = submitted(registry, office)
    assert isinstance(second, RetryAfter)
    assert "something else" in second.why


def test_a_granted_answer_that_cannot_be_read_is_kept_for_openssl(
    registry: TimeAuthority, office: Office, authority: Authority
) -> None:
    authority.answer = bytes.fromhex("3005300302010004"[:14])
    outcome = submitted(registry, office)
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.response == authority.answer
    found = registry.verify(outcome.receipt)
    assert found.holds is Holds.CANNOT_SAY
    assert registry.verify(replace(outcome.receipt, response=b"0")).holds is Holds.NO


@pytest.mark.parametrize(
    ("head", "outcome"),
    [
        ("429 Too Many Requests\r\nRetry-After: 90", RetryAfter("127.0.0.1 answered 429.", 90.0)),
        ("503 Busy", RetryAfter("127.0.0.1 answered 503.", None)),
        ("403 No", Rejected("403", "127.0.0.1 answered 403, and no time stamp.")),
        ("302 Found\r\nLocation: http://127.0.0.1:1/", Rejected("302", "127.0.0.1 answered 302, and no time stamp.")),
    ],
)
def test_other_answers(head: str, outcome: object, serve: Callable[..., RawServer]) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())

    server = serve(talk)
    assert submitted(TimeAuthority(server.url("/tsr")), Office([server.at])) == outcome


def test_a_huge_answer_is_refused(serve: Callable[..., RawServer]) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n" + b"\x30" * 400_000)

    server = serve(talk)
    with pytest.raises(NetworkError):
        submitted(TimeAuthority(server.url("/tsr")), Office([server.at]))


def test_terms_stand_in_the_record_as_they_were_said(receipt: Receipt) -> None:
    record: Mapping[str, Any] = json.loads(receipt.parts[leaves.LEAVES].splitlines()[0])
    assert (record["constraint"], record["policy_url"]) == (TERMS.constraint, TERMS.policy_url)
    assert record["at"] == "2026-11-26T09:00:00.000000Z"
