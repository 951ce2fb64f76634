"""A watch killed anywhere in a run: no find is lost, none is there twice; the next run goes on from the last step."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import watch_victim
from watch_victim import POINTS, THINGS, studio

from artistguard.model.finds import Happening, Outcome
from artistguard.workflow import captures, watches

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc for who is dead")
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "TABLE", dict(watches.TABLE))


def start(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    script = Path(watch_victim.__file__)
    return subprocess.Popen(
        [sys.executable, str(script), str(home), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(script.parent), *sys.path])},
    )


def finish(home: Path) -> int:
    """Run the watch to its end; how many finds were there before."""
    with studio(home) as made:
        before = made.catalogue.finds.counts()["news"]
        [run] = watches.run(made)  # the dead one's lease is free at once
        assert run.outcome is Outcome.DONE, run
    return before


def look(home: Path) -> None:
    """Everything that must hold, whatever happened before."""
    with studio(home) as made:
        finds = made.catalogue.finds
        cards = [finds.get(card.id) for card in finds.cards(limit=1000)]
        keys = Counter(member.candidate.key for card in cards for member in card.members)
        named = {f"k{n:02}" for n in range(0, THINGS - 10, 2)}
        copies = {f"k{n:02}" for n in range(THINGS - 10, THINGS)}
        assert keys == dict.fromkeys(named | copies, 1)
        assert len(cards) == len(named)
        happened = Counter(line.what for card in cards for line in card.history)
        assert happened == {Happening.FIRST_SEEN: len(named), Happening.RELATIVE: len(copies)}
        assert sum(len(card.matches) for card in cards) == len(named)
        assert list(captures.check(made)) == []
        kept = set(made.catalogue.captures.digests())
        assert {line.capture for card in cards for line in card.history} == kept
        assert not made.catalogue.custody.verify().broken
        told = [entry.details["finds"] for entry in made.catalogue.custody.iterate() if entry.act == "watch-found"]
        assert {card.id for card in cards} == {find for finds in told for find in finds}
        [watch] = watches.all_(made)
        assert watch.checkpoint == {"at": THINGS}
        runs = watches.runs(made, watch.id)
        assert all(run.outcome is not None for run in runs)
        assert sum(run.news for run in runs) >= len(cards)


@pytest.mark.parametrize("point", POINTS)
def test_killed_on_purpose(tmp_path: Path, point: str) -> None:
    home = tmp_path / "home"
    studio(home).close()
    call = 1 if POINTS[point][1] in ("begin", "end") else 3
    victim = start(home, point, str(call))
    said, _ = victim.communicate(timeout=PATIENCE)
    assert victim.returncode == -signal.SIGKILL, said
    before = finish(home)
    assert before == {"begin": 0, "end": 25, "_keep": 15}.get(POINTS[point][1], 10)
    look(home)


def test_killed_at_random(tmp_path: Path) -> None:
    home = tmp_path / "home"
    studio(home).close()
    chance = random.Random(7)
    kills = 0
    for _ in range(8):
        victim = start(home)
        assert victim.stdout is not None
        assert victim.stdout.readline().startswith(b"ready")
        try:
            victim.wait(chance.uniform(0.0, 0.15))
            break  # it came to its end
        except subprocess.TimeoutExpired:
            victim.kill()
            victim.wait()
            kills += 1
        finally:
            victim.stdout.close()
    assert kills
    finish(home)
    look(home)
