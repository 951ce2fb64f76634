import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import imagehash
import numpy
import pytest
from pictures import bigtiff_mm
from PIL import Image, ImageCms, PngImagePlugin

from artistguard.formats.kinds import Kind
from artistguard.imaging.digest import digest
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import Reading, read_picture, thumbnail
from artistguard.model.artwork import FingerprintKind
from artistguard.model.errors import Damaged, FileError, TooLarge, Unreadable

FIXTURES = Path(__file__).parents[2].parent / "shared" / "fixtures" / "formats"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the fixtures beside the repository are absent")
Painter = Callable[..., Image.Image]
Reader = Callable[..., Reading]


def test_one_reading_holds_everything(tmp_path: Path, painting: Painter, read: Reader) -> None:
    path = tmp_path / "work.png"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    painting(900, 600).save(path, icc_profile=srgb)

    reading = read(path, Kind.PNG)

    assert [f.kind for f in reading.fingerprints] == list(FingerprintKind)
    assert [f.kind for f in reading.fingerprints if f.quality is not None] == [FingerprintKind.PDQ]
    facts = reading.facts
    assert (facts.width, facts.height, facts.frames, facts.bits, facts.colour) == (900, 600, 1, 8, "RGB")
    assert facts.profile is not None
    assert "sRGB" in facts.profile
    assert not facts.preview
    assert reading.thumbnail is not None
    with Image.open(BytesIO(reading.thumbnail)) as small:
        assert (small.format, small.size) == ("JPEG", (512, 341))


def test_a_sealed_work_gets_no_thumbnail(tmp_path: Path, painting: Painter, read: Reader) -> None:
    painting().save(tmp_path / "a.jpg")

    assert read(tmp_path / "a.jpg", Kind.JPEG, None).thumbnail is None


def test_without_iscc_digests_there_is_no_composite(tmp_path: Path, painting: Painter) -> None:
    path = tmp_path / "a.png"
    painting().save(path)
    with path.open("rb") as file:
        digests = digest(file, iscc=False)

    kinds = {f.kind for f in read_picture(path, Kind.PNG, digests, limits=Limits()).fingerprints}

    assert kinds == {FingerprintKind.PHASH, FingerprintKind.PDQ, FingerprintKind.ISCC_IMAGE}


@pytest.mark.parametrize("packed", [False, True])
def test_bigtiff_in_big_endian_order_is_read_like_any_other(
    packed: bool, tmp_path: Path, painting: Painter, read: Reader
) -> None:
    other, path = tmp_path / "plain.tif", tmp_path / "turned.tif"
    painting().save(other, "TIFF")
    path.write_bytes(bigtiff_mm(painting(), packed=packed))
    found, expected = read(path, Kind.TIFF), read(other, Kind.TIFF)
    of_the_picture = (FingerprintKind.PHASH, FingerprintKind.PDQ, FingerprintKind.ISCC_IMAGE)
    one, other_one = ([f for f in each.fingerprints if f.kind in of_the_picture] for each in (found, expected))
    assert (one, found.thumbnail) == (other_one, expected.thumbnail)
    assert (found.facts.width, found.facts.height, found.facts.bits) == (320, 240, 8)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(Damaged):
        read(path, Kind.TIFF)


