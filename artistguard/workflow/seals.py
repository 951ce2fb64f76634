"""What the clients' seals forbid, asked by the door before anything leaves."""

import re
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from artistguard.catalogue.store import Catalogue
from artistguard.model.egress import Subjects
from artistguard.model.finds import below
from artistguard.model.protocols import sealed_by
from artistguard.model.rights import Client
from artistguard.proof.chain import Head

_WORDS = 12  # of a name that is looked for within a text
_SHORTEST = 4  # letters: shorter names are looked for as whole texts alone
_WORD = re.compile(r"[^\W_]+")
_PLACE = re.compile(r"\S*[\w-]\.\w\S*")  # what may be an address, or end in one


class Seals:
    """The sealing policy over a catalogue. `today` is a seam for tests.

    Under a client's seal are their works, these works' titles, their own name, the names that belong to them, and
    their addresses.
    """

    def __init__(self, catalogue: Catalogue, today: Callable[[], date] = date.today) -> None:
        self._catalogue = catalogue
        self._today = today
        self._titles: tuple[tuple[Head, tuple[str, ...]], frozenset[str]] | None = None
        self._lock = threading.Lock()

    def sealed(self, client_id: str | None) -> bool:
        """Whether works of this client are under seal today. Works without a client are the artist's own: open."""
        if client_id is None:
            return False
        return self._catalogue.clients.get(client_id).seal.forbids(self._today())

    def check(self, subjects: Subjects) -> None:
        """Raise Sealed if one of the works, names or addresses is under seal."""
        hidden = self._hidden(subjects.works)
        hidden += self.among((*subjects.names, *subjects.addresses))
        if hidden:
            raise sealed_by(hidden)

    def _hidden(self, works: Sequence[str]) -> list[str]:
        """The titles of those of these works that are under seal. One request may be about ten thousand."""
        clients = self._catalogue.works.clients_of(works)
        for work in works:
            if work not in clients:
                clients[work] = self._catalogue.works.get(work).client_id  # raises what an unknown work raises
        sealed = {client for client in set(clients.values()) if self.sealed(client)}
        return [self._catalogue.works.get(work).title for work in works if clients[work] in sealed]

    def among(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Those of these names and addresses that are under seal today."""
        texts = tuple(texts)
        clients = [client for client in self._catalogue.clients.list() if client.seal.forbids(self._today())]
        if not clients or not texts:
            return ()
        names, addresses = self._forbidden(clients)
        return tuple(text for text in texts if _plain(text) in names or any(_meets(text, a) for a in addresses))

    def within(
        self, texts: Iterable[str], *, titles: bool = True, but: Collection[str] = frozenset()
    ) -> tuple[str, ...]:
        """Those of these texts that hold, as whole words anywhere in them, such a name or address.

        Without `titles` those of works are passed over, which may be everyday words. Clients in `but` (ids) are too.
        """
        texts = tuple(texts)
        clients = [client for client in self._catalogue.clients.list() if client.seal.forbids(self._today())]
        clients = [client for client in clients if client.id not in but]
        if not clients or not texts:
            return ()
        names, addresses = self._forbidden(clients)
        if not titles:
            names -= self._work_titles(tuple(sorted(client.id for client in clients)))
        longest = max(map(len, names), default=0)
        return tuple(text for text in texts if _holds(text, names, addresses, longest))

    def _forbidden(self, clients: Sequence[Client]) -> tuple[set[str], set[str]]:
        """The names, as they are compared, and the addresses of these clients."""
        ids = sorted(client.id for client in clients)
        profile = self._catalogue.profile.get()
        own = {_plain(name.text) for name in profile.names if name.client_id is None}
        names = {_plain(client.name) for client in clients} | self._work_titles(tuple(ids))
        names |= {_plain(name.text) for name in profile.of_clients if name.client_id in ids}
        addresses = set()
        for rights in (client.rights for client in clients):
            # The artist may stand there too: that is not what a seal hides.
            names |= {_plain(name) for name in (rights.rights_holder, rights.licensee, rights.licensor)} - own
            names |= {_plain(mail) for mail in (rights.contact_email, rights.licensor_email)}
            addresses |= {rights.web_statement, rights.contact_url, rights.licensor_url}
        own_places = {address for address in addresses if any(below(address, place) for place in profile.addresses)}
        return names - {""}, addresses - own_places - {""}

    def _work_titles(self, clients: tuple[str, ...]) -> frozenset[str]:
        """The titles of these clients' works; read anew when something changed, which is always in the ledger."""
        with self._lock:
            state = (self._catalogue.custody.head(), clients)
            if self._titles is None or self._titles[0] != state:
                self._titles = state, frozenset(map(_plain, self._catalogue.works.titles(clients)))
            return self._titles[1]


def _plain(name: str) -> str:
    """A name as it is compared: neither case, accents nor what stands between the letters count."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _holds(text: str, names: set[str], addresses: set[str], longest: int) -> bool:
    """Whether a text is one of these, or one of these stands in it. `longest`: letters of the longest name."""
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(
            letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter)
        )
    words = _WORD.findall(folded)
    if "".join(words) in names:
        return True
    for start in range(len(words)):
        run = ""
        for word in words[start : start + _WORDS]:
            run += word
            if len(run) > longest:
                break
            if len(run) >= _SHORTEST and run in names:
                return True
    return any(_meets(found.strip(".,;:()[]<>\"'"), one) for found in _PLACE.findall(text) for one in addresses)


def _meets(address: str, sealed: str) -> bool:
    """Whether one of the two lies below the other."""
    return below(address, sealed) or below(sealed, address)
