"""Whatever stands at a registry's address: every adapter goes through the door's guard, with limits of its own.

The guard's own tests are those of tests/net. Here every request that a registry makes is shown to meet it.
"""

import gzip
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from doors import EveryHost
from raw_server import RawServer
from registries import hub_parts as parts
from registries.hub_parts import Key
from sources.served import Ledger, SealedNames

from artistguard.model.egress import Subjects
from artistguard.model.errors import NetworkError, Refused, Unreachable, UsageError
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Operation, Receipt, Rejected, RetryAfter
from artistguard.net.door import Answer, Door
from artistguard.registries.hub_lookup import similar
from artistguard.registries.iscc_hub import IsccHub
from artistguard.registries.iscc_hubs import Dialect, Hub, SearchService
from artistguard.registries.opentimestamps import OpenTimestamps
from artistguard.registries.rfc3161 import TimeAuthority
from artistguard.registries.spawning import Spawning
from artistguard.registries.status import Question
from artistguard.registries.training_data import TrainingDataRegistry

Ask = Callable[[str, Door], object]
NUMBER = "ISCC:MAIGIIFJRDGEQQAA"


def _hub(url: str, dialect: Dialect = Dialect.NEWEST) -> IsccHub:
    return IsccHub(Hub("iscc-hub", "ISCC-HUB", 1, url, (Key().text,), dialect))


def _declares(dialect: Dialect) -> Ask:
    def ask(url: str, door: Door) -> object:
        ours, what = _hub(url, dialect), parts.submission()
        return ours.submit(ours.sign(ours.prepare(what), Key(), now()), what, door, CancelToken())

    return ask


def _withdraws(url: str, door: Door) -> object:
    ours, what = _hub(url), replace(parts.submission(params={}), operation=Operation.WITHDRAW)
    back = replace(what, params={"iscc_id": NUMBER})
    return ours.submit(ours.sign(ours.prepare(back), Key(), now()), back, door, CancelToken())


def _asks_how_it_stands(url: str, door: Door) -> object:
    receipt = Receipt("iscc-hub", Operation.DECLARE, now(), url, b"", 201, {}, b"{}", id_there=NUMBER)
    return _hub(url).status(receipt, parts.submission(), door, CancelToken())


def _searches(url: str, door: Door) -> object:
    service = SearchService("own", "Our own index", url)
    return similar(service, parts.item().iscc, door=door, subjects=Subjects(works=("work-1",)), cancel=CancelToken())


def _asks_of_addresses(kind: Callable[[str], Any]) -> Ask:
    question = Question(("https://studio.example/a.jpg",), ("work-1",))
    return lambda url, door: list(kind(url).ask(question, door, CancelToken()))


def _stamps(kind: Callable[[str], Any]) -> Ask:
    def ask(url: str, door: Door) -> object:
        registry, what = kind(url), parts.submission()
        return registry.submit(registry.sign(registry.prepare(what), Key(), now()), what, door, CancelToken())

    return ask


ASKS: dict[str, Ask] = {
    "iscc-hub-newest": _declares(Dialect.NEWEST),
    "iscc-hub-august": _declares(Dialect.AUGUST_2025),
    "iscc-hub-withdraw": _withdraws,
    "iscc-hub-status": _asks_how_it_stands,
    "iscc-search": _searches,
    "spawning": _asks_of_addresses(Spawning),
    "training-data": _asks_of_addresses(TrainingDataRegistry),
    "rfc3161": _stamps(TimeAuthority),
    "opentimestamps": _stamps(lambda url: OpenTimestamps([url])),
}


@pytest.fixture(params=ASKS)
def ask(request: pytest.FixtureRequest) -> Ask:
    return ASKS[request.param]


class Hurried(Door):
    """The real door. Whatever limits an adapter sets, a test does not wait for them; that it sets some is seen."""

    def request(self, *how: Any, **more: Any) -> Answer:
        limits = more["limits"]
        assert limits.seconds <= 60
        assert limits.body <= 64 * 1024 * 1024
        more["limits"] = replace(limits, seconds=min(limits.seconds, 5.0 if self.patient else 0.4))
        return super().request(*how, **more)

    patient = True


def opened(server: RawServer | None = None, **changes: Any) -> Hurried:
    own = [] if server is None else [server.at]
    settings = {"allowed": own, "plain": own, **changes}
    return Hurried(
        switch=lambda: True,
        ledger=settings.pop("ledger", Ledger()),
        seals=SealedNames(),
        consents=EveryHost(),
        seat="seat",
        actor="actor",
        **settings,
    )


def refused(ask: Ask, url: str, door: Door) -> None:
    """It is an error in words, or an outcome that records nothing."""
    found: object = None
    with suppress(NetworkError):
        found = ask(url, door)
    assert found is None or isinstance(found, (RetryAfter, Rejected)), found


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_a_name_that_leads_into_the_house_is_not_asked(ask: Ask, address: str) -> None:
    ledger = Ledger()
    with pytest.raises(Refused, match="leads to"):
        ask("https://registry.example", opened(ledger=ledger, resolver=lambda host, port: [address]))
    assert all(line.refused and line.bytes_out == 0 for line in ledger.entries.values())


def test_a_name_is_looked_up_once_and_that_address_is_asked(ask: Ask, serve: Callable[..., RawServer]) -> None:
    """DNS rebinding: a second look-up would lead elsewhere, and there is none for the same request."""
    server = serve(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    looked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"]

    named = f"registry.example:{server.port}"
    door = opened(allowed={named}, plain={named}, resolver=resolver)
    refused(ask, f"http://{named}", door)
    assert looked
    assert len(looked) == len(server.received)


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "//127.0.0.2:{port}/x"]
)
def test_a_redirect_into_the_house_is_not_followed(
    ask: Ask, serve: Callable[..., RawServer], status: int, to: str
) -> None:
    inner = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}")
    where = to.format(port=inner.port)
    outer = serve(f"HTTP/1.1 {status} Moved\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode())
    refused(ask, outer.url("").rstrip("/"), opened(outer))
    assert inner.received == []


def _huge(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{")


def _endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    block = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    for _ in range(128):  # of a megabyte each, until the door has had enough
        connection.sendall(block)


def _compressed(connection: socket.socket) -> None:
    packed = gzip.compress(bytes(80 * 1024 * 1024), 1)
    head = f"Content-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: {len(packed)}\r\n\r\n"
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + head.encode() + packed)


@pytest.mark.parametrize("talk", [_huge, _endless, _compressed], ids=["huge", "endless", "compressed"])
def test_a_body_beyond_all_measure_is_refused(
    ask: Ask, serve: Callable[..., RawServer], talk: Callable[[socket.socket], None]
) -> None:
    server = serve(talk)
    with pytest.raises(Refused):
        ask(server.url("").rstrip("/"), opened(server))


def test_a_body_that_never_comes_ends_at_the_deadline(ask: Ask, serve: Callable[..., RawServer]) -> None:
    def silent(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{")
        connection.recv(1)  # until the other side has had enough

    server = serve(silent)
    door = opened(server)
    door.patient = False
    with pytest.raises((Refused, Unreachable)):
        ask(server.url("").rstrip("/"), door)


def test_an_address_that_is_none_is_refused(ask: Ask) -> None:
    for url in ("file:///etc/passwd", "ftp://registry.example", "http://[::1", "https://user:x@127.0.0.1"):
        with pytest.raises((NetworkError, UsageError, ValueError)):
            ask(url, opened())
