"""Watches: what keeps them from asking, how a run ends, and that each step is whole."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from watch_double import Clock, ListSource, Thing, WatchingStudio, World

from artistguard.catalogue.owners import new_owner
from artistguard.model.errors import Busy, UsageError
from artistguard.model.finds import Happening, Outcome, Verdict
from artistguard.model.names import NameKind
from artistguard.model.protocols import CancelToken
from artistguard.net.limits import Limit, Limiter, Pace
from artistguard.workflow import clients, consents, names, watch_run, watches
from artistguard.workflow.studio import Studio

HUB = "hub.example"
START = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World(Clock(START), {"a": [], "b": []})


@pytest.fixture
def studio(tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchingStudio]:
    monkeypatch.setattr(watches, "TABLE", {"hub": lambda _: ListSource("hub", HUB)})
    pace = Limit("hub", (HUB,), Pace(300, 300, 100))

    def limiter(of: Studio) -> Limiter:
        return Limiter(of.catalogue.limits, limits=(pace,), clock=world.clock, sleep=world.clock.sleep)

    with WatchingStudio(tmp_path / "home", world, limiter, [HUB]) as made:
        yield made


def put(world: World, name: str, count: int, text: str = "In the style of Ada Wren.") -> None:
    start = len(world.lists[name])
    world.lists[name] += [
        Thing(f"{name}{n}", f"user{n}/{name}-{n}", text, world.clock.now) for n in range(start, start + count)
    ]


def test_a_run_takes_what_is_new_and_nothing_twice(studio: WatchingStudio, world: World) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 25)
    put(world, "a", 10, "nothing of hers")
    [run] = watches.run(studio)
    assert (run.outcome, run.seen, run.news, run.requests, run.message) == (Outcome.DONE, 35, 25, 5, "")
    assert run.coverage[0].searched == 35
    kept = watches.get(studio, watch.id)
    assert kept.checkpoint == {"at": 35}
    assert kept.last == run
    assert kept.next_at is not None
    assert abs(kept.next_at - world.clock.now - timedelta(days=1)) <= timedelta(hours=2.5)
    [again] = watches.run(studio, [watch.id[:6]])
    assert (again.seen, again.news) == (0, 0)
    put(world, "a", 1)
    [third] = watches.run(studio)
    assert (third.seen, third.news) == (1, 1)
    assert studio.catalogue.finds.counts()["news"] == 26
    assert [one.id for one in watches.runs(studio, watch.id)] == [third.id, again.id, run.id]


def test_what_was_found_stands_in_the_ledger_with_its_evidence(studio: WatchingStudio, world: World) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 12)
    put(world, "a", 8, "nothing of hers")
    put(world, "a", 10, "nothing either")
    watches.run(studio)
    lines = {entry.act: entry for entry in studio.catalogue.custody.iterate(watch.id)}
    assert set(lines) == {"watch-added", "watch-found"}
    [last] = lines["watch-found"].details["captures"]
    kept = list(studio.catalogue.captures.digests())
    assert len(kept) == 2  # the third page shows nothing of hers
    assert last in kept
    card = studio.catalogue.finds.cards()[0]
    assert card.history[0].capture in kept
    watches.remove(studio, watch.id)
    assert "watch-removed" in {entry.act for entry in studio.catalogue.custody.iterate(watch.id)}
    assert studio.catalogue.finds.counts()["news"] == 12


def test_renamed_removed_and_back(studio: WatchingStudio, world: World) -> None:
    watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 1)
    watches.run(studio)
    studio.catalogue.finds.judge(studio.catalogue.finds.cards()[0].id, Verdict.MINE)
    thing = world.lists["a"][0]
    thing.title = "user0/illustration-diffusion"
    [run] = watches.run(studio)
    assert run.news == 1
    thing.until = world.clock.now
    world.clock.now += timedelta(days=1)
    [run] = watches.run(studio)
    assert run.news == 1
    thing.until = None
    [run] = watches.run(studio)
    assert run.news == 1
    [card] = studio.catalogue.finds.cards()
    assert [line.what for line in card.history][:3] == [Happening.BACK, Happening.GONE, Happening.RENAMED]
    assert card.places == 1
    [run] = watches.run(studio)
    assert run.news == 0


def test_what_needs_a_person_ends_blocked_and_costs_nothing(studio: WatchingStudio, world: World) -> None:
    watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 5)
    consents.withdraw(studio, HUB)
    [run] = watches.run(studio)
    assert run.outcome is Outcome.BLOCKED
    assert f"network allow {HUB} --for watch" in run.message
    studio.settings = replace(studio.settings, network=False)
    [run] = watches.run(studio)
    assert "network on" in run.message
    assert watches.run(studio, due=True) == [run]  # not another row for the same
    assert len(watches.runs(studio, run.watch_id)) == 2
    assert world.asked == []
    studio.settings = replace(studio.settings, network=True)
    consents.agree(studio, HUB, [consents.Purpose.WATCH], "shown")
    world.clock.now += timedelta(minutes=30)
    [run] = watches.run(studio, due=True)  # a person has done what was needed: it does not wait for its hour
    assert (run.outcome, run.news) == (Outcome.DONE, 5)


def test_without_a_name_there_is_nothing_to_ask(studio: WatchingStudio, world: World) -> None:
    watches.add(studio, "hub", params={"list": "a"})
    names.remove(studio, "Ada Wren")
    [run] = watches.run(studio)
    assert run.outcome is Outcome.BLOCKED
    assert "names add" in run.message
    assert world.asked == []


def test_names_under_a_seal_are_left_out_and_named(studio: WatchingStudio, world: World) -> None:
    client = clients.add(studio, "Meridian Press")
    names.add(studio, "Captain Brine", NameKind.CHARACTER, client.id)
    names.add(studio, "meridian-press")
    watch = watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 1, "a LoRA of Captain Brine, the character")
    plan = watches.plan(studio, watch.id)
    assert set(plan.left_out) == {"Captain Brine", "meridian-press"}
    [run] = watches.run(studio)
    assert run.outcome is Outcome.DONE
    [sealed] = [part for part in run.coverage if "seal" in part.what]
    assert "Captain Brine" in sealed.note
    assert not sealed.whole
    assert run.news == 1  # found here, where nothing leaves
    world.asked.clear()
    [run] = watches.run(studio)
    assert not any("/thing/" in path for _, _, path in world.asked)  # and not looked after elsewhere
    assert any(part.unit == "finds" and part.total == 1 for part in run.coverage)
    clients.open_(studio, client)
    [run] = watches.run(studio)
    assert any("/thing/" in path for _, _, path in world.asked)
    assert not any("seal" in part.what for part in run.coverage)


def test_a_watch_for_something_sealed_does_not_run(studio: WatchingStudio, world: World) -> None:
    clients.add(studio, "Meridian Press")
    watch = watches.add(studio, "hub", params={"list": "meridian press"})
    assert watches.plan(studio, watch.id).requests == ()
    [run] = watches.run(studio)
    assert run.outcome is Outcome.BLOCKED
    assert world.asked == []


@pytest.mark.parametrize(
    ("trouble", "outcome", "says"),
    [
        ((503, {"retry-after": "1800"}), Outcome.PARTLY, "busy"),
        ((429, {"ratelimit": '"api";r=0;t=1200'}), Outcome.PARTLY, "busy"),
        ((0, {}), Outcome.FAILED, "does not answer"),
        ((403, {}), Outcome.FAILED, "answered 403"),
    ],
)
def test_what_was_found_before_the_trouble_stays(
    studio: WatchingStudio, world: World, trouble: tuple[int, dict[str, str]], outcome: Outcome, says: str
) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 25)
    world.trouble = lambda host, at: trouble if len(world.asked) > 2 else None
    [run] = watches.run(studio)
    assert (run.outcome, run.news) == (outcome, 20)
    assert says in run.message
    kept = watches.get(studio, watch.id)
    assert kept.checkpoint == {"at": 20}
    assert kept.failures == 1
    assert kept.next_at is not None
    assert timedelta(minutes=10) < kept.next_at - world.clock.now < timedelta(minutes=40)
    world.trouble = lambda host, at: None
    world.clock.now = kept.next_at
    [run] = watches.run(studio, due=True)
    assert (run.outcome, run.news) == (Outcome.DONE, 5)
    assert watches.get(studio, watch.id).failures == 0
    assert studio.catalogue.finds.counts()["news"] == 25


def test_failures_wait_longer_each_time(studio: WatchingStudio, world: World) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"})
    world.trouble = lambda host, at: (0, {})
    waits = []
    for _ in range(9):
        watches.run(studio)
        kept = watches.get(studio, watch.id)
        assert kept.next_at is not None
        waits.append(kept.next_at - world.clock.now)
        world.clock.now = kept.next_at
    assert waits[0] < timedelta(minutes=17)
    assert timedelta(hours=20) < waits[-1] < timedelta(hours=27)


def test_an_answer_that_nobody_expected_costs_one_watch(studio: WatchingStudio, world: World) -> None:
    broken, sound = (watches.add(studio, "hub", params={"list": name}) for name in ("nowhere", "a"))
    put(world, "a", 1)
    runs = {run.watch_id: run for run in watches.run(studio)}
    assert runs[broken.id].outcome is Outcome.FAILED
    assert "not understood" in runs[broken.id].message
    assert runs[sound.id].outcome is Outcome.DONE


def test_a_stop_keeps_what_was_found(studio: WatchingStudio, world: World) -> None:
    first = watches.add(studio, "hub", params={"list": "a"})
    world.clock.now += timedelta(minutes=1)
    second = watches.add(studio, "hub", params={"list": "b"})
    put(world, "a", 25)
    token = CancelToken()

    def stop(host: str, at: datetime) -> None:
        if len(world.asked) == 2:
            token.cancel()

    world.trouble = stop
    [run] = watches.run(studio, cancel=token)
    assert (run.watch_id, run.outcome, run.news) == (first.id, Outcome.STOPPED, 20)
    world.trouble = lambda host, at: None
    assert {run.watch_id: run.news for run in watches.run(studio)} == {first.id: 5, second.id: 0}


def test_a_run_that_spent_its_requests_goes_on_soon(
    studio: WatchingStudio, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 45)
    from artistguard.model.watching import Question

    monkeypatch.setattr(watches.questions, "Question", lambda **given: Question(most_requests=3, **given))
    [run] = watches.run(studio)
    assert (run.outcome, run.news, run.requests) == (Outcome.PARTLY, 30, 3)
    kept = watches.get(studio, watch.id)
    assert kept.next_at is not None
    assert kept.next_at - world.clock.now < timedelta(hours=1.2)


def test_never_two_runs_at_once(studio: WatchingStudio, world: World) -> None:
    watches.add(studio, "hub", params={"list": "a"})
    other = new_owner()
    assert studio.catalogue.leases.take("watch", other)
    with pytest.raises(Busy, match="are being run already"):
        watches.run(studio)
    assert watches.run(studio, due=True) == []
    assert world.asked == []
    studio.catalogue.leases.give_back("watch", other)
    assert len(watches.run(studio, due=True)) == 1
    assert studio.catalogue.leases.holder("watch") is None


def test_a_run_that_lost_its_lease_commits_nothing_more(studio: WatchingStudio, world: World) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"})
    put(world, "a", 25)
    other = new_owner()

    def oversleep(host: str, at: datetime) -> None:
        if len(world.asked) == 2:  # so long between two requests that another began
            world.clock.now += timedelta(hours=1)
            assert studio.catalogue.leases.take("watch", other)

    world.trouble = oversleep
    [run] = watches.run(studio)
    assert run.outcome is Outcome.STOPPED
    assert studio.catalogue.finds.counts()["news"] == 10
    assert watches.get(studio, watch.id).checkpoint == {"at": 10}
    assert watches.get(studio, watch.id).last.outcome is None  # type: ignore[union-attr]
    assert studio.catalogue.leases.holder("watch") is not None
    studio.catalogue.leases.give_back("watch", other)
    world.trouble = lambda host, at: None
    [run] = watches.run(studio)
    assert run.news == 15


def test_a_run_hears_that_its_lease_was_lost(
    studio: WatchingStudio, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_run, "_BEAT_SECONDS", 0.01)
    token, other = CancelToken(), new_owner()
    with watch_run.alone(studio, token):
        while not studio.catalogue.leases.take("watch", other):  # as if this computer had slept
            world.clock.now += timedelta(hours=1)
        until = time.monotonic() + 60
        while not token.cancelled and time.monotonic() < until:
            time.sleep(0.01)
    assert token.cancelled
    assert studio.catalogue.leases.holder("watch") is not None  # the other's


def test_pausing_and_due(studio: WatchingStudio, world: World) -> None:
    watch = watches.add(studio, "hub", params={"list": "a"}, cadence_hours=48)
    assert watches.pause(studio, watch.id).paused
    assert watches.run(studio) == watches.run(studio, due=True) == []
    assert not watches.resume(studio, watch.id).paused
    assert len(watches.run(studio, due=True)) == 1
    assert watches.run(studio, due=True) == []
    world.clock.now += timedelta(hours=60)
    assert len(watches.run(studio, due=True)) == 1


def test_wrong_watches_are_one_sentence(studio: WatchingStudio) -> None:
    with pytest.raises(UsageError, match="no source"):
        watches.add(studio, "nowhere")
    with pytest.raises(UsageError, match="at most every hour"):
        watches.add(studio, "hub", cadence_hours=0)
    watches.add(studio, "hub", params={"list": "a"})
    with pytest.raises(UsageError, match="watched already: a"):
        watches.add(studio, "hub", params={"list": "a"})
    for act in (watches.get, watches.pause, watches.resume, watches.remove, watches.plan, watches.runs):
        with pytest.raises(UsageError, match="no watch"):
            act(studio, "zzzzzz")


def test_the_sources_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    with Studio(tmp_path, passphrase=lambda: None, keychain=False, local=True) as plain:
        known = watches.sources(plain)
        assert all(name == source.name for name, source in known.items())
        hosts = {need.host for source in known.values() for need in source.needs}
        assert "huggingface.co" in hosts
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        assert watches.sources(plain)["hugging-face"].needs[0].host == "127.0.0.1:9"
