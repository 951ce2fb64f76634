"""Doctor: whether everything the program needs is there, each check with what was found."""

import platform
import shutil
import sqlite3
from dataclasses import dataclass
from importlib import metadata

from artistguard.model.errors import ArtistGuardError
from artistguard.workflow import captures, custody, identity, rates
from artistguard.workflow.studio import Studio

_LIBRARIES = ("c2pa-python", "pillow", "pillow-heif", "pillow-jxl-plugin", "resvg-py", "iscc-lib")
_LOW_DISK = 2 * 10**9


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ok True, False (worth a look) or None (nothing to judge)."""

    name: str
    ok: bool | None
    found: str


def examine(studio: Studio) -> list[Check]:
    """Every check. Starts the workers once, and reaches nothing on the network."""
    free = shutil.disk_usage(studio.home).free
    chain = custody.check(studio.catalogue)
    checks = [
        Check("Python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        Check("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version),
        Check("Libraries", True, ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)),
        Check("Data folder", True, str(studio.home)),
        Check("Free space", free > _LOW_DISK, rates.size(free)),
        Check("Works", None, ", ".join(f"{n} {s.value}" for s, n in studio.catalogue.works.count().items()) or "none"),
        Check(
            "Ledger",
            not chain.broken,
            f"{chain.count} lines, the chain holds" if not chain.broken else f"broken at line {chain.broken[0].seq}",
        ),
        _captures(studio),
        Check("Keychain", None, studio.keys.keychain_state()),
        Check("Network", None, "on" if studio.settings.network else "off"),
    ]
    default = studio.catalogue.identities.default()
    if default is None:
        checks.append(Check("Signature", None, "none yet"))
    else:
        warning = identity.warning(default)
        held = studio.keys.has(default.id)
        found = warning or f"{default.name}, until {default.not_after:%Y-%m-%d}"
        checks.append(Check("Signature", held and not warning, found if held else "its key is not on this machine"))
    try:
        starts = studio.pool.start_seconds
        studio.pool.submit("survey", {"path": "/dev/null"}).exception()  # answers with an error, so it lives
        starts = studio.pool.start_seconds
        checks.append(Check("Workers", True, ", ".join(f"up in {seconds:.1f} s" for seconds in starts)))
    except ArtistGuardError as error:
        checks.append(Check("Workers", False, error.message))
    return checks


def _captures(studio: Studio) -> Check:
    """Whether the answers that are kept for evidence are as they were."""
    kept = sum(1 for _ in studio.catalogue.captures.digests())
    bad = list(captures.check(studio))
    if bad:
        return Check("Kept answers", False, f"{len(bad)} of {kept} are not as they were. {bad[0].error.message}")
    return Check("Kept answers", True if kept else None, f"{kept}, each as it was" if kept else "none yet")
