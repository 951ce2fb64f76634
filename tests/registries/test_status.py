"""Registries that are asked what they hold: ours and the makers' own package against one and the same double."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from datadiligence.rules import SpawningAPI
from doors import Clock, EveryHost, Memory
from status_double import KEY, Double, serving

from artistguard.model.egress import EgressEntry, Purpose, Subjects
from artistguard.model.errors import ComeBackLater, Refused, Sealed, Unreachable, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Operation, RegistryKind, Submission, Withdrawal
from artistguard.net.door import Door
from artistguard.net.limits import Limiter
from artistguard.registries import spawning
from artistguard.registries.spawning import Spawning
from artistguard.registries.status import TRIES, Question, Said
from artistguard.registries.training_data import TrainingDataRegistry


@pytest.fixture
def double() -> Iterator[Double]:
    with serving(Double()) as made:
        yield made


class Ledger:
    def __init__(self) -> None:
        self.records: list[EgressEntry] = []

    def record(self, entry: EgressEntry) -> None:
        self.records.append(entry)


class Seals:
    def check(self, subjects: Subjects) -> None:
        if "sealed" in subjects.works:
            raise Sealed("A work")


class Keys:
    def __init__(self, key: str | None = KEY) -> None:
        self.key = key

    def token(self, authority: str) -> str | None:
        return self.key


@pytest.fixture
def door(double: Double) -> Callable[..., Door]:
    def make(key: str | None = KEY, ledger: Ledger | None = None) -> Door:
        clock, host = Clock(), urlsplit(double.endpoint).netloc
        return Door(
            switch=lambda: True, ledger=ledger or Ledger(), seals=Seals(), consents=EveryHost(), seat="s", actor="a",
            limiter=Limiter(Memory(), own=[host], clock=clock, sleep=clock.sleep), tokens=Keys(key), clock=clock,
            allowed=[host], plain=[host],
        )  # fmt: skip

    return make


URLS = ("https://ada.example/1", "https://ada.example/2", "https://ada.example/ü")


def said(registry: Spawning | TrainingDataRegistry, door: Door, urls: tuple[str, ...] = URLS) -> list[Said]:
    replies = list(registry.ask(Question(urls, ("w1",)), door, CancelToken()))
    return [each for reply in replies for each in reply.said]


def test_ours_and_the_makers_package_send_and_read_the_same(
    double: Double, door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SpawningAPI.API_KEY_ENV_VAR, KEY)
    monkeypatch.setattr(SpawningAPI, "SPAWNING_AI_API_URL", f"{double.endpoint}/api/v2/query/urls/")
    theirs = SpawningAPI(user_agent="peer")
    assert theirs.is_ready()
    allowed = theirs.is_allowed(urls=list(URLS))
    ledger = Ledger()
    ours = said(Spawning(double.endpoint), door(ledger=ledger))
    assert [each.opted_out for each in ours] == [not each for each in allowed] == [True, False, True]
    peer, own = double.asked
    assert (peer.method, peer.target, peer.body) == (own.method, own.target, own.body)
    for name in ("authorization", "content-type"):
        assert peer.headers[name] == own.headers[name]
    assert SpawningAPI.MAX_CHUNK_SIZE == spawning.MOST
    assert spawning.ENDPOINT in "https://opts-api.spawningaiapi.com/api/v2/query/urls/"
    entry = ledger.records[-1]
    assert (entry.purpose, entry.status) == (Purpose.REGISTER, 200)
    assert entry.subjects == Subjects(works=("w1",), addresses=URLS)


def test_what_is_planned_is_what_leaves(double: Double, door: Callable[..., Door]) -> None:
    for registry in (Spawning(double.endpoint), TrainingDataRegistry(double.endpoint)):
        double.asked.clear()
        planned = registry.plan(Question(URLS, ("w1",)))
        said(registry, door())
        assert [(p.method, p.url.removeprefix(double.endpoint), p.body) for p in planned] == [
            (r.method, r.target, r.body) for r in double.asked
        ]


def test_ten_thousand_a_request(double: Double, door: Callable[..., Door]) -> None:
    urls = tuple(f"https://ada.example/{number}" for number in range(10_001))
    found = said(Spawning(double.endpoint), door(), urls)
    assert [each.url for each in found if each.opted_out] == ["https://ada.example/1"]
    assert [request.body.count(b"\n") + 1 for request in double.asked] == [10_000, 1]


def test_what_the_uk_registry_says_is_read_as_it_is_meant(double: Double, door: Callable[..., Door]) -> None:
    registered, absent, _ = said(TrainingDataRegistry(double.endpoint), door())
    assert registered == Said(URLS[0], True, "registered there, verified, since 2026-02-01T00:00:00Z, allows inference")
    assert absent == Said(URLS[1], False, "not registered there")
    assert "authorization" not in double.asked[0].headers


def test_a_busy_host_is_asked_again_when_it_may_be(double: Double, door: Callable[..., Door]) -> None:
    double.first = [(429, {"Retry-After": "7"}, b""), (503, {}, b"")]
    assert len(said(Spawning(double.endpoint), door())) == 3
    assert len(double.asked) == 3
    double.first = [(503, {}, b"")] * TRIES
    with pytest.raises((Unreachable, ComeBackLater)):
        said(Spawning(double.endpoint), door())
    double.first = [(429, {"Retry-After": "3600"}, b"")]
    with pytest.raises(ComeBackLater):
        said(Spawning(double.endpoint), door())


@pytest.mark.parametrize("registry", [Spawning, TrainingDataRegistry])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((401, {}, b"{}"), UsageError),
        ((404, {}, b""), Unreachable),
        ((302, {"Location": "https://elsewhere.example/"}, b""), Unreachable),
        ((200, {}, b"<html>under maintenance</html>"), Refused),
        ((200, {}, b"[" * 100_000), Refused),
        ((200, {}, b"[]"), Refused),
        ((200, {}, b'{"urls": 3, "registered": "yes"}'), Refused),
    ],
)
def test_any_other_answer_says_nothing(
    double: Double, door: Callable[..., Door], registry: type[Spawning], answer: tuple, error: type[Exception]
) -> None:
    double.first = [answer]
    with pytest.raises(error):
        said(registry(double.endpoint), door())
    assert len(double.asked) == 1


def test_an_address_that_is_not_spoken_of_is_neither_yes_nor_no(double: Double, door: Callable[..., Door]) -> None:
    double.first = [(200, {}, json.dumps({"urls": [{"url": URLS[0], "optOut": "maybe"}, 3]}).encode())]
    assert [each.opted_out for each in said(Spawning(double.endpoint), door())] == [None, None, None]


def test_a_sealed_work_is_not_asked_about(double: Double, door: Callable[..., Door]) -> None:
    for registry in (Spawning(double.endpoint), TrainingDataRegistry(double.endpoint)):
        with pytest.raises(Sealed):
            list(registry.ask(Question(URLS, ("sealed",)), door(), CancelToken()))
    assert not double.asked


def test_it_takes_nothing() -> None:
    for registry in (Spawning(), TrainingDataRegistry()):
        capabilities = registry.capabilities
        assert capabilities.kind is RegistryKind.STATUS
        assert capabilities.withdrawal is Withdrawal.NOTHING
        submission = Submission(capabilities.name, Operation.DECLARE, (), "v1")
        for refused in (
            lambda: registry.prepare(submission),  # noqa: B023
            lambda: registry.sign(None, None, None),  # type: ignore[arg-type] # noqa: B023
            lambda: registry.submit(None, submission, None, CancelToken()),  # type: ignore[arg-type] # noqa: B023
        ):
            with pytest.raises(UsageError, match="you do it yourself"):
                refused()
