"""Many works: does import stay as fast, does memory stay flat, do listing and planning stay quick."""

import io
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import machine
import program
from figures import Options, Result

NAME = "scale"
MEASURES = "a large catalogue of tiny works (64 x 48 px), through the command line"
_SHARES = (0.1, 0.5, 1.0)
_IN_A_FOLDER = 500


def run(options: Options) -> Result:
    """Import, list, plan, import again."""
    works = options.works or (1_000 if options.quick else 10_000)
    result = Result(NAME, MEASURES, options.workers)
    folder, home = options.scratch / "originals", options.scratch / "home"
    began = time.monotonic()
    machine.cached(_draw(folder, works))
    result.notes.append(f"Drawing the {works:,} works took {time.monotonic() - began:.0f} s, and is not measured.")
    program.run(home, "identity", "create", "--name", program.ARTIST, check=True)

    document, seconds, memory = _import(home, folder, works)
    result.add(f"import of {works:,} works", seconds, "s")
    result.add("  rate, start-up included", works / seconds, "works/s")
    first = memory[_SHARES[0]]
    for share in _SHARES:
        result.add(
            f"  memory of the program itself at {share:.0%}",
            memory[share] / 2**20,
            "MiB",
            baseline="" if share == _SHARES[0] else f"at {_SHARES[0]:.0%}",
            than=None if share == _SHARES[0] else first / 2**20,
            aim="" if share == _SHARES[0] else "flat",
        )
    result.promise(document["added"] == works, f"Only {document['added']} of {works} works were imported.")

    first_import = seconds
    again, seconds, _ = program.run(home, "import", folder, check=True)
    result.add("import again, nothing to do", seconds, "s", baseline="the first import", than=first_import)
    result.promise(again["added"] == 0 and again["known"] == works, f"Importing again added {again['added']} works.")
    listed, seconds, _ = program.run(home, "list", check=True)
    result.add("list --json", seconds, "s")
    result.promise(len(listed["works"]) == works, f"{len(listed['works'])} works were listed.")
    planned, seconds, _ = program.run(home, "sign", "--all", "--dry-run", "--out", options.scratch / "out", check=True)
    result.add("sign --all --dry-run", seconds, "s")
    result.promise(planned["new"] == works, f"{planned['new']} copies were planned.")
    chain, seconds, _ = program.run(home, "custody", "verify", check=True)
    result.add(f"custody verify, {chain['entries']:,} lines", seconds, "s")
    size = sum(path.stat().st_size for path in home.glob("catalogue*"))
    result.add("catalogue on disk, a work", size / works / 1024, "KiB")
    return result


def _import(home: Path, folder: Path, works: int) -> tuple[dict[str, Any], float, dict[float, int]]:
    """Import, and look at the parent's memory when a tenth, a half and all of the works are in the catalogue."""
    began = time.monotonic()
    words = ("import", str(folder))
    process = program.start(home, *words)
    memory: dict[float, int] = {}
    thumbnails = home / "cache" / "thumbnails"
    pending = list(_SHARES[:-1])
    while process.poll() is None:
        if pending and _count(thumbnails) >= pending[0] * works:
            memory[pending.pop(0)] = machine.memory(process.pid)[0]
        now = machine.memory(process.pid)[0]
        if now:
            memory[1.0] = now  # the last one before the end is the one that stays
        time.sleep(0.2)
    out, err = process.communicate()
    seconds = time.monotonic() - began
    for share in pending:
        memory[share] = memory[1.0]  # it was over before it could be looked at
    return program.document(words, process.returncode, out, err, check=True), seconds, memory


def _count(folder: Path) -> int:
    """How far the import is, by the thumbnails it has kept: looking into its catalogue would slow it down."""
    try:
        return sum(len(os.listdir(entry.path)) for entry in os.scandir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return 0


def _draw(folder: Path, count: int) -> Iterable[Path]:
    """Tiny JPEG, all different, a few hundred a folder."""
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(count)
    made = []
    for number in range(count):
        place = folder / f"{number // _IN_A_FOLDER:04}"
        if number % _IN_A_FOLDER == 0:
            place.mkdir(parents=True)
        coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), np.uint8))
        data = io.BytesIO()
        coarse.resize((64, 48), Image.Resampling.BILINEAR).save(data, "JPEG", quality=80)
        made.append(place / f"work {number:06}.jpg")
        made[-1].write_bytes(data.getvalue())
    return made
