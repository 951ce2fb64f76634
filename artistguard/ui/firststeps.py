"""The three steps of the first minute."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.ui.answer import Answer
from artistguard.ui.batchwords import span
from artistguard.ui.bridge import Bridge
from artistguard.ui.context import Context
from artistguard.ui.gallery import Gallery
from artistguard.ui.pair import PictureView
from artistguard.ui.spoken import happened
from artistguard.ui.takein import take_in
from artistguard.ui.turning import Readers, counted
from artistguard.ui.widgets import (
    Card,
    DropZone,
    FlowLayout,
    ask_files,
    button,
    heading,
    label,
    muted,
    section,
    set_kind,
)

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.workflow.check import Checked
    from artistguard.workflow.import_job import Survey
    from artistguard.workflow.studio import Studio

FIRST = "Harbour Lights"  # the picture that is chosen at the start
TRICKS = ("mirrored", "turned", "resized", "recompressed")


class SignStep(QWidget):
    """Pick a picture; its reader table turns when it is tagged and signed."""

    chosen = Signal(object)  # a work of the sample, as a dict
    signed = Signal(str, object)  # its id, and the signed copy's Path
    next = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Say no"))
        self._bridge = bridge
        self._works: dict[str, dict[str, Any]] = {}
        self._tables: dict[str, list[dict[str, Any]]] = {}  # by work: before, or after if it is signed
        self._notes: dict[str, str] = {}
        self._title = ""
        self._picked = False
        self.gallery = Gallery()
        self.gallery.picked.connect(self._pick)
        self.gallery.itemClicked.connect(lambda item: self._clicked())
        self.picture = PictureView(self.tr("The chosen picture"))
        self.picture.setMinimumHeight(120)
        self._name = muted("", wrap=False)
        self.count = heading(self.tr("Pick a picture."))
        self.count.setWordWrap(True)
        self.note = label("", "quiet", wrap=True)
        self.readers = Readers(reasons=False)
        self.readers.turned.connect(self._turned)
        self.go = button(self.tr("Tag and sign"), "primary", "pen")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.sign)
        self.on = button(self.tr("Try to fool it"), "primary")
        self.on.clicked.connect(self.next)
        self.on.hide()
        self._remark = muted(
            self.tr(
                "The sample is signed with a throw-away signature: public verifiers would show an unknown signer. "
                "A reader that sees a no does not have to honour it."
            )
        )
        intro = heading(self.tr("These pictures say nothing about AI training. Pick one."))
        intro.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(intro)
        left.addWidget(self.gallery, 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.picture, 1)
        right.addWidget(self._name)
        right.addWidget(self.count)
        right.addWidget(self.note)
        buttons = FlowLayout()  # above the table: the one next step is in sight at every size of text
        buttons.addWidget(self.go)
        buttons.addWidget(self.on)
        right.addLayout(buttons)
        right.addWidget(self.readers)
        right.addWidget(self._remark)
        self._side = QWidget()
        self._side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 16)
        row.setSpacing(24)
        row.addLayout(left, 3)
        row.addWidget(self._side, 2)

    # --- what comes

    def show_quick(self, pictures: list[tuple[str, QImage]]) -> None:
        """The pictures, before the studio of the sample is ready."""
        if not self._works:
            for title, image in pictures:
                self.gallery.put(title, image)
                if title == self._title:
                    self.picture.show_image(image, title)
            self._begin()

    def show_works(self, works: list[dict[str, Any]]) -> None:
        """The works: from now on they can be signed."""
        for work in works:
            self._works[work["title"]] = work
            self.gallery.put(work["title"], work["thumbnail"])
        self._begin()
        if self._title:
            self._pick(self._title)

    def _begin(self) -> None:
        if not self._title:
            self.gallery.choose(FIRST)

    # --- what the person does

    def sign(self) -> None:
        """Tag and sign the chosen picture, and read the copy back."""
        work = self._works.get(self._title)
        if work is None:
            return
        self.go.setEnabled(False)
        self.go.setText(self.tr("Signing ..."))
        work_id, begun = str(work["id"]), time.monotonic()

        def act(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> tuple[Any, list[Any]]:
            from artistguard.workflow.inspect_ import inspect
            from artistguard.workflow.sample import SampleStudio

            assert isinstance(studio, SampleStudio)
            copy = studio.sign(work_id)
            seconds = time.monotonic() - begun
            return (work, copy, next(inspect(studio, [copy])).says, seconds), []

        self._bridge.operate(self.tr("Tag and sign"), act, self._signed, self._failed)

    # --- inside

    def _clicked(self) -> None:
        self._picked = True

    def _pick(self, title: str) -> None:
        self._title = title
        item = self.gallery.named(title)
        work = self._works.get(title)
        pixmap = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        self.picture.show_image(pixmap.toImage() if pixmap is not None else None, title)
        self._name.setText(title if work is None else _described(work))
        self.go.setText(self.tr("Tag and sign"))
        if work is None:
            self.count.setText(self.tr("Reading ..."))
            return
        self.chosen.emit(work)
        if title in self._tables:
            self._show_table(title)
            return
        self.go.setEnabled(False)
        path = Path(work["path"])

        def read(studio: "Studio") -> tuple[str, list[dict[str, Any]]]:
            from artistguard.workflow.inspect_ import inspect

            says = next(inspect(studio, [path])).says
            return title, list(says["readers"]) if says else []

        self._bridge.query(read, self._read)

    def _read(self, found: tuple[str, list[dict[str, Any]]]) -> None:
        title, rows = found
        self._tables.setdefault(title, rows)
        if title == self._title:
            self._show_table(title)

    def _show_table(self, title: str, *, turn: bool = False) -> None:
        rows, signed = self._tables[title], title in self._notes
        self.go.setVisible(not signed)
        self.go.setEnabled(not signed)
        self.on.setVisible(signed)
        self.note.setText(self._notes.get(title, ""))
        self.note.setVisible(signed)
        if not turn:
            self._say(rows)
        self.readers.show_rows(rows, turn=turn)

    def _say(self, rows: list[dict[str, Any]]) -> None:
        self.count.setText(counted(rows))
        self.count.setAccessibleName(self.count.text())

    def _turned(self) -> None:
        if self._title in self._tables:
            self._say(self._tables[self._title])

    def _signed(self, came: tuple[dict[str, Any], Path, dict[str, Any] | None, float]) -> None:
        work, copy, says, seconds = came
        title = str(work["title"])
        self._tables[title] = list(says["readers"]) if says else []
        self._notes[title] = self.tr(
            "Signed copy written in %1 s. The picture is the same to the last bit. Read back just now: "
            "the credential holds."
        ).replace("%1", QLocale().toString(seconds, "f", 1))
        if says and says["sidecars"]:
            self._notes[title] = self.tr(
                "%1 cannot hold a credential safely, so it stands in a file beside the copy."
            ).replace("%1", str(says["label"]))
        self.gallery.mark_signed(title)
        self.signed.emit(str(work["id"]), copy)
        self.go.setText(self.tr("Tag and sign"))
        if title == self._title:
            self._show_table(title, turn=True)
            self.on.setFocus()

    def _failed(self, error: ArtistGuardError) -> None:
        self.go.setText(self.tr("Tag and sign"))
        self.go.setEnabled(True)
        self.note.setText(happened(error))
        self.note.show()


class FoolStep(QWidget):
    """A changed copy, or any file, and what the look-up says to it."""

    next = Signal()
    answered = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Try to fool it"))
        self.setAcceptDrops(False)  # the window takes drops anywhere
        self._bridge = bridge
        self._work: dict[str, Any] | None = None
        self._copies: dict[str, Path] = {}
        title = heading(self.tr("Platforms strip tags. So a work must be known by its picture."))
        title.setWordWrap(True)
        self._what = label("", "quiet", wrap=True)
        self.tricks: dict[str, QWidget] = {}
        row = QWidget()
        flow = FlowLayout(row)
        for name, words in zip(
            TRICKS,
            (self.tr("Mirror it"), self.tr("Turn it"), self.tr("Make it small"), self.tr("Recompress it")),
            strict=True,
        ):
            made = button(words)
            made.clicked.connect(lambda _=False, name=name: self.trick(name))
            made.setAccessibleName(self.tr("%1 and look it up").replace("%1", words))
            self.tricks[name] = made
            flow.addWidget(made)
        choose = button(self.tr("Choose any file"), "quiet", "file")
        choose.clicked.connect(lambda: ask_files(self, lambda found: self.check(found[0])))
        flow.addWidget(choose)
        self.answer = Answer(brief=True)
        self.answer.hide()
        self._empty = DropZone(
            self.tr("Press a button above, or drop any file here: this picture changed, or a stranger's."),
            self.tr("Choose a file"),
            icon="lookup",
        )
        self._empty.dropped.connect(lambda found: self.check(found[0]))
        self.on = button(self.tr("Use my folder"), "primary")
        self.on.clicked.connect(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 16)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self._what)
        column.addWidget(row)
        column.addSpacing(8)
        column.addWidget(self.answer, 1)
        column.addWidget(self._empty, 1)
        end = FlowLayout()
        end.addWidget(self.on)
        column.addLayout(end)
        self._say_what()

    def set_picture(self, work: dict[str, Any]) -> None:
        """Which picture the tricks are played with."""
        if self._work is None or self._work["id"] != work["id"]:
            self._work = work
            self.answer.hide()
            self._empty.show()
            self._say_what()

    def set_signed(self, work_id: str, copy: Path) -> None:
        """The signed copy of a work: the tricks are played with it."""
        self._copies[work_id] = copy
        self._say_what()

    def trick(self, name: str) -> None:
        """Change the picture and look the result up."""
        if self._work is None:
            return
        path = self._copies.get(str(self._work["id"])) or Path(self._work["path"])

        def change(studio: "Studio") -> "Checked":
            from artistguard.workflow import check, pictures
            from artistguard.workflow.sample import SampleStudio

            assert isinstance(studio, SampleStudio)
            return check.check_one(studio, pictures.tricked(studio, path, name, studio.scratch))

        self._ask(change, self.tr("the changed copy"))

    def check(self, path: Path) -> None:
        """Look any file up."""

        def look(studio: "Studio") -> "Checked":
            from artistguard.workflow import check

            return check.check_one(studio, path)

        self._ask(look, path.name)

    def _ask(self, fn: Any, name: str) -> None:
        self._empty.hide()
        self.answer.show()
        self.answer.wait(name)
        self._bridge.query(fn, self._show)

    def _show(self, checked: "Checked") -> None:
        self.answer.show_checked(checked)
        self.answered.emit()

    def _say_what(self) -> None:
        if self._work is None:
            self._what.setText("")
            return
        title = str(self._work["title"])
        text = self.tr("Change %1 below, or drop any file on the window. Everything is compared on this machine.")
        if str(self._work["id"]) in self._copies:
            text = self.tr("Change your signed %1 below, or drop any file on the window. It stays on this machine.")
        self._what.setText(text.replace("%1", title))


class OwnFolderStep(QWidget):
    """The user's own folder: counted first, then taken in."""

    begun = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Use my folder"))
        self._context = context
        self._paths: list[Path] = []
        self._survey: Survey | None = None
        self._asked = 0
        title = heading(self.tr("Now yours. Your originals are only read; copies are signed when you say so."))
        title.setWordWrap(True)
        self.zone = DropZone(
            self.tr("Drop the folder of your work here."), self.tr("Choose a folder"), folders=True, icon="folder"
        )
        self.zone.dropped.connect(self.survey)
        self.card = Card()
        self.name = section("")
        self.facts = label("", wrap=True)
        self.facts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.warning = label("", "look", wrap=True)
        self.go = button(self.tr("Take it in"), "primary", "plus")
        self.go.clicked.connect(self.begin)
        other = button(self.tr("Another folder"), "quiet", "folder")
        other.clicked.connect(lambda: ask_files(self, self.survey, folders=True))
        for widget in (self.name, self.facts, self.warning):
            self.card.body.addWidget(widget)
        row = FlowLayout()
        row.addWidget(self.go)
        row.addWidget(other)
        self.card.body.addLayout(row)
        self.card.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 16)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(self.card)
        column.addWidget(self.zone, 1)
        column.addStretch(0)
        column.addWidget(
            muted(
                self.tr(
                    "Pictures: JPEG, PNG, WebP, TIFF, AVIF, HEIC, GIF, JPEG XL, SVG, BMP. Sources: PSD, KRA, ORA, "
                    "CLIP, Procreate. Other files are passed over. Closing the window loses nothing."
                )
            )
        )

    def survey(self, paths: list[Path]) -> None:
        """Count what is there before anything is read."""
        self._paths, self._survey = list(paths), None
        self._asked += 1
        asked = self._asked
        self.name.setText(", ".join(path.name or str(path) for path in paths[:3]))
        self.facts.setText(self.tr("Counting ..."))
        self.warning.hide()
        self.go.setEnabled(False)
        self.card.show()
        self.zone.hide()  # the window takes a drop anywhere; there is one next step now

        def count(studio: "Studio") -> "tuple[int, Survey]":
            from artistguard.workflow import import_job

            return asked, import_job.survey(studio, paths)

        self._context.bridge.query(count, self._counted, self._failed)

    def begin(self) -> None:
        """Take it in, as a batch in Activity."""
        if self._survey is None:
            return
        take_in(self._context, self._paths, client_id=self._context.client, total=self._survey.files)
        self.begun.emit()

    def _counted(self, came: "tuple[int, Survey]") -> None:
        asked, found = came
        if asked != self._asked:
            return
        self._survey = found
        locale = QLocale()
        text = self.tr("%1 pictures, %2. Reading them takes %3 here; thumbnails and catalogue take %4 of %5 free.")
        for mark, value in (
            ("%1", locale.toString(found.pictures)),
            ("%2", locale.formattedDataSize(found.bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)),
            ("%3", span(found.seconds)),
            ("%4", locale.formattedDataSize(found.disk, 1, QLocale.DataSizeFormat.DataSizeSIFormat)),
            ("%5", locale.formattedDataSize(found.free, 0, QLocale.DataSizeFormat.DataSizeSIFormat)),
        ):
            text = text.replace(mark, value)
        self.facts.setText(text)
        warning = ""
        if not found.pictures:
            warning = self.tr("No file here has the name of a picture.")
        elif found.disk > found.free:
            warning = self.tr("The disk has too little room for the thumbnails.")
        elif found.closed:
            warning = self.tr("%1 folders or files may not be entered.").replace("%1", locale.toString(found.closed))
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.go.setEnabled(bool(found.files))
        self.go.setFocus()

    def _failed(self, error: ArtistGuardError) -> None:
        self.facts.setText(happened(error))
        set_kind(self.facts, "look")


def _described(work: dict[str, Any]) -> str:
    parts = [str(work["title"]), str(work["format"]).upper()]
    if work["width"] and work["height"]:
        parts.append(f"{work['width']} x {work['height']}")
    return " · ".join(parts)
