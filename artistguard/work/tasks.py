"""What a worker child can be asked to do with one file. Arguments and answers are plain JSON and byte blobs.

Each task opens files read-only, except `sign`, which writes the temporary it is given and nothing else.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artistguard.formats.carry import carry, structure
from artistguard.formats.kinds import Kind
from artistguard.formats.sniff import identify
from artistguard.imaging.digest import digest
from artistguard.imaging.limits import Limits
from artistguard.imaging.posting import posting_copy
from artistguard.imaging.read import read_picture, thumbnail
from artistguard.imaging.tricks import Trick
from artistguard.imaging.tricks import trick as make_trick
from artistguard.imaging.variants import read_variants
from artistguard.imaging.views import read_views
from artistguard.imaging.warm import warm
from artistguard.model import errors, paths, wire
from artistguard.model.oserrors import regular, unreadable
from artistguard.model.preset import CredentialThumbnail, PresetVersion
from artistguard.model.rights import Rights
from artistguard.provenance.credential import SigningIdentity
from artistguard.provenance.inspect import inspect as inspect_file
from artistguard.provenance.prompts import read as read_prompts
from artistguard.provenance.write import CopyRequest, write_copy
from artistguard.work.publish import cannot_write

if TYPE_CHECKING:
    from artistguard.work.child import Context

Arguments = dict[str, Any]
Answer = tuple[dict[str, object], list[bytes]]
CREDENTIAL_THUMBNAIL_EDGE = 256  # px


def read(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Everything import wants to know of `path`: kind, digests, and (unless its content is known) the picture.

    Asks the parent "known" with the SHA-256, so that a file met before is not decoded again.
    Answers with the thumbnail as a blob where there is one.
    """
    path = paths.native(arguments["path"])
    regular(path)
    limits = _limits(arguments)
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            kind = identify(file)
            file.seek(0)
            digests = digest(file)
            if context.ask("known", {"sha256": digests.sha256}, b"") == b"yes":
                return {"known": True, "sha256": digests.sha256, "size": digests.size}, []
            file.seek(0)
            shape = structure(file, kind)
        reading = read_picture(path, kind, digests, limits=limits, thumbnail_edge=arguments["thumbnail_edge"])
        after = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise errors.Unreadable(
            f"{paths.printable(path.name)} changed while it was being read.", "Import it again once it is saved."
        )
    answer: dict[str, object] = {
        "known": False,
        "kind": kind.value,
        "sha256": digests.sha256,
        "blake3": digests.blake3,
        "size": digests.size,
        "mtime_ns": before.st_mtime_ns,
        "picture": wire.dump(reading.facts),
        "fingerprints": [wire.dump(print_) for print_ in reading.fingerprints],
        "truncated": shape.truncated,
    }
    return answer, [reading.thumbnail] if reading.thumbnail else []


