"""Whether a set's published hashes are of our kind, told by its live pictures: right, other, dead, redirected."""

import io
import json
import os
from dataclasses import replace

import imagehash
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pictures import draw
from PIL import Image
from sources.served import Asked, Reply, serving

from artistguard.cli.app import main
from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError
from artistguard.workflow import consents, image_sets, self_check, watches
from artistguard.workflow.import_ import import_
from artistguard.workflow.self_check import Hashes
from artistguard.workflow.studio import Studio

ROWS = 8


def coded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


class Site:
    """Where the pictures of a set lie. `faults` are answers in place of some."""

    def __init__(self) -> None:
        self.pictures = [coded(draw(50 + row)) for row in range(ROWS)]
        self.faults: dict[str, Reply] = {}
        self.asked: list[str] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked.path)
        if asked.path in self.faults:
            return self.faults[asked.path]
        return Reply(200, self.pictures[int(asked.path.strip("/").removesuffix(".jpg"))])


@pytest.fixture
def site():
    made = Site()
    with serving(made) as endpoint:
        made.endpoint = endpoint
        yield made


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        yield opened


def agreed(studio, site) -> None:
    host = site.endpoint.removeprefix("http://")
    studio.save(replace(studio.settings, network=True, local_hosts=host))
    consents.agree(studio, host, [Purpose.PICTURE], "a test's server")


def published(folder, site, hashing=imagehash.phash, rows=ROWS):
    path = folder / "set.parquet"
    pictures = [Image.open(io.BytesIO(data)) for data in site.pictures[:rows]]
    urls = [f"{site.endpoint}/{row}.jpg" for row in range(rows)]
    pq.write_table(pa.table({"url": urls, "image_phash": [str(hashing(picture)) for picture in pictures]}), path)
    return path


def test_hashes_of_our_kind_are_told_by_one_picture_and_remembered(studio, site, tmp_path) -> None:
    agreed(studio, site)
    path = published(tmp_path, site)
    told = self_check.of_set(studio, str(path))
    assert (told.hashes, told.compared) == (Hashes.OURS, 1)
    assert "is ours" in told.sentence
    assert site.asked == ["/0.jpg"]
    assert self_check.known(studio, image_sets.find(studio, str(path)), "image_phash") == told


def test_another_function_is_told_after_five(studio, site, tmp_path) -> None:
    agreed(studio, site)
    told = self_check.of_set(studio, str(published(tmp_path, site, imagehash.dhash)))
    assert (told.hashes, told.compared) == (Hashes.OTHER, self_check.TRIED)
    assert told.nearest > 10
    assert "Nothing can be concluded" in told.sentence
    assert len(site.asked) == self_check.TRIED


def test_dead_and_broken_addresses_are_passed_over(studio, site, tmp_path) -> None:
    agreed(studio, site)
    site.faults = {"/0.jpg": Reply(404), "/1.jpg": Reply(200, b"<html>gone</html>"), "/2.jpg": Reply(410)}
    told = self_check.of_set(studio, str(published(tmp_path, site)))
    assert told.hashes is Hashes.OURS
    site.faults = {f"/{row}.jpg": Reply(404) for row in range(ROWS)}
    told = self_check.of_set(studio, str(published(tmp_path, site)))
    assert (told.hashes, told.compared, len(told.why)) == (Hashes.UNKNOWN, 0, self_check.TRIED)
    assert "was not checked" in told.sentence
    assert "404" in told.sentence


def test_one_picture_that_differs_decides_nothing(studio, site, tmp_path) -> None:
    agreed(studio, site)
    site.faults = {"/0.jpg": Reply(200, coded(draw(99)))}
    path = published(tmp_path, site, rows=1)
    told = self_check.of_set(studio, str(path))
    assert (told.hashes, told.compared) == (Hashes.UNKNOWN, 1)
    assert "may be another by now" in told.sentence
    assert self_check.known(studio, image_sets.find(studio, str(path)), "image_phash") is None


