"""What every source has in common: its protocol, and the way it asks.

A source yields steps. Each step carries the checkpoint from which a later run goes on, so that a run killed anywhere
loses nothing and finds nothing twice: the workflow commits a step whole, candidates and checkpoint together.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from artistguard.model.egress import NOBODY, Purpose, Subjects
from artistguard.model.errors import ComeBackLater, Refused, Unreachable
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import HostNeed, Key, Planned, Question, Step
from artistguard.net import advice
from artistguard.net.door import Answer, AnswerLimits, Door
from artistguard.net.limits import BUSY

_TRIES = 3  # of one request, where the host is busy
_LEAST_PAUSE = 60.0  # seconds until a host that stays busy is asked again
JSON_LIMITS = AnswerLimits(body=16 * 1024 * 1024, ratio=100, seconds=90.0)


class Watched(Protocol):
    """What can be watched."""

    name: str  # permanent: rows and settings hold it
    title: str  # for people
    keys: frozenset[Key]
    needs: Sequence[HostNeed]  # whom it must reach: what consent is asked for
    cadence_hours: int  # how often a look makes sense

    def plan(self, question: Question) -> Sequence[Planned]:
        """The first requests exactly as they would leave. Nothing is sent. Raises UsageError for parameters."""


class Source(Watched, Protocol):
    """One data set or hub. Stateless: everything it must remember stands in the checkpoint."""

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: "Asker") -> Iterator[Step]:
        """Go on from a checkpoint ({} at first) until nothing is left or the asker's budget is spent.

        The last step of a whole run carries a checkpoint that begins the next one. Raises NetworkError; what was
        yielded before stays.
        """


class BudgetSpent(Exception):
    """The run has asked as often as it may; the source yields what it has and ends."""


class Asker:
    """Asks through the door on behalf of one run: counts, tries again where a host is busy, stops when asked to.

    The door's limiter does the waiting: a little, or it says when to come back.
    """

    def __init__(
        self,
        door: Door,
        *,
        purpose: Purpose = Purpose.WATCH,
        most: int = 200,
        cancel: CancelToken | None = None,
    ) -> None:
        self._door = door
        self._purpose = purpose
        self._most = most
        self._cancel = cancel or CancelToken()
        self.requests = 0

    @property
    def left(self) -> int:
        """How many requests this run may still make."""
        return max(0, self._most - self.requests)

    def get(
        self,
        url: str,
        *,
        subjects: Subjects = NOBODY,
        headers: Mapping[str, str] | None = None,
        limits: AnswerLimits | None = None,
        expected: Collection[int] = (200,),
        redirects: int = 3,
    ) -> Answer:
        """One GET. A status in `expected` is an answer; a busy host is asked again, at its own pace.

        An answer that breaks off, or does not come, is asked for once more. Raises BudgetSpent, Cancelled,
        ComeBackLater (busy for longer), Unreachable (any other status), and what the door raises.
        """
        broken = False
        for _ in range(_TRIES):
            self._cancel.check()
            if self.requests >= self._most:
                raise BudgetSpent
            self.requests += 1
            try:
                answer = self._door.request(
                    "GET",
                    url,
                    purpose=self._purpose,
                    subjects=subjects,
                    headers=headers,
                    limits=limits or JSON_LIMITS,
                    redirects=redirects,
                    cancel=self._cancel,
                )
            except Unreachable:
                if broken:
                    raise
                broken = True
                continue
            if answer.status in expected:
                return answer
            if answer.status not in BUSY:
                raise Unreachable(f"{_host(url)} answered {answer.status}.", "Try again later.")
        wait = max(advice.wait_asked(answer.headers, answer.at) or 0.0, _LEAST_PAUSE)
        raise ComeBackLater(
            f"{_host(url)} is busy ({answer.status}).",
            "The watch goes on by itself later.",
            until=answer.at + timedelta(seconds=wait),
        )

    def json(self, url: str, **asked: Any) -> tuple[Any, Answer]:
        """GET and parse; the answer's text is bounded by the door. Raises Refused for what is no JSON."""
        headers = {"Accept": "application/json", **(asked.pop("headers", None) or {})}
        answer = self.get(url, headers=headers, **asked)
        return parsed(answer.body, url), answer


def parsed(body: bytes, url: str) -> Any:
    """A JSON document that a stranger sent. Raises Refused for what is none, or too deep to be meant."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"What {_host(url)} sent cannot be read.") from error


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _no_constant(name: str) -> float:
    raise ValueError(name)
