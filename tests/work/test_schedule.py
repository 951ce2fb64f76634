"""When watches run: nothing fires at once, nothing is lost over a sleep, failures are met with patience."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from artistguard.model.finds import Outcome, Watch, WatchRun
from artistguard.work import schedule

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def watch(name: str = "w", hours: int = 24, **values: object) -> Watch:
    return replace(Watch(name, "a-hub", "A hub", hours, NOW - 30 * DAY), **values)  # type: ignore[arg-type]


def ran(at: datetime) -> WatchRun:
    return WatchRun("r", "w", at, at, Outcome.DONE)


def test_what_is_due() -> None:
    never, late, later = watch("a"), watch("b", next_at=NOW - 3 * HOUR), watch("c", next_at=NOW + HOUR)
    paused = watch("d", next_at=NOW - DAY, paused=True)
    assert {w.id for w in schedule.due([later, paused, late, never], NOW)} == {"a", "b"}
    assert schedule.due([later, paused], NOW) == ()
    assert schedule.due([later], NOW + HOUR) == (later,)


def test_after_a_sleep_each_runs_once_and_a_few_at_a_time() -> None:
    watches = {f"w{n:02}": watch(f"w{n:02}", next_at=NOW - timedelta(minutes=n)) for n in range(12)}
    begun: list[datetime] = []
    now = NOW
    while now < NOW + 6 * HOUR:
        for one in schedule.due(list(watches.values()), now):
            begun.append(now)
            watches[one.id] = replace(one, last=ran(now), next_at=schedule.after_whole(one, now))
        now += timedelta(minutes=1)
    assert len(begun) == 12  # one each, however long the sleep was
    for at in begun:
        assert sum(at <= other < at + schedule.WITHIN for other in begun) <= schedule.AT_ONCE
    assert begun[-1] - begun[0] <= HOUR  # and none waits for long


def test_watches_made_together_drift_apart() -> None:
    times = {schedule.after_whole(watch(f"w{n}"), NOW) for n in range(50)}
    assert len(times) == 50
    assert max(times) - min(times) > 2 * HOUR
    assert all(0.9 * DAY <= at - NOW <= 1.1 * DAY for at in times)
    assert schedule.after_whole(watch("w1"), NOW) == schedule.after_whole(watch("w1"), NOW)


def test_failures_back_off_up_to_a_day() -> None:
    waits = [schedule.after_failure(watch(), NOW, failures) - NOW for failures in range(1, 40)]
    assert 13 <= waits[0].total_seconds() / 60 <= 17
    for before, after in pairwise(waits[:7]):
        assert after > before * 1.5
    assert max(waits) <= 1.1 * schedule.MOST_BACK_OFF


def test_what_a_host_asks_for_is_kept_and_bounded() -> None:
    until = NOW + timedelta(minutes=40)
    assert until <= schedule.after_pause(watch(), NOW, until, 1) <= until + timedelta(minutes=5)
    assert schedule.after_pause(watch(), NOW, None, 1) > NOW
    assert schedule.after_pause(watch(), NOW, NOW - DAY, 1) >= NOW + timedelta(minutes=1)
    assert schedule.after_pause(watch(), NOW, NOW + 9999 * DAY, 1) <= NOW + 8 * DAY
    assert schedule.after_pause(watch(), NOW, NOW, 12) > NOW + 20 * HOUR  # asked to come back twelve times in a row
    assert schedule.due([watch(next_at=schedule.after_pause(watch(), NOW, NOW + 9999 * DAY, 1))], NOW) == ()


def test_a_clock_that_was_set_back_stops_no_watch() -> None:
    assert schedule.due([watch(next_at=NOW + 400 * DAY)], NOW)
    assert not schedule.due([watch(hours=24 * 30, next_at=NOW + 30 * DAY)], NOW)


@pytest.mark.parametrize("hours", [1, 24, 24 * 7])
def test_a_run_that_spent_its_requests_goes_on_soon(hours: int) -> None:
    assert schedule.after_budget(watch(hours=hours), NOW) <= NOW + 1.1 * HOUR
    assert schedule.after_blocked(watch(hours=hours), NOW) <= NOW + 6.6 * HOUR
