"""Consent in the window: the question in place, with the exact bytes; hosts withdrawn; tokens kept and forgotten."""

from dataclasses import replace

import pytest
from hands import WAIT_MS, click, reads
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from artistguard.model.egress import Purpose
from artistguard.model.errors import NotAgreed
from artistguard.model.jobs import Change
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.context import Context
from artistguard.ui.settings.hosts import HostRow
from artistguard.ui.settings.network import NetworkPage
from artistguard.workflow import consents, tokens
from artistguard.workflow.studio import Studio

HUB = HostNeed("hub.example", "is asked for the page that you pasted")
CDN = HostNeed("*.cdn.example", "holds the pictures of finds", pictures=True)
REQUEST = Planned(
    "GET", "https://hub.example/api/m?q=ada", "the page", 0, "GET /api/m?q=ada HTTP/1.1\r\nHost: hub.example\r\n"
)


def switch(context: Context, qtbot: QtBot, *, on: bool) -> None:
    """The switch, turned by the window's own studio."""
    done: list[object] = []
    inside = context.bridge
    inside.query(lambda own: own.save(replace(own.settings, network=on)), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT_MS)
    inside.tell([Change("settings", ())])


@pytest.fixture
def panel(context: Context, qtbot: QtBot) -> ConsentPanel:
    made = ConsentPanel(context)
    qtbot.addWidget(made)
    made.resize(700, 500)
    return made


def test_the_question_shows_host_reason_and_bytes_and_nothing_is_agreed_before(
    panel: ConsentPanel, context: Context, studio: Studio, qtbot: QtBot
) -> None:
    switch(context, qtbot, on=True)
    panel.ask([HUB], [REQUEST], Purpose.CHECK)
    assert "hub.example" in reads(panel)
    assert HUB.why in reads(panel)
    assert "GET /api/m?q=ada HTTP/1.1\nHost: hub.example" in panel.requests.toPlainText()
    assert consents.agreed(studio) == ()
    qtbot.waitUntil(panel.ask_button.isEnabled, timeout=WAIT_MS)
    with qtbot.waitSignal(panel.agreed, timeout=WAIT_MS):
        click(qtbot, panel.ask_button)
    [given] = consents.agreed(studio)
    assert (given.host, given.purposes) == ("hub.example", (Purpose.CHECK,))
    assert "GET /api/m?q=ada" in given.shown
    assert HUB.why in given.shown
    assert panel.isHidden()


