"""Scan a data set for copies of the works: begun, gone on with after any stop, and brought to finds.

The unit is one row group of one file. Units that are done are never searched again; their packed rows stay, so that
later works cost nothing of the network. Hits are weighed once the scan ends, or stops, over the rows seen by then.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from artistguard.formats.tables import Field, TableKind
from artistguard.imaging.variants import RECIPE
from artistguard.model import wire
from artistguard.model.errors import UsageError
from artistguard.model.jobs import Job, JobState
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.sources.base import Asker
from artistguard.work.engine import Engine, Report
from artistguard.work.many import Scheduler
from artistguard.workflow import elsewhere, file_digests, scan_memory, scan_parts
from artistguard.workflow.image_sets import ImageSet, folded
from artistguard.workflow.scan_job import KIND, ScanHandler
from artistguard.workflow.scan_plan import ScanPlan
from artistguard.workflow.searchable import Portfolio
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

_ANY = 255


class Sought(NamedTuple):
    """The views that are searched for: hash, number of the picture, way; all of shape (views,)."""

    hashes: Any
    owners: Any
    ways: Any


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan of which something is done: rows seen, of those how many had a hash, and all raw hits.

    `hits` has the shape (hits, 6): row, view, distance, hash, width, height; `places` names the job of each.
    `same` are rows that are files of ours to the byte: row, picture, width, height, job.
    """

    set: ImageSet
    files: tuple[SetFile, ...]
    rows: int
    valid: int
    hits: Any
    places: Any
    same: tuple[tuple[int, int, int, int, str], ...]
    more: int
    units: int
    units_done: int
    total_rows: int | None
    views: int  # of the whole question; 0: those that are searched for


