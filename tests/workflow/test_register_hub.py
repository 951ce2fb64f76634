"""Works of a studio at a hub, through the outbox: declared, looked after, withdrawn; looked up by the command line."""

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from doors import Clock
from pictures import draw
from registries.hub_parts import Key
from registries.iscc_hub_double import AUGUST, NEWEST, Asked, IsccHubDouble, Reply

from artistguard.cli.app import main
from artistguard.model.egress import Purpose
from artistguard.model.ids import now
from artistguard.model.registering import DeclarationState, Holds, Standing
from artistguard.model.reserved import GapKind
from artistguard.registries.iscc_hubs import FILE
from artistguard.workflow import clients, consents, receipts, registering, reserved
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

NAME = "own-hub"
_RECORDED = DeclarationState.RECORDED


@pytest.fixture(params=[AUGUST, NEWEST])
def double(request: pytest.FixtureRequest) -> Iterator[IsccHubDouble]:
    with IsccHubDouble(request.param).served() as hub:
        hub.clock = now
        yield hub
        assert not [one for one in hub.asked if "x-force-declaration" in one.headers]


@pytest.fixture
def ready(studio: Studio, double: IsccHubDouble, tmp_path: Path) -> Studio:
    """Three works, one of them a sealed client's; a hub of one's own list, agreed to; the ledger's domain."""
    (folder := tmp_path / "art").mkdir()
    for number in range(3):
        draw(number).save(folder / f"work {number}.png")
    import_(studio, [folder])
    entry = f'name = "{NAME}"\ntitle = "Own hub"\nhub_id = 1\nurl = "{double.url}"\ndialect = "{double.dialect}"\n'
    (studio.home / FILE).write_text(f'[[hub]]\n{entry}pubkeys = ["{double.pubkey}"]\n')
    settings = replace(studio.settings, network=True, local_hosts=double.at, registry_domain="studio.example")
    studio.save(settings)
    consents.agree(studio, double.at, [Purpose.REGISTER], "everything")
    sealed = studio.catalogue.works.find("#3")
    clients.assign(studio, [sealed.id], clients.seal(studio, clients.add(studio, "Captain Brine")))
    return studio


def works(studio: Studio) -> list[str]:
    return [studio.catalogue.works.find(f"#{number}").id for number in (1, 2, 3)]


def register(studio: Studio) -> None:
    registering.register(studio, registering.plan(studio, works(studio), [NAME]))


def states(studio: Studio) -> list[DeclarationState]:
    return [each.state for each in registering.declarations(studio)]


def test_works_are_declared_once_and_their_receipts_kept(ready: Studio, double: IsccHubDouble, tmp_path: Path) -> None:
    made = registering.plan(ready, works(ready), [NAME])
    assert made.total == 2
    assert {left.work_id for left in made.left_out} == {works(ready)[2]}
    assert set(made.requests) == {double.at}
    register(ready)
    register(ready)
    assert states(ready) == [DeclarationState.RECORDED] * 2
    assert len(double.log) == 2
    gateways = {entry["note"]["gateway"] for entry in double.log}
    assert gateways == {"https://studio.example/iscc/{datahash}.json"}
    for number, each in enumerate(registering.declarations(ready)):
        path = receipts.export_receipt(ready, each.id, tmp_path / f"{number}.zip")
        found = receipts.verify_file(ready, path)
        assert found.holds is Holds.YES, found.faults
        assert found.proven_at is not None
    sealed = ready.catalogue.works.get(works(ready)[2])
    sent = b"".join(one.body for one in double.asked).decode()
    assert not any(edition.blake3 in sent for edition in sealed.editions)


