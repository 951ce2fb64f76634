"""A data set on a server, read in parts: as many bytes as were said, none twice, and every trouble of servers."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sources.served import Reply, serving
from workflow.ranged import Ranged, agreed
from workflow.test_scan import ROWS, draw, scan_all, table

from artistguard.matching.odds import Band
from artistguard.model.errors import NetworkError, NotAgreed, Refused
from artistguard.workflow import scan, scan_finds, scan_plan
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

LARGE, LARGE_GROUP = 240_000, 60_000
COPIED = 100_003
UNITS = 2


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    for seed, name in enumerate(("one", "two", "three")):
        draw(folder / f"{name}.png", seed)
    return folder


@pytest.fixture(scope="module")
def small(originals, tmp_path_factory):
    path = tmp_path_factory.mktemp("set") / "part.parquet"
    pq.write_table(table(originals), path, row_group_size=ROWS // UNITS)
    return path.read_bytes()


@pytest.fixture(scope="module")
def large(originals, tmp_path_factory):
    """Columns in COYO's order, most bytes in URL and caption; every hash random but one, which is a copy's."""
    some = table(originals)
    random = np.random.default_rng(11)
    hashes = [f"{int(value):016x}" for value in random.integers(0, 2**63, LARGE)]
    hashes[COPIED] = some["image_phash"][3].as_py()
    texts = random.integers(97, 123, (LARGE, 90), np.uint8)
    offsets = pa.py_buffer(np.arange(0, texts.size + 1, 90, dtype=np.int32))
    words = pa.StringArray.from_buffers(LARGE, offsets, pa.py_buffer(texts.tobytes()))
    columns = {
        "id": pa.array(random.integers(0, 2**62, LARGE)),
        "url": words,
        "text": words.take(pa.array(random.permutation(LARGE))),
        "width": pa.array(random.integers(200, 4000, LARGE, dtype=np.int32)),
        "height": pa.array(random.integers(200, 4000, LARGE, dtype=np.int32)),
        "image_phash": hashes,
        "text_length": pa.array(random.integers(1, 400, LARGE, dtype=np.int32)),
        "aesthetic_score": pa.array(random.random(LARGE)),
    }
    path = tmp_path_factory.mktemp("large") / "part.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=LARGE_GROUP)
    return path.read_bytes()


@pytest.fixture
def studio(originals, tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        import_(opened, [originals])
        yield opened


@pytest.fixture
def server(small):
    ranged = Ranged(small)
    with serving(ranged) as endpoint:
        ranged.endpoint = endpoint
        yield ranged


def address(server: Ranged) -> str:
    return f"{server.endpoint}/part.parquet"


@pytest.mark.parametrize("by_date", [False, True], ids=["ETag", "Last-Modified"])
def test_what_is_fetched_is_what_was_said_and_nothing_the_second_time(studio, large, by_date) -> None:
    server = Ranged(large)
    if by_date:
        server.etag, server.modified = "", "Thu, 26 Nov 2026 09:00:00 GMT"
    with serving(server) as server.endpoint:
        agreed(studio, server.endpoint)
        plan = scan_plan.plan(studio, address(server))
        assert plan.looked == server.sent < len(large) * 0.01
        assert len(large) > 40_000_000 > 5 * plan.first
        before = server.sent
        assert scan.run(studio, scan.begin(studio, plan)).failures == ()
        assert 0.95 * plan.first <= server.sent - before <= 1.05 * plan.first
        before, requests = server.sent, server.requests
        again = scan_plan.plan(studio, address(server))
        assert (again.first, again.looked, again.kept) == (0, 0, LARGE)
        batch = scan.begin(studio, again)
        scan.run(studio, batch)
        found = scan_finds.weigh(studio, batch, words=False)
        assert COPIED in {each.row for each in found.found}
        assert server.sent == before  # not a byte
        assert server.requests == requests + 1  # whether it is the same file still


def test_a_server_without_conditions_sends_its_first_bytes_again(studio, server) -> None:
    agreed(studio, server.endpoint)
    scan_all(studio, address(server))
    server.heeds_conditions = False
    before = server.sent
    plan = scan_plan.plan(studio, address(server))
    assert (plan.first, plan.looked, server.sent - before) == (0, 64, 64)


def test_a_new_version_is_scanned_anew(studio, server) -> None:
    agreed(studio, server.endpoint)
    first, _, _ = scan_all(studio, address(server))
    server.etag = '"two"'
    plan = scan_plan.plan(studio, address(server))
    assert (plan.first, plan.kept) == (first.first, 0)
    assert plan.looked > 64  # its footer is another one


def test_no_part_is_fetched_twice(studio, server) -> None:
    agreed(studio, server.endpoint)
    _, batch, report = scan_all(studio, address(server))
    assert {each.row for each in report.found if each.band is Band.LIKELY} >= {3, 4_100}
    assert report.read >= 2
    requests = server.requests
    again = scan_finds.weigh(studio, batch)  # a row's words are known now
    assert (again.read, [each.url for each in again.found]) == (report.read, [each.url for each in report.found])
    assert server.requests == requests
    footers = [part for part in server.parts if part[0] + part[1] == len(server.data)]
    assert len(footers) == 1  # the footer, for all row groups
    assert len(server.parts) == len(set(server.parts))


def test_a_file_without_a_version_is_never_taken_for_known(studio, server) -> None:
    agreed(studio, server.endpoint)
    server.etag = ""
    first, _, _ = scan_all(studio, address(server))
    sent = server.sent
    plan = scan_plan.plan(studio, address(server))
    assert plan.looked > 64
    assert server.sent > sent
    assert (plan.first, plan.kept) == (first.first, 0)
    scan.run(studio, scan.begin(studio, plan))
    assert server.sent - sent >= plan.first + plan.looked


def test_no_byte_without_consent(studio, server) -> None:
    host = server.endpoint.removeprefix("http://")
    studio.save(replace(studio.settings, network=True, local_hosts=host))
    with pytest.raises(NetworkError, match="not agreed"):
        scan_plan.plan(studio, address(server))
    assert server.requests == 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(studio, server, status) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.now(Reply(status, b"", {"Retry-After": "0"}))
    batch = scan.begin(studio, plan)
    assert scan.run(studio, batch).failures == ()
    assert scan.scanned(studio, batch).rows == ROWS
    assert server.faults == []


def test_a_server_that_is_busy_for_long_is_come_back_to(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.now(*[Reply(503, b"", {"Retry-After": "86400"})] * 3)
    batch = scan.begin(studio, plan)
    report = scan.run(studio, batch)
    assert report.done == 0
    assert report.failed + report.blocked + report.left == UNITS
    requests = server.requests
    scan.run(studio, batch)
    assert server.requests == requests  # it asked to be left alone for a day


def test_a_body_that_is_cut_is_asked_for_once_more(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.cuts = 1
    batch = scan.begin(studio, plan)
    assert scan.run(studio, batch).failures == ()
    assert scan.scanned(studio, batch).rows == ROWS
    assert len(server.parts) == len(set(server.parts)) + 1


def test_another_part_than_was_asked_for_is_no_answer(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.now(Reply(206, b"x" * 100, {"Content-Range": f"bytes 0-99/{len(server.data)}", "ETag": server.etag}))
    report = scan.run(studio, scan.begin(studio, plan))
    assert [str(error["code"]) for _, error in report.failures] == [Refused.code]
    assert report.done == UNITS - 1


def test_a_file_that_changes_midway_is_said_so(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.etag = '"two"'
    report = scan.run(studio, scan.begin(studio, plan))
    assert report.done == 0
    assert {str(error["code"]) for _, error in report.failures} == {Refused.code}
    assert "changed while it was read" in str(report.failures[0][1]["advice"])


def test_a_server_without_parts_is_refused_at_once(studio, small) -> None:
    with serving(lambda asked: Reply(200, small)) as endpoint:
        agreed(studio, endpoint)
        with pytest.raises(NetworkError):
            scan_plan.plan(studio, f"{endpoint}/part.parquet")


def test_the_whole_file_midway_is_no_part_of_it(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.now(Reply(200, server.data, {"ETag": server.etag}))
    report = scan.run(studio, scan.begin(studio, plan))
    assert (report.failed, report.done) == (1, UNITS - 1)
    assert "whole file" in str(report.failures[0][1]["message"])


def test_another_host_is_followed_only_where_it_was_agreed_to(studio, server, small) -> None:
    front = Ranged(small)

    def lead(asked):
        front.requests += 1
        return Reply(302, b"", {"Location": f"{server.endpoint}/store/part.parquet"})

    with serving(lead) as endpoint:
        agreed(studio, endpoint)
        studio.save(replace(studio.settings, local_hosts=f"{endpoint},{server.endpoint}".replace("http://", "")))
        with pytest.raises(NotAgreed, match=server.endpoint.removeprefix("http://")):
            scan_plan.plan(studio, f"{endpoint}/part.parquet")
        assert server.requests == 0
        agreed(studio, endpoint, server.endpoint)
        _, _, report = scan_all(studio, f"{endpoint}/part.parquet")
        assert report.rows == ROWS
        server.etag = '"two"'  # what makes a range conditional goes along to the host that has the file
        sent = server.sent
        assert scan_plan.plan(studio, f"{endpoint}/part.parquet").kept == 0
        server.etag = '"one"'
        again = scan_plan.plan(studio, f"{endpoint}/part.parquet")
        assert again.kept == ROWS
        assert sent < server.sent
