"""Telling from the headers that there is no credential."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from artistguard.formats.credential import bare
from artistguard.formats.kinds import Kind

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "c2pa"


@pytest.mark.parametrize(("name", "expected"), [("A", True), ("I", True), ("C", False), ("E-dat-CA", False)])
def test_the_public_files_are_told_apart(name: str, expected: bool) -> None:
    path = FIXTURES / f"adobe-20220124-{name}.jpg"
    if not path.exists():
        pytest.skip("the public C2PA test files are not beside the repository")
    with path.open("rb") as file:
        assert bare(file, Kind.JPEG) is expected


def test_a_png_with_a_cabx_chunk_is_not_bare_and_other_kinds_are_never_sure() -> None:
    plain = BytesIO()
    Image.new("RGB", (4, 4)).save(plain, "PNG")
    assert bare(plain, Kind.PNG)
    data = plain.getvalue()
    chunk = b"\0\0\0\0caBX" + (0).to_bytes(4, "big")
    assert not bare(BytesIO(data[:33] + chunk + data[33:]), Kind.PNG)
    assert not bare(plain, Kind.WEBP)
