"""Who sees a no in a file, and the table turning, reader by reader, when the file is signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QStyle, QVBoxLayout, QWidget

from artistguard.ui.readertable import Mark, answer, sentence
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import label, muted, set_kind

translate = QCoreApplication.translate
Row = Mapping[str, Any]  # a row of provenance.readers: "reader", "sees", "why", "source", "date"

_STEP_MS = 110
_KIND: dict[bool | None, str] = {True: "good", False: "look", None: "quiet"}


class Readers(QFrame):
    """A row a kind of reader: a sign, its name, whether it sees the no, and why. `turned` when all rows have."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None, *, reasons: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Who sees a no"))
        self._reasons = reasons
        self._rows: list[_Reader] = []
        self._shown: list[Row] = []
        self._waiting: list[tuple[int, Row]] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        box.addLayout(self._grid)
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def rows(self) -> list[Row]:
        """What is shown, or will be once it has turned."""
        return list(self._shown)

    @property
    def turning(self) -> bool:
        """Whether rows are still to turn."""
        return bool(self._waiting)

    def show_rows(self, rows: Sequence[Row], *, turn: bool = False) -> None:
        """Show a table; with `turn`, one reader after the other, unless the system wants no animation."""
        self._timer.stop()
        self._shown = list(rows)
        while len(self._rows) < len(rows):
            self._rows.append(_Reader(self._grid, len(self._rows), reasons=self._reasons))
        for number, reader in enumerate(self._rows):
            reader.set_visible(number < len(rows))
        self._waiting = list(enumerate(rows))
        still = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) <= 0
        if turn and not still:
            self._timer.start()
        else:
            while self._waiting:
                self._step()

    def _step(self) -> None:
        while self._waiting:
            number, row = self._waiting.pop(0)
            if self._rows[number].show_row(row):
                break  # this one turned; the next one a moment later
        if not self._waiting:
            self._timer.stop()
            self.turned.emit()


class _Reader:
    """One row of the grid."""

    def __init__(self, grid: QGridLayout, number: int, *, reasons: bool) -> None:
        self._sees: object = ...
        self._grid, self._top = grid, number * 2
        self._sign: Mark | None = None
        self._name = label("", wrap=True)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._answer = label("", "quiet")
        self._why = muted("")
        self._why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._why.setVisible(reasons)
        self._reasons = reasons
        top = self._top
        self._name.setContentsMargins(0, 4, 0, 0 if reasons else 4)
        self._answer.setContentsMargins(0, 4, 0, 0 if reasons else 4)
        self._why.setContentsMargins(0, 0, 0, 4)
        grid.addWidget(self._name, top, 1)
        grid.addWidget(self._answer, top, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._why, top + 1, 1, 1, 2)

    def set_visible(self, shown: bool) -> None:
        """Part of the table or not."""
        for widget in (self._sign, self._name, self._answer):
            if widget is not None:
                widget.setVisible(shown)
        self._why.setVisible(shown and self._reasons)

    def show_row(self, row: Row) -> bool:
        """Take a row's words; whether its answer is another than before."""
        turned = self._sees is not row["sees"]
        self._sees = row["sees"]
        self._name.setText(spoken(str(row["reader"])))
        self._why.setText(spoken(str(row["why"])))
        words = answer(row["sees"])
        self._answer.setText(_short(row["sees"]))
        set_kind(self._answer, _KIND[row["sees"]])
        tip = f"{self._why.text()}\n{row['source']}, {row['date']}"
        self._name.setToolTip(tip)
        self._name.setAccessibleName(f"{self._name.text()}: {words}. {self._why.text()}")
        if self._sign is None or turned:
            self._mark(row["sees"])
        return turned

    def _mark(self, sees: bool | None) -> None:
        if self._sign is not None:
            self._sign.hide()
            self._sign.deleteLater()
        self._sign = Mark(sees)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 5, 0, 0)
        holder.addWidget(self._sign)
        if (before := self._grid.itemAtPosition(self._top, 0)) is not None:
            self._grid.removeItem(before)
        self._grid.addLayout(holder, self._top, 0, Qt.AlignmentFlag.AlignTop)


def counted(rows: Sequence[Row], *, ours: bool = True) -> str:
    """The table in one sentence. Of a stranger's file: whoever's no it is."""
    if ours:
        return sentence(rows, None)
    sees = sum(row["sees"] is True for row in rows)
    text = (
        translate("Readers", "%1 of %2 kinds of readers see a no in it.")
        if sees
        else translate("Readers", "No reader sees a no in it: 0 of %2 kinds.")
    )
    return text.replace("%1", str(sees)).replace("%2", str(len(rows)))


def _short(sees: bool | None) -> str:
    if sees is None:
        return translate("Readers", "cannot say")
    return translate("Readers", "sees it") if sees else translate("Readers", "does not")
