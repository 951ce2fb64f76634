"""Kills the program while it signs, starts it again, and looks at what is left. Used by tests and by packaging/bench.

The program runs as its users run it: `artistguard sign`, a process of its own. A kill is SIGKILL to the program
alone, since its workers have to notice by themselves. Then it is started again at once.
"""

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from artistguard.catalogue.store import Catalogue
from artistguard.model import paths
from artistguard.model.artwork import Edition, EditionRole
from artistguard.model.jobs import JobState
from artistguard.provenance.inspect import inspect
from artistguard.workflow import identity
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

PASSPHRASE = "killed many times"
PATIENCE = 120.0  # seconds in which any run must end by itself
LONGEST_ORPHAN = 60.0  # seconds a worker may outlive a killed program: it is one system call away, on a busy machine
_SUFFIXES = (".jpg", ".png", ".webp", ".gif", ".tif", ".jpg", ".png", ".jpg", ".png", ".bmp")  # BMP: with two sidecars
_SIDECARS = (".xmp", ".c2pa")
# Runs the command line, and kills the process when a function of the signing job is called for the n-th time.
_DELIBERATE = """
import os, signal, sys
from artistguard.cli import app
from artistguard.workflow import signing
owner, name = (signing, "publish") if sys.argv[1] == "name" else (signing.SigningHandler, sys.argv[1])
whole, left = getattr(owner, name), int(sys.argv[2])
def stop(*arguments, **named):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*arguments, **named)
setattr(owner, name, stop)
sys.exit(app.main(sys.argv[3:]))
"""


@dataclass
class Outcome:
    """What was done, and every promise that was not kept, in a sentence."""

    works: int
    kills: int = 0
    rounds: int = 0  # output folders, each with a copy of each work
    copies: int = 0
    lines: int = 0  # of the custody ledger
    moments: Counter[str] = field(default_factory=Counter)  # what a kill met, by what lay on the disk
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Victim:
    """A data folder with small works in it, and the program that signs them."""

    def __init__(self, folder: Path, works: int, suffixes: tuple[str, ...] = _SUFFIXES) -> None:
        self.home, self.originals = folder / "home", folder / "originals"
        self.folder, self.works = folder, works
        _draw(self.originals, works, suffixes)
        self.before = _hashes(self.originals)
        with Studio(self.home, passphrase=lambda: PASSPHRASE, keychain=False) as studio:
            identity.create(studio, "Ada Wren")
            report = import_(studio, [self.originals])
        if report.added != works:
            raise RuntimeError(f"only {report.added} of {works} pictures were imported: {report.failures}")

    def start(self, *words: str, deliberate: tuple[str, int] | None = None) -> "subprocess.Popen[bytes]":
        """Start the program; what it prints goes into `said.txt`."""
        common = ["--home", str(self.home), "--no-keychain", "--json", *words]
        if deliberate is None:
            command = [sys.executable, "-m", "artistguard", *common]
        else:
            command = [sys.executable, "-c", _DELIBERATE, deliberate[0], str(deliberate[1]), *common]
        with (self.folder / "said.txt").open("wb") as said:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env={**os.environ, "ARTISTGUARD_PASSPHRASE": PASSPHRASE},
            )

    def said(self) -> str:
        """The end of what the last run printed."""
        return (self.folder / "said.txt").read_text("utf-8", "replace")[-1500:]

    def sign(self, out: Path) -> tuple[str, ...]:
        """The words that sign everything into a folder."""
        return ("sign", "--all", "--out", str(out))

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        """The catalogue, read while the program does not run."""
        with Catalogue.open(self.home / "catalogue.sqlite", seat=socket.gethostname(), actor="looker-on") as found:
            yield found

    def unfinished(self) -> str | None:
        """The oldest batch with something left to do."""
        with self.catalogue() as catalogue:
            left = catalogue.jobs.batches(unfinished=True)
            return left[-1].id if left else None


