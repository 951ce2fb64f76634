"""c2pa signs what was rewritten, and reads it as valid."""

import io

import pytest

from artistguard.formats.blocks import Blocks, read_blocks, rewrite
from artistguard.formats.carry import carry
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import same_picture

PACKET = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="x"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def blocks_for(data: bytes, kind: Kind) -> Blocks:
    can = carry(io.BytesIO(data), kind)
    assert can.credential
    return Blocks(
        xmp=PACKET if can.xmp else None, artist="Ada" if can.exif else None, copyright="© Ada" if can.exif else None
    )


def test_a_rewritten_file_is_signed_and_valid(sample, signer, pixels):
    source = io.BytesIO(sample.data)
    data = rewrite(source, sample.kind, blocks_for(sample.data, sample.kind)).splice.read(source)
    signed = signer.embed(data, sample.kind)
    assert signer.read(signed, sample.kind) == ("Trusted", [])
    assert same_picture(source, io.BytesIO(signed), sample.kind)
    assert pixels(signed, sample.kind) == pixels(sample.data, sample.kind)
    read = read_blocks(io.BytesIO(signed), sample.kind)
    assert read.xmp == (PACKET if carry(source, sample.kind).xmp else None)
    if carry(source, sample.kind).exif:
        assert (read.artist, read.copyright) == ("Ada", "© Ada")


def test_a_composed_manifest_fits_where_rewrite_says(sample, signer, pixels):
    if sample.kind not in (Kind.JPEG, Kind.PNG):
        file = io.BytesIO(sample.data)
        assert rewrite(file, sample.kind, Blocks()).credential_at is None
        return
    source = io.BytesIO(sample.data)
    made = rewrite(source, sample.kind, blocks_for(sample.data, sample.kind))
    assert made.credential_at is not None
    signed = signer.insert(made.splice.read(source), sample.kind, made.credential_at)
    assert signer.read(signed, sample.kind) == ("Trusted", [])
    assert same_picture(source, io.BytesIO(signed), sample.kind)
    assert pixels(signed, sample.kind) == pixels(sample.data, sample.kind)
    # and out again: the file as it was before signing
    again = rewrite(io.BytesIO(signed), sample.kind, Blocks())
    assert again.splice.read(io.BytesIO(signed)) == made.splice.read(source)
    assert again.credential_at == made.credential_at


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG])
def test_an_old_credential_is_taken_out(make, signer, kind):
    plain = make(kind.value)
    signed = io.BytesIO(signer.embed(plain, kind))
    assert signer.read(signed.getvalue(), kind) is not None
    freed = rewrite(signed, kind, Blocks()).splice.read(signed)
    assert signer.read(freed, kind) is None
    assert freed == plain


def test_other_jumbf_boxes_of_a_jpeg_stay(make):
    plain = make("jpeg")
    box = (
        b"\0\0\0\x2ejumb\0\0\0\x26jumd"
        + b"\x40\xcb\x0c\x32\xbb\x8a\x48\x9d\xa7\x0b\x2a\xd6\xf4\x7f\x43\x69"
        + b"\3privacy\0"
    )
    body = b"JP\0\1\0\0\0\1" + box
    data = plain[:20] + b"\xff\xeb" + (len(body) + 2).to_bytes(2, "big") + body + plain[20:]
    file = io.BytesIO(data)
    assert rewrite(file, Kind.JPEG, Blocks()).splice.read(file) == data


def test_a_credential_inside_does_not_disturb_the_tags_of_an_svg(make, signer):
    """c2pa puts its manifest into the metadata element: tags are still found, and can still be replaced."""
    signed = io.BytesIO(signer.embed(make("svg-metadata"), Kind.SVG))
    tagged = rewrite(signed, Kind.SVG, Blocks(xmp=PACKET)).splice.read(signed)
    assert read_blocks(io.BytesIO(tagged), Kind.SVG).xmp == PACKET
    resigned = signer.embed(tagged, Kind.SVG)
    assert signer.read(resigned, Kind.SVG) == ("Trusted", [])
    assert read_blocks(io.BytesIO(resigned), Kind.SVG).xmp == PACKET
