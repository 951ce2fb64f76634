"""What every page of the settings is made of: a column of sections, an answer strip above, a bar below."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.ui import widgets
from artistguard.ui.banner import Banner, Message
from artistguard.ui.spoken import happened, spoken
from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

T = TypeVar("T")
COLUMN = 760  # pixels a line of text and its fields may be wide, at a text size of 100 %


def label(text: str = "", kind: str = "", *, wrap: bool = True) -> QLabel:
    """Plain text that wraps, never markup: names and tags come from anywhere."""
    return widgets.label(text, kind, wrap=wrap)


def button(
    text: str, clicked: Callable[[], object], kind: str = "", icon: str = "", *, about: str = ""
) -> widgets.Button:
    """A button. `kind`: "primary" for the one next step, "quiet", "bad". `about` says more, aloud and on hovering."""
    made = widgets.button(text, kind, icon, tip=about)
    made.setAutoDefault(False)
    made.setAccessibleName(text.replace("&", ""))
    made.setAccessibleDescription(about)
    made.clicked.connect(lambda: clicked())
    return made


def row(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None takes the room that is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(8)
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            made.addWidget(part)
    return made


class Lines(QPlainTextEdit):
    """A text of a few lines; Tab goes on to the next field."""

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        Theme.current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + Theme.current().px(20))


class _Name(QLabel):
    """The label of a field: as wide as the others, so that the fields of all forms of a page stand in one line."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At least the width of a usual label."""
        usual = super().sizeHint()
        return QSize(max(usual.width(), Theme.current().px(136)), usual.height())


class Form(QFormLayout):
    """Labels with their fields; a label that has no room stands above. A hint says what a field does."""

    def __init__(self) -> None:
        super().__init__()
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setFormAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(8)

    def add(self, text: str, field: QWidget, hint: str = "") -> QWidget:
        """One row. The label's text is also the field's accessible name, the hint its description."""
        name = _Name(text)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(text.replace("&", ""))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        narrow = isinstance(field, (QComboBox, QAbstractSpinBox, QCheckBox))
        column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))
        if hint:
            field.setAccessibleDescription(hint)
            column.addWidget(label(hint, "muted"))
        self.addRow(name, holder)
        return field


class Question(QFrame):
    """A question in the page itself: what will happen, and two buttons. Nothing happens before it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._text = label()
        self._yes = button(self.tr("Yes"), self._agreed, "primary")
        self._no = button(self.tr("Not now"), self.close_)
        self._then: Callable[[], object] | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(12)
        inside.addWidget(self._text)
        inside.addLayout(row(self._yes, self._no, None))
        self.hide()

    @property
    def text(self) -> str:
        """What is asked; empty while nothing is."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def yes(self) -> QPushButton:
        """The button that agrees."""
        return self._yes

    @property
    def no(self) -> QPushButton:
        """The button that does not."""
        return self._no

    def ask(self, text: str, agree: str, then: Callable[[], object], *, kind: str = "primary") -> None:
        """Ask; `then` is called when the user agrees. `kind` "bad" is for what cannot be undone."""
        widgets.set_kind(self._yes, kind)
        self._text.setText(text)
        self._yes.setText(agree)
        self._yes.setAccessibleName(agree)
        self.setAccessibleName(self.tr("Question"))
        self.setAccessibleDescription(text)
        self._then = then
        self.show()
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_(self) -> None:
        """Leave it unanswered."""
        self._then = None
        self.hide()

    def _agreed(self) -> None:
        then, self._then = self._then, None
        self.hide()
        if then is not None:
            then()


class Page(QWidget):
    """One page. `refresh` is called when it is shown, and again when something of its `kinds` has changed."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    always: ClassVar[bool] = False  # nothing is edited on it: read anew whenever it is shown

    def __init__(self, context: "Context", title: str, lead: str) -> None:
        super().__init__()
        self.context = context
        self.bridge = context.bridge
        self.title = title
        self.setAccessibleName(title)
        self._stale = True
        self.strip = Banner()
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(24, 24, 24, 32)
        self.body.setSpacing(8)
        self.body.addWidget(label(title, "heading"))
        if lead:
            self.body.addWidget(label(lead, "quiet"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self.area.setAccessibleName(title)
        self._inner = inner
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(0)
        self.outer.addWidget(self.strip)
        self.outer.addWidget(self.area, 1)
        self.bridge.changed.connect(self._changed)
        self._narrow()

    def section(self, title: str, lead: str = "") -> QVBoxLayout:
        """A part of the page under a heading."""
        made = QVBoxLayout()
        made.setContentsMargins(0, 16, 0, 0)
        made.setSpacing(8)
        made.addWidget(label(title, "section"))
        if lead:
            made.addWidget(label(lead, "quiet"))
        self.body.addLayout(made)
        return made

    def finish(self) -> None:
        """Call it when all sections are there."""
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read anew what the page shows."""

    def write(
        self,
        fn: "Callable[[Studio], tuple[T, Sequence[Change]]]",
        done: Callable[[T], object] | None = None,
        failed: Callable[[ArtistGuardError], object] | None = None,
    ) -> None:
        """Change something small, at once: it does not wait behind a batch that is being signed."""

        def written(answer: tuple[T, Sequence[Change]]) -> None:
            value, changes = answer
            self.strip.dismiss()
            self.bridge.tell(changes)
            if done is not None:
                done(value)

        def refused(error: ArtistGuardError) -> None:
            self.complain(error)
            if failed is not None:
                failed(error)

        self.bridge.query(fn, written, refused, owner=self)

    def read(self, fn: "Callable[[Studio], T]", done: Callable[[T], None]) -> None:
        """Read something; what goes wrong is said in the strip."""
        self.bridge.query(fn, done, self.complain, owner=self)

    def complain(self, error: ArtistGuardError) -> None:
        """Say what went wrong and what to do."""
        self.say(told(error), "bad")

    def say(self, text: str, tone: str = "good") -> None:
        """One sentence at the top on what came of the last thing that was asked for: good, note, look or bad."""
        self.strip.dismiss()
        self.strip.say(Message(text, tone))

    @property
    def said(self) -> str:
        """The sentence at the top; empty if there is none."""
        return self.strip.message.text if self.strip.message else ""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read what changed while the page was not to be seen."""
        super().showEvent(event)
        if self._stale or self.always:
            self._stale = False
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the column as wide as the text needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._narrow()

    def _narrow(self) -> None:
        if hasattr(self, "_inner"):
            self._inner.setMaximumWidth(Theme.current().px(COLUMN))

    def _changed(self, changes: Iterable[Change]) -> None:
        if not self.kinds & {change.kind for change in changes}:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


def told(error: ArtistGuardError) -> str:
    """An error as one short text: what happened, and what to do."""
    title = "" if error.title.rstrip(".") in error.message else f"{spoken(error.title)}. "
    return f"{title}{happened(error)}"


def open_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask for a file that is there."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def open_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder that is there."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def save_file(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask for the name of a new file. A file that is there already is refused by whoever writes it."""
    option = QFileDialog.Option.DontConfirmOverwrite
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, kinds, options=option)
    return Path(chosen) if chosen else None


def fields_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass with slots."""
    return {name: getattr(value, name) for name in value.__slots__}
