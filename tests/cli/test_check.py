"""artistguard check and digest, as a person and as a script uses them."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pictures import draw

from artistguard.cli.app import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    assert command("profile", "--name", "Ada Wren", "--addresses", "https://ada.example")[0] == 0
    return command


def document(told: tuple[int, str, str], code: int = 0) -> dict[str, Any]:
    assert told[0] == code, told[2]
    found: dict[str, Any] = json.loads(told[1])
    return found


def test_a_text(run: Run) -> None:
    code, out, err = run("check", "harbour, in the style of Ada Wren")
    assert (code, err) == (0, "")
    assert "In it: the name Ada Wren (strong)." in out
    assert "Looked at:" in out
    told = document(run("--json", "check", "harbour, in the style of Ada Wren"))
    [match] = told["matches"]
    assert (match["key"], match["subject"], match["strength"]) == ("name", "Ada Wren", "strong")
    assert match["reason"]
    assert (told["kind"], told["answered"], told["missing"]) == ("text", True, [])
    assert told["coverage"][0]["searched"] == told["coverage"][0]["total"]


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"see https://ada.example/work\n\xff\x00")))
    assert document(run("--json", "check", "-"))["matches"][0]["key"] == "address"


def test_a_picture_of_ones_own(run: Run, tmp_path: Path) -> None:
    draw(4).save(tmp_path / "work.png")
    run("import", tmp_path / "work.png")
    draw(4).save(tmp_path / "sent.jpg", quality=70)
    told = document(run("--json", "check", tmp_path / "sent.jpg"))
    assert told["sentence"] == "In it: a picture like your #1."
    assert told["looked_up"][0]["looks_like"][0]["number"] == 1
    assert told["looked_up"][0]["sentence"].endswith("it carries no reservation.")


def test_a_link_shows_what_would_be_sent_and_sends_nothing(run: Run) -> None:
    code, out, _ = run("check", "https://huggingface.co/someone/ada-wren")
    assert code == 2
    assert "Nothing was sent." in out
    assert "network allow huggingface.co --for check" in out
    assert "  GET /api/models/someone/ada-wren?blobs=true HTTP/1.1" in out
    told = document(run("--json", "check", "https://huggingface.co/someone/ada-wren"), 2)
    assert told["missing"][0]["host"] == "huggingface.co"
    assert told["planned"][0]["request"].startswith("GET ")
    # Agreed for this one time, but the network is off: still nothing.
    told = document(run("--json", "check", "--agree", "https://huggingface.co/someone/ada-wren"), 2)
    assert told["error"]["code"] == "network-off"
    assert all(entry["refused"] for entry in document(run("--json", "network", "log"))["entries"])


def test_wrong_words(run: Run, tmp_path: Path) -> None:
    assert document(run("--json", "check", tmp_path), 2)["error"]["code"] == "usage"
    assert document(run("--json", "check", tmp_path / "none.png"), 2)["error"]["code"] == "usage"
    assert document(run("--json", "check", ""), 2)["error"]["code"] == "usage"


def test_the_digest_of_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("digest")
    assert code == 0
    assert "There is no watch yet, so nothing was searched." in out
    told = document(run("--json", "digest", "--since", "2026-01-01", "--html", tmp_path / "d.html"))
    assert (told["new"], told["watches"]) == ([], [])
    assert (tmp_path / "d.html").read_text().startswith("<!doctype html>")
    with pytest.raises(SystemExit):
        run("digest", "--since", "yesterday")
