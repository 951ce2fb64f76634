"""The grid: where cells are, choosing by key, mouse and all at once, pages, thumbnails, drag out."""

from pathlib import Path

import pytest
from portfolio_parts import fill
from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from artistguard.catalogue.works import Works
from artistguard.model.artwork import WorkState
from artistguard.model.errors import CatalogueError
from artistguard.model.listing import WorkFilter, WorkOrder
from artistguard.ui.context import Context
from artistguard.ui.portfolio.grid import Grid
from artistguard.ui.portfolio.lattice import spans
from artistguard.ui.portfolio.model import PortfolioModel
from artistguard.ui.portfolio.thumbs import Thumbs
from artistguard.workflow import registering
from artistguard.workflow.studio import Studio

WAIT = 30_000


@pytest.fixture
def many(studio: Studio, tmp_path: Path) -> Path:
    """A thousand works; every third has a signed copy, and the first forty have thumbnails."""
    folder = tmp_path / "pictures"
    fill(studio, folder, 1000, signed=3, pictures=40)
    return folder


@pytest.fixture
def grid(many: Path, context: Context, qtbot: QtBot) -> Grid:
    model = PortfolioModel(context.bridge)
    thumbs = Thumbs(context.bridge)
    made = Grid(model, thumbs)
    model.setParent(made)
    thumbs.setParent(made)
    qtbot.addWidget(made)
    made.resize(900, 600)
    model.order = WorkOrder.OLDEST
    with qtbot.waitSignals([model.listed, model.counted], timeout=WAIT):
        model.reload()
    assert model.setting is not None
    thumbs.set_folder(model.setting.thumbnails)
    made.show()
    qtbot.waitExposed(made)
    yield made  # type: ignore[misc]
    thumbs.stop()


def test_cells_lie_in_rows_and_are_found_again(grid: Grid) -> None:
    assert grid.columns >= 4
    for number in (0, 1, grid.columns - 1, grid.columns, 5 * grid.columns + 2):
        cell = grid.cell(number)
        if grid.viewport().rect().contains(cell.center()):
            assert grid.indexAt(cell.center()).row() == number
    assert grid.cell(0).left() >= 0
    assert grid.cell(grid.columns - 1).right() <= grid.viewport().width()
    assert not grid.indexAt(QPoint(1, 1)).isValid()
    gap = QPoint(grid.cell(0).right() + 3, grid.cell(0).center().y())
    assert not grid.indexAt(gap).isValid()


def test_only_what_is_in_sight_is_gone_through(grid: Grid) -> None:
    seen = grid.seen()
    assert seen.start == 0
    assert len(seen) < 60
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    assert grid.seen().stop == 1000
    assert grid.cell(999).bottom() < grid.viewport().height()


def test_arrows_go_by_cell_and_row_and_stop_at_the_edges(grid: Grid) -> None:
    grid.setFocus()
    grid.choose([0], 0)
    columns = grid.columns
    for key, expected in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 999),
        (Qt.Key.Key_Right, 999),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(grid, key)
        assert grid.currentIndex().row() == expected
        assert grid.chosen_spans() == [(expected, expected)]
        assert grid.viewport().rect().intersects(grid.cell(expected))
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.currentIndex().row() % columns == 0
    assert grid.currentIndex().row() > columns


def test_shift_chooses_from_the_anchor_to_here_both_ways(grid: Grid) -> None:
    grid.setFocus()
    grid.choose([7], 7)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.cell(5).center())
    assert grid.chosen_spans() == [(5, 5)]
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, shift, grid.cell(9).center())
    assert grid.chosen_spans() == [(5, 9)]
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, shift, grid.cell(2).center())
    assert grid.chosen_spans() == [(2, 5)]
    QTest.keyClick(grid, Qt.Key.Key_Right, shift)
    assert grid.chosen_spans() == [(3, 5)]
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, control, grid.cell(8).center())
    assert grid.chosen_spans() == [(3, 5), (8, 8)]


def test_a_band_chooses_the_cells_it_touches(grid: Grid) -> None:
    view = grid.viewport()
    start = QPoint(2, 2)
    end = grid.cell(grid.columns + 1).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert grid.chosen_spans() == [(0, 1), (grid.columns, grid.columns + 1)]


def test_everything_is_chosen_as_one_range_and_escape_lets_go(grid: Grid) -> None:
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert grid.chosen_spans() == [(0, 999)]
    assert grid.selectionModel().selection().count() == 1
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.chosen_spans() == []


def test_space_previews_and_return_acts(grid: Grid, qtbot: QtBot) -> None:
    grid.choose([3], 3)
    with qtbot.waitSignal(grid.preview_asked) as asked:
        QTest.keyClick(grid, Qt.Key.Key_Space)
    assert asked.args[0].row() == 3
    assert grid.chosen_spans() == [(3, 3)]  # Space chose nothing else
    with qtbot.waitSignal(grid.act_asked):
        QTest.keyClick(grid, Qt.Key.Key_Return)


