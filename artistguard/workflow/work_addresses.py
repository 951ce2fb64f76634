"""Where works stand on the web: read from a CSV that the user keeps, and remembered."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from artistguard.model import paths
from artistguard.model.artwork import Artwork
from artistguard.model.errors import Refused, UsageError
from artistguard.net.guard import place
from artistguard.workflow.studio import Studio

_LARGEST = 64 * 2**20  # bytes of a list
_LONGEST = 2048  # characters of a URL
_SHOWN = 20  # faults that are named


@dataclass(frozen=True, slots=True)
class Taken:
    """What a list gave. `faults` name lines that were passed over, and why; `more` counts those not named."""

    new: int
    known: int
    works: int
    faults: tuple[str, ...] = ()
    more: int = 0


def take_in(studio: Studio, file: Path) -> Taken:
    """Note the addresses of a CSV with two columns, the work (number, id, title or file name) and its URL.

    Several lines may name one work. Lines that cannot be understood are passed over and named. Raises UsageError for
    a file that is no such list.
    """
    lines = list(_lines(file))
    finder = _Finder(studio)
    pairs: dict[tuple[str, str], None] = {}
    faults: list[str] = []
    for number, cells in lines:
        try:
            pairs[finder.find(cells[0]), checked(cells[1])] = None
        except UsageError as error:
            if number == 1 and not cells[1].startswith(("http://", "https://")):
                continue  # a heading
            faults.append(f"Line {number}: {error.message}")
    if not pairs and not faults:
        raise UsageError(f"{paths.printable(file.name)} names no addresses.", "Two columns: the work, and its URL.")
    with studio.catalogue.transaction():
        new = studio.catalogue.addresses.add(pairs)
        if new:
            studio.catalogue.custody.append("addresses-noted", "", {"new": new, "works": len({w for w, _ in pairs})})
    return Taken(
        new,
        len(pairs) - new,
        len({work for work, _ in pairs}),
        tuple(faults[:_SHOWN]),
        max(0, len(faults) - _SHOWN),
    )


def checked(url: str) -> str:
    """A URL at which a work can stand. Raises UsageError."""
    url = url.strip()
    try:
        place(url)
    except Refused as error:
        raise UsageError(f"{url[:80]!r} is no address of the web.") from error
    if len(url) > _LONGEST or any(letter.isspace() or not letter.isprintable() for letter in url):
        raise UsageError(f"{url[:80]!r} is no address of the web.")
    return url


def _lines(file: Path) -> Iterator[tuple[int, tuple[str, str]]]:
    try:
        with file.open("rb") as source:
            raw = source.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{paths.printable(file.name)} cannot be read: {error.strerror}.") from error
    if len(raw) > _LARGEST or b"\0" in raw:
        raise UsageError(f"{paths.printable(file.name)} is no list in CSV.")
    text = raw.decode("utf-8-sig", "replace")
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            if any(cell.strip() for cell in row):
                yield number, (row[0].strip(), row[1].strip() if len(row) > 1 else "")
    except csv.Error as error:
        raise UsageError(f"{paths.printable(file.name)} is no list in CSV ({error}).") from error


class _Finder:
    """Works by what people call them. A name that means several is none."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._named: Mapping[str, set[str]] | None = None

    def find(self, reference: str) -> str:
        """The id of the work. Raises UsageError."""
        try:
            return self._studio.catalogue.works.find(reference).id
        except UsageError as error:
            if self._named is None:
                self._named = self._names()
            found = self._named.get(reference.casefold(), set())
            if len(found) == 1:
                return next(iter(found))
            if found:
                raise UsageError(
                    f"Several works are called {reference[:80]!r}.", "Give the number, as in #7."
                ) from error
            raise

    def _names(self) -> Mapping[str, set[str]]:
        named: defaultdict[str, set[str]] = defaultdict(set)
        for work in self._studio.catalogue.works.iterate():
            for name in _names_of(work):
                named[name.casefold()].add(work.id)
        return named


def _names_of(work: Artwork) -> Iterator[str]:
    yield work.title
    for edition in work.editions:
        if edition.superseded_by is None:
            name = edition.location.path.rpartition("/")[2]
            yield from (name, edition.location.path, name.rpartition(".")[0] or name, edition.sha256)
