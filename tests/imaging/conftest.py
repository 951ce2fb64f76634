"""Pictures and drawing files made for the tests: nothing of anybody's is needed."""

import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageCms

from artistguard.formats.kinds import Kind
from artistguard.imaging.digest import digest
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import Reading, read_picture
from artistguard.model.artwork import FingerprintKind

Painter = Callable[..., Image.Image]


def _painting(width: int = 320, height: int = 240, seed: int = 1, mode: str = "RGB") -> Image.Image:
    rng = numpy.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (9, 13, 3), dtype=numpy.uint8))
    image = coarse.resize((width, height), Image.Resampling.BICUBIC)
    image.paste((200, 30, 60), (width // 5, height // 4, width // 2, height // 2))
    image.paste((20, 60, 160), (width // 2, height // 2, width - width // 6, height - height // 8))
    if mode == "RGB":
        return image
    if mode in ("RGBA", "LA"):
        alpha = Image.linear_gradient("L").resize((width, height))
        image = image.convert("RGB" if mode == "RGBA" else "L")
        image.putalpha(alpha)
        return image
    if mode == "I;16":
        grey = numpy.asarray(image.convert("L")).astype(numpy.uint16) * 257
        return Image.fromarray(grey)
    if mode == "F":
        return Image.fromarray(numpy.asarray(image.convert("L")).astype(numpy.float32) / 255)
    return image.convert(mode)


@pytest.fixture(scope="session")
def painting() -> Painter:
    """painting(width, height, seed, mode): soft colours with two hard-edged shapes."""
    return _painting


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """read(path, kind, **limits): the whole way from a file to its reading."""

    def reader(path: Path, kind: Kind, edge: int | None = 512, **limits: int) -> Reading:
        with path.open("rb") as file:
            digests = digest(file)
        return read_picture(path, kind, digests, limits=Limits(**limits), thumbnail_edge=edge)

    return reader


@pytest.fixture(scope="session")
def phash_of() -> Callable[[Reading], str]:
    """The pHash in a reading."""

    def find(reading: Reading) -> str:
        return next(f.value for f in reading.fingerprints if f.kind is FingerprintKind.PHASH)

    return find


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def png() -> Callable[[Image.Image], bytes]:
    """A picture as the bytes of a PNG."""
    return _png


@pytest.fixture
def archive(tmp_path: Path) -> Callable[[str, Mapping[str, bytes]], Path]:
    """archive(name, members): a zip file of a drawing program, its mimetype first and stored."""

    def build(name: str, members: Mapping[str, bytes]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for member, data in members.items():
                out.writestr(member, data, zipfile.ZIP_STORED if member == "mimetype" else None)
        return path

    return build


@pytest.fixture
def clip(tmp_path: Path) -> Callable[..., Path]:
    """clip(preview, statements): a Clip Studio file: header, external data, SQLite with CanvasPreview, foot."""

    def build(preview: bytes | None, *, statements: str | None = None, cut: int = 0) -> Path:
        connection = sqlite3.connect(":memory:")
        if statements is None:
            connection.execute(
                "CREATE TABLE CanvasPreview(_PW_ID INTEGER PRIMARY KEY, MainId, CanvasId, ImageType, ImageWidth, "
                "ImageHeight, ImageData BLOB)"
            )
            connection.execute("INSERT INTO CanvasPreview VALUES(1, 1, 1, 1, 1, 1, ?)", (preview,))
        else:
            connection.executescript(statements)
        connection.commit()
        database = connection.serialize()
        connection.close()

        def chunk(name: bytes, data: bytes) -> bytes:
            return b"CHNK" + name + struct.pack(">Q", len(data)) + data

        body = (
            chunk(b"Head", bytes(40)) + chunk(b"Exta", b"layers" * 99) + chunk(b"SQLi", database) + chunk(b"Foot", b"")
        )
        whole = b"CSFCHUNK" + struct.pack(">QQ", 24 + len(body), 24) + body
        path = tmp_path / "drawing.clip"
        path.write_bytes(whole[: len(whole) - cut])
        return path

    return build


@pytest.fixture(scope="session")
def png_bomb() -> bytes:
    """A PNG of 65,000 x 65,000 pixels in a few hundred bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture(scope="session")
def swapped_profile() -> bytes:
    """An RGB profile whose red is sRGB's green: a conversion that did happen cannot be overlooked."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    for index in range(count):
        at = 132 + 12 * index
        name = bytes(profile[at : at + 4])
        swap = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
        profile[at : at + 4] = swap
    return bytes(profile).replace("sRGB built-in".encode("utf-16-be"), "Swapped green".encode("utf-16-be"))
