"""What is done to pictures between an artist's page and a data set: 39 attacks, and 17 that no variant is made for.

Each takes a picture ("RGB", its longer side 640 px) and a random generator, and gives the copy as a picture.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Picture = Image.Image
_LANCZOS = Image.Resampling.LANCZOS
TURNS = "flips and turns"  # the group for all of which views are made, wherever they stand


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack. `words` say to people what is done; `group` gathers those that are averaged together."""

    name: str
    words: str
    make: Callable[[Picture, Random], Picture]
    group: str = ""


def attacks() -> list[Attack]:
    """The 39. Crops cut off a share of the area: 20 % leave 89 % of each side."""
    return [
        Attack("identity", "unchanged", lambda p, r: p),
        Attack("jpeg75", "JPEG of quality 75", lambda p, r: coded(p, "JPEG", quality=75)),
        Attack("jpeg30", "JPEG of quality 30", lambda p, r: coded(p, "JPEG", quality=30)),
        Attack("jpeg10", "JPEG of quality 10", lambda p, r: coded(p, "JPEG", quality=10)),
        Attack("webp50", "WebP of quality 50", lambda p, r: coded(p, "WEBP", quality=50, method=0)),
        Attack(
            "thumb200",
            "a thumbnail of 200 pixels",
            lambda p, r: coded(ImageOps.contain(p, (200, 200), _LANCZOS), "JPEG", quality=80),
        ),
        Attack("squash512", "squeezed into a square", lambda p, r: p.resize((512, 512), _LANCZOS)),
        Attack("centre224", "the middle square, 224 pixels", lambda p, r: ImageOps.fit(p, (224, 224), _LANCZOS)),
        Attack("centre512", "the middle square, 512 pixels", lambda p, r: ImageOps.fit(p, (512, 512), _LANCZOS)),
        Attack("border white", "in a white square", lambda p, r: ImageOps.pad(p, (512, 512), _LANCZOS, "white")),
        Attack("border black", "in a black square", lambda p, r: ImageOps.pad(p, (512, 512), _LANCZOS, "black")),
        *(
            Attack(
                f"random crop {share}",
                f"{share} % of its area cut off, anywhere",
                partial(cropped, share=of_sides(share / 100)),
                "random crops",
            )
            for share in (5, 10, 20, 30, 50)
        ),
        Attack(
            "centre crop 20",
            "20 % of its area cut off, evenly all round",
            lambda p, r: cut(p, *[of_sides(0.2) / 2] * 4),
        ),
        Attack("aspect 4:5", "squeezed to 4:5", lambda p, r: p.resize((512, 640), _LANCZOS)),
        Attack("mirrored", "mirrored", lambda p, r: ImageOps.mirror(p), TURNS),
        Attack(
            "turned left",
            "a quarter turn to the left",
            lambda p, r: p.transpose(Image.Transpose.ROTATE_90),
            TURNS,
        ),
        Attack("upside down", "upside down", lambda p, r: p.transpose(Image.Transpose.ROTATE_180), TURNS),
        Attack(
            "tilt 5 white",
            "tilted by 5 degrees, white corners",
            lambda p, r: p.rotate(5, Image.Resampling.BICUBIC, fillcolor="white"),
        ),
        Attack(
            "tilt 2 white",
            "tilted by 2 degrees, white corners",
            lambda p, r: p.rotate(2, Image.Resampling.BICUBIC, fillcolor="white"),
        ),
        Attack("frame 5 white", "in a white frame of 5 %", lambda p, r: framed(p, 0.05, "white")),
        Attack("frame 10 black", "in a black frame of 10 %", lambda p, r: framed(p, 0.10, "black")),
        Attack(
            "letterbox 16:9", "with black bars to 16:9", lambda p, r: ImageOps.pad(p, (640, 360), _LANCZOS, "black")
        ),
        Attack("watermark tiled", "words all over it", lambda p, r: watermarked(p)),
        Attack("caption bar", "a caption over its lowest eighth", lambda p, r: captioned(p)),
        Attack("screenshot", "on a phone's screen, among words", lambda p, r: screenshot(p)),
        Attack("brighter 40", "brighter by 40 %", lambda p, r: ImageEnhance.Brightness(p).enhance(1.4)),
        Attack("contrast 50", "more contrast by 50 %", lambda p, r: ImageEnhance.Contrast(p).enhance(1.5)),
        Attack(
            "gamma 0.6", "shadows lifted", lambda p, r: p.point([round(255 * (v / 255) ** 0.6) for v in range(256)] * 3)
        ),
        Attack("grey", "in shades of grey", lambda p, r: p.convert("L").convert("RGB")),
        Attack("hue shift", "all hues turned", lambda p, r: hue_shifted(p, 60)),
        Attack("blur 3", "blurred", lambda p, r: p.filter(ImageFilter.GaussianBlur(3))),
        Attack("noise 25", "grainy", lambda p, r: noisy(p, r, 25)),
        Attack("like a VAE", "as an image generator's codec gives it back", lambda p, r: softened(p, r)),
        Attack("collage quarter", "a quarter of a larger picture", lambda p, r: collage(p, r)),
        Attack(
            "mirror, crop 10, jpeg50",
            "mirrored, 10 % of its area cut off, JPEG of quality 50",
            lambda p, r: coded(cropped(ImageOps.mirror(p), r, of_sides(0.1)), "JPEG", quality=50),
            "crop and mirror",
        ),
    ]


