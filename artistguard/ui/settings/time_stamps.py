"""Time stamps: who says when a copy was signed, and what they are told."""

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtWidgets import QCheckBox, QLineEdit

from artistguard.model.jobs import Change
from artistguard.settings import Settings
from artistguard.ui.settings.parts import Form, Page, button, label, row

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio


class TimeStampsPage(Page):
    """The time-stamp authority (RFC 3161)."""

    kinds = frozenset({"settings"})

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("Time stamps"),
            self.tr(
                "A time stamp is somebody else's word on when a copy was signed. With one, your copies stay valid "
                "after your certificate has run out. Without one a credential holds no time at all."
            ),
        )
        self._edited = False  # what was typed and not saved yet is never read over
        form = Form()
        self.authority = QLineEdit()
        self.authority.textEdited.connect(self._typed)
        self.authority.setPlaceholderText("https://")
        self.authority.setClearButtonEnabled(True)
        self.local = QCheckBox(self.tr("It stands on our own network"))
        self.local.setAccessibleName(self.local.text())
        self.local.clicked.connect(self._typed)
        form.add(
            self.tr("Authority"),
            self.authority,
            self.tr("Its address (RFC 3161). Empty: no time stamps. Some ask for a pause between requests."),
        )
        form.add(
            "",
            self.local,
            self.tr("Only for a studio's own authority: the address may then be a private one."),
        )
        self.local.setAccessibleName(self.local.text())
        self.body.addSpacing(8)
        self.body.addLayout(form)
        part = self.section(self.tr("What they are told"))
        part.addWidget(
            label(
                self.tr(
                    "One request for each copy, of about 100 bytes: a hash of its signature, nothing of the picture "
                    "and no name. A sealed client's works are never sent. While the network is switched off copies are "
                    "signed without a time stamp, and the copy's line says so."
                )
            )
        )
        self.state = label("", "quiet")
        part.addWidget(self.state)
        self.body.addSpacing(8)
        self.save = button(self.tr("Save"), self._save, "primary")
        self.body.addLayout(row(self.save, None))
        self.finish()

    def refresh(self) -> None:
        """Read the settings."""
        self.read(lambda studio: studio.settings, self._show)

    def _typed(self, *_: object) -> None:
        self._edited = True

    def _show(self, settings: Settings) -> None:
        if not self._edited:
            self.authority.setText(settings.time_authority)
            self.local.setChecked(settings.time_authority_local)
        if not settings.time_authority:
            words = self.tr("No time stamps are asked for.")
        elif settings.network:
            words = self.tr("The network is on: the next copies get a time stamp.")
        else:
            words = self.tr("The network is switched off: the next copies get no time stamp.")
        self.state.setText(words)

    def _save(self) -> None:
        url, local = self.authority.text().strip(), self.local.isChecked()
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            self.say(self.tr("That is no address. It begins with https:// or http://."), "bad")
            self.authority.setFocus()
            return

        def work(studio: "Studio") -> tuple[Settings, list[Change]]:
            studio.save(replace(studio.settings, time_authority=url, time_authority_local=local))
            return studio.settings, [Change("settings", ())]

        self.write(work, self._saved)

    def _saved(self, settings: Settings) -> None:
        self._edited = False
        self._show(settings)
        self.say(self.tr("Saved."))
