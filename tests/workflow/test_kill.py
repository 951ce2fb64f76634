"""The program killed while it signs: at random moments, and at each one that matters."""

import sys
from pathlib import Path

import pytest
from kill_harness import Outcome, Victim, at_random, look, on_purpose

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for workers in /proc")


def test_killed_twenty_times_at_random(tmp_path: Path) -> None:
    outcome = at_random(tmp_path, works=100, kills=20, seed=20)
    assert not outcome.problems, outcome.problems
    assert outcome.kills == 20
    assert outcome.rounds >= 1
    assert outcome.copies == 100 * outcome.rounds


@pytest.mark.parametrize("again", [False, True], ids=["resumed", "same command again"])
@pytest.mark.parametrize(
    ("point", "call"),
    [("intent", 2), ("publish", 1), ("publish", 2), ("settle", 1), ("record", 1), ("record", 2)],
)
def test_killed_on_purpose(tmp_path: Path, point: str, call: int, again: bool) -> None:
    victim = Victim(tmp_path, 6)
    files, rows = on_purpose(victim, tmp_path / "signed-1", point, call, again=again)
    if point == "record" and call == 1:
        assert files > rows, "it was to be killed between the name and the row"
    outcome = Outcome(victim.works)
    look(victim, outcome)
    assert not outcome.problems, outcome.problems


def test_killed_between_a_copy_and_its_sidecars(tmp_path: Path) -> None:
    victim = Victim(tmp_path, 2, suffixes=(".bmp",))
    files, rows = on_purpose(victim, tmp_path / "signed-1", "name", 3)
    assert (files, rows) == (2, 0), "two sidecars were to lie there without their copy"
    outcome = Outcome(victim.works)
    look(victim, outcome)
    assert not outcome.problems, outcome.problems
