"""Files of every kind, an identity of our own, and a way to make copies."""

import hashlib
import io
import os
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401 - registers itself with Pillow
import pytest
from pictures import bigtiff_mm
from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.model.preset import PresetVersion
from artistguard.model.rights import Reservation, Rights
from artistguard.provenance import certificates
from artistguard.provenance.credential import CopyRequest, SigningIdentity, Written
from artistguard.provenance.write import write_copy

# The packages of others that these tests compare with would otherwise send a line home.
os.environ.setdefault("SPAWNING_OPTS_KEY", "none")

SHARED = Path(__file__).parents[2] / ".." / "shared" / "fixtures"

RIGHTS = Rights(
    creator="Ada Exämple",
    rights_holder="Studio Example",
    credit="Ada",
    notice="© 2026 Ada Exämple. All rights reserved.",
    usage_terms="No AI training.",
    web_statement="https://example.org/rights",
    contact_email="ada@example.org",
    licensor="Studio Example",
    licensor_email="licence@example.org",
)
VERSION = PresetVersion(
    "v1", "p1", 1, datetime(2026, 1, 1, tzinfo=UTC), reservation=Reservation(policy_url="https://example.org/tdm")
)


def picture(shift: int = 0, mode: str = "RGB") -> Image.Image:
    y, x = np.mgrid[0:40, 0:56]
    rgb = np.stack([(x * 5 + shift) % 256, (y * 6) % 256, (x * y) % 256], axis=2).astype("uint8")
    return Image.fromarray(rgb).convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture().resize((64, 64))).save(out, quality=80)
    return out.getvalue()


def _heic_unsafe() -> bytes:
    """libheif writes base offsets; with them set to 0 and folded into the extents, c2pa shifts the item twice."""
    data = bytearray(_heic())
    at = data.index(b"iloc") + 4
    version, sizes = data[at], struct.unpack(">H", data[at + 4 : at + 6])[0]
    offset_size, length_size, base_size = sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15
    assert version in (0, 1)
    assert (offset_size, length_size, base_size) == (4, 4, 4)
    count = struct.unpack(">H", data[at + 6 : at + 8])[0]
    position = at + 8
    for _ in range(count):
        position += 2 + (2 if version else 0) + 2  # item, construction method, data reference
        base = struct.unpack(">I", data[position : position + 4])[0]
        data[position : position + 4] = bytes(4)
        extents = struct.unpack(">H", data[position + 4 : position + 6])[0]
        position += 6
        for _ in range(extents):
            offset = struct.unpack(">I", data[position : position + 4])[0]
            data[position : position + 4] = struct.pack(">I", offset + base)
            position += 8
    return bytes(data)


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def _segments(data: bytes) -> list[bytes]:
    """A JPEG in pieces: SOI, each segment, and all from the scan on."""
    pieces, at = [data[:2]], 2
    while data[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        pieces.append(data[at:end])
        at = end
    return [*pieces, data[at:]]


def _jpeg_filled() -> bytes:
    """Fill bytes before every marker (T.81, B.1.1.2), as old scanners wrote them."""
    pieces = _segments(saved(picture(), "JPEG", quality=85))
    return pieces[0] + b"".join(b"\xff" * (number % 4) + piece for number, piece in enumerate(pieces[1:], 1))


def jpeg_in_two_parts(rest: str) -> bytes:
    """A JPEG whose XMP goes on in an ExtendedXMP of several segments (XMP part 3, 1.1.3.1): an old opinion in it."""
    more = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-ALLOWED">{rest}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()
    name = hashlib.md5(more).hexdigest().upper()
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" '
        f'xmpNote:HasExtendedXMP="{name}"/></rdf:RDF></x:xmpmeta>'
    ).encode()
    payloads = [b"http://ns.adobe.com/xap/1.0/\0" + packet]
    for at in range(0, len(more), 60_000):
        head = b"http://ns.adobe.com/xmp/extension/\0" + name.encode() + struct.pack(">II", len(more), at)
        payloads.append(head + more[at : at + 60_000])
    plain = _segments(saved(picture(), "JPEG", quality=85))
    parts = [b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload for payload in payloads]
    return b"".join([*plain[:2], *parts, *plain[2:]])


