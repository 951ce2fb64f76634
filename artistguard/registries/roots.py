"""Whose word counts for a time stamp: first the user's own trust list, then the roots that browsers take."""

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509

from artistguard.net import roots
from artistguard.proof.timestamp import Roots

_MOST = 2000  # certificates of one file


def lists(folder: Path) -> Sequence[Roots]:
    """The PEM files of a folder as one list, and the usual one behind it. A file that is none counts for nothing."""
    own: list[x509.Certificate] = []
    for path in sorted(folder.glob("*.pem")):
        try:
            own += x509.load_pem_x509_certificates(path.read_bytes())[:_MOST]
        except (ValueError, OSError):
            continue  # the trust list says which file that is
    return Roots("your trust list", tuple(own)), Roots("a root that browsers take, not on your own list", roots.usual())
