"""A program that goes through a data set, killed when what came of a unit is about to be written down."""

import os
import signal
import subprocess
import sys
from pathlib import Path

SCAN = "scan.run(studio, scan.begin(studio, scan_plan.plan(studio, sys.argv[2])))"
WORDS = "scan_words.run(studio, scan_words.begin(studio, scan_words.plan(studio, sys.argv[2])))"
WATCH = "watches.run(studio)"
_PROGRAM = """
import os, signal, sys
from pathlib import Path
from artistguard.workflow import scan, scan_job, scan_plan, scan_words, watches
from artistguard.workflow.studio import Studio
left = int(sys.argv[3])
def dying(whole):
    def record(self, job, made):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(self, job, made)
    return record
for handler in (scan_job.ScanHandler, scan_words.WordHandler):
    handler.record = dying(handler.record)
with Studio(Path(sys.argv[1]), passphrase=lambda: None, keychain=False) as studio:
    WORK
"""


def killed(home: Path, work: str, target: object = "", *, unit: int) -> None:
    """Do this with a home that is closed, killed at its so-manieth unit."""
    words = [sys.executable, "-c", _PROGRAM.replace("WORK", work), str(home), str(target), str(unit)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run(words, timeout=120, env=environment, check=False).returncode == -signal.SIGKILL