@pytest.mark.parametrize(
    ("mode", "name", "kind", "options", "bits"),
    [
        ("I;16", "PNG", Kind.PNG, {}, 16),
        ("1", "PNG", Kind.PNG, {}, 1),
        ("P", "PNG", Kind.PNG, {}, 8),
        ("CMYK", "TIFF", Kind.TIFF, {"compression": "tiff_lzw"}, 8),
        ("I;16", "TIFF", Kind.TIFF, {"compression": "tiff_adobe_deflate"}, 16),
        ("F", "TIFF", Kind.TIFF, {}, 32),
        ("LAB", "TIFF", Kind.TIFF, {}, 8),
        ("YCbCr", "TIFF", Kind.TIFF, {}, 8),
        ("RGB", "TIFF", Kind.TIFF, {"big_tiff": True}, 8),
        ("CMYK", "JPEG", Kind.JPEG, {}, 8),
        ("L", "JPEG", Kind.JPEG, {"progressive": True}, 8),
        ("RGBA", "WEBP", Kind.WEBP, {"lossless": True}, 8),
        ("RGBA", "AVIF", Kind.AVIF, {}, None),
        ("L", "BMP", Kind.BMP, {}, 8),
    ],
)
def test_every_mode_is_read_and_looks_like_the_painting(
    mode: str,
    name: str,
    kind: Kind,
    options: dict,
    bits: int | None,
    tmp_path: Path,
    painting: Painter,
    read: Reader,
    phash_of: Callable[[Reading], str],
) -> None:
    path = tmp_path / f"a{kind.suffix}"
    if mode == "LAB":
        image = ImageCms.profileToProfile(
            painting(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    else:
        image = painting(mode=mode)
    image.save(path, name, **options)

    reading = read(path, kind)

    assert reading.facts.bits == bits
    assert (reading.facts.width, reading.facts.height) == (320, 240)
    assert reading.thumbnail is not None
    with Image.open(BytesIO(reading.thumbnail)) as small:
        assert small.mode == "RGB"
        expected = painting(mode="L")
        if mode == "RGBA":
            expected = Image.new("RGB", (320, 240), "white")
            expected.paste(painting(), mask=painting(mode="RGBA").getchannel("A"))
        coarse = [numpy.asarray(i.convert("L").reduce(16)).astype(int) for i in (small, expected)]
        assert numpy.abs(coarse[0] - coarse[1]).mean() < 12
    if mode not in ("F", "LAB"):  # which imagehash clips to black, or cannot convert
        with Image.open(path) as whole:
            assert phash_of(reading) == str(imagehash.phash(whole))


def test_sixteen_bit_rgb_tiff_is_read(tmp_path: Path, painting: Painter, read: Reader) -> None:
    pixels = numpy.asarray(painting(64, 48)).astype("<u2") * 257
    entries = [
        (256, 4, 1, 64),
        (257, 4, 1, 48),
        (258, 3, 3, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 14),
        (277, 3, 1, 3),
        (278, 4, 1, 48),
        (279, 4, 1, pixels.nbytes),
    ]
    head = b"II*\0" + struct.pack("<I", 14 + pixels.nbytes) + struct.pack("<HHH", 16, 16, 16)
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    (tmp_path / "deep.tif").write_bytes(head + pixels.tobytes() + directory + bytes(4))

    facts = read(tmp_path / "deep.tif", Kind.TIFF).facts

    assert (facts.width, facts.height, facts.bits, facts.colour) == (64, 48, 16, "RGB")


@pytest.mark.parametrize(
    ("name", "kind"), [("PNG", Kind.PNG), ("GIF", Kind.GIF), ("WEBP", Kind.WEBP), ("TIFF", Kind.TIFF)]
)
def test_frames_are_counted_and_the_first_is_read(
    name: str, kind: Kind, tmp_path: Path, painting: Painter, read: Reader, phash_of: Callable[[Reading], str]
) -> None:
    path = tmp_path / f"moving{kind.suffix}"
    first, *others = (painting(seed=seed) for seed in (1, 2, 3))
    first.save(path, name, save_all=True, append_images=others)
    with Image.open(path) as image:
        expected = str(imagehash.phash(image))

    reading = read(path, kind)

    assert reading.facts.frames == 3
    assert phash_of(reading) == expected


@pytest.mark.parametrize("name", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_size_and_thumbnail_are_as_displayed(name: str, tmp_path: Path, painting: Painter, read: Reader) -> None:
    kind = Kind(name.lower())
    exif = Image.Exif()
    exif[0x0112] = 8
    upright = painting(300, 500)
    path = tmp_path / "turned"
    upright.transpose(Image.Transpose.ROTATE_270).save(path, name, exif=exif)

    reading = read(path, kind)

    assert (reading.facts.width, reading.facts.height) == (300, 500)
    assert reading.thumbnail is not None
    with Image.open(BytesIO(reading.thumbnail)) as small:
        assert small.size == (300, 500)
        assert numpy.abs(numpy.asarray(small).astype(int) - numpy.asarray(upright).astype(int)).mean() < 12


def test_a_large_jpeg_keeps_its_size_though_decoded_smaller(tmp_path: Path, painting: Painter, read: Reader) -> None:
    path = tmp_path / "large.jpg"
    painting(4100, 2300).save(path, quality=85)

    assert (read(path, Kind.JPEG).facts.width, read(path, Kind.JPEG).facts.height) == (4100, 2300)


def test_thumbnail_is_in_srgb(tmp_path: Path, read: Reader, swapped_profile: bytes) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 40), (255, 0, 0)).save(path, icc_profile=swapped_profile)

    data = read(path, Kind.PNG).thumbnail

    assert data is not None
    with Image.open(BytesIO(data)) as small:
        red, green, _ = small.getpixel((20, 20))
        assert green > 200 > red


def test_thumbnail_alone(tmp_path: Path, painting: Painter) -> None:
    painting(2000, 1000).save(tmp_path / "a.jpg")

    with Image.open(BytesIO(thumbnail(tmp_path / "a.jpg", Kind.JPEG, 128, limits=Limits()))) as small:
        assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (128, 64), {})


