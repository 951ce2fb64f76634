"""packaging/bench: runs the benchmarks, prints a table each, and writes all figures to a file if asked.

Nothing here says how fast the program must be. The exit code is 1 only when something broke that must always hold:
an original changed, a failure without a name, a file half written.
"""

import argparse
import importlib
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import machine

# Before any library reads them; the baselines' worker processes inherit them.
os.environ.update(machine.SETTINGS)

import corpus
from figures import Options, Result, show

BENCHMARKS = {
    "whole_portfolio": "real art and five large masters through the command line; originals, names, read-back",
    "import_speed": "import against loops over the libraries",
    "sign_speed": "signing against a plain loop, and against the floor of the disk",
    "phash_agreement": "bits between our pHash and imagehash's",
    "kill_test": "killed at random moments, and what is left",
    "lookup": "one picture among 100,000 works; recall on real art, with the false hits over all unrelated pairs",
    "copies_recall": "copies of real art found by hash, attack by attack",
    "copies_confirm": "copies of real art confirmed by points that agree, and strangers taken for the same",
    "calibration": "false alarms on unrelated real art beside what the score says; copies by its bands",
    "copies_speed": "rows searched a second, by views and bits; whole scans; growth as a picture",
    "ranged_scan": "bytes that a scan fetches from a server beside those that were said; the second time",
    "name_search": "names in a million captions against a regular expression and partial_ratio",
    "registering": "declarations prepared, signed and stamped against signing alone; the outbox at rest",
    "scale": "ten thousand works: rate, memory, listing, planning",
    "first_paint": "the window's first paint against an empty window's",
    "soak": "the window at work for ten minutes: does it grow",
    "window_grid": "the grid of a hundred thousand works against a hundred",
}


def main() -> int:
    """Parse the words, run, print, write."""
    words = argparse.ArgumentParser(
        prog="packaging/bench",
        description="Measures the program; every figure with its baseline from the same run.",
        epilog="\n".join(f"  {name:16} {about}" for name, about in BENCHMARKS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks (default: all)")
    words.add_argument("--quick", action="store_true", help="small sizes: shows that it works, not how fast")
    words.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    words.add_argument("--workers", type=int, default=machine.cores(), help="worker processes (default: one a core)")
    words.add_argument("--works", type=int, help="works in scale, kill_test and copies_confirm")
    words.add_argument("--seconds", type=int, help="how long soak lasts")
    words.add_argument("--kills", type=int, help="kills in kill_test")
    words.add_argument("--seed", type=int, default=2, help="of kill_test")
    words.add_argument("--scratch", type=Path, help="a folder for what is written meanwhile (default: in the cache)")
    given = words.parse_args()
    unknown = [name for name in given.names if name not in BENCHMARKS]
    if unknown:
        words.error(f"no such benchmark: {', '.join(unknown)}")
    above = given.scratch or corpus.CACHE
    above.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    for name in given.names or BENCHMARKS:
        corpus.say(f"--- {name}")
        scratch = Path(tempfile.mkdtemp(prefix="bench-", dir=above))
        options = Options(
            given.quick,
            given.workers,
            scratch,
            given.works,
            given.kills,
            given.seed,
            given.seconds,
            given.json.absolute().parent if given.json else corpus.CACHE,
        )
        before, began = machine.load(), time.monotonic()
        try:
            result: Result = importlib.import_module(name).run(options)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        result.seconds = time.monotonic() - began
        result.load = (before, machine.load())
        results.append(result)
        show(result)
        if given.json:
            write(given.json, results, quick=given.quick)
    return 1 if any(result.broken for result in results) else 0


def write(path: Path, results: list[Result], *, quick: bool) -> None:
    """All figures so far, after each benchmark, so that a long run that is stopped leaves some."""
    found = {"machine": machine.facts(), "quick": quick, "benchmarks": [result.as_json() for result in results]}
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
