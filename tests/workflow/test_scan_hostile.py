"""Sets that nobody should publish, and disks that are full: each costs a sentence, and what is right is searched."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sources.served import serving
from workflow.ranged import Ranged, agreed
from workflow.test_scan import GROUP, PLANTED, ROWS, UNITS, draw, scan_all, table

from artistguard.formats.tables import Field
from artistguard.model.errors import CannotWrite, DiskFull
from artistguard.workflow import scan, scan_finds, scan_plan, scan_weighed, set_files
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

SURE = {3, 4_100, 9_000}


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    for seed, name in enumerate(("one", "two", "three")):
        draw(folder / f"{name}.png", seed)
    return folder


@pytest.fixture(scope="module")
def whole(originals):
    return table(originals)


@pytest.fixture
def studio(originals, tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        import_(opened, [originals])
        yield opened


def written(path: Path, columns) -> Path:
    pq.write_table(pa.table(columns), path, row_group_size=GROUP * 5)
    return path


def changed(whole: pa.Table, **columns) -> dict:
    return {name: columns.get(name, whole[name]) for name in whole.column_names} | columns


def test_sizes_that_are_none_are_unknown(studio, whole, tmp_path) -> None:
    widths = [float("nan"), float("inf"), -3.0, 1e300] * (ROWS // 4)
    heights = [[1, 2]] * ROWS
    _, _, report = scan_all(studio, written(tmp_path / "a.parquet", changed(whole, width=widths, height=heights)))
    assert {each.row for each in report.found} >= SURE
    assert {(each.width, each.height) for each in report.found} == {(0, 0)}


def test_sizes_as_decimal_fractions_are_sizes(studio, whole, tmp_path) -> None:
    sizes = {name: [f"{size}.0" for size in whole[name].to_pylist()] for name in ("width", "height")}
    _, _, report = scan_all(studio, written(tmp_path / "a.parquet", changed(whole, **sizes)))
    assert {each.row for each in report.found} == set(PLANTED)
    assert min(each.width for each in report.found) > 100


def test_hashes_as_bytes_are_hashes(studio, whole, tmp_path) -> None:
    raw = [bytes.fromhex(text) for text in whole["image_phash"].to_pylist()]
    raw[0] = None
    for kind in (pa.binary(8), pa.binary()):
        target = written(tmp_path / f"{kind}.parquet", changed(whole, image_phash=pa.array(raw, kind)))
        _, _, report = scan_all(studio, target)
        assert {each.row for each in report.found} == set(PLANTED)
        assert report.valid == ROWS - 1


def test_digests_as_bytes_are_digests(studio, originals, tmp_path) -> None:
    digests = [hashlib.sha256(b"%d" % row).digest() for row in range(500)]
    digests[77] = hashlib.sha256((originals / "two.png").read_bytes()).digest()
    target = written(tmp_path / "set.parquet", {"sha256": pa.array(digests, pa.binary(32))})
    _, _, report = scan_all(studio, target)
    assert [(each.row, each.way) for each in report.found] == [(77, scan_weighed.SAME)]


def test_huge_texts_and_hashes_that_are_none_cost_a_row_each(studio, whole, tmp_path) -> None:
    hashes, captions = whole["image_phash"].to_pylist(), whole["text"].to_pylist()
    hashes[10:16] = ["x" * 5_000_000, "", "\0" * 16, "é" * 8, None, "e9e90c24f1d9c67"]
    captions[3] = "harbour " * 700_000
    target = written(tmp_path / "a.parquet", changed(whole, image_phash=hashes, text=captions))
    _, _, report = scan_all(studio, target)
    assert {each.row for each in report.found} == set(PLANTED)
    assert report.valid == ROWS - 6
    assert max(len(each.caption) for each in report.found) <= 2000


def test_a_column_of_something_else_is_said(studio, whole, tmp_path) -> None:
    target = written(tmp_path / "a.parquet", changed(whole, image_phash=[{"hash": 1}] * ROWS))
    plan = scan_plan.plan(studio, str(target), columns={Field.HASH: "url"})
    batch = scan.begin(studio, plan)
    assert scan.run(studio, batch).failures == ()
    assert scan_finds.weigh(studio, batch).valid == 0  # addresses are no hashes, and that many rows were searched
    few = pa.table({"image_phash": pa.array([[1]] * 10), "sha256": ["0" * 64] * 10})
    pq.write_table(few, tmp_path / "b.parquet")
    with pa.OSFile(str(tmp_path / "c.arrow"), "wb") as file, pa.ipc.new_file(file, few.schema) as writer:
        writer.write_table(few)
    for name, column, words in (
        ("b.parquet", "image_phash.list.element", "no single column"),
        ("c.arrow", "image_phash", "something else"),
    ):
        plan = scan_plan.plan(studio, str(tmp_path / name), columns={Field.HASH: column})
        report = scan.run(studio, scan.begin(studio, plan))
        assert report.done == 0
        assert words in str(report.failures[0][1]["message"])


def test_a_full_disk_stops_the_scan_and_it_goes_on_from_there(studio, whole, tmp_path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    target = written(tmp_path / "a.parquet", changed(whole))
    plan = scan_plan.plan(studio, str(target))
    batch = scan.begin(studio, plan)
    place = set_files.packed(studio.home, plan.set, plan.files[0], plan.files[0].units[2])
    place.parent.mkdir(parents=True)
    place.with_suffix(".part").symlink_to("/dev/full")
    report = scan.run(studio, batch)
    assert isinstance(report.stopped, DiskFull)
    assert scan.scanned(studio, batch).units_done < 4
    assert not place.exists()
    assert scan.run(studio, batch).stopped is None
    found = scan_finds.weigh(studio, batch)
    assert ({each.row for each in found.found}, found.coverage.whole) == (set(PLANTED), True)


def test_a_cache_that_may_not_be_written_is_said(studio, whole, tmp_path) -> None:
    target = written(tmp_path / "a.parquet", changed(whole))
    (studio.home / "cache").mkdir(exist_ok=True)
    (studio.home / "cache" / "sets").write_text("in the way", "utf-8")
    report = scan.run(studio, scan.begin(studio, scan_plan.plan(studio, str(target))))
    assert report.done == 0
    assert {str(error["code"]) for _, error in report.failures} == {CannotWrite.code}


def test_packed_rows_that_are_damaged_are_read_anew(studio, whole, tmp_path) -> None:
    target = written(tmp_path / "a.parquet", changed(whole))
    plan, _, _ = scan_all(studio, target)
    for number, unit in enumerate(plan.files[0].units):
        place = set_files.packed(studio.home, plan.set, plan.files[0], unit)
        data = place.read_bytes()
        place.write_bytes((data[: len(data) // 2], b"", data[:1000] + b"\xff" * 64 + data[1064:], b"\0" * 99)[number])
    batch = scan.begin(studio, replace(plan, bits=4))
    assert scan.run(studio, batch).failures == ()
    assert {each.row for each in scan_finds.weigh(studio, batch).found} >= {3, 4_100}


@pytest.mark.parametrize("at_once", [False, True])
def test_rows_of_a_table_that_changes_do_not_count_as_those_that_were_planned(studio, whole, tmp_path, at_once) -> None:
    target = written(tmp_path / "a.parquet", changed(whole))
    plan = scan_plan.plan(studio, str(target))
    batch = scan.begin(studio, plan)

    def longer() -> None:
        twice = pa.concat_tables([whole, whole])
        pq.write_table(twice, target, row_group_size=GROUP * 5)

    def progress(done: int, total: int | None, what: str) -> None:
        if not at_once and done == 1:
            longer()

    if at_once:
        longer()
    report = scan.run(studio, batch, progress=progress)
    seen = scan.scanned(studio, batch)
    assert seen.rows == report.done * GROUP * 5
    assert report.done < 4
    assert at_once is (report.done == 0)
    assert {str(error["message"]) for _, error in report.failures} == {"It was changed after this was planned."}
    found = scan_finds.weigh(studio, batch)
    assert not found.done
    assert all(not each.caption for each in found.found)  # a row of the new table has other words
    assert len(list((studio.home / "cache" / "sets").rglob("*.rows"))) == report.done
    _, _, again = scan_all(studio, target)
    assert again.rows == 2 * ROWS


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'{"kind": "parquet", "columns": 3, "units": [{}]}', b"\xff"])
def test_what_is_kept_of_a_server_and_damaged_is_asked_for_anew(studio, whole, tmp_path, damage) -> None:
    server = Ranged(written(tmp_path / "part.parquet", changed(whole)).read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        plan = scan_plan.plan(studio, f"{endpoint}/part.parquet")
        kept = [each for each in (studio.home / "cache" / "sets").rglob("*") if each.is_file()]
        assert len(kept) == 3  # its version, its units, its footer
        for each in kept:
            each.write_bytes(damage)
        again = scan_plan.plan(studio, f"{endpoint}/part.parquet")
        assert again.files[0].units == plan.files[0].units
        batch = scan.begin(studio, again)
        assert scan.run(studio, batch).failures == ()
        assert scan.scanned(studio, batch).rows == ROWS


def test_a_footer_that_lies_is_damaged(studio, whole, tmp_path) -> None:
    path = written(tmp_path / "a.parquet", changed(whole))
    data = bytearray(path.read_bytes())
    random = np.random.default_rng(5)
    folder = tmp_path / "lies"
    folder.mkdir()
    path.rename(folder / "whole.parquet")
    for number in range(12):
        broken = bytearray(data)
        for place in random.integers(len(data) - 1500, len(data) - 8, 6):
            broken[place] = int(random.integers(0, 256))
        (folder / f"{number:02}.parquet").write_bytes(broken)
    (folder / "short.parquet").write_bytes(b"PAR1" + b"\xff" * 20 + b"PAR1")
    (folder / "empty.parquet").write_bytes(b"")
    plan = scan_plan.plan(studio, str(folder))
    assert {"short.parquet", "empty.parquet"} <= {name for name, _ in plan.trouble}
    batch = scan.begin(studio, plan)
    scan.run(studio, batch)
    found = scan_finds.weigh(studio, batch, words=False)
    assert {each.row for each in found.found if each.file == "whole.parquet"} >= {3, 4_100}
    json.dumps([each.row for each in found.found])
    assert plan.first >= 0


def test_units_are_as_many_as_row_groups() -> None:
    assert UNITS == ROWS // GROUP
