"""Settings of the registries, and the key that signs what is declared: backed up, taken in elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hands import click, reads, wait_for
from pytestqt.qtbot import QtBot

from artistguard.ui.settings import SettingsPlace
from artistguard.ui.settings.records import RecordsPage
from artistguard.ui.window import Window
from artistguard.workflow import registering
from artistguard.workflow.studio import Studio

WORDS = "three pears and a jug"


@pytest.fixture
def page(open_window: Callable[[], Window], qtbot: QtBot) -> RecordsPage:
    """The page, in the window."""
    window = open_window()
    window.resize(1200, 900)
    window.show_place("settings", {"page": "records"})
    place = window.place("settings")
    assert isinstance(place, SettingsPlace)
    made = place.page("records")
    assert isinstance(made, RecordsPage)
    wait_for(qtbot, made, "Not made yet")
    return made


def test_addresses_and_domain_are_kept_and_nonsense_is_refused(page: RecordsPage, qtbot: QtBot) -> None:
    studio = page.bridge.studio
    page.domain.setText("ada.example")
    page.authorities.setPlainText("https://stamps.example/tsr\nhttps://other.example/tsr\n")
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: page.said == "Saved.")
    assert studio.settings.registry_domain == "ada.example"
    assert studio.settings.registry_authorities == "https://stamps.example/tsr, https://other.example/tsr"
    assert page.authorities.toPlainText().splitlines() == ["https://stamps.example/tsr", "https://other.example/tsr"]
    titles = [each.capabilities.title for each in registering.registries(studio).values()]
    assert any("stamps.example" in title for title in titles)
    page.domain.setText("no domain")
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: "registry_domain is a name" in page.said)
    assert studio.settings.registry_domain == "ada.example"


def test_the_key_is_backed_up_and_taken_in_by_another_data_folder(
    page: RecordsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.back_up(tmp_path / "key.pem", WORDS)
    qtbot.waitUntil(lambda: "locked with your passphrase" in page.said)
    key = registering.record_key(page.bridge.studio).public
    wait_for(qtbot, page, key.hex()[:30])
    assert b"ENCRYPTED PRIVATE KEY" in (tmp_path / "key.pem").read_bytes()
    with Studio(tmp_path / "elsewhere", passphrase=lambda: WORDS, keychain=False) as other:
        registering.record_key(other).take_in(tmp_path / "key.pem", WORDS)
        assert registering.record_key(other).public == key
    page.take_in(tmp_path / "key.pem", "another passphrase")
    qtbot.waitUntil(lambda: "no key that this passphrase opens" in page.said)
    page.take_in(tmp_path / "key.pem", WORDS)
    qtbot.waitUntil(lambda: "can be taken back from here" in page.said)
    assert "Not made yet" not in reads(page)
