"""Scans where little is as usual: files that share a name, a dozen copies, other hashes, little memory."""

import os
from dataclasses import replace

import imagehash
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image
from sources.served import serving
from workflow.ranged import Ranged, agreed
from workflow.test_scan import GROUP, ROWS, draw, scan_all, table

from artistguard.formats.tables import Field
from artistguard.matching.odds import Band
from artistguard.model.errors import UsageError
from artistguard.workflow import clients, image_sets, scan, scan_finds, scan_plan, scan_time, scan_words, set_files
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


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
        profile = opened.catalogue.profile
        profile.set(replace(profile.get(), name="Ada Wren"))
        import_(opened, [originals])
        yield opened


def with_column(whole: pa.Table, name: str, values) -> pa.Table:
    return whole.set_column(whole.column_names.index(name), name, pa.array(values))


def hash_of(path) -> str:
    with Image.open(path) as picture:
        return str(imagehash.phash(picture))


def test_files_of_one_name_size_and_time_are_two_files(studio, whole, tmp_path) -> None:
    reversed_ = whole.take(pa.array(range(ROWS - 1, -1, -1)))
    for part, rows in (("a", whole), ("b", reversed_)):
        (tmp_path / "set" / part).mkdir(parents=True)
        pq.write_table(rows, tmp_path / "set" / part / "x.parquet", compression="none", use_dictionary=False)
        os.utime(tmp_path / "set" / part / "x.parquet", ns=(10**18, 10**18))
    plan, _, report = scan_all(studio, tmp_path / "set")
    first, second = plan.files
    assert (first.size, first.version) == (second.size, second.version)
    assert (report.rows, report.valid) == (2 * ROWS, 2 * ROWS)
    rows = {name: {each.row for each in report.found if each.file == name} for name in ("a/x.parquet", "b/x.parquet")}
    assert rows["a/x.parquet"] >= {3, 4_100, 9_000}
    assert rows["b/x.parquet"] >= {ROWS - 1 - 3, ROWS - 1 - 4_100, ROWS - 1 - 9_000}
    listed = image_sets.ImageSet("both", "Both", (str(tmp_path / "set" / "a"), str(tmp_path / "set" / "b")))
    files, _ = set_files.surveyed(studio, listed, {}, lambda file: None)
    assert len({each.name for each in files}) == 2


def test_other_columns_are_another_wish(studio, whole, tmp_path) -> None:
    target = tmp_path / "set.parquet"
    pq.write_table(whole.append_column("other", whole["image_phash"]), target)
    batch = scan.begin(studio, scan_plan.plan(studio, str(target), columns={Field.HASH: "other"}))
    right = scan.begin(studio, scan_plan.plan(studio, str(target)))
    assert right != batch
    assert scan.begin(studio, scan_plan.plan(studio, str(target))) == right
    words = scan_words.begin(studio, scan_words.plan(studio, str(target), columns={Field.CAPTION: "other"}))
    assert scan_words.begin(studio, scan_words.plan(studio, str(target))) != words


def test_a_dozen_copies_of_one_work_are_said_though_none_can_be_told(studio, originals, whole, tmp_path) -> None:
    hashes = whole["image_phash"].to_pylist()
    for row in range(100, 112):
        hashes[row] = hash_of(originals / "two.png")
    target = tmp_path / "set.parquet"
    pq.write_table(with_column(whole, "image_phash", hashes), target)
    _, _, report = scan_all(studio, target)
    (said,) = [line for line in report.trouble if "within 2 bits" in line]
    assert "two: 12 rows" in said
    assert "one" in {each.work.title for each in report.found}


def test_rows_whose_words_are_not_read_are_shown_all_the_same(studio, whole, tmp_path, monkeypatch) -> None:
    target = tmp_path / "set.parquet"
    pq.write_table(whole, target)
    monkeypatch.setattr(scan_finds, "_MOST_READ", 1)
    _, _, report = scan_all(studio, target)
    assert report.read == 1
    assert {each.row for each in report.found} >= {3, 4_100, 9_000}
    assert any(line.endswith("rows further away were not read.") for line in report.trouble)


