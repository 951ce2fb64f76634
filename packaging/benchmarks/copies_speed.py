"""The exact search against comparing everything, faiss and the decoding of the column; and whole scans on two workers.

The views searched for are those of real art; more works than there are get them by flipping the same random bits in
all views of one, which leaves the views' distances to each other as they are. Rows are random hashes with 32 ones, as
those of pictures with structure, and one in a thousand is a view with a few bits flipped. One core: the processor's
time of this process is counted, best of several; whole scans by the clock.
"""

import importlib.util
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import copies
import corpus
import machine
import numpy as np
import plots
import pyarrow as pa
import pyarrow.parquet as pq
from figures import Options, Result, median
from PIL import Image

from artistguard.matching.hamming import HammingSearch, brute

NAME = "copies_speed"
MEASURES = "rows searched a second: our index, NumPy, numba, faiss, and Arrow's decoding of the column"

_EDGE = 1024  # px: what is hashed for the portfolio
_SCAN_WORKS = 17  # about ten thousand views
_AIMS = {(10_000, 4): 1.5, (100_000, 4): 1.0}  # times the decode
_GROUP = 500_000  # rows of a row group


def run(options: Options) -> Result:
    """By numbers of views and bits, then growth, then whole scans."""
    result = Result(NAME, MEASURES, options.workers)
    rows_many = 200_000 if options.quick else 2_000_000
    sizes = (10_000, 100_000) if options.quick else (10_000, 100_000, 1_000_000)
    files = _files(_SCAN_WORKS if options.quick else 130)
    views = _views(files, max(sizes), options)
    rows = _rows(rows_many, views[: min(sizes)], 1)
    decode = _decode_rate(rows, options.scratch / "column.parquet")
    result.notes.append(f"Arrow alone decodes the string column at {decode / 1e6:.1f} M rows/s on one core.")
    result.notes.append(f"{rows_many:,} rows; views of {len(files)} real works, more works made of these.")
    if importlib.util.find_spec("faiss") is None:
        result.notes.append("faiss is not installed here (pip install --group bench): left out.")
    for many in sizes:
        for t in (4, 8):
            _compare(result, views[:many], rows, t, decode)
    _growth(result, views, rows, options)
    _scans(result, files[:_SCAN_WORKS], options)
    return result


