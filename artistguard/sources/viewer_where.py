"""Conditions for the dataset viewer's /filter: a name or an address in columns, in the few words it understands.

Its documentation ("Filter rows in a dataset"): columns in double quotes, strings in single quotes, a quote doubled;
comparisons joined by AND and OR. ";", "--" and "/*" are refused anywhere, in a string too. ILIKE is understood by the
service of today (huggingface/dataset-viewer, services/search); it has no escape, so what must not stand in a pattern
becomes "_", which is any character: what is found is looked at again here, character by character.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from artistguard.model.egress import Subjects
from artistguard.model.names import FieldKind, OwnName

SHORTEST = 4  # characters of a pattern; shorter ones are in every other word
_LONGEST = 1_500  # characters of a condition in a URL
_REFUSED = re.compile(r"[%;\-/*\\\s_.']")
_SCHEME = re.compile(r"(?:[a-z]+:)?//(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Search:
    """One thing that is looked for in rows: in words for /search, as a condition for /filter."""

    words: str
    where: str
    subjects: Subjects
    wanted: frozenset[str]  # patterns of ILIKE, and digests

    def fits(self, texts: Sequence[str]) -> bool:
        """Whether one of the texts holds what is looked for: /search finds rows with one of the words, too."""
        wanted = [re.escape(one.strip("%")).replace("_", ".") for one in self.wanted]
        return any(re.search("|".join(wanted), one, re.IGNORECASE) for one in texts) if wanted else False


def name_search(
    name: OwnName, forms: Sequence[str], digests: Sequence[str], columns: Mapping[str, FieldKind]
) -> Search:
    """A name in the columns that hold words, its digests in those that hold digests."""
    texts = [column for column, kind in columns.items() if kind not in (FieldKind.URL, FieldKind.HASH)]
    hashes = [column for column, kind in columns.items() if kind is FieldKind.HASH]
    wanted = patterns(name, forms)
    conditions = [f"{key(column)} ILIKE {text(pattern)}" for pattern in wanted for column in texts]
    conditions += [f"{key(column)} = {text(digest)}" for digest in digests for column in hashes]
    return Search(name.text, _joined(conditions), Subjects(names=(name.text,)), frozenset((*wanted, *digests)))


def address_search(address: str, columns: Mapping[str, FieldKind]) -> Search:
    """An address in the columns that hold addresses or words."""
    bare = _SCHEME.sub("", address.strip().lower(), count=1).rstrip("/")
    pattern = f"%{_REFUSED.sub('_', bare)}%"
    meant = [column for column, kind in columns.items() if kind in (FieldKind.URL, FieldKind.CAPTION)]
    wanted = [pattern] if len(bare) >= SHORTEST else []
    conditions = [f"{key(column)} ILIKE {text(pattern)}" for column in meant for pattern in wanted]
    return Search(bare, _joined(conditions), Subjects(addresses=(address,)), frozenset(wanted))


def patterns(name: OwnName, forms: Sequence[str]) -> Sequence[str]:
    """The name's whole forms as patterns. A surname alone would find half of the rows there are."""
    whole = len(_letters(name.text))
    found = (_REFUSED.sub("_", form) for form in (name.text.lower(), *forms) if len(_letters(form)) >= whole)
    return tuple(dict.fromkeys(f"%{pattern}%" for pattern in found if len(_letters(pattern)) >= SHORTEST))


def key(column: str) -> str:
    """A column's name, quoted."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string, quoted."""
    return "'" + value.replace("'", "''") + "'"


def _joined(conditions: Sequence[str]) -> str:
    """As many of the conditions as a URL holds, the most telling first."""
    return " OR ".join(_fitting(conditions))


def _fitting(conditions: Sequence[str]) -> Iterator[str]:
    length = 0
    for condition in conditions:
        length += len(quote(condition)) + 8
        if length > _LONGEST:
            return
        yield condition


def _letters(form: str) -> str:
    return re.sub(r"[\W_]", "", form)
