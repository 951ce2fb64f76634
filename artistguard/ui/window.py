"""The window: bar, list of places, banner, places, and a thin line that shows that something runs.

Places are added by name and built when they are first shown. What is slow - the studio, the pictures - comes after
the first paint (see `app`).
"""

import importlib
import importlib.util
import logging
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.ui.banner import Banner, Message
from artistguard.ui.context import Context
from artistguard.ui.hint import DropHint
from artistguard.ui.menus import Menus
from artistguard.ui.passphrase import PassphraseStrip
from artistguard.ui.places import Places
from artistguard.ui.progress import ProgressLine
from artistguard.ui.theme import ICON_FOLDER
from artistguard.ui.topbar import TopBar
from artistguard.ui.widgets import ask_files, dropped_paths, takes

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.model.rights import Client
    from artistguard.ui.tasks import TaskHandle
    from artistguard.workflow.studio import Studio

log = logging.getLogger("artistguard.ui")

SIZE = (1280, 800)
LEAST = (720, 480)
_NARROW = 880  # logical px at a text size of 100 %: below, places are icons


class Place:
    """A place: how it is listed, and how it is built."""

    def __init__(self, name: str, title: str, factory: Callable[[Context], QWidget], *, listed: bool) -> None:
        self.name = name
        self.title = title
        self.factory = factory
        self.listed = listed
        self.widget: QWidget | None = None


