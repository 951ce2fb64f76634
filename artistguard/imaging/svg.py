"""SVG as pixels, without reading anything but the document itself.

resvg opens `<image href="/any/path.png">` from the disk, so every reference out of the document is taken out before
resvg sees it. It never reads from the network.
"""

import base64
import binascii
import re
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote_to_bytes

from PIL import Image

from artistguard.imaging.limits import Limits
from artistguard.model.errors import Damaged, TooLarge

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAX_DEPTH = 200
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(px|pt|pc|mm|cm|in)?\s*$")
_SVG_DATA = re.compile(r"\s*data:image/svg", re.IGNORECASE)


def render(file: BinaryIO, edge: int, limits: Limits) -> tuple[Image.Image, int, int]:
    """(picture in "RGBA" that fits `edge` x `edge`, natural width, natural height). CSS pixels, 96 to the inch."""
    import resvg_py

    root = _parse(file, limits)
    _cut_references(root, limits)
    _check_uses(root, limits)
    width, height = _natural_size(root)
    png = resvg_py.svg_to_bytes(svg_string=_text(root), width=edge, height=edge, dpi=96)
    image = Image.open(BytesIO(png), formats=["PNG"])
    image.load()
    return image, width, height


def _parse(file: BinaryIO, limits: Limits) -> "Element":
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    # Drawing programs declare entities for namespaces; expat itself stops those that explode.
    parser = DefusedXMLParser(forbid_dtd=False, forbid_entities=False, forbid_external=False)
    file.seek(0)
    left = limits.svg_bytes
    try:
        while block := file.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise TooLarge(f"The SVG is larger than {limits.svg_bytes >> 20} MiB.", "Export it as PNG.")
            parser.feed(block)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException) as error:
        raise Damaged("This SVG is damaged: it is not well-formed XML.") from error
    return root


def _cut_references(root: "Element", limits: Limits) -> None:
    """Remove each reference that leads out of the document, and bound the pictures inside."""
    pixels = 0
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > _MAX_DEPTH:
            raise TooLarge("The SVG is nested too deeply.", "Export it as PNG.")
        for name in [n for n in element.attrib if n.rpartition("}")[2] in ("href", "src", "base")]:
            target = element.attrib[name].strip()
            if target.startswith("#"):
                continue
            if target[:5].lower() != "data:" or name.rpartition("}")[2] == "base":
                del element.attrib[name]
                continue
            pixels += _data_pixels(target)
            if pixels > limits.pixels:
                raise TooLarge("The pictures inside the SVG are too large to decode.", "Export it as PNG.")
        stack.extend((child, depth + 1) for child in element)


def _data_pixels(url: str) -> int:
    """Pixels of the picture in a data URL; 0 for a nested SVG or what nobody can decode."""
    if _SVG_DATA.match(url):
        return 0
    head, _, body = url.partition(",")
    try:
        raw = base64.b64decode(body, validate=False) if ";base64" in head.lower() else unquote_to_bytes(body)
        with Image.open(BytesIO(raw), formats=["PNG", "JPEG", "GIF", "WEBP"]) as inner:
            return inner.width * inner.height
    except Image.DecompressionBombError:
        return 1 << 62
    except (OSError, ValueError, SyntaxError, binascii.Error):
        return 0


def _check_uses(root: "Element", limits: Limits) -> None:
    """Raise `TooLarge` if expanding every <use> makes too many elements (a few lines can make billions)."""
    named = {e.attrib["id"]: e for e in root.iter() if "id" in e.attrib}
    sizes: dict[int, int] = {}
    open_now: set[int] = set()

    def size(element: "Element", depth: int) -> int:
        key = id(element)
        if key in sizes:
            return sizes[key]
        if key in open_now:
            return 0
        if depth > _MAX_DEPTH:
            raise TooLarge("The SVG is nested too deeply.", "Export it as PNG.")
        open_now.add(key)
        total = 1 + sum(size(child, depth + 1) for child in element)
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == "href" and value.strip()[1:] in named:
                total += size(named[value.strip()[1:]], depth + 1)
        open_now.discard(key)
        sizes[key] = total
        return total

    if size(root, 1) > limits.svg_nodes:
        raise TooLarge("The SVG repeats its parts too often to be drawn.", "Export it as PNG.")


def _natural_size(root: "Element") -> tuple[int, int]:
    box = [float(n) for n in re.findall(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", root.get("viewBox", ""))[:4]]
    box_width, box_height = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else (0.0, 0.0)
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width and not height:
        height = width * box_height / box_width if box_width else width
    elif height and not width:
        width = height * box_width / box_height if box_height else height
    elif not width:
        width, height = (box_width or 100.0), (box_height or 100.0)
    assert width
    assert height
    return max(1, round(min(width, 1e9))), max(1, round(min(height, 1e9)))


def _length(value: str | None) -> float | None:
    match = _LENGTH.match(value or "")
    number = float(match[1]) * _UNITS[match[2] or ""] if match else 0.0
    return number if number > 0 else None


def _text(root: "Element") -> str:
    from xml.etree.ElementTree import tostring

    return tostring(root, encoding="unicode")
