"""The name tester: a text is typed, and what of mine would be found in it is listed at once, with the reason."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.names import FieldKind, Strength
from artistguard.model.watching import Key
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.matches import KeySign, StrengthSign
from artistguard.ui.settings.parts import Form, Lines, Page, label
from artistguard.ui.spoken import spoken

if TYPE_CHECKING:
    from artistguard.workflow.names import Tested
    from artistguard.workflow.studio import Studio

_PAUSE_MS = 150
_FIELDS = (FieldKind.TEXT, FieldKind.ID, FieldKind.TRIGGER, FieldKind.PROMPT, FieldKind.CAPTION, FieldKind.CARD)
_MOST = 20_000  # characters that are tried out


class NameTester(QWidget):
    """Field, where the text stands, and the hits. Nothing is kept of it, and nothing leaves the machine."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setAccessibleName(self.tr("Try it out"))
        form = Form()
        self.text = Lines(2)
        self.text.setPlaceholderText(self.tr("a harbour at dusk in the style of ..."))
        self.place = QComboBox()
        for each in _FIELDS:
            self.place.addItem(watchwords.field(each), each)
        form.add(self.tr("A text"), self.text)
        form.add(self.tr("Where it stands"), self.place)
        self.sum = label("", "quiet")
        self._hits = QVBoxLayout()
        self._hits.setSpacing(6)
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.text.textChanged.connect(lambda: self._pause.start())
        self.place.currentIndexChanged.connect(lambda _: self.look())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.sum)
        column.addLayout(self._hits)
        self.sum.hide()

    def look(self) -> None:
        """Try the text."""
        text, place = self.text.toPlainText()[:_MOST], FieldKind(self.place.currentData())
        self._asked += 1
        number = self._asked
        if not text.strip():
            self._clear()
            self.sum.hide()
            return

        def read(studio: "Studio") -> "Tested":
            from artistguard.workflow import names

            return names.test(studio, text, place)

        def show(tested: "Tested") -> None:
            if number == self._asked:
                self._show(tested)

        self._page.bridge.query(read, show, self._page.complain, owner=self)

    def _show(self, tested: "Tested") -> None:
        self._clear()
        rows = [(hit.strength, Key.NAME, hit.found, hit.reason) for hit in tested.names]
        rows += [(hit.strength, Key.ADDRESS, hit.found, hit.reason) for hit in tested.addresses]
        for strength, key, found, reason in sorted(rows, key=lambda row: row[0].rank):
            self._hits.addWidget(_hit(strength, key, found, reason))
        for held in tested.held_back:
            self._hits.addWidget(_hit(None, Key.NAME, held.found, held.reason))
        self.sum.setText(self._sentence(len(rows), len(tested.held_back)))
        self.sum.setVisible(True)
        self.sum.setAccessibleName(self.sum.text())

    def _sentence(self, hits: int, held: int) -> str:
        if not hits and not held:
            return self.tr("Nothing of yours in it.")
        words = [self.tr("%n hit(s).", "", hits)] if hits else []
        return " ".join([*words, self.tr("%n held back.", "", held)] if held else words)

    def _clear(self) -> None:
        while (item := self._hits.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _hit(strength: Strength | None, key: Key, found: str, reason: str) -> QWidget:
    """A hit; without a strength it was held back."""
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(2, 1)
    grid.addWidget(StrengthSign(strength), 0, 0)
    grid.addWidget(KeySign(key), 0, 1)
    word = watchwords.strength(strength) if strength else watchwords.translate("Watch", "held back")
    head = label(f"{word}: {broken(watchwords.plain(found, 120))}", "" if strength else "quiet")
    why = label(broken(watchwords.plain(spoken(reason), 300)), "muted")
    head.setAccessibleName(f"{word}: {watchwords.plain(found, 120)}. {watchwords.plain(spoken(reason), 300)}")
    for words in (head, why):
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    grid.addWidget(head, 0, 2)
    grid.addWidget(why, 1, 2)
    return row
