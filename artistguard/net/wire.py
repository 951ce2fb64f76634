"""One exchange over requests: pinned address, no proxy, no cookie, no redirect, bounded in size, time and ratio."""

import contextlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as TlsError
from urllib3.util.ssl_ import create_urllib3_context

from artistguard.model.errors import ArtistGuardError, Cancelled, Refused, Unreachable
from artistguard.model.protocols import CancelToken
from artistguard.model.watching import Planned
from artistguard.net import parts
from artistguard.net.guard import Route, place

_BLOCK = 64 * 1024
_LOOK = 0.2  # seconds after which it is seen that the answer is not wanted any more
_SMALL = 1024 * 1024  # bytes; below this no answer is a bomb


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """What an answer may be: `body` bytes, packed and unpacked; `ratio` between the two; `seconds` for everything."""

    body: int = 4 * 1024 * 1024
    ratio: int = 100
    seconds: float = 60.0
    connect_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer, not yet followed anywhere. Header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """One connection: opens it to checked addresses only, and cuts it at the deadline, whatever stage it is in.

    Timeouts of sockets count from byte to byte, so a server that drips one a second would never meet one. A stop that
    `cancel` asks for cuts it as well.
    """

    def __init__(self, route: Route, limits: AnswerLimits, cancel: CancelToken | None = None) -> None:
        self.route = route
        self.late = False
        self.stopped = False
        self.connected = False
        self.trusted = route.scheme == "http"  # whether the request itself may have left: https proves itself first
        self.status: int | None = None
        self.headers: dict[str, str] = {}  # of the answer, names in lower case
        self.bytes_in = 0  # headers and packed body that were read
        self._connect_seconds = limits.connect_seconds
        self._deadline = time.monotonic() + limits.seconds
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._cancel = cancel
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="line", daemon=True)

    def __enter__(self) -> "Line":
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    @property
    def left(self) -> float:
        """Seconds until the deadline, at least a little."""
        return max(0.01, self._deadline - time.monotonic())

    def open(self) -> socket.socket:
        """A socket to the first of the checked addresses that answers. Raises OSError."""
        last: OSError = OSError("no address")
        for address in self.route.addresses:
            try:
                made = socket.create_connection(
                    (address, self.route.port), timeout=min(self._connect_seconds, self.left)
                )
            except OSError as error:
                last = error
                continue
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.settimeout(self.left)
            with self._lock:
                self._handle = made.dup()  # TLS takes the socket itself over; a second handle can still cut it
                self.connected = True
                if self.late or self.stopped:
                    self._shut()
            return made
        raise last

    def _watch(self) -> None:
        while not self._over.wait(self.left if self._cancel is None else min(self.left, _LOOK)):
            with self._lock:
                self.stopped = self._cancel is not None and self._cancel.cancelled
                self.late = not self.stopped and time.monotonic() >= self._deadline
                if self.stopped or self.late:
                    self._shut()
                    return

    def _shut(self) -> None:
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    line: Line

    def _new_conn(self) -> socket.socket:
        return self.line.open()


class _Tls(HTTPSConnection):
    line: Line

    def _new_conn(self) -> socket.socket:
        return self.line.open()

    def connect(self) -> None:
        super().connect()
        self.line.trusted = True