def test_not_now_agrees_to_nothing_by_button_and_by_escape(panel: ConsentPanel, studio: Studio, qtbot: QtBot) -> None:
    panel.ask([HUB], [REQUEST], Purpose.CHECK)
    with qtbot.waitSignal(panel.declined):
        click(qtbot, panel.not_now)
    panel.ask([HUB], [REQUEST], Purpose.CHECK)
    with qtbot.waitSignal(panel.declined):
        qtbot.keyClick(panel.not_now, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert consents.agreed(studio) == ()


def test_hosts_that_hold_pictures_are_ticked_by_the_user_alone(
    panel: ConsentPanel, context: Context, studio: Studio, qtbot: QtBot
) -> None:
    switch(context, qtbot, on=True)
    panel.ask([HUB, CDN], [REQUEST], Purpose.WATCH)
    ticks = {tick.accessibleName(): tick for tick, _ in panel._ticks}
    assert {name: tick.isChecked() for name, tick in ticks.items()} == {"hub.example": True, "*.cdn.example": False}
    qtbot.keyClick(ticks["*.cdn.example"], Qt.Key.Key_Space)
    qtbot.waitUntil(panel.ask_button.isEnabled, timeout=WAIT_MS)
    with qtbot.waitSignal(panel.agreed, timeout=WAIT_MS):
        click(qtbot, panel.ask_button)
    given = {each.host: each.purposes for each in consents.agreed(studio)}
    assert given == {"hub.example": (Purpose.WATCH,), "*.cdn.example": (Purpose.PICTURE,)}


def test_with_the_network_off_one_button_leads_to_the_switch(
    panel: ConsentPanel, context: Context, studio: Studio, qtbot: QtBot
) -> None:
    panel.ask([HUB], [REQUEST], Purpose.CHECK)
    qtbot.waitUntil(panel.settings.isVisible, timeout=WAIT_MS)
    assert "switched off" in reads(panel)
    assert not panel.ask_button.isEnabled()
    with qtbot.waitSignal(context.place_asked) as asked:
        click(qtbot, panel.settings)
    assert asked.args == ["settings", {"page": "network"}]
    switch(context, qtbot, on=True)
    qtbot.waitUntil(panel.ask_button.isEnabled, timeout=WAIT_MS)
    assert not panel.settings.isVisible()


def test_a_host_that_is_none_is_told_and_the_question_stays(
    panel: ConsentPanel, context: Context, studio: Studio, qtbot: QtBot
) -> None:
    switch(context, qtbot, on=True)
    panel.ask([HostNeed("no host at all/", "nothing")], [], Purpose.CHECK)
    qtbot.waitUntil(panel.ask_button.isEnabled, timeout=WAIT_MS)
    click(qtbot, panel.ask_button)
    qtbot.waitUntil(panel._trouble.isVisible, timeout=WAIT_MS)
    assert consents.agreed(studio) == ()
    assert panel.isVisible()


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> NetworkPage:
    made = NetworkPage(context)
    qtbot.addWidget(made)
    made.resize(900, 900)
    return made


def test_a_host_is_withdrawn_and_not_asked_any_more(page: NetworkPage, studio: Studio, qtbot: QtBot) -> None:
    consents.agree(studio, "hub.example", (Purpose.WATCH, Purpose.CHECK), "GET /api/m?q=ada HTTP/1.1")
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: bool(page.hosts.rows), timeout=WAIT_MS)
    [row] = page.hosts.rows.values()
    assert isinstance(row, HostRow)
    qtbot.waitUntil(lambda: "links that you check" in reads(row), timeout=WAIT_MS)
    assert "watches" in reads(row)
    click(qtbot, row.seen)
    assert "GET /" in reads(row)
    click(qtbot, row.withdraw)
    qtbot.waitUntil(lambda: not page.hosts.rows, timeout=WAIT_MS)
    assert "not asked any more" in page.said
    assert consents.agreed(studio) == ()
    with pytest.raises(NotAgreed):
        studio.consents.check("hub.example", Purpose.WATCH)


def test_a_token_is_kept_never_shown_and_forgotten(page: NetworkPage, studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitExposed(page):
        page.show()
    panel = page.tokens
    assert not panel.keep.isEnabled()
    qtbot.keyClicks(panel.host, "huggingface.co")
    qtbot.keyClicks(panel.token, "hf_notARealToken")
    assert panel.token.displayText() != "hf_notARealToken"
    click(qtbot, panel.keep)
    qtbot.waitUntil(lambda: "is kept" in page.said, timeout=WAIT_MS)
    assert tokens.hosts_with_tokens(studio) == ("huggingface.co",)
    assert panel.token.text() == ""
    qtbot.waitUntil(lambda: "A token of huggingface.co is kept." in reads(panel), timeout=WAIT_MS)
    assert "hf_notARealToken" not in reads(page)
    [forget] = [
        each for each in panel.findChildren(QWidget) if each.accessibleName() == "Forget the token of huggingface.co"
    ]
    click(qtbot, forget)
    qtbot.waitUntil(lambda: tokens.hosts_with_tokens(studio) == (), timeout=WAIT_MS)


def test_what_is_no_token_is_told(page: NetworkPage, studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitExposed(page):
        page.show()
    qtbot.keyClicks(page.tokens.host, "huggingface.co")
    qtbot.keyClicks(page.tokens.token, "two words")
    click(qtbot, page.tokens.keep)
    qtbot.waitUntil(lambda: "no token" in page.said, timeout=WAIT_MS)
    assert tokens.hosts_with_tokens(studio) == ()
