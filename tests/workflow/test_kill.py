"""The program killed while it signs: at random moments, and at each one that matters."""

import shutil
import sys
from pathlib import Path

import pytest
from kill_harness import Outcome, Victim, at_random, look, on_purpose

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for workers in /proc")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    """Six works, taken in once."""
    victim = Victim(tmp_path_factory.mktemp("six"), 6)
    shutil.copytree(victim.home, victim.folder / "as it was")
    return victim


@pytest.fixture
def victim(made: Victim) -> Victim:
    """The six works as they were taken in, whatever a test before this one did."""
    for folder in (made.home, *made.folder.glob("signed-*")):
        shutil.rmtree(folder)
    shutil.copytree(made.folder / "as it was", made.home)
    return made


@pytest.mark.timeout(600)  # some forty runs of the program
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
def test_killed_on_purpose(victim: Victim, point: str, call: int, again: bool) -> None:
    files, rows = on_purpose(victim, victim.folder / "signed-1", point, call, again=again)
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
