"""File names as text. A name on disk may hold bytes that are not UTF-8; SQL, JSON and people need text.

Python keeps such bytes as lone surrogates (PEP 383), which no database or JSON reader takes. Inside the program
they stand in the private-use plane instead, one to one, and turn back when a file is opened.
"""

from pathlib import Path

_SURROGATE = 0xDC80
_PRIVATE = 0x100080
_INWARD = {_SURROGATE + i: _PRIVATE + i for i in range(0x80)}
_OUTWARD = {_PRIVATE + i: _SURROGATE + i for i in range(0x80)}


def text(path: str | Path) -> str:
    """A path of the operating system as storable text, with forward slashes."""
    return (path if isinstance(path, str) else path.as_posix()).translate(_INWARD)


def native(path: str) -> Path:
    """The path of the operating system behind a stored text."""
    return Path(path.translate(_OUTWARD))


def printable(path: str | Path) -> str:
    """A path for people: odd bytes and control characters as escapes, so that no name can forge a line."""
    raw = str(path).translate(_OUTWARD)
    shown = raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown)
