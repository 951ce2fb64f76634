"""XMP packets (ISO 16684-1): read, changed in some properties and otherwise kept, written.

exiv2 is not used for this. It keeps one table of namespace prefixes a process: a hostile file that binds "plus" to an
address of its own makes every later file's plus:DataMining land there, unseen (tests/provenance shows it). It also
drops what it cannot encode without a word. Here, properties are told apart by namespace alone, and nothing is kept
between files.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

MAX_PACKET = 32 << 20  # bytes; the largest seen in the wild, with Photoshop's history, have a few
MAX_NODES = 50_000
MAX_DEPTH = 100
MAX_PROPERTIES = 5_000
MAX_VALUE = 4_000  # characters shown of one value

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
META = "adobe:ns:meta/"
# The names these namespaces go by, whatever prefix a file gives them.
PREFIXES: dict[str, str] = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://www.w3.org/ns/tdmrep/": "tdm",
    "http://purl.org/dc/terms/": "dcterms",
    "http://creativecommons.org/ns#": "cc",
    RDF: "rdf",
    META: "x",
    XML: "xml",
}
NAMESPACES: dict[str, str] = {prefix: uri for uri, prefix in PREFIXES.items()}

_ABOUT, _RESOURCE, _PARSE_TYPE = f"{{{RDF}}}about", f"{{{RDF}}}resource", f"{{{RDF}}}parseType"
_DESCRIPTION, _LI, _VALUE = f"{{{RDF}}}Description", f"{{{RDF}}}li", f"{{{RDF}}}value"
_ARRAYS = {f"{{{RDF}}}Bag", f"{{{RDF}}}Seq", f"{{{RDF}}}Alt"}
_LANG = f"{{{XML}}}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Struct = tuple[tuple[str, str], ...]  # ("plus:LicensorName", text) pairs
Value = str | tuple[str, ...] | Struct


class Unreadable(Exception):
    """Not an XMP packet that can be kept. `str()` says why, for people."""


class Shape(StrEnum):
    """How XMP stores a property."""

    TEXT = "text"
    LANG = "lang"  # a language alternative with the one entry x-default
    SEQ = "seq"
    BAG = "bag"
    STRUCT = "struct"
    SEQ_STRUCT = "seq-struct"  # a sequence of one structure


@dataclass(slots=True, eq=False)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: "list[_Node | str]" = field(default_factory=list)

    @property
    def nodes(self) -> "list[_Node]":
        return [child for child in self.children if isinstance(child, _Node)]

    @property
    def text(self) -> str:
        return "".join(child for child in self.children if isinstance(child, str)).strip()


class _Tree:
    """A parser target that keeps elements, text and the prefixes the file itself uses, within limits."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.prefixes: dict[str, str] = {}
        self._open: list[_Node] = []
        self._count = 0

    def start_ns(self, prefix: str, uri: str) -> None:
        self.prefixes.setdefault(uri or "", prefix or "")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_NODES or len(self._open) >= MAX_DEPTH:
            raise Unreadable("The XMP packet is nested too deeply or has too many entries.")
        node = _Node(tag, dict(attributes))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].children.append(text)

    def close(self) -> None:
        pass


def properties(packet: bytes) -> tuple[tuple[str, str], ...]:
    """Every property as (name, text), in the order of the packet.

    Items of a list are joined with "; ". The parts of a structure are named "plus:Licensor[1]/plus:LicensorName",
    other languages than x-default "dc:rights[de]". Raises Unreadable.
    """
    found: list[tuple[str, str]] = []
    tree, descriptions = _parse(packet)
    for description in descriptions:
        for tag, value in description.attributes.items():
            if not tag.startswith((f"{{{RDF}}}", f"{{{XML}}}")):
                found.append((_name(tag, tree), value))
        for node in description.nodes:
            _flatten(_name(node.tag, tree), node, tree, found)
    return tuple((name[:MAX_VALUE], value) for name, value in found[:MAX_PROPERTIES])


def without(packet: bytes, names: Iterable[str]) -> bytes | None:
    """The packet without these properties, as JPEG's ExtendedXMP has it: with no wrapper around.

    Empty when nothing else was in it, None when none of them were. Raises Unreadable.
    """
    tree, descriptions = _parse(packet)
    if not _taken_out(tree, {_expanded(name) for name in names}):
        return None
    if not any(description.nodes or set(description.attributes) - {_ABOUT} for description in descriptions):
        return b""
    return _body(tree).encode()


