"""Sets that hold the pictures themselves: what of them could not be read, and hits confirmed on their bytes at once."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artistguard.formats.tables import Field, TableKind
from artistguard.model.errors import FileError
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken, Progress
from artistguard.workflow import confirm, scan_plan
from artistguard.workflow.confirm import Confirmed
from artistguard.workflow.scan import Scanned
from artistguard.workflow.scan_job import unit_of
from artistguard.workflow.scan_plan import SetFile
from artistguard.workflow.studio import Studio

if TYPE_CHECKING:
    from artistguard.workflow.scan_finds import Weighed

MOST_CONFIRMED = 200  # rows and works, the likeliest first: a comparison takes about half a second
_NAMED = 3  # rows of a file that are named


def unread(seen: Scanned, jobs: Mapping[str, Job]) -> tuple[str, ...]:
    """For each file of pictures how many of its rows could not be read, and some of these with the reason."""
    counts: dict[int, int] = {}
    named: dict[int, list[str]] = {}
    for job in jobs.values():
        number, _ = unit_of(job)
        result: Mapping[str, Any] = job.result or {}
        lost = int(result["rows"]) - int(result["valid"])
        if lost == 0 or not seen.files[number].hashed_here:
            continue
        counts[number] = counts.get(number, 0) + lost
        named.setdefault(number, []).extend(
            f"row {row:,}{f' ({name})' if name else ''}: {why}" for row, name, why in result.get("unread", ())
        )
    return tuple(
        f"{seen.files[number].name}: {count:,} of its pictures could not be read and were not searched. "
        + " ".join(named[number][:_NAMED])
        for number, count in sorted(counts.items())
    )


def confirmed(
    studio: Studio,
    seen: Scanned,
    found: Sequence[tuple["Weighed", str]],
    jobs: Mapping[str, Job],
    progress: Progress,
    cancel: CancelToken | None,
) -> tuple[list[tuple["Weighed", str]], tuple[str, ...]]:
    """The same, compared on bytes where the set holds them on a disk; and what could not be compared."""
    told: list[tuple[Weighed, str]] = []
    trouble: list[str] = []
    left = MOST_CONFIRMED
    for done, (each, job_id) in enumerate(found, 1):
        if cancel is not None:
            cancel.check()
        number, _ = unit_of(jobs[job_id])
        file = seen.files[number]
        if left and _holds(file):
            left -= 1
            progress(done, len(found), each.file)
            try:
                each = replace(each, confirmed=_compared(studio, file, jobs[job_id], each))
            except FileError as error:
                trouble.append(f"{each.file}, row {each.row:,}: it was not compared point by point. {error.message}")
        told.append((each, job_id))
    return told, tuple(dict.fromkeys(trouble))


def _holds(file: SetFile) -> bool:
    """Whether its pictures lie on a disk here."""
    return not file.url and (file.kind in (TableKind.TAR, TableKind.FOLDER) or Field.IMAGE in file.columns)


def _compared(studio: Studio, file: SetFile, job: Job, each: "Weighed") -> Confirmed:
    _, unit = unit_of(job)
    arguments = {
        **scan_plan.asked(file),
        "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        "row": each.row,
    }
    (data,) = studio.pool.submit("row_picture", arguments).result().blobs
    with tempfile.TemporaryDirectory(prefix="artistguard-confirm-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        edition = next((known for known in each.work.editions if known.id == each.edition_id), None)
        return confirm.confirm(studio, each.work, path, edition=edition)
