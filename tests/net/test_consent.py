"""Hosts that nobody agreed to are not asked, and a host's token goes to that host alone."""

import json
from dataclasses import asdict

import pytest
from doors import EveryHost

from artistguard.model.egress import ASKED_FIRST, NOBODY, Purpose
from artistguard.model.errors import KeyLocked, NotAgreed, Refused
from artistguard.net import door as module
from artistguard.net.door import Door

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SECRET = "hf_aVerySecretToken123"


class Agreed:
    """Agrees to what it is given, and keeps what it was asked."""

    def __init__(self, *hosts: str) -> None:
        self.hosts = set(hosts)
        self.asked: list[tuple[str, Purpose]] = []

    def check(self, authority: str, purpose: Purpose) -> None:
        self.asked.append((authority, purpose))
        if authority not in self.hosts:
            raise NotAgreed(f"You have not agreed to {authority}.", host=authority)


class Tokens:
    """The tokens it is given."""

    def __init__(self, **tokens: str) -> None:
        self.tokens = tokens

    def token(self, authority: str) -> str | None:
        return self.tokens.get(authority)


def moved(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.fixture
def door(ledger, seals):
    def make(*servers, **changes):
        at = {server.at for server in servers}
        settings = {"consents": EveryHost(), "allowed": at, "plain": at, **changes}
        return Door(switch=lambda: True, ledger=ledger, seals=seals(), seat="seat", actor="actor", **settings)

    return make


def ask(door: Door, url: str, **more):
    return door.request("GET", url, **{"purpose": Purpose.WATCH, "subjects": NOBODY, **more})


@pytest.mark.parametrize("purpose", sorted(ASKED_FIRST))
def test_nothing_leaves_before_somebody_agreed(door, ledger, serve, purpose) -> None:
    server = serve(OK)
    with pytest.raises(NotAgreed) as raised:
        ask(door(server, consents=Agreed()), server.url(), purpose=purpose)
    assert raised.value.host == server.at
    assert server.received == []
    assert [(line.bytes_out, bool(line.refused)) for line in ledger.lines] == [(0, True)]
    assert ask(door(server, consents=Agreed(server.at)), server.url(), purpose=purpose).body == b"hello"


def test_a_name_nobody_agreed_to_is_not_even_looked_up(door) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(NotAgreed, match=r"hub\.example"):
        ask(door(consents=Agreed(), resolver=resolver), "https://HUB.example:443/x")


def test_what_signs_its_answers_is_agreed_to_in_the_settings(door, serve) -> None:
    server, consents = serve(OK), Agreed()
    ask(door(server, consents=consents), server.url(), purpose=Purpose.TIME_STAMP)
    assert consents.asked == []


def test_a_redirect_to_a_host_nobody_agreed_to_ends_there(door, ledger, serve) -> None:
    goal = serve(OK)
    start = serve(moved(goal.url("/file")))
    consents = Agreed(start.at)
    with pytest.raises(NotAgreed, match=goal.at):
        ask(door(start, goal, consents=consents), start.url())
    assert goal.received == []
    assert [(line.status, line.bytes_out > 0) for line in ledger.lines] == [(302, True), (None, False)]
    consents.hosts.add(goal.at)
    assert ask(door(start, goal, consents=consents), start.url()).body == b"hello"
    assert consents.asked[-2:] == [(start.at, Purpose.WATCH), (goal.at, Purpose.WATCH)]


def test_a_token_goes_to_its_host_and_nowhere_else(door, ledger, serve) -> None:
    back = serve(OK)
    away = serve(moved(back.url("/c")))
    start = serve(moved(away.url("/b")))
    tokens = Tokens(**{start.at: SECRET, back.at: SECRET})
    opened = door(start, away, back, tokens=tokens)
    assert ask(opened, start.url("/a")).body == b"hello"
    assert f"Authorization: Bearer {SECRET}".encode() in start.received[0]
    assert SECRET.encode() not in away.received[0] + back.received[0], "not even its own host, when a stranger sends on"
    assert ask(opened, back.url("/direct")).status == 200
    assert SECRET.encode() in back.received[1]
    assert ledger.lines[0].bytes_out == len(start.received[0])
    assert SECRET not in json.dumps([asdict(record) for record in ledger.records], default=str)


def test_a_token_stays_while_the_host_does(door, serve) -> None:
    answers = [moved("/b"), moved("/c", 307), OK]
    server = serve(lambda connection: connection.sendall(answers.pop(0)))
    ask(door(server, tokens=Tokens(**{server.at: SECRET})), server.url("/a"))
    assert [SECRET.encode() in request for request in server.received] == [True, True, True]


def test_the_answer_to_a_token_keeps_none_of_it(door, serve) -> None:
    server = serve(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nETag: x\r\nContent-Length: 0\r\n\r\n")
    captured = ask(door(server, tokens=Tokens(**{server.at: SECRET})), server.url()).captured()
    assert captured.capture.headers == {"etag": "x", "content-length": "0"}
    assert SECRET not in repr(captured)


@pytest.mark.parametrize("purpose", [Purpose.TIME_STAMP, Purpose.REVOCATION, Purpose.POSTED_COPY])
def test_no_token_for_what_needs_none(door, serve, purpose) -> None:
    server = serve(OK)
    ask(door(server, tokens=Tokens(**{server.at: SECRET})), server.url(), purpose=purpose)
    assert SECRET.encode() not in server.received[0]


def test_over_http_a_token_stays_on_this_computer(door, serve, monkeypatch) -> None:
    """A hub on the studio's network may be plain http; its token would be read on the way, so none is sent."""
    server = serve(OK)
    real = module.route

    def elsewhere(url: str, **how):
        return real(url, **how).__class__("http", "127.0.0.1", server.port, ("127.0.0.1", "192.168.7.7"))

    monkeypatch.setattr(module, "route", elsewhere)
    ask(door(server, tokens=Tokens(**{server.at: SECRET})), server.url())
    assert SECRET.encode() not in server.received[0]


@pytest.mark.parametrize("bad", ["a b", "a\r\nX-Evil: 1", "ü", "", "x" * 5000])
def test_what_is_no_token_is_not_sent(door, serve, bad) -> None:
    server = serve(OK)
    with pytest.raises(Refused, match="no token"):
        ask(door(server, tokens=Tokens(**{server.at: bad})), server.url())
    assert server.received == []


def test_a_locked_token_sends_nothing(door, ledger, serve) -> None:
    class Locked:
        def token(self, authority: str) -> str | None:
            raise KeyLocked("It is locked.")

    server = serve(OK)
    with pytest.raises(KeyLocked):
        ask(door(server, tokens=Locked()), server.url())
    assert server.received == []
    assert ledger.lines[0].refused == "It is locked."


def test_a_strangers_redirect_leads_to_no_own_server(door, serve, monkeypatch) -> None:
    """From a public host into the studio's network: refused, although its own server is named and agreed to."""
    own = serve(OK)
    stranger = serve(moved(own.url("/admin")))
    real = module.route

    def public(url: str, **how):
        """Loopback stands in for a public address, which no test may reach."""
        return real(url, **{**how, "allowed": {stranger.at}} if stranger.at in url else how)

    monkeypatch.setattr(module, "route", public)
    opened = door(own)
    with pytest.raises(Refused):
        ask(opened, stranger.url(), purpose=Purpose.TIME_STAMP)
    assert (len(stranger.received), own.received) == (1, [])
    assert ask(opened, own.url()).body == b"hello"
