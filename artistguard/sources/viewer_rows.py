"""Rows of a data set as candidates: one a row for pictures, one a name for prompts, which are only counted."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from artistguard.model.names import FieldKind
from artistguard.model.watching import Candidate, CandidateKind, RemotePicture, Text
from artistguard.sources import fields
from artistguard.sources.viewer_api import Rows, Split
from artistguard.sources.viewer_sets import DataSet

SHOWN = 5  # prompts that are kept to look at
_MOST_PICTURES = 5
_LONGEST_URL = 2_000


def rows(
    source: str, hub: str, dataset: DataSet, split: Split, page: Rows, columns: Mapping[str, FieldKind], revision: str
) -> Iterator[Candidate]:
    """Every row as a candidate of its own; all of one data set are one family.

    Its key is a digest of its texts: the number of a row changes when rows before it go.
    """
    for index, row in page.rows:
        cells = [(kind, fields.text(row.get(column))) for column, kind in columns.items()]
        texts = tuple(dict.fromkeys(Text(kind, text) for kind, text in cells if text))
        if not texts:
            continue
        said = json.dumps([[text.field.value, text.text] for text in texts])
        digest = hashlib.sha256(said.encode()).hexdigest()[:20]
        where = urlencode({"row": index}, quote_via=quote)
        yield Candidate(
            source=source,
            key=f"{dataset.id}#{digest}",
            kind=CandidateKind.ROW,
            title=f"{dataset.title}, row {index + 1}",
            url=f"{viewer_url(hub, dataset, split)}?{where}",
            account=dataset.id.rpartition("/")[0],
            revision=revision,
            texts=texts,
            pictures=tuple(_pictures(row, texts)),
            kinship=(f"dataset:{dataset.id.lower()}",),
            captures=(page.captured.capture.sha256,),
        )


def prompts(
    source: str, hub: str, dataset: DataSet, split: Split, page: Rows, columns: Mapping[str, FieldKind], words: str
) -> Candidate | None:
    """How many prompts of a data set hold a name, with a few of them; None for none."""
    if not page.total:
        return None
    texts: list[Text] = []
    for _, row in page.rows:
        texts += [Text(kind, text) for column, kind in columns.items() if (text := fields.text(row.get(column), 2_000))]
    return Candidate(
        source=source,
        key=f"{dataset.id}#{split.config}/{split.name}#{words.casefold()}",
        kind=CandidateKind.DATASET,
        title=dataset.title,
        url=viewer_url(hub, dataset, split),
        account=dataset.id.rpartition("/")[0],
        revision=str(page.total),
        texts=tuple(dict.fromkeys(texts))[:SHOWN],
        kinship=(f"dataset:{dataset.id.lower()}",),
        rows=page.total,
        note=f"Prompts with {words!r} among those that were searched: {page.total}.",
        captures=(page.captured.capture.sha256,),
    )


def viewer_url(hub: str, dataset: DataSet, split: Split) -> str:
    """Where people look at a part of a data set."""
    return f"{hub}/datasets/{quote(dataset.id)}/viewer/{quote(split.config, safe='')}/{quote(split.name, safe='')}"


def _pictures(row: Mapping[str, Any], texts: Sequence[Text]) -> Iterator[RemotePicture]:
    """What the row shows: pictures in its cells, and the addresses in its columns of addresses."""
    caption = next((text.text for text in texts if text.field is FieldKind.CAPTION), "")
    cells = [fields.text(fields.mapping(cell).get("src"), _LONGEST_URL + 1) for cell in row.values()]
    told = [text.text for text in texts if text.field is FieldKind.URL]
    found = [url for url in dict.fromkeys((*cells, *told)) if _is_address(url)]
    for url in found[:_MOST_PICTURES]:
        yield RemotePicture(url, url.partition("?")[0].rpartition("/")[2], caption=caption)


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL and url.isascii() and " " not in url
