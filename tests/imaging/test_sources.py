import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import imagehash
import numpy
import pytest
from PIL import Image, ImageChops
from psd_tools import PSDImage

from artistguard.formats.kinds import Kind
from artistguard.imaging.read import Reading
from artistguard.model.errors import Damaged, FileError, TooLarge

Painter = Callable[..., Image.Image]
Reader = Callable[..., Reading]
Archive = Callable[[str, Mapping[str, bytes]], Path]
Png = Callable[[Image.Image], bytes]


def looks_like(reading: Reading, expected: Image.Image) -> bool:
    assert reading.thumbnail is not None
    with Image.open(BytesIO(reading.thumbnail)) as small:
        pair = [numpy.asarray(i.convert("RGB").resize((24, 18))).astype(int) for i in (small, expected)]
    return bool(numpy.abs(pair[0] - pair[1]).mean() < 8)


@pytest.mark.parametrize(
    ("kind", "mimetype", "member", "preview"),
    [
        (Kind.KRA, b"application/x-krita", "mergedimage.png", False),
        (Kind.KRA, b"application/x-krita", "preview.png", True),
        (Kind.ORA, b"image/openraster", "mergedimage.png", False),
        (Kind.ORA, b"image/openraster", "Thumbnails/thumbnail.png", True),
        (Kind.PROCREATE, b"", "QuickLook/Thumbnail.png", True),
    ],
)
def test_the_stored_picture_of_an_archive_is_read(
    kind: Kind,
    mimetype: bytes,
    member: str,
    preview: bool,
    archive: Archive,
    png: Png,
    painting: Painter,
    read: Reader,
    phash_of: Callable[[Reading], str],
) -> None:
    data = png(painting(400, 300, mode="RGBA"))
    path = archive(f"a{kind.suffix}", {"mimetype": mimetype, "maindoc.xml": b"<DOC/>", member: data})

    reading = read(path, kind)

    assert (reading.facts.width, reading.facts.height) == (400, 300)
    assert reading.facts.preview is preview
    assert ("preview" in reading.facts.note) is preview
    assert phash_of(reading) == str(imagehash.phash(Image.open(BytesIO(data))))


def test_the_merged_picture_goes_before_the_preview(
    archive: Archive, png: Png, painting: Painter, read: Reader
) -> None:
    members = {"preview.png": png(painting(64, 48)), "mergedimage.png": png(painting(640, 480))}

    assert read(archive("a.kra", members), Kind.KRA).facts.width == 640


def test_an_archive_without_a_picture_says_so(archive: Archive, read: Reader) -> None:
    with pytest.raises(FileError, match="only layers"):
        read(archive("a.procreate", {"Document.archive": b"bplist00"}), Kind.PROCREATE)


def test_a_member_that_unpacks_a_thousandfold_is_refused(archive: Archive, read: Reader) -> None:
    path = archive("bomb.kra", {"mergedimage.png": bytes(130 << 20)})

    with pytest.raises(TooLarge, match="times its size"):
        read(path, Kind.KRA)


def test_a_member_over_the_limit_is_refused(archive: Archive, png: Png, painting: Painter, read: Reader) -> None:
    path = archive("a.kra", {"mergedimage.png": png(painting(400, 300))})

    with pytest.raises(TooLarge, match="unpacks to more"):
        read(path, Kind.KRA, archive_bytes=1000)


def test_a_picture_bomb_inside_an_archive_is_refused(archive: Archive, png_bomb: bytes, read: Reader) -> None:
    with pytest.raises(TooLarge, match="65000 x 65000"):
        read(archive("bomb.ora", {"mergedimage.png": png_bomb}), Kind.ORA)


def test_a_member_that_lies_about_its_size_is_damaged(
    archive: Archive, png: Png, painting: Painter, read: Reader
) -> None:
    data = png(painting(400, 300))
    path = archive("a.kra", {"mergedimage.png": data})
    size = struct.pack("<I", len(data))
    raw = path.read_bytes()
    assert raw.count(size) >= 2
    path.write_bytes(raw.replace(size, struct.pack("<I", 600)))

    with pytest.raises(Damaged):
        read(path, Kind.KRA)


