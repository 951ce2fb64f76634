"""One preset: answers, rights, what is written, how copies are named. Saving makes the next version of it."""

from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from artistguard.model.preset import CredentialThumbnail, OutputRule, PresetVersion
from artistguard.model.rights import Permission, Reservation
from artistguard.ui.settings.answers import Answers
from artistguard.ui.settings.parts import Form, Lines, fields_of, label
from artistguard.ui.settings.rights_form import RightsForm
from artistguard.ui.settings.ticks import Ticks
from artistguard.ui.spoken import happened
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import indent

_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_EXAMPLE = {
    "stem": "harbour-lights",
    "number": "7",
    "title": "Harbour lights",
    "client": "Meridian Press",
    "size": "2048",
}


class PresetEditor(QWidget):
    """The content of a preset. `settings()` are the differences, in the words of the command line."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._version: PresetVersion | None = None
        self._name = ""
        self._named_wrong = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)

        self._part(column, self.tr("My answers to AI"))
        self.answers = Answers()
        self.answers.changed.connect(self._touched)
        column.addWidget(self.answers)
        form = Form()
        self.constraint = Lines()
        self.constraint.textChanged.connect(self._touched)
        form.add(self.tr("Conditions"), self.constraint, self.tr("Needed where an answer is “Ask me”. In plain words."))
        self.policy = QLineEdit()
        self.policy.setPlaceholderText("https://")
        self.policy.textEdited.connect(self._touched)
        form.add(self.tr("My policy"), self.policy, self.tr("A page where your answers stand, if you have one."))
        column.addLayout(form)

        self._part(column, self.tr("Rights"), self.tr("What is left empty is not written. A client's rights go first."))
        self.rights = RightsForm()
        self.rights.changed.connect(self._touched)
        column.addWidget(self.rights)
        form = Form()
        self.source_type = QComboBox()
        for uri, words in self._source_types():
            self.source_type.addItem(words, uri)
        self.source_type.currentIndexChanged.connect(self._touched)
        form.add(
            self.tr("How they were made"),
            self.source_type,
            self.tr("Stated for every work signed with this preset. State it only if it is true of all of them."),
        )
        column.addLayout(form)

        self._part(
            column,
            self.tr("What is written"),
            self.tr("Only what is ticked, and has something to say, is written into a copy."),
        )
        self.ticks = Ticks()
        self.ticks.changed.connect(self._touched)
        column.addWidget(self.ticks)

        self._output(column)

    def show_preset(self, name: str, version: PresetVersion) -> None:
        """Show a version as it stands; nothing is changed then."""
        self._version, self._name = None, name
        reservation, output = version.reservation, version.output
        self.answers.set(reservation.answers)
        self.constraint.setPlainText(reservation.constraint)
        self.policy.setText(reservation.policy_url)
        self.rights.set(version.rights)
        self.ticks.set(version.fields)
        self._choose(self.source_type, version.source_type or "")
        for key, field in self.rules.items():
            field.setText(getattr(output, key))
        self._choose(self.thumbnail, output.thumbnail.value)
        self._choose(self.posting_format, output.posting_format)
        self.posting_quality.setValue(output.posting_quality)
        self._version = version
        self._touched()

    def settings(self) -> tuple[list[str], list[str], list[str]]:
        """What differs from the shown version: `part.field=value` settings, fields to tick, fields to untick."""
        version = self._version
        if version is None:
            return [], [], []
        wanted = (
            ("rights", self.rights.get(), version.rights),
            ("reservation", self._reservation(), version.reservation),
            ("output", self.output(), version.output),
        )
        settings = [
            f"{part}.{name}={value}"
            for part, now, before in wanted
            for name, value in fields_of(now).items()
            if value != getattr(before, name)
        ]
        source = self.source_type.currentData()
        if source != (version.source_type or ""):
            settings.append(f"source_type={source}")
        ticked = self.ticks.get()
        return settings, sorted(ticked - version.fields), sorted(version.fields - ticked)

    @property
    def trouble(self) -> str:
        """Why this cannot be saved as it stands; empty: it can."""
        if self._named_wrong:
            return self.tr("A naming rule does not work yet.")
        asked = Permission.CONSTRAINED in self.answers.get().values()
        if asked and not self.constraint.toPlainText().strip():
            return self.tr("An answer is “Ask me”: state your conditions.")
        return ""

    @property
    def changes(self) -> int:
        """How many things differ from the shown version."""
        return sum(len(part) for part in self.settings())

    def output(self) -> OutputRule:
        """The rule for names and folders as it stands."""
        return OutputRule(
            name=self.rules["name"].text(),
            posting_name=self.rules["posting_name"].text(),
            folder=self.rules["folder"].text(),
            thumbnail=CredentialThumbnail(self.thumbnail.currentData()),
            posting_format=self.posting_format.currentData(),
            posting_quality=self.posting_quality.value(),
        )

    def _reservation(self) -> Reservation:
        answers = {use.value: permission for use, permission in self.answers.get().items()}
        return Reservation(
            **answers, constraint=self.constraint.toPlainText().strip(), policy_url=self.policy.text().strip()
        )

    def _output(self, column: QVBoxLayout) -> None:
        self._part(
            column,
            self.tr("Names and folders of copies"),
            self.tr("Placeholders: {stem} {number} {title} {client} {preset} {size} {year}, and {tree} for folders."),
        )
        form = Form()
        self.rules = {name: QLineEdit() for name in ("name", "posting_name", "folder")}
        words = {
            "name": (self.tr("Signed copies"), self.tr("Naming rule of signed copies")),
            "posting_name": (self.tr("Posting copies"), self.tr("Naming rule of posting copies")),
            "folder": (self.tr("Folder"), self.tr("Folder rule, below the target folder; {tree} keeps your folders")),
        }
        for key, field in self.rules.items():
            field.textEdited.connect(self._touched)
            field.setAccessibleDescription(words[key][1])
            field.setToolTip(words[key][1])
            form.add(words[key][0], field)
        self.example = label("", "quiet")
        self.example.setAccessibleName(self.tr("Example of the names"))
        form.addRow("", self.example)
        self.posting_format = QComboBox()
        for value, text in (("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WebP")):
            self.posting_format.addItem(text, value)
        self.posting_format.currentIndexChanged.connect(self._touched)
        form.add(self.tr("Posting format"), self.posting_format)
        self.posting_quality = indent(QSpinBox())
        self.posting_quality.setRange(1, 100)
        self.posting_quality.valueChanged.connect(self._touched)
        form.add(self.tr("Posting quality"), self.posting_quality, self.tr("1 to 100, for JPEG and WebP."))
        self.thumbnail = QComboBox()
        self.thumbnail.addItem(self.tr("No picture"), CredentialThumbnail.NONE.value)
        self.thumbnail.addItem(self.tr("A small picture, 256 pixels"), CredentialThumbnail.SMALL.value)
        self.thumbnail.currentIndexChanged.connect(self._touched)
        form.add(self.tr("In the credential"), self.thumbnail, self.tr("Whether it shows a small picture of the work."))
        column.addLayout(form)

    def _part(self, column: QVBoxLayout, title: str, lead: str = "") -> None:
        column.addSpacing(Theme.current().px(16))
        column.addWidget(label(title, "section"))
        if lead:
            column.addWidget(label(lead, "quiet"))

    def _touched(self, *_: object) -> None:
        asked = Permission.CONSTRAINED in self.answers.get().values()
        self.constraint.setEnabled(asked or bool(self.constraint.toPlainText()))
        self.posting_quality.setEnabled(self.posting_format.currentData() != "png")
        self._show_example()
        if self._version is not None:
            self.changed.emit()

    def _show_example(self) -> None:
        from artistguard.model.errors import UsageError
        from artistguard.workflow.naming import fitted, render
        from artistguard.workflow.presets import check_output

        rule = self.output()
        year = str(datetime.now(UTC).year)
        values = {**_EXAMPLE, "preset": self._name, "year": year}
        try:
            check_output(rule)
            folder = render(rule.folder, {**values, "tree": "Harbour"})
            signed = fitted(render(rule.name, values), ".png")
            posted = fitted(
                render(rule.posting_name, values), {"jpeg": ".jpg"}.get(rule.posting_format, f".{rule.posting_format}")
            )
        except UsageError as error:
            self._named_wrong = True
            self.example.setProperty("kind", "bad")
            self.example.setText(happened(error))
        else:
            self._named_wrong = False
            self.example.setProperty("kind", "quiet")
            lead = f"{folder.strip('/')}/" if folder.strip("/.") else ""
            text = self.tr("Harbour/harbour-lights.png becomes") + f" {lead}{signed}\n"
            self.example.setText(text + self.tr("and, to post,") + f" {lead}{posted}")
        self.example.style().unpolish(self.example)
        self.example.style().polish(self.example)

    def _choose(self, box: QComboBox, value: str) -> None:
        index = box.findData(value)
        if index < 0:
            box.addItem(value.removeprefix(_SOURCE), value)
            index = box.count() - 1
        box.setCurrentIndex(index)

    def _source_types(self) -> tuple[tuple[str, str], ...]:
        return (
            ("", self.tr("State nothing")),
            (_SOURCE + "digitalCreation", self.tr("Drawn by hand on a computer")),
            (_SOURCE + "print", self.tr("Scanned from paper or canvas")),
            (_SOURCE + "digitalCapture", self.tr("Photographed")),
            (_SOURCE + "composite", self.tr("Put together from several")),
            (_SOURCE + "algorithmicMedia", self.tr("Made by a program, without training data")),
        )
