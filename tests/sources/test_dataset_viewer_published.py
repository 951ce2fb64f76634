"""The dataset viewer's published interface: every example answer of every status in it, replayed."""

import json
from pathlib import Path
from typing import Any

import pytest
from sources.hub_double import opened
from sources.viewer_double import Table, ViewerDouble

from artistguard.model.egress import NOBODY
from artistguard.sources.base import Asker
from artistguard.sources.viewer_api import NotReady, NotShown, Split, ViewerApi
from artistguard.workflow.demo_hub import Reply

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "hugging-face" / "dataset-viewer-openapi.json"
if not SAMPLE.exists():
    pytest.skip("the published OpenAPI lies beside the repository, and is not here", allow_module_level=True)
PUBLISHED = json.loads(SAMPLE.read_text("utf-8"))


@pytest.fixture(scope="module")
def viewer():
    with ViewerDouble([]).served() as double:
        yield double


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        part: Any = PUBLISHED
        for name in node["$ref"].removeprefix("#/").split("/"):
            part = part[name]
        node = part
    return node


def codes(response: dict[str, Any]) -> list[str]:
    """The values of X-Error-Code that a response may carry; "" where it may be missing."""
    header = resolved(response.get("headers", {}).get("X-Error-Code", {}))
    if not header:
        return [""]
    named = [resolved(schema) for schema in resolved(header["schema"])["oneOf"]]
    found = [value for schema in named for value in schema.get("enum", [schema.get("const")])]
    return found if header.get("required") else [*found, ""]


def published():
    for path in ("/is-valid", "/splits", "/size", "/rows", "/search", "/filter"):
        for status, response in PUBLISHED["paths"][path]["get"]["responses"].items():
            told = resolved(response)
            for media, content in told["content"].items():
                for title, example in content.get("examples", {}).items():
                    value = resolved(example)["value"]
                    body = json.dumps(value) if media == "application/json" else value
                    for code in codes(told):
                        yield pytest.param(
                            path, int(status), media, body, code, id=f"{path}-{status}-{code}-{title}"[:100]
                        )


@pytest.mark.parametrize(("path", "status", "media", "body", "code"), list(published()))
def test_every_published_example_is_understood(viewer, path, status, media, body, code) -> None:
    headers = {"Content-Type": media, **({"X-Error-Code": code} if code else {})}
    viewer.fault = lambda asked: Reply(status, headers, body.encode()) if asked.path == path else None
    viewer.tables = [Table("a/b", [{"text": "x"}])] if path == "/size" else []
    api = ViewerApi(viewer.endpoint, Asker(opened(viewer.host)))
    split = Split("default", "train", None, None)
    calls = {
        "/is-valid": lambda: api.offer("a/b"),
        "/splits": lambda: api.splits("a/b"),
        "/size": lambda: api.splits("a/b"),
        "/rows": lambda: api.rows("a/b", split),
        "/search": lambda: api.search("a/b", split, "dog", NOBODY, 0),
        "/filter": lambda: api.filter("a/b", split, "\"Sex\" = 'female'", NOBODY, 0),
    }
    if status == 200:
        told = json.loads(body)
        answer = calls[path]()
        if path in ("/rows", "/search", "/filter"):
            assert [index for index, _ in answer.rows] == [row["row_idx"] for row in told["rows"]]
            assert answer.total == told["num_rows_total"]
            assert list(answer.columns) == [feature["name"] for feature in told["features"]]
            assert answer.partial is told.get("partial", False)
        elif path == "/is-valid":
            assert (answer.search, answer.filter) == (told["search"], told["filter"])
        elif path == "/size":
            assert answer == [Split("default", "train", None, None)]
        else:
            assert [(part.config, part.name) for part in answer] == [(p["config"], p["split"]) for p in told["splits"]]
        return
    expected = NotReady if status == 500 and code in ("", "ResponseNotReadyError", "UnexpectedError") else NotShown
    if path == "/size" and expected is NotShown:  # the search goes on without it
        assert calls[path]() == [split]
        return
    with pytest.raises(expected) as caught:
        calls[path]()
    if expected is NotShown:
        assert caught.value.gone is (status in (401, 404))
        assert code in caught.value.why


def test_sizes_are_told_as_published(viewer) -> None:
    examples = PUBLISHED["paths"]["/size"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
    told = resolved(examples["dataset size"])["value"]
    splits = {"splits": [{key: part[key] for key in ("dataset", "config", "split")} for part in told["size"]["splits"]]}
    viewer.fault = lambda asked: Reply(200, {}, json.dumps(told if asked.path == "/size" else splits).encode())
    found = ViewerApi(viewer.endpoint, Asker(opened(viewer.host))).splits("ylecun/mnist")
    assert found == [Split("mnist", "train", 60_000, 60_000), Split("mnist", "test", 10_000, 10_000)]
