"""What goes on by itself while the window is open: watches, with a word on the desktop of what they found; records."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.model.finds import Find, WatchRun
from artistguard.model.jobs import Change
from artistguard.ui import watchwords
from artistguard.ui.batchwords import LINES

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

RUN, TELL = "watch/by-itself", "watch/tell"  # keys of the store; "no" switches off
_FIRST_MS = 20_000  # the window comes first
_EVERY_MS = 60_000
_NAMED = 3


def wanted(context: "Context", key: str) -> bool:
    """Whether watches run by themselves (RUN), and whether the desktop is told (TELL). On until switched off."""
    return str(context.store.value(key, "yes")) != "no"


def want(context: "Context", key: str, on: bool) -> None:
    """Keep a choice."""
    context.store.setValue(key, "yes" if on else "no")


class ByItself(QObject):
    """Looks every minute whether a watch is due, and runs what is: one operation, beside the line."""

    def __init__(self, context: "Context", window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._running = False
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(_FIRST_MS)

    def look(self) -> None:
        """Run what is due, if anything is; then again in a minute."""
        if self._running:
            self._again()
            return
        self._running = True
        self._context.bridge.query(_due, self._found, self._failed, owner=self)

    def stop(self) -> None:
        """Run nothing more by itself; what runs goes on."""
        self._timer.stop()

    def _found(self, due: "_Due") -> None:
        ids, records = due
        if records:
            self._context.bridge.operate(self.tr("Due records"), _recorded, owner=self, aside=LINES["register"])
        if not ids or not wanted(self._context, RUN):
            self._again()
            return

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[_Ran, list[Change]]":
            from artistguard.workflow import finds, watches

            before = {find.id: find.last_news for find in finds.cards(studio)}
            runs = watches.run(studio, due=True, progress=progress, cancel=cancel)
            after = finds.cards(studio) if any(run.news for run in runs) else ()
            news = [find for find in after if before.get(find.id) != find.last_news]
            return (runs, news), [Change("watch", ()), Change("find", ())]

        self._context.bridge.operate(self.tr("Due watches"), work, self._ran, self._failed, owner=self, aside="watch")

    def _ran(self, ran: "_Ran") -> None:
        _, news = ran
        if news and wanted(self._context, TELL):
            self._tell(news)
        self._again()

    def _failed(self, _: ArtistGuardError) -> None:
        self._again()  # the watch's own row says why, and when it is tried again

    def _again(self) -> None:
        self._running = False
        self._timer.start(_EVERY_MS)

    # --- the word on the desktop

    def _tell(self, news: Sequence[Find]) -> None:
        """In the window where it is being looked at, else in the tray, else as the system has it."""
        text = self.tr("%n new find(s)", "", len(news))
        if self._window.isActiveWindow():
            self._context.show_banner(f"{text}.", "look", (self.tr("Look"), self._show))
            return
        tray = self._in_tray()
        if tray is not None:
            titles = [watchwords.plain(find.title, 60) for find in news[:_NAMED]]
            tray.showMessage(text, "\n".join(titles), self._window.windowIcon())
            return

        def tell(_: "Studio") -> None:
            from artistguard.workflow.notify import notify

            notify(news)

        self._context.bridge.query(tell, lambda _: None, lambda _: None, owner=self)

    def _in_tray(self) -> QSystemTrayIcon | None:
        """The icon, made at the first need; None where there is no tray. It only speaks: nothing hides in it."""
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return None
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.setToolTip("ArtistGuard")
            menu = QMenu(self._window)
            menu.addAction(self.tr("Finds"), self._show)
            self._tray.setContextMenu(menu)
            self._tray.activated.connect(lambda _: self._show())
            self._tray.messageClicked.connect(self._show)
            self._tray.show()
        return self._tray

    def _show(self) -> None:
        self._window.show()
        self._window.activateWindow()
        self._context.go_to("finds", page="cards")


_Ran = tuple[list[WatchRun], list[Find]]
_Due = tuple[tuple[str, ...], bool]


def _due(studio: "Studio") -> _Due:
    """The watches that are due now, and whether records of works are; nothing is while the network is off."""
    if not studio.settings.network:
        return (), False
    from artistguard.workflow import registering, watches

    return tuple(watch.id for watch in watches.ready(studio)), registering.is_due(studio)


def _recorded(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[None, list[Change]]":
    from artistguard.workflow import registering

    registering.run_due(studio, progress=progress, cancel=cancel)
    return None, [Change("job", ()), Change("artwork", ()), Change("record", ())]
