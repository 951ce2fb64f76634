"""Import: images a second, against loops over the libraries with as many worker processes, in the same run."""

import hashlib
import io
import shutil
import time
from pathlib import Path

import corpus
import machine
import program
from figures import Options, Result, median, spread

NAME = "import_speed"
MEASURES = (
    "images a second taken in (workflow.import_: every output, written to the catalogue), files in the page cache"
)
_AIMS = {"jpeg": ("4x", "1.5x"), "png": ("1.5x", "0.85x"), "small": ("", "")}
THUMBNAIL = 512


def run(options: Options) -> Result:
    """Three sets; each by the program and by two loops, in turn."""
    result = Result(NAME, MEASURES, options.workers)
    quick = options.quick
    everything = corpus.art()
    sets: list[tuple[str, str, list[Path]]] = [
        ("jpeg", "JPEG of 12, 16, 24 MP", corpus.camera("jpeg", 12 if quick else 48)),
        ("png", "PNG of 12 MP", corpus.camera("png", 6 if quick else 16)),
        ("small", "real art up to 2 MP (JPEG, PNG, WebP)", _nth(corpus.small(everything), 40 if quick else 240)),
    ]
    repeats = 1 if quick else 3
    starts: list[float] = []
    with machine.Crew(options.workers, warm) as crew:
        for key, what, files in sets:
            machine.cached(files)
            ours: list[float] = []
            same: list[float] = []
            bare: list[float] = []
            for turn in range(repeats):
                seconds, first = _ours(options, files, options.scratch / f"{key}-{turn}")
                ours.append(len(files) / seconds)
                starts.append(first)
                same.append(len(files) / crew.run(all_outputs, files)[0])
                bare.append(len(files) / crew.run(phash_and_sha256, files)[0])
            label = f"{what}, {len(files)} files"
            aims = _AIMS[key]
            result.add(label, median(ours), "images/s", baseline=SAME, than=median(same), aim=aims[0])
            result.add("", median(ours), "images/s", baseline=BARE, than=median(bare), aim=aims[1])
            if repeats > 1:
                result.notes.append(
                    f"{what}: medians of {repeats} turns; program {spread(ours)}, "
                    f"same outputs {spread(same)}, phash + sha256 {spread(bare)} images/s."
                )
        result.add(
            "start-up, before the first file (not in the above)",
            median(starts),
            "s",
            baseline="start-up of the loops' workers",
            than=crew.start_seconds,
        )
    _with_start(result, options, sets[0][2])
    result.notes.append(
        "The program also takes BLAKE3, three ISCC units, and writes works and custody lines durably; the loops do not."
    )
    return result


SAME = "imagehash.phash + pdqhash + thumbnail + sha256, full decode"
BARE = "imagehash.phash + sha256 alone"


def warm() -> None:
    """What a loop's worker imports before the clock runs."""
    import imagehash
    import numpy
    import pdqhash
    from PIL import Image

    picture = Image.fromarray(numpy.zeros((64, 64, 3), numpy.uint8))
    imagehash.phash(picture)
    pdqhash.compute(numpy.asarray(picture))
    Image.init()


def all_outputs(path: Path) -> tuple[str, str, int, bytes]:
    """The plain way to the same outputs: one read, one full decode."""
    import imagehash
    import numpy
    import pdqhash
    from PIL import Image

    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    with Image.open(io.BytesIO(data)) as picture:
        phash = str(imagehash.phash(picture))
        colours = picture.convert("RGB")
    _, quality = pdqhash.compute(numpy.asarray(colours))
    colours.thumbnail((THUMBNAIL, THUMBNAIL))
    small = io.BytesIO()
    colours.save(small, "JPEG", quality=82)
    return digest, phash, quality, small.getvalue()


def phash_and_sha256(path: Path) -> tuple[str, str]:
    """The least that a search in a data set needs."""
    import imagehash
    from PIL import Image

    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        return hashlib.sha256(data).hexdigest(), str(imagehash.phash(picture))


def _ours(options: Options, files: list[Path], home: Path) -> tuple[float, float]:
    """(seconds of the import with workers up, seconds from nothing until they were up)."""
    from artistguard.workflow.import_ import import_

    began = time.monotonic()
    with program.studio(home, options.workers) as studio:
        first = time.monotonic() - began
        began = time.monotonic()
        report = import_(studio, files)
        seconds = time.monotonic() - began
    done = report.added + report.linked
    if done != len(files):
        raise SystemExit(f"Only {done} of {len(files)} files were imported: {report.failures or report.duplicates}")
    shutil.rmtree(home)
    return seconds, first


def _with_start(result: Result, options: Options, files: list[Path]) -> None:
    """The whole command as a user sees it, start-up and end included, and a loop with its start-up."""
    document, seconds, _ = program.run(options.scratch / "command", "import", *files, check=True)
    began = time.monotonic()
    with machine.Crew(options.workers, warm) as crew:
        crew.run(all_outputs, files)
    loop = time.monotonic() - began
    result.add(
        f"`artistguard import` of {len(files)} JPEG as a whole, start-up included",
        document["added"] / seconds,
        "images/s",
        baseline="same outputs, start-up included",
        than=len(files) / loop,
    )


def _nth(files: list[Path], most: int) -> list[Path]:
    step = max(1, len(files) // most)
    return files[::step][:most]
