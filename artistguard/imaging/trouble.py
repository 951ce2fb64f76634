"""The boundary to the decoders: whatever they throw leaves as one sentence."""

import errno
import sqlite3
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import UnidentifiedImageError

from artistguard.model.errors import ArtistGuardError, Damaged, FileError, TooLarge, Unreadable

_GONE = {
    errno.ENOENT: "The file is not there any more.",
    errno.EACCES: "There is no right to read the file.",
    errno.EPERM: "There is no right to read the file.",
    errno.EISDIR: "This is a folder.",
    errno.ENAMETOOLONG: "The file's name is too long to open it.",
    errno.ELOOP: "The file is a link that leads in a circle.",
    errno.EIO: "The disk or the network share gave a read error.",
    errno.ESTALE: "The network share has lost the file.",
}
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    NotImplementedError,
    AssertionError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    sqlite3.Error,
)


@contextmanager
def plain_errors(label: str) -> Iterator[None]:
    """Turn what decoders raise on a `label` file ("JPEG") into `FileError`s; their warnings are dropped."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ArtistGuardError:
        raise
    except MemoryError as error:
        raise TooLarge(f"There is not enough memory to decode this {label}.") from error
    except _BROKEN as error:
        raise _as_file_error(error, label) from error
    except BaseException as error:
        # Panics of Rust libraries are no `Exception`, and mean nothing more than a file that surprised them.
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(f"This {label} is damaged: its decoder gave up.") from error


def _as_file_error(error: BaseException, label: str) -> FileError:
    if isinstance(error, OSError) and error.errno in _GONE:
        return Unreadable(_GONE[error.errno])
    if "unrecognized data stream contents" in str(error) or "truncated" in str(error).lower():
        return Damaged(f"This {label} is cut off: part of the picture is missing.", _AGAIN)
    return Damaged(f"This {label} is damaged: {_reason(error)}.", _AGAIN)


_AGAIN = "Copy or export the file again."


def _reason(error: BaseException) -> str:
    if isinstance(error, UnidentifiedImageError):  # its text is the representation of a file object
        return "it cannot be decoded"
    text = " ".join(str(error).split())
    shown = "".join(c for c in text if c.isprintable())[:160].rstrip(". ")
    return shown or "it cannot be decoded"
