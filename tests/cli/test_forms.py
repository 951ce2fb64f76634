"""registry show, pack, mark and check: what a form wants, and whose word it is how it stands."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pictures import draw

from artistguard.cli.app import main

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process; returns its document."""

    def command(*words: str, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        done = main(["--home", str(tmp_path / "home"), "--no-keychain", "--json", *words])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert done == code == found["exit"], found
        return found

    return command


def test_a_form_from_the_list_to_the_answer(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "portfolio"
    folder.mkdir()
    draw(1).save(folder / "Harbour.png")
    draw(2).save(folder / "Tide.png")
    run("import", str(folder))
    run("profile", "--name", "Ada Wren", "--addresses", "https://ada.example")
    shown = run("registry", "show", "have-i-been-trained")
    assert shown["state"] == "open"
    assert shown["registry"]["kind"] == "form"
    assert shown["steps"]
    assert all(source["url"].startswith("https://") for source in shown["sources"])
    addresses = tmp_path / "addresses.csv"
    addresses.write_text("work,url\nHarbour,https://ada.example/harbour\nNobody,https://ada.example/x\n")
    words = ("registry", "pack", "have-i-been-trained", str(tmp_path / "lists"), "--all")
    assert "No work has a place" in run(*words, code=2)["error"]["message"]
    packed = run(*words, "--addresses", str(addresses), code=1)
    assert [failure["file"] for failure in packed["failures"]] == ["#2 Tide", str(addresses)]
    assert packed["sentence"].startswith("Prepared. You must send it; we cannot see whether Have I Been Trained")
    with (Path(packed["folder"]) / "works.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["url"], ["https://ada.example/harbour"]]
    marked = run("registry", "mark", "have-i-been-trained", "sent", "--on", "2026-11-20", "--note", "list 1")
    assert marked["sentence"] == "Sent on 2026-11-20, you say. Whether it was taken cannot be seen from here. (list 1)"
    shown = run("registry", "show", "have-i-been-trained")
    assert [mark["state"] for mark in shown["marks"]] == ["packed", "sent"]
    assert date.fromisoformat(shown["marks"][1]["on"]) == date(2026, 11, 20)
    assert run("receipts")["exit"] == 0
    would = run("registry", "check", "spawning", "--all", "--show")
    assert would["leaves"] == [
        {
            "method": "POST",
            "url": "https://opts-api.spawningaiapi.com/api/v2/query/urls/",
            "headers": {"Content-Type": "text/plain", "Accept": "application/json"},
            "body": "https://ada.example/harbour",
        }
    ]
    assert run("registry", "check", "spawning", "--all", code=2)["error"]["code"] == "usage"
    assert run("network", "log")["entries"] == []


def test_wrong_use_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert run("registry", "show", "nobody", code=2)["error"]["code"] == "usage"
    assert run("registry", "pack", "nobody", str(tmp_path), code=2)["error"]["code"] == "usage"
    assert run("registry", "pack", "openai", str(tmp_path), code=2)["error"]["code"] == "usage"
    assert run("registry", "mark", "nobody", "sent", code=2)["error"]["code"] == "usage"
    assert run("registry", "mark", "openai", "sent", "--on", "2999-01-01", code=2)["error"]["code"] == "usage"
    assert run("registry", "check", "openai", "--all", code=2)["error"]["code"] == "usage"
    assert run("registry", "pack", "instagram", str(tmp_path))["works"] == 0
