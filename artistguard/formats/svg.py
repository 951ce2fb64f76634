"""SVG: the packet lies in a metadata element below the root; everything else stays byte for byte.

Sources: SVG 1.1, section 21; XMP part 3 (XML files); C2PA 2.2 A.3.7. The document is parsed as a stream, with no
external entities and no entities made of entities.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.source import MAX_BLOCK, Source, merged
from artistguard.formats.splice import BLOCK, Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged, NotAPicture, TooLarge

_NAMESPACE = "http://www.w3.org/2000/svg"
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")
_MAX_DEPTH = 2000
_MAX_ENTITIES, _MAX_ENTITY = 200, 1000  # Illustrator writes its namespaces as a dozen of short ones
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*+>""")
_DECLARATION = re.compile(rb"^\s*<\?xml\b(?:(?!\?>).)*\?>\s*", re.DOTALL)
_BOM = b"\xef\xbb\xbf"
# c2pa declares its namespace in the root's tag, and drops a byte order mark.
_CREDENTIAL_NAMESPACE = re.compile(rb"""\sxmlns:c2pa=(["'])http://c2pa\.org/manifest\1""")


@dataclass
class Document:
    """What one pass over the document found. Offsets in bytes."""

    root: str = ""
    root_start: int = -1
    root_end: int = -1  # of its closing tag, where it has one
    encoding: str = "utf-8"
    metadata: list[Span] = field(default_factory=list)


class _Walk:
    """Expat handlers that note where the root and its metadata elements lie."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found = Document()
        self.depth = 0
        self.entities = 0
        self.open_at = -1
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity
        self.parser.XmlDeclHandler = self._declaration
        self.parser.ExternalEntityRefHandler = self._external
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self.found.encoding = (encoding or "utf-8").lower()

    def _entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        self.entities += 1
        harmless = value is not None and not is_parameter and "&" not in value and "%" not in value and "<" not in value
        if not harmless or len(value or "") > _MAX_ENTITY or self.entities > _MAX_ENTITIES:
            raise Damaged("The SVG defines entities that refer to others, which the program does not open.")

    def _external(self, context: str, base: str | None, system: str | None, public: str | None) -> int:
        raise Damaged("The SVG refers to another file, which the program does not open.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        if self.depth == 0:
            prefix, _, local = name.rpartition(":")
            namespace = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns")
            if local != "svg" or namespace not in (None, "", _NAMESPACE):
                raise NotAPicture("This is an XML document, not an SVG.")
            self.found.root, self.found.root_start = name, at
        elif self.depth == 1 and name == self._metadata():
            self.open_at = at
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise Damaged("The SVG is nested deeper than any picture.")

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.depth == 0:
            self.found.root_end = self.parser.CurrentByteIndex
        if self.depth == 1 and self.open_at >= 0:
            at = self.parser.CurrentByteIndex
            end = at if at > self.open_at and self.source.peek(at, 2) != b"</" else at + len(_tag(self.source, at))
            self.found.metadata.append(Span(self.open_at, end - self.open_at))
            self.open_at = -1
            if len(self.found.metadata) > 10_000:
                raise Damaged("The SVG has more metadata elements than any picture.")

    def _metadata(self) -> str:
        prefix, colon, _ = self.found.root.rpartition(":")
        return prefix + colon + "metadata"

    def run(self) -> Document:
        """Parse the whole document."""
        try:
            at = 0
            while data := self.source.peek(at, BLOCK):
                at += len(data)
                self.parser.Parse(data, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Damaged(f"The SVG is broken in line {error.lineno}.") from error
        if self.source.peek(0, 2) in (b"\xff\xfe", b"\xfe\xff"):
            self.found.encoding = "utf-16"
        return self.found


def _walk(source: Source) -> Document:
    return _Walk(source).run()


def _tag(source: Source, at: int) -> bytes:
    """The whole tag that starts at an offset."""
    match = _TAG.match(source.peek(at, BLOCK))
    if match is None:
        raise Damaged("One of the SVG's tags is longer than any.")
    return match.group()


def _plain(document: Document) -> bool:
    return document.encoding in _ENCODINGS


def _packet(source: Source, document: Document) -> Span | None:
    """Where the XMP packet lies: with its wrapper, or the bare x:xmpmeta element."""
    for element in document.metadata:
        if element.length > MAX_BLOCK:
            raise TooLarge("Its metadata is too large.")
        data = source.read(element.start, element.length)
        found = _wrapped(data) or _bare(data)
        if found:
            return Span(element.start + found.start, found.length)
    return None


def _wrapped(data: bytes) -> Span | None:
    """A packet with its two processing instructions."""
    begin = data.find(b"<?xpacket")
    opened = data.find(b"?>", begin)
    end = data.find(b"<?xpacket", opened)
    closed = data.find(b"?>", end)
    if min(begin, opened, end, closed) < 0 or b"begin" not in data[begin:opened] or b"end" not in data[end:closed]:
        return None
    return Span(begin, closed + 2 - begin)


def _bare(data: bytes) -> Span | None:
    """The element alone."""
    begin = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta", begin)
    closed = data.find(b">", end)
    return Span(begin, closed + 1 - begin) if min(begin, end, closed) >= 0 else None


def _checked(xmp: bytes) -> bytes:
    """The packet as it can stand inside a document and be found again there."""
    packet = _DECLARATION.sub(b"", xmp.removeprefix(_BOM)).strip()
    whole = Span(0, len(packet))
    if packet and whole not in (_wrapped(packet), _bare(packet)):
        raise CannotEmbed("The tags to be written are no XMP packet.")
    try:
        expat.ParserCreate("utf-8").Parse(b"<a>" + packet + b"</a>", True)
    except expat.ExpatError as error:
        raise CannotEmbed("The tags to be written are broken.") from error
    return packet


def read_blocks(source: Source) -> Blocks:
    """The packet in a metadata element of the root."""
    document = _walk(source)
    span = _packet(source, document) if _plain(document) else None
    return Blocks(xmp=source.read(span.start, span.length) if span else None)


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """Replaced in place, or put into the first metadata element, or into a new one behind the root's tag."""
    document = _walk(source)
    if blocks.xmp is None:
        return Rewrite(apply(source.size, ()), None)
    if not _plain(document):
        raise CannotEmbed(f"The SVG is written in {document.encoding}; only UTF-8 can carry tags.", "Save it as UTF-8.")
    return Rewrite(apply(source.size, [_edit(source, document, _checked(blocks.xmp))]), None)


