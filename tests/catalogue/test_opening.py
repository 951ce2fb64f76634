"""Opening: made where there is nothing, refused where it must be, backed up before it changes."""

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from artistguard.catalogue import faults, migrations, opening
from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import (
    CatalogueError,
    DiskFull,
    NewerCatalogue,
    OnNetworkShare,
    UsageError,
)


def open_(location: Path | str) -> Catalogue:
    return Catalogue.open(location, seat="desk", actor="ada")


def test_several_catalogues_are_made_at_once(tmp_path: Path) -> None:
    """The window opens its own and the sample's side by side."""

    def make(number: int) -> int:
        with open_(tmp_path / str(number)) as catalogue:
            catalogue.meta.set("number", number)
            return sum(catalogue.works.count().values())

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(make, range(12))) == [0] * 12
    for number in range(12):
        with open_(tmp_path / str(number)) as catalogue:
            assert catalogue.meta.get("number") == number


def test_a_folder_or_a_file_is_made(tmp_path: Path) -> None:
    for location in (tmp_path / "new" / "home", tmp_path / "other" / "my.sqlite", f"sqlite:///{tmp_path}/u/c.db"):
        with open_(location) as catalogue:
            catalogue.meta.set("a", 1)
            assert (catalogue.seat, catalogue.actor) == ("desk", "ada")
        with open_(location) as catalogue:
            assert catalogue.meta.get("a") == 1
    file = tmp_path / "new" / "home" / opening.FILE_NAME
    assert catalogue.where == f"{tmp_path}/u/c.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert (tmp_path / "other" / "my.sqlite").is_file()


def test_a_folder_whose_name_looks_like_a_files_is_still_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "home.2026"
    folder.mkdir()
    open_(folder).close()
    assert (folder / opening.FILE_NAME).is_file()


@pytest.mark.parametrize("name", ["mit Leerzeichen", "100%25?#&", "🎨", "a'b\"c", "x" * 200, "new\nline", "b\udcff"])
def test_any_legal_name_of_a_folder(tmp_path: Path, name: str) -> None:
    with open_(tmp_path / name) as catalogue:
        catalogue.meta.set("a", 1)
        saved = catalogue.backup()
    assert saved.is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_newer_catalogue_is_refused_and_not_touched(tmp_path: Path) -> None:
    open_(tmp_path).close()
    file = tmp_path / opening.FILE_NAME
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    before = file.read_bytes()
    with pytest.raises(NewerCatalogue, match="newer version") as caught:
        open_(tmp_path)
    assert "Update" in caught.value.advice
    assert file.read_bytes() == before
    assert not (tmp_path / faults.BACKUPS).exists()


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "photos.db"
    raw = sqlite3.connect(file)
    raw.execute("CREATE TABLE photos (id INTEGER)")
    raw.commit()
    raw.close()
    before = file.read_bytes()
    with pytest.raises(CatalogueError, match="another program"):
        open_(file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_another_programs_database_on_a_server_is_not_touched(server: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE foreign_one")
    address = server.replace("/postgres?", "/foreign_one?")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
    with pytest.raises(CatalogueError, match="another program"):
        open_(address)
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("photos",)]


@pytest.mark.parametrize(
    "content", [b"This is not a database, but a letter. " * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_file_of_something_else_is_damaged_and_stays(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / opening.FILE_NAME
    file.write_bytes(content)
    with pytest.raises(CatalogueError, match="damaged, or no catalogue") as caught:
        open_(tmp_path)
    assert "no backup" in caught.value.advice
    assert file.read_bytes() == content


def test_a_cut_off_catalogue_names_the_newest_backup(tmp_path: Path) -> None:
    with open_(tmp_path) as catalogue:
        catalogue.backup()
        newest = catalogue.backup()
    file = tmp_path / opening.FILE_NAME
    os.truncate(file, 5000)
    with pytest.raises(CatalogueError, match="damaged") as caught:
        open_(tmp_path)
    assert str(newest) in caught.value.advice
    file.write_bytes(newest.read_bytes())
    open_(tmp_path).close()


def test_an_empty_file_becomes_a_catalogue(tmp_path: Path) -> None:
    (tmp_path / opening.FILE_NAME).touch()
    with open_(tmp_path) as catalogue:
        assert catalogue.works.next_number() == 1


@pytest.mark.parametrize("name", [opening.FILE_NAME, "[*?].db"])
def test_the_newest_backups_are_kept_and_whole(tmp_path: Path, name: str) -> None:
    with open_(tmp_path / name) as catalogue:
        for n in range(opening.KEPT_BACKUPS + 2):
            catalogue.meta.set("n", n)
            newest = catalogue.backup()
    kept = sorted((tmp_path / faults.BACKUPS).iterdir())
    assert len(kept) == opening.KEPT_BACKUPS
    assert faults.newest_backup(tmp_path / name) == newest
    assert stat.S_IMODE(newest.stat().st_mode) == 0o600
    with open_(newest) as copy:
        assert copy.meta.get("n") == opening.KEPT_BACKUPS + 1


def test_a_backup_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / faults.BACKUPS).touch()
    with open_(tmp_path) as catalogue, pytest.raises(CatalogueError, match="cannot be backed up"):
        catalogue.backup()
    assert faults.newest_backup(tmp_path / opening.FILE_NAME) is None


def test_places_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogueError, match="cannot be made"):
        open_(tmp_path / "file" / "home")
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(CatalogueError, match="is not a file"):
        open_(tmp_path / "pipe.db")
    with pytest.raises(UsageError, match="No place"):
        open_("")


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_seat_and_actor_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="seat"):
        Catalogue.open(tmp_path, seat=name, actor="a")
    with pytest.raises(UsageError, match="actor"):
        Catalogue.open(tmp_path, seat="s", actor=name)
    assert list(tmp_path.iterdir()) == []


def test_a_network_share_is_refused_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "network_type", lambda folder: "nfs4")
    with pytest.raises(OnNetworkShare, match="nfs4") as caught:
        open_(tmp_path / "home")
    assert "local disk" in caught.value.advice
    assert list((tmp_path / "home").iterdir()) == []


