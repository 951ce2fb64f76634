"""The portfolio's grid on a hundred thousand works against a hundred: first paint, scrolling, filters, choosing all.

Each size is measured in a process of its own, offscreen, on a catalogue filled through the program's own repository.
The thumbnails are real JPEG of 512 px: a few dozen different ones, each under many names.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import machine
from figures import Options, Result, median

NAME = "window_grid"
MEASURES = "the window's grid, offscreen at 1280 x 800, a large catalogue against one of 100 works"
_FEW = 100
_PICTURES = 48
_FRAMES = 400
_AIM = "at most 1.5"


def run(options: Options) -> Result:
    """Fill two catalogues, measure each, put them side by side."""
    many = options.works or (5_000 if options.quick else 100_000)
    result = Result(NAME, MEASURES, options.workers)
    found: dict[int, dict[str, Any]] = {}
    for works in (_FEW, many):
        home = options.scratch / f"home-{works}"
        began = time.monotonic()
        _fill(home, works)
        result.notes.append(f"Filling a catalogue with {works:,} works took {time.monotonic() - began:.0f} s.")
        runs = [_measured(home) for _ in range(2 if options.quick else 3)]
        found[works] = {name: median([each[name] for each in runs]) for name in runs[0]}
        result.promise(all(each["listed"] == works for each in runs), f"Not all of {works} works were listed.")
        result.promise(all(each["chosen"] == works for each in runs), f"Not all of {works} works were chosen.")
    few, lots = found[_FEW], found[many]
    for key, what, aim in (
        ("first", "first paint with titles, from asking", _AIM),
        ("pictures", "all pictures in sight painted, from asking", ""),
        ("all", "all works listed, from asking", ""),
        ("paint", "one paint of everything in sight, median", _AIM),
        ("frame", "scroll frame, median", ""),
        ("frame95", "scroll frame, 95th percentile", _AIM),
        ("wheel95", "turn of the wheel (pictures in hand), 95th percentile", _AIM),
        ("jump", "jump to anywhere until its pictures are painted, median", ""),
        ("filter", "filter chip until its first works are painted", ""),
        ("filtered", "filter chip until all its works are listed", ""),
        ("select", "choose all, painted", ""),
        ("arrow", "arrow key, painted, median", ""),
        ("arrow95", "arrow key, painted, 95th percentile", ""),
    ):
        result.add(f"{what}; {many:,} works", lots[key], "ms", baseline=f"{_FEW} works", than=few[key], aim=aim)
    result.add(
        f"arrow key into works never shown, 95th percentile; {many:,} works",
        lots["new95"],
        "ms",
        baseline="works in hand",
        than=lots["arrow95"],
    )
    result.add("memory of the process", lots["memory"], "MiB", baseline=f"{_FEW} works", than=few["memory"])
    result.notes.append(f"Thumbnails: {_PICTURES} different JPEG of 512 px, linked under each work's name.")
    result.notes.append("Frames are forced: scroll, paint, handle what came from the threads. Medians of whole runs.")
    return result


def _measured(home: Path) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    done = subprocess.run(
        [sys.executable, __file__, str(home)], env=environment, capture_output=True, text=True, timeout=900
    )
    if done.returncode != 0:
        raise RuntimeError(f"the measured window ended with {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _fill(home: Path, count: int) -> None:
    """Works as an import would leave them; every third with a signed copy. The files themselves are never asked for."""
    from artistguard.workflow import thumbnails
    from artistguard.workflow.studio import Studio

    with Studio(home, passphrase=lambda: "benchmark", keychain=False, local=True) as studio:
        root = studio.catalogue.roots.ensure(home / "originals")
        studio.catalogue.works.add_many(_works(root, count))
        cache = studio.thumbnails
    pictures = [_jpeg(home / f"picture-{number}.jpg", number) for number in range(_PICTURES)]
    for number in range(1, count + 1):
        place = thumbnails.location(cache, _digest(number))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(pictures[number % _PICTURES])
    machine.cached(pictures)


def _digest(number: int) -> str:
    return f"{number * 2654435761 % 2**32:08x}{number:056x}"


def _works(root: str, count: int) -> Iterator[Any]:
    from artistguard.model.artwork import Artwork, Edition, EditionRole, Location, PictureFacts
    from artistguard.model.ids import new_id, now

    at, names = now(), ("Harbour", "Field", "Window", "Portrait", "Study", "Night", "Fells", "Poster")
    for number in range(1, count + 1):
        id_ = new_id()
        title = f"{names[number % len(names)]} {number}"
        master = Edition(
            id=new_id(),
            artwork_id=id_,
            role=EditionRole.MASTER,
            location=Location(root, f"{number // 500:04}/{title}.jpg"),
            sha256=_digest(number),
            blake3=f"{number:064x}",
            size=4_000_000 + number,
            mtime_ns=number,
            format="jpeg",
            picture=PictureFacts(6000, 4000, 1, 8, "RGB", "sRGB"),
            created_at=at,
        )
        files: list[tuple[Edition, tuple[()]]] = [(master, ())]
        if number % 3 == 0:
            copy = replace(
                master,
                id=new_id(),
                role=EditionRole.SIGNED_COPY,
                parent_id=master.id,
                sha256=_digest(number + 10**7),
                location=Location(root, f"signed/{number // 500:04}/{title}.jpg"),
            )
            files.append((copy, ()))
        yield Artwork(id_, number, title, at), files


def _jpeg(path: Path, seed: int) -> Path:
    """A picture of 512 px with as much in it as a painting has."""
    import numpy as np
    from PIL import Image

    grain = np.random.default_rng(seed)
    coarse = Image.fromarray(grain.integers(0, 256, (24, 36, 3), np.uint8)).resize((512, 342), Image.Resampling.BICUBIC)
    fine = grain.normal(0, 6, (342, 512, 1))
    Image.fromarray(np.clip(np.asarray(coarse) + fine, 0, 255).astype(np.uint8)).save(path, "JPEG", quality=82)
    return path


# --- the measured process


class _Meter:
    """The place, and what it takes to make it paint."""

    def __init__(self, home: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from artistguard.ui.bridge import Bridge
        from artistguard.ui.context import Context
        from artistguard.ui.portfolio import create
        from artistguard.ui.theme import Theme
        from artistguard.workflow.studio import Studio

        self.app = QApplication([])
        self.bridge = Bridge()
        theme = Theme(self.app, "light")
        self.bridge.open(lambda: Studio(home, passphrase=lambda: "benchmark", keychain=False, local=True))
        self.until(lambda: self.bridge.is_open)
        context = Context(home, self.bridge, theme)
        context.store.clear()
        self.bridge.query(lambda studio: studio.catalogue.works.ids(limit=1), lambda _: None)  # the imports
        self.wait(0.5)
        self.began = time.perf_counter()
        self.view = create(context)
        self.view.resize(1280, 800)
        self.view.show()

    def until(self, there: Callable[[], object], seconds: float = 120) -> None:
        """Let the window live until something is there."""
        end = time.perf_counter() + seconds
        while not there():
            self.app.processEvents()
            if time.perf_counter() > end:
                raise RuntimeError("it did not come")
            time.sleep(0.0005)

    def wait(self, seconds: float) -> None:
        """Let it live for a while."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def since(self, began: float) -> float:
        """Milliseconds."""
        return (time.perf_counter() - began) * 1000

    def painted(self) -> bool:
        """Whether every picture in sight is there."""
        view = self.view
        rows = [view.model.row(number) for number in view.grid.seen()]
        return bool(rows) and all(r is not None and r.shown is not None and view.thumbs.pixmap(r.shown) for r in rows)

    def frame(self) -> None:
        """Paint now, and take in what came from the threads."""
        self.view.grid.viewport().repaint()
        self.app.processEvents()