def at_random(
    folder: Path,
    *,
    works: int = 100,
    kills: int = 20,
    seed: int = 2,
    tell: Callable[[Outcome], None] = lambda so_far: None,
) -> Outcome:
    """Kill the program so many times at random moments while it signs all works, into one folder after another.

    After each kill it goes on with `activity resume`, or by the very same `sign` command. The last folder is
    finished without kills. Deterministic but for the machine's own timing. `tell` hears of each finished folder.
    """
    began = time.monotonic()
    chance = random.Random(seed)
    victim = Victim(folder, works)
    outcome = Outcome(works)
    orphans: set[int] = set()
    while outcome.kills < kills or outcome.rounds == 0:
        out = folder / f"signed-{outcome.rounds}"
        words = victim.sign(out)
        while True:
            process = victim.start(*words)
            if outcome.kills < kills and (wait := _moment(chance, process, out)):
                orphans |= _kill(process)
                outcome.kills += 1
                outcome.moments[_met(victim, out) + f", killed {wait}"] += 1
            else:
                _ended_well(victim, process, outcome)
            batch = victim.unfinished()
            if batch is None and _count(victim, out) == works:
                break
            if process.returncode != -signal.SIGKILL and (batch is None or words[-1] == batch):
                outcome.problems.append(f"The program ended, and the batch is not finished: {victim.said()}")
                outcome.seconds = time.monotonic() - began
                return outcome
            again = batch is None or (process.returncode == -signal.SIGKILL and chance.random() < 0.25)
            words = victim.sign(out) if again else ("activity", "resume", str(batch))
        outcome.rounds += 1
        tell(outcome)
    outcome.problems += [f"Worker {pid} lived on after the program was killed." for pid in _alive(orphans)]
    look(victim, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def on_purpose(victim: Victim, out: Path, point: str, call: int = 1, *, again: bool = False) -> tuple[int, int]:
    """Kill the program at the n-th call of `point`; (files with a final name, editions of them) at that moment.

    Points, in their order: "intent" (copies are written, nothing is promised), "publish" (promised, before the
    names), "name" (before each single file's name; sidecars come first), "settle" (named), "record" (named and
    durable, before rows are committed). Then the program is started again and must end well: by `activity resume`,
    or (`again`) by the same command.
    """
    process = victim.start(*victim.sign(out), deliberate=(point, call))
    process.wait(PATIENCE)
    if process.returncode != -signal.SIGKILL:
        raise RuntimeError(f"it was to be killed in {point}, and ended with {process.returncode}: {victim.said()}")
    seen = len(_finals(out)), _count(victim, out)
    batch = victim.unfinished()
    assert batch is not None
    words = victim.sign(out) if again else ("activity", "resume", batch)
    process = victim.start(*words)
    if process.wait(PATIENCE):
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}: {victim.said()}")
    return seen


def look(victim: Victim, outcome: Outcome) -> None:
    """Everything that must hold, whatever happened before. Adds a sentence to `problems` for what does not."""
    problem = outcome.problems.append
    if _hashes(victim.originals) != victim.before:
        problem("An original changed.")
    folders = sorted(path for path in victim.folder.iterdir() if path.name.startswith("signed-"))
    with victim.catalogue() as catalogue:
        editions: dict[Path, list[Edition]] = {}
        for work in catalogue.works.iterate():
            copies = [edition for edition in work.editions if edition.role is EditionRole.SIGNED_COPY]
            there = Counter(_place(catalogue, edition).relative_to(victim.folder).parts[0] for edition in copies)
            if there != {folder.name: 1 for folder in folders}:
                problem(f"Work #{work.number} was not signed exactly once in each folder: {dict(there)}.")
            for edition in copies:
                editions.setdefault(_place(catalogue, edition), []).append(edition)
        outcome.copies = sum(map(len, editions.values()))
        states: Counter[JobState] = Counter()
        for batch in catalogue.jobs.batches(limit=100_000):
            states.update({state: n for state, n in catalogue.jobs.progress(batch.id).items() if n})
            outcome.problems += [f"A job failed: {dict(job.error or {})}" for job in catalogue.jobs.failures(batch.id)]
        # What a killed batch left queued is called off when the same command is given again; nothing else is left.
        states.pop(JobState.CANCELLED, None)
        if states != {JobState.DONE: victim.works * len(folders)}:
            problem(f"The jobs stand like this: { {state.value: n for state, n in states.items()} }.")
        chain = catalogue.custody.verify()
        outcome.lines = chain.count
        outcome.problems += [f"The custody chain is broken at line {found.seq}: {found.what}" for found in chain.broken]
        signed = sum(entry.act == "signed" for entry in catalogue.custody.iterate())
        if signed != victim.works * len(folders):
            problem(f"{signed} signatures stand in the custody ledger, not {victim.works * len(folders)}.")
    for folder in folders:
        _look_at(folder, editions, outcome)


