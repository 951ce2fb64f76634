"""The self-test: copies of the artist's own works looked for, works that cannot be searched named, stopped."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from artistguard.cli.app import main
from artistguard.imaging.attacks import attacks, beyond
from artistguard.model.errors import Cancelled, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.workflow.import_ import import_
from artistguard.workflow.selftest import selftest
from artistguard.workflow.studio import Studio


def draw(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    picture = Image.fromarray(random.integers(60, 200, (7, 9, 3), np.uint8)).resize(
        (900, 640), Image.Resampling.BICUBIC
    )
    pen = ImageDraw.Draw(picture)
    for _ in range(70):
        x, y, w, h = *random.integers(0, 900, 1), *random.integers(0, 640, 1), *random.integers(10, 110, 2)
        colour = tuple(int(v) for v in random.integers(0, 256, 3))
        (pen.rectangle if random.random() < 0.5 else pen.ellipse)((x, y, x + w, y + h), fill=colour)
    return picture


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        yield opened


def take_in(studio, tmp_path, pictures):
    folder = tmp_path / "originals"
    folder.mkdir()
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png")
    import_(studio, [folder])


def test_copies_are_found_by_hash_and_by_points_and_a_flat_work_is_named(studio, tmp_path) -> None:
    take_in(studio, tmp_path, {"one": draw(1), "flat": Image.new("RGB", (600, 400), (9, 90, 160))})
    found = selftest(studio)
    by_name = {each.attack: each for each in found.recalls}
    assert len(by_name) == len(attacks()) + len(beyond())
    assert {each.works for each in found.recalls} == {2}
    for name in ("identity", "mirrored", "upside down", "jpeg30", "centre crop 20"):
        assert by_name[name].by_hash[2] >= 1, name
        assert by_name[name].by_points == 1, name  # a blank picture has no points
    assert all(each.by_hash == tuple(sorted(each.by_hash)) for each in found.recalls)
    assert not by_name["frame 7 grey"].on_grid
    assert by_name["transposed"].on_grid  # views are made of every flip and turn
    assert [(work.title, why) for work, why in found.closed] == [("flat", found.closed[0][1])]
    assert "blank" in found.closed[0][1]
    assert found.mean(0) <= found.mean(4) <= found.mean(8)
    again = selftest(studio)
    assert again.recalls == found.recalls  # the same copies every time


def test_without_points_and_fewer_works(studio, tmp_path) -> None:
    take_in(studio, tmp_path, {str(seed): draw(seed) for seed in range(3)})
    found = selftest(studio, 2, points=False)
    assert found.works == 2
    assert found.mean_points is None
    assert {each.by_points for each in found.recalls} == {None}


def test_a_file_that_is_away_is_named(studio, tmp_path) -> None:
    take_in(studio, tmp_path, {"one": draw(1), "two": draw(2)})
    selftest(studio, points=False)  # the views are kept
    (tmp_path / "originals" / "one.png").unlink()
    found = selftest(studio, points=False)
    assert (found.works, [work.title for work, _ in found.trouble]) == (1, ["one"])


def test_stopped_and_with_nothing_to_test(studio, tmp_path) -> None:
    with pytest.raises(UsageError, match="no work"):
        selftest(studio)
    take_in(studio, tmp_path, {"one": draw(1)})
    with pytest.raises(UsageError, match="At least one"):
        selftest(studio, 0)
    stop = CancelToken()
    stop.cancel()
    with pytest.raises(Cancelled):
        selftest(studio, cancel=stop)


def test_on_the_command_line(studio, tmp_path, capsys) -> None:
    take_in(studio, tmp_path, {"one": draw(1)})
    studio.close()
    assert main(["--home", str(studio.home), "--json", "selftest", "--works", "1", "--no-points"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["works"] == 1
    assert told["attacks"][0] == {
        "name": "identity", "words": "unchanged", "on_grid": True, "copies": 1, "by_hash": {"0": 1, "4": 1, "8": 1},
        "by_points": None,
    }  # fmt: skip
    assert told["cannot_be_searched"] == []
    assert main(["--home", str(studio.home), "selftest", "--works", "1", "--no-points"]) == 0
    said = capsys.readouterr().out
    assert "Copies of 1 work, 56 kinds" in said
    assert "100 % up to" not in said  # a screenshot is never found by hash
    assert "points" not in said  # they were not looked at
    assert "a caption over its lowest eighth" in said
