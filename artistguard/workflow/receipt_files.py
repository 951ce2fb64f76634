"""Receipts as files: zips that are the same whenever they are made, written whole or not at all, read with bounds."""

import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from artistguard.model.errors import UsageError

SUMS, PARTS = "SHA256SUMS", "parts/"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")  # of a file in one
_PLACE = re.compile(rf"(?:{NAME.pattern}/)?{NAME.pattern}")
_LARGEST = 256 * 2**20  # bytes of a whole receipt, unpacked
_MOST = 1000  # files in one
_WHEN = (2026, 1, 1, 0, 0, 0)  # the same receipt is the same file, whenever it is written


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip that is the same whenever it is made."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            whole.writestr(entry, data)
    return held.getvalue()


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file that is there whole or not at all. Raises UsageError."""
    draft = path.with_name(f".{path.name}.part")
    if path.exists():
        raise UsageError(f"{path} is there already.", "Choose another name.")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Choose another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def no_receipt(path: Path) -> UsageError:
    return UsageError(f"{path} is no receipt.", "Give a file that 'artistguard receipts ID --export' wrote.")


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of a receipt by name, bounded. Raises UsageError."""
    try:
        with zipfile.ZipFile(path) as whole:
            entries = whole.infolist()
            if len(entries) > _MOST or sum(entry.file_size for entry in entries) > _LARGEST:
                raise UsageError(f"{path} is too large for a receipt.")
            files: dict[str, bytes] = {}
            for entry in entries:
                if not _PLACE.fullmatch(entry.filename) or entry.filename in files:
                    raise no_receipt(path)
                with whole.open(entry) as member:
                    files[entry.filename] = member.read(_LARGEST)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UsageError(f"{path} is no receipt, or it is damaged: {error}.") from error
    return files


def misfits(files: Mapping[str, bytes]) -> Iterator[str]:
    """Where the files of a receipt are not those of their SHA256SUMS."""
    stated: dict[str, str] = {}
    for line in files.get(SUMS, b"").decode("utf-8", "replace").splitlines():
        digest_, _, name = line.partition("  ")
        stated[name] = digest_
    if not stated:
        yield f"{SUMS}: it is missing."
        return
    if "".join(f"{digest_}  {name}\n" for name, digest_ in stated.items()).encode() != files[SUMS]:
        yield f"{SUMS}: it is not as it was written."
    for name, data in sorted(files.items()):
        if name != SUMS and name not in stated:
            yield f"{name}: it is not in {SUMS}."
        elif name != SUMS and stated[name] != sha256(data):
            yield f"{name}: its bytes are not those of {SUMS}."
    for name in sorted(stated.keys() - files.keys()):
        yield f"{name}: it is missing."


def sha256(data: bytes) -> str:
    """Lower-case hex."""
    return hashlib.sha256(data).hexdigest()
