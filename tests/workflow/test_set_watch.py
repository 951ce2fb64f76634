"""Data sets as watches: scanned again when they changed, for new works only when they did not, and gone on with."""

import json
import os
from dataclasses import replace
from pathlib import Path

import imagehash
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image
from sources.served import Asked, Reply, serving
from workflow.scan_victim import WATCH, killed

from artistguard.cli.app import main
from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError
from artistguard.model.finds import Outcome
from artistguard.model.jobs import JobState
from artistguard.model.protocols import CancelToken
from artistguard.workflow import consents, scan, scan_finds, scan_plan, watches
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

ROWS, GROUP = 4_000, 1_000
UNITS = ROWS // GROUP


def draw(path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    sizes = ((9, 13, 3), (90, 130, 3))
    coarse, fine = (
        Image.fromarray(random.integers(0, 256, size, np.uint8)).resize((780, 540), Image.Resampling.BICUBIC)
        for size in sizes
    )
    Image.blend(coarse, fine, 0.25).save(path)


def write(path: Path, planted: dict[int, Path], seed: int = 7) -> None:
    """Random rows with as many ones as real hashes have, and the given pictures in some of them."""
    random = np.random.default_rng(seed)
    ones = np.argsort(random.random((ROWS, 64)), axis=1) < 32
    hashes = [f"{int(v):016x}" for v in np.packbits(ones, axis=1).view(">u8")[:, 0]]
    for row, picture in planted.items():
        with Image.open(picture) as opened:
            hashes[row] = str(imagehash.phash(opened))
    sizes = pa.array([780] * ROWS, pa.int32()), pa.array([540] * ROWS, pa.int32())
    words = [f"https://example.org/{n}.jpg" for n in range(ROWS)]
    table = pa.table({"url": words, "width": sizes[0], "height": sizes[1], "image_phash": hashes})
    pq.write_table(table, path, row_group_size=GROUP)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pictures")
    made = [folder / f"{name}.png" for name in ("one", "two", "three")]
    for seed, path in enumerate(made):
        draw(path, seed)
    return made


@pytest.fixture
def studio(pictures, tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        import_(opened, [pictures[0]])
        yield opened


@pytest.fixture
def table(pictures, tmp_path) -> Path:
    write(tmp_path / "set.parquet", {3: pictures[0], 2_500: pictures[1]})
    return tmp_path / "set.parquet"


def run(studio: Studio):
    [ended] = watches.run(studio)
    return ended


def titles(studio: Studio) -> list[str]:
    """The works that were found."""
    subjects = {match.subject for card in studio.catalogue.finds.cards() for match in card.matches}
    return sorted(studio.catalogue.works.get(subject).title for subject in subjects)


def last_scan(studio: Studio):
    batch = studio.catalogue.jobs.batches(1)[0]
    return batch, [dict(job.result or {}) for job in studio.catalogue.jobs.iterate(batch.id, (JobState.DONE,))]


def test_a_set_is_watched_without_a_network_and_new_works_alone_are_searched_for(studio, pictures, table) -> None:
    watch = watches.add(studio, "set", params={"dataset": str(table)})
    assert watch.params == {"dataset": str(table)}
    first = run(studio)
    assert (first.outcome, first.requests, first.seen, first.news, first.message) == (Outcome.DONE, 0, 1, 1, "")
    [covered] = first.coverage
    assert (covered.searched, covered.total, covered.unit, covered.whole) == (ROWS, ROWS, "rows", True)
    assert titles(studio) == ["one"]
    [card] = studio.catalogue.finds.cards()
    assert card.members[0].candidate.source == f"set:{table}"

    again = run(studio)
    assert (again.outcome, again.seen, again.news, again.coverage) == (Outcome.DONE, 0, 0, first.coverage)
    assert len([b for b in studio.catalogue.jobs.batches(50) if b.kind == "scan"]) == 1  # nothing was searched

    import_(studio, [pictures[1]])
    third = run(studio)
    assert (third.outcome, third.news) == (Outcome.DONE, 1)
    assert titles(studio) == ["one", "two"]
    batch, results = last_scan(studio)
    assert [each["packed"] for each in results] == [True] * UNITS  # no table was read again
    sought, works = scan.kept(studio, batch.id)
    assert len(works) == 1
    assert int(str(batch.params["views"])) > 1.5 * len(sought.hashes)
    found = [m for card in studio.catalogue.finds.cards() for m in card.matches if m.details["row"] == 2_500]
    # The whole question counts: of two works, and half of each work's is asked of this view.
    assert [match.details["views"] for match in found] == [2 * 2]


def test_a_changed_revision_is_scanned_anew_for_all(studio, pictures, table) -> None:
    watches.add(studio, "set", params={"dataset": str(table)})
    run(studio)
    write(table, {3: pictures[0], 900: pictures[0]}, seed=8)
    os.utime(table, (1_700_000_000, 1_700_000_000))
    ended = run(studio)
    assert ended.outcome is Outcome.DONE
    _, results = last_scan(studio)
    assert [each["packed"] for each in results] == [False] * UNITS
    rows = {member.candidate.key for card in studio.catalogue.finds.cards() for member in card.members}
    assert rows == {"set.parquet#3", "set.parquet#900"}


def test_a_scan_by_hand_is_remembered_too(studio, table) -> None:
    plan = scan_plan.plan(studio, str(table))
    scan_finds.finish(studio, scan.begin(studio, plan))
    assert scan_plan.plan(studio, str(table), only_new=True).portfolio.pictures == ()
    # Hashes that may be further off were not searched by it.
    assert len(scan_plan.plan(studio, str(table), bits=plan.bits + 1, only_new=True).portfolio.pictures) == 1


class Ranged:
    """A double of a server of static files in parts (RFC 9110): counts its requests and what it sends."""

    def __init__(self, path: Path) -> None:
        self.path, self.etag, self.sent, self.requests = path, '"one"', 0, 0

    def __call__(self, asked: Asked) -> Reply:
        data = self.path.read_bytes()
        first, last = asked.headers["range"].removeprefix("bytes=").split("-")
        body = data[int(first) : int(last) + 1]
        self.requests, self.sent = self.requests + 1, self.sent + len(body)
        told = f"bytes {first}-{int(first) + len(body) - 1}/{len(data)}"
        return Reply(206, body, {"Content-Range": told, "ETag": self.etag})


@pytest.fixture
def server(table):
    ranged = Ranged(table)
    with serving(ranged) as endpoint:
        ranged.endpoint = endpoint
        yield ranged


LOOK = 64  # bytes that tell the version


def test_new_works_ask_a_server_for_its_version_alone(studio, pictures, server) -> None:
    watch = watches.add(studio, "set", params={"dataset": f"{server.endpoint}/set.parquet"})
    blocked = run(studio)
    assert (blocked.outcome, server.requests) == (Outcome.BLOCKED, 0)
    host = server.endpoint.removeprefix("http://")
    studio.save(replace(studio.settings, network=True, local_hosts=host))
    assert [need.host for need in watches.plan(studio, watch.id).missing] == [host]
    assert run(studio).outcome is Outcome.BLOCKED
    consents.agree(studio, host, [Purpose.WATCH], "a test's server")
    first = run(studio)
    assert (first.outcome, first.news, first.requests) == (Outcome.DONE, 1, server.requests)
    before = server.sent
    assert run(studio).requests == 1
    assert server.sent - before == LOOK
    import_(studio, [pictures[2]])  # which is not in the set
    before = server.sent
    third = run(studio)
    assert (third.outcome, third.requests, third.news) == (Outcome.DONE, 1, 0)
    assert third.coverage[0].searched == ROWS
    assert server.sent - before == LOOK
    assert all(each["packed"] for each in last_scan(studio)[1])
    server.etag = '"two"'
    before = server.sent
    assert run(studio).outcome is Outcome.DONE
    assert server.sent - before > 30_000
    assert not any(each["packed"] for each in last_scan(studio)[1])


def test_stopped_it_goes_on_and_an_outdated_scan_is_called_off(studio, pictures, table, monkeypatch) -> None:
    watches.add(studio, "set", params={"dataset": str(table)})
    stop = CancelToken()
    whole = scan.ScanHandler.record

    def record(self, job, made):
        stop.cancel()
        return whole(self, job, made)

    monkeypatch.setattr(scan.ScanHandler, "record", record)
    [ended] = watches.run(studio, cancel=stop)
    monkeypatch.undo()
    assert ended.outcome is Outcome.STOPPED
    assert not ended.coverage[0].whole
    old, results = last_scan(studio)
    assert 0 < len(results) < UNITS
    import_(studio, [pictures[1]])
    assert run(studio).outcome is Outcome.DONE
    assert titles(studio) == ["one", "two"]
    assert studio.catalogue.jobs.progress(old.id)[JobState.CANCELLED] == UNITS - len(results)
    assert last_scan(studio)[0].id != old.id


def test_killed_midway_the_next_run_goes_on(studio, table) -> None:
    watches.add(studio, "set", params={"dataset": str(table)})
    studio.close()
    killed(studio.home, WATCH, unit=3)
    with Studio(studio.home, passphrase=lambda: None, keychain=False) as again:
        batch, _ = last_scan(again)
        done = {job.id for job in again.catalogue.jobs.iterate(batch.id, (JobState.DONE,))}
        ended = run(again)
        assert (ended.outcome, ended.news) == (Outcome.DONE, 1)
        assert last_scan(again)[0].id == batch.id
        attempts = {job.id: job.attempts for job in again.catalogue.jobs.iterate(batch.id)}
        assert {attempts[job] for job in done} <= {1}
        assert ended.coverage[0].whole


def test_what_cannot_be_watched_is_said(studio, table) -> None:
    with pytest.raises(UsageError, match="No data set is named"):
        watches.add(studio, "set")
    with pytest.raises(UsageError, match="no set, file or folder"):
        watches.add(studio, "set", params={"dataset": "nowhere"})
    watches.add(studio, "set", params={"dataset": str(table)})
    with pytest.raises(UsageError, match="watched already"):
        watches.add(studio, "set", params={"dataset": str(table)})
    table.unlink()
    ended = run(studio)
    assert ended.outcome is Outcome.BLOCKED
    assert "There is no set, file or folder" in ended.message
    assert watches.ready(studio) == ()
    table.write_bytes(b"PAR1 and no more")
    ended = run(studio)
    assert ended.outcome is Outcome.FAILED
    assert "Nothing that can be scanned" in ended.message


def test_a_file_that_cannot_be_read_stands_in_the_coverage(studio, table) -> None:
    folder = table.parent / "folder"
    folder.mkdir()
    (folder / "torn.parquet").write_bytes(table.read_bytes()[:5_000])
    table.rename(folder / table.name)
    watches.add(studio, "set", params={"dataset": str(folder)})
    for _ in range(2):  # with works to search for, and without
        ended = run(studio)
        assert ended.outcome is Outcome.DONE
        rows, files = ended.coverage
        assert (rows.searched, files.searched, files.total) == (ROWS, 1, 2)
        assert files.note.startswith("torn.parquet: ")


def test_without_a_work_nothing_is_searched(table, tmp_path) -> None:
    with Studio(tmp_path / "bare", passphrase=lambda: None, keychain=False) as bare:
        watches.add(bare, "set", params={"dataset": str(table)})
        ended = run(bare)
        assert ended.outcome is Outcome.BLOCKED
        assert "no work to search for" in ended.message


def test_from_the_command_line(studio, table, capsys, monkeypatch) -> None:
    home = ["--home", str(studio.home)]
    studio.close()
    monkeypatch.chdir(table.parent)
    assert main([*home, "watch", "add", "set", "--dataset", "set.parquet", "--every", "2w"]) == 0
    assert "every 2 weeks" in capsys.readouterr().out
    assert main([*home, "--json", "watch", "run"]) == 0
    [ended] = json.loads(capsys.readouterr().out)["runs"]
    assert (ended["outcome"], ended["news"]) == ("done", 1)
    assert main([*home, "--json", "watch", "list"]) == 0
    [listed] = json.loads(capsys.readouterr().out)["watches"]
    assert listed["params"] == {"dataset": str(table)}
    assert listed["last"]["coverage"][0]["searched"] == ROWS
