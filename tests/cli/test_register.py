"""The registries on the command line: what would leave, telling, receipts, and what was changed in them."""

import base64
import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pictures import draw
from registry_double import NAME, DoubleRegistry, DoubleServer, serving

from artistguard.cli.app import main
from artistguard.registries import table
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

Command = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two works."""
    folder = tmp_path_factory.mktemp("register")
    (folder / "pictures").mkdir()
    for number in (1, 2):
        draw(number).save(folder / "pictures" / f"tide {number}.png")
    with Studio(folder / "home", passphrase=lambda: "a passphrase", keychain=False) as studio:
        assert import_(studio, [folder / "pictures"]).added == 2
    return folder / "home"


@pytest.fixture
def home(taken_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken_in, tmp_path / "home"))


@pytest.fixture
def server() -> DoubleServer:
    return DoubleServer()


@pytest.fixture
def double(server: DoubleServer, monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[DoubleRegistry]:
    with serving(server) as at:
        registry = DoubleRegistry(at)
        monkeypatch.setattr(table, "ADAPTERS", (*table.ADAPTERS, lambda means: [registry]))
        with Studio(home, passphrase=lambda: None, keychain=False) as studio:
            studio.save(replace(studio.settings, local_hosts=at))
        yield registry


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("ARTISTGUARD_PASSPHRASE", "a passphrase")

    def start(*words: object, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["--home", str(home), "--no-keychain", "--json", *map(str, words)]) == code, capsys.readouterr()
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return start


def test_every_registry_says_what_it_is_and_when_that_was_looked_at(run: Command, double: DoubleRegistry) -> None:
    listed = run("registry", "list")["registries"]
    names = [each["capabilities"]["name"] for each in listed]
    assert names[0] == "local"
    assert NAME in names
    for each in listed:
        said = each["capabilities"]
        assert said["readers"]
        assert said["what"]
        assert said["looked"].startswith("2026-")
        assert said["withdrawal"]
    assert run("registry", "show", "local")["registry"]["sealed_too"] is True
    assert "no registry" in run("registry", "show", "nowhere", code=2)["error"]["message"]


def test_the_list_of_registries_fits_a_terminal(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich import console

    monkeypatch.setattr(console.Console, "width", 80)
    assert main(["--home", str(home), "--no-keychain", "registry", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [line.split("  ")[0] for line in lines]
    assert "rfc3161:timestamp.digicert.com" in names  # in one piece, to be copied
    assert "us-copyright-unpublished" in names
    theirs = next(number for number, line in enumerate(lines) if line.startswith("What only you can do"))
    assert names.index("spawning") < theirs < names.index("cara")


def test_terms_that_were_changed_in_a_receipt_are_found(run: Command, tmp_path: Path) -> None:
    """Whoever changes a file can change SHA256SUMS with it."""
    run("register", "#1", "--to", "local")
    (told,) = run("receipts", "#1")["receipts"]
    run("receipts", told["declaration"], "--export", whole := tmp_path / "whole.zip")

    def faults(name: str, old: bytes, new: bytes) -> list[str]:
        with zipfile.ZipFile(whole) as receipt:
            files = {entry: receipt.read(entry) for entry in receipt.namelist()}
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
        if name != "SHA256SUMS":
            sums = (
                f"{hashlib.sha256(data).hexdigest()}  {entry}\n" for entry, data in files.items() if "SUMS" not in entry
            )
            files["SHA256SUMS"] = "".join(sums).encode()
        with zipfile.ZipFile(changed := tmp_path / "changed.zip", "w") as receipt:
            for entry, data in files.items():
                receipt.writestr(entry, data)
        found: list[str] = run("verify-receipt", changed, code=1)["faults"]
        return found

    allowed = faults("declaration.json", b'"ai_training": "notAllowed"', b'"ai_training": "allowed"')
    assert allowed == [
        "declaration.json: its terms are not those in this catalogue.",
        "custody.jsonl, line 1: it speaks of other terms than declaration.json.",
    ]
    assert faults("SHA256SUMS", b"response.bin\n", b"response.bin")[0] == "SHA256SUMS: it is not as it was written."


def test_a_stranger_follows_the_readme_of_a_receipt(run: Command, tmp_path: Path) -> None:
    run("register", "#1", "--to", "local")
    (told,) = run("receipts", "#1")["receipts"]
    run("receipts", told["declaration"], "--export", whole := tmp_path / "whole.zip")
    with zipfile.ZipFile(whole) as receipt:
        receipt.extractall(folder := tmp_path / "stranger")
    readme = (folder / "README.txt").read_text("utf-8")
    assert "No other registry was told by it." in readme
    (command,) = [line.strip() for line in readme.splitlines() if line.strip().startswith("sed ")]
    made = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, check=True, text=True).stdout
    assert made.split()[0] == json.loads((folder / "custody.jsonl").read_text().splitlines()[0])["hash"]
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


def test_a_dry_run_shows_every_byte_and_sends_none(run: Command, server: DoubleServer, double: DoubleRegistry) -> None:
    told = run("register", "--all", "--to", NAME, "local", "--dry-run")
    assert told["new"] == {NAME: 2, "local": 2}
    assert told["roles"] == ["master"]
    assert told["consent_missing"] == [double.at]
    assert len(told["would_send"]) == 2
    for request in told["would_send"]:
        assert request["head"].startswith("POST /declarations HTTP/1.1\r\n")
        assert set(json.loads(base64.b64decode(request["body_base64"]))) == {"files", "policy"}
        assert request["made_when_sent"] == ["nonce", "signature", "key"]
    assert not server.told
    assert run("receipts")["receipts"] == []
    assert run("network", "log")["entries"] == []


def test_registering_waits_for_what_the_user_has_to_say(
    run: Command, server: DoubleServer, double: DoubleRegistry
) -> None:
    waits = run("register", "#1", "--to", NAME, code=1)
    assert (waits["recorded"], waits["blocked"]) == (0, 1)
    run("network", "on")
    assert run("activity", "resume", waits["batch"], code=1)["row"]["reason"].startswith("You have not agreed")
    assert not server.told
    assert run("register", "#1", "--to", NAME, "--dry-run")["sentence"] == (
        "0 new, 1 asked for before; 1 asked for before and not answered yet goes on."
    )
    run("network", "allow", double.at, "--for", "register")
    assert run("activity", "resume", waits["batch"])["row"]["done"] == 1
    (declared,) = run("receipts", "#1")["receipts"]
    assert (declared["state"], declared["says"], declared["id_there"]) == ("recorded", "recorded", "id-1")
    assert declared["files"][0]["role"] == "master"
    assert run("register", "#1", "--to", NAME)["new"] == {}
    assert len(server.told) == 1
    (entry,) = [each for each in run("network", "log")["entries"] if each["status"]]
    assert (entry["purpose"], entry["method"]) == ("register", "POST")
    (request,) = run("withdraw", "#1", "--from", NAME, "--dry-run")["would_send"]
    assert request["head"].startswith("DELETE /declarations/id-1 HTTP/1.1\r\n")
    assert len(server.told) == 1
    withdrawn = run("withdraw", "#1", "--from", NAME)
    assert withdrawn["withdrawn"] == 1
    assert server.told[-1][0] == "DELETE"
    assert [each["state"] for each in run("receipts", "#1")["receipts"]] == ["withdrawn", "recorded"]
    assert "Nothing of that" in run("withdraw", "#1", "--from", NAME, code=2)["error"]["message"]


def test_the_scheduler_goes_on_with_what_waits(run: Command, server: DoubleServer, double: DoubleRegistry) -> None:
    run("register", "--all", "--to", NAME, code=1)
    assert "records" not in run("watch", "run", "--due")  # still no network
    run("network", "on")
    run("network", "allow", double.at, "--for", "register")
    assert run("watch", "run", "--due")["records"]["done"] == 2
    assert len(server.told) == 2
    assert "records" not in run("watch", "run", "--due")


def test_what_waits_for_a_consent_is_shown_when_it_is_given(
    run: Command, double: DoubleRegistry, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("register", "--all", "--to", NAME, code=1)
    assert main(["--home", str(home), "--no-keychain", "network", "allow", double.at, "--for", "register"]) == 0
    said = capsys.readouterr().out
    assert "To record a work at Double, as for tide 1:" in said
    assert "POST /declarations HTTP/1.1" in said


def test_the_reason_why_something_waits_is_its_own(
    run: Command, server: DoubleServer, double: DoubleRegistry, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("register", "#1", "--to", NAME, code=1)  # it waits for the network
    run("network", "on")
    words = ["--home", str(home), "--no-keychain", "register", "#2", "--to", NAME]
    assert main(words) == 1
    assert "You have not agreed" in capsys.readouterr().err
    server.script = lambda number, method, body: (503, {}, b"")
    run("network", "allow", double.at, "--for", "register")
    assert main(words) == 1
    assert "1 is tried again later (" in (said := capsys.readouterr().err)
    assert "wait for their turn" not in said


def test_what_waits_says_since_when_and_why_and_can_be_called_off(
    run: Command, server: DoubleServer, double: DoubleRegistry, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("network", "on")
    run("network", "allow", double.at, "--for", "register")
    server.script = lambda number, method, body: (503, {"Retry-After": "7200"}, b"")
    batch = run("register", "#1", "--to", NAME, code=1)["batch"]
    (waits,) = run("receipts")["receipts"]
    day = waits["created_at"][:10]
    assert waits["waiting"]["because"] == "The double is busy."
    assert waits["says"].startswith(f"waiting since {day}, because the double is busy; tried 1 time; again from ")
    assert main(["--home", str(home), "--no-keychain", "activity", "resume", batch]) == 1
    said = capsys.readouterr().out
    assert f"It waits since {day}, because: The double is busy." in said
    assert "1 is tried again from " in said
    assert main(["--home", str(home), "--no-keychain", "receipts"]) == 0
    assert "artistguard activity cancel BATCH" in capsys.readouterr().out
    assert run("activity", "cancel", batch)["cancelled"] == 1
    (left,) = run("receipts")["receipts"]
    assert left["waiting"]["called_off"]
    assert left["says"].startswith("called off, and whether it arrived is not known")
    assert run("receipts", "#2")["receipts"] == []
    server.script = lambda number, method, body: None
    run("register", "#1", "--to", NAME, code=1)  # its host is closed still; it is in hand again, and says so
    assert not run("receipts")["receipts"][0]["waiting"]["called_off"]


def test_one_is_one_and_two_are_two(
    run: Command, double: DoubleRegistry, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> str:
        main(["--home", str(home), "--no-keychain", *words])
        return "".join(capsys.readouterr())

    assert "1 new; 1 request of " in said("register", "#1", "--to", NAME, "--dry-run")
    assert "2 new; 2 requests of " in said("register", "--all", "--to", NAME, "--dry-run")
    assert "1 waits: The network is switched off" in said("register", "#1", "--to", NAME)
    assert "2 wait: The network is switched off" in said("register", "--all", "--to", NAME)
    assert "lines, and the chain holds" in said("ledger", "verify")


def test_a_copy_is_declared_only_where_there_is_one(run: Command) -> None:
    told = run("register", "#1", "--to", "local", "--edition", "all")
    assert told["recorded"] == 1
    assert [(each["role"], each["why"]) for each in told["left_out"]] == [
        ("signed-copy", "It has no signed copy."),
        ("posting-copy", "It has no posting copy."),
    ]
    only = run("register", "#1", "--to", "local", "--edition", "signed")
    assert only["new"] == {}


def test_wrong_words_are_sentences(run: Command) -> None:
    assert "no registry" in run("register", "#1", "--to", "nowhere", code=2)["error"]["message"]
    assert "--all" in run("register", "--to", "local", code=2)["error"]["message"]
    assert "no work" in run("register", "#99", "--to", "local", code=2)["error"]["message"]
    assert "no declaration" in run("receipts", "nothing", code=2)["error"]["message"]


@pytest.fixture
def exported(run: Command, double: DoubleRegistry, tmp_path: Path) -> dict[str, Path]:
    """A receipt of each registry as a file."""
    run("network", "on")
    run("network", "allow", double.at, "--for", "register")
    run("register", "#1", "--to", NAME, "local")
    found = {}
    for each in run("receipts", "#1")["receipts"]:
        found[each["registry"]] = tmp_path / f"{each['registry']}.zip"
        run("receipts", each["declaration"], "--export", found[each["registry"]])
    return found


def test_an_exported_receipt_can_be_checked_by_a_stranger(
    run: Command, exported: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    for registry, file in exported.items():
        fits = run("verify-receipt", file)
        assert (fits["holds"], fits["faults"]) == ("yes", [])
        with zipfile.ZipFile(file) as whole:
            whole.extractall(tmp_path / registry)
            assert whole.read("README.txt").decode().count("sha256sum") >= 2
        command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
        subprocess.run(command, cwd=tmp_path / registry, check=True, capture_output=True)
        declared = json.loads((tmp_path / registry / "declaration.json").read_text())
        assert declared["submission"]["items"][0]["sha256"] in (tmp_path / registry / "request.bin").read_text()
        assert (tmp_path / registry / "custody.jsonl").read_text().count("\n") == 1
        again = run("receipts", declared["id"], "--export", file, code=2)
        assert "is there already" in again["error"]["message"]
    # In a data folder that never heard of it.
    monkeypatch.chdir(tmp_path)
    assert main(["--home", "elsewhere", "--no-keychain", "--json", "verify-receipt", str(exported["local"])]) == 0


def rewritten(file: Path, name: str, change: Callable[[bytes], bytes | None], *, sums: bool) -> Path:
    """The receipt with one member changed, or left out; with the list of digests made to fit, if asked."""
    import hashlib

    with zipfile.ZipFile(file) as whole:
        files: dict[str, bytes | None] = {member: whole.read(member) for member in whole.namelist()}
    files[name] = change(files[name] or b"")
    if sums:
        lines = [
            f"{hashlib.sha256(data).hexdigest()}  {member}\n"
            for member, data in sorted(files.items())
            if data is not None and member != "SHA256SUMS"
        ]
        files["SHA256SUMS"] = "".join(lines).encode()
    made = file.with_name(f"changed-{file.name}")
    with zipfile.ZipFile(made, "w") as whole:
        for member, data in files.items():
            if data is not None:
                whole.writestr(member, data)
    return made


def flipped(data: bytes) -> bytes:
    """One bit of one byte in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def test_one_byte_changed_anywhere_is_found_and_located(run: Command, exported: dict[str, Path]) -> None:
    for file in exported.values():
        with zipfile.ZipFile(file) as whole:
            names = [name for name in whole.namelist() if name != "SHA256SUMS" and whole.read(name)]
        for name in names:
            changed = rewritten(file, name, flipped, sums=False)
            with_error = name in ("declaration.json", "answer.json")
            try:
                found = run("verify-receipt", changed, code=1)
            except AssertionError:
                assert with_error  # no JSON any more: said to be no receipt
                assert name in run("verify-receipt", changed, code=2)["error"]["message"]
                continue
            assert found["holds"] == "no"
            assert any(fault.startswith(f"{name}:") for fault in found["faults"]), (name, found["faults"])


