"""JPEG: segments up to the first scan are walked; everything from there to the end of the file stays as it is.

Sources: ITU-T T.81, Exif 3.0, XMP part 3, CIPA DC-007 (multi-picture), ISO 19566-5 (JUMBF), C2PA 2.2 A.3.1.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from artistguard.formats import ifd, photoshop
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure, extension_name
from artistguard.formats.ifd import Tiff
from artistguard.formats.source import MAX_BLOCK, Source, merged
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import ArtistGuardError, CannotEmbed, Damaged

XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = (
    b"http://ns.adobe.com/xmp/extension/\0"  # then its name (32), all of its length (4), where this part lies (4)
)
EXIF = b"Exif\0"
IRB = b"Photoshop 3.0\0"
ICC = b"ICC_PROFILE\0"
MPF = b"MPF\0"
MAX_BODY = 65533
_PART = len(EXTENSION) + 40
_NAME = re.compile(rb"HasExtendedXMP\s*(?:=\s*[\"']|>)\s*([0-9A-Fa-f]{32})")
_MAX_SEGMENTS = 10_000  # the longest XMP history takes some hundreds
_MP_ENTRIES = 0xB002
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# What decoding needs, the colour of the result included: JFIF and Adobe markers tell the colour transform.
_CODED = _FRAMES | {0xC4, 0xC8, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, 0xE0, 0xEE}


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker segment: `start` at its 0xFF, `length` with the marker; `body` offset of the payload.

    `fill`: bytes of 0xFF before it, which mean nothing. c2pa cannot read them, so copies have none.
    """

    marker: int
    start: int
    length: int
    body: int
    head: bytes  # the first bytes of the payload
    fill: int

    @property
    def end(self) -> int:
        """Offset behind the segment."""
        return self.start + self.length

    @property
    def size(self) -> int:
        """Bytes of the payload."""
        return self.end - self.body


def _walk(source: Source) -> tuple[list[Segment], Segment]:
    """The segments before the first scan, and that scan's own (SOS, or EOI when there is none)."""
    if source.peek(0, 2) != b"\xff\xd8":
        raise Damaged("It does not start as a JPEG does.")
    found: list[Segment] = []
    at = 2
    while True:
        head = source.read(at, 2)
        fill = 0
        if head[0] != 0xFF:
            raise Damaged("The JPEG's segments do not follow one another.")
        while head[1] == 0xFF:
            fill += 1
            if fill > _MAX_SEGMENTS:
                raise Damaged("The JPEG's segments do not follow one another.")
            head = source.read(at + fill, 2)
        marker, at = head[1], at + fill
        if marker in (0xDA, 0xD9):
            return found, Segment(marker, at, 2, at + 2, b"", fill)
        if marker in (0x01, 0xD8) or 0xD0 <= marker <= 0xD7:
            found.append(Segment(marker, at, 2, at + 2, b"", fill))
            at += 2
        else:
            length = source.number(at + 2, 2)
            if length < 2:
                raise Damaged("One of the JPEG's segments has an impossible length.")
            body, start, at = at + 4, at, at + 2 + length
            source.span(start, at - start)
            found.append(Segment(marker, start, at - start, body, source.peek(body, min(64, length - 2)), fill))
        if len(found) > _MAX_SEGMENTS:
            raise Damaged("The JPEG has more segments than any picture.")


def _body(source: Source, segment: Segment, skip: int = 0) -> bytes:
    return source.read(segment.body + skip, segment.size - skip)


def _of(segments: list[Segment], marker: int, head: bytes) -> list[Segment]:
    return [s for s in segments if s.marker == marker and s.head.startswith(head)]


def _exifs(segments: list[Segment]) -> list[Segment]:
    return [s for s in _of(segments, 0xE1, EXIF) if s.size > 6]


def read_blocks(source: Source) -> Blocks:
    """`xmp_more` is the ExtendedXMP that the packet names; others stay in the file, and nobody reads them."""
    segments, _ = _walk(source)
    xmp, exifs = _of(segments, 0xE1, XMP), _exifs(segments)
    exif = _body(source, exifs[0], 6) if exifs else None
    artist, rights = ifd.texts(exif)
    return Blocks(
        xmp=_body(source, xmp[0], len(XMP)) if xmp else None,
        xmp_more=_whole(source, _extension(source, segments)),
        iptc=photoshop.find(_resources(source, segments), photoshop.IIM),
        exif=exif,
        icc=_profile(source, segments),
        artist=artist,
        copyright=rights,
    )


