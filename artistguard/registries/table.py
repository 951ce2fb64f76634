"""The registries, as a plain table. No code of others is loaded: an adapter is a line here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from artistguard.registries import forms, rfc3161
from artistguard.registries.base import Registry
from artistguard.registries.iscc_hub import IsccHub
from artistguard.registries.iscc_hubs import hubs
from artistguard.registries.local import LocalLedger
from artistguard.registries.opentimestamps import OpenTimestamps
from artistguard.registries.spawning import Spawning
from artistguard.registries.training_data import TrainingDataRegistry


@dataclass(frozen=True, slots=True)
class Means:
    """What the studio's settings say of registries; an adapter takes what concerns it."""

    home: Path
    authorities: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    domain: str = ""

    @property
    def trust(self) -> Path:
        """The folder of the user's trust list."""
        return self.home / "trust"


# In the order in which they are listed: what a program can tell first, then what only people can.
ADAPTERS: tuple[Callable[[Means], Iterable[Registry]], ...] = (
    lambda means: [LocalLedger()],
    lambda means: map(IsccHub, hubs(means.home).values()),
    lambda means: rfc3161.authorities(means.authorities, means.trust),
    lambda means: [OpenTimestamps(means.calendars)],
    lambda _: [Spawning(), TrainingDataRegistry()],
    lambda means: map(forms.FormRegistry, forms.known(means.home).values()),
)


def registries(means: Means) -> dict[str, Registry]:
    """Every registry by its name."""
    return {each.capabilities.name: each for adapter in ADAPTERS for each in adapter(means)}


def retired(name: str, means: Means) -> Registry | None:
    """One that the settings no longer name: a time-stamp authority's receipts can still be checked. None: no such."""
    if not name.startswith(rfc3161.PREFIX):
        return None
    return rfc3161.authorities([f"https://{name.removeprefix(rfc3161.PREFIX)}"], means.trust)[0]
