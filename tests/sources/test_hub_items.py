"""Repositories as strangers may describe them: whatever stands in a field, what comes of it can be shown and kept."""

import copy
import dataclasses
import json
from typing import Any

import pytest

from artistguard.model import wire
from artistguard.model.names import FieldKind
from artistguard.model.watching import Candidate, CandidateKind
from artistguard.sources import hub_items, safetensors
from artistguard.sources.hub_api import HubPaths

HUB = HubPaths("https://hub.example")
WHOLE: dict[str, Any] = {
    "_id": "66a1000000000000000000a1",
    "id": "someone/ada-wren",
    "author": "someone",
    "sha": "a" * 40,
    "createdAt": "2026-05-04T09:12:40.000Z",
    "lastModified": "2026-05-04T09:31:02.000Z",
    "gated": "auto",
    "disabled": False,
    "description": "Works",
    "tags": ["lora", "dataset:x/y", "base_model:finetune:a/b", "license:mit", "arxiv:1"],
    "siblings": [
        {"rfilename": "README.md"},
        {"rfilename": "a.safetensors", "size": 5, "lfs": {"sha256": "b" * 64, "size": 5}},
        {"rfilename": "images/1 é.png", "size": 7},
    ],
    "cardData": {
        "title": "Wren",
        "pretty_name": "Wren",
        "instance_prompt": "ada wren style",
        "trigger_words": ["one", "two"],
        "tags": ["art"],
        "datasets": ["x/y", "<b>"],
        "base_model": "a/b",
        "duplicated_from": "c/d",
        "widget": [{"text": "a harbour", "output": {"url": "images/1 é.png"}}],
    },
}
JUNK = [
    *(None, True, -1, 10**400, float("inf"), "", "x" * 100_000),
    *([], [[]], {}, {"a": {"b": []}}, [None, 5, {"text": 5}], [["a"] * 3]),
    *("<script>alert(1)</script>", "\x00\x1b[31mred\x07\r\n\u2028\u202e", "\ud800", "../../../etc/passwd"),
]


def places(node: Any, path: tuple[Any, ...] = ()):
    """Every place in a document."""
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def put(path: tuple[Any, ...], value: Any) -> Any:
    """The document with something else in one place."""
    if not path:
        return value
    document = copy.deepcopy(WHOLE)
    node = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return document


def strings(value: Any):
    """Every string in JSON values."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def sound(found: Candidate) -> None:
    """It can be written as JSON in UTF-8, and nothing in it is without bounds or unfit to be shown."""
    dumped = wire.dump(found)
    assert len(json.dumps(dumped, ensure_ascii=False, allow_nan=False).encode("utf-8")) < 400_000
    for text in strings(dumped):
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text.replace("\n", " "))
    assert found.url.isascii()
    assert all(picture.url.isascii() and " " not in picture.url for picture in found.pictures)


def test_a_whole_item() -> None:
    found = hub_items.candidate("hub", CandidateKind.MODEL, WHOLE, HUB)
    assert found is not None
    sound(found)
    assert found.declares == ("dataset:x/y", "base_model:a/b")
    assert [text.text for text in found.texts if text.field is FieldKind.TAG] == ["lora", "x/y", "a/b", "art"]
    assert [text.text for text in found.texts if text.field is FieldKind.TRIGGER] == ["ada wren style", "one", "two"]
    (picture,) = found.pictures
    assert picture.url == f"https://hub.example/someone/ada-wren/resolve/{'a' * 40}/images/1%20%C3%A9.png"
    assert (picture.size, picture.caption) == (7, "a harbour")
    assert found.kinship == (f"sha256:{'b' * 64}", "fork-of:model/someone/ada-wren", "fork-of:model/c/d")


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
@pytest.mark.parametrize("kind", [CandidateKind.MODEL, CandidateKind.DATASET, CandidateKind.SPACE])
def test_junk_in_every_place(junk: Any, kind: CandidateKind) -> None:
    kept = 0
    for path in places(WHOLE):
        found = hub_items.candidate("hub", kind, put(path, junk), HUB)
        if found is not None:
            sound(found)
            kept += 1
    assert kept > 20  # one bad field costs that field


def test_cards_are_texts_without_their_data() -> None:
    found = hub_items.candidate("hub", CandidateKind.MODEL, WHOLE, HUB)
    assert found is not None
    for readme, expected in (
        (b"---\nlicense: mit\n---\n# Wren", ["# Wren"]),
        (b"# Wren\n---\na\n---\n", ["# Wren\n---\na\n---"]),
        (b"\xff\xfe\x00 \x1b[0m", ["\ufffd\ufffd   [0m"]),
        (b"", []),
        (b"---\n" + b"a: b\n" * 100_000, ["x"]),
    ):
        read = hub_items.with_card(found, readme)
        sound(dataclasses.replace(read, texts=read.texts[:50]))
        cards = [text.text for text in read.texts if text.field is FieldKind.CARD and text.text != "Works"]
        assert cards == expected or (expected == ["x"] and len(cards[0]) <= 200_000)


def test_headers_add_up() -> None:
    found = hub_items.candidate("hub", CandidateKind.MODEL, WHOLE, HUB)
    assert found is not None
    said = safetensors.Header((), 12, "c" * 64)
    read = hub_items.with_header(found, "a.safetensors", said, "d" * 64, 99)
    assert read.rows == 12
    assert f"weights:{'c' * 64}" in read.kinship
    assert [(file.size, file.sha256) for file in read.files if file.name == "a.safetensors"] == [(5, "b" * 64)]
    assert hub_items.headers_of(found, 5) == ("a.safetensors",)