def test_a_name_that_strangers_bear_too_is_worth_little_however_many_copies_there_are(
    studio, originals, whole, tmp_path
) -> None:
    """Copies tell nothing of how often a row says the name by chance."""
    hashes, captions = whole["image_phash"].to_pylist(), ["by Ada Wren"] * ROWS
    for row in range(200, 208):
        hashes[row] = hash_of(originals / "one.png")
    target = tmp_path / "set.parquet"
    pq.write_table(with_column(with_column(whole, "image_phash", hashes), "text", captions), target)
    _, _, report = scan_all(studio, target)
    assert report.found
    assert {each.odds.words for each in report.found} == {1.0}


def test_without_the_rows_that_were_searched_it_is_said_that_nothing_was_weighed(studio, whole, tmp_path) -> None:
    target = tmp_path / "set.parquet"
    pq.write_table(whole, target)
    plan, batch, report = scan_all(studio, target)
    assert report.found
    set_files.packed(studio.home, plan.set, plan.files[0], plan.files[0].units[0]).unlink()
    report = scan_finds.weigh(studio, batch)
    assert (report.found, report.background) == ((), 0)
    assert any("no hit could be weighed" in line for line in report.trouble)


def test_one_row_and_equal_rows_are_searched_and_told_apart_from_nothing(studio, originals, tmp_path) -> None:
    for hashes in ([hash_of(originals / "one.png")], [hash_of(originals / "one.png")] * 500):
        target = tmp_path / f"{len(hashes)}.parquet"
        pq.write_table(pa.table({"image_phash": hashes}), target)
        _, _, report = scan_all(studio, target)
        assert (report.rows, report.background) == (len(hashes), len(hashes))
        assert report.raw == len(hashes)
        assert all(each.band is not Band.LIKELY for each in report.found)  # a handful of rows measures nothing


def test_hashes_of_another_kind_are_left_aside(studio, originals, whole, tmp_path) -> None:
    target = tmp_path / "set.parquet"
    pq.write_table(whole, target)
    own = studio.home / image_sets.OWN
    entry = f'[other]\ntitle = "Other (2026)"\nhash_kind = "dHash"\nfiles = ["{target}"]\n'
    own.write_text(entry, "utf-8")
    with pytest.raises(UsageError) as raised:
        scan_plan.plan(studio, "other")
    assert "of another kind (dhash)" in f"{raised.value.message} {raised.value.advice}"
    digests = ["0" * 64] * ROWS
    digests[7] = next(iter(studio.catalogue.works.iterate())).editions[0].sha256
    pq.write_table(whole.append_column("sha256", pa.array(digests)), target)
    plan, _, report = scan_all(studio, "other")
    assert "another kind (dhash) and are not used" in plan.sentence
    assert [each.row for each in report.found] == [7]
    own.write_text(entry.replace("dHash", "pHash"), "utf-8")
    assert Field.HASH in scan_plan.plan(studio, "other").files[0].columns


def test_an_index_leaves_room_in_its_worker(studio) -> None:
    studio.settings = replace(studio.settings, worker_memory_mb=1024)
    assert scan_time.memory(studio) <= 512 * 2**20
    studio.settings = replace(studio.settings, worker_memory_mb=1 << 20)
    assert scan_time.memory(studio) * studio.pool.size <= 2 * 2**30


def test_one_hash_searched_for_in_a_table_without_rows(studio, tmp_path) -> None:
    target = tmp_path / "none.parquet"
    pq.write_table(pa.table({"image_phash": pa.array([], pa.string())}), target)
    _, _, report = scan_all(studio, target)
    assert (report.rows, report.found) == (0, ())
    assert np.isfinite(scan_plan.plan(studio, str(target)).seconds)


def test_no_server_learns_which_rows_are_near_to_a_sealed_work(studio, whole, tmp_path) -> None:
    target = tmp_path / "set.parquet"
    pq.write_table(whole, target, row_group_size=GROUP)
    server = Ranged(target.read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        works = [each.id for each in studio.catalogue.works.iterate()]
        clients.assign(studio, works, clients.seal(studio, clients.add(studio, "Hush")))
        batch = scan.begin(studio, scan_plan.plan(studio, f"{endpoint}/set.parquet"))
        assert scan.run(studio, batch).failures == ()
        requests = server.requests
        report = scan_finds.weigh(studio, batch)
        assert server.requests == requests
    assert {each.row for each in report.found} >= {3, 4_100, 9_000}
    assert {each.url for each in report.found} == {""}
    assert any("which rows a seal is about" in line for line in report.trouble)
