"""The window at work for ten minutes: does its memory grow, do its objects?

A real window, offscreen, on imported pictures with a signature of its own. It scrolls, filters, sorts, searches,
chooses, reads what is chosen, previews, looks files up, walks through every place, changes its look, and signs a few
works, over and over. Whenever it comes to rest in the same place, everything that lives in it is counted.
"""

import gc
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import machine
from figures import Options, Result

NAME = "soak"
MEASURES = "the window at work, offscreen: what it holds at the start, in the middle, and at the end"
_SECONDS = 600
_QUICK = 45
_WORKS = 160
_WARM = 0.25  # of the time, and eight rounds: until then caches fill and every place is built
_WARM_ROUNDS = 8
_EVERY = 3  # rounds between signings
_KINDS = (
    ("rss", "memory of the window's process", "MiB", "at most 1.05"),
    ("workers", "memory of its workers", "MiB", "at most 1.05"),
    ("objects", "objects Python keeps track of", "", "at most 1.02"),
    ("qobjects", "QObjects, without the rows of Activity", "", "at most 1.02"),
    ("threads", "threads", "", "at most 1"),
    ("files", "open files", "", "at most 1"),
)


def run(options: Options) -> Result:
    """Prepare a data folder, let a window live on it, compare."""
    seconds = options.seconds or (_QUICK if options.quick else _SECONDS)
    result = Result(NAME, MEASURES, 1)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, __file__, str(options.scratch), str(seconds)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds * 3 + 300,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the window ended with {done.returncode}: {done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    samples: list[dict[str, float]] = found["samples"]
    first, middle, last = samples[0], samples[len(samples) // 2], samples[-1]
    for key, what, unit, aim in _KINDS:
        result.add(f"{what}, at the end", last[key], unit, baseline="once warm", than=first[key], aim=aim)
        result.add("  in the middle", middle[key], unit, baseline="once warm", than=first[key])
    result.notes.append(
        f"{found['rounds']} rounds in {seconds} s, {found['signed']} copies signed, {len(samples)} samples at rest, "
        f"the first after {first['at']:.0f} s."
    )
    result.notes.append(
        "Activity keeps a row a batch, fifty at most. Memory at each rest, MiB: "
        + ", ".join(f"{sample['rss']:.0f}" for sample in samples)
    )
    if found["grown"]:
        result.notes.append("More of these than once warm: " + ", ".join(found["grown"]) + ".")
    result.promise(found["signed"] > 0, "Nothing was signed.")
    result.promise(not done.stderr.strip(), f"The window complained: {done.stderr.strip()[-500:]}")
    return result


# --- the measured process


def _prepare(folder: Path) -> tuple[Path, Path]:
    """A data folder with works taken in and a signature; and the works' own folder."""
    from window_grid import _jpeg

    from artistguard.workflow import identity
    from artistguard.workflow.import_ import import_
    from artistguard.workflow.studio import Studio

    works, home = folder / "works", folder / "home"
    works.mkdir()
    for number in range(_WORKS):
        _jpeg(works / f"work {number:03}.jpg", number)
    with Studio(home, passphrase=lambda: "soak", keychain=False) as studio:
        studio.save(replace(studio.settings, workers=1))
        identity.create(studio, "Ada Wren")
        import_(studio, [works])
    return home, works


class _Life:
    """A window, and what is done to it."""

    def __init__(self, home: Path, works: Path) -> None:
        from artistguard.ui.app import application, build
        from artistguard.workflow.studio import Studio

        self.app = application([])
        self.window = build(self.app, home, lambda _: Studio(home, passphrase=lambda: "soak", keychain=False))
        self.bridge, self.context = self.window.context.bridge, self.window.context
        self.works = sorted(works.iterdir())
        self.out = home.parent / "Signed"
        self.chance = random.Random(7)
        self.signed = 0
        self.window.resize(1280, 800)
        self.window.show()
        self.until(lambda: self.bridge.is_open and self.context.place == "portfolio")
        self.view: Any = self.window.place("portfolio")
        self.rest()

    def until(self, there: Callable[[], object], seconds: float = 120) -> None:
        """Let the window live until something is so."""
        end = time.monotonic() + seconds
        while not there():
            self.app.processEvents()
            if time.monotonic() > end:
                said, tasks = self.window.banner.message, [task.title for task in self.bridge.tasks]
                raise RuntimeError(f"it did not come to rest: {self.context.place=}, {said=}, {tasks=}")
            time.sleep(0.002)

    def live(self, seconds: float) -> None:
        """Let it live for a while."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)

    def rest(self) -> None:
        """Let it live until nothing is asked or awaited."""
        calm = [time.monotonic()]

        def settled() -> bool:
            if self.bridge.busy or self.bridge._timer.isActive() or self.view.thumbs._timer.isActive():
                calm[0] = time.monotonic()
            return time.monotonic() - calm[0] > 0.4

        self.until(settled)

    def home(self) -> None:
        """Where it is counted: all works, none chosen, at the top."""
        self.window.show_place("portfolio")
        self.window.bar.search.clear()
        self.view.set_state(None)
        self.view.preview.hide()
        self.view.grid.clearSelection()
        self.rest()
        self.view.grid.verticalScrollBar().setValue(0)
        self.window.banner.dismiss()
        self.rest()

    def sample(self) -> dict[str, float]:
        """Everything that can be counted, at rest."""
        from PySide6.QtCore import QObject

        self.home()
        gc.collect()
        self.app.processEvents()
        family = machine.family(os.getpid())[1:]
        tops = [self.app, *(each for each in self.app.topLevelWidgets() if each.parent() is None)]
        # First, since asking for them makes objects of Python's, and keeps them.
        qobjects = sum(1 + len(each.findChildren(QObject)) for each in tops)
        qobjects -= len(self.window.place("activity").findChildren(QObject))
        return {
            "rss": machine.memory(os.getpid())[0] / 2**20,
            "workers": sum(machine.memory(pid)[0] for pid in family) / 2**20,
            "objects": sum(_kinds().values()),
            "qobjects": qobjects,
            "threads": len(list(Path("/proc/self/task").iterdir())),
            "files": len(list(Path("/proc/self/fd").iterdir())),
        }

    # --- one round

    def steps(self) -> Iterator[Callable[[], None]]:
        """What a person does, in order."""
        yield self.scroll
        yield self.filter
        yield self.choose
        yield self.look_at
        yield self.look_up
        yield self.walk
        yield self.dress

    def scroll(self) -> None:
        """To and fro, with every size of picture."""
        bar, grid = self.view.grid.verticalScrollBar(), self.view.grid
        zoom = grid.cells.zoom
        for step in (1, -1, -1, 1):
            grid.set_zoom(grid.cells.zoom + step)
            for _ in range(6):
                bar.setValue(self.chance.randrange(bar.maximum() + 1))
                self.live(0.03)
        grid.set_zoom(zoom)

    def filter(self) -> None:
        """By state, by words, in every order."""
        for state in (*self.view.chips, None):
            self.view.chips[state].click()
            self.rest()
        for words in ("work 01", "nothing of that name", ""):
            self.window.bar.search.setText(words)
            self.window.bar.search.returnPressed.emit()
            self.rest()
        for index in (*range(self.view.order.count()), 0):
            self.view.order.setCurrentIndex(index)
            self.view.order.activated.emit(index)
            self.rest()

    def choose(self) -> None:
        """Along with the keys, all of them, none."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        grid = self.view.grid
        grid.setFocus()
        grid.choose([0], 0)
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Home):
            QTest.keyClick(grid, key)
            self.live(0.02)
        grid.selectAll()
        self.rest()
        grid.clearSelection()
        self.rest()

    def look_at(self) -> None:
        """Three works, each in the inspector, as a preview and full size."""
        grid, count = self.view.grid, len(self.view.model.ids)
        for number in self.chance.sample(range(count), 3):
            grid.choose([number], number)
            grid.scrollTo(self.view.model.index(number))
            self.rest()
            grid.preview_asked.emit(grid.currentIndex())
            self.rest()
            self.view.preview._leave()
        grid.opened.emit(grid.currentIndex())
        self.rest()
        for viewer in self.view.findChildren(type(self.view.preview)):
            if viewer.isWindow():
                viewer.close()
        self.live(0.05)

    def look_up(self) -> None:
        """One file, then several."""
        self.window.hand_to("check", [self.chance.choice(self.works)])
        self.rest()
        self.window.hand_to("check", self.chance.sample(self.works, 3))
        self.rest()

    def walk(self) -> None:
        """Every place, and every page of the settings."""
        for name in (*self.window._places, "portfolio"):
            if name != "firstminute":
                self.window.show_place(name)
                self.rest()
        from artistguard.ui.settings import PAGES

        for page in PAGES:
            self.window.show_place("settings", {"page": page})
            self.rest()
        self.window.show_place("portfolio")

    def dress(self) -> None:
        """Dark, large, and back."""
        self.context.theme.choose("dark")
        self.live(0.1)
        self.context.theme.set_text_size(150)
        self.live(0.1)
        self.context.theme.set_text_size(100)
        self.context.theme.choose("light")
        self.rest()

    def sign(self) -> None:
        """Two works, into a folder of their own."""
        number = self.signed % len(self.view.model.ids)
        self.view.bar._set_out(self.out)
        self.view.grid.choose([number, number + 1], number)
        self.rest()
        if self.view.bar.go.isEnabled():
            self.view.bar.begin()
            self.until(lambda: not self.bridge.busy)
            self.signed += 2
        self.rest()


def _live(folder: Path, seconds: float) -> dict[str, Any]:
    life = _Life(*_prepare(folder))
    began, rounds = time.monotonic(), 0
    samples: list[dict[str, float]] = []
    kinds: list[Counter[str]] = []
    while (age := time.monotonic() - began) < seconds or not samples:
        for step in life.steps():
            step()
        life.home()
        if rounds % _EVERY == 0:
            life.sign()
        rounds += 1
        if age >= seconds * _WARM and rounds >= _WARM_ROUNDS:
            samples.append(life.sample() | {"at": time.monotonic() - began})
            if len(samples) == 1:
                kinds.append(_kinds())
    more = _kinds() - kinds[0]
    life.window.close()
    life.bridge.close()
    return {
        "samples": samples,
        "rounds": rounds,
        "signed": life.signed,
        "grown": [f"{number} {name}" for name, number in more.most_common(12) if number > 20],
    }


def _kinds() -> Counter[str]:
    return Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())


if __name__ == "__main__":
    print(json.dumps(_live(Path(sys.argv[1]), float(sys.argv[2]))))
