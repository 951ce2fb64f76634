"""Captures: kept whole or not at all, under their digest, and told when they are not as they were."""

import hashlib
import os
from datetime import UTC, datetime

import pytest

from artistguard.model.errors import CannotWrite, CatalogueError, Damaged, Unreadable
from artistguard.model.watching import Capture, Captured
from artistguard.workflow import captures, doctor
from artistguard.workflow.doctor import Check
from artistguard.workflow.studio import Studio

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def answer(body: bytes, at: datetime = AT) -> Captured:
    return Captured(Capture(hashlib.sha256(body).hexdigest(), "https://hub.example/x", 200, at, len(body)), body)


def test_what_is_kept_is_read_back(studio: Studio) -> None:
    kept = answer(b'{"models": []}' * 1000)
    captures.keep(studio, kept)
    captures.keep(studio, kept)
    digest = kept.capture.sha256
    assert captures.read(studio, digest) == kept.body
    assert studio.catalogue.captures.of(digest) == (kept.capture,)
    assert [path.name for path in studio.captures_folder.rglob("*") if path.is_file()] == [digest]
    assert list(captures.check(studio)) == []


def test_a_damaged_or_missing_one_is_told_and_mended_by_the_same_answer(studio: Studio) -> None:
    changed, lost = answer(b"one"), answer(b"two")
    captures.keep(studio, changed)
    captures.keep(studio, lost)
    [path] = studio.captures_folder.rglob(changed.capture.sha256)
    path.write_bytes(b"0ne")
    next(studio.captures_folder.rglob(lost.capture.sha256)).unlink()
    with pytest.raises(Damaged, match="not as it was"):
        captures.read(studio, changed.capture.sha256)
    with pytest.raises(Unreadable, match="not in this data folder"):
        captures.read(studio, lost.capture.sha256)
    faults = {fault.sha256: type(fault.error) for fault in captures.check(studio)}
    assert faults == {changed.capture.sha256: Damaged, lost.capture.sha256: Unreadable}
    captures.keep(studio, changed)
    assert captures.read(studio, changed.capture.sha256) == b"one"


def test_no_row_without_its_file(studio: Studio) -> None:
    studio.captures_folder.write_bytes(b"in the way")
    with pytest.raises(CannotWrite):
        captures.keep(studio, answer(b"one"))
    assert list(studio.catalogue.captures.digests()) == []


def test_a_row_falls_with_its_transaction(studio: Studio) -> None:
    kept = answer(b"one")

    def fails_after_it() -> None:
        with studio.catalogue.transaction():
            captures.keep(studio, kept)
            raise KeyError

    with pytest.raises(KeyError):
        fails_after_it()
    assert studio.catalogue.captures.of(kept.capture.sha256) == ()
    captures.keep(studio, kept)
    assert captures.read(studio, kept.capture.sha256) == b"one"


def test_a_digest_is_no_path(studio: Studio) -> None:
    for hostile in ("../../settings.toml", "A" * 64, ""):
        with pytest.raises(CatalogueError):
            captures.read(studio, hostile)
    with pytest.raises(ValueError, match="its own bytes"):
        captures.keep(studio, Captured(answer(b"one").capture, b"two"))


def test_the_doctor_looks_at_what_is_kept(studio: Studio) -> None:
    def found() -> Check:
        return next(check for check in doctor.examine(studio) if check.name == "Kept answers")

    assert found().ok is None
    captures.keep(studio, answer(b"one"))
    assert (found().ok, found().found) == (True, "1, each as it was")
    next(studio.captures_folder.rglob(answer(b"one").capture.sha256)).write_bytes(b"0ne")
    assert found().ok is False
    assert "1 of 1" in found().found


def test_what_a_killed_run_left_half_written_goes(studio: Studio) -> None:
    one = answer(b"one")
    folder = studio.captures_folder / one.capture.sha256[:2]
    folder.mkdir(parents=True)
    left, fresh = (folder / f".artistguard--{digit * 12}.part" for digit in "ab")
    left.write_bytes(b"o")
    fresh.write_bytes(b"o")
    os.utime(left, (0, 0))
    captures.keep(studio, one)
    assert not left.exists()
    assert fresh.exists()  # another process may be at it
    assert list(captures.check(studio)) == []