def test_too_many_members_are_refused(archive: Archive, read: Reader) -> None:
    path = archive("a.kra", {f"layers/{n}": b"" for n in range(50)})

    with pytest.raises(TooLarge, match="parts"):
        read(path, Kind.KRA, archive_members=49)


def test_a_cut_off_archive_is_damaged(archive: Archive, png: Png, painting: Painter, read: Reader) -> None:
    path = archive("a.kra", {"mergedimage.png": png(painting())})
    path.write_bytes(path.read_bytes()[:-60])

    with pytest.raises(Damaged):
        read(path, Kind.KRA)


def test_an_encrypted_member_is_refused(archive: Archive, png: Png, painting: Painter, read: Reader) -> None:
    path = archive("a.kra", {"mergedimage.png": png(painting())})
    raw = bytearray(path.read_bytes())
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(signature) + at] |= 1
    path.write_bytes(bytes(raw))
    assert zipfile.ZipFile(path).infolist()[0].flag_bits & 1

    with pytest.raises(FileError, match="encrypted"):
        read(path, Kind.KRA)


def test_clip_gives_its_preview(clip: Callable[..., Path], png: Png, painting: Painter, read: Reader) -> None:
    image = painting(500, 400)

    reading = read(clip(png(image)), Kind.CLIP)

    assert (reading.facts.width, reading.facts.height, reading.facts.preview) == (500, 400, True)
    assert "500 x 400" in reading.facts.note
    assert looks_like(reading, image)


@pytest.mark.parametrize(
    ("statements", "error", "words"),
    [
        ("CREATE TABLE Other(a)", FileError, "no preview"),
        ("CREATE TABLE CanvasPreview(ImageData)", FileError, "no preview"),
        ("CREATE TABLE CanvasPreview(ImageData); INSERT INTO CanvasPreview VALUES('text')", FileError, "no preview"),
        (
            "CREATE VIEW CanvasPreview AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT count(*) AS ImageData FROM n",
            Damaged,
            "damaged",
        ),
    ],
)
def test_hostile_clip_databases_are_refused(
    statements: str, error: type[FileError], words: str, clip: Callable[..., Path], read: Reader
) -> None:
    with pytest.raises(error, match=words):
        read(clip(None, statements=statements), Kind.CLIP)


def test_a_cut_off_clip_is_damaged(clip: Callable[..., Path], png: Png, painting: Painter, read: Reader) -> None:
    for cut in (100, 3000):
        with pytest.raises(Damaged):
            read(clip(png(painting()), cut=cut), Kind.CLIP)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_psd_gives_its_merged_picture(mode: str, tmp_path: Path, painting: Painter, read: Reader) -> None:
    image = painting(300, 200, mode=mode)
    # Photoshop stores ink inverted; psd-tools writes CMYK as it is given, and inverts when it reads
    stored = ImageChops.invert(image) if mode == "CMYK" else image
    PSDImage.frompil(stored).save(str(tmp_path / "a.psd"))

    reading = read(tmp_path / "a.psd", Kind.PSD)

    assert (reading.facts.width, reading.facts.height, reading.facts.bits) == (300, 200, 8)
    assert reading.facts.colour == mode
    assert not reading.facts.preview
    assert looks_like(reading, image)


