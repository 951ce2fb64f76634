"""Tars on servers that end before their ends: what was read is searched, and what was not is said."""

import json

import pytest
from sources.served import serving
from workflow.ranged import Ranged, agreed
from workflow.test_scan_pictures import BROKEN, MIRRORED, PLANTED, ROWS, pictures, scan_all, studio, tar

from artistguard.cli.app import main
from artistguard.model.errors import Unreachable
from artistguard.work import scan_cut
from artistguard.workflow import activity, scan, scan_finds, scan_plan, scan_weighed, set_files

__all__ = ["pictures", "studio"]
PADDED = (10, 20)  # what is read before the server breaks off ends somewhere before row 20


@pytest.fixture
def server(pictures, tmp_path):
    ranged = Ranged(tar(tmp_path / "set.tar", pictures, PADDED).read_bytes())
    with serving(ranged) as ranged.endpoint:
        yield ranged


def address(server: Ranged) -> str:
    return f"{server.endpoint}/set.tar"


def packed(studio, plan):
    return set_files.packed(studio.home, plan.set, plan.files[0], plan.files[0].units[0])


def test_a_file_that_is_cut_off_there_is_searched_up_to_there_as_one_here_is(studio, server, tmp_path) -> None:
    agreed(studio, server.endpoint)
    server.data = server.data[: len(server.data) // 2]
    (tmp_path / "here.tar").write_bytes(server.data)
    here, _, of_disk = scan_all(studio, tmp_path / "here.tar")
    plan, _, report = scan_all(studio, address(server))
    assert plan.trouble == ()  # nobody knows yet
    assert (report.rows, report.valid) == (of_disk.rows, of_disk.valid)
    assert 0 < report.rows < ROWS
    assert {each.row for each in report.found if each.same} == {each.row for each in of_disk.found} == {PLANTED}
    ((_, here_said),) = here.trouble
    assert report.cut == (("set.tar", here_said.message),)
    assert "cut off" in here_said.message
    assert "What comes before that is searched" in report.coverage.note
    assert not report.coverage.whole
    assert not of_disk.coverage.whole
    sent = server.sent
    again, _, second = scan_all(studio, address(server))
    assert again.first == 0  # all that lies there is kept
    assert server.sent - sent < 0.1 * plan.first  # the row that was found, to be compared
    ((name, error),) = again.trouble  # and that it is not all there was, too
    assert (name, error.message) == ("set.tar", here_said.message)
    assert second.coverage == report.coverage
    assert second.cut == ()  # said beforehand


def test_a_server_that_breaks_off_for_good_costs_what_comes_after(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.ends = 16 << 20
    batch = scan.begin(studio, plan)
    report = scan.run(studio, batch)
    ((_, error),) = report.failures
    assert (report.done, error["code"]) == (0, Unreachable.code)
    found = scan_finds.weigh(studio, batch)
    assert len(BROKEN) < found.rows < ROWS
    assert f"{found.rows:,} rows before that were searched; what comes after was not read." in error["message"]
    (planted,) = found.found
    assert (planted.row, planted.same, planted.url) == (PLANTED, True, "https://example.org/7.jpg")
    assert (found.done, found.coverage.whole, found.coverage.total) == (False, False, None)
    assert "set.tar was not read to its end" in found.coverage.note
    assert not packed(studio, plan).exists()  # a part is no whole
    assert scan_cut.part(packed(studio, plan)).exists()
    assert scan_plan.plan(studio, address(server)).first == len(server.data)
    assert scan_plan.plan(studio, address(server), only_new=True).portfolio.pictures  # nor is it remembered as searched

    server.ends = None
    assert activity.retry(studio, batch) == 1
    assert scan.run(studio, batch).failures == ()
    whole = scan_finds.weigh(studio, batch)
    assert ({each.row for each in whole.found}, whole.rows) == ({PLANTED, MIRRORED}, ROWS)
    assert (whole.done, whole.cut, "not read to its end" in whole.coverage.note) == (True, (), False)
    assert packed(studio, plan).exists()
    assert not scan_cut.part(packed(studio, plan)).exists()


def test_a_server_that_breaks_off_at_once_has_failed(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    server.ends = 100
    batch = scan.begin(studio, plan)
    ((_, error),) = scan.run(studio, batch).failures
    assert "were searched" not in str(error["message"])
    found = scan_finds.weigh(studio, batch)
    assert (found.rows, found.found, found.coverage.total) == (0, (), None)
    assert not scan_cut.part(packed(studio, plan)).exists()


def test_a_file_that_changes_midway_is_no_part_of_anything(studio, server) -> None:
    agreed(studio, server.endpoint)
    plan = scan_plan.plan(studio, address(server))
    whole = server.__call__

    def changing(asked):
        if server.parts and server.parts[-1][0] > 0:
            server.etag = '"two"'
        return whole(asked)

    with serving(changing) as endpoint:
        agreed(studio, endpoint)
        plan = scan_plan.plan(studio, f"{endpoint}/set.tar")
        batch = scan.begin(studio, plan)
        report = scan.run(studio, batch)
    assert "changed while it was read" in str(report.failures[0][1]["advice"])
    assert scan_finds.weigh(studio, batch).rows == 0


def test_the_measure_is_taken_from_a_part_too(studio, server) -> None:
    agreed(studio, server.endpoint)
    server.ends = 16 << 20
    batch = scan.begin(studio, scan_plan.plan(studio, address(server)))
    scan.run(studio, batch)
    seen, jobs = scan.scanned(studio, batch), scan.jobs_of(studio, batch)
    assert len(scan_weighed.background(studio, seen, jobs)) == seen.valid > 0


def test_from_the_command_line_what_was_not_read_is_a_failure(studio, server, capsys) -> None:
    agreed(studio, server.endpoint)
    server.data = server.data[: len(server.data) // 2]
    home = ["--home", str(studio.home), "--json"]
    studio.close()
    for _ in range(2):  # read, and from what is kept
        assert main([*home, "scan", address(server)]) == 1
        answer = json.loads(capsys.readouterr().out)
        assert "cut off" in answer["scans"][0]["coverage"]["note"]
        assert [each["file"] for each in answer["failures"]] == ["set.tar"]
        assert [each["row"] for each in answer["scans"][0]["found"]] == [PLANTED]
