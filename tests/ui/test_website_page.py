"""My website as a person uses it: files into a folder, then a look at a live site, asked in place; a real socket."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hands import WAIT_MS, click, reads, wait_for
from pytestqt.qtbot import QtBot
from raw_server import RawServer

from artistguard.model.egress import Purpose
from artistguard.ui.context import Context
from artistguard.ui.settings.website import WebsitePage
from artistguard.workflow import consents
from artistguard.workflow.studio import Studio

PAGE = b'<html><head><meta name="tdm-reservation" content="1"></head><body>harbour</body></html>'


@pytest.fixture
def site(studio: Studio, serve: Callable[..., RawServer]) -> RawServer:
    """A site on loopback that answers everything with its page; the network is on."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n".encode()
    server = serve(head + PAGE)
    studio.save(replace(studio.settings, network=True, local_hosts=server.at))
    return server


@pytest.fixture
def page(site: RawServer, request: pytest.FixtureRequest, qtbot: QtBot) -> WebsitePage:
    context: Context = request.getfixturevalue("context")  # it opens a studio of its own: after the site is set up
    made = WebsitePage(context)
    qtbot.addWidget(made)
    made.resize(800, 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_files_are_written_and_what_others_wrote_stays(page: WebsitePage, tmp_path: Path, qtbot: QtBot) -> None:
    assert not page.write_files.isEnabled()
    qtbot.keyClicks(page.domain, "ada.example")
    qtbot.keyClicks(page.folder.path, str(tmp_path / "site"))
    click(qtbot, page.write_files)
    qtbot.waitUntil(lambda: "The files are there" in page.said, timeout=WAIT_MS)
    assert (tmp_path / "site" / "robots.txt").read_text().count("User-agent: GPTBot") == 1
    (tmp_path / "site" / "robots.txt").write_text("User-agent: *\nDisallow: /private/\n")
    click(qtbot, page.write_files)
    qtbot.waitUntil(lambda: "not ours" in page.said, timeout=WAIT_MS)
    wait_for(qtbot, page, "another file is there")
    qtbot.keyClicks(page.robots.path, str(tmp_path / "site" / "robots.txt"))
    click(qtbot, page.write_files)
    qtbot.waitUntil(lambda: "The files are there" in page.said, timeout=WAIT_MS)
    assert (tmp_path / "site" / "robots.txt").read_text().startswith("User-agent: *\nDisallow: /private/\n")


def test_what_is_no_domain_is_told_in_words(page: WebsitePage, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.domain, "my site")
    qtbot.keyClicks(page.folder.path, str(tmp_path / "site"))
    click(qtbot, page.write_files)
    qtbot.waitUntil(lambda: bool(page.said) and page.write_files.isEnabled(), timeout=WAIT_MS)
    assert not (tmp_path / "site").exists()


def test_a_look_is_asked_about_first(page: WebsitePage, site: RawServer, studio: Studio, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.url, site.url("/"))
    click(qtbot, page.look)
    qtbot.waitUntil(lambda: page.consent.isVisible() and page.consent.ask_button.isEnabled(), timeout=WAIT_MS)
    assert site.received == []
    assert "GET / HTTP/1.1" in page.consent.requests.toPlainText()
    click(qtbot, page.consent.ask_button)
    wait_for(qtbot, page, "kinds of readers see your no")
    assert "The page says tdm-reservation 1." in reads(page)
    assert "first look" in reads(page)
    [given] = consents.agreed(studio)
    assert given.purposes == (Purpose.CHECK,)
    click(qtbot, page.look)
    wait_for(qtbot, page, "As it was on")
