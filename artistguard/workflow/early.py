"""What can begin before the studio's rooms are loaded. Imports nothing heavy."""

from artistguard.work.pool import WorkerPool


def workers(size: int) -> WorkerPool:
    """Worker children that start now, side by side with the opening of the studio they will belong to."""
    return WorkerPool(size=size)
