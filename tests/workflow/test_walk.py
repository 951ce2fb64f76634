import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from artistguard.workflow.walk import Closed, Found, walk


def names(root: Path) -> list[str]:
    return [str(item.path.relative_to(root)) for item in walk([root]) if isinstance(item, Found)]


def test_folders_are_walked_in_a_steady_order_and_litter_is_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.png", "b/1.png", "a.jpg", "a.jpg.xmp", "a.jpg.c2pa", ".artistguard-x.part", "Thumbs.db", "n.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == ["a.jpg", "b/1.png", "b/2.png", "n.txt"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.png").write_bytes(b"x")
    (tmp_path / "deep/up").symlink_to(tmp_path)
    (tmp_path / "deep/self").symlink_to("self")
    assert names(tmp_path) == ["deep/a.png"]


def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    [item] = walk([tmp_path])
    assert isinstance(item, Closed)
    assert "gone.png" in item.error.message


@pytest.fixture
def not_root() -> Iterator[None]:
    """Root may enter every folder, so be somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_a_closed_folder_is_named_and_the_rest_goes_on(not_root: None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "closed").mkdir(mode=0o000)
        (folder / "z.png").write_bytes(b"x")
        found = list(walk([folder]))
        (folder / "closed").chmod(0o700)
    assert isinstance(found[0], Closed)
    assert "may not be opened" in found[0].error.message
    assert isinstance(found[1], Found)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    [item] = walk([tmp_path / "no.png"])
    assert isinstance(item, Closed)
    assert "does not exist" in item.error.message


def test_a_file_given_by_name_claims_to_be_a_picture_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "notes").write_bytes(b"x")
    [named] = walk([tmp_path / "notes"])
    [met] = walk([tmp_path])
    assert isinstance(named, Found)
    assert isinstance(met, Found)
    assert named.claims
    assert not met.claims
