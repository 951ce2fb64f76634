"""What is asked of a source, and what a source answers: candidates, a checkpoint, and how much was searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from artistguard.model.names import FieldKind, OwnName


class Key(StrEnum):
    """By what a candidate is known."""

    PICTURE = "picture"
    NAME = "name"
    ADDRESS = "address"


class CandidateKind(StrEnum):
    """What a source offers."""

    MODEL = "model"
    DATASET = "dataset"
    SPACE = "space"
    ROW = "row"  # a row of a data set
    PAGE = "page"  # a page that was crawled
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a candidate and where it stands. Its content is a stranger's."""

    field: FieldKind
    text: str


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file that a candidate holds. `sha256` where the source tells it."""

    name: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RemotePicture:
    """A picture of a candidate that could be fetched and compared."""

    url: str
    name: str = ""
    size: int | None = None  # bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a source offers. `key` is the source's permanent id of it: names change, it does not."""

    source: str
    key: str
    kind: CandidateKind
    title: str  # as the source calls it now: "account/name"
    url: str
    account: str = ""
    revision: str = ""  # whatever changes when it does: a commit, a moment
    created_at: datetime | None = None
    texts: tuple[Text, ...] = ()
    files: tuple[RemoteFile, ...] = ()
    pictures: tuple[RemotePicture, ...] = ()
    # Joins candidates into one family: "sha256:...", "fork-of:...", "redirect:..." - equal text, same family.
    kinship: tuple[str, ...] = ()
    declares: tuple[str, ...] = ()  # data sets and base models its card declares
    rows: int | None = None  # how many rows, prompts or pictures stand behind it
    note: str = ""  # one sentence on what is special: "taken down", "gated"
    captures: tuple[str, ...] = ()  # SHA-256 of those of the step's captures that it was read from


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched of what there is. Every "nothing found" carries one."""

    what: str  # "models by every form of your names"
    unit: str  # "models", "rows", "pages", "bytes"
    searched: int
    total: int | None = None  # None: the source does not say
    note: str = ""  # why the rest was not searched

    @property
    def whole(self) -> bool:
        """Whether everything there is was searched."""
        return self.total is not None and self.searched >= self.total and not self.note


@dataclass(frozen=True, slots=True)
class Capture:
    """A raw answer from the network, kept under its digest. `headers` have lower-case names."""

    sha256: str
    url: str
    status: int
    at: datetime
    size: int  # bytes
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture and its bytes, on the way to where captures are kept."""

    capture: Capture
    body: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """A candidate that was a find before, for the source to look after: is it still there, under which name?"""

    key: str
    kind: CandidateKind
    title: str
    url: str
    revision: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a source is asked. Only what no seal forbids stands here."""

    names: tuple[OwnName, ...] = ()
    addresses: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    datasets: tuple[str, ...] = ()  # ids of data sets with a find, whichever source told of them
    params: Mapping[str, object] = field(default_factory=dict)  # the watch's own: a data set, a domain
    most_requests: int = 200  # of one run; what is beyond it is coverage that is missing


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a run: committed as one transaction, after which a killed run goes on from `checkpoint`.

    `coverage` is the run's so far, whole. `gone` are keys of known candidates that are not there any more, `there` of
    those that were looked after and are as they were: nothing new, but seen again. `captures` that belong to no find
    are evidence of nothing, and need not be kept.
    """

    checkpoint: Mapping[str, object]  # JSON values
    candidates: tuple[Candidate, ...] = ()
    gone: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    captures: tuple[Captured, ...] = ()
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class HostNeed:
    """A host a source must reach, and what for, in words for the question of consent.

    `host` is a name, or "*.name" for every name below it. `pictures`: only where finds' pictures are fetched.
    """

    host: str
    why: str
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A request as it would leave, for the person who is asked: nothing was sent."""

    method: str
    url: str
    why: str
    bytes_out: int = 0
    request: str = ""  # the exact text of the request, without what TLS adds
