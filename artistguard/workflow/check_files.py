"""A file that somebody sent, as words and a picture. What it is, its content says, not its name; nothing is run."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from artistguard.formats import webpage
from artistguard.formats.sniff import identify
from artistguard.model import paths
from artistguard.model.errors import Damaged, FileError, NotAPicture
from artistguard.model.finds import Match
from artistguard.model.names import FieldKind
from artistguard.model.oserrors import regular, unreadable
from artistguard.model.watching import Candidate, CandidateKind, Coverage, Text
from artistguard.sources import safetensors
from artistguard.workflow import lookup
from artistguard.workflow.lookup import LookedUp
from artistguard.workflow.recognise import works_in
from artistguard.workflow.studio import Studio

LARGEST_TEXT = 4 << 20  # bytes of a text file that are read
LONGEST = 1 << 20  # characters of a text that is pasted
_HEAD = 4096
_NOWHERE = "https://page.invalid/"  # where the pictures of a page lie that was saved, and does not say from where
_PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
_GENERATOR = re.compile("parameters|prompt|workflow|dream|sd-metadata|usercomment|comment|description", re.IGNORECASE)


class What(StrEnum):
    """What was given to be checked."""

    PICTURE = "picture"
    MODEL_FILE = "model-file"
    TEXT = "text"
    PAGE = "page"
    MODEL = "model"
    DATASET = "dataset"
    SPACE = "space"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at: its texts as a candidate, how much of it that is, and its picture among the works."""

    kind: What
    candidate: Candidate
    coverage: tuple[Coverage, ...]
    looked_up: tuple[LookedUp, ...] = ()
    by_picture: tuple[Match, ...] = ()


def look(studio: Studio, path: Path, *, name: str = "", url: str = "") -> Looked:
    """Read a file of this computer; `name` and `url` where it came from elsewhere. Raises FileError."""
    name = name or path.name
    regular(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0)
            try:
                identify(file)
                picture, why = True, ""
            except (NotAPicture, Damaged) as error:
                picture, why = False, error.message
            file.seek(0)
            data = b"" if picture else file.read(LARGEST_TEXT)
    except OSError as error:
        raise unreadable(path, error) from error
    candidate = Candidate(
        source="file",
        key=paths.text(path),
        kind=CandidateKind.FILE,
        title=paths.printable(name)[:200],
        url=url,
        texts=(Text(FieldKind.FILE_NAME, paths.printable(name)[:1000]),),
    )
    if picture:
        return _picture(studio, path, candidate)
    if _safetensors(head):
        return _model(path, candidate)
    if _pickle(head):
        why = "This is a model file of the pickle kind. Opening it would run what is in it, so it stays closed."
    elif (text := decoded(data)) is not None:
        return _text(text, candidate, size, url)
    return Looked(
        What.OTHER,
        candidate,
        (Coverage("the file's name", "names", 1, 1), Coverage("its content", "bytes", 0, size, why)),
    )


def decoded(data: bytes) -> str | None:
    """Bytes as text, or None if they are not like any."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:_HEAD]:
        return None
    text = data.decode("utf-8-sig", "replace")
    odd = sum(c == "�" or (ord(c) < 32 and c not in "\t\n\r\f\x1b") for c in text[:_HEAD])
    return None if odd * 20 > len(text[:_HEAD]) else text


def text_candidate(text: str) -> tuple[Candidate, Coverage]:
    """Words as a candidate, and how many of them were read."""
    whole = len(text.encode("utf-8", "replace"))
    kept = text[:LONGEST]
    candidate = Candidate(
        source="text",
        key="pasted",
        kind=CandidateKind.FILE,
        title="what you pasted",
        url="",
        texts=(Text(FieldKind.TEXT, kept),),
    )
    note = "" if kept == text else "The text is longer than what is read of one."
    return candidate, Coverage("the text", "bytes", len(kept.encode("utf-8", "replace")), whole, note)


def page_texts(page: webpage.WebPage, url: str) -> tuple[Text, ...]:
    """Everything a page says, each where it belongs."""
    found = [Text(FieldKind.URL, url), Text(FieldKind.TITLE, page.title), Text(FieldKind.CARD, page.text)]
    found += [Text(FieldKind.CARD, about) for about in page.about]
    found += [Text(FieldKind.CAPTION, image.text) for image in page.pictures]
    found += [Text(FieldKind.URL, image.url) for image in page.pictures]
    found += [Text(FieldKind.URL, link) for link in page.links]
    return tuple(text for text in dict.fromkeys(found) if text.text)


def page_coverage(page: webpage.WebPage) -> Coverage:
    """How much of a page's text was read."""
    note = "The page is longer than what is read of one." if page.cut else ""
    return Coverage("the page's text, links and picture descriptions; not its programs", "pages", 1, 1, note)


