"""The hash chain: certain bytes, and every kind of damage found at its place."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artistguard.model.custody import CustodyEntry
from artistguard.proof import chain
from artistguard.proof.chain import GENESIS, Break, Head, Unreadable, canonical, entry_hash, verify

AT = datetime(2026, 11, 22, 4, 30, 0, 5, tzinfo=UTC)


def ledger(details: Sequence[dict[str, Any]]) -> list[CustodyEntry]:
    entries: list[CustodyEntry] = []
    previous = GENESIS
    for seq, each in enumerate(details, 1):
        fields = (seq, AT + timedelta(seconds=seq), "seat", "actor", "imported", f"work{seq}", each, previous)
        previous = entry_hash(*fields)
        entries.append(CustodyEntry(*fields, previous))
    return entries


def ten() -> list[CustodyEntry]:
    return ledger([{"n": n} for n in range(10)])


def test_the_hash_is_taken_over_bytes_that_anybody_can_write_down() -> None:
    expected = (
        b'{"act":"signed","actor":"ada","at":"2026-11-22T04:30:00.000005Z","details":{"a":[1,true,null],"\xc3\xa9":"\\u0000"},'
        b'"format":"artistguard-custody-1","previous":"' + b"0" * 64 + b'","seat":"desk","seq":1,"subject":"w"}'
    )
    fields = (1, AT, "desk", "ada", "signed", "w", {"é": "\0", "a": (1, True, None)}, GENESIS)
    assert canonical(*fields) == expected
    assert entry_hash(*fields) == hashlib.sha256(expected).hexdigest()


def test_the_moment_is_hashed_in_utc() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert chain.moment(elsewhere) == chain.moment(AT) == "2026-11-22T04:30:00.000005Z"
    assert chain.moment(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        chain.moment(datetime(2026, 1, 1))


def test_a_line_without_its_hash_is_what_was_hashed() -> None:
    entry = ten()[3]
    written = json.loads(chain.line(entry))
    assert written.pop("hash") == entry.hash
    assert (
        hashlib.sha256(
            json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        ).hexdigest()
        == entry.hash
    )


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"a": 0.5}, "floating-point"),
        ({"a": [{"b": 1.0}]}, "floating-point"),
        ({"a": float("nan")}, "floating-point"),
        ({"a": 2**53}, "too large"),
        ({"a": -(2**53)}, "too large"),
        ({"a": "\udcff"}, "non-UTF-8"),
        ({1: "a"}, "names"),
        ({"a": b"bytes"}, "no JSON value"),
        ({"a": AT}, "no JSON value"),
        ({"a": nested(chain.MAX_DEPTH)}, "deeper"),
        (["a"], "JSON object"),
    ],
)
def test_details_without_a_certain_form_are_refused(details: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        chain.canonical_details(details)


def test_details_to_the_limits_are_taken() -> None:
    deepest = nested(chain.MAX_DEPTH - 1)
    details = {"a": 2**53 - 1, "b": -(2**53) + 1, "c": deepest, "d": "🎨" * 1000, "e": {}, "f": True}
    assert json.loads(chain.canonical_details(details)) == details
    # The line nests the details one level further, and takes them all the same.
    assert len(entry_hash(1, AT, "s", "a", "act", "w", details, GENESIS)) == 64


def test_a_whole_ledger_is_whole() -> None:
    entries = ten()
    report = verify(entries, expected=[Head(10, entries[-1].hash), Head(4, entries[3].hash)])
    assert report.whole
    assert (report.count, report.last, report.head) == (10, 10, entries[-1].hash)
    assert "head" in report.caveat


def test_an_empty_ledger_is_whole() -> None:
    report = verify([], expected=[Head(0, GENESIS)])
    assert report.whole
    assert (report.count, report.last, report.head) == (0, 0, GENESIS)


@pytest.mark.parametrize(
    "change",
    [
        {"at": AT},
        {"seat": "other"},
        {"actor": "other"},
        {"act": "other"},
        {"subject": "other"},
        {"details": {"n": 99}},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
)
def test_a_change_of_any_field_is_found_in_its_line(change: dict[str, Any]) -> None:
    entries = ten()
    entries[4] = replace(entries[4], **change)
    broken = verify(entries).broken
    assert broken[0].seq == 5
    assert "changed" in broken[0].what
    assert {b.seq for b in broken} <= {5, 6}  # a changed hash breaks the next link as well


def test_a_changed_line_with_a_new_hash_breaks_the_next_link() -> None:
    entries = ten()
    forged = replace(entries[4], details={"n": 99})
    entries[4] = replace(
        forged, hash=entry_hash(5, forged.at, "seat", "actor", "imported", "work5", forged.details, forged.previous)
    )
    assert verify(entries).broken == (Break(6, "it does not follow from the line before"),)


def test_a_removed_line_is_named() -> None:
    entries = ten()
    del entries[4]
    assert verify(entries).broken == (Break(5, "line 5 is missing"),)
    del entries[4:6]
    assert verify(entries).broken == (Break(5, "lines 5 to 7 are missing"),)


def test_the_first_lines_cannot_go_either() -> None:
    assert verify(ten()[2:]).broken == (Break(1, "lines 1 to 2 are missing"),)


def test_a_removed_line_cannot_be_hidden_by_renumbering() -> None:
    entries = ten()
    del entries[4]
    entries[4:] = [replace(entry, seq=entry.seq - 1) for entry in entries[4:]]
    broken = verify(entries).broken
    assert {b.seq for b in broken} == set(range(5, 10))


def test_lines_out_of_order_are_found() -> None:
    entries = ten()
    entries[3], entries[5] = entries[5], entries[3]
    assert verify(entries).broken == (
        Break(4, "lines 4 to 5 are missing"),
        Break(5, "out of order: it stands after line 6"),
        Break(4, "out of order: it stands after line 6"),
    )


def test_lines_with_swapped_content_are_found() -> None:
    entries = ten()
    entries[3], entries[5] = replace(entries[5], seq=4), replace(entries[3], seq=6)
    assert {4, 6}.issubset(b.seq for b in verify(entries).broken)


def test_a_doubled_line_is_found() -> None:
    entries = ten()
    entries.insert(5, entries[4])
    assert verify(entries).broken == (Break(5, "out of order: it stands after line 5"),)


def test_a_cut_tail_is_found_with_a_head_and_not_without() -> None:
    entries = ten()
    head = Head(10, entries[-1].hash)
    assert verify(entries[:8], expected=[head]).broken == (
        Break(10, "the ledger once reached line 10, and now ends at line 8"),
    )
    report = verify(entries[:8])
    assert report.whole  # so the report says what it cannot see
    assert "no trace" in report.caveat
    assert verify([], expected=[head]).broken[0].seq == 10


def test_a_ledger_written_anew_does_not_meet_a_noted_head() -> None:
    noted = Head(6, ten()[5].hash)
    other = ledger([{"n": n + 1} for n in range(10)])
    assert verify(other).whole
    assert verify(other, expected=[noted]).broken == (Break(6, "its hash is not the one that was noted down for it"),)


def test_an_unreadable_line_is_reported_and_the_rest_is_checked() -> None:
    entries: list[CustodyEntry | Unreadable] = list(ten())
    entries[4] = Unreadable(5, "changed: its act is no text any more", ten()[4].hash)
    assert verify(entries).broken == (Break(5, "changed: its act is no text any more"),)


def test_a_ledger_of_nonsense_gives_a_bounded_report() -> None:
    report = verify(Unreadable(n, "gone") for n in range(1, chain.MAX_BREAKS + 500))
    assert len(report.broken) == chain.MAX_BREAKS + 1
    assert "more" in report.broken[-1].what


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
details_of_lines = st.lists(st.dictionaries(st.text(max_size=4), json_values, max_size=3), min_size=2, max_size=8)


@given(details_of_lines)
def test_any_ledger_verifies(details: list[dict[str, Any]]) -> None:
    entries = ledger(details)
    assert verify(entries, expected=[Head(len(entries), entries[-1].hash)]).whole


@given(details_of_lines, st.data())
def test_any_one_flipped_bit_in_a_line_is_located(details: list[dict[str, Any]], data: st.DataObject) -> None:
    entries = ledger(details)
    which = data.draw(st.integers(0, len(entries) - 1))
    name = data.draw(st.sampled_from(["seat", "actor", "act", "subject", "hash", "previous"]))
    text = getattr(entries[which], name)
    place = data.draw(st.integers(0, len(text) - 1))
    flipped = chr(ord(text[place]) ^ (1 << data.draw(st.integers(0, 6))))
    entries[which] = replace(entries[which], **{name: text[:place] + flipped + text[place + 1 :]})
    assert verify(entries).broken[0].seq == which + 1


@given(details_of_lines, st.data())
def test_any_removal_is_located(details: list[dict[str, Any]], data: st.DataObject) -> None:
    entries = ledger(details)
    head = Head(len(entries), entries[-1].hash)
    which = data.draw(st.integers(0, len(entries) - 1))
    del entries[which]
    assert verify(entries, expected=[head]).broken[0].seq == which + 1
