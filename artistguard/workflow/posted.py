"""Check my posted copy: a file as a platform gives it back, against the copy that was posted there.

The file is one that the user saved, or, after they agreed to its host, what a link leads to.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artistguard.model import paths
from artistguard.model.egress import NOBODY, Purpose, Subjects
from artistguard.model.errors import FileError, NotAPicture, Unreachable, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Planned
from artistguard.net import wire
from artistguard.net.door import Answer, AnswerLimits
from artistguard.net.guard import place
from artistguard.work import publish
from artistguard.workflow.inspect_ import inspect
from artistguard.workflow.lookup import lookup
from artistguard.workflow.platforms import Fate
from artistguard.workflow.studio import Studio

_ALIKE = 12  # bits of 64 by which two pHashes of one picture may differ: recompressed, made smaller
_LINK = AnswerLimits(body=64 * 1024 * 1024, seconds=120.0)
_HEADERS = {"Accept": "image/*"}
_MOST_KEPT = 20  # fetched files; the oldest go
_OF_OURS = {("EXIF", "Artist"), ("EXIF", "Copyright")}


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a copy. Sizes in bytes and (width, height) in pixels; a None: it could not be told.

    `credential` is None where the posted copy carried none. `alike` says whether both show one picture as it stands;
    a crop, a turn or a mirror image is not found by that.
    """

    ours: Path
    posted: Path
    same_file: bool
    credential: Fate | None
    integrity: str  # what the posted file's credential says now, in one sentence
    tags: Fate | None
    tags_before: int
    tags_kept: int
    lost: tuple[str, ...]  # names of tags that are gone or changed
    readers: int
    sees_before: int
    sees_after: int
    bytes_before: int
    bytes_after: int
    pixels_before: tuple[int, int] | None
    pixels_after: tuple[int, int] | None
    alike: bool | None


def compare(studio: Studio, posted: Path, ours: Path) -> Posted:
    """Read both files and say what is left. Nothing is imported. Raises FileError."""
    before, after = _says(studio, ours), _says(studio, posted)
    pixels_before, print_before = _picture(studio, ours)
    pixels_after, print_after = _picture(studio, posted)
    had, has = _tags(before), _tags(after)
    kept = had & has
    lost = sorted({f"{group} {name}" for group, name, _ in had - has})
    return Posted(
        ours=ours,
        posted=posted,
        same_file=before["sha256"] == after["sha256"],
        credential=_credential(before["credential"], after["credential"]),
        integrity=str(after["credential"]["integrity"]),
        tags=_share(len(kept), len(had)),
        tags_before=len(had),
        tags_kept=len(kept),
        lost=tuple(lost),
        readers=len(after["readers"]),
        sees_before=sum(row["sees"] is True for row in before["readers"]),
        sees_after=sum(row["sees"] is True for row in after["readers"]),
        bytes_before=before["size"],
        bytes_after=after["size"],
        pixels_before=pixels_before,
        pixels_after=pixels_after,
        alike=None if print_before is None or print_after is None else _distance(print_before, print_after) <= _ALIKE,
    )


def would_send(url: str) -> Planned:
    """What `fetch` would send first, for the question that comes before it. Nothing is sent. Raises Refused."""
    return wire.planned("GET", url, "to fetch the copy that you posted", _HEADERS)


def by_link(studio: Studio, url: str, ours: Path | None = None, *, cancel: CancelToken | None = None) -> Posted:
    """Fetch what a link leads to and compare it with `ours`; None: with the copy that it looks like.

    Raises what `fetch` raises, FileError, and UsageError where it looks like no copy that is here.
    """
    posted = fetch(studio, url, ours, cancel=cancel)
    return compare(studio, posted, ours or guessed(studio, posted))


def fetch(studio: Studio, url: str, ours: Path | None = None, *, cancel: CancelToken | None = None) -> Path:
    """The file behind a link, bounded, in the cache. The user has to have agreed to its host for POSTED_COPY.

    Raises what the door raises (NotAgreed names the host, a redirect's included), Unreachable for any other answer
    than a file, NotAPicture for a page.
    """
    answer = studio.door().request(
        "GET",
        url,
        purpose=Purpose.POSTED_COPY,
        subjects=_subjects(studio, ours),
        headers=_HEADERS,
        limits=_LINK,
        cancel=cancel,
    )
    host = place(answer.url).host
    if answer.status != 200:
        raise Unreachable(
            f"{host} answered {answer.status}, not with a picture.", "Save the picture and check it as a file."
        )
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() in ("text/html", "application/json"):
        raise NotAPicture(
            f"What {host} sent is a page, not a picture.", "Copy the address of the picture itself, or save it."
        )
    return _kept(studio, answer)


