"""Records in the window: works registered, receipts checked and taken back, a past day seen, a yes written down."""

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hands import WAIT_MS, click, press, reads, wait_for
from pictures import draw
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget
from pytestqt.qtbot import QtBot

from artistguard.model.forms import FormState
from artistguard.model.registering import DeclarationState, Operation
from artistguard.model.rights import DataUse
from artistguard.ui.portfolio.view import PortfolioView
from artistguard.ui.records.place import RecordsPlace
from artistguard.ui.window import Window
from artistguard.workflow import clients, forms, registering
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

LONG = 120_000  # ms


@pytest.fixture
def works(studio: Studio, tmp_path: Path) -> list[str]:
    """The ids of three works."""
    folder = tmp_path / "art"
    folder.mkdir()
    for number in range(3):
        draw(number).save(folder / f"work {number}.png")
    import_(studio, [folder])
    return [work.id for work in studio.catalogue.works.iterate()]


@pytest.fixture
def window(works: list[str], open_window: Callable[[], Window]) -> Window:
    made = open_window()
    made.resize(1280, 900)
    return made


def records(window: Window, **what: object) -> RecordsPlace:
    window.show_place("records", what)
    place = window.place("records")
    assert isinstance(place, RecordsPlace)
    return place


def rows_of(tree: QTreeWidget) -> list[list[str]]:
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(tree.columnCount())] for item in items if item is not None]


