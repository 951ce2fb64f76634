"""URL, caption and digests of some rows of a set. Of a file on a server they are kept: no row is asked for twice."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from artistguard.formats.tables import Unit
from artistguard.matching.columns import keep
from artistguard.model.protocols import CancelToken
from artistguard.sources.base import Asker
from artistguard.workflow import image_sets, set_files
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

Words = dict[int, dict[str, str]]  # by row, then by field


def read(
    studio: Studio,
    which: ImageSet,
    file: SetFile,
    unit: Unit,
    rows: Sequence[int],
    *,
    cancel: CancelToken | None = None,
    asks: Asker | None = None,
) -> Words:
    """The words of rows of one unit. Raises FileError and NetworkError."""
    place = _place(studio, which, file, unit) if file.url and file.version else None
    known = _kept(place) if place is not None else {}
    missing = [row for row in rows if row not in known]
    if missing:
        arguments = {
            **set_files.asked(file),
            "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
            "rows": missing,
            "packed": str(set_files.packed(studio.home, which, file, unit)),
        }
        answer = set_files.reader(studio, which, file, cancel, asks)
        value: Any = studio.pool.submit("rows_at", arguments, answer=answer).result().value
        known |= {int(row): dict(values) for row, values in value["rows"].items()}
        if place is not None:
            with suppress(OSError):  # a cache that cannot be written is no reason to stop
                keep(place, json.dumps(known).encode())
    return {row: known[row] for row in rows if row in known}


def _place(studio: Studio, which: ImageSet, file: SetFile, unit: Unit) -> Path:
    packed = set_files.packed(studio.home, which, file, unit)
    return packed.with_name(f"{packed.stem}-{image_sets.folded(json.dumps(sorted(file.columns.items())))[-12:]}.json")


def _kept(place: Path) -> Words:
    """What was kept; nothing where there is none, or it cannot be read."""
    try:
        found = json.loads(place.read_bytes())
        return {int(row): {str(key): str(text) for key, text in values.items()} for row, values in found.items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
