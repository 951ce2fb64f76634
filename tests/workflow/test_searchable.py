"""The views of a whole portfolio: made once, kept, and honest about what cannot be searched for."""

import numpy as np
from PIL import Image

from artistguard.workflow import searchable
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


def draw(path, seed, size=(640, 440)):
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (8, 11, 3), np.uint8))
    coarse.resize(size, Image.Resampling.BICUBIC).save(path)


def test_every_picture_has_its_views_and_they_are_kept(tmp_path) -> None:
    originals = tmp_path / "originals"
    originals.mkdir()
    draw(originals / "one.png", 1)
    draw(originals / "two.jpg", 2)
    Image.new("RGB", (500, 400), (200, 30, 30)).save(originals / "red.png")
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as studio:
        import_(studio, [originals])
        found = searchable.portfolio(studio)
        assert [each.work.title for each in found.pictures] == ["one", "red", "two"]
        assert len(found.hashes) == len(found.owners) == len(found.ways)
        assert np.bincount(found.owners).min() >= 1
        assert {each.work.title: each.gate.searchable for each in found.pictures} == {
            "one": True,
            "two": True,
            "red": False,
        }
        assert [each.gate.why for each in found.pictures if not each.gate.searchable] != [""]
        first = int(np.flatnonzero(found.owners == 0)[0])
        phash = studio.catalogue.prints.pairs([found.pictures[0].edition.id])
        assert int(next(phash).phash, 16) == int(found.hashes[first])
        assert found.way(first)[0] == "as it is"

        for path in originals.iterdir():
            path.unlink()
        again = searchable.portfolio(studio)
        assert again.hashes.tolist() == found.hashes.tolist()
        assert again.missing == ()


def test_without_the_file_the_thumbnail_serves_and_without_both_it_is_said(tmp_path) -> None:
    originals = tmp_path / "originals"
    originals.mkdir()
    draw(originals / "one.png", 1)
    draw(originals / "two.png", 2)
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as studio:
        import_(studio, [originals])
        for path in originals.iterdir():
            path.unlink()
        gone = next(work for work in studio.catalogue.works.iterate() if work.title == "two")
        (studio.thumbnails / gone.editions[0].sha256[:2] / f"{gone.editions[0].sha256}.jpg").unlink()
        found = searchable.portfolio(studio)
        assert [each.work.title for each in found.pictures] == ["one"]
        assert [(work.title, bool(why)) for work, why in found.missing] == [("two", True)]


def test_a_damaged_kept_file_is_made_anew(tmp_path) -> None:
    originals = tmp_path / "originals"
    originals.mkdir()
    draw(originals / "one.png", 1)
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as studio:
        import_(studio, [originals])
        found = searchable.portfolio(studio)
        kept = searchable.location(studio.home, found.pictures[0].edition.sha256)
        kept.write_bytes(kept.read_bytes()[:200])
        assert searchable.portfolio(studio).hashes.tolist() == found.hashes.tolist()


def test_an_empty_portfolio_has_no_views(tmp_path) -> None:
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as studio:
        found = searchable.portfolio(studio)
    assert (len(found), found.pictures, found.missing) == (0, (), ())
