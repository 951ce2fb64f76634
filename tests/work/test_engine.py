"""Jobs through the engine: grouped, recovered, retried once, set aside, blocked, stopped."""

import logging
import os
import threading
import time
from pathlib import Path

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import CannotWrite, CatalogueError, DiskFull, KeyLocked
from artistguard.model.jobs import JobState
from artistguard.model.protocols import CancelToken
from artistguard.work.engine import Engine
from artistguard.work.pool import NoWorker, WorkerPool


@pytest.fixture(scope="module")
def pool():
    import sys

    sys.path.insert(0, str(Path(__file__).parent))
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    try:
        from toyhandler import open_pool

        with open_pool() as pool:
            yield pool
    finally:
        del os.environ["PYTHONPATH"]
        sys.path.remove(str(Path(__file__).parent))


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue.open(tmp_path / "home", seat="seat", actor="actor") as catalogue:
        yield catalogue


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def writer(catalogue, out):
    from toyhandler import Writer

    return Writer(catalogue, out)


def batch_of(catalogue, *payloads, **common):
    batch = catalogue.jobs.create_batch("write")
    whole = [{"name": f"{n}.txt", "text": f"text {n}", **common, **payload} for n, payload in enumerate(payloads)]
    catalogue.jobs.add(batch.id, "write", [(f"key {n}", f"job {n}", p) for n, p in enumerate(whole)])
    return batch.id


def written(catalogue) -> list[str]:
    return [entry.subject for entry in catalogue.custody.iterate() if entry.act == "written"]


def test_each_job_is_done_once_in_groups(catalogue, pool, writer, out) -> None:
    batch = batch_of(catalogue, *[{}] * 40)
    seen = []
    report = Engine(catalogue, pool, [writer]).run(batch, progress=lambda *told: seen.append(told))
    assert (report.done, report.failed, report.left, report.stopped) == (40, 0, 0, None)
    assert sorted(os.listdir(out)) == sorted(f"{n}.txt" for n in range(40))
    assert (out / "7.txt").read_text() == "text 7" * 4
    assert sorted(written(catalogue)) == sorted(f"job {n}" for n in range(40))
    assert [done for done, _, _ in seen] == list(range(1, 41))
    assert {total for _, total, _ in seen} == {40}
    assert sum(writer.settled) == 40
    assert len(writer.settled) < 40
    assert writer.recovered == []


def test_errors_of_one_file_are_named_and_the_rest_goes_on(catalogue, pool, writer, out) -> None:
    (out / "2.txt").write_text("theirs")
    batch = batch_of(catalogue, {}, {"broken": True}, {}, {})
    report = Engine(catalogue, pool, [writer]).run(batch)
    assert (report.done, report.failed) == (2, 2)
    assert {subject: error["code"] for subject, error in report.failures} == {
        "job 1": "damaged",
        "job 2": "target-exists",
    }
    assert (out / "2.txt").read_text() == "theirs"
    assert writer.discarded == ["job 2"]
    assert sorted(os.listdir(out)) == ["0.txt", "2.txt", "3.txt"]


def test_a_file_that_kills_two_workers_is_set_aside(catalogue, pool, writer, out) -> None:
    batch = batch_of(catalogue, {}, {"poison": True}, {}, {})
    report = Engine(catalogue, pool, [writer]).run(batch)
    assert (report.done, report.failed) == (3, 1)
    ((subject, error),) = report.failures
    assert (subject, error["code"]) == ("job 1", "quarantined")
    assert "SIGSEGV" in str(error["message"])
    assert writer.recovered == ["job 1"]
    assert sorted(os.listdir(out)) == ["0.txt", "2.txt", "3.txt"]


def test_a_file_that_kills_one_worker_is_tried_again(catalogue, pool, writer, tmp_path) -> None:
    class Once(type(writer)):
        def intent(self, job, result):
            return None

        def record(self, job, made):
            return {"survived": made["survived"]}

    batch = batch_of(catalogue, {"mark": str(tmp_path / "mark")})
    report = Engine(catalogue, pool, [Once(catalogue, tmp_path, task="segfault_once")]).run(batch)
    assert (report.done, report.failed) == (1, 0)
    (job,) = catalogue.jobs.iterate(batch)
    assert (job.attempts, job.result, job.error) == (2, {"survived": True}, None)


def test_deaths_are_counted_not_restarts_of_the_program(catalogue, pool, writer) -> None:
    """A job in the hands of twenty runs that were killed has killed no worker yet."""
    batch = batch_of(catalogue, {})
    for _ in range(20):
        catalogue.jobs.claim("somebody", 1)
        catalogue.jobs.requeue_owned_by_dead("somebody")
    assert Engine(catalogue, pool, [writer]).run(batch).done == 1


