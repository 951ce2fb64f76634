"""A stranger's web page as plain words: its text, its pictures with what is said of them, its links. Nothing is run.

One pass, in time that grows with the page and no faster: whatever is not closed reaches to the end of the page.
Source: the WHATWG HTML standard, 13.1.2 (tags, attributes, raw text) and 13.2.3 (how an encoding is found).
"""

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

LARGEST = 4 << 20  # characters of a page that are read
MOST_PICTURES, MOST_LINKS = 1_000, 5_000
_MOST_METAS = 200
_LONGEST_TEXT = 1 << 20  # characters of text that are kept
_LONGEST_VALUE = 4_096  # characters of an attribute

# What is inside of "raw" elements is no text of the page.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|template|iframe|svg|math|object)\b[^>]*(?:>|\Z).*?(?:</(?P=raw)\b[^>]*(?:>|\Z)|\Z)"
    r"|<(?P<tag>/?[a-z](?:[^>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))*)(?:>|\Z)"
    r"|<[!?/][^>]*(?:>|\Z)"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"/?([a-z][a-z0-9:-]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z_:][\w:.-]*)(?:\s*=\s*(\"[^\"]*\"?|'[^']*'?|[^\s\"'>]+))?", re.IGNORECASE)
_INLINE = re.compile("a|abbr|b|bdi|bdo|cite|code|em|font|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var|wbr")
_SPEAKING = re.compile(
    "(?:(?:og|twitter):)?(?:title|description)|og:site_name|keywords|(?:twitter:)?creator|(?:article:)?author"
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_.:-]{1,40})""", re.IGNORECASE)
# Encodings of the web. Python knows others: of no text (zlib), without end (punycode), that raise (idna, undefined).
_ENCODING = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|latin-?1|iso[-_]?8859[-_]?\d{1,2}|windows-?\d{3,4}|cp-?\d{3,4}|ibm866"
    r"|koi8-[ru]|macintosh|gbk|gb2312|gb18030|big5(?:-hkscs)?|euc-(?:jp|kr)|(?:x-)?s(?:hift)?[-_]?jis|iso-2022-jp"
)
_SPACE = re.compile(r"[ \t\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of a page: its address, and what the page says of it (alternative text and title)."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page says. `more_pictures`: how many are beyond what is kept. `cut`: the page went on."""

    title: str
    text: str
    about: tuple[str, ...]  # what its <meta> elements say of it
    pictures: tuple[Image, ...]
    links: tuple[str, ...]
    more_pictures: int = 0
    cut: bool = False
    metas: tuple[tuple[str, str], ...] = ()  # every <meta> with a name: the name in small letters, its content
    relations: tuple[tuple[str, str, str], ...] = ()  # every <link>: rel and type in small letters, its address


def read(source: str, url: str = "") -> WebPage:
    """Read a page; addresses in it are completed by its own."""
    cut = len(source) > LARGEST
    source = source[:LARGEST]
    words: list[str] = []
    titles: list[str] = []
    about: list[str] = []
    pictures: dict[str, Image] = {}
    links: dict[str, None] = {}
    metas: list[tuple[str, str]] = []
    relations: list[tuple[str, str, str]] = []
    base, more, in_title = url, 0, False
    for found in _TOKEN.finditer(source):
        if (text := found["text"]) is not None:
            (titles if in_title else words).append(text)
            continue
        if (tag := found["tag"]) is None:
            continue
        name = _name(tag)
        if name == "title":
            in_title = not tag.startswith("/")
        elif name == "meta":
            attributes = _attributes(tag)
            about += _said(attributes)
            if (named := _line(attributes.get("name", "")).lower()) and len(metas) < _MOST_METAS:
                metas.append((named, _line(attributes.get("content", ""))))
        elif name == "link" and len(relations) < _MOST_METAS:
            attributes = _attributes(tag)
            rel, kind = (_line(attributes.get(key, "")).lower() for key in ("rel", "type"))
            relations.append((rel, kind, _complete(base, attributes.get("href", ""))))
        elif name == "base" and base == url:
            base = _complete(url, _attributes(tag).get("href", "")) or url
        elif name == "a" and not tag.startswith("/"):
            link = _complete(base, _attributes(tag).get("href", ""))
            if link and len(links) < MOST_LINKS:
                links[link] = None
        elif name in ("img", "source"):
            for image in _images(_attributes(tag), base):
                if image.url in pictures:
                    continue
                if len(pictures) < MOST_PICTURES:
                    pictures[image.url] = image
                else:
                    more += 1
        if not _INLINE.fullmatch(name):
            words.append("\n")
    text = _tidy("".join(words))
    return WebPage(
        title=_line("".join(titles))[:500],
        text=text[:_LONGEST_TEXT],
        about=tuple(dict.fromkeys(about))[:50],
        pictures=tuple(pictures.values()),
        links=tuple(links),
        more_pictures=more,
        cut=cut or len(text) > _LONGEST_TEXT,
        metas=tuple(metas),
        relations=tuple(relations),
    )


def decoded(body: bytes, content_type: str = "") -> str:
    """A page's bytes as text: by its mark, its header, what it says itself, or else UTF-8. Never an error."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    given = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    said = _CHARSET.search(body[:4096])
    name = given[1] if given else said[1].decode("ascii") if said else "utf-8"
    try:
        return body.decode(name if _ENCODING.fullmatch(name.lower()) else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def _attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag; of two with one name the first counts."""
    found: dict[str, str] = {}
    name = _NAME.match(tag)
    for attribute in _ATTRIBUTE.finditer(tag, name.end() if name else 0):
        value = attribute[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:].removesuffix(value[0])
        found.setdefault(attribute[1].lower(), _resolved(value[:_LONGEST_VALUE]))
    return found


def _said(attributes: dict[str, str]) -> Iterator[str]:
    name = attributes.get("name", "") or attributes.get("property", "")
    if _SPEAKING.fullmatch(name.lower()) and (text := _line(attributes.get("content", ""))):
        yield text


def _images(attributes: dict[str, str], base: str) -> Iterator[Image]:
    text = _line(" ".join(filter(None, (attributes.get("alt"), attributes.get("title")))))
    for name in ("src", "data-src", "data-original", "data-lazy-src"):
        if link := _complete(base, attributes.get(name, "")):
            yield Image(link, text)
            return
    best = [part.split()[0] for part in attributes.get("srcset", "").split(",") if part.split()]
    if best and (link := _complete(base, best[-1])):  # the last one usually is the largest
        yield Image(link, text)


def _complete(base: str, link: str) -> str:
    """The whole address; empty for what is none of the web's."""
    try:
        whole = urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""
    return whole if whole.lower().startswith(("https://", "http://")) and len(whole) <= _LONGEST_VALUE else ""


def _resolved(text: str) -> str:
    """Character references resolved; a text with one of thousands of digits stays as it is."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def _line(text: str) -> str:
    return " ".join(_resolved(text).split())


def _tidy(text: str) -> str:
    """Lines without empty ones between them."""
    lines = (_SPACE.sub(" ", line).strip() for line in _resolved(text).split("\n"))
    return "\n".join(line for line in lines if line)
