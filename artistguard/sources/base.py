"""What every source has in common: its protocol, and the way it asks.

A source yields steps. Each step carries the checkpoint from which a later run goes on, so that a run killed anywhere
loses nothing and finds nothing twice: the workflow commits a step whole, candidates and checkpoint together.
"""

import json
import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from artistguard.model.egress import NOBODY, Purpose, Subjects
from artistguard.model.errors import ComeBackLater, Refused, Unreachable
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Captured, HostNeed, Key, Planned, Question, Step
from artistguard.net.door import Answer, AnswerLimits, Door

_TRIES = 3  # of one request, where the host is busy
_LONGEST_WAIT = 20.0  # seconds a run waits for a busy host; beyond it the watch comes back later
_BUSY = frozenset({429, 500, 502, 503, 504, 509})
JSON_LIMITS = AnswerLimits(body=16 * 1024 * 1024, ratio=100, seconds=90.0)


class Source(Protocol):
    """One data set or hub. Stateless: everything it must remember stands in the checkpoint."""

    name: str  # permanent: rows and settings hold it
    title: str  # for people
    keys: frozenset[Key]
    needs: Sequence[HostNeed]  # whom it must reach: what consent is asked for
    cadence_hours: int  # how often a look makes sense

    def plan(self, question: Question) -> Sequence[Planned]:
        """The first requests exactly as they would leave. Nothing is sent."""

    def look(self, question: Question, checkpoint: Mapping[str, object], asker: "Asker") -> Iterator[Step]:
        """Go on from a checkpoint ({} at first) until nothing is left or the asker's budget is spent.

        The last step of a whole run carries a checkpoint that begins the next one. Raises NetworkError; what was
        yielded before stays.
        """


class BudgetSpent(Exception):
    """The run has asked as often as it may; the source yields what it has and ends."""


class Asker:
    """Asks through the door on behalf of one run: counts, waits for busy hosts, and stops when asked to."""

    def __init__(
        self,
        door: Door,
        *,
        purpose: Purpose = Purpose.WATCH,
        most: int = 200,
        cancel: CancelToken | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._door = door
        self._purpose = purpose
        self._most = most
        self._cancel = cancel or CancelToken()
        self._sleep = sleep
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
        """One GET. A status in `expected` is an answer; a busy host is waited for a little.

        Raises BudgetSpent, Cancelled, ComeBackLater (busy for longer), Unreachable (any other status), and what the
        door raises.
        """
        for attempt in range(1, _TRIES + 1):
            self._cancel.check()
            if self.requests >= self._most:
                raise BudgetSpent
            self.requests += 1
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
            if answer.status in expected:
                return answer
            host = url.split("/")[2]
            if answer.status not in _BUSY:
                raise Unreachable(f"{host} answered {answer.status}.", "Try again later.")
            wait = retry_after(answer) or 2.0**attempt
            if attempt == _TRIES or wait > _LONGEST_WAIT:
                raise ComeBackLater(
                    f"{host} is busy ({answer.status}).",
                    "The watch goes on by itself later.",
                    until=now() + timedelta(seconds=max(wait, 60.0)),
                )
            self._sleep(wait)
        raise AssertionError("unreachable")

    def json(self, url: str, **asked: Any) -> tuple[Any, Answer]:
        """GET and parse; the answer's text is bounded by the door. Raises Refused for what is no JSON."""
        headers = {"Accept": "application/json", **(asked.pop("headers", None) or {})}
        answer = self.get(url, headers=headers, **asked)
        return parsed(answer.body, url), answer

    def captured(self, answer: Answer) -> Captured:
        """The answer as evidence."""
        return answer.captured()


def parsed(body: bytes, url: str) -> Any:
    """A JSON document that a stranger sent. Raises Refused for what is none, or too deep to be meant."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"What {url.split('/')[2]} sent cannot be read.") from error


def retry_after(answer: Answer) -> float:
    """The seconds of a Retry-After header (RFC 9110 section 10.2.3); 0 where there is none that can be read.

    A date is understood by the door's limiter, which knows the time; here only the number is.
    """
    try:
        seconds = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0


def _no_constant(name: str) -> float:
    raise ValueError(name)
