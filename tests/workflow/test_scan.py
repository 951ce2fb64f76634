"""A data set scanned for the works: found, weighed, made cards; from disk and from a server; stopped anywhere."""

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import imagehash
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image, ImageOps
from workflow.scan_victim import SCAN, killed

from artistguard.formats.tables import Field
from artistguard.matching.odds import Band
from artistguard.model.errors import UsageError
from artistguard.model.jobs import JobState
from artistguard.model.protocols import CancelToken
from artistguard.model.turns import Turn
from artistguard.workflow import image_sets, scan, scan_cards, scan_finds, scan_plan, scan_weighed, searchable
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

ROWS, GROUP = 20_000, 1_000
UNITS = ROWS // GROUP
PLANTED = {3: "as it is", 4_100: "mirrored", 9_000: "square", 17_500: "cut"}


def draw(path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (9, 13, 3), np.uint8)).resize((780, 540), Image.Resampling.BICUBIC)
    fine = Image.fromarray(random.integers(0, 256, (90, 130, 3), np.uint8)).resize((780, 540), Image.Resampling.BICUBIC)
    Image.blend(coarse, fine, 0.25).save(path)


def copy(picture: Image.Image, how: str) -> Image.Image:
    if how == "mirrored":
        return ImageOps.mirror(picture)
    if how == "square":
        return ImageOps.fit(picture, (512, 512))
    if how == "cut":
        return picture.crop((60, 40, 780, 540))
    return picture


def table(originals: Path, *, without=()) -> pa.Table:
    """Random rows with the structure of real hashes, and a copy of the first work in four of them."""
    random = np.random.default_rng(7)
    ones = np.argsort(random.random((ROWS, 64)), axis=1) < 32
    hashes = [f"{int(v):016x}" for v in np.packbits(ones, axis=1).view(">u8")[:, 0]]
    widths, heights = random.integers(200, 1500, ROWS).tolist(), random.integers(200, 1500, ROWS).tolist()
    captions = [f"picture {n}" for n in range(ROWS)]
    with Image.open(originals / "one.png") as picture:
        for row, how in PLANTED.items():
            made = copy(picture, how)
            hashes[row] = str(imagehash.phash(made))
            widths[row], heights[row] = made.size
    captions[4_100] = "harbour at night, art by Ada Wren"
    columns = {
        "url": [f"https://example.org/{n}.jpg" for n in range(ROWS)],
        "text": captions,
        "width": pa.array(widths, pa.int32()),
        "height": pa.array(heights, pa.int32()),
        "image_phash": hashes,
    }
    return pa.table({name: values for name, values in columns.items() if name not in without})


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    for seed, name in enumerate(("one", "two", "three")):
        draw(folder / f"{name}.png", seed)
    return folder