def merge(packet: bytes | None, values: Mapping[str, tuple[Shape, Value]]) -> bytes:
    """A packet with these properties set, and everything else in the given one kept.

    Keys are names as in `PREFIXES` ("dc:rights"). An empty value takes the property out. Raises Unreadable.
    """
    if packet:
        tree, descriptions = _parse(packet)
        rdf = next(_rdfs(tree))
    else:
        rdf, descriptions, tree = _Node(f"{{{RDF}}}RDF", {}), [], _Tree()
        tree.root = _Node(f"{{{META}}}xmpmeta", {}, [rdf])
    about = next((d.attributes[_ABOUT] for d in descriptions if _ABOUT in d.attributes), "")
    _taken_out(tree, {_expanded(name) for name in values})
    made = [_property(name, shape, value) for name, (shape, value) in values.items() if value]
    if made:
        rdf.children.append(_Node(_DESCRIPTION, {_ABOUT: about}, list(made)))
    return _written(tree)


def plain(text: str, limit: int = MAX_VALUE) -> str:
    """Text that XML can hold: control characters become spaces, and it ends after `limit` characters."""
    return _NOT_XML.sub(" ", text)[:limit].strip()


def _parse(packet: bytes) -> tuple[_Tree, list[_Node]]:
    """The tree and the top-level descriptions that hold the properties."""
    if len(packet) > MAX_PACKET:
        raise Unreadable(f"The XMP packet has {len(packet) >> 20} MiB, which is too much.")
    tree = _Tree()
    parser = DefusedXMLParser(target=tree, forbid_dtd=True)
    try:
        # Padding is no XML; in UTF-16 (a zero among the first two bytes, or a mark) zeros are letters.
        wide = 0 in packet[:2] or packet[:2] in (b"\xff\xfe", b"\xfe\xff")
        parser.feed(packet if wide else packet.strip(b"\0 \t\r\n"))
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("The XMP packet is not well-formed XML.") from error
    if tree.root is None:
        raise Unreadable("The XMP packet is empty.")
    rdfs = list(_rdfs(tree))
    if not rdfs:
        raise Unreadable("The XMP packet holds no RDF.")
    return tree, [node for rdf in rdfs for node in rdf.nodes if node.tag == _DESCRIPTION]


def _rdfs(tree: _Tree) -> Iterator[_Node]:
    """The RDF of a packet. There should be one; programs that read all there are would heed what a second one says."""
    return (node for node in _walk(tree.root) if node.tag == f"{{{RDF}}}RDF")


def _taken_out(tree: _Tree, tags: set[str]) -> bool:
    """Take properties out of every description, and descriptions that are left empty; whether there were any."""
    found = False
    for rdf in _rdfs(tree):
        for description in [node for node in rdf.nodes if node.tag == _DESCRIPTION]:
            attributes = {k: v for k, v in description.attributes.items() if k not in tags}
            children = [c for c in description.children if isinstance(c, str) or c.tag not in tags]
            found |= len(attributes) < len(description.attributes) or len(children) < len(description.children)
            description.attributes, description.children = attributes, children
            if not description.nodes and not set(attributes) - {_ABOUT}:
                rdf.children.remove(description)
    return found


def _walk(node: _Node | None) -> Iterable[_Node]:
    waiting = [node] if node else []
    while waiting:
        first = waiting.pop(0)
        yield first
        # RDF stands at the root or just below it: deeper ones would be somebody's value.
        if first is node:
            waiting += first.nodes


def _flatten(name: str, node: _Node, tree: _Tree, found: list[tuple[str, str]]) -> None:
    """Depth is bounded by the parser."""
    if len(found) >= MAX_PROPERTIES:
        return
    inner = node.nodes
    array = next((child for child in inner if child.tag in _ARRAYS), None)
    if array is not None:
        _flatten_array(name, array, tree, found)
        return
    if len(inner) == 1 and inner[0].tag == _DESCRIPTION and _PARSE_TYPE not in node.attributes:
        node, inner = inner[0], inner[0].nodes
    parts = {k: v for k, v in node.attributes.items() if not k.startswith((f"{{{RDF}}}", f"{{{XML}}}"))}
    value = next((child for child in inner if child.tag == _VALUE), None)
    if value is not None:
        found.append((name, _cut(value.text)))
        return
    if not inner and not parts:
        found.append((name, _cut(node.text or node.attributes.get(_RESOURCE, node.attributes.get(_VALUE, "")))))
        return
    found += [(f"{name}/{_name(tag, tree)}", _cut(text)) for tag, text in parts.items()]
    for child in inner:
        _flatten(f"{name}/{_name(child.tag, tree)}", child, tree, found)


