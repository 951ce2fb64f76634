"""A link that somebody sent: a repository of a hub, a file or any page. Asked for once, after consent alone."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from artistguard.formats import webpage
from artistguard.model import paths
from artistguard.model.egress import Subjects
from artistguard.model.errors import NetworkError, Refused, Unreachable
from artistguard.model.names import FieldKind
from artistguard.model.watching import (
    Candidate,
    CandidateKind,
    Captured,
    Coverage,
    HostNeed,
    Planned,
    RemotePicture,
    Text,
)
from artistguard.net import wire
from artistguard.net.door import Answer, AnswerLimits
from artistguard.sources import civitai_api, civitai_models, hub_items
from artistguard.sources.base import Asker
from artistguard.sources.hub_api import HubApi, HubPaths
from artistguard.sources.hub_reader import Reader
from artistguard.sources.hugging_face import FILES
from artistguard.workflow import check_files
from artistguard.workflow.check_files import Looked, What
from artistguard.workflow.studio import Studio

HUB = "huggingface.co"
CIVITAI = ("civitai.com", "civitai.green", "civitai.red")  # one catalogue, shown in three ways
FIRST = 16 << 20  # bytes of a file or page that are asked for; what is larger is no picture to compare, and no page
_HEADERS = 5  # weight files of a repository whose headers are read
_ANYTHING = {"Accept": "*/*", "Range": f"bytes=0-{FIRST - 1}"}
_PAGE = AnswerLimits(body=FIRST + (64 << 10), ratio=200, seconds=90.0)
_REPOSITORY = re.compile(
    r"/(?:(?P<kind>datasets|spaces)/)?(?P<id>[\w.-]{1,96}/[\w.-]{1,96})(?:/(?P<rest>.*))?\Z", re.ASCII
)
_NOT_REPOSITORIES = re.compile("api|blog|collections|docs|join|learn|login|models|organizations|papers|posts|settings")
_CIVITAI_MODEL = re.compile(r"/models/(\d{1,12})(?:/.*)?\Z", re.ASCII)
_FILE = re.compile(r"\.[a-z]{3,11}\Z", re.IGNORECASE)  # on a hub of one's own anything may be served
_KINDS = {None: CandidateKind.MODEL, "datasets": CandidateKind.DATASET, "spaces": CandidateKind.SPACE}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link led to: how it reads, and the answers it was read from."""

    looked: Looked
    captures: tuple[Captured, ...] = ()


class Link(Protocol):
    """A link, by what answers behind it."""

    @property
    def url(self) -> str:
        """As it was given, with a scheme."""

    @property
    def needs(self) -> Sequence[HostNeed]:
        """Whom it must ask; those after the first tell more, but it can do without them."""

    def plan(self) -> Sequence[Planned]:
        """The first requests exactly as they would leave. Nothing is sent."""

    def open(self, studio: Studio, asker: Asker, subjects: Subjects) -> Opened:
        """Ask. Raises NetworkError, FileError."""


def link(studio: Studio, url: str) -> Link:
    """How a link is opened: by the interface of the hub it belongs to, else as a page or file. Raises Refused."""
    try:
        parts = urlsplit(url)
        host, scheme = parts.netloc.lower().removeprefix("www."), parts.scheme.lower()
    except ValueError as error:
        raise Refused("That is no address.") from error
    path = unquote(parts.path).rstrip("/")
    if host == HUB or (host in studio.local_hosts and not _FILE.search(path)):
        found = _REPOSITORY.match(path)
        if found and not _NOT_REPOSITORIES.fullmatch(found["id"].split("/")[0]):
            return _Repository(url, f"{scheme}://{host}", _KINDS[found["kind"]], found["id"])
    if host in CIVITAI and (model := _CIVITAI_MODEL.match(path)):
        return _CivitaiModel(url, model[1])
    return _Page(url)


@dataclass(frozen=True, slots=True)
class _Repository:
    """A model, data set or space of a hub that speaks the Hugging Face Hub's interface."""

    url: str
    endpoint: str
    kind: CandidateKind
    id: str

    @property
    def needs(self) -> Sequence[HostNeed]:
        host = urlsplit(self.endpoint).netloc
        first = HostNeed(host, f"What it tells of {self.id}, and its card, are read there.")
        files = HostNeed(FILES, "The headers of its weight files are read there, where the Hub keeps large files.")
        return (first, files) if host == HUB else (first,)

    def plan(self) -> Sequence[Planned]:
        hub = HubPaths(self.endpoint)
        return (hub.plan(hub.detail(self.kind, self.id), f"What the hub tells of {self.id}; then its card."),)

    def open(self, studio: Studio, asker: Asker, subjects: Subjects) -> Opened:
        hub = HubApi(self.endpoint, asker)
        told = hub.repository(self.kind, self.id, subjects)
        found = None if told.item is None else hub_items.candidate("hugging-face", self.kind, told.item, hub)
        if found is None:
            raise Unreachable(
                f"{self.id} is not there: {told.gone or 'the hub tells nothing of it'}.",
                "A private one needs your token: 'artistguard network token'.",
            )
        reader = Reader(hub)
        if told.captured is not None:
            found = reader.keep(found, told.captured)
        found = reader.complete(found, subjects, headers=_HEADERS)
        coverage = (
            Coverage("what the hub tells of it: name, tags, trigger words, file names", "repositories", 1, 1),
            *(part for part in reader.coverage() if part.total),
        )
        return Opened(Looked(What(self.kind.value), found, coverage), reader.taken([found]))


