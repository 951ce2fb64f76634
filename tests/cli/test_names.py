"""artistguard names, as a person and as a script uses it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from artistguard.cli.app import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def document(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_tester_tells_strength_and_reason(run: Run) -> None:
    run("names", "add", "Hollie Mengert", "--kind", "name")
    code, out, err = run("names", "test", "holliemengert artstyle", "--field", "trigger")
    assert (code, err) == (0, "")
    assert "strong" in out
    assert "written as one word, as a trigger" in out
    code, out, _ = run("names", "test", "an innocent text")
    assert (code, out) == (0, "Nothing of yours is in it.\n")


@pytest.mark.parametrize("place", ["before", "after"])
def test_scripts_get_one_document(run: Run, place: str) -> None:
    run("names", "add", "Greg Rutkowski", "--kind", "name")
    run("profile", "--addresses", "artstation.com/rutkowski")
    words = [
        "names",
        "test",
        "by greg rutkowski, Anna Rutkowski, www.artstation.com/rutkowski/albums",
        "--field",
        "prompt",
    ]
    code, out, err = run("--json", *words) if place == "before" else run(*words, "--json")
    told = document(out)
    assert (code, err, told["ok"], told["field"]) == (0, "", True, "prompt")
    (hit,) = told["hits"]
    assert hit["name"] == "Greg Rutkowski"
    assert hit["strength"] == "strong"
    assert hit["reason"].startswith("Your name 'Greg Rutkowski'")
    assert (hit["found"], hit["start"], hit["end"]) == ("greg rutkowski", 3, 17)
    (address,) = told["addresses"]
    assert (address["address"], address["strength"]) == ("artstation.com/rutkowski", "strong")
    assert [back["found"] for back in told["held_back"]] == ["Rutkowski", "rutkowski"]
    assert all(back["reason"] for back in told["held_back"])


def test_the_list_tells_what_hubs_are_asked_and_which_names_say_little(run: Run) -> None:
    run("client", "add", "Meridian")
    for name, *more in (
        ["Ada Wren", "--kind", "name"],
        ["Rose May"],
        ["bo", "--kind", "handle"],
        ["Project Nightjar", "--client", "Meridian"],
    ):
        assert run("names", "add", name, *more)[0] == 0
    run("names", "ignore", "Rose May Garden Centre")
    told = document(run("--json", "names", "list")[1])
    by_name = {row["name"]: row for row in told["names"]}
    assert by_name["Ada Wren"]["asked"][:2] == ["ada wren", "ada-wren"]
    assert by_name["Project Nightjar"]["client"] == "Meridian"
    assert "short" in by_name["bo"]["warning"]
    assert "everyday words" in by_name["Rose May"]["warning"].lower()
    assert told["ignored"] == ["Rose May Garden Centre"]
    out = run("names", "list")[1]
    assert "ada-wren" in out
    assert "Ignored: Rose May Garden Centre" in out
    assert run("names", "unignore", "Rose May Garden Centre")[0] == 0
    assert run("names", "remove", "bo")[1] == "bo is no longer looked for.\n"
    assert [row["name"] for row in document(run("--json", "names", "list")[1])["names"]] == [
        "Ada Wren", "Rose May", "Project Nightjar",
    ]  # fmt: skip


def test_wrong_use_is_one_sentence(run: Run) -> None:
    code, out, err = run("names", "remove", "nobody")
    assert (code, out) == (2, "")
    assert "'nobody' is none of your names." in err
    assert run("names", "add", "...")[0] == 2
    assert run("names", "add", "x", "--client", "nobody")[0] == 2
    assert run("names", "list")[1].endswith("No names yet. Add one with `artistguard names add TEXT`.\n")


def test_hostile_text_moves_no_cursor(run: Run) -> None:
    run("names", "add", "Greg Rutkowski", "--kind", "name")
    _, out, _ = run("names", "test", "\x1b[2Jgreg\x1b[31m \x07rutkowski")
    assert "\x1b" not in out
    assert "\x07" not in out
