"""Tables as text, CSV and TSV: their head, and rows a batch at a time, no more read ahead than is needed.

A line has at most some 16 million bytes. Errors of the library pass through, but for lines that are longer.
"""

import io
import threading
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from artistguard.model.errors import TooLarge

BLOCK = 1 << 24  # bytes that are looked at at once: no line may be much longer
_HEADS = (1 << 20, 1 << 22, BLOCK)  # bytes by which it is told what a table holds: more where a line is longer
_STEPS, _MOST_STEPS = 2, 4  # blocks that are read for a batch, and may lie unread at once
_SOON = 0.02  # seconds after which one more is read, where that was not enough


def first(file: BinaryIO, delimiter: str) -> tuple[list[str], Any, int]:
    """(names of the columns, the first rows or None, bytes that these take); a megabyte is read, as a rule."""
    import pyarrow.csv as text

    head, names, batch = b"", [], None
    file.seek(0)
    for most in _HEADS:
        more = file.read(most - len(head))
        head += more
        whole = len(head) < most
        # A line that is cut off here is no row.
        reader = text.open_csv(io.BytesIO(head), *_options(delimiter, None, skip=not whole))
        names, batch = list(reader.schema.names), next(iter(reader), None)
        if whole or (batch is not None and batch.num_rows):
            break
    return names, batch if batch is not None and batch.num_rows else None, len(head)


def batches(file: BinaryIO, delimiter: str, names: Sequence[str]) -> Iterator[Any]:
    """The rows, of some columns, all as text: a hash of digits alone must not become a number."""
    import pyarrow as arrow
    import pyarrow.csv as text

    file.seek(0)
    steps = _Steps(file)
    try:
        steps.go()
        reader = text.open_csv(steps, *_options(delimiter, names))
        while True:
            steps.go()
            batch = next(reader, None)
            steps.rest()
            if batch is None:
                return
            yield batch
    except arrow.ArrowInvalid as error:
        if "straddling" in str(error):
            raise TooLarge(f"A line of the table has more than {BLOCK:,} bytes.") from error
        raise
    finally:
        steps.end()


class _Steps(io.RawIOBase):
    """A file of which the library, which reads ahead in a thread of its own, gets some blocks for each batch.

    After `end` the file is in nobody's hands any more.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._turn, self._reading = threading.Condition(), threading.Lock()
        self._going = self._ended = False
        self._left = 0

    def go(self) -> None:
        """A batch is waited for."""
        with self._turn:
            self._going, self._left = True, min(self._left + _STEPS, _MOST_STEPS)
            self._turn.notify_all()

    def rest(self) -> None:
        """A batch has come."""
        with self._turn:
            self._going = False

    def end(self) -> None:
        """Nothing more is read: what is being read is waited for."""
        with self._turn:
            self._ended = True
            self._turn.notify_all()
        with self._reading:
            pass

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """As of any file, when it is time."""
        with self._turn:
            while not self._ended:
                if self._going and self._left:
                    self._left -= 1
                    break
                if not self._turn.wait(_SOON if self._going else None) and self._going:
                    break
        with self._reading:
            return b"" if self._ended else self._file.read(-1 if size is None else size)


def _options(delimiter: str, names: Sequence[str] | None, *, skip: bool = False) -> tuple[Any, Any, Any]:
    import pyarrow as arrow
    import pyarrow.csv as text

    return (
        text.ReadOptions(use_threads=False, block_size=BLOCK),
        text.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=(lambda row: "skip") if skip else None
        ),
        text.ConvertOptions(column_types=dict.fromkeys(names or (), arrow.string()), include_columns=names),
    )
