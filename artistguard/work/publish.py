"""From a finished temporary file to its final name, so that a file which was not finished never has that name.

A temporary lies in the target's own folder (a rename across file systems is a copy), is hidden, and is recognised by
its name alone: `.artistguard-<token>-<random>.part`, where the token is the job's id. What a killed run left behind
is found by the token and removed.
"""

import ctypes
import errno
import hashlib
import os
import re
import secrets
import sys
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from artistguard.model.errors import ArtistGuardError, CannotWrite, DiskFull, TargetExists
from artistguard.model.paths import printable

_TEMPORARY = re.compile(r"^\.artistguard-([a-z0-9]*)-[0-9a-f]{12}\.part(?:\.[a-z0-9.]+)?$")
_TOKEN = re.compile(r"[a-z0-9]*")
_RENAME_NOREPLACE = 1
_AT_FDCWD = -100
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL)


def temporary_name(target: Path, token: str = "") -> Path:
    """A fresh name for the file that will become `target`, in its folder. `token` (a job's id) finds it again.

    Sidecars of a temporary append a suffix to its name; `sweep` knows them too.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"no token: {token!r}")
    return target.with_name(f".artistguard-{token}-{secrets.token_hex(6)}.part")


def sweep(folder: Path, *, token: str | None = None, older_than: float = 0.0) -> list[Path]:
    """Remove temporaries in `folder` (not below it); returns which.

    With `token`, only those of that job: safe at any time for the job's owner. Without, those of every job: only when
    nobody writes there, or with `older_than` (seconds since they were last written to).
    """
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = _TEMPORARY.match(entry.name)
                if name and token in (None, name[1]) and entry.is_file(follow_symlinks=False):
                    if older_than and time.time() - entry.stat(follow_symlinks=False).st_mtime < older_than:
                        continue
                    found.append(folder / entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise cannot_write(folder, error) from error
    removed = []
    for path in found:
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise cannot_write(path, error) from error
        removed.append(path)
    return removed


def publish(temporary: Path, target: Path, *, replace: bool = False, sync: bool = True) -> None:
    """Give the finished (and fsynced) `temporary` its final name in the same folder, in one step.

    Unless `replace`, a file that is there already stays, whoever put it there and whenever. With `sync` the folder is
    fsynced; without, the caller does that once for many (`sync_folders`) before it says that they are published.
    Raises TargetExists (the temporary stays), CannotWrite, DiskFull.
    """
    try:
        if replace:
            temporary.replace(target)
        else:
            _move_new(temporary, target)
        if sync:
            _sync(target.parent)
    except FileExistsError as error:
        raise TargetExists(
            f"{printable(target)} is there already, and stays as it is.",
            "Choose another folder, or allow overwriting.",
        ) from error
    except IsADirectoryError as error:
        raise TargetExists(f"{printable(target)} is a folder.", "Choose another folder.") from error
    except OSError as error:
        raise cannot_write(target, error) from error


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex, read in blocks: to tell after a kill whether it is the one that was meant."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folders(folders: Iterable[Path]) -> None:
    """Make the names in these folders durable. Raises CannotWrite, DiskFull."""
    for folder in dict.fromkeys(folders):
        try:
            _sync(folder)
        except OSError as error:
            raise cannot_write(folder, error) from error


def cannot_write(target: Path, error: OSError) -> ArtistGuardError:
    """An operating system's error about a target, in words: CannotWrite, or DiskFull which stops a batch."""
    name = printable(target)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"There is no space left for {name}.", "Free some space and start again: it goes on there.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotWrite(f"{name} may not be written by this user.", "Choose another folder, or change its rights.")
    if error.errno == errno.ENAMETOOLONG:
        return CannotWrite(f"{name} is too long a name for this disk.", "Choose a shorter naming rule or folder.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CannotWrite(f"The folder of {name} is not there any more.", "Make it again and start again.")
    return CannotWrite(f"{name} cannot be written: {error.strerror or error}.", "Check the disk it lies on.")


def _move_new(temporary: Path, target: Path) -> None:
    """Rename without replacing. Raises FileExistsError."""
    if os.name == "nt":
        temporary.rename(target)  # never replaces there
        return
    if _rename_noreplace(temporary, target):
        return
    try:
        os.link(temporary, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _move_claimed(temporary, target)
        return
    temporary.unlink()


def _move_claimed(temporary: Path, target: Path) -> None:
    """For file systems that know neither way (FAT, some shares): claim the name with an empty file, then replace it.

    Between the two an empty file bears the name; killed there, the next run finds a file it did not finish, which is
    why this is the last resort.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
    try:
        temporary.replace(target)
    except OSError:
        target.unlink()
        raise


def _rename_noreplace(temporary: Path, target: Path) -> bool:
    """renameat2(RENAME_NOREPLACE), a single step; False where system or file system lacks it."""
    call = _renameat2()
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(temporary), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
        return False
    raise OSError(code, os.strerror(code), os.fspath(target))


@cache
def _renameat2() -> "ctypes._NamedFuncPointer | None":
    if sys.platform != "linux":
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # glibc before 2.28
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    call.restype = ctypes.c_int
    return call


def _sync(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; NTFS journals the rename
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems cannot
            raise
    finally:
        os.close(fd)
