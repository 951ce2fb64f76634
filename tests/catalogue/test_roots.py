"""Roots: a name, and each seat's own folder behind it."""

from pathlib import Path

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model import paths
from artistguard.model.artwork import Location
from artistguard.model.errors import UsageError


def test_a_root_is_named_after_its_folder_once(catalogue: Catalogue) -> None:
    ensure = catalogue.roots.ensure
    assert ensure(Path("/a/portfolio")) == "portfolio"
    assert ensure(Path("/a/portfolio/")) == ensure(Path("/a/x/../portfolio")) == "portfolio"
    assert ensure(Path("/b/portfolio")) == "portfolio-2"
    assert ensure(Path("/")) == "root"
    assert catalogue.roots.path("portfolio-2") == Path("/b/portfolio")
    assert catalogue.roots.list() == (
        ("portfolio", Path("/a/portfolio")),
        ("portfolio-2", Path("/b/portfolio")),
        ("root", Path("/")),
    )


def test_the_nearest_root_above(catalogue: Catalogue) -> None:
    roots = catalogue.roots
    assert roots.above(Path("/a/b")) is None
    assert roots.containing(Path("/a/b")) == ("b", Path("/a/b"))
    assert roots.containing(Path("/a/b/c")) == ("b", Path("/a/b"))
    assert roots.containing(Path("/a/bb")) == ("bb", Path("/a/bb"))
    roots.ensure(Path("/a/b/c"))
    assert roots.containing(Path("/a/b/c/d")) == ("c", Path("/a/b/c"))
    roots.ensure(Path("/"))
    assert roots.above(Path("/z")) == ("root", Path("/"))


@pytest.mark.parametrize("name", ["b\udcff", "🎨", "a b", "x" * 255, "new\nline", "C:\\x"])
def test_any_legal_name(catalogue: Catalogue, name: str) -> None:
    folder = Path("/a") / name
    root = catalogue.roots.ensure(folder)
    assert root.isprintable()
    assert catalogue.roots.path(root) == folder
    assert catalogue.roots.containing(folder / "more") == (root, folder)
    file = Location(root, paths.text(Path("d") / name))
    assert catalogue.roots.native(file) == folder / "d" / name


def test_each_seat_has_its_own_folders(catalogue: Catalogue, place: Path | str) -> None:
    catalogue.roots.ensure(Path("/home/ada/art"))
    with Catalogue.open(place, seat="other desk", actor="bea") as other:
        with pytest.raises(UsageError, match="not said where"):
            other.roots.path("art")
        assert other.roots.list() == (("art", None),)
        assert other.roots.above(Path("/home/ada/art")) is None
        other.roots.remap("art", Path("/Volumes/art"))
        assert other.roots.path("art") == Path("/Volumes/art")
        other.roots.remap("art", Path("/mnt/art"))
        assert other.roots.containing(Path("/mnt/art/x")) == ("art", Path("/mnt/art"))
        assert other.roots.ensure(Path("/home/ada/art")) == "art-2"
    assert catalogue.roots.path("art") == Path("/home/ada/art")


def test_remapping_is_checked(catalogue: Catalogue) -> None:
    catalogue.roots.ensure(Path("/a"))
    catalogue.roots.ensure(Path("/b"))
    catalogue.roots.remap("a", Path("/a"))
    with pytest.raises(UsageError, match="already"):
        catalogue.roots.remap("a", Path("/b"))
    with pytest.raises(UsageError, match="no root"):
        catalogue.roots.remap("nothing", Path("/c"))
    with pytest.raises(UsageError, match="no root"):
        catalogue.roots.path("nothing")