@needs_fixtures
@pytest.mark.parametrize(
    ("name", "kind", "size"),
    [
        ("sample1.avif", Kind.AVIF, (1204, 800)),
        ("sample1.gif", Kind.GIF, (135, 135)),
        ("sample1.heif", Kind.HEIC, (1440, 960)),
        ("sample1.jxl", Kind.JXL, (896, 1080)),
        ("sample1.png", Kind.PNG, (1024, 683)),
        ("sample1.svg", Kind.SVG, (2014, 1675)),
        ("sample1.webp", Kind.WEBP, (1050, 700)),
        ("test.tiff", Kind.TIFF, (375, 375)),
    ],
)
def test_files_of_other_programs(name: str, kind: Kind, size: tuple[int, int], read: Reader) -> None:
    reading = read(FIXTURES / name, kind)

    assert (reading.facts.width, reading.facts.height) == size
    assert len(reading.fingerprints) == 6
    assert reading.thumbnail is not None


def test_a_bomb_is_refused_by_its_header(tmp_path: Path, png_bomb: bytes, read: Reader) -> None:
    (tmp_path / "bomb.png").write_bytes(png_bomb)

    with pytest.raises(TooLarge, match="65000 x 65000"):
        read(tmp_path / "bomb.png", Kind.PNG)


@pytest.mark.parametrize(
    "kind", [Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.TIFF, Kind.GIF, Kind.BMP, Kind.AVIF, Kind.HEIC, Kind.JXL]
)
def test_the_pixel_limit_holds_for_every_kind(kind: Kind, tmp_path: Path, painting: Painter, read: Reader) -> None:
    import pillow_heif
    import pillow_jxl  # noqa: F401

    pillow_heif.register_heif_opener()
    path = tmp_path / "a"
    painting(320, 240).save(path, "HEIF" if kind is Kind.HEIC else kind.value.upper())

    assert read(path, kind, pixels=320 * 240).facts.width == 320
    with pytest.raises(TooLarge, match="320 x 240"):
        read(path, kind, pixels=320 * 240 - 1)


def test_the_memory_limit_holds(tmp_path: Path, painting: Painter, read: Reader) -> None:
    painting(1000, 1000).save(tmp_path / "a.png")

    with pytest.raises(TooLarge, match="memory"):
        read(tmp_path / "a.png", Kind.PNG, memory=5_000_000)


@pytest.mark.parametrize(
    "kind", [Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.TIFF, Kind.GIF, Kind.BMP, Kind.AVIF, Kind.HEIC, Kind.JXL]
)
def test_cut_off_files_are_damaged(kind: Kind, tmp_path: Path, painting: Painter, read: Reader) -> None:
    import pillow_heif
    import pillow_jxl  # noqa: F401

    pillow_heif.register_heif_opener()
    path = tmp_path / "a"
    options = {"compression": "tiff_lzw"} if kind is Kind.TIFF else {}
    painting(320, 240).save(path, "HEIF" if kind is Kind.HEIC else kind.value.upper(), **options)
    whole = path.read_bytes()

    for length in (len(whole) * 2 // 3, len(whole) // 10, 13):
        path.write_bytes(whole[:length])
        with pytest.raises(FileError) as caught:
            read(path, kind)
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith(".")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "content", [b"", b"\0", b"hello, I am text" * 20, b"\xff\xd8\xff\xe0" + bytes(200), bytes(5000)]
)
def test_what_is_no_picture_at_all_is_damaged(kind: Kind, content: bytes, tmp_path: Path, read: Reader) -> None:
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(FileError):
        read(tmp_path / "a", kind)


def test_flipped_bytes_never_escape_as_another_error(tmp_path: Path, painting: Painter) -> None:
    rng = numpy.random.default_rng(7)
    path = tmp_path / "a"
    outcomes = {"read": 0, "refused": 0}
    for name in ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP"):
        painting(64, 48).save(path, name)
        whole = numpy.frombuffer(path.read_bytes(), numpy.uint8)
        for _ in range(25):
            broken = whole.copy()
            broken[rng.integers(0, min(len(broken), 600), 6)] = rng.integers(0, 256, 6)
            path.write_bytes(broken.tobytes())
            try:
                with path.open("rb") as file:
                    digests = digest(file)
                read_picture(path, Kind(name.lower()), digests, limits=Limits(pixels=10_000_000))
                outcomes["read"] += 1
            except FileError:
                outcomes["refused"] += 1
    assert outcomes["read"] > 10
    assert outcomes["refused"] > 10


def test_gone_files_and_folders_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="not there"):
        thumbnail(tmp_path / "gone.png", Kind.PNG, 64, limits=Limits())
    with pytest.raises(Unreadable, match="folder"):
        thumbnail(tmp_path, Kind.PNG, 64, limits=Limits())


def test_an_empty_file_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()

    with pytest.raises(Damaged, match="empty"):
        thumbnail(tmp_path / "a.jpg", Kind.JPEG, 64, limits=Limits())


def test_png_with_megabytes_of_text_is_read(tmp_path: Path, painting: Painter, read: Reader) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Raw profile type tiff:37724", "0" * 3_000_000, zip=True)
    painting().save(tmp_path / "a.png", pnginfo=text)

    assert read(tmp_path / "a.png", Kind.PNG).facts.width == 320