def begin(
    studio: Studio, plan: ScanPlan, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> str:
    """Write the wish down, with what is searched for; returns the batch's id. The same wish, unfinished, goes on.

    For a set that tells files by MD5 alone the artist's own are read first. Raises Cancelled.
    """
    wish = _wish(plan)
    if (begun := unfinished(studio, KIND, wish)) is not None:
        return begun
    own = [edition for each in plan.portfolio.pictures for edition in each.work.editions]
    by_md5 = any(each.by_md5 for each in plan.files)
    md5s = file_digests.md5s(studio, own, progress=progress, cancel=cancel) if by_md5 else {}
    params = {
        "wish": wish,
        "set": wire.dump(plan.set),
        "files": [file_out(each) for each in plan.files],
        "bits": plan.bits,
        "rows": plan.rows,
        "views": plan.asked,
    }
    # One transaction, so that of two programs that wish the same at once the second goes on with the first one's.
    with studio.catalogue.transaction():
        if (begun := unfinished(studio, KIND, wish)) is not None:
            return begun
        batch = studio.catalogue.jobs.create_batch(KIND, params)
        keep(folder(studio, batch.id), plan.portfolio, md5s)
        studio.catalogue.jobs.add(batch.id, KIND, units(wish, plan.files))
        studio.catalogue.custody.append(
            "scan-begun", batch.id, {"set": plan.set.name, "works": len(plan.portfolio.pictures)}
        )
    return batch.id


def unfinished(studio: Studio, kind: str, wish: str) -> str | None:
    """The batch of a wish that was begun and is not finished."""
    for batch in studio.catalogue.jobs.batches(50, unfinished=True):
        if batch.kind == kind and batch.params.get("wish") == wish:
            return batch.id
    return None


def run(
    studio: Studio,
    batch_id: str,
    *,
    scheduler: Scheduler | None = None,
    asks: Asker | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Report:
    """Search what is left of a scan, in children here, or by the workers of a scheduler.

    Raises NetworkOff, NotAgreed, Sealed, and what ManyPool does, before anything is sent to a scheduler.
    """
    which, files, bits = described(studio, batch_id)
    handler = ScanHandler(studio, which, files, folder(studio, batch_id), bits, cancel=cancel, asks=asks)
    if scheduler is None:
        return _searched(Engine(studio.catalogue, studio.pool, [handler]), batch_id, progress, cancel)
    _, pictures = kept(studio, batch_id)
    with elsewhere.workers(studio, scheduler, [work for work, _, _ in pictures]) as pool:
        return _searched(Engine(studio.catalogue, pool, [handler]), batch_id, progress, cancel)


def _searched(engine: Engine, batch_id: str, progress: Progress, cancel: CancelToken | None) -> Report:
    engine.reconcile()  # units that a killed run had in hand are free again
    return engine.run(batch_id, progress=progress, cancel=cancel)


def described(studio: Studio, batch_id: str) -> tuple[ImageSet, list[SetFile], int]:
    """(set, files, bits) of a scan. Raises UsageError for a batch that is none."""
    batch = studio.catalogue.jobs.batch(batch_id)
    if batch.kind != KIND:
        raise UsageError(f"{batch_id} is no scan.")
    params: Mapping[str, Any] = batch.params
    which = wire.load(ImageSet, params["set"])
    return which, [file_in(each) for each in params["files"]], int(params["bits"])


def scanned(studio: Studio, batch_id: str) -> Scanned:
    """What a scan has seen so far."""
    which, files, _ = described(studio, batch_id)
    jobs = studio.catalogue.jobs
    states = jobs.progress(batch_id)
    rows = valid = more = 0
    hits: list[Any] = []
    places: list[str] = []
    same: list[tuple[int, int, int, int, str]] = []
    for job in scan_parts.searched(studio, batch_id):
        result: Mapping[str, Any] = job.result or {}
        rows, valid, more = rows + int(result["rows"]), valid + int(result["valid"]), more + int(result["more"])
        hits += result["hits"]
        places += [job.id] * len(result["hits"])
        same += [(int(row), int(picture), int(w), int(h), job.id) for row, picture, w, h in result.get("same", ())]
    params: Mapping[str, Any] = jobs.batch(batch_id).params
    total = params.get("rows")
    return Scanned(
        which,
        tuple(files),
        rows,
        valid,
        np.asarray(hits, np.uint64).reshape(len(hits), 6),
        places,
        tuple(same),
        more,
        sum(states.values()),
        states[JobState.DONE],
        int(total) if total is not None else None,
        int(params.get("views", 0)),
    )


def jobs_of(studio: Studio, batch_id: str) -> dict[str, Job]:
    """The units of a scan that were searched, or a part of them, by id."""
    return {job.id: job for job in scan_parts.searched(studio, batch_id)}


def folder(studio: Studio, batch_id: str) -> Path:
    """Where a scan keeps what it searches for."""
    return studio.home / "scans" / batch_id


def keep(where: Path, ours: Portfolio, md5s: Mapping[str, str]) -> None:
    """Write down what is searched for, whole or not at all. `md5s` by SHA-256, where they are needed."""
    where.mkdir(parents=True, exist_ok=True)
    bits = np.asarray([_ANY if each.gate.bits is None else each.gate.bits for each in ours.pictures], np.uint8)
    first = {each.work.id: number for number, each in reversed(list(enumerate(ours.pictures)))}
    own = {each.edition.id: number for number, each in enumerate(ours.pictures)}
    # Copies that were signed or posted are files of the work too.
    files = [
        (digest, own.get(edition.id, number))
        for number in first.values()
        for edition in ours.pictures[number].work.editions
        for digest in (edition.sha256, md5s.get(edition.sha256, ""))
        if digest
    ]
    draft = where / "ours.part"
    with draft.open("wb") as file:
        np.savez(
            file,
            hashes=ours.hashes,
            owners=ours.owners,
            bits=bits[ours.owners],
            ways=ours.ways,
            files=np.asarray([int(digest[:16], 16) for digest, _ in files], np.uint64),
            file_owners=np.asarray([picture for _, picture in files], np.uint32),
            editions=scan_memory.marks(ours.pictures),
            recipe=RECIPE,
        )
    draft.replace(where / "ours.npz")
    pictures = [[each.work.id, each.edition.id, each.aspect] for each in ours.pictures]
    draft.write_text(json.dumps(pictures), "utf-8")
    draft.replace(where / "pictures.json")


def kept(studio: Studio, batch_id: str) -> tuple[Sought, list[tuple[str, str, float]]]:
    """What a scan searches for, and its pictures: (work, edition, aspect ratio). Raises UsageError if it is gone."""
    where = folder(studio, batch_id)
    try:
        with (where / "ours.npz").open("rb") as file, np.load(file, allow_pickle=False) as found:
            if int(found["recipe"]) != RECIPE:
                raise ValueError("views of another recipe have other numbers")
            ours = Sought(found["hashes"], found["owners"], found["ways"])
        pictures = [(str(w), str(e), float(a)) for w, e, a in json.loads((where / "pictures.json").read_text("utf-8"))]
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise UsageError("What this scan searched for is gone from the data folder.", "Begin the scan anew.") from error
    return ours, pictures


def _wish(plan: ScanPlan) -> str:
    versions = scan_memory.versions(plan.files)
    works = [each.edition.id for each in plan.portfolio.pictures]
    return folded(json.dumps([plan.set.name, versions, works, plan.bits, RECIPE]))[-12:]


def units(wish: str, files: Sequence[SetFile]) -> list[tuple[str, str, dict[str, object]]]:
    """The jobs of a wish: (idempotency key, what it is for people, payload), one a unit."""
    return [
        (
            f"scan {wish} {number} {unit.group}",
            f"{file.name}, rows from {unit.first_row:,}",
            {"file": number, "group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        )
        for number, file in enumerate(files)
        for unit in file.units
    ]


def file_out(file: SetFile) -> dict[str, object]:
    """A file of a set as JSON values, without its units: each of these is a job."""
    return {**wire.dump(replace(file, units=())), "columns": {k.value: v for k, v in file.columns.items()}}


def file_in(data: Mapping[str, Any]) -> SetFile:
    """The file behind `file_out`."""
    columns = {Field(key): str(name) for key, name in data["columns"].items()}
    return SetFile(
        str(data["name"]), int(data["size"]), str(data["version"]), str(data["path"]), str(data["url"]),
        TableKind(data["kind"]), columns, cut=str(data.get("cut", "")),
    )  # fmt: skip
