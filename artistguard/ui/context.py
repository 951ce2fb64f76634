"""What a place of the window gets to work with. A place is a module with `create(context: Context) -> QWidget`.

What a place's widget may have beside that, all of it optional:

- `arrived(**what)`: called whenever the place is shown, with what `go_to` was given;
- `take_files(paths: list[Path]) -> bool`: files dropped on the window while the place is shown; False hands them on
  to the portfolio;
- `leave() -> None`: called before the window closes, to keep what should be found again (`context.store`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction, QKeySequence

from artistguard.ui.passphrase import Passphrase
from artistguard.ui.spoken import spoken

if TYPE_CHECKING:
    from artistguard.model.errors import ArtistGuardError
    from artistguard.ui.bridge import Bridge
    from artistguard.ui.theme import Theme

STORE = "window.ini"


class Context(QObject):
    """Bridge, look and the window's services."""

    searched = Signal(str)  # the text of the search field, a moment after the last key
    client_changed = Signal(object)  # the id of the client chosen in the bar, or None for all work
    files_dropped = Signal(str, object)  # which place shall take them ("portfolio", "check"), and list[Path]
    place_changed = Signal(str)

    # What the window listens to; places call the methods below.
    banner_asked = Signal(str, str, object, str)  # text, tone, (label, callable) or None, details
    banner_dropped = Signal()
    place_asked = Signal(str, object)  # name, dict
    count_told = Signal(str, int)  # place, number
    action_added = Signal(str, QAction)  # menu, action

    def __init__(self, home: Path, bridge: "Bridge", theme: "Theme", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.home = home
        self.bridge = bridge
        self.theme = theme
        # What the window remembers: geometry, splitters, the last place, the look. Nothing of the works.
        self.store = QSettings(str(home / STORE), QSettings.Format.IniFormat, self)
        self.passphrase = Passphrase(bridge)
        self.client: str | None = None
        self.search = ""
        self.place = ""

    def show_banner(
        self, text: str, tone: str = "note", action: tuple[str, Callable[[], None]] | None = None, details: str = ""
    ) -> None:
        """One line at the top: `tone` is "note", "good", "look" or "bad". One banner at a time; a "bad" one waits."""
        self.banner_asked.emit(text, tone, action, details)

    def show_error(self, error: "ArtistGuardError") -> None:
        """An error as a banner: what happened, what to do."""
        title = f"{spoken(error.title)}. " if error.message != error.title else ""
        text, advice = title + spoken(error.message), spoken(error.advice)
        self.show_banner(f"{text} {advice}".strip(), "bad", details=f"{error.code}: {text}\n{advice}")

    def hide_banner(self) -> None:
        """Take the present banner away."""
        self.banner_dropped.emit()

    def go_to(self, place: str, **what: object) -> None:
        """Show a place; its `arrived` gets `what`."""
        self.place_asked.emit(place, what)

    def set_count(self, place: str, number: int) -> None:
        """The number beside a place's name; 0 shows none."""
        self.count_told.emit(place, number)

    def add_action(
        self, menu: str, text: str, slot: Callable[[], object], shortcut: QKeySequence | str | None = None
    ) -> QAction:
        """A line in a menu of the window: "file", "edit", "work", "view" or "help". Belongs to the window for good."""
        action = QAction(text, self)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: slot())
        self.action_added.emit(menu, action)
        return action