def test_a_full_disk_stops_the_batch_and_loses_nothing(catalogue, pool, writer, out) -> None:
    batch = batch_of(catalogue, {}, {"full": True}, *[{}] * 40)
    report = Engine(catalogue, pool, [writer]).run(batch)
    assert isinstance(report.stopped, DiskFull)
    assert report.failed == 0
    assert report.left > 20
    assert report.done + report.left == 42
    assert len(written(catalogue)) == report.done == len(os.listdir(out))
    assert catalogue.jobs.progress(batch)[JobState.QUEUED] == report.left
    stuck = next(job for job in catalogue.jobs.iterate(batch) if job.subject == "job 1")
    assert stuck.attempts == 0
    with catalogue.transaction():  # the user frees some space
        catalogue.jobs.cancel_batch(batch)
    again = batch_of(catalogue, *[{"name": f"again {n}"} for n in range(3)])
    assert Engine(catalogue, pool, [writer]).run(again).done == 3


@pytest.mark.parametrize("where", ["publish", "settle"])
def test_a_disk_that_fills_up_while_publishing(catalogue, pool, writer, out, monkeypatch, where) -> None:
    full = [DiskFull("full")]
    original = getattr(type(writer), where)

    def fail(self, *arguments):
        if full:
            raise full.pop()
        return original(self, *arguments)

    monkeypatch.setattr(type(writer), where, fail)
    batch = batch_of(catalogue, *[{}] * 3)
    engine = Engine(catalogue, pool, [writer])
    first = engine.run(batch)
    assert isinstance(first.stopped, DiskFull)
    assert first.done + first.left == 3
    assert engine.run(batch).done == 3
    assert sorted(os.listdir(out)) == ["0.txt", "1.txt", "2.txt"]
    assert sorted(written(catalogue)) == ["job 0", "job 1", "job 2"]


def test_a_locked_key_blocks_until_the_next_run(catalogue, pool, writer) -> None:
    locked = [KeyLocked("No passphrase.")]

    class Locked(type(writer)):
        def prepare(self, job):
            if locked:
                raise locked[0]
            return super().prepare(job)

    batch = batch_of(catalogue, {}, {})
    engine = Engine(catalogue, pool, [Locked(catalogue, writer.out)])
    report = engine.run(batch)
    assert (report.done, report.blocked, report.failed) == (0, 2, 0)
    locked.clear()
    assert engine.run(batch).done == 2


def test_a_cancel_finishes_what_is_at_work_and_keeps_the_rest(catalogue, pool, writer, out) -> None:
    token = CancelToken()
    batch = batch_of(catalogue, *[{}] * 60, seconds=0.02)
    engine = Engine(catalogue, pool, [writer])
    report = engine.run(batch, progress=lambda done, total, what: token.cancel(), cancel=token)
    assert 0 < report.done < 30
    assert report.cancelled == report.left == 60 - report.done
    assert len(os.listdir(out)) == report.done
    assert all(not name.startswith(".") for name in os.listdir(out))
    assert pool.in_flight == 0
    assert engine.run(batch).done == 60
    assert len(written(catalogue)) == 60


def test_a_pause_keeps_everything_until_it_ends(catalogue, pool, writer) -> None:
    batch = batch_of(catalogue, *[{}] * 30, seconds=0.02)
    engine = Engine(catalogue, pool, [writer])
    counts: list[int] = []

    def progress(done: int, total: int | None, what: str) -> None:
        counts.append(done)
        if done == 3:
            engine.pause()

    reports = []
    thread = threading.Thread(target=lambda: reports.append(engine.run(batch, progress=progress)))
    thread.start()
    while not counts or counts[-1] < 3 or pool.in_flight:
        time.sleep(0.02)
    paused_at = 0
    while counts[-1] != paused_at:  # what was at work is written down first
        paused_at = counts[-1]
        time.sleep(0.5)
    assert paused_at < 30
    engine.resume()
    thread.join(60)
    assert reports[0].done == 30


def test_work_without_a_file_and_without_a_child(catalogue, pool, writer, out) -> None:
    batch = batch_of(catalogue, {"finished": True}, *[{"finished": True}] * 40, {"finished": True})
    report = Engine(catalogue, pool, [writer]).run(batch)
    assert report.done == 42
    assert os.listdir(out) == []


def test_a_bug_is_named_and_logged_and_costs_one_job(catalogue, pool, writer, caplog, capfd, monkeypatch) -> None:
    original = type(writer).record

    def record(self, job, made):
        self.catalogue.custody.append("written", "half of it", {})
        if job.subject == "job 1":
            raise ZeroDivisionError
        return original(self, job, made)

    monkeypatch.setattr(type(writer), "record", record)
    batch = batch_of(catalogue, {}, {}, {})
    with caplog.at_level(logging.INFO):
        report = Engine(catalogue, pool, [writer]).run(batch)
    assert (report.done, report.failed) == (2, 1)
    assert "ZeroDivisionError" in str(report.failures[0][1]["message"])
    assert "ZeroDivisionError" in caplog.text
    assert capfd.readouterr().err == ""
    assert written(catalogue).count("half of it") == 2  # what the failed job had written is undone


