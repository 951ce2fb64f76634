"""Looking up: exactly at a hub, and by looks at a hub and at a real iscc-search."""

import base64
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from peers import Peers
from pictures import draw
from PIL import Image
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
from artistguard.net.door import Answer
from artistguard.registries.hub_lookup import NoSearch, SimilarPicture, look_up, similar
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


def codes_of(data: bytes, kind: Kind, folder: Path) -> dict[FingerprintKind, str]:
    """The ISCC of a file and its units, as an import takes them."""
    path = folder / "picture"
    path.write_bytes(data)
    with path.open("rb") as file:
        digests = digest(file)
    reading = read_picture(path, kind, digests, limits=Limits(), thumbnail_edge=None)
    return {one.kind: one.value for one in reading.fingerprints}


def asset(number: int, data: bytes, folder: Path) -> dict[str, Any]:
    """An entry as iscc-search takes it out of a hub's log: where a note names no units, those of its code."""
    codes = codes_of(data, Kind.PNG, folder)
    raw = b"\x60\x10" + (1_764_147_600_000_000 + number << 12).to_bytes(8, "big")
    return {
        "iscc_id": "ISCC:" + base64.b32encode(raw).decode(),
        "iscc_code": codes[FingerprintKind.ISCC_CODE],
        "units": [
            codes[kind]
            for kind in (FingerprintKind.ISCC_IMAGE, FingerprintKind.ISCC_DATA, FingerprintKind.ISCC_INSTANCE)
        ],
        "metadata": {"train-ai": "n", "name": f"picture {number}"},
    }


def packed(image: Image.Image, kind: str, **how: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def test_a_real_search_server_finds_a_smaller_jpeg_of_a_picture(peers: Peers, tmp_path: Path) -> None:
    pictures = [draw(seed * 11, (640, 480)) for seed in range(6)]
    assets = [asset(number, packed(picture, "PNG"), tmp_path) for number, picture in enumerate(pictures)]
    (store := tmp_path / "index").mkdir()
    with iscc_search(peers, store) as address:
        post(f"{address}/indexes", {"name": "registry"})
        assert [one["status"] for one in post(f"{address}/indexes/registry/assets", assets)] == ["created"] * 6
        service, ledger = SearchService("own", "Our own index", f"{address}/indexes/registry"), Ledger()
        smaller = packed(pictures[3].resize((280, 210)), "JPEG", quality=60)
        copy = codes_of(smaller, Kind.JPEG, tmp_path)[FingerprintKind.ISCC_CODE]
        assert copy != assets[3]["iscc_code"]
        best = find(service, copy, ledger)[0]
        assert best.iscc_id == assets[3]["iscc_id"]
        assert best.types["CONTENT_IMAGE_V0"] > 0.9
        assert best.metadata == {"train-ai": "n", "name": "picture 3"}
        (line,) = ledger.entries.values()
        assert line.subjects == WORK
        assert line.purpose is Purpose.REGISTER
        with pytest.raises(NoSearch, match="no such index"):
            find(SearchService("own", "Our own index", f"{address}/indexes/other"), copy)
