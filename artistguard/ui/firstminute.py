"""The first minute: what this is about, tried out on a sample before anything is asked.

    1  pick a picture, tag and sign it, and see who sees its no, before and after
    2  try to fool the look-up with a changed copy, or with any file
    3  use your own folder, with time and disk said first

Everything up to the third step happens in a throw-away studio behind a bridge of its own (workflow.sample).
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from artistguard.ui.bridge import Bridge
from artistguard.ui.context import Context
from artistguard.ui.firststeps import FIRST, FoolStep, OwnFolderStep, SignStep
from artistguard.ui.widgets import button, label

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.studio import Studio

WORKERS = 2
_DONE = "firstminute/done"


def create(context: Context) -> "FirstMinute":
    """The place."""
    return FirstMinute(context)


class FirstMinute(QWidget):
    """The place: a strip of three steps, and the step."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sample = Bridge()
        self._closed = False
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._close_sample)
        bridge = self.sample
        self.destroyed.connect(lambda: bridge.close())
        self.sign = SignStep(self.sample)
        self.fool = FoolStep(self.sample)
        self.own = OwnFolderStep(context)
        self._steps = _Steps(
            (self.tr("Say no"), self.tr("Try to fool it"), self.tr("Use my folder")), self.show_step, self
        )
        self.sign.next.connect(lambda: self.show_step(1))
        self.fool.next.connect(lambda: self.show_step(2))
        self.own.begun.connect(self._begun)
        self.sign.chosen.connect(self.fool.set_picture)
        self.sign.signed.connect(self.fool.set_signed)
        self.sign.signed.connect(lambda work, copy: self._steps.done(0))
        self.fool.answered.connect(lambda: self._steps.done(1))
        skip = button(self.tr("Skip"), "quiet", tip=self.tr("To your own portfolio. The Help menu leads back here."))
        skip.clicked.connect(self._skip)
        self._stack = QStackedWidget()
        for step in (self.sign, self.fool, self.own):
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setAccessibleName(step.accessibleName())
            scroll.setWidget(step)
            self._stack.addWidget(scroll)
        top = QHBoxLayout()
        top.setContentsMargins(24, 12, 16, 4)
        top.addWidget(self._steps, 1)
        top.addWidget(skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.show_step(0)
        self.sample.open(_open_sample)
        self.sample.failed.connect(context.show_error)
        self.sample.troubled.connect(context.show_error)
        self.sample.operate(self.tr("The sample"), _take_in, self.sign.show_works)
        self._quick = _Quick(self)
        self._quick.read.connect(self.sign.show_quick)
        self._quick.begin()

    def arrived(self, **_: object) -> None:
        """Shown."""
        self.sign.setFocus()

    def take_files(self, paths: list[Path]) -> bool:
        """Files dropped on the window: a folder is the user's own, anything else is to fool it with."""
        if self._stack.currentIndex() == 2 or any(path.is_dir() for path in paths):
            self.show_step(2)
            self.own.survey(paths)
        else:
            self.show_step(1)
            self.fool.check(paths[0])
        return True

    @property
    def step(self) -> int:
        """Which step is shown: 0, 1 or 2."""
        return self._stack.currentIndex()

    def show_step(self, number: int) -> None:
        """Show one of the three steps; every one can be gone to at any time."""
        self._stack.setCurrentIndex(number)
        self._steps.mark(number)

    def _skip(self) -> None:
        self._context.store.setValue(_DONE, "yes")
        self._context.go_to("portfolio")

    def _begun(self) -> None:
        self._context.store.setValue(_DONE, "yes")
        self._context.go_to("portfolio")

    def _close_sample(self) -> None:
        self.sample.close()


class _Quick(QObject):
    """The sample's pictures as far as the toolkit reads them, from a thread: seen before the workers have started."""

    read = Signal(object)  # list[tuple[str, QImage]]: the titles at once, then picture by picture

    def begin(self) -> None:
        """Read them; `read` follows in the GUI thread."""
        threading.Thread(target=self._work, name="sample", daemon=True).start()

    def _work(self) -> None:
        with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
            for found in _quick_pictures():
                self.read.emit(found)


class _Steps(QWidget):
    """The strip: three numbered steps, the present one in the accent."""

    def __init__(self, names: tuple[str, ...], chosen: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Steps"))
        self._names = names
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for number, name in enumerate(names):
            step = QPushButton(f"{number + 1}  {name}")
            step.setProperty("kind", "chip")
            step.setCheckable(True)
            step.setAccessibleName(self.tr("Step %1: %2").replace("%1", str(number + 1)).replace("%2", name))
            step.clicked.connect(lambda _=False, number=number: chosen(number))
            self._group.addButton(step, number)
            row.addWidget(step)
            if number < len(names) - 1:
                row.addWidget(label("›", "quiet"))
        row.addStretch(1)

    def mark(self, number: int) -> None:
        """The present step."""
        self._group.button(number).setChecked(True)

    def done(self, number: int) -> None:
        """A step that was tried."""
        self._group.button(number).setText(f"\u2713  {self._names[number]}")


def _open_sample() -> "Studio":
    from artistguard.workflow import early

    pool = early.workers(WORKERS)  # they take as long to start as the rest takes to load
    try:
        from artistguard.workflow.sample import SampleStudio

        return SampleStudio(pool=pool)
    except BaseException:
        pool.close()
        raise


def _take_in(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[list[dict[str, Any]], list[Any]]:
    """Import the sample; what the steps need of each work."""
    from artistguard.model import paths
    from artistguard.workflow import thumbnails
    from artistguard.workflow.sample import SampleStudio

    assert isinstance(studio, SampleStudio)
    studio.take_in(progress=progress, cancel=cancel)
    works = []
    for work in studio.catalogue.works.iterate():
        edition = work.editions[0]
        source = studio.catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)
        image = QImage(str(thumbnails.location(studio.thumbnails, edition.sha256)))
        works.append(
            {
                "id": work.id,
                "number": work.number,
                "title": work.title,
                "path": source,
                "thumbnail": image,
                "format": edition.format,
                "width": edition.picture.width,
                "height": edition.picture.height,
            }
        )
    return works, []


def _quick_pictures() -> Iterator[list[tuple[str, QImage]]]:
    with as_file(files("resources") / "sample") as folder:
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".md"]
        yield [(path.stem, QImage()) for path in paths]
        for path in sorted(paths, key=lambda each: each.stem != FIRST):
            reader = QImageReader(str(path))
            size = reader.size()
            if size.isValid():
                reader.setScaledSize(size.scaled(QSize(512, 512), Qt.AspectRatioMode.KeepAspectRatio))
            image = reader.read() if reader.canRead() else QImage()
            if not image.isNull():
                yield [(path.stem, image)]
