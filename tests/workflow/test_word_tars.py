"""The words of tars on servers: as many bytes as were said, cut off, broken off, cancelled, killed and gone on with."""

import io
import json
import tarfile
from dataclasses import replace

import pytest
from sources.served import Reply, serving
from workflow.ranged import Ranged, agreed
from workflow.scan_victim import WORDS, killed

from artistguard.cli.app import main
from artistguard.model.errors import Unreachable
from artistguard.model.jobs import JobState
from artistguard.model.protocols import CancelToken
from artistguard.workflow import activity, image_sets, scan_words, word_finds
from artistguard.workflow.studio import Studio

ROWS = 30
NAMED = (4, 25)
PADDED = (10, 20)  # before these rows lies something large
ADDRESS = 7
HALF = 16 << 20  # bytes: row 10 is before it, and row 25 is not


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for row in range(ROWS):
            host = "adawren.example" if row == ADDRESS else "example.org"
            text = b"harbour, art by Ada Wren" if row in NAMED else b"a wrench"
            facts = json.dumps({"url": f"https://{host}/{row}.jpg"}).encode()
            large = [("bin", bytes(9 << 20))] if row in PADDED else []
            for ending, data in (*large, ("jpg", b"\xff\xd8\xff" * 2_000), ("txt", text), ("json", facts)):
                info = tarfile.TarInfo(f"{row:05}.{ending}")
                info.size = len(data)
                file.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return tar()


@pytest.fixture
def studio(tmp_path):
    with Studio(tmp_path / "home", passphrase=lambda: None, keychain=False) as opened:
        opened.save(replace(opened.settings, workers=1))
        profile = opened.catalogue.profile
        profile.set(replace(profile.get(), name="Ada Wren", addresses=("https://adawren.example",)))
        yield opened


@pytest.fixture
def server(whole, studio):
    ranged = Ranged(whole)
    with serving(ranged) as endpoint:
        agreed(studio, endpoint)
        ranged.address = f"{endpoint}/set.tar"
        yield ranged


def shown(report) -> set[int]:
    return {one.row for each in report.found for one in each.examples}


def test_what_is_fetched_is_what_was_said(studio, server) -> None:
    plan = scan_words.plan(studio, server.address)
    assert (plan.rows, plan.size, plan.looked, server.sent) == (None, len(server.data), 64, 64)
    assert "64 bytes were fetched" in plan.sentence
    assert "A tar on a server is read whole" in plan.sentence
    assert "not counted" not in plan.sentence
    assert plan.seconds > 0
    batch = scan_words.begin(studio, plan)
    assert scan_words.run(studio, batch).failures == ()
    assert 0.95 * plan.size <= server.sent - 64 <= plan.size
    assert len(server.parts) == len(set(server.parts))
    report = word_finds.told(studio, batch)
    assert shown(report) == {*NAMED, ADDRESS}
    assert (report.rows, report.coverage.whole, report.cut) == (ROWS, True, ())


def test_a_tar_that_is_cut_off_there_is_read_up_to_there(studio, server, capsys) -> None:
    server.data = server.data[: len(server.data) - 50_000]
    plan = scan_words.plan(studio, server.address)
    batch = scan_words.begin(studio, plan)
    assert scan_words.run(studio, batch).failures == ()
    report = word_finds.told(studio, batch)
    assert ADDRESS < report.rows < ROWS
    assert shown(report) >= {4, ADDRESS}
    ((name, why),) = report.cut
    assert name == "set.tar"
    assert "What comes before that is searched" in why
    assert why in report.coverage.note
    assert not report.coverage.whole
    studio.close()
    assert main(["--home", str(studio.home), "--json", "scan", server.address, "--words"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [each["message"] for each in answer["failures"]] == [why]


def test_a_server_that_breaks_off_costs_what_comes_after(studio, server) -> None:
    batch = scan_words.begin(studio, scan_words.plan(studio, server.address))
    server.ends = HALF
    ((_, error),) = scan_words.run(studio, batch).failures
    assert error["code"] == Unreachable.code
    part = word_finds.told(studio, batch)
    assert f"{part.rows:,} rows before that were searched" in error["message"]
    assert ADDRESS < part.rows < max(NAMED)
    assert shown(part) == {4, ADDRESS}
    assert (part.coverage.whole, part.coverage.total) == (False, None)
    server.ends = None
    assert activity.retry(studio, batch) == 1
    report = scan_words.finish(studio, batch)
    assert (shown(report), report.rows, report.coverage.whole) == ({*NAMED, ADDRESS}, ROWS, True)


def test_cancelled_midway_it_is_read_anew(studio, server) -> None:
    batch = scan_words.begin(studio, scan_words.plan(studio, server.address))
    stop = CancelToken()
    answer, begun = server.__call__, server.requests

    def stopping(asked) -> Reply:
        if server.requests > begun:  # the second part is on its way
            stop.cancel()
        return answer(asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ranged, "__call__", lambda self, asked: stopping(asked))
        report = scan_words.run(studio, batch, cancel=stop)
    assert (report.done, report.failed, report.cancelled) == (0, 0, 1)
    assert server.sent < len(server.data)
    partly = word_finds.told(studio, batch)
    assert (partly.rows, partly.coverage.total, partly.coverage.note) == (0, None, "It is not finished.")
    assert scan_words.finish(studio, batch).coverage.whole


def test_killed_midway_no_finished_tar_is_fetched_again(studio, whole) -> None:
    servers = {f"/{number}.tar": Ranged(whole) for number in range(3)}
    for number, each in enumerate(servers.values()):
        each.etag = f'"{number}"'
    with serving(lambda asked: servers[asked.path](asked)) as endpoint:
        agreed(studio, endpoint)
        places = [f"{endpoint}{path}" for path in servers]
        (studio.home / image_sets.OWN).write_text(f'[mine]\ntitle = "Mine (2026)"\nfiles = {json.dumps(places)}\n')
        studio.close()
        killed(studio.home, WORDS, "mine", unit=2)
        with Studio(studio.home, passphrase=lambda: None, keychain=False) as again:
            before = {path: each.sent for path, each in servers.items()}
            batch = scan_words.begin(again, scan_words.plan(again, "mine"))
            done = {str(job.payload["file"]) for job in again.catalogue.jobs.iterate(batch, (JobState.DONE,))}
            assert len(done) < len(servers)
            report = scan_words.finish(again, batch)
            assert report.rows == len(servers) * ROWS
            assert {(each.subject, each.rows) for each in report.found} == {
                ("Ada Wren", len(servers) * (len(NAMED) + 1)), ("https://adawren.example", len(servers)),
            }  # fmt: skip
            for number, (path, each) in enumerate(servers.items()):
                fetched = each.sent - before[path]
                assert fetched == 0 if str(number) in done else fetched <= len(whole)