def test_a_hub_whose_answer_is_lost_is_told_once(
    ready: Studio, double: IsccHubDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(ready.catalogue._database, "clock", clock)
    double.clock = clock

    def lost(asked: Asked) -> Reply:
        double.fault = lambda asked: None
        double.answer(asked)
        return Reply(201, b"", {"Content-Length": "500"})  # and the line is cut

    double.fault = lost
    register(ready)
    assert sorted(states(ready)) == [DeclarationState.LATER, DeclarationState.RECORDED]
    assert len(double.log) == 2
    clock.sleep(3 * 24 * 3600)  # its bytes are stale by then: it is signed anew, and found to be there already
    registering.run_outbox(ready)
    assert states(ready) == [DeclarationState.RECORDED] * 2
    assert len(double.log) == 2
    assert {each.receipt.id_there for each in registering.declarations(ready) if each.receipt} == {
        entry["iscc_id"] for entry in double.log
    }


@pytest.mark.parametrize(
    ("double", "step"),
    [
        *((AUGUST, "POST before"), (AUGUST, "POST after"), (NEWEST, "POST before"), (NEWEST, "POST after")),
        *((NEWEST, "GET before"), (NEWEST, "GET after")),
    ],
    indirect=["double"],
)
def test_killed_while_a_hub_is_told(ready: Studio, double: IsccHubDouble, step: str) -> None:
    """The program is killed when the hub has a request and has taken it or not, or is asked for the receipt."""
    method, _, when = step.partition(" ")
    victims: list[subprocess.Popen[bytes]] = []

    def kill(asked: Asked) -> Reply | None:
        if asked.method != method:
            return None
        double.fault = lambda asked: None
        if when == "after":
            double.answer(asked)
        victims[0].kill()
        victims[0].wait(60)
        return Reply(503)  # nobody reads it

    double.fault = kill
    words = ["--home", str(ready.home), "--no-keychain", "register", "--all", "--to", NAME]
    environment = {**os.environ, "ARTISTGUARD_PASSPHRASE": "a passphrase"}
    victims.append(subprocess.Popen([sys.executable, "-m", "artistguard", *words], env=environment))
    assert victims[0].wait(60) == -signal.SIGKILL
    assert len(double.log) == (0 if step == "POST before" else 1)
    registering.run_outbox(ready)
    assert states(ready) == [DeclarationState.RECORDED] * 2
    assert len(double.log) == 2
    for each in registering.declarations(ready):
        assert each.receipt is not None
        assert each.receipt.id_there in {entry["iscc_id"] for entry in double.log}


def test_withdrawn_at_the_hub_and_still_proven(ready: Studio, double: IsccHubDouble) -> None:
    register(ready)
    first = next(iter(registering.declarations(ready)))
    registering.withdraw(ready, [first.id])
    assert ready.catalogue.declarations.get(first.id).state is DeclarationState.WITHDRAWN
    assert len(double.live()) == 1
    assert len(double.log) == 3  # nothing was erased
    (other,) = [
        each
        for each in registering.declarations(ready, registry=NAME)
        if each.state is _RECORDED and each.submission.of is None
    ]
    (stands,) = registering.refresh(ready, [other])
    assert stands.standing in (Standing.RECORDED, Standing.UNKNOWN)
    before = len(double.asked)
    registering.refresh(ready, [other])
    assert len(double.asked) == before + (double.dialect == NEWEST)


def test_a_stranger_checks_the_hubs_signature(ready: Studio, double: IsccHubDouble, tmp_path: Path) -> None:
    """With Python and openssl alone, as the README of the receipt has it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    register(ready)
    first = next(iter(registering.declarations(ready)))
    whole = receipts.export_receipt(ready, first.id, tmp_path / "receipt.zip")
    with zipfile.ZipFile(whole) as receipt:
        receipt.extractall(folder := tmp_path / "stranger")
    assert "python3 check.py KEY" in (folder / "README.txt").read_text("utf-8")

    def check(key: str) -> tuple[int, list[str]]:
        words = [sys.executable, "-I", "check.py", key]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()

    assert first.receipt is not None
    sent = f"request.bin: signed by {first.receipt.key}"
    assert check(double.pubkey) == (0, [sent, f"response.bin: signed by {double.pubkey}"])
    assert check(first.receipt.key) == (1, [sent, f"response.bin: NOT signed by {first.receipt.key}"])
    note = (folder / "request.bin").read_bytes()
    (folder / "request.bin").write_bytes(note.replace(b"https://studio.example", b"https://studio.exampel", 1))
    assert check(double.pubkey)[1][0] == f"request.bin: NOT signed by {first.receipt.key}"


def test_a_receipt_that_does_not_hold_is_said_at_once(
    ready: Studio, double: IsccHubDouble, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTISTGUARD_PASSPHRASE", "a passphrase")

    def broken(entry: dict[str, Any]) -> dict[str, Any]:
        made = double._credential(entry)
        return made | {"proof": made["proof"] | {"proofValue": "z" + "1" * 87}}

    double.seals = broken
    words = ["--home", str(ready.home), "--no-keychain"]
    assert main([*words, "--json", "register", "#1", "--to", NAME]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["recorded"], told["failed"]) == (0, 1)
    assert "its receipt does not hold: response: proof" in told["failures"][0]["message"]
    (each,) = registering.declarations(ready)
    assert (each.state, each.standing) == (_RECORDED, Standing.UNPROVEN)
    assert not ready.catalogue.declarations.recorded(works(ready))
    assert not registering.is_due(ready)
    assert [gap.kind for gap in reserved.on(ready, works(ready)[0]).gaps].count(GapKind.NO_REGISTRY) == 1
    capsys.readouterr()
    assert main([*words, "receipts", "#1"]) == 0
    assert "taken, but its receipt" in capsys.readouterr().out
    (left,) = registering.plan(ready, works(ready)[:1], [NAME]).left_out
    assert "does not hold" in left.why
    (same,) = registering.refresh(ready, [each])
    assert same.standing is Standing.UNPROVEN
    double.seals = double._credential
    (now_,) = registering.refresh(ready, [each])
    if double.dialect == AUGUST:  # it cannot be asked again
        assert now_.standing is Standing.UNPROVEN
        return
    assert now_.standing is Standing.RECORDED
    assert ready.catalogue.declarations.recorded(works(ready)) == {works(ready)[0]}
    (said,) = reserved.on(ready, works(ready)[0]).said
    assert said.form == NAME
    double.log.clear()
    registering.refresh(ready, registering.declarations(ready))
    assert reserved.on(ready, works(ready)[0]).said == ()  # the hub shows it no longer
    assert len(reserved.on(ready, works(ready)[0]).over) == 1


def test_the_command_line_looks_up(
    ready: Studio, double: IsccHubDouble, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    register(ready)
    double.matches = [{"iscc_id": "ISCC:MAIGIIFJRDGEQQAA", "score": 0.5, "types": {"CONTENT_IMAGE_V0": 0.75}}]
    words = ["--home", str(ready.home), "--no-keychain"]
    capsys.readouterr()
    what = "#1" if double.dialect == AUGUST else str(tmp_path / "art" / "work 0.png")
    code = main([*words, "--json", "registry", "search", what, "--at", NAME])
    told = json.loads(capsys.readouterr().out)
    if double.dialect == AUGUST:
        assert (code, told["error"]["code"]) == (2, "usage")
        return
    assert code == 0
    assert [one["iscc_id"] for one in told["declared"]] == [double.log[0]["iscc_id"]]
    assert told["declared"][0]["pubkey"] != Key().text
    assert told["similar"][0]["types"] == {"CONTENT_IMAGE_V0": 0.75}
    assert told["works"][0]["number"] == 1
    assert told["yours"] == [double.log[0]["iscc_id"]]
    assert main([*words, "registry", "search", "#2", "--at", NAME]) == 0
    said = capsys.readouterr().out
    assert "The very file is declared 1 time at Own hub, by you. Own hub gave 1 picture near it by ISCC." in said
    assert "CONTENT_IMAGE_V0 0.75" in said
    assert "no proof" in said
    assert "yours" in said
    assert main([*words, "registry", "search", "#3", "--at", NAME]) == 2
    assert "sealed" in capsys.readouterr().err
