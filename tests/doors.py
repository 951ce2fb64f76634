"""Stand-ins for what a studio would hand the door, where a test is about something else."""

from collections.abc import Callable
from typing import Any

from artistguard.model.egress import Purpose


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
