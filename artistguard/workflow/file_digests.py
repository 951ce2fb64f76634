"""The MD5 of the artist's files, for sets that publish no better digest: worked out on demand, and kept.

MD5 tells one's own files from all others that came about by themselves; it does not tell them from one that somebody
made to have the same. The catalogue holds SHA-256 and BLAKE3 alone, so each file is read once, in a worker child.
"""

import contextlib
import re
from collections.abc import Iterable
from concurrent.futures import Future
from itertools import islice
from pathlib import Path

from artistguard.matching.columns import keep
from artistguard.model import paths
from artistguard.model.artwork import Edition
from artistguard.model.errors import FileError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.pool import TaskResult
from artistguard.workflow.studio import Studio

PACE = 250e6  # bytes a second that a core digests, as a rule
_PAGE = 200  # files under way
_MD5 = re.compile(r"[0-9a-f]{32}\Z")


def unread(studio: Studio, editions: Iterable[Edition]) -> int:
    """Bytes of the files of which the MD5 is not known yet."""
    return sum({each.sha256: each.size for each in editions if not known(studio, each.sha256)}.values())


def known(studio: Studio, sha256: str) -> str:
    """The MD5 of a file with this SHA-256, 32 hex digits; empty if it was not worked out."""
    try:
        found = _place(studio, sha256).read_text("ascii")
    except (OSError, ValueError):
        return ""
    return found if _MD5.match(found) else ""


def md5s(
    studio: Studio,
    editions: Iterable[Edition],
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> dict[str, str]:
    """The MD5 of files by their SHA-256. One that is away, or was changed, is left out. Raises Cancelled."""
    every = {each.sha256: each for each in editions}
    found = {sha256: md5 for sha256 in every if (md5 := known(studio, sha256))}
    left = iter([each for sha256, each in every.items() if sha256 not in found])
    while some := list(islice(left, _PAGE)):
        for edition, task in [(each, _asked(studio, each)) for each in some]:
            if cancel is not None:
                cancel.check()
            with contextlib.suppress(FileError):
                found[edition.sha256] = md5 = str(task.result().value["md5"])
                with contextlib.suppress(OSError):  # a cache that cannot be written is no reason to stop
                    keep(_place(studio, edition.sha256), md5.encode())
            progress(len(found), len(every), paths.printable(Path(edition.location.path).name))
    return found


def _asked(studio: Studio, edition: Edition) -> Future[TaskResult]:
    path = studio.catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)
    return studio.pool.submit("md5", {"path": paths.text(path), "sha256": edition.sha256})


def _place(studio: Studio, sha256: str) -> Path:
    return studio.home / "cache" / "md5" / sha256[:2] / sha256
