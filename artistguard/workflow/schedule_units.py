"""The watch on a schedule: the platform's own scheduler wakes the program every hour, as the user, without rights."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from artistguard.home import home as usual_home
from artistguard.model.errors import CannotWrite, UsageError
from artistguard.workflow.schedule_texts import Scheduler, texts, unit_name
from artistguard.workflow.studio import CATALOGUE_VARIABLE, Studio

Runner = Callable[[Sequence[str]], str | None]  # runs a command: None if it went well, else what it said
_SECONDS = 30  # that a scheduler's own command may take


@dataclass(frozen=True, slots=True)
class Unit:
    """A file of the scheduler's, where it belongs, and what is to stand in it."""

    path: Path
    content: bytes

    @property
    def present(self) -> bool:
        """Whether the file is there."""
        return self.path.is_file()

    @property
    def current(self) -> bool:
        """Whether the file says what it would say if it were written now."""
        try:
            return self.path.read_bytes() == self.content
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Schedule:
    """How things stand. `trouble`: what the scheduler itself said when it was told, or asked."""

    scheduler: Scheduler
    name: str
    units: tuple[Unit, ...]
    notes: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def installed(self) -> bool:
        """Whether all its files are there."""
        return all(unit.present for unit in self.units)

    @property
    def current(self) -> bool:
        """Whether they call this very program and data folder."""
        return all(unit.current for unit in self.units)


def here() -> Scheduler:
    """The scheduler of this platform."""
    return {"darwin": Scheduler.LAUNCHD, "win32": Scheduler.WINDOWS}.get(sys.platform, Scheduler.SYSTEMD)


def plan(studio: Studio, scheduler: Scheduler | None = None, *, out: Path | None = None) -> Schedule:
    """What would be written, and where: into `out`, or where the scheduler looks. Raises UsageError."""
    scheduler = scheduler or here()
    home = str(studio.home.absolute())
    name = unit_name(home, studio.home.absolute() == usual_home())
    try:
        files = texts(scheduler, name, command(studio, scheduler))
    except (ValueError, UnicodeError) as error:
        raise UsageError("The data folder's name holds characters that no scheduler takes.", "Rename it.") from error
    folder = out.absolute() if out is not None else _folder(studio, scheduler)
    return Schedule(scheduler, name, tuple(Unit(folder / file, data) for file, data in files.items()), _notes())


def command(studio: Studio, scheduler: Scheduler) -> tuple[str, ...]:
    """This very program, as the scheduler calls it."""
    frozen = getattr(sys, "frozen", False)
    program = Path(sys.executable)
    if scheduler is Scheduler.WINDOWS and not frozen and program.stem.lower() == "python":
        program = program.with_name("pythonw" + program.suffix)  # the same, without a black window every hour
    # -P: a folder "artistguard" where the scheduler happens to stand is not the program.
    words = [str(program)] if frozen else [str(program), "-P", "-m", "artistguard"]
    return (*words, "--home", str(studio.home.absolute()), "watch", "run", "--due")


def install(
    studio: Studio, scheduler: Scheduler | None = None, *, out: Path | None = None, runner: Runner | None = None
) -> Schedule:
    """Write the files, and tell the scheduler unless they were only to be written to `out`.

    Installing again changes nothing, or brings the files up to date. Raises UsageError, CannotWrite.
    """
    scheduler = scheduler or here()
    _only_here(scheduler, out)
    planned = plan(studio, scheduler, out=out)
    known = planned.installed
    for unit in planned.units:
        if not unit.current:
            _write(unit)
    if out is not None:
        return planned
    if known and scheduler is Scheduler.LAUNCHD:  # it takes no job in twice
        _told(planned, _stopping(planned), runner)
    studio.catalogue.custody.append("schedule-installed", "watch", {"scheduler": scheduler.value, "unit": planned.name})
    return _told(planned, _starting(planned), runner)


def uninstall(studio: Studio, scheduler: Scheduler | None = None, *, runner: Runner | None = None) -> Schedule:
    """Tell the scheduler to forget it, and remove the files. Nothing of the watches themselves is changed."""
    scheduler = scheduler or here()
    _only_here(scheduler, None)
    planned = plan(studio, scheduler)
    there = any(unit.present for unit in planned.units)
    done = _told(planned, _stopping(planned), runner) if there else planned
    for unit in planned.units:
        unit.path.unlink(missing_ok=True)
    if there and scheduler is Scheduler.SYSTEMD:
        _told(planned, [("systemctl", "--user", "daemon-reload")], runner)
    if there:
        studio.catalogue.custody.append(
            "schedule-removed", "watch", {"scheduler": scheduler.value, "unit": planned.name}
        )
    return done


