"""What stands in a file already stays, and what points somewhere still points there."""

import hashlib
import io
import struct

import pytest
from PIL import Image

from artistguard.formats import ifd, jpeg, photoshop
from artistguard.formats.blocks import Blocks, extension_name, read_blocks, rewrite
from artistguard.formats.carry import structure
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import same_picture
from artistguard.formats.source import Source
from artistguard.formats.tiff import set_ascii_tags
from artistguard.model.errors import CannotEmbed

IIM = b"\x1c\x02\x50\x00\x03Ada"


def written(data: bytes, kind: Kind, **blocks: object) -> bytes:
    file = io.BytesIO(data)
    return rewrite(file, kind, Blocks(**blocks)).splice.read(file)


def segments(data: bytes) -> list[tuple[int, bytes]]:
    found, _ = jpeg._walk(Source(io.BytesIO(data)))
    return [(s.marker, data[s.body : s.end]) for s in found]


def test_jpeg_segments_of_others_stay(make):
    data = make("jpeg-rich")
    before, after = segments(data), segments(written(data, Kind.JPEG, xmp=b"<new/>", iptc=IIM, artist="Ada"))
    ours = (b"http://ns.adobe.com/xap/", b"Photoshop", b"Exif")
    assert [s for s in after if not s[1].startswith(ours)] == [s for s in before if not s[1].startswith(ours)]
    assert any(body.startswith(b"http://ns.adobe.com/xmp/extension/") for _, body in after)
    assert sum(body.startswith(b"http://ns.adobe.com/xap/") for _, body in after) == 1
    assert any(marker == 0xFE for marker, _ in after)


def _extended(more: bytes, *, name: bytes, cut: int = 0, again: bool = False) -> bytes:
    head = b"http://ns.adobe.com/xmp/extension/\0" + name
    half = len(more) // 2
    parts = [(half, more[half : len(more) - cut]), (0, more[:half])] + [(half, more[half:])] * again
    return b"".join(_app1(head + struct.pack(">II", len(more), at) + part) for at, part in parts)


