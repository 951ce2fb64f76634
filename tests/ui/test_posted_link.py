"""Check my posted copy by its link, as a person does it: pasted, asked in place, agreed, answered; a real socket."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hands import WAIT_MS, click, reads
from pictures import draw
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from raw_server import RawServer

from artistguard.model.egress import Purpose
from artistguard.ui.postedcheck import PostedCheck
from artistguard.workflow import consents, sign
from artistguard.workflow import identity as identities
from artistguard.workflow.import_ import import_
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio


def answer(body: bytes, kind: str = "image/jpeg") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.fixture
def copy(studio: Studio, tmp_path: Path) -> Path:
    """A signed posting copy of the one work."""
    art = tmp_path / "art"
    art.mkdir()
    draw(3, size=(640, 480)).save(art / "harbour.png")
    import_(studio, [art])
    signer = identities.create(studio, "Ada Wren")
    order = SigningOrder(tmp_path / "out", posting=480)
    sign.sign(studio, sign.plan(studio, studio.catalogue.works.iterate(), order, signer), order, signer)
    [made] = (tmp_path / "out").rglob("*.jpg")
    return made


@pytest.fixture
def platform(studio: Studio, copy: Path, tmp_path: Path, serve: Callable[..., RawServer]) -> RawServer:
    """A platform on loopback, an own hub of this studio: it gives the copy back smaller and without a word in it."""
    stripped = tmp_path / "stripped.jpg"
    with Image.open(copy) as opened:
        opened.resize((240, 180)).save(stripped, quality=80)
    server = serve(answer(stripped.read_bytes()))
    studio.save(replace(studio.settings, network=True, local_hosts=server.at))
    return server


@pytest.fixture
def check(platform: RawServer, request: pytest.FixtureRequest, qtbot: QtBot) -> PostedCheck:
    made = PostedCheck(request.getfixturevalue("context"))
    qtbot.addWidget(made)
    made.resize(800, 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_link_is_asked_about_then_fetched_and_compared(
    check: PostedCheck, platform: RawServer, studio: Studio, qtbot: QtBot
) -> None:
    assert not check.fetch.isEnabled()
    qtbot.keyClicks(check.link, platform.url("/p/harbour.jpg"))
    qtbot.keyClick(check.link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: check.consent.isVisible() and check.consent.ask_button.isEnabled(), timeout=WAIT_MS)
    assert platform.received == []
    shown = check.consent.requests.toPlainText()
    assert "GET /p/harbour.jpg HTTP/1.1" in shown
    click(qtbot, check.consent.ask_button)
    qtbot.waitUntil(check.result.isVisible, timeout=WAIT_MS)
    assert "The credential is gone." in reads(check)
    [given] = consents.agreed(studio)
    assert given.purposes == (Purpose.POSTED_COPY,)
    sent = platform.received[0].decode().replace("\r\n", "\n").strip()
    assert sent in shown
    assert sent in given.shown


def test_a_link_that_is_none_is_told_in_words(check: PostedCheck, platform: RawServer, qtbot: QtBot) -> None:
    qtbot.keyClicks(check.link, "harbour.jpg please")
    click(qtbot, check.fetch)
    qtbot.waitUntil(lambda: bool(check.state.text()) and check.fetch.isEnabled(), timeout=WAIT_MS)
    assert check.state.property("kind") == "bad"
    assert platform.received == []


def test_not_now_sends_nothing(check: PostedCheck, platform: RawServer, studio: Studio, qtbot: QtBot) -> None:
    qtbot.keyClicks(check.link, platform.url("/p/harbour.jpg"))
    click(qtbot, check.fetch)
    qtbot.waitUntil(check.consent.isVisible, timeout=WAIT_MS)
    click(qtbot, check.consent.not_now)
    assert check.fetch.isEnabled()
    assert platform.received == []
    assert consents.agreed(studio) == ()
