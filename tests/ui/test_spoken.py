"""What is said below the window is in German too: nothing that is new goes without, and values stay what they are."""

import itertools
import re

import pytest
import sentences
import vocabularies
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from artistguard.imaging.ways import way_names
from artistguard.matching.addresses import AddressBook
from artistguard.matching.names import Matcher
from artistguard.matching.odds import Chance, Odds
from artistguard.model.artwork import Artwork
from artistguard.model.errors import DiskFull
from artistguard.model.ids import now
from artistguard.model.names import FieldKind, NameKind, OwnName
from artistguard.model.turns import Turn
from artistguard.ui import language, spoken
from artistguard.ui.spoken import happened
from artistguard.workflow import scan_cards
from artistguard.workflow.scan_weighed import SAME, Weighed

GERMAN = spoken.catalogue("de")
_WRITTEN = (
    "a harbour, art by Ada Vermeersch, Mary Rose, Oz, 4k",
    "Vermeersch Ada and Adá Vermeérsch and A. Vermeersch and Vermeersch, Ada and adavermeersch",
    "Ada Vermeersh in the style of Greg Fells, G. Fells, gfells, Gregory Fells, Peter Fells",
    "Ad\u0430 Vermeersch, 4da Vermeersch, A$a Vermeersch, Ada\u200b Vermeersch, Adavermeerschs art",
    "mary rose in a rose garden. Mary. Rose and Mary Rose Miller by Mary Rose, Rose Mary, by maryrose",
    "ozone, O.Z., Oz Magazine, by Oz, @oz, OZ",
    "ink fox, InkFox_art, 1nkfox, inkfoxes by inkfox, @inkfox, inkf0x, inkfex",
    "5f4dcc3b5aa765d61d8327deb882cf99 Fells",
    "https://www.artstation.com/ada/albums and https://blog.ada.example/x, mail@ada.example, ada.example",
    "https://web.archive.org/web/2020/https://hub.example/pages/ada/1 @ada@mastodon.example",
)


def _english(text: str) -> str:
    """A word of it that is English and in no quotation marks; empty where none is."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|[“„][^“”]*[“”]", "", text)
    found = re.search(r"\b(?:the|your|with|and|written|here|stands|somebody|this|of|a|by|cut|mirrored|corners)\b", bare)
    return found.group() if found else ""


@pytest.fixture
def german(qapp: QApplication):
    """The application in German, and in its own language again afterwards."""
    before = set(qapp.findChildren(QTranslator))
    language.install(qapp, "de")
    yield
    for made in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(made)
        made.deleteLater()


def untold(said: dict[str, str]) -> list[str]:
    return [f"{where}: {text}" for text, where in said.items() if text not in GERMAN]


def test_every_error_has_german() -> None:
    said = sentences.errors()
    assert "The disk is full" in said
    assert not untold(said), "\n".join(untold(said))


def test_every_entry_of_the_vocabularies_has_german() -> None:
    said = vocabularies.sentences()
    assert "There is no credential." in said
    assert not untold(said), "\n".join(untold(said))


def test_holes_survive() -> None:
    """A hole that got lost would leave out a name; one that is nowhere else would stop the sentence."""
    for source, target in GERMAN.items():
        holes = re.findall(r"%([wt]?)([1-9])", source)
        assert [number for _, number in holes] == [str(each) for each in range(1, len(holes) + 1)], source
        assert not any(word for word, _ in holes), source
        assert {number for _, number in re.findall(r"%([wt]?)([1-9])", target)} == {each for _, each in holes}, source


def test_english_stays_as_it_is(qapp: QApplication) -> None:
    assert spoken.spoken("The disk is full") == "The disk is full"


def test_a_sentence_with_values(german: None) -> None:
    assert spoken.spoken("The disk is full") == "Das Laufwerk ist voll"
    assert spoken.spoken("There is a client named The disk is full already.") == (
        "Einen Kunden namens The disk is full gibt es schon."
    )
    assert happened(DiskFull("There is no room left for out/a %1.png.", "Free some space.")) == (
        "Für out/a %1.png ist kein Platz mehr. Schaff etwas Platz."
    )


def test_several_sentences_one_after_the_other(german: None) -> None:
    text = "There is no room left for a.png. The disk is full. Server words stay. Try again later."
    assert spoken.spoken("The file is empty. Try again later.") == "Die Datei ist leer. Versuch es später noch einmal."
    assert "Versuch es später noch einmal." in spoken.spoken(text)


def test_what_nobody_translated_stays_english(german: None) -> None:
    for text in ("", "  ", "Nobody wrote this sentence.", "x" * 10_000, "% %1 %w1 %9"):
        assert spoken.spoken(text) == text


def test_every_reason_of_a_name_or_address_is_told(german: None) -> None:
    """Real reasons, of every field, kind of name and way to write it."""
    written = ("Ada Vermeersch", "Mary Rose", "Oz", "Greg J. Fells", "inkfox")
    matcher = Matcher([OwnName(text, kind) for kind in NameKind for text in written], ["Oz Magazine"])
    book = AddressBook(["https://www.artstation.com/ada", "ada.example", "hub.example/pages/ada"])
    reasons: set[str] = set()
    for field in FieldKind:
        for text in _WRITTEN:
            hits, held = matcher.look(text, field)
            reasons.update(each.reason for each in (*hits, *held, *book.find(text, field)))
    assert len(reasons) > 60
    english = [each for each in reasons if _english(spoken.spoken(each))]
    assert not english, "\n".join(f"{each} -> {spoken.spoken(each)}" for each in english)


def test_every_way_to_show_a_picture_is_told(german: None) -> None:
    for way in (*way_names(), *(turn.value for turn in Turn)):
        assert not _english(spoken.spoken(way)), way


def test_what_a_scan_says_has_german(german: None) -> None:
    """A find by its hash, and parts of a set that could not be searched."""
    for band in ("Likely", "Possible"):
        for line in ("", ", an extrapolation beyond what was measured"):
            said = spoken.spoken(
                f"Its hash is 4 of 64 bits from that of your #7, Pass, mirrored. {band}: chance alone would give a hit "
                f"as near in 1 in 24,000 such scans (as near to that hash: 1 of 10,000 rows of the set{line}). That "
                "says the set lists a picture of this hash; not that a model learned it."
            )
            assert not _english(said), said
            assert "7, Pass, gespiegelt" in said
    told = spoken.spoken("4 of its parts could not be searched: It was changed after this was planned.")
    assert told == "4 seiner Teile konnten nicht durchsucht werden: Es wurde geändert, nachdem dies geplant war."
    assert (
        spoken.spoken("4 of its 9 parts could not be searched.") == "4 seiner 9 Teile konnten nicht durchsucht werden."
    )


def test_every_row_that_a_scan_finds_is_told(german: None) -> None:
    """Real sentences of each band, measured or not, of each way to be the same."""
    work = Artwork(id="w", number=7, title="Three Pears, and a Jug", created_at=now())
    for nfa, events, way in itertools.product(
        (1e-15, 0.02, 0.4, 30.0), (0, 900), ("as it is", "the middle square", SAME)
    ):
        odds = Odds(nfa, 1_000_000, 60, Chance(1e-9, events, 10_000))
        for digest, turn in (("MD5", Turn.NONE), ("SHA-256", Turn.MIRRORED)):
            found = Weighed("f", 81_204, work, "e", way, turn, 3, 640, 480, odds, digest=digest)
            said = spoken.spoken(scan_cards.sentence(found, "COYO-700M (2022)")).replace(work.title, "")
            assert said.startswith("In Zeile ")
            assert not _english(said), said
