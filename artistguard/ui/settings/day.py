"""A day, or none."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from artistguard.ui.settings.parts import row
from artistguard.ui.widgets import indent


class DayField(QWidget):
    """Two choices: without a day, or with one, which is then asked for."""

    changed = Signal()

    def __init__(self, without: str, with_: str, name: str) -> None:
        super().__init__()
        self.choice = QComboBox()
        self.choice.setAccessibleName(name)
        self.choice.addItem(without, False)
        self.choice.addItem(with_, True)
        self.day = indent(QDateEdit())
        self.day.setAccessibleName(with_)
        self.day.setCalendarPopup(False)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.choice.currentIndexChanged.connect(self._chosen)
        self.day.dateChanged.connect(lambda _: self.changed.emit())
        line = row(self.choice, self.day, None)
        self.setLayout(line)
        self.setFocusProxy(self.choice)
        self.set(None)

    def set(self, day: date | None) -> None:
        """Show a day, or none."""
        shown = day or date.today() + timedelta(days=365)
        for widget in (self.choice, self.day):
            widget.blockSignals(True)
        self.day.setDate(QDate(shown.year, shown.month, shown.day))
        self.choice.setCurrentIndex(int(day is not None))
        for widget in (self.choice, self.day):
            widget.blockSignals(False)
        self.day.setVisible(day is not None)

    def get(self) -> date | None:
        """The day, or None."""
        if not self.choice.currentData():
            return None
        found = self.day.date()
        return date(found.year(), found.month(), found.day())

    def _chosen(self) -> None:
        self.day.setVisible(bool(self.choice.currentData()))
        self.changed.emit()
