"""Looking up at a hub and at a search service: what is asked, about whom, and what is said of the answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pictures import draw
from registries import hub_parts
from registries.hub_parts import GATEWAY, Key
from registries.iscc_hub_double import AUGUST, NEWEST, IsccHubDouble

from artistguard.model.artwork import Artwork, FingerprintKind
from artistguard.model.egress import Purpose
from artistguard.model.errors import FileError, NetworkOff, NotAgreed, Sealed, UsageError
from artistguard.model.registering import Item
from artistguard.registries.hub_lookup import NoSearch
from artistguard.registries.iscc_hubs import FILE
from artistguard.workflow import clients
from artistguard.workflow.import_ import import_
from artistguard.workflow.registry_search import search
from artistguard.workflow.studio import Studio

MATCH = {"iscc_id": "ISCC:MAIGIIFJRDGEQQAA", "score": 0.9, "types": {"CONTENT_IMAGE_V0": 0.97}}


@pytest.fixture(params=[NEWEST])
def double(request: pytest.FixtureRequest) -> Iterator[IsccHubDouble]:
    with IsccHubDouble(request.param).served() as hub:
        yield hub


@pytest.fixture
def work(studio: Studio, tmp_path: Path) -> Artwork:
    """A work, of which a smaller JPEG lies about."""
    (folder := tmp_path / "art").mkdir()
    draw(3, (640, 480)).save(folder / "tide.png")
    draw(3, (640, 480)).resize((280, 210)).save(tmp_path / "found.jpg", quality=60)
    import_(studio, [folder])
    return studio.catalogue.works.find("#1")


@pytest.fixture
def asking(studio: Studio, double: IsccHubDouble) -> Studio:
    """A studio that knows the double, and agreed to it."""
    entry = f'name = "own-hub"\ntitle = "Own hub"\nhub_id = 1\nurl = "{double.url}"\ndialect = "{double.dialect}"\n'
    (studio.home / FILE).write_text(f'[[hub]]\n{entry}\n[[search]]\nname = "own-search"\nurl = "{double.url}"\n')
    studio.save(replace(studio.settings, network=True, local_hosts=double.at))
    studio.catalogue.consents.give(double.at, [Purpose.REGISTER], "shown")
    return studio


def declared_there(double: IsccHubDouble, studio: Studio, work: Artwork) -> None:
    """The work's very file, declared by some key."""
    (edition,) = work.editions
    code = studio.catalogue.prints.values(FingerprintKind.ISCC_CODE, [edition.id])[edition.id]
    item = Item(work.id, edition.id, edition.role, edition.sha256, edition.blake3, code)
    hub_parts.declared(double, hub_parts.registry(double), hub_parts.submission(item, gateway=GATEWAY), Key(9))


def test_a_work_is_looked_up_at_a_hub(asking: Studio, double: IsccHubDouble, work: Artwork) -> None:
    double.matches = [MATCH]
    declared_there(double, asking, work)
    found = search(asking, "#1", "own-hub")
    assert found.works == (work,)
    assert found.declared is not None
    assert [(one.pubkey, one.iscc_code) for one in found.declared] == [(Key(9).text, found.iscc)]
    assert found.similar is not None
    assert found.similar[0].types == {"CONTENT_IMAGE_V0": 0.97}
    assert (
        found.sentence
        == "The very file is declared 1 time at Own hub, not by you. Own hub gave 1 picture near it by ISCC."
    )
    asked = [entry for entry in asking.catalogue.egress.iterate() if entry.purpose is Purpose.REGISTER]
    assert [entry.subjects.works for entry in asked] == [(work.id,)] * 2
    assert [entry.method for entry in asked] == ["GET", "GET"]


def test_a_file_is_asked_about_as_the_work_that_it_looks_like(
    asking: Studio, double: IsccHubDouble, work: Artwork, tmp_path: Path
) -> None:
    found = search(asking, str(tmp_path / "found.jpg"), "own-hub")
    assert found.works == (work,)
    assert found.declared == ()
    assert found.similar is None
    assert found.sentence == (
        "The very file is declared 0 times at Own hub. Own hub does not offer to find similar pictures."
    )
    same = search(asking, str(tmp_path / "art" / "tide.png"), "own-hub")
    assert same.works == (work,)
    assert same.iscc == asking.catalogue.prints.values(FingerprintKind.ISCC_CODE, [work.editions[0].id]).popitem()[1]


def test_a_service_that_only_searches(asking: Studio, double: IsccHubDouble, work: Artwork) -> None:
    with pytest.raises(NoSearch):
        search(asking, "#1", "own-search")
    double.matches = []
    found = search(asking, "#1", "own-search")
    assert found.declared is None
    assert found.sentence == "own-search gave nothing near it by ISCC."


@pytest.mark.parametrize("double", [AUGUST], indirect=True)
def test_an_older_hub_cannot_be_asked(asking: Studio, double: IsccHubDouble, work: Artwork) -> None:
    with pytest.raises(NoSearch):
        search(asking, "#1", "own-hub")


def test_a_sealed_work_is_not_looked_up_nor_what_looks_like_it(
    asking: Studio, double: IsccHubDouble, work: Artwork, tmp_path: Path
) -> None:
    client = clients.add(asking, "Captain Brine")
    clients.assign(asking, [work.id], clients.seal(asking, client))
    for what in ("#1", str(tmp_path / "found.jpg"), str(tmp_path / "art" / "tide.png")):
        with pytest.raises(Sealed):
            search(asking, what, "own-hub")
    assert double.asked == []


def test_nothing_leaves_unasked(studio: Studio, asking: Studio, double: IsccHubDouble, work: Artwork) -> None:
    asking.catalogue.consents.withdraw(asking.catalogue.consents.in_force()[0].id)
    with pytest.raises(NotAgreed):
        search(asking, "#1", "own-hub")
    studio.save(replace(studio.settings, network=False))
    with pytest.raises(NetworkOff):
        search(studio, "#1", "own-hub")
    assert double.asked == []


def test_what_cannot_be_looked_up_is_said(asking: Studio, work: Artwork, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no service 'nowhere'") as error:
        search(asking, "#1", "nowhere")
    assert "iscc-hub, " in error.value.advice
    with pytest.raises(UsageError):
        search(asking, "#9", "own-hub")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(FileError):
        search(asking, str(tmp_path / "broken.png"), "own-hub")
