"""Who belongs together: the texts that candidates of one family have in common, and the grouping by them."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from artistguard.catalogue.bounds import name
from artistguard.model.finds import Match
from artistguard.model.names import FieldKind
from artistguard.model.watching import Candidate, CandidateKind, Key

Node = tuple[str, Any]
_FORM = "form "
_FILES = ("sha256:", "autov2:", "weights:")
DATASET = "dataset:"  # and its id, in small letters
_EVERYWHERE = (*_FILES, DATASET)  # they mean the same whichever source tells of them
_NAMED = (CandidateKind.MODEL, CandidateKind.DATASET, CandidateKind.SPACE)
_SHORTEST = 6  # letters of a name that is told from others


def kinship(candidate: Candidate, matches: Sequence[Match]) -> set[str]:
    """The texts of one candidate. Bytes are the same everywhere; names and links mean something at their source.

    And one more: a name of the artist's in the candidate's own name, the rest of that name, and the trigger.
    """
    texts = {text if text.startswith(_EVERYWHERE) else f"{candidate.source} {text}" for text in candidate.kinship}
    if candidate.kind in _NAMED:
        form = _plain(candidate.title.rpartition("/")[2])
        if len(form) >= _SHORTEST and any(m.key is Key.NAME and m.field is FieldKind.ID for m in matches):
            trigger = next((text.text for text in candidate.texts if text.field is FieldKind.TRIGGER), "")
            texts.add(f"{_FORM}{candidate.kind.value} {form} {_plain(trigger)}")
    return set(map(name, texts))


def is_exact(text: str) -> bool:
    """Whether a text says the very same thing, and not only the same name with the same trigger elsewhere."""
    return not text.startswith(_FORM)


def is_file(text: str) -> bool:
    """Whether a text is about the bytes of a file."""
    return text.startswith(_FILES)


class Groups:
    """Sets that are joined until nothing more belongs together (union-find). A node is a kind and a name."""

    def __init__(self) -> None:
        self._parents: dict[Node, Node] = {}

    def join(self, one: Node, other: Node) -> None:
        """These two belong together, and so does everything that belongs to either."""
        one, other = self._root(one), self._root(other)
        if one != other:
            self._parents[other] = one

    def all(self) -> list[list[Node]]:
        """The groups; members in the order in which they were first named."""
        groups: dict[Node, list[Node]] = {}
        for node in list(self._parents):
            groups.setdefault(self._root(node), []).append(node)
        return list(groups.values())

    def _root(self, node: Node) -> Node:
        path = []
        while (parent := self._parents.setdefault(node, node)) != node:
            path.append(node)
            node = parent
        self._parents.update(dict.fromkeys(path, node))
        return node


def _plain(text: str) -> str:
    return re.sub("[^a-z0-9]+", "", unicodedata.normalize("NFKD", text.casefold()))[:80]