def status(studio: Studio, scheduler: Scheduler | None = None, *, runner: Runner | None = None) -> Schedule:
    """Whether it is installed, calls this program, and the scheduler knows of it (`trouble` says if not)."""
    planned = plan(studio, scheduler)
    if planned.scheduler is not here() or not planned.installed:
        return planned
    return _told(planned, _asking(planned), runner)


def _folder(studio: Studio, scheduler: Scheduler) -> Path:
    if scheduler is Scheduler.SYSTEMD:
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config").absolute() / "systemd" / "user"
    if scheduler is Scheduler.LAUNCHD:
        return Path.home() / "Library" / "LaunchAgents"
    return studio.home.absolute() / "schedule"  # Task Scheduler takes the file in, and keeps a copy of its own


def _only_here(scheduler: Scheduler, out: Path | None) -> None:
    if scheduler is not here() and out is None:
        raise UsageError(
            f"This machine has no {scheduler.called} to tell.", "Write the files only, with --out DIR, and carry them."
        )


def _notes() -> tuple[str, ...]:
    notes = []
    if os.environ.get(CATALOGUE_VARIABLE):
        notes.append(
            f"{CATALOGUE_VARIABLE} is set here, and the scheduler does not know it: set it there too, "
            "or the watch looks into the data folder's own catalogue."
        )
    return tuple(notes)


def _write(unit: Unit) -> None:
    """A file whole, or not at all; readable by the user alone."""
    draft = unit.path.with_name(unit.path.name + ".part")
    try:
        unit.path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(unit.content)
        draft.chmod(0o600)
        draft.replace(unit.path)
    except OSError as error:
        raise CannotWrite(f"{unit.path} cannot be written: {error.strerror}.", "Choose a folder with --out.") from error


def _starting(planned: Schedule) -> list[Sequence[str]]:
    first = str(planned.units[0].path)
    commands: Mapping[Scheduler, list[Sequence[str]]] = {
        Scheduler.SYSTEMD: [
            ("systemctl", "--user", "daemon-reload"),
            ("systemctl", "--user", "enable", "--now", f"{planned.name}.timer"),
        ],
        Scheduler.LAUNCHD: [("launchctl", "bootstrap", f"gui/{_user()}", first)],
        Scheduler.WINDOWS: [("schtasks", "/Create", "/F", "/TN", planned.name, "/XML", first)],
    }
    return commands[planned.scheduler]


def _stopping(planned: Schedule) -> list[Sequence[str]]:
    commands: Mapping[Scheduler, Sequence[str]] = {
        Scheduler.SYSTEMD: ("systemctl", "--user", "disable", "--now", f"{planned.name}.timer"),
        Scheduler.LAUNCHD: ("launchctl", "bootout", f"gui/{_user()}/{planned.name}"),
        Scheduler.WINDOWS: ("schtasks", "/Delete", "/F", "/TN", planned.name),
    }
    return [commands[planned.scheduler]]


def _asking(planned: Schedule) -> list[Sequence[str]]:
    commands: Mapping[Scheduler, Sequence[str]] = {
        Scheduler.SYSTEMD: ("systemctl", "--user", "is-active", f"{planned.name}.timer"),
        Scheduler.LAUNCHD: ("launchctl", "print", f"gui/{_user()}/{planned.name}"),
        Scheduler.WINDOWS: ("schtasks", "/Query", "/TN", planned.name),
    }
    return [commands[planned.scheduler]]


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _told(planned: Schedule, commands: Sequence[Sequence[str]], runner: Runner | None) -> Schedule:
    """Run the commands until one does not go well; what that one said is kept."""
    for words in commands:
        said = (runner or _run)(words)
        if said is not None:
            return Schedule(planned.scheduler, planned.name, planned.units, planned.notes, said)
    return planned


def _run(words: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False)
    except FileNotFoundError:
        return f"There is no {words[0]} on this machine."
    except (OSError, subprocess.TimeoutExpired):
        return f"{words[0]} did not answer."
    said = " ".join((done.stderr.strip() or done.stdout.strip()).split())[:300]
    return None if done.returncode == 0 else f"{words[0]}: {said or f'ended with {done.returncode}'}"
