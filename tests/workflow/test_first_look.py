"""What looking at a set asks its server for is said before it is asked, and is not more than was said."""

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from sources.served import Reply, serving
from workflow.ranged import Ranged, agreed

from artistguard.cli.app import main
from artistguard.workflow import image_sets, scan_words, scans
from artistguard.workflow.studio import Studio

ROWS, GROUP = 40_000, 10_000
MEGABYTE = 1 << 20


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        profile = opened.catalogue.profile
        profile.set(profile.get().__class__(name="Ada Wren"))
        yield opened


def table() -> pa.Table:
    texts = [f"{row * 2654435761 % 2**32:08x} in the evening light" * 3 for row in range(ROWS)]
    return pa.table({"url": texts, "text": texts[::-1]})


def written(path) -> bytes:
    if path.suffix == ".parquet":
        pq.write_table(table(), path, row_group_size=GROUP)
    elif path.suffix == ".csv":
        csv.write_csv(table(), path)
    else:
        new = pa.ipc.new_file if path.suffix == ".arrow" else pa.ipc.new_stream
        with pa.OSFile(str(path), "wb") as file, new(file, table().schema) as writer:
            writer.write_table(table(), max_chunksize=1_000)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["set.parquet", "set.csv", "set.arrow", "set.stream"])
def test_a_look_asks_for_what_was_said(studio, tmp_path, name) -> None:
    server = Ranged(written(tmp_path / name))
    with serving(server) as endpoint:
        target = f"{endpoint}/{name}"
        assert scans.first_look(studio, target) == ""  # nobody was agreed to
        agreed(studio, endpoint)
        said = scans.first_look(studio, target)
        assert said.startswith(f"To tell what {name} holds, {endpoint.removeprefix('http://')} is asked for the first")
        assert server.requests == 0
        plan = scan_words.plan(studio, target)
        assert plan.looked == server.sent < 1.1 * MEGABYTE < len(server.data)
        middle = [first for first, size in server.parts if first > 1.1 * MEGABYTE and first + size < len(server.data)]
        assert name == "set.arrow" or middle == []


def test_it_is_said_before_anything_is_asked(studio, capsys) -> None:
    asked = []

    def gone(request) -> Reply:
        asked.append(capsys.readouterr().out)
        return Reply(404)

    with serving(gone) as endpoint:
        agreed(studio, endpoint)
        home = ["--home", str(studio.home)]
        studio.close()
        for words in (["--words"], ["--words", "--dry-run"], ["--self-check"]):
            asked.clear()
            assert main([*home, "scan", f"{endpoint}/set.parquet", *words]) != 0
            assert "first 64 bytes of its file" in asked[0]


def test_sets_of_many_files_and_those_on_a_disk(studio, tmp_path) -> None:
    agreed(studio, "http://127.0.0.1:9")
    places = [f"http://127.0.0.1:9/{number}.parquet" for number in range(3)]
    (studio.home / image_sets.OWN).write_text(f'[mine]\ntitle = "Mine (2026)"\nfiles = {places}\n'.replace("'", '"'))
    assert "each of its 3 files" in scans.first_look(studio, "mine")
    (tmp_path / "set.parquet").write_bytes(b"")
    assert scans.first_look(studio, str(tmp_path / "set.parquet")) == ""
