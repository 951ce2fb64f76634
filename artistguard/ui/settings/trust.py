"""The trust list: whose signatures count as known to you, and the official list, fetched only when you say so."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem

from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Change
from artistguard.ui.settings.network import amount
from artistguard.ui.settings.parts import Page, Question, button, label, open_file, row
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import FlowLayout

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.workflow.studio import Studio
    from artistguard.workflow.trust_list import Offer, TrustList


class TrustPage(Page):
    """All anchors, where they came from, and the three ways to change the list."""

    kinds = frozenset({"trust", "identity", "settings"})
    always = True
    address: str | None = None  # another address of the official list: the tests' seam

    def __init__(self, context: "Context") -> None:
        super().__init__(
            context,
            self.tr("Trust list"),
            self.tr(
                "Who may vouch for a signer. A credential from somebody on no list is still whole; nobody you trust "
                "says who that is. Your own signatures are always on your list, and on nobody else's."
            ),
        )
        self.fetch = button(self.tr("Fetch the official list…"), self._offer, icon="network")
        self.load = button(self.tr("Load a PEM file…"), self._load)
        self.remove = button(
            self.tr("Remove…"), self._ask_remove, about=self.tr("Remove the chosen entry's whole file")
        )
        flow = FlowLayout()
        for each in (self.fetch, self.load, self.remove):
            flow.addWidget(each)
        self.body.addSpacing(8)
        self.body.addLayout(flow)
        self.off = label("", "quiet")
        self.body.addWidget(self.off)
        self.question = Question()
        self.body.addWidget(self.question)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a name"))
        self.search.setAccessibleName(self.tr("Find a name on the trust list"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.count = label("", "quiet", wrap=False)
        self.body.addSpacing(8)
        line = row(self.search, self.count)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Who may vouch"))
        self.list.setHeaderLabels([self.tr("Name"), self.tr("Organisation"), self.tr("Until"), self.tr("From")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            header.setSectionResizeMode(column, mode)
        header.setStretchLastSection(False)
        self.list.setMinimumHeight(Theme.current().px(240))
        self.list.itemSelectionChanged.connect(self._chosen)
        self.body.addWidget(self.list, 1)
        self._chosen()

    def refresh(self) -> None:
        """Read the list."""

        def work(studio: "Studio") -> "tuple[TrustList, bool]":
            from artistguard.workflow import trust_list

            return trust_list.show(studio), studio.settings.network

        self.read(work, self._show)

    def _show(self, found: "tuple[TrustList, bool]") -> None:
        trusted, network = found
        now = datetime.now(UTC)
        self.list.clear()
        for anchor in trusted.anchors:
            until = f"{anchor.until:%Y-%m-%d}"
            item = QTreeWidgetItem(
                [
                    anchor.name or anchor.organization,
                    anchor.organization,
                    self.tr("ended %1").replace("%1", until) if anchor.ended(now) else until,
                    anchor.source or self.tr("your signature"),
                ]
            )
            item.setToolTip(0, f"{anchor.name}\nSHA-256 {anchor.fingerprint}")
            item.setToolTip(1, anchor.organization)
            item.setData(0, Qt.ItemDataRole.UserRole, anchor.source)
            self.list.addTopLevelItem(item)
        for source, trouble in trusted.files:
            if trouble:
                item = QTreeWidgetItem([trouble, "", "", source])
                item.setData(0, Qt.ItemDataRole.UserRole, source)
                self.list.addTopLevelItem(item)
        self.fetch.setEnabled(network)
        self.off.setVisible(not network)
        self.off.setText(
            self.tr(
                "The official list comes over the network, and that is switched off (see Network). You can load a "
                "file all the same."
            )
        )
        self._filter()
        self._chosen()

    def _filter(self) -> None:
        wanted = self.search.text().strip().casefold()
        shown = 0
        for index in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(index)
            assert item is not None
            fits = wanted in f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not fits)
            shown += fits
        total = self.list.topLevelItemCount()
        self.count.setText(f"{shown}/{total}" if wanted else self.tr("%n certificate(s)", "", total))

    def _source(self) -> str:
        items = self.list.selectedItems()
        return str(items[0].data(0, Qt.ItemDataRole.UserRole)) if items else ""

    def _chosen(self) -> None:
        self.remove.setEnabled(bool(self._source()))

    def _offer(self) -> None:
        def work(studio: "Studio") -> "Offer":
            from artistguard.workflow import trust_list

            return trust_list.offer(self.address or trust_list.OFFICIAL)

        self.read(work, self._ask)

    def _ask(self, offer: "Offer") -> None:
        words = self.tr(
            "One request goes to %1, for %2. It is %3 long and says nothing of you or your works; that host will see "
            "your internet address. About %4 come back. No other host is asked, and nothing is fetched again by itself."
        )
        for mark, value in (
            ("%1", offer.host),
            ("%2", offer.url),
            ("%3", self.tr("%n byte(s)", "", offer.bytes_out)),
            ("%4", amount(offer.bytes_in)),
        ):
            words = words.replace(mark, value)
        self.question.ask(words, self.tr("Fetch it now"), self._fetch)

    def _fetch(self) -> None:
        self.fetch.setEnabled(False)
        self.off.setText(self.tr("Asking…"))
        self.off.show()

        def work(studio: "Studio") -> tuple[int, list[Change]]:
            from artistguard.workflow import trust_list

            return trust_list.fetch(studio, self.address or trust_list.OFFICIAL), [
                Change("trust", ()),
                Change("egress", ()),
            ]

        self.write(work, self._fetched, self._not_fetched)

    def _fetched(self, count: int) -> None:
        self.say(self.tr("The official list is here: %n certificate(s).", "", count))

    def _not_fetched(self, error: ArtistGuardError) -> None:
        self.bridge.tell([Change("egress", ())])
        self.refresh()

    def _load(self) -> None:
        path = open_file(self, self.tr("Load a trust list"), "PEM (*.pem *.crt *.cer);;*")
        if path is None:
            return

        def work(studio: "Studio") -> tuple[int, list[Change]]:
            from artistguard.workflow import identity as identities

            return identities.trust(studio, path), [Change("trust", ())]

        self.write(work, lambda n: self.say(self.tr("%n certificate(s) from that file are on your trust list.", "", n)))

    def _ask_remove(self) -> None:
        source = self._source()
        if source:
            words = self.tr("Everything that came with %1 goes off your trust list.").replace("%1", source)
            self.question.ask(words, self.tr("Remove it"), lambda: self._remove(source))

    def _remove(self, source: str) -> None:
        def work(studio: "Studio") -> tuple[None, list[Change]]:
            from artistguard.workflow import trust_list

            trust_list.forget(studio, source)
            return None, [Change("trust", ())]

        self.write(work, lambda _: self.say(self.tr("Removed.")))
