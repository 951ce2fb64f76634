"""Pictures within a run: compared with consent, a few at a time, and also when consent comes later."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pictures import draw
from watch_double import Clock, ListSource, Thing, WatchingStudio, World

from artistguard.model.egress import Purpose
from artistguard.model.finds import Outcome
from artistguard.model.watching import Coverage, Key
from artistguard.net.limits import Limiter
from artistguard.work.pool import WorkerPool
from artistguard.workflow import consents, watch_run, watches
from artistguard.workflow.import_ import import_

HUB = "hub.example"
START = datetime(2026, 11, 1, 8, tzinfo=UTC)
HERS = "In the style of Ada Wren."


def jpeg(seed: int) -> bytes:
    out = io.BytesIO()
    draw(seed, (640, 480)).resize((320, 240)).save(out, "JPEG", quality=80)
    return out.getvalue()


@pytest.fixture
def world() -> World:
    """Three things: hers with a work of hers, hers with another picture, and a stranger's with a work of hers."""
    things = [
        Thing("named", "a/named", HERS, START, pictures=("one.jpg",)),
        Thing("other", "b/other", HERS, START, pictures=("nine.jpg",)),
        Thing("stranger", "c/stranger", "says nothing", START, pictures=("two.jpg", "nine.jpg")),
    ]
    files = {"one.jpg": jpeg(1), "two.jpg": jpeg(2), "nine.jpg": jpeg(9)}
    return World(Clock(START), {"a": things}, files)


@pytest.fixture
def studio(tmp_path: Path, world: World, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchingStudio]:
    monkeypatch.setattr(watches, "TABLE", {"hub": lambda _: ListSource("hub", HUB)})
    art = tmp_path / "art"
    art.mkdir()
    for seed in (1, 2):
        draw(seed, (640, 480)).save(art / f"work {seed}.png")
    with WatchingStudio(
        tmp_path / "home",
        world,
        lambda of: Limiter(of.catalogue.limits, limits=(), own=[HUB], clock=world.clock, sleep=world.clock.sleep),
        [HUB],
    ) as made:
        made._pool = pool
        import_(made, [art])
        watches.add(made, "hub", params={"list": "a"})
        yield made
        made._pool = None


def pictures(coverage: tuple[Coverage, ...]) -> Coverage:
    [found] = [part for part in coverage if part.unit == "pictures"]
    return found


def test_consent_that_comes_later_is_made_use_of(studio: WatchingStudio, world: World) -> None:
    [run] = watches.run(studio)
    assert (run.outcome, run.news) == (Outcome.DONE, 2)
    assert pictures(run.coverage).searched == 0
    assert "not agreed" in pictures(run.coverage).note
    assert not any("/file/" in path for _, _, path in world.asked)
    consents.agree(studio, HUB, [Purpose.PICTURE], "shown")
    [run] = watches.run(studio)
    assert run.news == 1
    first, second = studio.catalogue.finds.cards()
    assert (first.title, first.severe, first.keys) == ("a/named", True, (Key.PICTURE, Key.NAME))
    assert (second.title, second.severe, second.keys) == ("b/other", False, (Key.NAME,))
    world.asked.clear()
    [run] = watches.run(studio)
    assert run.news == 0
    assert not any("/file/" in path for _, _, path in world.asked)  # what was compared is not fetched again


def test_a_picture_alone_is_a_find(studio: WatchingStudio, world: World) -> None:
    consents.agree(studio, HUB, [Purpose.PICTURE], "shown")
    [run] = watches.run(studio)
    assert run.news == 3
    assert (pictures(run.coverage).searched, pictures(run.coverage).total) == (4, 4)
    keys = {card.title: card.keys for card in studio.catalogue.finds.cards()}
    assert keys["c/stranger"] == (Key.PICTURE,)


def test_what_one_run_may_not_fetch_the_next_one_does(
    studio: WatchingStudio, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_run, "MOST_PICTURES", 1)
    monkeypatch.setattr(watch_run, "MOST_STRANGERS", 0)
    consents.agree(studio, HUB, [Purpose.PICTURE], "shown")
    world.lists["a"] += [Thing(f"more{n}", f"d/more{n}", HERS, START, pictures=("two.jpg",)) for n in range(2)]
    for left in (3, 2, 1, 0):
        watches.run(studio)
        watch = watches.all_(studio)[0]
        assert len(studio.catalogue.finds.uncompared(watch.id, 100)) == left
    assert sum(card.severe for card in studio.catalogue.finds.cards()) == 3
