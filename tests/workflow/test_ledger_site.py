"""The ledger as a website in a folder: whose works are in it, and that of sealed ones there is no byte."""

import json
from pathlib import Path

import pytest
from ledger_parts import declare, take_back

from artistguard.model.artwork import Artwork
from artistguard.model.errors import UsageError
from artistguard.model.reserved import Where
from artistguard.model.rights import Client, Rights
from artistguard.website import ledger
from artistguard.workflow import clients, ledger_site, reserved
from artistguard.workflow.import_ import import_
from artistguard.workflow.site_files import State
from artistguard.workflow.studio import Studio


@pytest.fixture
def works(studio: Studio, portfolio: Path) -> dict[str, Artwork]:
    import_(studio, [portfolio])
    return {work.title: work for work in studio.catalogue.works.iterate()}


def everything(folder: Path) -> bytes:
    return b"".join(path.name.encode() + path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_open_declared_works_are_in_it_and_sealed_ones_leave_no_byte(
    studio: Studio, works: dict[str, Artwork], tmp_path: Path
) -> None:
    secret = clients.add(studio, "Northline Rail", Rights(rights_holder="Northline Holding"))
    hidden = works["cover"]
    clients.assign(studio, [hidden.id], secret)
    declared = declare(studio, [works[title] for title in ("tide", "cover", "Harbour lights", "plate")])
    take_back(studio, declared[-1])
    site = tmp_path / "site"
    made = ledger_site.plan(studio, site, "https://Ada.example/", titles=True)
    assert (made.works, made.listed, made.left_out) == (2, 2, {"works that are sealed": 1})
    assert made.gateway == "https://ada.example/iscc/{datahash}.json"
    assert not site.exists()
    assert ledger_site.write(studio, made) == ()
    index = json.loads((site / ledger.INDEX).read_text("utf-8"))
    assert {one["title"] for one in index["files"]} == {"tide", "Harbour lights"}
    assert {one["sha256"] for one in index["files"]} == {
        works[title].editions[0].sha256 for title in ("tide", "Harbour lights")
    }
    written = everything(site).lower()
    [edition] = hidden.editions
    prints = [each.value for each in studio.catalogue.works.fingerprints(edition.id)]
    for text in ("Northline", "cover", hidden.id, edition.id, edition.sha256, edition.blake3, *prints):
        assert text.lower().encode() not in written, text
    assert "Northline" not in " ".join(made.notes)
    acts = list(studio.catalogue.custody.iterate("ada.example"))
    assert [(entry.act, entry.details["listed"]) for entry in acts] == [("ledger-published", 2)]
    assert [each.form for each in reserved.on(studio, works["tide"].id).site] == [ledger.INDEX]


def test_without_being_asked_no_title_is_shown(studio: Studio, works: dict[str, Artwork], tmp_path: Path) -> None:
    declare(studio, [works["tide"]])
    ledger_site.write(studio, ledger_site.plan(studio, tmp_path / "site", "ada.example"))
    assert b"tide" not in everything(tmp_path / "site")


def test_again_changes_nothing_and_what_was_withdrawn_is_named(
    studio: Studio, works: dict[str, Artwork], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    declare(studio, [works["tide"]])
    [declared] = declare(studio, [works["plate"]], "Ask me")
    first = ledger_site.plan(studio, site, "ada.example")
    ledger_site.write(studio, first)
    terms = sorted(file.path.rpartition(".")[2] for file in first.files if "/terms-" in file.path)
    assert terms == ["html", "html", "json"]
    again = ledger_site.plan(studio, site, "ada.example")
    assert {file.state for file in again.files} == {State.UNCHANGED}
    ledger_site.write(studio, again)
    assert len(list(studio.catalogue.custody.iterate("ada.example"))) == 1
    take_back(studio, declared)
    after = ledger_site.plan(studio, site, "ada.example")
    assert any("1e20" in path for path in after.stale)
    assert any("take off your site" in note for note in after.notes)
    ledger_site.write(studio, after)
    assert len(json.loads((site / ledger.INDEX).read_text("utf-8"))["files"]) == 1


def test_what_somebody_else_put_there_stays(studio: Studio, works: dict[str, Artwork], tmp_path: Path) -> None:
    (tmp_path / "iscc").mkdir()
    (tmp_path / "iscc" / "index.html").write_text("mine")
    declare(studio, [works["tide"]])
    made = ledger_site.plan(studio, tmp_path, "ada.example")
    [kept] = ledger_site.write(studio, made)
    assert (kept.path, (tmp_path / "iscc" / "index.html").read_text()) == ("iscc/index.html", "mine")
    with pytest.raises(UsageError):
        ledger_site.plan(studio, tmp_path, "no domain")


def test_an_opened_client_s_work_names_its_rights_holder(
    studio: Studio, works: dict[str, Artwork], tmp_path: Path
) -> None:
    client: Client = clients.add(studio, "Northline Rail", Rights(rights_holder="Northline Holding"))
    clients.assign(studio, [works["cover"].id], client)
    clients.open_(studio, client)
    declare(studio, [works["cover"]])
    assert reserved.on(studio, works["cover"].id).said[0].where is Where.REGISTRY
    ledger_site.write(studio, ledger_site.plan(studio, tmp_path, "ada.example"))
    [terms] = (tmp_path / "iscc").glob("terms-*.html")
    assert "by Northline Holding" in terms.read_text("utf-8")
