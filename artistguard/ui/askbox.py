"""One box for whatever somebody sent: a link, a text, a prompt is pasted, a file is dropped or chosen."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from artistguard.ui.theme import Theme
from artistguard.ui.widgets import ask_files, button, dropped_paths, label, takes

MOST = 200_000  # characters that are taken; more is no text that somebody sent
_LINES = (3, 1)  # of the field: at first, and above an answer
_LOW = 250  # px at 100 %: a box below this height has no room for more than the field
_WIDEST = 16777215  # Qt's own largest


class AskField(QPlainTextEdit):
    """The field. Return looks, Shift and Return make a line more; markup is pasted as plain text, files are no text."""

    returned = Signal()
    files = Signal(object)  # list[Path], pasted or dropped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("A link, a text or a prompt"))
        self.setPlaceholderText(self.tr("Paste a link, a text or a prompt"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return is the button; Escape empties."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.returned.emit()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText():
            self.clear()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Text and files."""
        return source.hasText() or takes(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Files are handed on; of anything else the plain text."""
        if paths := dropped_paths(source):
            self.files.emit(paths)
        else:
            self.insertPlainText(source.text()[:MOST])


class AskBox(QFrame):
    """The box. `asked` carries text, `dropped` files. It begins large and gets slim once there is an answer."""

    asked = Signal(str)
    dropped = Signal(object)  # list[Path]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropzone")
        self.setAcceptDrops(True)
        self._slim = False
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sentence = self.tr("Somebody sent you a link or a file? Put it here.")
        self.setAccessibleName(sentence)
        self._sign.setAccessibleName(sentence)
        self._sentence = label(sentence, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label(
            self.tr("A model's page, a data set, a picture, a LoRA file, a prompt: what of yours is in it?"),
            "quiet",
            wrap=True,
        )
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field = AskField()
        self.field.textChanged.connect(self._changed)
        self.field.returned.connect(self._ask)
        self.field.files.connect(self.dropped)
        self.look = button(self.tr("Look"), "primary", "lookup")
        self.look.clicked.connect(self._ask)
        self.button = button(self.tr("Choose files"), icon="file")
        self.button.clicked.connect(self._choose)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(8)
        for each in (self.look, self.button):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._buttons.addWidget(each)
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.setSpacing(12)
        self._middle.addWidget(self.field)
        self._middle.addLayout(self._buttons)
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for widget in (self._sign, self._sentence, self._hint):
            inner.addWidget(widget)
        inner.addLayout(self._middle)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self._inner, 8)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._column.addLayout(self._row)
        self._column.addStretch(3)
        Theme.current().changed.connect(self._look)
        self._look()
        self._changed()

    def set_slim(self, slim: bool) -> None:
        """One line above an answer, or the whole place."""
        if slim != self._slim:
            self._slim = slim
            self._look()

    def focus(self) -> None:
        """The keyboard to the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out what has no room."""
        super().resizeEvent(event)
        self._look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files and text."""
        if takes(event.mimeData()) or event.mimeData().hasText():
            event.acceptProposedAction()
            self._mark(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Everywhere in the box."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Look as before."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand files on; a link that was dragged from a browser is asked about."""
        self._mark(False)
        event.acceptProposedAction()
        if found := dropped_paths(event.mimeData()):
            self.dropped.emit(found)
        elif event.mimeData().hasText():
            self.field.setPlainText(event.mimeData().text()[:MOST])
            self._ask()

    # --- inside

    def _ask(self) -> None:
        if text := self.field.toPlainText().strip():
            self.asked.emit(text[:MOST])

    def _choose(self) -> None:
        def chosen(paths: list[Path]) -> None:
            self.dropped.emit(paths)

        ask_files(self, chosen)

    def _changed(self) -> None:
        self.look.setEnabled(bool(self.field.toPlainText().strip()))

    def _mark(self, dropping: bool) -> None:
        self.setProperty("dropping", dropping)
        self.style().unpolish(self)
        self.style().polish(self)

    def _look(self) -> None:
        theme = Theme.current()
        self._sign.setPixmap(theme.pixmap("lookup", theme.px(40), "muted", self.devicePixelRatioF()))
        low = not self._slim and self.height() < theme.px(_LOW)  # little room: the sentence and the field
        self._sentence.setVisible(not self._slim)
        for widget in (self._sign, self._hint):
            widget.setVisible(not self._slim and not low)
        margin = 8 if self._slim else 24
        self._column.setContentsMargins(margin, margin, margin, margin)
        beside = self._slim
        self._middle.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._middle.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag.AlignHCenter)
        self._column.setStretch(0, 0 if self._slim else 2)
        self._column.setStretch(2, 0 if self._slim else 3)
        for side in (0, 2):
            self._row.setStretch(side, 0 if self._slim else 1)
        self._inner.setMaximumWidth(_WIDEST if self._slim else theme.px(560))
        self.field.ensurePolished()
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._slim else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.field.setVerticalScrollBarPolicy(bar)
        wrap = QPlainTextEdit.LineWrapMode.NoWrap if self._slim else QPlainTextEdit.LineWrapMode.WidgetWidth
        self.field.setLineWrapMode(wrap)
        lines = _LINES[self._slim or low]
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * lines + theme.px(18))
        tall = QSizePolicy.Policy.Maximum if self._slim else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, tall)
