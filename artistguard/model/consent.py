"""What the user agreed to: one host, for which purposes, after seeing what exactly."""

from dataclasses import dataclass
from datetime import datetime

from artistguard.model.egress import Purpose


@dataclass(frozen=True, slots=True)
class Consent:
    """`host` is a name, a "name:port", or "*.name" for every name below it. `shown` is what the user saw before."""

    id: str
    host: str
    purposes: tuple[Purpose, ...]
    shown: str
    at: datetime
    seat: str
    actor: str
    withdrawn_at: datetime | None = None

    def covers(self, authority: str) -> bool:
        """Whether a host (or host:port) is meant; the usual ports are left out."""
        if self.host.startswith("*."):
            return authority.endswith(self.host[1:]) and len(authority) > len(self.host) - 1
        return authority == self.host