def _compare(result: Result, views: Any, rows: Any, t: int, decode: float) -> None:
    many = len(views)
    label = f"P = {many:,}, t = {t}"
    search = HammingSearch(views, t)
    search.search(rows[:1000])  # built, and the kernels compiled or loaded
    ours, pairs = _rate(lambda some: search.search(some), rows)
    few = rows[: max(20, 20_000_000 // many)]
    numpy_rate, slow = _rate(lambda some: _numpy_loop(views, some, t), few, repeats=1)
    brute(views, rows[:10], t)
    brute_rate, other = _rate(lambda some: brute(views, some, t), rows[: max(200, 200_000_000 // many)], repeats=1)
    part = search.search(rows[: max(200, 200_000_000 // many)])
    result.promise(_same(part, other), f"{label}: the index and comparing everything disagree.")
    result.promise(slow == len(search.search(few)), f"{label}: the index and NumPy disagree.")
    aim = _AIMS.get((many, t))
    result.add(
        f"{label}: index", ours / 1e6, "M rows/s", baseline="Arrow's decode", than=decode / 1e6,
        aim=f"{aim:g}" if aim else "",
    )  # fmt: skip
    thousand = "1,000" if (many, t) == (100_000, 4) else ""
    for name, rate, goal in (("NumPy loop", numpy_rate, thousand), ("numba brute", brute_rate, "")):
        result.add(f"{label}: index", ours / 1e6, "M rows/s", baseline=name, than=rate / 1e6, aim=goal)
    if importlib.util.find_spec("faiss") is not None:
        rate = _faiss(views, few, t)
        result.add(f"{label}: index", ours / 1e6, "M rows/s", baseline="faiss IndexBinaryFlat", than=rate / 1e6)
    result.notes.append(f"{label}: {len(pairs):,} pairs, {search.partitions} partition(s).")


def _growth(result: Result, views: Any, rows: Any, options: Options) -> None:
    """How the rate changes with the views and the bits, and the time with the rows: as a picture."""
    sizes = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
    by_views: dict[str, list[tuple[float, float]]] = {}
    by_bits: dict[str, list[tuple[float, float]]] = {}
    some = rows[: len(rows) // 4]
    for t in (0, 2, 4, 6, 8, 10):
        for many in sizes:
            if many > len(views) or (many == 1_000_000 and t == 10):
                continue
            search = HammingSearch(views[:many], t)
            search.search(some[:1000])
            rate, _ = _rate(search.search, some, repeats=2)
            by_views.setdefault(f"t = {t}", []).append((many, rate))
            by_bits.setdefault(f"P = {many:,}", []).append((t, rate))
    by_rows = []
    search = HammingSearch(views[:10_000], 4)
    for count in (len(rows) // 100, len(rows) // 10, len(rows)):
        rate, _ = _rate(search.search, rows[:count], repeats=2)
        by_rows.append((float(count), count / rate))
    path = options.pictures / f"{NAME}.png"
    plots.save(
        path,
        [
            ("Rows a second with the views P", "views P", "rows/s", by_views, True),
            ("Rows a second with the bits t", "bits t", "rows/s", by_bits, False),
            ("Seconds with the rows N (P = 10,000, t = 4)", "rows N", "s", {"index": by_rows}, True),
        ],
    )
    result.notes.append(f"Growth with P, t and N: {path}")


def _scans(result: Result, files: list[Path], options: Options) -> None:
    """Whole scans through jobs and workers, by turns with decoding alone."""
    from artistguard.workflow import scan, scan_plan
    from artistguard.workflow.import_ import import_
    from artistguard.workflow.studio import Studio

    workers = min(2, options.workers)
    groups = 4 if options.quick else 32
    table = options.scratch / "set" / "part.parquet"
    table.parent.mkdir()
    _write(table, groups * _GROUP, _GROUP)
    units = [(table, group) for group in range(groups)]
    placed = corpus.placed(files, options.scratch / "originals")
    alone, three, cold, packed, said = [], [], [], [], []
    with (
        machine.Crew(workers, warm) as crew,
        Studio(options.scratch / "home", passphrase=lambda: None, keychain=False) as studio,
    ):
        studio.save(replace(studio.settings, workers=workers))
        import_(studio, placed)
        first = options.scratch / "first" / "part.parquet"
        first.parent.mkdir()
        _write(first, workers * 1000, 1000)
        _scanned(studio, scan, scan_plan.plan(studio, str(first.parent), bits=4))  # children have loaded what they need
        turns = 1 if options.quick else 5
        for turn in range(turns):
            machine.settled()
            alone.append(crew.run(decoded, units)[0])
            three.append(crew.run(decoded_with_sizes, units)[0])
            plan = scan_plan.plan(studio, str(table.parent), bits=4)
            said.append(plan.seconds)
            cold.append(_scanned(studio, scan, plan))
            again = scan_plan.plan(studio, str(table.parent), bits=4)
            result.promise(again.kept == groups * _GROUP, "A second scan would read the table again.")
            packed.append(_scanned(studio, scan, again))
            if turn + 1 < turns:
                table.touch()  # another version: its packed rows are not these
    count = groups * _GROUP / 1e6
    label = f"whole scan, {len(plan.portfolio):,} views, t = 4, {workers} workers"
    result.add(
        label, count / median(cold), "M rows/s", baseline=f"decoding alone, {workers} workers",
        than=count / median(alone), aim="0.6",
    )  # fmt: skip
    result.add(
        label, count / median(cold), "M rows/s", baseline="decoding the hashes and both sizes alone",
        than=count / median(three),
    )  # fmt: skip
    result.add(
        f"{label}, from packed rows", count / median(packed), "M rows/s", baseline="the scan that decodes",
        than=count / median(cold), aim="2",
    )  # fmt: skip
    result.add(f"{label}: seconds", median(cold), "s", baseline="said before", than=median(said), aim="0.5 to 2")


def _scanned(studio: Any, scan: Any, plan: Any) -> float:
    batch = scan.begin(studio, plan)
    began = time.monotonic()
    report = scan.run(studio, batch)
    seconds = time.monotonic() - began
    if report.failures or report.left:
        raise RuntimeError(f"the scan did not end well: {report}")
    return seconds


def _files(count: int) -> list[Path]:
    found = corpus.of_kind(corpus.art(), "jpeg", "png", "webp")
    return found[:: max(1, len(found) // count)][:count]


def _views(files: list[Path], many: int, options: Options) -> Any:
    corpus.say(f"views of {len(files)} works")
    with machine.Crew(options.workers, warm) as crew:
        _, found = crew.run(viewed, files)
    random = np.random.default_rng(3)
    parts, total = [], 0
    for place in itertools.count():
        lap, number = divmod(place, len(found))
        own = found[number]
        parts.append(own ^ random.integers(0, 2**64, dtype=np.uint64) if lap else own)
        total += len(own)
        if total >= many:
            break
    return np.ascontiguousarray(np.concatenate(parts)[:many])


def viewed(path: Path) -> Any:
    """The hashes of a picture's views."""
    from artistguard.imaging.variants import variants

    with Image.open(path) as opened:
        return variants(copies.scaled(opened.convert("RGB"), _EDGE).convert("L")).hashes


def _rows(count: int, views: Any, seed: int) -> Any:
    random = np.random.default_rng(seed)
    rows = np.empty(count, np.uint64)
    half = np.zeros((1, 64), np.uint8)
    half[:, :32] = 1
    for start in range(0, count, 1 << 17):
        some = rows[start : start + (1 << 17)]
        bits = random.permuted(np.repeat(half, len(some), axis=0), axis=1)
        some[:] = np.packbits(bits, axis=1).view(">u8")[:, 0]
    near = random.choice(count, count // 1000, replace=False)
    flipped = random.choice(views, len(near))
    for _ in range(3):
        flipped = flipped ^ (np.uint64(1) << random.integers(0, 64, len(near), dtype=np.uint64))
    rows[near] = flipped
    return rows


def _rate(search: Callable[[Any], Any], rows: Any, repeats: int = 3) -> tuple[float, Any]:
    """(rows a second of processor's time, best of a few; the last answer)."""
    best = float("inf")
    for _ in range(repeats):
        began = time.process_time()
        found = search(rows)
        best = min(best, time.process_time() - began)
    return len(rows) / best, found


def _numpy_loop(views: Any, rows: Any, t: int) -> int:
    return sum(int(np.count_nonzero(np.bitwise_count(views ^ row) <= t)) for row in rows)


def _faiss(views: Any, rows: Any, t: int) -> float:
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(64)
    index.add(views.view(np.uint8).reshape(-1, 8))
    asked = rows.view(np.uint8).reshape(-1, 8)
    rate, _ = _rate(lambda some: index.range_search(some, t + 1), asked, repeats=1)  # faiss means: below the radius
    return rate


def _same(one: Any, other: Any) -> bool:
    def ordered(pairs: Any) -> Any:
        order = np.lexsort((pairs.items, pairs.rows))
        return np.stack([pairs.rows[order], pairs.items[order], pairs.distances[order]])

    return len(one) == len(other) and bool((ordered(one) == ordered(other)).all())


def _text(values: Any) -> pa.Array:
    """16 hex digits each, as an Arrow string column."""
    data = values.astype(">u8").tobytes().hex().encode()
    offsets = np.arange(0, len(data) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(len(values), pa.py_buffer(offsets), pa.py_buffer(data))


def _decode_rate(rows: Any, path: Path) -> float:
    pq.write_table(pa.table({"image_phash": _text(rows)}), path, row_group_size=_GROUP)
    decoded((path, 0))
    rates = []
    for _ in range(3):
        began = time.process_time()
        for group in range(pq.ParquetFile(path).num_row_groups):
            decoded((path, group))
        rates.append(len(rows) / (time.process_time() - began))
    return max(rates)


def _write(path: Path, count: int, group: int) -> None:
    corpus.say(f"writing a table of {count:,} rows")
    random = np.random.default_rng(5)
    base = _rows(group, np.zeros(1, np.uint64), 6)
    schema = pa.schema([("image_phash", pa.string()), ("width", pa.int32()), ("height", pa.int32())])
    with pq.ParquetWriter(path, schema) as writer:
        for _ in range(count // group):
            sizes = [pa.array(random.integers(200, 4000, group, dtype=np.int32)) for _ in range(2)]
            values = random.permuted(base) ^ random.integers(0, 2**64, dtype=np.uint64)
            writer.write_table(pa.table([_text(values), *sizes], schema), group)


def warm() -> None:
    """Imports before the work."""
    import warnings

    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
    from artistguard.imaging.warm import warm as imports

    imports()


def decoded(unit: tuple[Path, int], columns: Sequence[str] = ("image_phash",)) -> int:
    """A row group's hash column, decoded and let go."""
    path, group = unit
    table = pq.ParquetFile(path, pre_buffer=True)
    batches = table.iter_batches(_GROUP, [group], columns=columns, use_threads=False)
    return sum(batch.num_rows for batch in batches)


def decoded_with_sizes(unit: tuple[Path, int]) -> int:
    """The same with the pictures' sizes, which a scan reads too."""
    return decoded(unit, ("image_phash", "width", "height"))
