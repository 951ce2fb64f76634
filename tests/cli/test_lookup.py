"""artistguard lookup, as a person and as a script uses it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pictures import draw
from PIL import Image

from artistguard.cli.app import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def found(run: Run, tmp_path: Path) -> Path:
    """A folder with a mirrored copy of the second of two works, a stranger's picture and a work's very file."""
    art, folder = tmp_path / "art", tmp_path / "found"
    art.mkdir()
    folder.mkdir()
    for number in (1, 2):
        draw(number).save(art / f"work {number}.png")
    assert run("import", art)[0] == 0
    draw(2).transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((240, 180)).save(folder / "a copy.jpg", quality=70)
    draw(77).save(folder / "b stranger.jpg")
    (folder / "c same.png").write_bytes((art / "work 1.png").read_bytes())
    return folder


def document(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out)
    return found


def test_people_get_a_sentence_a_file(run: Run, found: Path) -> None:
    code, out, err = run("lookup", found)
    assert (code, err) == (0, "")
    assert "your #2, work 2, mirrored; it carries no reservation." in out
    assert "Nothing of yours: compared with 2 works, flipped and turned in every way." in out
    assert "This is the master of your #1, work 1, the very file; it carries no reservation." in out
    assert "A likeness is a hint, no proof." in out


def test_scripts_get_one_document(run: Run, found: Path) -> None:
    code, out, _ = run("--json", "lookup", found)
    told = document(out)
    copy, stranger, same = told["files"]
    assert (code, told["ok"], told["exit"]) == (0, True, 0)
    [alike] = copy["looks_like"]
    assert (alike["number"], alike["title"], alike["turn"], alike["role"]) == (2, "work 2", "mirrored", "master")
    assert alike["strength"] in ("like", "very much like")
    assert 0 <= alike["bits"]["pdq"] <= 40
    assert set(alike["bits"]) == {"pdq", "phash", "image_code"}
    assert copy["same"] is None
    assert (copy["compared"], copy["readers"]["see"]) == (2, 0)
    assert copy["sentence"].endswith("it carries no reservation.")
    assert (stranger["looks_like"], stranger["same"]) == ([], None)
    assert (same["same"]["number"], same["same"]["role"], same["same"]["current"]) == (1, "master", True)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_answered(run: Run, found: Path) -> None:
    (found / "d notes.png").write_text("no picture")
    code, out, err = run("lookup", found)
    assert code == 1
    assert "d notes.png" in err
    assert "your #2, work 2" in out
    code, out, _ = run("--json", "lookup", found)
    told = document(out)
    assert (code, len(told["files"]), len(told["failures"])) == (1, 3, 1)


def test_without_files_it_is_wrong_use(run: Run) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("lookup")
    assert stopped.value.code == 2
