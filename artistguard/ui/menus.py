"""The menu bar: every command with its shortcut, for those who look for it there. Daily work needs none of it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox

from artistguard import __version__
from artistguard.ui.theme import TEXT_SIZES

if TYPE_CHECKING:
    from artistguard.ui.window import Window


class Menus(QObject):
    """File, Edit, Work, View, Help."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        bar = window.menuBar()
        self._menus: dict[str, QMenu] = {
            "file": bar.addMenu(self.tr("&File")),
            "edit": bar.addMenu(self.tr("&Edit")),
            "work": bar.addMenu(self.tr("&Work")),
            "view": bar.addMenu(self.tr("&View")),
            "help": bar.addMenu(self.tr("&Help")),
        }
        self._menus["work"].menuAction().setVisible(False)  # until a place puts something into it
        self._places = 0
        self._view_end: QAction | None = None
        self._quit: QAction | None = None

    def add_place(self, name: str, title: str, *, last: bool) -> None:
        """A line in View that shows a place: Ctrl+1 and so on; Settings has its own key."""
        self._places += 1
        key = QKeySequence("Ctrl+,") if last else QKeySequence(f"Ctrl+{self._places}")
        self._add("view", title, lambda: self._window.show_place(name), key)

    def finish(self) -> None:
        """What stands in every menu, once the places are listed."""
        window = self._window
        if window.has_place("portfolio"):
            self._add("file", self.tr("Add files..."), window.choose_files, QKeySequence("Ctrl+O"))
            self._add("file", self.tr("Add a folder..."), window.choose_folder, QKeySequence("Ctrl+Shift+O"))
        if window.has_place("check"):
            self._add("file", self.tr("Check files..."), window.choose_to_check, QKeySequence("Ctrl+K"))
        self._menus["file"].addSeparator()
        self._add("file", self.tr("Close"), window.close, QKeySequence("Ctrl+W"))
        self._quit = self._add("file", self.tr("Quit"), window.close, QKeySequence("Ctrl+Q"))
        self._quit.setMenuRole(QAction.MenuRole.QuitRole)
        self._add("edit", self.tr("Find"), self._find, QKeySequence("Ctrl+F"))
        self._menus["view"].addSeparator()
        self._looks()
        self._menus["view"].addSeparator()
        self._add("view", self.tr("Larger text"), lambda: self._step(1), QKeySequence("Ctrl++"), QKeySequence("Ctrl+="))
        self._add("view", self.tr("Smaller text"), lambda: self._step(-1), QKeySequence("Ctrl+-"))
        self._add("view", self.tr("Text at its own size"), lambda: self._step(0), QKeySequence("Ctrl+0"))
        self._menus["view"].addSeparator()
        self._add("view", self.tr("Full screen"), self._full_screen, QKeySequence("F11"))
        if window.has_place("firstminute"):
            self._add("help", self.tr("The first minute again"), lambda: window.show_place("firstminute"))
        self._add("help", self.tr("About ArtistGuard"), self._about)

    def add_action(self, menu: str, action: QAction) -> None:
        """A line of a place's own. In File it stands above Close."""
        target = self._menus[menu]
        if menu == "file":
            closing = target.actions()[-3]  # the line above Close and Quit
            target.insertAction(closing, action)
        else:
            target.addAction(action)
        target.menuAction().setVisible(True)
        self._window.addAction(action)

    def _add(self, menu: str, text: str, slot: Callable[[], object], *keys: QKeySequence) -> QAction:
        action = QAction(text, self)
        action.setShortcuts(list(keys))
        action.triggered.connect(lambda: slot())
        self._menus[menu].addAction(action)
        return action

    def _looks(self) -> None:
        theme = self._window.context.theme
        group = QActionGroup(self)
        for choice, text in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            action = self._add("view", text, partial(theme.choose, choice))
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)

        self._look_actions = group.actions()
        theme.changed.connect(self._mark)
        self._mark()

    def _mark(self) -> None:
        for action in self._look_actions:
            action.setChecked(action.data() == self._window.context.theme.choice)

    def _step(self, by: int) -> None:
        theme = self._window.context.theme
        at = TEXT_SIZES.index(theme.text_size) + by
        theme.set_text_size(100 if by == 0 else TEXT_SIZES[min(max(at, 0), len(TEXT_SIZES) - 1)])

    def _find(self) -> None:
        search = self._window.bar.search
        search.setFocus()
        search.selectAll()

    def _full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def _about(self) -> None:
        QMessageBox.about(
            self._window,
            self.tr("About ArtistGuard"),
            self.tr(
                "ArtistGuard %1. Signs and tags copies of your pictures, says no to training in words that machines "
                "read, and tells you what any file says. Originals are only read. Nothing leaves this machine unless "
                "you switch the network on. Free software under the GPL, version 3 or later."
            ).replace("%1", __version__),
        )
