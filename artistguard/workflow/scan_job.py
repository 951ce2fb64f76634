"""Jobs of data sets: one unit of one file, read in a worker child. What it found is kept in the job's result."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from artistguard.formats.tables import Unit
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken
from artistguard.sources.base import Asker
from artistguard.work import scan_cut
from artistguard.work.engine import Recovery, Task
from artistguard.work.pool import Answerer, TaskResult
from artistguard.workflow import scan_parts, scan_time, set_files
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

KIND = "scan"
_SECONDS = 3600.0  # one unit may take, the wire's time not counted


class UnitHandler:
    """Handles jobs of which each is one unit of a file of a set (see work.engine.Handler and WritingUp): its result is
    all there is.

    Nothing is published, so a unit that was not finished is simply done again.
    """

    kind: str
    task: str  # what a worker is asked for

    def __init__(
        self,
        studio: Studio,
        which: ImageSet,
        files: Sequence[SetFile],
        *,
        cancel: CancelToken | None = None,
        asks: Asker | None = None,
    ) -> None:
        """`cancel` stops an answer that is on its way, `asks` counts the requests for files on servers."""
        self._studio = studio
        self._set = which
        self._files = files
        self._asks = asks
        self._cancel = cancel
        self._readers: dict[int, Answerer | None] = {}

    def asked(self, file: SetFile, unit: Unit) -> Mapping[str, object]:
        """What the task needs beside the unit."""
        return {}

    def prepare(self, job: Job) -> Task:
        """The worker's task, and what answers it where the file lies on a server."""
        number, unit = unit_of(job)
        file = self._files[number]
        if number not in self._readers:
            self._readers[number] = set_files.reader(self._studio, self._set, file, self._cancel, self._asks)
        arguments = {
            **set_files.asked(file),
            "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
            **self.asked(file, unit),
        }
        return Task(self.task, arguments, answer=self._readers[number], seconds=_SECONDS)

    def intent(self, job: Job, result: TaskResult) -> None:
        """Nothing gets a name. A unit on which a server broke off has failed; what was read of it is kept."""
        if isinstance(result.value.get("broken"), dict):
            raise scan_parts.broke_off(self._studio, job, result.value)

    def publish(self, job: Job, intent: Mapping[str, object]) -> None:
        """Nothing is published."""

    def record(self, job: Job, made: Mapping[str, object]) -> Mapping[str, object]:
        """What was found is the job's result."""
        return dict(made)

    def write_up(self, recorded: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """There are no rows beside the jobs'."""

    def recover(self, job: Job) -> Recovery:
        """A unit that was not finished is done again."""
        return Recovery.REDO


class ScanHandler(UnitHandler):
    """Handles jobs of kind "scan": units searched by picture. One that lies packed here asks no server."""

    kind = KIND
    task = "scan"

    def __init__(
        self,
        studio: Studio,
        which: ImageSet,
        files: Sequence[SetFile],
        folder: Path,
        bits: int,
        *,
        cancel: CancelToken | None = None,
        asks: Asker | None = None,
    ) -> None:
        """`folder` holds what is searched for, up to `bits` off."""
        super().__init__(studio, which, files, cancel=cancel, asks=asks)
        self._folder = folder
        self._bits = bits

    def asked(self, file: SetFile, unit: Unit) -> Mapping[str, object]:
        """What is searched for, and where the unit's rows are kept."""
        return {
            "packed": str(set_files.packed(self._studio.home, self._set, file, unit)),
            "anew": file.unversioned,
            "ours": str(self._folder / "ours.npz"),
            "bits": self._bits,
            "memory": scan_time.memory(self._studio),
        }

    def record(self, job: Job, made: Mapping[str, object]) -> Mapping[str, object]:
        """What was found is the job's result; and whether its file is cut off, told by its packed rows as well."""
        number, unit = unit_of(job)
        why = scan_cut.noted(set_files.packed(self._studio.home, self._set, self._files[number], unit))
        return {**made, "cut": why} if why else dict(made)


def unit_of(job: Job) -> tuple[int, Unit]:
    """(number of the file, unit) of a job."""
    payload: Mapping[str, Any] = job.payload
    return int(payload["file"]), Unit(payload["group"], int(payload["first_row"]), payload["rows"])
