"""A watch more: its source is chosen, what it would ask is shown to the last byte, and only then it is agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.model.watching import HostNeed, Key, Planned
from artistguard.ui import watchwords
from artistguard.ui.consent import ConsentPanel, Requests
from artistguard.ui.settings.parts import Form, row, told
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import button, label, muted, section

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_PAUSE_MS = 300
_CADENCES = (24, 72, 168, 720)  # hours


@dataclass(frozen=True, slots=True)
class Offered:
    """A source that can be watched."""

    name: str
    title: str
    keys: tuple[Key, ...]
    cadence_hours: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a watch would ask, and what is missing before it may."""

    requests: tuple[Planned, ...]
    missing: tuple[HostNeed, ...]
    pictures: tuple[HostNeed, ...]
    left_out: tuple[str, ...]
    network: bool


class AddWatch(QFrame):
    """The form. Nothing is sent by opening it."""

    added = Signal(str)  # the watch's id
    closed = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Add a watch"))
        self._context = context
        self._offered: tuple[Offered, ...] = ()
        self._asked = 0
        self.source = QComboBox()
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.dataset = QLineEdit()
        self.dataset.setPlaceholderText("laion/laion2B-en-aesthetic")
        self.cadence = QComboBox()
        for hours in _CADENCES:
            self.cadence.addItem(watchwords.cadence(hours), hours)
        self._form = Form()
        self._form.add(self.tr("Source"), self.source)
        self._form.add(
            self.tr("Data set"),
            self.dataset,
            self.tr(
                "As its page calls it: account/name. Left empty: all that are known. To scan it: name, path, address."
            ),
        )
        self._form.add(self.tr("How often"), self.cadence)
        self._keys = label("", "quiet", wrap=True)
        self._left_out = muted("")
        self._trouble = label("", "look", wrap=True)
        self._sent = label(self.tr("This is what it would ask first, to the last byte:"), "quiet", wrap=True)
        self.requests = Requests()
        self.consent = ConsentPanel(context)
        self.consent.agreed.connect(self._add)
        self.consent.declined.connect(self.close_)
        self.go = button(self.tr("Add this watch"), "primary")
        self.go.clicked.connect(self._add)
        self.cancel = button(self.tr("Not now"))
        self.cancel.clicked.connect(self.close_)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(section(self.tr("Add a watch")))
        column.addLayout(self._form)
        for widget in (self._keys, self._left_out, self._trouble, self._sent, self.requests, self.consent):
            column.addWidget(widget)
        column.addLayout(row(self.go, self.cancel, None))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._read_plan)
        self.source.currentIndexChanged.connect(self._chosen)
        self.dataset.textEdited.connect(lambda: self._later.start())
        self._reset()
        self.hide()

    def begin(self) -> None:
        """Open: the sources are read, the keyboard goes to the first field."""
        self._reset()
        self.show()
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)
        self._context.bridge.query(_sources, self._show_sources, self._failed, owner=self)

    def close_(self) -> None:
        """Close without adding."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
        else:
            super().keyPressEvent(event)

    # --- inside

    @property
    def _source(self) -> Offered | None:
        index = self.source.currentIndex()
        return self._offered[index] if 0 <= index < len(self._offered) else None

    def _params(self) -> Mapping[str, object]:
        name = self.dataset.text().strip() if self._asks_dataset() else ""
        return {"dataset": name} if name else {}

    def _asks_dataset(self) -> bool:
        return self._source is not None and self._source.name in ("dataset-viewer", "set")

    def _show_sources(self, found: Sequence[Offered]) -> None:
        self._offered = tuple(found)
        self.source.blockSignals(True)
        self.source.clear()
        for each in found:
            self.source.addItem(spoken(each.title), each.name)
        self.source.blockSignals(False)
        self._chosen()

    def _chosen(self) -> None:
        source = self._source
        self._reset()
        self._form.setRowVisible(1, self._asks_dataset())
        if source is None:
            return
        index = self.cadence.findData(source.cadence_hours)
        if index < 0:
            self.cadence.addItem(watchwords.cadence(source.cadence_hours), source.cadence_hours)
            index = self.cadence.count() - 1
        self.cadence.setCurrentIndex(index)
        keys = ", ".join(watchwords.key(key) for key in Key if key in source.keys)
        self._keys.setText(watchwords.filled(self.tr("Looks for you %1."), keys))
        self._keys.show()
        self._later.start(0)

    def _reset(self) -> None:
        for widget in (self._keys, self._left_out, self._trouble, self._sent, self.requests, self.consent, self.go):
            widget.hide()

    def _read_plan(self) -> None:
        source = self._source
        if source is None:
            return
        name, params = source.name, self._params()

        def read(studio: "Studio") -> Preview:
            from artistguard.workflow import watches

            plan = watches.preview(studio, name, params)
            return Preview(plan.requests, plan.missing, plan.pictures, plan.left_out, studio.settings.network)

        # Reads answer in any order: only the last one asked for is about what stands in the fields.
        self._asked += 1
        number = self._asked

        def shown(plan: Preview) -> None:
            if number == self._asked:
                self._show_plan(plan)

        def failed(error: ArtistGuardError) -> None:
            if number == self._asked:
                self._failed(error)

        self._context.bridge.query(read, shown, failed, owner=self)

    def _show_plan(self, plan: Preview) -> None:
        if self.isHidden():
            return
        self._trouble.hide()
        names = ", ".join(watchwords.plain(each, 60) for each in plan.left_out)
        self._left_out.setText(watchwords.filled(self.tr("Under seal, so not asked for: %1."), names))
        self._left_out.setVisible(bool(plan.left_out))
        asks = bool(plan.missing) or not plan.network
        self.go.setVisible(not asks)
        self.cancel.setVisible(not asks)
        self._sent.setVisible(not asks and bool(plan.requests))
        if asks:
            self.requests.hide()
            self.consent.ask((*plan.missing, *plan.pictures), plan.requests, Purpose.WATCH)
        else:
            self.consent.hide()
            self.requests.show_planned(plan.requests)

    def _add(self) -> None:
        source, params, hours = self._source, self._params(), int(self.cadence.currentData())
        if source is None:
            return
        name = source.name

        def work(studio: "Studio") -> str:
            from artistguard.workflow import watches

            return watches.add(studio, name, params=params, cadence_hours=hours).id

        self._context.bridge.query(work, self._done, self._failed, owner=self)

    def _done(self, id_: str) -> None:
        self.hide()
        self._context.bridge.tell([Change("watch", (id_,))])
        self.added.emit(id_)

    def _failed(self, error: ArtistGuardError) -> None:
        self._reset()
        self.cancel.show()
        self._trouble.setText(told(error))
        self._trouble.show()


def _sources(studio: "Studio") -> list[Offered]:
    from artistguard.workflow import watches

    found = watches.sources(studio).values()
    return [
        Offered(each.name, each.title, tuple(key for key in Key if key in each.keys), each.cadence_hours)
        for each in found
    ]
