"""A small HTTP server on loopback that keeps what it was asked, and the real door that reaches it and nothing else."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from doors import EveryHost, Memory

from artistguard.model.egress import EgressEntry, Purpose, Subjects
from artistguard.model.errors import Sealed
from artistguard.model.protocols import ConsentPolicy
from artistguard.model.watching import Question, Step
from artistguard.net.door import Door
from artistguard.net.limits import Limiter
from artistguard.sources.base import Asker, BudgetSpent, Source

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A request as it arrived. Header names are lower case."""

    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


@dataclass(frozen=True)
class Reply:
    """An answer. `cut`: how many bytes fewer are sent than the header says."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[str]:
    """Serve on loopback; gives the endpoint."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = answer(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body[: len(reply.body) - reply.cut])

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *said: object) -> None:
            """Said to nobody."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


class Ledger:
    """Double of the egress ledger: keeps the lines."""

    def __init__(self) -> None:
        self.entries: dict[str, EgressEntry] = {}

    def record(self, entry: EgressEntry) -> None:
        self.entries[entry.id] = entry


class SealedNames:
    """Double of the seals: forbids requests about these names."""

    def __init__(self, *names: str) -> None:
        self.names = set(names)

    def check(self, subjects: Subjects) -> None:
        if self.names.intersection(subjects.names):
            raise Sealed("The name is sealed.")


def opened(
    *endpoints: str,
    ledger: Ledger | None = None,
    sealed: tuple[str, ...] = (),
    consents: ConsentPolicy | None = None,
) -> Door:
    """The real door, for servers on loopback; a clock that waiting moves, so that a busy one is asked again at once."""
    slept: list[float] = []

    def clock() -> datetime:
        return START + timedelta(seconds=sum(slept))

    own = [endpoint.removeprefix("http://") for endpoint in endpoints]
    return Door(
        switch=lambda: True,
        ledger=ledger or Ledger(),
        seals=SealedNames(*sealed),
        consents=consents or EveryHost(),
        limiter=Limiter(Memory(), own=own, clock=clock, sleep=slept.append),
        seat="seat",
        actor="actor",
        clock=clock,
        allowed=own,
        plain=own,
    )


def run(
    source: Source, question: Question, door: Door, checkpoint: Mapping[str, object] | None = None, most: int = 200
) -> list[Step]:
    """Every step of a run, until the source has no more or may not ask any more."""
    steps: list[Step] = []
    with suppress(BudgetSpent):
        steps.extend(source.look(question, checkpoint or {}, Asker(door, purpose=Purpose.WATCH, most=most)))
    return steps