@dataclass(frozen=True, slots=True)
class _CivitaiModel:
    """A model of Civitai's, with its gallery."""

    url: str
    key: str

    @property
    def needs(self) -> Sequence[HostNeed]:
        host = urlsplit(civitai_api.CIVITAI).netloc
        return (HostNeed(host, f"What it tells of model {self.key} is read there, and the prompts of its gallery."),)

    def plan(self) -> Sequence[Planned]:
        urls, why = civitai_api.Urls(civitai_api.CIVITAI), "What Civitai tells of the model; then its gallery."
        return (wire.planned("GET", urls.model(self.key), why, civitai_api.JSON),)

    def open(self, studio: Studio, asker: Asker, subjects: Subjects) -> Opened:
        urls = civitai_api.Urls(civitai_api.CIVITAI)
        item, answer = asker.json(urls.model(self.key), subjects=subjects)
        found = civitai_models.candidate(item, urls.endpoint)
        if found is None:
            raise Refused("What Civitai sent is no model.")
        coverage = [Coverage("what Civitai tells of it: name, trigger words, description, files", "models", 1, 1)]
        captured = [answer.captured()]
        try:
            gallery, answer = asker.json(urls.gallery(self.key), subjects=subjects)
            found = civitai_models.with_gallery(found, gallery)
            captured.append(answer.captured())
            coverage.append(Coverage("the newest pictures made with it, and their prompts", "galleries", 1, 1))
        except NetworkError as error:
            coverage.append(Coverage("the pictures made with it", "galleries", 0, 1, error.message))
        return Opened(Looked(What.MODEL, found, tuple(coverage)), tuple(captured))


@dataclass(frozen=True, slots=True)
class _Page:
    """A page or file of any host: what comes says what it is."""

    url: str

    @property
    def needs(self) -> Sequence[HostNeed]:
        return (HostNeed(urlsplit(self.url).netloc.lower(), "The page or file behind the link is fetched, once."),)

    def plan(self) -> Sequence[Planned]:
        if self._weights:
            why = "The length of the model file's header; then the header alone."
            return (wire.planned("GET", self.url, why, {"Range": "bytes=0-7", "Accept-Encoding": "identity"}),)
        return (wire.planned("GET", self.url, "The page or file behind the link, its beginning.", _ANYTHING),)

    @property
    def _weights(self) -> bool:
        return urlsplit(self.url).path.lower().endswith(".safetensors")

    def open(self, studio: Studio, asker: Asker, subjects: Subjects) -> Opened:
        if self._weights:
            return self._model_file(asker, subjects)
        answer = asker.get(self.url, subjects=subjects, headers=_ANYTHING, limits=_PAGE, expected=(200, 206))
        looked = _content(studio, answer, self.url)
        return Opened(looked, (answer.captured(),))

    def _model_file(self, asker: Asker, subjects: Subjects) -> Opened:
        parts = urlsplit(self.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        header = HubApi(f"{parts.scheme}://{parts.netloc}", asker).header(path, subjects)
        if header is None:
            raise Unreachable(f"{parts.netloc} does not show that file.", "Download it, and check the file itself.")
        texts = (Text(FieldKind.URL, self.url), Text(FieldKind.FILE_NAME, _file_name(self.url)))
        found = Candidate("link", self.url, CandidateKind.FILE, _file_name(self.url), self.url, texts=texts)
        if header.sha256:
            found = replace(found, kinship=(f"sha256:{header.sha256}",))
        return Opened(check_files.model(found, header.said, header.size), (header.answer.captured(),))


def _content(studio: Studio, answer: Answer, url: str) -> Looked:
    """What came, by its content."""
    whole = _total(answer)
    if "html" in answer.headers.get("content-type", "").lower() or _begins_like_html(answer.body):
        return _page(
            webpage.read(webpage.decoded(answer.body, answer.headers.get("content-type", "")), answer.url), url
        )
    with tempfile.TemporaryDirectory(prefix="artistguard-check-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(answer.body)
        looked = check_files.look(studio, path, name=_file_name(url), url=url)
    candidate = replace(
        looked.candidate, source="link", key=url, texts=(Text(FieldKind.URL, url), *looked.candidate.texts)
    )
    coverage = looked.coverage
    if whole is not None and whole > len(answer.body):
        note = f"The file is larger than the {FIRST >> 20} MB that are fetched to check one."
        coverage = (*coverage, Coverage("the file behind the link", "bytes", len(answer.body), whole, note))
    return replace(looked, candidate=candidate, coverage=coverage)


def _page(page: webpage.WebPage, url: str) -> Looked:
    pictures = tuple(
        RemotePicture(image.url, _file_name(image.url), None, image.text)
        for image in page.pictures
        if image.url.startswith("https://")
    )
    candidate = Candidate(
        source="link",
        key=url,
        kind=CandidateKind.PAGE,
        title=paths.printable(page.title or url)[:200],
        url=url,
        texts=check_files.page_texts(page, url),
        pictures=pictures,
    )
    return Looked(What.PAGE, candidate, (check_files.page_coverage(page),))


def _total(answer: Answer) -> int | None:
    """How long the whole file is, where only its beginning was sent."""
    if answer.status != 206:
        return None
    found = re.match(r"bytes 0-\d+/(\d{1,18})\Z", answer.headers.get("content-range", ""))
    return int(found[1]) if found else None


def _begins_like_html(body: bytes) -> bool:
    return bool(re.match(rb"\s*(?:<!doctype\s+html|<html|<head|<body)\b", body[:1024], re.IGNORECASE))


def _file_name(url: str) -> str:
    return paths.printable(unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2][:200]) or urlsplit(url).netloc
