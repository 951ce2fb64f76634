"""The command line as a person and as a script uses it: real processes, real files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pictures import draw

from artistguard.cli.app import VERBS, parser

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Run the program on a data folder of the test's own."""

    def command(*words: str | Path, passphrase: str | None = "a passphrase", **keywords: Any) -> Any:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ARTISTGUARD_")}
        if passphrase is not None:
            environment["ARTISTGUARD_PASSPHRASE"] = passphrase
        arguments = [sys.executable, "-m", "artistguard", "--home", tmp_path / "home", "--no-keychain", *words]
        return subprocess.run(
            arguments,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            **keywords,
        )

    return command


@pytest.fixture
def art(tmp_path: Path) -> Path:
    folder = tmp_path / "art"
    folder.mkdir()
    draw(1).save(folder / "one.jpg")
    draw(2).save(folder / "two.png")
    return folder


def document(done: subprocess.CompletedProcess[str], code: int = 0) -> dict[str, Any]:
    assert done.returncode == code, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)  # one document and nothing else
    assert found["ok"] == (code == 0)
    assert found["exit"] == code
    return found


def test_the_main_job_from_the_command_line(run: Command, art: Path, tmp_path: Path) -> None:
    made = document(run("--json", "identity", "create", "--name", "Ada Wren"))
    assert made["identity"]["name"] == "Ada Wren"
    assert "unknown signer" in made["notice"]
    assert document(run("--json", "import", art))["added"] == 2
    assert [w["title"] for w in document(run("--json", "list"))["works"]] == ["one", "two"]
    out = tmp_path / "signed"
    dry = document(run("--json", "sign", "--all", "--out", out, "--dry-run"))
    assert (dry["new"], dry["dry_run"], out.exists()) == (2, True, False)
    signed = document(run("--json", "sign", "--all", "--out", out))
    assert (signed["signed"], signed["failures"]) == (2, [])
    [one] = document(run("--json", "inspect", out / "one.jpg"))["files"]
    assert one["credential"]["state"] in ("Valid", "Trusted")
    assert any(row["sees"] for row in one["readers"])
    shown = document(run("--json", "show", "#1"))
    assert shown["work"]["state"] == "signed"
    assert {entry["act"] for entry in shown["history"]} == {"imported", "signed"}
    assert document(run("--json", "custody", "verify"))["breaks"] == []
    [batch, taken_in] = document(run("--json", "activity", "list"))["batches"]
    assert (taken_in["row"]["kind"], taken_in["row"]["done"], taken_in["row"]["standing"]) == ("import", 2, "done")
    assert batch["jobs"]["done"] == 2


def test_people_get_sentences_and_tables(run: Command, art: Path, tmp_path: Path) -> None:
    assert "unknown signer" in run("identity", "create", "--name", "Ada").stdout
    assert "2 new" in run("import", art).stdout
    assert "#2" in run("list").stdout
    done = run("sign", "--all", "--out", tmp_path / "signed")
    assert done.stdout.startswith("2 new; ")
    assert "every copy was read back" in done.stdout
    told = run("inspect", tmp_path / "signed" / "one.jpg").stdout
    assert "sees your no" in told
    assert "signed copy of your #1" in told


