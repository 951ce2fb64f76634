"""The head of the chain, stamped by a real authority and checked with openssl; stamps and lines that were touched."""

import base64
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from authority import Authority
from ledger_parts import declare

from artistguard.model.egress import Purpose
from artistguard.model.errors import NetworkOff, UsageError
from artistguard.model.ids import now
from artistguard.model.registering import Holds
from artistguard.registries import roots
from artistguard.workflow import ledger_stamps, reserved
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


@pytest.fixture
def stamped(studio: Studio, authority: Authority) -> Studio:
    studio.save(replace(studio.settings, network=True, time_authority=authority.url, time_authority_local=True))
    studio.trust_folder.mkdir()
    (studio.trust_folder / "tsa.pem").write_bytes(authority.root.read_bytes())
    return studio


def test_a_batch_stamps_the_head_and_the_proof_of_a_work_has_the_moment(
    stamped: Studio, portfolio: Path, tmp_path: Path, authority: Authority
) -> None:
    import_(stamped, [portfolio / "tide.png"])
    [work] = stamped.catalogue.works.iterate()
    declare(stamped, [work])
    [query] = authority.queries
    [entry] = stamped.catalogue.egress.iterate()
    assert (entry.purpose, entry.subjects.works) == (Purpose.TIME_STAMP, ())
    assert work.id.encode() not in query
    [said] = reserved.on(stamped, work.id).said
    assert said.proof.stamp is not None
    report = ledger_stamps.check(stamped)
    [(stamp, checked)] = report.stamps
    assert (said.proof.stamp, said.proof.line, report.unstamped) == (stamp, stamp.line, 0)
    assert (report.whole, checked.holds, checked.proven_at) == (True, Holds.YES, stamp.at)

    # A stranger: the line's own bytes, the answer, openssl, and the authority's root.
    line = stamped.catalogue.custody.line(stamp.line)
    own = stamped.catalogue.custody.line(stamp.own_line)
    assert line is not None
    assert own is not None
    data = tmp_path / "line.json"
    data.write_bytes(ledger_stamps.line_bytes(line))
    assert "Verification: OK" in authority.verify(data, ledger_stamps.token(own)[1])


def test_batches_right_after_one_another_ask_the_authority_once(
    stamped: Studio, portfolio: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_(stamped, [portfolio])
    works = list(stamped.catalogue.works.iterate())
    turned = timedelta()
    monkeypatch.setattr(stamped.catalogue._database, "clock", lambda: now() + turned)
    declare(stamped, works[:1])
    declare(stamped, works[1:2])
    assert (len(authority.queries), ledger_stamps.check(stamped).unstamped) == (1, 1)
    turned = timedelta(seconds=20)
    declare(stamped, works[2:3])
    assert (len(authority.queries), ledger_stamps.check(stamped).unstamped) == (2, 0)


def test_nothing_new_is_not_stamped_again(stamped: Studio, authority: Authority) -> None:
    stamped.catalogue.custody.append("profile-changed", "profile", {})
    first = ledger_stamps.stamp(stamped)
    assert ledger_stamps.stamp(stamped) == first
    assert len(authority.queries) == 1
    stamped.catalogue.custody.append("profile-changed", "profile", {})
    assert ledger_stamps.check(stamped).unstamped == 1
    assert ledger_stamps.stamp(stamped).line == 3


def test_what_keeps_it_from_being_stamped(stamped: Studio, portfolio: Path, authority: Authority) -> None:
    with pytest.raises(UsageError, match="empty"):
        ledger_stamps.stamp(stamped)
    import_(stamped, [portfolio / "tide.png"])
    authority.answer = "rubbish"
    declared = declare(stamped, stamped.catalogue.works.iterate())  # which stands without a stamp
    assert declared[0].receipt is not None
    assert ledger_stamps.check(stamped).stamps == ()
    with pytest.raises(UsageError, match="no time stamp"):
        ledger_stamps.stamp(stamped)
    authority.answer = "error"
    with pytest.raises(UsageError, match="500"):
        ledger_stamps.stamp(stamped)
    stamped.save(replace(stamped.settings, network=False))
    with pytest.raises(NetworkOff):
        ledger_stamps.stamp(stamped)
    stamped.save(replace(stamped.settings, time_authority=""))
    with pytest.raises(UsageError, match="No time-stamp authority"):
        ledger_stamps.stamp(stamped)


def test_an_authority_that_nobody_vouches_for_proves_nothing(stamped: Studio, authority: Authority) -> None:
    (stamped.trust_folder / "tsa.pem").unlink()
    stamped.catalogue.custody.append("profile-changed", "profile", {})
    ledger_stamps.stamp(stamped)
    report = ledger_stamps.check(stamped)
    [(_, checked)] = report.stamps
    assert (checked.holds, checked.proven_at, report.whole) == (Holds.CANNOT_SAY, None, True)


def _details(old: str, new: str) -> Callable[[sqlite3.Connection], object]:
    return lambda raw: raw.execute(
        "UPDATE custody SET details = replace(details, ?, ?) WHERE act = 'ledger-stamped'", (old, new)
    )


def _swap(raw: sqlite3.Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        raw.execute("UPDATE custody SET seq = ? WHERE seq = ?", (new, old))


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (lambda raw: raw.execute("UPDATE custody SET actor = 'eve' WHERE seq = 2"), {2}),
        (lambda raw: raw.execute("DELETE FROM custody WHERE seq = 2"), {2}),
        (_swap, {2, 3}),
        (lambda raw: raw.execute("DELETE FROM custody WHERE seq >= 4"), {4}),
        (_details('"line":3', '"line":2'), {4}),
    ],
    ids=["changed", "removed", "reordered", "cut off", "stamp"],
)
def test_what_was_touched_is_located(
    stamped: Studio, tamper: Callable[[sqlite3.Connection], object], found: set[int]
) -> None:
    for _ in range(3):
        stamped.catalogue.custody.append("profile-changed", "profile", {"name": "Ada"})
    ledger_stamps.stamp(stamped)
    assert ledger_stamps.check(stamped).whole
    with sqlite3.connect(stamped.home / "catalogue.sqlite") as raw:
        tamper(raw)
    raw.close()
    report = ledger_stamps.check(stamped)
    assert not report.whole
    assert found <= {each.seq for each in report.chain.broken}, report.chain.broken


