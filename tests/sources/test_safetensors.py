"""The header of a safetensors file: what it says, and what it may not make us do."""

import json
import os
from pathlib import Path

import pytest

from artistguard.model.errors import Damaged, Unreadable
from artistguard.model.names import FieldKind
from artistguard.sources import safetensors


def file(metadata: object, tensors: int = 1000) -> bytes:
    """A safetensors file with one tensor of so many bytes."""
    header = {
        "__metadata__": metadata,
        "lora.weight": {"dtype": "U8", "shape": [tensors], "data_offsets": [0, tensors]},
    }
    data = json.dumps(header).encode()
    return len(data).to_bytes(8, "little") + data + bytes(tensors)


KOHYA = {
    "ss_output_name": "adawren_v2",
    "ss_dataset_dirs": json.dumps({"10_adawren artstyle": {"n_repeats": 10, "img_count": 32}}),
    "ss_tag_frequency": json.dumps({"10_adawren artstyle": {"adawren": 32, "harbour": 4, "night": 9}}),
    "ss_datasets": json.dumps([{"subsets": [{"class_tokens": "awren style", "image_dir": "C:\\refs\\Ada Wren"}]}]),
    "ss_learning_rate": "0.0001",
    "sshs_model_hash": "AB" * 32,
    "modelspec.trigger_phrase": "in the style of ada wren",
    "modelspec.title": "Harbour lights",
    "modelspec.thumbnail": "data:image/jpeg;base64,AAAA",
    "training_name": "wren run 3",
}


def test_what_trainers_write(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(file(KOHYA))
    header = safetensors.read_local(path)
    said = [(text.field, text.text) for text in header.texts]
    assert said == [
        (FieldKind.TRIGGER, "in the style of ada wren"),
        (FieldKind.TRIGGER, "awren style"),
        (FieldKind.HEADER, "C:\\refs\\Ada Wren"),
        (FieldKind.HEADER, "adawren_v2"),
        (FieldKind.HEADER, "Harbour lights"),
        (FieldKind.HEADER, "10_adawren artstyle"),
        (FieldKind.HEADER, "adawren"),
        (FieldKind.HEADER, "night"),
        (FieldKind.HEADER, "harbour"),
        (FieldKind.HEADER, "wren run 3"),
    ]
    assert (header.pictures, header.weights) == (32, "ab" * 32)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x10\0\0",
        b"\0" * 8,
        (1).to_bytes(8, "little") + b"{}",
        (2**63).to_bytes(8, "little") + b"{}",
        (25_000_001).to_bytes(8, "little") + b"{}",
        (100).to_bytes(8, "little") + b"{}",  # longer than the file
        (7).to_bytes(8, "little") + b"[1, 2]}",
        (4).to_bytes(8, "little") + b"[12]",
        (4).to_bytes(8, "little") + b"\xff\xfe\0\0",
        (200_000).to_bytes(8, "little") + b"[" * 200_000,
        b"PK\x03\x04 a pickle in an archive, named as it pleases",
    ],
)
def test_a_header_that_lies_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        safetensors.read_local(path)


@pytest.mark.parametrize("wrong", [None, 5, "text", [], {"a": {"b": 1}}, True])
def test_wrong_types_read_as_nothing(wrong: object) -> None:
    metadata = dict.fromkeys(KOHYA, wrong)
    for value in (wrong, metadata, {**KOHYA, "ss_tag_frequency": json.dumps({"x": wrong}), "ss_datasets": "[[]]"}):
        header = json.dumps({"__metadata__": value}).encode()
        assert isinstance(safetensors.parse(header).texts, tuple)


def test_what_it_says_is_bounded_and_without_control_characters() -> None:
    metadata = {
        "ss_tag_frequency": json.dumps({"d": {f"tag{n}": n for n in range(5000)}}),
        "modelspec.title": "a\x00b\ud800c\x1b[31m" + "x" * 10_000,
        **{f"key{n}": f"value{n}" for n in range(5000)},
    }
    texts = safetensors.parse(json.dumps({"__metadata__": metadata}).encode()).texts
    assert len(texts) <= safetensors.MOST_TAGS + safetensors.MOST_OTHERS + 2
    assert texts[0].text.startswith("a b c [31mxx")
    assert len(texts[0].text) <= 2000
    assert texts[2].text == "tag4999"


def test_only_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.safetensors")
    for path in (tmp_path, tmp_path / "missing.safetensors", tmp_path / "pipe.safetensors"):
        with pytest.raises(Unreadable):
            safetensors.read_local(path)


def test_nothing_after_the_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.safetensors"
    path.write_bytes(file({"ss_output_name": "adawren"}))
    with path.open("r+b") as sparse:
        sparse.truncate(50 * 2**30)  # 50 GB that are not there
    assert safetensors.read_local(path).texts[0].text == "adawren"
