"""The strip at the top: one banner at a time, each a sentence with at most one thing to do about it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from artistguard.ui.theme import Theme

_ICONS = {"note": "info", "good": "signed", "look": "triangle", "bad": "error"}
_TOKENS = {"note": "muted", "good": "good", "look": "look", "bad": "bad"}
_STAYS_MS = 12_000  # a note or good news goes by itself; what needs a look stays until it is closed
_MANY = 8


@dataclass(frozen=True, slots=True)
class Message:
    """What a banner says."""

    text: str
    tone: str = "note"  # "note", "good", "look", "bad"
    action: tuple[str, Callable[[], None]] | None = None
    details: str = ""


class Banner(QFrame):
    """The strip. Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("Message"))
        self._waiting: deque[Message] = deque(maxlen=_MANY)
        self._message: Message | None = None
        self._sign = QLabel(self)
        self._sign.setAccessibleName(self.tr("Kind of message"))
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.clicked.connect(self._act)
        self._copy = QPushButton(self.tr("Copy details"), self)
        self._copy.setProperty("kind", "quiet")
        self._copy.clicked.connect(self._copy_details)
        self._close = QToolButton(self)
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        for widget in (self._copy, self._action, self._close):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        Theme.current().changed.connect(self._look)
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is shown now."""
        return self._message

    def say(self, message: Message) -> None:
        """Show a message. It takes the place of a lesser one; behind a "bad" one it waits."""
        if self._message is not None and self._message.tone == "bad" and message != self._message:
            if message not in self._waiting:
                self._waiting.append(message)
            return
        self._show(message)

    def dismiss(self) -> None:
        """Close the present message; the next that waits comes up."""
        self._timer.stop()
        self._message = None
        if self._waiting:
            self._show(self._waiting.popleft())
        else:
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _show(self, message: Message) -> None:
        self._message = message
        self.setProperty("tone", message.tone)
        self._text.setText(message.text)
        self._action.setVisible(message.action is not None)
        if message.action is not None:
            self._action.setText(message.action[0])
        self._copy.setVisible(bool(message.details))
        self._look()
        self.show()
        if message.tone in ("note", "good"):
            self._timer.start(_STAYS_MS)
        else:
            self._timer.stop()
        self.setAccessibleDescription(message.text)
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # large: not before the first paint

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _look(self) -> None:
        tone = self._message.tone if self._message else "note"
        theme = Theme.current()
        size = theme.px(18)
        self._sign.setPixmap(theme.pixmap(_ICONS[tone], size, _TOKENS[tone], self.devicePixelRatioF()))
        self._close.setIcon(theme.icon("close", theme.px(16)))
        self._close.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.style().unpolish(self)
        self.style().polish(self)

    def _act(self) -> None:
        message = self._message
        self.dismiss()
        if message is not None and message.action is not None:
            message.action[1]()

    def _copy_details(self) -> None:
        if self._message is not None:
            QGuiApplication.clipboard().setText(self._message.details)

    def _expire(self) -> None:
        if self.underMouse() or self.isAncestorOf(self.focusWidget() or self):
            self._timer.start(_STAYS_MS)  # somebody is still reading
        else:
            self.dismiss()
