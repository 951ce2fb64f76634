"""Names in the profile: added, removed, ignored, tried out; a client's stay the client's."""

import pytest

from artistguard.catalogue import meta
from artistguard.model.errors import UsageError
from artistguard.model.names import FieldKind, NameKind, OwnName, Strength
from artistguard.model.rights import Profile
from artistguard.workflow import clients, names
from artistguard.workflow.studio import Studio


def acts(studio: Studio) -> list[str]:
    return [entry.act for entry in studio.catalogue.custody.iterate("profile")]


def test_names_of_every_kind(studio: Studio) -> None:
    assert names.own_names(studio) == ()
    names.add(studio, "Hollie  Mengert ", NameKind.NAME)
    names.add(studio, "H. Mengert")
    names.add(studio, "@holliem", NameKind.HANDLE)
    names.add(studio, "Meridian Press", NameKind.STUDIO)
    names.add(studio, "Captain Thistlewick", NameKind.CHARACTER)
    assert names.own_names(studio) == (
        OwnName("Hollie Mengert", NameKind.NAME),
        OwnName("H. Mengert", NameKind.ALIAS),
        OwnName("@holliem", NameKind.HANDLE),
        OwnName("Meridian Press", NameKind.STUDIO),
        OwnName("Captain Thistlewick", NameKind.CHARACTER),
    )
    assert names.add(studio, "H. Mengert") == OwnName("H. Mengert", NameKind.ALIAS)  # again: nothing changes
    assert acts(studio) == ["name-added"] * 5


def test_a_new_name_of_ones_own_takes_the_place_of_the_old(studio: Studio) -> None:
    names.add(studio, "Hollie Mengert", NameKind.NAME)
    names.add(studio, "Ada Wren", NameKind.NAME)
    assert names.own_names(studio) == (OwnName("Ada Wren"),)


def test_a_clients_name_is_kept_with_the_client(studio: Studio) -> None:
    client = clients.add(studio, "Meridian")
    name = names.add(studio, "Project Nightjar", NameKind.ALIAS, client="Meridian")
    assert name == OwnName("Project Nightjar", NameKind.ALIAS, client.id)
    assert names.own_names(studio) == (name,)
    names.add(studio, "Project Nightjar")  # the artist's own, too
    assert len(names.own_names(studio)) == 2
    assert names.remove(studio, "Project Nightjar") == (OwnName("Project Nightjar", NameKind.ALIAS), name)
    assert names.own_names(studio) == ()
    with pytest.raises(UsageError, match="client"):
        names.add(studio, "Somebody", client="nobody")


@pytest.mark.parametrize("text", ["", "  ", "...", "🎨", "x" * 121])
def test_names_that_cannot_be_looked_for(studio: Studio, text: str) -> None:
    with pytest.raises(UsageError):
        names.add(studio, text)
    assert names.own_names(studio) == ()


def test_one_text_is_of_one_kind(studio: Studio) -> None:
    names.add(studio, "loish", NameKind.HANDLE)
    with pytest.raises(UsageError, match="as handle"):
        names.add(studio, "loish", NameKind.ALIAS)
    with pytest.raises(UsageError, match="none of your names"):
        names.remove(studio, "wlop")


def test_phrases_that_do_not_count(studio: Studio) -> None:
    names.add(studio, "Greg Rutkowski", NameKind.NAME)
    names.ignore(studio, "Greg Rutkowski Elementary School")
    names.ignore(studio, "Greg Rutkowski Elementary School")
    text = "Pupils of Greg Rutkowski elementary school"
    tested = names.test(studio, text)
    assert not tested.names
    assert [back.found for back in tested.held_back] == ["Greg Rutkowski"]
    names.unignore(studio, "Greg Rutkowski Elementary School")
    assert names.test(studio, text).names
    with pytest.raises(UsageError, match="not ignored"):
        names.unignore(studio, "Greg Rutkowski Elementary School")
    assert acts(studio) == ["name-added", "phrase-ignored", "phrase-counts-again"]


def test_names_and_addresses_in_one_text(studio: Studio) -> None:
    studio.catalogue.profile.set(Profile("Ada Wren", addresses=("https://ada.example", "artstation.com/adawren")))
    tested = names.test(studio, "adawren style, artstation.com/adawren and www.ada.example/a.png", FieldKind.TRIGGER)
    assert (tested.names[0].name.text, tested.names[0].strength) == ("Ada Wren", Strength.STRONG)
    assert [hit.address for hit in tested.addresses] == ["artstation.com/adawren", "https://ada.example"]


def test_a_profile_of_before_opens(studio: Studio) -> None:
    old = {"name": "Ada Wren", "aliases": ["A. Wren"], "handles": ["@ada"], "addresses": ["https://ada.example"]}
    with studio.catalogue.profile._database.write() as connection:
        meta.write(connection, "profile", old)
    assert studio.catalogue.profile.get() == Profile("Ada Wren", ("A. Wren",), ("@ada",), ("https://ada.example",))
    names.add(studio, "Captain Thistlewick", NameKind.CHARACTER)
    assert studio.catalogue.profile.get().characters == ("Captain Thistlewick",)
    assert studio.catalogue.profile.get().addresses == ("https://ada.example",)
