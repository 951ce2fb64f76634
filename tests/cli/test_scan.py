"""artistguard scan, as a person and as a script uses it."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pictures import draw

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
