"""Check, as a person uses it: a link, a text or a prompt pasted into one box, a file dropped on it; first it asks."""

import json
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hands import WAIT_MS, click, reads, wait_for
from pictures import draw
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from artistguard.model.egress import Purpose
from artistguard.model.errors import Cancelled
from artistguard.model.jobs import Change
from artistguard.model.protocols import CancelToken
from artistguard.model.rights import Profile
from artistguard.ui.check import Check
from artistguard.ui.context import Context
from artistguard.workflow import consents
from artistguard.workflow.check_this import CheckedThis, What
from artistguard.workflow.demo_hub import demo_hub
from artistguard.workflow.studio import Studio

SAMPLE = Path("resources/sample")
MODEL = "moth-and-lantern/ada-wren-style-xl"


@pytest.fixture
def hub(studio: Studio) -> Iterator[str]:
    """The demo's hub, as an own hub of Ada Wren's studio."""
    studio.catalogue.profile.set(Profile("Ada Wren", addresses=("adawren.example",)))
    with demo_hub(SAMPLE) as endpoint:
        at = urlsplit(endpoint).netloc
        studio.save(replace(studio.settings, network=True, local_hosts=at, hugging_face=endpoint))
        yield endpoint


@pytest.fixture
def check(hub: str, request: pytest.FixtureRequest, qtbot: QtBot) -> Check:
    made = Check(request.getfixturevalue("context"))
    qtbot.addWidget(made)
    made.resize(1000, 760)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.arrived()
    return made


def paste(qtbot: QtBot, check: Check, text: str) -> None:
    """Paste into the box and press Return, as one does with a link from a mail."""
    QGuiApplication.clipboard().setText(text)
    check.zone.field.selectAll()
    check.zone.field.paste()
    qtbot.keyClick(check.zone.field, Qt.Key.Key_Return)


def drop(target: QWidget, data: QMimeData) -> None:
    at, action = target.rect().center(), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(at), action, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(at), action, data, buttons, keys))


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.mark.xcb
def test_a_link_without_consent_asks_in_place_and_after_it_answers(
    check: Check, studio: Studio, hub: str, qtbot: QtBot
) -> None:
    paste(qtbot, check, f"{hub}/{MODEL}")
    panel = check.told.consent
    qtbot.waitUntil(lambda: panel.isVisible() and panel.ask_button.isEnabled(), timeout=WAIT_MS)
    assert "Nothing was sent yet." in reads(check)
    shown = panel.requests.toPlainText()
    assert MODEL in shown
    assert f"Host: {urlsplit(hub).netloc}" in shown
    assert list(studio.catalogue.egress.iterate()) == []
    click(qtbot, panel.ask_button)
    wait_for(qtbot, check, "In it: the name Ada Wren (strong)")
    wait_for(qtbot, check, "strong · by name")
    assert "What was searched" in reads(check)
    given = consents.agreed(studio)
    assert {purpose for each in given for purpose in each.purposes} == {Purpose.CHECK}
    assert "GET /" in given[0].shown


def test_not_now_leaves_it_and_nothing_was_sent(check: Check, studio: Studio, hub: str, qtbot: QtBot) -> None:
    paste(qtbot, check, f"{hub}/{MODEL}")
    panel = check.told.consent
    qtbot.waitUntil(panel.isVisible, timeout=WAIT_MS)
    click(qtbot, panel.not_now)
    assert panel.isHidden()
    assert list(studio.catalogue.egress.iterate()) == []
    assert consents.agreed(studio) == ()


def test_a_prompt_is_answered_here_with_reasons_and_nothing_is_asked(
    check: Check, studio: Studio, qtbot: QtBot
) -> None:
    paste(qtbot, check, "a harbour at dusk, in the style of ada wren")
    wait_for(qtbot, check, "In it: the name Ada Wren (strong)")
    wait_for(qtbot, check, "style of")
    assert check.told.consent.isHidden()
    assert list(studio.catalogue.egress.iterate()) == []


def test_a_text_of_nobodys_is_said_to_be_so(check: Check, qtbot: QtBot) -> None:
    qtbot.keyClicks(check.zone.field, "two pears and a jug")
    click(qtbot, check.zone.look)
    wait_for(qtbot, check, "Nothing of yours was found in what was looked at.")