def test_redirects_to_stand_ins_do_not_count_and_to_the_picture_do(studio, site, tmp_path) -> None:
    agreed(studio, site)
    away = {f"/{row}.jpg": Reply(302, b"", {"Location": "/7.jpg"}) for row in range(5)}
    site.faults = away
    told = self_check.of_set(studio, str(published(tmp_path, site)))
    assert (told.hashes, told.compared) == (Hashes.UNKNOWN, 0)
    site.faults = {
        **away,
        "/3.jpg": Reply(302, b"", {"Location": "/moved.jpg"}),
        "/moved.jpg": Reply(200, site.pictures[3]),
    }
    assert self_check.of_set(studio, str(published(tmp_path, site))).hashes is Hashes.OURS
    site.faults = {f"/{row}.jpg": Reply(302, b"", {"Location": "https://elsewhere.example/x"}) for row in range(5)}
    told = self_check.of_set(studio, str(published(tmp_path, site)))
    assert told.hashes is Hashes.UNKNOWN
    assert "not agreed" in told.why[0]


def test_nothing_is_asked_without_consent_or_network(studio, site, tmp_path) -> None:
    path = published(tmp_path, site)
    assert "The network is switched off." in self_check.of_set(studio, str(path)).sentence
    studio.save(replace(studio.settings, network=True, local_hosts=site.endpoint.removeprefix("http://")))
    told = self_check.of_set(studio, str(path))
    assert told.hashes is Hashes.UNKNOWN
    assert "agreed to none of the hosts" in told.sentence
    assert site.asked == []


def test_sets_without_published_hashes_have_nothing_to_check(studio, tmp_path) -> None:
    draw(1).save(tmp_path / "a.png")
    with pytest.raises(UsageError) as caught:
        self_check.of_set(studio, str(tmp_path))
    assert "nothing to check" in caught.value.advice


def test_a_scan_checks_once_and_says_so(studio, site, tmp_path, capsys) -> None:
    agreed(studio, site)
    (tmp_path / "art").mkdir()
    draw(1).save(tmp_path / "art" / "one.png")
    import_(studio, [tmp_path / "art"])
    path = published(tmp_path, site)
    studio.close()

    def run(*words: str) -> tuple[int, str]:
        code = main(["--home", str(tmp_path / "home"), "--no-keychain", *words])
        return code, capsys.readouterr().out

    code, out = run("scan", str(path))
    assert (code, site.asked) == (0, ["/0.jpg"])
    assert "The set's hash is ours" in out
    code, out = run("--json", "scan", str(path))
    assert (code, len(site.asked)) == (0, 1)  # remembered
    assert json.loads(out)["scans"][0]["self_check"]["hashes"] == "ours"
    code, out = run("--json", "scan", "--self-check", str(path))
    assert (code, len(site.asked)) == (0, 2)
    assert json.loads(out)["self_checks"][0]["self_check"]["compared"] == 1


def test_a_watched_set_is_checked_once_a_revision_and_says_what_came_of_it(studio, site, tmp_path) -> None:
    draw(1).convert("RGB").save(tmp_path / "mine.png")
    import_(studio, [tmp_path / "mine.png"])
    path = published(tmp_path, site, imagehash.dhash)
    watches.add(studio, "set", params={"dataset": str(path)})
    [first] = watches.run(studio)
    assert site.asked == []  # nothing was agreed to
    assert [each.unit for each in first.coverage] == ["rows"]
    agreed(studio, site)
    [second] = watches.run(studio)
    assert len(site.asked) == self_check.TRIED
    assert "Nothing can be concluded" in second.coverage[-1].note
    assert not second.coverage[-1].whole
    [third] = watches.run(studio)
    assert len(site.asked) == self_check.TRIED  # known
    assert third.coverage == second.coverage
    published(tmp_path, site)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    [last] = watches.run(studio)
    assert len(site.asked) == self_check.TRIED + 1
    assert [each.unit for each in last.coverage] == ["rows"]