@pytest.fixture(scope="module")
def tables(originals, tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    pq.write_table(table(originals), folder / "part.parquet", row_group_size=GROUP)
    return folder


@pytest.fixture
def studio(originals, tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        profile = opened.catalogue.profile
        profile.set(replace(profile.get(), name="Ada Wren"))
        import_(opened, [originals])
        yield opened


def scan_all(studio: Studio, target: Path | str, **more):
    plan = scan_plan.plan(studio, str(target), **more)
    batch = scan.begin(studio, plan)
    report = scan.run(studio, batch)
    assert report.failures == ()
    return plan, batch, scan_finds.weigh(studio, batch)


def test_planted_copies_are_found_and_chance_is_not(studio, tables) -> None:
    plan, batch, report = scan_all(studio, tables)
    assert (plan.rows, plan.bits, plan.remote, len(plan.files[0].units)) == (ROWS, 8, False, UNITS)
    assert plan.first > 20_000
    assert {each.row for each in report.found} == set(PLANTED)
    assert {each.row for each in report.found if each.band is Band.LIKELY} >= {3, 4_100, 9_000}
    found = {each.row: each for each in report.found}
    assert {each.work.title for each in report.found} == {"one"}
    assert found[4_100].turn is Turn.MIRRORED
    assert found[9_000].way == "the middle square"
    assert found[3].url == "https://example.org/3.jpg"
    assert [hit.found for hit in found[4_100].names] == ["Ada Wren"]
    assert found[4_100].odds.words < 1
    assert (report.rows, report.valid, report.coverage.whole) == (ROWS, ROWS, True)
    assert scan_finds.record(studio, plan.set.name, report, plan.set.title) == 1
    (card,) = studio.catalogue.finds.cards()
    assert card.severe  # a picture and the name in one row
    assert len(card.members) == len(PLANTED)
    assert "says the set lists a picture of this hash; not that a model learned it" in card.why
    assert scan_finds.record(studio, plan.set.name, report, plan.set.title) == 0
    assert studio.catalogue.jobs.progress(batch)[JobState.DONE] == UNITS


def test_a_second_scan_reads_what_the_first_packed(studio, tables) -> None:
    _, _, first = scan_all(studio, tables)
    plan = scan_plan.plan(studio, str(tables))
    assert (plan.kept, plan.first) == (ROWS, 0)
    batch = scan.begin(studio, plan)
    scan.run(studio, batch)
    assert all(dict(job.result or {})["packed"] for job in studio.catalogue.jobs.iterate(batch))
    again = scan_finds.weigh(studio, batch)
    assert [(each.row, each.distance) for each in again.found] == [(each.row, each.distance) for each in first.found]


def test_stopped_and_gone_on_with(studio, tables) -> None:
    plan = scan_plan.plan(studio, str(tables))
    batch = scan.begin(studio, plan)
    stop = CancelToken()
    scan.run(studio, batch, cancel=stop, progress=lambda done, total, what: stop.cancel())
    seen = scan.scanned(studio, batch)
    assert 0 < seen.units_done < seen.units == UNITS
    partly = scan_finds.weigh(studio, batch)
    assert not partly.coverage.whole
    assert partly.coverage.note == "The scan is not finished."
    assert scan.begin(studio, scan_plan.plan(studio, str(tables))) == batch  # the same wish is the same scan
    scan.run(studio, batch)
    assert scan_finds.weigh(studio, batch).coverage.whole


def test_without_sizes_and_words_the_hash_alone_counts(studio, originals, tmp_path) -> None:
    path = tmp_path / "bare.parquet"
    pq.write_table(table(originals, without=("url", "text", "width", "height")), path)
    _, _, report = scan_all(studio, path)
    assert {3, 4_100, 9_000} <= {each.row for each in report.found} <= set(PLANTED)
    assert {each.odds.shape for each in report.found} == {1.0}
    assert {each.url for each in report.found} == {""}


def test_other_names_of_columns_and_other_kinds_of_tables(studio, originals, tmp_path) -> None:
    import pyarrow.csv as csv

    found = table(originals, without=("url", "text")).rename_columns(["w", "h", "fingerprint"])
    csv.write_csv(found, tmp_path / "set.csv")
    with pytest.raises(UsageError, match="Nothing that can be scanned"):
        scan_plan.plan(studio, str(tmp_path / "set.csv"))
    _, _, report = scan_all(studio, tmp_path / "set.csv", columns={Field.HASH: "fingerprint"})
    assert {3, 4_100, 9_000} <= {each.row for each in report.found}


def test_a_damaged_file_is_named_and_the_rest_is_searched(studio, tables, tmp_path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    whole = (tables / "part.parquet").read_bytes()
    (folder / "a.parquet").write_bytes(whole)
    (folder / "b.parquet").write_bytes(whole[: len(whole) // 3])
    plan = scan_plan.plan(studio, str(folder))
    assert [name for name, _ in plan.trouble] == ["b.parquet"]
    assert [each.name for each in plan.files] == ["a.parquet"]
    for target, words in ((tmp_path / "nowhere", "no set"), (folder / "b.parquet", "Nothing that can be scanned")):
        with pytest.raises(UsageError, match=words):
            scan_plan.plan(studio, str(target))


@pytest.mark.parametrize(("digest", "with_hashes"), [("sha256", True), ("sha256", False), ("md5", False)])
def test_the_very_file_is_the_strongest_find(studio, originals, tmp_path, digest, with_hashes) -> None:
    digests = [hashlib.new(digest, b"%d" % row).hexdigest() for row in range(ROWS)]
    digests[77] = hashlib.new(digest, (originals / "two.png").read_bytes()).hexdigest().upper()
    digests[78] = "no digest"
    digests[79] = digests[77][:16] + "0" * (len(digests[77]) - 16)  # alike in what is packed, and another file
    bare = table(originals, without=() if with_hashes else ("image_phash", "width", "height"))
    pq.write_table(bare.append_column(digest, [digests]), tmp_path / "set.parquet")
    plan, _, report = scan_all(studio, tmp_path / "set.parquet")
    own = sum(path.stat().st_size for path in originals.iterdir())
    assert plan.digested == (own if digest == "md5" else 0)
    assert ("of your own files are read" in plan.sentence) == (digest == "md5")
    assert scan_plan.plan(studio, str(tmp_path / "set.parquet")).digested == 0  # read once
    best = report.found[0]
    assert (best.row, best.work.title, best.way, best.band) == (77, "two", scan_weighed.SAME, Band.LIKELY)
    assert best.url == "https://example.org/77.jpg"
    said = scan_cards.sentence(best, "it")
    assert f"Its {'MD5' if digest == 'md5' else 'SHA-256'} is that" in said
    assert "the very file, to the byte" in said
    assert ("made another file" in said) == (digest == "md5")
    assert len(report.found) == (1 + len(PLANTED) if with_hashes else 1)
    assert report.valid == (ROWS if with_hashes else ROWS - 1)
    scan_finds.record(studio, plan.set.name, report, plan.set.title)
    again = scan.begin(studio, replace(plan, bits=4))  # from what was packed
    scan.run(studio, again)
    assert scan_finds.weigh(studio, again).found[0].row == 77


def test_the_better_digest_is_taken_and_a_changed_file_has_none(studio, originals, tmp_path) -> None:
    both = pa.table({"md5": ["0" * 32], "sha256": ["0" * 64], "url": ["https://example.org/1.jpg"]})
    pq.write_table(both, tmp_path / "both.parquet")
    assert scan_plan.plan(studio, str(tmp_path / "both.parquet")).digested == 0
    draw(tmp_path / "mine.png", 9)
    import_(studio, [tmp_path / "mine.png"])
    md5 = hashlib.md5((tmp_path / "mine.png").read_bytes()).hexdigest()
    draw(tmp_path / "mine.png", 10)  # behind the program's back
    pq.write_table(pa.table({"md5": [md5]}), tmp_path / "few.parquet")
    _, _, report = scan_all(studio, tmp_path / "few.parquet")
    assert report.found == ()


def test_other_columns_are_other_rows(studio, tables) -> None:
    """What was packed of one column is not taken for another."""
    plan, _, _ = scan_all(studio, tables)
    again = scan_plan.plan(studio, str(tables), columns={Field.HASH: "text"})
    assert (plan.files[0].columns[Field.HASH], again.files[0].columns[Field.HASH]) == ("image_phash", "text")
    assert (again.kept, again.first > 0) == (0, True)


def test_a_flat_work_is_matched_by_an_equal_hash_alone(studio, originals, tmp_path) -> None:
    Image.new("RGB", (640, 480), (12, 80, 160)).save(tmp_path / "flat.png")
    import_(studio, [tmp_path / "flat.png"])
    flat = next(each for each in searchable.portfolio(studio).pictures if each.work.title == "flat")
    assert flat.gate.bits == 0
    assert scan_plan.plan(studio, str(_bare(tmp_path, ["0" * 16]))).plain == 1


def _bare(folder: Path, hashes) -> Path:
    pq.write_table(pa.table({"image_phash": hashes}), folder / "few.parquet")
    return folder / "few.parquet"


def test_chance_decides_how_far_off_a_hash_may_be() -> None:
    assert scan_plan.threshold(60_000, 10_000) == 8
    assert scan_plan.threshold(747_000_000, 1_000_000) == 0
    assert scan_plan.threshold(747_000_000, 50_000) == 4
    assert [scan_plan.threshold(10**6, 10**n) for n in range(1, 10)] == sorted(
        (scan_plan.threshold(10**6, 10**n) for n in range(1, 10)), reverse=True
    )


def test_known_sets_are_data_and_the_user_adds_to_them(studio, tables) -> None:
    coyo = image_sets.known(studio)["coyo-700m"]
    assert (len(coyo.places), coyo.rows) == (128, 746_972_269)
    assert coyo.places[3].endswith("part-00003-17da4908-939c-46e5-91d0-15f256041956-c000.snappy.parquet")
    own = studio.home / image_sets.OWN
    own.write_text(f'[mine]\ntitle = "Mine (2026)"\nfiles = ["{tables / "part.parquet"}"]\n', "utf-8")
    assert scan_plan.plan(studio, "mine").set.title == "Mine (2026)"
    own.write_text("[mine]\ntitle = 3\n", "utf-8")
    with pytest.raises(UsageError, match="not described as it should be"):
        image_sets.known(studio)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_midway_no_finished_unit_is_searched_again(studio, tables) -> None:
    studio.close()
    killed(studio.home, SCAN, tables, unit=9)
    with Studio(studio.home, passphrase=lambda: None, keychain=False) as again:
        plan = scan_plan.plan(again, str(tables))
        batch = scan.begin(again, plan)
        done = {job.id for job in again.catalogue.jobs.iterate(batch, (JobState.DONE,))}
        scan.run(again, batch)
        states = again.catalogue.jobs.progress(batch)
        assert states[JobState.DONE] == UNITS
        attempts = {job.id: job.attempts for job in again.catalogue.jobs.iterate(batch)}
        assert {attempts[job] for job in done} <= {1}
        report = scan_finds.weigh(again, batch)
        assert report.rows == ROWS
        assert {each.row for each in report.found} == set(PLANTED)
