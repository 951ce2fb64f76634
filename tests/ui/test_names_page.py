"""My names, as a person uses the page: kinds, names of clients, phrases that do not count, the tester, allowances."""

import pytest
from hands import WAIT_MS, click, named, reads
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from artistguard.model.finds import AllowKind
from artistguard.model.names import NameKind
from artistguard.model.rights import Profile
from artistguard.ui.context import Context
from artistguard.ui.settings.names import NamesPage
from artistguard.workflow import clients, finds, names
from artistguard.workflow.studio import Studio


@pytest.fixture
def page(context: Context, studio: Studio, qtbot: QtBot) -> NamesPage:
    studio.catalogue.profile.set(Profile("Ada Wren", handles=("adawren",), addresses=("adawren.example",)))
    clients.add(studio, "Meridian Press")
    made = NamesPage(context)
    qtbot.addWidget(made)
    made.resize(900, 1600)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.name.text() == "Ada Wren", timeout=WAIT_MS)
    return made


def test_the_tester_says_at_once_what_is_in_a_text_how_strongly_and_why(page: NamesPage, qtbot: QtBot) -> None:
    tester = page.tester
    qtbot.keyClicks(tester.text, "a harbour in the style of ada wren, https://adawren.example/gallery")
    qtbot.waitUntil(lambda: "strong: ada wren" in reads(tester), timeout=WAIT_MS)
    assert "adawren.example/gallery" in reads(tester)
    assert "held back" not in reads(tester)
    tester.text.selectAll()
    qtbot.keyClicks(tester.text, "a bowl of pears")
    qtbot.waitUntil(lambda: "Nothing of yours in it." in reads(tester), timeout=WAIT_MS)
    assert "strong" not in reads(tester)


def test_the_same_words_weigh_more_where_a_model_is_named(page: NamesPage, qtbot: QtBot) -> None:
    tester = page.tester
    qtbot.keyClicks(tester.text, "ada wren")
    qtbot.waitUntil(lambda: "weak: ada wren" in reads(tester), timeout=WAIT_MS)
    tester.place.setFocus()
    qtbot.keyClick(tester.place, Qt.Key.Key_Down)  # in its name
    qtbot.waitUntil(lambda: "strong: ada wren" in reads(tester), timeout=WAIT_MS)


def test_a_hostile_text_is_shown_as_plain_letters(page: NamesPage, qtbot: QtBot) -> None:
    page.tester.text.setPlainText("<b>by ada wren</b> \u202e\x07 ada\nwren " + "x" * 30_000)
    qtbot.waitUntil(lambda: "ada wren" in reads(page.tester), timeout=WAIT_MS)
    assert "\u202e" not in reads(page.tester)
    for each in page.tester.findChildren(QLabel):
        assert each.textFormat() is Qt.TextFormat.PlainText or not each.text()


def test_all_kinds_are_saved_and_a_phrase_does_not_count(page: NamesPage, studio: Studio, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.lists["studios"], "Lantern House")
    qtbot.keyClicks(page.lists["characters"], "Captain Marrow")
    qtbot.keyClicks(page.lists["ignored"], "wren house")
    click(qtbot, page.save)
    qtbot.waitUntil(lambda: "Saved" in page.said, timeout=WAIT_MS)
    kinds = {name.text: name.kind for name in names.own_names(studio)}
    assert kinds["Lantern House"] is NameKind.STUDIO
    assert kinds["Captain Marrow"] is NameKind.CHARACTER
    assert names.ignored(studio) == ("wren house",)


def test_a_clients_character_is_added_stands_under_its_seal_and_is_removed(
    page: NamesPage, studio: Studio, qtbot: QtBot
) -> None:
    panel = page.of_clients
    qtbot.waitUntil(lambda: panel.client.count() == 1, timeout=WAIT_MS)
    qtbot.keyClicks(panel.text, "The Lantern Keeper")
    click(qtbot, panel.add)
    qtbot.waitUntil(lambda: "The Lantern Keeper · character · Meridian Press" in reads(panel), timeout=WAIT_MS)
    [name] = [each for each in names.own_names(studio) if each.client_id]
    assert name.kind is NameKind.CHARACTER
    qtbot.keyClicks(page.lists["aliases"], "Ada B")
    click(qtbot, page.save)  # the lists are saved; names of clients stay as they are
    qtbot.waitUntil(lambda: "Saved" in page.said, timeout=WAIT_MS)
    assert name in names.own_names(studio)
    click(qtbot, named(panel, "Remove The Lantern Keeper"))
    qtbot.waitUntil(lambda: name not in names.own_names(studio), timeout=WAIT_MS)


def test_what_is_allowed_is_listed_and_taken_back(page: NamesPage, studio: Studio, qtbot: QtBot) -> None:
    finds.allow(studio, AllowKind.ACCOUNT, "hugging-face/adawren")
    page.refresh()
    qtbot.waitUntil(lambda: "hugging-face/adawren" in reads(page.allowed), timeout=WAIT_MS)
    click(qtbot, named(page.allowed, "Take back: hugging-face/adawren"))
    qtbot.waitUntil(lambda: "is a find again" in page.said, timeout=WAIT_MS)
    assert finds.allowances(studio) == ()
