from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageCms

from artistguard.formats.kinds import Kind
from artistguard.imaging.colour import srgb
from artistguard.imaging.limits import Limits
from artistguard.imaging.posting import Posting, posting_copy
from artistguard.model.errors import TooLarge, UsageError

Painter = Callable[..., Image.Image]


def post(path: Path, kind: Kind, edge: int = 200, form: str = "jpeg", quality: int = 95) -> Posting:
    return posting_copy(path, kind, edge=edge, format=form, quality=quality, limits=Limits())


def decoded(posting: Posting) -> Image.Image:
    image = Image.open(BytesIO(posting.data))
    image.load()
    assert image.size == (posting.width, posting.height)
    return image


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    pair = [numpy.asarray(i.convert("RGB").resize((40, 30))).astype(int) for i in (one, other)]
    return float(numpy.abs(pair[0] - pair[1]).mean())


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
def test_each_format_is_flat_srgb_and_without_metadata(form: str, tmp_path: Path, painting: Painter) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ada"
    painting(800, 600).save(tmp_path / "a.png", exif=exif)

    posting = post(tmp_path / "a.png", Kind.PNG, 400, form)

    image = decoded(posting)
    assert (image.format, image.mode, image.size) == (form.upper(), "RGB", (400, 300))
    assert image.info["icc_profile"] == srgb()
    assert not image.getexif()
    assert posting.conversions == ("scaled from 800 x 600",)
    assert mean_difference(image, painting(800, 600)) < 6


def test_jpeg_is_baseline_with_full_colour_resolution(tmp_path: Path, painting: Painter) -> None:
    painting().save(tmp_path / "a.png")

    image = decoded(post(tmp_path / "a.png", Kind.PNG))

    assert "progressive" not in image.info
    assert [component[1:3] for component in image.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]


def test_a_small_picture_is_not_enlarged(tmp_path: Path, painting: Painter) -> None:
    painting(120, 90).save(tmp_path / "a.png")

    posting = post(tmp_path / "a.png", Kind.PNG, 1000)

    assert (posting.width, posting.height, posting.conversions) == (120, 90, ())


def test_alpha_is_flattened_on_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (100, 80), (255, 0, 0, 0))
    image.paste((0, 0, 255, 128), (50, 0, 100, 80))
    image.save(tmp_path / "a.png")

    posting = post(tmp_path / "a.png", Kind.PNG, 200, "png")

    flat = decoded(posting)
    assert flat.getpixel((10, 40)) == (255, 255, 255)
    assert flat.getpixel((80, 40)) == (127, 127, 255)
    assert posting.conversions == ("flattened on white",)


def test_orientation_is_applied(tmp_path: Path, painting: Painter) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = painting(300, 400)
    upright.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "a.jpg", exif=exif, quality=95)

    posting = post(tmp_path / "a.jpg", Kind.JPEG, 200)

    assert (posting.width, posting.height) == (150, 200)
    assert posting.conversions == ("scaled from 300 x 400", "turned upright")
    assert mean_difference(decoded(posting), upright) < 6


def test_an_embedded_profile_is_converted_from(tmp_path: Path, swapped_profile: bytes) -> None:
    Image.new("RGB", (60, 60), (250, 5, 5)).save(tmp_path / "a.png", icc_profile=swapped_profile)

    posting = post(tmp_path / "a.png", Kind.PNG, 200, "png")

    red, green, _ = decoded(posting).getpixel((30, 30))
    assert green > 230
    assert red < 60
    assert posting.conversions == ("converted from Swapped green to sRGB",)


def test_srgb_under_its_own_name_is_left_alone(tmp_path: Path, painting: Painter) -> None:
    painting(100, 80).save(tmp_path / "a.png", icc_profile=srgb())

    posting = post(tmp_path / "a.png", Kind.PNG, 200, "png")

    assert posting.conversions == ()
    assert decoded(posting).tobytes() == painting(100, 80).tobytes()


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 4000])
def test_a_damaged_profile_is_left_out_and_named(profile: bytes, tmp_path: Path, painting: Painter) -> None:
    painting().save(tmp_path / "a.png", icc_profile=profile)

    assert "the colour profile is damaged and was left out" in post(tmp_path / "a.png", Kind.PNG).conversions


