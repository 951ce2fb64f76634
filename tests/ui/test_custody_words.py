"""The history of a work in words: what registries, consents and the website are about has some, also in German."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from artistguard.model.custody import CustodyEntry
from artistguard.ui import custodywords, language

SAID = {
    "reserved": "Reservation written into the ledger on this computer",
    "reservation-withdrawn": "Reservation taken back in the ledger on this computer",
    "declared": "Recorded at Own hub",
    "declaration-withdrawn": "Taken back at Own hub",
    "declaration-refused": "Not taken by Own hub",
    "declaration-unproven": "What Own hub answers does not prove the declaration",
    "declaration-gone": "Not held by Own hub any more",
    "receipt-completed": "Receipt of Own hub completed by what it answered later",
    "consent-granted": "Your yes to Lantern 100 %2 Press written down",
    "consent-ended": "Your yes to Lantern 100 %2 Press ended",
    "website-written": "Files for the website ada.example written",
    "website-checked": "Website checked: ada.example",
}
NAMES = {"own-hub": "Own hub"}


def entry(act: str) -> CustodyEntry:
    details: dict[str, object] = {}
    if act.startswith(("declar", "receipt", "reserv")):
        details = {"registry": "own-hub"}
    elif act.startswith("consent"):
        details = {"to": "Lantern 100 %2 Press"}
    return CustodyEntry(1, datetime(2026, 11, 26, tzinfo=UTC), "seat", "Ada", act, "ada.example", details, "", "")


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """Spoken, and silent again afterwards."""
    assert language.install(qapp, "de") == "de"
    yield
    for made in qapp.findChildren(QTranslator):
        qapp.removeTranslator(made)
        made.deleteLater()


@pytest.mark.parametrize("act", SAID)
def test_an_act_has_words_of_its_own(act: str) -> None:
    assert custodywords.act(entry(act), NAMES) == f"{SAID[act]}, by Ada"


@pytest.mark.parametrize("act", SAID)
def test_it_has_german_ones(act: str, german: None) -> None:
    told = custodywords.act(entry(act), NAMES)
    assert told.endswith(", von Ada")
    assert not told.startswith(SAID[act])
    assert not [word for word in ("%1", "geschützt", "sicher") if word in told]


def test_a_registry_that_is_not_known_any_more_is_called_by_its_name() -> None:
    assert custodywords.act(entry("declared"), {}) == "Recorded at own-hub, by Ada"


def test_an_act_without_words_is_its_own_word() -> None:
    assert custodywords.act(entry("something-new"), NAMES) == "something new, by Ada"
