"""artistguard watch: added, shown, run and blocked, in words and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from artistguard.cli.app import main


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(home: Path, *words: str) -> int:
    return main(["--home", str(home), "--no-keychain", *words])


def told(home: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run(home, "--json", *words) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_watch_from_the_first_to_the_last(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = told(home, capsys, "watch", "sources")["sources"]
    hub = next(one for one in listed if one["name"] == "hugging-face")
    assert "huggingface.co" in {need["host"] for need in hub["needs"]}
    run(home, "names", "add", "Ada Wren")
    [watch] = told(home, capsys, "watch", "add", "hugging-face", "--every", "12h")["watches"]
    assert (watch["source"], watch["cadence_hours"], watch["next_at"]) == ("hugging-face", 12, None)
    assert "checkpoint" not in watch
    assert told(home, capsys, "watch", "list")["watches"] == [watch]
    shown = told(home, capsys, "watch", "show", watch["id"][:5])
    assert shown["watch"] == watch
    first = shown["plan"]["requests"][0]
    assert "ada" in first["request"].lower()
    assert first["bytes_out"] == len(first["request"])
    planned = told(home, capsys, "watch", "run", "--dry-run")
    assert planned["plans"][0]["plan"]["requests"][0] == first
    assert told(home, capsys, "watch", "pause", watch["id"])["watch"]["paused"]
    assert told(home, capsys, "watch", "run")["runs"] == []
    assert not told(home, capsys, "watch", "resume", watch["id"])["watch"]["paused"]
    told(home, capsys, "watch", "remove", watch["id"])
    assert told(home, capsys, "watch", "list")["watches"] == []
    assert told(home, capsys, "network", "log")["entries"] == []  # nothing of this asked anybody


def test_what_is_blocked_is_named_with_its_reason(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(home, capsys, "watch", "add", "hugging-face")
    blocked = told(home, capsys, "watch", "run", "--due", code=1)
    [failure] = blocked["failures"]
    assert "network on" in failure["message"]
    assert blocked["runs"][0]["outcome"] == "blocked"
    capsys.readouterr()
    assert run(home, "watch", "run") == 1
    said = capsys.readouterr()
    assert "blocked, 0 requests" in said.out
    assert "The network is switched off" in said.err


def test_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "watch", "list") == 0
    assert "Nothing is watched yet" in capsys.readouterr().out
    run(home, "names", "add", "Ada Wren")
    run(home, "watch", "add", "hugging-face", "--every", "2w")
    said = capsys.readouterr().out
    assert "every 2 weeks" in said
    assert "network allow huggingface.co --for watch" in said
    run(home, "watch", "run", "--dry-run")
    said = capsys.readouterr().out
    assert "GET /api/models?search=ada" in said
    assert "Nothing was sent." in said
    run(home, "watch", "list")
    assert "as soon as it may" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nowhere"),
        ("show", "zzzz"),
        ("pause", "zzzz"),
        ("run", "zzzz"),
        ("run", "zzzz", "--due"),
        ("run", "zzzz", "--dry-run"),
        ("add", "hugging-face", "--every", "9999w"),
    ],
)
def test_wrong_use_is_one_sentence(home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert "error" in told(home, capsys, "watch", *words, code=2)


@pytest.mark.parametrize("time", ["0d", "soon", "-3h", "1.5h"])
def test_wrong_times(home: Path, time: str) -> None:
    with pytest.raises(SystemExit):
        run(home, "watch", "add", "hugging-face", f"--every={time}")
