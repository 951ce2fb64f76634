"""The portfolio as a person uses it: chips, search, choosing, inspector, signing with a first signature, preview."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pictures import draw
from portfolio_parts import fill
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from artistguard.model.artwork import EditionRole, WorkState
from artistguard.model.ids import new_id
from artistguard.model.jobs import Change
from artistguard.model.rights import Client
from artistguard.ui.context import Context
from artistguard.ui.portfolio import create
from artistguard.ui.portfolio.view import PortfolioView
from artistguard.ui.portfolio.viewer import Viewer
from artistguard.workflow import identity as identities
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

WAIT = 30_000


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Three pictures in two formats that carry a credential."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    draw(1).save(folder / "Harbour lights.jpg", quality=90)
    draw(2).save(folder / "tide.png")
    draw(3).save(folder / "Apple.jpg", quality=85)
    return folder


@pytest.fixture
def real(studio: Studio, pictures: Path) -> Studio:
    """A studio that has taken them in."""
    assert import_(studio, [pictures]).added == 3
    return studio


@pytest.fixture
def open_view(context: Context, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[object]:
    """Opens the place, listed."""
    opened: list[PortfolioView] = []

    def make() -> PortfolioView:
        view = create(context)
        opened.append(view)
        qtbot.addWidget(view)
        view.resize(1200, 760)
        with qtbot.waitSignal(view.model.listed, timeout=WAIT):
            view.show()
        return view

    yield make
    for view in opened:
        view.stop()


@pytest.fixture
def view(real: Studio, context: Context, qtbot: QtBot, tmp_path: Path, open_view: object) -> PortfolioView:
    """The place on three real works."""
    real.catalogue.settings.set(f"window.out.{real.seat}", str(tmp_path / "Signed"))
    assert callable(open_view)
    made = open_view()
    assert isinstance(made, PortfolioView)
    return made


def shown(view: PortfolioView) -> str:
    """The inspector's words, of the labels that are there."""
    return "\n".join(each.text() for each in view.inspector.findChildren(QLabel) if not each.isHidden())


def choose(view: PortfolioView, qtbot: QtBot, *numbers: int) -> None:
    view.grid.choose(numbers, numbers[-1])
    qtbot.waitUntil(lambda: view.bar.isVisible() and view.bar._dry is not None, timeout=WAIT)


def test_an_empty_portfolio_asks_for_a_folder(open_view: object) -> None:
    assert callable(open_view)
    view = open_view()
    assert view.pages.currentWidget() is view.empty
    assert view.head.isHidden()
    assert "Your originals are only read." in [each.text() for each in view.empty.findChildren(QLabel)][-1]


def test_files_dropped_on_the_window_are_taken_in(
    open_view: object, context: Context, pictures: Path, qtbot: QtBot
) -> None:
    assert callable(open_view)
    view = open_view()
    context.files_dropped.emit("check", [pictures])  # not for this place
    context.files_dropped.emit("portfolio", [pictures])
    qtbot.waitUntil(lambda: len(view.model.ids) == 3, timeout=WAIT)
    assert view.pages.currentWidget() is view.grid


def test_chips_search_and_order(
    studio: Studio, tmp_path: Path, context: Context, qtbot: QtBot, open_view: object
) -> None:
    fill(studio, tmp_path / "pictures", 30, signed=3)
    assert callable(open_view)
    view = open_view()
    qtbot.waitUntil(lambda: "30" in view.chips[None].text(), timeout=WAIT)
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        view.chips[WorkState.SIGNED].click()
    assert len(view.model.ids) == 10
    context.search = "00003"
    with qtbot.waitSignals([view.model.listed, view.model.counted], timeout=WAIT):
        context.searched.emit(context.search)
    assert len(view.model.ids) == 1
    qtbot.waitUntil(lambda: view.chips[None].accessibleName() == "All, 1", timeout=WAIT)
    context.search = "nothing of the kind"
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        context.searched.emit(context.search)
    assert view.pages.currentWidget() is view.nothing
    context.search = ""
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        view.nothing.button.click()
    assert len(view.model.ids) == 30
    view.order.setCurrentIndex(1)
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        view.order.activated.emit(1)
    assert view.model.row(0).number == 1
    client = studio.catalogue.clients.create(Client(new_id(), "Meridian Press"))
    studio.catalogue.works.set_client(view.model.ids[:4], client.id)
    context.client = client.id
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        context.client_changed.emit(client.id)
    assert len(view.model.ids) == 4


