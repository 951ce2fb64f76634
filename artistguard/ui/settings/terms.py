"""My terms: the presets, and the one that is chosen, to be edited."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout

from artistguard.model.jobs import Change
from artistguard.model.preset import Preset, PresetVersion
from artistguard.ui.settings.parts import Form, Page, Question, button, label, open_file, row, save_file
from artistguard.ui.settings.preset_editor import PresetEditor
from artistguard.ui.widgets import FlowLayout

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_KINDS = "Preset (*.json)"


class TermsPage(Page):
    """Presets. A version never changes: saving makes the next one, and older copies keep pointing at theirs."""

    kinds = frozenset({"preset"})

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("My terms"),
            self.tr("A preset holds your answers to AI, the rights, and what is written into copies."),
        )
        self._rows: list[tuple[Preset, PresetVersion, bool]] = []
        self._wanted = ""  # the preset to show after the next reading
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Preset"))
        self.choice.activated.connect(lambda _: self._chosen())
        self.new = button(
            self.tr("New preset…"), self._new, icon="plus", about=self.tr("A new preset that begins like this one")
        )
        self.take = button(self.tr("Import…"), self._import, about=self.tr("Take in a preset from a file"))
        self.export = button(self.tr("Export…"), self._export, about=self.tr("Write this preset to a file"))
        self.default = button(self.tr("Use by default"), self._make_default)
        self.body.addSpacing(8)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self.body.addWidget(self.choice)
        flow = FlowLayout()
        for each in (self.new, self.take, self.export, self.default):
            flow.addWidget(each)
        self.state = label("", "quiet")
        self.body.addWidget(self.state)
        self.body.addLayout(flow)
        self.naming = _Naming(self)
        self.body.addWidget(self.naming)
        self.question = Question()
        self.body.addWidget(self.question)
        self.editor = PresetEditor()
        self.editor.changed.connect(self._edited)
        self.body.addWidget(self.editor)
        self.finish()
        self.sentence = label("", "quiet")
        self.save = button(self.tr("Save"), self._save, "primary")
        self.undo = button(self.tr("Undo changes"), self._undo)
        foot = QFrame()
        foot.setProperty("kind", "raised")
        inside = row(self.sentence, self.undo, self.save)
        inside.setContentsMargins(24, 8, 24, 8)
        inside.setStretch(0, 1)
        foot.setLayout(inside)
        self.outer.addWidget(foot)
        self._edited()

    def refresh(self) -> None:
        """Read all presets."""

        def work(studio: "Studio") -> list[tuple[Preset, PresetVersion, bool]]:
            default = studio.catalogue.presets.default()
            first = default[0].id if default else ""
            presets = studio.catalogue.presets
            return [(*presets.get(found.id), found.id == first) for found in presets.list()]

        self.read(work, self._show)

    @property
    def preset(self) -> tuple[Preset, PresetVersion, bool] | None:
        """The chosen preset, its latest version, and whether it is the default."""
        index = self.choice.currentIndex()
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def _show(self, rows: list[tuple[Preset, PresetVersion, bool]]) -> None:
        before = self.preset
        kept = self._wanted or (before[0].id if before else "")
        unsaved = bool(before and self.editor.changes and not self._wanted)
        self._rows, self._wanted = rows, ""
        self.choice.clear()
        for preset, _, default in rows:
            name = preset.name + " (" + self.tr("default") + ")" if default else preset.name
            self.choice.addItem(name, preset.id)
        index = next((i for i, (p, _, d) in enumerate(rows) if p.id == kept or (not kept and d)), 0)
        self.choice.setCurrentIndex(index)
        if not unsaved:
            self._shown()

    def _chosen(self) -> None:
        """Another preset was picked; changes that were not saved are asked about first."""
        if not self.editor.changes:
            self._shown()
            return
        wanted = self.choice.currentData()
        shown = next((i for i, (_, version, _) in enumerate(self._rows) if version is self._version), 0)
        self.choice.setCurrentIndex(shown)

        def go_on() -> None:
            self.choice.setCurrentIndex(self.choice.findData(wanted))
            self._shown()

        self.question.ask(
            self.tr("What you changed in this preset is not saved yet."), self.tr("Leave it unsaved"), go_on
        )

    def _shown(self) -> None:
        found = self.preset
        if found is None:
            return
        preset, version, default = found
        self._version = version
        self.editor.show_preset(preset.name, version)
        self.state.setText(
            self.tr("Version %1, of %2.")
            .replace("%1", str(version.version))
            .replace("%2", f"{version.created_at.astimezone():%Y-%m-%d}")
            + " "
            + (self.tr("Used where nothing else is chosen.") if default else "")
        )
        self.default.setVisible(not default)
        self._edited()

    _version: PresetVersion | None = None

    def _edited(self) -> None:
        count = self.editor.changes
        trouble = self.editor.trouble if count else ""
        self.save.setEnabled(count > 0 and not trouble)
        self.undo.setEnabled(count > 0)
        if not count or self._version is None:
            self.sentence.setText(self.tr("Nothing changed."))
        elif trouble:
            self.sentence.setText(trouble)
        else:
            self.sentence.setText(
                self.tr("%n change(s). Saving makes version", "", count)
                + f" {self._version.version + 1}. "
                + self.tr("Copies made before keep what they say.")
            )

    def _undo(self) -> None:
        self._shown()

    def _save(self) -> None:
        found = self.preset
        if found is None or self._version is None:
            return
        preset, version = found[0], self._version
        settings, tick, untick = self.editor.settings()

        def work(studio: "Studio") -> tuple[PresetVersion, list[Change]]:
            from artistguard.workflow import presets

            catalogue = studio.catalogue
            with catalogue.transaction():
                content = presets.edited(version, settings, tick, untick)
                made = catalogue.presets.revise(preset.id, **content)
                if made.id != version.id:
                    details: dict[str, Any] = {"name": preset.name, "version": made.version}
                    catalogue.custody.append("preset-changed", preset.id, details)
            return made, [Change("preset", (preset.id,))]

        self._wanted = preset.id
        self.write(work, self._saved, lambda _: self._forget_wish())

    def _saved(self, version: PresetVersion) -> None:
        self.say(self.tr("Saved as version %1.").replace("%1", str(version.version)))

    def _forget_wish(self) -> None:
        self._wanted = ""

    def _new(self) -> None:
        found = self.preset
        if found is not None:
            self.naming.open(found[0].name)

    def make_preset(self, name: str, base: str) -> None:
        """A new preset that begins like another."""

        def work(studio: "Studio") -> tuple[Preset, list[Change]]:
            from artistguard.workflow import presets

            catalogue = studio.catalogue
            with catalogue.transaction():
                content = presets.edited(catalogue.presets.get(base)[1], [])
                preset, _ = catalogue.presets.create(name, **content)
                catalogue.custody.append("preset-created", preset.id, {"name": preset.name, "version": 1})
                self._wanted = preset.id
            return preset, [Change("preset", (preset.id,))]

        self.write(work, lambda preset: self.say(self.tr("%1 is there now.").replace("%1", preset.name)))

    def _make_default(self) -> None:
        found = self.preset
        if found is None:
            return
        preset = found[0]

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            studio.catalogue.presets.set_default(preset.id)
            return None, [Change("preset", (preset.id,))]

        self.write(work, lambda _: self.say(self.tr("%1 is the default now.").replace("%1", preset.name)))

    def _export(self) -> None:
        found = self.preset
        if found is None:
            return
        preset = found[0]
        path = save_file(self, self.tr("Export the preset"), f"{preset.name}.json", _KINDS)
        if path is None:
            return

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import presets

            presets.export_file(studio.catalogue, preset.id, path)
            return None, []

        self.write(work, lambda _: self.say(self.tr("Written to %1.").replace("%1", str(path))))

    def _import(self) -> None:
        path = open_file(self, self.tr("Import a preset"), _KINDS)
        if path is None:
            return

        def work(studio: "Studio") -> tuple[tuple[Preset, PresetVersion], list[Change]]:
            from artistguard.workflow import presets

            found = presets.import_file(studio.catalogue, path)
            self._wanted = found[0].id
            return found, [Change("preset", (found[0].id,))]

        self.write(work, self._imported)

    def _imported(self, found: tuple[Preset, PresetVersion]) -> None:
        words = self.tr("%1, version %2, was taken in.")
        self.say(words.replace("%1", found[0].name).replace("%2", str(found[1].version)))


class _Naming(QFrame):
    """Asks for a new preset's name, in the page."""

    def __init__(self, page: TermsPage) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("New preset"))
        self._page = page
        self._base = ""
        self.name = QLineEdit()
        self.name.returnPressed.connect(self._make)
        self.make = button(self.tr("Make it"), self._make, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        form = Form()
        form.add(self.tr("Name"), self.name)
        self.lead = label("", "quiet")
        column.addWidget(self.lead)
        column.addLayout(form)
        column.addLayout(row(self.make, button(self.tr("Not now"), self.hide), None))
        self.hide()

    def open(self, base: str) -> None:
        """Ask for the name of a preset that begins like `base`."""
        self._base = base
        self.lead.setText(self.tr("It begins like %1.").replace("%1", base))
        self.name.clear()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        if self.name.text().strip():
            self.hide()
            self._page.make_preset(self.name.text().strip(), self._base)