def _edit(source: Source, document: Document, packet: bytes) -> Edit:
    old = _packet(source, document)
    if old:
        return Edit(old.start, old.length, packet)
    if not packet:
        return Edit(0, 0, b"")
    name = document.root.rpartition("svg")[0] + "metadata"
    if document.metadata:
        element = document.metadata[0]
        tag = _tag(source, element.start)
        if tag.endswith(b"/>"):
            return Edit(element.start, len(tag), tag[:-2].rstrip() + b">" + packet + f"</{name}>".encode())
        return Edit(element.start + len(tag), 0, packet)
    tag = _tag(source, document.root_start)
    if tag.endswith(b"/>"):  # an empty sheet
        inside = f"><{name}>".encode() + packet + f"</{name}></{document.root}>".encode()
        return Edit(document.root_start + len(tag) - 2, 2, inside)
    return Edit(document.root_start + len(tag), 0, f"<{name}>".encode() + packet + f"</{name}>".encode())


def picture(source: Source) -> Picture:
    """The whole document without the root's metadata elements and what c2pa adds to the root's tag.

    An empty root is the same whether it is written as one tag or as two.
    """
    document = _walk(source)
    if not _plain(document):
        return Picture((), (Span(0, source.size),))
    left_out = [Span(0, len(_BOM))] if source.peek(0, 3) == _BOM else []
    tag = _tag(source, document.root_start)
    declared = _CREDENTIAL_NAMESPACE.search(tag)
    if declared:
        left_out.append(Span(document.root_start + declared.start(), declared.end() - declared.start()))
    inside, closing = document.root_start + len(tag), []
    if tag.endswith(b"/>"):
        left_out.append(Span(inside - 2, 2))
    elif document.root_end - inside == sum(element.length for element in document.metadata):
        left_out.append(Span(inside - 1, 1))
        closing = [Span(document.root_end, len(_tag(source, document.root_end)))]
    spans, at = [], 0
    for gap in [*left_out, *document.metadata, *closing]:
        spans.append(Span(at, gap.start - at))
        at = gap.end
    return Picture((), merged([*spans, Span(at, source.size - at)]))


def carry(source: Source) -> Carry:
    """XMP and the credential in UTF-8 documents whose root is a plain `svg` with one metadata element at most."""
    document = _walk(source)
    if not _plain(document):
        return Carry(
            False, False, False, False, f"The SVG is written in {document.encoding}; only UTF-8 can carry tags."
        )
    if document.root != "svg" or len(document.metadata) > 1:
        # c2pa looks for `svg` and `metadata` by these very names, and would write into every metadata element.
        return Carry(True, False, False, False, "The SVG is laid out in a way that a credential does not fit into.")
    return Carry(True, False, False, True)


def structure(source: Source) -> Structure:
    """`truncated` when the document cannot be read to its end."""
    try:
        _walk(source)
    except Damaged:
        return Structure(truncated=True)
    return Structure()
