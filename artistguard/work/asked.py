"""Files on servers, as a worker child sees them: the parent fetches what is read."""

import io
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from artistguard.model.errors import Damaged

if TYPE_CHECKING:
    from artistguard.work.child import Context

_PIECE = 16 * 1024 * 1024  # bytes asked for at once
_BLOCK, _BLOCKS = 8 * 1024 * 1024, 4  # bytes of what is gone through, and how many such are remembered


class Asked(io.RawIOBase):
    """A file of which the parent fetches the parts that are read."""

    def __init__(self, context: "Context", size: int) -> None:
        self._context = context
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte is read from."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As of any file."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Exactly so many bytes, or to the end."""
        left = max(0, self._size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        parts = []
        while wanted:
            piece = min(wanted, _PIECE)
            data = self._context.ask("range", {"offset": self._at, "length": piece}, b"")
            if len(data) != piece:
                raise Damaged("The table ended before its end.")
            parts.append(data)
            self._at += piece
            wanted -= piece
        return b"".join(parts)

    def readinto(self, buffer: Any) -> int:
        """As of any file."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Streamed(Asked):
    """The same for one that is gone through once, with small steps back: no part of it is asked for twice."""

    def __init__(self, context: "Context", size: int) -> None:
        super().__init__(context, size)
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def read(self, size: int | None = -1) -> bytes:
        """Exactly so many bytes, or to the end."""
        left = max(0, self._size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        parts = []
        while wanted:
            number, begin = divmod(self._at, _BLOCK)
            part = self._block(number)[begin : begin + wanted]
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            at, self._at = self._at, number * _BLOCK
            self._blocks[number] = super().read(_BLOCK)
            self._at = at
            if len(self._blocks) > _BLOCKS:
                self._blocks.popitem(last=False)
        return self._blocks[number]
