"""SIGKILL at any moment: every job is done exactly once, and no unfinished file ever has a final name."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.jobs import JobState
from artistguard.work.engine import Engine

HERE = Path(__file__).parent
JOBS = 100


@pytest.fixture
def seconds():
    """How long each job takes."""
    return 0.0


@pytest.fixture
def place(tmp_path, seconds):
    """home, out, and a batch of jobs."""
    home, out = tmp_path / "home", tmp_path / "out"
    out.mkdir()
    with Catalogue.open(home, seat="seat", actor="actor") as catalogue:
        batch = catalogue.jobs.create_batch("write")
        catalogue.jobs.add(
            batch.id,
            "write",
            [
                (f"key {n}", f"job {n}", {"name": f"{n}.txt", "text": f"text {n} " * 500, "seconds": seconds})
                for n in range(JOBS)
            ],
        )
    return home, out, batch.id


def start(place, kill=""):
    home, out, batch = place
    words = [sys.executable, HERE / "toyhandler.py", home, out, batch, kill]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def half_files(out: Path) -> list[str]:
    return [
        path.name
        for path in out.iterdir()
        if not path.name.startswith(".") and path.read_text() != f"text {path.stem} " * 2000
    ]


def check_all_done_once(place) -> None:
    home, out, batch = place
    assert sorted(os.listdir(out)) == sorted(f"{n}.txt" for n in range(JOBS))
    assert half_files(out) == []
    with Catalogue.open(home, seat="seat", actor="actor") as catalogue:
        assert catalogue.jobs.progress(batch)[JobState.DONE] == JOBS
        written = [entry.subject for entry in catalogue.custody.iterate() if entry.act == "written"]
    assert sorted(written) == sorted(f"job {n}" for n in range(JOBS))


def halves(out: Path) -> set[str]:
    """Copies that are being written, and those that a killed run left half written."""
    return {name for name in os.listdir(out) if name.startswith(".")}


@pytest.mark.parametrize("seconds", [0.12])  # two at a time: 6 s of work, and 2 s between "ready" and the last kill
def test_twenty_kills_at_random_moments(place, seconds) -> None:
    dice = random.Random(20261122)
    kills, midway = 0, 0
    for turn in range(40):
        left = halves(place[1])
        run = start(place)
        with run:
            assert run.stdout is not None
            line = run.stdout.readline()
            if kills < 20:
                # Mostly in the middle of the work, sometimes while the workers start.
                while turn % 5 and run.poll() is None and halves(place[1]) <= left:
                    time.sleep(0.002)  # however long the workers take to start
                time.sleep(dice.uniform(0.0, 0.1 if turn % 5 else 0.35))
                run.kill()
                kills += run.wait() == -signal.SIGKILL
                midway += not halves(place[1]) <= left
            else:
                assert line == "ready\n"
                run.wait(60)
        assert half_files(place[1]) == []
        if kills == 20 and run.returncode == 0:
            break
    assert kills == 20
    assert midway >= 8  # that many met copies half written
    check_all_done_once(place)


@pytest.mark.parametrize("where", ["kill-after-intent", "kill-after-publish", "kill-in-record"])
def test_killed_on_purpose_between_two_steps(place, where) -> None:
    _, out, _ = place
    for _ in range(2):
        with start(place, where) as run:
            assert run.wait(60) == -signal.SIGKILL
    published = [name for name in os.listdir(out) if not name.startswith(".")]
    assert bool(published) == (where != "kill-after-intent")
    with start(place) as run:
        assert run.wait(60) == 0
    check_all_done_once(place)


def test_a_start_settles_what_was_published_even_if_nobody_goes_on(place, monkeypatch) -> None:
    from toyhandler import Writer, open_pool

    home, out, batch = place
    with start(place, "kill-after-publish") as run:
        assert run.wait(60) == -signal.SIGKILL
    published = {name for name in os.listdir(out) if not name.startswith(".")}
    assert published
    with Catalogue.open(home, seat="seat", actor="actor") as catalogue, open_pool() as pool:
        settled = Engine(catalogue, pool, [Writer(catalogue, out)]).reconcile()
        assert settled == len(published)
        done = {str(job.payload["name"]) for job in catalogue.jobs.iterate(batch, [JobState.DONE])}
        assert done == published == set(os.listdir(out))
        progress = catalogue.jobs.progress(batch)
        assert progress[JobState.QUEUED] == JOBS - len(published)
        assert Engine(catalogue, pool, [Writer(catalogue, out)]).reconcile() == 0
