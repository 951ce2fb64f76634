"""What a registration would put on the wire: to which host, and how many bytes.

Ten thousand submissions are mostly the same request with another body. What is worked out of an address and of a
head is kept for the next one of the same make: of a body only its length counts.
"""

from functools import lru_cache

from artistguard.model.registering import Leaving
from artistguard.net import wire
from artistguard.net.guard import place

_MAKES = 1024  # kept; a registry that is told in the address has one a work


def host(leaving: Leaving) -> str:
    """Where a request would go, as consents name it. What its path has in braces is only known later."""
    return _host(leaving.url.partition("{")[0])


def size(leaving: Leaving) -> int:
    """Bytes of a request as it would leave, before encryption."""
    return _size(leaving.method, leaving.url, tuple(leaving.headers.items()), len(leaving.body))


@lru_cache(_MAKES)
def _host(url: str) -> str:
    return place(url).name


@lru_cache(_MAKES)
def _size(method: str, url: str, headers: tuple[tuple[str, str], ...], body: int) -> int:
    return wire.planned(method, url, "", dict(headers), bytes(body)).bytes_out