_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><rect width="20" height="20" fill="teal"/></svg>'
)
_STORY = f"<photoshop:History>{'a stroke of the pen; ' * 8000}</photoshop:History>"
EMBEDDED: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "jpeg": (Kind.JPEG, lambda: saved(picture(), "JPEG", quality=85)),
    "jpeg-filled": (Kind.JPEG, _jpeg_filled),
    "jpeg-in-parts": (Kind.JPEG, lambda: jpeg_in_two_parts(_STORY)),
    "jpeg-opinion": (Kind.JPEG, lambda: jpeg_in_two_parts("")),
    "png": (Kind.PNG, lambda: saved(picture(), "PNG")),
    "apng": (Kind.PNG, lambda: saved(picture(), "PNG", save_all=True, append_images=[picture(9)])),
    "webp": (Kind.WEBP, lambda: saved(picture(), "WEBP")),
    "webp-moving": (Kind.WEBP, lambda: saved(picture(), "WEBP", save_all=True, append_images=[picture(9)])),
    "tiff": (Kind.TIFF, lambda: saved(picture(), "TIFF")),
    "bigtiff": (Kind.TIFF, lambda: saved(picture(), "TIFF", big_tiff=True)),
    "bigtiff-mm": (Kind.TIFF, lambda: bigtiff_mm(picture())),
    "avif": (Kind.AVIF, lambda: saved(picture(), "AVIF")),
    "heic": (Kind.HEIC, _heic),
    "gif": (Kind.GIF, lambda: saved(picture(mode="P"), "GIF")),
    "jxl": (Kind.JXL, lambda: saved(picture(), "JXL")),
    "svg": (Kind.SVG, lambda: _SVG),
    "svg-empty": (Kind.SVG, lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" />\n'),
}
BESIDE: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "tiff-pages": (Kind.TIFF, lambda: saved(picture(), "TIFF", save_all=True, append_images=[picture(9)])),
    "heic-unsafe": (Kind.HEIC, _heic_unsafe),
    "bmp": (Kind.BMP, lambda: saved(picture(), "BMP")),
    "psd": (Kind.PSD, lambda: b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 4, 4, 8, 3) + bytes(12) + bytes(50)),
    "kra": (Kind.KRA, lambda: _zip({"mimetype": b"application/x-krita", "maindoc.xml": b"<DOC/>"})),
    "ora": (Kind.ORA, lambda: _zip({"mimetype": b"image/openraster", "stack.xml": b"<image/>"})),
    "clip": (Kind.CLIP, lambda: b"CSFCHUNK" + bytes(64)),
    "procreate": (Kind.PROCREATE, lambda: _zip({"QuickLook/Thumbnail.png": b"", "Document.archive": b"bplist00"})),
}


@cache
def made(name: str) -> tuple[Kind, bytes]:
    kind, make = {**EMBEDDED, **BESIDE}[name]
    return kind, make()


@pytest.fixture(scope="session")
def own() -> certificates.Created:
    """An identity of our own."""
    return certificates.create("Ada Example", "Studio Example")


@dataclass(frozen=True)
class Copier:
    """Makes copies in a folder."""

    folder: Path
    own: certificates.Created

    def request(self, name: str, data: bytes, kind: Kind, **options: object) -> CopyRequest:
        source = self.folder / f"{name}{kind.suffix}"
        source.write_bytes(data)
        request = CopyRequest(
            source=source,
            kind=kind,
            temporary=self.folder / f"{name}-signed{kind.suffix}",
            version=VERSION,
            rights=RIGHTS,
            title="A <picture> & more",
            source_type=None,
            identity=SigningIdentity(self.own.chain_pem, "ES256"),
        )
        return replace(request, **options)

    def made(self, name: str) -> tuple[Kind, bytes]:
        """A file by its name in the tables above."""
        return made(name)

    def of(self, name: str, **options: object) -> CopyRequest:
        """A request for one of those files."""
        kind, data = made(name)
        return self.request(name, data, kind, **options)

    def sign(self, request: CopyRequest) -> Written:
        before = request.source.read_bytes()
        try:
            return write_copy(request, certificates.make_signer(self.own.key), cancel=None)
        finally:
            assert request.source.read_bytes() == before, "an original was changed"

    def __call__(self, name: str, **options: object) -> tuple[Path, Written]:
        request = self.of(name, **options)
        return request.temporary, self.sign(request)


@pytest.fixture
def copier(tmp_path: Path, own: certificates.Created) -> Copier:
    """Makes copies in the test's own folder."""
    return Copier(tmp_path, own)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The files of others."""
    if not SHARED.is_dir():
        pytest.skip("the shared fixtures are not there")
    return SHARED
