"""A small model hub on loopback, of our own making: the demo's watch runs over it, and needs no network for that.

It speaks as much of the Hugging Face Hub's interface as a client needs to list, search, page, read cards and files
(docs "Hub API Endpoints", huggingface_hub 2.4): enough for the unmodified `huggingface_hub`. It is no part of the
watch; it answers it. What it serves stands in resources/hub.
"""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from artistguard.workflow import demo_repos
from artistguard.workflow.demo_repos import Repo

_KINDS = ("models", "datasets", "spaces")
_LARGE = (".safetensors", ".ckpt", ".bin", ".pt", ".png", ".jpg", ".jpeg", ".webp", ".parquet", ".zip")
_DETAIL = re.compile(r"/api/(models|datasets|spaces)/([^/]+/[^/]+)(?:/revision/([^/]+))?\Z")
_TREE = re.compile(r"/api/(models|datasets|spaces)/([^/]+/[^/]+)/tree/[^/]+(?:/(.*))?\Z")
_FILE = re.compile(r"/(?:(datasets|spaces)/)?([^/]+/[^/]+)/(?:resolve|raw)/[^/]+/(.+)\Z")
_RANGE = re.compile(r"bytes=(\d+)-(\d*)\Z")
_MOST = 1000  # items of a page


@dataclass(frozen=True)
class Reply:
    """What the hub answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Asked:
    """A request: `path` unquoted, `query` with every value of a name, `headers` with lower-case names."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]

    def one(self, name: str) -> str:
        """The first value of a query parameter, or ""."""
        return self.query.get(name, [""])[0]


class Hub:
    """Repositories behind a web interface. `endpoint` is known once it is served."""

    page = _MOST

    def __init__(self, repos: Sequence[Repo]) -> None:
        self.repos = list(repos)
        self.endpoint = ""

    @contextmanager
    def served(self) -> Iterator[str]:
        """Answer on a free port of this computer until the end of the block, which gets the endpoint."""
        with serving(self.answer) as self.endpoint:
            yield self.endpoint

    def answer(self, asked: Asked) -> Reply:
        """What to say to a request."""
        parts = asked.path.split("/")
        if len(parts) == 3 and parts[1] == "api" and parts[2] in _KINDS:
            return self._list(parts[2], asked)
        if found := _DETAIL.match(asked.path):
            return self._detail(found[1], found[2], asked)
        if found := _TREE.match(asked.path):
            return self._tree(found[1], found[2], found[3] or "", asked)
        if found := _FILE.match(asked.path):
            return self._file(found[1] or "models", found[2], found[3], asked)
        return as_json({"error": "Sorry, we can't find the page you are looking for."}, 404)

    def find(self, kind: str, id_: str) -> Repo | None:
        """A repository by its name of now."""
        return next((repo for repo in self.repos if (repo.kind, repo.id) == (kind, id_)), None)

    def large(self, repo: Repo, name: str, data: bytes, asked: Asked) -> Reply:
        """Serve a large file. The Hub itself sends to another host for these."""
        return ranged(data, asked, linked(repo, data))

    def _list(self, kind: str, asked: Asked) -> Reply:
        found = [repo for repo in self.repos if repo.kind == kind and self._meant(repo, asked)]
        if sort := asked.one("sort"):
            down = asked.one("direction") in ("", "-1")
            found.sort(key=lambda repo: repo.created if sort == "createdAt" else repo.modified, reverse=down)
        limit = min(int(asked.one("limit") or self.page), self.page)
        start = int(base64.urlsafe_b64decode(asked.one("cursor") or b"MA=="))
        shown = [self._item(repo, asked) for repo in found[start : start + limit]]
        headers = {}
        if start + limit < len(found):
            cursor = base64.urlsafe_b64encode(str(start + limit).encode()).decode()
            query = urlencode({**asked.query, "cursor": [cursor]}, doseq=True)
            headers["Link"] = f'<{self.endpoint}/api/{kind}?{query}>; rel="next"'
        return as_json(shown, headers=headers)

    def _meant(self, repo: Repo, asked: Asked) -> bool:
        """Whether a listing asks for a repository: every search word in its name, every filter among its tags."""
        words = [word.casefold() for word in asked.query.get("search", [])]
        return (
            all(word in repo.id.casefold() for word in words)
            and all(tag in repo.tags for tag in asked.query.get("filter", []))
            and asked.one("author") in ("", repo.account)
        )

    def _item(self, repo: Repo, asked: Asked) -> dict[str, Any]:
        whole = _whole(repo)
        if expand := asked.query.get("expand"):
            return {key: value for key, value in whole.items() if key in ("_id", "id", *expand)}
        if not asked.one("full"):
            for key in ("author", "sha", "lastModified", "siblings", "gated", "disabled"):
                del whole[key]
        if not asked.one("cardData"):
            del whole["cardData"]
        return whole

    def _detail(self, kind: str, id_: str, asked: Asked) -> Reply:
        repo = self.find(kind, id_)
        if repo is None:
            return self._elsewhere(kind, id_, asked)
        return as_json({**_whole(repo), "siblings": _siblings(repo, blobs=bool(asked.one("blobs")))})

    def _elsewhere(self, kind: str, id_: str, asked: Asked) -> Reply:
        """Who was renamed is found under the new name; who is not there looks like who is private."""
        renamed = next((repo for repo in self.repos if repo.kind == kind and id_ in repo.before), None)
        if renamed is not None:
            return Reply(307, {"Location": quote(asked.path.replace(id_, renamed.id, 1))})
        headers = {"X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"}
        return as_json({"error": "Invalid username or password."}, 401, headers)

    def _tree(self, kind: str, id_: str, folder: str, asked: Asked) -> Reply:
        repo = self.find(kind, id_)
        if repo is None:
            return self._elsewhere(kind, id_, asked)
        entries: dict[str, dict[str, Any]] = {}
        for name, data in repo.files.items():
            inside = name[len(folder) + 1 :] if folder and name.startswith(folder + "/") else "" if folder else name
            if not inside:
                continue
            if "/" in inside and not asked.one("recursive"):
                path = f"{folder}/" * bool(folder) + inside.split("/")[0]
                entries[path] = {"type": "directory", "oid": _git(path.encode()), "size": 0, "path": path}
            else:
                entries[name] = {"type": "file", "path": name, "oid": _git(data), "size": len(data), **_lfs(name, data)}
        return as_json(list(entries.values()))

    def _file(self, kind: str, id_: str, name: str, asked: Asked) -> Reply:
        repo = self.find(kind, id_)
        if repo is None:
            return self._elsewhere(kind, id_, asked)
        data = repo.files.get(name)
        if data is None:
            return as_json({"error": "Entry not found"}, 404, {"X-Error-Code": "EntryNotFound"})
        if repo.gated:
            return as_json(
                {"error": f"Access to {repo.kind[:-1]} {id_} is restricted."}, 401, {"X-Error-Code": "GatedRepo"}
            )
        if name.endswith(_LARGE):
            return self.large(repo, name, data, asked)
        return ranged(data, asked, {"ETag": f'"{_git(data)}"', "X-Repo-Commit": repo.sha})


