"""Several programs at one catalogue: each job once, one chain, whoever is killed when."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue.owners import is_dead, new_owner
from artistguard.catalogue.store import Catalogue
from artistguard.model.jobs import JobState

PREAMBLE = """
import os, sys, time
from artistguard.catalogue.owners import new_owner
from artistguard.catalogue.store import Catalogue
place = sys.argv[1]
catalogue = Catalogue.open(place, seat=f"seat{os.getpid()}", actor="child")
"""


def start(place: Path | str, program: str) -> subprocess.Popen[str]:
    code = textwrap.dedent(PREAMBLE) + textwrap.dedent(program)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def output(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out


def test_two_programs_share_a_queue(catalogue: Catalogue, place: Path | str) -> None:
    batch = catalogue.jobs.create_batch("sign").id
    catalogue.jobs.add(batch, "sign", [(f"k{n}", "s", {"n": n}) for n in range(300)])
    program = """
        owner = new_owner()
        while jobs := catalogue.jobs.claim(owner, 3):
            with catalogue.transaction():
                assert len(catalogue.jobs.finish([(job, {}) for job in jobs])) == len(jobs)
                for job in jobs:
                    catalogue.custody.append("signed", job.id, {"n": job.payload["n"]})
    """
    for process in [start(place, program), start(place, program)]:
        output(process)
    assert catalogue.jobs.progress(batch)[JobState.DONE] == 300
    entries = list(catalogue.custody.iterate())
    assert Counter(entry.details["n"] for entry in entries) == Counter(range(300))
    assert {entry.actor for entry in entries} == {"child"}
    assert catalogue.custody.verify().whole


def test_a_killed_programs_jobs_come_back_at_once(catalogue: Catalogue, place: Path | str) -> None:
    batch = catalogue.jobs.create_batch("sign").id
    catalogue.jobs.add(batch, "sign", [(f"k{n}", "s", {}) for n in range(20)])
    process = start(
        place,
        """
        jobs = catalogue.jobs.claim(new_owner(), 5, 3600)
        catalogue.jobs.set_intents([(job, {"at": job.key}) for job in jobs[:2]])
        print("claimed", flush=True)
        sys.stdin.readline()
        with catalogue.transaction():
            catalogue.jobs.finish([(job, {}) for job in jobs])
            catalogue.custody.append("signed", "x", {})
            print("in the middle", flush=True)
            time.sleep(60)
        """,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "claimed\n"
    assert catalogue.jobs.requeue_dead() == []  # it lives
    print("go on", file=process.stdin, flush=True)
    assert process.stdout.readline() == "in the middle\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    back = catalogue.jobs.requeue_dead()
    assert [job.key for job in back] == [f"k{n}" for n in range(5)]
    assert [job.intent for job in back] == [{"at": "k0"}, {"at": "k1"}, None, None, None]
    assert {job.attempts for job in back} == {1}
    assert list(catalogue.custody.iterate()) == []
    assert catalogue.jobs.progress(batch)[JobState.QUEUED] == 20


def test_concurrent_writers_make_one_chain(catalogue: Catalogue, place: Path | str) -> None:
    program = """
        for n in range(40):
            catalogue.custody.append("noted", f"{os.getpid()}", {"n": n})
    """
    for process in [start(place, program) for _ in range(3)]:
        output(process)
    report = catalogue.custody.verify()
    assert report.whole
    assert (report.count, report.last) == (120, 120)
    seats = Counter(entry.seat for entry in catalogue.custody.iterate())
    assert sorted(seats.values()) == [40, 40, 40]


def test_programs_that_open_a_new_catalogue_at_once_make_it_once(tmp_path: Path) -> None:
    program = """
        catalogue.custody.append("opened", "x", {})
    """
    for process in [start(tmp_path / "new", program) for _ in range(4)]:
        output(process)
    with Catalogue.open(tmp_path / "new", seat="s", actor="a") as opened:
        assert opened.custody.verify().count == 4


def test_killed_again_and_again_nothing_is_lost_or_doubled(catalogue: Catalogue, place: Path | str) -> None:
    batch = catalogue.jobs.create_batch("sign").id
    catalogue.jobs.add(batch, "sign", [(f"k{n}", "s", {}) for n in range(2000)])
    program = """
        owner = new_owner()
        print(owner, flush=True)
        while jobs := catalogue.jobs.claim(owner, 2, 3600):
            with catalogue.transaction():
                catalogue.jobs.finish([(job, {}) for job in jobs])
                catalogue.custody.append_many([("signed", job.id, {}) for job in jobs])
    """
    for turn in range(4):
        process = start(place, program)
        assert process.stdout is not None
        owner = process.stdout.readline().strip()
        done = catalogue.jobs.progress(batch)[JobState.DONE]
        until = time.monotonic() + 60
        while catalogue.jobs.progress(batch)[JobState.DONE] <= done and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(0.02 * turn)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert is_dead(owner)
        catalogue.jobs.requeue_dead()
        progress = catalogue.jobs.progress(batch)
        assert progress[JobState.RUNNING] == 0
        signed = Counter(entry.subject for entry in catalogue.custody.iterate())
        assert sorted(signed) == sorted(job.id for job in catalogue.jobs.iterate(batch, [JobState.DONE]))
        assert set(signed.values()) <= {1}
        assert catalogue.custody.verify().whole
    assert progress[JobState.DONE] > 0


def test_what_a_killed_program_committed_is_there_for_the_next(tmp_path: Path) -> None:
    """The only program at the file is killed: its log lies beside it, and is taken over."""
    process = start(
        tmp_path,
        """
        catalogue.custody.append("noted", "kept", {})
        with catalogue.transaction():
            catalogue.custody.append("noted", "lost", {})
            os.kill(os.getpid(), 9)
        """,
    )
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert (tmp_path / "catalogue.sqlite-wal").stat().st_size > 0
    with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
        assert [entry.subject for entry in catalogue.custody.iterate()] == ["kept"]
        assert catalogue.custody.verify().whole


def test_an_owner_is_told_dead_only_when_it_is() -> None:
    mine = new_owner()
    assert not is_dead(mine)
    host, pid, started, namespace, _ = mine.rsplit(":", 4)
    if not namespace:
        pytest.skip("this system does not tell process namespaces")
    assert int(pid) == os.getpid()
    assert is_dead(f"{host}:{pid}:{int(started) - 1}:{namespace}:x")  # the number went to another process
    assert is_dead(f"{host}:999999999:1:{namespace}:x")
    assert not is_dead(f"other:999999999:1:{namespace}:x")
    assert not is_dead(f"{host}:999999999:1:1:x")  # another container, of which nothing is known
    for odd in ("", "me", ":::::::", f"{host}:../..:1:{namespace}:x"):
        assert not is_dead(odd)


def test_a_dead_child_nobody_waited_for_is_dead() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "from artistguard.catalogue.owners import new_owner; print(new_owner(), flush=True)"],
        stdout=subprocess.PIPE,
        text=True,
    )
    stdout: Any = process.stdout
    owner = stdout.readline().strip()
    until = time.monotonic() + 60
    while not is_dead(owner) and time.monotonic() < until:
        time.sleep(0.01)
    assert is_dead(owner)
    process.communicate()
