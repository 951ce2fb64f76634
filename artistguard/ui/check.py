"""Check: whatever somebody sent. A picture is looked up among the works and read; a link, a text, a prompt or a model
file is searched for names, addresses and pictures. Nothing is imported, and nothing is sent without consent."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from artistguard.model import paths as naming
from artistguard.model.errors import ArtistGuardError, Cancelled
from artistguard.ui.answer import Answer, sentence
from artistguard.ui.askbox import AskBox
from artistguard.ui.checkedthis import ThisAnswer
from artistguard.ui.context import Context
from artistguard.ui.tasks import TaskHandle
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import button, heading, label, muted

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.check import Checked
    from artistguard.workflow.check_this import CheckedThis
    from artistguard.workflow.studio import Studio

T = TypeVar("T")
_LIST_WIDTH = 260  # px at 100 %
# Files that hold words, not a picture: what a trainer or a data set wrote.
_WORDS = frozenset({".safetensors", ".txt", ".md", ".json", ".jsonl", ".csv", ".tsv", ".yaml", ".yml", ".html"})


def create(context: Context) -> "Check":
    """The place."""
    return Check(context)


class Check(QWidget):
    """The place: one box for everything; then the answer, and a list beside it when there were several files."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: list[Checked] = []
        self._task: TaskHandle | None = None
        title = heading(self.tr("Check"))
        self._asked = ""
        self._turn = 0  # an answer to what was asked before the present thing is dropped
        self._what = label(
            self.tr("What is it, what of yours is in it, who sees a no in it? It stays here unless you agree to more."),
            "quiet",
            wrap=True,
        )
        survives = button(self.tr("What platforms keep"), "quiet")
        survives.clicked.connect(lambda: context.go_to("settings", page="platforms"))
        self.zone = AskBox()
        self.zone.dropped.connect(self.look_at)
        self.zone.asked.connect(self.ask)
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
        self.told = ThisAnswer(context)
        self.told.again.connect(self._ask_again)
        self.told.stopped.connect(self._stop)
        self._told_scroll = QScrollArea()
        self._told_scroll.setWidgetResizable(True)
        self._told_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._told_scroll.setAccessibleName(self.tr("Answer"))
        self._told_scroll.setWidget(self.told)
        self._told_scroll.hide()
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(title)
        words.addWidget(self._what)
        words.addWidget(self._progress)
        head.addLayout(words, 1)
        head.addWidget(survives, 0, Qt.AlignmentFlag.AlignTop)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.list)
        body.addWidget(self._scroll, 1)
        body.addWidget(self._told_scroll, 1)
        self._body = QWidget()
        self._body.setLayout(body)
        body.setContentsMargins(0, 0, 0, 0)
        self._body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.zone, 1)
        column.addWidget(self._body, 4)
        context.files_dropped.connect(self._dropped)
        Theme.current().changed.connect(self._look)
        self._look()

    def arrived(self, **_: object) -> None:
        """Shown: the keyboard is where the next step is."""
        self.zone.focus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The list leaves most of the room to the answer."""
        super().resizeEvent(event)
        self._look()

    def take_files(self, paths: list[Path]) -> bool:
        """Files dropped on the window while this place is shown."""
        self.look_at(paths)
        return True

    def ask(self, what: str) -> None:
        """A link, a text, a prompt, or the path of a file: what of mine is in it."""
        self._begin()
        self._asked = what
        self._open(self._told_scroll)
        self.told.wait(what)

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[CheckedThis, list[Change]]":
            from artistguard.workflow import check_this

            return check_this.check_this(studio, what, progress=progress, cancel=cancel), []

        told, not_told = self._of_this_turn(self._told), self._of_this_turn(self._not_told)
        self._task = self._context.bridge.operate(self.tr("Check"), work, told, not_told, owner=self, aside="check")

    def look_at(self, paths: list[Path]) -> None:
        """Look files and folders up, one after the other."""
        if len(paths) == 1 and paths[0].suffix.lower() in _WORDS:
            self.ask(str(paths[0]))
            return
        self._begin()
        self._open(self._scroll)
        name = naming.printable(paths[0].name)
        self.answer.wait(name if len(paths) == 1 else self.tr("%1 files").replace("%1", str(len(paths))))

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[list[Checked], list[Change]]":
            from artistguard.workflow import check

            return list(check.check(studio, paths, progress=progress, cancel=cancel)), []

        checked, failed = self._of_this_turn(self._checked), self._of_this_turn(self._failed)
        bridge = self._context.bridge
        if len(paths) == 1:  # at once, even while a batch is written
            bridge.query(lambda studio: work(studio, _unwatched, _token())[0], checked, failed, owner=self)
        else:
            self._task = bridge.operate(self.tr("Checking files"), work, checked, failed, owner=self)

    def _dropped(self, place: str, paths: list[Path]) -> None:
        if place == "check":
            self.look_at(paths)

    def _of_this_turn(self, taken: Callable[[T], None]) -> Callable[[T], None]:
        turn = self._turn

        def take(value: T) -> None:
            if turn == self._turn:
                taken(value)

        return take

    def _begin(self) -> None:
        """Leave what was looked at before."""
        self._turn += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._found = []
        self.list.clear()
        self.list.hide()
        self._progress.hide()

    def _open(self, answer: QWidget | None) -> None:
        """Show one of the answers below the box, or the box alone."""
        self.zone.set_slim(answer is not None)
        self._body.setVisible(answer is not None)
        for each in (self._scroll, self._told_scroll):
            each.setVisible(each is answer)

    def _told(self, checked: "CheckedThis") -> None:
        self._task = None
        self.told.show_checked(checked)
        self._told_scroll.verticalScrollBar().setValue(0)

    def _not_told(self, error: ArtistGuardError) -> None:
        if isinstance(error, Cancelled):
            return
        self._task = None
        self.told.show_error(error)

    def _ask_again(self) -> None:
        self.ask(self._asked)

    def _stop(self) -> None:
        self._begin()
        self._open(None)
        self.zone.focus()

    def _checked(self, found: "list[Checked]") -> None:
        self._task = None
        self._found = found
        if not found:
            self._open(None)
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
        self._open(None)
        self._context.show_error(error)

    def _look(self) -> None:
        self.list.setFixedWidth(min(Theme.current().px(_LIST_WIDTH), self.width() // 3))


def _unwatched(done: int, total: int | None, what: str) -> None:
    """Nobody watches one file."""


def _token() -> "CancelToken":
    from artistguard.model.protocols import CancelToken

    return CancelToken()