@pytest.mark.parametrize("name", ["request.bin", "response.bin", "parts/made.txt", "custody.jsonl"])
def test_a_change_that_fits_the_list_is_found_too(run: Command, exported: dict[str, Path], name: str) -> None:
    found = run("verify-receipt", rewritten(exported[NAME], name, flipped, sums=True), code=1)
    assert found["holds"] == "no"
    assert found["faults"]


def test_a_part_that_is_missing_is_named(run: Command, exported: dict[str, Path]) -> None:
    found = run("verify-receipt", rewritten(exported[NAME], "parts/made.txt", lambda _: None, sums=False), code=1)
    assert "parts/made.txt: it is missing." in found["faults"]
    gone = run("verify-receipt", rewritten(exported[NAME], "response.bin", lambda _: None, sums=False), code=2)
    assert "no receipt" in gone["error"]["message"]


def test_hostile_files_are_no_receipts(run: Command, tmp_path: Path) -> None:
    no_zip = tmp_path / "a.zip"
    no_zip.write_bytes(b"PK\x03\x04 and no more")
    assert "no receipt" in run("verify-receipt", no_zip, code=2)["error"]["message"]
    climbing = tmp_path / "b.zip"
    with zipfile.ZipFile(climbing, "w") as whole:
        whole.writestr("../../escaped", b"")
    assert "no receipt" in run("verify-receipt", climbing, code=2)["error"]["message"]
    bomb = tmp_path / "c.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as whole:
        for number in range(1001):
            whole.writestr(f"{number}", b"")
    assert "too large" in run("verify-receipt", bomb, code=2)["error"]["message"]
    assert "cannot be read" in run("verify-receipt", tmp_path / "none.zip", code=2)["error"]["message"]


def test_the_key_of_the_declarations_has_a_back_up(run: Command, tmp_path: Path, home: Path) -> None:
    key = run("registry", "key", "--backup", tmp_path / "key.pem")["key"]
    assert b"ENCRYPTED" in (tmp_path / "key.pem").read_bytes()
    assert "is there already" in run("registry", "key", "--backup", tmp_path / "key.pem", code=2)["error"]["message"]
    (home / "keys" / "record-key.pem").unlink()
    assert run("registry", "key", "--restore", tmp_path / "key.pem")["key"] == key
    other = tmp_path / "other.pem"
    other.write_bytes(b"nothing")
    assert "no key" in run("registry", "key", "--restore", other, code=2)["error"]["message"]
