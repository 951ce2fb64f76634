"""The ledger in its table: chained under the lock, and every damage to the file found."""

import json
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import CatalogueError
from artistguard.proof import chain
from artistguard.proof.chain import GENESIS, Head


def ten(catalogue: Catalogue) -> None:
    catalogue.custody.append_many([("noted", f"work{n}", {"n": n, "über": "🎨"}) for n in range(1, 11)])


def change(catalogue: Catalogue, *statements: str) -> None:
    with catalogue._database.write() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.sqlite"
    with Catalogue.open(file, seat="s", actor="a") as catalogue:
        ten(catalogue)
    return file


def test_an_entry_is_read_back_as_it_was_written(catalogue: Catalogue, clock: Any) -> None:
    details = {"path": "a\0\n\U00100080🎨", "n": 2**53 - 1, "list": [None, True, {}], "deep": {"er": ""}}
    first = catalogue.custody.append("imported", "work1", details)
    second = catalogue.custody.append("signed", "work1", seat="other desk", actor="bea")
    assert (first.seq, first.previous, first.at) == (1, GENESIS, clock.now)
    assert (first.seat, first.actor) == ("desk", "ada")
    assert (second.seq, second.previous, second.seat, second.actor) == (2, first.hash, "other desk", "bea")
    assert second.details == {}
    assert list(catalogue.custody.iterate()) == [first, second]
    assert catalogue.custody.head() == Head(2, second.hash)
    assert catalogue.custody.verify().whole


def test_an_empty_ledger(catalogue: Catalogue) -> None:
    assert catalogue.custody.head() == Head(0, GENESIS)
    assert list(catalogue.custody.iterate()) == []
    assert catalogue.custody.verify().whole
    assert catalogue.custody.append_many([]) == ()
    assert catalogue.custody.head() == Head(0, GENESIS)


def test_entries_about_a_subject_and_in_pages(catalogue: Catalogue) -> None:
    catalogue.custody.append_many([("noted", f"work{n % 2}", {"n": n}) for n in range(7)])
    assert [e.details["n"] for e in catalogue.custody.iterate("work1", batch=2)] == [1, 3, 5]
    assert [e.seq for e in catalogue.custody.iterate(batch=7)] == list(range(1, 8))
    assert list(catalogue.custody.iterate("nothing")) == []


@pytest.mark.parametrize("details", [{"a": 1.0}, {"a": [float("inf")]}, {"a": 2**60}, {"a": "\ud800"}, {"a": object()}])
def test_what_has_no_certain_form_is_refused_and_nothing_is_written(catalogue: Catalogue, details: Any) -> None:
    with pytest.raises(ValueError, match=r"custody|UTF-8"):
        catalogue.custody.append_many([("fine", "w", {}), ("not", "w", details)])
    assert catalogue.custody.head().seq == 0


def test_no_nul_characters_in_the_words(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="NUL"):
        catalogue.custody.append("a\0", "w")
    with pytest.raises(ValueError, match="NUL"):
        catalogue.custody.append("a", "w", actor="x\0")


def test_an_append_falls_with_its_transaction(catalogue: Catalogue) -> None:
    ten(catalogue)
    before = catalogue.custody.head()
    try:
        with catalogue.transaction():
            catalogue.custody.append("noted", "w")
            assert catalogue.custody.head().seq == 11
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert catalogue.custody.head() == before
    with catalogue.transaction():
        try:
            with catalogue.transaction():
                catalogue.custody.append("noted", "lost")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        catalogue.custody.append("noted", "kept")
    assert catalogue.custody.verify().whole
    assert [e.subject for e in catalogue.custody.iterate()][10:] == ["kept"]


