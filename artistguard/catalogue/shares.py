"""Is this folder on a network share? SQLite's locks and shared memory do not work there, and the file would be lost.

https://www.sqlite.org/useovernet.html
"""

import os
import re
import sys
from pathlib import Path

# File system types as /proc/self/mounts spells them. 9p and vboxsf share folders of a host, in the same way.
_KERNEL = (
    "9p afs beegfs ceph cifs coda davfs gfs2 glusterfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb2 smb3 smbfs vboxsf"
)
_FUSE = "ceph davfs davfs2 gcsfuse glusterfs gvfsd-fuse juicefs rclone s3fs smbnetfs sshfs"
NETWORK_TYPES = frozenset(_KERNEL.split()) | {f"fuse.{name}" for name in _FUSE.split()}
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")


def network_type(folder: Path, mounts: str | None = None) -> str | None:
    """The network file system a folder lies on, by name, or None. `mounts` in the form of /proc/self/mounts.

    The folder need not exist yet. Where the system does not tell (no /proc), nothing is refused.
    """
    if sys.platform == "win32":
        return "UNC path" if str(folder.absolute()).startswith("\\\\") else None
    if mounts is None:
        try:
            mounts = _MOUNTS.read_bytes().decode("utf-8", "surrogateescape")
        except OSError:
            return None
    target = os.path.realpath(folder)
    found, longest = "", -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), parts[1])
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:  # a later mount on the same point hides the earlier
            found, longest = parts[2], len(point)
    return found if found in NETWORK_TYPES else None
