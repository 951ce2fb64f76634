"""A scan on the workers of a Dask scheduler: over TLS, one killed midway; agreed to first; sealed works stay here."""

import signal
from dataclasses import replace

import distributed
import pyarrow.parquet as pq
import pytest
from sources.served import serving
from work.many_machines import Machines, certificates
from workflow.ranged import Ranged, agreed
from workflow.test_scan import GROUP, PLANTED, ROWS, UNITS, draw, table

from artistguard.model.egress import Purpose
from artistguard.model.errors import NetworkOff, NotAgreed, Sealed, UsageError
from artistguard.model.jobs import JobState
from artistguard.work.faults import NoWorker
from artistguard.work.many import Scheduler
from artistguard.workflow import clients, consents, scan, scan_finds, scan_plan, set_files
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    for seed, name in enumerate(("one", "two", "three")):
        draw(folder / f"{name}.png", seed)
    return folder


@pytest.fixture(scope="module")
def place(originals, tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    pq.write_table(table(originals), folder / "part.parquet", row_group_size=GROUP)
    return folder


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    folder = tmp_path_factory.mktemp("machines")
    found = Machines(folder, certificates(folder))
    try:
        found.start(2)
        authority, certificate, key = map(str, found.tls)
        security = distributed.Security(tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key)
        with distributed.Client(found.address, security=security, set_as_default=False, timeout=60) as client:
            client.wait_for_workers(2, timeout=120)
        yield found
    finally:
        found.stop()


@pytest.fixture
def scheduler(machines):
    return Scheduler(machines.address, *machines.tls)


@pytest.fixture
def studio(originals, tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1, network=True))
        import_(opened, [originals])
        yield opened


def allow(studio: Studio, scheduler: Scheduler) -> None:
    consents.agree(studio, scheduler.host, [Purpose.SCAN], "the test's machines")


def begun(studio: Studio, target) -> str:
    return scan.begin(studio, scan_plan.plan(studio, str(target), elsewhere=True))


def test_nothing_is_sent_before_it_was_agreed_to(studio, scheduler, place) -> None:
    batch = begun(studio, place)
    with pytest.raises(NotAgreed, match=r"127\.0\.0\.1"):
        scan.run(studio, batch, scheduler=scheduler)
    allow(studio, scheduler)
    studio.save(replace(studio.settings, network=False))
    with pytest.raises(NetworkOff):
        scan.run(studio, batch, scheduler=scheduler)
    entries = list(studio.catalogue.egress.iterate())
    assert [(each.purpose, bool(each.refused), each.bytes_out) for each in entries] == [(Purpose.SCAN, True, 0)] * 2
    assert scan.scanned(studio, batch).units_done == 0


def test_only_private_ways_and_whole_papers(scheduler, tmp_path) -> None:
    for address, words in (
        ("tcp://workers.example:8786", "only used on this very machine"),
        ("https://workers.example", "no scheduler"),
        ("tls://workers.example", "no scheduler"),
        ("tls://workers.example:x", "no scheduler"),
        ("tls://workers.example:8786", "needs --tls-ca"),
    ):
        with pytest.raises(UsageError, match=words):
            Scheduler(address).host  # noqa: B018
    assert Scheduler("tcp://[::1]:8786").host == "[::1]:8786"


def test_sealed_works_are_left_out(studio, scheduler, place) -> None:
    open_works = list(studio.catalogue.works.iterate())
    batch = begun(studio, place)  # before the seal
    clients.assign(studio, [open_works[0].id], clients.seal(studio, clients.add(studio, "Hush")))
    plan = scan_plan.plan(studio, str(place), elsewhere=True)
    assert (plan.sealed, len({each.work.id for each in plan.portfolio.pictures})) == (1, 2)
    assert "1 works are under a seal" in plan.sentence
    assert set(plan.portfolio.owners.tolist()) == {0, 1}
    assert scan_plan.plan(studio, str(place)).sealed == 0  # searched for here, it is
    allow(studio, scheduler)
    with pytest.raises(Sealed):
        scan.run(studio, batch, scheduler=scheduler)