def test_threads_make_one_chain(catalogue: Catalogue) -> None:
    def write(name: str) -> None:
        for n in range(15):
            catalogue.custody.append("noted", name, {"n": n})

    threads = [threading.Thread(target=write, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = catalogue.custody.verify()
    assert report.whole
    assert report.count == 60


@pytest.mark.parametrize("column", ["at", "seat", "actor", "act", "subject", "details", "previous", "hash"])
def test_a_changed_column_is_found_in_its_line(catalogue: Catalogue, column: str) -> None:
    ten(catalogue)
    values = {
        "at": "2026-11-22T04:30:00.000001Z",
        "details": json.dumps({"n": 99}, separators=(",", ":")),
        "previous": "1" * 64,
        "hash": "1" * 64,
    }
    change(catalogue, f"UPDATE custody SET {column} = '{values.get(column, 'x')}' WHERE seq = 5")
    assert catalogue.custody.verify().broken[0].seq == 5


@pytest.mark.parametrize(
    "change_of_spelling",
    [
        "at = replace(at, 'T', ' ')",
        "at = replace(at, 'Z', '+00:00')",
        "details = replace(details, '{', '{ ')",
        "details = replace(details, '🎨', '\\ud83c\\udfa8')",
        "details = 'not json'",
        "details = '[]'",
        "details = '{\"n\":1.0}'",
        "at = 'never'",
    ],
)
def test_another_spelling_is_a_change_too(catalogue: Catalogue, change_of_spelling: str) -> None:
    ten(catalogue)
    with catalogue._database.write() as connection:
        connection.exec_driver_sql(f"UPDATE custody SET {change_of_spelling} WHERE seq = 5")
    broken = catalogue.custody.verify().broken
    assert [b.seq for b in broken] == [5]
    assert "changed" in broken[0].what
    with pytest.raises(CatalogueError, match="Line 5"):
        list(catalogue.custody.iterate())


def test_a_removed_line_is_found(catalogue: Catalogue) -> None:
    ten(catalogue)
    change(catalogue, "DELETE FROM custody WHERE seq = 5")
    assert [(b.seq, b.what) for b in catalogue.custody.verify().broken] == [(5, "line 5 is missing")]


def test_lines_that_changed_places_are_found(catalogue: Catalogue) -> None:
    ten(catalogue)
    change(
        catalogue,
        "UPDATE custody SET seq = 99 WHERE seq = 4",
        "UPDATE custody SET seq = 4 WHERE seq = 6",
        "UPDATE custody SET seq = 6 WHERE seq = 99",
    )
    assert {4, 6}.issubset(b.seq for b in catalogue.custody.verify().broken)


def test_a_cut_tail_is_found_by_the_stored_head_and_stays_to_be_seen(catalogue: Catalogue) -> None:
    ten(catalogue)
    change(catalogue, "DELETE FROM custody WHERE seq > 8")
    assert [b.seq for b in catalogue.custody.verify().broken] == [10]
    catalogue.custody.append("noted", "later")
    assert [b.what for b in catalogue.custody.verify().broken] == ["lines 9 to 10 are missing"]


def test_a_tail_cut_together_with_the_head_needs_an_outside_copy(catalogue: Catalogue) -> None:
    ten(catalogue)
    noted = catalogue.custody.head()
    eighth = list(catalogue.custody.iterate())[7]
    change(catalogue, "DELETE FROM custody WHERE seq > 8")
    catalogue.meta.set("custody.head", {"seq": 8, "hash": eighth.hash})
    report = catalogue.custody.verify()
    assert report.whole
    assert "Note the head" in report.caveat
    assert [b.seq for b in catalogue.custody.verify([noted]).broken] == [10]


@pytest.mark.parametrize("head", [None, "nonsense", {"seq": "x"}, {"seq": 3}, [1]])
def test_a_head_that_is_gone_is_told_and_does_not_stop_the_ledger(catalogue: Catalogue, head: Any) -> None:
    ten(catalogue)
    catalogue.meta.set("custody.head", head)
    assert [(b.seq, "head" in b.what) for b in catalogue.custody.verify().broken] == [(10, True)]
    assert catalogue.custody.append("noted", "w").seq == 11
    assert catalogue.custody.verify().whole


def test_a_line_of_nothing_is_found(written: Path) -> None:
    raw = sqlite3.connect(written)
    raw.executescript(
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'custody'"
    )
    raw.close()
    raw = sqlite3.connect(written)
    raw.execute("UPDATE custody SET details = NULL, hash = NULL WHERE seq = 5")
    raw.commit()
    raw.close()
    with Catalogue.open(written, seat="s", actor="a") as catalogue:
        assert catalogue.custody.verify().broken[0].seq == 5
        with pytest.raises(CatalogueError, match="Line 5"):
            list(catalogue.custody.iterate())


def flip(file: Path, find: bytes, change_it: Callable[[bytes], bytes]) -> None:
    data = file.read_bytes()
    assert data.count(find) == 1
    file.write_bytes(data.replace(find, change_it(find)))


def test_one_flipped_bit_of_the_file_is_found(written: Path) -> None:
    """As a disk or an editor would: in the file itself, where no database minds."""
    flip(written, b'{"n":5,', lambda found: found.replace(b"5", b"4"))
    with Catalogue.open(written, seat="s", actor="a") as catalogue:
        assert [b.seq for b in catalogue.custody.verify().broken] == [5]


def test_a_flip_that_leaves_no_text_is_located_all_the_same(written: Path) -> None:
    flip(written, b'{"n":5,', lambda found: b"{\xff" + found[2:])
    with Catalogue.open(written, seat="s", actor="a") as catalogue:
        broken = catalogue.custody.verify().broken
        assert [b.seq for b in broken] == [5]
        assert "no text" in broken[0].what


def test_a_stranger_can_recompute_the_chain_from_an_export(catalogue: Catalogue) -> None:
    import hashlib

    ten(catalogue)
    previous = GENESIS
    for entry in catalogue.custody.iterate():
        line = chain.line(entry)
        bare = line.replace(f'"hash":"{entry.hash}",', "")
        assert hashlib.sha256(bare.encode()).hexdigest() == entry.hash
        assert json.loads(line)["previous"] == previous
        previous = entry.hash


def test_the_latest_moment_is_not_always_the_last_lines(catalogue: Catalogue, clock: Any) -> None:
    assert catalogue.custody.latest() is None
    catalogue.custody.append("noted", "one")
    latest, clock.now = clock.now, clock.now - timedelta(days=9)
    catalogue.custody.append("noted", "two")
    assert catalogue.custody.latest() == latest
    assert catalogue.custody.verify().backwards == 1
