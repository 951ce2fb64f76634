"""Small widgets that several places share."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artistguard.ui.theme import Theme


def label(text: str, kind: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label of plain text. `kind`: "heading", "section", "muted", "quiet", "good", "look", "bad"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def heading(text: str) -> QLabel:
    """The title of a place or a page: 17 px."""
    return label(text, "heading")


def section(text: str) -> QLabel:
    """The title of a part of a page."""
    return label(text, "section")


def muted(text: str, *, wrap: bool = True) -> QLabel:
    """A remark: 11 px, muted."""
    return label(text, "muted", wrap=wrap)


class Button(QPushButton):
    """A button whose icon follows the look."""

    def __init__(self, text: str, kind: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._token = {"primary": "on_accent", "quiet": "accent", "bad": "bad"}.get(kind, "text")
        if kind:
            self.setProperty("kind", kind)
        if icon:
            Theme.current().changed.connect(self._look)
            self._look()

    def set_icon(self, name: str) -> None:
        """Another icon of resources/icons."""
        if not self._icon_name:
            Theme.current().changed.connect(self._look)
        self._icon_name = name
        self._look()

    def _look(self) -> None:
        size = Theme.current().px(16)
        self.setIcon(Theme.current().icon(self._icon_name, size, self._token))
        self.setIconSize(QSize(size, size))


def button(text: str, kind: str = "", icon: str = "", *, tip: str = "") -> Button:
    """A button. `kind`: "primary" (the one next step), "quiet", "bad"; "" is plain."""
    made = Button(text, kind, icon)
    if tip:
        made.setToolTip(tip)
    return made


def set_kind(widget: QWidget, kind: str) -> None:
    """Change what a widget is to the stylesheet."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def line() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made


