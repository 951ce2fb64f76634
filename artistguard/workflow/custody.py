"""The custody ledger: checked as a whole, and written out so that a stranger can check it without the program."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from artistguard.catalogue.store import Catalogue
from artistguard.model.custody import CustodyEntry
from artistguard.model.errors import UsageError
from artistguard.proof import chain
from artistguard.proof.chain import ChainReport
from artistguard.workflow.seals import Seals
from artistguard.workflow.withheld import Withheld

_AT_ONCE = 1000  # lines
_SEALED = "under a client's seal"
_EXPLANATION = (
    "Each line is one JSON object in canonical form (RFC 8785). 'hash' is SHA-256 over the line without its 'hash'; "
    "'previous' is the hash of the line before, 64 zeros on the first. A changed, missing or moved line breaks the "
    "chain from there on. Lines cut off at the end can be seen only by comparing the last hash with a copy kept "
    "elsewhere."
)
_KEPT_BACK = (
    " A line with 'withheld' tells of what is under a client's seal: its content is kept back, so that its hash cannot "
    "be computed anew; that it stands in its place, the hashes on both sides of it still show."
)


@dataclass(frozen=True, slots=True)
class Exported:
    """How many lines were written, and of how many of them the content was kept back."""

    lines: int
    withheld: int


def check(catalogue: Catalogue) -> ChainReport:
    """Walk the whole ledger; the report locates every break and carries the head to note down."""
    return catalogue.custody.verify()


def export(catalogue: Catalogue, path: Path, *, with_sealed: bool = False) -> Exported:
    """Write the ledger as JSON lines, a first line of explanation before them.

    Lines that tell of what is under a client's seal keep their place and their hashes alone, unless `with_sealed`.
    """
    withheld = None if with_sealed else Withheld(catalogue, Seals(catalogue))
    about = _EXPLANATION + (_KEPT_BACK if withheld is not None and withheld.anything else "")
    count = hidden = 0
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps({"artistguard-custody": 1, "about": about}) + "\n")
            for part in _parts(catalogue.custody.iterate()):
                sealed = withheld.lines(part) if withheld is not None else frozenset()
                file.writelines(
                    (kept_back(entry, _SEALED) if entry.seq in sealed else chain.line(entry)) + "\n" for entry in part
                )
                count, hidden = count + len(part), hidden + len(sealed)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Choose another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return Exported(count, hidden)


def _parts(entries: Iterable[CustodyEntry]) -> Iterator[list[CustodyEntry]]:
    source = iter(entries)
    while part := list(islice(source, _AT_ONCE)):
        yield part


def kept_back(entry: CustodyEntry, why: str) -> str:
    """What stands in a line's place where its content is kept back: its number and hashes, and why."""
    line = {"hash": entry.hash, "previous": entry.previous, "seq": entry.seq, "withheld": why}
    return json.dumps(line, separators=(",", ":"))
