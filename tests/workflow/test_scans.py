"""Scans as batches: paused, listed with what they searched, gone on with, and their finds made cards at every stop."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest

from artistguard.formats.tables import Unit
from artistguard.model.egress import Purpose
from artistguard.model.errors import Cancelled
from artistguard.model.jobs import Change
from artistguard.model.protocols import CancelToken
from artistguard.work.pool import TaskResult
from artistguard.workflow import (
    activity,
    consents,
    finds,
    image_sets,
    scan,
    scan_finds,
    scan_plan,
    scan_time,
    scan_words,
    scans,
)
from artistguard.workflow.activity import Standing
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

TABLE = Path("resources/set/part-00000.parquet")


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        import_(opened, [Path("resources/sample/Harbour Lights.jpg")])
        yield opened


def test_a_paused_scan_tells_how_far_it_is_has_its_finds_and_goes_on(studio) -> None:
    batch = scan.begin(studio, scan_plan.plan(studio, str(TABLE)))
    stop = CancelToken()
    with pytest.raises(Cancelled):
        scan_finds.finish(studio, batch, cancel=stop, progress=lambda done, total, what: stop.cancel())
    [row] = [each for each in activity.rows(studio) if each.kind == activity.SCAN]
    assert (row.subject, row.standing, row.total) == ("part-00000.parquet", Standing.WAITING, 4)
    assert 0 < row.done < 4
    listed = next(each for each in scans.listed(studio) if each.scan is not None)
    assert listed.scan.id == batch
    assert listed.coverage.note == "The scan is not finished."
    assert listed.coverage.searched == row.done * 2_500
    [card] = finds.cards(studio)  # what was found so far is there already
    assert len(card.members) == 2  # both rows lie in the first unit
    changes = activity.go_on(studio, batch)
    assert Change("find", ()) in changes
    [row] = [each for each in activity.rows(studio) if each.kind == activity.SCAN]
    assert (row.standing, row.done) == (Standing.DONE, 4)
    listed = next(each for each in scans.listed(studio) if each.scan is not None)
    assert listed.coverage.whole
    assert [each.id for each in finds.cards(studio)] == [card.id]


@pytest.mark.parametrize("kind", [scan, scan_words])
def test_the_same_wish_of_two_programs_at_once_is_one_scan(studio, kind) -> None:
    profile = studio.catalogue.profile
    profile.set(replace(profile.get(), name="Ada Wren"))
    plan = (scan_plan if kind is scan else scan_words).plan(studio, str(TABLE))
    both = Barrier(2)

    def begin() -> str:
        with Studio(studio.home, passphrase=lambda: None, keychain=False) as other:
            both.wait()
            return kind.begin(other, plan)

    with ThreadPoolExecutor(2) as threads:
        first, second = (each.result() for each in [threads.submit(begin) for _ in range(2)])
    assert first == second
    [row] = [each for each in activity.rows(studio) if each.kind == kind.KIND]
    assert (row.id, row.total) == (first, 4)


def test_a_large_unit_is_not_told_as_if_many_searched_it(studio) -> None:
    class Told:
        size = 8

        def submit(self, task, arguments, blobs):
            found = Future()
            found.set_result(TaskResult({"built": 1.0, "row": 1e-6, "decoding": 3e-6}))
            return found

    many = SimpleNamespace(pool=Told(), settings=studio.settings)
    ours = scan_plan.plan(studio, str(TABLE)).portfolio
    one, eight = [Unit(0, 0, 8_000_000)], [Unit(number, 0, 1_000_000) for number in range(8)]
    assert scan_time.seconds(many, ours, 8, one, one) == pytest.approx(1 + 8 * 4, rel=0.01)
    assert scan_time.seconds(many, ours, 8, eight, eight) == pytest.approx(1 + 4, rel=0.01)
    assert scan_time.seconds(many, ours, 8, [*eight, *one], []) == pytest.approx(1 + 8, rel=0.01)


def test_failures_are_named_by_the_part_of_the_file(studio, tmp_path) -> None:
    table = tmp_path / "set.parquet"
    table.write_bytes(TABLE.read_bytes())
    batch = scan.begin(studio, scan_plan.plan(studio, str(table)))
    table.unlink()
    found = scan_finds.finish(studio, batch)
    assert not found.coverage.whole
    assert found.coverage.note == "4 of its 4 parts could not be searched."
    [told] = found.trouble
    assert told.startswith("4 of its parts could not be searched: set.parquet is not there any more.")
    names = [name for name, _ in activity.failures(studio, batch)]
    assert len(names) == 4
    assert names[0].startswith("set.parquet, rows from ")


def test_known_sets_are_listed_and_say_whom_they_would_ask(studio) -> None:
    [coyo] = scans.listed(studio)
    assert (coyo.set.title, coyo.scan, coyo.coverage) == ("COYO-700M (2022)", None, None)
    needs = scans.needs(studio, coyo.target)
    assert [need.host for need in needs.missing] == ["huggingface.co"]
    assert not needs.network
    assert len(needs.planned) == 3
    assert "Range: bytes=0-63" in needs.planned[0].request
    consents.agree(studio, "huggingface.co", [Purpose.WATCH], "shown")
    assert scans.needs(studio, coyo.target).missing == ()
    assert [need.host for need in scans.needs(studio, coyo.target, "cdn.example").missing] == ["cdn.example"]
    (studio.home / image_sets.OWN).write_text(f'[mine]\ntitle = "Mine (2026)"\nfiles = ["{TABLE.resolve()}"]\n')
    assert scans.needs(studio, "mine") == scans.Needs((), (), network=True)  # on this disk: nobody is asked
