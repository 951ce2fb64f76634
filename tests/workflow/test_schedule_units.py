"""The watch on a schedule: what is written for each platform, where, and what the scheduler is told."""

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from artistguard.model.errors import CannotWrite, UsageError
from artistguard.workflow import schedule_units
from artistguard.workflow.schedule_texts import Scheduler, texts, unit_name
from artistguard.workflow.schedule_units import here
from artistguard.workflow.studio import Studio

COMMAND = (
    "/opt/Art & Guard/bin/python",
    "-P",
    "-m",
    "artistguard",
    "--home",
    '/home/a/100 % "$HOME"\\x',
    "watch",
    "run",
)
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


class RecordingRunner:
    """A double of the platform's scheduler: keeps what it was told, and answers as it is asked to."""

    def __init__(self, said: Callable[[Sequence[str]], str | None] = lambda words: None) -> None:
        self.told: list[tuple[str, ...]] = []
        self._said = said

    def __call__(self, words: Sequence[str]) -> str | None:
        self.told.append(tuple(words))
        return self._said(words)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path / "config" / "systemd" / "user"


def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd-analyze on this machine")
    folder = tmp_path / 'a "folder" of 100 % & more'
    folder.mkdir()
    command = (sys.executable, "-P", "-m", "artistguard", "--home", str(folder), "watch", "run", "--due")
    for name, content in texts(Scheduler.SYSTEMD, "artistguard-watch", command).items():
        (tmp_path / name).write_bytes(content)
    done = subprocess.run(
        [program, "--user", "verify", tmp_path / "artistguard-watch.timer", tmp_path / "artistguard-watch.service"],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_catches_up_and_never_runs_two() -> None:
    files = {name: content.decode() for name, content in texts(Scheduler.SYSTEMD, "w", COMMAND).items()}
    assert set(files) == {"w.service", "w.timer"}
    assert "Persistent=true\n" in files["w.timer"]
    assert "RandomizedDelaySec=15min\n" in files["w.timer"]
    assert "Type=oneshot\n" in files["w.service"]
    # Specifiers and quotes are escaped; ":" before the program leaves $ alone.
    assert (
        'ExecStart=:"/opt/Art & Guard/bin/python" "-P" "-m" "artistguard" "--home" '
        '"/home/a/100 %% \\"$HOME\\"\\\\x" "watch" "run"\n'
    ) in files["w.service"]


def test_launchd_gets_a_calendar_time_of_its_own() -> None:
    [(name, content)] = texts(Scheduler.LAUNCHD, "w", COMMAND).items()
    said = plistlib.loads(content)
    assert name == "w.plist"
    assert said["ProgramArguments"] == list(COMMAND)
    assert 0 <= said["StartCalendarInterval"]["Minute"] < 60  # an interval would be lost in a Mac's sleep
    assert texts(Scheduler.LAUNCHD, "w", COMMAND) == {name: content}


def test_task_scheduler_gets_utf_16_in_the_order_of_its_schema() -> None:
    [(name, content)] = texts(Scheduler.WINDOWS, "w", COMMAND).items()
    assert name == "w.xml"
    assert content.startswith((b"\xff\xfe", b"\xfe\xff"))
    task = ElementTree.fromstring(content)
    assert [child.tag.removeprefix(TASK) for child in task] == [
        "RegistrationInfo", "Triggers", "Principals", "Settings", "Actions",
    ]  # fmt: skip
    settings = task.find(f"{TASK}Settings")
    assert settings is not None
    assert settings.findtext(f"{TASK}MultipleInstancesPolicy") == "IgnoreNew"
    assert settings.findtext(f"{TASK}StartWhenAvailable") == "true"
    assert task.findtext(f".//{TASK}RandomDelay") == "PT15M"
    assert task.findtext(f".//{TASK}Command") == COMMAND[0]
    assert task.findtext(f".//{TASK}Arguments") == subprocess.list2cmdline(COMMAND[1:])


@pytest.mark.parametrize("scheduler", Scheduler)
def test_no_word_can_begin_a_line_of_its_own(scheduler: Scheduler) -> None:
    with pytest.raises(ValueError, match="Exec"):
        texts(scheduler, "w", ("artistguard", "--home", "/a\nExecStartPre=/bin/sh"))


def test_two_data_folders_have_two_units(studio: Studio, tmp_path: Path) -> None:
    assert unit_name("/a", usual=True) == "artistguard-watch"
    assert len({unit_name("/a", usual=True), unit_name("/a", usual=False), unit_name("/b", usual=False)}) == 3


def test_installed_asked_again_and_taken_back(studio: Studio, config: Path) -> None:
    runner = RecordingRunner()
    assert not schedule_units.status(studio, runner=runner).installed
    assert runner.told == []  # of what is not there nobody needs to be asked
    done = schedule_units.install(studio, runner=runner)
    timer = f"{done.name}.timer"
    assert runner.told == [
        ("systemctl", "--user", "daemon-reload"),
        ("systemctl", "--user", "enable", "--now", timer),
    ]
    assert {path.name for path in config.iterdir()} == {f"{done.name}.service", timer}
    assert str(studio.home) in (config / f"{done.name}.service").read_text()
    assert '"watch" "run" "--due"' in (config / f"{done.name}.service").read_text()
    before = {path: path.stat().st_mtime_ns for path in config.iterdir()}
    schedule_units.install(studio, runner=runner)
    assert {path: path.stat().st_mtime_ns for path in config.iterdir()} == before
    found = schedule_units.status(studio, runner=runner)
    assert (found.installed, found.current, found.trouble) == (True, True, "")
    (config / timer).write_text("something else")
    assert not schedule_units.status(studio, runner=runner).current
    schedule_units.uninstall(studio, runner=runner)
    assert list(config.iterdir()) == []
    assert ("systemctl", "--user", "disable", "--now", timer) in runner.told
    assert [e.act for e in studio.catalogue.custody.iterate("watch")] == [
        "schedule-installed", "schedule-installed", "schedule-removed",
    ]  # fmt: skip
    runner.told.clear()
    schedule_units.uninstall(studio, runner=runner)
    assert runner.told == []


def test_without_a_scheduler_the_files_stand_and_the_answer_says_so(studio: Studio, config: Path) -> None:
    runner = RecordingRunner(lambda words: "There is no systemctl on this machine.")
    done = schedule_units.install(studio, runner=runner)
    assert done.installed
    assert done.trouble == "There is no systemctl on this machine."
    assert len(runner.told) == 1


def test_for_another_machine_files_are_only_written(studio: Studio, tmp_path: Path) -> None:
    other = next(each for each in Scheduler if each is not here())
    with pytest.raises(UsageError, match="to tell"):
        schedule_units.install(studio, other)
    runner = RecordingRunner()
    done = schedule_units.install(studio, other, out=tmp_path / "units", runner=runner)
    assert all(unit.path.parent == tmp_path / "units" and unit.current for unit in done.units)
    assert runner.told == []


def test_a_folder_that_cannot_be_written_is_named(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="file"):
        schedule_units.install(studio, Scheduler.LAUNCHD, out=tmp_path / "file")


def test_a_shared_catalogue_is_spoken_of(studio: Studio, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTISTGUARD_CATALOGUE", "postgresql://user:secret@host/catalogue")
    planned = schedule_units.plan(studio)
    assert "ARTISTGUARD_CATALOGUE" in planned.notes[0]
    assert b"secret" not in b"".join(unit.content for unit in planned.units)


def test_the_real_runner_tells_what_went_wrong() -> None:
    assert schedule_units._run([sys.executable, "-c", ""]) is None
    said = schedule_units._run([sys.executable, "-c", "import sys; sys.exit('no bus here')"])
    assert said is not None
    assert said.endswith("no bus here")
    assert (
        schedule_units._run(["a-program-that-nobody-has"]) == "There is no a-program-that-nobody-has on this machine."
    )
