"""A month by a clock of the test's own: twelve watches on three hosts, outages, limits, a laptop that is often closed.

Nothing that appeared is missed and nothing is found twice; nothing bursts after waking; no host is asked more often
than it publishes.
"""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from watch_double import Clock, ListSource, Thing, WatchingStudio, World

from artistguard.catalogue import engine
from artistguard.model.finds import Find, Happening, Outcome, WatchRun
from artistguard.net.limits import Limit, Limiter, Pace
from artistguard.work import schedule
from artistguard.workflow import watches
from artistguard.workflow.studio import Studio

START = datetime(2026, 11, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOSTS = ("one.example", "two.example", "three.example")
PACE = Pace(40, 300, 10)  # what each host publishes: 40 requests in 5 minutes
CADENCES = (12, 24, 24, 72)
TRIP = (12, 16)  # days on which the laptop is closed
TICK = timedelta(minutes=40)


def filled(chance: random.Random, clock: Clock) -> World:
    """Twelve lists that grow for 29 days; a third of it names her; some is renamed, removed, or back later."""
    world = World(clock)
    for number in range(12):
        things = []
        for n in range(45):
            since = START + timedelta(seconds=chance.uniform(0, 29 * 86400))
            text = "In the style of Ada Wren." if n % 3 == 0 else "A style of nobody's."
            things.append(Thing(f"{number}-{n}", f"user{n}/thing-{number}-{n}", text, since))
        world.lists[f"list{number}"] = sorted(things, key=lambda thing: thing.since)
    return world


def trouble(host: str, at: datetime) -> tuple[int, Mapping[str, str]] | None:
    """What goes wrong, and when: always the same."""
    day, minute = (at - START).days, int(at.timestamp()) // 60
    if day >= 29:
        return None
    if host == HOSTS[0] and day in (4, 5):
        return 0, {}  # two days without an answer
    if host == HOSTS[1] and day == 9 and at.hour < 14:
        return 503, {"retry-after": "5400"}
    if host == HOSTS[1] and minute % 7 == 0:
        return 429, {"retry-after": "3"}
    if host == HOSTS[2] and minute % 11 == 0:
        return 500, {}
    if host == HOSTS[2] and day == 20:
        return 429, {"ratelimit": '"api";r=0;t=240'}
    return None


def is_open(at: datetime) -> bool:
    """Whether the laptop is: from nine to seven, but for a trip."""
    return 9 <= at.hour < 19 and not TRIP[0] <= (at - START).days < TRIP[1]


@pytest.fixture
def month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[WatchingStudio, World, list[datetime]]:
    """The month as it went: the studio afterwards, the world, and when runs began."""
    # A month is thousands of commits; that they survive a power cut is shown elsewhere.
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, "PRAGMA synchronous=OFF"))
    clock = Clock(START + 9 * HOUR)
    chance = random.Random(30)
    world = filled(chance, clock)
    world.trouble = trouble
    limits = [Limit(host, (host,), PACE) for host in HOSTS]
    table = {f"hub-{host}": (lambda _, host=host: ListSource(f"hub-{host}", host)) for host in HOSTS}
    monkeypatch.setattr(watches, "TABLE", table)

    def limiter(of: Studio) -> Limiter:
        return Limiter(of.catalogue.limits, limits=limits, clock=clock, sleep=clock.sleep)

    studio = WatchingStudio(tmp_path / "home", world, limiter, HOSTS)
    for number in range(12):
        source = f"hub-{HOSTS[number % 3]}"
        watches.add(studio, source, params={"list": f"list{number}"}, cadence_hours=CADENCES[number // 3])
    begun = []
    removals = {f"0-{3 * n}": START + (8 + n) * DAY for n in range(6)}
    while clock.now < START + 30 * DAY:
        for things in world.lists.values():
            for thing in things:
                if removals.get(thing.key, clock.now) < clock.now and thing.since < clock.now - 6 * DAY:
                    thing.until = thing.until or clock.now  # removed for good
        if is_open(clock.now):
            begun += [run.started_at for run in watches.run(studio, due=True)]
        clock.now += TICK
    for thing in world.lists["list1"][:20]:
        thing.title = f"renamed/{thing.key}"
    for watch in watches.all_(studio):  # a last quiet day, on which each runs once more
        clock.now += schedule.WITHIN
        [run] = watches.run(studio, [watch.id])
        assert run.outcome is Outcome.DONE, run
    return studio, world, begun


def test_a_month(month: tuple[WatchingStudio, World, list[datetime]]) -> None:
    studio, world, begun = month
    with studio:
        cards = {find.members[0].candidate.key: find for find in _all(studio)}
        hers = {t.key: t for things in world.lists.values() for t in things if "Ada Wren" in t.text}

        # Nothing is missed, nothing is there twice.
        assert set(cards) == set(hers)
        for key, card in cards.items():
            happened = Counter(line.what for line in card.history)
            assert happened[Happening.FIRST_SEEN] == 1, key
            assert happened[Happening.GONE] == (hers[key].until is not None), key
            assert happened[Happening.RENAMED] == hers[key].title.startswith("renamed/"), key
            assert card.title == hers[key].title
            assert len(card.matches) == 1
        assert sum(thing.until is not None for thing in hers.values()) >= 2
        runs = [run for watch in watches.all_(studio) for run in studio.catalogue.watches.runs(watch.id, 1000)]
        assert sum(run.news for run in runs) >= len(hers)
        outcomes = Counter(run.outcome for run in runs)
        assert outcomes[Outcome.FAILED] >= 5
        assert outcomes[Outcome.PARTLY] >= 5

        # Nothing bursts, and after the trip each runs once, though it missed four days.
        for at in begun:
            assert sum(at <= other < at + schedule.WITHIN for other in begun) <= schedule.AT_ONCE
        home = START + TRIP[1] * DAY + 9 * HOUR
        back = Counter(run.watch_id for run in runs if home <= run.started_at < home + 4 * HOUR)
        assert len(back) == 12
        assert all(count == 1 for watch, count in back.items() if _fine(runs, watch, home))

        # Every host is asked as often as it publishes, and no more.
        for host in HOSTS:
            moments = [at for at, asked, _ in world.asked if asked == host]
            assert len(moments) > 200
            for start, at in enumerate(moments):
                window = [other for other in moments[start : start + PACE.count + 1] if other - at < 300 * _SECOND]
                assert len(window) <= PACE.count

        # Each watch kept to its cadence on the days on which it could.
        for watch in watches.all_(studio):
            done = sum(run.watch_id == watch.id and run.outcome is Outcome.DONE for run in runs)
            assert done >= 20 * 24 // max(watch.cadence_hours, 24)


_SECOND = timedelta(seconds=1)


def _all(studio: Studio) -> list[Find]:
    return [*studio.catalogue.finds.cards(limit=10_000)]


def _fine(runs: list[WatchRun], watch: str, since: datetime) -> bool:
    """Whether nothing went wrong for a watch just then, so that there was no reason to run again."""
    mine = [run for run in runs if run.watch_id == watch and since <= run.started_at < since + 4 * HOUR]
    return all(run.outcome is Outcome.DONE for run in mine)
