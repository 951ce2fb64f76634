"""The hosts one agreed to, and their tokens, from the command line."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from artistguard.cli.app import main

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process; returns its document."""
    monkeypatch.setenv("ARTISTGUARD_PASSPHRASE", "a passphrase")

    def command(*words: str, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        done = main(["--home", str(tmp_path / "home"), "--no-keychain", "--json", *words])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert done == code == found["exit"], found
        return found

    return command


def test_hosts_are_agreed_to_after_showing_what_would_be_sent(run: Run) -> None:
    run("profile", "--name", "Ada Wren")
    shown = run("network", "allow", "huggingface.co", "--show")
    assert "GET /api/models?search=ada+wren&" in shown["shown"]
    assert shown["consent"] is None
    assert run("network", "hosts")["consents"] == []
    agreed = run("network", "allow", "huggingface.co")["consent"]
    assert (agreed["host"], agreed["purposes"], agreed["shown"]) == (
        "huggingface.co",
        ["check", "watch"],
        shown["shown"],
    )
    pictures = run("network", "allow", "*.HF.co", "--for", "picture", "posted-copy")["consent"]
    assert (pictures["host"], pictures["purposes"]) == ("*.hf.co", ["picture", "posted-copy"])
    assert [consent["host"] for consent in run("network", "hosts")["consents"]] == ["huggingface.co", "*.hf.co"]
    assert run("network", "status")["hosts"] == ["*.hf.co", "huggingface.co"]
    assert run("network", "withdraw", agreed["id"])["consent"]["withdrawn_at"]
    assert [consent["host"] for consent in run("network", "hosts")["consents"]] == ["*.hf.co"]
    assert len(run("network", "hosts", "--all")["consents"]) == 2
    assert run("network", "withdraw", "huggingface.co", code=2)["error"]["code"] == "usage"
    assert run("network", "allow", "no host", code=2)["error"]["code"] == "usage"
    assert run("custody", "verify")["breaks"] == []
    assert run("network", "log")["entries"] == []


def test_a_token_is_read_from_a_descriptor_and_never_shown(run: Run, tmp_path: Path) -> None:
    def piped(text: str) -> str:
        reading, writing = os.pipe()
        os.write(writing, text.encode())
        os.close(writing)
        return str(reading)

    kept = run("network", "token", "huggingface.co", "--fd", piped("hf_aVerySecretToken123\n"))
    assert (kept["locked_by"], kept["tokens"]) == ("passphrase", ["huggingface.co"])
    everything = [kept, run("network", "hosts"), run("network", "allow", "huggingface.co", "--show")]
    assert "hf_aVery" not in json.dumps(everything)
    assert "Authorization: Bearer ..." in everything[-1]["shown"]
    assert run("network", "token", "huggingface.co", "--fd", piped("\n"), code=2)["error"]["code"] == "usage"
    assert run("network", "token", "huggingface.co", "--fd", "987", code=2)["error"]["code"] == "usage"
    assert run("network", "forget-token", "huggingface.co")["tokens"] == []
    assert run("network", "forget-token", "huggingface.co", code=2)["error"]["code"] == "usage"


def test_a_person_is_asked_and_may_say_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["", "y"]
    monkeypatch.setattr("artistguard.cli.output.Output.asks", True)
    monkeypatch.setattr("builtins.input", lambda question: answers.pop(0))
    words = ["--home", str(tmp_path), "network", "allow", "civitai.com"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.index("Host: civitai.com") < said.index("Nothing was agreed")
    assert main(words) == 0
    assert "You agreed to civitai.com" in capsys.readouterr().out
