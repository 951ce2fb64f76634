"""Where no lawful interface is: links that a person may open in the browser."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from artistguard.ui import watchwords
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import button, label, muted, section

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio


class LinkOuts(QWidget):
    """A title, why it is only a link, and the button that opens it. Hidden while there is none."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        column.addWidget(section(self.tr("To look at yourself")))
        column.addWidget(
            label(
                self.tr("These have no interface that a program may use. Your browser opens them, when you say so."),
                "quiet",
                wrap=True,
            )
        )
        column.addLayout(self._grid)
        self.hide()

    def refresh(self) -> None:
        """Read them anew: they hold the names of the profile."""
        self._context.bridge.query(_links, self._show, owner=self)

    def _show(self, found: Sequence[tuple[str, str, str]]) -> None:
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (title, url, why) in enumerate(found):
            title, why = _titled(title), spoken(why)
            words = QWidget()
            column = QVBoxLayout(words)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(label(title, wrap=True))
            column.addWidget(muted(why))
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            self._grid.addWidget(words, number, 0)
            if not url:
                continue
            opening = button(self.tr("Open"), "quiet", "open", tip=url)
            opening.setAccessibleName(watchwords.filled(self.tr("Open %1"), title))
            opening.clicked.connect(lambda _=False, url=url: QDesktopServices.openUrl(QUrl(url)))
            self._grid.addWidget(opening, number, 1, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(found))


def _links(studio: "Studio") -> list[tuple[str, str, str]]:
    """Title, link, why. What is under a client's seal is in none of them."""
    from artistguard.sources.link_outs import link_outs
    from artistguard.workflow import questions

    asked = questions.question(studio, {}).question
    return [(each.title, each.url, each.why) for each in link_outs(asked.names, asked.addresses)]


def _titled(title: str) -> str:
    """A place's name, and after it the name that is looked for there."""
    place, between, name = title.partition(": ")
    return f"{spoken(place)}{between}{name}"