@contextmanager
def demo_hub(portfolio: Path) -> Iterator[str]:
    """The demo's hub, made of resources/hub and pictures of the sample portfolio; the block gets its endpoint."""
    with Hub(demo_repos.repos(portfolio)).served() as endpoint:
        yield endpoint


@contextmanager
def serving(answer: Any) -> Iterator[str]:
    """A web server on a free port of this computer, every request answered by `answer(Asked) -> Reply`."""

    class Handler(_Handler):
        def reply(self, asked: Asked) -> Reply:
            reply: Reply = answer(asked)
            return reply

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, asked: Asked) -> Reply:
        raise NotImplementedError

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.reply(Asked(self.command, unquote(parts.path), parse_qs(parts.query), headers))
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **_LIMITS, **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads along."""


_LIMITS = {"RateLimit": '"api";r=499;t=300', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A JSON answer."""
    return Reply(
        status, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, json.dumps(value).encode()
    )


def ranged(data: bytes, asked: Asked, headers: Mapping[str, str]) -> Reply:
    """Bytes, or the range of them that was asked for (RFC 9110 section 14)."""
    headers = {"Accept-Ranges": "bytes", "Content-Type": "application/octet-stream", **headers}
    found = _RANGE.match(asked.headers.get("range", ""))
    if not found:
        return Reply(200, headers, data)
    first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
    if first > last:
        return Reply(416, {"Content-Range": f"bytes */{len(data)}"})
    return Reply(206, {**headers, "Content-Range": f"bytes {first}-{last}/{len(data)}"}, data[first : last + 1])


def linked(repo: Repo, data: bytes) -> dict[str, str]:
    """What the Hub says of a large file, whoever sends it."""
    digest = sha256(data)
    return {
        "ETag": f'"{digest}"',
        "X-Linked-ETag": f'"{digest}"',
        "X-Linked-Size": str(len(data)),
        "X-Repo-Commit": repo.sha,
    }


def sha256(data: bytes) -> str:
    """The digest under which the Hub keeps a large file."""
    return hashlib.sha256(data).hexdigest()


def _git(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()


def _lfs(name: str, data: bytes) -> dict[str, Any]:
    if not name.endswith(_LARGE):
        return {}
    return {"lfs": {"oid": sha256(data), "size": len(data), "pointerSize": 134}}


def _whole(repo: Repo) -> dict[str, Any]:
    """Everything that the Hub tells of a repository."""
    more = {"modelId": repo.id, "library_name": "diffusers"} if repo.kind == "models" else {}
    return {
        "_id": repo.key,
        "id": repo.id,
        "author": repo.account,
        "sha": repo.sha,
        "createdAt": repo.created,
        "lastModified": repo.modified,
        "private": False,
        "gated": "auto" if repo.gated else False,
        "disabled": False,
        "downloads": 0,
        "likes": 0,
        "tags": list(repo.tags),
        "cardData": dict(repo.card),
        "siblings": _siblings(repo),
        **more,
    }


def _siblings(repo: Repo, *, blobs: bool = False) -> list[dict[str, Any]]:
    if not blobs:
        return [{"rfilename": name} for name in repo.files]
    found = []
    for name, data in repo.files.items():
        item = {"rfilename": name, "size": len(data), "blobId": _git(data)}
        if lfs := _lfs(name, data).get("lfs"):
            item["lfs"] = {"sha256": lfs["oid"], "size": lfs["size"], "pointerSize": lfs["pointerSize"]}
        found.append(item)
    return found
