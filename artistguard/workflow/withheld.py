"""What is kept back from files that are handed on: everything that tells of works, names or addresses under a seal."""

import re
from collections.abc import Iterator, Mapping, Sequence

from artistguard.catalogue.store import Catalogue
from artistguard.model import wire
from artistguard.model.custody import CustodyEntry
from artistguard.workflow.seals import Seals

_TOKEN = re.compile(r"[A-Za-z0-9:]{16,}")  # ids, digests, codes


class Withheld:
    """Says of texts and ledger lines whether a seal keeps them back today. Made anew for every file."""

    def __init__(self, catalogue: Catalogue, seals: Seals) -> None:
        self._seals = seals
        self._ids: set[str] = set()
        clients = [client.id for client in catalogue.clients.list() if seals.sealed(client.id)]
        for client in clients:
            self._ids.add(client)
            for work in catalogue.works.iterate(client_id=client):
                self._ids.add(work.id)
                for edition in work.editions:
                    self._ids |= {edition.id, edition.sha256, edition.blake3}
        self.anything = bool(clients)

    def texts(self, texts: Sequence[str], *, titles: bool = True) -> frozenset[str]:
        """Those of these texts that tell of something sealed, by name, title, address, id or digest.

        Without `titles` a work's title alone, which strangers may use as well, is nothing.
        """
        if not self.anything:
            return frozenset()
        found = set(self._seals.within(texts, titles=titles))
        return frozenset(found | {text for text in texts if self._ids.intersection(_TOKEN.findall(text))})

    def tells(self, thing: object) -> bool:
        """Whether a text, or any text of a dataclass, names a sealed client or points at a sealed work."""
        return self.anything and bool(self.texts(tuple(_strings(wire.dump(thing))), titles=False))

    def lines(self, entries: Sequence[CustodyEntry]) -> frozenset[int]:
        """The numbers of the lines that tell of something sealed."""
        if not self.anything:
            return frozenset()
        said = {entry.seq: tuple(_strings([entry.subject, entry.details])) for entry in entries}
        hidden = self.texts(tuple(dict.fromkeys(text for texts in said.values() for text in texts)))
        return frozenset(seq for seq, texts in said.items() if hidden.intersection(texts))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings(list(value.keys()))
        yield from _strings(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)
