"""Many machines: the units of a scan on the workers of a Dask scheduler, behind the interface of the pool of children.

Nothing but hashes goes there: those of the views and files that are searched for, once, and of rows that only this
machine can read. A worker reads a table itself where it lies under the same path there; tables on servers are read
from here, at the one pace of the host, and packed. What a worker found comes back with the packed rows of its unit.
The client talks to the scheduler alone. dask.distributed is an extra, and imported nowhere else.
"""

import hashlib
import io
import ipaddress
import threading
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import artistguard
from artistguard.matching import columns
from artistguard.model.errors import ArtistGuardError, Refused, UsageError
from artistguard.work import scan_pictures, scan_units
from artistguard.work.faults import NoWorker, WorkerDied, told
from artistguard.work.pool import Answerer, Pool, TaskResult

_TIMEOUT = 20.0  # seconds until the scheduler has to answer
_AHEAD = 3  # units under way, a worker's thread


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Where the scheduler is, and what proves who is who: the authority's certificate, one's own, and its key."""

    address: str  # tls://HOST:PORT, or tcp://HOST:PORT on this very machine
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def host(self) -> str:
        """host:port, as consents name it. Raises UsageError for an address that is none, or not private enough."""
        parts = urlsplit(self.address)
        try:
            port = parts.port
        except ValueError:
            port = None
        if parts.scheme not in ("tls", "tcp") or not parts.hostname or port is None:
            raise UsageError(f"{self.address[:200]!r} is no scheduler.", "Write tls://HOST:PORT.")
        if parts.scheme == "tcp" and not _here(parts.hostname):
            raise UsageError(
                "Without TLS a scheduler is only used on this very machine.",
                "Write tls://HOST:PORT, with --tls-ca, --tls-cert and --tls-key.",
            )
        if parts.scheme == "tls" and None in (self.authority, self.certificate, self.key):
            raise UsageError("A scheduler with TLS needs --tls-ca, --tls-cert and --tls-key.")
        name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{name}:{port}" if port != 443 else name


class ManyPool:
    """The workers of a scheduler, for tasks of the kind "scan" alone. `local` reads what the workers cannot."""

    def __init__(self, scheduler: Scheduler, local: Pool) -> None:
        """Connects. Raises UsageError without the extra, NoWorker where nobody answers or works, Refused for others."""
        self._client = _connected(scheduler)
        self._local = local
        self._lock = threading.Lock()
        self._pending: dict[Future[TaskResult], Any] = {}
        self._ours: dict[str, Any] = {}
        self.sent = 0  # bytes of hashes
        try:
            versions = self._client.run(scan_units.version)
            self.size: int = sum(self._client.nthreads().values())
        except Exception as error:
            self._client.close()
            raise NoWorker(
                f"The scheduler's workers cannot be used ({type(error).__name__}).",
                "Install artistguard[many], in the same version, wherever a worker runs.",
            ) from error
        wrong = sorted({each for each in versions.values() if each != artistguard.__version__})
        if wrong or not self.size:
            self._client.close()
            if not self.size:
                raise NoWorker("The scheduler has no workers.", "Start some: dask worker ADDRESS.")
            raise Refused(f"A worker runs ArtistGuard {wrong[0][:20]}, and this is {artistguard.__version__}.")

    @property
    def capacity(self) -> int:
        """How many units may be under way."""
        return self.size * _AHEAD

    @property
    def in_flight(self) -> int:
        """Units sent and not yet answered."""
        with self._lock:
            return len(self._pending)

    def submit(
        self,
        task: str,
        args: Mapping[str, object],
        blobs: Sequence[bytes] = (),
        *,
        answer: Answerer | None = None,
        seconds: float | None = None,
    ) -> "Future[TaskResult]":
        """Search a unit. The future raises the worker's own error, WorkerDied or NoWorker; see WorkerPool.submit."""
        if task != "scan":
            raise ValueError(f"{task}: only scans are sent to other machines")
        future: Future[TaskResult] = Future()
        with self._lock:
            self._pending[future] = None
        future.add_done_callback(self._landed)
        rows = _kept(Path(str(args["packed"]))) if not args.get("anew") else None
        # What a server is asked for, and pictures, are read by children of ours, and sent as numbers.
        if rows is None and (args.get("remote") or scan_pictures.here(args)):
            reading = self._local.submit("pack", args, answer=answer, seconds=seconds)
            reading.add_done_callback(lambda read: self._read(future, args, read))
        else:
            self._send(future, args, rows)
        return future

    def close(self) -> None:
        """Let the scheduler forget what is under way."""
        with self._lock:
            left = list(self._pending)
        for future in left:
            if not future.done():
                future.cancel()
        self._client.close()

    def __enter__(self) -> "ManyPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, future: "Future[TaskResult]", args: Mapping[str, object], read: "Future[TaskResult]") -> None:
        error = read.exception()
        if error is not None:
            _fail(future, error)
        else:
            self._send(future, args, _kept(Path(str(args["packed"]))))

    def _send(self, future: "Future[TaskResult]", args: Mapping[str, object], rows: bytes | None) -> None:
        packed = Path(str(args["packed"]))
        try:
            ours = self._views(str(args["ours"]))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that a unit's rows are large
                asked = self._client.submit(scan_units.unit, ours, dict(args), rows, pure=False)
        except Exception as error:  # noqa: BLE001 - the scheduler's end has many names
            _fail(future, _gone(error))
            return
        with self._lock:
            self.sent += len(rows or b"")
            if future in self._pending:
                self._pending[future] = asked
        asked.add_done_callback(lambda done: self._answered(future, packed, rows is not None, done))

    def _views(self, path: str) -> Any:
        """What is searched for, sent once. A task's argument: should the worker that has it die, it is sent again."""
        with self._lock:
            if path not in self._ours:
                data = Path(path).read_bytes()
                name = hashlib.sha256(data).hexdigest()
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", UserWarning)
                    self._ours[path] = self._client.submit(scan_units.Views, name, data, key=f"views-{name}")
                self.sent += len(data)
            return self._ours[path]

    def _answered(self, future: "Future[TaskResult]", packed: Path, kept: bool, done: Any) -> None:
        try:
            value, rows = done.result(timeout=_TIMEOUT)
            if not isinstance(value, dict) or not isinstance(rows, bytes):
                raise WorkerDied("A worker sent something that is no answer.")
            if "failed" in value:
                raise told(value["failed"])
            if "absent" in value:
                raise NoWorker(
                    f"The workers do not see {str(value['absent'])[:500]}, or another file is there.",
                    "Put the set where every worker finds it under the same path, or scan it without --scheduler.",
                )
            if not kept:
                columns.keep(packed, rows)
        except ArtistGuardError as error:
            _fail(future, error)
        except OSError as error:
            _fail(future, error)
        except BaseException as error:  # noqa: BLE001 - among them a cancelled one, which is no Exception
            _fail(future, _gone(error))
        else:
            if future.set_running_or_notify_cancel():
                future.set_result(TaskResult(value))

    def _landed(self, future: "Future[TaskResult]") -> None:
        with self._lock:
            asked = self._pending.pop(future, None)
        if asked is not None and future.cancelled():
            with suppress(Exception):
                asked.cancel()


