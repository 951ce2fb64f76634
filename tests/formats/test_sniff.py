"""Content says what a file is; what is none of ours is told in one sentence."""

import gzip
import io
import mmap
import zipfile

import pytest

from artistguard.formats.carry import structure
from artistguard.formats.kinds import Kind
from artistguard.formats.sniff import identify
from artistguard.model.errors import FileError, NotAPicture


def test_every_kind_has_its_names():
    for kind in Kind:
        assert kind.mime.startswith(("image/", "application/x-"))
        assert kind.suffix in kind.suffixes
        assert all(s.startswith(".") and s == s.lower() for s in kind.suffixes)
        assert kind.label
    suffixes = [s for kind in Kind for s in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert {k for k in Kind if k.is_source} == {Kind.PSD, Kind.KRA, Kind.ORA, Kind.CLIP, Kind.PROCREATE}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (gzip.compress(b"<svg/>"), "SVGZ"),
        (b"hello, this is a letter", "text"),
        (b"<!DOCTYPE html><html><body><svg></svg></body></html>", "web page"),
        (b"<?xml version='1.0'?><rss/>", "text"),
        (b"\0\0\0\x14ftypisom\0\0\0\0isom", "film"),
        (b"SQLite format 3\0" + b"\0" * 100, "database"),
        (b"\x7fELF" + b"\0" * 60, "no kind"),
        (b"BM not a bitmap at all, but text", "text"),
        (b"\0" * 400, "no kind"),
    ],
)
def test_what_is_no_picture(data, word):
    with pytest.raises(NotAPicture, match=word):
        identify(io.BytesIO(data))


def test_archives_of_other_things():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "x")
        archive.writestr("picture.png", "x")
    with pytest.raises(NotAPicture, match="archive"):
        identify(out)
    with pytest.raises(FileError, match="cut off"):
        identify(io.BytesIO(out.getvalue()[:-40]))


def test_an_archive_of_another_mimetype_goes_by_its_names():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    with pytest.raises(NotAPicture):
        identify(out)


@pytest.mark.parametrize(
    "document",
    [
        "<svg/>",
        "\ufeff  <svg >",
        '<?xml version="1.0"?><!-- a > b --><!-- c --><!DOCTYPE svg PUBLIC "a" "b"><svg xmlns="x">',
        '<!DOCTYPE svg [\n<!ENTITY a "b">\n]>\n<s:svg xmlns:s="http://www.w3.org/2000/svg">',
    ],
)
def test_svg_in_its_forms(document):
    assert identify(io.BytesIO(document.encode())) is Kind.SVG
    assert identify(io.BytesIO(document.removeprefix("\ufeff").encode("utf-16"))) is Kind.SVG


def test_a_long_comment_before_an_svg_takes_no_time():
    data = b"<!--" + b"- -" * 20_000
    with pytest.raises(NotAPicture):
        identify(io.BytesIO(data))


def test_structures(make):
    def of(name: str, kind: Kind) -> tuple[int, bool, int | None, bool]:
        found = structure(io.BytesIO(make(name)), kind)
        assert not found.truncated
        return found.pages, found.animated, found.bits, found.big

    assert of("jpeg", Kind.JPEG) == (1, False, 8, False)
    assert of("png-16", Kind.PNG) == (1, False, 16, False)
    assert of("apng", Kind.PNG) == (2, True, 8, False)
    assert of("webp-moving", Kind.WEBP) == (2, True, 8, False)
    assert of("tiff-pages", Kind.TIFF) == (2, False, 8, False)
    assert of("tiff-big", Kind.TIFF) == (1, False, 8, True)
    assert of("tiff-16", Kind.TIFF) == (1, False, 16, False)
    assert of("gif-moving", Kind.GIF) == (2, True, 8, False)
    assert of("avif", Kind.AVIF) == (1, False, 8, False)
    assert of("heic", Kind.HEIC) == (1, False, 8, False)


def test_a_mapped_file_is_read_like_any_other(tmp_path, make):
    path = tmp_path / "picture"
    path.write_bytes(make("png"))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert identify(mapped) is Kind.PNG
        assert structure(mapped, Kind.PNG) == structure(file, Kind.PNG)
