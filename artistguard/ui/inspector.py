"""What is known of the chosen work: who vouches, who sees your no, tags, files, history. "mixed" for several."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from artistguard.model import paths
from artistguard.model.artwork import Edition, EditionRole, WorkState
from artistguard.model.listing import WorkFilter
from artistguard.ui import asking, custodywords
from artistguard.ui.column import Picture, broken, tag_rows, wrapped
from artistguard.ui.portfolio.thumbs import Thumbs
from artistguard.ui.readertable import ReaderTable, sentence
from artistguard.ui.recordedpart import RecordedPart
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import Empty, KeyValues, button, heading, label, line, muted, section

if TYPE_CHECKING:
    from artistguard.ui.bridge import Bridge
    from artistguard.workflow.details import Details, FileOf, Several
    from artistguard.workflow.inspect_ import Inspected

    Says = tuple[Inspected | None, Inspected | None]

_PAUSE_MS = 90  # arrow keys run through many works; only where they rest is read
_BUDGET = 12 * 2**20  # bytes of pictures kept: it shows one at a time
_TAGS = 6  # shown before "all of them" is asked for
_HISTORY = 12
Chosen = Sequence[str] | WorkFilter


class Inspector(QScrollArea):
    """The column beside the grid."""

    opened = Signal(object)  # Edition: full size, please
    learnt = Signal(object)  # list[WorkRow] of several chosen works
    records_asked = Signal(str, str)  # a page of the records ("receipts", "ledger"), and the work's id

    def __init__(self, bridge: "Bridge", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._chosen: Chosen = ()
        self._asked = 0  # the generation of the newest question
        self._edition: Edition | None = None
        self._found: Details | None = None
        self._thumbs = Thumbs(bridge, self, budget=_BUDGET)
        self._thumbs.arrived.connect(self._pictured)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Inspector"))
        self._inside = QWidget()
        self._inside.setMinimumWidth(1)  # the column is never wider than the view: words wrap
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 24)
        self._column.setSpacing(0)
        self.picture = Picture()
        self.picture.opened.connect(self._open)
        self._column.addWidget(self.picture)
        self._parts = QVBoxLayout()
        self._parts.setContentsMargins(16, 12, 16, 0)
        self._parts.setSpacing(8)
        self._column.addLayout(self._parts)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self._says_at = QVBoxLayout()
        self.readers = ReaderTable()
        self.readers.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        Theme.current().changed.connect(self._look)
        self._look()
        self._show_none()

    def set_folder(self, folder: Path) -> None:
        """Where thumbnails lie."""
        self._thumbs.set_folder(folder)

    def show_chosen(self, chosen: Chosen) -> None:
        """Look at these works: none, one, or several; a filter stands for all that it leaves."""
        self._chosen = chosen
        self._asked += 1
        if not isinstance(chosen, WorkFilter) and not chosen:
            self._pause.stop()
            self._show_none()
        else:
            self._pause.start()

    def refresh(self) -> None:
        """Read again what is shown."""
        if isinstance(self._chosen, WorkFilter) or self._chosen:
            self._asked += 1
            self._pause.start()

    def stop(self) -> None:
        """End the threads."""
        self._thumbs.stop()

    # --- reading

    def _read(self) -> None:
        chosen, asked = self._chosen, self._asked
        if not isinstance(chosen, WorkFilter) and len(chosen) == 1:
            self._bridge.query(asking.details(chosen[0]), lambda found: self._detailed(asked, found), owner=self)
        else:
            self._bridge.query(asking.several(chosen), lambda found: self._counted(asked, found), owner=self)

    def _detailed(self, asked: int, found: "Details") -> None:
        if asked != self._asked:
            return
        same = self._found is not None and self._found.work.id == found.work.id
        self._found, self._edition = found, found.row.shown
        if found.row.shown is not None:
            self.picture.setAccessibleDescription(found.work.title)
            self._thumbs.want([found.row.shown])
            self.picture.show_pixmap(self._thumbs.pixmap(found.row.shown))
        self.picture.show()
        if not same:
            self.verticalScrollBar().setValue(0)
            self._show_one(found, None)
        self._bridge.query(asking.saying(found), lambda says: self._said(asked, found, says), owner=self)

    def _said(self, asked: int, found: "Details", says: "Says") -> None:
        if asked == self._asked:
            self._show_one(found, says)

    def _counted(self, asked: int, found: "Several") -> None:
        if asked == self._asked:
            self._show_several(found)
            self.learnt.emit(list(found.rows))

    def _pictured(self, digests: set[str]) -> None:
        if self._edition is not None and self._edition.sha256 in digests:
            self.picture.show_pixmap(self._thumbs.pixmap(self._edition))

    # --- showing

    def _show_none(self) -> None:
        self._found = self._edition = None
        self._clear()
        self.picture.hide()
        self._parts.addWidget(
            Empty("picture", self.tr("Choose a work to see who vouches for it and who sees your no."))
        )

    def _show_several(self, found: "Several") -> None:
        self._found = self._edition = None
        self._clear()
        self.picture.hide()
        from artistguard.workflow.rates import size

        number = self.locale().toString(found.count)
        self._parts.addWidget(heading(self.tr("%1 works").replace("%1", number)))
        mixed = self.tr("mixed")

        def one(values: frozenset[str], empty: str) -> str:
            return mixed if len(values) > 1 else next(iter(values), "") or empty

        words = {
            WorkState.UNSIGNED: self.tr("not signed"),
            WorkState.SIGNED: self.tr("signed"),
            WorkState.OUTDATED: self.tr("need a look"),
        }
        states = ", ".join(f"{self.locale().toString(n)} {words[s]}" for s, n in found.states.items() if n)
        rows = [(self.tr("State"), states), (self.tr("Size"), size(found.bytes))]
        if found.rows:
            formats = frozenset(name.upper() for name in found.formats)
            stated = frozenset(each.rpartition("/")[2] for each in found.source_types)
            rows += [
                (self.tr("Client"), one(found.clients, self.tr("none: my own work"))),
                (self.tr("Format"), one(formats, self.tr("none"))),
                (self.tr("Made by"), one(stated, self.tr("not stated"))),
            ]
        self._parts.addWidget(KeyValues(rows))
        if found.sealed:
            text = self.tr("%n of them sealed: nothing about these leaves this machine.", "", found.sealed)
            self._parts.addWidget(label(text, "quiet", wrap=True))

    def _show_one(self, found: "Details", says: "Says | None") -> None:
        keep = self.verticalScrollBar().value()
        self._clear()
        work = found.work
        self._parts.addWidget(wrapped(heading(work.title)))
        self._parts.addWidget(wrapped(label(self._under(found), "quiet")))
        if found.client is not None:
            self._parts.addWidget(wrapped(label(self._of_client(found), "quiet")))
        self._vouching(found, says)
        self._seeing(found, says)
        if says is not None:
            self._tags(says)
        self._records(found)
        self._files(found)
        self._history(found)
        self.verticalScrollBar().setValue(keep)

    def _under(self, found: "Details") -> str:
        """Number, format and size of the file that stands for the work."""
        shown = found.row.shown
        parts = [f"#{found.work.number}"]
        if shown is not None:
            parts.append(shown.format.upper())
            if shown.picture.width and shown.picture.height:
                parts.append(f"{shown.picture.width} x {shown.picture.height}")
        return " · ".join(parts)

    def _of_client(self, found: "Details") -> str:
        assert found.client is not None
        if not found.sealed:
            return self.tr("For %1").replace("%1", found.client.name)
        until = found.client.seal.until
        if until is not None:
            text = self.tr("For %1. Sealed until %2: nothing about it leaves this machine.")
            return text.replace("%1", found.client.name).replace("%2", until.isoformat())
        text = self.tr("For %1. Sealed: nothing about it leaves this machine.")
        return text.replace("%1", found.client.name)

    def _vouching(self, found: "Details", says: "Says | None") -> None:
        self._title(self.tr("Who vouches, and what that is worth"))
        copy = found.row.copy or found.row.posting
        if found.row.state is WorkState.OUTDATED:
            text = self.tr("The file was changed after it was signed. The signed copy shows the earlier picture.")
            self._parts.addWidget(wrapped(label(text, "look")))
        if says is None:
            self._parts.addWidget(label(self.tr("Reading..."), "quiet"))
            return
        original, signed = says
        if copy is not None and signed is None:
            text = self.tr("The signed copy is not where it was written. It may have been moved or removed.")
            self._parts.addWidget(wrapped(label(text, "look")))
        read = signed or original
        if read is None:
            self._parts.addWidget(
                wrapped(label(self.tr("The file is not where it was. It may have been moved."), "look"))
            )
            return
        if read.error is not None:
            self._parts.addWidget(wrapped(label(spoken(read.error.message), "bad")))
            return
        credential = (read.says or {})["credential"]
        if signed is None and not credential["present"]:
            text = self.tr("Nobody yet. The original carries no credential, and it stays as it is: copies are signed.")
            self._parts.addWidget(wrapped(label(text)))
            return
        tone = {True: "good", False: "bad"}.get(credential["intact"], "")
        self._parts.addWidget(wrapped(label(spoken(credential["integrity"]), tone)))
        self._parts.addWidget(wrapped(label(spoken(credential["trust"]))))
        if signed is not None and found.own:
            own = self.tr("That root is your own: public verifiers show an unknown signer.")
            self._parts.addWidget(wrapped(muted(own)))
        stamp = (
            self.tr("Time stamp: %1.").replace("%1", credential["time"])
            if credential["time"]
            else self.tr("No time stamp: nobody else says when it was signed.")
        )
        self._parts.addWidget(wrapped(muted(stamp)))
        self._parts.addWidget(wrapped(muted(self.tr("A signature says that a key signed this file, not who drew it."))))

    def _seeing(self, found: "Details", says: "Says | None") -> None:
        if says is None:
            return
        original = says[0].says["readers"] if says[0] is not None and says[0].says else None
        copy = says[1].says["readers"] if says[1] is not None and says[1].says else None
        if original is None and copy is None:
            return
        self._title(self.tr("Who sees your no"))
        rows: Sequence[Mapping[str, Any]] = original if original is not None else copy or []
        self._parts.addWidget(wrapped(label(sentence(rows, copy if original is not None else None))))
        self.readers.show_rows(found.work.id, rows, copy if original is not None else None)
        self._parts.addWidget(self.readers)
        self.readers.show()

    def _tags(self, says: "Says") -> None:
        read = says[1] or says[0]
        tags = (read.says or {}).get("tags", []) if read is not None else []
        self._title(self.tr("Tags in the signed copy") if says[1] is not None else self.tr("Tags in the file"))
        if not tags:
            self._parts.addWidget(label(self.tr("None."), "quiet"))
            return
        table = KeyValues(tag_rows(tags[:_TAGS]))
        self._parts.addWidget(table)
        if len(tags) > _TAGS:
            more = button(self.tr("Show all %1").replace("%1", str(len(tags))), "quiet")

            def show_all() -> None:
                table.set_rows(tag_rows(tags))
                more.hide()

            more.clicked.connect(show_all)
            self._parts.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _records(self, found: "Details") -> None:
        self._title(self.tr("Recorded"))
        part = RecordedPart(found.records, found.registries)
        part.asked.connect(lambda page: self.records_asked.emit(page, found.work.id))
        self._parts.addWidget(part)

    def _files(self, found: "Details") -> None:
        self._title(self.tr("Files"))
        for each in found.files:
            if each.edition.superseded_by is None:
                self._parts.addWidget(self._file(each))

    def _file(self, each: "FileOf") -> QWidget:
        from artistguard.workflow.rates import size

        edition, box = each.edition, QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        facts = edition.picture
        measure = f", {facts.width} x {facts.height}" if facts.width and facts.height else ""
        title = f"{self._role(edition.role)}: {edition.format.upper()}{measure}, {size(edition.size)}"
        words.addWidget(wrapped(label(title)))
        shown = paths.printable(each.path) if each.path is not None else edition.location.path
        place = wrapped(muted(broken(shown)))
        place.setToolTip(shown)
        words.addWidget(place)
        for beside in edition.sidecars:
            words.addWidget(wrapped(muted(self.tr("Beside it: %1").replace("%1", paths.printable(beside)))))
        if not each.exists:
            words.addWidget(wrapped(label(self.tr("Not there now."), "look")))
        if facts.note:
            words.addWidget(wrapped(muted(spoken(facts.note))))
        row.addLayout(words, 1)
        show = button("", "quiet", "folder", tip=self.tr("Show in its folder"))
        show.setAccessibleName(self.tr("Show %1 in its folder").replace("%1", self._role(edition.role)))
        show.setEnabled(each.exists)
        path = each.path
        if path is not None:
            show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        row.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _role(self, role: EditionRole) -> str:
        return {
            EditionRole.MASTER: self.tr("Original"),
            EditionRole.SOURCE: self.tr("Source"),
            EditionRole.EXPORT: self.tr("Export"),
            EditionRole.SIGNED_COPY: self.tr("Signed copy"),
            EditionRole.POSTING_COPY: self.tr("Posting copy"),
        }[role]

    def _history(self, found: "Details") -> None:
        self._title(self.tr("History"))
        entries = found.history
        if not entries:
            self._parts.addWidget(label(self.tr("Nothing on record."), "quiet"))
        newest = [
            (f"{e.at.astimezone():%Y-%m-%d %H:%M}", broken(custodywords.act(e, found.registries)))
            for e in reversed(entries)
        ]
        self._parts.addWidget(KeyValues(newest[:_HISTORY]))
        if len(newest) > _HISTORY:
            self._parts.addWidget(muted(self.tr("and %1 older lines").replace("%1", str(len(newest) - _HISTORY))))

    def _title(self, text: str) -> None:
        rule = line()
        self._parts.addSpacing(8)
        self._parts.addWidget(rule)
        self._parts.addSpacing(2)
        self._parts.addWidget(wrapped(section(text)))

    def _clear(self) -> None:
        self.readers.setParent(None)
        while (item := self._parts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.readers:
                widget.hide()
                widget.deleteLater()

    def _open(self) -> None:
        if self._edition is not None:
            self.opened.emit(self._edition)

    def _look(self) -> None:
        self._thumbs.set_size(QSize(512, 512), self.devicePixelRatioF())
        self.setMinimumWidth(min(Theme.current().px(272), 440))
        self.picture.update()
