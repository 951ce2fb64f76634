"""Stand-ins for what a studio would hand the door, where a test is about something else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from artistguard.model.egress import Purpose

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that sleeping turns, and tests may turn as well."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.at += timedelta(seconds=seconds)

    @property
    def passed(self) -> float:
        return (self.at - START).total_seconds()


class EveryHost:
    """Double of the user's consents: every host is agreed to."""

    def check(self, authority: str, purpose: Purpose) -> None:
        """Nothing is refused."""


class Memory:
    """Double of the catalogue's store of limits, in memory (net.limits.LimitStore)."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        return self.kept.get(key)

    def change(self, key: str, step: Callable[[Any], Any]) -> None:
        self.kept[key] = step(self.kept.get(key))
