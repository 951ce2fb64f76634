"""What a registration would put on the wire: as many bytes as the request itself, and worked out once a make of it."""

import pytest

from artistguard.model.registering import Leaving
from artistguard.net import wire
from artistguard.workflow import register_wire

JSON = {"Content-Type": "application/json"}
SENT = [
    Leaving("POST", "https://hub.example:8443/declaration", JSON, b'{"title": "\xc3\xa4"}'),
    Leaving("POST", "https://hub.example:8443/declaration", JSON, b""),
    Leaving("POST", "https://hub.example:8443/declaration", {}, b"x" * 100_000),
    Leaving("GET", "https://hub.example:8443/declaration/{nonce}", {}, b""),
    Leaving("PUT", "http://other.example/a%20b?c=d", {"Range": "bytes=0-9", **JSON}, bytes(range(256))),
]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    register_wire._size.cache_clear()
    register_wire._host.cache_clear()


@pytest.mark.parametrize("leaving", SENT)
def test_it_is_as_long_as_the_request(leaving: Leaving) -> None:
    request = wire.prepare(leaving.method, leaving.url, leaving.headers, leaving.body)
    told = wire.planned(leaving.method, leaving.url, "", leaving.headers, leaving.body)
    assert register_wire.size(leaving) == told.bytes_out == len(told.request.encode()) + len(request.body or b"")


def test_hosts_are_named_as_consents_name_them() -> None:
    assert [register_wire.host(each) for each in SENT] == ["hub.example:8443"] * 4 + ["other.example"]


def test_a_request_of_the_same_make_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    prepare = wire.prepare

    def counted(method: str, url: str, *rest: object) -> object:
        made.append(url)
        return prepare(method, url, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(wire, "prepare", counted)
    bodies = [b'{"sha256": "%064x"}' % number for number in range(500)]
    sizes = {register_wire.size(Leaving("POST", SENT[0].url, JSON, body)) for body in bodies}
    assert len(sizes) == 1
    assert len(made) == 1
    longer = register_wire.size(Leaving("POST", SENT[0].url, JSON, bodies[0] + b" "))
    assert longer == sizes.pop() + 1
    other = register_wire.size(Leaving("POST", SENT[0].url, {**JSON, "X": "y"}, bodies[0]))
    assert other == longer - 1 + len("X: y\r\n")
