"""Activity's words and its reckoning of pace."""

from datetime import UTC, datetime

import pytest

from artistguard.ui.batchcard import Pace
from artistguard.ui.batchwords import sentence, span, title
from artistguard.ui.theme import Theme
from artistguard.workflow.activity import BatchRow, Standing


def row(**values: object) -> BatchRow:
    given: dict[str, object] = {
        "id": "b",
        "kind": "sign",
        "subject": "/home/ada/Signed",
        "created_at": datetime(2026, 11, 22, 12, tzinfo=UTC),
        "actor": "ada",
        "standing": Standing.DONE,
        "done": 212,
        "total": 800,
        "failed": 0,
        "left": 588,
    }
    return BatchRow(**{**given, **values})  # type: ignore[arg-type]


def test_a_pace_is_told_when_it_is_sure() -> None:
    pace = Pace()
    pace.note(0, at=0.0)
    pace.note(10, at=1.0)
    assert pace.rate is None, "a second is too short to tell"
    pace.note(30, at=3.0)
    assert pace.rate == pytest.approx(10)
    assert pace.left(30, 100) == pytest.approx(7)
    assert pace.left(30, None) is None


def test_a_pace_forgets_how_it_began() -> None:
    pace = Pace()
    for second in range(60):
        pace.note(second if second < 30 else 30 + (second - 30) * 5, at=float(second))
    assert pace.rate == pytest.approx(5, rel=0.05)


def test_a_standstill_has_no_pace() -> None:
    pace = Pace()
    pace.note(5, at=0.0)
    pace.note(5, at=10.0)
    assert pace.rate is None


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "about 1 s"), (45, "about 45 s"), (240, "about 4 min"), (9000, "about 2.5 h")]
)
def test_spans(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_a_row_says_where_it_stands(theme: Theme) -> None:
    assert title(row()) == "Signed copies to /home/ada/Signed"
    assert sentence(row(standing=Standing.WAITING)) == "212 of 800. It waits: press Go on."
    assert "another window" in sentence(row(standing=Standing.RUNNING))
    assert sentence(row(standing=Standing.RUNNING, here=True)) == "212 of 800"
    assert sentence(row(standing=Standing.BLOCKED, reason="The key is locked.")) == "212 of 800. The key is locked."
    assert sentence(row(standing=Standing.CANCELLED)).startswith("Cancelled at 212 of 800. What was finished stays.")
    counts = dict.fromkeys(("known", "editions", "linked", "moved", "duplicates", "left_out"), 0)
    done = row(kind="import", result={"added": 12, "changed": [], **counts, "left_out": 3})
    assert sentence(done).startswith("12 new, 3 no pictures. ")
