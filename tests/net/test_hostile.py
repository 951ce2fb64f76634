"""Whatever a server sends, it is an answer or an error in words; and the ledger tells of it."""

import gzip
import random
import zlib
from contextlib import suppress

import pytest
from doors import EveryHost, Memory

from artistguard.model.egress import NOBODY, Purpose
from artistguard.model.errors import NetworkError, Refused
from artistguard.net.door import AnswerLimits, Door
from artistguard.net.limits import Limiter

STATUS = (
    *(b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 206 X", b"HTTP/1.1 302 X", b"HTTP/1.1 308 X", b"HTTP/1.1 999 X"),
    *(b"HTTP/1.1 99 X", b"HTTP/9.9 200 OK", b"HTTP/1.1 -1 X", b"HTTP/1.1 204 X", b"HTTP/1.1 304 X", b"ICY 200 OK"),
    *(b"HTTP/1.1 100 Continue", b"HTTP/1.1 429 X", b"\xff\xff"),
)
HEADERS = (
    *(
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Content-Length: 5, 6",
        b"Content-Length: x",
        b"Content-Length: +5",
    ),
    *(b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Content-Encoding: gzip"),
    *(
        b"Content-Encoding: deflate",
        b"Location: http://[::1",
        b"Location: //",
        b"Location: \xff\xfe",
        b"Location: /a b",
    ),
    *(b"Location: http://a:99999/", b"Location: " + b"x" * 3000, b"Set-Cookie: a=b", b"Retry-After: \xb2"),
    *(b"Location: /a b", b"Location: /again", b": x"),
    *(b"Retry-After: Fri, 99 Foo 2026", b'RateLimit: ;;;"', b'RateLimit-Policy: "a";q=0;w=0', b"Date: \x00", b" x"),
    *(b"Content-Range: bytes 0-4/5", b"Content-Range: bytes 0-4/\xb2", b"novalue", b"Link: <\x1b[31m>; rel=next"),
)
BODIES = (
    *(b"", b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\n", b"-5\r\nhello", b"FFFFFFFFFFFFFFFFFFFF\r\n", b"x" * 5000),
    *(gzip.compress(b"hello"), zlib.compress(b"h"), b"\x1f\x8b", b"5;ext=\xff\r\nhello\r\n0\r\nTrailer: x\r\n\r\n"),
)


@pytest.fixture
def ask(ledger, seals, serve):
    """ask(answer, method, headers) sends one request to a server that answers so."""
    given = [b""]
    server = serve(lambda connection: connection.sendall(given[0]))

    def send(answer: bytes, method: str = "GET", headers: dict[str, str] | None = None):
        given[0] = answer
        door = Door(
            switch=lambda: True,
            ledger=ledger,
            seals=seals(),
            consents=EveryHost(),
            limiter=Limiter(Memory(), own=[server.at], sleep=lambda seconds: None, longest_wait=0.0),
            seat="",
            actor="",
            allowed={server.at},
            plain={server.at},
        )
        limits = AnswerLimits(body=1000, seconds=5)
        return door.request(
            method, server.url(), purpose=Purpose.WATCH, subjects=NOBODY, headers=headers or {}, limits=limits
        )

    send.server = server
    return send


@pytest.mark.parametrize("seed", range(4))
def test_nothing_a_server_sends_is_a_surprise(ask, ledger, seed) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        headers = [rng.choice(HEADERS) + rng.choice((b"\r\n", b"\r\n", b"\n")) for _ in range(rng.randint(0, 4))]
        answer = bytearray(rng.choice(STATUS) + b"\r\n" + b"".join(headers) + b"\r\n" + rng.choice(BODIES))
        for _ in range(rng.choice((0, 0, 0, 3))):
            answer[rng.randrange(len(answer))] = rng.randrange(256)
        with suppress(NetworkError):
            ask(bytes(answer), rng.choice(("GET", "HEAD", "POST")), rng.choice(({}, {"Range": "bytes=0-4"}))).captured()
    received = ask.server.received
    assert sum(line.bytes_out for line in ledger.lines) == sum(map(len, received))


@pytest.mark.parametrize("to", [b"http://[::1", b"\xff\xfe", b"http://a:99999/", b"x" * 3000, b"//", b"https:"])
def test_a_redirect_to_what_is_no_address_is_refused(ask, to) -> None:
    with pytest.raises(Refused):
        ask(b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: " + to + b"\r\n\r\n")
