"""How often a host is asked: its published limits are kept, whoever asks, however often, from however many runs."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from doors import START, Clock, Memory
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.model.errors import Cancelled, ComeBackLater
from artistguard.model.protocols import CancelToken
from artistguard.net.limits import PUBLISHED, Limiter

HUB, API, PAGE, FILE = "huggingface.co", "/api/models?search=ada", "/ada/style", "/ada/style/resolve/main/README.md"


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


# Published, or (Civitai, others) what is polite: (host, path, signed, count, seconds)
KEPT = [
    (HUB, API, False, 500, 300),
    (HUB, API, True, 1000, 300),
    (HUB, FILE, False, 3000, 300),
    (HUB, FILE, True, 5000, 300),
    (HUB, PAGE, False, 100, 300),
    (HUB, PAGE, True, 200, 300),
    ("civitai.com", "/api/v1/models", False, 1, 1),
    ("image.civitai.com", "/x.jpeg", False, 1, 1),
    ("timestamp.sectigo.com", "/qualified", False, 1, 15),
    ("index.commoncrawl.org", "/CC-MAIN-2025-33-index", False, 1, 1),
    ("data.commoncrawl.org", "/crawl-data/x", False, 1, 0.55),
    ("cdn.example", "/x", False, 1, 1),
]


def most_within(times: list[float], seconds: float) -> int:
    """The most requests in any window of so many seconds."""
    first, most = 0, 0
    for last, moment in enumerate(times):
        while moment - times[first] >= seconds - 1e-4:
            first += 1
        most = max(most, last - first + 1)
    return most


@settings(max_examples=60, deadline=None)
@given(
    kept=st.sampled_from(KEPT),
    pauses=st.lists(st.one_of(st.just(0.0), st.floats(0, 2), st.floats(0, 700)), min_size=1, max_size=40),
    burst=st.integers(1, 40),
    restart=st.integers(1, 30),
)
def test_no_window_ever_holds_more_than_the_limit(
    kept: tuple[str, str, bool, int, float], pauses: list[float], burst: int, restart: int
) -> None:
    host, path, signed, count, seconds = kept
    clock, store, times = Clock(), Memory(), []
    running = Limiter(store, clock=clock, sleep=clock.sleep)
    for number, pause in enumerate(pauses):
        clock.at += timedelta(seconds=pause)
        if number % restart == 0:  # another process goes on
            running = Limiter(store, clock=clock, sleep=clock.sleep)
        for _ in range(burst):
            running.enter(host, path, signed=signed)
            times.append(clock.passed)
    assert most_within(times, seconds) <= count


@pytest.mark.parametrize(("host", "path", "signed", "count", "seconds"), KEPT)
def test_a_long_run_comes_close_to_the_limit_and_never_over(
    limiter: Callable[..., Limiter], clock: Clock, host: str, path: str, signed: bool, count: int, seconds: float
) -> None:
    times = []
    for _ in range(min(2 * count, 1200) + 20):
        limiter().enter(host, path, signed=signed)
        times.append(clock.passed)
    assert most_within(times, seconds) <= count
    assert (len(times) - 1) / clock.passed > 0.9 * count / seconds


def test_kinds_of_requests_have_limits_of_their_own(limiter: Callable[..., Limiter], clock: Clock) -> None:
    for path in (API, PAGE, FILE):
        for _ in range(5):
            limiter().enter(HUB, path)
    assert clock.passed == 0
    for host in ("civitai.com", "image.civitai.com", "civitai.red"):
        limiter().enter(host, "/")
    assert 2 <= clock.passed < 2.1


def test_processes_share_what_is_left(limiter: Callable[..., Limiter], clock: Clock) -> None:
    def run() -> None:
        one = limiter()
        for _ in range(5):
            one.enter("civitai.com", "/")

    run()
    run()
    assert 9 <= clock.passed < 9.1


def test_threads_share_what_is_left() -> None:
    """With a real store and real threads each place is given once."""
    lock, store, clock = threading.Lock(), Memory(), Clock()
    change, slept = store.change, []

    def locked(key: str, step: Callable[[Any], Any]) -> None:
        with lock:
            change(key, step)

    store.change = locked  # type: ignore[method-assign]
    shared = Limiter(store, clock=clock, sleep=slept.append, longest_wait=100.0)
    threads = [threading.Thread(target=shared.enter, args=("civitai.com", "/")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(slept) == pytest.approx(sum(range(12)), rel=0.02)


def test_a_long_wait_is_not_waited(limiter: Callable[..., Limiter], clock: Clock) -> None:
    limiter().note(HUB, API, 429, {"retry-after": "240"})
    with pytest.raises(ComeBackLater, match=r"huggingface\.co") as raised:
        limiter().enter(HUB, API)
    assert raised.value.until == START + timedelta(seconds=240)
    assert clock.passed == 0
    limiter().enter(HUB, FILE)  # another limit
    clock.at += timedelta(seconds=230)
    limiter().enter(HUB, API)
    assert clock.passed == pytest.approx(240)


def test_those_who_were_sent_away_take_no_place(limiter: Callable[..., Limiter], clock: Clock) -> None:
    one = limiter()
    one.note("civitai.com", "/", 503, {"retry-after": "60"})
    for _ in range(50):
        with pytest.raises(ComeBackLater):
            one.enter("civitai.com", "/")
    clock.at += timedelta(seconds=60)
    one.enter("civitai.com", "/")
    assert clock.passed == 60


def http_date(at: datetime) -> str:
    return at.strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"retry-after": "12"}, 12),
        (503, {"retry-after": " 12 "}, 12),
        (503, {"retry-after": http_date(START + timedelta(seconds=15))}, 15),
        # By the sender's clock, which goes wrong by an hour.
        (
            503,
            {
                "retry-after": http_date(START + timedelta(hours=1, seconds=15)),
                "date": http_date(START + timedelta(hours=1)),
            },
            15,
        ),
        (503, {"retry-after": http_date(START - timedelta(days=1))}, 0),
        (429, {"ratelimit": '"api";r=0;t=17'}, 17),
        (429, {"ratelimit": '"api";r=0;t=7', "retry-after": "9"}, 9),
        (200, {"ratelimit": '"api";r=0;t=17'}, 17),
        (200, {"ratelimit": '"burst";r=5;t=1, "daily; \\"x\\"";r=0;pk=:AA==:;t=16'}, 16),
        (200, {"ratelimit": '"api";r=489;t=240', "ratelimit-policy": '"fixed window";"api";q=500;w=300'}, 0),
        (200, {"retry-after": "3000"}, 0),  # says nothing about a request that was answered
        (429, {}, 2),
        (429, {"retry-after": "soon"}, 2),
        (503, {"retry-after": "-5"}, 2),
        (429, {"retry-after": "1e9"}, 2),
        (503, {"retry-after": "٣"}, 2),
        (404, {}, 0),
    ],
)
def test_what_an_answer_asks_for_is_heeded(
    limiter: Callable[..., Limiter], clock: Clock, status: int, headers: dict[str, str], wait: float
) -> None:
    own = limiter(own=["hub.studio:8080"])  # nothing but what is asked for
    own.note("hub.studio:8080", "/api/x", status, headers)
    own.enter("hub.studio:8080", "/api/x")
    assert clock.passed == pytest.approx(wait, abs=1e-3)


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "9" * 400},
        {"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"},
        {"ratelimit": '"api";r=0;t=999999999999'},
    ],
)
def test_no_host_closes_itself_for_ever(limiter: Callable[..., Limiter], clock: Clock, headers: dict[str, str]) -> None:
    limiter().note(HUB, API, 429, headers)
    with pytest.raises(ComeBackLater) as raised:
        limiter().enter(HUB, API)
    assert raised.value.until == START + timedelta(days=1)


HOSTILE = st.dictionaries(
    st.sampled_from(["retry-after", "ratelimit", "ratelimit-policy", "date"]),
    st.one_of(st.text(max_size=60), st.from_regex(r'"a"(;[rtqw]=[0-9]{1,30}){0,4}(, *"b";r=0;t=[0-9]+)?')),
)


@settings(max_examples=200, deadline=None)
@given(status=st.sampled_from([200, 404, 429, 503]), headers=HOSTILE)
def test_no_header_breaks_it_or_closes_a_host_for_longer_than_a_day(status: int, headers: dict[str, str]) -> None:
    clock, store = Clock(), Memory()
    running = Limiter(store, clock=clock, sleep=clock.sleep)
    running.note(HUB, API, status, headers)
    clock.at += timedelta(days=1)
    running.enter(HUB, API)


def test_busy_without_a_word_backs_off_and_forgets(limiter: Callable[..., Limiter], clock: Clock) -> None:
    own = limiter(own=["hub.studio:80"], longest_wait=10_000.0)
    waits = []
    for _ in range(14):
        own.note("hub.studio:80", "/", 502, {})
        before = clock.at
        own.enter("hub.studio:80", "/")
        waits.append(round((clock.at - before).total_seconds()))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]
    own.note("hub.studio:80", "/", 200, {})
    own.note("hub.studio:80", "/", 502, {})
    before = clock.at
    own.enter("hub.studio:80", "/")
    assert (clock.at - before).total_seconds() == pytest.approx(2)


def test_a_stricter_policy_of_the_host_is_kept_and_a_looser_one_is_not(
    limiter: Callable[..., Limiter], clock: Clock
) -> None:
    for policy, gap in (
        ('"default";q=10;w=60', 6.0),
        ('"burst";q=100;w=1, "hour";q=360;w=3600', 10.0),
        ('"default";q=100000;w=1', 1.0),
        ('"daily";q=10;w=86400', 1.0),  # spread over the day it would allow nothing; its end is told by r=0
        ("", 1.0),
    ):
        one = limiter()
        one.note("cdn.example", "/", 200, {"ratelimit-policy": policy})
        one.enter("cdn.example", "/")
        before = clock.at
        for _ in range(5):
            one.enter("cdn.example", "/")
        assert (clock.at - before).total_seconds() == pytest.approx(5 * gap, rel=0.02)


def test_a_clock_that_is_turned_back_locks_nothing(limiter: Callable[..., Limiter], clock: Clock) -> None:
    one = limiter()
    for _ in range(30):
        one.enter("civitai.com", "/")
    one.note("civitai.com", "/", 429, {"retry-after": "5"})
    clock.at -= timedelta(days=400)
    before = clock.at
    one.enter("civitai.com", "/")
    assert (clock.at - before).total_seconds() < 1.1


def test_waiting_can_be_cancelled(limiter: Callable[..., Limiter], clock: Clock) -> None:
    cancel = CancelToken()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.passed > 3:
            cancel.cancel()

    one = limiter(sleep=sleep)
    one.note("civitai.com", "/", 503, {"retry-after": "15"})
    with pytest.raises(Cancelled):
        one.enter("civitai.com", "/", cancel=cancel)
    assert clock.passed < 4


def test_a_host_that_closes_while_others_wait_is_not_asked_by_them(
    limiter: Callable[..., Limiter], clock: Clock
) -> None:
    other = limiter()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if 0.5 < clock.passed < 0.75:
            other.note("civitai.com", "/", 429, {"retry-after": "8"})

    one = limiter(sleep=sleep)
    one.enter("civitai.com", "/")
    one.enter("civitai.com", "/")
    assert clock.passed > 8.5


def test_the_published_limits_are_those_of_their_pages() -> None:
    """https://huggingface.co/docs/hub/rate-limits, read 2026-11: five minutes, anonymous and with a free account."""
    found = {limit.name: (limit.pace, limit.signed) for limit in PUBLISHED}
    for name, anonymous, account in (("api", 500, 1000), ("resolve", 3000, 5000), ("pages", 100, 200)):
        pace, signed = found[f"hugging-face.{name}"]
        assert signed is not None
        assert (pace.count, pace.seconds, signed.count, signed.seconds) == (anonymous, 300, account, 300)