def test_a_profile_of_another_colour_space_is_left_out_and_named(tmp_path: Path, painting: Painter) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    painting().save(tmp_path / "a.png", icc_profile=lab)

    assert "does not fit" in post(tmp_path / "a.png", Kind.PNG, 1000).conversions[0]


def test_cmyk_without_a_profile_is_said_to_be_approximate(tmp_path: Path, painting: Painter) -> None:
    painting(mode="CMYK").save(tmp_path / "a.tif")

    posting = post(tmp_path / "a.tif", Kind.TIFF, 1000)

    assert posting.conversions == ("converted from CMYK without a profile, so colours are approximate",)
    assert mean_difference(decoded(posting), painting()) < 8


def test_sixteen_bits_become_eight(tmp_path: Path, painting: Painter) -> None:
    painting(mode="I;16").save(tmp_path / "a.png")

    posting = post(tmp_path / "a.png", Kind.PNG, 1000, "png")

    assert posting.conversions == ("16 to 8 bits a channel", "grey stored as sRGB")
    assert mean_difference(decoded(posting), painting(mode="L")) < 2


def test_palettes_pages_and_frames_are_named(tmp_path: Path, painting: Painter) -> None:
    pages = [painting(seed=seed) for seed in (1, 2, 3)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    pages[0].save(tmp_path / "a.gif", save_all=True, append_images=pages[1:])

    assert post(tmp_path / "a.tif", Kind.TIFF, 1000).conversions == ("only the first of 3 pages",)
    assert post(tmp_path / "a.gif", Kind.GIF, 1000).conversions == (
        "only the first of 3 pictures",
        "palette to full colour",
    )


def test_svg_is_drawn_at_the_size_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5"><rect width="10" height="5" fill="red"/></svg>'
    )

    posting = post(tmp_path / "a.svg", Kind.SVG, 1600)

    assert (posting.width, posting.height) == (1600, 800)
    assert posting.conversions == ("drawn from SVG at 1600 x 800 pixels",)


def test_a_drawing_file_names_where_the_picture_came_from(
    archive: Callable[[str, Mapping[str, bytes]], Path], png: Callable[[Image.Image], bytes], painting: Painter
) -> None:
    merged = archive("a.kra", {"mergedimage.png": png(painting())})
    preview = archive("b.kra", {"preview.png": png(painting(64, 48))})

    assert post(merged, Kind.KRA, 1000).conversions == ("made from the merged picture in the Krita file",)
    assert post(preview, Kind.KRA, 1000).conversions == (
        "made from the preview of 64 x 48 pixels that the file carries",
    )


def test_large_jpegs_are_scaled_well(tmp_path: Path, painting: Painter) -> None:
    painting(3000, 2000).save(tmp_path / "a.jpg", quality=95)

    posting = post(tmp_path / "a.jpg", Kind.JPEG, 500)

    assert (posting.width, posting.height) == (500, 333)
    assert posting.conversions == ("scaled from 3000 x 2000",)
    expected = painting(3000, 2000).resize((500, 333), Image.Resampling.LANCZOS)
    difference = numpy.asarray(decoded(posting)).astype(int) - numpy.asarray(expected).astype(int)
    assert numpy.abs(difference).mean() < 3


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path, painting: Painter) -> None:
    painting().save(tmp_path / "a.png")

    assert post(tmp_path / "a.png", Kind.PNG).data == post(tmp_path / "a.png", Kind.PNG).data


@pytest.mark.parametrize(
    "wrong", [{"form": "bmp"}, {"edge": 0}, {"edge": 20_000, "form": "webp"}, {"quality": 0}, {"quality": 101}]
)
def test_what_no_copy_can_be_is_wrong_use(wrong: dict, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        post(tmp_path / "never opened.png", Kind.PNG, **wrong)


def test_limits_hold(tmp_path: Path, png_bomb: bytes) -> None:
    (tmp_path / "bomb.png").write_bytes(png_bomb)

    with pytest.raises(TooLarge):
        post(tmp_path / "bomb.png", Kind.PNG)