class Window(QMainWindow):
    """The program's window."""

    painted = Signal()  # once, after the first paint: time for what is slow
    leaving = Signal()  # it is closed for good (not gone to the background)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._places: dict[str, Place] = {}
        self._was_painted = False
        self._leaving = False
        self._closing_asked: QMessageBox | None = None
        self.setWindowTitle("ArtistGuard")
        self.setMinimumSize(*LEAST)
        self.setAcceptDrops(True)

        self.bar = TopBar(self)
        self.places = Places(self)
        self.banner = Banner(self)
        self.passphrase = PassphraseStrip(self)
        self.stack = QStackedWidget(self)
        self.line = ProgressLine(context.bridge, self)
        self._hint = DropHint(self)
        self._arrange()
        self.menus = Menus(self)
        self._register()
        self._connect()
        self._restore()

    # --- places

    def add_place(
        self,
        name: str,
        title: str,
        icon: str,
        factory: Callable[[Context], QWidget],
        *,
        listed: bool = True,
        last: bool = False,
        attention: bool = False,
    ) -> None:
        """A place more. It is built when it is first shown; `listed=False`: not in the list until it is shown.

        `last`: below the gap. `attention`: its number asks for a look.
        """
        self._places[name] = Place(name, title, factory, listed=listed)
        button = self.places.add(name, title, icon, last=last)
        button.setVisible(listed)
        button.attention = attention
        if listed:
            self.menus.add_place(name, title, last=last)

    def has_place(self, name: str) -> bool:
        """Whether there is such a place."""
        return name in self._places

    def place(self, name: str) -> QWidget:
        """The widget of a place, built if it was not yet."""
        place = self._places[name]
        if place.widget is None:
            place.widget = place.factory(self.context)
            place.widget.setAccessibleName(place.widget.accessibleName() or place.title)
            self.stack.addWidget(place.widget)
        return place.widget

    def show_place(self, name: str, what: dict[str, object] | None = None) -> None:
        """Show a place and tell it so. One that cannot be built says so in a banner, and the old one stays."""
        if name not in self._places:
            return
        try:
            widget = self.place(name)
        except Exception:
            log.exception("the place %s cannot be built", name)
            self.context.show_banner(self.tr("This part of the window cannot be shown: a mistake of ours."), "bad")
            self.places.show_chosen(self.context.place)
            return
        before = self.context.place
        self.stack.setCurrentWidget(widget)
        if before in self._places and before != name and not self._places[before].listed:
            self.places.hide_place(before)
        self.places.show_chosen(name)
        self.context.place = name
        if not before:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)  # not on the first field of the bar
        arrived = getattr(widget, "arrived", None)
        if callable(arrived):
            arrived(**(what or {}))
        if before != name:
            self.context.place_changed.emit(name)

    def greet(self) -> None:
        """A data folder without a catalogue has no works: the first minute need not wait for the studio."""
        seen = str(self.context.store.value("firstminute/done", "")) == "yes"
        new = not (self.context.home / "catalogue.sqlite").exists() and "ARTISTGUARD_CATALOGUE" not in os.environ
        if new and not seen and self.has_place("firstminute"):
            self.show_place("firstminute")

    # --- what the outside does to it

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """After the first paint the slow things may begin."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the list when it gets narrow."""
        super().resizeEvent(event)
        self._fold()
        QTimer.singleShot(0, self._hint.follow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files at once, on their type; the disk is looked at later."""
        if takes(event.mimeData()) and event.source() is None:
            event.acceptProposedAction()
            self._hint.show_for(self._taker(), self.stack)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Look as before."""
        self._hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the files to the place they are for."""
        self._hint.hide()
        event.acceptProposedAction()
        if found := dropped_paths(event.mimeData()):
            QTimer.singleShot(0, lambda: self.take_files(found))  # let the file manager go first

    def take_files(self, paths: list[Path]) -> None:
        """Files for the place that is shown, or else for the portfolio."""
        current = self.stack.currentWidget()
        take = getattr(current, "take_files", None)
        if callable(take) and take(paths):
            return
        self.hand_to(self._taker(), paths)

    def hand_to(self, place: str, paths: list[Path]) -> None:
        """Show a place and give it files."""
        self.show_place(place)
        self.context.files_dropped.emit(place, paths)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """While something runs, ask once whether to go on in the background."""
        self._keep()
        if self.context.bridge.busy and not self._leaving:
            wish = str(self.context.store.value("close/while-busy", "ask"))
            if all(task.aside for task in self.context.bridge.tasks):
                wish = "stop"  # a watch goes on where it was, without being asked about
            event.ignore()
            if wish == "background":
                self._to_background()
            elif wish == "stop":
                self._stop_and_leave()
            else:
                self._ask_how_to_close()
            return
        self._leaving = True
        event.accept()
        self.leaving.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A place that is painted counts as the window painted: its own ground may be covered whole."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)

    def choose_files(self) -> None:
        """Add files to the portfolio."""
        ask_files(self, lambda paths: self.hand_to("portfolio", paths), title=self.tr("Add files"))

    def choose_folder(self) -> None:
        """Add a folder to the portfolio."""
        ask_files(self, lambda paths: self.hand_to("portfolio", paths), folders=True, title=self.tr("Add a folder"))

    def choose_to_check(self) -> None:
        """Look a file up."""
        ask_files(self, lambda paths: self.hand_to("check", paths), title=self.tr("Check files"))

    # --- inside

    def _arrange(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.banner)
        middle.addWidget(self.passphrase)
        middle.addWidget(self.stack, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.places)
        row.addLayout(middle, 1)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(row, 1)
        column.addWidget(self.line)
        self.setCentralWidget(central)
        blank = QWidget(self.stack)
        blank.setAccessibleName(self.tr("Opening"))
        self.stack.addWidget(blank)
        for widget in (central, blank):
            widget.installEventFilter(self)

    def _register(self) -> None:
        """The places there are. A module that is not there yet leaves its place out."""
        for name, title, icon, module, listed, last in (
            ("firstminute", self.tr("First minute"), "spark", "artistguard.ui.firstminute", False, False),
            ("portfolio", self.tr("Portfolio"), "portfolio", "artistguard.ui.portfolio", True, False),
            ("check", self.tr("Check"), "lookup", "artistguard.ui.check", True, False),
            ("finds", self.tr("Finds"), "finds", "artistguard.ui.finds", True, False),
            ("records", self.tr("Records"), "records", "artistguard.ui.records", True, False),
            ("activity", self.tr("Activity"), "activity", "artistguard.ui.activity", True, False),
            ("settings", self.tr("Settings"), "settings", "artistguard.ui.settings", True, True),
        ):
            if _there(module):
                attention = name in ("finds", "activity")
                self.add_place(name, title, icon, _by_module(module), listed=listed, last=last, attention=attention)
        self.menus.finish()

    def _connect(self) -> None:
        context, bridge = self.context, self.context.bridge
        self.places.chosen.connect(self.show_place)
        self.bar.search.settled.connect(self._searched)
        self.bar.search.dropped.connect(lambda paths: self.hand_to("check", paths))
        self.bar.clients.switched.connect(self._switched)
        self.bar.clients.new_asked.connect(lambda: self.show_place("settings", {"page": "clients"}))
        context.banner_asked.connect(self._say)
        context.banner_dropped.connect(self.banner.dismiss)
        context.place_asked.connect(self._go)
        context.count_told.connect(self._count)
        context.action_added.connect(self._add_action)
        context.theme.changed.connect(self._look_changed)
        context.passphrase.asked_by(self.passphrase.ask)
        bridge.opened.connect(self._opened)
        bridge.failed.connect(self._not_opened)
        bridge.changed.connect(self._changed)
        bridge.troubled.connect(context.show_error)
        bridge.started.connect(self._tasks_changed)
        bridge.finished.connect(self._tasks_changed)
        self.line.clicked.connect(lambda: self.show_place("activity"))

    def _restore(self) -> None:
        store = self.context.store
        geometry = store.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(*SIZE)
            screen = QGuiApplication.primaryScreen()
            if screen is not None:
                room = screen.availableGeometry()
                self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        wanted = str(store.value("window/place", "portfolio"))
        self._first_place = wanted if wanted in self._places and self._places[wanted].listed else "portfolio"
        self.places.show_chosen(self._first_place)

    def _keep(self) -> None:
        store = self.context.store
        store.setValue("window/geometry", self.saveGeometry())
        if (place := self._places.get(self.context.place)) is not None and place.listed:
            store.setValue("window/place", place.name)
        store.setValue("window/client", self.context.client or "")
        for place in self._places.values():
            leave = getattr(place.widget, "leave", None)
            if callable(leave):
                leave()
        store.sync()

    def _opened(self) -> None:
        self.context.bridge.query(_clients, self._show_clients)
        self.context.bridge.query(_works, self._first_count)
        self.context.bridge.query(_news, self._show_news)
        if self.has_place("activity"):
            self.place("activity")  # it says at the start what the last run left undone

    def _not_opened(self, error: ArtistGuardError) -> None:
        self.context.show_error(error)

    def _first_count(self, works: int) -> None:
        self.context.set_count("portfolio", works)
        seen = str(self.context.store.value("firstminute/done", "")) == "yes"
        if self.context.place:
            return  # somebody was quicker than the studio: nobody is moved away from where they are
        if works == 0 and not seen and self.has_place("firstminute"):
            self.show_place("firstminute")
        else:
            self.show_place(self._first_place)

    def _show_clients(self, clients: "tuple[tuple[Client, bool], ...]") -> None:
        first = not self.context.client and not self.bar.clients.count()
        self.bar.clients.show_clients(clients)
        before = str(self.context.store.value("window/client", ""))
        if before and not first and self.context.client is None:
            self.context.store.setValue("window/client", "")
            self.bar.clients.choose(before)

    def _changed(self, changes: "list[Change]") -> None:
        kinds = {change.kind for change in changes}
        if "client" in kinds:
            self.context.bridge.query(_clients, self.bar.clients.show_clients)
        if "artwork" in kinds:
            self.context.bridge.query(_works, lambda works: self.context.set_count("portfolio", works), owner=self)

        if {"find", "allowance"} & kinds:
            self.context.bridge.query(_news, self._show_news)

    def _show_news(self, count: int) -> None:
        self.context.set_count("finds", count)

    def _tasks_changed(self, task: "TaskHandle") -> None:
        self.context.set_count("activity", len(self.context.bridge.tasks))
        if not self.isVisible() and not self.context.bridge.busy:
            self._leaving = True  # it went on in the background, and this was the last of it
            self.leaving.emit()

    def _searched(self, text: str) -> None:
        if text != self.context.search:
            self.context.search = text
            if text and self.context.place != "portfolio":
                self.show_place("portfolio")
                self.bar.search.setFocus()
            self.context.searched.emit(text)

    def _switched(self, client_id: str | None) -> None:
        self.context.client = client_id
        self.context.client_changed.emit(client_id)

    def _say(self, text: str, tone: str, action: tuple[str, Callable[[], None]] | None, details: str) -> None:
        self.banner.say(Message(text, tone, action, details))

    def _go(self, name: str, what: dict[str, object]) -> None:
        self.show_place(name, what)

    def _count(self, place: str, number: int) -> None:
        if (button := self.places.button(place)) is not None:
            button.set_count(number)

    def _add_action(self, menu: str, action: QAction) -> None:
        self.menus.add_action(menu, action)

    def _taker(self) -> str:
        return "check" if self.context.place == "check" and self.has_place("check") else "portfolio"

    def _look_changed(self) -> None:
        self.context.store.setValue("look/theme", self.context.theme.choice)
        self.context.store.setValue("look/text_size", self.context.theme.text_size)
        self._fold()

    def _fold(self) -> None:
        narrow = self.width() < self.context.theme.px(_NARROW)
        self.places.set_narrow(narrow)
        self.bar.product.setVisible(not narrow)  # the title of the window says it too

    def _to_background(self) -> None:
        self.hide()

    def _stop_and_leave(self) -> None:
        for task in self.context.bridge.tasks:
            task.cancel()
        self.hide()  # the present items are finished first; then it is left

    def _ask_how_to_close(self) -> None:
        if self._closing_asked is not None:
            return
        count = len(self.context.bridge.tasks)
        box = QMessageBox(self)
        box.setWindowTitle("ArtistGuard")
        box.setText(self.tr("%n thing(s) still run(s).", "", count))
        box.setInformativeText(
            self.tr("It can be finished without the window, or stop after the present file and go on next time.")
        )
        go_on = box.addButton(self.tr("Finish in the background"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(button: object) -> None:
            self._closing_asked = None
            if button is go_on:
                self.context.store.setValue("close/while-busy", "background")
                self._close_as(self._to_background)
            elif button is stop:
                self.context.store.setValue("close/while-busy", "stop")
                self._close_as(self._stop_and_leave)

        box.buttonClicked.connect(answered)
        self._closing_asked = box
        box.open()

    def _close_as(self, how: Callable[[], None]) -> None:
        if self.context.bridge.busy:
            how()
        else:
            self.close()  # it ended while the question stood


def _there(module: str) -> bool:
    spec = importlib.util.find_spec(module)
    return spec is not None and spec.origin is not None


def _by_module(module: str) -> Callable[[Context], QWidget]:
    def build(context: Context) -> QWidget:
        made: Any = importlib.import_module(module).create(context)
        assert isinstance(made, QWidget)
        return made

    return build


def _clients(studio: "Studio") -> "tuple[tuple[Client, bool], ...]":
    today = date.today()
    return tuple((client, client.seal.forbids(today)) for client in studio.catalogue.clients.list())


def _works(studio: "Studio") -> int:
    return studio.catalogue.works.total()


def _news(studio: "Studio") -> int:
    from artistguard.workflow import finds

    counts = finds.counts(studio)
    return counts.get("news", 0) - counts.get("held", 0)


def app_icon_path() -> Path:
    """The program's own icon."""
    return ICON_FOLDER / "app.svg"