def _flatten_array(name: str, array: _Node, tree: _Tree, found: list[tuple[str, str]]) -> None:
    items = [item for item in array.nodes if item.tag == _LI]
    if array.tag == f"{{{RDF}}}Alt" and any(_LANG in item.attributes for item in items):
        for item in items:
            language = item.attributes.get(_LANG, "x-default")
            found.append((name if language.lower() == "x-default" else f"{name}[{language[:40]}]", _cut(item.text)))
        return
    if all(not item.nodes and not _parts(item) for item in items):
        found.append((name, _cut("; ".join(item.text or item.attributes.get(_RESOURCE, "") for item in items))))
        return
    for index, item in enumerate(items, 1):
        _flatten(f"{name}[{index}]", item, tree, found)


def _parts(node: _Node) -> bool:
    return any(not key.startswith((f"{{{RDF}}}", f"{{{XML}}}")) for key in node.attributes)


def _cut(text: str) -> str:
    return text[:MAX_VALUE]


def _name(tag: str, tree: _Tree) -> str:
    """ "dc:rights" for known namespaces. A prefix the file made up is shown unless it poses as a known one."""
    uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    if uri in PREFIXES:
        return f"{PREFIXES[uri]}:{local}"
    prefix = tree.prefixes.get(uri, "")
    return f"{prefix}:{local}" if prefix and prefix not in NAMESPACES else tag


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _property(name: str, shape: Shape, value: Value) -> _Node:
    node = _Node(_expanded(name), {})
    if shape is Shape.TEXT:
        node.children.append(plain(str(value)))
    elif shape is Shape.STRUCT:
        node.attributes[_PARSE_TYPE] = "Resource"
        node.children += _fields(value)
    else:
        tag = {Shape.LANG: "Alt", Shape.BAG: "Bag"}.get(shape, "Seq")
        array = _Node(f"{{{RDF}}}{tag}", {})
        node.children.append(array)
        if shape is Shape.SEQ_STRUCT:
            array.children.append(_Node(_LI, {_PARSE_TYPE: "Resource"}, list(_fields(value))))
        elif shape is Shape.LANG:
            array.children.append(_Node(_LI, {_LANG: "x-default"}, [plain(str(value))]))
        else:
            array.children += [_Node(_LI, {}, [plain(str(item))]) for item in value]
    return node


def _fields(value: Value) -> list[_Node]:
    return [_Node(_expanded(part[0]), {}, [plain(part[1])]) for part in value if isinstance(part, tuple)]


def _written(tree: _Tree) -> bytes:
    """The packet in UTF-8."""
    # The byte order mark in `begin` says that the packet is UTF-8 (ISO 16684-1, 7.3.2). No padding: it would invite
    # others to change the packet in place, which breaks the credential.
    head, tail = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n', '\n<?xpacket end="r"?>'
    return (head + _body(tree) + tail).encode()


def _body(tree: _Tree) -> str:
    """The root element. Every namespace is declared once, there, under its known name where it has one."""
    if tree.root is None:
        raise Unreadable("The XMP packet is empty.")
    names = _names_for(tree)
    declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for uri, prefix in names.items() if uri != XML)
    out: list[str] = []
    _write_node(tree.root, names, declared, out)
    return "".join(out)


def _names_for(tree: _Tree) -> dict[str, str]:
    """A prefix for each namespace in use, none of them twice."""
    names: dict[str, str] = {}
    waiting = [tree.root] if tree.root else []
    while waiting:
        node = waiting.pop()
        waiting += node.nodes
        for tag in (node.tag, *node.attributes):
            uri = tag[1:].partition("}")[0] if tag.startswith("{") else ""
            if not uri or uri in names:
                continue
            wished = PREFIXES.get(uri) or tree.prefixes.get(uri, "")
            if not wished or (uri not in PREFIXES and wished in NAMESPACES) or wished in names.values():
                wished = f"ns{len(names)}"
            while wished in names.values():
                wished += "_"
            names[uri] = wished
    return names


def _write_node(node: _Node, names: Mapping[str, str], declared: str, out: list[str]) -> None:
    tag = _written_name(node.tag, names)
    attributes = "".join(f" {_written_name(k, names)}={quoteattr(v)}" for k, v in node.attributes.items())
    out.append(f"<{tag}{declared}{attributes}")
    if not node.children:
        out.append("/>")
        return
    out.append(">")
    for child in node.children:
        if isinstance(child, str):
            # A bare carriage return would be read back as a line feed.
            out.append(escape(child, {"\r": "&#13;"}))
        else:
            _write_node(child, names, "", out)
    out.append(f"</{tag}>")


def _written_name(tag: str, names: Mapping[str, str]) -> str:
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    return f"{names[uri]}:{local}"