def _measure(home: Path) -> dict[str, float]:
    meter = _Meter(home)
    view, found = meter.view, {}
    grid, bar = view.grid, view.grid.verticalScrollBar()
    meter.until(lambda: view.model.ids and view.model.row(0) is not None)
    meter.frame()
    found["first"] = meter.since(meter.began)
    meter.until(meter.painted)
    meter.frame()
    found["pictures"] = meter.since(meter.began)
    loading = meter.view.model
    meter.until(lambda: not loading._loading)
    found["all"] = meter.since(meter.began)
    found["listed"] = len(view.model.ids)
    meter.wait(0.5)

    found["paint"] = median([_timed(meter.frame) for _ in range(30)])
    found["frame"], found["frame95"] = _scrolled(meter, bar, bar.singleStep())
    bar.setValue(0)
    meter.until(meter.painted)
    found["wheel95"] = _scrolled(meter, bar, 20, over=300)[1]

    jumps, chance = [], random.Random(1)
    for _ in range(12):
        began = time.perf_counter()
        bar.setValue(chance.randrange(bar.maximum() + 1))
        meter.frame()
        meter.until(meter.painted)
        meter.frame()
        jumps.append(meter.since(began))
    found["jump"] = median(jumps)

    grid.setFocus()
    began = time.perf_counter()
    grid.selectAll()
    meter.frame()
    found["select"] = meter.since(began)
    found["chosen"] = len(view.chosen_ids)
    meter.wait(0.3)
    grid.clearSelection()
    meter.wait(0.5)
    meter.until(lambda: not meter.bridge._timer.isActive())  # the numbers of what was chosen have come
    _arrows(meter, 0)
    found["arrow"], found["arrow95"] = _arrows(meter, 0)
    found["new95"] = _arrows(meter, len(view.model.ids) // 2)[1]
    grid.clearSelection()
    meter.wait(0.5)

    from artistguard.model.artwork import WorkState

    shown: list[float] = []
    view.model.modelReset.connect(lambda: shown.append(time.perf_counter()))
    before = view.model.ids
    began = time.perf_counter()
    view.chips[WorkState.SIGNED].click()
    meter.until(lambda: view.model.ids is not before)
    meter.frame()
    found["filter"] = meter.since(began)
    meter.until(lambda: not view.model._loading)
    found["filtered"] = meter.since(began)
    found["memory"] = machine.memory(os.getpid())[0] / 2**20
    view.stop()
    meter.bridge.close()
    return found


def _timed(what: Callable[[], None]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def _scrolled(meter: _Meter, bar: Any, step: int, over: int | None = None) -> tuple[float, float]:
    """Median and 95th percentile of frames while scrolling to and fro (`over` so many pixels, or all there is)."""
    taken, at, way = [], bar.value(), 1
    most = bar.maximum() if over is None else min(over, bar.maximum())
    for _ in range(_FRAMES):
        at += way * step
        if at >= most or at <= 0:
            way, at = -way, max(0, min(at, most))

        def frame(to: int = at) -> None:
            bar.setValue(to)
            meter.frame()

        taken.append(_timed(frame))
        meter.wait(0.004)  # the rest of a frame, in which threads may read
    return median(taken), sorted(taken)[int(len(taken) * 0.95)]


def _arrows(meter: _Meter, first: int) -> tuple[float, float]:
    """Median and 95th percentile of arrow keys, to and fro over as many rows as a hundred works have."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    grid = meter.view.grid
    grid.choose([first], first)
    rows = min(_FEW, len(meter.view.model.ids) - first) // grid.columns - 1
    taken = []
    for key in [*[Qt.Key.Key_Down] * rows, *[Qt.Key.Key_Up] * rows] * 3:

        def press(key: Qt.Key = key) -> None:
            QTest.keyClick(grid, key)
            meter.frame()

        taken.append(_timed(press))
        meter.wait(0.03)  # as quick as a key repeats
    return median(taken), sorted(taken)[int(len(taken) * 0.95)]


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