class Chip(QPushButton):
    """A filter with a count: "Signed 770". Checkable; exclusive among brothers through a QButtonGroup."""

    def __init__(self, text: str, count: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self._text = text
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """The number behind the text; None: none is known yet."""
        shown = "" if count is None else self.locale().toString(count)
        self.setText(f"{self._text}  {shown}".rstrip())
        self.setAccessibleName(f"{self._text}, {shown}" if shown else self._text)


class KeyValues(QWidget):
    """Rows of a name and a value, the values selectable; names in one column."""

    def __init__(self, rows: Iterable[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def set_rows(self, rows: Iterable[tuple[str, str]]) -> None:
        """Show other rows."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, value) in enumerate(rows):
            left = label(name, "quiet")
            right = label(value, wrap=True, selectable=True)
            right.setAccessibleName(f"{name}: {value}")
            left.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(left, number, 0)
            self._grid.addWidget(right, number, 1)


class Card(QFrame):
    """A raised box with a title; put things into `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(8)
        if title:
            self.setAccessibleName(title.replace("\u200b", ""))
            shown = section(title)
            shown.setWordWrap(True)
            self.body.addWidget(shown)


class Page(QScrollArea):
    """A page that scrolls down: heading, then what is put into `body`. Text columns stay readable: at most 760 px."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, width: int = 760) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(title)
        self._width = width
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(24, 16, 24, 24)
        self._column = QWidget()
        self._column.setMaximumWidth(Theme.current().px(width))
        self.body = QVBoxLayout(self._column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        if title:
            self.body.addWidget(heading(title))
        row.addWidget(self._column, 1)
        row.addStretch(0)
        self.setWidget(inside)
        Theme.current().changed.connect(self._resized)

    def _resized(self) -> None:
        self._column.setMaximumWidth(Theme.current().px(self._width))


class Empty(QWidget):
    """An empty place: an icon, one sentence, one button (`button`, or None). `detail`: what the sentence rests on."""

    def __init__(
        self, icon: str, sentence: str, action: str = "", parent: QWidget | None = None, *, detail: str = ""
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign.setAccessibleName(sentence)
        text = label(sentence, wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setMaximumWidth(Theme.current().px(420))
        self.button = button(action, "primary") if action else None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._sign)
        words = [text]
        if detail:
            words.append(muted(detail))
            words[-1].setAlignment(Qt.AlignmentFlag.AlignCenter)
            words[-1].setMaximumWidth(Theme.current().px(560))
        for each in words:
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(each, 8)
            row.addStretch(1)
            column.addLayout(row)
        if self.button is not None:
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        Theme.current().changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        theme = Theme.current()
        self._sign.setPixmap(theme.pixmap(self._icon, theme.px(40), "muted", self.devicePixelRatioF()))


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders of a drop. Only names are looked at; the disk is not touched."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def takes(mime: QMimeData) -> bool:
    """Whether a drag carries files. Decided on the MIME type alone: no list of a thousand names is read."""
    return mime.hasUrls()


class DropZone(QFrame):
    """A field to drop files on, or to choose some by keyboard. `dropped` carries list[Path]."""

    dropped = Signal(object)

    def __init__(
        self, sentence: str, choose: str, parent: QWidget | None = None, *, folders: bool = False, icon: str = "drop"
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dropzone")
        self.setAcceptDrops(True)
        self.setAccessibleName(sentence)
        self._folders = folders
        self._inside = Empty(icon, sentence, choose)
        assert self._inside.button is not None
        self.button = self._inside.button
        self.button.clicked.connect(self._choose)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._inside)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take anything that carries files."""
        if takes(event.mimeData()):
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Look as before."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the names on."""
        self._mark(False)
        event.acceptProposedAction()
        if found := dropped_paths(event.mimeData()):
            self.dropped.emit(found)

    def _mark(self, dropping: bool) -> None:
        self.setProperty("dropping", dropping)
        self.style().unpolish(self)
        self.style().polish(self)

    def _choose(self) -> None:
        ask_files(self, self.dropped.emit, folders=self._folders)


def ask_files(
    parent: QWidget, chosen: Callable[[list[Path]], object], *, folders: bool = False, title: str = ""
) -> QFileDialog:
    """A dialog for files (or one folder) that blocks nothing; `chosen` is called with list[Path]."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    mode = QFileDialog.FileMode.Directory if folders else QFileDialog.FileMode.ExistingFiles
    dialog.setFileMode(mode)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()
    return dialog


class FlowLayout(QLayout):
    """Lays its widgets in rows like words, so that chips and buttons wrap when the window is narrow or text large."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Qt's way of adding."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:  # noqa: N802 - Qt's name
        """The item at a place; None behind the end."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:  # noqa: N802 - Qt's name
        """Remove and return one."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Never wants more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Yes: rows wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of the rows at a width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All in one row."""
        width = sum(item.sizeHint().width() + self.spacing() for item in self._items)
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(width, height)

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest and the tallest of them."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if (widget := item.widget()) is not None and widget.isHidden():
                continue
            hint = item.sizeHint()
            hint.setWidth(min(hint.width(), max(rect.width(), item.minimumSize().width())))
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            row = max(row, hint.height())
        return y + row - rect.y()


def in_rows(*widgets: QWidget, spacing: int = 8) -> QWidget:
    """Widgets in rows that wrap like words, as high as these are at the width there is."""
    made = QWidget()
    flow = FlowLayout(made, spacing)
    for each in widgets:
        flow.addWidget(each)
    policy = made.sizePolicy()
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def tab_through(*stops: QWidget) -> QWidget:
    """Let Tab go through these in this order: for what was made later than what follows it. Returns the last."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
    return stops[-1]


Spin = TypeVar("Spin", bound=QAbstractSpinBox)


def indent(field: Spin) -> Spin:
    """Keep a number off its frame, as far as a line of text: a stylesheet's padding does not reach it.

    Not for one with a calendar: that is drawn as a combo box, and has its padding.
    """
    _Indent(field)
    return field


class _Indent(QObject):
    """The margin of a spin box, at the text size there is."""

    def __init__(self, field: QAbstractSpinBox) -> None:
        super().__init__(field)
        self._text = field.lineEdit()
        Theme.current().changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        self._text.setTextMargins(Theme.current().px(8) + 1, 0, 0, 0)  # padding and frame, as style.py gives others


def spacer() -> QWidget:
    """Takes the room that is left in a row."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made
