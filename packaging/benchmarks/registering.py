"""Registering: ten thousand declarations prepared, signed and stamped, against signing alone; the outbox at rest.

"Signing alone" is measured twice: Ed25519 over bytes that are ready, the library's `sign` called once a declaration and
nothing else; and what the hubs' own library does to sign a note that is ready (iscc-crypto: canonical JSON, Ed25519).
What is compared with them has everything around it as well: the note made of what the catalogue knows, its canonical
JSON, nonce and moment, the signature put in, and one Merkle time stamp over all of them by a real authority (`openssl
ts` on loopback), with its receipt checked. One thread; its processor's time is counted, so that others at work on the
machine change little. The ratio is rate over rate: 0.7 means that everything together takes 1/0.7 = 1.43 times as long
as signing alone.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import machine
import program
from figures import Options, Result, median, spread

NAME = "registering"
MEASURES = "declarations a second, processor's time of one thread; the processor's time of a program with nothing to do"
ALONE = "Ed25519 alone over the same bytes"
REFERENCE = "iscc-crypto's sign_json (canonical JSON, Ed25519) of the same notes, ready"
REST = 60.0  # seconds of rest that are watched
SETTLES = 15.0  # seconds from the window's first paint until it rests

_ROOT = Path(__file__).parents[2]
_SIGN_JSON = """
import json, sys, time
import iscc_crypto
key = iscc_crypto.key_generate()
notes = [json.loads(line) for line in sys.stdin]
spent = []
for _ in range(int(sys.argv[1])):
    began = time.thread_time()
    for note in notes:
        iscc_crypto.sign_json(note, key)
    spent.append(time.thread_time() - began)
print(json.dumps(spent))
"""
_SETTINGS = """
[tsa]
default_tsa = authority
[authority]
dir = {folder}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def run(options: Options) -> Result:
    """A catalogue of so many works; prepared and signed, through the outbox, and at rest."""
    from artistguard.workflow import registering

    count = options.works or (1_000 if options.quick else 10_000)
    result = Result(NAME, MEASURES, 1)
    home = options.scratch / "home"
    with authority(options.scratch / "authority") as url, program.studio(home, 1) as studio:
        _settle(studio, url, options.scratch / "authority")
        ids = [work.id for work in _works(studio, count)]
        _prepared_and_signed(result, studio, url, ids, 1 if options.quick else 3)
        shutil.copytree(home, without := options.scratch / "home without")
        _through_the_outbox(result, studio, url, ids)
        kept = sum(1 for _ in registering.declarations(studio, registry="local"))
        result.promise(kept == count, f"{kept} of {count} declarations stand in the ledger.")
    seconds = 10.0 if options.quick else REST
    _at_rest(result, home, without, count, seconds)
    result.notes.append(
        "The ratio is rate over rate: 0.7 means that all of it together takes 1.43 times as long as signing alone."
    )
    return result


def _prepared_and_signed(result: Result, studio: Any, url: str, ids: Sequence[str], repeats: int) -> None:
    from artistguard.registries.iscc_hub import IsccHub
    from artistguard.workflow import registering

    hub = next(name for name, each in registering.registries(studio).items() if isinstance(each, IsccHub))
    stamper = registering.registry(studio, _stamper(url))
    adapter: Any = registering.registry(studio, hub)
    declarations = list(registering.plan(studio, ids, [hub]).submissions())
    [batch] = registering.plan(studio, ids, [_stamper(url)]).submissions()
    key, at = registering.record_key(studio), datetime.now(UTC)
    key(b"opened before the clock runs")
    raw = studio.keys.get("record-key")
    whole: list[float] = []
    alone: list[float] = []
    parts: list[tuple[float, ...]] = []
    for _ in range(repeats):
        began = time.thread_time()
        signed = [adapter.sign(adapter.prepare(each), key, at) for each in declarations]  # as the outbox does it
        done = time.thread_time()
        _stamped(result, studio, stamper, batch, key, at)
        over = time.thread_time()
        whole.append(len(ids) / (over - began))
        parts.append((done - began, over - done))
        bodies = [each.body for each in signed]
        alone.append(len(ids) / _spent(lambda: [raw.sign(body) for body in bodies]))  # noqa: B023 - run at once
    what = f"{len(ids):,} declarations for an ISCC-HUB prepared and signed, with one Merkle time stamp"
    result.add(what, median(whole), "a second", baseline=ALONE, than=median(alone), aim="0.7")
    reference = _reference([each.body for each in signed], repeats)
    if reference:
        result.add("", median(whole), "a second", baseline=REFERENCE, than=median(reference), aim="0.7")
    each = [1e6 * median(column) / len(ids) for column in zip(*parts, strict=True)]
    result.notes.append(
        f"Microseconds a declaration: prepared and signed {each[0]:.0f}, its part of the time stamp (records, tree, "
        f"question, answer, receipt checked) {each[1]:.0f}; Ed25519 alone {1e6 / median(alone):.0f}."
    )
    result.notes.append(f"Medians of {repeats}: together {spread(whole)}, Ed25519 alone {spread(alone)} a second.")
    if not reference:
        result.notes.append(
            "iscc-crypto was not compared with: its environment (.venv-peers) comes with packaging/test."
        )


