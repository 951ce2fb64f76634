"""Inspect: what any file says, ours or not, and what the catalogue knows of it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artistguard.model import paths
from artistguard.model.artwork import Location
from artistguard.model.errors import FileError
from artistguard.work.pool import TaskResult
from artistguard.workflow import identity
from artistguard.workflow.studio import Studio
from artistguard.workflow.walk import Closed, walk


@dataclass(frozen=True, slots=True)
class Inspected:
    """One file: what it says (the JSON form of provenance.inspect.Inspection), or why it could not be read."""

    path: Path
    says: dict[str, Any] | None = None
    ours: str = ""  # one sentence when the catalogue knows this very file
    error: FileError | None = None


def inspect(studio: Studio, targets: Sequence[Path]) -> Iterator[Inspected]:
    """Each file of the targets (folders recursively), in order. Nothing is imported."""
    trusted = identity.anchors(studio)
    waiting: list[tuple[Path, Future[TaskResult] | FileError]] = []

    def first() -> Inspected:
        path, pending = waiting.pop(0)
        if isinstance(pending, FileError):
            return Inspected(path, error=pending)
        try:
            says: dict[str, Any] = dict(pending.result().value)
        except FileError as error:
            return Inspected(path, error=error)
        return Inspected(path, says, _ours(studio, path, says))

    for item in walk(targets):
        if isinstance(item, Closed):
            waiting.append((item.path, item.error))
        else:
            arguments = {"path": paths.text(item.path), "anchors": trusted}
            waiting.append((item.path, studio.pool.submit("inspect", arguments)))
        if len(waiting) >= 32:
            yield first()
    while waiting:
        yield first()


def _ours(studio: Studio, path: Path, says: dict[str, Any]) -> str:
    works = studio.catalogue.works
    edition = works.by_sha256(str(says.get("sha256", "")))
    if edition is None:
        return ""
    # A copy with sidecars is its master byte for byte: the place tells which of the two this is.
    above = studio.catalogue.roots.above(path)
    here = works.by_location(Location(above[0], paths.text(path.relative_to(above[1])))) if above else None
    if here is not None and here.sha256 == edition.sha256:
        edition = here
    work = studio.catalogue.works.get(edition.artwork_id)
    what = {
        "master": "the master",
        "source": "the source file",
        "export": "an export",
        "signed-copy": "a signed copy",
        "posting-copy": "a posting copy",
    }[edition.role.value]
    return f"This is {what} of your #{work.number}, {work.title}, recorded here on {edition.created_at:%Y-%m-%d}."
