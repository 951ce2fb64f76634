"""Killed at each step of a submission: exactly one declaration a work, and its receipt kept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from registering_parts import acts, add_works, states
from registry_double import NAME, DoubleRegistry, DoubleServer

from artistguard.model.jobs import JobState
from artistguard.workflow import registering
from artistguard.workflow.studio import Studio

TESTS = Path(__file__).parents[1]
WORKS = 12  # more than one group of signatures


def start(studio: Studio, double: DoubleRegistry, point: str, call: int = 1) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(TESTS / "outbox_victim.py"), str(studio.home), double.at, point, str(call)]
    path = os.pathsep.join((str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")))
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})


def everything_once(studio: Studio, server: DoubleServer) -> None:
    """What must hold after the next run, whatever happened before."""
    assert states(studio) == ["recorded"] * 2 * WORKS
    assert len(server.accepted) == WORKS
    assert set(server.accepted.values()) == {1}
    for each in registering.declarations(studio, registry=NAME):
        assert each.receipt is not None
        assert each.receipt.status in (201, 409)  # 409: taken before the kill, by the same key
        assert ("POST", "/declarations", each.receipt.request) in server.told
    assert acts(studio, "declared") == ["declared"] * WORKS
    assert acts(studio, "reserved") == ["reserved"] * WORKS
    assert studio.catalogue.custody.verify().whole
    for batch in studio.catalogue.jobs.batches():
        counts = studio.catalogue.jobs.progress(batch.id)
        # What a killed batch left is another's when the same command is given again; nothing else is left.
        assert {state for state, count in counts.items() if count} <= {JobState.DONE, JobState.CANCELLED}


@pytest.mark.parametrize(
    ("point", "call", "seen"),
    [
        ("sign", 1, 0),  # before anything was signed
        ("store", 1, 0),  # signed, not stored
        ("send", 1, 0),  # stored, nothing sent
        ("send", 4, 3),  # some of a group were sent, and nothing of them is recorded
        ("record", 2, 10),  # the answers are there, and not written down
        ("write", 1, 10),
        ("written", 2, 12),  # written, not committed
    ],
)
def test_killed_at_each_step(
    studio: Studio, server: DoubleServer, double: DoubleRegistry, point: str, call: int, seen: int
) -> None:
    add_works(studio, WORKS)
    process = start(studio, double, point, call)
    assert process.wait(60) == -signal.SIGKILL
    assert len(server.told) == seen
    before = list(server.told)
    assert states(studio)  # the intents are there
    registering.run_outbox(studio)
    everything_once(studio, server)
    recorded = 10 if point == "written" else 0  # the first group
    assert [server.told.count(told) for told in before] == [1] * recorded + [2] * (seen - recorded)  # the same bytes


@pytest.mark.parametrize("decided", [False, True])
def test_killed_while_it_is_sent(studio: Studio, server: DoubleServer, double: DoubleRegistry, decided: bool) -> None:
    """The registry has the bytes, and has taken them or not, and its answer never arrives."""
    add_works(studio, WORKS)
    victims: list[subprocess.Popen[bytes]] = []

    def kill(number: int) -> None:
        if number == 5 and victims[0].returncode is None:
            victims[0].kill()
            victims[0].wait(60)

    if decided:
        server.after = kill
    else:

        def undecided(number: int, method: str, body: bytes) -> tuple[int, dict[str, str], bytes] | None:
            if number != 5:
                return None
            kill(number)
            return 503, {}, b""  # nobody reads it

        server.script = undecided
    victims.append(start(studio, double, "none"))
    assert victims[0].wait(60) == -signal.SIGKILL
    assert len(server.accepted) == (6 if decided else 5)
    registering.run_outbox(studio)
    everything_once(studio, server)


def test_killed_again_and_again(studio: Studio, server: DoubleServer, double: DoubleRegistry) -> None:
    add_works(studio, WORKS)
    for point in ("send", "record"):
        assert start(studio, double, point, 2).wait(60) == -signal.SIGKILL
    assert start(studio, double, "none").wait(60) == 0
    registering.run_outbox(studio)
    everything_once(studio, server)
