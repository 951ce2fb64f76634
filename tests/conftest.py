"""For every test: nothing but this machine is ever connected to."""

import ipaddress
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A busy machine may take its time over an example, and over finding one.
settings.register_profile("busy", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

pytest_plugins = ["authority", "peers", "raw_server"]

_refused: list[str] = []


def _loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket of the file system
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ("socket.connect", "socket.sendto") or _loopback(arguments[1]):
        return
    _refused.append(f"{event} to {arguments[1]!r}")
    raise PermissionError(f"a test wanted to reach {arguments[1]!r}")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def only_loopback() -> Iterator[None]:
    """Fails the test that wanted to reach another machine, even if it swallowed the refusal."""
    _refused.clear()
    yield
    refused = list(_refused)
    with suppress(IndexError):
        _refused.clear()
    assert not refused, refused
