"""When watches run: pure, so that the window, a timer and a test with its own clock come to the same answer.

Every moment a watch is given lies a little off, by a part that follows from the watch itself: many watches made at the
same time do not run at the same time. After a sleep each watch that is late runs once, a few at a time.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from artistguard.model.finds import Watch

AT_ONCE = 3  # watches that begin within WITHIN of each other
WITHIN = timedelta(minutes=20)
MOST_BACK_OFF = timedelta(hours=24)
LONGEST_PAUSE = timedelta(days=7)  # that a host may ask for
_FIRST_BACK_OFF = timedelta(minutes=15)
_PATIENT = 3  # times in a row that a host may ask to come back later, before that too is met with patience
_JITTER = 0.1  # of the time until the next run, to either side
_GO_ON = timedelta(hours=1)  # after a run that spent its requests
_BLOCKED = timedelta(hours=6)


def due(watches: Sequence[Watch], now: datetime) -> tuple[Watch, ...]:
    """The watches to run now, the longest overdue first; at most AT_ONCE beginning within WITHIN.

    Those that never ran are due at once. A moment further off than any that is given means that the clock was set back.
    """
    waiting = [watch for watch in watches if not watch.paused and _is_due(watch, now)]
    begun = sum(watch.last is not None and timedelta(0) <= now - watch.last.started_at < WITHIN for watch in watches)
    waiting.sort(key=lambda watch: (watch.next_at or watch.created_at, watch.id))
    return tuple(waiting[: max(0, AT_ONCE - begun)])


def after_whole(watch: Watch, now: datetime) -> datetime:
    """When a watch runs again that came to its end: one cadence from now, however late it was."""
    return now + _off(watch, now, timedelta(hours=watch.cadence_hours))


def after_budget(watch: Watch, now: datetime) -> datetime:
    """When a watch goes on that asked as often as one run may."""
    return now + _off(watch, now, min(_GO_ON, timedelta(hours=watch.cadence_hours)))


def after_blocked(watch: Watch, now: datetime) -> datetime:
    """When a watch tries again that needs a person: trying costs nothing."""
    return now + _off(watch, now, min(_BLOCKED, timedelta(hours=watch.cadence_hours)))


def after_pause(watch: Watch, now: datetime, until: datetime | None, failures: int) -> datetime:
    """When a watch goes on that was asked to come back later: then, or later still where it is asked so again."""
    wait = timedelta(0) if until is None else min(max(until - now, timedelta(0)), LONGEST_PAUSE)
    least = timedelta(minutes=1) if failures <= _PATIENT else _back_off(failures - _PATIENT)
    wait = max(wait, least)
    return now + wait + abs(_off(watch, now, wait) - wait)


def after_failure(watch: Watch, now: datetime, failures: int) -> datetime:
    """When a watch tries again that failed so often in a row: twice as late each time, up to a day."""
    return now + _off(watch, now, _back_off(failures))


def _back_off(failures: int) -> timedelta:
    doublings = min(max(0, failures - 1), 20)
    return min(_FIRST_BACK_OFF * (1 << doublings), MOST_BACK_OFF)


def _is_due(watch: Watch, now: datetime) -> bool:
    if watch.next_at is None or watch.next_at <= now:
        return True
    return watch.next_at - now > max(timedelta(hours=watch.cadence_hours), LONGEST_PAUSE) * (1 + _JITTER)


def _off(watch: Watch, now: datetime, wait: timedelta) -> timedelta:
    """The time to wait, a little longer or shorter."""
    digest = hashlib.sha256(f"{watch.id} {now.isoformat()}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64  # 0 to 1
    return wait * (1 + _JITTER * (2 * share - 1))
