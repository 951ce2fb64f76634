"""Pictures as text in base64, as tables and web pages hold them."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from artistguard.formats import inline
from artistguard.model.errors import Damaged, TooLarge


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, kind)
    return out.getvalue()


KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_of_writing_it_is_the_same_picture(kind) -> None:
    data = picture(kind)
    plain = base64.b64encode(data).decode()
    for text in (
        plain,
        f"data:image/{kind.lower()};base64,{plain}",
        f" DATA:IMAGE/{kind};charset=utf-8;BASE64,{plain}\n",
        base64.encodebytes(data).decode(),
        plain.rstrip("="),
        base64.urlsafe_b64encode(data).decode(),
    ):
        assert inline.decoded(text, 1 << 20) == data
        assert inline.some_are(["", None, 3, text])


def test_what_is_no_picture_is_told_apart() -> None:
    random = np.random.default_rng(3)
    for text in (
        "",
        "https://example.org/picture.jpg",
        "a small harbour in the evening light",
        "data:image/png,raw",
        "deadbeefdeadbeef",
        *(
            base64.b64encode(start + random.bytes(60)).decode()
            for start in (b"", b"PK\3\4", b"PK\5\6", b"\0\0\0\x18ftyp")
        ),
    ):
        assert not inline.some_are([text])


@pytest.mark.parametrize("text", ["A", "A" * 9, "%%%%", "data:text/plain;base64,QUJD", "\N{SNOWMAN}" * 8, "QUJD=QUJD"])
def test_what_is_not_base64_is_said_so(text) -> None:
    with pytest.raises(Damaged, match="not base64"):
        inline.decoded(text, 1000)


def test_more_than_is_read_is_not_even_decoded() -> None:
    for count in (1_001, 100_000):
        with pytest.raises(TooLarge, match="at most 1,000"):
            inline.decoded(base64.b64encode(bytes(count)).decode(), 1000)
    assert len(inline.decoded(base64.b64encode(bytes(1000)).decode(), 1000)) == 1000