def beyond() -> list[Attack]:
    """Seventeen that hit no variant."""
    return [
        Attack("frame 7 grey", "in a grey frame of 7 %", lambda p, r: framed(p, 0.07, (128, 128, 128))),
        Attack("frame 4 black", "in a black frame of 4 %", lambda p, r: framed(p, 0.04, "black")),
        Attack("frame 6.5 white", "in a white frame of 6.5 %", lambda p, r: framed(p, 0.065, "white")),
        Attack(
            "tilt 3.3 white",
            "tilted by 3.3 degrees, white corners",
            lambda p, r: p.rotate(3.3, Image.Resampling.BICUBIC, fillcolor="white"),
        ),
        Attack(
            "tilt -4.4 black",
            "tilted by 4.4 degrees to the right, black corners",
            lambda p, r: p.rotate(-4.4, Image.Resampling.BICUBIC, fillcolor="black"),
        ),
        Attack("tilt 3, cut off", "tilted by 3 degrees, corners cut off", lambda p, r: tilted_inside(p, 3)),
        Attack("15 % of width", "15 % of its width cut off", lambda p, r: one_side(p, r, 0.15, 0)),
        Attack("15 % of height", "15 % of its height cut off", lambda p, r: one_side(p, r, 0, 0.15)),
        Attack("27 % of width", "27 % of its width cut off", lambda p, r: one_side(p, r, 0.27, 0)),
        *(
            Attack(
                f"{share} % of both sides",
                f"{share} % of both sides cut off, anywhere",
                partial(cropped, share=share / 100),
                "crops of both sides",
            )
            for share in (10, 20, 30)
        ),
        Attack("bar 8 % below", "a white bar of 8 % below", lambda p, r: barred(p, 0.08)),
        Attack("mirrored upside down", "upside down and mirrored", lambda p, r: ImageOps.flip(p), TURNS),
        Attack(
            "transposed",
            "a quarter turn, and mirrored",
            lambda p, r: p.transpose(Image.Transpose.TRANSPOSE),
            TURNS,
        ),
        Attack(
            "letterbox 1.6", "with white bars to 16:10", lambda p, r: ImageOps.pad(p, (640, 400), _LANCZOS, "white")
        ),
        Attack(
            "crop 12, 4:5",
            "12 % of both sides cut off, squeezed to 4:5",
            lambda p, r: cropped(p, r, 0.12).resize((512, 640), _LANCZOS),
        ),
    ]


def coded(picture: Picture, format_: str, **options: int) -> Picture:
    """The picture after a lossy coding."""
    out = BytesIO()
    picture.save(out, format_, **options)
    return Image.open(out).convert("RGB")


