"""A batch's records and the proof of each: canonical, blinded, and every change in them found and located."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.model.artwork import EditionRole
from artistguard.model.registering import Item
from artistguard.model.rights import Permission, Reservation
from artistguard.proof import leaves, merkle

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def item(number: int) -> Item:
    name = str(number).encode()
    return Item(
        work_id=f"w{number}",
        edition_id=f"e{number}",
        role=EditionRole.MASTER,
        sha256=hashlib.sha256(name).hexdigest(),
        blake3=hashlib.sha256(b"b" + name).hexdigest(),
        iscc="ISCC:KECYY74X4TP7B4M36NT7SMESLRHCRB6WHZMLWLVGD5CLW22SE4PZ6BY" if number % 2 else "",
        title="Harbour lights",
    )


ITEMS = [item(number) for number in range(11)]


def batch(count: int = 11) -> dict[str, bytes]:
    return leaves.parts(leaves.records(ITEMS[:count], Reservation(), "v1", AT))


@given(st.text(), st.text(), st.text())
@settings(max_examples=25)
def test_records_are_canonical_whatever_the_terms_say(constraint: str, url: str, policy: str) -> None:
    terms = Reservation(ai_training=Permission.CONSTRAINED, constraint=constraint, policy_url=url)
    for record in leaves.records(ITEMS[:2], terms, policy, AT):
        stated = json.loads(record)
        assert rfc8785.dumps(stated) == record
        assert (stated["constraint"], stated["policy_url"], stated["preset_version"]) == (constraint, url, policy)
        assert stated["answers"]["ai_training"] == "constrained"


def test_a_record_tells_of_the_file_and_of_nothing_else() -> None:
    [first, second] = (json.loads(record) for record in leaves.records([ITEMS[1], ITEMS[1]], Reservation(), "v1", AT))
    assert (first["sha256"], first["blake3"], first["iscc"]) == (ITEMS[1].sha256, ITEMS[1].blake3, ITEMS[1].iscc)
    assert (first["role"], first["at"]) == ("master", "2026-11-26T09:00:00.000000Z")
    assert set(first) == {
        *("format", "at", "sha256", "blake3", "iscc", "role", "nonce"),
        *("answers", "constraint", "policy_url", "preset_version"),
    }
    assert len(first["nonce"]) == 2 * leaves.NONCE
    assert first["nonce"] != second["nonce"]


def test_what_no_json_can_hold_and_what_is_no_digest_are_refused() -> None:
    with pytest.raises(ValueError, match=r"surrogate|UTF|utf"):
        leaves.records(ITEMS, Reservation(constraint="\ud800"), "v1", AT)
    with pytest.raises(ValueError, match="digest"):
        leaves.records([replace(ITEMS[0], iscc='ISCC:"')], Reservation(), "v1", AT)


def test_a_whole_batch_fits_and_is_about_its_files() -> None:
    kept = batch()
    assert leaves.check(kept, ITEMS) == ()
    assert leaves.check(kept, ITEMS[3:4]) == ()
    assert kept[leaves.ROOT] == merkle.Tree(leaves.entries(kept[leaves.LEAVES].splitlines())).root
    assert leaves.check(kept, [item(99)]) == (f"leaves.jsonl: no leaf is about the file {item(99).sha256[:16]}…",)
    [other] = leaves.check(kept, [replace(ITEMS[2], blake3=ITEMS[3].blake3)])
    assert other.endswith("says something else of it")


def turned(text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    lines[2], lines[5] = lines[5], lines[2]
    return b"".join(lines)


def without(text: bytes, *numbers: int) -> bytes:
    return b"".join(line for n, line in enumerate(text.splitlines(keepends=True), 1) if n not in numbers)


@pytest.mark.parametrize("name", [leaves.LEAVES, leaves.HASHES])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: without(text, 4), ["line 4 is missing"]),
        (lambda text: without(text, 9, 10, 11), ["cut off after line 8 of 11"]),
        (lambda text: without(text, 2, 7), ["line 2 is missing", "line 7 is missing"]),
        (turned, ["line 3 stands in another's place", "line 6 stands in another's place"]),
        (lambda text: text.splitlines(keepends=True)[0] + text, ["line 2 was put in, or changed"]),
    ],
)
def test_lines_removed_reordered_cut_off_or_put_in_are_located(
    name: str, change: Callable[[bytes], bytes], said: list[str]
) -> None:
    kept = batch()
    kept[name] = change(kept[name])
    found = leaves.check(kept)
    assert [text.partition(": ")[2] for text in found] == said
    assert {text.partition(": ")[0] for text in found} == {name}


@given(st.data())
@settings(max_examples=150)
def test_one_changed_byte_anywhere_is_found_and_its_line_named(draw: st.DataObject) -> None:
    kept = batch()
    name = draw.draw(st.sampled_from(sorted(kept)))
    text = kept[name]
    at = draw.draw(st.integers(0, len(text) - 1))
    new = text[at] ^ draw.draw(st.integers(1, 255))
    kept[name] = text[:at] + bytes([new]) + text[at + 1 :]
    found = leaves.check(kept)
    assert found
    assert found[0].startswith(name)
    broken = b"\n" in (text[at : at + 1], bytes([new]))  # then there is a line more or less
    if name != leaves.ROOT and not broken:
        number = len(text[:at].split(b"\n"))
        assert f"line {number} " in found[0]


@given(st.data())
@settings(max_examples=150)
def test_one_changed_byte_in_the_proof_of_one_file_is_found_in_that_file(draw: st.DataObject) -> None:
    kept = batch()
    made = leaves.proof(kept, ITEMS[draw.draw(st.integers(0, 10))])
    assert made is not None
    files = {leaves.LEAF: made[0], leaves.PATH: leaves.path_file(made[1]), leaves.ROOT: kept[leaves.ROOT]}
    assert leaves.check_path(*files.values()) == ()
    name = draw.draw(st.sampled_from(sorted(files)))
    text = files[name]
    at = draw.draw(st.integers(0, len(text) - 1))
    files[name] = text[:at] + bytes([text[at] ^ draw.draw(st.integers(1, 127))]) + text[at + 1 :]
    found = leaves.check_path(*files.values())
    if name != leaves.PATH:
        assert [text.partition(":")[0] for text in found] == [name]
    else:  # a changed space or the case of a digit says the same
        same = json.loads(text.lower()) == _json(files[name].lower())
        assert same or found


def _json(text: bytes) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def test_a_changed_neighbour_is_named_by_its_level() -> None:
    kept = batch()
    made = leaves.proof(kept, ITEMS[4])
    assert made is not None
    stated = json.loads(leaves.path_file(made[1]))
    assert [level["side"] for level in stated["levels"]] == ["right", "right", "left", "right"]
    stated["levels"][2]["neighbour"] = "00" * 32
    found = leaves.check_path(made[0], json.dumps(stated).encode(), kept[leaves.ROOT])
    assert found == ("path.json: path: level 3 of 4 was changed",)


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b"x" * (leaves.LARGEST_PATH + 1)),
        b'{"format":"artistguard-path-1","index":true,"size":1,"entry":"","levels":[],"root":""}',
        b'{"format":"artistguard-path-1","index":0,"size":1,"entry":"00","levels":[],"root":"00"}',
        b'{"format":"artistguard-path-1","index":0,"size":1e99,"entry":"","levels":[],"root":""}',
        b'{"format":"artistguard-path-1","index":0,"size":2,"entry":"","levels":[{}],"root":""}',
    ],
)
def test_a_hostile_path_is_no_path(text: bytes) -> None:
    assert leaves.check_path(b"{}", text, b"")


def test_missing_parts_are_named() -> None:
    kept = batch()
    del kept[leaves.HASHES]
    assert leaves.check(kept) == ("leaf-hashes.txt: missing",)


def test_ten_thousand_faults_are_a_hundred_and_a_number() -> None:
    records = [b"%d" % number for number in range(1000)]
    kept = leaves.parts(records)
    kept[leaves.LEAVES] = b"".join(b"x%d\n" % number for number in range(1000))
    found = leaves.check(kept)
    assert (len(found), found[-1]) == (leaves.MOST_FAULTS + 1, "and 900 more")
