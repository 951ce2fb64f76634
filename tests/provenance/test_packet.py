"""XMP packets: everything kept but what is set, whatever prefixes, shapes and tricks a file has."""

import subprocess
import sys

import pyexiv2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.provenance import packet
from artistguard.provenance.packet import Shape

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"


def wrapped(body: str, attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Other 1">'
        f'<rdf:RDF {RDF}><rdf:Description rdf:about="uuid:1" xmlns:my="http://my.example/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
        f"{attributes}>"
        f'{body}</rdf:Description></rdf:RDF></x:xmpmeta>  \n <?xpacket end="w"?>'
    ).encode()


RICH = wrapped(
    "<dc:creator><rdf:Seq><rdf:li>Old</rdf:li><rdf:li>Two</rdf:li></rdf:Seq></dc:creator>"
    '<my:thing rdf:parseType="Resource"><rdf:value>VAL</rdf:value><my:qualifier>Q</my:qualifier></my:thing>'
    "<my:nest><rdf:Bag><rdf:li><rdf:Seq><rdf:li>deep</rdf:li></rdf:Seq></rdf:li></rdf:Bag></my:nest>"
    '<my:link rdf:resource="http://a.example/"/>'
    '<my:short my:a="1" my:b="2"/>'
    "<my:long><rdf:Description><my:c>3</my:c></rdf:Description></my:long>"
    '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">def</rdf:li>'
    '<rdf:li xml:lang="de">deu</rdf:li></rdf:Alt></dc:rights>',
    'xmpRights:Marked="False" my:flat="v"',
)


def test_everything_that_is_not_set_stays() -> None:
    before = dict(packet.properties(RICH))
    after = packet.merge(RICH, {"dc:creator": (Shape.SEQ, ("Ada",)), "xmpRights:Marked": (Shape.TEXT, "True")})
    found = dict(packet.properties(after))
    assert found.pop("dc:creator") == "Ada"
    assert found.pop("xmpRights:Marked") == "True"
    assert before.pop("dc:creator") == "Old; Two"
    assert before.pop("xmpRights:Marked") == "False"
    assert found == before
    assert b'x:xmptk="Other 1"' in after
    assert b"<my:qualifier>Q</my:qualifier>" in after, "qualifiers are not shown, but kept"
    assert b'rdf:about="uuid:1"' in after


def test_a_second_rdf_says_nothing_else_about_what_is_set() -> None:
    old = f'xmlns:plus="{PLUS}" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-ALLOWED" my:kept="too"'
    second = f'<rdf:RDF {RDF}><rdf:Description rdf:about="" xmlns:my="http://my.example/" {old}/></rdf:RDF></x:xmpmeta>'
    twice = RICH.replace(b"</x:xmpmeta>", second.encode())
    assert dict(packet.properties(twice))["plus:DataMining"].endswith("ALLOWED"), "whoever reads both sees it"
    found = packet.properties(packet.merge(twice, {"plus:DataMining": (Shape.TEXT, "no")}))
    assert [text for name, text in found if name == "plus:DataMining"] == ["no"]
    assert dict(found)["my:kept"] == "too"


def test_properties_are_taken_out_of_the_rest_of_a_packet() -> None:
    rest = RICH[RICH.index(b"<x:xmpmeta") : RICH.index(b"  \n <?xpacket end")]
    left = packet.without(rest, ["dc:creator", "xmpRights:Marked"])
    assert left is not None
    assert left.startswith(b"<x:xmpmeta")
    assert left.endswith(b"</x:xmpmeta>")
    before, after = dict(packet.properties(rest)), dict(packet.properties(left))
    assert set(before) - set(after) == {"dc:creator", "xmpRights:Marked"}
    assert after.items() <= before.items()
    assert packet.without(rest, ["dc:title"]) is None, "nothing to do"
    assert packet.without(left, ["dc:creator"]) is None
    only = f'<rdf:RDF {RDF}><rdf:Description rdf:about="" xmlns:p="{PLUS}" p:DataMining="x"/></rdf:RDF>'.encode()
    assert packet.without(only, ["plus:DataMining"]) == b""
    with pytest.raises(packet.Unreadable):
        packet.without(b"<half", ["dc:title"])


def test_merging_twice_is_merging_once_and_every_shape_is_read_by_exiv2_too(tmp_path: object) -> None:
    values: dict[str, tuple[Shape, packet.Value]] = {
        "dc:title": (Shape.LANG, "<b>&amp;\"'"),
        "dc:creator": (Shape.SEQ, ("Ada", "Bob; Eve")),
        "xmpRights:Owner": (Shape.BAG, ("Studio",)),
        "plus:Licensor": (Shape.SEQ_STRUCT, (("plus:LicensorName", "Ada"), ("plus:LicensorURL", "http://x/?a&b"))),
        "Iptc4xmpCore:CreatorContactInfo": (Shape.STRUCT, (("Iptc4xmpCore:CiEmailWork", "a@b"),)),
        "tdm:reservation": (Shape.TEXT, "1"),
    }
    once = packet.merge(RICH, values)
    assert packet.merge(once, values) == once
    file = pyexiv2.ImageData(_png(once))
    there = file.read_xmp()
    file.close()
    assert there["Xmp.dc.title"] == {'lang="x-default"': "<b>&amp;\"'"}
    assert there["Xmp.dc.creator"] == ["Ada", "Bob; Eve"]
    assert there["Xmp.plus.Licensor[1]/plus:LicensorURL"] == "http://x/?a&b"
    assert there["Xmp.iptc.CreatorContactInfo/Iptc4xmpCore:CiEmailWork"] == "a@b"


