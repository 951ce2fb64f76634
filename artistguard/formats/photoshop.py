"""Photoshop image resources: the 8BIM list in JPEG (APP13), TIFF (tag 34377) and PSD files.

Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks".
"""

from dataclasses import dataclass
from hashlib import md5

IIM, IIM_DIGEST, ICC, EXIF, XMP = 0x0404, 0x0425, 0x040F, 0x0422, 0x0424
_SIGNATURES = (b"8BIM", b"8B64", b"AgHg", b"DCSR", b"PHUT", b"MeSa")


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource; `name` as stored, with its length byte and padding."""

    signature: bytes
    id: int
    name: bytes
    data: bytes

    def encoded(self) -> bytes:
        """As stored in the list."""
        head = self.signature + self.id.to_bytes(2, "big") + self.name + len(self.data).to_bytes(4, "big")
        return head + self.data + b"\0" * (len(self.data) % 2)


def parse(data: bytes) -> tuple[list[Resource], bytes]:
    """The resources, and whatever follows the last one that can be read."""
    found: list[Resource] = []
    at = 0
    while data[at : at + 4] in _SIGNATURES and at + 12 <= len(data):
        name = data[at + 6 : at + 8 + (data[at + 6] | 1) - 1]
        head = at + 6 + len(name)
        length = int.from_bytes(data[head : head + 4], "big")
        body = data[head + 4 : head + 4 + length]
        if len(name) % 2 or head + 4 > len(data) or len(body) != length:
            break
        found.append(Resource(data[at : at + 4], int.from_bytes(data[at + 4 : at + 6], "big"), name, body))
        at = head + 4 + length + length % 2
    return found, data[at:]


def find(data: bytes, wanted: int) -> bytes | None:
    """The first resource of an id."""
    return next((item.data for item in parse(data)[0] if item.id == wanted), None)


def with_iptc(data: bytes, iim: bytes) -> bytes:
    """The list with its IIM datasets replaced (b"": removed) and every other resource kept.

    A digest of the IIM tells Adobe's programs whether XMP is newer (MWG guidelines): it is brought up to date.
    """
    items, rest = parse(data)
    if next((item.data for item in items if item.id == IIM), b"") == iim:
        return data
    result: list[Resource] = []
    placed = not iim
    for item in items:
        if item.id == IIM:
            if placed:
                continue
            placed = True
            item = Resource(item.signature, item.id, item.name, iim)
        elif item.id == IIM_DIGEST:
            item = Resource(item.signature, item.id, item.name, md5(iim, usedforsecurity=False).digest())
        result.append(item)
    if not placed:
        result.insert(0, Resource(b"8BIM", IIM, b"\0\0", iim))
    return b"".join(item.encoded() for item in result) + rest
