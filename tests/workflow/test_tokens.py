"""A studio's door with everything in it: consent, limits, tokens, own hubs; over real sockets."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from raw_server import RawServer

from artistguard.model.egress import NOBODY, Purpose
from artistguard.model.errors import ComeBackLater, NetworkOff, NotAgreed, Refused, UsageError
from artistguard.workflow import consents, tokens
from artistguard.workflow.studio import Studio

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
SECRET = "hf_aVerySecretToken123"
Serve = Callable[..., RawServer]


def ask(studio: Studio, url: str, purpose: Purpose = Purpose.WATCH) -> bytes:
    return studio.door().request("GET", url, purpose=purpose, subjects=NOBODY).body


def test_an_own_hub_is_asked_after_four_yeses(studio: Studio, serve: Serve) -> None:
    """The network on, the hub named, the host agreed to, and for that purpose."""
    server = serve(OK)
    with pytest.raises(NetworkOff):
        ask(studio, server.url())
    studio.save(replace(studio.settings, network=True))
    with pytest.raises(NotAgreed):
        ask(studio, server.url())
    consents.agree(studio, server.at, [Purpose.WATCH], "what would be sent")
    with pytest.raises(Refused, match="http://"):
        ask(studio, server.url())
    studio.save(replace(studio.settings, local_hosts=f"hub.studio:1, {server.at}"))
    with pytest.raises(NotAgreed):
        ask(studio, server.url(), Purpose.PICTURE)
    assert server.received == []
    assert ask(studio, server.url()) == b"hello"
    assert [entry.bytes_out > 0 for entry in studio.catalogue.egress.iterate()] == [False] * 4 + [True]
    consents.withdraw(studio, server.at)
    with pytest.raises(NotAgreed):
        ask(studio, server.url())


@pytest.fixture
def hub(studio: Studio, serve: Serve) -> RawServer:
    server = serve(OK)
    studio.save(replace(studio.settings, network=True, local_hosts=server.at))
    consents.agree(studio, server.at, [Purpose.WATCH], "")
    return server


def test_a_token_goes_along_and_stands_nowhere(studio: Studio, hub: RawServer, tmp_path: Path) -> None:
    assert tokens.set_token(studio, hub.at, f" {SECRET}\n") == "passphrase"
    assert tokens.hosts_with_tokens(studio) == (hub.at,)
    ask(studio, hub.url())
    assert f"Authorization: Bearer {SECRET}\r\n".encode() in hub.received[0]
    [entry] = studio.catalogue.egress.iterate()
    assert entry.bytes_out == len(hub.received[0])
    tokens.forget_token(studio, hub.at)
    ask(studio, hub.url())
    assert b"Authorization" not in hub.received[1]
    acts = [line.act for line in studio.catalogue.custody.iterate(hub.at)]
    assert acts == ["token-set", "token-forgotten"]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


def test_what_is_no_token_or_no_host_is_refused(studio: Studio) -> None:
    for host, token in (("a b", SECRET), ("*.hf.co", SECRET), ("hub.example", ""), ("hub.example", "a\r\nX: b")):
        with pytest.raises(UsageError):
            tokens.set_token(studio, host, token)
    with pytest.raises(UsageError, match="No token"):
        tokens.forget_token(studio, "hub.example")
    assert tokens.hosts_with_tokens(studio) == ()


def test_a_pause_that_a_host_asks_for_outlasts_the_run(studio: Studio, serve: Serve, tmp_path: Path) -> None:
    server = serve(b"HTTP/1.1 429 X\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n")
    studio.save(replace(studio.settings, network=True, local_hosts=server.at))
    consents.agree(studio, server.at, [Purpose.WATCH], "")
    ask(studio, server.url())
    with (
        Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as next_run,
        pytest.raises(ComeBackLater, match=server.at),
    ):
        ask(next_run, server.url())
    assert len(server.received) == 1
