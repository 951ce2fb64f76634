"""The sample portfolio: present, small, different from each other, well formed, and drawn again the same."""

import io
import subprocess
import sys
import zipfile
from itertools import combinations
from pathlib import Path

import imagehash
import pytest
import resvg_py
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "resources" / "sample"
FORMATS = {".jpg": 4, ".png": 2, ".webp": 1, ".tif": 1, ".avif": 1, ".svg": 1, ".ora": 1, ".gif": 1}
TURNS = (None, *Image.Transpose)


def works() -> list[Path]:
    """Every picture, in order of path."""
    return sorted(path for path in SAMPLE.rglob("*") if path.is_file() and path.suffix in FORMATS)


def opened(path: Path) -> Image.Image:
    """The picture as people see it, whatever it lies in."""
    if path.suffix == ".svg":
        return Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=path.read_text("utf-8"), skip_system_fonts=True)))
    if path.suffix == ".ora":
        with zipfile.ZipFile(path) as archive:
            return Image.open(io.BytesIO(archive.read("mergedimage.png")))
    return Image.open(path)


def on_white(image: Image.Image) -> Image.Image:
    """RGB, with what is transparent as white."""
    rgba = image.convert("RGBA")
    page = Image.new("RGBA", rgba.size, "white")
    page.alpha_composite(rgba)
    return page.convert("RGB")


@pytest.fixture(scope="module")
def pictures() -> dict[str, Image.Image]:
    seen = {}
    for path in works():
        with opened(path) as image:
            seen[path.relative_to(SAMPLE).as_posix()] = on_white(image)
    return seen


def test_the_formats_an_illustrator_has() -> None:
    found = [path.suffix for path in works()]
    assert {suffix: found.count(suffix) for suffix in FORMATS} == FORMATS


def test_nothing_lies_about_that_the_readme_does_not_name() -> None:
    readme = (SAMPLE / "README.md").read_text("utf-8")
    others = {path for path in SAMPLE.rglob("*") if path.is_file()} - set(works())
    assert others == {SAMPLE / "README.md"}
    assert "CC0" in readme
    assert [path for path in works() if f"`{path.relative_to(SAMPLE).as_posix()}`" not in readme] == []


def test_under_four_megabytes_together() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 4_000_000


def test_longer_side(pictures: dict[str, Image.Image]) -> None:
    assert {name: size for name, i in pictures.items() if not 1000 <= (size := max(i.size)) <= 1600} == {}


def test_far_apart_for_perceptual_hashes_however_turned(pictures: dict[str, Image.Image]) -> None:
    hashes = {
        name: [imagehash.phash(image if turn is None else image.transpose(turn)) for turn in TURNS]
        for name, image in pictures.items()
    }
    close = {
        (one, other): distance
        for one, other in combinations(hashes, 2)
        if (distance := min(a - b for a in hashes[one] for b in hashes[other])) < 18
    }
    assert len(TURNS) == 8
    assert close == {}


def test_each_is_rich_in_detail(pictures: dict[str, Image.Image]) -> None:
    """A logo is mostly one tone in most places; art has edges in most of its sixty-four squares."""
    poor = {}
    for name, image in pictures.items():
        small = image.convert("L").resize((256, 256))
        tiles = [small.crop((x, y, x + 32, y + 32)).getextrema() for x in range(0, 256, 32) for y in range(0, 256, 32)]
        busy = sum(high - low > 24 for low, high in tiles)
        if busy < 32:
            poor[name] = busy
    assert poor == {}


def test_no_metadata_before_the_program_writes_some() -> None:
    marks = (b"http://ns.adobe.com/xap", b"XML:com.adobe.xmp", b"Exif\0\0", b"jumb", b"Photoshop 3.0")
    assert {path.name for path in works() if any(mark in path.read_bytes() for mark in marks)} == set()


def test_one_jpeg_is_progressive() -> None:
    progressive = []
    for path in works():
        if path.suffix == ".jpg":
            with Image.open(path) as image:
                progressive.append(bool(image.info.get("progressive")))
    assert progressive.count(True) == 1


def test_one_png_is_transparent_at_its_corner() -> None:
    clear = []
    for path in works():
        if path.suffix == ".png":
            with Image.open(path) as image:
                clear.append(image.mode == "RGBA" and image.getpixel((0, 0))[3] == 0)
    assert sorted(clear) == [False, True]


def test_the_tiff_is_one_page_of_lzw() -> None:
    (path,) = SAMPLE.rglob("*.tif")
    with Image.open(path) as image:
        assert (image.n_frames, image.info["compression"]) == (1, "tiff_lzw")


def test_the_gif_moves() -> None:
    (path,) = SAMPLE.rglob("*.gif")
    with Image.open(path) as image:
        assert 4 <= image.n_frames <= 8
        first = image.convert("RGB")
        image.seek(image.n_frames // 2)
        assert image.convert("RGB").tobytes() != first.tobytes()


def test_the_ora_is_open_raster() -> None:
    (path,) = SAMPLE.rglob("*.ora")
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)
        assert archive.read("mimetype") == b"image/openraster"
        layers = [name for name in archive.namelist() if name.startswith("data/")]
        assert len(layers) == 4
        stack = archive.read("stack.xml").decode()
        assert [name for name in layers if f'src="{name}"' not in stack] == []
        with Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png"))) as small:
            assert max(small.size) == 256
        merged = Image.open(io.BytesIO(archive.read("mergedimage.png"))).convert("RGBA")
        again = Image.new("RGBA", merged.size)
        for name in sorted(layers):
            again.alpha_composite(Image.open(io.BytesIO(archive.read(name))).convert("RGBA"))
        assert again.tobytes() == merged.tobytes()


def test_drawn_twice_is_the_same(tmp_path: Path) -> None:
    """One with noise, vectors and a codec; the paintings are drawn the same way but take longer."""
    drawn = []
    for turn in ("one", "two"):
        script = REPOSITORY / "packaging" / "draw_sample.py"
        subprocess.run([sys.executable, script, tmp_path / turn, "--only", "foxglove"], check=True, timeout=120)
        drawn.append({p.relative_to(tmp_path / turn): p.read_bytes() for p in (tmp_path / turn).rglob("*.png")})
    assert len(drawn[0]) == 1
    assert drawn[0] == drawn[1]


def test_the_committed_poster_is_what_the_script_draws(tmp_path: Path) -> None:
    """It is text, so that no codec stands between the script and the file."""
    script = REPOSITORY / "packaging" / "draw_sample.py"
    subprocess.run([sys.executable, script, tmp_path, "--only", ".svg"], check=True, timeout=120)
    (committed,) = SAMPLE.rglob("*.svg")
    assert (tmp_path / committed.relative_to(SAMPLE)).read_bytes() == committed.read_bytes()
