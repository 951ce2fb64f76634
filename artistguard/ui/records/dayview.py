"""What was reserved where on a day: of one work, or of all of them in numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from artistguard.model.reserved import Where
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.records import ledgerwords, words
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled
from artistguard.ui.widgets import Card, KeyValues, label, muted, section

if TYPE_CHECKING:
    from artistguard.model.reserved import Reserved, Said
    from artistguard.workflow.reserved import Summary


class DayView(QWidget):
    """A sentence, what was said, and what was not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = section("")
        self.heading.setWordWrap(True)
        self.sentence = label("", wrap=True)
        self.said = SaidList(self.tr("Said in copies and registries"))
        self._site_title = section(self.tr("Said on a website, for what stands there"))
        self.site = SaidList(self.tr("Said on a website"))
        self._gaps_title = section(self.tr("Not said"))
        self._gaps = QVBoxLayout()
        self._gaps.setSpacing(4)
        self._numbers = KeyValues()
        self._honest = muted(
            self.tr("What was said, and where. Whether whoever trains a model reads it is another matter.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.heading, self.sentence, self._numbers, self.said, self._site_title, self.site):
            column.addWidget(widget)
        column.addWidget(self._gaps_title)
        column.addLayout(self._gaps)
        column.addWidget(self._honest)
        self.clear()

    def clear(self) -> None:
        """Nothing is known yet."""
        self._show_only()

    def show_work(self, found: "Reserved") -> None:
        """One work."""
        title = broken(watchwords.plain(f"#{found.work.number} {found.work.title}", 80))
        self.heading.setText(filled(self.tr("%1 on %2"), title, f"{words.day(found.day)} ({found.zone})"))
        if not found.known:
            self.sentence.setText(self.tr("The work was not in this catalogue then."))
            self._show_only(self.heading, self.sentence)
            return
        self.sentence.setText(_sentence(found))
        self.said.show_said(found.said)
        self.site.show_said(found.site)
        gaps = [ledgerwords.gap(each) for each in found.gaps]
        gaps += [_silence(first.isoformat(), last.isoformat()) for first, last in found.silent]
        self._show_gaps(gaps)
        shown: list[QWidget] = [self.heading, self.sentence, self._honest]
        shown += [self.said] if found.said else []
        shown += [self._site_title, self.site] if found.site else []
        shown += [self._gaps_title] if gaps else []
        self._show_only(*shown)

    def show_all(self, found: "Summary") -> None:
        """All works."""
        self.heading.setText(filled(self.tr("All works on %1"), f"{words.day(found.day)} ({found.zone})"))
        rows = [
            (self.tr("Works known then"), words.number(found.works)),
            (self.tr("Said in a copy or a registry"), words.number(found.said)),
            (self.tr("Without any gap"), words.number(found.without_gaps)),
            (self.tr("With a consent of yours"), words.number(found.granted)),
        ]
        rows += [(ledgerwords.gap_kind(kind), words.number(count)) for kind, count in sorted(found.gaps.items())]
        self._numbers.set_rows(rows)
        self._show_gaps([])
        self._show_only(self.heading, self._numbers, self._honest)

    # --- inside

    def _show_gaps(self, texts: Sequence[str]) -> None:
        while (item := self._gaps.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text in texts:
            self._gaps.addWidget(label(broken(text), "look", wrap=True))

    def _show_only(self, *shown: QWidget) -> None:
        for each in (
            self.heading,
            self.sentence,
            self._numbers,
            self.said,
            self._site_title,
            self.site,
            self._gaps_title,
            self._honest,
        ):
            each.setVisible(each in shown)


class SaidList(QWidget):
    """What was said: a card a place, with the forms it was said in, since when, and the proof."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.cards: list[Card] = []

    def show_said(self, said: "Sequence[Said]") -> None:
        """Take the rows. What was said at one place at one moment, with one proof, stands together."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        together: dict[tuple[object, ...], list[Said]] = {}
        for each in said:
            key = (each.where, each.place, each.beside, each.since, each.proof, each.reserves)
            together.setdefault(key, []).append(each)
        self.cards = [self._card(found) for found in together.values()]
        for card in self.cards:
            self._column.addWidget(card)

    def _card(self, found: "list[Said]") -> Card:
        first = found[0]
        card = Card(f"{ledgerwords.where(first.where)}: {broken(ledgerwords.place(first))}")
        rows = [
            (self.tr("In which form"), broken("\n".join(ledgerwords.form(each) for each in found))),
            (self.tr("Since"), f"{first.since.astimezone():%Y-%m-%d %H:%M}"),
        ]
        if proof := ledgerwords.proof(first.proof):
            rows.append((self.tr("Proof"), broken(proof)))
        if first.looked is not None and first.looked != first.since:
            rows.append((self.tr("Last seen there"), f"{first.looked.astimezone():%Y-%m-%d %H:%M}"))
        if not first.reserves:
            rows.append((self.tr("Note"), self.tr("It is on record there, and that alone reserves nothing.")))
        if first.note:
            rows.append((self.tr("Note"), broken(watchwords.plain(spoken(first.note), 400))))
        card.body.setSpacing(4)
        card.body.addWidget(KeyValues(rows))
        return card


def _sentence(found: "Reserved") -> str:
    places = {where: {each.place for each in found.said if each.where is where} for where in Where}
    counts = [
        (len(places[Where.COPY]), ledgerwords.translate("Ledger", "copies: %1")),
        (len(places[Where.REGISTRY]), ledgerwords.translate("Ledger", "registries: %1")),
    ]
    parts = [text.replace("%1", words.number(count)) for count, text in counts if count]
    if not parts:
        return ledgerwords.translate("Ledger", "Nothing was said in a copy or a registry.")
    text = filled(ledgerwords.translate("Ledger", "Said in %1."), ", ".join(parts))
    if found.unbroken is not None:
        text += " " + filled(
            ledgerwords.translate("Ledger", "Something is said without a break since %1."), words.day(found.unbroken)
        )
    return text


def _silence(first: str, last: str) -> str:
    if first == last:
        text = ledgerwords.translate("Ledger", "On %1 neither a copy nor a registry said anything.")
        return filled(text, first)
    text = ledgerwords.translate("Ledger", "From %1 to %2 neither a copy nor a registry said anything.")
    return filled(text, first, last)
