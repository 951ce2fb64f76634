"""The job of a scan: one unit of one file, searched in a worker child. What it found is kept in the job's result."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from artistguard.formats.tables import Unit
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken
from artistguard.sources.base import Asker
from artistguard.work.engine import Recovery, Task
from artistguard.work.pool import Answerer, TaskResult
from artistguard.workflow import scan_time, set_files
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

KIND = "scan"
_SECONDS = 3600.0  # one unit may take, the wire's time not counted


class ScanHandler:
    """Handles jobs of kind "scan" (see work.engine.Handler). Nothing is published: a unit's hits are its result."""

    kind = KIND

    def __init__(
        self, studio: Studio, which: ImageSet, files: list[SetFile], folder: Path, bits: int, asks: Asker | None = None
    ) -> None:
        """`asks` counts the requests for files on servers."""
        self._studio = studio
        self._set = which
        self._files = files
        self._folder = folder
        self._bits = bits
        self._asks = asks
        self._cancel: CancelToken | None = None
        self._readers: dict[int, Answerer | None] = {}

    def heed(self, cancel: CancelToken | None) -> None:
        """What stops an answer that is on its way."""
        self._cancel = cancel

    def prepare(self, job: Job) -> Task:
        """The worker's task. A unit that lies packed here asks no server."""
        number, unit = unit_of(job)
        file = self._files[number]
        if number not in self._readers:
            self._readers[number] = set_files.reader(self._studio, self._set, file, self._cancel, self._asks)
        arguments = {
            **set_files.asked(file),
            "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
            "packed": str(set_files.packed(self._studio.home, self._set, file, unit)),
            "ours": str(self._folder / "ours.npz"),
            "bits": self._bits,
            "memory": scan_time.memory(self._studio),
        }
        return Task("scan", arguments, answer=self._readers[number], seconds=_SECONDS)

    def intent(self, job: Job, result: TaskResult) -> None:
        """Nothing gets a name."""

    def publish(self, job: Job, intent: Mapping[str, object]) -> None:
        """Nothing is published."""

    def record(self, job: Job, made: Mapping[str, object]) -> Mapping[str, object]:
        """The unit's hits are the job's result."""
        return dict(made)

    def recover(self, job: Job) -> Recovery:
        """A unit that was not finished is searched again."""
        return Recovery.REDO


def unit_of(job: Job) -> tuple[int, Unit]:
    """(number of the file, unit) of a job."""
    payload: Mapping[str, Any] = job.payload
    return int(payload["file"]), Unit(payload["group"], int(payload["first_row"]), payload["rows"])