def test_the_selection_outlives_a_new_listing(
    studio: Studio, tmp_path: Path, context: Context, qtbot: QtBot, open_view: object
) -> None:
    fill(studio, tmp_path / "pictures", 200)
    assert callable(open_view)
    view = open_view()
    choose(view, qtbot, 3, 4, 150)
    ids = list(view.chosen_ids)
    assert len(_more(studio, 5, first=201)) == 5
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        context.bridge.tell([Change("artwork", ())])
    assert len(view.model.ids) == 205
    assert list(view.chosen_ids) == ids
    assert view.grid.chosen_spans() == [(8, 9), (155, 155)]


def _more(studio: Studio, count: int, first: int) -> list[str]:
    from portfolio_parts import works

    root = studio.catalogue.roots.list()[0][0]
    made = list(works(root, count, first))
    studio.catalogue.works.add_many(made)
    return [work.id for work, _ in made]


def test_signing_own_work_for_the_first_time(
    view: PortfolioView, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    """Choose, read the sentence, Return, a name, and the table turns."""
    work = next(number for number in range(3) if view.model.row(number).title == "Harbour lights")
    choose(view, qtbot, work)
    assert view.bar.sentence.text().startswith("1 new")
    qtbot.waitUntil(lambda: "Nobody sees your no" in shown(view), timeout=WAIT)
    assert "Nobody yet." in shown(view)
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    assert view.bar.first.isVisible()
    assert any("unknown signer" in each.text() for each in view.bar.first.findChildren(QLabel))
    assert not view.bar.first.make.isEnabled()
    QTest.keyClicks(view.bar.first.name, "Ada Wren")
    QTest.keyClicks(view.bar.first.phrase, "a long passphrase")
    assert not view.bar.first.make.isEnabled()
    QTest.keyClicks(view.bar.first.again, "a long passphrase")
    banners: list[str] = []
    context.banner_asked.connect(lambda text, *rest: banners.append(text))
    with qtbot.waitSignal(context.bridge.finished, timeout=WAIT):
        QTest.keyClick(view.bar.first.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(banners), timeout=WAIT)
    assert "same to the last bit" in banners[0]
    assert (tmp_path / "Signed" / "Harbour lights.jpg").exists()
    qtbot.waitUntil(lambda: view.model.row(work).state is WorkState.SIGNED, timeout=WAIT)
    qtbot.waitUntil(lambda: "in the signed copy" in shown(view), timeout=WAIT)
    assert "Ada Wren" in shown(view)
    assert "That root is your own: public verifiers show an unknown signer." in shown(view)
    assert any("signed copy: sees your no" in words for words in view.inspector.readers.words)
    assert all("original: does not" in words for words in view.inspector.readers.words)
    qtbot.waitUntil(lambda: view.bar.sentence.text().startswith("0 new, 1 already signed"), timeout=WAIT)
    assert not view.bar.go.isEnabled()


def test_a_posting_copy_says_what_platforms_keep(
    view: PortfolioView, real: Studio, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    identities.create(real, "Ada Wren")
    context.bridge.tell([Change("identity", ())])
    view.bar.kind.setCurrentIndex(1)
    choose(view, qtbot, 0, 1)
    qtbot.waitUntil(lambda: view.bar._choices is not None and view.bar._choices.signer == "Ada Wren", timeout=WAIT)
    qtbot.waitUntil(lambda: view.bar._dry is not None, timeout=WAIT)
    assert view.bar.platforms.isVisible()
    assert "platforms" in view.bar.warning.text()
    with qtbot.waitSignal(context.bridge.finished, timeout=WAIT) as ended:
        view.bar.go.click()
    assert ended.args[0].value.done == 2
    found = real.catalogue.works.get(view.model.ids[0])
    assert [e.role for e in found.editions] == [EditionRole.MASTER, EditionRole.POSTING_COPY]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(
    view: PortfolioView, real: Studio, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    identities.create(real, "Ada Wren")
    (tmp_path / "a file").write_text("in the way")
    choose(view, qtbot, 0)
    errors: list[str] = []
    context.banner_asked.connect(lambda text, *rest: errors.append(text))
    view.bar._chose([tmp_path / "a file"])
    qtbot.waitUntil(lambda: view.bar._dry is not None, timeout=WAIT)
    with qtbot.waitSignal(context.bridge.finished, timeout=WAIT):
        view.bar.begin()
    qtbot.waitUntil(lambda: bool(errors), timeout=WAIT)
    assert (tmp_path / "a file").read_text() == "in the way"
    qtbot.waitUntil(lambda: view.bar.go.isEnabled(), timeout=WAIT)


def test_several_works_are_mixed(view: PortfolioView, real: Studio, qtbot: QtBot) -> None:
    client = real.catalogue.clients.create(Client(new_id(), "Northline Rail"))
    real.catalogue.works.set_client([view.model.ids[0]], client.id)
    choose(view, qtbot, 0, 1, 2)
    qtbot.waitUntil(lambda: "3 works" in shown(view), timeout=WAIT)
    text = shown(view)
    assert "mixed" in text
    assert "3 not signed" in text
    assert "1 of them sealed" in text


def test_works_are_given_to_a_client_from_the_menu(
    view: PortfolioView, real: Studio, context: Context, qtbot: QtBot
) -> None:
    client = real.catalogue.clients.create(Client(new_id(), "Northline Rail"))
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        context.bridge.tell([Change("client", (client.id,))])
    choose(view, qtbot, 0, 1)
    ids = list(view.chosen_ids)
    inner = next(menu for menu in view.work_menu().findChildren(QMenu) if menu.title() == "Give to client")
    line = next(action for action in inner.actions() if action.text() == "Northline Rail, sealed")
    with qtbot.waitSignal(context.bridge.finished, timeout=WAIT):
        line.trigger()
    assert set(real.catalogue.works.clients_of(ids).values()) == {client.id}


def test_sealed_work_shows_its_lock_and_its_picture_stays_off_the_disk(
    view: PortfolioView, real: Studio, context: Context, qtbot: QtBot
) -> None:
    from artistguard.workflow import clients, thumbnails

    client = real.catalogue.clients.create(Client(new_id(), "Northline Rail"))
    id_ = view.model.ids[0]
    clients.assign(real, [id_], client)
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        context.bridge.tell([Change("artwork", (id_,)), Change("client", (client.id,))])
    row = view.model.row(0)
    assert row is not None
    assert row.shown is not None
    assert view.model.sealed(row)
    assert view.model.words(row).endswith("Northline Rail, sealed")
    view.thumbs._forget()
    view.grid._look_at(again=True)
    qtbot.waitUntil(lambda: isinstance(view.thumbs.pixmap(row.shown), QPixmap), timeout=WAIT)
    assert not thumbnails.location(real.thumbnails, row.shown.sha256).exists()
    choose(view, qtbot, 0)
    qtbot.waitUntil(lambda: "Sealed: nothing about it leaves this machine" in shown(view), timeout=WAIT)


def test_a_file_that_is_gone_is_said_to_be(view: PortfolioView, pictures: Path, qtbot: QtBot) -> None:
    for path in pictures.iterdir():
        path.unlink()
    choose(view, qtbot, 0)
    qtbot.waitUntil(lambda: "The file is not where it was." in shown(view), timeout=WAIT)
    assert view.bar.sentence.text().startswith("0 new, 1 unreadable")
    assert not view.bar.go.isEnabled()


def test_many_works_are_counted_from_the_catalogue(
    studio: Studio, tmp_path: Path, qtbot: QtBot, open_view: object
) -> None:
    fill(studio, tmp_path / "pictures", 400, signed=4)
    assert callable(open_view)
    view = open_view()
    view.grid.selectAll()
    qtbot.waitUntil(lambda: view.bar._dry is not None, timeout=WAIT)
    assert view.bar.sentence.text().startswith("300 without, 100 with a signed copy")
    assert view.chosen_ids is view.model.ids  # a range, not a copy


def test_preview_by_space_steps_and_closes(view: PortfolioView, qtbot: QtBot) -> None:
    view.grid.setFocus()
    view.grid.choose([0], 0)
    QTest.keyClick(view.grid, Qt.Key.Key_Space)
    assert view.preview.isVisible()
    qtbot.waitUntil(lambda: view.preview._sharp, timeout=WAIT)
    assert view.preview._pixmap is not None
    assert (view.preview._pixmap.width(), view.preview._pixmap.height()) == (320, 240)
    QTest.keyClick(view.preview, Qt.Key.Key_Right)
    assert view.grid.currentIndex().row() == 1
    assert view.preview.accessibleDescription().endswith(view.model.row(1).title)
    QTest.keyClick(view.preview, Qt.Key.Key_Plus)
    QTest.keyClick(view.preview, Qt.Key.Key_Escape)
    assert not view.preview.isVisible()
    assert view.grid.hasFocus()
    assert view.grid.chosen_spans() == [(1, 1)]


def test_double_click_opens_full_size_again_and_again(view: PortfolioView, qtbot: QtBot) -> None:
    def viewers() -> list[Viewer]:
        return view.findChildren(Viewer, options=Qt.FindChildOption.FindDirectChildrenOnly)

    for _ in range(3):
        QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=view.grid.cell(0).center())
        QTest.mouseDClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=view.grid.cell(0).center())
        (viewer,) = viewers()
        qtbot.waitUntil(lambda viewer=viewer: viewer._sharp, timeout=WAIT)
        QTest.keyClick(viewer, Qt.Key.Key_1)
        assert "100%" in viewer._line()
        QTest.keyClick(viewer, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not viewers(), timeout=WAIT)


def test_the_place_opens_where_it_was_left(
    studio: Studio, tmp_path: Path, context: Context, qtbot: QtBot, open_view: object
) -> None:
    fill(studio, tmp_path / "pictures", 30, signed=3)
    assert callable(open_view)
    view = open_view()
    view.set_state(WorkState.SIGNED)
    view.grid.set_zoom(3)
    view.order.setCurrentIndex(2)
    view._show()
    view.leave()
    again = open_view()
    assert again.chips[WorkState.SIGNED].isChecked()
    assert again.grid.cells.zoom == 3
    assert len(again.model.ids) == 10
    assert again.order.currentIndex() == 2


def test_going_to_a_work_finds_it_behind_a_filter(
    studio: Studio, tmp_path: Path, qtbot: QtBot, open_view: object
) -> None:
    fill(studio, tmp_path / "pictures", 30, signed=3)
    assert callable(open_view)
    view = open_view()
    wanted = next(
        id_ for id_ in view.model.ids if view.model.row(view.model.number_of(id_)).state is WorkState.UNSIGNED
    )
    with qtbot.waitSignal(view.model.listed, timeout=WAIT):
        view.arrived(state="signed")
    view.arrived(work=wanted)
    qtbot.waitUntil(lambda: list(view.chosen_ids) == [wanted], timeout=WAIT)
    assert view.chips[None].isChecked()


def test_a_settings_file_somebody_edited_is_no_trouble(context: Context, open_view: object) -> None:
    context.store.setValue("portfolio/zoom", "large")
    context.store.setValue("portfolio/order", "sideways")
    context.store.setValue("portfolio/state", "lost")
    assert callable(open_view)
    view = open_view()
    assert view.chips[None].isChecked()


def test_the_signature_panel_knows_why_it_waits(context: Context, qtbot: QtBot) -> None:
    from artistguard.ui.portfolio.firstsignature import FirstSignature

    panel = FirstSignature()
    qtbot.addWidget(panel)
    panel.ask("", passphrase=False)
    assert not panel.make.isEnabled()
    panel.name.setText("Ada Wren")
    assert panel.make.isEnabled()
    assert panel.phrase.isHidden()
    panel.ask("", passphrase=True)
    assert panel.name.text() == "Ada Wren"
    panel.phrase.setText("short")
    assert "locked by a passphrase" in panel.remark.text()
    panel.phrase.setText("long enough")
    panel.again.setText("long enouhg")
    assert panel.remark.text() == "The two passphrases differ."
    given: list[tuple[str, str]] = []
    panel.given.connect(lambda name, phrase: given.append((name, phrase)))
    panel.again.setText("long enough")
    panel.make.click()
    assert given == [("Ada Wren", "long enough")]
    assert panel.phrase.text() == ""