def test_another_authority_is_no_scheduler_of_ours(studio, machines, place, tmp_path) -> None:
    stranger = Scheduler(machines.address, *certificates(tmp_path))
    allow(studio, stranger)
    with pytest.raises(NoWorker, match="does not answer"):
        scan.run(studio, begun(studio, place), scheduler=stranger)


def test_a_table_on_a_server_is_read_from_here(studio, scheduler, place) -> None:
    server = Ranged((place / "part.parquet").read_bytes())
    with serving(server) as endpoint:
        agreed(studio, endpoint)
        allow(studio, scheduler)
        batch = begun(studio, f"{endpoint}/part.parquet")
        assert scan.run(studio, batch, scheduler=scheduler).failures == ()
        report = scan_finds.weigh(studio, batch, words=False)
    assert (report.rows, report.coverage.whole) == (ROWS, True)
    assert {each.row for each in report.found} <= set(PLANTED)
    assert {3, 4_100} <= {each.row for each in report.found}


def test_packed_rows_that_are_damaged_are_read_anew(studio, scheduler, place) -> None:
    allow(studio, scheduler)
    with serving(Ranged((place / "part.parquet").read_bytes())) as endpoint:
        agreed(studio, endpoint)
        for target in (place, f"{endpoint}/part.parquet"):
            scan.run(studio, begun(studio, target))
            plan = scan_plan.plan(studio, str(target), elsewhere=True)
            for number, unit in enumerate(plan.files[0].units):
                kept = set_files.packed(studio.home, plan.set, plan.files[0], unit)
                data = kept.read_bytes()
                damaged = bytearray(data)
                damaged[300] ^= 1
                kept.write_bytes((bytes(damaged), data[:99], b"", data)[number % 4])
            batch = scan.begin(studio, plan)
            assert scan.run(studio, batch, scheduler=scheduler).failures == ()
            assert scan_finds.weigh(studio, batch, words=False).background == ROWS


def test_workers_that_do_not_see_the_table_say_so(studio, scheduler, place, tmp_path) -> None:
    allow(studio, scheduler)
    moved = tmp_path / "part.parquet"
    moved.write_bytes((place / "part.parquet").read_bytes())
    batch = begun(studio, moved)
    moved.rename(tmp_path / "elsewhere.parquet")
    report = scan.run(studio, batch, scheduler=scheduler)
    assert isinstance(report.stopped, NoWorker)
    assert "do not see" in report.stopped.message
    assert (report.done, report.failed, report.left) == (0, 0, UNITS)  # to be gone on with


def test_a_worker_killed_midway_costs_nothing(studio, scheduler, machines, place) -> None:
    allow(studio, scheduler)
    batch = begun(studio, place)
    victim = machines.workers[0]

    def kill(done: int, total: int, what: str) -> None:
        if victim.poll() is None:
            victim.send_signal(signal.SIGKILL)
            victim.wait()

    report = scan.run(studio, batch, scheduler=scheduler, progress=kill)
    assert victim.returncode == -signal.SIGKILL
    assert (report.failures, report.stopped, report.done) == ((), None, UNITS)
    found = scan_finds.weigh(studio, batch)
    assert (found.rows, found.valid, found.coverage.whole) == (ROWS, ROWS, True)
    rows = [each.row for each in found.found]
    assert sorted(rows) == sorted(PLANTED)  # each once
    assert studio.catalogue.jobs.progress(batch)[JobState.DONE] == UNITS
    (entry,) = [each for each in studio.catalogue.egress.iterate() if not each.refused]
    views = len(scan_plan.plan(studio, str(place), elsewhere=True).portfolio)
    assert entry.bytes_out >= 13 * views
    assert scan_plan.plan(studio, str(place)).kept == ROWS  # what the workers packed came back
