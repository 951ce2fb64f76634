"""From a hub's entry to the reservation: the gateway it was given leads to a document of the ledger's site."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from peers import Peers
from pictures import draw
from registries.iscc_hub_double import AUGUST, NEWEST, IsccHubDouble

from artistguard.model.egress import Purpose
from artistguard.model.ids import now
from artistguard.model.reserved import GapKind
from artistguard.registries.iscc_hubs import FILE
from artistguard.workflow import consents, ledger_export, ledger_site, registering, reserved
from artistguard.workflow.import_ import import_
from artistguard.workflow.ledger_tables import ExportOrder
from artistguard.workflow.studio import Studio

NAME, DOMAIN = "own-hub", "studio.example"


@pytest.fixture(params=[AUGUST, NEWEST])
def double(request: pytest.FixtureRequest) -> Iterator[IsccHubDouble]:
    with IsccHubDouble(request.param).served() as hub:
        hub.clock = now
        yield hub


@pytest.fixture
def declared(studio: Studio, double: IsccHubDouble, tmp_path: Path) -> Studio:
    """One work that a hub took, which was given the ledger's gateway."""
    draw(1).save(tmp_path / "tide.png")
    import_(studio, [tmp_path / "tide.png"])
    entry = f'name = "{NAME}"\ntitle = "Own hub"\nhub_id = 1\nurl = "{double.url}"\ndialect = "{double.dialect}"\n'
    (studio.home / FILE).write_text(f'[[hub]]\n{entry}pubkeys = ["{double.pubkey}"]\n')
    studio.save(replace(studio.settings, network=True, local_hosts=double.at, registry_domain=DOMAIN))
    consents.agree(studio, double.at, [Purpose.REGISTER], "everything")
    registering.register(studio, registering.plan(studio, studio.catalogue.works.ids(), [NAME, "local"]))
    return studio


def test_the_hub_s_entry_leads_to_the_terms(
    declared: Studio, double: IsccHubDouble, tmp_path: Path, peers: Peers
) -> None:
    made = ledger_site.plan(declared, tmp_path / "site", DOMAIN)
    ledger_site.write(declared, made)
    assert (made.works, made.listed) == (1, 1)
    [entry] = double.log
    note = entry["note"]
    assert note["gateway"] == made.gateway
    address = note["gateway"].replace("{datahash}", note["datahash"])  # RFC 6570, as a hub expands it
    document = json.loads((tmp_path / "site" / urlsplit(address).path[1:]).read_text("utf-8"))
    assert document["id"] == f"{double.url}/{entry['iscc_id']}"
    assert document["controller"] == f"did:key:{note['signature']['pubkey']}"
    [service] = document["service"]
    record = (tmp_path / "site" / urlsplit(service["serviceEndpoint"]).path[1:]).read_bytes()
    assert peers.validate("service_tdm.TDM", record)["iscc"] == entry["iscc_id"]


def test_the_ledger_names_both_registries_and_the_file_for_a_lawyer_holds_the_receipt(
    declared: Studio, double: IsccHubDouble, tmp_path: Path
) -> None:
    [work] = declared.catalogue.works.ids()
    found = reserved.on(declared, work)
    assert sorted((each.form, each.reserves, each.note) for each in found.said) == [
        ("local", True, ""),
        (NAME, True, double.log[0]["iscc_id"]),
    ]
    assert GapKind.NO_REGISTRY not in {gap.kind for gap in found.gaps}
    path = ledger_export.export(declared, tmp_path / "l.zip", ExportOrder()).path
    with zipfile.ZipFile(path) as whole:
        [receipt] = [name for name in whole.namelist() if name.startswith("receipts/")]
        (tmp_path / "receipt.zip").write_bytes(whole.read(receipt))
    assert registering.verify_file(declared, tmp_path / "receipt.zip").holds.value == "yes"
    [at_hub] = registering.declarations(declared, work, NAME)
    registering.withdraw(declared, [at_hub.id])
    after = reserved.on(declared, work)
    assert [each.form for each in after.said] == ["local"]
    assert [each.form for each in after.over] == [NAME]
