"""artistguard scan, as a person and as a script uses it."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import imagehash
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pictures import draw
from PIL import Image

from artistguard.cli.app import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line on a portfolio of one work."""

    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    draw(7).save(tmp_path / "a work.png")
    assert command("import", tmp_path / "a work.png")[0] == 0
    return command


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Rows that hold nothing of the artist's."""
    made = tmp_path / "set" / "part.parquet"
    made.parent.mkdir()
    pq.write_table(pa.table({"image_phash": [f"{row * 0x0123456789ABCDEF % 2**64:016x}" for row in range(500)]}), made)
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--workers", "0"), "--workers is a number from 1 on."),
        (("--workers", "-1"), "--workers is a number from 1 on."),
        (("--workers", "500"), "workers is a number from 0 to 64."),
        (("--threshold", "11"), "--threshold is auto, or a number from 0 to 10."),
        (("--threshold", "\u0663"), "--threshold is auto, or a number from 0 to 10."),
    ],
)
def test_what_cannot_be_asked_is_said(run: Run, table: Path, words: tuple[str, str], said: str) -> None:
    code, out, err = run("scan", table, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_no_name_is_no_set_and_here_is_the_folder_one_stands_in(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = run("scan", "")
    assert code == 2
    assert "There is no set, file or folder named ''." in err
    monkeypatch.chdir(table.parent)
    code, out, _ = run("--json", "scan", ".")
    [told] = json.loads(out)["scans"]
    assert (code, told["set"], told["rows"]) == (0, str(table.parent), 500)
    assert told["coverage"]["what"] == "rows of set, by picture"


def test_nothing_found_says_what_it_does_not_show(run: Run, table: Path) -> None:
    code, out, _ = run("scan", table)
    assert code == 0
    assert "Nothing of yours found in 500 of 500 rows of part.parquet." in out
    assert "not that no work of yours is in the set" in out
    code, out, _ = run("--json", "scan", table)
    [told] = json.loads(out)["scans"]
    assert told["says"].startswith("That says that none of these rows is near")

    digests = table.with_name("digests.parquet")
    pq.write_table(pa.table({"sha256": [hashlib.sha256(b"%d" % row).hexdigest() for row in range(300)]}), digests)
    code, out, _ = run("scan", digests)
    assert code == 0
    assert "300 rows against the files of 1 work, by digests alone." in out
    assert "none of these rows is a file of yours to the byte" in out
    assert "near" not in out

    none = table.with_name("none.csv")
    none.write_text("phash,url\nno hash,https://x.example/1\n", "utf-8")
    code, out, _ = run("scan", none)
    assert code == 0
    assert "No row of none.csv that was read has a hash, so nothing was searched." in out
    assert "Nothing of yours" not in out


def test_a_find_says_what_it_does_not_show_and_its_number_is_no_finer_than_it_can_be(
    run: Run, table: Path, tmp_path: Path
) -> None:
    rows = pq.read_table(table).column("image_phash").to_pylist()
    with Image.open(tmp_path / "a work.png") as work:
        rows[77] = str(imagehash.phash(work))
    pq.write_table(pa.table({"image_phash": rows}), table)
    code, out, _ = run("scan", table)
    assert code == 0
    assert "1 row may hold works of yours, of 500 of 500 rows of part.parquet." in out
    assert "not that the address still leads to it, that anybody downloaded it, or that a model learned it" in out
    [number] = re.findall(r"1 in ([\d,]+)", out)
    assert len(number.replace(",", "").rstrip("0")) <= 2
    _, out, _ = run("matches")
    assert "lists a picture of this hash; not that a model learned it" in " ".join(out.split())


def test_works_that_cannot_be_read_are_named_before_and_none_at_all_is_said(
    run: Run, table: Path, tmp_path: Path
) -> None:
    draw(8).save(tmp_path / "gone.png")
    assert run("import", tmp_path / "gone.png")[0] == 0
    (tmp_path / "gone.png").unlink()
    shutil.rmtree(tmp_path / "home" / "cache" / "thumbnails")
    code, out, _ = run("scan", table, "--dry-run")
    assert code == 0
    assert "1 work cannot be read, and is not searched for: #2 gone." in out
    _, out, _ = run("--json", "scan", table, "--dry-run")
    [told] = json.loads(out)["scans"]
    assert [each["number"] for each in told["plan"]["not_read"]] == [2]
    (tmp_path / "a work.png").unlink()
    shutil.rmtree(tmp_path / "home" / "cache")
    code, _, err = run("scan", table)
    assert code == 2
    assert "None of your works can be read." in err
    assert "There is no work to search for yet" not in err


def test_a_link_to_nothing_costs_a_sentence_and_the_rest_of_the_folder_is_searched(run: Run, table: Path) -> None:
    for name, there in (("away.parquet", "nowhere"), ("round.parquet", "round.parquet")):
        table.with_name(name).symlink_to(there)
    code, out, err = run("scan", table.parent)
    assert code == 1
    assert "Nothing of yours found in 500 of 500 rows of set." in out
    assert "away.parquet: away.parquet is not there any more. Put it back, or scan the set as it is now." in err
    assert "round.parquet: round.parquet cannot be read" in err
    for name in ("away.parquet", "round.parquet", "x" * 300):
        code, _, err = run("scan", table.with_name(name))
        assert code == 2
        assert "There is no set, file or folder named" in err
