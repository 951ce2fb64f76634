"""A program that registers everything with the double, and kills itself (SIGKILL) on the way.

python outbox_victim.py HOME HOST:PORT POINT CALL: at the CALL-th time that POINT is reached. "none" is never reached.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry_double import NAME, DoubleRegistry

from artistguard.registries import table
from artistguard.workflow import registering
from artistguard.workflow.outbox import OutboxHandler
from artistguard.workflow.studio import Studio

# What is about to be done at each point, in their order; "written": rows are written, and not committed yet.
POINTS: dict[str, tuple[Any, str]] = {
    "sign": (DoubleRegistry, "sign"),
    "store": (OutboxHandler, "keep"),
    "send": (OutboxHandler, "publish"),
    "record": (OutboxHandler, "record"),
    "write": (OutboxHandler, "write_up"),
    "written": (OutboxHandler, "write_up"),
}


def deadly(whole: Callable[..., Any], call: int, *, after: bool) -> Callable[..., Any]:
    """The same, but for the end of the program."""
    left = call

    def stop(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        found = whole(*arguments, **named) if after or left else None
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    return stop


def main() -> int:
    home, at, point, call = sys.argv[1:]
    if point in POINTS:
        owner, name = POINTS[point]
        setattr(owner, name, deadly(getattr(owner, name), int(call), after=point == "written"))
    table.ADAPTERS = (*table.ADAPTERS, lambda means: [DoubleRegistry(at)])
    with Studio(Path(home), passphrase=lambda: "a passphrase", keychain=False) as studio:
        works = studio.catalogue.works.ids()
        _, report = registering.register(studio, registering.plan(studio, works, [NAME, "local"]))
    return 0 if report.stopped is None else 1


if __name__ == "__main__":
    sys.exit(main())
