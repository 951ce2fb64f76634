"""A double of the dataset viewer: small tables, searched as its documentation says, on a port of this computer.

The service itself needs a cluster. This is built from its OpenAPI file and its documentation ("Search text in a
dataset", "Filter rows in a dataset"); the tests replay the examples of that file as well.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from artistguard.workflow.demo_hub import Asked, Reply, as_json, serving

_CONDITION = re.compile(r'"((?:[^"]|"")+)" (ILIKE|=) \'((?:[^\']|\'\')*)\'')


@dataclass
class Table:
    """A split of a data set. `partial`: the viewer holds only these rows of `estimated`."""

    dataset: str
    rows: list[dict[str, Any]]
    config: str = "default"
    split: str = "train"
    revision: str = "a" * 40
    filter: bool = True
    search: bool = True
    estimated: int | None = None


@dataclass
class ViewerDouble:
    """Answers for its tables; `fault(asked)` may answer in its place."""

    tables: list[Table]
    asked: list[Asked] = field(default_factory=list)
    fault: Callable[[Asked], Reply | None] = lambda asked: None
    endpoint: str = ""

    @contextmanager
    def served(self) -> Iterator["ViewerDouble"]:
        with serving(self.answer) as self.endpoint:
            yield self

    @property
    def host(self) -> str:
        return self.endpoint.removeprefix("http://")

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def wheres(self) -> list[str]:
        return [asked.one("where") for asked in self.asked if asked.one("where")]

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if reply := self.fault(asked):
            return reply
        tables = [table for table in self.tables if table.dataset == asked.one("dataset")]
        if not tables:
            code = {"X-Error-Code": "ExternalUnauthenticatedError"}
            return as_json(
                {"error": "The dataset does not exist, or is not accessible without authentication."}, 401, code
            )
        revision = {"X-Revision": tables[0].revision}
        match asked.path:
            case "/is-valid":
                told = {key: getattr(tables[0], key, True) for key in ("preview", "viewer", "search", "filter")}
                return as_json(told, headers=revision)
            case "/splits":
                return as_json({"splits": [_named(table) for table in tables], "pending": [], "failed": []})
            case "/size":
                partial = any(table.estimated for table in tables)
                splits = [
                    {**_named(table), "num_rows": len(table.rows), "estimated_num_rows": table.estimated}
                    for table in tables
                ]
                return as_json({"size": {"splits": splits}, "pending": [], "failed": [], "partial": partial})
        wanted = (asked.one("config"), asked.one("split"))
        table = next((table for table in tables if (table.config, table.split) == wanted), None)
        if table is None:
            return as_json({"error": "Not found."}, 404, {"X-Error-Code": "ResponseNotFound"})
        return self._rows(table, asked)

    def _rows(self, table: Table, asked: Asked) -> Reply:
        found = list(enumerate(table.rows))
        if asked.path == "/search":
            words = _words(asked.one("query"))
            found = [(n, row) for n, row in found if words & _words(str(row))]
        elif asked.path == "/filter":
            where = asked.one("where")
            if re.search(r";|--|/\*|\*/", where) or not re.fullmatch(
                f"{_CONDITION.pattern}( OR {_CONDITION.pattern})*", where
            ):
                code = {"X-Error-Code": "InvalidParameter"}
                return as_json({"error": "Parameter 'where' contains invalid symbols"}, 422, code)
            conditions = _CONDITION.findall(where)
            if any(column.replace('""', '"') not in table.rows[0] for column, _, _ in conditions):
                return as_json({"error": "A query parameter is invalid"}, 422, {"X-Error-Code": "InvalidParameter"})
            found = [(n, row) for n, row in found if any(_holds(row, *condition) for condition in conditions)]
        start, length = int(asked.one("offset") or 0), int(asked.one("length") or 100)
        if length > 100:
            return as_json({"error": "Parameter 'length' must not be greater than 100"}, 422)
        return as_json(
            {
                "features": [
                    {"feature_idx": n, "name": name, "type": _type(value)}
                    for n, (name, value) in enumerate(table.rows[0].items())
                ],
                "rows": [{"row_idx": n, "row": row, "truncated_cells": []} for n, row in found[start : start + length]],
                "num_rows_total": len(found),
                "num_rows_per_page": 100,
                "partial": table.estimated is not None,
            }
        )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _named(table: Table) -> dict[str, str]:
    return {"dataset": table.dataset, "config": table.config, "split": table.split}


def _type(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return {"_type": "Image"}
    return {"_type": "Value", "dtype": "string" if isinstance(value, str) else "int64"}


def _holds(row: dict[str, Any], column: str, operator: str, value: str) -> bool:
    cell, value = str(row[column.replace('""', '"')]), value.replace("''", "'")
    if operator == "=":
        return cell == value
    pattern = "".join({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in value)
    return re.fullmatch(pattern, cell, re.IGNORECASE | re.DOTALL) is not None
