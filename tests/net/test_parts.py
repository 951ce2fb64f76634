"""Parts of files: what was asked for, what came, and a host that sends everything instead."""

import socket

import pytest
from doors import EveryHost

from artistguard.model.egress import NOBODY, Purpose
from artistguard.model.errors import Refused, Unreachable
from artistguard.net.door import AnswerLimits, Door

SMALL = AnswerLimits(body=1000, seconds=5)


def part(body: bytes, range_: str | None, *headers: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 206 Partial Content", f"Content-Length: {len(body) if length is None else length}", *headers]
    lines += [f"Content-Range: {range_}"] if range_ is not None else []
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.fixture
def fetch(ledger, seals, serve):
    def get(answer, asked: str | None = "bytes=0-9", limits: AnswerLimits = SMALL):
        server = serve(answer)
        get.servers.append(server)
        door = Door(
            switch=lambda: True,
            ledger=ledger,
            seals=seals(),
            consents=EveryHost(),
            seat="",
            actor="",
            allowed={server.at},
            plain={server.at},
        )
        headers = {"Range": asked} if asked else {}
        return door.request("GET", server.url(), purpose=Purpose.WATCH, subjects=NOBODY, headers=headers, limits=limits)

    get.servers = []
    return get


@pytest.mark.parametrize(
    ("asked", "given", "body"),
    [
        ("bytes=0-9", "bytes 0-9/4000000000", b"0123456789"),
        ("bytes=5-9", "bytes 5-9/*", b"56789"),
        ("bytes=0-9", "bytes 0-3/4", b"0123"),
        ("bytes=4-", "bytes 4-9/10", b"456789"),
        ("bytes=-4", "bytes 6-9/10", b"6789"),
    ],
)
def test_a_part(fetch, asked, given, body) -> None:
    answer = fetch(part(body, given), asked)
    assert (answer.status, answer.body) == (206, body)
    [request] = fetch.servers[0].received
    assert f"Range: {asked}\r\n".encode() in request
    assert b"Accept-Encoding: identity\r\n" in request


@pytest.mark.parametrize(
    "given",
    ["bytes 10-19/100", "bytes 0-10/100", "bytes 0-9/5", "bytes 9-0/100", "bytes */100", "lines 0-9/100", "", None],
)
def test_another_part_is_refused(fetch, given) -> None:
    with pytest.raises(Refused, match="another part"):
        fetch(part(b"0123456789", given))


@pytest.mark.parametrize("asked", ["bytes=9-0", "bytes=-0", "bytes=0-1,5-6", "lines=0-1", "bytes=", "bytes=a-b"])
def test_only_one_part_is_ever_asked_for(fetch, asked) -> None:
    with pytest.raises(Refused, match="no part"):
        fetch(part(b"0123456789", "bytes 0-9/10"), asked)
    assert fetch.servers[0].received == []


def test_more_or_less_than_the_part_is_refused(fetch) -> None:
    endless = part(b"0123456789" * 20, "bytes 0-9/4000000000").replace(b"Content-Length: 200\r\n", b"")
    with pytest.raises(Refused, match="more or less"):
        fetch(endless)
    with pytest.raises(Refused, match="more or less"):
        fetch(part(b"01234", "bytes 0-9/4000000000"))
    with pytest.raises(Unreachable, match="broke off"):
        fetch(part(b"01234", "bytes 0-9/4000000000", length=10))
    with pytest.raises(Refused, match="too large"):
        fetch(part(b"", "bytes 0-4095/5000", length=4096), "bytes=0-4095")


def test_a_whole_small_file_instead_of_a_part_is_an_answer(fetch) -> None:
    answer = fetch(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + b"0123456789" * 2)
    assert (answer.status, len(answer.body)) == (200, 20)


def test_a_whole_large_file_instead_of_a_part_is_left_at_its_head(fetch, ledger) -> None:
    sent = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n")
        try:
            while True:
                sent.append(connection.send(b"x" * 65536))
        except OSError:
            return

    with pytest.raises(Refused, match="whole file where a part"):
        fetch(talk)
    assert ledger.lines[0].bytes_in < 1000
    assert sum(sent) < 32 * 2**20, "what the sockets hold, not the file"


def test_a_whole_endless_file_instead_of_a_part_is_bounded(fetch, ledger) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 4096)

    with pytest.raises(Refused, match="whole file where a part"):
        fetch(talk)
    assert ledger.lines[0].bytes_in < 200_000


@pytest.mark.parametrize(
    ("asked", "more"), [(None, ()), ("bytes=0-9", ("Content-Encoding: gzip",))], ids=["unasked", "packed"]
)
def test_a_part_nobody_asked_for_is_refused(fetch, asked, more) -> None:
    with pytest.raises(Refused, match="not asked for"):
        fetch(part(b"0123456789", "bytes 0-9/10", *more), asked)


def test_a_part_is_asked_for_again_where_a_redirect_leads(ledger, seals, serve) -> None:
    goal = serve(part(b"0123456789", "bytes 0-9/4000000000"))
    start = serve(f"HTTP/1.1 302 Found\r\nLocation: {goal.url()}\r\nContent-Length: 0\r\n\r\n".encode())
    at = {start.at, goal.at}
    door = Door(
        switch=lambda: True,
        ledger=ledger,
        seals=seals(),
        consents=EveryHost(),
        seat="",
        actor="",
        allowed=at,
        plain=at,
    )
    answer = door.request(
        "GET", start.url(), purpose=Purpose.WATCH, subjects=NOBODY, headers={"Range": "bytes=0-9"}, limits=SMALL
    )
    assert answer.body == b"0123456789"
    assert b"Range: bytes=0-9" in goal.received[0]
