"""Check my posted copy: the file or the link of what a platform gives back, against the copy that was posted."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled, NetworkOff, NotAgreed
from artistguard.model.paths import printable
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.settings.network import amount
from artistguard.ui.settings.parts import Form, button, label, row, told
from artistguard.ui.settings.paths import FileField
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import DropZone, KeyValues, set_kind

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.posted import Likely, Posted
    from artistguard.workflow.studio import Studio

translate = QCoreApplication.translate


class PostedCheck(QFrame):
    """Two files: as the platform gives it back, and the copy that was posted. What is left is said in numbers.

    In the place of a file its link will do: it is fetched after the host was agreed to.
    """

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
        self.link = QLineEdit()
        self.link.setPlaceholderText("https://")
        self.fetch = button(self.tr("Fetch it"), self._fetch)
        self.fetch.setEnabled(False)
        self.link.textChanged.connect(lambda: self.fetch.setEnabled(bool(self.link.text().strip())))
        self.link.returnPressed.connect(self._fetch)
        beside = QWidget()
        beside.setLayout(row(self.link, self.fetch))
        beside.setFocusProxy(self.link)
        self.link.setAccessibleName(self.tr("Or its link"))
        form.add(self.tr("Or its link"), beside, self.tr("The address of the picture itself, not of its page."))
        self.consent = ConsentPanel(context)
        self.consent.agreed.connect(self._fetch)
        self.ours = FileField(self.tr("Your copy"))
        self.ours.path.textChanged.connect(self._ready)
        self.ours.path.textEdited.connect(self._typed)
        form.add(
            self.tr("Your copy"),
            self.ours,
            self.tr("The copy that you uploaded. Left empty, it is looked for by its picture."),
        )
        inside.addLayout(form)
        inside.addWidget(self.consent)
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

    def _fetch(self) -> None:
        """Fetch the picture behind the link; where its host was not agreed to, ask in place."""
        url, ours = self.link.text().strip(), None if self._guessed else self.ours.chosen()
        if not url:
            return
        self.consent.hide()
        self.fetch.setEnabled(False)
        set_kind(self.state, "quiet")
        self.state.setText(self.tr("Fetching…"))

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[Path, list[Change]]":
            from artistguard.workflow import posted as check

            return check.fetch(studio, url, ours, cancel=cancel), []

        self._context.bridge.operate(
            self.tr("Check my posted copy"), work, self._fetched, self._not_fetched, owner=self, aside="check"
        )

    def _fetched(self, path: Path) -> None:
        self.fetch.setEnabled(True)
        self.state.setText("")
        self.take([path])
        self.chosen.setText(self.tr("From the platform: %1").replace("%1", printable(self.link.text().strip())))

    def _not_fetched(self, error: ArtistGuardError) -> None:
        self.fetch.setEnabled(True)
        self.state.setText("")
        if isinstance(error, NotAgreed) and error.host:
            self._ask(error.host)
        elif isinstance(error, NetworkOff):
            self.consent.ask((), (), Purpose.POSTED_COPY)
        elif not isinstance(error, Cancelled):
            set_kind(self.state, "bad")
            self.state.setText(told(error))

    def _ask(self, host: str) -> None:
        url = self.link.text().strip()

        def read(studio: "Studio") -> Planned:
            from artistguard.workflow import posted as check

            return check.would_send(url)

        def show(planned: Planned) -> None:
            if f"Host: {host}".lower() in planned.request.lower():
                need = HostNeed(host, self.tr("It is asked for the copy that you posted."))
                self.consent.ask([need], [planned], Purpose.POSTED_COPY)
            else:
                need = HostNeed(host, self.tr("Your link leads on to it: it is asked for the copy that you posted."))
                self.consent.ask([need], [], Purpose.POSTED_COPY)

        self._context.bridge.query(read, show, self._not_fetched, owner=self)

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


def _sizes(before: tuple[int, int] | None, after: tuple[int, int] | None) -> str:
    def one(size: tuple[int, int] | None) -> str:
        return f"{size[0]} × {size[1]}" if size else "?"

    return (
        f"{one(before)} → {one(after)}" if before != after else f"{one(after)}, " + translate("Platforms", "as posted")
    )
