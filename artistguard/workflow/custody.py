"""The custody ledger: checked as a whole, and written out so that a stranger can check it without the program."""

import json
from pathlib import Path

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.proof import chain
from artistguard.proof.chain import ChainReport

_EXPLANATION = (
    "Each line is one JSON object in canonical form (RFC 8785). 'hash' is SHA-256 over the line without its 'hash'; "
    "'previous' is the hash of the line before, 64 zeros on the first. A changed, missing or moved line breaks the "
    "chain from there on. Lines cut off at the end can be seen only by comparing the last hash with a copy kept "
    "elsewhere."
)


def check(catalogue: Catalogue) -> ChainReport:
    """Walk the whole ledger; the report locates every break and carries the head to note down."""
    return catalogue.custody.verify()


def export(catalogue: Catalogue, path: Path) -> int:
    """Write the ledger as JSON lines, a first line of explanation before them; returns the number of entries."""
    count = 0
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps({"artistguard-custody": 1, "about": _EXPLANATION}) + "\n")
            for entry in catalogue.custody.iterate():
                file.write(chain.line(entry) + "\n")
                count += 1
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Choose another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return count
