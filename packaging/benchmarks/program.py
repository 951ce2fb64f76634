"""The program itself, as a benchmark needs it: its command line, or its workflow with workers that are up already."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

PASSPHRASE = "only for measuring"
ARTIST = "Ada Wren"
_PATIENCE = 60.0  # seconds for workers to start


def run(home: Path, *words: str | Path, check: bool = False) -> tuple[dict[str, Any], float, "subprocess.Popen[bytes]"]:
    """Run the command line with --json; (its document, seconds, the process). Exits if it printed no document."""
    began = time.monotonic()
    process = start(home, *words)
    out, err = process.communicate()
    seconds = time.monotonic() - began
    return document(words, process.returncode, out, err, check=check), seconds, process


def start(home: Path, *words: str | Path) -> "subprocess.Popen[bytes]":
    """Start the command line with --json, its output in pipes."""
    command = [str(Path(sys.executable).parent / "artistguard"), "--home", str(home), "--no-keychain", "--json"]
    return subprocess.Popen(
        [*command, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "ARTISTGUARD_PASSPHRASE": PASSPHRASE},
    )


def document(words: Iterable[object], code: int, out: bytes, err: bytes, *, check: bool = False) -> dict[str, Any]:
    """The JSON document that a run printed. Exits with its words if there is none, or if `check` and it failed."""
    shown = "artistguard " + " ".join(str(word) for word in words)
    try:
        found: dict[str, Any] = json.loads(out)
    except ValueError:
        sys.exit(f"{shown[:300]}: exit code {code}, and no JSON document.\n{err.decode(errors='replace')[-3000:]}")
    if check and code:
        sys.exit(f"{shown[:300]}: exit code {code}: {found.get('error') or found.get('failures')}")
    return found


@contextmanager
def studio(home: Path, workers: int) -> Iterator["Studio"]:
    """A data folder opened with so many workers, all of them up."""
    from artistguard.workflow.studio import Studio

    with Studio(home, passphrase=lambda: PASSPHRASE, keychain=False) as made:
        made.save(replace(made.settings, workers=workers))
        until = time.monotonic() + _PATIENCE
        while len(made.pool.start_seconds) < workers:
            if time.monotonic() > until:
                sys.exit("The program's workers did not start within a minute.")
            time.sleep(0.02)
        yield made
