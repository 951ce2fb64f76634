"""Who works on a job: a name that tells the same machine whether its bearer is still alive."""

import os
import secrets
import socket
from pathlib import Path


def new_owner() -> str:
    """A fresh owner: host, process id, the process's start and process namespace where known, and a random part."""
    return ":".join((_host(), str(os.getpid()), _started("self"), _namespace(), secrets.token_hex(6)))


def is_dead(owner: str) -> bool:
    """Whether the owner surely lives no more. False where that cannot be known: another host, another container."""
    host, pid, started, namespace, _ = (*owner.rsplit(":", 4), "", "", "", "")[:5]
    if host != _host() or namespace != _namespace() or not namespace or not pid.isdecimal():
        return False
    return _started(pid) != started  # the number may have been given to another process since


def is_here(owner: str) -> bool:
    """Whether the owner belongs to this very process."""
    return owner.rsplit(":", 1)[0] == ":".join((_host(), str(os.getpid()), _started("self"), _namespace()))


def _host() -> str:
    return socket.gethostname().replace(":", "-")


def _namespace() -> str:
    """The process namespace, as a number: process ids mean something only inside it. Empty where unknown."""
    try:
        return Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        return ""


def _started(pid: str) -> str:
    """When a process started, in clock ticks since boot (proc(5), stat, field 22). Empty if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return ""
    # The second field is the program's name in brackets, and may hold anything.
    rest = stat.rpartition(b")")[2].split()
    if len(rest) < 20 or rest[0] in (b"Z", b"X"):
        return ""
    return rest[19].decode("ascii")
