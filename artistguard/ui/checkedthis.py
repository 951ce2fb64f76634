"""The answer about a link, a text or a file that holds no picture: what of mine is in it, and what was searched."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError
from artistguard.ui import watchwords
from artistguard.ui.answer import sentence_of
from artistguard.ui.column import TextLines, broken
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.matches import MatchRows
from artistguard.ui.settings.parts import told
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import KeyValues, button, heading, label, section, set_kind

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.check_this import CheckedThis


class ThisAnswer(QWidget):
    """What was found. Where a host must be asked first, the question stands here, in place."""

    again = Signal()  # agreed: ask once more
    stopped = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checked: CheckedThis | None = None
        self._title = label("", "quiet", wrap=True)
        self._sentence = heading("")
        for words in (self._title, self._sentence):
            words.setWordWrap(True)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._detail = label("", "look", wrap=True)
        self.stop = button(self.tr("Stop"), icon="stop")
        self.stop.clicked.connect(self.stopped)
        self.consent = ConsentPanel(context)
        self.consent.agreed.connect(self.again)
        self._reasons_title = section(self.tr("Why"))
        self.reasons = MatchRows()
        self._looked_title = section(self.tr("Pictures"))
        self._looked = KeyValues()
        self._searched_title = section(self.tr("What was searched"))
        self._searched = TextLines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(8)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addWidget(self._detail)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.consent)
        column.addSpacing(4)
        for widget in (
            self._reasons_title,
            self.reasons,
            self._looked_title,
            self._looked,
            self._searched_title,
            self._searched,
        ):
            column.addWidget(widget)
        self._clear()

    @property
    def sentence(self) -> str:
        """The answer in words."""
        return self._sentence.text()

    def wait(self, what: str) -> None:
        """Say that it is being looked at."""
        self._clear()
        self._title.setText(broken(watchwords.plain(what, 120)))
        self._sentence.setText(self.tr("Looking ..."))
        self.stop.show()

    def show_checked(self, checked: "CheckedThis") -> None:
        """Show what was found."""
        self._clear()
        self.checked = checked
        # What was pasted has no name of its own; what stands behind a link keeps its own.
        title = spoken(checked.title) if checked.kind.value == "text" else checked.title
        self._title.setText(broken(watchwords.plain(title, 200)))
        asks = bool(checked.missing) and not checked.answered
        self._sentence.setText(
            self.tr("Nothing was sent yet.") if asks else broken(watchwords.plain(spoken(checked.sentence), 600))
        )
        self._show_reasons(checked)
        if checked.missing:
            self.consent.ask(checked.missing, checked.planned, Purpose.CHECK)
        self.setAccessibleName(self._sentence.text())

    def show_error(self, error: ArtistGuardError) -> None:
        """What went wrong, and the switch where that was it."""
        self._clear()
        self._sentence.setText(f"{spoken(error.title)}.")
        self._detail.setText(told(error))
        set_kind(self._detail, "look")
        self._detail.show()
        if error.code == "network-off":
            self._detail.hide()
            self.consent.ask((), (), Purpose.CHECK)
        self.setAccessibleName(self._sentence.text())

    # --- inside

    def _show_reasons(self, checked: "CheckedThis") -> None:
        self.reasons.show_matches(checked.matches)
        rows = [(watchwords.plain(str(each.path.name), 60), sentence_of(each)) for each in checked.looked_up]
        self._looked.set_rows(rows)
        self._searched.set_lines(broken(watchwords.coverage(each)) for each in checked.coverage)
        for title, part, shown in (
            (self._reasons_title, self.reasons, bool(checked.matches)),
            (self._looked_title, self._looked, bool(rows)),
            (self._searched_title, self._searched, bool(checked.coverage)),
        ):
            title.setVisible(shown)
            part.setVisible(shown)

    def _clear(self) -> None:
        self.checked = None
        for widget in (
            self._detail,
            self.stop,
            self.consent,
            self._reasons_title,
            self.reasons,
            self._looked_title,
            self._looked,
            self._searched_title,
            self._searched,
        ):
            widget.hide()
