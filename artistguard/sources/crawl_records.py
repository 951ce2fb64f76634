"""One record of a crawl: a page as it was fetched, cut out of a WARC file by one request for just its bytes.

A record is a gzip member of its own (WARC 1.1, annex D). It is unpacked up to a limit and no further.
"""

import io
import zlib
from dataclasses import dataclass

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from artistguard.model.errors import Damaged
from artistguard.sources.crawl_index import Line

LARGEST = 8 * 1024 * 1024  # packed bytes of a record; Common Crawl cuts what it fetches off at 5 MiB
_LARGEST_UNPACKED = 16 * 1024 * 1024
_GZIP = zlib.MAX_WBITS | 16
# warcio tells of some damage, and stumbles over the rest.
_STUMBLES = (
    *(ArchiveLoadFailed, StatusAndHeadersParserException, zlib.error),
    *(AttributeError, EOFError, LookupError, OSError, StopIteration, TypeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a server answered to the crawler."""

    status: int | None
    media_type: str
    body: bytes


def wanted(line: Line) -> bool:
    """Whether a record lies where it can be read, and is of a size to be read."""
    return bool(line.file) and 0 < line.length <= LARGEST


def range_of(line: Line) -> str:
    """The Range header that asks for the record's bytes."""
    return f"bytes={line.offset}-{line.offset + line.length - 1}"


def read(packed: bytes, line: Line) -> Record:
    """The record of a capture. Raises Damaged for what is none, or another one's."""
    try:
        unpacking = zlib.decompressobj(_GZIP)
        data = unpacking.decompress(packed, _LARGEST_UNPACKED)
        if unpacking.unconsumed_tail or not unpacking.eof:
            raise Damaged("The record of the crawl is cut off, or larger than a page can be.")
        record = next(iter(ArchiveIterator(io.BytesIO(data))))
        if record.rec_type != "response" or record.rec_headers.get_header("WARC-Target-URI") != line.url:
            raise Damaged("The record of the crawl is another one than the index says.")
        headers = record.http_headers
        if headers is None or headers.get_header("Content-Encoding"):
            raise Damaged("The record of the crawl holds no answer that can be read.")
        status = str(headers.get_statuscode() or "")
        media_type = str(headers.get_header("Content-Type") or "")[:200]
        body = record.raw_stream.read(_LARGEST_UNPACKED)
    except _STUMBLES as error:
        raise Damaged("The record of the crawl cannot be read.") from error
    return Record(int(status) if status.isascii() and status.isdigit() else None, media_type, body)
