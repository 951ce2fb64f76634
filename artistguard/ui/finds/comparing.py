"""A find's picture and the work: side by side or one over the other, what their nearness is worth, and a closer look.

The closer look compares the pictures point by point. It fetches theirs only after the question of consent, or takes a
file that the artist has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled, NotAgreed
from artistguard.model.jobs import Change
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui import watchwords
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.finds import setwords
from artistguard.ui.pair import Pair
from artistguard.ui.settings.parts import told
from artistguard.ui.slider import WHOLE, Region, Slider
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import FlowLayout, button, label

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.confirm_find import Compared
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Side:
    """Two pictures: the one that was captured, and the work it matched (JPEG of our own making; None: not at hand).

    `details` are those of the match: how it is shown, what its nearness is worth, which regions agree.
    """

    theirs: bytes | None
    ours: bytes | None
    their_title: str
    our_title: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Question:
    """What must be answered before a picture is fetched. `possible`: it is known where it lies, or it is here."""

    possible: bool
    missing: tuple[HostNeed, ...] = ()
    planned: tuple[Planned, ...] = ()
    network: bool = True


class Comparing(QWidget):
    """The pictures of one card."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._find = ""
        self._same = False  # the closer look was had
        self.pair = Pair()
        self.slider = Slider()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pair)
        self._stack.addWidget(self.slider)
        self._stack.setMinimumHeight(Theme.current().px(260))
        self._worth = label("", wrap=True)
        self._told = label("", wrap=True)
        self._trouble = label("", "look", wrap=True)
        self.consent = ConsentPanel(context)
        self.consent.agreed.connect(self.closer)
        self.turn = button("", "quiet", "split", tip=self.tr("Side by side, or one over the other (C)"))
        self.look = button(self.tr("Compare point by point"), icon="looks")
        self.file = button(self.tr("Compare with a file"), "quiet", "file")
        self.turn.clicked.connect(self.switch)
        self.look.clicked.connect(self.closer)
        self.file.clicked.connect(self._choose)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for each in (self.turn, self.look, self.file):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            flow.addWidget(each)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._stack, self._worth, self._told, self._trouble, self.consent, buttons):
            column.addWidget(widget)
        self._look()

    def show_side(self, find_id: str, side: Side | None) -> None:
        """Pictures, words and regions of a card; None: there is nothing to look at."""
        if find_id != self._find:
            self.consent.hide()
            self._say_trouble("")
            self._stack.setCurrentWidget(self.pair)
        self._find = find_id
        self.setVisible(side is not None)
        if side is None:
            return
        details = side.details
        in_set = "row" in details
        gone = self.tr("The set has its hash, not the picture.") if in_set else self.tr("It is not at hand.")
        title = spoken(side.their_title) if in_set else side.their_title  # a row has no name but our word for it
        self.pair.show_left(watchwords.plain(title, 80), setwords.shown(details), side.theirs, gone)
        self.pair.show_right(side.our_title, "", side.ours, self.tr("It is not at hand."))
        agreement = _agreement(details)
        same = self._same = agreement is not None and agreement.same
        self.pair.left.mark(agreement.theirs if agreement is not None and same else None)
        self.pair.right.mark(agreement.ours if agreement is not None and same else None)
        if side.theirs is not None and side.ours is not None:
            regions = (agreement.theirs, agreement.ours) if agreement is not None and same else (WHOLE, WHOLE)
            turned = agreement.mirrored if agreement is not None else details.get("turn") == "mirrored"
            self.slider.show_pictures(side.theirs, side.ours, *regions, turned)
        else:
            self.slider.clear()
            self._stack.setCurrentWidget(self.pair)
        worth = setwords.worth(details)
        self._worth.setText(worth)
        self._worth.setVisible(bool(worth))
        words = setwords.agreed(agreement.points, agreement.same) if agreement is not None else ""
        self._told.setText(words)
        self._told.setVisible(bool(words))
        self._look()

    def switch(self) -> None:
        """Side by side, or one over the other."""
        if self.slider.shown:
            over = self._stack.currentWidget() is self.pair
            self._stack.setCurrentWidget(self.slider if over else self.pair)
            if over:
                self.slider.setFocus()
            self._look()

    def closer(self) -> None:
        """Compare point by point, after the question of consent where the picture must be fetched."""
        self._context.bridge.query(partial(_question, self._find), self._asked, self._failed, owner=self)

    def _asked(self, question: _Question) -> None:
        if question.missing or not question.network:
            self.look.hide()
            self.consent.ask(question.missing, question.planned, Purpose.PICTURE)
        elif question.possible:
            self._compare(None)
        else:
            self._say_trouble(self.tr("The find does not say where its picture lies. Choose the file, if you have it."))

    def _compare(self, file: Path | None) -> None:
        find = self._find

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[Compared, list[Change]]":
            from artistguard.workflow.confirm_find import confirm_find

            return confirm_find(studio, find, file, cancel=cancel), [Change("find", (find,))]

        self._say_trouble("")
        for each in (self.look, self.file):
            each.setEnabled(False)
        bridge = self._context.bridge
        bridge.operate(self.tr("Comparing pictures"), work, self._compared, self._failed, owner=self, aside="compare")

    def _compared(self, _: "Compared") -> None:
        self._look()

    def _choose(self) -> None:
        kinds = self.tr("Pictures (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.file.text(), "", kinds)
        if name:
            self._compare(Path(name))

    def _failed(self, error: ArtistGuardError) -> None:
        self._look()
        if isinstance(error, NotAgreed) and error.host:  # the picture's host led to another one
            need = HostNeed(error.host, self.tr("The picture lies there."), True)
            self.consent.ask((need,), (), Purpose.PICTURE)
        elif not isinstance(error, Cancelled):
            self._say_trouble(told(error))

    def _say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def _look(self) -> None:
        over = self._stack.currentWidget() is self.slider
        self.turn.setText(self.tr("Side by side") if over else self.tr("One over the other"))
        self.turn.setVisible(self.slider.shown)
        self.look.setVisible(not self._same and not self.consent.isVisibleTo(self))
        for each in (self.look, self.file):
            each.setEnabled(True)


@dataclass(frozen=True, slots=True)
class _Agreed:
    points: int
    same: bool
    mirrored: bool
    ours: Region
    theirs: Region


def _agreement(details: Mapping[str, object]) -> _Agreed | None:
    """What a comparison told, as it is kept with the match."""
    found = details.get("agreement")
    if not isinstance(found, Mapping):
        return None
    ours, theirs = (tuple(float(share) for share in found[name]) for name in ("ours", "theirs"))
    if len(ours) != 4 or len(theirs) != 4:
        return None
    return _Agreed(int(found["points"]), bool(found["same"]), bool(found["mirrored"]), ours, theirs)


def _question(find_id: str, studio: "Studio") -> _Question:
    from artistguard.workflow import confirm_find, finds

    subject = confirm_find.comparable(studio, finds.get(studio, find_id))
    if subject is None or not (subject.url or subject.kept):
        return _Question(possible=False)
    missing, planned = confirm_find.missing(studio, subject)
    return _Question(True, missing, planned, bool(subject.kept) or studio.settings.network)
