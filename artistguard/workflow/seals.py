"""What the clients' seals forbid, asked by the door before anything leaves."""

from collections.abc import Callable
from datetime import date

from artistguard.catalogue.store import Catalogue
from artistguard.model.egress import Subjects
from artistguard.model.protocols import sealed_by


class Seals:
    """The sealing policy over a catalogue. `today` is a seam for tests."""

    def __init__(self, catalogue: Catalogue, today: Callable[[], date] = date.today) -> None:
        self._catalogue = catalogue
        self._today = today

    def sealed(self, client_id: str | None) -> bool:
        """Whether works of this client are under seal today. Works without a client are the artist's own: open."""
        if client_id is None:
            return False
        return self._catalogue.clients.get(client_id).seal.forbids(self._today())

    def check(self, subjects: Subjects) -> None:
        """Raise Sealed if one of the works is under seal."""
        works = [self._catalogue.works.get(work) for work in subjects.works]
        hidden = [work.title for work in works if self.sealed(work.client_id)]
        if hidden:
            raise sealed_by(hidden)
