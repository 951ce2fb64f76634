"""The dataset viewer's interface: what it holds of a data set, and its rows (OpenAPI: huggingface/dataset-viewer)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from artistguard.model.egress import NOBODY, Subjects
from artistguard.model.errors import ComeBackLater, Refused
from artistguard.model.watching import Captured, Planned
from artistguard.net import wire
from artistguard.sources import fields
from artistguard.sources.base import Asker, parsed

LENGTH = 100  # rows of a page: its most
_JSON = {"Accept": "application/json"}
_SAID = frozenset({200, 400, 401, 403, 404, 422, 500, 501})
# Codes of X-Error-Code after which asking later may help.
_LATER = frozenset({"", "ResponseNotReadyError", "UnexpectedError", "UnexpectedApiError"})
_PAUSE = timedelta(minutes=5)  # an index is built at the first question, which takes that long
_MOST_SPLITS = 20


class NotShown(Exception):
    """The viewer does not show this data set. `gone`: it is not there, or not for everybody."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.gone = gone


class NotReady(ComeBackLater):
    """The viewer has no answer about this data set yet; others may have one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be asked about a data set, and the revision that the viewer holds ("" where it does not say)."""

    search: bool
    filter: bool
    revision: str


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a data set: `rows` that the viewer holds, `total` where it says how many there are."""

    config: str
    name: str
    rows: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows. `columns` tells of each column whether it holds text; `total` counts the rows that fit."""

    columns: Mapping[str, bool]
    rows: Sequence[tuple[int, Mapping[str, Any]]]
    total: int
    partial: bool
    captured: Captured


class ViewerApi:
    """Asks one endpoint. `asker` is not needed to plan."""

    def __init__(self, endpoint: str, asker: Asker) -> None:
        self._endpoint = endpoint
        self._asker = asker

    def offer(self, dataset: str) -> Offer:
        """What the viewer can do for a data set."""
        said, _, headers = self._ask("/is-valid", {"dataset": dataset}, NOBODY)
        revision = fields.text(headers.get("x-revision"), 64)
        return Offer(said.get("search") is True, said.get("filter") is True, revision)

    def splits(self, dataset: str, config: str = "", split: str = "") -> Sequence[Split]:
        """The parts of a data set, with how many rows of each the viewer holds."""
        query = {"dataset": dataset, **({"config": config} if config else {})}
        said, _, _ = self._ask("/splits", query, NOBODY)
        sizes = self._sizes(query)
        found = []
        for item in fields.sequence(said.get("splits"), 1_000):
            part = fields.mapping(item)
            names = fields.text(part.get("config"), 300), fields.text(part.get("split"), 300)
            if all(names) and config in ("", names[0]) and split in ("", names[1]):
                found.append(Split(*names, *sizes.get(names, (None, None))))
        return found[:_MOST_SPLITS]

    def rows(self, dataset: str, split: Split) -> Rows:
        """The first row, for its columns."""
        return self._rows("/rows", dataset, split, {"length": "1"}, NOBODY, 0)

    def search(self, dataset: str, split: Split, query: str, subjects: Subjects, offset: int) -> Rows:
        """A page of the rows that hold one of the words, in any column of text, best first."""
        return self._rows("/search", dataset, split, {"query": query}, subjects, offset)

    def filter(self, dataset: str, split: Split, where: str, subjects: Subjects, offset: int) -> Rows:
        """A page of the rows that fulfil a condition."""
        return self._rows("/filter", dataset, split, {"where": where}, subjects, offset)

    def _sizes(self, query: Mapping[str, str]) -> Mapping[tuple[str, str], tuple[int | None, int | None]]:
        try:
            said, _, _ = self._ask("/size", query, NOBODY)
        except NotShown:
            return {}
        found = {}
        for item in fields.sequence(fields.mapping(said.get("size")).get("splits"), 1_000):
            part = fields.mapping(item)
            rows, guess = fields.whole(part.get("num_rows")), fields.whole(part.get("estimated_num_rows"))
            total = guess if guess is not None else None if said.get("partial") is True else rows
            found[fields.text(part.get("config"), 300), fields.text(part.get("split"), 300)] = rows, total
        return found

    def _rows(
        self,
        path: str,
        dataset: str,
        split: Split,
        query: Mapping[str, str],
        subjects: Subjects,
        offset: int,
    ) -> Rows:
        asked = rows_query(dataset, split.config, split.name, query, offset)
        said, captured, _ = self._ask(path, asked, subjects)
        columns = {}
        for item in fields.sequence(said.get("features"), 1_000):
            feature = fields.mapping(item)
            kind = fields.mapping(feature.get("type"))
            if name := fields.text(feature.get("name"), 300):
                columns[name] = kind.get("_type") == "Value" and kind.get("dtype") in ("string", "large_string")
        rows = []
        for item in fields.sequence(said.get("rows"), LENGTH):
            index = fields.whole(fields.mapping(item).get("row_idx"))
            row = fields.mapping(fields.mapping(item).get("row"))
            if index is not None and row:
                rows.append((index, row))
        total = fields.whole(said.get("num_rows_total"))
        return Rows(columns, rows, len(rows) if total is None else total, said.get("partial") is True, captured)

    def _ask(
        self, path: str, query: Mapping[str, str], subjects: Subjects
    ) -> tuple[Mapping[str, Any], Captured, Mapping[str, str]]:
        """GET, and what an error means. Raises NotShown, NotReady, Refused for what cannot be read."""
        answer = self._asker.get(
            address(self._endpoint, path, query),
            subjects=subjects,
            headers=_JSON,
            expected=_SAID,
            redirects=0,
        )
        if answer.status == 200:
            said = parsed(answer.body, self._endpoint)
            if not isinstance(said, dict):
                raise Refused(f"What {urlsplit(self._endpoint).netloc} sent cannot be read.")
            return said, answer.captured(), answer.headers
        code = fields.text(answer.headers.get("x-error-code"), 60)
        if answer.status == 500 and code in _LATER:
            raise NotReady(
                "The dataset viewer has no answer yet: it prepares one.",
                "The watch goes on by itself later.",
                until=answer.at + _PAUSE,
            )
        raise NotShown(_why(answer.status, code), gone=answer.status in (401, 403, 404))


def rows_query(dataset: str, config: str, split: str, query: Mapping[str, str], offset: int) -> Mapping[str, str]:
    """The parameters of a question about rows."""
    where = {"dataset": dataset, "config": config, "split": split}
    return {**where, "offset": str(offset), "length": str(LENGTH), **query}


def address(endpoint: str, path: str, query: Mapping[str, str]) -> str:
    """The address of a question. A blank is "%20": "+" would stand for itself in a condition."""
    return f"{endpoint}{path}?{urlencode(query, quote_via=quote, safe='/')}"


def plan(endpoint: str, path: str, query: Mapping[str, str], why: str) -> Planned:
    """A question as it would leave."""
    return wire.planned("GET", address(endpoint, path, query), why, _JSON)


def _why(status: int, code: str) -> str:
    told = f" ({code})" if code else ""
    match status:
        case 401 | 403:
            return f"It is not shown to everybody: private, gated, or not there any more{told}."
        case 404:
            return f"It is not there, or not shown{told}."
        case 501:
            return f"The viewer does not serve it{told}."
        case 500:
            return f"The viewer cannot read it{told}."
    return f"The viewer did not take the question{told}."
