"""How often a host is asked: its published limits as data, what its answers say, and one memory for all processes.

Requests are spaced (the generic cell rate algorithm, ITU-T I.371): one number a limit, the moment at which it is all
unused again, says when the next may leave. It is kept outside the process, so that neither a restart nor a second
run begins with a full allowance.
"""

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from artistguard.model.errors import ComeBackLater
from artistguard.model.ids import now
from artistguard.model.protocols import CancelToken
from artistguard.net import advice

BUSY = frozenset({429, 500, 502, 503, 504, 509})
_LONGEST_WINDOW = 3600.0  # seconds: a quota for longer than that is not spread out, only its end is honoured
_LONGEST_BACK_OFF = 3600.0
_MARGIN = 1.01  # what leaves evenly arrives a little less so
_NAP = 0.2  # seconds after which a waiting request looks whether it is still wanted


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `count` requests in any `seconds`, of which up to `burst` may follow each other at once."""

    count: int
    seconds: float
    burst: int = 1

    @property
    def gap(self) -> float:
        """Seconds between requests that go on for long."""
        return _MARGIN * self.seconds / (self.count - self.burst + 1)


@dataclass(frozen=True, slots=True)
class Limit:
    """A published limit: the hosts and paths that share it. `signed` holds for requests that carry a token."""

    name: str
    hosts: tuple[str, ...]  # "name", or "*.name" for every name below it
    pace: Pace
    path: str = ""  # a regular expression, searched for in the path
    signed: Pace | None = None


# Hugging Face: https://huggingface.co/docs/hub/rate-limits (fixed windows of 5 minutes, anonymous and free account).
# Civitai publishes none: one a second. Common Crawl: what its own index client keeps to. Sectigo asks for 15 seconds
# and more between time stamps by scripts (the page of timestamp.sectigo.com).
PUBLISHED = (
    Limit("hugging-face.resolve", ("huggingface.co",), Pace(3000, 300, 10), r"/resolve/", Pace(5000, 300, 10)),
    Limit("hugging-face.api", ("huggingface.co",), Pace(500, 300, 10), r"\A/api/", Pace(1000, 300, 10)),
    Limit("hugging-face.pages", ("huggingface.co",), Pace(100, 300, 5), "", Pace(200, 300, 5)),
    Limit("civitai", ("civitai.com", "*.civitai.com", "civitai.red", "civitai.green"), Pace(1, 1.0)),
    Limit("common-crawl.index", ("index.commoncrawl.org",), Pace(1, 1.0)),
    Limit("sectigo.time-stamps", ("timestamp.sectigo.com",), Pace(1, 15.0)),
    Limit("common-crawl.data", ("data.commoncrawl.org",), Pace(1, 0.55)),
)
OTHERS = Pace(1, 1.0)


class LimitStore(Protocol):
    """Keeps a small JSON object a limit, for every process of this user."""

    def get(self, key: str) -> Any:
        """The object, or None."""

    def change(self, key: str, step: Callable[[Any], Any]) -> None:
        """Put `step(present)` in its place; nobody comes between reading and writing."""


class Limiter:
    """Lets requests leave when their host may be asked again: waits a little, or says when to come back.

    `own` are hosts of the user's own ("name:port"): nothing is spaced there, but what they ask for is heeded.
    `clock` and `sleep` are the tests' seams.
    """

    def __init__(
        self,
        store: LimitStore,
        *,
        limits: Sequence[Limit] = PUBLISHED,
        own: Collection[str] = (),
        longest_wait: float = 20.0,
        clock: Callable[[], datetime] = now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._limits = limits
        self._own = frozenset(own)
        self._longest = longest_wait
        self._clock = clock
        self._sleep = sleep

    def enter(self, host: str, path: str, *, signed: bool = False, cancel: CancelToken | None = None) -> bool:
        """Return when a request to `host` (as consents name it) may leave; its place is taken. Whether it waited.

        Raises ComeBackLater if that is longer than `longest_wait` seconds away, Cancelled while waiting.
        """
        key, pace = self._limit(host, path, signed)
        cancel = cancel or CancelToken()
        waited = False
        while True:
            cancel.check()
            at, wait = self._take(key, pace)
            if wait > self._longest:
                until = datetime.fromtimestamp(at + wait, UTC)
                raise ComeBackLater(
                    f"{host} is busy, or its limit is reached: it is asked again from {until:%Y-%m-%d %H:%M:%S} UTC.",
                    "Try again after that. A watch goes on by itself.",
                    until=until,
                )
            self._rest(wait, cancel)
            waited = waited or wait > 0
            # Another request's answer may have closed the host meanwhile.
            if wait == 0 or _closed(_state(self._store.get(key)), self._now()) == 0:
                return waited

    def note(self, host: str, path: str, status: int, headers: Mapping[str, str], *, signed: bool = False) -> None:
        """Heed what an answer says about asking again. Header names are lower case."""
        key, pace = self._limit(host, path, signed)
        at = self._now()
        busy = status in BUSY
        told = advice.wait_asked(headers, self._clock()) if busy else advice.limit_reached(headers)

        def heed(present: Any) -> dict[str, float]:
            state = _state(present)
            strikes = state["strikes"] + 1 if busy else 0.0
            unsaid = min(2.0**strikes, _LONGEST_BACK_OFF) if busy else 0.0
            closed = max(_closed(state, at), unsaid if told is None else told)
            gap = _slowest(advice.policies(headers)) if pace is not None else 0.0
            return {**state, "strikes": min(strikes, 20.0), "closed": at + closed if closed else 0.0, "gap": gap}

        if heed(before := self._store.get(key)) != _state(before):
            self._store.change(key, heed)

    def _limit(self, host: str, path: str, signed: bool) -> tuple[str, Pace | None]:
        """The key under which a request counts, and its pace; None: not spaced."""
        for limit in self._limits:
            if any(_covers(name, host) for name in limit.hosts) and re.search(limit.path, path.partition("?")[0]):
                if signed and limit.signed is not None:
                    return f"{limit.name}.signed", limit.signed
                return limit.name, limit.pace
        return f"host.{host}", None if host in self._own else OTHERS

    def _take(self, key: str, pace: Pace | None) -> tuple[float, float]:
        """The present moment, and how long to wait from then. The place is taken, unless the wait is too long."""
        at, wait = self._now(), 0.0
        if pace is None:
            return at, _closed(_state(self._store.get(key)), at)

        def step(present: Any) -> dict[str, float]:
            nonlocal at, wait
            at = self._now()  # now that it is this request's turn to look
            state = _state(present)
            gap, slack = pace.gap, (pace.burst - 1) * pace.gap
            if state["gap"] > gap:
                gap, slack = state["gap"], 0.0
            free = state["free"]
            if free > at + self._longest + slack + gap + 1:  # no place is given so far off: the clock was turned back
                free = at + slack + gap
            wait = max(0.0, free - slack - at, _closed(state, at))
            if wait > self._longest:
                return state
            return {**state, "free": max(free, at + wait) + gap}

        self._store.change(key, step)
        return at, wait

    def _rest(self, seconds: float, cancel: CancelToken) -> None:
        while seconds > 0:
            nap = min(seconds, _NAP)
            self._sleep(nap)
            cancel.check()
            seconds -= nap

    def _now(self) -> float:
        return self._clock().timestamp()


def _covers(name: str, host: str) -> bool:
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def _state(present: Any) -> dict[str, float]:
    """`free`: when the limit is all unused; `closed`: until when the host wants no request (0: it is open);
    `strikes`: busy answers in a row; `gap`: seconds its own policy wants between requests."""
    kept = present if isinstance(present, dict) else {}
    return {name: float(kept.get(name, 0.0)) for name in ("free", "closed", "strikes", "gap")}


def _closed(state: Mapping[str, float], at: float) -> float:
    """Seconds for which the host is closed."""
    left = state["closed"] - at
    return left if 0 < left <= advice.LONGEST else 0.0


def _slowest(policies: Sequence[tuple[int, float]]) -> float:
    """Seconds between requests that all of a host's quotas allow."""
    return max((Pace(count, seconds).gap for count, seconds in policies if seconds <= _LONGEST_WINDOW), default=0.0)
