"""The proof of one work on the command line: written by the work's number, checked as a file, the others not in it."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from authority import Authority
from registering_parts import add_works

from artistguard.cli.app import main
from artistguard.model.egress import Purpose
from artistguard.workflow import consents
from artistguard.workflow.studio import Studio

Command = Callable[..., dict[str, Any]]


@pytest.fixture
def run(
    tmp_path: Path, authority: Authority, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.setenv("ARTISTGUARD_PASSPHRASE", "a passphrase")
    home = tmp_path / "home"
    with Studio(home, passphrase=lambda: None, keychain=False) as studio:
        add_works(studio, 2)
        settings = {"network": True, "local_hosts": authority.at, "registry_authorities": authority.url}
        studio.save(replace(studio.settings, **settings))
        consents.agree(studio, authority.at, [Purpose.REGISTER], "one hash")
        studio.trust_folder.mkdir()
        (studio.trust_folder / "authority.pem").write_bytes(authority.root.read_bytes())

    def start(*words: object, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["--home", str(home), "--no-keychain", "--json", *map(str, words)]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return start


def test_the_proof_of_a_work_is_written_by_its_number(run: Command, authority: Authority, tmp_path: Path) -> None:
    name = f"rfc3161:{authority.at}/tsr"
    run("register", "--all", "--to", name)
    [receipt] = run("receipts", "--registry", name)["receipts"]
    assert len(receipt["works"]) == 2
    mine, other = (each["sha256"] for each in receipt["files"])
    alone = run("receipts", 1, "--registry", name, "--export", tmp_path / "one.zip")
    assert alone["work"] == receipt["works"][0]
    with zipfile.ZipFile(tmp_path / "one.zip") as file:
        everything = b"".join(file.read(each) for each in file.namelist())
    assert mine.encode() in everything
    assert other.encode() not in everything
    found = run("verify-receipt", tmp_path / "one.zip")
    assert (found["holds"], found["faults"], found["proven_at"] is not None) == ("yes", [], True)
    whole = run("receipts", receipt["declaration"], "--export", tmp_path / "whole.zip")
    assert whole["work"] is None
    assert run("verify-receipt", tmp_path / "whole.zip")["holds"] == "yes"
