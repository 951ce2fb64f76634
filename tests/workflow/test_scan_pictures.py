"""Sets that hold the pictures: tars, folders, tables with a column of them. Hashed, searched and confirmed here."""

import base64
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import imagehash
import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import pytest
from PIL import Image, ImageOps
from sources.served import Asked, Reply, serving
from workflow.ranged import Ranged, agreed

from artistguard.formats.tables import TableKind, Unit
from artistguard.matching import columns
from artistguard.model.egress import Purpose
from artistguard.model.errors import Unreachable, UsageError
from artistguard.model.finds import Key
from artistguard.model.names import Strength
from artistguard.work import scan_pictures
from artistguard.workflow import clients, consents, scan, scan_bytes, scan_finds, scan_plan, scan_weighed, set_files
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

ROWS = 40
PLANTED, MIRRORED, BROKEN = 7, 23, {3: b"no picture at all", 30: b""}


def draw(seed: int, size=(480, 360)) -> Image.Image:
    random = np.random.default_rng(seed)
    small = [Image.fromarray(random.integers(0, 256, (*shape, 3), np.uint8)) for shape in ((7, 9), (60, 80))]
    coarse, fine = (each.resize(size, Image.Resampling.BICUBIC) for each in small)
    return Image.blend(coarse, fine, 0.3)


def coded(picture: Image.Image, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, quality=90)
    return out.getvalue()


@pytest.fixture(scope="module")
def pictures() -> list[bytes]:
    """Pictures of a set: row 7 is the work, row 23 its mirror image, cut; two rows are none."""
    work = draw(1)
    made = [coded(draw(100 + row, (240, 180)), ("JPEG", "PNG", "WEBP")[row % 3]) for row in range(ROWS)]
    made[PLANTED] = coded(work.resize((320, 240)))
    made[MIRRORED] = coded(ImageOps.mirror(work).crop((12, 8, 470, 352)))
    for row, data in BROKEN.items():
        made[row] = data
    return made


@pytest.fixture
def studio(tmp_path):
    (tmp_path / "originals").mkdir()
    for seed in (1, 2, 3):
        draw(seed).save(tmp_path / "originals" / f"{seed}.png")
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        profile = opened.catalogue.profile
        profile.set(replace(profile.get(), name="Ada Wren"))
        import_(opened, [tmp_path / "originals"])
        yield opened


def tar(path: Path, pictures: list[bytes], padded: tuple[int, ...] = ()) -> Path:
    """`padded`: before these rows lies something large that is no picture."""
    with tarfile.open(path, "w") as file:
        for row, data in enumerate(pictures):
            facts = {"url": f"https://example.org/{row}.jpg", "caption": f"picture {row}", "sha256": "0" * 64}
            if row == MIRRORED:
                facts["caption"] = "harbour, art by Ada Wren"
            large = [("bin", bytes(9 << 20))] if row in padded else []
            for ending, content in (*large, ("jpg", data), ("txt", b"text"), ("json", json.dumps(facts).encode())):
                info = tarfile.TarInfo(f"{row:05}.{ending}")
                info.size = len(content)
                file.addfile(info, io.BytesIO(content))
    return path


def folder(path: Path, pictures: list[bytes]) -> Path:
    path.mkdir()
    for row, data in enumerate(pictures):
        (path / f"{row:05}.jpg").write_bytes(data)
    (path / f"{MIRRORED:05}.txt").write_text("harbour, art by Ada Wren", "utf-8")
    (path / f"{PLANTED:05}.json").write_text('{"URL": "https://example.org/7.jpg"}', "utf-8")
    (path / "link.jpg").symlink_to(path / "00000.jpg")
    return path


def table(path: Path, pictures: list[bytes]) -> Path:
    """As Hugging Face's `Image` features are stored, in row groups."""
    images = [{"bytes": data or None, "path": f"{row}.jpg"} if row != 30 else None for row, data in enumerate(pictures)]
    text = [f"picture {row}" if row != MIRRORED else "harbour, art by Ada Wren" for row in range(ROWS)]
    kind = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    made = {"image": pa.array(images, kind), "text": text, "url": [f"https://example.org/{n}.jpg" for n in range(ROWS)]}
    pq.write_table(pa.table(made), path, row_group_size=16)
    return path


def bare(path: Path, pictures: list[bytes]) -> Path:
    """A column of bytes."""
    pq.write_table(pa.table({"jpg": pa.array(pictures, pa.binary()), "caption": ["c"] * ROWS}), path)
    return path


