"""Planted texts with every trick, near misses and homonyms: what is found of what is there, at the default setting."""

from collections.abc import Callable

import pytest
from matching_sheets import Case, Score, cases, sheet

from artistguard.matching.addresses import AddressBook
from artistguard.matching.names import Matcher
from artistguard.model.names import NameKind, OwnName

NAMES, ADDRESSES = "planted_names.toml", "planted_addresses.toml"

Found = Callable[[Case], set[str]]


@pytest.fixture(scope="module")
def names() -> Found:
    profile = sheet(NAMES)
    own = [OwnName(name["text"], NameKind(name["kind"])) for name in profile["names"]]
    matcher = Matcher(own, profile["ignored"])
    return lambda case: {hit.name.text for hit in matcher.find(case.text, case.field)}


@pytest.fixture(scope="module")
def addresses() -> Found:
    book = AddressBook(sheet(ADDRESSES)["addresses"])
    assert not book.useless
    return lambda case: {hit.address for hit in book.find(case.text, case.field)}


@pytest.mark.parametrize(("name", "least"), [(NAMES, 150), (ADDRESSES, 50)])
def test_recall_and_precision(
    name: str, least: int, names: Found, addresses: Found, capsys: pytest.CaptureFixture[str]
) -> None:
    find, score, failures = (names if name == NAMES else addresses), Score(), []
    texts = cases(name)
    for case in texts:
        got = find(case)
        score.count(got, case.holds)
        if got != case.holds:
            failures.append(f"{case.trick}: {case.text!r} has {sorted(case.holds)}, found {sorted(got)}")
    with capsys.disabled():
        print(f"\n{name}: {len(texts)} texts, {score}")
        for failure in failures:
            print(f"  {failure}")
    assert len(texts) >= least
    assert score.recall >= 0.95
    assert score.precision >= 0.90


def test_the_sheets_hold_near_misses_too() -> None:
    for name in (NAMES, ADDRESSES):
        empty = sum(not case.holds for case in cases(name))
        assert empty >= 15
