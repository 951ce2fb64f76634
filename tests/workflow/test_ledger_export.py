"""The ledger for a lawyer, checked by somebody who has nothing of ours: a shell, python3 and openssl."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from authority import Authority
from ledger_parts import declare, take_back

from artistguard.model.artwork import Artwork
from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError
from artistguard.model.identity import Identity
from artistguard.model.rights import Client, DataUse, Rights
from artistguard.registries import rfc3161
from artistguard.workflow import clients, consents, grants, ledger_export, registering, sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.ledger_tables import ExportOrder
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

TODAY = date.today()


@pytest.fixture
def works(studio: Studio, portfolio: Path) -> dict[str, Artwork]:
    import_(studio, [portfolio])
    return {work.title: work for work in studio.catalogue.works.iterate()}


@pytest.fixture
def hidden(studio: Studio, works: dict[str, Artwork]) -> Client:
    client = clients.add(studio, "Northline Rail", Rights(rights_holder="Northline Holding"))
    clients.assign(studio, [works["cover"].id], client)
    return client


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as whole:
        whole.extractall(folder)
    return folder


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"))))


def check(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", folder / "check.py"], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def everything(path: Path) -> bytes:
    with zipfile.ZipFile(path) as whole:
        return b"\n".join(name.encode() + whole.read(name) for name in whole.namelist()).lower()


def test_a_stranger_checks_every_part_of_it(
    studio: Studio, works: dict[str, Artwork], signer: Identity, tmp_path: Path, authority: Authority
) -> None:
    studio.save(replace(studio.settings, network=True, time_authority=authority.url, time_authority_local=True))
    order = SigningOrder(out=tmp_path / "out")
    sign.sign(studio, sign.plan(studio, [works["tide"]], order, signer), order, signer)
    declare(studio, [works["tide"]])
    grants.grant(studio, "=Museum", uses=[DataUse.AI_TRAINING], since=TODAY, works=[works["tide"].id])
    made = ledger_export.export(studio, tmp_path / "l.zip", ExportOrder(works=(works["tide"].id,)))
    folder = unpacked(made.path, tmp_path / "l")

    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=True)
    code, said = check(folder)
    assert code == 0
    assert f"{made.lines} of them shown in full: the chain holds" in said
    assert made.withheld > 0

    found = rows(folder, "reservations.csv")
    [ledger] = [row for row in found if row["form"] == "local"]
    assert ledger["file_sha256"] == works["tide"].editions[0].sha256
    assert (ledger["where"], ledger["terms_ai_training"], ledger["preset"]) == (
        "registry",
        "notAllowed",
        "Everything reserved",
    )
    assert ledger["authority"] == "127.0.0.1"
    says = {row["form"]: row["says"] for row in found if row["where"] == "copy"}
    assert (says["plus:DataMining"], says["tdm:reservation"]) == ("DMI-PROHIBITED", "1")
    assert says["cawg.training-mining"] == "all four uses notAllowed"

    # The line that it names, with a shell alone, as README.txt has it.
    line = int(ledger["chain_line"])
    recipe = next(text for text in (folder / "README.txt").read_text("utf-8").splitlines() if "sed -n" in text)
    shell = recipe.replace("Np", f"{line}p")
    done = subprocess.run(["sh", "-c", shell], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == ledger["chain_hash"]

    # The stamp over the head, with openssl and the authority's root.
    [stamp] = (folder / "stamps").glob("*.tsr")
    over = json.loads((folder / "chain.jsonl").read_text("utf-8").splitlines()[int(stamp.stem.rpartition("-")[2]) - 1])
    words = ["openssl", "ts", "-verify", "-digest", over["hash"], "-in", stamp, "-CAfile", authority.root]
    assert b"Verification: OK" in subprocess.run(words, capture_output=True, check=True).stdout

    [consent] = rows(folder, "consents.csv")
    assert (consent["to"], consent["uses"]) == ("'=Museum", "ai_training")  # a spreadsheet computes nothing
    page = (folder / "ledger.html").read_text("utf-8")
    assert "=Museum" in page
    assert "not who drew" in page
    assert json.loads((folder / "ledger.json").read_text("utf-8"))["works"][0]["title"] == "tide"


def test_a_touched_chain_is_found_and_located(studio: Studio, works: dict[str, Artwork], tmp_path: Path) -> None:
    declare(studio, works.values())
    made = ledger_export.export(studio, tmp_path / "l.zip", ExportOrder())
    folder = unpacked(made.path, tmp_path / "l")
    chain = folder / "chain.jsonl"
    whole = chain.read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    place = next(n for n, text in enumerate(lines, 1) if '"reserved"' in text)
    for touched, where in (
        (whole.replace('"notAllowed"', '"allowed"', 1), f"line {place}: changed"),
        ("".join(lines[: place - 1] + lines[place:]), f"line {place}: line {place + 1} stands in its place"),
        ("".join([*lines[: place - 1], lines[place], lines[place - 1], *lines[place + 1 :]]), f"line {place}: line"),
        (whole[: len(whole) - len(lines[-1]) // 2], f"line {len(lines)}: cut or changed"),
        ("".join(lines[:-2]), f"line {len(lines) - 2} is the last one; README.txt names line {len(lines)}"),
    ):
        chain.write_text(touched, "utf-8")
        code, said = check(folder)
        assert code == 1
        assert where in said


def test_of_a_sealed_client_there_is_no_byte_unless_named(
    studio: Studio, works: dict[str, Artwork], hidden: Client, tmp_path: Path
) -> None:
    declare(studio, works.values())
    grants.grant(studio, "Somebody", uses=[DataUse.AI_TRAINING], since=TODAY, client=hidden)
    grants.grant(studio, "Northline Rail", uses=[DataUse.AI_TRAINING], since=TODAY)
    grants.grant(studio, "Both", uses=[DataUse.AI_TRAINING], since=TODAY, works=[w.id for w in works.values()])
    made = ledger_export.export(studio, tmp_path / "open.zip", ExportOrder())
    assert (made.works, made.left_out) == (5, 1)
    [edition] = works["cover"].editions
    prints = [each.value for each in studio.catalogue.works.fingerprints(edition.id)]
    written = everything(made.path)
    for text in ("Northline", hidden.id, works["cover"].id, edition.id, edition.sha256, edition.blake3, *prints):
        assert text.lower().encode() not in written, text
    assert b"cover.webp" not in written
    assert [row["to"] for row in rows(unpacked(made.path, tmp_path / "open"), "consents.csv")] == ["Both"]
    assert check(tmp_path / "open")[0] == 0

    with pytest.raises(UsageError, match="is sealed"):
        ledger_export.export(studio, tmp_path / "no.zip", ExportOrder(works=(works["cover"].id,)))
    assert not (tmp_path / "no.zip").exists()
    asked = ExportOrder(works=(works["cover"].id,), sealed=frozenset({hidden.id}))
    named = ledger_export.export(studio, tmp_path / "named.zip", asked)
    assert edition.sha256.encode() in everything(named.path)
    assert works["tide"].id.encode() not in everything(named.path)


def test_a_period(studio: Studio, works: dict[str, Artwork], tmp_path: Path) -> None:
    [declared] = declare(studio, [works["tide"]])
    take_back(studio, declared)
    made = ledger_export.export(studio, tmp_path / "l.zip", ExportOrder(works=(works["tide"].id,)))
    [row] = rows(unpacked(made.path, tmp_path / "l"), "reservations.csv")
    assert row["to_utc"]
    assert any(gap["gap"].startswith("No registry") for gap in rows(tmp_path / "l", "gaps.csv"))
    with pytest.raises(UsageError, match="None of these works"):
        ledger_export.export(studio, tmp_path / "b.zip", ExportOrder(until=TODAY - timedelta(days=9)))
    with pytest.raises(UsageError, match="before it begins"):
        ledger_export.export(studio, tmp_path / "b.zip", ExportOrder(since=TODAY, until=TODAY - timedelta(days=9)))
    with pytest.raises(UsageError, match="to come"):
        ledger_export.export(studio, tmp_path / "b.zip", ExportOrder(until=TODAY + timedelta(days=9)))
    with pytest.raises(UsageError, match="to come"):
        ledger_export.export(studio, tmp_path / "b.zip", ExportOrder(since=TODAY + timedelta(days=9)))
    with pytest.raises(UsageError, match="there already"):
        ledger_export.export(studio, tmp_path / "l.zip", ExportOrder())


def test_of_a_stamp_over_many_works_only_the_chosen_one_s_proof_is_in_it(
    studio: Studio, works: dict[str, Artwork], tmp_path: Path, authority: Authority
) -> None:
    studio.save(replace(studio.settings, network=True, time_authority=authority.url, time_authority_local=True))
    consents.agree(studio, authority.at, [Purpose.REGISTER], "one hash")
    both = [works["tide"].id, works["plate"].id]
    registering.register(studio, registering.plan(studio, both, [rfc3161.name_of(authority.url)]))
    made = ledger_export.export(studio, tmp_path / "l.zip", ExportOrder(works=(works["tide"].id,)))
    folder = unpacked(made.path, tmp_path / "l")
    [proof] = (folder / "receipts").glob("*/*")
    assert proof.name == works["tide"].editions[0].id
    done = subprocess.run([sys.executable, "-I", "check.py"], cwd=proof, capture_output=True, text=True, check=True)
    assert "is record 1 of 2" in done.stdout or "is record 2 of 2" in done.stdout
    assert works["plate"].editions[0].sha256.encode() not in everything(made.path)
    assert [row["reserves"] for row in rows(folder, "reservations.csv")] == ["no"]  # a stamp says when, and no more
    whole = ledger_export.export(studio, tmp_path / "all.zip", ExportOrder())
    assert len(list((unpacked(whole.path, tmp_path / "all") / "receipts").glob("*.zip"))) == 1
