"""A handler that writes small files as signing writes copies, and a program that runs it and may be killed anywhere.

python toyhandler.py HOME OUT BATCH [kill-after-intent | kill-after-publish | kill-in-record]
"""

import os
import signal
import sys
from pathlib import Path

from artistguard.catalogue.store import Catalogue
from artistguard.work.engine import Engine, Finished, Recovery, Task
from artistguard.work.pool import ChildLimits, WorkerPool
from artistguard.work.publish import digest_of, publish, sweep, sync_folders, temporary_name

COMMAND = [sys.executable, "-m", "artistguard.work.child", "--tasks", "toytasks:TASKS"]


class Writer:
    """Writes `payload["text"]` four times into `out / payload["name"]`."""

    kind = "write"

    def __init__(self, catalogue, out: Path, *, task="die_if_told", kill=""):
        self.catalogue, self.out, self.task, self.kill = catalogue, out, task, kill
        self.recovered: list[str] = []
        self.settled: list[int] = []
        self.discarded: list[str] = []

    def target(self, job) -> Path:
        return self.out / job.payload["name"]

    def prepare(self, job):
        if job.payload.get("error"):
            raise job.payload["error"]
        if job.payload.get("finished"):
            return Finished({"sha256": "none"})
        temporary = str(temporary_name(self.target(job), job.id))
        return Task(self.task, {**job.payload, "temporary": temporary})

    def intent(self, job, result):
        if job.payload.get("nothing"):
            return None
        temporary = Path(str(result.value["temporary"]))
        return {"temporary": str(temporary), "sha256": digest_of(temporary)}

    def publish(self, job, intent):
        self.die("kill-after-intent")
        held, wanted = Path(intent["temporary"]), self.target(job)
        if not held.exists() and wanted.exists() and digest_of(wanted) == intent["sha256"]:
            return
        publish(held, wanted, replace=False, sync=False)

    def settle(self, published):
        self.settled.append(len(published))
        sync_folders(self.target(job).parent for job, _ in published)
        self.die("kill-after-publish")

    def record(self, job, made):
        self.catalogue.custody.append("written", job.subject, {"sha256": made["sha256"]})
        self.die("kill-in-record")
        return {"sha256": made["sha256"]}

    def recover(self, job):
        self.recovered.append(job.subject)
        if job.intent is not None:
            held, wanted = Path(job.intent["temporary"]), self.target(job)
            if any(path.exists() and digest_of(path) == job.intent["sha256"] for path in (held, wanted)):
                return Recovery.PUBLISH
        sweep(self.out, token=job.id)
        return Recovery.REDO

    def discard(self, job, made):
        self.discarded.append(job.subject)
        Path(made["temporary"]).unlink(missing_ok=True)

    def die(self, where: str) -> None:
        if self.kill == where:
            os.kill(os.getpid(), signal.SIGKILL)


def open_pool(**changes):
    limits = ChildLimits(**{"memory": 2 * 1024**3, "seconds": 20, **changes})
    return WorkerPool(size=2, limits=limits, command=COMMAND)


def main() -> int:
    home, out, batch, kill = (*sys.argv[1:], "")[:4]
    with Catalogue.open(Path(home), seat="seat", actor="actor") as catalogue, open_pool() as pool:
        engine = Engine(catalogue, pool, [Writer(catalogue, Path(out), kill=kill)])
        engine.reconcile()
        print("ready", flush=True)
        report = engine.run(batch)
    print("done", report.done, flush=True)
    return 0 if report.stopped is None and report.left == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
