"""Names: strengths, reasons, what is held back and why, digests, what hubs are asked, and texts made to break it."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.matching.names import Matcher, digests, query_forms
from artistguard.matching.spellings import warning
from artistguard.model.names import FieldKind, NameKind, OwnName, Strength

STRONG, MEDIUM, WEAK = Strength.STRONG, Strength.MEDIUM, Strength.WEAK
HOLLIE, GREG, ADA = OwnName("Hollie Mengert"), OwnName("Greg Rutkowski"), OwnName("Ada Wren")
SAM = OwnName("samdoesarts", NameKind.HANDLE)
LOISH = OwnName("loish", NameKind.HANDLE)
PAGE = OwnName("Page", NameKind.ALIAS)
ROSE = OwnName("Rose May", NameKind.ALIAS)
ALL = (HOLLIE, GREG, ADA, SAM, LOISH, PAGE, ROSE, OwnName("山田太郎"), OwnName("bo", NameKind.HANDLE))


@pytest.mark.parametrize(
    ("text", "field", "name", "strength"),
    [
        ("Greg Rutkowski", FieldKind.CAPTION, GREG, STRONG),
        ("holliemengert artstyle", FieldKind.TRIGGER, HOLLIE, STRONG),
        ("HollieMengertStyle_v2", FieldKind.FILE_NAME, HOLLIE, STRONG),
        ("xholliemengertx", FieldKind.TRIGGER, HOLLIE, MEDIUM),
        ("Rutkowski, Greg", FieldKind.ARTIST, GREG, STRONG),
        ("rutkowski greg", FieldKind.CAPTION, GREG, MEDIUM),
        ("greg rutkowsky", FieldKind.PROMPT, GREG, MEDIUM),
        ("h0ll1e m3ngert", FieldKind.TRIGGER, HOLLIE, STRONG),
        ("G. Rutkowski", FieldKind.CAPTION, GREG, WEAK),
        ("art by G. Rutkowski", FieldKind.CAPTION, GREG, MEDIUM),
        ("in the style of Rutkowski", FieldKind.PROMPT, GREG, MEDIUM),
        ("by artgerm, rutkowski and mucha", FieldKind.PROMPT, GREG, WEAK),
        ("Rutkowski", FieldKind.TRIGGER, GREG, MEDIUM),
        ("Ada Wren", FieldKind.CAPTION, ADA, MEDIUM),
        ("ada wren", FieldKind.CAPTION, ADA, WEAK),
        ("Ada Wren", FieldKind.ARTIST, ADA, STRONG),
        ("illustration by Ada Wren", FieldKind.CAPTION, ADA, STRONG),
        ("samdoesarts", FieldKind.CAPTION, SAM, STRONG),
        ("loish", FieldKind.CAPTION, LOISH, MEDIUM),
        ("@loish", FieldKind.CAPTION, LOISH, STRONG),
        ("Rose May", FieldKind.TRIGGER, ROSE, MEDIUM),
        ("Rutkowski", FieldKind.TITLE, GREG, MEDIUM),
        ("w stylu Rutkowskiego", FieldKind.PROMPT, GREG, MEDIUM),
        ("adawren", FieldKind.CREATOR, ADA, WEAK),
        ("Page", FieldKind.ARTIST, PAGE, MEDIUM),
    ],
)
def test_strengths(text: str, field: FieldKind, name: OwnName, strength: Strength) -> None:
    hits = Matcher(ALL).find(text, field)
    assert [(hit.name, hit.strength) for hit in hits] == [(name, strength)]


def test_a_hit_says_where_it_stands_and_why() -> None:
    text = "Use holliemengert artstyle, by Greg  Rutkowsky."
    hits = Matcher(ALL).find(text, FieldKind.CARD)
    assert (
        [text[hit.start : hit.end] for hit in hits]
        == [hit.found for hit in hits]
        == ["holliemengert", "Greg  Rutkowsky"]
    )
    assert hits[0].reason == ("Your name 'Hollie Mengert', written as one word, in the description, with “artstyle”.")
    assert hits[1].reason == "Your name 'Greg Rutkowski', misspelt by one letter, in the description, with “by”."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Mayor Jan Rutkowski", "'Jan' before it: somebody else of that family name."),
        ("Mr Rutkowski", "Only the last name, and nothing here says that an artist is meant."),
        ("Coloring Page", "It is an everyday word or a common name, and nothing here says that an artist is meant."),
        ("Sam does arts and crafts", "These are words of a sentence, and nothing here says that an artist is meant."),
        ("by Rose, May 2019", "Its words stand apart here."),
        ("Mary Rose May", "'Mary' beside it: somebody else."),
        ("Greg Rutkowski Elementary School", "Within 'greg rutkowski elementary school', which you ignore."),
    ],
)
def test_what_is_held_back_and_why(text: str, why: str) -> None:
    hits, held = Matcher(ALL, ["greg rutkowski elementary school"]).look(text, FieldKind.CAPTION)
    assert not hits
    assert why in [back.reason for back in held]


def test_a_name_outside_an_ignored_phrase_counts() -> None:
    text = "Greg Rutkowski Elementary School; painting by Greg Rutkowski"
    hits, held = Matcher(ALL, ["Greg Rutkowski Elementary School"]).look(text, FieldKind.CAPTION)
    assert [hit.start for hit in hits] == [text.rindex("Greg")]
    assert [back.start for back in held] == [0]


def test_the_strongest_of_overlapping_hits_is_kept() -> None:
    names = [OwnName("Hollie Mengert"), OwnName("holliemengert", NameKind.HANDLE), OwnName("Mengert", NameKind.ALIAS)]
    assert len(Matcher(names).find("x/holliemengert-style", FieldKind.ID)) == 1


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256"])
@pytest.mark.parametrize(
    "spelling",
    [
        "hollie mengert",
        "Hollie Mengert",
        "HOLLIE MENGERT",
        "hollie_mengert",
        "hollie-mengert",
        "holliemengert",
        "Mengert, Hollie",
        "mengert hollie",
    ],
)
def test_hashed_names(kind: str, spelling: str) -> None:
    digest = hashlib.new(kind, spelling.encode()).hexdigest()
    assert digests(HOLLIE)[digest] == spelling
    (hit,) = Matcher([GREG, HOLLIE]).find(f"artist_{digest.upper()}", FieldKind.ARTIST)
    assert (hit.name, hit.strength, hit.found) == (HOLLIE, STRONG, digest.upper())
    assert "hashed" in hit.reason
    assert spelling in hit.reason


def test_hashed_handles_have_their_sign_or_not() -> None:
    known = digests(OwnName("@SamDoesArts", NameKind.HANDLE))
    for spelling in ("samdoesarts", "@samdoesarts", "SamDoesArts"):
        assert hashlib.sha256(spelling.encode()).hexdigest() in known


def test_hashes_in_columns() -> None:
    digest = hashlib.md5(b"greg rutkowski", usedforsecurity=False).hexdigest()
    found = Matcher(ALL).find_many(["nothing", digest, "0" * 32, "samdoesarts"], FieldKind.HASH)
    assert {row: hits[0].name for row, hits in found.items()} == {1: GREG, 3: SAM}


def test_what_hubs_are_asked_for() -> None:
    assert query_forms(GREG) == ("greg rutkowski", "greg-rutkowski", "greg_rutkowski", "gregrutkowski", "rutkowski")
    assert query_forms(OwnName("@loish", NameKind.HANDLE)) == ("loish",)
    assert query_forms(OwnName("Zdzisław Beksiński"))[-1] == "beksinski"
    assert "jorg-muller" in query_forms(OwnName("Jörg Müller"))
    assert "joerg mueller" in query_forms(OwnName("Jörg Müller"))
    assert query_forms(OwnName("山田太郎")) == ("山田太郎",)
    assert query_forms(OwnName("John Smith"))[-1] == "johnsmith"  # a family name that thousands bear is not asked for
    assert query_forms(OwnName("🎨")) == ()


def test_names_that_say_little_are_told_of() -> None:
    assert not warning(HOLLIE)
    assert "everyday words" in warning(ROSE).lower()
    assert "short" in warning(OwnName("bo")).lower()
    assert "others" in warning(OwnName("John Smith")).lower()
    assert warning(OwnName("!?"))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Lois van Baarle", "van Baarle, Lois", "van Baarle, Lois"),
        ("Kim Jung Gi", "drawing by Jung Gi Kim", "Jung Gi Kim"),
        ("J. Scott Campbell", "cover by J. Scott Campbell", "J. Scott Campbell"),
        ("@holliem", "x/holliem-style", "holliem"),
        ("Ke$ha", "KE$HA POSTER", "KE$HA"),
        ("Panic!", "panic style", "panic"),
    ],
)
def test_names_of_other_makes(name: str, text: str, found: str) -> None:
    kind = NameKind.HANDLE if name.startswith("@") else NameKind.NAME
    assert [hit.found for hit in Matcher([OwnName(name, kind)]).find(text, FieldKind.CAPTION)] == [found]


def test_no_names_and_nothing_to_find() -> None:
    assert Matcher([]).find("Hollie Mengert", FieldKind.TEXT) == []
    assert Matcher([]).find_many(["a", "b"], FieldKind.CAPTION) == {}
    assert Matcher([OwnName("..."), OwnName("")]).find("...", FieldKind.TEXT) == []
    assert Matcher(ALL).find("", FieldKind.TEXT) == []


names = st.sampled_from([name.text for name in ALL])
noise = st.text(st.characters(), max_size=30)
fields = st.sampled_from(list(FieldKind))
_MATCHER = Matcher(ALL, ["rose may garden"])


@given(st.lists(noise | names, max_size=6), fields)
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_spans_are_right(parts: list[str], field: FieldKind) -> None:
    text = "".join(parts)
    hits, held = _MATCHER.look(text, field)
    for found in (*hits, *held):
        assert 0 <= found.start < found.end <= len(text)
        assert found.found == text[found.start : found.end]
        assert found.reason.endswith(".")
    ends = [(hit.start, hit.end) for hit in hits]
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


@given(st.text(st.characters(), min_size=1, max_size=40), st.sampled_from(list(NameKind)), noise)
@settings(deadline=None)
def test_whatever_the_name_it_can_be_looked_for(name: str, kind: NameKind, text: str) -> None:
    own = OwnName(name, kind)
    matcher = Matcher([own])
    for field in (FieldKind.ARTIST, FieldKind.CAPTION):
        matcher.look(f"{text} {name} {text}", field)
    assert all(form for form in query_forms(own))
    digests(own)


@pytest.mark.parametrize(
    "text",
    [
        "greg rutkowski " * 70_000,
        "rutkowsk" * 130_000,
        "hollie" * 170_000,
        "g\u0301\u0302\u0303" + "\u0301" * 1_000_000 + "reg rutkowski",
        "by " * 350_000 + "rutkowski",
        "%41" * 350_000,
        "&amp;" * 200_000,
        "<b>" * 350_000,
        "\u200b" * 1_000_000,
        "a" * 1_000_000,
        "@$!" * 350_000,
        "\x00\x1b[31m" * 150_000,
        "deadbeef" * 130_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_megabyte_made_to_be_slow_is_read_in_bounded_steps(text: str) -> None:
    hits, held = Matcher(ALL).look(text, FieldKind.TEXT)
    assert len(hits) + len(held) <= 200 * len(ALL)