def make_psd(
    image: Image.Image,
    *,
    version: int = 1,
    depth: int = 8,
    mode: int = 3,
    merged: bool = True,
    thumbnail: bytes = b"",
    layers: bytes = b"",
    palette: bytes = b"",
) -> bytes:
    """A PSD or PSB written by hand, its merged picture stored raw."""

    def resource(key: int, data: bytes) -> bytes:
        return b"8BIM" + struct.pack(">HHI", key, 0, len(data)) + data + bytes(len(data) % 2)

    resources = resource(1057, struct.pack(">I?", 1, merged) + bytes(12))
    if thumbnail:
        resources += resource(1036, struct.pack(">6I2H", 1, 0, 0, 0, 0, len(thumbnail), 24, 1) + thumbnail)
    bands = [numpy.asarray(band) for band in image.split()]
    if depth == 16:
        planes = [(band.astype(">u2") * 257).astype(">u2").tobytes() for band in bands]
    elif depth == 32:
        planes = [((band / 255) ** 2.2).astype(">f4").tobytes() for band in bands]
    else:
        planes = [band.tobytes() for band in bands]
    head = b"8BPS" + struct.pack(">H6xHIIHH", version, len(bands), image.height, image.width, depth, mode)
    size = ">Q" if version == 2 else ">I"
    return (
        head
        + (struct.pack(">I", len(palette)) + palette)
        + (struct.pack(">I", len(resources)) + resources)
        + (struct.pack(size, len(layers)) + layers)
        + struct.pack(">H", 0)
        + b"".join(planes)
    )


@pytest.mark.parametrize(("version", "depth"), [(1, 8), (1, 16), (1, 32), (2, 8), (2, 16)])
def test_psd_and_psb_of_every_depth(version: int, depth: int, tmp_path: Path, painting: Painter, read: Reader) -> None:
    image = painting(120, 90)
    (tmp_path / "a.psd").write_bytes(make_psd(image, version=version, depth=depth, layers=bytes(1000)))

    reading = read(tmp_path / "a.psd", Kind.PSD)

    assert reading.facts.bits == depth
    assert looks_like(reading, image)


def test_indexed_psd(tmp_path: Path, painting: Painter, read: Reader) -> None:
    image = painting(120, 90).quantize(256)
    colours = numpy.array(image.getpalette() + [0] * 768)[:768].astype(numpy.uint8).reshape(256, 3)
    (tmp_path / "a.psd").write_bytes(make_psd(image, mode=2, palette=colours.T.tobytes()))

    assert looks_like(read(tmp_path / "a.psd", Kind.PSD), image)


def test_psd_without_a_merged_picture_gives_its_preview(tmp_path: Path, painting: Painter, read: Reader) -> None:
    out = BytesIO()
    painting(160, 120).save(out, "JPEG")
    path = tmp_path / "a.psd"
    path.write_bytes(make_psd(painting(400, 300), merged=False, thumbnail=out.getvalue()))

    reading = read(path, Kind.PSD)

    assert reading.facts.preview
    assert (reading.facts.width, reading.facts.height) == (160, 120)
    assert "400 x 300" in reading.facts.note
    assert looks_like(reading, painting(160, 120))


def test_psd_with_neither_says_what_to_do(tmp_path: Path, painting: Painter, read: Reader) -> None:
    (tmp_path / "a.psd").write_bytes(make_psd(painting(), merged=False))

    with pytest.raises(FileError, match="neither") as caught:
        read(tmp_path / "a.psd", Kind.PSD)
    assert "maximise compatibility" in caught.value.advice


def test_psd_bombs_and_broken_ones_are_refused(tmp_path: Path, painting: Painter, read: Reader) -> None:
    path = tmp_path / "a.psd"
    whole = make_psd(painting(200, 100))
    path.write_bytes(whole[:14] + struct.pack(">II", 60_000, 60_000) + whole[22:])
    with pytest.raises(TooLarge, match="60000 x 60000"):
        read(path, Kind.PSD)
    for length in (20, 40, len(whole) // 2, len(whole) - 5000):
        path.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            read(path, Kind.PSD)


def test_an_empty_canvas_packs_a_thousandfold_and_is_no_bomb(tmp_path: Path, read: Reader) -> None:
    path = tmp_path / "template.kra"
    bare = BytesIO()
    Image.new("RGB", (2000, 1500), "white").save(bare, "PNG", compress_level=0)  # nine megabytes of one byte
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/x-krita", zipfile.ZIP_STORED)
        archive.writestr("mergedimage.png", bare.getvalue())
        assert archive.getinfo("mergedimage.png").compress_size * 500 < len(bare.getvalue())
    reading = read(path, Kind.KRA)
    assert (reading.facts.width, reading.facts.height) == (2000, 1500)
