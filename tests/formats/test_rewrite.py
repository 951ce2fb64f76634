"""Tags written into every kind: the picture stays, the tags read back, the rest is kept."""

import io
import json
import shutil
import subprocess

import pytest

from artistguard.formats.blocks import Blocks, read_blocks, rewrite
from artistguard.formats.carry import carry
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import picture_spans, same_picture
from artistguard.formats.sniff import identify
from artistguard.model.errors import CannotEmbed, FileError

IIM = b"\x1c\x01\x5a\x00\x03\x1b%G" + b"\x1c\x02\x50\x00\x03Ada" + b"\x1c\x02\x74\x00\x05(c) A"
ARTIST, COPYRIGHT = "Ada Exämple", "© 2026 Ada Exämple. Ask me."
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
    ' plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED">'
    "<dc:creator><rdf:Seq><rdf:li>Ada Exämple</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>"
    '</x:xmpmeta><?xpacket end="w"?>'
).encode()


def tagged(data: bytes, kind: Kind, **changes: object) -> bytes:
    """The file with everything written into it that it can carry."""
    file = io.BytesIO(data)
    can = carry(file, kind)
    blocks = Blocks(
        xmp=PACKET if can.xmp else None,
        iptc=IIM if can.iptc else None,
        artist=ARTIST if can.exif else None,
        copyright=COPYRIGHT if can.exif else None,
    )
    return rewrite(file, kind, blocks).splice.read(file)


def test_the_picture_stays_and_the_tags_read_back(sample, pixels):
    before = io.BytesIO(sample.data)
    assert identify(before) is sample.kind
    can = carry(before, sample.kind)
    data = tagged(sample.data, sample.kind)
    after = io.BytesIO(data)
    assert identify(after) is sample.kind
    assert same_picture(before, after, sample.kind)
    assert pixels(data, sample.kind) == pixels(sample.data, sample.kind)
    old, new = read_blocks(before, sample.kind), read_blocks(after, sample.kind)
    assert can.xmp or sample.name == "others-jxl"  # its tags are packed with Brotli
    assert new.xmp == (PACKET if can.xmp else old.xmp)
    assert new.iptc == (IIM if can.iptc else old.iptc)
    assert (new.artist, new.copyright) == ((ARTIST, COPYRIGHT) if can.exif else (None, None))
    assert new.icc == old.icc
    assert data.count(PACKET) == can.xmp


def test_twice_is_once(sample):
    once = tagged(sample.data, sample.kind)
    assert tagged(once, sample.kind) == once


def test_a_second_packet_takes_the_place_of_the_first(sample):
    once = io.BytesIO(tagged(sample.data, sample.kind))
    if not carry(once, sample.kind).xmp:
        pytest.skip("its tags are packed with Brotli")
    other = PACKET.replace("Ada Exämple".encode(), b"Eve Other-Name, who is somebody else")
    again = io.BytesIO(rewrite(once, sample.kind, Blocks(xmp=other)).splice.read(once))
    assert read_blocks(again, sample.kind).xmp == other
    assert same_picture(once, again, sample.kind)
    if sample.kind is not Kind.TIFF:  # there the old bytes stay, unreferenced, so that nothing moves
        assert PACKET not in again.getvalue()


def test_nothing_to_write_changes_nothing(sample):
    if sample.name in ("jxl-naked", "others-jpeg-signed"):
        pytest.skip("wrapped, or freed of its credential, even when nothing is added")
    file = io.BytesIO(sample.data)
    assert rewrite(file, sample.kind, Blocks()).splice.read(file) == sample.data


def test_what_was_read_can_be_written_again(sample):
    file = io.BytesIO(tagged(sample.data, sample.kind))
    blocks = read_blocks(file, sample.kind)
    assert rewrite(file, sample.kind, blocks).splice.read(file) == file.getvalue()


def test_a_flipped_bit_of_the_picture_is_seen(small):
    before, data = io.BytesIO(small.data), tagged(small.data, small.kind)
    spans = picture_spans(io.BytesIO(data), small.kind)
    assert sum(s.length for s in spans) > len(small.data) // 4
    largest = max(spans, key=lambda s: s.length)
    seen = 0
    inside = data.index(b"teal") if small.kind is Kind.SVG else largest.start
    for at in {inside, largest.start + largest.length // 2, largest.end - 1, spans[-1].end - 1}:
        broken = bytearray(data)
        broken[at] ^= 1
        try:
            assert not same_picture(before, io.BytesIO(broken), small.kind)
        except FileError:
            continue
        seen += 1
    assert seen


def test_exiftool_reads_the_tags(sample, tmp_path):
    tool = shutil.which("exiftool")
    if tool is None:
        pytest.skip("exiftool is not installed")
    if sample.name in ("svg-empty-metadata", "svg-entities"):
        pytest.skip("exiftool 12.57 reads no SVG with a byte order mark or entities")
    can = carry(io.BytesIO(sample.data), sample.kind)
    if not can.xmp:
        pytest.skip("its tags are packed with Brotli")
    path = tmp_path / f"copy{sample.kind.suffix}"
    path.write_bytes(tagged(sample.data, sample.kind))
    wanted = ["-XMP:Creator", "-EXIF:Artist", "-EXIF:Copyright", "-IPTC:By-line", "-Error", "-Warning"]
    run = subprocess.run([tool, "-json", "-G", *wanted, str(path)], capture_output=True, check=True)
    (found,) = json.loads(run.stdout)
    assert found["XMP:Creator"] == "Ada Exämple"
    assert "ExifTool:Error" not in found
    if can.exif:
        assert (found["EXIF:Artist"], found["EXIF:Copyright"]) == (ARTIST, COPYRIGHT)
    if can.iptc:
        assert found["IPTC:By-line"] == "Ada"


def test_files_that_nothing_is_written_into(closed):
    file = io.BytesIO(closed.data)
    assert identify(file) is closed.kind
    can = carry(file, closed.kind)
    assert not can.credential
    assert can.why_not.endswith(".")
    assert rewrite(file, closed.kind, Blocks()).splice.read(file) == closed.data
    assert same_picture(file, io.BytesIO(closed.data), closed.kind)


@pytest.mark.parametrize("name", ["bmp", "kra", "clip", "heic-unsafe", "svg-latin"])
def test_writing_where_nothing_fits_is_refused(make, name):
    file = io.BytesIO(make(name))
    with pytest.raises(CannotEmbed):
        rewrite(file, identify(file), Blocks(xmp=PACKET))
