"""The bridge: answers in the GUI thread, operations in order, what is gone is not called."""

import gc
import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from artistguard.model.errors import ArtistGuardError, Cancelled, DiskFull, UsageError
from artistguard.model.jobs import Change
from artistguard.model.protocols import CancelToken, Progress
from artistguard.ui.bridge import Bridge
from artistguard.ui.tasks import TaskState
from artistguard.workflow.studio import Studio


def test_an_answer_comes_in_the_gui_thread(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[tuple[object, int]] = []
    asked_in: list[int] = []

    def ask(studio: Studio) -> int:
        asked_in.append(threading.get_ident())
        return sum(studio.catalogue.works.count().values())

    bridge.query(ask, lambda value: seen.append((value, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(0, threading.get_ident())]
    assert asked_in[0] != threading.get_ident()


def test_what_is_asked_before_the_studio_is_open_waits_for_it(qtbot: QtBot, open_studio: object) -> None:
    bridge, seen = Bridge(), []
    bridge.query(lambda studio: studio.home, seen.append)
    task = bridge.operate("early", lambda studio, progress, cancel: (studio.home, []), seen.append)
    assert task.state is TaskState.WAITING
    bridge.open(open_studio)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] == seen[1]
    bridge.close()


def test_a_studio_that_cannot_be_opened_is_told_in_a_sentence(qtbot: QtBot) -> None:
    bridge = Bridge()

    def fails() -> Studio:
        raise DiskFull("No room.")

    with qtbot.waitSignal(bridge.failed) as told:
        bridge.open(fails)
    assert isinstance(told.args[0], DiskFull)
    assert not bridge.is_open
    bridge.close()


def test_operations_run_one_at_a_time_in_order(bridge: Bridge, qtbot: QtBot) -> None:
    trace: list[str] = []

    def work(name: str) -> object:
        def run(studio: Studio, progress: Progress, cancel: CancelToken) -> tuple[None, list[Change]]:
            trace.append(f"{name} begins")
            time.sleep(0.03)
            trace.append(f"{name} ends")
            return None, []

        return run

    tasks = [bridge.operate(name, work(name)) for name in "abc"]  # type: ignore[arg-type]
    assert bridge.tasks == tuple(tasks)
    qtbot.waitUntil(lambda: not bridge.busy)
    assert trace == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


def test_what_changed_is_told_once_before_the_caller_goes_on(bridge: Bridge, qtbot: QtBot) -> None:
    trace: list[object] = []
    bridge.changed.connect(lambda changes: trace.append(tuple(changes)))
    bridge.finished.connect(lambda task: trace.append(task.state))
    change = Change("artwork", ("one",))
    bridge.operate("change", lambda studio, progress, cancel: (7, [change]), trace.append)
    qtbot.waitUntil(lambda: len(trace) == 3)
    assert trace == [(change,), TaskState.DONE, 7]


def test_progress_is_told_at_most_once_a_drain(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[int] = []
    bridge.progressed.connect(lambda batch: told.extend(each.done for each in batch))

    def work(studio: Studio, progress: Progress, cancel: CancelToken) -> tuple[None, list[Change]]:
        for number in range(20_000):
            progress(number + 1, 20_000, "a picture")
        return None, []

    task = bridge.operate("many", work)
    qtbot.waitUntil(lambda: task.finished)
    assert task.progress.done == 20_000
    assert len(told) < 5_000
    assert told == sorted(told)


def test_cancelling_is_no_error(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[ArtistGuardError] = []
    bridge.troubled.connect(told.append)
    begun = threading.Event()

    def work(studio: Studio, progress: Progress, cancel: CancelToken) -> tuple[None, list[Change]]:
        begun.set()
        while True:
            time.sleep(0.005)
            cancel.check()

    running = bridge.operate("long", work)
    waiting = bridge.operate("next", work)
    qtbot.waitUntil(begun.is_set)
    waiting.cancel()
    running.cancel()
    qtbot.waitUntil(lambda: not bridge.busy)
    assert (running.state, waiting.state) == (TaskState.CANCELLED, TaskState.CANCELLED)
    assert isinstance(running.error, Cancelled)
    assert told == []


def test_an_error_nobody_takes_goes_to_the_window(bridge: Bridge, qtbot: QtBot) -> None:
    def fails(studio: Studio) -> None:
        raise UsageError("Not like this.")

    with qtbot.waitSignal(bridge.troubled) as told:
        bridge.query(fails, lambda _: None)
    assert told.args[0].message == "Not like this."
    taken: list[ArtistGuardError] = []
    with qtbot.assertNotEmitted(bridge.troubled, wait=150):
        bridge.query(fails, lambda _: None, taken.append)
    assert len(taken) == 1


def test_a_bug_is_logged_and_told_in_one_sentence(
    bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(bridge.troubled) as told:
        bridge.query(lambda studio: 1 // 0, lambda _: None)
    assert "ZeroDivisionError" in str(told.args[0])
    assert [record.exc_info is not None for record in caplog.records] == [True]
    caplog.clear()


class Receiver(QObject):
    """Takes answers."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def take(self, value: object) -> None:
        self.seen.append(value)


def test_an_answer_for_somebody_who_is_gone_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    gate = threading.Event()
    gone, stays, owner = Receiver(), Receiver(), QObject()
    late: list[object] = []

    def ask(studio: Studio) -> str:
        gate.wait(60)
        return "answer"

    bridge.query(ask, gone.take)
    bridge.query(ask, late.append, owner=owner)
    bridge.query(ask, stays.take)
    gone.deleteLater()
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete
    gc.collect()
    gate.set()
    qtbot.waitUntil(lambda: stays.seen == ["answer"])
    qtbot.wait(50)
    assert late == []
    assert gone.seen == []


def test_a_worker_can_ask_the_user_and_wait(bridge: Bridge, qtbot: QtBot) -> None:
    asked_in: list[int] = []

    def question(answer: object) -> None:
        asked_in.append(threading.get_ident())
        answer("a word")  # type: ignore[operator]

    seen: list[str | None] = []
    bridge.operate("ask", lambda studio, progress, cancel: (bridge.ask(question), []), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["a word"]
    assert asked_in == [threading.get_ident()]


def test_closing_stops_what_runs_and_calls_nobody(bridge: Bridge, qtbot: QtBot) -> None:
    called: list[object] = []
    begun = threading.Event()

    def work(studio: Studio, progress: Progress, cancel: CancelToken) -> tuple[None, list[Change]]:
        begun.set()
        while True:
            time.sleep(0.005)
            cancel.check()

    bridge.operate("long", work, called.append, called.append)
    assert begun.wait(60)
    started = time.monotonic()
    bridge.close()
    assert time.monotonic() - started < 15  # it would wait 20 seconds for what does not stop
    qtbot.wait(50)
    assert called == []
    assert not bridge.is_open


def test_nothing_ticks_while_nothing_runs(bridge: Bridge, qtbot: QtBot) -> None:
    seen: list[object] = []
    bridge.query(lambda studio: 1, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(60)
    assert not bridge._timer.isActive()
