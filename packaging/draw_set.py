"""Makes the sample data set: 10,000 rows in the schema of COYO-700M, a few of them copies of the sample portfolio.

    python packaging/draw_set.py resources/set

Seven rows are real ones (coyo_real_rows.csv, of COYO-700M by Kakao Brain, CC-BY-4.0); all others are made here from
numbers: the hash of each is that of a picture drawn for it, which is then thrown away. Copies are made of the sample's
pictures and hashed by imagehash, as the set's makers did. Near misses are hashes farther from a work than a copy's,
and nearer than a stranger's.
planted.toml says which rows are which, and README.md what all of it is.
The same versions of numpy, Pillow and pyarrow give the same bytes; the file is committed.
"""

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import imagehash
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from artistguard.imaging.attacks import coded, cropped, cut, framed

ROWS, GROUP = 10_000, 2_500
HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "resources" / "sample"
HARBOUR, PEARS = "Harbour Lights.jpg", "Three Pears and a Jug.jpg"
CREW, PASS = "Characters/Crew of the Marigold.jpg", "Landscapes/Last Light, Skarra Pass.jpg"
ARRAN, FOX = "Landscapes/Night over Loch Arran.webp", "Client work/Meridian Press/cover-final.png"
# Row: (picture, how it is shown, what was done to it, caption)
PLANTED = {
    411: (HARBOUR, "as it is", lambda p, r: coded(small(p, 600), "JPEG", quality=75), "Harbour at dusk, painting"),
    1_870: (HARBOUR, "mirrored", lambda p, r: coded(ImageOps.mirror(small(p, 600)), "JPEG", quality=60), "wall art"),
    2_944: (
        PEARS,
        "cut",
        lambda p, r: coded(cropped(small(p, 800), r, 0.1), "JPEG", quality=70),
        "Still life, Ada Wren",
    ),
    3_333: (PASS, "framed", lambda p, r: framed(small(p, 500), 0.05, "white"), "mountain print framed 30x40"),
    5_206: (CREW, "middle square", lambda p, r: ImageOps.fit(small(p, 800), (512, 512)), "pirate characters"),
    6_118: (
        ARRAN,
        "as it is",
        lambda p, r: coded(small(p, 640), "JPEG", quality=40),
        "night sky over a lake with tent",
    ),
    7_777: (
        PASS,
        "cut",
        lambda p, r: coded(cut(small(p, 700), 0.1, 0.1, 0.1, 0.1), "WEBP", quality=60),
        "alpine sunset",
    ),
    9_051: (FOX, "mirrored", lambda p, r: ImageOps.mirror(small(p, 480)), "fox in the moonlight poster"),
}
# Row: (picture, bits off, caption)
MISSES = {
    902: (HARBOUR, 14, "Harbour Lights Hotel, Whitby"),
    4_480: (PEARS, 16, "three pears on a wooden table, stock photo"),
    8_214: (ARRAN, 14, "a wren in winter, Loch Arran"),
    9_800: (FOX, 16, "fox vector clip art"),
}
README = """# A sample data set

10,000 rows in the columns of COYO-700M, to try a scan on. `packaging/draw_set.py` makes it again.

Seven rows are real: rows 1500, 2500, ... 7500 are rows of COYO-700M (2022) by Kakao Brain, licence
[CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/), https://github.com/kakaobrain/coyo-dataset. All others are
made from numbers, their addresses lead nowhere, and they are free as the sample portfolio is (CC0 1.0). Eight of them
are copies of the sample portfolio, four are near misses: `planted.toml` says which.
"""
THINGS = ["chair", "lamp", "kitchen", "garden", "dress", "sneakers", "logo", "map", "portrait", "cake", "dog", "cat"]
LIKE = ["vintage", "modern", "red", "blue", "small", "wooden", "custom", "best", "large", "soft", "white", "printed"]


def small(picture: Image.Image, edge: int) -> Image.Image:
    """At most `edge` pixels a side."""
    return ImageOps.contain(picture, (edge, edge), Image.Resampling.LANCZOS)


def opened(name: str) -> Image.Image:
    """A picture of the sample."""
    return Image.open(SAMPLE / name).convert("RGB")


