"""Check my posted copy by link: after consent, bounded, and then as a file; over real sockets."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pictures import draw
from PIL import Image
from raw_server import RawServer

from artistguard.model.egress import Purpose
from artistguard.model.errors import NotAgreed, NotAPicture, Refused, Sealed, Unreachable, UsageError
from artistguard.model.identity import Identity
from artistguard.workflow import clients, consents, posted, sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.platforms import Fate
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

Serve = Callable[..., RawServer]


def answer(body: bytes, kind: str = "image/jpeg", status: int = 200) -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.fixture
def copy(studio: Studio, signer: Identity, tmp_path: Path) -> Path:
    """A signed posting copy of the one work."""
    art = tmp_path / "art"
    art.mkdir()
    draw(3, size=(640, 480)).save(art / "harbour.png")
    import_(studio, [art])
    order = SigningOrder(tmp_path / "out", posting=480)
    sign.sign(studio, sign.plan(studio, studio.catalogue.works.iterate(), order, signer), order, signer)
    [made] = (tmp_path / "out").rglob("*.jpg")
    return made


@pytest.fixture
def stripped(copy: Path, tmp_path: Path) -> bytes:
    """The copy as a platform would give it back: smaller, and without a word in it."""
    path = tmp_path / "stripped.jpg"
    with Image.open(copy) as opened:
        opened.resize((240, 180)).save(path, quality=80)
    return path.read_bytes()


@pytest.fixture
def platform(studio: Studio, serve: Serve) -> Callable[..., RawServer]:
    """A platform on loopback that is an own hub; agreed to unless a test says otherwise."""

    def make(given: bytes, *, agreed: bool = True) -> RawServer:
        server = serve(given)
        hosts = ", ".join([*studio.local_hosts, server.at])
        studio.save(replace(studio.settings, network=True, local_hosts=hosts))
        if agreed:
            consents.agree(studio, server.at, [Purpose.POSTED_COPY], "what would be sent")
        return server

    return make


def test_a_posted_copy_is_fetched_and_compared_like_a_file(
    studio: Studio, copy: Path, stripped: bytes, platform: Callable[..., RawServer]
) -> None:
    server = platform(answer(stripped))
    told = posted.would_send(server.url("/p/harbour.jpg"))
    assert server.received == []
    for ours in (copy, None):  # named, and guessed by its picture
        found = posted.by_link(studio, server.url("/p/harbour.jpg"), ours)
        assert (found.ours, found.credential, found.tags) == (copy, Fate.REMOVED, Fate.REMOVED)
        assert (found.same_file, found.alike, found.pixels_after) == (False, True, (240, 180))
        assert found.posted.read_bytes() == stripped
    assert told.request.encode() == server.received[0]
    assert told.bytes_out == len(server.received[0])
    entries = list(studio.catalogue.egress.iterate())
    assert [entry.purpose for entry in entries] == [Purpose.POSTED_COPY] * 2
    assert [len(entry.subjects.works) for entry in entries] == [1, 0]
    assert [file.name for file in found.posted.parent.iterdir()] == [found.posted.name]


def test_a_copy_that_was_left_alone_is_the_same_file(
    studio: Studio, copy: Path, platform: Callable[..., RawServer]
) -> None:
    server = platform(answer(copy.read_bytes()))
    assert posted.by_link(studio, server.url(), copy).same_file


def test_nothing_is_asked_before_consent(studio: Studio, copy: Path, platform: Callable[..., RawServer]) -> None:
    server = platform(answer(b"x"), agreed=False)
    with pytest.raises(NotAgreed) as raised:
        posted.by_link(studio, server.url(), copy)
    assert raised.value.host == server.at
    assert server.received == []


def test_a_link_that_leads_on_to_another_host_names_it(
    studio: Studio, copy: Path, platform: Callable[..., RawServer]
) -> None:
    other = platform(answer(b"x"), agreed=False)
    server = platform(f"HTTP/1.1 302 Found\r\nLocation: {other.url()}\r\nContent-Length: 0\r\n\r\n".encode())
    with pytest.raises(NotAgreed, match=other.at):
        posted.by_link(studio, server.url(), copy)
    assert other.received == []


def test_a_sealed_work_is_told_to_no_platform(studio: Studio, copy: Path, platform: Callable[..., RawServer]) -> None:
    server = platform(answer(b"x"))
    [work] = studio.catalogue.works.iterate()
    clients.assign(studio, [work.id], clients.add(studio, "Publisher"))
    with pytest.raises(Sealed):
        posted.by_link(studio, server.url(), copy)
    assert server.received == []


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (answer(b"<html>", "text/html; charset=utf-8"), NotAPicture, "a page"),
        (answer(b"gone", status=404), Unreachable, "404"),
        (answer(b"MZ nonsense" * 10), NotAPicture, "not a picture"),
        (answer(b""), NotAPicture, "empty"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n", Refused, "too large"),
    ],
    ids=["page", "gone", "nonsense", "empty", "huge"],
)
def test_what_is_no_picture_is_said_in_words(
    studio: Studio, copy: Path, platform: Callable[..., RawServer], given: bytes, error: type[Exception], words: str
) -> None:
    server = platform(given)
    with pytest.raises(error, match=words):
        posted.by_link(studio, server.url(), copy)


def test_a_strangers_picture_is_nothing_of_ours(
    studio: Studio, copy: Path, tmp_path: Path, platform: Callable[..., RawServer]
) -> None:
    draw(77, size=(640, 480)).save(tmp_path / "other.jpg")
    server = platform(answer((tmp_path / "other.jpg").read_bytes()))
    with pytest.raises(UsageError, match="nothing of yours"):
        posted.by_link(studio, server.url())


@pytest.mark.parametrize("link", ["http://example.com/a.jpg", "https://127.0.0.1/", "ftp://a/b", "https://a b/"])
def test_a_link_that_leads_nowhere_fit_is_refused(studio: Studio, copy: Path, link: str) -> None:
    studio.save(replace(studio.settings, network=True))
    for host in ("example.com", "127.0.0.1"):
        consents.agree(studio, host, [Purpose.POSTED_COPY], "")
    with pytest.raises(Refused):
        posted.by_link(studio, link, copy)
