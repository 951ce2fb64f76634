"""What an inspector shows: one work with its files and what they say, several with what they share."""

from pathlib import Path

import pytest

from artistguard.model.artwork import EditionRole, WorkState
from artistguard.model.errors import FileError, UsageError
from artistguard.model.identity import Identity
from artistguard.model.ids import new_id
from artistguard.model.listing import WorkFilter
from artistguard.model.rights import Client
from artistguard.workflow import clients, sign, thumbnails
from artistguard.workflow.details import details, says, several
from artistguard.workflow.import_ import import_
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio


@pytest.fixture
def taken(studio: Studio, portfolio: Path) -> Path:
    import_(studio, [portfolio])
    return portfolio


def test_a_work_before_and_after_signing(studio: Studio, taken: Path, signer: Identity, tmp_path: Path) -> None:
    work = studio.catalogue.works.by_title("Harbour lights")[0]
    found = details(studio, work.id)
    assert (found.row.state, found.client, found.own) == (WorkState.UNSIGNED, None, False)
    assert [(each.path, each.exists) for each in found.files] == [(taken / "Harbour lights.jpg", True)]
    assert [entry.act for entry in found.history] == ["imported"]
    original, copy = says(studio, found)
    assert copy is None
    assert original is not None
    assert original.says is not None
    assert not any(row["sees"] for row in original.says["readers"])

    order = SigningOrder(out=tmp_path / "out")
    sign.sign(studio, sign.plan(studio, [work], order, signer), order, signer)
    found = details(studio, work.id)
    assert (found.row.state, found.own) == (WorkState.SIGNED, True)
    assert [entry.act for entry in found.history] == ["imported", "signed"]
    _, copy = says(studio, found)
    assert copy is not None
    assert copy.says is not None
    assert any(row["sees"] for row in copy.says["readers"])
    copied = found.file(found.row.copy)
    assert copied is not None
    assert copied.path is not None
    copied.path.unlink()
    assert says(studio, details(studio, work.id))[1] is None


def test_a_work_that_is_not_there(studio: Studio) -> None:
    with pytest.raises(UsageError):
        details(studio, "nothing")


def test_several_share_or_differ(studio: Studio, taken: Path) -> None:
    ids = studio.catalogue.works.ids()
    client = studio.catalogue.clients.create(Client(new_id(), "Northline Rail"))
    clients.assign(studio, ids[:1], client)
    found = several(studio, ids)
    assert (found.count, found.sealed, found.clients) == (6, 1, frozenset({"", "Northline Rail"}))
    assert found.formats == frozenset({"jpeg", "png", "webp", "tiff"})
    assert found.states[WorkState.UNSIGNED] == 6
    assert [row.id for row in found.rows] == ids
    everything = several(studio, WorkFilter())
    assert (everything.count, everything.bytes, everything.rows) == (6, found.bytes, ())


def test_a_thumbnail_comes_back_unless_the_work_is_sealed(studio: Studio, taken: Path) -> None:
    work = studio.catalogue.works.by_title("tide")[0]
    edition = work.editions[0]
    assert edition.role is EditionRole.MASTER
    cached = thumbnails.location(studio.thumbnails, edition.sha256)
    cached.unlink()
    assert thumbnails.of(studio, edition).startswith(b"\xff\xd8")
    assert cached.exists()
    client = studio.catalogue.clients.create(Client(new_id(), "Northline Rail"))
    clients.assign(studio, [work.id], client)
    assert not cached.exists()
    assert thumbnails.of(studio, edition).startswith(b"\xff\xd8")
    assert not cached.exists()
    (taken / "tide.png").write_bytes(b"no picture")
    with pytest.raises(FileError):
        thumbnails.picture(studio, edition, 64)
