"""How long things take and how large they are, in words; the signing rate is learnt from the last batch."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from artistguard.catalogue.store import Catalogue

_KEY = "rate.sign"
# Before anything was measured here: 25 ms a file and 100 MB/s, a laptop's pace on two cores.
_DEFAULT = 0.025
_BYTES_PER_SECOND = 100e6
# The same for reading: one decode gives all fingerprints and the thumbnail.
_READING = "rate.import"
_READ_FILE = 0.06
_READ_BYTES = 25e6
KEPT = 48_000  # bytes a work that its thumbnail and its rows take, as a rule


def estimate(catalogue: Catalogue, files: int, size: int) -> float:
    """Seconds that signing so many files of so many bytes should take."""
    learnt = catalogue.meta.get(_KEY)
    factor = float(learnt) if isinstance(learnt, str) else 1.0
    return factor * (files * _DEFAULT + size / _BYTES_PER_SECOND)


@contextmanager
def measured(catalogue: Catalogue, batch_id: str) -> Iterator[None]:
    """Learn from a batch how fast this machine is, as a factor on the default pace."""
    before = _done(catalogue, batch_id)
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    files, size = (now - then for now, then in zip(_done(catalogue, batch_id), before, strict=True))
    if files >= 20:
        catalogue.meta.set(_KEY, f"{seconds / (files * _DEFAULT + size / _BYTES_PER_SECOND):.3f}")


def reading(catalogue: Catalogue, files: int, size: int) -> float:
    """Seconds that taking in so many new pictures of so many bytes should take."""
    learnt = catalogue.meta.get(_READING)
    factor = float(learnt) if isinstance(learnt, str) else 1.0
    return factor * (files * _READ_FILE + size / _READ_BYTES)


def learn_reading(catalogue: Catalogue, files: int, size: int, seconds: float) -> None:
    """Learn from an import how fast this machine reads. A handful of files teaches nothing."""
    if files >= 20:
        catalogue.meta.set(_READING, f"{seconds / (files * _READ_FILE + size / _READ_BYTES):.3f}")


def _done(catalogue: Catalogue, batch_id: str) -> tuple[int, int]:
    return catalogue.jobs.finished_size(batch_id)


def size(count: float) -> str:
    """Bytes for people: 1.2 GB (powers of ten, as disks are sold)."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "bytes" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    raise AssertionError


def duration(seconds: float) -> str:
    """Seconds for people: "about 40 s", "about 3 min"."""
    if seconds < 1.5:
        return "about a second"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    minutes = seconds / 60
    return f"about {minutes:.0f} min" if minutes < 90 else f"about {minutes / 60:.1f} h"