def _png(data: bytes) -> bytes:
    import io

    from PIL import Image, PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", data.decode(), zip=False)
    out = io.BytesIO()
    Image.new("L", (1, 1)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def test_an_empty_value_takes_a_property_out_and_leaves_no_empty_description() -> None:
    only = wrapped("<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>x</rdf:li></rdf:Alt></dc:title>")
    after = packet.merge(only, {"dc:title": (Shape.LANG, "")})
    assert packet.properties(after) == ()
    assert b"Description" not in after


HIJACK = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}><rdf:Description rdf:about="" xmlns:plus="http://evil/" '
    'plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/></rdf:RDF></x:xmpmeta>'
).encode()


def test_a_prefix_that_poses_as_another_namespace_fools_nobody() -> None:
    """And what is written goes into the right namespace, in this file and in the next."""
    assert packet.properties(HIJACK) == (
        ("{http://evil/}DataMining", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"),
    )
    values = {"plus:DataMining": (Shape.TEXT, "mine")}
    for data in (packet.merge(HIJACK, values), packet.merge(None, values)):
        assert dict(packet.properties(data))["plus:DataMining"] == "mine"
        assert f'xmlns:plus="{PLUS}"'.encode() in data
    assert b"http://evil/" in packet.merge(HIJACK, values), "what is not ours stays"


def test_exiv2_is_fooled_by_it_for_the_rest_of_the_process() -> None:
    """Why exiv2 does not write our tags. When this fails, it has been mended."""
    program = (
        "import pyexiv2,sys; pyexiv2.set_log_level(4)\n"
        "def go(data):\n"
        "    f = pyexiv2.ImageData(open(sys.argv[1], 'rb').read())\n"
        "    f.modify_raw_xmp(data) if data else f.modify_xmp({'Xmp.plus.DataMining': 'mine'})\n"
        "    f.read_xmp(); text = f.read_raw_xmp(); f.close(); return text\n"
        "go(sys.argv[2]); print(go(None))\n"
    )
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "x.png")
        file.write_bytes(_png(wrapped("")))
        words = [sys.executable, "-c", program, str(file), HIJACK.decode()]
        out = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert 'xmlns:plus="http://evil/"' in out
    assert PLUS not in out


DEEP = "".join(f"<my:a{i}>" for i in range(3000)) + "".join(f"</my:a{i}>" for i in reversed(range(3000)))
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + wrapped("<dc:title>&b;</dc:title>")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"garbage",
        b"<x",
        b"\xff\xfe<",
        b"<a/>",
        wrapped("<dc:title>")[:-30],
        wrapped(DEEP),
        BOMB,
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        wrapped("<my:a>" + "<my:b/>" * (packet.MAX_NODES + 1) + "</my:a>"),
        b" " * (packet.MAX_PACKET + 1),
    ],
    ids=["empty", "zeros", "text", "cut", "utf16", "other", "open", "deep", "entities", "encoding", "wide", "long"],
)
def test_what_is_no_packet_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(packet.Unreadable):
        packet.properties(data)
    if data:
        with pytest.raises(packet.Unreadable):
            packet.merge(data, {"dc:title": (Shape.LANG, "x")})


def test_packets_in_utf16_are_read() -> None:
    data = wrapped("", 'my:flat="é"').decode().replace("\ufeff", "").encode("utf-16")
    assert dict(packet.properties(data))["my:flat"] == "é"
    assert dict(packet.properties(packet.merge(data, {})))["my:flat"] == "é"


HOSTILE = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE)
def test_any_text_goes_in_and_comes_out_the_same(title: str, creator: str) -> None:
    clean = [packet.plain(title), packet.plain(creator)]
    data = packet.merge(RICH, {"dc:title": (Shape.LANG, title), "dc:creator": (Shape.SEQ, (creator,))})
    found = dict(packet.properties(data))
    assert [found.get("dc:title", ""), found["dc:creator"]] == clean


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(RICH) - 1), st.binary(max_size=6))
def test_a_damaged_packet_is_read_or_refused_never_more(at: int, noise: bytes) -> None:
    data = RICH[:at] + noise + RICH[at + len(noise) :]
    try:
        found = packet.properties(packet.merge(data, {"dc:title": (Shape.LANG, "x")}))
    except packet.Unreadable:
        return
    assert ("dc:title", "x") in found