def test_rows_come_in_pages_and_only_for_what_is_looked_at(grid: Grid, qtbot: QtBot) -> None:
    model = grid._works
    assert model.row(0) is not None
    assert model.row(700) is None
    assert model.data(model.index(700)) is None  # nothing is read to answer
    grid.scrollTo(model.index(700))
    qtbot.waitUntil(lambda: model.row(700) is not None, timeout=WAIT)
    assert model.data(model.index(700)) == "Work 00701"
    assert model.row(350) is None  # jumped over
    words = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert words == "#3 Work 00003, signed copy written and read back"


def test_a_work_that_is_recorded_somewhere_has_a_tick(studio: Studio, grid: Grid, qtbot: QtBot) -> None:
    model = grid._works
    first, third = model.index(0), model.index(2)
    before = grid.grab(grid.visualRect(third)).toImage()
    ids = [model.ids[0], model.ids[2]]
    registering.register(studio, registering.plan(studio, ids, ["local"]))
    with qtbot.waitSignal(model.listed, timeout=WAIT):
        model.reload()
    words = [model.data(index, Qt.ItemDataRole.AccessibleTextRole) for index in (first, third)]
    assert words == [
        "#1 Work 00001, not signed, recorded in the ledger here or at a registry",
        "#3 Work 00003, signed copy written and read back, recorded in the ledger here or at a registry",
    ]
    assert grid.grab(grid.visualRect(third)).toImage() != before


def test_filter_and_order_are_queries(grid: Grid, qtbot: QtBot) -> None:
    model = grid._works
    told: list[dict[WorkState, int]] = []
    model.counted.connect(lambda counts, recorded: told.append(counts))
    with qtbot.waitSignals([model.listed, model.counted], timeout=WAIT):
        model.reload()
    counts = told[-1]
    with qtbot.waitSignal(model.listed, timeout=WAIT):
        model.show(WorkFilter(WorkState.SIGNED), WorkOrder.NEWEST)
    assert len(told) == 1  # the numbers of the states are the same under every state
    assert (len(model.ids), counts[WorkState.SIGNED], counts[WorkState.UNSIGNED]) == (333, 333, 667)
    row = model.row(0)
    assert row is not None
    assert row.number == 999


def test_a_screen_reader_is_told_the_current_work_and_its_place(grid: Grid, qtbot: QtBot) -> None:
    grid.setFocus()
    grid.choose([0], 0)
    assert grid.accessibleDescription() == "#1 Work 00001, not signed, 1 of 1000"
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleDescription() == "#3 Work 00003, signed copy written and read back, 3 of 1000"
    QTest.keyClick(grid, Qt.Key.Key_End)  # its page comes later
    qtbot.waitUntil(lambda: "1000 of 1000" in grid.accessibleDescription(), timeout=WAIT)
    grid._works.show(WorkFilter(WorkState.OUTDATED), WorkOrder.NEWEST)
    qtbot.waitUntil(lambda: grid.accessibleDescription() == "", timeout=WAIT)


