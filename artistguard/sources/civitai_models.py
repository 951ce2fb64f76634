"""What Civitai says of a model, as a candidate.

Field names are those of developer.civitai.com (site reference: models, images) and of its OpenAPI of 2024-09-19.
Everything in an answer was written by strangers: what does not fit reads as if it were not there.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from artistguard.formats import webpage
from artistguard.model.names import FieldKind
from artistguard.model.watching import Candidate, CandidateKind, RemoteFile, RemotePicture, Text
from artistguard.sources import fields

NAME = "civitai"
_MOST_VERSIONS, _MOST_FILES, _MOST_PICTURES, _MOST_WORDS = 100, 100, 200, 500
_LONGEST_HTML = 200_000
_LINE = 300
# Files that thousands of models share which are no relatives.
_SHARED_FILES = frozenset({"VAE", "Config", "Text Encoder", "Negative", "Archive"})
_MODES = {
    "Archived": "Archived: its files are not offered any more.",
    "TakenDown": "Taken down by Civitai: its pictures are not shown any more.",
}


def key_of(item: Any) -> str:
    """The permanent id of a model; empty for what is none."""
    number = fields.whole(fields.mapping(item).get("id"))
    return str(number) if number else ""


def cursor_of(answer: Any) -> str:
    """What to ask for the next page with; empty at the end. Opaque: a number once, a text today."""
    value = fields.mapping(fields.mapping(answer).get("metadata")).get("nextCursor")
    number = fields.whole(value)
    return str(number) if number is not None else fields.text(value, 500)


def candidate(item: Any, endpoint: str) -> Candidate | None:
    """A model of a listing or by its id; None for what is none."""
    model, key = fields.mapping(item), key_of(item)
    if not key:
        return None
    name = _line(model.get("name")) or f"model {key}"
    account = _line(fields.mapping(model.get("creator")).get("username"))
    versions = [fields.mapping(version) for version in fields.sequence(model.get("modelVersions"), _MOST_VERSIONS)]
    files = [file for version in versions for file in _files(version)][:_MOST_FILES]
    published = [at for version in versions if (at := fields.moment(version.get("publishedAt")))]
    return Candidate(
        source=NAME,
        key=key,
        kind=CandidateKind.MODEL,
        title=f"{account}/{name}" if account else name,
        url=f"{endpoint}/models/{key}",
        account=account,
        revision=_revision(model, versions, files),
        created_at=min(published, default=None),
        texts=tuple(_texts(model, name, account, versions, files)),
        files=tuple(
            RemoteFile(_line(file.get("name")), _bytes(file.get("sizeKB")), fields.sha256(_hash(file, "SHA256")))
            for file in files
        ),
        pictures=tuple(pictures(picture for version in versions for picture in fields.sequence(version.get("images")))),
        kinship=tuple(dict.fromkeys(kin for file in files for kin in _kinship(file))),
        declares=tuple(dict.fromkeys(base for version in versions if (base := _line(version.get("baseModel"))))),
        note=" ".join(_notes(model, files)),
    )


def with_gallery(found: Candidate, answer: Any) -> Candidate:
    """The candidate with the pictures that people made with it, and their prompts."""
    items = fields.sequence(fields.mapping(answer).get("items"), _MOST_PICTURES)
    known = {picture.url for picture in found.pictures}
    shown = tuple(picture for picture in pictures(items) if picture.url not in known)
    said = {Text(FieldKind.PROMPT, prompt): None for item in items if (prompt := _prompt(item))}
    texts = dict.fromkeys((*found.texts, *said))
    return replace(found, pictures=(found.pictures + shown)[: 2 * _MOST_PICTURES], texts=tuple(texts))


def digests(found: Candidate) -> list[str]:
    """The SHA-256 of a model's own files, newest version first. Civitai's search knows them in small letters."""
    return [kin.removeprefix("sha256:") for kin in found.kinship if kin.startswith("sha256:")]


def pictures(items: Any) -> Iterator[RemotePicture]:
    """The still pictures among what is shown. A caption is the prompt, where it is told."""
    for count, item in enumerate(items):
        picture = fields.mapping(item)
        url = _web(picture.get("url"))
        if count >= _MOST_PICTURES:
            return
        if url and picture.get("type") in (None, "image"):
            yield RemotePicture(url, url.rpartition("/")[2][:100], caption=_prompt(picture)[:500])


def _texts(
    model: Mapping[str, Any],
    name: str,
    account: str,
    versions: Sequence[Mapping[str, Any]],
    files: Sequence[Mapping[str, Any]],
) -> Iterator[Text]:
    said: dict[Text, None] = {Text(FieldKind.ID, name): None, Text(FieldKind.CREATOR, account): None}
    for version in versions:
        said |= {Text(FieldKind.TRIGGER, word): None for word in fields.texts(version.get("trainedWords"), 200, 1000)}
        said[Text(FieldKind.TITLE, _line(version.get("name")))] = None
        said[Text(FieldKind.CARD, _plain(version.get("description")))] = None
        said |= {Text(FieldKind.PROMPT, _prompt(shown)): None for shown in fields.sequence(version.get("images"), 50)}
    said |= {Text(FieldKind.TAG, tag): None for tag in fields.texts(model.get("tags"), 200, _LINE)}
    said |= {Text(FieldKind.FILE_NAME, _line(file.get("name"))): None for file in files}
    said[Text(FieldKind.CARD, _plain(model.get("description")))] = None
    yield from [text for text in said if text.text][:_MOST_WORDS]


def _notes(model: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    mode = model.get("mode")
    if isinstance(mode, str) and mode in _MODES:
        yield _MODES[mode]
    if model.get("poi") is True:
        yield "Marked on Civitai as showing a real person."
    if any(file.get("type") == "Training Data" for file in files):
        yield "What is said to be its training data is offered along with it."


def _files(version: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in fields.sequence(version.get("files"), _MOST_FILES):
        if file := fields.mapping(item):
            yield file


def _kinship(file: Mapping[str, Any]) -> Iterator[str]:
    if fields.text(file.get("type"), 40) in _SHARED_FILES:
        return
    if whole := fields.sha256(_hash(file, "SHA256")):
        yield f"sha256:{whole}"
    short = fields.text(_hash(file, "AutoV2"), 20).lower() or whole[:10]  # the first ten digits of the SHA-256
    if len(short) == 10 and set(short) <= set("0123456789abcdef"):
        yield f"autov2:{short}"


def _revision(
    model: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], files: Sequence[Mapping[str, Any]]
) -> str:
    """Changes with a version, a file or the mode: the newest version's id, and a digest of them all."""
    ids = sorted(number for version in versions if (number := fields.whole(version.get("id"))))
    parts = [str(number) for number in ids] + sorted(fields.text(_hash(file, "SHA256"), 64) for file in files)
    digest = hashlib.sha256("\n".join([fields.text(model.get("mode"), 40), *parts]).encode()).hexdigest()
    return f"{ids[-1] if ids else 0}-{digest[:12]}"


def _hash(file: Mapping[str, Any], kind: str) -> Any:
    return fields.mapping(file.get("hashes")).get(kind)


def _bytes(kilobytes: Any) -> int | None:
    if isinstance(kilobytes, bool) or not isinstance(kilobytes, int | float) or not 0 <= kilobytes <= 2**43:
        return None
    return round(kilobytes * 1024)


def _prompt(picture: Any) -> str:
    return fields.text(fields.mapping(fields.mapping(picture).get("meta")).get("prompt"))


def _plain(markup: Any) -> str:
    """HTML as words."""
    return fields.text(webpage.read(fields.text(markup, _LONGEST_HTML)).text)


def _line(value: Any) -> str:
    return " ".join(fields.text(value, _LINE).split())


def _web(value: Any) -> str:
    """An https address, or http for a hub of one's own; empty for anything else."""
    url = fields.text(value, 2048)
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        return ""
    return url if fit and not any(sign.isspace() for sign in url) else ""
