"""Killed while it signs: two hundred times at random moments, and what is left. The core is tests/kill_harness.py."""

import sys
from pathlib import Path
from typing import Any

import corpus
from figures import Options, Result

NAME = "kill_test"
MEASURES = "SIGKILL at random moments of `artistguard sign` of a batch, started again each time"


def run(options: Options) -> Result:
    """Every broken promise is named; the figures only say how much was tried."""
    root = Path(__file__).parents[2]
    sys.path[:0] = [str(root), str(root / "tests")]
    from kill_harness import at_random

    works = options.works or 100
    kills = options.kills or (20 if options.quick else 200)
    outcome = at_random(options.scratch, works=works, kills=kills, seed=options.seed, tell=_tell)
    result = Result(NAME, MEASURES, options.workers)
    result.add("kills delivered", outcome.kills, aim=f"{kills}")
    for moment, count in outcome.moments.most_common():
        result.add(f"  met {moment}", count)
    result.add(f"batches of {works} brought to their end", outcome.rounds)
    result.add("copies that read back as valid and are in the catalogue once", outcome.copies, aim="all")
    result.add("lines of the custody chain", outcome.lines)
    result.add("promises broken", len(outcome.problems), aim="0")
    result.notes.append(f"Seed {options.seed}. Originals were compared by SHA-256, before and after.")
    result.broken += outcome.problems[:20]
    return result


def _tell(so_far: Any) -> None:
    corpus.say(f"{so_far.kills} kills, {so_far.rounds} batches finished, {len(so_far.problems)} promises broken")
