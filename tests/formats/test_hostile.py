"""Broken and hostile content: one clear error of ours or a sane answer; never a traceback, a hang or much memory."""

import io
import random
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from artistguard.formats.blocks import Blocks, read_blocks, rewrite
from artistguard.formats.carry import carry, structure
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import picture_spans, same_picture
from artistguard.formats.sniff import identify
from artistguard.formats.tiff import set_ascii_tags
from artistguard.model.errors import ArtistGuardError, Damaged, FileError, NotAPicture, TooLarge

EVERYTHING = Blocks(xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", artist="Ada", copyright="© Ada")


def everything(data: bytes, kind: Kind) -> list[str]:
    """Do all there is to do with some content; the classes of the errors of ours that came."""
    came: list[str] = []
    sentences: list[str] = []

    def attempt(action: Callable[[], object]) -> None:
        try:
            action()
        except FileError as error:
            came.append(type(error).__name__)
            sentences.append(str(error))

    file = io.BytesIO(data)
    only_xmp = kind in (Kind.GIF, Kind.SVG)
    blocks = Blocks(xmp=EVERYTHING.xmp) if only_xmp else EVERYTHING
    attempt(lambda: identify(file))
    attempt(lambda: read_blocks(file, kind))
    attempt(lambda: rewrite(file, kind, blocks).splice.read(file))
    attempt(lambda: picture_spans(file, kind))
    attempt(lambda: same_picture(file, io.BytesIO(data), kind))
    attempt(lambda: carry(file, kind))
    attempt(lambda: structure(file, kind))
    assert all(sentence.endswith(".") for sentence in sentences), sentences
    return came


def test_cut_off_at_every_64th_byte(small):
    whole = io.BytesIO(small.data)
    for length in range(0, len(small.data), 64):
        cut = small.data[:length]
        everything(cut, small.kind)
        try:
            assert not same_picture(whole, io.BytesIO(cut), small.kind) or length > picture_end(small)
        except FileError:
            continue


def picture_end(sample) -> int:
    return max(span.end for span in picture_spans(io.BytesIO(sample.data), sample.kind))


def test_a_file_cut_off_in_its_picture_is_told(small):
    if small.name in ("jxl-naked", "jxl-open"):
        pytest.skip("the container says nothing of its length")
    cut = small.data[: picture_end(small) * 2 // 3]
    assert structure(io.BytesIO(cut), small.kind).truncated
    assert not structure(io.BytesIO(small.data), small.kind).truncated


def test_changed_bytes(small):
    chance = random.Random(small.name)
    places = len(small.data)
    for _ in range(150):
        broken = bytearray(small.data)
        for _ in range(chance.randint(1, 4)):
            # Most of the structure lies at the two ends.
            near = chance.choice((places, min(places, 700), min(places, 100)))
            at = chance.randrange(near)
            broken[at if chance.random() < 0.7 else places - 1 - at] = chance.choice(
                (0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256))
            )
        everything(bytes(broken), small.kind)


def test_every_container_given_the_content_of_another(small):
    for kind in Kind:
        came = everything(small.data, kind)
        if (
            kind is not small.kind
            and {kind, small.kind} != {Kind.AVIF, Kind.HEIC}
            and not kind.is_source
            and kind is not Kind.BMP
        ):
            assert "Damaged" in came or "NotAPicture" in came


@pytest.mark.parametrize("kind", list(Kind))
def test_noise_and_nothing(kind):
    for data in (b"", b"\0", b"\0" * 5000, b"\xff" * 5000, random.Random(4).randbytes(5000), b"<svg" * 2000):
        everything(data, kind)


class Measure:
    """Processor time, and with `memory` the peak of what Python allocates (which slows everything down)."""

    def __init__(self, *, memory: bool = False) -> None:
        self.memory = memory

    def __enter__(self) -> "Measure":
        if self.memory:
            tracemalloc.start()
        self.start = time.process_time()
        return self

    def __exit__(self, *exc: object) -> None:
        self.seconds = time.process_time() - self.start
        if self.memory:
            self.peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()


def bounded(data: bytes, kind: Kind, seconds: float = 10) -> list[str]:
    """Everything, within a bound of processor time."""
    with Measure() as measure:
        came = everything(data, kind)
    assert measure.seconds < seconds
    return came


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0, big_tail: bytes = b"") -> bytes:
    records = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + records + struct.pack("<I", following) + big_tail


def test_tiff_directories_in_a_circle():
    assert "Damaged" in bounded(_tiff([(256, 3, 1, 1)], following=8), Kind.TIFF)
    below = _tiff([(256, 3, 1, 1), (330, 4, 1, 8)])
    assert "Damaged" in bounded(below, Kind.TIFF)


