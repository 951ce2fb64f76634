"""Children that crash, hang, eat memory or print cost the one task they had."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from artistguard.model.errors import Damaged, DiskFull, FileError, KeyLocked, TooLarge
from artistguard.work.pool import ChildLimits, NoWorker, TaskResult, WorkerDied, WorkerPool

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-m", "artistguard.work.child", "--tasks", "toytasks:TASKS"]
LIMITS = ChildLimits(memory=2 * 1024**3, seconds=200)
PATIENCE = 100  # seconds: as long as a busy machine may take, and not as long as a child may


@pytest.fixture(autouse=True)
def toytasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(size=2, limits=LIMITS, command=COMMAND) as pool:
        yield pool


def until(there: Callable[[], object]) -> None:
    """Wait until something is so, as long as a busy machine may take."""
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def ask(pool: WorkerPool, task: str, **arguments: object) -> TaskResult:
    return pool.submit(task, arguments).result(PATIENCE)


def test_values_and_blobs_come_back_as_they_went(pool: WorkerPool) -> None:
    sent = {"text": "ä \udc80 \x00", "numbers": [1, 2.5, None, True]}
    result = pool.submit("echo", sent, [b"", b"\x00" * 3_000_000, b"end"]).result(PATIENCE)
    assert result.value["got"] == sent
    assert result.blobs == (b"", b"\x00" * 3_000_000, b"end")


def test_a_crash_costs_one_task_and_is_told_in_words(pool: WorkerPool) -> None:
    naps = [pool.submit("nap", {"seconds": 0.2}) for _ in range(2)]
    crash = pool.submit("segfault", {})
    after = pool.submit("echo", {"after": 1})
    assert all(nap.result(PATIENCE).value["pid"] for nap in naps)
    with pytest.raises(WorkerDied, match=r"memory that is not there \(SIGSEGV\)"):
        crash.result(PATIENCE)
    assert after.result(PATIENCE).value["got"] == {"after": 1}


@pytest.mark.parametrize(("task", "words"), [("leave", r"ended by itself \(exit code 3\)"), ("nonsense", "no answer")])
def test_other_ways_to_die(pool: WorkerPool, task: str, words: str) -> None:
    with pytest.raises(WorkerDied, match=words):
        ask(pool, task)
    assert ask(pool, "echo", x=1).value["got"] == {"x": 1}


def test_a_hung_child_is_killed_and_the_other_is_not_disturbed(pool: WorkerPool) -> None:
    began = time.monotonic()
    hung = pool.submit("hang", {}, seconds=0.3)
    nap = pool.submit("nap", {"seconds": 1.0})
    with pytest.raises(TooLarge, match=r"longer than 0\.3 seconds"):
        hung.result(PATIENCE)
    assert time.monotonic() - began < PATIENCE
    assert nap.result(PATIENCE).value["pid"]
    assert ask(pool, "echo", x=1).value["got"] == {"x": 1}


def test_too_much_memory_is_an_answer() -> None:
    limits = ChildLimits(memory=512 * 1024**2, seconds=20)
    with WorkerPool(size=1, limits=limits, command=COMMAND) as pool:
        with pytest.raises(TooLarge, match="memory"):
            ask(pool, "eat")
        assert ask(pool, "echo", x=1).value["got"] == {"x": 1}


def test_what_libraries_print_never_reaches_the_pipe(tmp_path: Path) -> None:
    log = tmp_path / "workers.log"
    with WorkerPool(size=1, limits=LIMITS, command=COMMAND, log=log) as pool:
        assert ask(pool, "noisy").value == {"noisy": True}
        assert ask(pool, "noisy").value == {"noisy": True}
    assert log.read_bytes().count(b"this is no frame") == 2


def test_without_a_descriptor_the_child_moves_its_standard_ones_away() -> None:
    """The way of systems that pass no descriptors: frames over standard input and output, noise goes nowhere."""
    from artistguard.work import frames

    child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with child:
        assert child.stdin is not None
        assert child.stdout is not None
        hello = frames.read(child.stdout)
        assert hello is not None
        assert hello[0]["hello"] == child.pid
        frames.write(child.stdin, {"task": 1, "do": "noisy", "args": {}})
        assert frames.read(child.stdout) == ({"task": 1, "done": {"noisy": True}}, [])
        child.stdin.close()
        assert child.wait(60) == 0


def test_errors_of_ours_arrive_as_they_were_raised(pool: WorkerPool) -> None:
    with pytest.raises(Damaged) as caught:
        ask(pool, "ours")
    assert (caught.value.message, caught.value.advice) == ("Half of it is missing.", "Find the other half.")
    with pytest.raises(DiskFull):
        ask(pool, "full")


def test_an_unforeseen_error_is_one_sentence_without_control_characters(pool: WorkerPool) -> None:
    with pytest.raises(FileError) as caught:
        ask(pool, "unforeseen")
    assert "ZeroDivisionError" in caught.value.message
    assert caught.value.message.isprintable()


def test_a_task_may_ask_the_parent(pool: WorkerPool) -> None:
    asked = []

    def answer(what: str, arguments: object, blob: bytes) -> bytes:
        asked.append((what, arguments, blob))
        return blob[::-1] if what == "sign" else b"yes"

    result = pool.submit("sign", {}, [b"digest"], answer=answer).result(PATIENCE)
    assert result == TaskResult({"again": "yes"}, (b"tsegid",))
    assert asked == [("sign", {"algorithm": "toy"}, b"digest"), ("again", {}, b"")]


def test_a_locked_key_stays_a_locked_key(pool: WorkerPool) -> None:
    def locked(what: str, arguments: object, blob: bytes) -> bytes:
        raise KeyLocked("No passphrase.")

    with pytest.raises(KeyLocked, match="No passphrase"):
        pool.submit("sign", {}, [b"digest"], answer=locked).result(PATIENCE)


def test_a_bug_in_the_answer_is_not_hidden_behind_the_file(pool: WorkerPool) -> None:
    def buggy(what: str, arguments: object, blob: bytes) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pool.submit("sign", {}, [b"digest"], answer=buggy).result(PATIENCE)
    assert ask(pool, "echo", x=1).value["got"] == {"x": 1}


def test_the_clock_stands_still_while_the_parent_answers(pool: WorkerPool) -> None:
    def slow(what: str, arguments: object, blob: bytes) -> bytes:
        time.sleep(1.6)
        return b"late"

    result = pool.submit("sign", {}, [b"digest"], answer=slow, seconds=1.5).result(PATIENCE)
    assert result.blobs == (b"late",)


def test_a_question_nobody_answers_ends_the_child(pool: WorkerPool) -> None:
    with pytest.raises(WorkerDied):
        pool.submit("sign", {}, [b"digest"]).result(PATIENCE)


def test_children_are_replaced_after_so_many_tasks() -> None:
    limits = ChildLimits(memory=LIMITS.memory, seconds=20, tasks=3)
    with WorkerPool(size=1, limits=limits, command=COMMAND) as pool:
        pids = [ask(pool, "echo").value["pid"] for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_a_child_that_keeps_memory_is_replaced() -> None:
    limits = ChildLimits(memory=LIMITS.memory, seconds=20, resident=128 * 1024**2)
    with WorkerPool(size=1, limits=limits, command=COMMAND) as pool:
        first, second = (ask(pool, "keep", mebibytes=m).value["pid"] for m in (200, 1))
        third = ask(pool, "keep", mebibytes=1).value["pid"]
    assert first != second
    assert second == third


def test_what_a_task_may_hold_is_no_reason_to_replace_its_child() -> None:
    limits = ChildLimits(memory=LIMITS.memory, seconds=20, resident=128 * 1024**2)
    with WorkerPool(size=1, limits=limits, command=COMMAND) as pool:
        first, second = (ask(pool, "keep", mebibytes=m, memory=200 * 1024**2).value["pid"] for m in (150, 1))
        third, fourth = (ask(pool, "keep", mebibytes=1).value["pid"] for _ in range(2))
    assert first == second == third  # the third did not say that it may
    assert fourth != third


def test_submit_waits_while_the_queue_is_full() -> None:
    with WorkerPool(size=1, limits=LIMITS, command=COMMAND) as pool:
        ask(pool, "echo")
        futures, gate = [], threading.Event()

        def held(what: str, arguments: object, blob: bytes) -> bytes:
            gate.wait(60)
            return b"yes"

        def flood() -> None:
            futures.extend(pool.submit("sign", {}, [b"digest"], answer=held) for _ in range(8))

        thread = threading.Thread(target=flood)
        thread.start()
        until(lambda: len(futures) > pool.capacity)
        time.sleep(0.2)
        # One runs, the queue holds `capacity`, and one more waits in submit.
        assert len(futures) <= pool.capacity + 1
        assert pool.in_flight <= pool.capacity + 2
        gate.set()
        thread.join()
        assert len(futures) == 8
        assert all(future.result(PATIENCE).value["again"] for future in futures)
        assert pool.in_flight == 0


def test_a_waiting_task_can_be_cancelled() -> None:
    gate = threading.Event()

    def held(what: str, arguments: object, blob: bytes) -> bytes:
        gate.wait(60)
        return b"yes"

    with WorkerPool(size=1, limits=LIMITS, command=COMMAND) as pool:
        busy = pool.submit("sign", {}, [b"digest"], answer=held)
        waiting = pool.submit("echo", {})
        assert waiting.cancel()
        gate.set()
        assert busy.result(PATIENCE).value["again"]


def test_close_can_kill_what_runs() -> None:
    pool = WorkerPool(size=1, limits=LIMITS, command=COMMAND)
    ask(pool, "echo")
    hung, waiting = pool.submit("hang", {}), pool.submit("echo", {})
    until(hung.running)
    began = time.monotonic()
    pool.close(kill=True)
    assert time.monotonic() - began < PATIENCE
    assert waiting.cancelled()
    assert isinstance(hung.exception(), WorkerDied)
    with pytest.raises(RuntimeError):
        pool.submit("echo", {})


def test_no_proxy_and_no_passphrase_reach_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "ALL_PROXY", "ARTISTGUARD_PASSPHRASE", "HF_TOKEN"):
        monkeypatch.setenv(name, "http://somebody:secret@example.invalid")
    with WorkerPool(size=1, limits=LIMITS, command=COMMAND) as pool:
        environment = ask(pool, "settings").value["environment"]
    assert "somebody" not in str(environment)
    assert environment["OPENBLAS_NUM_THREADS"] == "1"  # type: ignore[index]


def test_a_child_that_fell_over_between_tasks_blames_nobody(pool: WorkerPool) -> None:
    pids = {pool.submit("nap", {"seconds": 0.3}) for _ in range(2)}
    for pid in {future.result(PATIENCE).value["pid"] for future in pids}:
        os.kill(int(str(pid)), signal.SIGKILL)
        until(lambda pid=pid: not _running(int(str(pid))))
    assert ask(pool, "echo", x=1).value["got"] == {"x": 1}


@pytest.mark.parametrize("tasks", ["no_such_module:TASKS", "toytasks:NOTHING"])
def test_no_worker_at_all_is_said_with_the_reason(tasks: str) -> None:
    with WorkerPool(size=1, command=[*COMMAND[:-1], tasks]) as pool, pytest.raises(NoWorker, match="Error"):
        ask(pool, "echo")


def test_a_wrong_command_is_no_files_fault() -> None:
    with WorkerPool(size=1, command=["/nonexistent/python"]) as pool, pytest.raises(NoWorker):
        ask(pool, "echo")


def test_children_die_with_a_killed_parent() -> None:
    script = (
        "import os, sys, time\n"
        "from artistguard.work.pool import WorkerPool\n"
        f"pool = WorkerPool(size=1, command={COMMAND!r})\n"
        "print(pool.submit('echo', {}).result(30).value['pid'], flush=True)\n"
        "pool.submit('hang', {})\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.1)
        parent.kill()
        parent.wait()
    until(lambda: not _running(pid))


def test_start_is_measured_for_each_child() -> None:
    with WorkerPool(size=2, limits=LIMITS, command=COMMAND) as pool:
        until(lambda: len(pool.start_seconds) == 2)
        assert all(0 < seconds < PATIENCE for seconds in pool.start_seconds)


def _running(pid: int) -> bool:
    """Whether any thread of it does: the first may be dead while others still end, and it is not waited for yet."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        states = [(thread / "stat").read_text().rsplit(")", 1)[1].split()[0] for thread in threads]
    except OSError:
        return Path(f"/proc/{pid}/task").exists()
    return len(states) > 1 or any(state not in ("Z", "X") for state in states)