def _kept(packed: Path) -> bytes | None:
    """Rows that were packed; None where none are, or they are damaged: then the table is read."""
    try:
        data = packed.read_bytes()
        for _ in columns.unpacked(io.BytesIO(data)):
            pass
    except (OSError, ValueError):
        return None
    return data


def _connected(scheduler: Scheduler) -> Any:
    scheduler.host  # noqa: B018 - checked before anything is imported or sent
    try:
        import distributed
    except ImportError as error:
        raise UsageError("Many machines need dask.distributed.", "pip install 'artistguard[many]'") from error
    security = None
    if scheduler.address.startswith("tls://"):
        paths = (scheduler.authority, scheduler.certificate, scheduler.key)
        missing = [str(path) for path in paths if path is None or not path.is_file()]
        if missing:
            raise UsageError(f"There is no file {missing[0]}.")
        authority, certificate, key = map(str, paths)
        security = distributed.Security(  # type: ignore[no-untyped-call]
            tls_ca_file=authority, tls_client_cert=certificate, tls_client_key=key, require_encryption=True
        )
    try:
        return distributed.Client(  # type: ignore[no-untyped-call]
            scheduler.address,
            security=security,
            timeout=_TIMEOUT,
            set_as_default=False,
            direct_to_workers=False,  # only the host that was agreed to
        )
    except (OSError, ValueError) as error:
        raise NoWorker(
            f"The scheduler at {scheduler.host} does not answer ({type(error).__name__}).",
            "See that it runs, and that both sides have certificates of the same authority.",
        ) from error


def _fail(future: "Future[TaskResult]", error: BaseException) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(error)


def _gone(error: BaseException) -> ArtistGuardError:
    """What ended a unit, in our words: the workers that had it, or the scheduler with everything."""
    if type(error).__name__ == "KilledWorker":
        return WorkerDied("Several workers ended while they searched this unit.")
    return NoWorker(
        f"The scheduler is gone, or dropped its work ({type(error).__name__}).",
        "What is done is kept. Scan again to go on.",
    )


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
