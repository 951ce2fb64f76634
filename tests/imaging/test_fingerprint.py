from collections.abc import Callable
from pathlib import Path

import imagehash
import iscc_core
import iscc_lib
import numpy
import pdqhash
import pytest
from PIL import Image, ImageChops, ImageOps

from artistguard.formats.kinds import Kind
from artistguard.imaging.digest import digest
from artistguard.imaging.fingerprint import image_code, iscc_code, pdq, phash, trim_box
from artistguard.imaging.pixels import TRANSPOSE, on_white, shrunk
from artistguard.imaging.read import Reading
from artistguard.model.artwork import FingerprintKind

MODES = ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"]


def normalised(image: Image.Image) -> list[int]:
    """Image-Code pre-processing step by step on the whole picture, as ISO 24138 and IEP-0004 describe it."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    image = image.convert("RGB")
    border = Image.new("RGB", image.size, image.getpixel((0, 0)))
    box = ImageChops.difference(image, border).getbbox()
    image = image.crop(box).convert("L").resize((32, 32), Image.Resampling.BICUBIC)
    return list(image.tobytes())


@pytest.mark.parametrize("mode", MODES)
def test_phash_is_that_of_imagehash_in_every_mode_of_png(
    mode: str, tmp_path: Path, painting: Callable[..., Image.Image], read: Callable[..., Reading], phash_of: Callable
) -> None:
    for seed in range(4):
        path = tmp_path / f"{seed}.png"
        painting(300 + 97 * seed, 211, seed, mode).save(path)
        with Image.open(path) as image:
            expected = str(imagehash.phash(image))

        assert phash_of(read(path, Kind.PNG)) == expected


@pytest.mark.parametrize(
    ("kind", "name", "options"),
    [
        (Kind.TIFF, "TIFF", {"compression": "tiff_lzw"}),
        (Kind.WEBP, "WEBP", {"quality": 80}),
        (Kind.GIF, "GIF", {}),
        (Kind.BMP, "BMP", {}),
        (Kind.AVIF, "AVIF", {}),
        (Kind.HEIC, "HEIF", {}),
        (Kind.JXL, "JXL", {}),
        (Kind.JPEG, "JPEG", {"quality": 90}),
    ],
)
def test_phash_is_that_of_imagehash_in_every_kind_decoded_whole(
    kind: Kind,
    name: str,
    options: dict,
    tmp_path: Path,
    painting: Callable[..., Image.Image],
    read: Callable[..., Reading],
    phash_of: Callable,
) -> None:
    import pillow_heif
    import pillow_jxl  # noqa: F401

    pillow_heif.register_heif_opener()
    path = tmp_path / f"a{kind.suffix}"
    painting(640, 400).save(path, name, **options)
    with Image.open(path) as image:
        expected = str(imagehash.phash(image))

    assert phash_of(read(path, kind)) == expected


def test_phash_of_a_large_jpeg_is_at_most_two_bits_off(
    tmp_path: Path, painting: Callable[..., Image.Image], read: Callable[..., Reading], phash_of: Callable
) -> None:
    path = tmp_path / "large.jpg"
    exact = 0
    for seed in range(6):
        painting(4200, 2200, seed).save(path, quality=90)
        with Image.open(path) as image:
            expected = int(str(imagehash.phash(image)), 16)
        distance = (int(phash_of(read(path, Kind.JPEG)), 16) ^ expected).bit_count()
        assert distance <= 2
        exact += distance == 0
    assert exact >= 5


def test_phash_ignores_orientation_and_the_image_code_does_not(
    tmp_path: Path, painting: Callable[..., Image.Image], read: Callable[..., Reading]
) -> None:
    image = painting(400, 300)
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "turned.png", exif=exif)
    image.save(tmp_path / "plain.png")
    image.transpose(TRANSPOSE[6]).save(tmp_path / "upright.png")

    prints = {
        name: {f.kind: f.value for f in read(tmp_path / f"{name}.png", Kind.PNG).fingerprints}
        for name in ("turned", "plain", "upright")
    }

    for stored in (FingerprintKind.PHASH, FingerprintKind.PDQ):
        assert prints["turned"][stored] == prints["plain"][stored] != prints["upright"][stored]
    shown = FingerprintKind.ISCC_IMAGE
    assert prints["turned"][shown] == prints["upright"][shown] != prints["plain"][shown]


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "CMYK", "1"])
def test_image_code_is_that_of_iscc_core_after_the_described_steps(
    mode: str, turned: int, painting: Callable[..., Image.Image]
) -> None:
    image = painting(230, 171, turned, mode)
    if turned % 2:  # a border that is cut away, other below than above
        image = ImageOps.expand(image.convert("RGB"), (9, 12, 30, 5), (250, 250, 250))
    image.getexif()[0x0112] = turned
    expected = iscc_core.gen_image_code_v0(normalised(image))["iscc"]

    flat = on_white(image)

    assert image_code(flat, flat.convert("L"), turned).value == expected


def test_iscc_library_passes_the_vectors_of_iscc_core() -> None:
    wanted = ("gen_image_code_v0", "gen_data_code_v0", "gen_instance_code_v0", "gen_iscc_code_v0")
    vectors = [v for v in iscc_core.conformance_testdata() if v[1].__name__ in wanted]

    assert len(vectors) >= 15
    for name, core, given, expected in vectors:
        assert getattr(iscc_lib, core.__name__)(*given)["iscc"] == expected["iscc"], name


def test_own_functions_pass_the_vectors_of_iscc_core() -> None:
    seen = set()
    for name, core, given, expected in iscc_core.conformance_testdata():
        if core.__name__ == "gen_image_code_v0":
            image = Image.frombytes("L", (32, 32), bytes(given[0]))
            found = image_code(image, image, 1).value
        elif core.__name__ == "gen_data_code_v0":
            found = digest(given[0]).iscc_data
        elif core.__name__ == "gen_instance_code_v0":
            found = digest(given[0]).iscc_instance
        else:
            continue
        assert iscc_lib.iscc_decode(found)[4] == iscc_lib.iscc_decode(expected["iscc"])[4][:8], name
        seen.add(core.__name__)
    assert len(seen) == 3


def test_composite_code_is_that_of_iscc_core() -> None:
    image = iscc_core.gen_image_code_v0(list(range(256)) * 4)["iscc"]
    data = "ISCC:GAA4OMGW67DUHRIY"
    instance = "ISCC:IAAX2JX7BOBXMNMK"

    assert iscc_code(image, data, instance).value == iscc_core.gen_iscc_code_v0([image, data, instance])["iscc"]


def test_pdq_of_the_reduced_picture_is_near_that_of_the_full_one(painting: Callable[..., Image.Image]) -> None:
    for seed in range(5):
        image = painting(2600, 1800, seed)
        bits, quality = pdqhash.compute(numpy.asarray(image))
        full = int(numpy.packbits(bits).tobytes().hex(), 16)

        found = pdq(shrunk(image, 640))

        assert (int(found.value, 16) ^ full).bit_count() <= 32
        assert found.quality is not None
        assert abs(found.quality - quality) <= 10
        assert len(found.value) == 64


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (3, 5), (63, 64)])
def test_tiny_and_thin_pictures_have_fingerprints(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, (10, 200, 30))
    grey = image.convert("L")

    assert len(phash(grey).value) == 16
    assert len(pdq(image).value) == 64
    assert image_code(image, grey, 1).value.startswith("ISCC:EE")


def test_border_of_one_colour_is_found_from_any_corner(painting: Callable[..., Image.Image]) -> None:
    image = ImageOps.expand(painting(100, 80), (3, 5, 7, 9), (1, 2, 3))

    assert trim_box(image, (0, 0)) == (3, 5, 103, 85)
    assert trim_box(image, (109, 93)) == (3, 5, 103, 85)
    assert trim_box(painting(100, 80), (0, 0)) is None
    assert trim_box(Image.new("L", (5, 5), 9), (0, 0)) is None
