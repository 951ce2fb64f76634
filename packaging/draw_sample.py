"""Draws the sample portfolio of Ada Wren, an illustrator who does not exist, into a folder.

    python packaging/draw_sample.py resources/sample [--only PART OF A NAME]

Every picture is arithmetic with a fixed seed: the same versions of numpy, Pillow and resvg give the same bytes.
Codecs of other versions may pack the same picture differently, so the files themselves are committed.
"""

import argparse
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

from sample import botany, city, comic, flat, harbour, ink, landscapes, night, people, still, window

README = """# The portfolio of Ada Wren

Twelve pictures to try the program on: to sign, to tag, to be recognised, to be watched. Ada Wren does not exist,
nor do her clients.

`packaging/draw_sample.py` draws every one of them from numbers alone. No photograph, no font, no other picture went
into them. To draw them again: `python packaging/draw_sample.py resources/sample`. The same versions of numpy, Pillow
and resvg give the same bytes; codecs of other versions may pack the same picture differently, so the files are kept
here.

They carry no metadata and no credential: that is what the program is for.

Licence: [CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/). Do with them what you like.

| File | What it is |
| --- | --- |
"""


def _jpeg(image: Image.Image, quality: int, *, progressive: bool = False) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, progressive=progressive, optimize=True, subsampling="4:2:0")
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=84, method=6)
    return out.getvalue()


def _avif(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "AVIF", quality=54, speed=6, max_threads=1)  # one thread: the same bytes on every machine
    return out.getvalue()


def _tiff(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "TIFF", compression="tiff_lzw", dpi=(300, 300))
    return out.getvalue()


def _gif(frames: list[Image.Image]) -> bytes:
    out = io.BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], duration=120, loop=0, optimize=False, disposal=1
    )
    return out.getvalue()


def _ora(layers: list[tuple[str, Image.Image]]) -> bytes:
    """OpenRaster 0.0.6: the type first and stored, so that it stands at a known place; layers listed from the top."""
    merged = comic.merged(layers)
    small = merged.copy()
    small.thumbnail((256, 256), Image.Resampling.LANCZOS)
    width, height = merged.size
    rows = "".join(
        f'    <layer name="{name}" src="data/layer{number}.png" x="0" y="0" opacity="1.0" visibility="visible" '
        'composite-op="svg:src-over"/>\n'
        for number, (name, _) in reversed(list(enumerate(layers)))
    )
    stack = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<image version="0.0.6" w="{width}" h="{height}" xres="150" yres="150">\n'
        f"  <stack>\n{rows}  </stack>\n</image>\n"
    )
    members = [("mimetype", b"image/openraster"), ("stack.xml", stack.encode())]
    members += [(f"data/layer{number}.png", _png(image)) for number, (_, image) in enumerate(layers)]
    members += [("mergedimage.png", _png(merged)), ("Thumbnails/thumbnail.png", _png(small))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED if name == "stack.xml" else zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return out.getvalue()


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


WORKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "Harbour Lights.jpg": (
        "A quay at dusk, painted",
        lambda: _jpeg(harbour.harbour_lights(_rng(7)), 80),
    ),
    "Three Pears and a Jug.jpg": (
        "A still life by a window, painted",
        lambda: _jpeg(still.still_life(_rng(4)), 80),
    ),
    "Landscapes/Last Light, Skarra Pass.jpg": (
        "Mountains in the last sun, painted (progressive JPEG)",
        lambda: _jpeg(landscapes.last_light(_rng(5)), 78, progressive=True),
    ),
    "Landscapes/Poppy Field in July.avif": (
        "A summer field, in dabs",
        lambda: _avif(landscapes.poppies(_rng(3))),
    ),
    "Landscapes/Night over Loch Arran.webp": (
        "The Milky Way over a tent",
        lambda: _webp(night.night(_rng(11))),
    ),
    "Characters/Crew of the Marigold.jpg": (
        "A sheet of characters, with moods and colours",
        lambda: _jpeg(people.crew(_rng(4)), 88),
    ),
    "Client work/Meridian Press/cover-final.png": (
        "A book cover: a fox under the moon, in flat shapes",
        lambda: _png(flat.fox_cover(_rng(4))),
    ),
    "Client work/Kestrel Herbals/foxglove-plate.png": (
        "A botanical plate in ink and wash, on a torn sheet (with alpha)",
        lambda: _png(botany.foxglove(_rng(4))),
    ),
    "Client work/Northline Rail/early-train-poster.svg": (
        "A poster of a city, all geometry",
        lambda: city.city_poster(_rng(4)).encode(),
    ),
    "Comics/The Lamplighter/page-03.ora": (
        "A page without words, in four layers (OpenRaster)",
        lambda: _ora(comic.lamplighter(_rng(4))),
    ),
    "Loops/Rain at the Window.gif": (
        "A cat, rain, and eight frames",
        lambda: _gif(window.rain_at_the_window(_rng(4))),
    ),
    "sketches/Fells, ruled line study.tif": (
        "Hills engraved in lines that swell (TIFF, LZW)",
        lambda: _tiff(ink.engraved_hills(_rng(4))),
    ),
}


def main() -> int:
    """Draws all, or those whose path contains `--only`, and the README."""
    parser = argparse.ArgumentParser(description="Draw the sample portfolio.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", metavar="TEXT", help="only files whose path contains this")
    asked = parser.parse_args()
    for name, (_, draw) in WORKS.items():
        if asked.only not in name:
            continue
        target = asked.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(draw())
        print(f"{target.stat().st_size / 1000:7.0f} kB  {name}")
    table = "".join(f"| `{name}` | {what} |\n" for name, (what, _) in WORKS.items())
    (asked.folder / "README.md").write_text(README + table, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
