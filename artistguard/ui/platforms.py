"""What survives where: the table with its sources, and "check my posted copy"."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from artistguard.model.errors import ArtistGuardError
from artistguard.model.paths import printable
from artistguard.ui.settings.network import amount
from artistguard.ui.settings.parts import Form, Page, button, label, row, told
from artistguard.ui.settings.paths import FileField
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import DropZone, KeyValues, set_kind

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.platforms import Place, Table
    from artistguard.workflow.posted import Likely, Posted
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
            name = label(place.name)
            grid.addWidget(name, line + 1, 0)
            words = [name.text()]
            for column, (what, fate) in enumerate(
                ((self.tr("Credential"), place.credential), (self.tr("Tags"), place.tags)), start=1
            ):
                cell = self._cell(fate.value)
                grid.addLayout(cell, line + 1, column)
                words.append(f"{what}: {fate_words(fate.value)}")
            grid.addWidget(label(place.note, "quiet"), line + 2, 0, 1, 3)
            sources = "; ".join(f"{_site(s.title)}, {s.when}" for s in place.sources)
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


class PostedCheck(QFrame):
    """Two files: as the platform gives it back, and the copy that was posted. What is left is said in numbers."""

    def __init__(self, context: "Context") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Check my posted copy"))
        self._context = context
        self._posted: Path | None = None
        self._guessed = False  # whether "your copy" is our guess: the next file gets a guess of its own
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        inside.addWidget(
            label(
                self.tr(
                    "Save your picture from the platform as a visitor would, and drop that file here. It stays on this "
                    "machine."
                )
            )
        )
        self.zone = DropZone(self.tr("Drop the file as the platform gives it back"), self.tr("Choose the file…"))
        set_kind(self.zone.button, "")
        self.zone.setMinimumHeight(Theme.current().px(140))
        self.zone.dropped.connect(self.take)
        inside.addWidget(self.zone)
        self.chosen = label("", "quiet")
        self.chosen.hide()
        inside.addWidget(self.chosen)
        form = Form()
        self.ours = FileField(self.tr("Your copy"))
        self.ours.path.textChanged.connect(self._ready)
        self.ours.path.textEdited.connect(self._typed)
        form.add(
            self.tr("Your copy"),
            self.ours,
            self.tr("The copy that you uploaded. Left empty, it is looked for by its picture."),
        )
        inside.addLayout(form)
        self.go = button(self.tr("Compare"), self._compare, "primary")
        self.state = label("", "quiet")
        line = row(self.go, self.state)
        line.setStretch(1, 1)
        inside.addLayout(line)
        self.result = QWidget()
        column = QVBoxLayout(self.result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.sentence = label("", "section")
        self.values = KeyValues()
        column.addWidget(self.sentence)
        column.addWidget(self.values)
        inside.addWidget(self.result)
        self.result.hide()
        self._ready()

    def take(self, paths: list[Path], ours: Path | None = None) -> None:
        """Take a file as the posted one; `ours` where it is known what was posted (from Check, say)."""
        if paths:
            if self._guessed:
                self.ours.path.clear()
                self._guessed = False
            self._posted = paths[0]
            self.chosen.setText(self.tr("From the platform: %1").replace("%1", printable(paths[0])))
            self.chosen.show()
        if ours is not None:
            self.ours.path.setText(str(ours))
        self.result.hide()
        self._ready()
        if self.go.isEnabled() and (ours is not None or not self._guessed):
            self._compare()
        elif self._posted is not None:
            self._guess(self._posted)

    def _guess(self, posted: Path) -> None:
        """Find the copy that was posted by its picture, so that nobody has to look for it."""
        set_kind(self.state, "quiet")
        self.state.setText(self.tr("Looking for your copy…"))

        def work(studio: "Studio") -> "Likely | None":
            from artistguard.workflow import posted as check

            return check.likely(studio, posted)

        self._context.bridge.query(work, self._guess_done, self._failed, owner=self)

    def _guess_done(self, found: "Likely | None") -> None:
        if found is not None and found.copy is not None:
            self._guessed = True
            self.ours.path.setText(str(found.copy))
            self._compare()
            return
        if found is None:
            words = self.tr("It looks like nothing of yours. Choose the copy that you posted.")
        else:
            words = self.tr("It looks like your #%1, %2, but no copy of that is here. Choose the one that you posted.")
            words = words.replace("%1", str(found.number)).replace("%2", found.title)
        self.state.setText(words)
        self._guessed = False
        self.ours.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._guessed = False

    def _ready(self) -> None:
        self.go.setEnabled(self._posted is not None and self.ours.chosen() is not None)

    def _compare(self) -> None:
        posted, ours = self._posted, self.ours.chosen()
        if posted is None or ours is None:
            return
        self.go.setEnabled(False)
        self.result.hide()
        set_kind(self.state, "quiet")
        self.state.setText(self.tr("Reading both files…"))

        def work(studio: "Studio") -> "Posted":
            from artistguard.workflow import posted as check

            return check.compare(studio, posted, ours)

        self._context.bridge.query(work, self._show, self._failed, owner=self)

    def _failed(self, error: ArtistGuardError) -> None:
        self._ready()
        set_kind(self.state, "bad")
        self.state.setText(told(error))

    def _show(self, found: "Posted") -> None:
        self._ready()
        self.state.setText("")
        self.sentence.setText(self._sentence(found))
        self.sentence.setAccessibleName(self.sentence.text())
        rows = [
            (self.tr("Credential"), self._credential(found)),
            (self.tr("Tags"), self._tags(found)),
            (
                self.tr("Readers"),
                self.tr("%1 of %2 kinds see your no; in your copy %3 did.")
                .replace("%1", str(found.sees_after))
                .replace("%2", str(found.readers))
                .replace("%3", str(found.sees_before)),
            ),
            (self.tr("Picture"), _sizes(found.pixels_before, found.pixels_after)),
            (self.tr("File"), f"{amount(found.bytes_before)} → {amount(found.bytes_after)}"),
        ]
        if found.alike is False:
            rows.append((self.tr("Look"), self.tr("These two do not look alike. Is it the right file?")))
        self.values.set_rows(rows)
        self.result.show()

    def _sentence(self, found: "Posted") -> str:
        if found.same_file:
            return self.tr("It is your copy, byte for byte: nothing was changed.")
        if found.credential is None and found.tags is None:
            return self.tr("Your copy carried neither a credential nor tags.")
        credential = {
            None: self.tr("Your copy carried no credential."),
            "kept": self.tr("The credential is still there and holds."),
            "partly": self.tr("The credential is there and does not fit the file any more."),
            "removed": self.tr("The credential is gone."),
        }[found.credential and found.credential.value]
        tags = {
            None: self.tr("It carried no tags."),
            "kept": self.tr("All tags are left."),
            "partly": self.tr("Some tags are left."),
            "removed": self.tr("No tag is left."),
        }[found.tags and found.tags.value]
        return f"{credential} {tags}"

    def _credential(self, found: "Posted") -> str:
        return self.tr("none was posted") if found.credential is None else found.integrity

    def _tags(self, found: "Posted") -> str:
        words = self.tr("%1 of %2 left.").replace("%1", str(found.tags_kept)).replace("%2", str(found.tags_before))
        if not found.lost:
            return words
        names = ", ".join(found.lost[:6]) + (" …" if len(found.lost) > 6 else "")
        return f"{words} " + self.tr("Gone or changed: %1.").replace("%1", names)


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


def _sizes(before: tuple[int, int] | None, after: tuple[int, int] | None) -> str:
    def one(size: tuple[int, int] | None) -> str:
        return f"{size[0]} × {size[1]}" if size else "?"

    return (
        f"{one(before)} → {one(after)}" if before != after else f"{one(after)}, " + translate("Platforms", "as posted")
    )


def _site(title: str) -> str:
    """What stands in brackets at the end of a source's title, else the title."""
    inside = title.rpartition("(")[2]
    return inside.removesuffix(")").partition(",")[0] if title.endswith(")") and inside else title