def test_a_catalogue_that_fails_at_the_end_is_made_up_for_later(catalogue, pool, writer, monkeypatch) -> None:
    broken = [CatalogueError("busy")]
    original = type(writer).record

    def record(self, job, made):
        if broken:
            raise broken.pop()
        return original(self, job, made)

    monkeypatch.setattr(type(writer), "record", record)
    batch = batch_of(catalogue, {})
    engine = Engine(catalogue, pool, [writer])
    report = engine.run(batch)
    assert isinstance(report.stopped, CatalogueError)
    assert (report.done, report.left) == (0, 1)
    assert engine.run(batch).done == 1
    assert writer.recovered == ["job 0"]
    assert written(catalogue) == ["job 0"]


def test_a_catalogue_that_fails_before_the_intent_leaves_no_temporaries(
    catalogue, pool, writer, out, monkeypatch
) -> None:
    broken = [CatalogueError("busy")]
    original = type(catalogue.jobs).set_intents

    def set_intents(self, intents):
        if broken:
            raise broken.pop()
        return original(self, intents)

    monkeypatch.setattr(type(catalogue.jobs), "set_intents", set_intents)
    batch = batch_of(catalogue, *[{}] * 10)
    engine = Engine(catalogue, pool, [writer])
    assert isinstance(engine.run(batch).stopped, CatalogueError)
    assert os.listdir(out) == []
    assert engine.run(batch).done == 10


def test_without_workers_nobodys_file_is_to_blame(catalogue, writer) -> None:
    batch = batch_of(catalogue, {}, {})
    with WorkerPool(size=1, command=["/nonexistent/python"]) as none:
        report = Engine(catalogue, none, [writer]).run(batch)
    assert isinstance(report.stopped, NoWorker)
    assert (report.failed, report.left) == (0, 2)


def test_a_lost_lease_changes_nothing(catalogue, pool, writer, out) -> None:
    """Another worker got the job meanwhile: what this one made is removed, and nothing is recorded."""

    class Slow(type(writer)):
        def intent(self, job, result):
            made = super().intent(job, result)
            self.catalogue.jobs.requeue_owned_by_dead(job.owner)
            self.theirs = self.catalogue.jobs.claim("somebody else", 1)
            return made

    slow = Slow(catalogue, out)
    batch = batch_of(catalogue, {})
    report = Engine(catalogue, pool, [slow]).run(batch)
    assert (report.done, report.failed, report.left) == (0, 0, 1)
    assert slow.discarded == ["job 0"]
    assert os.listdir(out) == []
    assert written(catalogue) == []
    assert catalogue.jobs.holds(slow.theirs) == {slow.theirs[0].id}


def test_leases_are_prolonged_while_a_task_runs(catalogue, pool, writer) -> None:
    batch = batch_of(catalogue, {"seconds": 2.0})
    engine = Engine(catalogue, pool, [writer], lease_seconds=1.0)
    thread = threading.Thread(target=engine.run, args=(batch,))
    thread.start()
    leases = set()
    while thread.is_alive():
        leases |= {job.lease_until for job in catalogue.jobs.iterate(batch, [JobState.RUNNING])}
        time.sleep(0.05)
    assert len(leases) > 1
    assert catalogue.jobs.progress(batch)[JobState.DONE] == 1


def test_two_engines_share_a_batch(catalogue, pool, writer, out) -> None:
    from toyhandler import Writer

    batch = batch_of(catalogue, *[{}] * 60)
    engines = [Engine(catalogue, pool, [Writer(catalogue, out)]) for _ in range(2)]
    threads = [threading.Thread(target=engine.run, args=(batch,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert catalogue.jobs.progress(batch)[JobState.DONE] == 60
    assert len(written(catalogue)) == len(set(written(catalogue))) == 60
    assert len(os.listdir(out)) == 60


def test_a_read_only_folder_is_one_sentence(catalogue, pool, writer, monkeypatch) -> None:
    def refuse(self, job, intent):
        raise CannotWrite("That folder may not be written.")

    monkeypatch.setattr(type(writer), "publish", refuse)
    report = Engine(catalogue, pool, [writer]).run(batch_of(catalogue, {}, {}))
    assert {error["code"] for _, error in report.failures} == {"cannot-write"}
    assert sorted(writer.discarded) == ["job 0", "job 1"]
