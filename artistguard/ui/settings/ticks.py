"""What is written into a file: a tick for each field, in plain words, with the field's own name beside."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from artistguard.model.preset import Field
from artistguard.ui.settings.parts import button, label, row


class Ticks(QWidget):
    """Three groups of ticks. Only what is ticked, and has something to say, is written."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Fields that are written"))
        self.boxes: dict[Field, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for title, fields in self._groups():
            column.addLayout(
                row(
                    label(title, "quiet", wrap=False),
                    None,
                    self._switch(self.tr("Tick all"), title, fields, True),
                    self._switch(self.tr("Tick none"), title, fields, False),
                )
            )
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(0, 1)
            for line, (field, words) in enumerate(fields.items()):
                box = QCheckBox(words)
                box.setAccessibleName(words)
                box.setAccessibleDescription(field.value)
                box.toggled.connect(lambda _: self.changed.emit())
                grid.addWidget(box, line, 0)
                own = label(field.value, "muted", wrap=False)
                own.setMinimumWidth(1)  # where there is no room for both, the field's own name is cut, not the words
                own.setToolTip(field.value)
                grid.addWidget(own, line, 1)
                self.boxes[field] = box
            column.addLayout(grid)

    def set(self, fields: frozenset[Field]) -> None:
        """Tick these."""
        for field, box in self.boxes.items():
            blocked = box.blockSignals(True)
            box.setChecked(field in fields)
            box.blockSignals(blocked)

    def get(self) -> frozenset[Field]:
        """What is ticked."""
        return frozenset(field for field, box in self.boxes.items() if box.isChecked())

    def _switch(self, words: str, group: str, fields: dict[Field, str], on: bool) -> QPushButton:
        made = button(words, lambda: self._all(fields, on), "quiet")
        made.setAccessibleName(f"{words}: {group}")
        return made

    def _all(self, fields: dict[Field, str], on: bool) -> None:
        for field in fields:
            self.boxes[field].setChecked(on)

    def _groups(self) -> tuple[tuple[str, dict[Field, str]], ...]:
        return (
            (
                self.tr("Credential"),
                {
                    Field.CREDENTIAL: self.tr("Who signed, and that nothing changed"),
                    Field.CAWG_TRAINING: self.tr("My four answers"),
                    Field.C2PA_TRAINING: self.tr("My four answers, in the older words"),
                    Field.CAWG_METADATA: self.tr("Creator and rights"),
                },
            ),
            (
                self.tr("Tags in the file (XMP)"),
                {
                    Field.PLUS_DATA_MINING: self.tr("My answer on mining and training"),
                    Field.PLUS_OTHER_CONSTRAINTS: self.tr("My conditions"),
                    Field.PLUS_LICENSOR: self.tr("Who gives licences"),
                    Field.PLUS_COPYRIGHT_OWNER: self.tr("Rights holder"),
                    Field.DC_TITLE: self.tr("Title"),
                    Field.DC_CREATOR: self.tr("Creator"),
                    Field.DC_RIGHTS: self.tr("Copyright notice"),
                    Field.XMP_MARKED: self.tr("That rights are reserved"),
                    Field.XMP_WEB_STATEMENT: self.tr("Page with my terms"),
                    Field.XMP_USAGE_TERMS: self.tr("Terms of use"),
                    Field.XMP_OWNER: self.tr("Owner"),
                    Field.PHOTOSHOP_CREDIT: self.tr("Credit line"),
                    Field.CREATOR_CONTACT: self.tr("E-mail and website"),
                    Field.SOURCE_TYPE: self.tr("How the picture was made"),
                    Field.TDM_RESERVATION: self.tr("Text and data mining reserved"),
                    Field.TDM_POLICY: self.tr("Address of my policy"),
                },
            ),
            (
                self.tr("Older tags (EXIF, IPTC)"),
                {
                    Field.EXIF_ARTIST: self.tr("Creator"),
                    Field.EXIF_COPYRIGHT: self.tr("Copyright notice"),
                    Field.IIM_BYLINE: self.tr("Creator"),
                    Field.IIM_COPYRIGHT: self.tr("Copyright notice"),
                    Field.IIM_CREDIT: self.tr("Credit line"),
                    Field.IIM_INSTRUCTIONS: self.tr("Terms of use"),
                },
            ),
        )
