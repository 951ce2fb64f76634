"""The exported ledger, checked by somebody who has nothing of ours: json, hashlib and the rule on its first line."""

import hashlib
import itertools
import json
from pathlib import Path

import pytest
import rfc8785

from artistguard.model.errors import UsageError
from artistguard.workflow import clients, custody
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


def breaks(path: Path) -> list[int]:
    """The numbers of the lines that do not hold, by the rule alone."""
    first, *lines = path.read_text("utf-8").splitlines()
    assert "RFC 8785" in json.loads(first)["about"]
    previous, found = "0" * 64, []
    for text in lines:
        line = json.loads(text)
        stated = line.pop("hash")
        if line["previous"] != previous or hashlib.sha256(rfc8785.dumps(line)).hexdigest() != stated:
            found.append(line["seq"])
        previous = stated
    return found


def test_a_stranger_can_check_the_export_and_sees_where_it_was_touched(
    studio: Studio, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    path = tmp_path / "ledger.jsonl"
    assert custody.export(studio.catalogue, path) == custody.Exported(6, 0)
    assert breaks(path) == []
    text = path.read_text("utf-8")
    path.write_text(text.replace('"tide.png"', '"tide.jpg"'), "utf-8")
    assert breaks(path) == [6]
    lines = text.splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]), "utf-8")
    assert breaks(path) == [3]


def test_an_export_never_takes_a_file_s_place(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_text("mine")
    with pytest.raises(UsageError):
        custody.export(studio.catalogue, path)
    assert path.read_text() == "mine"


def test_lines_about_a_sealed_client_keep_their_place_and_their_hashes(
    studio: Studio, portfolio: Path, tmp_path: Path
) -> None:
    import_(studio, [portfolio])
    tide = next(work for work in studio.catalogue.works.iterate() if work.title == "tide")
    clients.assign(studio, [tide.id], clients.add(studio, "Meridian"))
    path = tmp_path / "ledger.jsonl"
    written = custody.export(studio.catalogue, path)
    lines = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    hidden = [line for line in lines[1:] if "withheld" in line]
    assert (len(lines) - 1, len(hidden)) == (written.lines, written.withheld) == (8, 3)
    assert all(set(line) == {"seq", "previous", "hash", "withheld"} for line in hidden)
    assert "'withheld'" in lines[0]["about"]
    for before, after in itertools.pairwise(lines[1:]):
        assert after["previous"] == before["hash"]  # nothing was taken out or moved
    assert set(breaks(path)) == {line["seq"] for line in hidden}  # their content alone cannot be computed anew
    whole = tmp_path / "whole.jsonl"
    assert custody.export(studio.catalogue, whole, with_sealed=True) == custody.Exported(8, 0)
    assert breaks(whole) == []
