"""The hub list: the program's own, and what the user adds."""

from datetime import date
from pathlib import Path

import pytest

from artistguard.model.errors import UsageError
from artistguard.registries.iscc_hub import IsccHub
from artistguard.registries.iscc_hubs import FILE, Dialect, SearchService, hubs, services

OWN = """
[[hub]]
name = "studio-hub"
hub_id = 77
url = "http://hub.studio:8080/"
dialect = "2025-08"

[[search]]
name = "studio-search"
title = "Our own index"
url = "http://127.0.0.1:18750/indexes/registry/"
"""


def test_the_programs_own_list_is_whole() -> None:
    known = hubs()
    assert list(known) == ["iscc-hub", "iscc-hub-amlet", "iscc-hub-test", "iscc-hub-test-amlet"]
    for hub in known.values():
        assert hub.pubkeys
        assert hub.url.startswith("https://")
        assert hub.did == hub.url.replace("https://", "did:web:")
        assert hub.looked >= date(2026, 11, 22)
        capabilities = IsccHub(hub).capabilities
        assert (capabilities.name, capabilities.looked) == (hub.name, hub.looked)
        assert ("trying out" in capabilities.what) is (hub.network == "testnet")
    assert known["iscc-hub"].hub_id == 1
    assert set(services()) == set(known)


def test_a_user_adds_hubs_and_search_services(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(OWN)
    own = hubs(tmp_path)["studio-hub"]
    assert (own.hub_id, own.url, own.dialect, own.pubkeys) == (77, "http://hub.studio:8080", Dialect.AUGUST_2025, ())
    assert own.title == "studio-hub"
    assert "iscc-hub" in hubs(tmp_path)
    service = services(tmp_path)["studio-search"]
    assert service == SearchService("studio-search", "Our own index", "http://127.0.0.1:18750/indexes/registry")


def test_an_entry_of_the_same_name_takes_the_place(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[[hub]]\nname = "iscc-hub"\nhub_id = 1\nurl = "https://new.example"\n')
    assert hubs(tmp_path)["iscc-hub"].url == "https://new.example"
    assert services(tmp_path)["iscc-hub"].url == "https://new.example"


@pytest.mark.parametrize(
    "text",
    [
        "[[hub]",
        "hub = 5",
        '[[hub]]\nname = "a-hub"\nurl = "https://a.example"',
        '[[hub]]\nname = "a-hub"\nhub_id = 4096\nurl = "https://a.example"',
        '[[hub]]\nname = "a-hub"\nhub_id = "1"\nurl = "https://a.example"',
        '[[hub]]\nname = "A Hub"\nhub_id = 1\nurl = "https://a.example"',
        '[[hub]]\nname = "a-hub"\nhub_id = 1\nurl = "ftp://a.example"',
        '[[hub]]\nname = "a-hub"\nhub_id = 1\nurl = "https://a.example/path"',
        '[[hub]]\nname = "a-hub"\nhub_id = 1\nurl = "https://a.example"\npubkeys = ["z6Mk"]',
        '[[hub]]\nname = "a-hub"\nhub_id = 1\nurl = "https://a.example"\ndialect = "2024"',
        '[[hub]]\nname = "a-hub"\nhub_id = 1\nurl = "https://a.example"\nlooked = "today"',
        '[[search]]\nname = "a-search"',
    ],
)
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(UsageError, match="cannot be read") as error:
        services(tmp_path) if "search" in text else hubs(tmp_path)
    assert str(tmp_path / FILE) in error.value.message


def test_a_list_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read"):
        hubs(tmp_path)