def stream(path: Path, pictures: list[bytes]) -> Path:
    """The same as an Arrow stream, as the datasets library keeps its sets on a disk."""
    found = pq.read_table(table(path.with_suffix(".parquet"), pictures))
    path.with_suffix(".parquet").unlink()
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, found.schema) as writer:
        writer.write_table(found, max_chunksize=16)
    return path


def written(pictures: list[bytes]) -> pa.Table:
    """Pictures as text, some of them as a web page holds them."""
    texts = [base64.b64encode(data).decode() for data in pictures]
    texts[1::2] = [f"data:image/jpeg;base64,{text}" if text else "" for text in texts[1::2]]
    captions = [f"picture {row}" if row != MIRRORED else "harbour, art by Ada Wren" for row in range(len(pictures))]
    return pa.table(
        {"url": [f"https://example.org/{n}.jpg" for n in range(len(texts))], "image": texts, "text": captions}
    )


def as_text(path: Path, pictures: list[bytes]) -> Path:
    """Pictures as text, in each kind of table."""
    found = written(pictures)
    if path.suffix == ".parquet":
        pq.write_table(found, path, row_group_size=16)
    elif path.suffix == ".arrow":
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, found.schema) as writer:
            writer.write_table(found, max_chunksize=16)
    else:
        csv.write_csv(found, path, csv.WriteOptions(delimiter="\t" if path.suffix == ".tsv" else ","))
    return path


MAKERS = {
    "set.tar": tar, "pictures": folder, "set.parquet": table, "bare.parquet": bare, "set.arrow": stream,
    "text.csv": as_text, "text.tsv": as_text, "text.parquet": as_text, "text.arrow": as_text,
}  # fmt: skip


def scan_all(studio: Studio, target: Path | str):
    plan = scan_plan.plan(studio, str(target))
    batch = scan.begin(studio, plan)
    report = scan.run(studio, batch)
    assert report.failures == ()
    return plan, batch, scan_finds.weigh(studio, batch)


@pytest.mark.parametrize("name", MAKERS)
def test_copies_are_found_and_confirmed(studio, pictures, tmp_path, name) -> None:
    plan, _, report = scan_all(studio, MAKERS[name](tmp_path / name, pictures))
    told = name not in ("set.arrow", "text.csv", "text.tsv", "text.arrow")  # these do not say how many they have
    rows = ROWS if told else None
    assert (plan.rows, plan.trouble, report.rows, report.valid) == (rows, (), ROWS, ROWS - len(BROKEN))
    assert plan.first > sum(map(len, pictures)) * 0.9
    found = {each.row: each for each in report.found}
    assert set(found) == {PLANTED, MIRRORED}
    assert {each.work.title for each in report.found} == {"1"}
    assert all(each.same for each in report.found)
    assert [found[row].confirmed.agreement.mirrored for row in (PLANTED, MIRRORED)] == [False, True]
    assert (found[PLANTED].width, found[PLANTED].height) == (320, 240)
    (lost,) = report.trouble
    assert "2 of its pictures could not be read" in lost
    assert "row 3" in lost
    assert scan_finds.record(studio, plan.set.name, report, plan.set.title) == 1
    (card,) = studio.catalogue.finds.cards()
    match = next(each for each in card.matches if each.key is Key.PICTURE)
    assert match.strength is Strength.STRONG
    assert match.details["agreement"]["points"] >= 10
    assert match.details["agreement"]["same"]
    assert "Same picture content as your #" in match.reason
    if name != "bare.parquet":
        assert [hit.found for hit in found[MIRRORED].names] == ["Ada Wren"]
        assert found[PLANTED].url == "https://example.org/7.jpg"


@pytest.mark.parametrize("name", ["set.tar", "pictures", "set.parquet"])
def test_the_second_time_no_picture_is_decoded(studio, pictures, tmp_path, name) -> None:
    _, _, first = scan_all(studio, MAKERS[name](tmp_path / name, pictures))
    plan = scan_plan.plan(studio, str(tmp_path / name))
    assert (plan.first, plan.kept) == (0, ROWS)
    batch = scan.begin(studio, plan)
    scan.run(studio, batch)
    again = scan_finds.weigh(studio, batch)
    assert [(each.row, each.distance, each.same) for each in again.found] == [
        (each.row, each.distance, each.same) for each in first.found
    ]
    assert "2 of its pictures could not be read" in again.trouble[0]


