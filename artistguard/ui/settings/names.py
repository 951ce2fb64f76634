"""My names: how the artist is called, here and elsewhere, and where they publish."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from artistguard.model.jobs import Change
from artistguard.model.rights import Profile
from artistguard.ui.settings.parts import Form, Lines, Page, button, row

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_LISTS = ("aliases", "handles", "addresses")


class NamesPage(Page):
    """The profile, one name or address a line."""

    kinds = frozenset({"profile"})

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("My names"),
            self.tr("Your name goes into your pictures. The others stay on this machine, to look for you by."),
        )
        self._edited = False  # what was typed and not saved yet is never read over
        form = Form()
        self.name = QLineEdit()
        self.name.textEdited.connect(self._typed)
        form.add(self.tr("Name"), self.name, self.tr("As it should stand in your pictures."))
        self.lists: dict[str, Lines] = {}
        words = {
            "aliases": (self.tr("Other names"), self.tr("Pen names and former names, one a line.")),
            "handles": (self.tr("Handles"), self.tr("Your accounts, one a line.")),
            "addresses": (self.tr("Addresses"), self.tr("Sites and pages of your own, one a line.")),
        }
        for key in _LISTS:
            field = Lines()
            field.textChanged.connect(self._typed)
            form.add(words[key][0], field, words[key][1])
            self.lists[key] = field
        self.body.addSpacing(8)
        self.body.addLayout(form)
        self.save = button(self.tr("Save"), self._save, "primary")
        self.body.addSpacing(8)
        self.body.addLayout(row(self.save, None))
        self.finish()

    def refresh(self) -> None:
        """Read the profile."""
        self.read(lambda studio: studio.catalogue.profile.get(), self._show)

    def _typed(self, *_: object) -> None:
        self._edited = True

    def _show(self, profile: Profile) -> None:
        if self._edited:
            return
        self.name.setText(profile.name)
        for key, field in self.lists.items():
            field.setPlainText("\n".join(getattr(profile, key)))
        self._edited = False

    def _save(self) -> None:
        lists: dict[str, Any] = {key: tuple(_lines(field.toPlainText())) for key, field in self.lists.items()}
        name = self.name.text().strip()

        def work(studio: "Studio") -> tuple[bool, list[Change]]:
            profile = studio.catalogue.profile.get()
            wanted = replace(profile, name=name, **lists)
            if profile == wanted:
                return False, []
            with studio.catalogue.transaction():
                studio.catalogue.profile.set(wanted)
                studio.catalogue.custody.append("profile-changed", "profile", {"name": wanted.name})
            return True, [Change("profile", ("profile",))]

        self.write(work, self._saved)

    def _saved(self, changed: bool) -> None:
        self._edited = False
        self.say(self.tr("Saved.") if changed else self.tr("Nothing to save: that is how it was."))


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
