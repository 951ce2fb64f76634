"""The reader table: rules as data, each with an answer for every file."""

from importlib import resources
from itertools import product

import pytest

from artistguard.provenance.readers import ANSWERS, Evidence, counts, parsed, reader_table

RULES = resources.files("resources").joinpath("readers.toml").read_text("utf-8")
PROHIBITED = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"


def said(*answers: str) -> frozenset[str]:
    return frozenset(answers)


def sees(evidence: Evidence) -> dict[str, bool | None]:
    return {row.id: row.sees for row in reader_table(evidence)}


def test_every_reader_has_source_date_and_always_an_answer() -> None:
    for place, entry, answer in product(
        ("none", "embedded", "sidecar", "broken"),
        ("cawg.training-mining", "c2pa.training-mining", ""),
        ("notAllowed", "constrained", "allowed", ""),
    ):
        found = {entry: said(answer)} if entry else {}
        for active, earlier in ((found, {}), ({}, found)):
            for row in reader_table(Evidence(said(place), active, earlier)):
                assert row.why.endswith(".")
                assert row.source
                assert row.date > "2025"


def test_the_legacy_reader_reads_the_old_label_of_the_active_credential_alone() -> None:
    """Spawning's rule: c2pa.training-mining, notAllowed, active manifest, embedded."""
    name = "spawning-datadiligence"
    old, new = "c2pa.training-mining", "cawg.training-mining"
    here = said("embedded")
    assert sees(Evidence(here, {old: said("notAllowed", "allowed")}))[name] is True
    assert sees(Evidence(here, {new: said("notAllowed")}))[name] is False
    assert sees(Evidence(here, {new: said("notAllowed")}, {old: said("notAllowed")}))[name] is False
    assert sees(Evidence(here, {old: said("constrained")}))[name] is False
    assert sees(Evidence(said("sidecar"), {old: said("notAllowed")}))[name] is False
    assert sees(Evidence(said("embedded", "broken"), {old: said("notAllowed")}))[name] is True


def test_readers_of_the_standard_want_a_credential_in_order() -> None:
    evidence = {"cawg.training-mining": said("notAllowed")}
    assert sees(Evidence(said("embedded"), evidence))["cawg-aware"] is True
    assert sees(Evidence(said("embedded", "broken"), evidence))["cawg-aware"] is False
    assert sees(Evidence(said("sidecar"), evidence))["cawg-aware"] is None
    assert sees(Evidence(said("embedded"), {"cawg.training-mining": said("allowed")}))["cawg-aware"] is False


def test_tag_readers_know_the_vocabulary() -> None:
    def plus(value: str) -> bool | None:
        return sees(Evidence(tags={"XMP plus:DataMining": said(value)}))["iptc-plus"]

    assert plus(PROHIBITED) is True
    assert plus(PROHIBITED + "-SEECONSTRAINT") is True
    assert plus("http://ns.useplus.org/ldf/vocab/DMI-ALLOWED") is False
    assert plus("no") is None
    assert sees(Evidence(beside={"XMP plus:DataMining": said(PROHIBITED)}))["iptc-plus"] is None
    assert sees(Evidence())["iptc-plus"] is False


def test_text_for_people_is_never_called_a_reservation() -> None:
    found = sees(Evidence(tags={"EXIF Copyright": said("No AI!"), "XMP xmpRights:UsageTerms": said("No AI!")}))
    assert found["exif-iim"] is None
    assert found["xmp-rights"] is None


def test_counts_add_up() -> None:
    rows = reader_table(Evidence())
    assert counts(rows) == {"yes": 0, "no": len(rows), "cannot say": 0}
    assert set(counts(rows)) == set(ANSWERS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('credential = ["none"]', 'credential = ["nowhere"]'),
        ('credential = ["none"]', 'credentail = ["none"]'),
        ('sees = "no", why = "There is no credential."', 'sees = "maybe", why = "x"'),
        ('{ sees = "no", why = "The credential makes no statement on training." },', ""),
    ],
)
def test_a_wrong_rule_is_named(old: str, new: str) -> None:
    assert old in RULES
    with pytest.raises(ValueError, match="c2pa-validators"):
        parsed(RULES.replace(old, new, 1))
