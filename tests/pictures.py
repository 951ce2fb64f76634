"""Pictures for tests."""

from PIL import Image, ImageDraw


def draw(seed: int, size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """A small picture that differs with its seed: overlapping discs on a gradient."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    for i in range(9):
        x, y = (seed * 53 + i * 71) % size[0], (seed * 97 + i * 43) % size[1]
        radius = 12 + (seed * 7 + i * 13) % 40
        colour = ((seed * 61 + i * 29) % 256, (i * 83) % 256, (seed * 17 + i * 151) % 256)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image.convert(mode)
