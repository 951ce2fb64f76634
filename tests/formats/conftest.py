"""Files of every kind, made here or by others; a signer; decoders."""

import ctypes
import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import c2pa
import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401  (registers itself with Pillow)
import pytest
import resvg_py
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageSequence, PngImagePlugin

from artistguard.formats import boxes
from artistguard.formats.items import Meta
from artistguard.formats.kinds import Kind
from artistguard.formats.source import Source
from artistguard.formats.splice import Edit, apply

FIXTURES = Path(__file__).parents[2] / ".." / "shared" / "fixtures"

PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
    ' plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED">'
    "<dc:creator><rdf:Seq><rdf:li>Ada Exämple</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>"
    '</x:xmpmeta><?xpacket end="w"?>'
).encode()
OTHER_PACKET = PACKET.replace("Ada Exämple".encode(), b"Somebody else, whose name is longer")


@dataclass(frozen=True)
class Sample:
    """One file to try things on."""

    name: str
    kind: Kind
    data: bytes


def _picture(mode: str = "RGB", size: tuple[int, int] = (48, 40), shift: int = 0) -> Image.Image:
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    rgb = np.stack([(x * 5 + shift) % 256, (y * 6) % 256, (x * y + shift) % 256], axis=2).astype("uint8")
    return Image.fromarray(rgb).convert(mode)


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def _profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif_with_maker_note() -> bytes:
    """A big-endian EXIF block whose maker note holds an offset into the block itself, as cameras write it."""
    note = b"MAKER\0" + struct.pack(">I", 74) + b"end of the note"
    ifd0 = struct.pack(">H", 2) + struct.pack(">HHI4s", 0x0112, 3, 1, b"\0\1\0\0")
    ifd0 += struct.pack(">HHII", 0x8769, 4, 1, 38) + struct.pack(">I", 0)
    sub = struct.pack(">H", 1) + struct.pack(">HHII", 0x927C, 7, len(note), 56) + struct.pack(">I", 0)
    return b"MM\0*" + struct.pack(">I", 8) + ifd0 + sub + note


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _jpeg_rich() -> bytes:
    """JFIF, COM, XMP twice, extended XMP, 8BIM with a path and an IIM, EXIF behind them, and appended bytes."""
    plain = _saved(_picture(), "JPEG", quality=90, icc_profile=_profile())
    head = 2 + 2 + struct.unpack(">H", plain[4:6])[0]
    iim = b"\x1c\x02\x05\x00\x03old"
    resources = b"8BIM\x03\xed\0\0\0\0\0\x02ab8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim
    xmp = b"http://ns.adobe.com/xap/1.0/\0"
    extended = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", 5, 0) + b"<old>"
    parts = [
        _segment(0xFE, b"a comment"),
        _segment(0xE1, xmp + OTHER_PACKET),
        _segment(0xE1, extended),
        _segment(0xE1, xmp + b"<second/>"),
        _segment(0xED, b"Photoshop 3.0\0" + resources),
        _segment(0xE1, b"Exif\0\0" + exif_with_maker_note()),
    ]
    return plain[:head] + b"".join(parts) + plain[head:] + b"appended by a telephone"


