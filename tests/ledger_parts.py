"""Works registered with the local ledger, by the verbs themselves."""

from collections.abc import Iterable

from artistguard.model.artwork import Artwork
from artistguard.model.registering import Declaration
from artistguard.registries import local
from artistguard.workflow import registering
from artistguard.workflow.studio import Studio


def declare(studio: Studio, works: Iterable[Artwork], preset: str | None = None) -> list[Declaration]:
    """Register works; returns their declarations in the order of the works."""
    works = list(works)
    _, report = registering.register(studio, registering.plan(studio, works, [local.NAME], preset=preset))
    assert not report.failures
    return [list(registering.declarations(studio, work.id, local.NAME))[-1] for work in works]


def take_back(studio: Studio, declared: Declaration) -> None:
    """Withdraw a declaration."""
    _, report = registering.withdraw(studio, [declared.id])
    assert not report.failures