def test_tiff_counts_that_lie():
    for kind in (1, 2, 3, 4, 5, 7, 12, 16, 99):
        for tag in (273, 279, 700, 33723, 315, 258, 330, 34377, 34675):
            everything(_tiff([(256, 3, 1, 1), (tag, kind, 0xFFFFFFFF, 8)]), Kind.TIFF)
            everything(_tiff([(256, 3, 1, 1), (tag, kind, 3, 0xFFFFFFF0)]), Kind.TIFF)
    with Measure(memory=True) as measure:
        assert "TooLarge" in everything(_tiff([(256, 3, 1, 1), (700, 1, 0xFFFFFFFF, 8)]), Kind.TIFF)
    assert measure.peak < 1 << 20


def test_tiff_pages_that_share_their_bytes():
    """A thousand directories, all with the same long list of strips over the whole file."""
    strips = 4000
    lists = struct.pack(f"<{strips}I", *([8] * strips)), struct.pack(f"<{strips}I", *([60_000] * strips))
    pages, at = b"", 8 + 8 * strips
    for i in range(1000):
        entries = [(256, 3, 1, 1), (273, 4, strips, 8), (279, 4, strips, 8 + 4 * strips)]
        pages += struct.pack("<H", 3) + b"".join(struct.pack("<HHII", *e) for e in entries)
        pages += struct.pack("<I", at + len(pages) + 4 if i < 999 else 0)
    data = b"II*\0" + struct.pack("<I", at) + b"".join(lists) + pages
    assert "TooLarge" in bounded(data, Kind.TIFF)


def test_tiff_overlapping_directories():
    """Directories that lie within each other claim more tags than the file could hold."""
    size, step = 2000, 12
    data = bytearray(b"II*\0" + struct.pack("<I", 8) + b"\0" * (step * (size + 2000)))
    for i in range(1500):
        struct.pack_into("<H", data, 8 + step * i, size)
        struct.pack_into("<I", data, 10 + step * i + step * size, 8 + step * (i + 1))
    assert "Damaged" in bounded(bytes(data), Kind.TIFF)


def test_exif_that_lies_is_kept_and_not_written_into(make):
    plain = make("jpeg")
    for exif in (
        b"II*\0\x08\0\0\0\xff\xff",
        b"XX",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0*\0\0\0\x08\0\1\1\x3b\0\2\xff\xff\xff\xff\0\0\0\0\0\0\0\0",
    ):
        body = b"Exif\0\0" + exif + b"\0" * 10
        data = plain[:20] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + plain[20:]
        file = io.BytesIO(data)
        assert read_blocks(file, Kind.JPEG).artist is None
        can = carry(file, Kind.JPEG)
        if not can.exif:
            assert can.why_not
        new = rewrite(file, Kind.JPEG, Blocks(xmp=b"<x/>")).splice.read(file)
        assert body in new
    with pytest.raises(ArtistGuardError):
        set_ascii_tags(b"XX", {315: "Ada"})


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_png_bombs(make):
    plain = make("png")
    packed = zlib.compress(b"\0" * (80 << 20))
    bomb = plain[:33] + _chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed) + plain[33:]
    with Measure(memory=True) as measure, pytest.raises(TooLarge):
        read_blocks(io.BytesIO(bomb), Kind.PNG)
    assert measure.peak < 140 << 20
    profile = plain[:33] + _chunk(b"iCCP", b"x\0\0" + packed) + plain[33:]
    assert read_blocks(io.BytesIO(profile), Kind.PNG).icc is None


def test_png_of_very_many_chunks(make):
    data = make("png")[:33] + _chunk(b"teXt", b"") * 300_100
    with pytest.raises(Damaged, match="more chunks"):
        structure(io.BytesIO(data), Kind.PNG)


def test_jpeg_of_fill_bytes_and_tiny_segments(make):
    assert "Damaged" in bounded(b"\xff\xd8" + b"\xff" * 30_000, Kind.JPEG)
    assert "Damaged" in bounded(b"\xff\xd8" + b"\xff\xe5\0\2" * 20_000, Kind.JPEG)
    assert "Damaged" in bounded(b"\xff\xd8\xff\xe0\0\0" + make("jpeg")[4:], Kind.JPEG)


