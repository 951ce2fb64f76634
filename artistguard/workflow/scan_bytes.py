"""Sets that hold the pictures themselves: what of them could not be read, and hits confirmed on their bytes at once."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artistguard.formats.tables import Field
from artistguard.model.errors import FileError, NetworkError
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken, Progress
from artistguard.workflow import confirm, set_files
from artistguard.workflow.confirm import Confirmed
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.scan import Scanned
from artistguard.workflow.scan_job import unit_of
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

if TYPE_CHECKING:
    from artistguard.workflow.scan_weighed import Weighed

MOST_CONFIRMED = 200  # rows and works, the likeliest first: a comparison takes about half a second
MOST_FETCHED = 20  # of these from servers, where a row group is read again for each
MOST_AGAIN = 256 << 20  # bytes that are fetched again for that, of tables that have no row groups
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
    """The same, compared on bytes where the set holds them; and what could not be compared."""
    told: list[tuple[Weighed, str]] = []
    trouble: list[str] = []
    left, fetched, again, passed, sealed = MOST_CONFIRMED, 0, 0, 0, 0
    for done, (each, job_id) in enumerate(found, 1):
        if cancel is not None:
            cancel.check()
        number, _ = unit_of(jobs[job_id])
        file = seen.files[number]
        whole = file.size if file.url and file.in_one else 0
        if _holds(file) and file.url and studio.seals.sealed(each.work.client_id):
            sealed += 1
        elif _holds(file) and (left == 0 or (file.url and (fetched == MOST_FETCHED or again + whole > MOST_AGAIN))):
            passed += 1
        elif _holds(file):
            left, fetched, again = left - 1, fetched + bool(file.url), again + whole
            progress(done, len(found), each.file)
            try:
                each = replace(each, confirmed=_compared(studio, seen.set, file, jobs[job_id], each, cancel))
            except (FileError, NetworkError) as error:
                trouble.append(f"{each.file}, row {each.row:,}: it was not compared point by point. {error.message}")
        told.append((each, job_id))
    if sealed:
        trouble.append(f"{sealed:,} rows were not compared: its server would learn which rows a seal is about.")
    if passed:
        trouble.append(f"{passed:,} rows further away were not compared point by point.")
    return told, tuple(dict.fromkeys(trouble))


def _holds(file: SetFile) -> bool:
    """Whether it holds the pictures. Where it has hashes as well, and lies on a server, these are not fetched."""
    return file.hashed_here or (Field.IMAGE in file.columns and not file.url)


def _compared(
    studio: Studio, which: ImageSet, file: SetFile, job: Job, each: "Weighed", cancel: CancelToken | None
) -> Confirmed:
    _, unit = unit_of(job)
    arguments = {
        **set_files.asked(file),
        "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        "row": each.row,
        "packed": str(set_files.packed(studio.home, which, file, unit)),
    }
    answer = set_files.reader(studio, which, file, cancel)
    (data,) = studio.pool.submit("row_picture", arguments, answer=answer).result().blobs
    with tempfile.TemporaryDirectory(prefix="artistguard-confirm-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        edition = next((known for known in each.work.editions if known.id == each.edition_id), None)
        return confirm.confirm(studio, each.work, path, edition=edition)
