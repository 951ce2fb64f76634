"""Units that were searched in part: a server broke off, or a file is cut off. What was read counts, and is no whole."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from artistguard.matching import columns
from artistguard.model.errors import ArtistGuardError, from_json
from artistguard.model.jobs import Job, JobState
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio


def broke_off(studio: Studio, job: Job, found: Mapping[str, Any]) -> ArtistGuardError:
    """Keep what was found in a unit before the server broke off; returns what the unit has failed with."""
    error = from_json(found["broken"])
    rows = int(found["rows"])
    said = f"{error.message} {rows:,} rows before that were searched; what comes after was not read."
    whole = type(error)(said, error.advice)
    try:
        columns.keep(_place(studio, job), json.dumps({**found, "cut": said}).encode())
    except OSError:  # then nothing of it counts
        return error
    return whole


def searched(studio: Studio, batch_id: str) -> Iterator[Job]:
    """The units of a batch that were searched, with what was found; of those that broke off, what was read of them."""
    jobs = studio.catalogue.jobs
    yield from jobs.iterate(batch_id, (JobState.DONE,))
    for job in jobs.iterate(batch_id, (JobState.FAILED,)):
        with suppress(OSError, ValueError):  # mostly, nothing was read
            found = json.loads(_place(studio, job).read_bytes())
            if isinstance(found, dict):
                yield replace(job, result=found)


def cut(files: Sequence[SetFile], jobs: Iterable[Job]) -> dict[str, str]:
    """Why files were not read to their ends, by their names."""
    return {each.name: each.cut for each in files if each.cut} | dict(_seen(files, jobs))


def turned_out(files: Sequence[SetFile], jobs: Iterable[Job]) -> tuple[tuple[str, str], ...]:
    """Those of which nobody knew before that they are cut off. What a server did not give, its unit's error tells."""
    return tuple(_seen(files, (job for job in jobs if job.state is JobState.DONE)))


def noted(told: Mapping[str, str]) -> list[str]:
    """The same for the note of what was searched."""
    return [f"{name} was not read to its end: {why}" for name, why in told.items()]


def _seen(files: Sequence[SetFile], jobs: Iterable[Job]) -> Iterator[tuple[str, str]]:
    for job in jobs:
        file = files[int(str(job.payload["file"]))]
        why = (job.result or {}).get("cut")
        if why and not file.cut:
            yield file.name, str(why)


def _place(studio: Studio, job: Job) -> Path:
    return studio.home / "scans" / job.batch_id / f"{job.id}.json"
