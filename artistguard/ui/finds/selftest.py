"""The self-test: how many copies of the artist's own works a search would find, kind by kind, and which it cannot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from artistguard.model.errors import ArtistGuardError, Cancelled
from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.finds import setwords
from artistguard.ui.finds.attackwords import attack
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.tasks import Progressed, TaskHandle
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import KeyValues, Page, button, indent, label, muted, section

if TYPE_CHECKING:
    from artistguard.model.artwork import Artwork
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.selftest import Recall, SelfTest
    from artistguard.workflow.studio import Studio

_WORKS = 50
_NAMED = 100  # works that are named with the reason


class SelfTestPage(Page):
    """Copies are made in memory, from originals that are only read; nothing is written and nothing is sent."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=820)
        self.setAccessibleName(self.tr("Self-test"))
        self._context = context
        self._task: TaskHandle | None = None
        text = self.tr(
            "Copies of your own works are made as strangers make them: cut, mirrored, framed, saved again. They are "
            "looked for as a data set is searched. No file is written and nothing is sent."
        )
        self.body.addWidget(label(text, "quiet", wrap=True))
        self.works = indent(QSpinBox())
        self.works.setRange(1, 1000)
        self.works.setValue(_WORKS)
        self.works.setAccessibleName(self.tr("Works to make copies of"))
        self.points = QCheckBox(self.tr("Point by point as well; takes longer"))
        self.points.setChecked(True)
        self.begin = button(self.tr("Begin"), "primary", "play")
        self.stop = button(self.tr("Stop"), icon="stop")
        self.begin.clicked.connect(self._begin)
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(self.tr("Works")))
        for widget in (self.works, self.begin, self.stop):
            row.addWidget(widget)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.points)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        self._now = muted("")
        self._trouble = label("", "look", wrap=True)
        for each in (self._bar, self._now, self._trouble):
            self.body.addWidget(each)
        self._result = QWidget()
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        self._sentence = label("", wrap=True)
        self._means = KeyValues()
        self.table = RecallTable()
        self._hint = muted(
            self.tr(
                "How far a hash may be off in a set depends on how many rows it has. Kinds with a star are not among "
                "the views that are made of your works."
            )
        )
        self._closed_title, self._closed = section(self.tr("Cannot be searched for by picture")), KeyValues()
        self._narrow_title, self._narrow = section(self.tr("Found only where hardly changed")), KeyValues()
        self._unread_title, self._unread = section(self.tr("Could not be read")), KeyValues()
        for part in (
            self._sentence,
            self._means,
            self._closed_title,
            self._closed,
            self._narrow_title,
            self._narrow,
            self._unread_title,
            self._unread,
            self.table,
            self._hint,
        ):
            column.addWidget(part)
        self.body.addWidget(self._result)
        self._result.hide()
        self._trouble.hide()
        self._show_running(None)
        context.bridge.progressed.connect(self._progressed)
        context.bridge.finished.connect(self._finished)

    # --- what a person does

    def _begin(self) -> None:
        works, points = self.works.value(), self.points.isChecked()

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[SelfTest, list[Change]]":
            from artistguard.workflow.selftest import selftest

            return selftest(studio, works, points=points, progress=progress, cancel=cancel), []

        self._trouble.hide()
        bridge = self._context.bridge
        self._task = bridge.operate(self.tr("Self-test"), work, self.show_found, self._failed, owner=self, aside="scan")
        self._show_running(self._task.progress)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.stop.setEnabled(False)
            self._now.setText(self.tr("Stops after the works at hand."))

    # --- keeping up

    def show_found(self, found: "SelfTest") -> None:
        """What came of it."""
        words = self.tr("%1 works, %2 kinds of copies. The share of copies that is found:")
        self._sentence.setText(
            watchwords.filled(words, setwords.number(found.works), setwords.number(len(found.recalls)))
        )
        rows = [
            (self.tr("By an equal hash"), _percent(found.mean(0))),
            (self.tr("Up to 4 bits off"), _percent(found.mean(4))),
            (self.tr("Up to 8 bits off"), _percent(found.mean(8))),
        ]
        if found.mean_points is not None:
            rows.append((self.tr("Point by point, where the picture can be had"), _percent(found.mean_points)))
        self._means.set_rows(rows if found.recalls else [])
        self._sentence.setVisible(bool(found.recalls))
        self.table.show_recalls(found.recalls)
        for title, values, works in (
            (self._closed_title, self._closed, found.closed),
            (self._narrow_title, self._narrow, found.narrow),
            (self._unread_title, self._unread, [(work, spoken(error.message)) for work, error in found.trouble]),
        ):
            values.set_rows(_named(works))
            title.setVisible(bool(works))
            values.setVisible(bool(works))
        self.table.setVisible(bool(found.recalls))
        self._hint.setVisible(bool(found.recalls))
        self._result.show()

    def _failed(self, error: ArtistGuardError) -> None:
        if not isinstance(error, Cancelled):
            self._trouble.setText(told(error))
            self._trouble.show()

    def _progressed(self, steps: Sequence[Progressed]) -> None:
        for step in steps:
            if self._task is not None and step.task_id == self._task.id:
                self._show_running(step)

    def _finished(self, task: TaskHandle) -> None:
        if self._task is task:
            self._task = None
            self._show_running(None)

    def _show_running(self, step: Progressed | None) -> None:
        runs = step is not None
        for widget, shown in ((self.begin, not runs), (self.stop, runs), (self._bar, runs), (self._now, runs)):
            widget.setVisible(shown)
        self.works.setEnabled(not runs)
        self.points.setEnabled(not runs)
        if step is not None and (self._task is None or not self._task.token.cancelled):
            self.stop.setEnabled(True)
            self._bar.setRange(0, step.total or 0)
            self._bar.setValue(min(step.done, step.total or 0))
            of = f"{setwords.number(step.done)} / {setwords.number(step.total)} · " if step.total else ""
            self._now.setText(of + watchwords.plain(step.what))


class RecallTable(QTreeWidget):
    """A kind of copy a row, those that are found least first. As high as its rows: the page does the scrolling."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Found, by kind of copy"))
        self.setRootIsDecorated(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setHeaderLabels(
            [self.tr("Copy"), self.tr("Equal"), self.tr("4 bits off"), self.tr("8 bits off"), self.tr("By points")]
        )
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        Theme.current().changed.connect(self._fit)

    def show_recalls(self, recalls: "Sequence[Recall]") -> None:
        """Take the figures."""
        self.clear()
        for each in sorted(recalls, key=lambda one: (one.by_hash[-1] / max(1, one.works), one.attack)):
            counts = [*each.by_hash, each.by_points]
            shares = ["–" if count is None else _percent(count / max(1, each.works)) for count in counts]
            item = QTreeWidgetItem([attack(each.attack) + ("" if each.on_grid else " *"), *shares])
            for column in range(1, 5):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(item)
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        rows = self.topLevelItemCount()
        row = max(self.sizeHintForRow(0), Theme.current().px(22))
        self.setFixedHeight(self.header().sizeHint().height() + rows * row + Theme.current().px(8))


def _percent(share: float) -> str:
    return f"{QLocale().toString(round(100 * share))} %"


def _named(works: "Sequence[tuple[Artwork, str]]") -> list[tuple[str, str]]:
    rows = [(watchwords.plain(f"#{work.number} {work.title}", 60), why) for work, why in works[:_NAMED]]
    if len(works) > _NAMED:
        more = setwords.translate("Sets", "and %1 more")
        rows.append(("", watchwords.filled(more, setwords.number(len(works) - _NAMED))))
    return rows
