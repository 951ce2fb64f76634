"""The sample data set: small, in the schema of COYO-700M, its real rows as they are, its copies where it says."""

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

import imagehash
import pyarrow.parquet as pq
import pytest
from PIL import Image, ImageOps

REPOSITORY = Path(__file__).resolve().parents[2]
SET = REPOSITORY / "resources" / "set"


@pytest.fixture(scope="module")
def rows():
    return pq.read_table(SET / "part-00000.parquet").to_pylist()


@pytest.fixture(scope="module")
def told():
    return tomllib.loads((SET / "planted.toml").read_text("utf-8"))


def test_ten_thousand_rows_in_four_units_and_small(rows) -> None:
    path = SET / "part-00000.parquet"
    assert (len(rows), pq.ParquetFile(path).num_row_groups) == (10_000, 4)
    assert path.stat().st_size < 400_000
    assert all(len(row["image_phash"]) == 16 and int(row["image_phash"], 16) >= 0 for row in rows)


def test_the_real_rows_are_real_and_their_licence_is_named(rows) -> None:
    with (REPOSITORY / "packaging" / "coyo_real_rows.csv").open(encoding="utf-8") as file:
        real = list(csv.DictReader(file))
    for place, each in enumerate(real):
        row = rows[1_000 * (place + 1) + 500]
        assert (row["id"], row["url"], row["image_phash"]) == (int(each["id"]), each["url"], each["image_phash"])
    made = [row["url"] for number, row in enumerate(rows) if number not in range(1_500, 8_000, 1_000)]
    assert {url.split("/")[2].rpartition(".")[2] for url in made} == {"example"}  # addresses that lead nowhere
    readme = (SET / "README.md").read_text("utf-8")
    assert "CC-BY-4.0" in readme
    assert "Kakao Brain" in readme


def test_a_planted_row_has_the_hash_of_its_copy(rows, told) -> None:
    (mirrored,) = [copy["row"] for copy in told["copy"] if copy["work"] == "cover-final"]
    with Image.open(next((REPOSITORY / "resources" / "sample").rglob("cover-final.png"))) as picture:
        copy = ImageOps.mirror(ImageOps.contain(picture.convert("RGB"), (480, 480), Image.Resampling.LANCZOS))
    assert rows[mirrored]["image_phash"] == str(imagehash.phash(copy))
    assert len({copy["shown"] for copy in told["copy"]}) == 5
    assert len(told["near_miss"]) == 4


def test_it_is_made_again_the_same(rows, tmp_path) -> None:
    script = [sys.executable, str(REPOSITORY / "packaging" / "draw_set.py"), str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    assert pq.read_table(tmp_path / "part-00000.parquet").to_pylist() == rows
    assert (tmp_path / "planted.toml").read_bytes() == (SET / "planted.toml").read_bytes()
