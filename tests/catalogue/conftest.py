"""Catalogues to test with: real SQLite files, and a real PostgreSQL server where its programs are installed."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue import schema
from artistguard.catalogue.store import Catalogue
from artistguard.model.artwork import (
    Artwork,
    Edition,
    EditionRole,
    Fingerprint,
    FingerprintKind,
    Location,
    PictureFacts,
)
from artistguard.model.ids import new_id

AT = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
PRINTS = (Fingerprint(FingerprintKind.PHASH, "0f" * 8), Fingerprint(FingerprintKind.PDQ, "ab" * 32, 77))


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _program(name: str) -> str | None:
    """A program of the PostgreSQL server; Debian keeps them off the search path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of this run, on a socket in a folder of its own, and no network."""
    programs = {name: _program(name) for name in ("initdb", "postgres", "pg_ctl")}
    if not all(programs.values()) or importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL server programs (Debian: postgresql) or no psycopg here")
    user: dict[str, Any] = {}
    folder = tempfile.mkdtemp(prefix="agpg-", dir="/tmp")  # a socket's path has at most 107 letters
    if os.geteuid() == 0:  # the server refuses to run as root
        user = {"user": "postgres"}
        shutil.chown(folder, "postgres")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    data = f"{folder}/data"
    quiet: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, "timeout": 60, **user}
    try:
        subprocess.run(
            [programs["initdb"], "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"], **quiet
        )
        subprocess.run([programs["pg_ctl"], "-D", data, "-w", "-l", f"{folder}/log", "-o", settings, "start"], **quiet)
    except (OSError, subprocess.SubprocessError, KeyError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"the PostgreSQL server does not start here: {error}")
    try:
        address = f"postgresql://tester@/postgres?host={folder}"
        Catalogue.open(address, seat="seat", actor="actor").close()
        yield address
    finally:
        subprocess.run([programs["pg_ctl"], "-D", data, "-m", "immediate", "stop"], **{**quiet, "check": False})
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_server(server: str) -> Iterator[str]:
    """The server's database, with nothing in the tables. Making a database for each test would take far longer."""
    import psycopg

    yield server
    with psycopg.connect(server) as connection:
        connection.execute(f"TRUNCATE {', '.join(schema.metadata.tables)}".encode())


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty catalogue file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "catalogue.sqlite"
    Catalogue.open(file, seat="seat", actor="actor").close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty catalogue is: a file, or a server's database. Each test runs with both."""
    if request.param == "sqlite":
        return shutil.copy(request.getfixturevalue("template"), tmp_path / "catalogue.sqlite")
    address: str = request.getfixturevalue("empty_server")
    return address


@pytest.fixture
def catalogue(place: Path | str, clock: Clock) -> Iterator[Catalogue]:
    with Catalogue.open(place, seat="desk", actor="ada", clock=clock) as opened:
        yield opened


@pytest.fixture
def root(catalogue: Catalogue) -> str:
    return catalogue.roots.ensure(Path("/pictures/portfolio"))


MakeEdition = Callable[..., Edition]


@pytest.fixture
def edition(root: str) -> MakeEdition:
    """Makes files; keyword arguments as of Edition."""

    def make(artwork_id: str = "", **values: Any) -> Edition:
        id_ = new_id()
        plain = Edition(
            id=id_,
            artwork_id=artwork_id or new_id(),
            role=EditionRole.MASTER,
            location=Location(root, f"2026/{id_}.jpg"),
            sha256=(id_.encode().hex() * 2)[:64],
            blake3="b" * 64,
            size=123_456,
            mtime_ns=1_700_000_000_123_456_789,
            format="jpeg",
            picture=PictureFacts(4000, 3000, 1, 8, "RGB", "sRGB IEC61966-2.1"),
            created_at=AT,
        )
        return replace(plain, **values)

    return make


AddWork = Callable[..., Artwork]


@pytest.fixture
def add_work(catalogue: Catalogue, edition: MakeEdition) -> AddWork:
    """Adds works of one master; keyword arguments as of Artwork. Returns them as they are then found."""

    def add(**values: Any) -> Artwork:
        file = edition()
        number = values.pop("number", None) or catalogue.works.next_number()
        plain = Artwork(file.artwork_id, number, values.pop("title", f"Work {number}"), AT)
        work = replace(plain, editions=(file,), **values)
        catalogue.works.add(work, [(file, PRINTS)])
        return work

    return add
