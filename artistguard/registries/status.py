"""Registries that only say what they hold: asked about addresses, with a key of the user's own.

What they say is their word of a moment, and no record of ours.
"""

import json
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import Refused, Unreachable, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Leaving
from artistguard.model.watching import Captured
from artistguard.net.door import Answer, AnswerLimits, Door, TokenHeader
from artistguard.net.guard import place
from artistguard.net.limits import BUSY
from artistguard.registries.byhand import ByHand

TRIES = 5  # of one request, where the host is busy: the door's limiter does the waiting
_LIMITS = AnswerLimits(body=32 * 1024 * 1024, ratio=100, seconds=20.0)


@dataclass(frozen=True, slots=True)
class Question:
    """Addresses to ask about, and the works (ids) that stand there, for the door's seals."""

    addresses: tuple[str, ...]
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a registry said of an address. `opted_out` None: it said neither yes nor no. `words`: what else it said."""

    url: str
    opted_out: bool | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, and the raw bytes of it."""

    said: tuple[Said, ...]
    captured: Captured


class StatusRegistry(ByHand):
    """One registry that can be asked what it holds. `host`: as consents and tokens name it."""

    token_header: TokenHeader

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.host = place(endpoint).name

    @abstractmethod
    def plan(self, question: Question) -> tuple[Leaving, ...]:
        """The requests as they would leave, without the key. Nothing is sent."""

    @abstractmethod
    def ask(self, question: Question, door: Door, cancel: CancelToken) -> Iterator[Reply]:
        """Ask, answer by answer. Raises NetworkError, UsageError (it does not take the key), Cancelled."""


def asked(
    door: Door, leaving: Leaving, subjects: Subjects, token_header: TokenHeader, title: str, cancel: CancelToken
) -> tuple[Any, Answer]:
    """Send one request and read its answer as JSON, again where the host is busy."""
    headers = dict(leaving.headers)
    content_type = headers.pop("Content-Type", None)
    for _ in range(TRIES):
        cancel.check()
        answer = door.request(
            leaving.method,
            leaving.url,
            purpose=Purpose.REGISTER,
            subjects=subjects,
            body=leaving.body,
            content_type=content_type,
            headers=headers,
            limits=_LIMITS,
            redirects=0,
            cancel=cancel,
            token_header=token_header,
        )
        if answer.status not in BUSY:
            break
    else:
        raise Unreachable(f"{title} answered {answer.status}, {TRIES} times.", "Ask again later.")
    if answer.status in (401, 403):
        raise UsageError(
            f"{title} does not take the key that is kept for it ({answer.status}).",
            f"Set it again with 'artistguard network token {place(leaving.url).name}'.",
        )
    if answer.status != 200:
        raise Unreachable(f"{title} answered {answer.status}, not with what it holds.", "Ask again later.")
    try:
        return json.loads(answer.body), answer
    except (ValueError, RecursionError) as error:
        raise Refused(f"{title} answered with something that is not as documented.") from error