def _picture(studio: Studio, path: Path, candidate: Candidate) -> Looked:
    found = next(lookup.lookup(studio, [path]))
    if found.error is not None and found.says is None:
        raise found.error
    texts = list(candidate.texts)
    tags = found.says["tags"] if found.says else []
    for tag in tags:
        field = FieldKind.CREATOR if tag["name"].lower().endswith(("creator", "artist", "by-line")) else FieldKind.CARD
        texts.append(Text(field, tag["value"]))
    prompts = _prompts(studio, path)
    texts += [Text(FieldKind.PROMPT if _GENERATOR.search(where) else FieldKind.CARD, text) for where, text in prompts]
    words = len(tags) + len(prompts)
    return Looked(
        What.PICTURE,
        _with(candidate, texts),
        (_compared(found), Coverage("its tags, and what a generator wrote into it", "texts", words, words)),
        (found,),
        tuple(works_in(found, candidate.title)),
    )


def _prompts(studio: Studio, path: Path) -> list[tuple[str, str]]:
    try:
        value: dict[str, Any] = studio.pool.submit("prompts", {"path": paths.text(path)}).result().value
    except FileError:
        return []
    return [(where, text) for where, text in value["prompts"]]


def _compared(found: LookedUp) -> Coverage:
    what = "your works, by their looks, flipped and turned in every way"
    if found.error is not None:
        return Coverage(what, "works", 0, None, found.error.message)
    if found.plain:
        return Coverage(
            what, "works", 0, found.compared, "This picture is too plain to be told from others by its looks."
        )
    note = "The others are too plain to be known by their looks." if found.unlike_any else ""
    return Coverage(what, "works", found.compared - found.unlike_any, found.compared, note)


def _model(path: Path, candidate: Candidate) -> Looked:
    size = path.stat().st_size
    try:
        header = safetensors.read_local(path)
    except Damaged as error:
        return Looked(What.MODEL_FILE, candidate, (Coverage("the file's header", "headers", 0, 1, error.message),))
    return model(candidate, header, size)


def model(candidate: Candidate, header: safetensors.Header, size: int | None) -> Looked:
    """A model file, by what its trainer wrote into its header."""
    note = "" if header.texts else "Its header says nothing: it was taken out, or never written."
    coverage = [Coverage("the file's header: trigger words, tags, folder names", "headers", 1, 1, note)]
    if size is not None:
        coverage.append(
            Coverage("its weights, which hold no words", "bytes", 0, size, "Weights cannot be read like a text.")
        )
    return Looked(What.MODEL_FILE, _with(candidate, [*candidate.texts, *header.texts]), tuple(coverage))


def _text(text: str, candidate: Candidate, size: int, url: str) -> Looked:
    if re.match(r"\s*<(!doctype\s+html|html|head|body)\b", text, re.IGNORECASE):
        page = webpage.read(text, url or _NOWHERE)
        texts = [*candidate.texts, *page_texts(page, url)]
        return Looked(What.PAGE, _with(candidate, texts), (page_coverage(page),))
    note = "" if size <= LARGEST_TEXT else "The text is longer than what is read of one."
    read = min(size, LARGEST_TEXT)
    return Looked(
        What.TEXT,
        _with(candidate, [*candidate.texts, Text(FieldKind.TEXT, text)]),
        (Coverage("the text and the file's name", "bytes", read, size, note),),
    )


def _safetensors(head: bytes) -> bool:
    return len(head) > safetensors.LENGTH and head[safetensors.LENGTH :].lstrip()[:2] in (b'{"', b"{}", b"{\n", b"{ ")


def _pickle(head: bytes) -> bool:
    return head.startswith(_PICKLES) or (head.startswith(b"PK\x03\x04") and b"data.pkl" in head[:300])


def _with(candidate: Candidate, texts: list[Text]) -> Candidate:
    return replace(candidate, texts=tuple(dict.fromkeys(text for text in texts if text.text.strip())))
