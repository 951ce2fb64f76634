"""The window's entry: first paint first, the studio after. Nothing heavy is imported before the window is seen."""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from artistguard.home import home as data_folder
from artistguard.ui import language
from artistguard.ui.bridge import Bridge
from artistguard.ui.context import Context
from artistguard.ui.theme import Theme, application
from artistguard.ui.window import Window, app_icon_path

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

log = logging.getLogger("artistguard.ui")

LOG = "window.log"
NO_SCREEN = "There is no screen here to open a window on. 'artistguard --help' shows what works without one."


def main(home: Path | None = None) -> int:
    """Open the window on a data folder and run until it is closed; returns the exit code."""
    if not _screen():
        print(NO_SCREEN, file=sys.stderr)
        return 2
    app = application(sys.argv[:1])
    window = build(app, data_folder(home))
    window.show()
    code = app.exec()
    window.context.bridge.close()
    return code


def build(app: QApplication, home: Path, factory: "Callable[[Context], Studio] | None" = None) -> Window:
    """The window on a data folder, not shown yet. The studio is opened after its first paint."""
    app.setApplicationName("ArtistGuard")
    app.setDesktopFileName("artistguard")
    app.setQuitOnLastWindowClosed(False)  # it may go on in the background; see `leaving`
    bridge = Bridge()
    context = Context(home, bridge, _theme(app, home))
    language.install(app, language.chosen(context.store))
    window = Window(context)
    context.setParent(window)
    bridge.setParent(window)
    window.setWindowIcon(QIcon(str(app_icon_path())))
    open_studio = factory or studio

    def begin() -> None:
        _keep_log(home, window)
        window.greet()
        bridge.open(lambda: open_studio(context))

    window.painted.connect(begin)
    window.leaving.connect(app.quit)
    bridge.opened.connect(lambda: _watch(context, window))
    _catch(context)
    return window


def studio(context: Context) -> "Studio":
    """The studio of the window's data folder. Called in a thread, after the first paint: this import is heavy."""
    from artistguard.workflow.studio import Studio

    return Studio(context.home, passphrase=context.passphrase)


def _watch(context: Context, window: Window) -> None:
    """Watches that are due run by themselves from now on."""
    from artistguard.ui.byitself import ByItself

    ByItself(context, window)


def _theme(app: QApplication, home: Path) -> Theme:
    from PySide6.QtCore import QSettings

    from artistguard.ui.context import STORE

    store = QSettings(str(home / STORE), QSettings.Format.IniFormat)
    size = str(store.value("look/text_size", "100"))
    return Theme(app, str(store.value("look/theme", "system")), int(size) if size.isdecimal() else 100)


def _screen() -> bool:
    """Whether a window can be opened at all: without a display Qt ends the program, and says so in its own words."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _keep_log(home: Path, window: Window) -> None:
    """Mistakes of the program's own go to a file of the data folder: half a megabyte, and the one before."""
    from logging.handlers import RotatingFileHandler

    try:
        home.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(home / LOG, maxBytes=2**19, backupCount=1, delay=True, encoding="utf-8")
    except OSError:
        return  # the studio will say what is wrong with the folder
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger("artistguard")
    logger.addHandler(handler)

    def end() -> None:
        logger.removeHandler(handler)
        handler.close()

    window.leaving.connect(end)


def _catch(context: Context) -> None:
    """A mistake in a slot is logged and told in one sentence; the window stays."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        if not issubclass(kind, Exception):
            return
        log.error("a mistake in the window", exc_info=(kind, error, trace))
        context.show_banner(
            f"The program made a mistake of its own ({kind.__name__}). Your files are as they were.", "bad"
        )

    sys.excepthook = hook
