"""How long searching and reading will take on this machine: measured on made-up rows, before a scan begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from artistguard.formats.tables import Field, Unit
from artistguard.matching.hamming import MEMORY
from artistguard.model.errors import FileError
from artistguard.workflow import set_files
from artistguard.workflow.searchable import Portfolio
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

_PROBE = 1 << 20  # rows the search is timed with
_UNIT = 0.003  # seconds that a unit takes beside its rows
_START = 0.7  # seconds until a child has loaded what a search needs
_UNPACKED = 1.7  # how much longer texts are than what they take in Parquet, as a rule
_USUAL_LENGTH = 80  # characters


def words(studio: Studio, files: Sequence[SetFile], question: Mapping[str, Any]) -> float:
    """Seconds that reading all words of some files takes here, the wire's time not counted: by the first rows of one.

    Names and addresses are as in a `WordPlan`.
    """
    file = next((each for each in files if each.units), None)
    if file is None:
        return 0.0
    unit = file.units[0]
    rows = set_files.about(unit for each in files for unit in each.units)
    arguments = {
        **set_files.asked(file),
        "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        "question": question,
        "lengths": {each.value: _length(unit, each) for each in set_files.WORDS if file.beside or each in file.columns},
    }
    try:
        value: Any = studio.pool.submit("said_pace", arguments).result().value
    except FileError:  # its words cannot be read: the run says so
        return _START
    return _START + float(value["start"]) + rows * float(value["pace"]) / studio.pool.size


def _length(unit: Unit, field: Field) -> int:
    """Characters of a text, as a rule: by what its column takes, packed."""
    size = unit.sizes.get(field, 0)
    return round(_UNPACKED * size / unit.rows) if unit.rows and size else _USUAL_LENGTH


def memory(studio: Studio) -> int:
    """Bytes that the index of one worker may take: all of them together stay within the limit, and each leaves half of
    its worker's memory to the rest.
    """
    return min(MEMORY // max(1, studio.pool.size), studio.settings.worker_memory_mb * 2**20 // 2)


def seconds(studio: Studio, ours: Portfolio, bits: int, units: Sequence[Unit], fresh: Sequence[Unit]) -> float:
    """About how long some units take, of which `fresh` are not packed yet: at the pace of all workers, here and now.

    They have loaded what a search needs when that is told. A unit is searched by one worker: of many, those that get
    none do not help, and none is done before its largest unit.
    """
    rows = set_files.about(units)
    probe = min(_PROBE, max(rows // max(len(units), 1), 1000))
    arguments = {"bits": bits, "memory": memory(studio), "rows": probe}
    views = ours.hashes.astype("<u8").tobytes()
    workers = max(1, min(studio.pool.size, len(units)))
    asked = [studio.pool.submit("scan_pace", arguments, [views]) for _ in range(workers)]
    told: list[Any] = [each.result().value for each in asked]
    built, row, decoding = (
        sum(float(each[name]) for each in told) / len(told) for name in ("built", "row", "decoding")
    )
    work = rows * row + set_files.about(fresh) * decoding + len(units) * _UNIT
    longest = [max((set_files.about([each]) for each in some), default=0) for some in (units, fresh)]
    return built + max(work / workers, longest[0] * row + longest[1] * decoding)
