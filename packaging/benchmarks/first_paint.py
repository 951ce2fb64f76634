"""From starting the program to its first paint, against an empty PySide6 window started in the same way.

Both run offscreen, in turns, each in a process of its own; compiled modules lie in a cache, as where it is installed.
The program's window is built as its entry builds it, on a data folder that is not there yet.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from figures import Options, Result, median, spread

NAME = "first_paint"
MEASURES = "the window's first paint, offscreen at 1280 x 800, the program against an empty window"
_AIM = "at most 2"
_UP = "import time; up = time.monotonic()"
_TOLD = "print(up, time.monotonic(), flush=True); os._exit(0)"

# The least that paints and tells of it.
_EMPTY = f"""
{_UP}
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, told)

def told():
    {_TOLD}

app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
_PROGRAM = f"""
{_UP}
import os, sys
from pathlib import Path
from artistguard.ui.app import application, build

def told():
    {_TOLD}

app = application(sys.argv[:1])
window = build(app, Path(sys.argv[1]))
window.painted.disconnect()
window.painted.connect(told)
window.show()
app.exec()
"""


def run(options: Options) -> Result:
    """Start each in turn, and take medians."""
    result = Result(NAME, MEASURES, 1)
    times: dict[str, list[tuple[float, float]]] = {_EMPTY: [], _PROGRAM: []}
    for turn in range(4 if options.quick else 21):
        for script, found in times.items():
            taken = _started(script, options.scratch)
            if turn:  # the first compiles, and fills the page cache
                found.append(taken)
    for which, what in ((0, "from starting the process"), (1, "from the first line of Python")):
        program, empty = ([each[which] for each in times[script]] for script in (_PROGRAM, _EMPTY))
        result.add(f"first paint, {what}", median(program), "ms", baseline="empty window", than=median(empty), aim=_AIM)
        result.notes.append(f"Spread, {what}: program {spread(program)} ms, empty window {spread(empty)} ms.")
    return result


def _started(script: str, scratch: Path) -> tuple[float, float]:
    """Milliseconds to the first paint: since the process was started, and since Python ran its first line."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(scratch / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script, str(scratch / "home")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if not done.stdout:
        raise RuntimeError(f"the window ended with {done.returncode} unpainted: {done.stderr[-2000:]}")
    up, painted = (float(word) for word in done.stdout.split())  # the clock is the same in all processes
    return (painted - began) * 1000, (painted - up) * 1000
