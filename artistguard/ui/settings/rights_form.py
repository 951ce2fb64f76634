"""Whose work it is and how to reach them: the fields of Rights, for presets and clients alike."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from artistguard.model.rights import Rights
from artistguard.ui.settings.parts import Form


class RightsForm(QWidget):
    """A line for each field. What is left empty is not stated, and then not written."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        self.setLayout(form)
        self.setAccessibleName(self.tr("Rights"))
        self.fields: dict[str, QLineEdit] = {}
        for name, (text, hint) in self._words().items():
            field = QLineEdit()
            field.setPlaceholderText(hint)
            field.textEdited.connect(lambda _: self.changed.emit())
            form.add(text, field)
            self.fields[name] = field

    def set(self, rights: Rights) -> None:
        """Show these rights."""
        for name, field in self.fields.items():
            if field.text() != getattr(rights, name):
                field.setText(getattr(rights, name))

    def get(self) -> Rights:
        """The rights as they stand."""
        return Rights(**{name: field.text().strip() for name, field in self.fields.items()})

    def _words(self) -> dict[str, tuple[str, str]]:
        return {
            "creator": (self.tr("Creator"), self.tr("who made it")),
            "rights_holder": (self.tr("Rights holder"), self.tr("who owns it, if that is somebody else")),
            "licensee": (self.tr("Licensee"), self.tr("who may use it")),
            "credit": (self.tr("Credit line"), self.tr("Ada Wren / Meridian Press")),
            "notice": (self.tr("Copyright notice"), self.tr("© 2026 Ada Wren. All rights reserved.")),
            "usage_terms": (self.tr("Terms of use"), self.tr("in your own words")),
            "web_statement": (self.tr("Page with your terms"), "https://"),
            "contact_email": (self.tr("E-mail"), ""),
            "contact_url": (self.tr("Website"), "https://"),
            "licensor": (self.tr("Licences from"), self.tr("who gives licences")),
            "licensor_email": (self.tr("Their e-mail"), ""),
            "licensor_url": (self.tr("Their website"), "https://"),
            "territory": (self.tr("Territory"), self.tr("where these rights hold")),
        }
