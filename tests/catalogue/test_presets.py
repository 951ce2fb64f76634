"""Presets: found by name or id, and versions that never change."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.model.preset import ALL_FIELDS, CredentialThumbnail, Field, OutputRule
from artistguard.model.rights import Permission, Reservation, Rights


def test_a_preset_is_read_back(catalogue: Catalogue, clock: Any) -> None:
    preset, version = catalogue.presets.create(
        "  Ask   me ",
        rights=Rights(creator="Ada 🎨\0", notice="© 2026"),
        reservation=Reservation(Permission.CONSTRAINED, constraint="ask"),
        fields=frozenset({Field.CREDENTIAL, Field.DC_TITLE}),
        output=OutputRule(thumbnail=CredentialThumbnail.SMALL, posting_quality=80),
        source_type="http://example.org/type",
    )
    assert (preset.name, preset.created_at, version.version) == ("Ask me", clock.now, 1)
    for reference in ("Ask me", "ASK  ME", preset.id, preset.id[:6], preset.id.upper()):
        assert catalogue.presets.get(reference) == (preset, version)
    assert catalogue.presets.version(version.id) == version
    for nothing in ("", "nothing", preset.id + "x", version.id):
        with pytest.raises(UsageError, match="no preset"):
            catalogue.presets.get(nothing)
    with pytest.raises(UsageError, match="no preset version"):
        catalogue.presets.version(preset.id)


def test_a_preset_reserves_everything_unless_told(catalogue: Catalogue) -> None:
    _, version = catalogue.presets.create("Plain")
    assert version.fields == ALL_FIELDS
    assert version.reservation == Reservation()
    assert version.reservation.reserved


def test_a_revision_makes_a_version_only_if_it_differs(catalogue: Catalogue, clock: Any) -> None:
    preset, first = catalogue.presets.create("Mine", source_type="x")
    clock.now += timedelta(hours=1)
    assert catalogue.presets.revise(preset.id) == first
    assert catalogue.presets.revise(preset.id, rights=Rights(), fields=ALL_FIELDS) == first
    second = catalogue.presets.revise(preset.id, rights=Rights(creator="Ada"))
    assert (second.version, second.source_type, second.created_at) == (2, "x", clock.now)
    third = catalogue.presets.revise(preset.id, source_type=None)
    assert third == replace(second, id=third.id, version=3, source_type=None)
    assert catalogue.presets.versions(preset.id) == (first, second, third)
    assert catalogue.presets.version(first.id) == first
    assert catalogue.presets.get("mine") == (preset, third)
    with pytest.raises(UsageError, match="no preset"):
        catalogue.presets.revise("nothing")


def test_names_are_taken_once(catalogue: Catalogue) -> None:
    mine, _ = catalogue.presets.create("Größe")
    other, _ = catalogue.presets.create("Other")
    with pytest.raises(UsageError, match="already"):
        catalogue.presets.create("GRÖSSE")
    with pytest.raises(UsageError, match="already"):
        catalogue.presets.rename(other.id, "größe")
    assert catalogue.presets.rename(mine.id, "GRÖßE").name == "GRÖßE"
    assert [preset.name for preset in catalogue.presets.list()] == ["GRÖßE", "Other"]
    for bad in ("", "  ", "a\0", "a\x1b[31m", "x" * 201):
        with pytest.raises(UsageError, match="name"):
            catalogue.presets.create(bad)


def test_the_default(catalogue: Catalogue) -> None:
    assert catalogue.presets.default() is None
    preset, version = catalogue.presets.create("Mine")
    catalogue.presets.set_default("mine")
    assert catalogue.presets.default() == (preset, version)
    with pytest.raises(UsageError, match="no preset"):
        catalogue.presets.set_default("nothing")


any_rights = st.builds(Rights, creator=st.text(max_size=9), notice=st.text(max_size=9), territory=st.text(max_size=3))
any_reservation = st.builds(Reservation, *[st.sampled_from(Permission)] * 4, constraint=st.text(max_size=9))


@given(any_rights, any_reservation, st.frozensets(st.sampled_from(Field)))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_content_is_kept(
    catalogue: Catalogue, rights: Rights, reservation: Reservation, fields: frozenset[Field]
) -> None:
    if not catalogue.presets.list():
        catalogue.presets.create("Any")
    [preset] = catalogue.presets.list()
    made = catalogue.presets.revise(preset.id, rights=rights, reservation=reservation, fields=fields)
    assert catalogue.presets.version(made.id) == made
    assert (made.rights, made.reservation, made.fields) == (rights, reservation, fields)