def test_hashes_are_those_of_the_published_kind(studio, pictures, tmp_path) -> None:
    plan, _, _ = scan_all(studio, tar(tmp_path / "set.tar", pictures))
    place = set_files.packed(studio.home, plan.set, plan.files[0], plan.files[0].units[0])
    with place.open("rb") as file:
        (rows,) = columns.unpacked(file)
    for row, data in enumerate(pictures):
        if row not in BROKEN:
            with Image.open(io.BytesIO(data)) as picture:
                assert f"{int(rows.hashes[row]):016x}" == str(imagehash.phash(picture))


def test_the_very_file_is_known_by_its_bytes(studio, pictures, tmp_path) -> None:
    own = (tmp_path / "originals" / "2.png").read_bytes()
    _, _, report = scan_all(studio, tar(tmp_path / "set.tar", [*pictures[:3], own]))
    (found,) = report.found
    assert (found.row, found.way, found.work.title) == (3, scan_weighed.SAME, "2")


def test_units_of_a_tar_are_parts_of_it(studio, pictures, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(scan_pictures, "CHUNK", 16)
    with tar(tmp_path / "set.tar", pictures).open("rb") as file:
        told = scan_pictures.plan(file, {"kind": "tar", "columns": {}}, TableKind.TAR)
        assert [(unit["first_row"], unit["rows"]) for unit in told["units"]] == [(0, 16), (16, 16), (32, 8)]
        unit = Unit(1, 16, 16)
        some = list(scan_pictures.rows(file, {"kind": "tar", "columns": {}}, unit))
        assert [each.row for each in some] == list(range(16, 32))
        assert scan_pictures.picture(some, MIRRORED) == pictures[MIRRORED]


def test_a_tar_that_is_cut_off_is_searched_up_to_there(studio, pictures, tmp_path) -> None:
    whole = tar(tmp_path / "whole.tar", pictures).read_bytes()
    (tmp_path / "cut.tar").write_bytes(whole[: len(whole) // 2])
    plan, _, report = scan_all(studio, tmp_path / "cut.tar")
    ((name, error),) = plan.trouble
    assert name == "cut.tar"
    assert "cut off" in error.message
    assert "What comes before that is searched" in error.message
    assert 0 < plan.rows < ROWS
    assert {each.row for each in report.found} >= {PLANTED}


def test_hostile_pictures_cost_a_row_each(studio, pictures, tmp_path) -> None:
    huge = io.BytesIO()
    Image.new("1", (60_000, 60_000)).save(huge, "PNG")
    hostile = [
        huge.getvalue(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\3\4" + bytes(100),
        tar(tmp_path / "inner.tar", pictures[:4]).read_bytes(),
        pictures[0][:200],
        b"\xff\xd8\xff" + bytes(5000),
    ]
    _, _, report = scan_all(studio, tar(tmp_path / "set.tar", [*hostile, pictures[PLANTED]]))
    assert (report.rows, report.valid) == (7, 1)
    assert [each.row for each in report.found] == [6]
    assert "6 of its pictures could not be read" in report.trouble[0]
    assert "at most 100 million" in report.trouble[0]


def test_hostile_texts_cost_a_row_each(studio, pictures, tmp_path) -> None:
    huge = io.BytesIO()
    Image.new("1", (60_000, 60_000)).save(huge, "PNG")
    code = base64.b64encode
    hostile = [
        "data:image/svg+xml;utf8,<svg/>",
        "data:image/png;base64,",
        "data:text/html;base64,PGI+",
        "https://example.org/1.jpg",
        "A" * 9,
        "\N{SNOWMAN}" * 100,
        "=" * 1000,
        code(huge.getvalue()).decode(),
        code(b"PK\3\4" + bytes(100)).decode(),
        code(pictures[0][:200]).decode(),
        "B" * 12_000_000,
    ]
    texts = [*hostile, code(pictures[PLANTED]).decode()]
    for name in ("text.csv", "text.parquet"):
        found = pa.table({"image": texts, "text": ["c"] * len(texts)})
        (csv.write_csv if name == "text.csv" else pq.write_table)(found, tmp_path / name)
        _, _, report = scan_all(studio, tmp_path / name)
        assert (report.rows, report.valid, report.cut) == (len(texts), 1, ())
        assert [(each.row, each.same) for each in report.found] == [(len(hostile), True)]
        assert f"{len(hostile)} of its pictures could not be read" in report.trouble[0]
        assert "row 0: It is not base64" in report.trouble[0]


def test_a_text_that_is_larger_than_any_picture_is_a_row(studio, pictures, tmp_path) -> None:
    texts = ["C" * (100 << 20), base64.b64encode(pictures[PLANTED]).decode()]
    pq.write_table(pa.table({"image": texts}), tmp_path / "large.parquet")
    _, _, report = scan_all(studio, tmp_path / "large.parquet")
    assert [each.row for each in report.found] == [1]
    assert "at most 67,108,864 are read" in report.trouble[0]


def test_a_line_that_is_longer_than_is_read_ends_a_table(studio, pictures, tmp_path) -> None:
    texts = [base64.b64encode(pictures[PLANTED]).decode(), "D" * (40 << 20), "E"]
    csv.write_csv(pa.table({"image": texts}), tmp_path / "long.csv")
    _, _, report = scan_all(studio, tmp_path / "long.csv")
    assert [(each.row, each.same) for each in report.found] == [(0, True)]
    ((name, why),) = report.cut
    assert name == "long.csv"
    assert "A line of the table has more than 16,777,216 bytes. What comes before that is searched." in why
    assert not report.coverage.whole
    assert scan_plan.plan(studio, str(tmp_path / "long.csv")).trouble[0][1].message == why


def test_a_column_of_texts_is_no_column_of_pictures(studio, pictures, tmp_path) -> None:
    texts = [f"https://example.org/{row}.jpg" for row in range(ROWS)]
    csv.write_csv(pa.table({"image": texts, "text": texts}), tmp_path / "set.csv")
    pq.write_table(pa.table({"image": texts, "text": texts}), tmp_path / "set.parquet")
    pq.write_table(pa.table({"image": pa.array([], pa.string())}), tmp_path / "none.parquet")
    for name in ("set.csv", "set.parquet", "none.parquet"):
        with pytest.raises(UsageError, match="Nothing that can be scanned"):
            scan_plan.plan(studio, str(tmp_path / name))


def test_hashes_go_first_and_their_finds_are_compared_on_the_text(studio, pictures, tmp_path) -> None:
    hashes = [scan_pictures.hash_of(data)[0] if row not in BROKEN else 0 for row, data in enumerate(pictures)]
    found = written(pictures).append_column("phash", pa.array([f"{value:016x}" for value in hashes]))
    csv.write_csv(found, tmp_path / "set.csv")
    plan, _, report = scan_all(studio, tmp_path / "set.csv")
    assert not plan.files[0].hashed_here
    assert {each.row for each in report.found if each.same} == {PLANTED, MIRRORED}


def test_pictures_as_text_on_a_server(studio, pictures, tmp_path) -> None:
    texts = written(pictures)
    padding = pa.array(["x" * 300_000] * ROWS)  # so that it is more than is read at once
    csv.write_csv(texts.append_column("more", padding), tmp_path / "set.csv")
    server = Ranged((tmp_path / "set.csv").read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        plan = scan_plan.plan(studio, f"{endpoint}/set.csv")
        assert plan.looked == server.sent < 2_000_000 < plan.first == len(server.data)  # its head tells what it holds
        batch = scan.begin(studio, plan)
        assert scan.run(studio, batch).failures == ()
        assert server.sent - plan.looked == plan.first
        report = scan_finds.weigh(studio, batch)
        assert {each.row for each in report.found if each.same} == {PLANTED, MIRRORED}
        assert (report.rows, report.valid) == (ROWS, ROWS - len(BROKEN))

        server.etag, server.ends = '"two"', len(server.data) - 100
        batch = scan.begin(studio, scan_plan.plan(studio, f"{endpoint}/set.csv"))
        ((_, error),) = scan.run(studio, batch).failures
        assert error["code"] == Unreachable.code


def test_nothing_to_search_is_said(studio, tmp_path) -> None:
    with tarfile.open(tmp_path / "empty.tar", "w"):
        pass
    with pytest.raises(UsageError, match="Nothing that can be scanned") as caught:
        scan_plan.plan(studio, str(tmp_path / "empty.tar"))
    assert caught.value.advice == "There is no picture in it."
    (tmp_path / "lie.tar").write_bytes(b"x" * 2000)
    with pytest.raises(UsageError) as caught:
        scan_plan.plan(studio, str(tmp_path / "lie.tar"))
    assert "is damaged" in caught.value.advice


def test_a_folder_that_changes_is_not_mixed_up(studio, pictures, tmp_path) -> None:
    where = folder(tmp_path / "pictures", pictures)
    plan = scan_plan.plan(studio, str(where))
    (where / "00000a.jpg").write_bytes(pictures[0])
    batch = scan.begin(studio, plan)
    report = scan.run(studio, batch)
    assert "was changed while it was read" in str(report.failures[0][1]["message"])
    assert scan_plan.plan(studio, str(where)).rows == ROWS + 1


def test_tars_with_their_tables_and_folders_in_folders(studio, pictures, tmp_path) -> None:
    """As img2dataset lays them out."""
    (tmp_path / "out").mkdir()
    tar(tmp_path / "out" / "00000.tar", pictures)
    pq.write_table(pa.table({"url": ["https://example.org/0.jpg"]}), tmp_path / "out" / "00000.parquet")
    folder(tmp_path / "out" / "00001", pictures[:10])
    plan, _, report = scan_all(studio, tmp_path / "out")
    assert [each.name for each in plan.files] == ["00000.tar", "00001"]
    assert plan.trouble == ()
    assert {(each.file, each.row) for each in report.found} == {
        ("00000.tar", PLANTED), ("00000.tar", MIRRORED), ("00001", PLANTED),
    }  # fmt: skip


def test_a_table_of_pictures_on_a_server_is_read_in_parts(studio, pictures, tmp_path) -> None:
    data = table(tmp_path / "set.parquet", pictures).read_bytes()

    def served(asked: Asked) -> Reply:
        first, last = map(int, asked.headers["range"].removeprefix("bytes=").split("-"))
        body = data[first : last + 1]
        told = f"bytes {first}-{first + len(body) - 1}/{len(data)}"
        return Reply(206, body, {"Content-Range": told, "ETag": '"one"'})

    with serving(served) as endpoint:
        host = endpoint.removeprefix("http://")
        studio.save(replace(studio.settings, network=True, local_hosts=host))
        consents.agree(studio, host, [Purpose.WATCH], "a test's server")
        _, _, report = scan_all(studio, f"{endpoint}/set.parquet")
    assert {each.row for each in report.found if each.same} == {PLANTED, MIRRORED}
    assert (report.rows, report.valid) == (ROWS, ROWS - len(BROKEN))


def test_more_hits_than_are_compared_are_said(studio, pictures, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(scan_bytes, "MOST_CONFIRMED", 1)
    _, _, report = scan_all(studio, tar(tmp_path / "set.tar", pictures))
    assert sum(each.confirmed is not None for each in report.found) == 1
    assert "rows further away were not compared point by point" in report.trouble[-1]


def test_a_tar_on_a_server_is_read_once_and_its_hits_alone_again(studio, pictures, tmp_path) -> None:
    server = Ranged(tar(tmp_path / "set.tar", pictures).read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        plan = scan_plan.plan(studio, f"{endpoint}/set.tar")
        assert (plan.rows, plan.first, plan.looked, server.sent) == (None, len(server.data), 64, 64)
        assert "The set holds the pictures themselves" in plan.sentence
        batch = scan.begin(studio, plan)
        assert scan.run(studio, batch).failures == ()
        assert server.sent - 64 == plan.first  # all of it, once
        before = server.sent
        report = scan_finds.weigh(studio, batch)
        assert server.sent - before < 0.3 * plan.first  # the rows that were found, for their words and to be compared
        found = {each.row: each for each in report.found}
        assert set(found) == {PLANTED, MIRRORED}
        assert all(each.same for each in report.found)
        assert (report.rows, report.valid) == (ROWS, ROWS - len(BROKEN))
        assert found[PLANTED].url == "https://example.org/7.jpg"
        assert [hit.found for hit in found[MIRRORED].names] == ["Ada Wren"]
        before = server.sent
        again = scan_plan.plan(studio, f"{endpoint}/set.tar")
        assert (again.first, again.looked) == (0, 0)
        scan.run(studio, scan.begin(studio, again))
        assert server.sent == before


def test_the_picture_that_a_sealed_work_is_near_to_is_not_fetched_again(studio, pictures, tmp_path) -> None:
    server = Ranged(tar(tmp_path / "set.tar", pictures).read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        works = [each.id for each in studio.catalogue.works.iterate()]
        clients.assign(studio, works, clients.seal(studio, clients.add(studio, "Hush")))
        batch = scan.begin(studio, scan_plan.plan(studio, f"{endpoint}/set.tar"))
        assert scan.run(studio, batch).failures == ()
        requests = server.requests
        report = scan_finds.weigh(studio, batch)
        assert server.requests == requests
    assert report.raw > 0
    assert any("not compared: its server would learn" in line for line in report.trouble)
