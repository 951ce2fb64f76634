"""The bar that comes with a selection: what will happen, in one sentence, and then the button that does it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError
from artistguard.model.listing import WorkFilter
from artistguard.model.protocols import CancelToken
from artistguard.ui.portfolio import orders
from artistguard.ui.portfolio.firstsignature import FirstSignature
from artistguard.ui.portfolio.orders import Choices, Dry, Order, Signed
from artistguard.ui.spoken import happened
from artistguard.ui.widgets import FlowLayout, ask_files, button, label, muted

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.model.protocols import Progress
    from artistguard.ui.context import Context
    from artistguard.ui.tasks import TaskHandle
    from artistguard.workflow.studio import Studio

SIZES = (1200, 2048, 4096)  # px, the longer side of a posting copy
_PAUSE_MS = 250


class BatchBar(QFrame):
    """Preset, kind of copy, folder, dry run, go. Hidden while nothing is chosen."""

    began = Signal(object)  # TaskHandle
    platforms_asked = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids: Sequence[str] = ()
        self._among: WorkFilter | None = None
        self._choices: Choices | None = None
        self._out: Path | None = None
        self._dry: Dry | None = None
        self._token = CancelToken()
        self._task: TaskHandle | None = None
        self._begin_when_known = False
        self.setObjectName("batchbar")
        self.setAccessibleName(self.tr("Tag and sign"))
        self.setProperty("kind", "batchbar")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._build()
        context.bridge.changed.connect(self._changed)
        context.theme.changed.connect(self._look)
        self._look()
        self.hide()

    def _build(self) -> None:
        self.count = label("", "section")
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("My terms"))
        self.preset.setToolTip(self.tr("Which of your terms are written into the copies"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of copy"))
        self.kind.setAccessibleDescription(self.tr("Kind of copy"))  # see Head.order
        self.kind.addItem(self.tr("Signed copy, full size"), None)
        for size in SIZES:
            self.kind.addItem(self.tr("Posting copy, %1 px").replace("%1", str(size)), size)
        self.folder = button("", "quiet", "folder")
        self.folder.clicked.connect(self._choose_folder)
        for combo in (self.preset, self.kind):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            combo.activated.connect(self._soon)
        self.sentence = label("", wrap=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.warning = muted("")
        self.warning.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.warning.hide()
        self.platforms = button(self.tr("What platforms keep"), "quiet")
        self.platforms.clicked.connect(self.platforms_asked)
        self.platforms.hide()
        self.register = button(self.tr("Register…"), "quiet", "records")
        self.register.setToolTip(self.tr("Have registries note your terms for these works"))
        self.register.clicked.connect(self.register_chosen)
        self.go = button(self.tr("Tag and sign"), "primary")
        self.go.setToolTip(self.tr("Return. Your originals are only read; copies are written."))
        self.go.clicked.connect(self.begin)
        self.first = FirstSignature()
        self.first.given.connect(self._named)
        self.first.shown.connect(lambda shown: self.go.setVisible(not shown))
        self.first.hide()

        choices = QWidget()
        flow = FlowLayout(choices, 8)
        for widget in (self.count, self.preset, self.kind, self.folder, self.platforms, self.register):
            flow.addWidget(widget)
        self.count.setMinimumHeight(self.kind.sizeHint().height())
        policy = choices.sizePolicy()
        policy.setHeightForWidth(True)
        choices.setSizePolicy(policy)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.sentence)
        words.addWidget(self.warning)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.first)
        column.addWidget(choices)
        column.addLayout(row)

    # --- from outside

    def show_chosen(self, ids: Sequence[str], among: WorkFilter | None = None) -> None:
        """Works were chosen, or none. `among`: they are all that this filter leaves."""
        self._ids, self._among = ids, among
        self._begin_when_known = False
        self.setVisible(bool(ids))
        if not ids:
            self._pause.stop()
            self._token.cancel()
            self.first.hide()
            return
        self.count.setText(self.tr("%1 selected").replace("%1", self.locale().toString(len(ids))))
        if self._choices is None:
            self.reload()
        self._soon()

    def reload(self) -> None:
        """Read again what there is to choose from."""
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        pictures = Path(place) if place else Path.home()
        self._context.bridge.query(lambda studio: orders.choices(studio, pictures), self._take)

    def begin(self) -> None:
        """Do it: at the first own signing a name is asked for, right here."""
        if not self._ids or self._choices is None or self._out is None:
            return
        if self._dry is None:
            self._begin_when_known = True  # Return was quicker than the dry run
            return
        if not self.go.isEnabled():
            return
        if not self._choices.signer:
            self.first.ask(self._choices.name, passphrase=not self._choices.keychain and not self._passphrase_known())
            return
        self._start("")

    def close_panel(self) -> bool:
        """Close the question for a name, if it stands; whether it did."""
        if self.first.isVisible():
            self.first.hide()
            self.go.setFocus()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes the question first."""
        if event.key() == Qt.Key.Key_Escape and self.close_panel():
            return
        super().keyPressEvent(event)

    # --- the dry run

    def _take(self, choices: Choices) -> None:
        before = self.preset.currentData()
        self._choices = choices
        if self._out is None:
            self._set_out(choices.out)
        self.preset.clear()
        self.preset.addItem(self.tr("%1, or the client's own").replace("%1", choices.default), None)
        for id_, name in choices.presets:
            self.preset.addItem(name, id_)
        self.preset.setCurrentIndex(max(0, self.preset.findData(before)))
        self._soon()

    def _soon(self) -> None:
        """The dry run follows, a moment after the last change."""
        self._token.cancel()
        self._dry = None
        self.platforms.setVisible(self.kind.currentData() is not None)
        if self._ids and self._out is not None and self._choices is not None:
            self.sentence.setText(self.tr("Looking at what would happen..."))
            self.go.setEnabled(self._task is None)
            self._pause.start()

    def _ask(self) -> None:
        self._token = token = CancelToken()
        order = self._order()
        self._context.bridge.query(
            lambda studio: orders.dry(studio, order, token),
            lambda found: self._said(token, found),
            lambda error: self._refused(token, error),
            owner=self,
        )

    def _said(self, token: CancelToken, found: Dry) -> None:
        if token is not self._token or token.cancelled:
            return
        self._dry = found
        text = found.text
        if not found.closely:
            text += " " + self.tr("So many files are looked at one by one when it begins.")
        self.sentence.setText(found.short or text)
        notes = list(found.warnings)
        if self.kind.currentData() is not None:
            from artistguard.ui import platforms

            notes.insert(0, platforms.summary())
        self.warning.setText(" ".join(notes))
        self.warning.setVisible(bool(notes))
        self.go.setEnabled(found.new > 0 and not found.short and self._task is None)
        if self._begin_when_known:
            self._begin_when_known = False
            self.begin()

    def _refused(self, token: CancelToken, error: ArtistGuardError) -> None:
        if token is self._token and not token.cancelled:
            self.sentence.setText(happened(error))
            self.go.setEnabled(False)

    def _order(self) -> Order:
        assert self._out is not None
        return Order(self._ids, self._out, self.preset.currentData(), self.kind.currentData(), self._among)

    def register_chosen(self) -> None:
        """To the form that registers, with the chosen works; without any for all of them."""
        self._context.go_to("records", page="register", works=tuple(self._ids))

    # --- the folder

    def _choose_folder(self) -> None:
        dialog = ask_files(self, self._chose, folders=True, title=self.tr("Where the copies go"))
        if self._out is not None:
            at = self._out
            while not at.exists() and at != at.parent:
                at = at.parent
            dialog.setDirectory(str(at))

    def _chose(self, folders: list[Path]) -> None:
        if folders:
            self._set_out(folders[0])
            out = folders[0]
            self._context.bridge.query(lambda studio: orders.remember(studio, out), lambda _: None, owner=self)
            self._soon()

    def _set_out(self, out: Path) -> None:
        self._out = out
        home, shown = Path.home(), paths.printable(out)
        if out.is_relative_to(home):
            shown = paths.printable(Path("~") / out.relative_to(home))
        elided = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideMiddle, self._context.theme.px(220))
        self.folder.setText(self.tr("To %1").replace("%1", elided))
        self.folder.setToolTip(self.tr("%1. Choose another folder").replace("%1", shown))
        self.folder.setAccessibleName(self.tr("Folder for the copies: %1").replace("%1", shown))

    # --- doing it

    def _passphrase_known(self) -> bool:
        return self._context.passphrase.known

    def _named(self, name: str, passphrase: str) -> None:
        if passphrase:
            self._context.passphrase.remember(passphrase)
        self._start(name)

    def _start(self, name: str) -> None:
        order = self._order()
        number = self._dry.new if self._dry is not None else len(order.ids)
        title = self.tr("Tag and sign %n work(s)", "", number)

        def work(studio: "Studio", progress: "Progress", cancel: CancelToken) -> "tuple[Signed, list[Change]]":
            return orders.carry_out(studio, order, progress, cancel, name)

        self.go.setEnabled(False)
        self._task = self._context.bridge.operate(title, work, self._done, self._failed)
        self.first.hide()
        self.sentence.setText(self.tr("Signing. Activity shows how far it is."))
        self.warning.hide()
        self.began.emit(self._task)

    def _done(self, came: Signed) -> None:
        self._task = None
        self.reload()
        if came.error is not None:
            self._context.show_error(came.error)
            return
        show = (self.tr("Show them"), lambda: self._context.go_to("activity"))
        where = paths.printable(came.out)
        if came.failed or came.blocked:
            text = self.tr("%1 written, %2 left out. Activity names them.")
            text = text.replace("%1", str(came.done)).replace("%2", str(came.failed + came.blocked))
            self._context.show_banner(text, "look", show)
        elif came.stopped:
            text = self.tr("Stopped. %1 copies are finished; the rest waits in Activity, and nothing is half written.")
            self._context.show_banner(text.replace("%1", str(came.done)), "note", (self.tr("Activity"), show[1]))
        elif came.done == 0:
            self._context.show_banner(self.tr("Nothing to do: the copies are there already."))
        elif came.posting:
            text = self.tr("%n posting cop(ies) written to %1 and read back.", "", came.done)
            self._context.show_banner(text.replace("%1", where), "good")
        else:
            text = self.tr(
                "%n signed cop(ies) written to %1. The pictures are the same to the last bit; each was read back.",
                "",
                came.done,
            )
            self._context.show_banner(text.replace("%1", where), "good")

    def _failed(self, error: ArtistGuardError) -> None:
        from artistguard.model.errors import Cancelled

        self._task = None
        if not isinstance(error, Cancelled):
            self._context.show_error(error)
        self.reload()

    def _changed(self, changes: "list[Change]") -> None:
        kinds = {change.kind for change in changes}
        if kinds & {"preset", "client", "identity", "settings"} and self._choices is not None:
            self.reload()
        elif "artwork" in kinds and self._task is None:
            self._soon()

    def _look(self) -> None:
        tokens = self._context.theme.tokens
        self.setStyleSheet(
            f"#batchbar {{ background: {tokens.raised}; border: none; border-top: 1px solid {tokens.line}; }}"
        )
        self.count.setMinimumHeight(self.kind.sizeHint().height())
        if self._out is not None:
            self._set_out(self._out)
