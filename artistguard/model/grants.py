"""Consent that the artist granted: "I said yes to X on D for these works"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from artistguard.model.rights import DataUse


@dataclass(frozen=True, slots=True)
class Grant:
    """A yes: to whom, for which uses, over which days, for which works.

    Neither `works` nor `client_id`: all works, whenever they were made. Days are the user's own, both inclusive.
    """

    id: str
    to: str
    uses: tuple[DataUse, ...]
    since: date
    at: datetime  # when it was written down here, which may be long after `since`
    seat: str
    actor: str
    until: date | None = None  # None: until it is ended
    works: tuple[str, ...] = ()  # ids
    client_id: str | None = None
    note: str = ""
    document: str = ""  # SHA-256 of the contract, hex; the contract itself stays where it is
    ended_on: date | None = None  # the last day on which it held
    ended_at: datetime | None = None  # when that was written down here

    def covers(self, work_id: str, client_id: str | None) -> bool:
        """Whether a work of this client (None: the artist's own) is meant."""
        if self.works:
            return work_id in self.works
        return self.client_id is None or self.client_id == client_id

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and all(day <= last for last in (self.until, self.ended_on) if last is not None)


def holding(grants: Iterable[Grant], day: date, work_id: str, client_id: str | None) -> tuple[Grant, ...]:
    """Those of these grants that hold on a day for a work."""
    return tuple(grant for grant in grants if grant.holds(day) and grant.covers(work_id, client_id))
