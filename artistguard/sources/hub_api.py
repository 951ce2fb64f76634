"""The Hugging Face Hub's interface, as far as the watch asks it: listings, one repository, a card, a header.

Documented under "Hub API Endpoints" and in huggingface_hub 2.4. Answers come from the endpoint alone: neither a next
page nor a redirect of the interface leads elsewhere. Large files are the exception: the Hub itself sends to where it
keeps them, and the door asks whether the user agreed to that host.
"""

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from artistguard.model.egress import NOBODY, Subjects
from artistguard.model.errors import Damaged, Refused
from artistguard.model.watching import CandidateKind, Captured, Planned
from artistguard.net import wire
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources import fields, safetensors
from artistguard.sources.base import Asker, parsed

KINDS = {CandidateKind.MODEL: "models", CandidateKind.DATASET: "datasets", CandidateKind.SPACE: "spaces"}
PAGE = 100  # items of a listing that are asked for
_MOST_ITEMS = 1_000  # that are looked at
JSON = {"Accept": "application/json"}
CARD = AnswerLimits(body=2 * 1024 * 1024, seconds=60.0)
_SLACK = 64 * 1024  # bytes of an answer that explains why it is not the one that was asked for
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT = frozenset({400, 401, 403, 404, 410, 416, 422, 451})
_MOST_REDIRECTS = 3
_NEXT = re.compile(r'<([^<>\s]{1,2000})>\s*;[^,<]*\brel="?next\b"?')
_TOTAL = re.compile(r"bytes \d+-\d+/(\d+)\Z")
_TAKEN_DOWN = "Access to this resource is disabled."
_BAD_TOKEN = "Invalid credentials in Authorization header"  # noqa: S105 - what the Hub says, no secret


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing. `next` is the path of the next one, "" at the end."""

    items: Sequence[Any]
    next: str
    captured: Captured


@dataclass(frozen=True, slots=True)
class Told:
    """One repository. `gone` says why it is not there; `item` is None, too, where the answer says nothing certain."""

    item: Any = None
    gone: str = ""
    captured: Captured | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """A weight file's header, and what the Hub says of the file on the way."""

    said: safetensors.Header
    sha256: str
    size: int | None
    answer: Answer  # the header's very bytes


class HubPaths:
    """Where on a hub what lies."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint.rstrip("/")

    def listing(self, kind: CandidateKind, **query: str) -> str:
        """The path of a listing's first page. Data sets come without their files: some have a hundred thousand."""
        asked = [*query.items(), ("limit", str(PAGE))]
        if kind is CandidateKind.DATASET:
            wanted = (
                "author",
                "cardData",
                "createdAt",
                "description",
                "disabled",
                "gated",
                "lastModified",
                "sha",
                "tags",
            )
            asked += [("expand", field) for field in wanted]
        else:
            asked += [("full", "true"), ("cardData", "true")]
        return f"/api/{KINDS[kind]}?{urlencode(asked)}"

    def detail(self, kind: CandidateKind, id_: str) -> str:
        """The path of what is told of one repository, the digests of its files among it."""
        return f"/api/{KINDS[kind]}/{quote(id_)}?blobs=true"

    def file(self, kind: CandidateKind, id_: str, revision: str, name: str) -> str:
        """The path of a file. "resolve" has a far larger allowance than the pages have, to which "raw" belongs."""
        above = "" if kind is CandidateKind.MODEL else KINDS[kind] + "/"
        return f"/{above}{quote(id_)}/resolve/{quote(revision or 'main', safe='')}/{quote(name)}"

    def page_url(self, kind: CandidateKind, id_: str) -> str:
        """Where people look at a repository."""
        above = "" if kind is CandidateKind.MODEL else KINDS[kind] + "/"
        return f"{self.endpoint}/{above}{quote(id_)}"

    def plan(self, path: str, why: str) -> Planned:
        """A request of ours as it would leave."""
        return wire.planned("GET", self.endpoint + path, why, JSON)


