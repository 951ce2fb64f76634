"""The second kind of what can be watched: one that finds by itself.

A Source only asks, and the watch compares the texts and pictures it offers with the artist's. A scan of a data set
cannot be cut like that: hundreds of millions of rows are compared in the worker children, and a hit is worth what the
set's own rows say of chance. So such a one brings its finds along. Runs, leases, steps, coverage and cadence are the
same for both.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from artistguard.catalogue.recording import Offered
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import HostNeed, Question, Step
from artistguard.sources.base import Asker, Watched


@runtime_checkable
class Searching(Watched, Protocol):
    """What is watched by searching it here. `needs` are those whatever the parameters; `needs_of` all of them."""

    def settled(self, params: Mapping[str, object]) -> dict[str, object]:
        """The parameters as they are kept. Raises UsageError for those of which nothing can be made."""

    def needs_of(self, params: Mapping[str, object]) -> Sequence[HostNeed]:
        """Whom it must reach for these parameters; nobody, where everything lies on this machine."""

    def why_not(self) -> str:
        """Why there is nothing to search for, and what to do about it; empty if there is."""

    def search(
        self, question: Question, checkpoint: Mapping[str, object], asker: Asker, cancel: CancelToken
    ) -> Iterator[tuple[Step, Sequence[Offered]]]:
        """As `Source.look`, each step with what was found in it. What was yielded is committed before it goes on."""
