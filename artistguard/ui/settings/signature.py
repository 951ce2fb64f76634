"""My signature: make one, take one in, choose, back up, hand out, renew, revoke."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from artistguard.model.errors import KeyLocked
from artistguard.model.identity import Identity, IdentityKind
from artistguard.model.jobs import Change
from artistguard.ui.settings.identity_panels import CreatePanel, PassphrasePanel, TakeInPanel
from artistguard.ui.settings.parts import Page, Question, button, label, row, save_file
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import FlowLayout

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class _Shown:
    identities: tuple[tuple[Identity, str, bool], ...]  # with its warning, and whether its key is here
    default: str
    keychain: str
    name: str  # of the profile: what a new signature would be called


class SignaturePage(Page):
    """All signatures, and what can be done with each."""

    kinds = frozenset({"identity", "profile"})
    always = True

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("My signature"),
            self.tr("A certificate with your name, and a key that only you have. Every signed copy carries it."),
        )
        self._found: dict[str, tuple[Identity, str, bool]] = {}
        self._wanted = ""
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Signatures"))
        self.list.setHeaderLabels([self.tr("Name"), self.tr("Issuer"), self.tr("Kind"), self.tr("Until"), ""])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        Theme.current().changed.connect(self._fit)
        self.list.header().setStretchLastSection(True)
        self.list.itemSelectionChanged.connect(self._chosen)
        self.body.addSpacing(8)
        self.body.addWidget(self.list)
        self.about = label("", "quiet")
        self.body.addWidget(self.about)
        self.use = button(self.tr("Sign with this one"), self._use)
        self.backup = button(
            self.tr("Back up…"), self._back_up, about=self.tr("Certificate and key, under a passphrase")
        )
        self.export = button(
            self.tr("Export certificates…"), self._export, about=self.tr("For others' trust lists; no key")
        )
        self.renew = button(self.tr("Renew"), self._renew, about=self.tr("A fresh certificate under the same root"))
        self.issue = button(
            self.tr("Issue to a seat…"), self._issue, about=self.tr("A studio: a signature for one person")
        )
        self.revoke = button(self.tr("Revoke…"), self._ask_revoke, "bad")
        flow = FlowLayout()
        for each in (self.use, self.backup, self.export, self.renew, self.issue, self.revoke):
            flow.addWidget(each)
        self.body.addLayout(flow)
        self.question = Question()
        self.body.addWidget(self.question)
        self.passphrase = PassphrasePanel()
        self.body.addWidget(self.passphrase)
        self.making = CreatePanel(self)
        self.taking = TakeInPanel(self)
        self.more = button(self.tr("New signature…"), lambda: self._open(self.making), icon="plus")
        self.bring = button(self.tr("Take one in…"), lambda: self._open(self.taking))
        self.body.addSpacing(16)
        self.body.addLayout(row(self.more, self.bring, None))
        self.body.addWidget(self.making)
        self.body.addWidget(self.taking)
        self._open(None)
        self.locked = label("", "quiet")
        self.body.addSpacing(8)
        self.body.addWidget(self.locked)
        self.finish()

    def refresh(self) -> None:
        """Read all signatures."""

        def work(studio: "Studio") -> _Shown:
            from artistguard.workflow import identity as identities

            default = studio.catalogue.identities.default()
            found = tuple(
                (each, identities.warning(each), studio.keys.has(each.id))
                for each in studio.catalogue.identities.list()
            )
            name = studio.catalogue.profile.get().name
            return _Shown(found, default.id if default else "", studio.keys.keychain_state(), name)

        self.read(work, self._show)

    @property
    def chosen(self) -> Identity | None:
        """The signature that is chosen in the list."""
        items = self.list.selectedItems()
        return self._found[items[0].data(0, Qt.ItemDataRole.UserRole)][0] if items else None

    def _show(self, shown: _Shown) -> None:
        before = self.chosen
        kept = self._wanted or (before.id if before else shown.default)
        self._wanted = ""
        self._found = {identity.id: (identity, warning, here) for identity, warning, here in shown.identities}
        self._default = shown.default
        self.list.clear()
        for identity, _, here in shown.identities:
            item = QTreeWidgetItem(
                [
                    identity.name,
                    identity.organization,
                    self._kind(identity),
                    f"{identity.not_after:%Y-%m-%d}",
                    self._state(identity, here),
                ]
            )
            item.setData(0, Qt.ItemDataRole.UserRole, identity.id)
            self.list.addTopLevelItem(item)
            if identity.id == kept:
                item.setSelected(True)
                self.list.setCurrentItem(item)
        some = bool(shown.identities)
        self.list.setVisible(some)
        self._fit()
        self.making.suggest(shown.name)
        locked = shown.keychain == "works" or self.context.passphrase.known
        self.making.need_passphrase(not locked and not any(here for _, _, here in shown.identities))
        self.locked.setText(
            self.tr("System keychain:") + f" {shown.keychain}. " + self.tr("A key is never stored unlocked.")
        )
        if not some and self.taking.isHidden():
            self._open(self.making)
        elif some and self.making.isHidden() and self.taking.isHidden():
            self._open(None)
        self._chosen()

    _default = ""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little room, issuer and kind are left out."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = Theme.current()
        narrow = self.width() < theme.px(560)
        self.list.setColumnHidden(1, narrow)
        self.list.setColumnHidden(2, narrow)
        height = max(self.list.sizeHintForRow(0), theme.px(24))
        lines = min(6, max(1, self.list.topLevelItemCount()))
        self.list.setFixedHeight(lines * height + self.list.header().sizeHint().height() + 6)

    def _open(self, panel: QWidget | None) -> None:
        """Show one of the two panels, or none; a second press on its button folds it."""
        folded = panel is None or (not panel.isHidden() and bool(self._found))
        self.making.setVisible(panel is self.making and not folded)
        self.taking.setVisible(panel is self.taking and not folded)
        # With no signature at all one of the two is always open, and only the other has a button.
        self.more.setVisible(bool(self._found) or self.making.isHidden())
        self.bring.setVisible(bool(self._found) or self.taking.isHidden())
        if panel is not None and not folded and self.isVisible() and self._found:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, lambda: self.area.ensureWidgetVisible(panel))

    def _kind(self, identity: Identity) -> str:
        return {
            IdentityKind.OWN: self.tr("own"),
            IdentityKind.IMPORTED: self.tr("taken in"),
            IdentityKind.SEAT: self.tr("a seat's"),
        }[identity.kind]

    def _state(self, identity: Identity, here: bool) -> str:
        if identity.revoked_at is not None:
            return self.tr("revoked")
        if identity.replaced_by is not None:
            return self.tr("replaced")
        if not here:
            return self.tr("no key here")
        return self.tr("used for signing") if identity.id == self._default else ""

    def _chosen(self) -> None:
        identity = self.chosen
        has_root = identity is not None and identity.root_pem is not None
        live = identity is not None and identity.revoked_at is None
        here = identity is not None and self._found[identity.id][2]
        self.use.setVisible(live and here and identity is not None and identity.id != self._default)
        self.backup.setVisible(here)
        self.export.setVisible(identity is not None)
        self.renew.setVisible(live and has_root and here)
        self.issue.setVisible(live and has_root and here)
        self.revoke.setVisible(live and identity is not None and (has_root or identity.issuer_id is not None))
        if identity is None:
            self.about.setText(self.tr("You have no signature yet. Make one below: one step, no account, no cost."))
            return
        warning = spoken(self._found[identity.id][1])
        words = self.tr("SHA-256 of the certificate:") + f" {_grouped(identity.fingerprint)}"
        self.about.setText(f"{warning}\n{words}" if warning else words)

    def make_identity(self, name: str, organization: str, algorithm: str, passphrase: str = "") -> None:
        """Make an own signature; `passphrase` locks its key where there is no keychain."""
        if passphrase:
            self.context.passphrase.remember(passphrase)

        def work(studio: "Studio") -> tuple[Identity, list[Change]]:
            from artistguard.workflow import identity as identities

            made = identities.create(studio, name, organization, algorithm)
            self._wanted = made.id
            return made, [Change("identity", (made.id,))]

        self.write(work, self._created, self._not_made)

    def _created(self, identity: Identity) -> None:
        self.making.clear()
        self._open(None)
        self.say(
            self.tr("%1 is your signature now. Back it up: a lost key cannot be had again.").replace(
                "%1", identity.name
            )
        )

    def _not_made(self, error: Exception) -> None:
        self.context.passphrase.remember(None)
        if isinstance(error, KeyLocked):
            self.say(
                self.tr(
                    "There is no system keychain here to lock the key with, and no passphrase was given. Nothing was "
                    "made."
                ),
                "bad",
            )

    def take_in(self, chain: Path, key: Path | None, passphrase: str) -> None:
        """Take in what somebody else issued, or a back-up."""

        def work(studio: "Studio") -> tuple[tuple[Identity, tuple[str, ...]], list[Change]]:
            from artistguard.workflow import identity as identities

            made, notes = identities.take_in(studio, chain, key, passphrase or None)
            self._wanted = made.id
            return (made, notes), [Change("identity", (made.id,))]

        self.write(work, self._taken)

    def _taken(self, found: tuple[Identity, tuple[str, ...]]) -> None:
        identity, notes = found
        self.taking.clear()
        self._open(None)
        self.say(" ".join([self.tr("%1 was taken in.").replace("%1", identity.name), *notes]))

    def _use(self) -> None:
        identity = self.chosen
        if identity is None:
            return

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            studio.catalogue.identities.set_default(identity.id)
            return None, [Change("identity", (identity.id,))]

        self.write(work, lambda _: self.say(self.tr("%1 signs from now on.").replace("%1", identity.name)))

    def _export(self) -> None:
        identity = self.chosen
        if identity is None:
            return
        path = save_file(self, self.tr("Export the certificates"), f"{identity.name}.pem", "PEM (*.pem)")
        if path is None:
            return

        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import identity as identities

            identities.export_public(identity, path)
            return None, []

        self.write(work, lambda _: self.say(self.tr("Written to %1. There is no key in it.").replace("%1", str(path))))

    def _back_up(self) -> None:
        identity = self.chosen
        if identity is None:
            return

        def go_on(passphrase: str, _: str) -> None:
            path = save_file(self, self.tr("Back up the signature"), f"{identity.name}.p12", "PKCS#12 (*.p12)")
            if path is not None:
                self.back_up(identity, path, passphrase)

        self.passphrase.ask(
            self.tr("The back-up holds certificate and key. Whoever has the file and the passphrase signs as you."),
            self.tr("Choose where…"),
            go_on,
        )

    def back_up(self, identity: Identity, path: Path, passphrase: str) -> None:
        """Write certificate and key under a passphrase."""

        def work(studio: "Studio") -> tuple[list[Path], list[Change]]:
            from artistguard.workflow import identity as identities

            return identities.back_up(studio, identity, path, passphrase), []

        self.write(work, self._backed_up)

    def _backed_up(self, files: list[Path]) -> None:
        names = ", ".join(file.name for file in files)
        words = self.tr("Written: %1. Keep it away from this machine, and the passphrase away from it.")
        self.say(words.replace("%1", names))

    def _issue(self) -> None:
        issuer = self.chosen
        if issuer is None:
            return

        def go_on(passphrase: str, name: str) -> None:
            path = save_file(self, self.tr("The seat's signature"), f"{name}.p12", "PKCS#12 (*.p12)")
            if path is not None:
                self.issue_seat(issuer, name, path, passphrase)

        self.passphrase.ask(
            self.tr(
                "A signature for one person or machine, under your root. Its key goes into the file and is not "
                "kept here."
            ),
            self.tr("Choose where…"),
            go_on,
            name=self.tr("Seat or person"),
        )

    def issue_seat(self, issuer: Identity, name: str, path: Path, passphrase: str) -> None:
        """Issue a leaf to a seat, as a PKCS#12 file."""

        def work(studio: "Studio") -> tuple[Identity, list[Change]]:
            from artistguard.workflow import identity as identities

            made = identities.issue_seat(studio, issuer, name, path, passphrase)
            return made, [Change("identity", (made.id,))]

        words = self.tr("Written to %1. On that seat, take it in on this page.").replace("%1", str(path))
        self.write(work, lambda _: self.say(words))

    def _renew(self) -> None:
        identity = self.chosen
        if identity is None:
            return

        def work(studio: "Studio") -> tuple[Identity, list[Change]]:
            from artistguard.workflow import identity as identities

            made = identities.renew(studio, identity)
            self._wanted = made.id
            return made, [Change("identity", (identity.id, made.id))]

        self.write(work, self._renewed)

    def _renewed(self, identity: Identity) -> None:
        words = self.tr("Renewed: it runs until %1. Back it up again.")
        self.say(words.replace("%1", f"{identity.not_after:%Y-%m-%d}"))

    def _ask_revoke(self) -> None:
        identity = self.chosen
        if identity is None:
            return
        self.question.ask(
            self.tr(
                "%1 will sign no more. This cannot be undone. What it signed stays as it is; whoever takes in your "
                "revocation list will see that it was revoked. Do this when the key was lost or seen by others."
            ).replace("%1", identity.name),
            self.tr("Revoke it"),
            lambda: self._revoke(identity),
            kind="bad",
        )

    def _revoke(self, identity: Identity) -> None:
        def work(studio: "Studio") -> tuple[Path, list[Change]]:
            from artistguard.workflow import identity as identities

            return identities.revoke(studio, identity), [Change("identity", (identity.id,))]

        words = self.tr("Revoked. The revocation list is %1.")
        self.write(work, lambda path: self.say(words.replace("%1", str(path)), "look"))


def _grouped(fingerprint: str) -> str:
    """Hex digits in groups of eight, so that they wrap and can be read aloud."""
    return " ".join(fingerprint[i : i + 8] for i in range(0, len(fingerprint), 8))
