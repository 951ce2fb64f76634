"""What is wanted of a preset, in the words of each vocabulary."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from artistguard.formats.blocks import Blocks
from artistguard.formats.carry import Carry
from artistguard.formats.kinds import Kind
from artistguard.model.errors import UsageError
from artistguard.model.preset import Field, PresetVersion
from artistguard.model.rights import DataUse, Permission, Reservation, Rights
from artistguard.provenance import packet, terms
from artistguard.provenance.tags import Tag, merge, missing, read_tags, wanted

RIGHTS = Rights(
    creator="Ada Exämple",
    credit="Ada",
    notice="© 2026 Ada Exämple",
    contact_email="ada@example.org",
    licensor_url="https://example.org/licence",
)
VERSION = PresetVersion(
    "v", "p", 1, datetime(2026, 1, 1, tzinfo=UTC), reservation=Reservation(policy_url="https://example.org/tdm")
)
YES, NO, ASK = Permission.ALLOWED, Permission.NOT_ALLOWED, Permission.CONSTRAINED
ALL = Carry(True, True, True, True)


@pytest.mark.parametrize(
    ("answers", "plus", "tdm"),
    [
        ((NO, NO, NO, NO), "DMI-PROHIBITED", "1"),
        ((NO, YES, NO, NO), "DMI-PROHIBITED", "1"),
        ((YES, YES, NO, NO), "DMI-PROHIBITED-AIMLTRAINING", "1"),
        ((YES, YES, YES, NO), "DMI-PROHIBITED-GENAIMLTRAINING", "1"),
        ((YES, YES, YES, YES), "DMI-ALLOWED", "0"),
        ((ASK, ASK, ASK, ASK), "DMI-PROHIBITED-SEECONSTRAINT", "1"),
        ((YES, YES, ASK, NO), "DMI-PROHIBITED-SEECONSTRAINT", "1"),
        ((YES, NO, YES, YES), "DMI-PROHIBITED-SEECONSTRAINT", ""),
    ],
)
def test_the_four_answers_in_plus_and_tdmrep(answers: tuple[Permission, ...], plus: str, tdm: str) -> None:
    reservation = Reservation(*answers, constraint="Ask")
    assert terms.data_mining(reservation) == terms.PLUS + plus
    assert terms.tdm_reservation(reservation) == tdm


def test_no_mixture_of_answers_reads_as_more_permission_than_was_given() -> None:
    for answers in product(Permission, repeat=4):
        reservation = Reservation(*answers, constraint="Ask")
        for words in (True, False):
            value = terms.data_mining(reservation, words=words)
            assert (value == terms.PLUS + "DMI-ALLOWED") == (not reservation.reserved)
        if terms.data_mining(reservation).endswith("SEECONSTRAINT"):
            assert terms.other_constraints(reservation)
            assert terms.other_constraints(replace(reservation, constraint=""))


@pytest.mark.parametrize("prefix", ["cawg", "c2pa"])
def test_all_four_entries_with_legal_answers_and_conditions_only_where_constrained(prefix: str) -> None:
    for answers in product(Permission, repeat=4):
        reservation = Reservation(*answers, constraint="Ask", policy_url="https://example.org/")
        entries = terms.entries(reservation, prefix)
        assert set(entries) == {f"{prefix}.{use.value}" for use in DataUse}
        for use, answer in reservation.answers.items():
            entry = entries[f"{prefix}.{use.value}"]
            assert entry["use"] == answer.value
            assert ("constraint_info" in entry) == (answer is ASK)
    with pytest.raises(UsageError, match="needs words"):
        terms.entries(Reservation(ASK), prefix)


def test_only_ticked_fields_that_have_something_to_say_are_written() -> None:
    few = replace(VERSION, fields=frozenset({Field.DC_CREATOR, Field.DC_TITLE, Field.PHOTOSHOP_CREDIT}))
    values = wanted(few, replace(RIGHTS, credit=""), title=None, source_type=None).values
    assert dict(values) == {Field.DC_CREATOR: ("Ada Exämple",)}
    nothing = wanted(VERSION, Rights(), title=None, source_type=None).values
    assert {name for name, value in nothing.items() if value} == {
        Field.PLUS_DATA_MINING,
        Field.TDM_RESERVATION,
        Field.TDM_POLICY,
        Field.IIM_INSTRUCTIONS,
    }


def test_a_source_type_is_written_only_when_stated() -> None:
    assert Field.SOURCE_TYPE not in wanted(VERSION, RIGHTS, title=None, source_type=None).values
    assert wanted(VERSION, RIGHTS, title=None, source_type="http://x").values[Field.SOURCE_TYPE] == "http://x"


def test_terms_of_an_earlier_program_do_not_stay_beside_ours() -> None:
    old = wanted(
        replace(VERSION, reservation=Reservation(ASK, ASK, ASK, ASK, "Ask me", "https://old.example/")),
        RIGHTS,
        title=None,
        source_type=None,
    )
    new = wanted(replace(VERSION, reservation=Reservation()), RIGHTS, title=None, source_type=None)
    first = merge(Blocks(), old, Kind.JPEG, ALL)
    assert "Ask me" in str(first.xmp)
    second = merge(first, new, Kind.JPEG, ALL)
    assert "Ask me" not in str(second.xmp)
    assert "old.example" not in str(second.xmp)
    assert missing(second, new, ALL) == ()
    assert set(missing(first, new, ALL)) == {
        "plus:DataMining",
        "plus:OtherConstraints",
        "tdm:policy",
        "SpecialInstructions",
    }


def test_what_was_not_written_is_missed() -> None:
    asked = wanted(VERSION, RIGHTS, title="T", source_type=None)
    lost = missing(Blocks(), asked, ALL)
    assert {"dc:title", "plus:DataMining", "By-line", "Artist", "Copyright"} <= set(lost)
    assert missing(Blocks(), asked, Carry(False, False, False, False)) == ()
    there = merge(Blocks(), asked, Kind.JPEG, ALL)
    assert missing(there, asked, ALL) == ()
    twice = there.xmp.replace(b"</rdf:RDF>", b'<rdf:Description rdf:about="" plus:DataMining="x"/></rdf:RDF>')
    assert missing(replace(there, xmp=twice), asked, ALL) == ("plus:DataMining",)


def test_hostile_text_reaches_no_terminal() -> None:
    data = packet.merge(None, {"dc:title": (packet.Shape.LANG, "a\u202eb\nc\x9b31m")})
    data = data.replace("c\x9b31m".encode(), "c\x9b31m".encode())
    tags = read_tags(Blocks(xmp=data, artist="x\x1b[31m\r", iptc=b"\x1c\x02\x50\x00\x05a\x07\x1b]b"))
    assert all(tag.value.isprintable() for tag in tags)
    assert {tag.name for tag in tags} == {"dc:title", "By-line", "Artist"}


def test_unreadable_tags_are_one_finding() -> None:
    (tag,) = read_tags(Blocks(xmp=b"<broken"))
    assert tag == Tag("XMP", "(packet)", "The XMP packet is not well-formed XML.")


def test_a_field_of_endless_text_is_cut() -> None:
    asked = wanted(VERSION, replace(RIGHTS, notice="x" * 100_000), title=None, source_type=None)
    assert len(str(asked.values[Field.DC_RIGHTS])) == 2_000


def test_exif_is_read_as_far_as_it_can_be() -> None:
    made = Image.Exif()
    made[0x010F] = "Camera\x1b maker"
    made.get_ifd(0x8769)[0x9003] = "2026:01:01 00:00:00"
    data = made.tobytes()[6:]
    tags = {(tag.group, tag.name): tag.value for tag in read_tags(Blocks(exif=data))}
    assert tags == {("EXIF", "Make"): "Camera  maker", ("EXIF", "DateTimeOriginal"): "2026:01:01 00:00:00"}


@given(st.integers(0, 40), st.binary(min_size=1, max_size=12))
def test_damaged_exif_is_never_an_error(at: int, noise: bytes) -> None:
    made = Image.Exif()
    made[0x010F] = "x" * 30
    data = made.tobytes()[6:]
    damaged = data[:at] + noise + data[at + len(noise) :]
    assert all(tag.value.isprintable() for tag in read_tags(Blocks(exif=damaged)))