def _png_late() -> bytes:
    """A PNG with packed XMP and EXIF behind the picture data, and bytes behind its end."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", OTHER_PACKET.decode(), zip=True)
    first = _saved(_picture("RGBA"), "PNG", pnginfo=info, exif=b"Exif\0\0" + exif_with_maker_note())
    at = 33
    moved, kept = b"", first[:33]
    while at < len(first):
        length = struct.unpack(">I", first[at : at + 4])[0] + 12
        chunk = first[at : at + length]
        if chunk[4:8] in (b"iTXt", b"eXIf"):
            moved += chunk
        elif chunk[4:8] == b"IEND":
            kept += moved + chunk
        else:
            kept += chunk
        at += length
    return kept + b"behind the end"


def _tiff_big_endian() -> bytes:
    """Two strips in the wrong order, big-endian, IFD in front, Photoshop resources with an IIM."""
    rows = _picture(size=(16, 8)).tobytes()
    iim = b"\x1c\x02\x05\x00\x03old"
    resources = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim
    entries: list[tuple[int, int, int, bytes]] = []

    def add(tag: int, kind: int, count: int, value: int) -> None:
        entries.append((tag, kind, count, struct.pack(">HH", value, 0) if kind == 3 else struct.pack(">I", value)))

    base = 8 + 2 + 11 * 12 + 4
    for tag, value in ((256, 16), (257, 8), (259, 1), (262, 2), (277, 3), (278, 4), (284, 1)):
        add(tag, 3, 1, value)
    add(258, 3, 3, 0)
    entries[-1] = (258, 3, 3, struct.pack(">I", base))
    entries.append((273, 4, 2, struct.pack(">I", base + 6)))
    entries.append((279, 4, 2, struct.pack(">I", base + 14)))
    entries.append((34377, 7, len(resources), struct.pack(">I", base + 22)))
    data = base + 22 + len(resources)
    half = len(rows) // 2
    body = struct.pack(">HHH", 8, 8, 8) + struct.pack(">II", data + half, data) + struct.pack(">II", half, half)
    records = b"".join(struct.pack(">HHI", *e[:3]) + e[3] for e in sorted(entries))
    head = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", len(entries)) + records + b"\0" * 4
    return head + body + resources + rows[half:] + rows[:half]


def _psd() -> bytes:
    """Photoshop: 4 x 2 pixels, a packet and an IIM among the resources, raw picture data."""
    iim = b"\x1c\x02\x50\x00\x03Ada"
    resources = b"".join(
        b"8BIM" + struct.pack(">H", number) + b"\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
        for number, data in ((0x0404, iim), (0x0424, OTHER_PACKET), (0x0422, exif_with_maker_note()))
    )
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 2, 4, 8, 3)
    return head + bytes(4) + struct.pack(">I", len(resources)) + resources + bytes(4) + bytes(2) + bytes(range(24))


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def _heic(**options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(_picture(size=(64, 64))).save(out, quality=80, **options)
    return out.getvalue()


def _heic_unsafe() -> bytes:
    """The same picture with base offsets of 0 in its index, as some programs write them: c2pa would destroy it."""
    data = _heic()
    file = io.BytesIO(data)
    source = Source(file)
    meta = Meta(source, next(b for b in boxes.walk(source) if b.type == b"meta"))
    old = meta.children[b"iloc"]
    assert meta.locations.base_size == 4
    places = tuple(
        replace(p, base=0, extents=tuple(replace(e, offset=e.offset + p.base) for e in p.extents))
        for p in meta.locations.places
    )
    return apply(
        len(data), [Edit(old.start, old.end - old.start, replace(meta.locations, places=places).encoded())]
    ).read(file)


def _heic_version_1() -> bytes:
    """The same picture with an index as telephones write it: version 1, no base offsets."""
    data = _heic()
    file = io.BytesIO(data)
    source = Source(file)
    meta = Meta(source, next(b for b in boxes.walk(source) if b.type == b"meta"))
    old = meta.children[b"iloc"]
    index = replace(meta.locations, version=1, base_size=0, places=())

    def placed(delta: int) -> bytes:
        return replace(
            index,
            places=tuple(
                replace(p, base=0, extents=tuple(replace(e, offset=e.offset + p.base + delta) for e in p.extents))
                for p in meta.locations.places
            ),
        ).encoded()

    delta = len(placed(0)) - (old.end - old.start)
    edits = [
        Edit(meta.box.start, 4, struct.pack(">I", meta.box.end - meta.box.start + delta)),
        Edit(old.start, old.end - old.start, placed(delta)),
    ]
    return apply(len(data), edits).read(file)


def _avif_open() -> bytes:
    """The last box goes "to the end of the file"."""
    data = _saved(_picture(), "AVIF", quality=80)
    at = data.rindex(b"mdat") - 4
    return data[:at] + b"\0\0\0\0" + data[at + 4 :]


def _jxl_open() -> bytes:
    return b"\0\0\0\x0cJXL \r\n\x87\n" + boxes.box(b"ftyp", b"jxl \0\0\0\0jxl ") + b"\0\0\0\0jxlc" + _jxl(lossless=True)


def _jxl(**options: object) -> bytes:
    return _saved(_picture(), "JXL", **options)


_SVG = '<rect width="20" height="20" fill="teal"/><circle cx="9" cy="9" r="5" fill="#fa0"/>'
_SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"'
_ENTITIES = '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY dull "#888">]>'

MADE: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "jpeg": (Kind.JPEG, lambda: _saved(_picture(), "JPEG", quality=85)),
    "jpeg-rich": (Kind.JPEG, _jpeg_rich),
    "jpeg-progressive": (
        Kind.JPEG,
        lambda: _saved(_picture(), "JPEG", progressive=True, exif=b"Exif\0\0" + exif_with_maker_note()),
    ),
    "jpeg-cmyk": (Kind.JPEG, lambda: _saved(_picture("CMYK"), "JPEG")),
    "png": (Kind.PNG, lambda: _saved(_picture(), "PNG", icc_profile=_profile())),
    "png-palette": (Kind.PNG, lambda: _saved(_picture("P"), "PNG", transparency=3)),
    "png-16": (Kind.PNG, lambda: _saved(Image.fromarray(np.arange(900, dtype="uint16").reshape(30, 30)), "PNG")),
    "png-late": (Kind.PNG, _png_late),
    "apng": (Kind.PNG, lambda: _saved(_picture(), "PNG", save_all=True, append_images=[_picture(shift=9)])),
    "webp": (Kind.WEBP, lambda: _saved(_picture(), "WEBP", quality=70)),
    "webp-lossless": (Kind.WEBP, lambda: _saved(_picture("RGBA"), "WEBP", lossless=True)),
    "webp-alpha": (Kind.WEBP, lambda: _saved(_picture("RGBA").rotate(20), "WEBP", quality=60, icc_profile=_profile())),
    "webp-tagged": (Kind.WEBP, lambda: _saved(_picture(), "WEBP", xmp=OTHER_PACKET, exif=exif_with_maker_note())),
    "webp-moving": (Kind.WEBP, lambda: _saved(_picture(), "WEBP", save_all=True, append_images=[_picture(shift=9)])),
    "tiff": (Kind.TIFF, lambda: _saved(_picture(), "TIFF", icc_profile=_profile())),
    "tiff-deflate": (Kind.TIFF, lambda: _saved(_picture("RGBA"), "TIFF", compression="tiff_adobe_deflate")),
    "tiff-cmyk": (Kind.TIFF, lambda: _saved(_picture("CMYK"), "TIFF", compression="tiff_lzw")),
    "tiff-16": (Kind.TIFF, lambda: _saved(Image.fromarray(np.arange(900, dtype="uint16").reshape(30, 30)), "TIFF")),
    "tiff-big": (Kind.TIFF, lambda: _saved(_picture(), "TIFF", big_tiff=True)),
    "tiff-big-endian": (Kind.TIFF, _tiff_big_endian),
    "avif": (Kind.AVIF, lambda: _saved(_picture(), "AVIF", quality=80)),
    "avif-tagged": (Kind.AVIF, lambda: _saved(_picture(), "AVIF", xmp=OTHER_PACKET, exif=exif_with_maker_note())),
    "avif-open": (Kind.AVIF, _avif_open),
    "heic": (Kind.HEIC, _heic),
    "heic-1": (Kind.HEIC, _heic_version_1),
    "heic-tagged": (Kind.HEIC, lambda: _heic(exif=exif_with_maker_note(), xmp=OTHER_PACKET)),
    "gif": (Kind.GIF, lambda: _saved(_picture("P"), "GIF")),
    "gif-moving": (
        Kind.GIF,
        lambda: _saved(
            _picture("P"), "GIF", save_all=True, append_images=[_picture("P", shift=9)], loop=0, duration=50
        ),
    ),
    "jxl-naked": (Kind.JXL, lambda: _jxl(lossless=True)),
    "jxl-open": (Kind.JXL, _jxl_open),
    "svg": (Kind.SVG, lambda: f"{_SVG_HEAD}><title>x</title>{_SVG}</svg>".encode()),
    "svg-metadata": (
        Kind.SVG,
        lambda: f'{_SVG_HEAD} a="&gt;>"><metadata id="m"><b/></metadata>{_SVG}</svg>\n'.encode(),
    ),
    "svg-empty-metadata": (
        Kind.SVG,
        lambda: f'\ufeff<?xml version="1.0"?>\n{_SVG_HEAD}><metadata />{_SVG}</svg>'.encode(),
    ),
    "svg-entities": (
        Kind.SVG,
        lambda: (
            f'{_ENTITIES}\n<svg xmlns="&ns_svg;" width="24" height="24"><g stroke="&dull;">{_SVG}</g></svg>'.encode()
        ),
    ),
}
NOT_WRITTEN: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "psd": (Kind.PSD, _psd),
    "bmp": (Kind.BMP, lambda: _saved(_picture(), "BMP")),
    "kra": (Kind.KRA, lambda: _zip({"mimetype": b"application/x-krita", "maindoc.xml": b"<DOC/>"})),
    "kra-repacked": (Kind.KRA, lambda: _zip({"a.png": b"", "maindoc.xml": b"<DOC/>"})),
    "ora": (Kind.ORA, lambda: _zip({"mimetype": b"image/openraster", "stack.xml": b"<image/>"})),
    "procreate": (Kind.PROCREATE, lambda: _zip({"QuickLook/Thumbnail.png": b"", "Document.archive": b"bplist00"})),
    "clip": (Kind.CLIP, lambda: b"CSFCHUNK" + b"\0" * 64),
    "tiff-pages": (Kind.TIFF, lambda: _saved(_picture(), "TIFF", save_all=True, append_images=[_picture(shift=9)])),
    "heic-unsafe": (Kind.HEIC, _heic_unsafe),
    "svg-latin": (
        Kind.SVG,
        lambda: f'<?xml version="1.0" encoding="iso-8859-1"?>{_SVG_HEAD}><title>é</title>{_SVG}</svg>'.encode(
            "latin-1"
        ),
    ),
    "svg-prefixed": (
        Kind.SVG,
        lambda: (
            b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="9" height="9"><s:rect width="9" height="9"/></s:svg>'
        ),
    ),
}
BY_OTHERS = {
    "others-png": (Kind.PNG, "formats/sample1.png"),
    "others-webp": (Kind.WEBP, "formats/sample1.webp"),
    "others-tiff": (Kind.TIFF, "formats/test.tiff"),
    "others-avif": (Kind.AVIF, "formats/sample1.avif"),
    "others-heif": (Kind.HEIC, "formats/sample1.heif"),
    "others-jxl": (Kind.JXL, "formats/sample1.jxl"),
    "others-gif": (Kind.GIF, "formats/sample1.gif"),
    "others-svg": (Kind.SVG, "formats/sample1.svg"),
    "others-jpeg": (Kind.JPEG, "c2pa/adobe-20220124-A.jpg"),
    "others-jpeg-signed": (Kind.JPEG, "c2pa/adobe-20220124-CAICA.jpg"),
}


def _made(name: str, table: dict[str, tuple[Kind, Callable[[], bytes]]]) -> Sample:
    kind, make = table[name]
    return Sample(name, kind, make())


def _others(name: str) -> Sample:
    kind, path = BY_OTHERS[name]
    if not (FIXTURES / path).exists():
        pytest.skip(f"the file {path} of the shared fixtures is not there")
    return Sample(name, kind, (FIXTURES / path).read_bytes())


@pytest.fixture(params=[*MADE, *BY_OTHERS], scope="session")
def sample(request: pytest.FixtureRequest) -> Sample:
    """Each file that tags and a credential can be written into."""
    name = request.param
    return _made(name, MADE) if name in MADE else _others(name)


@pytest.fixture(params=list(MADE), scope="session")
def small(request: pytest.FixtureRequest) -> Sample:
    """Each file made here: some kilobytes."""
    return _made(request.param, MADE)


@pytest.fixture(params=list(NOT_WRITTEN), scope="session")
def closed(request: pytest.FixtureRequest) -> Sample:
    """Each file that nothing is written into, or no credential."""
    return _made(request.param, NOT_WRITTEN)


@pytest.fixture(scope="session")
def make() -> Callable[[str], bytes]:
    """The bytes of a file of the tables by its name."""

    def call(name: str) -> bytes:
        if name in BY_OTHERS:
            return _others(name).data
        return _made(name, MADE if name in MADE else NOT_WRITTEN).data

    return call


@pytest.fixture(scope="session")
def picture() -> Callable[..., Image.Image]:
    """A picture with structure in all channels."""
    return _picture


@pytest.fixture(scope="session")
def pixels() -> Callable[[bytes, Kind], list[str]]:
    """The decoded pixels of every frame, hashed."""

    def call(data: bytes, kind: Kind) -> list[str]:
        if kind is Kind.SVG:
            return [hashlib.sha256(bytes(resvg_py.svg_to_bytes(svg_string=data.decode("utf-8-sig")))).hexdigest()]
        if kind is Kind.HEIC:
            return [hashlib.sha256(bytes(pillow_heif.open_heif(io.BytesIO(data)).data)).hexdigest()]
        with Image.open(io.BytesIO(data)) as image:
            frames = [f"{f.mode}{f.size}".encode() + f.tobytes() for f in ImageSequence.Iterator(image)]
        return [hashlib.sha256(frame).hexdigest() for frame in frames]

    return call


class TestSigner:
    """Signs with a chain made for the test run, and tells what a reader that trusts it says."""

    __test__ = False

    def __init__(self) -> None:
        self.key, self.chain, root = _chain()
        settings = {
            "builder": {"thumbnail": {"enabled": False}},
            "verify": {"remote_manifest_fetch": False, "verify_after_sign": False},
            "trust": {"trust_anchors": root},
        }
        self.context = c2pa.Context.from_dict(settings)
        self.signer = c2pa.Signer.from_callback(self._sign, c2pa.C2paSigningAlg.ES256, self.chain, None)
        created = {
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
        }
        self.manifest = {
            "claim_generator_info": [{"name": "test", "version": "1"}],
            "title": "a picture",
            "assertions": [{"label": "c2pa.actions", "data": {"actions": [created]}}],
        }

    def _sign(self, data: bytes) -> bytes:
        return self.key.sign(bytes(data), ec.ECDSA(hashes.SHA256()))

    def embed(self, data: bytes, kind: Kind) -> bytes:
        """Sign the usual way: c2pa writes the file."""
        out = io.BytesIO()
        with c2pa.Builder(self.manifest, context=self.context) as builder:
            builder.sign(self.signer, kind.mime, io.BytesIO(data), out)
        return out.getvalue()

    def insert(self, data: bytes, kind: Kind, at: int) -> bytes:
        """Sign by the data-hash placeholder workflow: a composed manifest put in at an offset."""
        library = c2pa.c2pa._lib
        placeholder, sign = (
            library.c2pa_builder_data_hashed_placeholder,
            library.c2pa_builder_sign_data_hashed_embeddable,
        )
        pointer, mime = ctypes.POINTER(ctypes.c_void_p), kind.mime.encode()
        placeholder.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, pointer]
        sign.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, pointer]
        placeholder.restype = sign.restype = ctypes.c_int64

        def taken(count: int, where: ctypes.c_void_p) -> bytes:
            assert count > 0
            result = ctypes.string_at(where.value, count)
            library.c2pa_free(where)
            return result

        with c2pa.Builder(self.manifest, context=self.context) as builder:
            handle, where = ctypes.cast(builder._handle, ctypes.c_void_p), ctypes.c_void_p()
            size = len(taken(placeholder(handle, self.signer.reserve_size(), mime, ctypes.byref(where)), where))
            hashed = {
                "exclusions": [{"start": at, "length": size}],
                "name": "jumbf manifest",
                "alg": "sha256",
                "hash": list(hashlib.sha256(data).digest()),
                "pad": [],
            }
            where = ctypes.c_void_p()
            signer = ctypes.cast(self.signer._handle, ctypes.c_void_p)
            count = sign(handle, signer, json.dumps(hashed).encode(), mime, None, ctypes.byref(where))
            manifest = taken(count, where)
        assert len(manifest) == size
        return data[:at] + manifest + data[at:]

    def read(self, data: bytes, kind: Kind) -> tuple[str, list[str]] | None:
        """The state and the codes of the failures, or None without a credential."""
        reader = c2pa.Reader.try_create(kind.mime, io.BytesIO(data), context=self.context)
        if reader is None:
            return None
        with reader:
            results = json.loads(reader.json()).get("validation_results", {}).get("activeManifest", {})
            return reader.get_validation_state(), [failure["code"] for failure in results.get("failure", [])]


@pytest.fixture(scope="session")
def signer() -> TestSigner:
    """A signer whose root the reader trusts."""
    return TestSigner()


def _chain() -> tuple[ec.EllipticCurvePrivateKey, str, str]:
    now = datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def name(common: str) -> x509.Name:
        attributes = ((NameOID.ORGANIZATION_NAME, "Test"), (NameOID.COMMON_NAME, common))
        return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])

    def certificate(common: str, own: ec.EllipticCurvePrivateKey, authority: bool) -> x509.Certificate:
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        ) | {"encipher_only": False, "decipher_only": False}
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(common))
            .issuer_name(name("root"))
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(authority, None), True)
            .add_extension(
                x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **usage),
                True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
        )
        if not authority:
            usage_ext = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
            builder = builder.add_extension(usage_ext, False).add_extension(issuer, False)
        return builder.sign(root_key, hashes.SHA256())

    def pem(made: x509.Certificate) -> str:
        return made.public_bytes(serialization.Encoding.PEM).decode()

    root, leaf = pem(certificate("root", root_key, True)), pem(certificate("leaf", key, False))
    return key, leaf + root, root
