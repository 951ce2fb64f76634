"""The header of a safetensors file: what a trainer wrote into it about the pictures and words it worked with.

Layout (huggingface/safetensors, README, "Format"): 8 bytes, an unsigned little-endian length N; N bytes of JSON, an
object; then the tensors, which are never read here. Strings about the file stand under "__metadata__". What trainers
write there: kohya-ss/sd-scripts the "ss_" fields (tag frequencies and folder names as JSON inside a string),
Stability-AI/ModelSpec the "modelspec." fields; others what they like.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artistguard.model import paths
from artistguard.model.errors import Damaged
from artistguard.model.names import FieldKind
from artistguard.model.oserrors import regular, unreadable
from artistguard.model.watching import Text
from artistguard.sources import fields

LENGTH = 8  # bytes
LARGEST_HEADER = 25_000_000  # bytes; huggingface_hub refuses more, too
MOST_TAGS = 300  # of the most frequent
MOST_OTHERS = 50
_LONGEST = 2_000  # characters of one text
_TRIGGERS = ("modelspec.trigger_phrase", "trigger_word", "trigger_words", "trigger_phrase", "instance_prompt")
_PLAIN = ("ss_output_name", "ss_training_comment", "modelspec.title", "modelspec.description", "modelspec.tags")
_NOTHING = ("format", "modelspec.thumbnail", "modelspec.sai_model_spec")


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says. `pictures` counts those of its folders; `weights` is the trainer's hash of the tensors.

    The hash leaves the header out, so it stays the same when somebody only rewrites that (sd-scripts,
    `sshs_model_hash`).
    """

    texts: tuple[Text, ...]
    pictures: int | None = None
    weights: str = ""


def length(first: bytes) -> int:
    """How many bytes the header has, from the file's first eight. Raises Damaged for a length that cannot be meant."""
    count = int.from_bytes(first[:LENGTH], "little")
    if len(first) < LENGTH or not 2 <= count <= LARGEST_HEADER:
        raise Damaged("The file does not begin like a safetensors file: the length of its header cannot be right.")
    return count


def parse(header: bytes) -> Header:
    """What a header's JSON says. Raises Damaged for what is none."""
    try:
        read = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise Damaged("The header of the safetensors file cannot be read.") from error
    if not isinstance(read, dict):
        raise Damaged("The header of the safetensors file is no object.")
    said = fields.mapping(read.get("__metadata__"))
    folders = _inner(said, "ss_dataset_dirs")
    sets = fields.sequence(_json(said.get("ss_datasets")), 100)
    texts = dict.fromkeys(Text(field, text) for field, text in _texts(said, folders, sets) if text)
    counts = [fields.whole(fields.mapping(folder).get("img_count")) for folder in folders.values()]
    counts += [
        fields.whole(fields.mapping(subset).get("img_count"))
        for one in sets
        for subset in fields.sequence(fields.mapping(one).get("subsets"), 100)
    ]
    known = [count for count in counts if count is not None]
    return Header(tuple(texts), sum(known) if known else None, fields.sha256(said.get("sshs_model_hash")))


def read_local(path: Path) -> Header:
    """The header of a file on this computer; nothing after it is read. Raises Unreadable, Damaged."""
    regular(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            count = length(file.read(LENGTH))
            if count > size - LENGTH:
                raise Damaged(f"{paths.printable(path.name)} is cut off: its header alone is longer than the file.")
            header = file.read(count)
    except OSError as error:
        raise unreadable(path, error) from error
    return parse(header)


def _texts(said: Mapping[str, Any], folders: Mapping[str, Any], sets: Any) -> Iterator[tuple[FieldKind, str]]:
    for key in _TRIGGERS:
        yield FieldKind.TRIGGER, fields.text(said.get(key), _LONGEST)
    for one in sets:
        for subset in fields.sequence(fields.mapping(one).get("subsets"), 100):
            part = fields.mapping(subset)
            yield FieldKind.TRIGGER, fields.text(part.get("class_tokens"), _LONGEST)
            for key in ("image_dir", "metadata_file"):
                yield FieldKind.HEADER, fields.text(part.get(key), _LONGEST)
    for key in _PLAIN:
        yield FieldKind.HEADER, fields.text(said.get(key), _LONGEST)
    for folder in list(folders)[:100]:
        yield FieldKind.HEADER, fields.clean(folder, _LONGEST)
    counted: Counter[str] = Counter()
    every = [_inner(said, "ss_tag_frequency"), *(fields.mapping(fields.mapping(s).get("tag_frequency")) for s in sets)]
    for frequencies in every:
        for folder, tags in list(frequencies.items())[:100]:
            yield FieldKind.HEADER, fields.clean(folder, _LONGEST)
            for tag, times in list(fields.mapping(tags).items())[:100_000]:
                counted[fields.clean(tag, _LONGEST)] += fields.whole(times) or 0
    for tag, _ in counted.most_common(MOST_TAGS):
        yield FieldKind.HEADER, tag
    others = (
        key for key in said if not key.startswith(("ss_", "sshs_")) and key not in (*_TRIGGERS, *_PLAIN, *_NOTHING)
    )
    for key, _ in zip(others, range(MOST_OTHERS), strict=False):
        yield FieldKind.HEADER, fields.text(said[key], _LONGEST)


def _inner(said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object that stands as JSON inside a string."""
    return fields.mapping(_json(said.get(key)))


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