def survey(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """How `path` can carry tags and a credential, from its headers alone: for the dry run."""
    path = paths.native(arguments["path"])
    regular(path)
    try:
        with path.open("rb") as file:
            kind = identify(file)
            file.seek(0)
            how = carry(file, kind)
    except OSError as error:
        raise unreadable(path, error) from error
    return {"kind": kind.value, "embeds": how.credential, "tags": how.xmp, "why_not": how.why_not}, []


def sign(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Write a tagged and signed copy of `path` to `temporary`. The parent holds the key and is asked for signatures.

    With `posting`, the copy is of a derivative at most so many pixels long, and `path` is its parent.
    """
    path = paths.native(arguments["path"])
    regular(path)
    temporary = paths.native(arguments["temporary"])
    version = wire.load(PresetVersion, arguments["version"])
    limits = _limits(arguments)
    posting = arguments.get("posting")
    scratch: Path | None = None
    conversions: tuple[str, ...] = ()
    try:
        with path.open("rb") as file:
            kind = identify(file)
        source = path
        extra: dict[str, object] = {}
        if posting:
            made = posting_copy(
                path, kind, edge=posting["edge"], format=posting["format"], quality=posting["quality"], limits=limits
            )
            scratch = temporary.with_name(temporary.name + ".pixels")
            _write_new(scratch, made.data)
            source, conversions = scratch, made.conversions
            with scratch.open("rb") as file:
                kind = identify(file)
            extra["conversions"] = list(conversions)
        small = None
        if version.output.thumbnail is CredentialThumbnail.SMALL and not arguments["sealed"]:
            with source.open("rb") as file:
                small_kind = identify(file)
            small = thumbnail(source, small_kind, CREDENTIAL_THUMBNAIL_EDGE, limits=limits)
        written = write_copy(
            CopyRequest(
                source=source,
                kind=kind,
                temporary=temporary,
                version=version,
                rights=wire.load(Rights, arguments["rights"]),
                title=arguments["title"],
                source_type=arguments["source_type"],
                identity=wire.load(SigningIdentity, arguments["identity"]),
                time_authority=arguments["time_authority"],
                thumbnail=small,
                parent=path if posting else None,
                conversions=conversions,
                # A posting copy's source is our own scratch file; the master was checked when it was imported.
                expected_blake3=None if posting else arguments["blake3"],
            ),
            lambda data: context.ask("sign", {}, data),
            cancel=None,
        )
        if posting:
            with temporary.open("rb") as file:
                reading = read_picture(temporary, kind, digest(file), limits=limits, thumbnail_edge=None)
            extra["picture"] = wire.dump(reading.facts)
            extra["fingerprints"] = [wire.dump(print_) for print_ in reading.fingerprints]
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
    return {**wire.dump(written), "temporary": arguments["temporary"], "kind": kind.value, **extra}, []


def inspect(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """What any file says: credential, tags, history, reader table."""
    path = paths.native(arguments["path"])
    regular(path)
    try:
        found = inspect_file(path, anchors_pem=arguments["anchors"])
    except OSError as error:
        raise unreadable(path, error) from error
    return found.as_json(), []


def prompts(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """What a generator wrote into `path` about the picture, as (where, text)."""
    path = paths.native(arguments["path"])
    regular(path)
    try:
        return {"prompts": [list(found) for found in read_prompts(path)]}, []
    except OSError as error:
        raise unreadable(path, error) from error


def views(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The fingerprints of the eight flips and turns of `path`: what a look-up compares with the works."""
    with _picture(arguments) as (path, kind):
        found = read_views(path, kind, limits=_limits(arguments))
    return {"kind": kind.value, "views": wire.dump(found)}, []


def variants(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The hashes of the views of `path`, for scans of data sets: hashes and ways as blobs, little-endian."""
    with _picture(arguments) as (path, kind):
        found = read_variants(path, kind, limits=_limits(arguments))
    value: dict[str, object] = {"entropy": found.entropy, "aspect": found.aspect}
    return value, [found.hashes.astype("<u8").tobytes(), found.ways.astype("<u2").tobytes()]


def preview(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """A picture of `path` to look at, at most `edge` pixels: JPEG, as a blob."""
    with _picture(arguments) as (path, kind):
        return {"kind": kind.value}, [thumbnail(path, kind, int(arguments["edge"]), limits=_limits(arguments))]


def trick(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The picture of `path` after one of imaging.tricks: JPEG, as a blob."""
    with _picture(arguments) as (path, kind):
        return {}, [make_trick(path, kind, Trick(arguments["trick"]), limits=_limits(arguments))]


@contextmanager
def _picture(arguments: Arguments) -> Iterator[tuple[Path, Kind]]:
    """The picture that a task is about, and what kind of file it is. What a disk says of it is said in words."""
    path = paths.native(arguments["path"])
    try:
        with path.open("rb") as file:
            kind = identify(file)
        yield path, kind
    except OSError as error:
        raise unreadable(path, error) from error


def _limits(arguments: Arguments) -> Limits:
    return Limits(pixels=int(arguments["megapixels"]) * 1_000_000)


def _write_new(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise cannot_write(path, error) from error


def attacked(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The self-test of one work; see work.attack_tasks, which is loaded when it is first asked for."""
    from artistguard.work import attack_tasks

    return attack_tasks.attacked(context, arguments, blobs)


def _scanning(name: str) -> Callable[["Context", Arguments, list[bytes]], Answer]:
    """A task of scans, loaded when it is first asked for: numba takes a tenth of a second, and few children scan."""

    def run(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
        from artistguard.work import scan_tasks

        return scan_tasks.TASKS[name](context, arguments, blobs)

    return run


def said(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Which rows of a data set say a name of the artist's (see work.word_tasks)."""
    from artistguard.work import word_tasks

    return word_tasks.said(context, arguments, blobs)


def said_pace(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """How long that takes (see work.word_tasks)."""
    from artistguard.work import word_tasks

    return word_tasks.said_pace(context, arguments, blobs)


def scan_pace(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """How long a scan takes (see work.pace_tasks)."""
    from artistguard.work import pace_tasks

    return pace_tasks.scan_pace(context, arguments, blobs)


__all__ = ["TASKS", "warm"]  # a child warms up before it says that it is ready

TASKS: dict[str, Callable[["Context", Arguments, list[bytes]], Answer]] = {
    "read": read,
    "survey": survey,
    "sign": sign,
    "inspect": inspect,
    "prompts": prompts,
    "views": views,
    "variants": variants,
    "preview": preview,
    "trick": trick,
    "table_plan": _scanning("table_plan"),
    "pace": _scanning("pace"),
    "scan": _scanning("scan"),
    "pack": _scanning("pack"),
    "rows_at": _scanning("rows_at"),
    "row_picture": _scanning("row_picture"),
    "first_rows": _scanning("first_rows"),
    "hash_picture": _scanning("hash_picture"),
    "md5": _scanning("md5"),
    "agree": _scanning("agree"),
    "said": said,
    "said_pace": said_pace,
    "scan_pace": scan_pace,
    "attacked": attacked,
}
