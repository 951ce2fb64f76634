"""Jobs that send something: kept before they leave, stopped between two, put off, failed with their rows written."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import CatalogueError, NotAgreed, Sealed
from artistguard.model.ids import now
from artistguard.model.jobs import Job, JobState
from artistguard.model.protocols import CancelToken
from artistguard.work.childless import Childless
from artistguard.work.engine import Engine, Failed, Finished, Postponed, Ready, Recovery
from artistguard.work.faults import NoWorker
from artistguard.work.handler import Ending
from artistguard.work.pool import TaskResult


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.at


class Letters:
    """A handler that sends letters into a list. What it keeps and writes goes into the catalogue's small things."""

    kind = "letter"
    group = 3

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.sent: list[str] = []
        self.seen: list[int] = []
        self.on_send: Callable[[Job], None] = lambda job: None
        self.endings: dict[str, Ending] = {}

    def foresee(self, jobs: Sequence[Job]) -> None:
        self.seen.append(len(jobs))

    def prepare(self, job: Job) -> Finished | Ready:
        if job.payload.get("error"):
            raise {"sealed": Sealed, "not-agreed": NotAgreed}[str(job.payload["error"])]("no")
        return Finished({"text": ""}) if job.payload.get("nothing") else Ready({"text": f"dear {job.subject}"})

    def keep(self, intents: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        for job, intent in intents:
            self.catalogue.meta.set(f"kept.{job.subject}", intent["text"])

    def intent(self, job: Job, result: TaskResult) -> None:
        raise NotImplementedError

    def publish(self, job: Job, intent: Mapping[str, object]) -> None:
        assert self.catalogue.meta.get(f"kept.{job.subject}") == intent["text"], "kept before it leaves"
        self.on_send(job)
        self.sent.append(job.subject)

    def record(self, job: Job, made: Mapping[str, object]) -> Ending:
        return self.endings.get(job.subject, {"text": made["text"]})

    def write_up(self, recorded: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        for job, _ in recorded:
            self.catalogue.custody.append("letter", job.subject)

    def recover(self, job: Job) -> Recovery:
        return Recovery.PUBLISH if job.intent else Recovery.REDO


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalogue(tmp_path: Path, clock: Clock) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "home", seat="seat", actor="actor", clock=clock) as catalogue:
        yield catalogue


@pytest.fixture
def letters(catalogue: Catalogue) -> Letters:
    return Letters(catalogue)


def batch_of(catalogue: Catalogue, count: int, **payloads: Mapping[str, object]) -> str:
    batch = catalogue.jobs.create_batch("letter")
    names = [f"n{number}" for number in range(count)]
    catalogue.jobs.add(batch.id, "letter", [(name, name, payloads.get(name, {})) for name in names])
    return batch.id


def written(catalogue: Catalogue) -> list[str]:
    return [entry.subject for entry in catalogue.custody.iterate() if entry.act == "letter"]


def run(catalogue: Catalogue, letters: Letters, batch: str, **named):  # type: ignore[no-untyped-def]
    return Engine(catalogue, Childless(), [letters]).run(batch, **named)


def test_all_are_kept_and_sent_in_their_order(catalogue: Catalogue, letters: Letters) -> None:
    batch = batch_of(catalogue, 10, n4={"nothing": True})
    seen: list[int] = []
    report = run(catalogue, letters, batch, progress=lambda done, total, what: seen.append(done))
    assert report.done == 10
    assert letters.sent == [f"n{number}" for number in range(10) if number != 4]
    assert sorted(written(catalogue)) == sorted(f"n{number}" for number in range(10))
    assert seen == list(range(1, 11))
    assert letters.seen == [10]  # looked up for all at once


def test_what_ends_badly_has_its_rows_all_the_same(catalogue: Catalogue, letters: Letters, clock: Clock) -> None:
    batch = batch_of(catalogue, 4)
    at = clock.at + timedelta(minutes=1)
    letters.endings = {"n1": Failed({"code": "no", "message": "no"}), "n2": Postponed(at, {"code": "later"})}
    report = run(catalogue, letters, batch)
    assert (report.done, report.failed, report.left) == (2, 1, 1)
    assert report.failures == (("n1", {"code": "no", "message": "no"}),)
    assert written(catalogue) == ["n0", "n1", "n2", "n3"]
    assert run(catalogue, letters, batch).left == 1
    assert len(letters.sent) == 4
    clock.at = at
    letters.endings = {}
    report = run(catalogue, letters, batch)
    assert (report.done, report.left) == (3, 0)
    assert letters.sent[4:] == ["n2"]


def test_what_needs_the_user_is_set_aside_together(catalogue: Catalogue, letters: Letters) -> None:
    batch = batch_of(catalogue, 5, n1={"error": "sealed"}, n2={"error": "not-agreed"})
    report = run(catalogue, letters, batch)
    assert (report.done, report.blocked) == (3, 2)
    blocked = [job.error["code"] for job in catalogue.jobs.iterate(batch, (JobState.BLOCKED,)) if job.error]
    assert blocked == ["sealed", "not-agreed"]


def test_a_stop_is_heeded_between_two(catalogue: Catalogue, letters: Letters) -> None:
    batch = batch_of(catalogue, 9)
    cancel = CancelToken()
    letters.on_send = lambda job: cancel.cancel() if job.subject == "n4" else None
    report = run(catalogue, letters, batch, cancel=cancel)
    assert report.done == 5
    assert letters.sent == ["n0", "n1", "n2", "n3", "n4"]
    letters.on_send = lambda job: None
    assert run(catalogue, letters, batch).done == 9
    assert letters.sent == [f"n{number}" for number in range(9)]


def test_a_pause_holds_what_is_not_sent_yet(catalogue: Catalogue, letters: Letters) -> None:
    batch = batch_of(catalogue, 6)
    engine = Engine(catalogue, Childless(), [letters])
    paused = threading.Event()

    def pause(job: Job) -> None:
        if job.subject == "n1":
            engine.pause()
            paused.set()

    letters.on_send = pause
    reports = []
    thread = threading.Thread(target=lambda: reports.append(engine.run(batch)))
    thread.start()
    assert paused.wait(60)
    # The claim, n0 and n1 are all that is done; whether the thread has come to rest by now does not matter.
    assert letters.sent in ([], ["n0"], ["n0", "n1"])
    engine.resume()
    thread.join(60)
    assert reports[0].done == 6
    assert letters.sent == [f"n{number}" for number in range(6)]


def test_a_catalogue_that_fails_while_keeping_sends_nothing(catalogue: Catalogue, letters: Letters) -> None:
    batch = batch_of(catalogue, 3)

    def fail(intents: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        raise CatalogueError("gone")

    whole, letters.keep = letters.keep, fail  # type: ignore[method-assign]
    report = run(catalogue, letters, batch)
    assert isinstance(report.stopped, CatalogueError)
    assert letters.sent == []
    letters.keep = whole  # type: ignore[method-assign]
    assert run(catalogue, letters, batch).done == 3


def test_there_is_no_child_here() -> None:
    with pytest.raises(NoWorker):
        Childless().submit("sign", {})
