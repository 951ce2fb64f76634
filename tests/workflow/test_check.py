"""Check: what a file is or looks like, with both pictures; and the tricks to try it with."""

from io import BytesIO
from pathlib import Path

import pytest
from pictures import draw
from PIL import Image

from artistguard.model.errors import FileError
from artistguard.model.turns import Turn
from artistguard.workflow import check, pictures
from artistguard.workflow.import_ import import_
from artistguard.workflow.pictures import Trick
from artistguard.workflow.studio import Studio


@pytest.fixture
def work(studio: Studio, tmp_path: Path) -> Path:
    """One work, taken in."""
    path = tmp_path / "harbour.png"
    draw(5, size=(900, 700)).save(path)
    import_(studio, [path])
    return path


@pytest.mark.parametrize(
    ("trick", "turn", "size"),
    [
        (Trick.RESIZED, Turn.NONE, (341, 265)),
        (Trick.RECOMPRESSED, Turn.NONE, (900, 700)),
        (Trick.MIRRORED, Turn.MIRRORED, (900, 700)),
        (Trick.TURNED, Turn.RIGHT, (700, 900)),
    ],
)
def test_every_trick_is_seen_through(
    studio: Studio, work: Path, tmp_path: Path, trick: Trick, turn: Turn, size: tuple[int, int]
) -> None:
    copy = pictures.tricked(studio, work, trick, tmp_path)
    with Image.open(copy) as opened:
        assert (opened.format, opened.size) == ("JPEG", size)
        assert not opened.getexif()
    found = check.check_one(studio, copy)
    [alike] = found.found.alike
    assert (alike.work.title, alike.turn) == ("harbour", turn)
    assert found.edition is not None
    assert found.edition.id == alike.edition.id
    for data in (found.picture, found.twin):
        assert data is not None
        with Image.open(BytesIO(data)) as opened:
            assert opened.format == "JPEG"


def test_the_very_file_is_known(studio: Studio, work: Path) -> None:
    found = check.check_one(studio, work)
    assert found.found.same is not None
    assert found.found.same.title == "harbour"


def test_a_strangers_file_has_no_twin(studio: Studio, work: Path, tmp_path: Path) -> None:
    draw(400, size=(500, 500)).rotate(45).save(tmp_path / "other.png")
    found = check.check_one(studio, tmp_path / "other.png")
    assert (found.found.best, found.edition, found.twin) == (None, None, None)
    assert found.picture is not None


def test_what_is_no_picture_is_answered_too(studio: Studio, work: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada,")
    found = check.check_one(studio, tmp_path / "letter.txt")
    assert found.found.error is not None
    assert found.picture is None


def test_an_empty_folder_is_an_error(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(FileError):
        check.check_one(studio, tmp_path / "nothing")


def test_a_work_whose_files_are_gone_is_shown_by_its_thumbnail(studio: Studio, work: Path, tmp_path: Path) -> None:
    copy = pictures.tricked(studio, work, Trick.MIRRORED, tmp_path)
    work.unlink()
    found = check.check_one(studio, copy)
    assert found.found.alike
    assert found.twin is not None
