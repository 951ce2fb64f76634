"""The window's words in another language, and English plurals."""

from collections.abc import Iterator
from importlib import resources

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from artistguard.ui import language
from artistguard.ui.context import Context


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[QApplication]:
    """The application, silent again afterwards."""
    yield qapp
    for made in qapp.findChildren(QTranslator):
        qapp.removeTranslator(made)
        made.deleteLater()


def word(text: str, context: str = "SettingsPlace", count: int = -1) -> str:
    return QCoreApplication.translate(context, text, "", count)


def test_german_is_spoken_where_it_is_begun(speaking: QApplication) -> None:
    assert language.install(speaking, "de") == "de"
    assert word("Settings") == "Einstellungen"
    assert word("%n certificate(s)", "TrustPage", 1) == "1 Zertifikat"
    assert word("%n certificate(s)", "TrustPage", 3) == "3 Zertifikate"
    assert word("a text that nobody translated") == "a text that nobody translated"


def test_english_has_its_plurals(speaking: QApplication) -> None:
    assert language.install(speaking, "en") == "en"
    assert word("%n certificate(s)", "TrustPage", 1) == "1 certificate"
    assert word("%n certificate(s)", "TrustPage", 3) == "3 certificates"
    assert word("Settings") == "Settings"


def test_a_language_that_is_not_there_is_english(speaking: QApplication) -> None:
    assert language.install(speaking, "tlh") == "en"


def test_the_choice_is_kept_and_nonsense_is_the_systems(context: Context) -> None:
    store: QSettings = context.store
    assert language.chosen(store) == ""
    language.choose(store, "de")
    assert language.chosen(store) == "de"
    store.setValue("look/language", "mauve")
    assert language.chosen(store) == ""


@pytest.mark.parametrize("code", ["de", "en"])
def test_placeholders_survive_translation(code: str) -> None:
    """A %1 that got lost would leave a hole in a sentence."""
    import re
    import xml.etree.ElementTree as ElementTree

    file = resources.files("resources") / "translations" / f"artistguard_{code}.ts"
    checked = 0
    for message in ElementTree.fromstring(file.read_text("utf-8")).iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        assert translation is not None
        forms = [each.text or "" for each in translation.iter("numerusform")] or [translation.text or ""]
        for form in filter(None, forms):
            wanted = set(re.findall(r"%[1-9]|\{\w+\}", source))
            assert set(re.findall(r"%[1-9]|\{\w+\}", form)) == wanted, source
            checked += 1
    assert checked > 10