def test_gif_of_empty_blocks():
    bounded(b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xfe\0\x21\xff\0" * 10_000, Kind.GIF)


def test_boxes_that_lie():
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"avif", 0)
    for size in (0, 1, 7, 8, 12, 0x7FFFFFFF):
        everything(head + struct.pack(">I4s", size, b"meta") + b"\0" * 200, Kind.AVIF)
        everything(b"\0\0\0\x0cJXL \r\n\x87\n" + struct.pack(">I4s", size, b"jxlc") + b"\0" * 200, Kind.JXL)
        nested = struct.pack(">I4sI", 300, b"meta", 0) + struct.pack(">I4s", size, b"iloc")
        everything(head + nested + b"\xff" * 288, Kind.AVIF)
    assert "Damaged" in bounded(head + struct.pack(">I4s", 8, b"free") * 31_000, Kind.AVIF)


def test_an_index_of_items_that_all_cover_the_file():
    place = struct.pack(">HHHII", 1, 0, 1, 0, 4_000_000)
    iloc = b"\0\0\0\0\x44\0" + struct.pack(">H", 9_000) + place * 9_000
    infe = struct.pack(">I4s", 21, b"infe") + b"\2\0\0\0\0\1\0\0av01\0"
    iinf = b"\0\0\0\0" + struct.pack(">H", 3000) + infe * 3000
    children = b"".join(struct.pack(">I4s", 8 + len(b), k) + b for k, b in ((b"iloc", iloc), (b"iinf", iinf)))
    meta = struct.pack(">I4sI", 12 + len(children), b"meta", 0) + children
    data = struct.pack(">I4s4sI", 16, b"ftyp", b"avif", 0) + meta
    data += struct.pack(">I4s", 5_000_000, b"mdat") + bytes(4_999_992)
    assert "TooLarge" in bounded(data, Kind.AVIF)


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
)


@pytest.mark.parametrize(
    "document",
    [
        f'{LAUGHS}]><svg xmlns="http://www.w3.org/2000/svg"><text>&m;</text></svg>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>',
        '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><svg/>',
        f'<!DOCTYPE svg [<!ENTITY x "{"a" * 2000}">]><svg><text>{"&x;" * 100}</text></svg>',
        "<svg>" + "<g>" * 100_000,
        "<svg><g></svg>",
        '<?xml version="1.0" encoding="none-such"?><svg/>',
        '<svg a="' + "x" * 3_000_000,
    ],
    ids=["laughs", "outside", "parameter", "long", "deep", "crossed", "encoding", "endless"],
)
def test_svg_that_means_harm(document):
    came = bounded(document.encode(), Kind.SVG)
    assert came.count("Damaged") >= 4


def test_an_element_named_svg_of_another_language_is_no_svg():
    with pytest.raises(NotAPicture):
        read_blocks(io.BytesIO(b'<svg xmlns="http://example.org/other"/>'), Kind.SVG)


def test_half_a_gigabyte_in_constant_memory(tmp_path, make):
    """Sparse files: headers are walked, data is copied in blocks."""
    size = 500 << 20
    jpeg = make("jpeg")
    scan = jpeg.index(b"\xff\xda")
    png_head = make("png")[:33]
    webp = b"RIFF" + struct.pack("<I", size + 12) + b"WEBPVP8 " + struct.pack("<I", size) + make("webp")[20:32]
    samples = {
        Kind.JPEG: (jpeg[: scan + 20], b"\xff\xd9", 0),
        Kind.PNG: (
            png_head + struct.pack(">I", size) + b"IDAT",
            b"\0\0\0\0" + _chunk(b"IEND", b""),
            len(png_head) + 8 + size,
        ),
        Kind.WEBP: (webp, b"", 20 + size),
        Kind.JXL: (b"\xff\x0a", b"", 0),
    }
    for kind, (head, tail, at) in samples.items():
        path = tmp_path / f"large{kind.suffix}"
        with path.open("wb") as file:
            file.write(head)
            file.truncate(at or size)
            file.seek(0, 2)
            file.write(tail)
        with path.open("rb") as file, Measure(memory=True) as measure:
            assert identify(file) is kind
            assert carry(file, kind).credential
            assert not structure(file, kind).truncated
            read_blocks(file, kind)
            made = rewrite(file, kind, EVERYTHING)
            assert made.splice.length > size
            assert sum(s.length for s in picture_spans(file, kind)) >= size - 1000
        assert measure.peak < 8 << 20, kind
        assert measure.seconds < 5


def test_copying_takes_a_block_at_a_time(tmp_path, make):
    path = tmp_path / "large.jpg"
    with path.open("wb") as file:
        file.write(make("jpeg"))
        file.truncate(60 << 20)
    with path.open("rb") as source, (tmp_path / "copy.jpg").open("w+b") as target, Measure(memory=True) as measure:
        rewrite(source, Kind.JPEG, EVERYTHING).splice.write(source, target)
        assert same_picture(source, target, Kind.JPEG)
    assert measure.peak < 6 << 20
