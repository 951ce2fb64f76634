"""What the inspector asks of the workflow, as functions for the bridge."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from artistguard.model.listing import WorkFilter

if TYPE_CHECKING:
    from artistguard.workflow.details import Details, Several
    from artistguard.workflow.studio import Studio

Chosen = Sequence[str] | WorkFilter


def details(work: str) -> "Callable[[Studio], Details]":
    """One work."""

    def read(studio: "Studio") -> "Details":
        from artistguard.workflow import details as reading

        return reading.details(studio, work)

    return read


def several(chosen: Chosen) -> "Callable[[Studio], Several]":
    """What several works share."""

    def read(studio: "Studio") -> "Several":
        from artistguard.workflow import details as reading

        return reading.several(studio, chosen)

    return read


def saying(found: "Details") -> "Callable[[Studio], Any]":
    """What a work's file and its copy say, read now."""

    def read(studio: "Studio") -> Any:
        from artistguard.workflow import details as reading

        return reading.says(studio, found)

    return read