def cropped(picture: Picture, random: Random, share: float) -> Picture:
    """A rectangle of the picture's shape with `share` of each side cut off, anywhere."""
    width, height = round(picture.width * (1 - share)), round(picture.height * (1 - share))
    left, top = random.randint(0, picture.width - width), random.randint(0, picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def of_sides(area: float) -> float:
    """How much of each side is cut off where so much of the area is."""
    return 1 - math.sqrt(1 - area)


def cut(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Shares of the width and height cut off each side."""
    width, height = picture.size
    return picture.crop(
        (round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))
    )


def one_side(picture: Picture, random: Random, across: float, down: float) -> Picture:
    """Cut off one side, by a random division between its two ends."""
    first = random.random()
    return cut(picture, across * first, down * first, across * (1 - first), down * (1 - first))


def framed(picture: Picture, share: float, colour: str | tuple[int, int, int]) -> Picture:
    """A frame of a share of each side."""
    across, down = round(picture.width * share), round(picture.height * share)
    return ImageOps.expand(picture, (across, down, across, down), colour)


def barred(picture: Picture, share: float) -> Picture:
    """A white bar below."""
    return ImageOps.expand(picture, (0, 0, 0, round(picture.height * share)), "white")


def tilted_inside(picture: Picture, degrees: float) -> Picture:
    """Tilted, and the corners cut off."""
    angle = math.radians(degrees)
    width, height = picture.size
    grown = math.cos(angle) + math.sin(angle) * max(width / height, height / width)
    x, y = width * (1 - 1 / grown) / 2, height * (1 - 1 / grown) / 2
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    return turned.crop((round(x), round(y), round(width - x), round(height - y)))


def watermarked(picture: Picture) -> Picture:
    """Words all over it, half transparent."""
    layer = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(layer)
    for y in range(0, picture.height, 70):
        for x in range(-(y // 70 % 2) * 60, picture.width, 130):
            draw.text((x, y), "SAMPLE", fill=(255, 255, 255, 120), font_size=24)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def captioned(picture: Picture) -> Picture:
    """A black bar with words over the lowest eighth."""
    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    top = round(picture.height * 0.875)
    draw.rectangle((0, top, picture.width, picture.height), fill="black")
    draw.text((picture.width // 8, top + 8), "when the deadline is tomorrow", fill="white", font_size=26)
    return copy


def screenshot(picture: Picture) -> Picture:
    """On a phone: a page around it."""
    page = Image.new("RGB", (540, 1100), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 540, 60), fill=(240, 240, 240))
    draw.text((20, 18), "someone.example", fill="black", font_size=22)
    shown = ImageOps.contain(picture, (500, 700), _LANCZOS)
    page.paste(shown, ((540 - shown.width) // 2, 120))
    for line in range(6):
        draw.text((20, 140 + shown.height + 40 * line), "words under a picture, line by line", "black", font_size=20)
    return page


def hue_shifted(picture: Picture, degrees: int) -> Picture:
    """All hues turned."""
    hue, saturation, value = picture.convert("HSV").split()
    shift = round(degrees / 360 * 255)
    return Image.merge("HSV", (hue.point([(v + shift) % 256 for v in range(256)]), saturation, value)).convert("RGB")


def noisy(picture: Picture, random: Random, deviation: float) -> Picture:
    """Gaussian noise on every value."""
    noise = np.random.default_rng(random.getrandbits(32)).normal(0, deviation, (picture.height, picture.width, 3))
    return Image.fromarray(np.clip(np.asarray(picture, np.float64) + noise, 0, 255).astype(np.uint8))


def softened(picture: Picture, random: Random) -> Picture:
    """As an autoencoder gives it back: the middle square at 512, blurred, a little noise, an eighth of the detail."""
    square = ImageOps.fit(picture, (512, 512), _LANCZOS)
    soft = square.resize((256, 256), _LANCZOS).resize((512, 512), Image.Resampling.BICUBIC)
    return noisy(Image.blend(soft, square, 0.3), random, 4)


def collage(picture: Picture, random: Random) -> Picture:
    """A quarter of a larger picture, the rest other things."""
    whole = Image.fromarray(np.random.default_rng(random.getrandbits(32)).integers(0, 256, (6, 6, 3), np.uint8)).resize(
        (1024, 1024), Image.Resampling.BICUBIC
    )
    whole.paste(ImageOps.fit(picture, (512, 512), _LANCZOS), random.choice([(0, 0), (512, 0), (0, 512), (512, 512)]))
    return whole
