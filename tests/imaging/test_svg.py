import base64
import contextlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging.limits import Limits
from artistguard.imaging.svg import render
from artistguard.model.errors import Damaged, FileError, TooLarge

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="50">'
FILLED = '<rect width="100" height="50" fill="red"/>'
RED = (255, 0, 0, 255)
CLEAR = (0, 0, 0, 0)


def middle(svg: str, limits: Limits | None = None) -> tuple[int, ...]:
    image, _, _ = render(BytesIO(svg.encode()), 100, limits or Limits())
    pixel = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    return pixel


def test_it_is_drawn_at_the_size_asked_for() -> None:
    svg = f"{OPEN}{FILLED}</svg>"

    image, width, height = render(BytesIO(svg.encode()), 1024, Limits())

    assert (image.size, width, height) == ((1024, 512), 100, 50)
    assert image.getpixel((500, 200)) == RED


@pytest.mark.parametrize("attribute", ["href", "xlink:href"])
@pytest.mark.parametrize("element", ["image", "feImage"])
def test_no_file_is_read(attribute: str, element: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (50, 50), "red").save(secret)
    for target in (str(secret), secret.as_uri(), f" {secret}"):
        body = f'<{element} {attribute}="{target}" width="100" height="50"/>'
        if element == "feImage":
            body = f'<filter id="f">{body}</filter><rect width="100" height="50" filter="url(#f)"/>'
        assert middle(f"{OPEN}{body}</svg>") != RED

    nested = f'{OPEN}<image href="{secret}" width="100" height="50"/></svg>'
    url = "data:image/svg+xml;base64," + base64.b64encode(nested.encode()).decode()
    assert middle(f'{OPEN}<image href="{url}" width="100" height="50"/></svg>') == CLEAR


def test_no_file_is_read_through_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svgpart"
    secret.write_text('<rect width="100" height="50" fill="red"/>')
    svg = f'<!DOCTYPE svg [<!ENTITY part SYSTEM "{secret.as_uri()}">]>{OPEN}&part;</svg>'

    with contextlib.suppress(Damaged):  # refused is as good
        assert middle(svg) == CLEAR


def test_namespaces_declared_as_entities_are_read() -> None:
    declared = '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>'

    svg = f'{declared}<svg xmlns="&ns;" width="100" height="50"><rect width="100" height="50" fill="red"/></svg>'

    assert middle(svg) == RED


def test_pictures_inside_are_drawn_within_limits() -> None:
    out = BytesIO()
    Image.new("RGB", (50, 50), "red").save(out, "PNG")
    url = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    svg = f'{OPEN}<image href="{url}" width="100" height="50" preserveAspectRatio="none"/></svg>'

    assert middle(svg) == RED
    with pytest.raises(TooLarge, match="inside"):
        middle(svg, limits=Limits(pixels=2499))


def test_a_picture_bomb_inside_is_refused(png_bomb: bytes) -> None:
    url = "data:image/png;base64," + base64.b64encode(png_bomb).decode()

    with pytest.raises(TooLarge, match="inside"):
        middle(f'{OPEN}<image href="{url}" width="100" height="50"/></svg>')


def test_repeating_parts_without_end_are_refused() -> None:
    levels = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))

    with pytest.raises(TooLarge, match="repeats"):
        middle(f'{OPEN}<g id="g0"><rect width="1" height="1"/></g>{levels}</svg>')


def test_a_circle_of_uses_is_no_endless_loop(tmp_path: Path, read: Callable) -> None:
    svg = f'{OPEN}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>{FILLED}</svg>'
    (tmp_path / "a.svg").write_text(svg)

    with pytest.raises(FileError):
        read(tmp_path / "a.svg", Kind.SVG)


def test_exploding_entities_are_refused() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))

    with pytest.raises(Damaged):
        middle(f'<!DOCTYPE svg [<!ENTITY e0 "{"x" * 100}">{lines}]>{OPEN}<text>&e11;</text></svg>')


def test_deep_nesting_and_long_documents_are_refused() -> None:
    with pytest.raises(TooLarge, match="deeply"):
        middle(OPEN + "<g>" * 100_000 + "</g>" * 100_000 + "</svg>")
    chain = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(5000))
    with pytest.raises(TooLarge, match="deeply"):
        middle(f"{OPEN}{chain}</svg>")
    assert middle(OPEN + "<g>" * 150 + FILLED + "</g>" * 150 + "</svg>") == RED
    with pytest.raises(TooLarge, match="larger than"):
        middle(f"{OPEN}<!--{'x' * 3_000_000}--></svg>", limits=Limits(svg_bytes=2 << 20))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10cm" height="5cm"', (378, 189)),
        ('viewBox="0 0 640 480"', (640, 480)),
        ('viewBox="0,0,640,480" width="320"', (320, 240)),
        ('viewBox="0 0 640 480" height="240px"', (320, 240)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ("", (100, 100)),
    ],
)
def test_natural_size(attributes: str, size: tuple[int, int]) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="9" height="9"/></svg>'

    assert render(BytesIO(svg.encode()), 64, Limits())[1:] == size


def test_an_extreme_shape_stays_within_the_edge() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1000000"><rect width="1" height="9"/></svg>'

    image, width, height = render(BytesIO(svg.encode()), 256, Limits())

    assert max(image.size) <= 256
    assert (width, height) == (1, 1_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    svg = f'<?xml version="1.0" encoding="{encoding}"?>{OPEN}<title>é</title>{FILLED}</svg>'

    image, _, _ = render(BytesIO(svg.encode(encoding)), 100, Limits())

    assert image.getpixel((50, 25)) == RED


def test_reading_is_of_the_picture_on_white(tmp_path: Path, read: Callable) -> None:
    (tmp_path / "a.svg").write_text(f'{OPEN}<circle cx="50" cy="25" r="20" fill="blue"/></svg>')

    reading = read(tmp_path / "a.svg", Kind.SVG)

    assert (reading.facts.width, reading.facts.height) == (100, 50)
    with Image.open(BytesIO(reading.thumbnail)) as small:
        assert small.getpixel((2, 2)) == (255, 255, 255)
