"""A table of COYO's columns on a loopback server, scanned in parts: the bytes it sends beside those that were said.

Two million rows, about 300 MB, made here: random URLs, captions and hashes, and row groups of 250,000 rows. The server
counts the bytes of its bodies. Then the same scan again, which may cost none.
"""

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import corpus
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from figures import Options, Result

NAME = "ranged_scan"
MEASURES = "bytes that a server sends for a scan beside those that were said beforehand, and for the second one"

_GROUP = 250_000  # rows
_SCORES = (
    "clip_similarity_vitb32", "clip_similarity_vitl14", "nsfw_score_opennsfw2", "nsfw_score_gantman",
    "watermark_score", "aesthetic_score_laion_v2",
)  # fmt: skip
_COUNTS = ("text_length", "word_count", "num_tokens_bert", "num_tokens_gpt", "num_faces")


def run(options: Options) -> Result:
    """Said, fetched, and fetched again."""
    from artistguard.model.egress import Purpose
    from artistguard.workflow import consents, scan, scan_plan
    from artistguard.workflow.import_ import import_
    from artistguard.workflow.studio import Studio

    result = Result(NAME, MEASURES, options.workers)
    path = options.scratch / "part.parquet"
    groups = 1 if options.quick else 8
    _write(path, groups)
    placed = corpus.placed(corpus.of_kind(corpus.art(), "jpeg")[:3], options.scratch / "originals")
    with (
        _serving(path) as server,
        Studio(options.scratch / "home", passphrase=lambda: None, keychain=False) as studio,
    ):
        host = f"127.0.0.1:{server.server_address[1]}"
        studio.save(replace(studio.settings, workers=options.workers, network=True, local_hosts=host))
        consents.agree(studio, host, [Purpose.WATCH], "the benchmark's own server")
        import_(studio, placed)
        plan = scan_plan.plan(studio, f"http://{host}/part.parquet", bits=4)
        looked = server.sent
        result.promise(plan.looked == looked, f"The plan says {plan.looked} bytes were fetched; it was {looked}.")
        report = scan.run(studio, scan.begin(studio, plan))
        result.promise(not report.failures and not report.left, f"The scan did not end well: {report}")
        fetched = server.sent - looked
        again = scan_plan.plan(studio, f"http://{host}/part.parquet", bits=4)
        scan.run(studio, scan.begin(studio, again))
        second = server.sent - looked - fetched
    result.notes.append(
        f"{groups * _GROUP:,} rows, {path.stat().st_size / 1e6:.0f} MB; the footer took {looked:,} bytes."
    )
    result.add(
        "fetched by the scan", fetched / 1e6, "MB", baseline="said before", than=plan.first / 1e6, aim="0.95 to 1.05"
    )
    result.add("of the whole table", fetched / 1e6, "MB", baseline="the table", than=path.stat().st_size / 1e6)
    result.add("fetched by the second scan", second, "bytes", aim="0")
    result.promise(0.95 * plan.first <= fetched <= 1.05 * plan.first, "Other bytes were fetched than were said.")
    result.promise(second == 0, f"The second scan fetched {second} bytes.")
    return result


def _write(path: Path, groups: int) -> None:
    corpus.say(f"writing a table of {groups * _GROUP:,} rows")
    random = np.random.default_rng(8)
    writer = None
    for group in range(groups):
        columns: dict[str, Any] = {
            "id": pa.array(random.integers(0, 2**62, _GROUP)),
            "url": _texts(random, b"https://cdn.example.org/images/", 45),
            "text": _texts(random, b"", 55),
            "width": pa.array(random.integers(200, 4000, _GROUP, dtype=np.int32)),
            "height": pa.array(random.integers(200, 4000, _GROUP, dtype=np.int32)),
            "image_phash": _texts(random, b"", 16, b"0123456789abcdef"),
        }
        columns |= {name: pa.array(random.integers(0, 300, _GROUP, dtype=np.int32)) for name in _COUNTS}
        columns |= {name: pa.array(random.random(_GROUP, dtype=np.float32)) for name in _SCORES}
        table = pa.table(columns)
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema)
        writer.write_table(table, _GROUP)
        corpus.say(f"{group + 1} of {groups} row groups")
    if writer is not None:
        writer.close()


def _texts(random: Any, begin: bytes, length: int, letters: bytes = b"abcdefghijklmnopqrstuvwxyz ") -> pa.Array:
    """Random texts of one length, as a column."""
    width = len(begin) + length
    data = np.empty((_GROUP, width), np.uint8)
    data[:, : len(begin)] = np.frombuffer(begin, np.uint8)
    data[:, len(begin) :] = np.frombuffer(letters, np.uint8)[random.integers(0, len(letters), (_GROUP, length))]
    offsets = np.arange(0, data.size + 1, width, dtype=np.int32)
    return pa.StringArray.from_buffers(_GROUP, pa.py_buffer(offsets), pa.py_buffer(data.tobytes()))


class _Server(http.server.ThreadingHTTPServer):
    """One file, in parts and on condition. `sent`: bytes of bodies."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.path = path
        self.sent = 0
        self.lock = threading.Lock()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        size, etag = self.server.path.stat().st_size, '"one"'
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if self.headers.get("If-None-Match") == etag or asked is None:
            self.send_response(304 if asked else 400)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        first, last = int(asked[1]), min(int(asked[2]), size - 1)
        with self.server.path.open("rb") as file:
            file.seek(first)
            body = file.read(last - first + 1)
        self.send_response(206)
        for name, value in (("ETag", etag), ("Content-Range", f"bytes {first}-{last}/{size}")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with self.server.lock:
            self.server.sent += len(body)
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Said to nobody."""


@contextmanager
def _serving(path: Path) -> Iterator[_Server]:
    server = _Server(path)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
