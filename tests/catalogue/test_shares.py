"""Network shares are told by the mount table."""

import os
from pathlib import Path

import pytest

from artistguard.catalogue.shares import NETWORK_TYPES, network_type

MOUNTS = r"""proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/studio nfs4 rw 0 0
//nas/art /mnt/nas\040drive/b\134c cifs rw 0 0
/dev/sdb1 /mnt/studio/local ext4 rw 0 0
ada@host:/ /home/ada/remote fuse.sshfs rw 0 0
tmpfs /mnt/hidden tmpfs rw 0 0
C:\134 /mnt/c 9p rw 0 0
server:/again /mnt/hidden nfs rw 0 0
garbage
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ada", None),
        ("/mnt/studio", "nfs4"),
        ("/mnt/studio/home/deep/er", "nfs4"),
        ("/mnt/studio-2", None),
        ("/mnt/studio/local/home", None),
        ("/mnt/nas drive/b\\c/x", "cifs"),
        ("/home/ada/remote/x", "fuse.sshfs"),
        ("/mnt/c/Users", "9p"),
        ("/mnt/hidden/x", "nfs"),
    ],
)
def test_the_nearest_mount_decides(folder: str, kind: str | None) -> None:
    assert network_type(Path(folder), MOUNTS) == kind


def test_a_link_into_a_share_is_followed(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/x {os.path.realpath(tmp_path / 'share')} nfs rw 0 0\n"
    assert network_type(tmp_path / "link" / "home", mounts) == "nfs"
    assert network_type(tmp_path, mounts) is None


def test_this_machine_is_asked_by_default(tmp_path: Path) -> None:
    assert network_type(tmp_path) is None or network_type(tmp_path) in NETWORK_TYPES
    assert network_type(Path("/proc")) is None
    assert network_type(tmp_path, "") is None
