"""The texts with which a platform's scheduler runs `artistguard watch run --due` every hour. Pure: nothing is written.

Which watch is due, the program decides; the scheduler only wakes it. Sources: systemd.service(5), systemd.timer(5),
systemd.syntax(7); launchd.plist(5); [MS-TSCH] 2.5 and 2.5.3.5.
"""

import plistlib
import subprocess
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from xml.sax.saxutils import escape

DELAY_MINUTES = 15  # by which the start is moved at random: many machines never ask a hub in the same second
_LONGEST_HOURS = 3  # after which a run is ended; its checkpoint knows where it was


class Scheduler(StrEnum):
    """Who wakes the program. The values are also the words of the command line."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    WINDOWS = "windows"

    @property
    def called(self) -> str:
        """For people."""
        return "Task Scheduler" if self is Scheduler.WINDOWS else self.value


def unit_name(home: str, usual: bool) -> str:
    """The name under which the scheduler knows a data folder's watch: each folder has its own."""
    return "artistguard-watch" if usual else f"artistguard-watch-{sha256(home.encode()).hexdigest()[:8]}"


def texts(scheduler: Scheduler, name: str, command: Sequence[str]) -> dict[str, bytes]:
    """Content by file name. `command` is the program and its words. Raises ValueError for a word with a line break."""
    for word in command:
        if any(ord(c) < 0x20 or ord(c) == 0x7F for c in word):
            raise ValueError(word)
    if scheduler is Scheduler.SYSTEMD:
        return {f"{name}.service": _service(command), f"{name}.timer": _timer()}
    if scheduler is Scheduler.LAUNCHD:
        return {f"{name}.plist": _agent(name, command)}
    return {f"{name}.xml": _task(command)}


def _service(command: Sequence[str]) -> bytes:
    # ":" keeps $ as it is; a oneshot unit is never started a second time while it runs.
    start = " ".join(_systemd_word(word) for word in command)
    return f"""[Unit]
Description=ArtistGuard: look through the sources that are due

[Service]
Type=oneshot
ExecStart=:{start}
# 1: one of several watches got no answer. The program says so itself, and tries again.
SuccessExitStatus=1 130
TimeoutStartSec={_LONGEST_HOURS}h
KillSignal=SIGINT
Nice=10
IOSchedulingClass=idle
""".encode()


def _timer() -> bytes:
    return f"""[Unit]
Description=ArtistGuard: every hour, whatever watch is due

[Timer]
OnCalendar=hourly
RandomizedDelaySec={DELAY_MINUTES}min
# What was missed while the machine slept is caught up, once.
Persistent=true

[Install]
WantedBy=timers.target
""".encode()


def _systemd_word(word: str) -> str:
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{quoted}"'


def _agent(name: str, command: Sequence[str]) -> bytes:
    # An interval would be lost while the machine sleeps, a calendar time is caught up, once. launchd has no random
    # delay and never starts a job twice; so each machine and folder has a minute of its own.
    minute = int.from_bytes(sha256("\0".join(command).encode()).digest()[:4], "big") % 60
    return plistlib.dumps(
        {
            "Label": name,
            "ProgramArguments": list(command),
            "StartCalendarInterval": {"Minute": minute},
            "RunAtLoad": True,
            "ProcessType": "Background",
            "LowPriorityIO": True,
            "Nice": 10,
        },
        sort_keys=False,
    )


def _task(command: Sequence[str]) -> bytes:
    program, *words = command
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>ArtistGuard: every hour, whatever watch is due.</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Repetition>
        <Interval>PT1H</Interval>
      </Repetition>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Enabled>true</Enabled>
      <RandomDelay>PT{DELAY_MINUTES}M</RandomDelay>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT{_LONGEST_HOURS}H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(words))}</Arguments>
    </Exec>
  </Actions>
</Task>
""".replace("\n", "\r\n").encode("utf-16")
