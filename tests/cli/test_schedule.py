"""artistguard schedule, as a person and as a script uses it. No scheduler is told anything."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from artistguard.cli.app import main
from artistguard.workflow.schedule_units import here

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def command(*words: str | Path) -> tuple[int, str, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def document(told: tuple[int, str, str], code: int = 0) -> dict[str, Any]:
    assert told[0] == code, told[2]
    found: dict[str, Any] = json.loads(told[1])
    return found


def test_shown_written_for_another_machine_and_not_there(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("schedule", "show", "--for", "windows")
    assert code == 0
    assert "<MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>" in out
    told = document(run("--json", "schedule", "install", "--for", "launchd", "--out", tmp_path / "units"))
    [file] = told["files"]
    assert Path(file["path"]).read_text() == file["text"]
    assert file["there"]
    assert str(tmp_path / "home") in file["text"]
    status = document(run("--json", "schedule", "status"))
    assert (status["scheduler"], status["installed"]) == (here().value, False)
    assert "does not run by itself" in run("schedule", "status")[1]
    assert document(run("--json", "schedule", "uninstall"))["installed"] is False


def test_a_scheduler_that_is_not_here_cannot_be_told(run: Run) -> None:
    other = "windows" if here().value != "windows" else "systemd"
    code, _, err = run("schedule", "install", "--for", other)
    assert code == 2
    assert "--out DIR" in err
