"""The door waits its turn at each host, or says when to come back; over real sockets."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from doors import START, Clock, EveryHost, Memory

from artistguard.catalogue.store import Catalogue
from artistguard.model.egress import NOBODY, Purpose
from artistguard.model.errors import ComeBackLater, NetworkOff, Refused
from artistguard.net.door import AnswerLimits, Door
from artistguard.net.limits import Limiter


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> Callable[..., Limiter]:
    """limiter() is one process's; those of one test share their memory."""
    store = Memory()

    def make(**changes: Any) -> Limiter:
        return Limiter(store, **{"clock": clock, "sleep": clock.sleep, **changes})

    return make


@pytest.fixture
def door(ledger, seals, limiter):
    def make(server, switch=lambda: True, **changes):
        return Door(
            switch=switch,
            ledger=ledger,
            seals=seals(),
            consents=EveryHost(),
            limiter=limiter(**changes),
            seat="",
            actor="",
            allowed={server.at},
            plain={server.at},
        )

    return make


def ask(door: Door, url: str, purpose: Purpose = Purpose.WATCH, **more: Any) -> int:
    return door.request("GET", url, purpose=purpose, subjects=NOBODY, **more).status


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def test_the_door_waits_its_turn_for_what_it_asks_hubs_and_not_for_time_stamps(door, serve, clock) -> None:
    server = serve(OK)
    opened = door(server)
    for _ in range(3):
        ask(opened, server.url())
    assert 2 <= clock.passed < 2.1
    for _ in range(3):
        ask(opened, server.url(), Purpose.TIME_STAMP)
    assert clock.passed < 2.1


def test_a_time_stamp_waits_its_turn_where_its_caller_wants_it_and_carries_no_token(door, serve, clock) -> None:
    server = serve(OK)
    opened = door(server)
    for _ in range(3):
        ask(opened, server.url(), Purpose.TIME_STAMP, paced=True)
    assert 2 <= clock.passed < 2.1
    assert not any(b"authorization" in request.lower() for request in server.received)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_the_door_comes_back_later(door, ledger, serve, clock, status) -> None:
    server = serve(f"HTTP/1.1 {status}\r\nRetry-After: 300\r\nContent-Length: 0\r\n\r\n".encode())
    assert ask(door(server), server.url()) == int(status[:3])
    with pytest.raises(ComeBackLater) as raised:
        ask(door(server), server.url())
    assert raised.value.until == START + timedelta(seconds=300)
    assert len(server.received) == 1
    assert [(line.bytes_out > 0, bool(line.refused)) for line in ledger.lines] == [(True, False), (False, True)]
    clock.at += timedelta(seconds=300)
    ask(door(server), server.url())
    assert len(server.received) == 2


def test_advice_of_an_answer_that_is_cut_or_too_large_is_heeded(door, serve) -> None:
    server = serve(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 300\r\nContent-Length: 99999\r\n\r\n")
    with pytest.raises(Refused, match="too large"):
        ask(door(server), server.url(), limits=AnswerLimits(body=1000))
    with pytest.raises(ComeBackLater):
        ask(door(server), server.url())


def test_a_redirects_hosts_are_each_asked_in_their_turn(door, serve, clock) -> None:
    server = serve(lambda connection: connection.sendall(answers.pop(0)))
    answers = [b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", OK]
    ask(door(server), server.url())
    assert 1 <= clock.passed < 1.1


def test_who_thinks_better_of_it_while_it_waits_is_heard(door, serve, clock) -> None:
    server = serve(OK)
    on = [True]
    opened = door(server, switch=lambda: bool(on), sleep=lambda seconds: (clock.sleep(seconds), on.clear()))
    ask(opened, server.url())
    with pytest.raises(NetworkOff):
        ask(opened, server.url())
    assert len(server.received) == 1


def test_the_limits_of_a_real_catalogue_outlast_the_run(tmp_path, clock) -> None:
    for _ in range(3):
        with Catalogue.open(tmp_path, seat="s", actor="a") as catalogue:
            one = Limiter(catalogue.limits, clock=clock, sleep=clock.sleep)
            one.enter("civitai.com", "/")
    assert 2 <= clock.passed < 2.1
