"""How a source asks: counted, at the host's pace, and never longer than its run may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doors import EveryHost, Memory
from raw_server import RawServer

from artistguard.model.egress import EgressEntry, Subjects
from artistguard.model.errors import Cancelled, ComeBackLater, Refused, Unreachable
from artistguard.model.protocols import CancelToken
from artistguard.net.door import Door
from artistguard.net.limits import Limiter
from artistguard.sources.base import Asker, BudgetSpent

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
Serve = Callable[..., RawServer]


class Everything:
    """Double of the ledger and of the seals: keeps nothing, forbids nothing."""

    def record(self, entry: EgressEntry) -> None:
        """Not kept."""

    def check(self, subjects: Subjects) -> None:
        """Not forbidden."""


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def asker(slept: list[float]) -> Callable[..., Asker]:
    def clock() -> datetime:
        return START + timedelta(seconds=sum(slept))

    def make(server: RawServer, **changes: Any) -> Asker:
        door = Door(
            switch=lambda: True,
            ledger=Everything(),
            seals=Everything(),
            consents=EveryHost(),
            limiter=Limiter(Memory(), own=[server.at], clock=clock, sleep=slept.append),
            seat="",
            actor="",
            clock=clock,
            allowed=[server.at],
            plain=[server.at],
        )
        return Asker(door, **changes)

    return make


def answer(status: int, body: bytes = b"", *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


def in_turn(*answers: bytes) -> Callable[[Any], None]:
    left = list(answers)
    return lambda connection: connection.sendall(left.pop(0))


def test_a_busy_host_is_asked_again_at_its_pace(asker: Callable[..., Asker], serve: Serve, slept: list[float]) -> None:
    server = serve(in_turn(answer(503, b"", "Retry-After: 3"), answer(429), answer(200, b'{"a": 1}')))
    one = asker(server)
    assert one.json(server.url())[0] == {"a": 1}
    assert (one.requests, len(server.received)) == (3, 3)
    assert sum(slept) == pytest.approx(3 + 4)  # as asked, then the second strike's own


def test_a_host_that_stays_busy_is_left(asker: Callable[..., Asker], serve: Serve) -> None:
    server = serve(answer(502))
    with pytest.raises(ComeBackLater, match="busy") as raised:
        asker(server).get(server.url())
    assert len(server.received) == 3
    assert raised.value.until is not None
    assert raised.value.until >= START + timedelta(seconds=60)


def test_a_long_pause_ends_the_run(asker: Callable[..., Asker], serve: Serve, slept: list[float]) -> None:
    server = serve(answer(429, b"", 'RateLimit: "api";r=0;t=240'))
    with pytest.raises(ComeBackLater) as raised:
        asker(server).get(server.url())
    assert (len(server.received), slept) == (1, [])
    assert raised.value.until == START + timedelta(seconds=240)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 451, 501])
def test_any_other_status_is_no_answer_unless_expected(asker: Callable[..., Asker], serve: Serve, status: int) -> None:
    server = serve(answer(status, b"{}"))
    with pytest.raises(Unreachable, match=str(status)):
        asker(server).get(server.url())
    assert asker(server).get(server.url(), expected=(200, status)).status == status


def test_what_breaks_off_is_asked_for_once_more(asker: Callable[..., Asker], serve: Serve) -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut"
    server = serve(in_turn(cut, answer(503, b"", "Retry-After: 1"), answer(200, b"[]")))
    assert asker(server).json(server.url())[0] == []
    assert len(server.received) == 3
    server = serve(cut)
    with pytest.raises(Unreachable):
        asker(server).get(server.url())
    assert len(server.received) == 2


def test_the_budget_ends_it(asker: Callable[..., Asker], serve: Serve) -> None:
    server = serve(answer(200, b"[]"))
    one = asker(server, most=2)
    one.json(server.url())
    assert one.left == 1
    one.json(server.url())
    with pytest.raises(BudgetSpent):
        one.json(server.url())
    assert len(server.received) == 2


def test_a_cancelled_run_asks_nothing_more(asker: Callable[..., Asker], serve: Serve) -> None:
    server, cancel = serve(answer(200)), CancelToken()
    one = asker(server, cancel=cancel)
    one.get(server.url())
    cancel.cancel()
    with pytest.raises(Cancelled):
        one.get(server.url())
    assert len(server.received) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"NaN", b"[" * 100_000, b"\xff\xfe", b"<html>"],
    ids=["empty", "cut", "nan", "deep", "bytes", "html"],
)
def test_what_is_no_json_is_refused(asker: Callable[..., Asker], serve: Serve, body: bytes) -> None:
    server = serve(answer(200, body))
    with pytest.raises(Refused, match="cannot be read"):
        asker(server).json(server.url())
