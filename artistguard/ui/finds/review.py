"""Finds, a card a family: walked with J and K, judged with 1 to 4, taken back with Z."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from artistguard.model.errors import ArtistGuardError
from artistguard.model.finds import AllowKind, Find, Verdict
from artistguard.model.jobs import Change
from artistguard.model.watching import Coverage
from artistguard.ui import watchwords
from artistguard.ui.finds import asks
from artistguard.ui.finds.cardlist import CardList
from artistguard.ui.finds.comparing import Side
from artistguard.ui.finds.detail import FindDetail
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import Button, Chip, Empty, FlowLayout, button, muted

if TYPE_CHECKING:
    from artistguard.ui.context import Context

VERDICTS = (Verdict.MINE, Verdict.APPROVED, Verdict.NOT_MINE, Verdict.IGNORED)  # keys 1 to 4
_NARROW = 700  # px at 100 %: below, the list stands above the card
_SHORT = 400  # ... and below this height only the card is seen
_LIST = 330
_REFRESH_MS = 200
_COVERAGES = 6  # lines of what was searched, where nothing was found


class Review(QWidget):
    """Filter chips, the list, the card, and the bar of verdicts below it."""

    watch_asked = Signal()  # the empty place's button: nothing is watched yet
    look_asked = Signal()  # ... : look now

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Finds"))
        self._context = context
        self._which = asks.NEWS
        self._line: deque[Callable[[], None]] = deque()  # verdicts, one after the other
        self._busy = False
        self._coverage: Mapping[str, Sequence[Coverage]] = {}
        self._counts: Mapping[str, int] = {}
        self._watched = False
        self._wanted = ""  # the card to be shown once it is read
        self.chips = {
            asks.NEWS: Chip(self.tr("News")),
            asks.HELD: Chip(self.tr("Held back")),
            asks.JUDGED: Chip(self.tr("Judged")),
        }
        self.list = CardList()
        self.detail = FindDetail(context)
        self.verdicts: dict[Verdict, Button] = {}
        self.undo = button(self.tr("Undo"), "quiet", "retry", tip=self.tr("Take the last verdict back (Z)"))
        self.undo.clicked.connect(self.take_back)
        self.undo.setEnabled(False)
        self._told = muted("")
        self._before = button("", icon="chevron-left", tip=self.tr("The card before (K)"))
        self._after = button("", icon="chevron-right", tip=self.tr("The next card (J)"))
        for each in (self._before, self._after):
            each.setAccessibleName(each.toolTip())
        self.list.turned_to.connect(self._turned)
        self.detail.allowed.connect(self._allow)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.list)
        self._split.addWidget(self._right())
        self._split.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        self._blank: Empty | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._stack, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self._keys()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        context.bridge.changed.connect(self._changed)
        Theme.current().changed.connect(self._look)
        self._look()

    # --- what a person does

    def show_which(self, which: str) -> None:
        """News, held back or judged."""
        self._which = which
        self.chips[which].setChecked(True)
        self.refresh()

    def show_card(self, id_: str) -> None:
        """Go to one card, once it is read."""
        self._wanted = id_
        self.refresh()

    def judge(self, verdict: Verdict) -> None:
        """Say what the present card is. It leaves the list, and the next one comes up."""
        find = self.list.current
        if find is None or (find.verdict is verdict and not find.news):
            return
        row = self.list.currentIndex().row()
        if self._which != asks.JUDGED:
            self._counts = {**self._counts, asks.JUDGED: self._counts.get(asks.JUDGED, 0) + 1}
            self.list.cards.remove(find.id)
            self.list.go(min(row, self.list.cards.rowCount() - 1))
            self._show_rest()
        words = watchwords.filled(
            self.tr("%1: %2. Z takes it back."), watchwords.verdict(verdict), watchwords.plain(find.title, 80)
        )
        self._say(words)
        self._in_line(asks.judged(find.id, verdict), self._judged)

    def take_back(self) -> None:
        """Undo the last verdict; its card comes back."""
        self._in_line(asks.undone, self._taken_back)

    # --- reading

    def refresh(self) -> None:
        """Read the cards anew."""
        if self._line or self._busy:
            self._later.start()  # what was judged just now is not in the catalogue yet
            return
        which = self._which
        self._context.bridge.query(asks.reading(which), partial(self._read, which), owner=self)

    def _read(self, which: str, found: "asks.Reading") -> None:
        if which != self._which or self._line or self._busy:
            return
        self._watched, self._coverage, self._counts = found.watched, found.coverage, found.counts
        for each, chip in self.chips.items():
            chip.set_count(found.counts.get(each))
        self._context.set_count("finds", found.counts.get(asks.NEWS, 0))
        self.undo.setEnabled(found.counts.get(asks.JUDGED, 0) > 0)
        before = self._wanted or (self.list.current.id if self.list.current else "")
        self._wanted = ""
        self.list.cards.show(found.finds)
        if 0 < len(found.finds) < found.counts.get(which, 0):
            self._say(self.tr("The first %1 are shown.").replace("%1", self.locale().toString(len(found.finds))))
        if found.finds:
            self.list.go(max(0, self.list.cards.row_of(before)))
        self._show_rest()

    def _show_rest(self) -> None:
        """The cards, or the one sentence where there are none."""
        some = bool(self.list.cards.rowCount())
        self._foot.setVisible(some or bool(self._counts.get(asks.JUDGED)))
        if some:
            self._stack.setCurrentWidget(self._split)
            return
        inside = self._split.isAncestorOf(self.focusWidget() or self)
        self.detail.show_find(None)
        sentence, detail, action, signal = self._nothing()
        if self._blank is not None:
            self._stack.removeWidget(self._blank)
            self._blank.deleteLater()
        self._blank = Empty("finds", sentence, action, detail=detail)
        if self._blank.button is not None and signal is not None:
            self._blank.button.clicked.connect(signal)
        self._stack.addWidget(self._blank)
        self._stack.setCurrentWidget(self._blank)
        if inside:  # Z is still meant for this place
            self.chips[self._which].setFocus()

    def _nothing(self) -> tuple[str, str, str, Callable[[], object] | None]:
        """Sentence, what it rests on, the button's words, what the button does."""
        if self._which == asks.HELD:
            return self.tr("Nothing is held back."), "", "", None
        if self._which == asks.JUDGED:
            return self.tr("You have not judged a find yet."), "", "", None
        searched = [each for source in self._coverage.values() for each in source]
        detail = "\n".join(watchwords.coverage(each) for each in searched[:_COVERAGES])
        if self._counts.get(asks.JUDGED) or self._counts.get(asks.HELD):
            return self.tr("Nothing is new. What you judged, and what is held back, stands above."), detail, "", None
        if not self._watched:
            text = self.tr("Nothing is watched yet. A watch looks for your names, addresses and pictures by itself.")
            return text, "", self.tr("Add a watch"), self.watch_asked.emit
        return watchwords.nothing(searched), detail, self.tr("Look now"), self.look_asked.emit

    def _turned(self, find: Find | None) -> None:
        self.detail.show_find(find, self._coverage)
        for verdict, each in self.verdicts.items():
            each.setEnabled(find is not None)
            each.setChecked(find is not None and find.verdict is verdict)
        if find is not None and asks.pictured(find) is not None:
            self._context.bridge.query(asks.side(find), partial(self._side, find.id), lambda _: None, owner=self)

    def _side(self, find_id: str, side: Side | None) -> None:
        self.detail.show_side(find_id, side)

    # --- judging, in order

    def _in_line(self, fn: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        """One after the other: an undo must find the verdict that it undoes."""

        def begin() -> None:
            self._busy = True
            self._context.bridge.query(fn, partial(self._written, done), self._not_written, owner=self)

        self._line.append(begin)
        if not self._busy:
            self._line.popleft()()

    def _written(self, done: Callable[[Any], None], value: Any) -> None:
        self._busy = False
        done(value)
        if self._line:
            self._line.popleft()()
        else:
            self._context.bridge.tell([Change("find", ())])

    def _not_written(self, error: ArtistGuardError) -> None:
        self._busy = False
        self._line.clear()
        self._context.show_error(error)
        self.refresh()

    def _judged(self, find: Find) -> None:
        self.undo.setEnabled(True)
        if self._which == asks.JUDGED:
            self.list.cards.put(find)
            self._turned(self.list.current)

    def _taken_back(self, find: Find | None) -> None:
        if find is None:
            self._say(self.tr("There is no verdict to take back."))
            self.undo.setEnabled(False)
            return
        self._say(watchwords.filled(self.tr("Taken back: %1."), watchwords.plain(find.title, 80)))
        if self._which == asks.JUDGED and find.verdict is None:
            self.list.cards.remove(find.id)
        elif self._which != asks.HELD or find.held:
            self.list.cards.put(find)
            self.list.go(self.list.cards.row_of(find.id))
        self._show_rest()

    def _allow(self, kind: AllowKind, value: str) -> None:
        words = watchwords.filled(self.tr("Allowed: %1. Settings, My names lists it."), watchwords.plain(value, 80))
        self._in_line(asks.allowed(kind, value), lambda _: self._say(words))

    # --- inside

    def _say(self, text: str) -> None:
        self._told.setText(text)
        self._told.setAccessibleName(text)

    def _changed(self, changes: Sequence[Change]) -> None:
        if {"find", "watch", "allowance"} & {change.kind for change in changes}:
            self._later.start()

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 24, 8)
        chips = QWidget()
        flow = FlowLayout(chips, 8)
        group = QButtonGroup(self)
        for which, chip in self.chips.items():
            group.addButton(chip)
            flow.addWidget(chip)
            chip.clicked.connect(partial(self.show_which, which))
        self.chips[self._which].setChecked(True)
        policy = chips.sizePolicy()
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        row.addWidget(chips, 1)
        return head

    def _right(self) -> QWidget:
        right = QWidget()
        bar = QFrame()
        bar.setObjectName("verdicts")
        bar.setProperty("kind", "raised")
        bar.setAccessibleName(self.tr("Verdict"))
        column = QVBoxLayout(bar)
        column.setContentsMargins(24, 8, 16, 8)
        column.setSpacing(4)
        row = QWidget()
        flow = FlowLayout(row, 8)
        for each, by in ((self._before, -1), (self._after, 1)):
            each.clicked.connect(partial(self.list.step, by))
            flow.addWidget(each)
        for number, verdict in enumerate(VERDICTS, 1):
            made = button("", tip=f"{watchwords.verdict_meaning(verdict)} ({number})")
            made.setCheckable(True)
            made.setAccessibleName(watchwords.verdict(verdict))
            made.setAccessibleDescription(watchwords.verdict_meaning(verdict))
            made.setEnabled(False)
            made.clicked.connect(partial(self._pressed, verdict))
            self.verdicts[verdict] = made
            flow.addWidget(made)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        column.addWidget(row)
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.detail, 1)
        box.addWidget(bar)
        return right

    def _make_foot(self) -> QWidget:
        """What came of the last verdict, and the way back; there also when no card is left."""
        foot = QFrame()
        foot.setObjectName("foot")
        foot.setAccessibleName(self.tr("The last verdict"))
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self._told, 1)
        row.addWidget(self.undo)
        self._say(self.tr("J and K walk, 1 to 4 judge, Z takes back, C lays pictures over each other."))
        return foot

    def _pressed(self, verdict: Verdict) -> None:
        find = self.list.current
        self.verdicts[verdict].setChecked(find is not None and find.verdict is verdict)
        self.judge(verdict)

    def _keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "J": partial(self.list.step, 1),
            "K": partial(self.list.step, -1),
            "Z": self.take_back,
            "C": self.detail.compare.switch,
        }
        for number, verdict in enumerate(VERDICTS, 1):
            acts[str(number)] = partial(self.judge, verdict)
        for key, act in acts.items():
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Side by side where there is room, else one above the other."""
        super().resizeEvent(event)
        self._look()

    def _look(self) -> None:
        theme = Theme.current()
        narrow = self.width() < theme.px(_NARROW)
        alone = narrow and self.height() < theme.px(_SHORT)
        if alone and self.list.hasFocus():
            self._after.setFocus()
        self.list.setVisible(not alone)
        self._before.setVisible(alone)
        self._after.setVisible(alone)
        for number, (verdict, each) in enumerate(self.verdicts.items(), 1):
            each.setText(watchwords.verdict(verdict) if alone else f"{number}  {watchwords.verdict(verdict)}")
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._split.orientation() is not wanted:
            self._split.setOrientation(wanted)
        if narrow:
            self._split.setSizes([self.height() // 4, self.height() * 3 // 4])
        else:
            wide = min(theme.px(_LIST), self.width() * 3 // 8)
            self._split.setSizes([wide, max(1, self.width() - wide)])
