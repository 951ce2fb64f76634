"""A field for a day: arrow keys go a day on and back, page keys ten, wherever the cursor stands."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QWidget


class DayField(QDateEdit):
    """A day, written year first."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(QDate.currentDate(), parent)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setAccessibleName(name)

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """So many days."""
        self.setDate(self.date().addDays(steps))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:  # noqa: N802 - Qt's name
        """Whether there is a day before and one after."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self.date() > self.minimumDate():
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        if self.date() < self.maximumDate():
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        return flags

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab goes on to the next field, not from the year to the month."""
        return QWidget.focusNextPrevChild(self, forward)

    @property
    def chosen(self) -> date:
        """The day."""
        found = self.date()
        return date(found.year(), found.month(), found.day())
