"""The ledger's pages; the records as iscc_schema reads them, from the environment of programs to compare with."""

import hashlib
import json
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from peers import Peers, PeerSays

from artistguard.model.rights import Permission, Reservation, Rights
from artistguard.website import ledger
from artistguard.website.ledger import Listed
from artistguard.website.terms import terms_of

ASK = Permission.CONSTRAINED
CODE = "ISCC:KECYY74X4TP7B4M36NT7SMESLRHCRB6WHZMLWLVGD5CLW22SE4PZ6BY"
RIGHTS = Rights(creator="Ada <b>Wren</b>", contact_email="ask@ada.example")
ALL = terms_of("ada.example", Reservation(), RIGHTS, "")
ASKING = terms_of("ada.example", Reservation(ASK, ASK, ASK, ASK, "Write to me."), RIGHTS, "")
FILE = Listed("b" * 64, "a" * 64, CODE, "2026-11-26T12:00:00+00:00", ALL, title="Harbour <lights>")
AT_HUB = Listed("c" * 64, "d" * 64, "ISCC:MAIGHFECJMOPMIAB", FILE.since, ASKING, "https://iscc.id", "did:key:z6Mk")
MADE = ledger.all_files("ada.example", [FILE, AT_HUB])


def test_a_gateway_document_leads_to_the_record_and_the_record_to_the_terms() -> None:
    document = json.loads(MADE[f"iscc/1e20{'b' * 64}.json"])
    assert document["@context"][0] == "https://www.w3.org/ns/cid/v1"
    assert document["id"] == f"https://ada.example/iscc/1e20{'b' * 64}.json"
    assert "controller" not in document
    [service] = document["service"]
    assert (service["id"], service["type"]) == ("#tdm", "TdmMetadataService")
    record = json.loads(MADE[urlsplit(service["serviceEndpoint"]).path[1:]])
    assert (record["iscc"], record["tdm_reservation"]) == (CODE, 1)
    assert urlsplit(record["tdm_policy"]).path[1:] in MADE
    assert record["tdm_policy"].endswith(".html")  # nobody may ask, so there is no offer
    there = json.loads(MADE[f"iscc/1e20{'c' * 64}.json"])
    assert (there["id"], there["controller"]) == ("https://iscc.id/ISCC:MAIGHFECJMOPMIAB", "did:key:z6Mk")
    asks = json.loads(MADE[f"iscc/1e20{'c' * 64}.tdm.json"])["tdm_policy"]
    policy = json.loads(MADE[urlsplit(asks).path[1:]])
    assert policy["uid"] == asks
    assert policy["permission"][0]["duty"] == [{"action": "obtainConsent"}]


def test_a_hub_that_expands_the_gateway_finds_the_document() -> None:
    address = ledger.gateway("ada.example").replace("{datahash}", FILE.name)  # RFC 6570, simple expansion
    assert urlsplit(address).path[1:] in MADE


def test_iscc_schema_takes_every_record(peers: Peers) -> None:
    records = [body for path, body in MADE.items() if path.endswith(".tdm.json")]
    read = [peers.validate("service_tdm.TDM", body) for body in records]
    assert [each["tdm_reservation"] for each in read] == [1, 1]
    assert {each["$schema"] for each in read} == {"http://purl.org/iscc/schema/tdm-0.8.0.json"}
    wrong = {**json.loads(records[0]), "tdm_reservation": 2}
    with pytest.raises(PeerSays):
        peers.validate("service_tdm.TDM", wrong)


def test_the_index_names_every_document_with_its_digest() -> None:
    index = json.loads(MADE[ledger.INDEX])
    for one, file in zip(index["files"], (FILE, AT_HUB), strict=True):
        path = urlsplit(one["gateway"]).path[1:]
        assert one["gateway_sha256"] == hashlib.sha256(MADE[path]).hexdigest()
        assert one["tdm_sha256"] == hashlib.sha256(MADE[path.replace(".json", ".tdm.json")]).hexdigest()
        assert (one["iscc"], one["sha256"]) == (file.iscc, file.sha256)
    assert "title" not in index["files"][1]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attributes if name in ("href", "src")]


def test_the_pages_load_nothing_and_lead_only_to_what_is_there() -> None:
    names = [name for name in MADE if name.endswith(".html")]
    assert len(names) == 3
    for name in names:
        links = Links()
        links.feed(MADE[name].decode())
        assert all(f"iscc/{link}" in MADE for link in links.found if "mailto" not in link), links.found
        assert not links.tags & {"script", "img", "b", "lights"}