def _look_at(folder: Path, editions: dict[Path, list[Edition]], outcome: Outcome) -> None:
    problem = outcome.problems.append
    named = {path.with_name(name) for path, rows in editions.items() for row in rows for name in row.sidecars}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder.parent)
        if path.is_dir() or path in named:
            continue
        if path.name.startswith(".artistguard-"):
            problem(f"A temporary was left: {shown}.")
            continue
        rows = editions.get(path, [])
        if [row.sha256 for row in rows] != [hashlib.sha256(path.read_bytes()).hexdigest()]:
            problem(f"{shown} is not what the catalogue says.")
        elif (state := inspect(path).credential.state) not in ("Valid", "Trusted"):
            problem(f"{shown} reads {state}.")
    for path in [*editions, *named]:
        if path.is_relative_to(folder) and not path.is_file():
            problem(f"{path.relative_to(folder.parent)} is in the catalogue, and not on the disk.")


def _moment(chance: random.Random, process: "subprocess.Popen[bytes]", out: Path) -> str:
    """Wait for a moment to kill in; which kind it was, or nothing if the program ended before.

    Most kills let it get somewhere first: a job that is taken up ten times in vain is set aside, as it should be.
    """
    kind = chance.choices(("early", "while it writes", "while it works"), (15, 20, 65))[0]
    if kind == "early":
        delay = chance.uniform(0.05, 1.5)
    else:
        there: Callable[[], int] = (lambda: len(_temporaries(out))) if "writes" in kind else (lambda: len(_finals(out)))
        start, until = there(), time.monotonic() + PATIENCE
        while there() <= start and process.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        delay = 0.0 if "writes" in kind else chance.uniform(0.0, 0.6)
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        return kind
    return ""


def _kill(process: "subprocess.Popen[bytes]") -> set[int]:
    """SIGKILL to the program; its children at that moment, which must follow it."""
    children = _children(process.pid)
    process.kill()
    process.wait()
    return children


def _ended_well(victim: Victim, process: "subprocess.Popen[bytes]", outcome: Outcome) -> None:
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        outcome.problems.append(f"The program hung: {victim.said()}")
        return
    if code:
        outcome.problems.append(f"A run that was not killed ended with {code}: {victim.said()}")


def _met(victim: Victim, out: Path) -> str:
    temporaries, finals = len(_temporaries(out)), len(_finals(out))
    rows = _count(victim, out) if finals else 0
    if temporaries:
        return "half-written files"
    sidecars = sum(path.suffix in _SIDECARS for path in _finals(out))
    if finals - sidecars > rows:
        return "named files without rows"
    return "finished files" if finals else "nothing"


def _count(victim: Victim, out: Path) -> int:
    """Copies in a folder that have a row."""
    with victim.catalogue() as catalogue:
        return sum(
            _place(catalogue, edition).is_relative_to(out)
            for work in catalogue.works.iterate()
            for edition in work.editions
            if edition.role is EditionRole.SIGNED_COPY and edition.superseded_by is None
        )


def _place(catalogue: Catalogue, edition: Edition) -> Path:
    return catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)


def _finals(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if path.is_file() and not path.name.startswith(".artistguard-")]


def _temporaries(out: Path) -> list[Path]:
    return list(out.rglob(".artistguard-*"))


def _children(pid: int) -> set[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return {int(child) for task in tasks for child in (task / "children").read_text("ascii").split()}
    except OSError:
        return set()


def _alive(pids: set[int]) -> list[int]:
    """Those that still run after a while. A process that nobody has waited for (a zombie) does not run."""
    until = time.monotonic() + LONGEST_ORPHAN
    while left := [pid for pid in pids if _runs(pid)]:
        if time.monotonic() > until:
            return left
        time.sleep(0.05)
    return []


def _runs(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except OSError:
        return False
    return state != b"Z" and b"_worker" in words  # the number may be somebody else's by now


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _draw(folder: Path, count: int, suffixes: tuple[str, ...]) -> None:
    """Small pictures, all different, in the formats that are written in different ways."""
    folder.mkdir(parents=True)
    random_ = np.random.default_rng(count)
    for number in range(count):
        coarse = Image.fromarray(random_.integers(0, 256, (6, 8, 3), np.uint8))
        suffix = suffixes[number % len(suffixes)]
        coarse.resize((96, 72), Image.Resampling.BICUBIC).save(folder / f"work {number:04}{suffix}")
