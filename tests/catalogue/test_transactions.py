"""Transactions: all or nothing, parts undone alone, one writer at a time, and a lost one stays lost."""

import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from artistguard.catalogue import engine
from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import CatalogueError, DiskFull


def test_all_or_nothing(catalogue: Catalogue) -> None:
    with suppress(ZeroDivisionError), catalogue.transaction():
        catalogue.meta.set("a", 1)
        catalogue.meta.set("b", 2)
        assert catalogue.meta.get("a") == 1
        raise ZeroDivisionError
    assert catalogue.meta.get("a") is None
    with catalogue.transaction():
        catalogue.meta.set("a", 1)
        catalogue.meta.set("b", {"c": [None, 1.5, "🎨"]})
    assert (catalogue.meta.get("a"), catalogue.meta.get("b")) == (1, {"c": [None, 1.5, "🎨"]})


def test_a_part_is_undone_alone(catalogue: Catalogue) -> None:
    with catalogue.transaction():
        catalogue.meta.set("a", 1)
        with suppress(ZeroDivisionError), catalogue.transaction():
            catalogue.meta.set("b", 2)
            with catalogue.transaction():
                catalogue.meta.set("c", 3)
            raise ZeroDivisionError
        assert catalogue.meta.get("b") is None
        catalogue.meta.set("d", 4)
    assert [catalogue.meta.get(key) for key in "abcd"] == [1, None, None, 4]


def test_a_refused_part_leaves_the_transaction_usable(catalogue: Catalogue, add_work: Any) -> None:
    work = add_work()
    with catalogue.transaction():
        with pytest.raises(Exception, match="already"):
            catalogue.works.add(work, [])
        catalogue.meta.set("a", 1)
    assert catalogue.meta.get("a") == 1


def test_other_threads_wait_and_readers_do_not(catalogue: Catalogue) -> None:
    order: list[str] = []
    started = threading.Event()

    def other() -> None:
        assert catalogue.meta.get("a") is None  # reading goes on, and sees nothing unfinished
        started.set()
        catalogue.meta.set("b", catalogue.meta.get("a"))
        order.append("other")

    thread = threading.Thread(target=other)
    with catalogue.transaction():
        catalogue.meta.set("a", 1)
        thread.start()
        assert started.wait(60)
        time.sleep(0.1)
        order.append("first")
    thread.join(60)
    assert order == ["first", "other"]
    # It read before its own turn to write: outside a transaction nothing holds between two calls.
    assert catalogue.meta.get("b") in (None, 1)


def test_read_and_write_in_one_transaction_lose_nothing(catalogue: Catalogue) -> None:
    catalogue.meta.set("count", 0)

    def add() -> None:
        for _ in range(20):
            with catalogue.transaction():
                catalogue.meta.set("count", catalogue.meta.get("count") + 1)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert catalogue.meta.get("count") == 80


def test_meta_and_settings_are_kept_apart(catalogue: Catalogue) -> None:
    catalogue.settings.set("key", [1])
    assert catalogue.meta.get("key") is None
    assert catalogue.settings.get("key") == [1]
    catalogue.settings.set("key", None)
    assert catalogue.settings.get("key", "default") == "default"


def test_the_file_is_durable_and_checked(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue, catalogue._database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000}


def limit_pages(catalogue: Catalogue, spare: int) -> None:
    """A full disk, as SQLite can play it."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={used + spare}")

    catalogue.close()
    event.listen(catalogue._database._engine, "connect", prepare)


def test_a_full_disk_is_said_so_and_nothing_is_half_written(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        catalogue.meta.set("before", 1)
        limit_pages(catalogue, 5)

        def too_much() -> None:
            with catalogue.transaction():
                catalogue.meta.set("a", 1)
                catalogue.custody.append_many([("noted", "x" * 1000, {"n": n}) for n in range(1000)])

        with pytest.raises(DiskFull, match="no room"):
            too_much()
        assert catalogue.meta.get("a") is None
        assert catalogue.meta.get("before") == 1
        assert catalogue.custody.head().seq == 0
        catalogue.meta.set("after", 1)  # there is room for small things
        assert catalogue.custody.verify().whole


def test_a_transaction_the_database_undid_cannot_be_gone_on_with(tmp_path: Path) -> None:
    """SQLite may undo everything at a full disk. What follows must not be written as if nothing had happened."""
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:

        def go_on_regardless() -> None:
            with catalogue.transaction():
                catalogue.meta.set("a", 1)
                with suppress(DiskFull), catalogue.transaction():
                    connection = catalogue._database.held
                    assert connection is not None
                    raw: Any = connection.connection.driver_connection
                    raw.execute("ROLLBACK")  # as SQLite does by itself
                    raise DiskFull
                with suppress(CatalogueError):
                    catalogue.meta.set("b", 1)
                with suppress(CatalogueError):
                    catalogue.meta.get("a")

        with pytest.raises(CatalogueError, match="none of them were kept"):
            go_on_regardless()
        assert catalogue.meta.get("a") is None
        assert catalogue.meta.get("b") is None
        catalogue.meta.set("c", 1)
        assert catalogue.meta.get("c") == 1


def test_a_catalogue_that_stays_locked_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        other = sqlite3.connect(tmp_path / "catalogue.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CatalogueError, match="being written by another program") as caught:
            catalogue.meta.set("a", 1)
        assert "Wait" in caught.value.advice
        assert catalogue.meta.get("a") is None  # reading goes on
        other.execute("ROLLBACK")
        catalogue.meta.set("a", 1)
        other.close()


def test_damage_found_while_working_names_the_backup(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    Catalogue.open(file, seat="s", actor="a").close()
    sound = file.stat().st_size
    with Catalogue.open(file, seat="s", actor="a") as catalogue:
        for n in range(50):
            catalogue.meta.set(f"key{n}", "x" * 2000)
        saved = catalogue.backup()
    with file.open("r+b") as damaged:  # only pages that came later: the catalogue still opens
        for page in range(sound, file.stat().st_size, 4096):
            damaged.seek(page)
            damaged.write(b"\xff" * 200)
    with Catalogue.open(file, seat="s", actor="a") as catalogue:
        with pytest.raises(CatalogueError, match="damaged") as caught:
            [catalogue.meta.get(f"key{n}") for n in range(50)]
        assert str(saved) in caught.value.advice


def test_mistakes_of_ours_are_not_dressed_up(tmp_path: Path) -> None:
    with (
        Catalogue.open(tmp_path, seat="s", actor="a") as catalogue,
        pytest.raises(Exception, match="no such table") as caught,
        catalogue._database.write() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM no_table")
    assert not isinstance(caught.value, CatalogueError)