def test_one_bad_file_is_named_and_exits_with_one(run: Command, art: Path) -> None:
    (art / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and then nothing")
    told = document(run("--json", "import", art), code=1)
    assert told["added"] == 2
    [failure] = told["failures"]
    assert failure["file"].endswith("broken.jpg")
    assert failure["message"]
    assert "broken.jpg" in run("import", art).stderr


@pytest.mark.parametrize(
    "words",
    [
        ("sign", "--out", "x"),
        ("sign", "--all", "--out", "x", "--preset", "no such preset"),
        ("show", "#99"),
        ("preset", "edit", "Ask me", "--set", "reservation.ai_training=maybe"),
        ("preset", "edit", "Ask me", "--set", "output.folder=../../etc"),
        ("settings", "colour", "red"),
        ("import", "x.png", "--client", "nobody"),
        ("inspect",),
    ],
)
def test_wrong_use_exits_with_two_and_no_traceback(run: Command, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_without_a_signature_signing_says_how_to_make_one(run: Command, art: Path, tmp_path: Path) -> None:
    run("import", art)
    done = run("sign", "--all", "--out", tmp_path / "x")
    assert done.returncode == 2
    assert "identity create" in done.stderr
    assert run("sign", "--all", "--out", tmp_path / "x", "--dry-run").returncode == 0


def test_a_key_is_not_made_without_a_lock_and_opens_from_a_descriptor(run: Command, art: Path, tmp_path: Path) -> None:
    assert run("identity", "create", "--name", "Ada", passphrase=None).returncode == 2
    assert run("identity", "create", "--name", "Ada", passphrase="first").returncode == 0
    run("import", art)
    wrong = run("sign", "--all", "--out", tmp_path / "x", passphrase="second")
    assert (wrong.returncode, (tmp_path / "x" / "one.jpg").exists()) == (2, False)
    reading, writing = os.pipe()
    os.write(writing, b"first\n")
    os.close(writing)
    done = run(
        "--passphrase-fd", str(reading), "sign", "--all", "--out", tmp_path / "x", passphrase=None, pass_fds=[reading]
    )
    assert done.returncode == 0, done.stderr


def test_presets_are_edited_exported_and_imported(run: Command, tmp_path: Path) -> None:
    edited = document(
        run("--json", "preset", "edit", "Ask me", "--set", "rights.contact_email=a@b.example", "--untick", "tdm:policy")
    )["preset"]
    assert edited["version"] == 2
    assert edited["rights"]["contact_email"] == "a@b.example"
    assert "tdm:policy" not in edited["fields"]
    file = tmp_path / "ask.json"
    assert run("preset", "export", "Ask me", file).returncode == 0
    assert run("preset", "export", "Ask me", file).returncode == 2  # an existing file stays
    told = json.loads(file.read_text())
    told["name"] = "Ask us"
    file.write_text(json.dumps(told))
    assert document(run("--json", "preset", "import", file))["preset"]["rights"]["contact_email"] == "a@b.example"
    told["reservation"]["ai_training"] = "forbidden"
    file.write_text(json.dumps(told))
    assert run("preset", "import", file).returncode == 2


def test_a_new_client_is_sealed_until_opened(run: Command) -> None:
    made = document(
        run("--json", "client", "add", "Meridian", "--set", "mandate.agent=Ada", "--set", "mandate.until=2027-06-30")
    )["client"]
    assert made["seal"]["closed"] is True
    assert made["mandate"] == {"holder": "Meridian", "agent": "Ada", "scope": "", "until": "2027-06-30"}
    assert document(run("--json", "client", "open", "Meridian"))["client"]["seal"]["closed"] is False
    sealed = document(run("--json", "client", "seal", "Meridian", "--until", "2027-01-01"))["client"]["seal"]
    assert sealed == {"closed": True, "until": "2027-01-01"}


def test_an_identity_is_backed_up_and_comes_back_elsewhere(run: Command, tmp_path: Path) -> None:
    made = document(run("--json", "identity", "create", "--name", "Ada", "--organization", "Wren Studio"))["identity"]
    document(run("--json", "identity", "backup", tmp_path / "ada.p12"))
    assert {p.name for p in tmp_path.glob("*.p12")} == {"ada.p12", "ada-root.p12"}
    elsewhere = tmp_path / "elsewhere"
    again = document(run("--json", "--home", elsewhere, "identity", "import", tmp_path / "ada.p12"))["identity"]
    assert again["fingerprint"] == made["fingerprint"]
    document(run("--json", "identity", "export", tmp_path / "ada.pem"))
    public = (tmp_path / "ada.pem").read_text()
    assert public.count("BEGIN CERTIFICATE") == 2
    assert "PRIVATE" not in public


def test_a_studio_issues_and_revokes_a_seat(run: Command, tmp_path: Path) -> None:
    run("identity", "create", "--name", "Wren Studio")
    seat = document(run("--json", "identity", "issue", "--name", "Seat two", tmp_path / "seat.p12"))["identity"]
    assert seat["kind"] == "seat"
    told = document(run("--json", "identity", "revoke", seat["id"]))
    crl = subprocess.run(["openssl", "crl", "-noout", "-text", "-in", told["revocation_list"]], capture_output=True)
    assert b"Serial Number" in crl.stdout
    renewed = document(run("--json", "identity", "renew", "Wren Studio"))["identity"]
    assert renewed["name"] == "Wren Studio"


def test_the_network_is_off_until_it_is_switched_on(run: Command) -> None:
    assert document(run("--json", "network", "status"))["on"] is False
    assert document(run("--json", "network", "on"))["on"] is True
    assert document(run("--json", "network", "log"))["entries"] == []


def test_every_verb_explains_itself() -> None:
    words = {name.rstrip("_").replace("_", "-") for name in VERBS}
    text = parser().format_help()
    assert [word for word in words if f"    {word} " not in text] == []


def test_the_demo_holds_every_claim(run: Command, tmp_path: Path) -> None:
    told = document(run("--json", "demo", "--out", tmp_path / "demo"))
    assert told["works"] >= 10
    assert told["signed"] == told["works"]
    assert [claim for claim in told["claims"] if not claim["holds"]] == []
    assert len(told["claims"]) >= 12
    page = (tmp_path / "demo" / "page.html").read_text()
    assert page.count("<figure>") == told["works"]
    assert "http://" not in page.replace("http://www.w3.org", "")  # nothing is loaded from anywhere
    assert {each["where"] for each in told["reserved"]["said"]} == {"copy", "registry"}
    assert (tmp_path / "demo" / "ledger.zip").is_file()
    assert (tmp_path / "demo" / "ledger-site" / "iscc" / "index.html").is_file()


def test_nothing_heavy_is_imported_for_help() -> None:
    code = (
        "import sys; from artistguard.cli.app import parser; parser();"
        "print([m for m in ('numpy','sqlalchemy','c2pa','pyexiv2','PIL','requests','keyring','rich','scipy')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
