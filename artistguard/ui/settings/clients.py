"""Clients: whom work is done for; their rights, mandate, preset and seal."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from artistguard.model.jobs import Change
from artistguard.model.rights import Client, Mandate
from artistguard.ui.settings.day import DayField
from artistguard.ui.settings.parts import Form, Page, Question, button, fields_of, label, row
from artistguard.ui.settings.rights_form import RightsForm
from artistguard.ui.settings.seal import SealPanel
from artistguard.ui.theme import Theme

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio

_Found = tuple[tuple[Client, ...], tuple[tuple[str, str], ...], dict[str, int]]


class ClientsPage(Page):
    """One client at a time, chosen above."""

    kinds = frozenset({"client", "preset"})

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("Clients"),
            self.tr(
                "Whom you work for. Their works carry their rights, and their seal says what may leave this machine."
            ),
        )
        self._rows: tuple[Client, ...] = ()
        self._works: dict[str, int] = {}
        self._wanted = ""
        self._shown: Client | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Client"))
        self.choice.activated.connect(lambda _: self._chosen())
        self.new = button(self.tr("New client…"), self._new, icon="plus")
        self.body.addSpacing(8)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        line = row(self.choice)
        line.setStretch(0, 1)
        line.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(line)
        self.adding = _Adding(self)
        self.body.addWidget(self.adding)
        self.question = Question()
        self.body.addWidget(self.question)
        self.none = label(
            self.tr("No clients yet. Works without a client are your own, and under no seal."),
            "quiet",
        )
        self.body.addWidget(self.none)
        self.content = QWidget()
        self.content.setAccessibleName(self.tr("Client"))
        self.body.addWidget(self.content)
        self._content()
        self.finish()
        self.sentence = label("", "quiet")
        self.save = button(self.tr("Save"), self._save, "primary")
        self.undo = button(self.tr("Undo changes"), self._undo)
        self.foot = QFrame()
        self.foot.setProperty("kind", "raised")
        inside = row(self.sentence, self.undo, self.save)
        inside.setContentsMargins(24, 8, 24, 8)
        inside.setStretch(0, 1)
        self.foot.setLayout(inside)
        self.outer.addWidget(self.foot)
        self._fill()

    def _content(self) -> None:
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        self.seal = SealPanel(self)
        column.addWidget(self.seal)
        form = Form()
        self.name = QLineEdit()
        self.name.textEdited.connect(self._edited)
        form.add(self.tr("Name"), self.name)
        self.preset = QComboBox()
        self.preset.currentIndexChanged.connect(self._edited)
        form.add(
            self.tr("Their preset"),
            self.preset,
            self.tr("Their works are signed with it where nothing else is chosen."),
        )
        column.addSpacing(8)
        column.addLayout(form)
        column.addSpacing(Theme.current().px(16))
        column.addWidget(label(self.tr("Their rights"), "section"))
        column.addWidget(label(self.tr("What stands here goes before the preset's."), "quiet"))
        self.rights = RightsForm()
        self.rights.changed.connect(self._edited)
        column.addWidget(self.rights)
        column.addSpacing(Theme.current().px(16))
        column.addWidget(label(self.tr("Mandate"), "section"))
        column.addWidget(
            label(
                self.tr("Whether somebody may act for the rights holder: write to a platform, say, or to a court."),
                "quiet",
            )
        )
        form = Form()
        self.holder, self.agent, self.scope = QLineEdit(), QLineEdit(), QLineEdit()
        for field, words, hint in (
            (self.holder, self.tr("Rights holder"), self.tr("who gives the mandate")),
            (self.agent, self.tr("Who may act"), self.tr("empty: nobody may")),
            (self.scope, self.tr("For what"), self.tr("takedown notices, registrations")),
        ):
            field.setPlaceholderText(hint)
            field.textEdited.connect(self._edited)
            form.add(words, field)
        self.until = DayField(self.tr("Until withdrawn"), self.tr("Until a day"), self.tr("Mandate until"))
        self.until.changed.connect(self._edited)
        form.add(self.tr("Until"), self.until)
        column.addLayout(form)

    def refresh(self) -> None:
        """Read clients and presets."""

        def work(studio: "Studio") -> _Found:
            presets = tuple((preset.id, preset.name) for preset in studio.catalogue.presets.list())
            clients = studio.catalogue.clients.list()
            works = {
                client.id: sum(1 for _ in studio.catalogue.works.iterate(client_id=client.id))
                for client in clients[:50]
            }
            return clients, presets, works

        self.read(work, self._show)

    def _show(self, found: _Found) -> None:
        clients, presets, self._works = found
        unsaved = self._shown is not None and self._changed_client() != self._shown and not self._wanted
        kept = self._wanted or (self._shown.id if self._shown else "")
        self._wanted = ""
        self._rows = clients
        blocked = self.preset.blockSignals(True)
        self.preset.clear()
        self.preset.addItem(self.tr("The default one"), "")
        for key, name in presets:
            self.preset.addItem(name, key)
        self.preset.blockSignals(blocked)
        self.choice.clear()
        for client in clients:
            sealed = client.seal.forbids(date.today())
            self.choice.addItem(client.name + " (" + self.tr("sealed") + ")" if sealed else client.name, client.id)
            if sealed:
                self.choice.setItemIcon(self.choice.count() - 1, Theme.current().icon("lock", 16, "muted"))
        index = max(0, self.choice.findData(kept)) if clients else -1
        self.choice.setCurrentIndex(index)
        if unsaved and self._shown is not None:
            self._pick_preset(self._shown)
            self._edited()
        else:
            self._fill()

    def _chosen(self) -> None:
        if self._shown is None or self._changed_client() == self._shown:
            self._fill()
            return
        wanted = self.choice.currentData()
        self.choice.setCurrentIndex(self.choice.findData(self._shown.id))

        def go_on() -> None:
            self.choice.setCurrentIndex(self.choice.findData(wanted))
            self._fill()

        self.question.ask(
            self.tr("What you changed of %1 is not saved yet.").replace("%1", self._shown.name),
            self.tr("Leave it unsaved"),
            go_on,
        )

    def _fill(self) -> None:
        index = self.choice.currentIndex()
        client = self._rows[index] if 0 <= index < len(self._rows) else None
        self._shown = None
        some = client is not None
        for widget in (self.choice, self.content, self.foot):
            widget.setVisible(some)
        self.none.setVisible(not some and self.adding.isHidden())
        if client is None:
            return
        self.name.setText(client.name)
        self.rights.set(client.rights)
        mandate = client.mandate or Mandate("", "")
        self.holder.setText(mandate.holder)
        self.agent.setText(mandate.agent)
        self.scope.setText(mandate.scope)
        self.until.set(mandate.until)
        self._pick_preset(client)
        self.seal.show_client(client, self._works.get(client.id))
        self._shown = client
        self._edited()

    def _pick_preset(self, client: Client) -> None:
        blocked = self.preset.blockSignals(True)
        self.preset.setCurrentIndex(max(0, self.preset.findData(client.preset_id or "")))
        self.preset.blockSignals(blocked)

    def _changed_client(self) -> Client:
        assert self._shown is not None
        holder, agent, scope = (field.text().strip() for field in (self.holder, self.agent, self.scope))
        mandate = (
            Mandate(holder or self.name.text().strip(), agent, scope, self.until.get())
            if holder or agent or scope
            else None
        )
        return replace(
            self._shown,
            name=self.name.text().strip(),
            rights=self.rights.get(),
            mandate=mandate,
            preset_id=self.preset.currentData() or None,
        )

    def _edited(self, *_: object) -> None:
        if self._shown is None:
            return
        changed = self._changed_client()
        count = sum(value != getattr(self._shown, name) for name, value in fields_of(changed).items())
        self.save.setEnabled(count > 0 and bool(changed.name))
        self.undo.setEnabled(count > 0)
        self.sentence.setText(
            self.tr("Not saved yet. Copies made before keep what they say.") if count else self.tr("Nothing changed.")
        )

    def _undo(self) -> None:
        self._fill()

    def _save(self) -> None:
        if self._shown is None:
            return
        wanted = self._changed_client()

        def work(studio: "Studio") -> tuple[Client, list[Change]]:
            from artistguard.workflow import clients

            # The seal may have changed since it was read: it has buttons of its own, and stays as it is.
            now = replace(wanted, seal=studio.catalogue.clients.get(wanted.id).seal)
            clients.update(studio, now)
            return now, [Change("client", (now.id,))]

        self._wanted = wanted.id
        self.write(work, lambda _: self.say(self.tr("Saved.")))

    def _new(self) -> None:
        self.none.hide()
        self.adding.open()

    def add(self, name: str) -> None:
        """A new client, sealed."""

        def work(studio: "Studio") -> tuple[Client, list[Change]]:
            from artistguard.workflow import clients

            made = clients.add(studio, name)
            self._wanted = made.id
            return made, [Change("client", (made.id,))]

        words = self.tr("%1 is there now, and sealed.").replace("%1", name)
        self.write(work, lambda _: self.say(words))

    def close_seal(self, client: Client, until: date | None) -> None:
        """Seal a client, for good or until a day."""

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import clients

            clients.seal(studio, studio.catalogue.clients.get(client.id), until)
            return None, [Change("client", (client.id,)), Change("artwork", ())]

        self.write(work, lambda _: self._resealed(self.tr("%1 is sealed.").replace("%1", client.name)))

    def open_seal(self, client: Client) -> None:
        """Open a client's seal."""

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import clients

            clients.open_(studio, studio.catalogue.clients.get(client.id))
            return None, [Change("client", (client.id,)), Change("artwork", ())]

        self.write(work, lambda _: self._resealed(self.tr("The seal of %1 is open.").replace("%1", client.name)))

    def _resealed(self, words: str) -> None:
        self.say(words)


class _Adding(QFrame):
    """Asks for a new client's name, and says what being sealed means."""

    def __init__(self, page: ClientsPage) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("New client"))
        self._page = page
        self.name = QLineEdit()
        self.name.returnPressed.connect(self._make)
        self.make = button(self.tr("Add the client"), self._make, "primary")
        form = Form()
        form.add(self.tr("Name"), self.name)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        inside.addLayout(form)
        inside.addWidget(
            label(
                self.tr(
                    "A new client is sealed: nothing that identifies their works leaves this machine, and no small "
                    "pictures of them are kept. Works can be signed all the same. You open the seal when they are "
                    "published."
                )
            )
        )
        inside.addLayout(row(self.make, button(self.tr("Not now"), self._not_now), None))
        self.hide()

    def open(self) -> None:
        """Ask."""
        self.name.clear()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        if self.name.text().strip():
            self.hide()
            self._page.add(self.name.text().strip())

    def _not_now(self) -> None:
        self.hide()
        self._page.refresh()