def test_a_right_that_is_missing_is_said_so(tmp_path: Path) -> None:
    """As another user, since root may do everything."""
    open_(tmp_path / "home").close()
    file = tmp_path / "home" / opening.FILE_NAME
    raw = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    with pytest.raises(CatalogueError, match="for writing"), faults.converted(str(file), file):
        raw.execute("INSERT INTO meta VALUES ('a', '1')")
    raw.close()


def test_a_full_disk_while_opening(tmp_path: Path) -> None:
    """The size of files is limited for a child: the kernel refuses what SQLite wants to write."""
    code = (
        "import resource, signal, sys\n"
        "from artistguard.catalogue.store import Catalogue\n"
        "from artistguard.model.errors import CatalogueError, DiskFull\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "try:\n    Catalogue.open(sys.argv[1], seat='s', actor='a')\n"
        "except (CatalogueError, DiskFull) as error:\n    print(type(error).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() in ("DiskFull", "CatalogueError"), done.stderr
    with open_(tmp_path) as catalogue:  # nothing half made stands in the way
        assert catalogue.works.next_number() == 1


@pytest.mark.parametrize(
    ("address", "error", "words"),
    [
        ("mysql://user:geheim@host/db", UsageError, "no catalogue"),
        ("http://user:geheim@host/db", UsageError, "no catalogue"),
        ("://", UsageError, "database address"),
        ("postgresql://user:geheim@127.0.0.1:1/db", CatalogueError, "does not answer"),
        ("postgresql://user:geheim@host:port/db", UsageError, "database address"),
    ],
)
def test_addresses_that_lead_nowhere_and_passwords_stay_unsaid(
    address: str, error: type[Exception], words: str
) -> None:
    if error is CatalogueError:
        pytest.importorskip("psycopg", reason="the library for PostgreSQL is an extra")
    with pytest.raises(error, match=words) as caught:
        open_(address)
    said = f"{caught.value} {getattr(caught.value, 'advice', '')}"
    assert "geheim" not in said


def test_a_server_that_refuses_the_database(server: str) -> None:
    with pytest.raises(CatalogueError, match="refuses"):
        open_(server.replace("/postgres?", "/nothing?"))


def test_a_server_has_its_own_backups(server: str) -> None:
    with open_(server) as catalogue, pytest.raises(UsageError, match="backed up there") as caught:
        catalogue.backup()
    assert "pg_dump" in caught.value.advice


def test_opening_what_is_up_to_date_does_not_load_alembic(tmp_path: Path) -> None:
    open_(tmp_path).close()
    code = (
        "import sys\nfrom artistguard.catalogue.store import Catalogue\n"
        f"Catalogue.open({str(tmp_path)!r}, seat='s', actor='a').close()\n"
        "loaded = {'alembic', 'sqlalchemy.orm', 'psycopg'} & set(sys.modules)\nassert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_another_process_may_have_migrated_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and locking: what is up to date by then is left alone."""
    real, calls = migrations.stored, []

    def stored(connection: object) -> str | None:
        calls.append(1)
        if len(calls) == 1:
            open_(tmp_path).close()
            return None
        return real(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(migrations, "stored", stored)
    (tmp_path / opening.FILE_NAME).touch()
    with open_(tmp_path) as catalogue:
        assert catalogue.works.next_number() == 1


def test_no_room_for_a_backup_stops_the_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with open_(tmp_path) as catalogue:
        monkeypatch.setattr(opening.os, "fsync", full)
        with pytest.raises(DiskFull, match="backup"):
            catalogue.backup()
    assert list((tmp_path / faults.BACKUPS).iterdir()) == []


def test_an_emptied_catalogue_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    file.touch()
    Catalogue.open(file, seat="desk", actor="ada").close()  # begun a moment ago, by another process perhaps
    for left in tmp_path.glob("catalogue.sqlite*"):
        left.unlink()
    file.touch()
    os.utime(file, (1_700_000_000, 1_700_000_000))
    with pytest.raises(CatalogueError, match="cut off"):
        Catalogue.open(file, seat="desk", actor="ada")
