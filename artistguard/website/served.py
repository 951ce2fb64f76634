"""What a site serves, read as its readers read it. Every byte of it is a stranger's: bounded, and never an error."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from artistguard.formats import robots_rules as rules
from artistguard.formats import webpage
from artistguard.formats.robots import LARGEST, agents
from artistguard.website.terms import vocabulary

_MOST_RULES = 1_000  # of a tdmrep.json
_LONGEST = 200  # characters of anything that is shown
_TOKEN = re.compile(r"[a-z][a-z0-9-]{0,31}\Z")
_LINK = re.compile(r"<([^<>]{1,2048})>([^<]{0,500})")
_TRAIN = re.compile(r"(?:^|,)\s*train-ai\s*=\s*([yn])(?=\s*(?:;|,|$))")

_Found = Callable[..., None]

# What is looked for at the root of a site; the page and one of its pictures come besides.
ROBOTS, TDMREP, AI_TXT, LICENCE = "robots.txt", ".well-known/tdmrep.json", "ai.txt", "license.xml"
FILES = (ROBOTS, TDMREP, AI_TXT, LICENCE)
PAGE, PICTURE = "page", "picture"


@dataclass(frozen=True, slots=True)
class Part:
    """One answer of the site. `status` None: there was none that can be read, and `trouble` says why."""

    url: str
    status: int | None
    headers: Mapping[str, str]
    body: bytes = b""
    trouble: str = ""

    @property
    def there(self) -> bool:
        return self.status == 200

    @property
    def unknown(self) -> bool:
        """Whether nothing can be said of it: no answer, or one that says that something is wrong over there."""
        return self.status is None or self.status == 429 or self.status >= 500


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found, by the names that the readers' rules use, and in sentences by the part that says it."""

    signals: Mapping[str, tuple[str, ...]]
    says: Mapping[str, tuple[str, ...]]


def read(parts: Mapping[str, Part]) -> Facts:
    """The facts of a site from its parts by name (FILES, PAGE, PICTURE); those that were not asked for are left out."""
    signals: dict[str, set[str]] = {}
    says: dict[str, list[str]] = {name: [] for name in parts}

    def found(name: str, *values: str) -> None:
        signals.setdefault(name, set()).update(value for value in values if value)

    page = parts.get(PAGE)
    path = (urlsplit(page.url).path or "/") if page else "/"
    for name, part in parts.items():
        if part.unknown:
            says[name].append(part.trouble or f"answered {part.status}")
        elif not part.there:
            says[name].append("is not there (404)" if part.status == 404 else f"answered {part.status}, taken for none")
    if robots := parts.get(ROBOTS):
        _robots(robots, path, found, says[ROBOTS])
    if (tdm := parts.get(TDMREP)) and (tdm.there or tdm.unknown):
        _tdmrep(tdm, path, found, says[TDMREP])
    if (ai := parts.get(AI_TXT)) and (ai.there or ai.unknown):
        _ai_txt(ai, found, says[AI_TXT])
    if (licence := parts.get(LICENCE)) and (licence.there or licence.unknown):
        _licence(licence, found, says[LICENCE])
    found("rsl link", *(where for where, _ in _licence_links(parts)))
    if page and page.there:
        _headers(page, "header", found, says[PAGE])
        _page(page, found, says[PAGE])
    if (picture := parts.get(PICTURE)) and picture.there:
        found(PICTURE, "seen")
        _headers(picture, "picture", found, says[PICTURE])
    return Facts(
        {name: tuple(sorted(values)) for name, values in sorted(signals.items()) if values},
        {name: tuple(dict.fromkeys(map(_shown, lines))) for name, lines in says.items()},
    )


def own_picture(page: Part) -> str:
    """The address of the page's first picture that its own host serves; empty: there is none."""
    host = urlsplit(page.url).netloc.lower()
    text = webpage.decoded(page.body, page.headers.get("content-type", ""))
    for image in webpage.read(text, page.url).pictures:
        try:
            if urlsplit(image.url).netloc.lower() == host:
                return image.url
        except ValueError:
            continue
    return ""


def licence_link(parts: Mapping[str, Part]) -> str:
    """Where readers of RSL are led to: the first of robots.txt, the page's header, the page itself. Empty: nowhere."""
    for _, url in _licence_links(parts):
        return url
    return ""


def _licence_links(parts: Mapping[str, Part]) -> list[tuple[str, str]]:
    links = []
    robots, page = parts.get(ROBOTS), parts.get(PAGE)
    if robots and robots.there:
        rows = rules.lines(robots.body[:LARGEST])
        links += [("robots", value) for key, value in map(rules.field, rows) if key == "license" and value]
    if page and page.there:
        for url, attributes in _LINK.findall(page.headers.get("link", "")[:4096]):
            if re.search(r"""rel\s*=\s*["']?license\b""", attributes, re.IGNORECASE):
                links.append(("header", _joined(page.url, url)))
        for rel, kind, url in _parsed(page).relations:
            if "license" in rel.split() and "rsl" in kind:
                links.append(("page", url))
    return [(where, url) for where, url in links if url.lower().startswith(("https://", "http://"))]


