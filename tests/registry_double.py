"""Double of a registry that takes declarations, on loopback, and the adapter that speaks to it.

No real registry can be had in a test: this one keeps to what all of them have in common (one declaration a file, the
same key may declare it again and take it back, others may not), and counts everything it was told.
"""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import UsageError
from artistguard.model.ids import now
from artistguard.model.registering import (
    Accepted,
    AlreadyMine,
    Capabilities,
    Conflict,
    Holds,
    Leaving,
    NeedsResigning,
    Operation,
    Prepared,
    Receipt,
    RegistryKind,
    Rejected,
    RetryAfter,
    Signed,
    Standing,
    Status,
    Submission,
    Told,
    Verification,
    Withdrawal,
)

NAME = "double"
Answer = tuple[int, Mapping[str, str], bytes]


class DoubleServer:
    """The registry. `script` may answer in its place: it is given the number of the request, and may return None."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[str, str]] = {}  # SHA-256 of a file to (id, key)
        self.told: list[tuple[str, str, bytes]] = []  # method, path, body, as they came
        self.accepted: Counter[str] = Counter()  # how often a declaration of each file was newly taken
        self.nonces: set[str] = set()
        self.script: Callable[[int, str, bytes], Answer | None] = lambda number, method, body: None
        self.after: Callable[[int], None] = lambda number: None  # called when it has decided, before it answers
        self._lock = threading.Lock()

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        with self._lock:
            number = len(self.told)
            self.told.append((method, path, body))
            answer = self.script(number, method, body)
            answer = answer if answer is not None else self._usual(method, path, body)
        self.after(number)
        return answer

    def _usual(self, method: str, path: str, body: bytes) -> Answer:
        note = json.loads(body) if body else {}
        if method == "GET":
            known = any(id_ == path.rpartition("/")[2] for id_, _ in self.held.values())
            return (200 if known else 404), {}, b"{}"
        if method == "DELETE":
            for sha256, (id_, key) in list(self.held.items()):
                if id_ == path.rpartition("/")[2] and key == note["key"]:
                    del self.held[sha256]
                    return 204, {}, b""
            return 404, {}, json.dumps({"code": "unknown"}).encode()
        for sha256 in note["files"]:
            if sha256 in self.held:
                id_, key = self.held[sha256]
                return 409, {}, json.dumps({"code": "duplicate", "id": id_, "key": key}).encode()
        if note["nonce"] in self.nonces:
            return 400, {}, json.dumps({"code": "nonce"}).encode()
        self.nonces.add(note["nonce"])
        id_ = f"id-{len(self.nonces)}"
        for sha256 in note["files"]:
            self.held[sha256] = id_, note["key"]
            self.accepted[sha256] += 1
        return 201, {"X-Double": "1"}, json.dumps({"id": id_, "files": note["files"]}).encode()


@contextmanager
def serving(server: DoubleServer) -> Iterator[str]:
    """Serve on loopback; gives "host:port"."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            status, headers, answer = server.answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = _any  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    class Listener(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A connection that a test cuts is no news."""

    listener = Listener(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.server_port}"
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join(10)


