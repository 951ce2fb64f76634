"""Looking up: exactly at a hub, and by looks at a hub and at a real iscc-search."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from peers import Peers
from pictures import draw
from PIL import Image
from registries import apart
from registries import hub_parts as parts
from registries.hub_parts import GATEWAY, Key
from registries.iscc_hub_double import NEWEST, IsccHubDouble, Reply
from registries.search_server import iscc_search, post
from sources.served import Ledger, opened

from artistguard.formats.kinds import Kind
from artistguard.imaging.digest import digest
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import read_picture
from artistguard.model.artwork import FingerprintKind
from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ComeBackLater, Refused
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Accepted, Item
from artistguard.net.door import Answer
from artistguard.registries.hub_lookup import NoSearch, SimilarPicture, look_up, similar
from artistguard.registries.hub_notes import expanded
from artistguard.registries.iscc_hubs import SearchService

JSON = {"Content-Type": "application/json"}
WORK = Subjects(works=("work-1",))


@pytest.fixture
def double() -> Iterator[IsccHubDouble]:
    with IsccHubDouble(NEWEST).served() as hub:
        yield hub


def find(service: SearchService, code: str, ledger: Ledger | None = None) -> tuple[SimilarPicture, ...]:
    door = opened(service.url.partition("/indexes")[0], ledger=ledger)
    return similar(service, code, door=door, subjects=WORK, cancel=CancelToken())


def test_who_declared_a_very_file_is_looked_up(double: IsccHubDouble) -> None:
    ours, what = parts.registry(double), parts.submission(gateway=GATEWAY)
    receipt = parts.declared(double, ours, what)

    def get(path: str) -> Answer:
        headers = {"Accept": "application/json"}
        return parts.door(double).request(
            "GET", double.url + path, purpose=Purpose.REGISTER, subjects=WORK, headers=headers
        )

    (found,) = look_up(ours.hub, get, datahash="1e20" + what.items[0].blake3)
    assert found.iscc_id == receipt.id_there
    assert found.pubkey == Key().text
    assert found.gateway == f"https://studio.example/iscc/{receipt.id_there[5:].lower()}"
    assert look_up(ours.hub, get, iscc_code=what.items[0].iscc) == (found,)
    assert look_up(ours.hub, get, datahash="1e20" + "0" * 64) == ()
    for reply, error in (
        (Reply(503, b"", {"Retry-After": "7"}), ComeBackLater),
        (Reply(404, b"{}", JSON), Refused),
        (Reply(200, b"{}", JSON), Refused),
        (Reply(200, b"[" * 100_000, JSON), Refused),
    ):
        double.fault = lambda asked, reply=reply: reply  # type: ignore[misc]
        with pytest.raises(error):
            look_up(ours.hub, get, datahash="1e20" + "0" * 64)
    odd = [{"iscc_id": "ISCC:MAIGIIFJRDGEQQAA", "pubkey": 5, "timestamp": 1764147600000000}, {"iscc_id": "x"}, 5, {}]
    double.fault = lambda asked: Reply(200, json.dumps(odd).encode(), JSON)
    (found,) = look_up(ours.hub, get, datahash="1e20" + "0" * 64)
    assert (found.pubkey, found.at) == ("", "1764147600000000")


def test_a_hub_may_offer_to_find_by_looks_or_not(double: IsccHubDouble) -> None:
    service = SearchService("hub", "ISCC-HUB double", double.url)
    with pytest.raises(NoSearch, match="does not offer"):
        find(service, parts.item().iscc)
    double.matches = [
        {"iscc_id": "ISCC:MAIGIIFJRDGEQQAA", "score": 0.85, "types": {"CONTENT_IMAGE_V0": 1.0, "DATA_NONE_V0": 7}},
        {"iscc_id": "ISCC:MAIGIIFJRDGEQQAB", "score": "x", "types": [], "metadata": {"name": "a\x1b[31m", "n": 5}},
        {"iscc_id": "../x", "score": 1.0},
        5,
    ]
    first, second = find(service, parts.item().iscc)
    assert first == SimilarPicture("ISCC:MAIGIIFJRDGEQQAA", 0.85, {"CONTENT_IMAGE_V0": 1.0, "DATA_NONE_V0": 1.0}, {})
    assert second == SimilarPicture("ISCC:MAIGIIFJRDGEQQAB", 0.0, {}, {"name": "a [31m", "n": "5"})
    asked = double.asked[-1]
    assert asked.path == "/search"
    assert asked.one("iscc_code") == parts.item().iscc
    for reply, error in (
        (Reply(503, b"", {"Retry-After": "7"}), ComeBackLater),
        (Reply(422, b'{"detail":"no"}', JSON), Refused),
        (Reply(200, b"[]", JSON), Refused),
        (Reply(200, b"no", JSON), Refused),
        (Reply(302, b"", {"Location": "http://10.0.0.1/"}), Refused),
    ):
        double.fault = lambda asked, reply=reply: reply  # type: ignore[misc]
        with pytest.raises(error):
            find(service, parts.item().iscc)


def facts_of(data: bytes, kind: Kind, folder: Path) -> Item:
    """What an import takes of a file, as far as a registry can be told of it."""
    path = folder / "picture"
    path.write_bytes(data)
    with path.open("rb") as file:
        digests = digest(file)
    reading = read_picture(path, kind, digests, limits=Limits(), thumbnail_edge=None)
    (code,) = [one.value for one in reading.fingerprints if one.kind is FingerprintKind.ISCC_CODE]
    return replace(parts.item(), sha256=digests.sha256, blake3=digests.blake3, iscc=code)


def packed(image: Image.Image, kind: str, **how: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def test_a_real_search_server_finds_a_smaller_jpeg_of_what_was_declared(
    peers: Peers, double: IsccHubDouble, tmp_path: Path
) -> None:
    """Declared by us at the hub's double; iscc-search itself reads the hub's log, and finds; we ask it."""
    pictures = [draw(seed * 11, (640, 480)) for seed in range(6)]
    ours, key = parts.registry(double), Key()
    items = [facts_of(packed(picture, "PNG"), Kind.PNG, tmp_path) for picture in pictures]
    receipts = [parts.declared(double, ours, parts.submission(one, domain="studio.example")) for one in items]
    back = ours.withdraw(receipts[5], parts.submission(items[5]), "d")
    assert isinstance(parts.send(double, ours, back, key), Accepted)
    read = [peers.ask("aggregated", apart.canonical(entry).decode(), "testnet") for entry in double.log]
    assert [reason for _, reason in read] == ["ok"] * 6 + ["deletion"]
    (store := tmp_path / "index").mkdir()
    with iscc_search(peers, store) as address:
        post(f"{address}/indexes", {"name": "registry"})
        told = post(f"{address}/indexes/registry/assets", [entry for entry, _ in read if entry is not None])
        assert [one["status"] for one in told] == ["created"] * 6
        service, ledger = SearchService("own", "Our own index", f"{address}/indexes/registry"), Ledger()
        smaller = facts_of(packed(pictures[3].resize((280, 210)), "JPEG", quality=60), Kind.JPEG, tmp_path)
        assert smaller.iscc != items[3].iscc
        best = find(service, smaller.iscc, ledger)[0]
        assert best.iscc_id == receipts[3].id_there
        assert best.types["CONTENT_IMAGE_V0"] > 0.9
        assert best.metadata == {"gateway": f"https://studio.example/iscc/1e20{items[3].blake3}.json"}
        (line,) = ledger.entries.values()
        assert line.subjects == WORK
        assert line.purpose is Purpose.REGISTER
        with pytest.raises(NoSearch, match="no such index"):
            find(SearchService("own", "Our own index", f"{address}/indexes/other"), smaller.iscc)


@pytest.mark.parametrize(
    "template",
    [
        "https://a.example/{iscc_id}",
        "https://a.example{/iscc_code}/x",
        "https://a.example/y{.datahash}",
        "https://a.example",
    ],
)
def test_a_gateways_template_is_filled_in_as_iscc_search_does(
    peers: Peers, double: IsccHubDouble, template: str
) -> None:
    what = parts.submission(gateway=template)
    receipt = parts.declared(double, parts.registry(double), what)
    entry, _ = peers.ask("aggregated", apart.canonical(double.log[0]).decode(), "testnet")
    assert expanded(template, receipt.id_there, double.log[0]["note"]) == entry["metadata"]["gateway"]
