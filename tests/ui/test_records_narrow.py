"""Records in the smallest window with the largest text: whatever a path or a name is long, nothing leads aside."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hands import click, reads, wait_for
from pictures import draw
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from artistguard.model.forms import FormState
from artistguard.model.rights import DataUse
from artistguard.ui.records.place import RecordsPlace
from artistguard.ui.window import Window
from artistguard.workflow import clients, forms, grants, identity, registering, sign
from artistguard.workflow.import_ import import_
from artistguard.workflow.sign import SigningOrder
from artistguard.workflow.studio import Studio

NAME = "TheVeryLongTitleOfAPictureThatNobodyEverPutASpaceInto-" * 3
DEEP = Path(*("a folder with a rather long name", "AFolderWithoutAnySpaceInItsNameAtAll" * 3, "last one"))


@pytest.fixture
def work(studio: Studio, tmp_path: Path) -> str:
    """A signed and registered work, of which everything has a long name; with a yes, and a form that was sent."""
    folder = tmp_path / "art" / DEEP
    folder.mkdir(parents=True)
    draw(1).save(folder / f"{NAME}.png")
    import_(studio, [folder])
    [found] = studio.catalogue.works.iterate()
    clients.assign(studio, [found.id], clients.open_(studio, clients.add(studio, NAME)))
    signer = identity.create(studio, "Ada Wren")
    order = SigningOrder(out=tmp_path / "out" / DEEP)
    sign.sign(studio, sign.plan(studio, [studio.catalogue.works.get(found.id)], order, signer), order, signer)
    registering.register(studio, registering.plan(studio, [found.id], ["local"]))
    grants.grant(studio, NAME, uses=[DataUse.AI_TRAINING], since=date.today(), works=[found.id], note=NAME * 2)
    studio.catalogue.presets.create(NAME)
    forms.mark(studio, "have-i-been-trained", FormState.SENT, note=NAME * 2)
    return found.id


@pytest.fixture
def place(work: str, open_window: Callable[[], Window], qtbot: QtBot) -> RecordsPlace:
    """Records at 960 x 600 and text 200 %."""
    window = open_window()
    window.resize(960, 600)
    window.context.theme.set_text_size(200)
    window.show_place("records", {"page": "registries"})
    made = window.place("records")
    assert isinstance(made, RecordsPlace)
    return made


def leads_aside(place: QWidget) -> list[str]:
    """What can be scrolled to the side."""
    found = [each for each in place.findChildren(QAbstractScrollArea) if each.isVisible()]
    assert found
    return [
        f"{each.accessibleName() or type(each).__name__}: {each.horizontalScrollBar().maximum()}"
        for each in found
        if each.horizontalScrollBar().maximum() > 0
    ]


def straight(place: RecordsPlace) -> None:
    for _ in range(3):  # a page, what is in it, and what wraps by the width it got
        QApplication.processEvents()
    assert place.window().width() == 960
    assert leads_aside(place) == []


def test_nothing_leads_aside(place: RecordsPlace, work: str, tmp_path: Path, qtbot: QtBot) -> None:
    registries = place.registries
    qtbot.waitUntil(lambda: bool(registries.forms) and bool(registries.cards))
    straight(place)
    for card in (*registries.cards.values(), *registries.forms.values()):
        card.unfold()
    straight(place)

    place.arrived(page="register", works=[work])
    form = place.register
    wait_for(qtbot, form, "1 recorded or asked for already")
    form.left.setChecked(True)
    straight(place)
    for tick in form.names.values():
        tick.setChecked(True)
    qtbot.waitUntil(form.consent.isVisible)
    form.preset.setCurrentIndex(form.preset.count() - 1)
    straight(place)

    place.arrived(page="receipts", work=work)
    detail = place.receipts.detail
    qtbot.waitUntil(detail.check.isVisible)
    click(qtbot, detail.check)
    wait_for(qtbot, detail, "byte for byte")
    assert NAME[:20] in reads(detail)
    row = place.receipts.list.topLevelItem(0)
    assert row is not None
    assert NAME in row.toolTip(0)
    row.setText(2, "taken, but its receipt does not hold")
    straight(place)
    click(qtbot, detail.withdraw)
    straight(place)

    place.arrived(page="ledger", work=work)
    ledger = place.ledger
    wait_for(qtbot, ledger, "Signed copy: ")
    straight(place)
    ledger.grants.begin()
    click(qtbot, ledger.verify)
    wait_for(qtbot, ledger, "and the chain holds.")
    straight(place)
    written = tmp_path / ("x" * 200 + ".zip")
    ledger.export_to(written)
    wait_for(qtbot, ledger, f"{written} is written: ")
    straight(place)
