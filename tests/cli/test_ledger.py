"""The ledger and consent verbs, from words to the document and the exit code."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
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


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one work in it, to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    draw(1).save(folder / "tide.png")
    assert main(["--home", str(folder / "home"), "--no-keychain", "--json", "import", str(folder / "tide.png")]) == 0
    return folder / "home"


@pytest.fixture
def taken(run: Run, imported: Path, tmp_path: Path) -> Run:
    shutil.copytree(imported, tmp_path / "home")
    return run


def test_a_work_and_all_works_on_a_day(taken: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    taken("register", "1", "--to", "local")
    found = taken("ledger", "show", "1")["reserved"]
    [said] = found["said"]
    assert (said["form"], said["answers"]["ai_training"]) == ("local", "notAllowed")
    assert said["proof"]["hash"]
    assert {gap["kind"] for gap in found["gaps"]} == {"no-copy", "no-registry", "no-website"}
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    assert not taken("ledger", "show", "1", "--on", yesterday)["reserved"]["known"]
    summary = taken("ledger", "show")["summary"]
    assert (summary["works"], summary["said"], summary["without_gaps"]) == (1, 1, 0)
    capsys.readouterr()
    assert main(["--home", str(tmp_path / "home"), "--no-keychain", "ledger", "show", "1"]) == 0
    shown = capsys.readouterr().out
    assert "Gap: No signed copy says it." in shown
    assert "local reservation ledger" in shown
    assert main(["--home", str(tmp_path / "home"), "--no-keychain", "ledger", "show"]) == 0
    assert "No website of yours says it." in capsys.readouterr().out
    later = (date.today() + timedelta(days=3)).isoformat()
    assert taken("ledger", "show", "--on", later, code=2)["error"]["code"] == "usage"
    assert taken("ledger", "show", "9", code=2)["error"]["code"] == "usage"


def test_verify_holds_and_locates(taken: Run, tmp_path: Path) -> None:
    taken("register", "1", "--to", "local")
    whole = taken("ledger", "verify")
    assert (whole["breaks"], whole["stamps"]) == ([], [])
    assert whole["unstamped"] == whole["entries"] > 0
    with sqlite3.connect(tmp_path / "home" / "catalogue.sqlite") as raw:
        raw.execute("UPDATE custody SET details = replace(details, 'notAllowed', 'allowed') WHERE act = 'reserved'")
        [(line,)] = raw.execute("SELECT seq FROM custody WHERE act = 'reserved'").fetchall()
    raw.close()
    assert [each["seq"] for each in taken("ledger", "verify", code=1)["breaks"]] == [line]


def test_a_stamp_needs_an_authority_and_the_network(taken: Run) -> None:
    assert "No time-stamp authority" in taken("ledger", "stamp", code=2)["error"]["message"]
    taken("settings", "time_authority", "http://tsa.example/tsr")
    assert taken("ledger", "stamp", code=2)["error"]["code"] == "network-off"
    shown = taken("ledger", "stamp", "--show")
    assert shown["planned"]["request"].startswith("POST /tsr HTTP/1.1\r\nHost: tsa.example\r\n")
    assert shown["stamp"] is None
    assert [entry["bytes_out"] for entry in taken("network", "log")["entries"]] == [0]  # the one that was refused


def test_exports(taken: Run, tmp_path: Path) -> None:
    taken("register", "1", "--to", "local")
    site = tmp_path / "site"
    dry = taken("ledger", "export", str(site), "--site", "--domain", "ada.example", "--dry-run")
    assert not site.exists()
    made = taken("ledger", "export", str(site), "--site", "--domain", "ada.example")
    assert made["files"] == dry["files"]
    assert (made["works"], made["gateway"]) == (1, "https://ada.example/iscc/{datahash}.json")
    assert (site / "iscc" / "index.html").is_file()
    taken("settings", "registry_domain", "ada.example")
    again = taken("ledger", "export", str(site), "--site")
    assert {file["state"] for file in again["files"]} == {"unchanged"}
    taken("settings", "registry_domain", "")
    (site / "iscc" / "index.html").write_text("mine")
    failed = taken("ledger", "export", str(site), "--site", "--domain", "ada.example", code=1)["failures"]
    assert [each["code"] for each in failed] == ["target-exists"]

    file = tmp_path / "ledger.zip"
    exported = taken("ledger", "export", str(file), "--work", "1", "--from", date.today().isoformat())["exported"]
    assert (exported["works"], exported["statements"], exported["left_out"]) == (1, 1, 0)
    assert file.is_file()
    for words in (
        (str(file),),
        (str(tmp_path / "x.zip"), "--domain", "ada.example"),
        (str(site), "--site"),
        (str(site), "--site", "--domain", "ada.example", "--work", "1"),
        (str(tmp_path / "x.zip"), "--include-sealed", "Nobody"),
    ):
        assert taken("ledger", "export", *words, code=2)["error"]["code"] == "usage"
    assert not (tmp_path / "x.zip").exists()


def test_a_sealed_client_s_work_is_in_it_only_by_name(taken: Run, tmp_path: Path) -> None:
    taken("register", "1", "--to", "local")
    taken("client", "add", "Northline Rail")
    taken("client", "assign", "Northline Rail", "1")
    file = str(tmp_path / "ledger.zip")
    assert taken("ledger", "export", file, code=2)["error"]["code"] == "usage"
    assert "sealed" in taken("ledger", "export", file, "--work", "1", code=2)["error"]["message"]
    assert taken("ledger", "export", file, "--include-sealed", "Northline Rail")["exported"]["works"] == 1
    site = taken("ledger", "export", str(tmp_path / "site"), "--site", "--domain", "ada.example")
    assert (site["works"], site["notes"]) == (0, ["Left out, 1: works that are sealed."])


def test_consents(taken: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contract = tmp_path / "contract.pdf"
    contract.write_bytes(b"yes")
    words = ("--use", "ai_training", "--until", "2030-01-31", "--note", "one model", "--document", str(contract))
    given = taken("consent", "grant", "The Museum", "1", *words)["grant"]
    assert (given["to"], given["uses"], given["until"]) == ("The Museum", ["ai_training"], "2030-01-31")
    assert given["document"] == "8a798890fe93817163b10b5f7bd2ca4d25d84c52739a645a889c173eee7d9d3d"
    assert taken("ledger", "show", "1")["reserved"]["grants"] == [given]
    assert [each["id"] for each in taken("consent", "list")["grants"]] == [given["id"]]
    capsys.readouterr()
    assert main(["--home", str(tmp_path / "home"), "--no-keychain", "consent", "list"]) == 0
    assert "#1" in capsys.readouterr().out
    ended = taken("consent", "end", given["id"])["grant"]
    assert ended["ended_on"] == date.today().isoformat()
    for wrong in (
        ("grant", "X", "--use", "ai_training"),
        ("grant", "X", "1", "--all", "--use", "ai_training"),
        ("grant", "X", "--all", "--use", "ai_training", "--since", "2026-02-01", "--until", "2026-01-01"),
        ("grant", "X", "--client", "Nobody", "--use", "ai_training"),
        ("grant", " ", "--all", "--use", "ai_training"),
        ("end", given["id"]),
        ("end", "nothing"),
    ):
        assert taken("consent", *wrong, code=2)["error"]["code"] == "usage"


def test_a_consent_that_has_not_begun_can_be_taken_back(
    taken: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begins = date.today() + timedelta(days=400)
    words = ["--use", "ai_training", "--since", begins.isoformat()]
    given = taken("consent", "grant", "The Museum", "1", *words)["grant"]
    ended = taken("consent", "end", given["id"])["grant"]
    assert ended["ended_on"] == (begins - timedelta(days=1)).isoformat()
    assert main(["--home", str(tmp_path / "home"), "--no-keychain", "consent", "list"]) == 0
    assert "(taken back" in capsys.readouterr().out
