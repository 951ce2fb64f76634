"""A studio on a folder of its own, with real workers shared by all tests of this room, and pictures to work with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pictures import draw
from registering_parts import clock, double, server

from artistguard.model.identity import Identity
from artistguard.work.pool import WorkerPool
from artistguard.workflow import identity as identities
from artistguard.workflow.studio import Studio

__all__ = ["clock", "double", "server"]


@pytest.fixture(scope="session")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(size=2) as shared:
        yield shared


@pytest.fixture
def studio(tmp_path: Path, pool: WorkerPool) -> Iterator[Studio]:
    made = Studio(tmp_path / "home", passphrase=lambda: "a passphrase", keychain=False)
    made._pool = pool  # starting workers takes a second; every test may use the same ones
    yield made
    made._pool = None
    made.close()


@pytest.fixture
def signer(studio: Studio) -> Identity:
    return identities.create(studio, "Ada Wren")


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """Six pictures in a small tree: three formats that carry a credential, one that cannot, names as artists have."""
    folder = tmp_path / "portfolio"
    (folder / "Client work").mkdir(parents=True)
    draw(1).save(folder / "Harbour lights.jpg", quality=90)
    draw(2, mode="RGBA").save(folder / "tide.png")
    draw(3).save(folder / "Client work" / "cover.webp", quality=85)
    draw(4).save(folder / "Client work" / "plate.tif")
    draw(5).save(folder / "pages.tif", save_all=True, append_images=[draw(6)])
    draw(7).save(folder / "küste ünïcode 🎨.jpg")
    return folder