class DoubleRegistry:
    """The adapter of the double (see registries.base.Registry)."""

    def __init__(self, at: str, **changes: object) -> None:
        self.at = at
        self.signatures = 0
        self.fresh: timedelta | None = None
        self.capabilities = replace(
            Capabilities(
                name=NAME,
                title="Double",
                kind=RegistryKind.SERVICE,
                takes=frozenset({Told.SHA256}),
                withdrawal=Withdrawal.APPENDED,
                what="A double on this computer.",
                readers="Nobody reads it: it is a double.",
                looked=date(2026, 11, 26),
                public=True,
            ),
            **changes,  # type: ignore[arg-type]
        )

    def prepare(self, submission: Submission) -> Prepared:
        if any("untellable" in item.title for item in submission.items):
            raise UsageError("The double cannot be told of that.", "Give it another title.")
        method = "POST" if submission.operation is Operation.DECLARE else "DELETE"
        later = ("nonce", "signature", "key")
        leaving = Leaving(method, self._url(submission), self._headers(), self._note(submission), later, "To say no.")
        return Prepared(submission, (leaving,))

    def sign(self, prepared: Prepared, key: Callable[[bytes], bytes], at: datetime) -> Signed:
        self.signatures += 1
        leaving = prepared.leaves[0]
        note = json.loads(leaving.body)
        note |= {"nonce": f"{at.isoformat()}-{self.signatures}", "key": key.public.hex()}  # type: ignore[attr-defined]
        note["signature"] = key(json.dumps(note, sort_keys=True).encode()).hex()
        stale = at + self.fresh if self.fresh is not None else None
        body = json.dumps(note, sort_keys=True).encode()
        return Signed(
            leaving.method, leaving.url, leaving.headers, body, at, stale, {"made.txt": at.isoformat().encode()}
        )

    def submit(self, signed: Signed, submission: Submission, door, cancel):  # type: ignore[no-untyped-def]
        works = tuple(dict.fromkeys(item.work_id for item in submission.items))
        answer = door.request(
            signed.method,
            signed.url,
            purpose=Purpose.REGISTER,
            subjects=Subjects(works=works),
            body=signed.body,
            headers=signed.headers,
            redirects=0,
            cancel=cancel,
        )
        receipt = self._receipt(signed, submission, answer)
        said = json.loads(answer.body) if answer.body else {}
        match answer.status:
            case 201 | 204:
                return Accepted(receipt)
            case 404 if submission.operation is Operation.WITHDRAW:
                return AlreadyMine(receipt)
            case 409 if said["key"] == json.loads(signed.body)["key"]:
                return AlreadyMine(receipt)
            case 409:
                return Conflict(said["key"], receipt)
            case 400 if said.get("code") == "nonce":
                return NeedsResigning("The nonce was used before.")
            case 422 if said.get("code") == "clock":
                return NeedsResigning("The moment is too far off.")
            case 429 | 503:
                seconds = answer.headers.get("retry-after")
                return RetryAfter("The double is busy.", None if seconds is None else float(seconds))
            case status if status >= 500:
                return RetryAfter(f"The double answered {status}.")
        return Rejected(said.get("code", str(answer.status)), "The double says no.", receipt)

    def status(self, receipt: Receipt, submission: Submission, door, cancel) -> Status:  # type: ignore[no-untyped-def]
        works = tuple(dict.fromkeys(item.work_id for item in submission.items))
        url = f"http://{self.at}/declarations/{receipt.id_there}"
        answer = door.request("GET", url, purpose=Purpose.REGISTER, subjects=Subjects(works=works), cancel=cancel)
        return Status(Standing.RECORDED if answer.status == 200 else Standing.GONE, answer.at)

    def withdraw(self, receipt: Receipt, submission: Submission, declaration: str) -> Submission:
        return replace(submission, operation=Operation.WITHDRAW, of=declaration, params={"id": receipt.id_there})

    def verify(self, receipt: Receipt, items: Sequence[object] = ()) -> Verification:
        if receipt.status == 204:
            return Verification(Holds.YES, ("The double says that it was taken back.",))
        said = json.loads(receipt.response)
        if "files" not in said:
            return Verification(Holds.CANNOT_SAY, ("The double gave no proof.",))
        asked = json.loads(receipt.request)["files"]
        if said["files"] != asked:
            return Verification(Holds.NO, (), ("The answer is about other files than the request.",))
        return Verification(Holds.YES, ("The double names the same files.",), proven_at=receipt.at)

    def _url(self, submission: Submission) -> str:
        there = f"/{submission.params['id']}" if submission.operation is Operation.WITHDRAW else ""
        return f"http://{self.at}/declarations{there}"

    def _headers(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "Accept": "application/json"}

    def _note(self, submission: Submission) -> bytes:
        return json.dumps({"files": [item.sha256 for item in submission.items], "policy": submission.policy}).encode()

    def _receipt(self, signed: Signed, submission: Submission, answer) -> Receipt:  # type: ignore[no-untyped-def]
        said = json.loads(answer.body) if answer.body else {}
        return Receipt(
            registry=self.capabilities.name,
            operation=submission.operation,
            at=now(),
            url=signed.url,
            request=signed.body,
            status=answer.status,
            headers=answer.headers,
            response=answer.body,
            id_there=said.get("id", submission.params.get("id", "")),
            key=json.loads(signed.body)["key"],
            parts={**signed.parts, "answer.sha256": hashlib.sha256(answer.body).hexdigest().encode()},
        )
