"""A pool for jobs that need no child: those that send something, or write rows alone."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from artistguard.work.faults import NoWorker
from artistguard.work.pool import Answerer, TaskResult


class Childless:
    """A pool (see `pool.Pool`) without children. `capacity` says how many jobs are settled in one transaction."""

    size = 64
    capacity = 256
    in_flight = 0

    def submit(
        self,
        task: str,
        args: Mapping[str, object],
        blobs: Sequence[bytes] = (),
        *,
        answer: Answerer | None = None,
        seconds: float | None = None,
    ) -> "Future[TaskResult]":
        """Raises NoWorker: a handler that needs a child is run in another pool."""
        raise NoWorker(f"There is no worker here for {task}.")
