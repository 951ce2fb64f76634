"""The question of consent, in the place that needs it: which host, why, and the exact bytes that would be sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import button, label, muted, section, set_kind, tab_through

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_LINES = 9  # of a request that are seen at once; the rest scrolls


class Requests(QPlainTextEdit):
    """Requests as they would leave, to the last byte."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("What would be sent"))
        Theme.current().changed.connect(self._look)

    def show_planned(self, planned: Sequence[Planned]) -> None:
        """Each under the reason for it."""
        self.setPlainText("\n\n".join(map(_bytes, planned)))
        self.setVisible(bool(planned))
        self._look()

    def _look(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(Theme.current().px(12))
        self.setFont(font)
        lines = max(2, min(_LINES, self.document().blockCount() + 1))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + Theme.current().px(20))


class ConsentPanel(QFrame):
    """Asks whether hosts may be asked. Nothing was sent and nothing is, before the user has agreed.

    Also says when the network is switched off, with the one button that leads to its switch.
    """

    agreed = Signal()  # written down: whoever asked may try again
    declined = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Question of consent"))
        self._context = context
        self._needs: tuple[HostNeed, ...] = ()
        self._purpose = Purpose.CHECK
        self._title = section("")
        self._title.setWordWrap(True)
        self._hosts = QVBoxLayout()
        self._hosts.setSpacing(4)
        self._ticks: list[tuple[QCheckBox, HostNeed]] = []
        self._sent = label(self.tr("This is what would be sent, to the last byte:"), "quiet", wrap=True)
        self.requests = Requests()
        self._learns = muted(self.tr("The host also learns your network address. You can withdraw this in Settings."))
        self._off = QWidget()
        row = QHBoxLayout(self._off)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(self.tr("The network is switched off."), "look", wrap=True), 1)
        self.settings = button(self.tr("Open the network settings"), "primary")
        self.settings.clicked.connect(lambda: context.go_to("settings", page="network"))
        row.addWidget(self.settings)
        self.ask_button = button("", "primary")
        self.ask_button.clicked.connect(self._agree)
        self.not_now = button(self.tr("Not now"))
        self.not_now.clicked.connect(self._decline)
        self._trouble = label("", "bad", wrap=True)
        self._trouble.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.ask_button)
        buttons.addWidget(self.not_now)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._hosts)
        column.addWidget(self._sent)
        column.addWidget(self.requests)
        column.addWidget(self._learns)
        column.addWidget(self._trouble)
        column.addWidget(self._off)
        column.addLayout(buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        context.bridge.changed.connect(self._changed)
        self.hide()

    def ask(self, needs: Sequence[HostNeed], planned: Sequence[Planned], purpose: Purpose) -> None:
        """Ask for these hosts. Without any, only the switch of the network is spoken of."""
        self._needs, self._purpose = tuple(needs), purpose
        first = [need for need in needs if not need.pictures] or list(needs)
        several = len(needs) > 1
        if not needs:
            self._title.setText(self.tr("This needs the network."))
        elif several:
            self._title.setText(self.tr("May these hosts be asked?"))
        else:
            self._title.setText(filled(self.tr("May %1 be asked?"), first[0].host))
        self._fill_hosts()
        self.requests.show_planned(planned)
        self._sent.setVisible(bool(planned))
        self._learns.setVisible(bool(needs))
        self.ask_button.setText(self.tr("Ask these hosts") if several else self.tr("Ask this host"))
        self.ask_button.setVisible(bool(needs))
        self.setAccessibleDescription(self._title.text())
        self._trouble.hide()
        self._off.hide()
        self.show()
        self._read_switch()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (*(tick for tick, _ in self._ticks), self.requests, self.settings, self.ask_button, self.not_now)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape is "Not now"."""
        if event.key() == Qt.Key.Key_Escape:
            self._decline()
        else:
            super().keyPressEvent(event)

    # --- inside

    def _fill_hosts(self) -> None:
        while (item := self._hosts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._ticks = []
        for need in self._needs:
            if len(self._needs) > 1:
                tick = QCheckBox(need.host)
                tick.setChecked(not need.pictures)
                tick.setAccessibleName(need.host)
                tick.setAccessibleDescription(spoken(need.why))
                tick.toggled.connect(self._ticked)
                self._ticks.append((tick, need))
                self._hosts.addWidget(tick)
            why = label(spoken(need.why), "quiet", wrap=True)
            why.setContentsMargins(Theme.current().px(22) + 5 if self._ticks else 0, 0, 0, 0)
            self._hosts.addWidget(why)
        tab_through(*self.stops)

    def _chosen(self) -> list[HostNeed]:
        if not self._ticks:
            return list(self._needs)
        return [need for tick, need in self._ticks if tick.isChecked()]

    def _ticked(self) -> None:
        self.ask_button.setEnabled(self._off.isHidden() and bool(self._chosen()))

    def _agree(self) -> None:
        chosen, purpose = self._chosen(), self._purpose
        words = [f"{need.host}: {spoken(need.why)}" for need in chosen]
        shown = "\n".join([*words, "", self.requests.toPlainText()]).strip()
        self.ask_button.setEnabled(False)

        def work(studio: "Studio") -> None:
            from artistguard.workflow import consents

            for need in chosen:
                consents.agree(studio, need.host, (Purpose.PICTURE,) if need.pictures else (purpose,), shown)

        self._context.bridge.query(work, self._done, self._failed, owner=self)

    def _done(self, _: None) -> None:
        self.hide()
        self._context.bridge.tell([Change("consent", ())])
        self.agreed.emit()

    def _failed(self, error: ArtistGuardError) -> None:
        self._trouble.setText(told(error))
        self._trouble.show()
        self._ticked()

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()

    def _changed(self, changes: Sequence[Change]) -> None:
        if not self.isHidden() and any(change.kind == "settings" for change in changes):
            self._read_switch()

    def _read_switch(self) -> None:
        self._context.bridge.query(lambda studio: studio.settings.network, self._switch_read, owner=self)

    def _switch_read(self, on: bool) -> None:
        if self.isHidden():
            return
        if on and not self._needs:
            self.hide()
            self.agreed.emit()  # there was nothing else to wait for
            return
        self._off.setVisible(not on)
        set_kind(self.ask_button, "primary" if on else "")
        self._ticked()


def _bytes(planned: Planned) -> str:
    """One request as it would leave, under the reason for it."""
    text = planned.request.replace("\r\n", "\n").rstrip("\n") or f"{planned.method} {planned.url}"
    return f"# {spoken(planned.why)}\n{text}" if planned.why else text