def guessed(studio: Studio, posted: Path) -> Path:
    """The copy that a posted file was most likely made from. Raises FileError, UsageError where none is here."""
    found = likely(studio, posted)
    if found is None:
        raise UsageError("It looks like nothing of yours.", "Say which copy you posted.")
    if found.copy is None:
        raise UsageError(
            f"It looks like your #{found.number}, {found.title}, but no copy of that is here.",
            "Say which copy you posted.",
        )
    return found.copy


@dataclass(frozen=True, slots=True)
class Likely:
    """The work that a posted file looks like, and the copy of it that was most likely posted (None: none is there)."""

    number: int
    title: str
    copy: Path | None


def likely(studio: Studio, posted: Path) -> Likely | None:
    """What a posted file looks like, by the look-up; None: nothing of the artist's. Raises FileError."""
    for found in lookup(studio, [posted]):
        if found.error is not None:
            raise found.error
        work = found.best
        if work is None:
            return None
        return Likely(work.number, work.title, next(iter(copies(studio, work.id)), None))
    return None


def copies(studio: Studio, work: str) -> tuple[Path, ...]:
    """The copies of a work that could have been posted and are still there: posting copies first, newest first."""
    editions = [e for e in studio.catalogue.works.find(work).editions if e.role.ours and e.superseded_by is None]
    editions.sort(key=lambda e: (e.role.value != "posting-copy", -e.created_at.timestamp()))
    found = (studio.catalogue.roots.path(e.location.root) / paths.native(e.location.path) for e in editions)
    return tuple(path for path in found if path.is_file())


def _subjects(studio: Studio, ours: Path | None) -> Subjects:
    """The work a request tells about, where that is known: a seal holds for links as well."""
    try:
        edition = None if ours is None else studio.catalogue.works.by_sha256(publish.digest_of(ours))
    except OSError:  # `compare` says what is wrong with it
        return NOBODY
    return NOBODY if edition is None else Subjects(works=(edition.artwork_id,))


def _kept(studio: Studio, answer: Answer) -> Path:
    folder = studio.home / "cache" / "posted"
    path = folder / hashlib.sha256(answer.body).hexdigest()[:32]
    draft = publish.temporary_name(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(answer.body)
        draft.replace(path)
        newest = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in newest[_MOST_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise publish.cannot_write(path, error) from error
    return path


def _says(studio: Studio, path: Path) -> dict[str, Any]:
    if path.is_dir():
        raise UsageError(f"{paths.printable(path.name)} is a folder.", "Choose one picture.")
    found = next(inspect(studio, [path]))
    if found.error is not None:
        raise found.error
    assert found.says is not None
    return found.says


def _picture(studio: Studio, path: Path) -> tuple[tuple[int, int] | None, int | None]:
    """Size and pHash of a file's picture, read in a worker child."""
    arguments = {"path": paths.text(path), "megapixels": studio.settings.megapixels, "thumbnail_edge": None}
    try:
        value: dict[str, Any] = studio.pool.submit("read", arguments, answer=lambda *_: b"").result().value
    except FileError:
        return None, None
    facts, prints = value["picture"], value["fingerprints"]
    size = (facts["width"], facts["height"]) if facts["width"] and facts["height"] else None
    return size, next((int(p["value"], 16) for p in prints if p["kind"] == "phash"), None)


def _tags(says: dict[str, Any]) -> set[tuple[str, str, str]]:
    """The tags that speak of rights and reservations. What a camera or a program noted of itself is left out."""
    tags = {(tag["group"], tag["name"], tag["value"]) for tag in says["tags"]}
    return {tag for tag in tags if tag[0] != "EXIF" or tag[:2] in _OF_OURS}


def _credential(before: dict[str, Any], after: dict[str, Any]) -> Fate | None:
    if not before["present"]:
        return None
    if not after["present"]:
        return Fate.REMOVED
    # "Partly": a credential is there, but it does not fit the file any more.
    return Fate.KEPT if after["intact"] else Fate.PARTLY


def _share(kept: int, had: int) -> Fate | None:
    if not had:
        return None
    return Fate.KEPT if kept == had else Fate.PARTLY if kept else Fate.REMOVED


def _distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()