class HubApi(HubPaths):
    """Asks a hub on behalf of one run."""

    def __init__(self, endpoint: str, asker: Asker) -> None:
        super().__init__(endpoint)
        self._asker = asker

    def page(self, path: str, subjects: Subjects = NOBODY) -> Page:
        """A page of a listing. Raises Refused for what is none."""
        answer = self._get(path, subjects)
        if answer.status != 200:
            raise Refused(f"{self._host} does not list that: it answered {answer.status}.")
        items = parsed(answer.body, self.endpoint)
        if not isinstance(items, list):
            raise Refused(f"What {self._host} sent is no list.")
        found = _NEXT.search(answer.headers.get("link", "")[:8192])
        return Page(items[:_MOST_ITEMS], self._own(found[1], path) if found else "", answer.captured())

    def repository(self, kind: CandidateKind, id_: str, subjects: Subjects = NOBODY) -> Told:
        """What is told of a repository under a name, renames followed. Raises Refused for what cannot be read."""
        answer = self._get(self.detail(kind, id_), subjects)
        if answer.status == 200:
            item = parsed(answer.body, self.endpoint)
            return Told(item if isinstance(item, dict) else None, captured=answer.captured())
        return Told(gone=_gone(answer))

    def card(self, kind: CandidateKind, id_: str, revision: str, subjects: Subjects = NOBODY) -> Answer | None:
        """The README as it lies there; None where it is not shown."""
        answer = self._get(self.file(kind, id_, revision, "README.md"), subjects, limits=CARD, accept={})
        return answer if answer.status == 200 else None

    def header(self, path: str, subjects: Subjects = NOBODY) -> Header | None:
        """A safetensors file's header, in two requests for just those bytes; None where the file is not shown.

        Raises Damaged for a header that cannot be meant, Refused for a server that sends something else.
        """
        url, first, digest = self._range(self.endpoint + path, 0, safetensors.LENGTH, subjects)
        if first is None:
            return None
        count = safetensors.length(first.body)
        told = _TOTAL.match(first.headers.get("content-range", ""))
        size = int(told[1][:18]) if told else None
        if size is not None and count > size - safetensors.LENGTH:
            raise Damaged("The header of the safetensors file is longer than the file.")
        _, second, _ = self._range(url, safetensors.LENGTH, count, subjects)
        if second is None:
            return None
        return Header(safetensors.parse(second.body), digest, size, second)

    def _range(self, url: str, start: int, count: int, subjects: Subjects) -> tuple[str, Answer | None, str]:
        """Exactly those bytes from wherever the Hub keeps them: where that is, they, the file's SHA-256 if told."""
        digest = ""
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._asker.get(
                url,
                subjects=subjects,
                headers={"Range": f"bytes={start}-{start + count - 1}"},
                limits=AnswerLimits(body=count + _SLACK, seconds=90.0),
                expected=_NOT | _REDIRECTS | {200, 206},
                redirects=0,
            )
            if url.startswith(self.endpoint + "/"):  # elsewhere the tag may be anything
                tags = (answer.headers.get(name, "").strip('W/"') for name in ("x-linked-etag", "etag"))
                digest = next((tag for tag in map(fields.sha256, tags) if tag), digest)
            if answer.status in _REDIRECTS and "location" in answer.headers:
                url = self._joined(url, answer.headers["location"])
                continue
            if answer.status != 206:
                return url, None, digest
            if len(answer.body) != count or not answer.headers.get("content-range", "").startswith(f"bytes {start}-"):
                raise Refused(f"{urlsplit(url).netloc} did not send the bytes that were asked for.")
            return url, answer, digest
        raise Refused(f"{self._host} sent the request elsewhere more than {_MOST_REDIRECTS} times.")

    def _get(
        self, path: str, subjects: Subjects, *, limits: AnswerLimits | None = None, accept: Mapping[str, str] = JSON
    ) -> Answer:
        """GET from the endpoint, redirects followed on the endpoint alone."""
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._asker.get(
                self.endpoint + path,
                subjects=subjects,
                headers=accept,
                limits=limits,
                expected=_NOT | _REDIRECTS | {200},
                redirects=0,
            )
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            path = self._own(answer.headers["location"], path)
        raise Refused(f"{self._host} sent the request elsewhere more than {_MOST_REDIRECTS} times.")

    def _own(self, target: str, before: str) -> str:
        """The path of an address that was given as the next one. Raises Refused if another host is meant."""
        url = self._joined(self.endpoint + before, target)
        if not url.startswith(self.endpoint + "/"):
            raise Refused(f"{self._host} points to another host: {urlsplit(url).netloc[:80]!r}.")
        return url[len(self.endpoint) :]

    def _joined(self, url: str, target: str) -> str:
        try:
            return urljoin(url, target)
        except ValueError as error:
            raise Refused(f"{self._host} points to what is no address.") from error

    @property
    def _host(self) -> str:
        return urlsplit(self.endpoint).netloc


def _gone(answer: Answer) -> str:
    """Why a repository is not there, if the answer says so; "" for an answer from which nothing follows.

    The Hub answers 401 for what does not exist and for what is private, and tells no difference. A proxy's page, or
    a token that is not accepted, says nothing about the repository.
    """
    said = ""
    with contextlib.suppress(Refused):
        said = fields.text(fields.mapping(parsed(answer.body[:65536], answer.url)).get("error"), 300)
    code = answer.headers.get("x-error-code", "")
    if _TAKEN_DOWN in (said, answer.headers.get("x-error-message", "")):
        return "taken down by the hub"
    if answer.status == 401 and said == _BAD_TOKEN:
        return ""
    if code == "RepoNotFound" or (answer.status in (401, 404, 410, 451) and said):
        return "removed, or made private"
    return ""