def _reference(bodies: Sequence[bytes], repeats: int) -> list[float]:
    """Notes a second that the hub's own library signs, in its own environment; empty where there is none."""
    python = Path(os.environ.get("ARTISTGUARD_PEERS", _ROOT / ".venv-peers")) / "bin" / "python"
    if not python.exists():
        return []
    notes = b"\n".join(json.dumps(_unsigned(body)).encode() for body in bodies)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = [python, "-c", _SIGN_JSON, str(repeats)]
    done = subprocess.run(words, input=notes, capture_output=True, check=True, env=environment)
    return [len(bodies) / seconds for seconds in json.loads(done.stdout)]


def _spent(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


def _unsigned(body: bytes) -> dict[str, Any]:
    note: dict[str, Any] = json.loads(body)
    del note["signature"]
    return note


def _stamped(result: Result, studio: Any, stamper: Any, batch: Any, key: Any, at: datetime) -> None:
    from artistguard.model.protocols import CancelToken
    from artistguard.model.registering import Accepted, Holds

    signed = stamper.sign(stamper.prepare(batch), key, at)
    outcome = stamper.submit(signed, batch, studio.door(), CancelToken())
    if not isinstance(outcome, Accepted):
        raise SystemExit(f"The authority gave no time stamp: {outcome}")
    found = stamper.verify(outcome.receipt, batch.items)
    result.promise(found.holds is Holds.YES, f"The time stamp does not hold: {found}")


def _through_the_outbox(result: Result, studio: Any, url: str, ids: Sequence[str]) -> None:
    """The whole way of the program: the plan, the intents, the rows, the custody lines; wall-clock time."""
    from artistguard.workflow import registering

    for name, what in ((_stamper(url), "one time stamp over all"), ("local", "a line of the ledger each")):
        began = time.monotonic()
        plan = registering.plan(studio, ids, [name])
        planned = time.monotonic()
        _, report = registering.register(studio, plan)
        over = time.monotonic()
        result.promise(report.failed == 0 and report.left == 0, f"Not all was recorded: {report}")
        result.add(f"through the outbox, {what}: planned", len(ids) / (planned - began), "works/s")
        result.add("  registered (wall-clock time)", len(ids) / (over - planned), "works/s")


def _at_rest(result: Result, with_: Path, without: Path, count: int, seconds: float) -> None:
    """Two windows with nothing to do, one after the other: the same works, with declarations and without."""
    spent = {}
    for name, home in (("with", with_), ("without", without)):
        done = subprocess.run(
            [sys.executable, __file__, str(home), str(seconds)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=seconds + 300,
        )
        if done.returncode != 0:
            raise RuntimeError(f"the resting window ended with {done.returncode}: {done.stderr[-2000:]}")
        spent[name] = json.loads(done.stdout.splitlines()[-1])
    result.add(
        f"a window at rest for {seconds:.0f} s, {count:,} recorded declarations",
        spent["with"]["cpu"],
        "s of processor",
        baseline="the same works, none declared",
        than=spent["without"]["cpu"],
    )
    result.add(
        "the outbox looks whether something is due",
        spent["with"]["look"] * 1e3,
        "ms",
        baseline="none declared",
        than=spent["without"]["look"] * 1e3,
    )


# --- what it is measured on


def _stamper(url: str) -> str:
    from artistguard.registries.rfc3161 import name_of

    return name_of(url)


def _settle(studio: Any, url: str, folder: Path) -> None:
    """The settings and consents that a user would have given."""
    from artistguard.model.egress import Purpose
    from artistguard.workflow import consents

    at = url.split("/")[2]
    studio.save(replace(studio.settings, network=True, local_hosts=at, registry_authorities=url))
    consents.agree(studio, at, [Purpose.REGISTER], "measuring")
    studio.trust_folder.mkdir()
    shutil.copyfile(folder / "root.pem", studio.trust_folder / "root.pem")


def _works(studio: Any, count: int) -> list[Any]:
    """Works as an import leaves them, each with an ISCC of the right form, without their pictures."""
    from artistguard.model.artwork import (
        Artwork,
        Edition,
        EditionRole,
        Fingerprint,
        FingerprintKind,
        Location,
        PictureFacts,
    )
    from artistguard.model.ids import new_id

    studio.catalogue.roots.containing(studio.home)
    root = studio.catalogue.roots.list()[0][0]
    made = []
    for number in studio.catalogue.works.next_numbers(count):
        work = Artwork(new_id(), number, f"Work {number}", studio.catalogue.clock())
        digest = hashlib.sha256(b"blake3 of %d" % number).digest()
        code = base64.b32encode(base64.b32decode("KECYY74X4TP7B4M36NT7SMESLRHCRB6W") + digest[:8]).decode().rstrip("=")
        edition = Edition(
            id=new_id(),
            artwork_id=work.id,
            role=EditionRole.MASTER,
            location=Location(root, f"{number}.png"),
            sha256=hashlib.sha256(b"%d" % number).hexdigest(),
            blake3=digest.hex(),
            size=1000,
            mtime_ns=1,
            format="png",
            picture=PictureFacts(10, 10),
            created_at=studio.catalogue.clock(),
        )
        made.append((work, [(edition, [Fingerprint(FingerprintKind.ISCC_CODE, f"ISCC:{code}")])]))
    for start in range(0, count, 1000):
        studio.catalogue.works.add_many(made[start : start + 1000])
    return [work for work, _ in made]


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """A time-stamp authority of our own: `openssl ts` behind http.server. Gives its address."""
    folder.mkdir()
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30")
    _openssl(folder, "req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem", "-subj", "/O=Bench/CN=Root")
    (folder / "tsa.ext").write_text("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n")
    _openssl(folder, "req", *curve[:-2], "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=Bench/CN=Time stamps")
    by = ("-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2", "-days", "30", "-extfile", "tsa.ext")
    _openssl(folder, "x509", "-req", "-in", "tsa.csr", *by, "-out", "tsa.pem")
    (folder / "tsa.cnf").write_text(_SETTINGS.format(folder=folder))
    (folder / "serial").write_text("01\n")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "query.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            _openssl(folder, *"ts -reply -config tsa.cnf -queryfile query.tsq -out reply.tsr".split())  # noqa: SIM905
            reply = (folder / "reply.tsr").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


# --- the resting process


def rest(home: Path, seconds: float) -> dict[str, float]:
    """A window that nobody touches: the processor's time of it and its workers, and of one look into the outbox."""
    from PySide6.QtCore import QTimer

    from artistguard.ui.app import application, build
    from artistguard.workflow import registering
    from artistguard.workflow.studio import Studio

    def opened(folder: Path) -> Studio:
        return Studio(folder, passphrase=lambda: program.PASSPHRASE, keychain=False)

    app = application([])
    window = build(app, home, lambda _: opened(home))
    window.resize(1280, 800)
    window.show()
    marks: list[float] = []
    QTimer.singleShot(int(SETTLES * 1000), lambda: marks.append(_processor()))
    QTimer.singleShot(int((SETTLES + seconds) * 1000), lambda: (marks.append(_processor()), app.quit()))
    app.exec()
    window.close()
    looks = []
    with opened(home) as studio:
        for _ in range(5):
            began = time.perf_counter()
            registering.is_due(studio)
            looks.append(time.perf_counter() - began)
    return {"cpu": marks[1] - marks[0], "look": median(looks)}


def _processor() -> float:
    """Seconds of processor that this process and all below it have used."""
    ticks = 0
    for pid in machine.family(os.getpid()):
        try:
            fields = (Path("/proc") / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(rest(Path(sys.argv[1]), float(sys.argv[2]))), flush=True)
    os._exit(0)  # the window's threads need not be waited for