def _app1(payload: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload


def test_a_packet_in_parts_is_read_whole_or_not_at_all_and_written_anew(make):
    more = b"<rest>" + b"x" * 500 + b"</rest>"
    name = hashlib.md5(more).hexdigest().upper().encode()
    main = _app1(b"http://ns.adobe.com/xap/1.0/\0<a HasExtendedXMP='" + name + b"'/>")
    stray = _extended(b"<stray/>", name=b"B" * 32)
    plain = make("jpeg")

    def blocks(parts: bytes) -> Blocks:
        return read_blocks(io.BytesIO(plain[:2] + main + parts + plain[2:]), Kind.JPEG)

    assert blocks(_extended(more, name=name) + stray).xmp_more == more
    assert blocks(_extended(more, name=name, cut=1)).xmp_more is None
    assert blocks(_extended(more, name=name, again=True)).xmp_more is None
    assert blocks(stray).xmp_more is None

    data = plain[:2] + main + _extended(more, name=name) + stray + plain[2:]
    other = b"<other>" + b"y" * 150_000 + b"</other>"
    new = written(data, Kind.JPEG, xmp=f"<a HasExtendedXMP='{extension_name(other)}'/>".encode(), xmp_more=other)
    assert read_blocks(io.BytesIO(new), Kind.JPEG).xmp_more == other
    assert sum(body.startswith(b"http://ns.adobe.com/xmp/extension/") for _, body in segments(new)) == 3 + 2
    gone = written(data, Kind.JPEG, xmp=b"<a/>", xmp_more=b"")
    assert [body[35:67] for _, body in segments(gone) if body.startswith(b"http://ns.adobe.com/xmp/ext")] == [
        b"B" * 32
    ] * 2


def test_fill_bytes_before_markers_go_and_the_picture_stays(make):
    data = make("jpeg-rich")
    pieces, scan = jpeg._walk(Source(io.BytesIO(data)))
    filled = data[:2] + b"".join(b"\xff" * (n % 3) + data[s.start : s.end] for n, s in enumerate(pieces))
    filled += b"\xff\xff" + data[scan.start :]
    assert same_picture(io.BytesIO(filled), io.BytesIO(data), Kind.JPEG)
    assert written(filled, Kind.JPEG) == written(data, Kind.JPEG)
    how = rewrite(io.BytesIO(filled), Kind.JPEG, Blocks(xmp=b"<new/>"))
    assert how.credential_at == rewrite(io.BytesIO(data), Kind.JPEG, Blocks(xmp=b"<new/>")).credential_at


def test_other_photoshop_resources_stay(make):
    after = segments(written(make("jpeg-rich"), Kind.JPEG, iptc=IIM))
    (body,) = [body for _, body in after if body.startswith(b"Photoshop")]
    assert photoshop.find(body[14:], 0x03ED) == b"ab"
    assert photoshop.find(body[14:], photoshop.IIM) == IIM


def test_the_digest_of_the_iim_follows():
    resources = b"8BIM\x04\x25\0\0\0\0\0\x10" + b"x" * 16 + b"8BIM\x03\xed\x03abc\0\0\0\x01z\0" + b"rest"
    new = photoshop.with_iptc(resources, IIM)
    assert photoshop.find(new, photoshop.IIM_DIGEST) == hashlib.md5(IIM).digest()
    assert new.endswith(b"8BIM\x03\xed\x03abc\0\0\0\x01z\0rest")
    assert photoshop.with_iptc(new, IIM) == new


def test_a_long_list_of_resources_is_spread_and_read_again(make):
    iim = IIM + b"".join(b"\x1c\x02\x19\x7f\xff" + bytes([65 + i]) * 0x7FFF for i in range(4))
    data = written(make("jpeg"), Kind.JPEG, iptc=iim)
    assert sum(body.startswith(b"Photoshop") for _, body in segments(data)) == 3
    assert read_blocks(io.BytesIO(data), Kind.JPEG).iptc == iim
    assert written(data, Kind.JPEG, iptc=iim) == data
    assert written(data, Kind.JPEG, iptc=b"") == make("jpeg")


@pytest.mark.parametrize("name", ["jpeg-rich", "jpeg-progressive", "png-late", "webp-tagged", "heic-tagged"])
def test_maker_notes_do_not_move(make, name):
    data = make(name)
    kind = Kind(name.split("-")[0])
    old = read_blocks(io.BytesIO(data), kind).exif
    new = read_blocks(io.BytesIO(written(data, kind, artist="Ada", copyright="© Ada")), kind).exif
    assert b"MAKER\0" in old
    assert new[8 : len(old)] == old[8:]
    assert new[:4] == old[:4]
    block = ifd.Tiff(Source(io.BytesIO(new)))
    first = block.directory(block.first)
    assert [e.tag for e in first.entries] == [0x0112, ifd.ARTIST, ifd.COPYRIGHT, 0x8769]


def test_text_tags_of_a_fresh_block():
    made = set_ascii_tags(b"", {ifd.ARTIST: "Ada", ifd.COPYRIGHT: "© 2026 Ada"})
    exif = Image.Exif()
    exif.load(made)
    assert exif[ifd.ARTIST] == "Ada"
    assert ifd.texts(made) == ("Ada", "© 2026 Ada")
    assert set_ascii_tags(made, {ifd.ARTIST: "Ada"}) == made
    assert ifd.texts(set_ascii_tags(made, {ifd.ARTIST: "", ifd.COPYRIGHT: "x"})) == (None, "x")
    assert set_ascii_tags(b"", {ifd.ARTIST: ""}) == b""


def test_tiff_offsets_do_not_move(make):
    for name in ("tiff", "tiff-big", "tiff-big-endian", "tiff-deflate"):
        data = make(name)
        new = written(data, Kind.TIFF, xmp=b"<new/>", artist="Ada", iptc=IIM)
        pointer = 16 if name == "tiff-big" else 8
        assert new[pointer : len(data)] == data[pointer:]
        assert new[: pointer // 2] == data[: pointer // 2]


def test_the_iim_within_photoshop_resources_of_a_tiff_follows(make):
    new = written(make("tiff-big-endian"), Kind.TIFF, iptc=IIM)
    tiff = ifd.Tiff(Source(io.BytesIO(new)))
    page = tiff.directory(tiff.first)
    assert tiff.data(page.get(33723)) == IIM
    assert photoshop.find(tiff.data(page.get(34377)), photoshop.IIM) == IIM


def _several(picture) -> bytes:
    out = io.BytesIO()
    picture().save(
        out,
        "MPO",
        save_all=True,
        append_images=[picture(shift=40), picture(shift=90)],
        exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0",
    )
    return out.getvalue()


def _frames(data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as image:
        frames = []
        for i in range(image.n_frames):
            image.seek(i)
            frames.append(image.convert("RGB").tobytes())
    return frames


def test_pictures_behind_the_first_are_still_found(picture):
    data = _several(picture)
    assert len(_frames(data)) == 3
    new = written(data, Kind.JPEG, xmp=b"<new/>" * 99, artist="Ada", iptc=IIM)
    assert _frames(new) == _frames(data)
    assert same_picture(io.BytesIO(data), io.BytesIO(new), Kind.JPEG)


def test_their_offsets_follow_when_tags_lie_behind_the_index(picture):
    data = _several(picture)
    found, _ = jpeg._walk(Source(io.BytesIO(data)))
    index = next(s for s in found if data[s.body : s.body + 4] == b"MPF\0")
    xmp = b"\xff\xe1" + struct.pack(">H", 2 + 29 + 200) + jpeg.XMP + b"x" * 200
    # Put a packet behind the index, as some telephones do, with offsets that fit.
    late = bytearray(data[: index.end] + xmp + data[index.end :])
    body = data[index.body + 4 : index.end]
    for at, new in jpeg._entries(body, len(xmp)):
        late[index.body + 4 + at : index.body + 8 + at] = new
    assert _frames(bytes(late)) == _frames(data)
    new = written(bytes(late), Kind.JPEG, xmp=b"<shorter/>")
    assert len(new) < len(late)
    assert _frames(new) == _frames(data)


def test_what_does_not_fit_a_jpeg_is_refused(make):
    for blocks in ({"xmp": b"x" * 70_000}, {"exif": b"II*\0\0\0\0\0" + b"x" * 70_000}):
        with pytest.raises(CannotEmbed, match="64 kB"):
            written(make("jpeg"), Kind.JPEG, **blocks)


@pytest.mark.parametrize(
    ("name", "blocks"), [("png", {"iptc": IIM}), ("gif", {"artist": "Ada"}), ("svg", {"copyright": "A"})]
)
def test_what_a_kind_has_no_place_for_is_refused(make, name, blocks):
    with pytest.raises(CannotEmbed, match="no place"):
        written(make(name), Kind(name), **blocks)


def test_a_simple_webp_becomes_an_extended_one(make):
    new = written(make("webp"), Kind.WEBP, xmp=b"<odd/>1")
    assert new[12:16] == b"VP8X"
    assert struct.unpack("<I", new[4:8])[0] == len(new) - 8
    with Image.open(io.BytesIO(new)) as image:
        assert image.size == (48, 40)
        assert image.info["xmp"] == b"<odd/>1"


def test_tags_are_found_by_other_readers(make):
    for name in ("png-late", "webp", "avif", "tiff"):
        kind = Kind(name.split("-")[0])
        with Image.open(io.BytesIO(written(make(name), kind, xmp=b"<x:xmpmeta/>"))) as image:
            image.load()
            found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or image.tag_v2[700]
            assert (found.encode() if isinstance(found, str) else found).startswith(b"<x:xmpmeta/>")


def test_a_naked_codestream_is_wrapped(make):
    naked = make("jxl-naked")
    new = written(naked, Kind.JXL)
    assert new.startswith(b"\0\0\0\x0cJXL \r\n\x87\n")
    assert new.endswith(naked)
    assert same_picture(io.BytesIO(naked), io.BytesIO(new), Kind.JXL)
    assert written(new, Kind.JXL) == new


def test_an_svg_keeps_every_other_byte(make):
    for name in ("svg", "svg-metadata", "svg-empty-metadata", "svg-entities", "others-svg"):
        data = make(name)
        old = read_blocks(io.BytesIO(data), Kind.SVG).xmp or b""
        new = written(
            data, Kind.SVG, xmp=b"<?xpacket begin='' id='1'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/><?xpacket end='w'?>"
        )
        packet = read_blocks(io.BytesIO(new), Kind.SVG).xmp
        back = new.replace(packet, old)
        for added in (b"<metadata></metadata>",):
            back = back.replace(added, b"<metadata />" if name == "svg-empty-metadata" else b"")
        assert back == data


def test_the_box_of_tags_is_replaced_and_not_piled_up(make):
    """AVIF: our own last box is taken out again when the tags change."""
    data = make("avif")
    once = written(data, Kind.AVIF, xmp=b"x" * 500, artist="Ada")
    twice = written(once, Kind.AVIF, xmp=b"y" * 500)
    assert len(twice) == len(once)
    assert b"x" * 500 not in twice
    assert read_blocks(io.BytesIO(twice), Kind.AVIF).artist == "Ada"


@pytest.mark.parametrize("packet", [b"<rdf:RDF/>", b"no XML", b"<x:xmpmeta><open></x:xmpmeta>", b"<x:xmpmeta/>&x;"])
def test_an_svg_takes_nothing_that_would_break_it(make, packet):
    with pytest.raises(CannotEmbed):
        written(make("svg"), Kind.SVG, xmp=packet)


def test_the_tags_of_a_photoshop_file_are_read(make):
    data = make("psd")
    found = read_blocks(io.BytesIO(data), Kind.PSD)
    assert found.iptc == IIM
    assert found.xmp.startswith(b"<?xpacket")
    assert found.exif.startswith(b"MM\0*")
    assert structure(io.BytesIO(data), Kind.PSD).bits == 8
    assert structure(io.BytesIO(data[:60]), Kind.PSD).truncated
