"""Addresses: what the artist's are, what says nothing of one artist, strengths and reasons, and hostile texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.matching.addresses import AddressBook, PlatformAccount
from artistguard.model.names import FieldKind, Strength

ADDRESSES = [
    "https://www.holliem.example/index.html",
    "käthe.example",
    "https://uni.example/~hollie/",
    "https://www.artstation.com/HollieM/albums/1",
    "@holliem@mastodon.example",
]
STRONG, MEDIUM = Strength.STRONG, Strength.MEDIUM
BOOK = AddressBook(ADDRESSES)


def test_domains_and_accounts() -> None:
    assert BOOK.domains == ("holliem.example", "käthe.example")
    assert BOOK.profiles == (
        PlatformAccount("ArtStation", "holliem", "https://www.artstation.com/HollieM/albums/1"),
        PlatformAccount("the fediverse", "holliem@mastodon.example", "@holliem@mastodon.example"),
    )
    assert BOOK.useless == {}


@pytest.mark.parametrize(
    "address",
    ["https://www.artstation.com", "deviantart.com/search?q=hollie", "https://cdn.artstation.com/x.jpg",
     "https://x.com/home", "not an address", "hollie@mail.example", "ftp", "...", "https://", "tumblr.com"],
)  # fmt: skip
def test_what_says_nothing_of_one_artist(address: str) -> None:
    book = AddressBook([address])
    assert list(book.useless) == [address]
    assert book.domains == ()
    assert book.find(f"see {address} and artstation.com", FieldKind.CARD) == []


@pytest.mark.parametrize(
    ("text", "strength", "reason"),
    [
        ("https://holliem.example/a.jpg", STRONG, "Your own holliem.example."),
        ("cdn.holliem.example/a.jpg", STRONG, "Below your own holliem.example."),
        ("me@holliem.example", STRONG, "A mail address, your own holliem.example."),
        ("uni.example/~hollie/a.png", STRONG, "Your page on uni.example."),
        ("holliem.artstation.com", STRONG, "Your account 'holliem' on ArtStation."),
        ("mastodon.example/@holliem/1", STRONG, "Your account 'holliem@mastodon.example' on the fediverse."),
        ("i0.wp.com/holliem.example/a.jpg", MEDIUM, "Your own holliem.example. It stands within another address."),
    ],
)  # fmt: skip
def test_strengths_and_reasons(text: str, strength: Strength, reason: str) -> None:
    (hit,) = BOOK.find(f"See: {text}, thanks", FieldKind.CARD)
    assert (hit.strength, hit.reason) == (strength, reason)
    assert hit.address in ADDRESSES


def test_a_column_of_addresses() -> None:
    column = ["https://other.example/a.jpg", "https://HOLLIEM.example/a.jpg", "", "http://xn--kthe-loa.example/b.png"]
    found = BOOK.find_many(column, FieldKind.URL)
    assert {row: hit.address for row, (hit,) in found.items()} == {1: ADDRESSES[0], 3: ADDRESSES[1]}
    assert found[1][0].reason == "Your own holliem.example, as the source of the row."


@given(st.lists(st.text(st.characters(), max_size=20) | st.sampled_from(ADDRESSES), max_size=6).map("".join))
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_spans_are_right(text: str) -> None:
    hits = BOOK.find(text, FieldKind.TEXT)
    for hit in hits:
        assert hit.found == text[hit.start : hit.end] != ""
    AddressBook([text])


@pytest.mark.parametrize(
    "text",
    ["holliem.example " * 60_000, "holliem " + "a.a.a." * 170_000, "holliem" + "\x7f" * 1_000_000,
     "holliem " + "%41" * 330_000,
     "https://x.example/" + "holliem.example/" * 60_000, "holliem" + "@a" * 500_000, "holliem." * 125_000],
    ids=lambda text: repr(text[:20]),
)  # fmt: skip
def test_a_megabyte_made_to_be_slow_is_read_in_bounded_steps(text: str) -> None:
    assert len(BOOK.find(text, FieldKind.TEXT)) <= 1000