def test_a_listing_that_failed_is_told_and_the_next_one_comes(
    grid: Grid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = grid._works
    with monkeypatch.context() as broken:
        broken.setattr(Works, "ids", lambda *_, **__: _refuse())
        with qtbot.waitSignal(model._bridge.troubled, timeout=WAIT):
            model.reload()
    assert len(model.ids) == 1000  # what was there stays
    with qtbot.waitSignal(model.listed, timeout=WAIT):
        model.show(WorkFilter(WorkState.SIGNED), WorkOrder.NEWEST)
    assert len(model.ids) == 333


def _refuse() -> list[str]:
    raise CatalogueError("The disk does not answer.", "Try again.")


def test_thumbnails_come_from_the_cache_and_stay(grid: Grid, qtbot: QtBot) -> None:
    thumbs = grid._thumbs
    row = grid._works.row(0)
    assert row is not None
    assert row.shown is not None
    shown = row.shown
    qtbot.waitUntil(lambda: thumbs.pixmap(shown) is not None, timeout=WAIT)
    pixmap = thumbs.pixmap(shown)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (96, 64)  # never larger than the cached one
    assert thumbs.trouble(shown) == ""


def test_a_picture_that_is_gone_says_so_once_and_is_not_asked_again(grid: Grid, qtbot: QtBot) -> None:
    model, thumbs = grid._works, grid._thumbs
    qtbot.waitUntil(lambda: model.row(50) is not None, timeout=WAIT)
    grid.scrollTo(model.index(60))
    row = model.row(60)
    assert row is not None
    assert row.shown is not None
    shown = row.shown
    qtbot.waitUntil(lambda: bool(thumbs.trouble(shown)), timeout=WAIT)
    assert thumbs.pixmap(shown) is None


def test_what_scrolled_away_is_not_read(grid: Grid) -> None:
    thumbs = grid._thumbs
    rows = [grid._works.row(number) for number in range(40)]
    editions = [row.shown for row in rows if row is not None and row.shown is not None]
    thumbs._loader.stop()
    thumbs.want(editions[:20])
    thumbs.want(editions[30:32])
    wanted = [key for key, _ in thumbs._loader._wanted]
    assert set(wanted) <= {edition.sha256 for edition in editions[30:32]}


def test_a_picture_on_its_way_is_not_read_again_and_weighs_once(
    grid: Grid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    thumbs = grid._thumbs
    rows = [grid._works.row(number) for number in range(40)]
    editions = [row.shown for row in rows if row is not None and row.shown is not None]
    qtbot.waitUntil(lambda: not thumbs._timer.isActive() or len(thumbs._pixmaps) >= 40, timeout=WAIT)
    thumbs._forget()
    read: list[Path] = []
    monkeypatch.setattr("artistguard.ui.portfolio.thumbs._read", lambda path, size: read.append(path) or _small(size))
    for _ in range(50):  # scrolled to and fro, quicker than anything is taken from the threads
        thumbs.want(editions[:8])
        thumbs.want(editions[8:16])
    qtbot.waitUntil(lambda: all(thumbs.pixmap(each) is not None for each in editions[8:16]), timeout=WAIT)
    assert len(read) == len(set(read))
    assert thumbs._held == sum(each.width() * each.height() * 4 for each in thumbs._pixmaps.values())
    thumbs._keep(editions[8].sha256, _small(QSize(50, 50)))
    assert thumbs._held == sum(each.width() * each.height() * 4 for each in thumbs._pixmaps.values())


def _small(size: QSize) -> QImage:
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(0)
    return made


def test_a_drag_hands_out_the_signed_copy_or_else_the_work(grid: Grid, many: Path) -> None:
    for name in ("000/work 00001.jpg", "000/work 00003.jpg", "signed/work 00003.jpg"):
        (many / name).parent.mkdir(parents=True, exist_ok=True)
        (many / name).write_bytes(b"x")
    mime = grid.mime([0, 1, 2])  # the second work's file is nowhere
    assert mime is not None
    names = [Path(url.toLocalFile()).relative_to(many).as_posix() for url in mime.urls()]
    assert names == ["000/work 00001.jpg", "signed/work 00003.jpg"]
    assert grid.mime([1]) is None


def test_a_drag_of_too_many_says_so(grid: Grid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("artistguard.ui.portfolio.grid._DRAGGED", 10)
    grid.selectAll()
    with qtbot.waitSignal(grid.too_many) as told:
        grid.startDrag(Qt.DropAction.CopyAction)
    assert told.args == [10]


def test_zoom_keeps_the_current_work_in_sight(grid: Grid, qtbot: QtBot) -> None:
    grid.choose([500], 500)
    grid.scrollTo(grid._works.index(500))
    before = grid.columns
    grid.set_zoom(grid.cells.zoom + 2)
    assert grid.columns < before
    assert grid.viewport().rect().intersects(grid.cell(500))
    grid.resize(500, 700)
    qtbot.wait(10)
    assert grid.viewport().rect().intersects(grid.cell(500))


def test_text_at_200_percent_makes_larger_cells(grid: Grid, context: Context) -> None:
    before = grid.cells.size
    context.theme.set_text_size(200)
    assert grid.cells.size.height() > before.height()
    context.theme.choose("dark")
    assert not grid.grab().isNull()


def test_choosing_all_of_many_takes_no_time_a_work(grid: Grid) -> None:
    """A hundred thousand ids: no step goes through them."""

    class Ids(list[str]):
        looked_at = 0

        def __getitem__(self, at):  # type: ignore[no-untyped-def, override]
            Ids.looked_at += 1
            return super().__getitem__(at)

        def __iter__(self):  # type: ignore[no-untyped-def]
            raise AssertionError("all ids were gone through")

    model = grid._works
    model.beginResetModel()
    model.ids = Ids(f"{number:016}" for number in range(100_000))
    model._pages.clear()
    model.endResetModel()
    grid.selectAll()
    grid.selectionModel().select(grid._works.index(50_000), QItemSelectionModel.SelectionFlag.Deselect)
    spans_ = grid.chosen_spans()
    assert spans_ == [(0, 49_999), (50_001, 99_999)]
    assert Ids.looked_at < 100  # of what is in sight, if anything


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([4], [(4, 4)]), ([1, 2, 3], [(1, 3)]), ([0, 2, 3, 9], [(0, 0), (2, 3), (9, 9)])],
)
def test_runs(numbers: list[int], expected: list[tuple[int, int]]) -> None:
    assert spans(numbers) == expected
