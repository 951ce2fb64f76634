"""What a client's seal hides: works, their titles, the client's names and addresses. Nothing of the artist's own."""

from dataclasses import replace
from datetime import date

import pytest

from artistguard.model.artwork import Artwork
from artistguard.model.egress import Subjects
from artistguard.model.errors import Sealed
from artistguard.model.ids import new_id, now
from artistguard.model.names import NameKind, OwnName
from artistguard.model.rights import Profile, Rights
from artistguard.workflow import clients
from artistguard.workflow.seals import Seals
from artistguard.workflow.studio import Studio

RIGHTS = Rights(
    creator="Ada Wren",
    rights_holder="Meridian Press",
    licensor="Ada Wren",
    web_statement="https://ada.example/terms",
    contact_url="https://www.meridian.example/rights/",
    contact_email="art@meridian.example",
)


@pytest.fixture
def client(studio: Studio) -> str:
    made = clients.add(studio, "Meridian Group", RIGHTS)
    studio.catalogue.profile.set(
        Profile(
            name="Ada Wren",
            addresses=("https://ada.example", "https://cara.example/ada"),
            of_clients=(OwnName("Captain Brine", NameKind.CHARACTER, made.id),),
        )
    )
    return made.id


def work(studio: Studio, title: str, client_id: str | None) -> str:
    made = Artwork(new_id(), studio.catalogue.works.next_number(), title, now(), client_id=client_id)
    studio.catalogue.works.add(made, [])
    studio.catalogue.custody.append("imported", made.id)
    return made.id


def test_what_is_sealed(studio: Studio, client: str) -> None:
    sealed = work(studio, "The Secret Cover", client)
    work(studio, "Harbour", None)
    asked = (
        "Captain Brine", "captain-brine", "MERIDIAN GROUP", "Meridian Press", "the secret cover",
        "Ada Wren", "Harbour", "somebody", "",
    )  # fmt: skip
    assert studio.seals.among(asked) == asked[:5]
    addresses = (
        "https://meridian.example/rights/x", "meridian.example", "art@meridian.example",
        "https://ada.example", "https://ada.example/terms", "https://other.example",
    )  # fmt: skip
    assert studio.seals.among(addresses) == addresses[:3]
    for subjects in (
        Subjects(works=(sealed,)),
        Subjects(names=("Ada Wren", "captain brine")),
        Subjects(addresses=("https://meridian.example",)),
    ):
        with pytest.raises(Sealed):
            studio.seals.check(subjects)
    studio.seals.check(Subjects(names=("Ada Wren",), addresses=("https://ada.example",)))


def test_a_title_is_sealed_as_soon_as_the_work_is(studio: Studio, client: str) -> None:
    assert studio.seals.among(["Tide"]) == ()
    tide = work(studio, "Tide", None)
    assert studio.seals.among(["Tide"]) == ()
    clients.assign(studio, [tide], studio.catalogue.clients.get(client))
    assert studio.seals.among(["Tide"]) == ("Tide",)


def test_an_open_seal_hides_nothing(studio: Studio, client: str) -> None:
    work(studio, "The Secret Cover", client)
    opened = clients.open_(studio, studio.catalogue.clients.get(client))
    assert studio.seals.among(["Captain Brine", "The Secret Cover", "Meridian Group"]) == ()
    clients.update(studio, replace(opened, seal=replace(opened.seal, closed=True, until=date(2030, 1, 1))))
    assert Seals(studio.catalogue, lambda: date(2029, 12, 31)).among(["Captain Brine"])
    assert not Seals(studio.catalogue, lambda: date(2030, 1, 1)).among(["Captain Brine"])


def test_a_name_within_a_text_is_found_as_whole_words(studio: Studio, client: str) -> None:
    work(studio, "The Secret Cover", client)
    work(studio, "Ink", client)
    texts = (
        "for Meridian Group, second draft", "folder/the_secret-cover/final.png", "see https://meridian.example/rights/x.",
        "asked art@meridian.example about it", "captain brine's ship", "Ink",
        "inkwell", "the secret", "meridians", "Ada Wren, https://ada.example/terms", "an Ink drawing",
    )  # fmt: skip
    assert studio.seals.within(texts) == texts[:6]
    assert studio.seals.within(texts, titles=False) == (texts[0], *texts[2:5])