def test_a_ledger_written_anew_is_given_away_by_its_stamp(stamped: Studio, authority: Authority) -> None:
    """Whoever can write the file can compute every hash again; what they cannot make is the authority's answer."""
    custody = stamped.catalogue.custody
    custody.append("profile-changed", "profile", {"name": "Ada"})
    ledger_stamps.stamp(stamped)
    [_, own] = custody.iterate()
    with sqlite3.connect(stamped.home / "catalogue.sqlite") as raw:
        raw.execute("DELETE FROM custody")
        raw.execute("DELETE FROM meta WHERE key = 'custody.head'")
    raw.close()
    forged = custody.append("profile-changed", "profile", {"name": "Eve"})
    custody.append(own.act, own.subject, {**own.details, "hash": forged.hash})
    report = ledger_stamps.check(stamped)
    assert report.chain.whole
    [(_, checked)] = report.stamps
    assert checked.holds is Holds.NO
    assert any("line 2" in fault and "other data" in fault for fault in checked.faults)
    assert not report.whole


def test_no_changed_byte_of_an_answer_gives_another_moment(stamped: Studio) -> None:
    """In the chain it shows as a changed line; here the line was computed again, and the signature is what is left."""
    custody = stamped.catalogue.custody
    custody.append("profile-changed", "profile", {"name": "Ada"})
    ledger_stamps.stamp(stamped)
    own = custody.line(2)
    assert own is not None
    reply, lists = ledger_stamps.token(own)[1], roots.lists(stamped.trust_folder)
    first = ledger_stamps.checked(stamped, own, lists)[1].proven_at
    refused = 0
    for place in range(20, len(reply), 41):
        body = bytearray(reply)
        body[place] ^= 1
        touched = replace(own, details={**own.details, "reply": base64.b64encode(bytes(body)).decode()})
        found = ledger_stamps.checked(stamped, touched, lists)[1]
        assert found.proven_at in (None, first)
        assert all(fault.startswith("the stamp in line 2: ") for fault in found.faults)
        refused += found.holds is not Holds.YES
    assert refused > 10  # what the signature does not cover says nothing, either
    later = replace(own, details={**own.details, "stamped_at": "2020-01-01T00:00:00+00:00"})
    assert "another moment" in ledger_stamps.checked(stamped, later, lists)[1].faults[0]
