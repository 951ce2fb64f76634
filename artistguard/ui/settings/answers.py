"""The four answers to AI, as a small table of radio buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from artistguard.model.rights import DataUse, Permission
from artistguard.ui.settings.parts import label

_ORDER = (Permission.NOT_ALLOWED, Permission.CONSTRAINED, Permission.ALLOWED)


class Answers(QWidget):
    """A row for each use, a column for each answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("My answers to AI"))
        uses = {
            DataUse.DATA_MINING: (self.tr("Data mining"), self.tr("collecting and analysing pictures with programs")),
            DataUse.AI_TRAINING: (self.tr("AI training"), self.tr("training models that recognise or sort")),
            DataUse.AI_GENERATIVE_TRAINING: (
                self.tr("Generative training"),
                self.tr("training models that make pictures"),
            ),
            DataUse.AI_INFERENCE: (self.tr("AI input"), self.tr("giving the picture to a finished model")),
        }
        words = {
            Permission.NOT_ALLOWED: self.tr("No"),
            Permission.CONSTRAINED: self.tr("Ask me"),
            Permission.ALLOWED: self.tr("Yes"),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for column, permission in enumerate(_ORDER, start=1):
            grid.addWidget(label(words[permission], "quiet", wrap=False), 0, column, Qt.AlignmentFlag.AlignHCenter)
        self._groups: dict[DataUse, QButtonGroup] = {}
        self.buttons: dict[tuple[DataUse, Permission], QRadioButton] = {}
        for line, (use, (name, meaning)) in enumerate(uses.items(), start=1):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(label(name))
            cell.addWidget(label(meaning, "muted"))
            grid.addLayout(cell, line, 0)
            group = QButtonGroup(self)
            for column, permission in enumerate(_ORDER, start=1):
                choice = QRadioButton()
                choice.setAccessibleName(f"{name}: {words[permission]}")
                choice.setAccessibleDescription(meaning)
                choice.setToolTip(f"{name}: {words[permission]}")
                group.addButton(choice, column)
                grid.addWidget(choice, line, column, Qt.AlignmentFlag.AlignHCenter)
                self.buttons[use, permission] = choice
            group.idToggled.connect(lambda _, on: self.changed.emit() if on else None)
            self._groups[use] = group

    def set(self, answers: dict[DataUse, Permission]) -> None:
        """Show these answers."""
        for use, permission in answers.items():
            group = self._groups[use]
            blocked = group.blockSignals(True)
            self.buttons[use, permission].setChecked(True)
            group.blockSignals(blocked)

    def get(self) -> dict[DataUse, Permission]:
        """The answers as they stand."""
        return {use: _ORDER[max(1, group.checkedId()) - 1] for use, group in self._groups.items()}