def test_a_lora_file_dropped_on_the_box_is_read_by_its_header(
    check: Check, studio: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    header = {"__metadata__": {"ss_tag_frequency": json.dumps({"10_ada wren style": {"ada wren style": 32}})}}
    head = json.dumps(header).encode()
    file = tmp_path / "harbour.safetensors"
    file.write_bytes(struct.pack("<Q", len(head)) + head)
    drop(check.zone, files(file))
    wait_for(qtbot, check, "In it: the name Ada Wren")
    wait_for(qtbot, check, "in the file's header")
    assert list(studio.catalogue.egress.iterate()) == []


def test_a_picture_dropped_is_looked_up_as_before_and_a_text_after_it_takes_its_place(
    check: Check, tmp_path: Path, qtbot: QtBot
) -> None:
    picture = tmp_path / "a stranger's.png"
    draw(9).save(picture)
    drop(check.zone, files(picture))
    qtbot.waitUntil(lambda: check.answer.checked is not None, timeout=WAIT_MS)
    assert check.answer.isVisible()
    paste(qtbot, check, "by ada wren")
    qtbot.waitUntil(check.told.isVisible, timeout=WAIT_MS)
    assert not check.answer.isVisible()
    assert check.zone.field.isVisible(), "the box stays, for the next thing"


def test_a_link_dragged_from_a_browser_is_asked_about(check: Check, hub: str, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setText(f"{hub}/{MODEL}")
    data.setUrls([QUrl(f"{hub}/{MODEL}")])
    drop(check.zone, data)
    qtbot.waitUntil(check.told.consent.isVisible, timeout=WAIT_MS)
    assert check.zone.field.toPlainText() == f"{hub}/{MODEL}"


def test_with_the_network_off_one_button_leads_to_its_switch(studio: Studio, context: Context, qtbot: QtBot) -> None:
    check = Check(context)
    qtbot.addWidget(check)
    with qtbot.waitExposed(check):
        check.show()
    paste(qtbot, check, f"https://huggingface.co/{MODEL}")
    qtbot.waitUntil(check.told.consent.settings.isVisible, timeout=WAIT_MS)
    assert not check.told.consent.ask_button.isEnabled()
    with qtbot.waitSignal(context.place_asked) as asked:
        click(qtbot, check.told.consent.settings)
    assert asked.args == ["settings", {"page": "network"}]


@pytest.mark.parametrize(
    "text",
    ["/no/such/file.png", "https://[::1", "https://127.0.0.1:1/x", "\u202eada\x00 wren <b>x</b>" + "y" * 5000],
    ids=["no file", "half a link", "nobody there", "control characters"],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(check: Check, studio: Studio, text: str, qtbot: QtBot) -> None:
    check.zone.field.setPlainText(text)
    click(qtbot, check.zone.look)
    qtbot.waitUntil(lambda: check.told.sentence not in ("", "Looking ..."), timeout=WAIT_MS)
    shown = reads(check)
    assert "\u202e" not in shown
    assert "\x00" not in shown
    assert "mistake" not in shown
    assert check.told.width() <= check.width()


def test_stop_brings_the_box_back(check: Check, qtbot: QtBot) -> None:
    check.told.wait("https://hub.example/a")
    check._open(check._told_scroll)
    qtbot.waitUntil(check.told.stop.isVisible, timeout=WAIT_MS)
    click(qtbot, check.told.stop)
    assert not check.told.isVisible()
    qtbot.waitUntil(check.zone.field.hasFocus, timeout=WAIT_MS)


def test_a_check_never_waits_for_a_watch_that_runs(check: Check, context: Context, qtbot: QtBot) -> None:
    def waits(studio: Studio, progress: object, cancel: CancelToken) -> tuple[None, list[Change]]:
        while not cancel.cancelled:
            time.sleep(0.01)
        raise Cancelled

    watch = context.bridge.operate("A watch", waits, aside="watch")
    paste(qtbot, check, "by ada wren")
    wait_for(qtbot, check, "In it: the name Ada Wren")
    assert not watch.finished
    watch.cancel()
    qtbot.waitUntil(lambda: watch.finished, timeout=WAIT_MS)


def test_an_answer_that_comes_late_does_not_take_the_place_of_the_next(
    check: Check, context: Context, qtbot: QtBot
) -> None:
    late = check._of_this_turn(check._told)
    paste(qtbot, check, "two pears and a jug")
    wait_for(qtbot, check, "Nothing of yours was found")
    late(CheckedThis(What.TEXT, "what was asked before", "In it: everything."))
    assert "everything" not in reads(check)
