"""Watches and their runs, and the lease that keeps two runs apart."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue.owners import new_owner
from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.model.finds import Outcome
from artistguard.model.watching import Coverage


def test_a_watch_and_its_runs(catalogue: Catalogue, clock: Any) -> None:
    watch = catalogue.watches.add("a-hub", "A hub", 24, {"domain": "ada.example"})
    assert catalogue.watches.get(watch.id[:6]) == watch
    run = catalogue.watches.begin(watch.id)
    assert catalogue.watches.get(watch.id).last == run
    coverage = (Coverage("models", "models", 5, 10, "its note\0"),)
    run = replace(run, coverage=coverage, requests=3, seen=2, news=1)
    catalogue.watches.step(run, {"since": 1})
    kept = catalogue.watches.get(watch.id)
    assert kept.checkpoint == {"since": 1}
    assert kept.last is not None
    assert (kept.last.requests, kept.last.seen, kept.last.news, kept.last.outcome) == (3, 2, 1, None)
    clock.now += timedelta(minutes=3)
    ended = catalogue.watches.end(
        replace(run, outcome=Outcome.PARTLY, message="later"), clock.now + timedelta(hours=1), 2
    )
    assert ended.ended_at == clock.now
    kept = catalogue.watches.get(watch.id)
    assert (kept.next_at, kept.failures, kept.last) == (clock.now + timedelta(hours=1), 2, ended)
    assert ended.coverage[0].note == "its note␀"
    assert catalogue.watches.runs(watch.id) == (ended,)


def test_a_killed_run_is_closed_by_the_next(catalogue: Catalogue) -> None:
    watch = catalogue.watches.add("a-hub", "A hub", 24, {})
    killed = catalogue.watches.begin(watch.id)
    next_one = catalogue.watches.begin(watch.id)
    newest, before = catalogue.watches.runs(watch.id)
    assert newest == next_one
    assert (before.id, before.outcome) == (killed.id, Outcome.STOPPED)
    assert "interrupted" in before.message


def test_paused_and_removed(catalogue: Catalogue) -> None:
    watch = catalogue.watches.add("a-hub", "A hub", 24, {})
    catalogue.watches.begin(watch.id)
    catalogue.watches.pause(watch.id, True)
    assert catalogue.watches.get(watch.id).paused
    catalogue.watches.remove(watch.id)
    assert catalogue.watches.list() == ()
    with pytest.raises(UsageError, match="no watch"):
        catalogue.watches.get(watch.id)
    assert catalogue.watches.runs(watch.id)  # what was done stays


def test_one_holds_a_lease(catalogue: Catalogue, clock: Any) -> None:
    leases = catalogue.leases
    one, other = new_owner(), new_owner()
    assert leases.take("watch", one)
    assert leases.take("watch", one)
    assert not leases.take("watch", other)
    assert leases.holder("watch") == ("desk", clock.now + timedelta(seconds=300))
    clock.now += timedelta(seconds=200)
    assert leases.prolong("watch", one)
    clock.now += timedelta(seconds=200)
    assert not leases.take("watch", other)
    clock.now += timedelta(seconds=200)  # nothing was heard of it for too long
    assert leases.holder("watch") is None
    assert leases.take("watch", other)
    assert not leases.prolong("watch", one)
    leases.give_back("watch", one)  # somebody else's by now
    assert leases.holder("watch") is not None
    leases.give_back("watch", other)
    assert leases.take("watch", one)


@pytest.mark.skipif(not Path("/proc/self/ns/pid").exists(), reason="only Linux tells which process is dead")
def test_the_lease_of_a_dead_process_is_free_at_once(catalogue: Catalogue) -> None:
    command = "from artistguard.catalogue.owners import new_owner; print(new_owner())"
    dead = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.strip()
    assert catalogue.leases.take("watch", dead)
    assert catalogue.leases.holder("watch") is None
    assert catalogue.leases.take("watch", new_owner())
