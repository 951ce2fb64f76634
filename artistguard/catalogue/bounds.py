"""Strangers' words on their way into the catalogue: cut to a size, without characters that forge lines or directions.

What was really answered stays in its capture, byte for byte. Here is only what cards and searches need.
"""

import hashlib
import re
from dataclasses import replace

from artistguard.model.finds import Match
from artistguard.model.watching import Candidate, RemoteFile, RemotePicture, Text

MOST_KEY = 300  # bytes of a key, a subject, a kinship: they stand in indexes
_LINE, _PASSAGE, _URL = 300, 2000, 2048  # characters
_MANY = 50  # texts, files, pictures, kinships, declarations of one candidate
# Controls, halves of characters, and marks that turn the direction of what follows.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
_ODD_IN_PASSAGES = re.compile(_ODD.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))


def line(text: str, most: int = _LINE) -> str:
    """One line of at most `most` characters."""
    return _cut(_ODD.sub(" ", text[: 4 * most]).strip(), most)


def passage(text: str, most: int = _PASSAGE) -> str:
    """A text of several lines."""
    return _cut(_ODD_IN_PASSAGES.sub(" ", text[: 4 * most]), most)


def name(text: str) -> str:
    """What rows are found by: the same text gives the same name, and other texts give other names."""
    if len(text) <= MOST_KEY and not _ODD.search(text) and len(text.encode()) <= MOST_KEY:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{line(text, 40)}~{digest}"


def address(url: str) -> str:
    """A URL that may be shown and opened: of the web, or none."""
    shown = line(url, _URL)
    return shown if shown.lower().startswith(("https://", "http://")) else ""


def candidate(found: Candidate) -> Candidate:
    """A candidate as it is kept."""
    return replace(
        found,
        source=name(found.source),
        key=name(found.key),
        title=line(found.title) or name(found.key),
        url=address(found.url),
        account=name(line(found.account)),
        revision=line(found.revision),
        texts=tuple(Text(text.field, passage(text.text)) for text in found.texts[:_MANY]),
        files=tuple(RemoteFile(line(file.name), file.size, line(file.sha256, 64)) for file in found.files[:_MANY]),
        pictures=tuple(
            RemotePicture(address(picture.url), line(picture.name), picture.size, line(picture.caption))
            for picture in found.pictures[:_MANY]
        ),
        kinship=tuple(name(text) for text in found.kinship[:_MANY]),
        declares=tuple(name(text) for text in found.declares[:_MANY]),
        note=line(found.note),
        captures=tuple(line(digest, 64) for digest in found.captures[:_MANY]),
    )


def match(found: Match) -> Match:
    """A match as it is kept. Its details are our own."""
    return replace(found, subject=name(found.subject), found=line(found.found), reason=line(found.reason, 2 * _LINE))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
