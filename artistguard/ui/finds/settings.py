"""How watches run by themselves: while the window is open, while it is closed, and whether the desktop is told."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.ui import byitself, watchwords
from artistguard.ui.settings.parts import told
from artistguard.ui.widgets import button, label, section

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Timer:
    """What the system's own scheduler does: its name, whether it runs the watch, what it said if it does not."""

    called: str
    on: bool
    trouble: str


class RunsByItself(QWidget):
    """Two switches, and the system's scheduler."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._on = False
        self.switches: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(4)
        column.addWidget(section(self.tr("By itself")))
        for key, text in (
            (byitself.RUN, self.tr("Run watches that are due while this window is open")),
            (byitself.TELL, self.tr("Say on the desktop when something new was found")),
        ):
            made = self.switches[key] = QCheckBox(text)
            made.setAccessibleName(text)
            made.setChecked(byitself.wanted(context, key))
            made.toggled.connect(partial(byitself.want, context, key))
            column.addWidget(made)
        self._timer = label("", "quiet", wrap=True)
        self.turn = button("")
        self.turn.clicked.connect(self._turn)
        self.turn.hide()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._timer, 1)
        row.addWidget(self.turn)
        column.addSpacing(4)
        column.addLayout(row)

    def refresh(self) -> None:
        """Ask the system's scheduler."""
        self._context.bridge.query(_status, self._show, self._failed, owner=self)

    def _show(self, timer: Timer) -> None:
        self._on = timer.on
        if timer.on:
            words = self.tr("While it is closed: %1 looks every hour whether a watch is due.")
        else:
            words = self.tr("While it is closed nothing runs. %1 can look every hour whether a watch is due.")
        text = watchwords.filled(words, timer.called)
        if timer.trouble:
            text += " " + watchwords.filled(self.tr("It said: %1"), watchwords.plain(timer.trouble, 300))
        self._timer.setText(text)
        self.turn.setText(self.tr("Switch that off") if timer.on else self.tr("Switch that on"))
        self.turn.setAccessibleDescription(text)
        self.turn.setEnabled(True)
        self.turn.show()

    def _failed(self, error: ArtistGuardError) -> None:
        self._timer.setText(told(error))
        self.turn.setEnabled(True)

    def _turn(self) -> None:
        self.turn.setEnabled(False)
        on = not self._on

        def work(studio: "Studio") -> Timer:
            from artistguard.workflow import schedule_units

            found = schedule_units.install(studio) if on else schedule_units.uninstall(studio)
            return Timer(found.scheduler.called, on and not found.trouble, found.trouble)

        self._context.bridge.query(work, self._show, self._failed, owner=self)


def _status(studio: "Studio") -> Timer:
    from artistguard.workflow import schedule_units

    found = schedule_units.status(studio)
    return Timer(found.scheduler.called, found.installed and not found.trouble, found.trouble)