def _extension(source: Source, segments: list[Segment]) -> list[Segment]:
    """The segments of the ExtendedXMP that the packet names."""
    packets = _of(segments, 0xE1, XMP)
    named = _NAME.search(_body(source, packets[0], len(XMP))) if packets else None
    parts = [s for s in _of(segments, 0xE1, EXTENSION) if s.size >= _PART] if named else []
    return [s for s in parts if named and source.read(s.body + len(EXTENSION), 32) == named[1]]


def _whole(source: Source, parts: list[Segment]) -> bytes | None:
    """An ExtendedXMP put together; None when a part is missing or lies over another."""
    placed = sorted((source.number(s.body + _PART - 4, 4), s.start, s) for s in parts)
    whole = bytearray()
    for at, _, segment in placed:
        if at != len(whole) or source.number(segment.body + _PART - 8, 4) > MAX_BLOCK:
            return None
        whole += _body(source, segment, _PART)
    return bytes(whole) if parts and len(whole) == source.number(parts[0].body + _PART - 8, 4) else None


def _parts(more: bytes) -> list[bytes]:
    """An ExtendedXMP as segments."""
    head, room = EXTENSION + extension_name(more).encode(), MAX_BODY - _PART
    return [
        _segment(0xE1, head + struct.pack(">II", len(more), at) + more[at : at + room], "XMP")
        for at in range(0, len(more), room)
    ]


def _profile(source: Source, segments: list[Segment]) -> bytes | None:
    parts = [s for s in _of(segments, 0xE2, ICC) if s.size > 14]
    parts.sort(key=lambda s: s.head[12])
    return b"".join(_body(source, s, 14) for s in parts) or None


def _resources(source: Source, segments: list[Segment]) -> bytes:
    """The 8BIM list: Photoshop spreads a long one over several segments."""
    return b"".join(_body(source, s, len(IRB)) for s in _of(segments, 0xED, IRB))


def _credentials(source: Source, segments: list[Segment]) -> Iterator[Segment]:
    """The APP11 segments of C2PA manifest stores; other JUMBF (360 degrees, privacy) is not ours to take out."""
    ours: set[bytes] = set()
    for segment in segments:
        if segment.marker != 0xEB or not segment.head.startswith(b"JP"):
            continue
        instance, first = segment.head[2:4], segment.head[4:8] == b"\0\0\0\x01"
        if first:
            # LBox, "jumb", then the description box: LBox, "jumd", type
            (ours.add if segment.head[12:16] == b"jumb" and segment.head[24:28] == b"c2pa" else ours.discard)(instance)
        if instance in ours:
            yield segment


def bare(source: Source) -> bool:
    """Whether there is no JUMBF at all before the picture, where C2PA has its place."""
    return all(segment.marker != 0xEB for segment in _walk(source)[0])


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """Replaced in place, or added after APP0 and EXIF; MPF offsets follow when bytes before their pictures move."""
    segments, scan = _walk(source)
    edits = [Edit(s.start - s.fill, s.fill, b"") for s in (*segments, scan) if s.fill]
    edits += [Edit(s.start, s.length, b"") for s in _credentials(source, segments)]
    lead, filled = 2, 0
    for segment in segments:
        if segment.marker != 0xE0:
            break
        lead, filled = segment.end, filled + segment.fill
    exifs = _exifs(segments)
    exif = ifd.updated(_body(source, exifs[0], 6) if exifs else None, blocks.exif, blocks.artist, blocks.copyright)
    if exif is not None:
        edits += _replace(source, exifs, lead, [_segment(0xE1, b"Exif\0\0" + exif, "EXIF")])
    behind = exifs[0].end if exifs and exifs[0].start - exifs[0].fill == lead else lead
    if blocks.xmp is not None:
        packet = [_segment(0xE1, XMP + blocks.xmp, "XMP")] if blocks.xmp else []
        edits += _replace(source, _of(segments, 0xE1, XMP), behind, packet)
    if blocks.xmp_more is not None:
        edits += _replace(source, _extension(source, segments), behind, _parts(blocks.xmp_more))
    if blocks.iptc is not None:
        old = _resources(source, segments)
        new = photoshop.with_iptc(old, blocks.iptc)
        room = MAX_BODY - len(IRB)
        parts = [_segment(0xED, IRB + new[i : i + room], "IPTC") for i in range(0, len(new), room)]
        if new != old:
            edits += _replace(source, _of(segments, 0xED, IRB), behind, parts)
    edits += _multi_picture(source, segments, edits)
    return Rewrite(apply(source.size, edits), lead - filled)