def backgrounds(random: np.random.Generator) -> Iterator[str]:
    """Hashes of pictures with as much coarse and fine structure as photographs have."""
    while True:
        field = random.normal(size=(32, 17)) + 1j * random.normal(size=(32, 17))
        down, across = np.abs(np.fft.fftfreq(32))[:, None] * 32, np.arange(17)[None, :]
        field /= np.maximum(np.hypot(down, across), 1) ** 1.2
        picture = np.fft.irfft2(field, s=(32, 32))
        picture = 128 + 50 * picture / picture.std()
        yield str(imagehash.phash(Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))))


def missed(name: str, bits: int, random: Random) -> str:
    """A hash that is so many bits from that of a picture, half of them ones that were none."""
    value = int(str(imagehash.phash(opened(name))), 16)
    for wanted in (0, 1):
        places = [place for place in range(63) if value >> place & 1 == wanted]
        for place in random.sample(places, bits // 2):
            value ^= 1 << place
    return f"{value:016x}"


def table(real: list[dict[str, str]]) -> pa.Table:
    """The whole set."""
    numbers, random = np.random.default_rng(2022), Random(2022)
    hashes = backgrounds(numbers)
    rows = []
    for number in range(ROWS):
        words = [random.choice(LIKE), random.choice(THINGS), *random.sample(THINGS, random.randint(0, 2))]
        width = random.choice((300, 480, 500, 600, 640, 736, 800, 1000, 1024, 1200))
        rows.append({
            "id": number * 1_099_511 % 8_796_093_022_208,
            "url": f"https://{random.choice(THINGS)}.example/{number:05}.jpg",
            "text": " ".join(words),
            "width": width,
            "height": round(width * random.choice((0.5, 0.5625, 0.667, 0.75, 0.8, 1, 1, 1.25, 1.333, 1.5))),
            "image_phash": next(hashes),
        })  # fmt: skip
    for place, each in enumerate(real):
        scores = {name: float(each[name]) for name in list(each)[6:]}
        rows[1_000 * (place + 1) + 500] = {
            **each, "id": int(each["id"]), "width": int(each["width"]), "height": int(each["height"]), **scores,
        }  # fmt: skip
    for place, (name, _, make, caption) in PLANTED.items():
        made = make(opened(name), random)
        rows[place] |= {
            "text": caption, "width": made.width, "height": made.height, "image_phash": str(imagehash.phash(made)),
        }  # fmt: skip
    for place, (name, bits, caption) in MISSES.items():
        with Image.open(SAMPLE / name) as picture:
            width, height = picture.size
        rows[place] |= {
            "text": caption, "width": width, "height": height, "image_phash": missed(name, bits, random),
        }  # fmt: skip
    schema = pa.schema([
        ("id", pa.int64()), ("url", pa.string()), ("text", pa.string()), ("width", pa.int32()), ("height", pa.int32()),
        ("image_phash", pa.string()), *((name, pa.float64()) for name in list(real[0])[6:]),
    ])  # fmt: skip
    return pa.Table.from_pylist(rows, schema)


def planted() -> str:
    """Which rows hold what, as TOML."""
    lines = [
        "# Rows of part-00000.parquet with copies of the sample portfolio, and near misses. Made by draw_set.py.",
        "",
    ]
    for row, (name, how, _, _) in PLANTED.items():
        lines += ["[[copy]]", f"row = {row}", f'work = "{Path(name).stem}"', f'shown = "{how}"', ""]
    for row, (name, bits, _) in MISSES.items():
        lines += ["[[near_miss]]", f"row = {row}", f'work = "{Path(name).stem}"', f"bits = {bits}", ""]
    return "\n".join(lines)


def main() -> int:
    """Writes the set."""
    parser = argparse.ArgumentParser(description="Make the sample data set.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    real = list(csv.DictReader(io.StringIO((HERE / "coyo_real_rows.csv").read_text("utf-8"))))
    target = folder / "part-00000.parquet"
    pq.write_table(table(real), target, row_group_size=GROUP, compression="zstd", compression_level=19)
    (folder / "planted.toml").write_text(planted(), "utf-8")
    (folder / "README.md").write_text(README, "utf-8")
    print(f"{target.stat().st_size / 1000:.0f} kB  {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
