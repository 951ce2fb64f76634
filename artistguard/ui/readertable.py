"""Who sees your no: each kind of reader, before and after signing."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import FlowLayout, label, muted

translate = QCoreApplication.translate
Row = Mapping[str, Any]  # a row of provenance.readers, as JSON

_FRESH_MS = 1600  # how long a row that turned stays lit


class Mark(QWidget):
    """One answer as a shape: a filled disc with an eye's look for yes, an empty ring for no, a dash for cannot say."""

    def __init__(self, sees: bool | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sees = sees
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(answer(sees))
        self.setToolTip(answer(sees))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a line of text."""
        side = Theme.current().px(16)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The shape, in its colour."""
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        box = QRectF(0, 0, side, side).adjusted(2, 2, -2, -2)
        if self._sees is True:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("good"))
            painter.drawEllipse(box)
            painter.setPen(QPen(theme.colour("raised"), max(1.5, side * 0.11), c=Qt.PenCapStyle.RoundCap))
            x, y, w = box.x(), box.y(), box.width()
            painter.drawPolyline(
                [
                    QPointF(x + w * 0.27, y + w * 0.53),
                    QPointF(x + w * 0.44, y + w * 0.69),
                    QPointF(x + w * 0.73, y + w * 0.35),
                ]
            )
        elif self._sees is False:
            painter.setPen(QPen(theme.colour("look"), max(1.5, side * 0.1)))
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        else:
            painter.setPen(QPen(theme.colour("muted"), max(1.5, side * 0.11)))
            painter.drawLine(QPointF(box.left() + 2, box.center().y()), QPointF(box.right() - 2, box.center().y()))


class ReaderTable(QFrame):
    """The table: a reader a row; its answer for the original and, once there is one, for the signed copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Who sees your no"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._body: QWidget | None = None
        self._work = ""
        self._before: dict[str, bool | None] = {}
        self._fresh: list[QFrame] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FRESH_MS)
        self._timer.timeout.connect(self._settle)
        self.words: list[str] = []  # a sentence a row, as a screen reader has them

    def show_rows(self, work: str, original: Sequence[Row], copy: Sequence[Row] | None) -> None:
        """Show the answers for a work's original, and for its copy. Rows that turned since last time light up."""
        now = {str(row["id"]): row["sees"] for row in (copy if copy is not None else original)}
        turned = {
            id_ for id_ in now if self._work == work and id_ in self._before and self._before[id_] is not now[id_]
        }
        self._work, self._before = work, now
        self._clear()
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(muted(self.tr("Reader"), wrap=False), 0, 0)
        heads = [self.tr("Original")] + ([self.tr("Copy")] if copy is not None else [])
        for column, text in enumerate(heads, start=1):
            grid.addWidget(muted(text, wrap=False), 0, column, Qt.AlignmentFlag.AlignHCenter)
        copies = {str(row["id"]): row for row in copy or ()}
        for number, row in enumerate(original, start=1):
            after = copies.get(str(row["id"])) if copy is not None else None
            self._add(grid, number, row, after, fresh=str(row["id"]) in turned)
        self._body = body
        self._box.addWidget(body)
        grid.addWidget(self._legend(), grid.rowCount(), 0, 1, grid.columnCount())
        if turned:
            self._timer.start()

    @staticmethod
    def _legend() -> QWidget:
        """What the shapes mean."""
        made = QWidget()
        flow = FlowLayout(made, 8)
        flow.setContentsMargins(0, 6, 0, 0)
        for sees, text in (
            (True, translate("ReaderTable", "sees it")),
            (False, translate("ReaderTable", "does not")),
            (None, translate("ReaderTable", "cannot be told")),
        ):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 4, 0)
            row.setSpacing(4)
            row.addWidget(Mark(sees))
            row.addWidget(muted(text, wrap=False))
            flow.addWidget(pair)
        policy = made.sizePolicy()
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
        return made

    def _add(self, grid: QGridLayout, number: int, row: Row, after: Row | None, *, fresh: bool) -> None:
        says = after if after is not None else row
        back = QFrame()
        back.setProperty("fresh", fresh)
        theme = Theme.current()
        soft = theme.tokens.good_soft if fresh else "transparent"
        back.setObjectName("reader")
        back.setStyleSheet(f"#reader {{ background: {soft}; border-top: 1px solid {theme.tokens.line}; }}")
        grid.addWidget(back, number, 0, 1, grid.columnCount())
        if fresh:
            self._fresh.append(back)
        cell = QVBoxLayout()
        cell.setContentsMargins(0, 7, 0, 7)
        cell.setSpacing(1)
        name, why = label(spoken(str(row["reader"])), wrap=True), muted(spoken(str(says["why"])))
        for text in (name, why):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            text.setToolTip(f"{spoken(str(row['looks_at']))}\n{row['source']}, {row['date']}")
        cell.addWidget(name)
        cell.addWidget(why)
        grid.addLayout(cell, number, 0)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
        for column, each in enumerate((row, after), start=1):
            if each is not None:
                holder = QVBoxLayout()
                holder.setContentsMargins(0, 8, 0, 0)
                holder.addWidget(Mark(each["sees"]), 0, top)
                grid.addLayout(holder, number, column)
        parts = [translate("ReaderTable", "original: %1").replace("%1", answer(row["sees"]))]
        if after is not None:
            parts.append(translate("ReaderTable", "signed copy: %1").replace("%1", answer(after["sees"])))
        words = f"{name.text()}: {', '.join(parts)}. {why.text()}"
        name.setAccessibleName(words)
        self.words.append(words)

    def _clear(self) -> None:
        self._timer.stop()
        self._fresh.clear()
        self.words = []
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
            self._body = None

    def _settle(self) -> None:
        line = Theme.current().tokens.line
        for back in self._fresh:
            back.setStyleSheet(f"#reader {{ background: transparent; border-top: 1px solid {line}; }}")
        self._fresh.clear()


def answer(sees: bool | None) -> str:
    """An answer in words."""
    if sees is None:
        return translate("ReaderTable", "cannot say")
    return translate("ReaderTable", "sees your no") if sees else translate("ReaderTable", "does not see your no")


def sentence(original: Sequence[Row], copy: Sequence[Row] | None) -> str:
    """The table in one sentence, numbers first."""
    total = len(original)
    before = sum(row["sees"] is True for row in original)
    if copy is None:
        if not before:
            return translate("ReaderTable", "Nobody sees your no: 0 of %1 kinds of readers.").replace("%1", str(total))
        return (
            translate("ReaderTable", "%1 of %2 kinds of readers see your no.")
            .replace("%1", str(before))
            .replace("%2", str(total))
        )
    after, open_ = (sum(row["sees"] is answer_ for row in copy) for answer_ in (True, None))
    if open_:
        text = translate(
            "ReaderTable", "%1 of %2 kinds of readers see your no in the signed copy, and %4 may. In the original: %3."
        )
    else:
        text = translate(
            "ReaderTable", "%1 of %2 kinds of readers see your no in the signed copy. In the original: %3."
        )
    for mark, number in (("%1", after), ("%2", total), ("%3", before), ("%4", open_)):
        text = text.replace(mark, str(number))
    return text