def _segment(marker: int, payload: bytes, what: str) -> bytes:
    if len(payload) > MAX_BODY:
        raise CannotEmbed(f"Its {what} block would be larger than a JPEG can carry (64 kB).")
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def _replace(source: Source, old: list[Segment], at: int, new: list[bytes]) -> list[Edit]:
    """The new segments in the place of the first old one; further old ones go."""
    whole = b"".join(new)
    if not old:
        return [Edit(at, 0, whole)] if whole else []
    if [source.read(s.start, s.length) for s in old] == new:
        return []
    return [Edit(s.start, s.length, b"" if i else whole) for i, s in enumerate(old)]


def _multi_picture(source: Source, segments: list[Segment], edits: list[Edit]) -> list[Edit]:
    """Trailing pictures are found by offsets from the MPF header: correct them by what moves behind it."""
    result: list[Edit] = []
    for segment in _of(segments, 0xE2, MPF):
        origin = segment.body + len(MPF)
        shift = sum(len(e.new) - e.length for e in edits if e.start >= segment.end)
        if not shift:
            continue
        data = _body(source, segment, len(MPF))
        try:
            result += [Edit(origin + at, 4, new) for at, new in _entries(data, shift)]
        except (ArtistGuardError, struct.error) as error:
            raise CannotEmbed("It holds several pictures, and their index cannot be corrected.") from error
    return result


def _entries(data: bytes, shift: int) -> Iterator[tuple[int, bytes]]:

    index = Tiff(Source(io.BytesIO(data)))
    entry = index.directory(index.first).get(_MP_ENTRIES)
    if entry is None:
        return
    source_offset = entry.at
    for i in range(min(entry.length, len(data)) // 16):
        at = source_offset + 16 * i + 8
        (offset,) = struct.unpack_from(index.order + "I", data, at)
        if offset:
            yield at, struct.pack(index.order + "I", offset + shift)


def picture(source: Source) -> Picture:
    """Everything decoding needs before the scan, the profile, and from the scan to the end of the file."""
    segments, scan = _walk(source)
    spans = [
        Span(s.start, s.length) for s in segments if s.marker in _CODED or (s.marker == 0xE2 and s.head.startswith(ICC))
    ]
    return Picture((), merged([*spans, Span(scan.start, source.size - scan.start)]))


def carry(source: Source) -> Carry:
    """Everything, unless EXIF is damaged or full."""
    segments, _ = _walk(source)
    exifs = _exifs(segments)
    if not exifs:
        return Carry(True, True, True, True)
    fits = exifs[0].size < MAX_BODY - 4096 and ifd.sound(_body(source, exifs[0], 6))
    why = "" if fits else "Its EXIF block is damaged or full and stays as it is; the rights are in the other tags."
    return Carry(True, True, fits, True, why)


def structure(source: Source) -> Structure:
    """`truncated` when no end marker is near the end of the file or before what is appended."""
    try:
        segments, scan = _walk(source)
    except Damaged:
        return Structure(truncated=True)
    bits = next((s.head[0] for s in segments if s.marker in _FRAMES and s.head), None)
    return Structure(bits=bits, truncated=scan.marker == 0xD9 or not _has_end(source, scan.start))


def _has_end(source: Source, scan: int) -> bool:
    """Search backwards: the marker stands at the end unless something was appended."""
    block = 1 << 20
    at = source.size
    while at > scan:
        start = max(scan, at - block)
        if b"\xff\xd9" in source.peek(start, at - start + 1):
            return True
        at = start
    return False
