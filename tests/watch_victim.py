"""A program that runs a watch over the small world and can be killed at a chosen point. Used by the kill test.

    python watch_victim.py HOME [POINT CALL]

Kills itself with SIGKILL at the n-th call of POINT; without one it prints a line and runs to the end.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watch_double import Clock, ListSource, Thing, WatchingStudio, World

from artistguard.catalogue.finds import Finds
from artistguard.catalogue.watches import Watches
from artistguard.net.limits import Limiter
from artistguard.workflow import captures, watch_run, watches

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
THINGS = 60  # of which every other names her, and the last ten are the same files again
POINTS: dict[str, tuple[Any, str]] = {
    "a run begins": (Watches, "begin"),
    "before a step is written": (Finds, "record"),
    "within a step, before its evidence": (captures, "keep"),
    "within a step, before its checkpoint": (Watches, "step"),
    "the ledger's line": (watch_run._Run, "_note"),
    "a step is committed": (watch_run._Run, "_keep"),
    "the run ends": (Watches, "end"),
}


def world() -> World:
    """Always the same: sixty things on one list."""
    things = []
    for n in range(THINGS):
        copy = n >= THINGS - 10  # of the file of an earlier one, under a name that says nothing
        text = "In the style of Ada Wren." if n % 2 == 0 and not copy else "nothing of hers"
        same = f"sha256:{n if not copy else 2 * (n - THINGS + 10)}"
        things.append(Thing(f"k{n:02}", f"user{n}/thing-{n}", text, START, kinship=(same,)))
    return World(Clock(START), {"a": things})


def studio(home: Path) -> WatchingStudio:
    """The studio of the world, with its watch."""
    here = world()
    watches.TABLE.clear()
    watches.TABLE["hub"] = lambda _: ListSource("hub", "hub.example")

    def limiter(of: Any) -> Limiter:
        return Limiter(of.catalogue.limits, limits=(), own=["hub.example"], clock=here.clock, sleep=here.clock.sleep)

    new = not home.exists()
    made = WatchingStudio(home, here, limiter, ["hub.example"] if new else [])
    if new:
        watches.add(made, "hub", params={"list": "a"})
    return made


def kill_at(point: str, call: int) -> None:
    """Die at the n-th call; for the point after a step, once it has returned."""
    owner, name = POINTS[point]
    whole, left = getattr(owner, name), call

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and name != "_keep":
            os.kill(os.getpid(), signal.SIGKILL)
        done = whole(*given, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, counted)


def main(home: str, point: str = "", call: str = "1") -> None:
    if point:
        kill_at(point, int(call))
    with studio(Path(home)) as made:
        print("ready", flush=True)
        watches.run(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
