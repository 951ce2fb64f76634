"""Web pages as words: what a person sees, and what a hostile page does not get."""

from collections.abc import Callable

import pytest

from artistguard.formats.webpage import LARGEST, MOST_PICTURES, Image, decoded, read

PAGE = """<!DOCTYPE html><html><head><title>Ada Wren &amp; friends</title>
<meta name="description" content="LoRA in the style of Ada&nbsp;Wren"><META property='og:title' content=Harbours>
<meta name="viewport" content="width=device-width"><style>p { content: "styled" }</style></head>
<body><!-- a comment <b>not shown</b> --><h1>Models</h1><p>By <b>Ada</b> <i>Wren</i>, 2 &lt; 3</p>
<script>document.write("<p>written")</script>
<a href="/about">About</a> <a href="javascript:alert(1)">x</a> <a href='https://ada.example/?a=1&amp;b=2'>own</a>
<img src="pics/a.jpg" alt="Harbour > lights" title=t><img data-src="//cdn.example/b.png">
<img srcset="c-1.jpg 1x, c-2.jpg 2x" alt='"quoted"'><img src="data:image/png;base64,AAAA"><img src="pics/a.jpg">
</body></html>"""


def test_what_a_person_reads() -> None:
    page = read(PAGE, "https://hub.example/ada/")
    assert page.title == "Ada Wren & friends"
    assert page.text.split("\n") == ["Models", "By Ada Wren, 2 < 3", "About x own"]
    assert page.about == ("LoRA in the style of Ada Wren", "Harbours")
    assert page.pictures == (
        Image("https://hub.example/ada/pics/a.jpg", "Harbour > lights t"),
        Image("https://cdn.example/b.png", ""),
        Image("https://hub.example/ada/c-2.jpg", '"quoted"'),
    )
    assert page.links == ("https://hub.example/about", "https://ada.example/?a=1&b=2")
    assert not page.cut


def test_a_base_counts_once() -> None:
    page = read(
        '<base href="https://a.example/x/"><base href="https://b.example/"><img src="p.jpg">', "https://h.example/"
    )
    assert [image.url for image in page.pictures] == ["https://a.example/x/p.jpg"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>open <b>and never closed", "open and never closed"),
        ("before <!-- never closed <p>hidden", "before"),
        ("before <script>never closed <p>hidden", "before"),
        ("before <p title='never closed>hidden", "before"),
        ("a < b and c > d", "a < b and c > d"),
        ("<SCRIPT\n type=x>hidden</ScRiPt >seen", "seen"),
        ("\x00<p>nul</p>", "\x00\nnul"),
        ("", ""),
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(source: str, text: str) -> None:
    assert read(source).text == text


@pytest.mark.parametrize(
    "hostile",
    [
        lambda n: "<" * n,
        lambda n: "<!--" * n,
        lambda n: "<a " * n,
        lambda n: '<a "" ' * n + '"',
        lambda n: "<script>" * n,
        lambda n: "<p " + "a " * n,
        lambda n: "<p a" + " " * n,
        lambda n: "<p " + "a=" * n + ">",
        lambda n: "&" * n,
        lambda n: "<img src=x alt='" + "&amp;" * n,
        lambda n: "<a><b>" * n,
        lambda n: "</" * n,
    ],
)
def test_no_page_takes_more_than_its_length(hostile: Callable[[int], str]) -> None:
    """Where time grew with the square of the length, this would not end."""
    read(hostile(200_000))


def test_what_is_kept_is_bounded() -> None:
    page = read("".join(f'<img src="https://a.example/{n}.jpg">' for n in range(MOST_PICTURES + 5)))
    assert (len(page.pictures), page.more_pictures) == (MOST_PICTURES, 5)
    assert read("x" * (LARGEST + 1)).cut


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("latin-1"), "text/html; charset=ISO-8859-1", "é"),
        (b'<meta charset="windows-1252">\x80', "text/html", '<meta charset="windows-1252">€'),
        ("é".encode("utf-16"), "text/html; charset=utf-8", "é"),
        (b"\xff\xfe", "", ""),
        (b"caf\xc3\xa9 \xff", "text/html; charset=zlib_codec", "café �"),
        (b"abc", "text/html; charset=no-such-thing", "abc"),
    ],
)
def test_bytes_become_text_whatever_they_claim(body: bytes, header: str, text: str) -> None:
    assert decoded(body, header) == text