def _robots(part: Part, path: str, found: _Found, says: list[str]) -> None:
    if part.unknown:
        found("robots", "unknown")
        return
    if not part.there:
        found("collectors", "silent")
        return
    rows = rules.lines(part.body[:LARGEST])
    groups = rules.groups(rows)
    names = [agent.name for agent in agents()]
    refused = [name for name in names if not rules.may_fetch(groups, name, path)]
    found("collectors", "all" if len(refused) == len(names) else "some" if refused else "none")
    says.append(f"refuses {len(refused)} of {len(names)} AI collectors known by name")
    if not groups:
        says.append("holds no rules")
    if refused and (let_in := [name for name in names if name not in refused]):
        says.append(f"lets in {', '.join(let_in)}")
    said = rules.preferences(groups, "a crawler of no name", path)
    found("usage robots", _train(said))
    says += [
        f"Content-Usage: {expression[:_LONGEST]}, for crawlers that it does not name"
        for expression in [*dict.fromkeys(said)][:10]
    ]
    if said:
        silent = [name for name in names if name not in refused and not rules.preferences(groups, name, path)]
        if silent:
            says.append(f"no Content-Usage in the groups of {', '.join(silent)}")
    says += [f"License: {value[:_LONGEST]}" for key, value in map(rules.field, rows) if key == "license"][:10]
    if len(part.body) > LARGEST:
        says.append("is longer than the 500 KiB that readers need to read")


def _tdmrep(part: Part, path: str, found: _Found, says: list[str]) -> None:
    if part.unknown:
        found("tdm file", "unknown")
        return
    try:
        entries = json.loads(part.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        says.append("is no list in JSON, so readers take it for nothing")
        return
    for entry in entries[:_MOST_RULES]:
        if not isinstance(entry, dict) or not isinstance(location := entry.get("location"), str):
            continue
        if rules.fits(location, path):  # the first that fits counts
            value = entry.get("tdm-reservation")
            if value in (0, 1) and not isinstance(value, bool | float):
                found("tdm file", str(value))
                says.append(f"says tdm-reservation {value} for {location[:_LONGEST]}")
            else:
                says.append("has a rule for this page whose tdm-reservation is neither 0 nor 1")
            if isinstance(policy := entry.get("tdm-policy"), str):
                says.append(f"names a policy: {policy[:_LONGEST]}")
            return
    says.append("has no rule for this page")


def _ai_txt(part: Part, found: _Found, says: list[str]) -> None:
    if part.unknown:
        found("ai.txt", "unknown")
        return
    groups = rules.groups(rules.lines(part.body[:LARGEST]))
    # Spawning's rules begin with the star itself: "Disallow: *.jpg"
    endings = [str(ending) for ending in vocabulary()["ai-txt"]["endings"]]
    refused = [ending for ending in endings if not rules.may_fetch(groups, "*", f"/picture.{ending}")]
    found("ai.txt", "all" if len(refused) == len(endings) else "some" if refused else "none")
    says.append(f"refuses {len(refused)} of {len(endings)} kinds of picture files")


def _licence(part: Part, found: _Found, says: list[str]) -> None:
    if part.unknown:
        found("rsl", "unknown")
        return
    try:
        root: Element = fromstring(part.body)
    except (ParseError, DefusedXmlException, ValueError, RecursionError):
        says.append("is no XML that can be read")
        return
    tokens = [
        token
        for element in root.iter()
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "prohibits"
        if element.get("type", "usage") == "usage"
        for token in (element.text or "")[:1_000].lower().replace(",", " ").split()
        if _TOKEN.match(token)
    ]
    found("rsl", *tokens)
    says.append(f"prohibits: {', '.join(dict.fromkeys(tokens))[:_LONGEST]}" if tokens else "prohibits no use")


def _headers(part: Part, where: str, found: _Found, says: list[str]) -> None:
    """What a page or picture was served with. A header that is there twice comes joined by commas."""
    reservation = part.headers.get("tdm-reservation", "").strip()
    if reservation in ("0", "1"):
        found(f"tdm {where}", reservation)
    tags = part.headers.get("x-robots-tag", "")
    found(f"noai {where}", *(tag for tag in _tags(tags) if tag in ("noai", "noimageai")))
    if where == "header":
        found("usage header", _train([part.headers.get("content-usage", "")]))
    for name in ("content-usage", "tdm-reservation", "tdm-policy", "x-robots-tag"):
        says += [f"served with {name}: {value[:_LONGEST]}" for value in [part.headers.get(name, "").strip()] if value]


def _page(part: Part, found: _Found, says: list[str]) -> None:
    for name, content in _parsed(part).metas:
        if name == "tdm-reservation" and content in ("0", "1"):
            found("tdm meta", content)
        if name == "robots":
            found("noai meta", *(tag for tag in _tags(content) if tag in ("noai", "noimageai")))
        if name in ("tdm-reservation", "tdm-policy") or (name == "robots" and "noai" in content.lower()):
            says.append(f"says in itself {name}: {content[:_LONGEST]}")


def _parsed(part: Part) -> webpage.WebPage:
    return webpage.read(webpage.decoded(part.body, part.headers.get("content-type", "")), part.url)


def _shown(text: str) -> str:
    """Without what cannot be printed, or written into a ledger."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def _tags(value: str) -> list[str]:
    return [tag.strip().lower() for tag in value[:4096].split(",")]


def _train(expressions: Iterable[str]) -> str:
    """The answer for train-ai; the stricter one, where there are two."""
    answers = {found for expression in expressions for found in _TRAIN.findall(expression[:4096])}
    return "n" if "n" in answers else "y" if answers else ""


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""