class _PinnedAdapter(HTTPAdapter):
    """Connects to the line's addresses. Name, Host, SNI and certificate check stay those of the URL."""

    def __init__(self, line: Line, authorities: str | None) -> None:
        self._line = line
        self._authorities = authorities
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str | None,
        proxies: Mapping[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> HTTPConnectionPool:
        route = self._line.route
        if route.scheme == "http":
            plain = HTTPConnectionPool(route.host, route.port, maxsize=1)
            plain.ConnectionCls = type("Plain", (_Plain,), {"line": self._line})
            return plain
        context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
        if self._authorities is not None:
            context.load_verify_locations(cafile=self._authorities)
        tls = HTTPSConnectionPool(route.host, route.port, maxsize=1, cert_reqs="CERT_REQUIRED", ssl_context=context)
        tls.ConnectionCls = type("Tls", (_Tls,), {"line": self._line})
        return tls


def prepare(method: str, url: str, headers: Mapping[str, str], body: bytes) -> requests.PreparedRequest:
    """The request as it will leave: nothing of requests' own, nothing of the environment. Raises Refused."""
    own = {
        "User-Agent": "ArtistGuard",
        "Accept": "*/*",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    wanted = next((value for name, value in headers.items() if name.lower() == "range"), None)
    if wanted is not None:
        own |= {"Accept-Encoding": "identity", "Range": parts.checked(wanted)}  # a part of what is packed is no part
    try:
        return requests.Request(method, url, headers={**own, **headers}, data=body or None).prepare()
    except (requests.RequestException, UnicodeError) as error:
        raise Refused("That is no address a request can be sent to.") from error


def head(request: requests.PreparedRequest, route: Route) -> str:
    """A request as it stands on the wire (before TLS), up to the empty line: request line, Host, headers."""
    default = {"http": 80, "https": 443}[route.scheme] == route.port
    name = f"[{route.host}]" if ":" in route.host else route.host
    host = name if default else f"{name}:{route.port}"
    lines = [f"{request.method} {request.path_url} HTTP/1.1", f"Host: {host}"]
    lines += [f"{header}: {value!s}" for header, value in request.headers.items()]
    return "\r\n".join(lines) + "\r\n\r\n"


def size(request: requests.PreparedRequest, route: Route) -> int:
    """Bytes of a request on the wire (before TLS)."""
    return len(head(request, route).encode("latin-1", "replace")) + len(request.body or b"")


def planned(method: str, url: str, why: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Planned:
    """A request as it would leave, for the person who is asked. Nothing is sent, and no name is looked up.

    Of one with a body, `request` is what stands above it.
    """
    request = prepare(method, url, headers or {}, body)
    way = place(request.url or "")
    return Planned(method, request.url or url, why, size(request, way), head(request, way))


def exchange(
    request: requests.PreparedRequest, line: Line, limits: AnswerLimits, *, authorities: str | None = None
) -> RawAnswer:
    """Send a prepared request over a line and read the bounded answer.

    `authorities` is a PEM bundle of roots trusted beside the usual ones. Raises Refused (limits or certificate),
    Unreachable, Cancelled.
    """
    # The adapter alone: a session would look into the environment, keep cookies, and read the Location of a redirect.
    adapter = _PinnedAdapter(line, authorities)
    try:
        with adapter.send(request, stream=True, timeout=line.left, verify=True) as response:
            return _read(response, line, limits)
    except (requests.RequestException, HTTPError, OSError, zlib.error) as error:
        raise _in_words(error, line, limits) from error
    finally:
        adapter.close()


def _read(response: requests.Response, line: Line, limits: AnswerLimits) -> RawAnswer:
    host = line.route.host
    headers = {name.lower(): value for name, value in response.headers.items()}
    line.status, line.headers = response.status_code, headers
    line.bytes_in = sum(len(name) + len(value) + 4 for name, value in response.headers.items())
    part, most = _expected(response, headers, host), limits.body
    told = headers.get("content-length", "")
    large = f"The answer of {host} is too large"
    if response.status_code == 200 and "Range" in response.request.headers:
        large = f"{host} sends the whole file where a part of it was asked for, and that is too large"
    if told.isdigit() and int(told[:20]) > most:
        raise Refused(f"{large}: {int(told[:20])} bytes, over {most}.")
    if part is not None and part > most:
        raise Refused(f"{large}: {part} bytes, over {most}.")
    decode = _decoder(headers.get("content-encoding", ""), host)
    raw, body = 0, bytearray()
    while block := response.raw.read1(_BLOCK, decode_content=False):
        raw += len(block)
        line.bytes_in += len(block)
        body += decode(block, most + 1 - len(body))
        if len(body) > most or raw > most:
            raise Refused(f"{large}: over {most} bytes.")
        if len(body) > _SMALL and len(body) > raw * limits.ratio:
            raise Refused(f"The answer of {host} unpacks to over {limits.ratio} times its size.")
        if part is not None and len(body) > part:
            break
    if line.late or line.stopped:
        raise TimeoutError
    decode.finish(raw)
    if part is not None and len(body) != part:
        raise Refused(f"{host} sent more or less than the part that it says it sent.")
    return RawAnswer(response.status_code, headers, bytes(body))


def _expected(response: requests.Response, headers: Mapping[str, str], host: str) -> int | None:
    """How many bytes a part of a file has; None where the answer is whole."""
    if response.status_code != 206:
        return None
    wanted = response.request.headers.get("Range")
    if wanted is None or headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refused(f"{host} sent a part of a file that was not asked for.")
    return parts.length(str(wanted), headers, host)


class _Identity:
    """No packing."""

    def __call__(self, block: bytes, most: int) -> bytes:
        return block

    def finish(self, raw: int) -> None:
        """Nothing can be missing: http.client counted."""


class _Inflate:
    """gzip or deflate, never unpacking more than is asked for."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)  # tells gzip from zlib by itself

    def __call__(self, block: bytes, most: int) -> bytes:
        return self._zlib.decompress(block, max(1, most))

    def finish(self, raw: int) -> None:
        """Raise zlib.error if the end is missing, or something follows it."""
        if raw and (not self._zlib.eof or self._zlib.unused_data):
            raise zlib.error("cut off")


def _decoder(encoding: str, host: str) -> _Inflate | _Identity:
    match encoding.strip().lower():
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip" | "deflate":
            return _Inflate()
        case other:
            raise Refused(f"The answer of {host} is packed in a way that was not asked for: {other[:40]!r}.")


def _in_words(error: Exception, line: Line, limits: AnswerLimits) -> ArtistGuardError:
    host = line.route.host
    if line.stopped:
        return Cancelled()
    if line.late:
        return Unreachable(f"{host} took longer than {limits.seconds:g} seconds.", "Try again later.")
    if isinstance(error, (requests.exceptions.SSLError, TlsError)):
        return Refused(
            f"{host} does not prove that it is {host}: its certificate does not fit.",
            "Check the address. For a studio's own server, name its root certificate in the settings.",
        )
    if isinstance(error, (requests.Timeout, TimeoutError)):
        return Unreachable(f"{host} does not answer in time.", "Try again later.")
    if isinstance(error, zlib.error):
        return Refused(f"The answer of {host} is damaged.")
    if not line.connected:
        return Unreachable(f"{host} cannot be reached.", "Check the address and the connection.")
    return Unreachable(f"{host} broke off in the middle.", "Try again later.")
