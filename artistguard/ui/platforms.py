"""What survives where: the table of platforms with its sources, below the check of one's own posted copy."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from artistguard.ui.postedcheck import PostedCheck
from artistguard.ui.settings.parts import Page, label
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.platforms import Place, Table
    from artistguard.workflow.studio import Studio

translate = QCoreApplication.translate
_LOOKS = {"kept": "good", "partly": "look", "removed": "bad", "disputed": "look", "unknown": "quiet"}
_SHAPES = {"kept": "disc", "partly": "split", "removed": "ring", "disputed": "diamond", "unknown": "minus"}
_GROUPS = ("social", "portfolio", "messages", "delivery", "programs")


def create(context: "Context") -> QWidget:
    """The page, for whoever wants to show it."""
    return PlatformsPage(context)


def summary() -> str:
    """One sentence for where a posting copy is made: what to expect of platforms, in numbers and with the date."""
    from artistguard.workflow.platforms import Fate, table

    found = table()
    count = found.count()
    tested = sum(count.values()) - count[Fate.UNKNOWN]
    words = translate(
        "Platforms",
        "Of %1 platforms with a published test, %2 keep the credential and %3 remove it (sources read on %4). What you "
        "post may lose credential and tags; the picture can still be recognised.",
    )
    values = (tested, count[Fate.KEPT], count[Fate.REMOVED], found.looked.isoformat())
    for number, value in enumerate(values, start=1):
        words = words.replace(f"%{number}", str(value))
    return words


class PlatformsPage(Page):
    """The check of a file above, the table below."""

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            translate("PlatformsPage", "What survives where"),
            translate(
                "PlatformsPage",
                "Platforms write most pictures anew when they are posted, and leave out what they do not need.",
            ),
        )
        self.check = PostedCheck(context)
        part = self.section(self.tr("Check my posted copy"))
        part.addWidget(self.check)
        self._table_there = False

    def refresh(self) -> None:
        """Read the table, once: it comes with the program."""
        if not self._table_there:
            self._table_there = True
            self.read(_table, self._show)

    def take_files(self, paths: list[Path]) -> bool:
        """A picture dropped on the page is a posted copy to check."""
        self.check.take(paths)
        return True

    def _show(self, table: "Table") -> None:
        part = self.section(
            self.tr("Published tests"),
            self.tr(
                "Sources read on %1. Platforms change without a word: what counts is your own copy, checked. Nobody "
                "published a test that we know of for %2."
            )
            .replace("%1", table.looked.isoformat())
            .replace("%2", ", ".join(table.not_listed)),
        )
        part.addWidget(PlatformTable(table))
        self.finish()


class PlatformTable(QWidget):
    """A block for each platform: name, what becomes of the credential and of the tags, why, and who says so."""

    def __init__(self, table: "Table") -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What platforms keep"))
        titles = {
            "social": self.tr("Social networks"),
            "portfolio": self.tr("Portfolios and own sites"),
            "messages": self.tr("Messages"),
            "delivery": self.tr("Networks that deliver a site's pictures"),
            "programs": self.tr("Programs on your machine"),
        }
        self._signs: list[tuple[QLabel, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for group in _GROUPS:
            places = [place for place in table.places if place.group == group]
            if places:
                column.addSpacing(Theme.current().px(12))
                column.addWidget(self._group(titles[group], places))
        Theme.current().changed.connect(self._look)
        self._look()

    def _group(self, title: str, places: "list[Place]") -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(title)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 3)
        for column, text in enumerate((title, self.tr("Credential"), self.tr("Tags"))):
            grid.addWidget(label(text, "section" if column == 0 else "muted"), 0, column)
        line = 1
        for place in places:
            rule = QFrame()
            rule.setProperty("kind", "line")
            rule.setFixedHeight(1)
            grid.addWidget(rule, line, 0, 1, 3)
            name = label(spoken(place.name))
            grid.addWidget(name, line + 1, 0)
            words = [name.text()]
            for column, (what, fate) in enumerate(
                ((self.tr("Credential"), place.credential), (self.tr("Tags"), place.tags)), start=1
            ):
                cell = self._cell(fate.value)
                grid.addLayout(cell, line + 1, column)
                words.append(f"{what}: {fate_words(fate.value)}")
            grid.addWidget(label(spoken(place.note), "quiet"), line + 2, 0, 1, 3)
            sources = "; ".join(f"{_site(s.title)}, {spoken(s.when)}" for s in place.sources)
            by = label(self.tr("Sources:") + f" {sources}", "muted")
            by.setToolTip("\n".join(f"{s.title} - {s.url}".rstrip(" -") for s in place.sources))
            grid.addWidget(by, line + 3, 0, 1, 3)
            name.setAccessibleName(". ".join(words))
            grid.setRowMinimumHeight(line + 4, 4)
            line += 5
        return holder

    def _cell(self, fate: str) -> "QGridLayout":
        cell = QGridLayout()
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setHorizontalSpacing(6)
        sign = QLabel()
        sign.setAccessibleName(fate_words(fate))
        self._signs.append((sign, fate))
        cell.addWidget(sign, 0, 0)
        cell.addWidget(label(fate_words(fate), _LOOKS[fate]), 0, 1)
        cell.setColumnStretch(1, 1)
        return cell

    def _look(self) -> None:
        theme = Theme.current()
        size = theme.px(12)
        tokens = {"good": "good", "look": "look", "bad": "bad", "quiet": "muted"}
        for sign, fate in self._signs:
            sign.setPixmap(theme.pixmap(_SHAPES[fate], size, tokens[_LOOKS[fate]], self.devicePixelRatioF()))
            sign.setFixedSize(QSize(size, size))


def fate_words(fate: str) -> str:
    """A fate as the screen says it."""
    return {
        "kept": translate("Platforms", "kept"),
        "partly": translate("Platforms", "in part"),
        "removed": translate("Platforms", "removed"),
        "disputed": translate("Platforms", "sources differ"),
        "unknown": translate("Platforms", "no test known"),
    }[fate]


def _table(studio: "Studio") -> "Table":
    from artistguard.workflow.platforms import table

    return table()


def _site(title: str) -> str:
    """What stands in brackets at the end of a source's title, else the title."""
    inside = title.rpartition("(")[2]
    return inside.removesuffix(")").partition(",")[0] if title.endswith(")") and inside else title
