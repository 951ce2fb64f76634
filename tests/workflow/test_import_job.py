"""An import as durable work: seen in Activity, cancelled, killed, gone on with, tried again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pictures import draw

from artistguard.model.errors import Cancelled, UsageError
from artistguard.model.jobs import JobState
from artistguard.model.protocols import CancelToken
from artistguard.workflow import activity, import_job
from artistguard.workflow.activity import Standing
from artistguard.workflow.studio import Studio


def test_a_survey_counts_without_opening(studio: Studio, portfolio: Path) -> None:
    (portfolio / "notes.txt").write_text("a shopping list")
    (portfolio / "gone.jpg").symlink_to(portfolio / "nowhere.jpg")
    found = import_job.survey(studio, [portfolio])
    sizes = sum(path.stat().st_size for path in portfolio.rglob("*") if path.is_file() and path.suffix != ".txt")
    assert (found.files, found.pictures, found.closed, found.bytes) == (7, 6, 1, sizes)
    assert found.seconds > 0
    assert 0 < found.disk < found.free
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        import_job.survey(studio, [portfolio], cancel=token)


def test_an_import_is_a_row_with_its_failures_by_name(studio: Studio, portfolio: Path) -> None:
    (portfolio / "text.png").write_text("this is no picture")
    seen: list[tuple[int, int | None]] = []
    batch, report = import_job.run(
        studio, [portfolio], total=7, progress=lambda done, total, what: seen.append((done, total))
    )
    assert report.added == 6
    assert {total for _, total in seen} == {7}
    [row] = activity.rows(studio)
    assert (row.id, row.kind, row.subject, row.standing) == (batch, "import", "portfolio", Standing.DONE)
    assert (row.done, row.total, row.failed, row.left) == (6, 7, 1, 0)
    [(name, error)] = activity.failures(studio, batch)
    assert Path(name).name == "text.png"
    assert error.message.endswith(".")


def test_a_failed_file_is_tried_again_and_the_others_are_not(studio: Studio, portfolio: Path) -> None:
    (portfolio / "text.png").write_text("this is no picture")
    batch, _ = import_job.run(studio, [portfolio])
    draw(9).save(portfolio / "text.png")
    assert activity.retry(studio, batch) == 1
    assert activity.retry(studio, batch) == 0, "it is queued already"
    activity.go_on(studio, batch)
    [row] = activity.rows(studio)
    assert row.result is not None
    assert (row.result["added"], row.result["known"], row.failed) == (1, 6, 0)
    assert activity.failures(studio, batch) == []


def test_a_cancelled_import_waits_and_the_same_wish_goes_on_with_it(studio: Studio, portfolio: Path) -> None:
    token = CancelToken()

    def stop(done: int, total: int | None, what: str) -> None:
        token.cancel()

    for number in range(60):  # more than are under way at once, so that a stop comes before the end
        draw(100 + number, size=(32, 32)).save(portfolio / f"{number}.png")
    batch, report = import_job.run(studio, [portfolio], total=66, progress=stop, cancel=token)
    assert 0 < report.added < 66
    [row] = activity.rows(studio)
    assert (row.standing, row.total) == (Standing.WAITING, 66)
    again, report = import_job.run(studio, [portfolio], total=66)
    assert again == batch
    assert sum(studio.catalogue.works.count().values()) == 66
    [row] = activity.rows(studio)
    assert (row.standing, row.done, row.left) == (Standing.DONE, 66, 0)


def test_an_import_is_called_off(studio: Studio, portfolio: Path) -> None:
    batch = import_job.begin(studio, [portfolio])
    assert activity.call_off(studio, batch) == 1
    [row] = activity.rows(studio)
    assert row.standing is Standing.CANCELLED
    with pytest.raises(UsageError):
        import_job.resume(studio, batch)
    assert import_job.begin(studio, [portfolio]) != batch


def test_an_import_at_work_elsewhere_is_left_alone(studio: Studio, portfolio: Path) -> None:
    batch = import_job.begin(studio, [portfolio])
    studio.catalogue.jobs.claim("another machine:1::x:y", 1, 60, ["import"], batch)
    [row] = activity.rows(studio)
    assert row.standing is Standing.RUNNING
    with pytest.raises(UsageError, match="another window"):
        import_job.resume(studio, batch)


@pytest.mark.skipif(sys.platform != "linux", reason="whether an owner is alive is known from /proc")
def test_a_killed_import_goes_on_after_a_restart(studio: Studio, portfolio: Path) -> None:
    for number in range(150):
        draw(200 + number, size=(200, 200)).save(portfolio / f"{number}.png")
    words = [sys.executable, "-P", "-m", "artistguard", "--home", str(studio.home), "--no-keychain", "import"]
    with subprocess.Popen([*words, str(portfolio)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while not sum(studio.catalogue.works.count().values()):
            assert child.poll() is None, "it ended before it could be killed"
            time.sleep(0.02)
        os.kill(child.pid, signal.SIGKILL)
    taken = sum(studio.catalogue.works.count().values())
    assert 0 < taken < 156
    assert activity.settle(studio) == 0, "an import has nothing half published"
    [row] = activity.rows(studio)
    assert row.standing is Standing.WAITING
    activity.go_on(studio, row.id)
    [row] = activity.rows(studio)
    assert (row.standing, row.done, row.total) == (Standing.DONE, 156, 156)
    assert row.result is not None
    assert (row.result["known"], row.result["added"]) == (taken, 156 - taken)
    assert studio.catalogue.jobs.progress(row.id)[JobState.DONE] == 1