@pytest.mark.xcb
def test_three_works_are_registered_checked_taken_back_and_looked_at_the_day_before(
    window: Window, studio: Studio, works: list[str], qtbot: QtBot
) -> None:
    portfolio = window.place("portfolio")
    window.show_place("portfolio")

    def grids() -> list[QAbstractItemView]:
        found = portfolio.findChildren(QAbstractItemView)
        return [each for each in found if each.isVisible() and each.model().rowCount() == 3]

    qtbot.waitUntil(lambda: bool(grids()), timeout=WAIT_MS)
    [grid] = grids()
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, portfolio, "Register…")
    place = window.place("records")
    assert isinstance(place, RecordsPlace)
    form = place.register
    wait_for(qtbot, form, "3 new; nothing leaves this machine.")
    assert form.which.currentText() == "3 chosen in the portfolio"
    assert [name for name, tick in form.names.items() if tick.isChecked()] == ["local"]
    assert list(registering.declarations(studio)) == [], "nothing is recorded before it was pressed"
    qtbot.waitUntil(form.go.isEnabled)
    form.go.setFocus()
    qtbot.keyClick(form.go, Qt.Key.Key_Space)
    wait_for(qtbot, form, "3 recorded.")
    wait_for(qtbot, form, "3 recorded or asked for already")
    assert not form.go.isEnabled()
    found = list(registering.declarations(studio))
    assert {each.submission.items[0].work_id for each in found} == set(works)
    assert {each.state for each in found} == {DeclarationState.RECORDED}

    press(qtbot, form, "Show the receipts")
    receipts = place.receipts
    qtbot.waitUntil(lambda: receipts.list.topLevelItemCount() == 3)
    assert {row[2] for row in rows_of(receipts.list)} == {"recorded"}
    receipts.list.setFocus()
    qtbot.keyClick(receipts.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: receipts.detail.shown == receipts.current)
    press(qtbot, receipts.detail, "Check it now")
    wait_for(qtbot, receipts.detail, "The receipt fits what was sent, byte for byte.")
    assert "SHA-256" in reads(receipts.detail)
    chosen = studio.catalogue.declarations.get(receipts.current)

    click(qtbot, receipts.detail.withdraw)
    wait_for(qtbot, receipts.detail, "A later line says so; the first one stays.")
    wait_for(qtbot, receipts.detail, "nothing that was trained is undone")
    click(qtbot, receipts.detail.sure.yes)
    qtbot.waitUntil(lambda: receipts.list.topLevelItemCount() == 4, timeout=LONG)
    operations = [each.submission.operation for each in registering.declarations(studio)]
    assert operations.count(Operation.WITHDRAW) == 1
    qtbot.waitUntil(lambda: {"withdrawn", "withdrawal taken"} <= {row[2] for row in rows_of(receipts.list)})

    left = next(id_ for id_ in works if id_ != chosen.submission.items[0].work_id)
    place.arrived(page="ledger", work=left)
    ledger = place.ledger
    wait_for(qtbot, ledger, "Said in registries: 1.")
    wait_for(qtbot, ledger.view, "Registry: local reservation ledger")
    wait_for(qtbot, ledger.view, "No signed copy says it.")
    ledger.day.setFocus()
    qtbot.keyClick(ledger.day, Qt.Key.Key_Down)
    assert ledger.day.date() == QDate.currentDate().addDays(-1)
    wait_for(qtbot, ledger, "The work was not in this catalogue then.")
    click(qtbot, ledger.after)
    wait_for(qtbot, ledger, "Said in registries: 1.")
    assert not ledger.after.isEnabled(), "no day to come"

    window.show_place("portfolio")
    assert isinstance(portfolio, PortfolioView)
    chip = portfolio.head.recorded
    qtbot.waitUntil(lambda: chip.accessibleName() == "Recorded, 2")
    click(qtbot, chip)
    qtbot.waitUntil(lambda: portfolio.model.rowCount() == 2)
    told = [portfolio.model.data(portfolio.model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert all(text.endswith("not signed, recorded in the ledger here or at a registry") for text in told)
    portfolio.grid.choose([0], 0)
    wait_for(qtbot, portfolio.inspector, "Local reservation ledger: recorded, today")
    wait_for(qtbot, portfolio.inspector, "Reservation written into the ledger on this computer, by ")
    press(qtbot, portfolio.inspector, "On a past day")
    wait_for(qtbot, ledger, "Said in registries: 1.")


def test_a_yes_is_written_down_seen_on_its_days_and_ended(
    window: Window, studio: Studio, works: list[str], qtbot: QtBot
) -> None:
    place = records(window, page="ledger", work=works[0])
    ledger = place.ledger
    wait_for(qtbot, ledger, "no consent of yours held for this work")
    press(qtbot, ledger, "Write down a yes…")
    form = ledger.grants.form
    assert not form.save.isEnabled()
    qtbot.keyClicks(form.to, "Lantern Press")
    form.uses[DataUse.AI_TRAINING].setFocus()
    qtbot.keyClick(form.uses[DataUse.AI_TRAINING], Qt.Key.Key_Space)
    assert form.works.currentText().startswith("#1 ")
    form.since.setDate(QDate.currentDate().addDays(-3))
    qtbot.keyClicks(form.note, "for the anthology")
    click(qtbot, form.save)
    wait_for(qtbot, ledger, "your yes held for this work: Lantern Press")
    [grant] = studio.catalogue.grants.list()
    assert (grant.to, grant.uses, grant.works) == ("Lantern Press", (DataUse.AI_TRAINING,), (works[0],))
    assert grant.since == date.today() - timedelta(days=3)
    row = ledger.grants.cards[grant.id]
    assert "for the anthology" in reads(row)
    ledger.number.setValue(2)
    wait_for(qtbot, ledger, "no consent of yours held for this work")
    click(qtbot, row.end)
    qtbot.waitUntil(lambda: studio.catalogue.grants.list()[0].ended_on == date.today())
    qtbot.waitUntil(lambda: not ledger.grants.cards[grant.id].end.isVisible())


def test_the_ledger_is_checked_counted_and_written_for_a_lawyer(
    window: Window, works: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    ledger = records(window, page="ledger").ledger
    ledger.which.setFocus()
    qtbot.keyClick(ledger.which, Qt.Key.Key_Down)
    ledger.which.activated.emit(1)
    wait_for(qtbot, ledger, "All works on")
    wait_for(qtbot, ledger, "Nothing said in any form")
    click(qtbot, ledger.verify)
    wait_for(qtbot, ledger, "and the chain holds.")
    wait_for(qtbot, ledger, "None: the moments are this computer's own.")
    ledger.export_to(tmp_path / "ledger.zip")
    wait_for(qtbot, ledger, "README.txt in it says how a stranger checks it.")
    with zipfile.ZipFile(tmp_path / "ledger.zip") as whole:
        assert {"ledger.html", "chain.jsonl", "SHA256SUMS"} <= set(whole.namelist())
    ledger.which.setCurrentIndex(0)
    ledger.number.setValue(77)
    wait_for(qtbot, ledger, "There is no work of that number.")


def test_a_changed_line_of_the_ledger_is_located(
    window: Window, studio: Studio, works: list[str], qtbot: QtBot
) -> None:
    from sqlalchemy import text

    with studio.catalogue._database.write() as connection:
        connection.execute(text("UPDATE custody SET actor = 'somebody else' WHERE seq = 2"))
    ledger = records(window, page="ledger").ledger
    click(qtbot, ledger.verify)
    wait_for(qtbot, ledger, "it is not as it was written")
    assert "Line 2" in reads(ledger)


def test_sealed_works_are_left_out_where_something_would_leave_and_the_local_ledger_takes_them(
    window: Window, studio: Studio, works: list[str], qtbot: QtBot
) -> None:
    sealed = clients.add(studio, "Meridian Press")
    clients.assign(studio, [works[0]], sealed)
    form = records(window, page="register", works=works).register
    wait_for(qtbot, form, "3 new; nothing leaves this machine.")  # it stays on this computer
    service = next(name for name in form.names if name != "local")
    form.names["local"].setChecked(False)
    form.names[service].setChecked(True)
    wait_for(qtbot, form, "1 sealed and left out")
    assert not form.go.isEnabled(), "nobody agreed to the host"
    press(qtbot, form, "What is left out, and why")
    assert "The client's work is sealed." in reads(form)
    wait_for(qtbot, form.consent, "The network is switched off.")
    assert form.consent.requests.toPlainText()
    assert "Meridian" not in form.consent.requests.toPlainText()
    assert list(studio.catalogue.egress.iterate()) == []


def test_a_form_is_packed_and_marked_as_sent_and_never_called_recorded(
    window: Window, studio: Studio, works: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    sealed = clients.add(studio, "Meridian Press")
    clients.assign(studio, [works[0]], sealed)
    page = records(window, page="registries").registries
    qtbot.waitUntil(lambda: bool(page.forms))
    entry = next(each for each in forms.checklist(studio) if each.form.columns and not each.form.needs_addresses)
    card = page.forms[entry.form.name]
    page.pack(entry.form.name, tmp_path / "packed")
    wait_for(qtbot, card, "A packing list was written on")
    [folder] = (tmp_path / "packed").iterdir()
    texts = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert {"README.txt", "works.csv"} <= set(texts)
    assert len(texts["works.csv"].splitlines()) == 3, "a line of headings, and the two works that are not sealed"
    assert not any("Meridian" in text for text in texts.values())
    card.unfold()
    qtbot.waitUntil(card.choice.isVisible)
    card.choice.setFocus()
    card.choice.setCurrentIndex(card.choice.findData(FormState.SENT))
    qtbot.keyClicks(card.note, "by post")
    qtbot.keyClick(card.note, Qt.Key.Key_Return)
    wait_for(qtbot, card, "you say. Whether it was taken cannot be seen from here. (by post)")
    assert forms.history(studio, entry.form.name)[-1].state is FormState.SENT
    assert "recorded" not in reads(card).lower().replace("recorded without", "")
    assert list(registering.declarations(studio)) == []
    assert list(studio.catalogue.egress.iterate()) == []


def test_addresses_of_works_are_taken_from_a_list(
    window: Window, studio: Studio, works: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    page = records(window, page="registries").registries
    qtbot.waitUntil(lambda: bool(page.forms))
    assert page.addresses.isVisible()
    file = tmp_path / "addresses.csv"
    file.write_text("#1,https://ada.example/1\nwork 1.png,https://ada.example/2\nnobody,https://ada.example/3\n")
    page.take_addresses(file)
    wait_for(qtbot, window, "2 new addresses, 0 known before. 1 line passed over. Line 3: ")
    assert len(studio.catalogue.addresses.of(works)) == 2
    page.pack("have-i-been-trained", tmp_path / "packed")
    wait_for(qtbot, page.forms["have-i-been-trained"], "A packing list was written on")
    [folder] = (tmp_path / "packed").iterdir()
    assert (folder / "works.csv").read_text().splitlines() == ["url", "https://ada.example/1", "https://ada.example/2"]
