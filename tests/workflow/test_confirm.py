"""A picture compared with a work point by point, through the workers and on the command line."""

import json
from dataclasses import replace

import pytest
from pictures import full_of_points
from PIL import Image, ImageOps

from artistguard.cli.app import main
from artistguard.model.errors import FileError
from artistguard.workflow.confirm import confirm
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


@pytest.fixture
def studio(tmp_path):
    originals = tmp_path / "originals"
    originals.mkdir()
    for seed in range(3):
        full_of_points(seed).save(originals / f"work {seed}.png")
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        import_(opened, [originals])
        yield opened


def work(studio, title):
    return next(each for each in studio.catalogue.works.iterate() if each.title == title)


def test_a_cropped_and_mirrored_copy_is_the_same_content(studio, tmp_path) -> None:
    path = tmp_path / "found.jpg"
    ImageOps.mirror(full_of_points(1)).crop((150, 100, 800, 600)).save(path, quality=60)
    found = confirm(studio, work(studio, "work 1"), path)
    assert found.agreement.same
    assert found.agreement.mirrored
    assert found.others == 2
    assert f"{found.agreement.points} points agree" in found.sentence
    other = confirm(studio, work(studio, "work 2"), path)
    assert not other.agreement.same
    assert "was not seen in it" in other.sentence
    assert "says little" not in other.sentence


def test_a_work_with_hardly_a_point_says_that_nothing_follows(studio, tmp_path) -> None:
    plain = Image.new("L", (640, 480), 220)
    plain.paste(90, (200, 150, 420, 330))
    plain.save(tmp_path / "plain.png")
    import_(studio, [tmp_path / "plain.png"])
    found = confirm(studio, work(studio, "plain"), tmp_path / "plain.png")
    assert not found.agreement.same
    assert f"Yours has only {found.agreement.of} points, so that says little." in found.sentence


def test_the_thumbnail_serves_where_the_file_is_away_and_a_broken_picture_is_said_so(studio, tmp_path) -> None:
    path = tmp_path / "found.jpg"
    full_of_points(1).save(path)
    mine = work(studio, "work 1")
    (tmp_path / "originals" / "work 1.png").unlink()
    assert confirm(studio, mine, path).agreement.same
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(FileError):
        confirm(studio, mine, path)


def test_on_the_command_line(studio, tmp_path, capsys) -> None:
    path = tmp_path / "found.jpg"
    full_of_points(2).crop((40, 30, 870, 620)).save(path, quality=80)
    studio.close()
    assert main(["--home", str(studio.home), "--no-keychain", "--json", "lookup", str(path), "--confirm"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["files"]
    assert answer["confirmed"]["same"] is True
    assert answer["confirmed"]["points"] > 20
