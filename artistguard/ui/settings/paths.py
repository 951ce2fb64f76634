"""A path of a file or a folder, typed or chosen."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from artistguard.ui.settings.parts import button, open_file, open_folder, row


class FileField(QWidget):
    """A line for the path, and a button that asks for it."""

    def __init__(self, name: str, kinds: str = "*") -> None:
        super().__init__()
        self._name, self._kinds = name, kinds
        self.setAccessibleName(name)
        self.path = QLineEdit()
        self.path.setAccessibleName(name)
        choose = button(self.tr("Choose…"), self._choose)
        choose.setAccessibleName(self.tr("Choose:") + f" {name}")
        self.setLayout(row(self.path, choose))
        self.setFocusProxy(self.path)

    def chosen(self) -> Path | None:
        """The path, if there is one."""
        text = self.path.text().strip()
        return Path(text).expanduser() if text else None

    def _choose(self) -> None:
        found = self._asked()
        if found is not None:
            self.path.setText(str(found))

    def _asked(self) -> Path | None:
        return open_file(self, self._name, self._kinds)


class FolderField(FileField):
    """The same for a folder."""

    def _asked(self) -> Path | None:
        return open_folder(self, self._name)
