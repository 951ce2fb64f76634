"""Folding: one writing for many, places that stay right, and no text that breaks it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.matching.folding import UNSEEN, Edge, Folded, bare, fold, small, strip_ascii, unwrap

# All of Unicode, lone surrogates included: sources are hostile.
texts = st.text(st.characters(), max_size=60)
tricky = st.text(st.sampled_from("aIl10$@!% &<>;b/\u0301\u200b\u00adéßŁЯяΝνａ山ィ가\n\t.,-_#x3E2"), max_size=80)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hollie Mengert", "hollie mengert"),
        ("ŁUKASZ Ørsted, Æsir & straße", "lukasz orsted aesir strasse"),
        ("Beksin\u0301ski", "beksinski"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("𝓕𝓪𝓷𝓬𝔂 Ⓒircled ᴄᴀᴘꜱ", "fancy circled caps"),
        ("Zero\u200bwidth so\u00adft", "zerowidth soft"),
        ("НОLLIE", "hollie"),  # the first two are Cyrillic
        ("line\nbreak\ttab\x00null", "line break tabnull"),
        ("\u202eright to left\u202c", "right to left"),
        ("１２3", "123"),
        ("🎨 art", "art"),
        ("山田太郎", "山田太郎"),
    ],
)
def test_what_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(texts)
@settings(deadline=None)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
@settings(deadline=None)
def test_accents_written_apart_are_the_same(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii() or unicodedata.category(letter) in ("Ll", "Lu"))
    assert fold(unicodedata.normalize("NFD", plain)) == fold(plain)


@given(texts | tricky)
@settings(deadline=None)
def test_each_letter_knows_its_place(text: str) -> None:
    folded = Folded(text)
    assert len(folded.skeleton) == len(folded.letters) == len(folded.where)
    assert folded.skeleton == bare(text)
    assert folded.where == sorted(folded.where)
    assert all(0 <= place < len(text) for place in folded.where)
    for end in range(1, len(folded.skeleton) + 1):
        first, last = folded.span(0, end)
        assert 0 <= first < last <= len(text)
    assert all(isinstance(folded.edge(place), Edge) for place in range(-1, len(folded.skeleton) + 2))


@given(texts | tricky)
@settings(deadline=None)
def test_unwrapping_and_small_letters_keep_places(text: str) -> None:
    assert len(unwrap(text)) == len(text)
    assert len(small(text)) == len(text)


@given(st.text(st.characters(max_codepoint=127)))
@settings(deadline=None)
def test_bytes_are_stripped_as_characters_are(text: str) -> None:
    line = text.replace("\n", " ")
    if unwrap(line) == line:
        assert strip_ascii(line.encode()).decode() == bare(line)


@pytest.mark.parametrize(
    ("text", "bones"),
    [
        ("h0ll1e m3ng3rt", "hollie mengert"),
        ("HoIIie", "hollie"),
        ("rutkow$ki", "rutkowski"),
        ("Hollie%20Mengert", "Hollie Mengert"),
        ("Ren%C3%A9", "René"),
        ("<b>Greg</b>&nbsp;Rutkowski", "Greg Rutkowski"),
        ("&#71;reg", "Greg"),
    ],
)
def test_what_has_the_same_skeleton(text: str, bones: str) -> None:
    assert bare(text) == bare(bones)


def test_a_token_in_angle_brackets_is_no_tag() -> None:
    assert unwrap("<rutkowski> <wlop>") == "<rutkowski> <wlop>"
    assert unwrap("a<br/>b") == "a     b"
    assert unwrap("%41%zz") == "A" + UNSEEN * 2 + "%zz"


def test_words_end_where_case_script_or_sign_change() -> None:
    def edges(text: str) -> list[Edge]:
        folded = Folded(text)
        return [folded.edge(place) for place in range(1, len(folded.skeleton))]

    assert edges("ab c") == [Edge.NONE, Edge.HARD]
    assert edges("aB") == [Edge.SOFT]
    assert edges("ABc") == [Edge.SOFT, Edge.NONE]
    assert edges("a2") == [Edge.SOFT]
    assert edges("a\u200bb") == [Edge.NONE]
    assert edges("k$k") == [Edge.NONE, Edge.NONE]
    assert edges("x @k") == [Edge.HARD, Edge.HARD]
    assert edges("山田") == [Edge.SOFT]
