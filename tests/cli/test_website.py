"""The website verb: files, guides, what would be sent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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


def test_a_dry_run_shows_every_file_and_writes_none(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shown = run("website", "write", str(site), "--domain", "ada.example", "--dry-run")
    assert not site.exists()
    assert "User-agent: GPTBot" in next(file["text"] for file in shown["files"] if file["path"] == "robots.txt")
    assert any("has no word for" in line for line in shown["unsaid"])
    written = run("website", "write", str(site), "--domain", "ada.example")
    assert {file["state"] for file in written["files"]} == {"new"}
    assert "text" not in written["files"][0]


def test_a_file_that_stays_is_a_failure_with_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("User-agent: *\nAllow: /\n")
    found = run("website", "write", str(tmp_path), "--domain", "ada.example", code=1)
    [failure] = found["failures"]
    assert (failure["code"], failure["file"]) == ("target-exists", str(tmp_path / "robots.txt"))
    assert "--merge" in failure["advice"]
    run("website", "write", str(tmp_path), "--domain", "ada.example", "--merge", str(tmp_path / "robots.txt"))


def test_wrong_use_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert run("website", "write", str(tmp_path), "--domain", "no host", code=2)["error"]["code"] == "usage"
    words = ("--domain", "ada.example", "--preset", "None such")
    assert run("website", "write", str(tmp_path), *words, code=2)["error"]["code"] == "usage"
    assert run("website", "check", "https://ada.example/", code=2)["error"]["code"] == "network-off"
    assert run("website", "check", "ftp://ada.example/", code=2)["error"]["code"] == "refused"


def test_what_would_be_sent_is_shown(run: Run) -> None:
    shown = run("website", "check", "ada.example", "--show")
    assert shown["planned"]["request"].startswith("GET / HTTP/1.1\r\nHost: ada.example\r\n")
    assert run("network", "log")["entries"] == []


def test_guides(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    every = run("website", "guides")
    assert {"squarespace", "wix", "tumblr", "artstation", "shopify"} <= {guide["id"] for guide in every["guides"]}
    [one] = run("website", "guides", "WordPress.com")["guides"]
    assert one["sources"][0]["url"].startswith("https://automattic.com/")
    assert "nothing that somebody published" in run("website", "guides", "Cargo", code=2)["error"]["message"]
    assert "There is no guide" in run("website", "guides", "Geocities", code=2)["error"]["message"]
    assert main(["website", "guides", "tumblr"]) == 0
    assert "Read on 2026-" in capsys.readouterr().out
