"""Check: any file, ours or a stranger's, looked up among the works and read. Nothing is imported or sent."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from artistguard.model import paths as naming
from artistguard.model.errors import ArtistGuardError
from artistguard.ui.answer import Answer, sentence
from artistguard.ui.bridge import TaskHandle
from artistguard.ui.context import Context
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import DropZone, ask_files, button, heading, label, muted

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.check import Checked
    from artistguard.workflow.studio import Studio

_LIST_WIDTH = 260  # px at 100 %


def create(context: Context) -> "Check":
    """The place."""
    return Check(context)


class Check(QWidget):
    """The place: a field to drop files on; then the answer, and a list beside it when there were several."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: list[Checked] = []
        self._task: TaskHandle | None = None
        title = heading(self.tr("Check"))
        self._what = label(
            self.tr("Drop any file: is it yours, what does it say, who sees a no in it? It stays on this machine."),
            "quiet",
            wrap=True,
        )
        survives = button(self.tr("What platforms keep"), "quiet")
        survives.clicked.connect(lambda: context.go_to("settings", page="platforms"))
        self._more = button(self.tr("Another file"), icon="file")
        self._more.clicked.connect(self._choose)
        self._more.hide()
        self.zone = DropZone(
            self.tr("Drop a picture here, yours or a stranger's."), self.tr("Choose files"), icon="lookup"
        )
        self.zone.dropped.connect(self.look_at)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Files"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.currentRowChanged.connect(self._show)
        self.list.hide()
        self._progress = muted("")
        self._progress.hide()
        self.answer = Answer()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(self.tr("Answer"))
        self._scroll.setWidget(self.answer)
        self._scroll.hide()
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(title)
        words.addWidget(self._what)
        words.addWidget(self._progress)
        head.addLayout(words, 1)
        head.addWidget(survives, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.list)
        body.addWidget(self._scroll, 1)
        body.addWidget(self.zone, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)
        context.files_dropped.connect(self._dropped)
        Theme.current().changed.connect(self._look)
        self._look()

    def arrived(self, **_: object) -> None:
        """Shown: the keyboard is where the next step is."""
        (self.zone.button if self.zone.isVisibleTo(self) else self._more).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The list leaves most of the room to the answer."""
        super().resizeEvent(event)
        self._look()

    def take_files(self, paths: list[Path]) -> bool:
        """Files dropped on the window while this place is shown."""
        self.look_at(paths)
        return True

    def look_at(self, paths: list[Path]) -> None:
        """Look files and folders up, one after the other."""
        if self._task is not None:
            self._task.cancel()
        self._found = []
        self.list.clear()
        self.list.hide()
        self.zone.hide()
        self._scroll.show()
        self._more.show()
        name = naming.printable(paths[0].name)
        self.answer.wait(name if len(paths) == 1 else self.tr("%1 files").replace("%1", str(len(paths))))

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[list[Checked], list[Change]]":
            from artistguard.workflow import check

            return list(check.check(studio, paths, progress=progress, cancel=cancel)), []

        if len(paths) == 1:  # at once, even while a batch is written
            self._context.bridge.query(
                lambda studio: work(studio, _unwatched, _token())[0], self._checked, self._failed
            )
        else:
            self._task = self._context.bridge.operate(self.tr("Checking files"), work, self._checked, self._failed)

    def _dropped(self, place: str, paths: list[Path]) -> None:
        if place == "check":
            self.look_at(paths)

    def _choose(self) -> None:
        ask_files(self, self.look_at)

    def _checked(self, found: "list[Checked]") -> None:
        self._task = None
        self._found = found
        if not found:
            self.zone.show()
            self._scroll.hide()
            self._more.hide()
            self._context.show_banner(self.tr("No files were found there."), "look")
            return
        self.list.blockSignals(True)
        for checked in found:
            item = QListWidgetItem(f"{naming.printable(checked.found.path.name)}\n{sentence(checked)}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.list.setVisible(len(found) > 1)
        mine = sum(checked.found.best is not None for checked in found)
        self._progress.setVisible(len(found) > 1)
        self._progress.setText(
            self.tr("%1 of %2 are yours or look like yours.").replace("%1", str(mine)).replace("%2", str(len(found)))
        )
        self._show(0)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self.answer.show_checked(self._found[row])

    def _failed(self, error: ArtistGuardError) -> None:
        self._task = None
        self.zone.show()
        self._scroll.hide()
        self._context.show_error(error)

    def _look(self) -> None:
        self.list.setFixedWidth(min(Theme.current().px(_LIST_WIDTH), self.width() // 3))


def _unwatched(done: int, total: int | None, what: str) -> None:
    """Nobody watches one file."""


def _token() -> "CancelToken":
    from artistguard.model.protocols import CancelToken

    return CancelToken()
