"""Prompts in pictures, as the generators write them."""

from pathlib import Path

import pytest
from pictures import draw
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from artistguard.model.errors import NotAPicture
from artistguard.provenance.prompts import LONGEST, read

PROMPT = "harbour at night, by ada wren, <lora:adawren_v2:0.8>\nSteps: 20, Sampler: Euler a"


def test_the_chunks_of_a_png(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("parameters", PROMPT)
    info.add_text("workflow", '{"3": {"inputs": {"text": "ada wren"}}}', zip=True)
    info.add_itxt("Dream", "ada wren, küste", zip=True)
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    draw(1).save(tmp_path / "a.png", pnginfo=info)
    assert read(tmp_path / "a.png") == (
        ("parameters", PROMPT),
        ("workflow", '{"3": {"inputs": {"text": "ada wren"}}}'),
        ("Dream", "ada wren, küste"),
    )


@pytest.mark.parametrize("suffix", ["jpg", "webp"])
@pytest.mark.parametrize(
    "comment",
    [
        b"UNICODE\0" + PROMPT.encode("utf-16-be"),
        b"UNICODE\0" + PROMPT.encode("utf-16-le"),
        b"ASCII\0\0\0" + PROMPT.encode(),
        b"\0" * 8 + PROMPT.encode(),
        PROMPT.encode(),
    ],
)
def test_the_comment_of_a_camera_file(tmp_path: Path, suffix: str, comment: bytes) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    path = tmp_path / f"a.{suffix}"
    draw(1).save(path, exif=exif)
    assert read(path) == (("EXIF UserComment", PROMPT),)


def test_bounded_and_never_an_error(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("parameters", "x" * (LONGEST * 2))
    info.add(b"tEXt", b"no separator")
    info.add(b"zTXt", b"word\0\0not zlib")
    info.add(b"iTXt", b"word\0")
    draw(1).save(tmp_path / "a.png", pnginfo=info)
    assert [(where, len(text)) for where, text in read(tmp_path / "a.png")] == [("parameters", LONGEST)]
    data = (tmp_path / "a.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(data[:-500])
    assert len(read(tmp_path / "cut.png")) == 1
    draw(2).save(tmp_path / "none.jpg")
    assert read(tmp_path / "none.jpg") == ()
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(NotAPicture):
        read(tmp_path / "text.png")
