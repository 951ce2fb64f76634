"""My website: the files that say no there, and what a live site says to each kind of reader."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Cancelled, NetworkOff, NotAgreed
from artistguard.model.jobs import Change
from artistguard.model.watching import HostNeed, Planned
from artistguard.ui.consent import ConsentPanel
from artistguard.ui.settings.parts import Form, Page, button, label, row, told
from artistguard.ui.settings.paths import FileField, FolderField
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import KeyValues, set_kind

if TYPE_CHECKING:
    from artistguard.model.protocols import CancelToken, Progress
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio
    from artistguard.workflow.website import SitePlan
    from artistguard.workflow.website_check import CheckedSite


class WebsitePage(Page):
    """Files into a folder above; the look at a live site, after consent to its host, below."""

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("My website"),
            self.tr(
                "Your default terms, said where machines look on a site of your own. A reservation that a reader sees "
                "is not yet one that it honours."
            ),
        )
        self._write_section()
        self._check_section()
        self.finish()

    def _write_section(self) -> None:
        part = self.section(
            self.tr("Files for your site"),
            self.tr("robots.txt, tdmrep.json, ai.txt, a licence, a page in plain words, and headers for your server."),
        )
        form = Form()
        self.domain = QLineEdit()
        self.domain.setPlaceholderText("ada.example")
        form.add(self.tr("Name of the site"), self.domain)
        self.folder = FolderField(self.tr("Folder"))
        form.add(self.tr("Folder"), self.folder, self.tr("Nothing there that is not ours is written over."))
        self.robots = FileField(self.tr("Your robots.txt"))
        form.add(
            self.tr("Your robots.txt"),
            self.robots,
            self.tr("If there is one: every line of it is kept, ours are added and marked."),
        )
        part.addLayout(form)
        self.write_files = button(self.tr("Write the files"), self._write, "primary")
        part.addLayout(row(self.write_files, None))
        self.written = KeyValues()
        part.addWidget(self.written)
        for field in (self.domain, self.folder.path):
            field.textChanged.connect(self._ready)
        self._ready()

    def _check_section(self) -> None:
        part = self.section(
            self.tr("What your site says now"),
            self.tr("The page, the files beside it, and how one of its pictures is served: six small requests."),
        )
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://")
        self.url.setAccessibleName(self.tr("Address of your site"))
        self.look = button(self.tr("Look"), self._look_at)
        self.look.setEnabled(False)
        self.url.textChanged.connect(lambda: self.look.setEnabled(bool(self.url.text().strip())))
        self.url.returnPressed.connect(self._look_at)
        beside = QWidget()
        beside.setLayout(row(self.url, self.look))
        part.addWidget(beside)
        self.consent = ConsentPanel(self.context)
        self.consent.agreed.connect(self._look_at)
        part.addWidget(self.consent)
        self.state = label("", "quiet")
        part.addWidget(self.state)
        self.readers = KeyValues()
        part.addWidget(self.readers)
        self.drift = label("", "quiet")
        part.addWidget(self.drift)
        self.changes = KeyValues()
        part.addWidget(self.changes)

    def _ready(self) -> None:
        self.write_files.setEnabled(bool(self.domain.text().strip()) and self.folder.chosen() is not None)

    def _write(self) -> None:
        domain, folder, merge = self.domain.text(), self.folder.chosen(), self.robots.chosen()
        if folder is None:
            return
        self.write_files.setEnabled(False)

        def work(studio: "Studio") -> "tuple[SitePlan, list[Change]]":
            from artistguard.workflow import website

            plan = website.plan(studio, folder, domain, merge=merge)
            website.write(studio, plan)
            return plan, []

        self.write(work, self._wrote, lambda _: self._ready())

    def _wrote(self, plan: "SitePlan") -> None:
        self._ready()
        words = {
            "new": self.tr("written"),
            "replaced": self.tr("written anew"),
            "unchanged": self.tr("there already, as it should be"),
            "kept": self.tr("another file is there, and stays as it is"),
        }
        rows = [(file.path, words[file.state.value]) for file in plan.files]
        rows += [(self.tr("Note"), spoken(note)) for note in (*plan.notes, *plan.unsaid)]
        self.written.set_rows(rows)
        kept = sum(file.error is not None for file in plan.files)
        if kept:
            self.say(self.tr("%n file(s) that are not ours stay as they are.", "", kept), "look")
        else:
            self.say(self.tr("The files are there. Upload them to the root of your site, then look at it below."))

    def _look_at(self) -> None:
        url = self.url.text().strip()
        if not url:
            return
        self.consent.hide()
        self.look.setEnabled(False)
        set_kind(self.state, "quiet")
        self.state.setText(self.tr("Looking…"))

        def work(studio: "Studio", progress: "Progress", cancel: "CancelToken") -> "tuple[CheckedSite, list[Change]]":
            from artistguard.workflow import website_check

            return website_check.check(studio, url, cancel=cancel), []

        self.bridge.operate(self.tr("My website"), work, self._looked, self._not_looked, owner=self, aside="check")

    def _looked(self, found: "CheckedSite") -> None:
        self.look.setEnabled(True)
        seen = sum(reader.sees is True for reader in found.readers)
        words = self.tr("%1 of %2 kinds of readers see your no.")
        self.state.setText(words.replace("%1", str(seen)).replace("%2", str(len(found.readers))))
        answers = {True: self.tr("Sees it."), False: self.tr("Does not."), None: self.tr("Cannot be told.")}
        self.readers.set_rows(
            (spoken(reader.reader), f"{answers[reader.sees]} {spoken(reader.why)}") for reader in found.readers
        )
        if found.since is None:
            self.drift.setText(self.tr("This is the first look at it: there is nothing to compare with."))
        else:
            day = found.since.astimezone().strftime("%Y-%m-%d %H:%M")
            words = self.tr("Not as it was on %1:") if found.drift else self.tr("As it was on %1.")
            self.drift.setText(words.replace("%1", day))
        self.changes.set_rows(
            (spoken(part.what), f"{spoken(part.before)} → {spoken(part.after)}") for part in found.drift
        )

    def _not_looked(self, error: ArtistGuardError) -> None:
        self.look.setEnabled(True)
        self.state.setText("")
        if isinstance(error, NotAgreed) and error.host:
            self._ask(error.host)
        elif isinstance(error, NetworkOff):
            self.consent.ask((), (), Purpose.CHECK)
        elif not isinstance(error, Cancelled):
            set_kind(self.state, "bad")
            self.state.setText(told(error))

    def _ask(self, host: str) -> None:
        url = self.url.text().strip()

        def read(studio: "Studio") -> Planned:
            from artistguard.workflow import website_check

            return website_check.would_send(url)

        def show(planned: Planned) -> None:
            own = f"host: {host}".lower() in planned.request.lower()
            need = HostNeed(host, self.tr("It is asked for your page, the files beside it and one picture's headers."))
            self.consent.ask([need], [planned] if own else [], Purpose.CHECK)

        self.bridge.query(read, show, self._not_looked, owner=self)
