"""One card, whole: why it is shown, pictures side by side, members, history, what was searched, and what is allowed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.finds import AllowKind, Find, Happening, Match, Member
from artistguard.model.watching import Coverage, Key
from artistguard.ui import watchwords
from artistguard.ui.column import TextLines, broken
from artistguard.ui.finds.comparing import Comparing, Side
from artistguard.ui.matches import KeySign, MatchRows, StrengthSign
from artistguard.ui.spoken import spoken
from artistguard.ui.widgets import FlowLayout, KeyValues, button, heading, label, section

if TYPE_CHECKING:
    from artistguard.ui.context import Context

_MEMBERS = 12
_EVENTS = 12


class FindDetail(QScrollArea):
    """What is known of one find. Nothing is fetched by looking at it."""

    allowed = Signal(object, str)  # AllowKind, value

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.shown: Find | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The find"))
        inside = self._inside = QWidget()
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._signs = QHBoxLayout()
        self._signs.setSpacing(6)
        self._title = heading("")
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._url = label("", "quiet", wrap=True, selectable=True)
        self._url.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for words in (self._title, self._url):
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addLayout(self._signs)
        column.addWidget(self._title)
        column.addWidget(self._url)
        column.addWidget(self._links())
        self._why_title = section(self.tr("Why am I seeing this?"))
        self._why = label("", wrap=True)
        self.reasons = MatchRows()
        self.compare = Comparing(context)
        self.pair = self.compare.pair
        column.addSpacing(8)
        for widget in (self._why_title, self._why, self.compare, self.reasons):
            column.addWidget(widget)
        self._members, self._history = KeyValues(), KeyValues()
        self._declared, self._searched = TextLines(), TextLines()
        self._parts: dict[QWidget, QWidget] = {
            self._members: section(self.tr("What belongs to it")),
            self._declared: section(self.tr("Models whose cards declare it")),
            self._history: section(self.tr("History")),
            self._searched: section(self.tr("What was searched")),
        }
        for body, title in self._parts.items():
            title.setContentsMargins(0, 8, 0, 0)
            column.addWidget(title)
            column.addWidget(body)
        self.show_find(None)

    def show_find(self, find: Find | None, coverage: Mapping[str, Sequence[Coverage]] | None = None) -> None:
        """Show a card; `coverage` is what the last run of each source searched."""
        same = find is not None and self.shown is not None and find.id == self.shown.id
        self.shown = find
        self._inside.setVisible(find is not None)
        if find is None:
            return
        self._fill_signs(find)
        self._title.setText(broken(watchwords.plain(watchwords.titled(find), 300)))
        self._url.setText(broken(watchwords.plain(find.url, 500)))
        self.open.setEnabled(_web(find.url) is not None)
        self.copy.setEnabled(bool(find.url))
        self._fill_allow(find)
        self._why.setText(broken(watchwords.plain(spoken(find.why), 900)))
        self.reasons.show_matches(find.matches)
        if not same:
            self.compare.hide()
        members = [_member(each) for each in find.members[:_MEMBERS]]
        self._members.set_rows(self._with_rest(members, find.places))
        self._declared.set_lines(broken(watchwords.plain(each)) for each in find.declared_by[:_MEMBERS])
        events = [(watchwords.moment(each.at), _event(each.what, each.text)) for each in find.history[:_EVENTS]]
        self._history.set_rows(self._with_rest(events, len(find.history)))
        sources = dict.fromkeys(member.candidate.source for member in find.members)
        searched = [part for source in sources for part in (coverage or {}).get(source, ())]
        self._searched.set_lines(broken(watchwords.coverage(part)) for part in searched)
        filled: dict[QWidget, bool] = {
            self._members: bool(members),
            self._declared: bool(find.declared_by),
            self._history: bool(events),
            self._searched: bool(searched),
        }
        for body, title in self._parts.items():
            title.setVisible(filled[body])
            body.setVisible(filled[body])
        if not same:
            self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(
            f"{watchwords.plain(watchwords.titled(find))}. {watchwords.plain(spoken(find.why))}"
        )

    def show_side(self, find_id: str, side: Side | None) -> None:
        """The pictures, where one was matched and captured."""
        if self.shown is None or self.shown.id != find_id:
            return
        self.compare.show_side(find_id, side)

    # --- inside

    def _links(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row)
        self.open = button(self.tr("Open in the browser"), "quiet", "open")
        self.open.setToolTip(self.tr("Your browser asks that host, and tells it of you what browsers tell."))
        self.open.clicked.connect(self._open)
        self.copy = button(self.tr("Copy the link"), "quiet", "copy")
        self.copy.clicked.connect(self._copy)
        self.allow = button(self.tr("Allow"), "quiet", "check")
        self.allow.setToolTip(self.tr("An account or an address of your own, or with your leave: no find any more."))
        self._menu = QMenu(self.allow)
        self.allow.setMenu(self._menu)
        for each in (self.open, self.copy, self.allow):
            flow.addWidget(each)
        policy = row.sizePolicy()
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        return row

    def _fill_signs(self, find: Find) -> None:
        while (item := self._signs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._signs.addWidget(StrengthSign(find.strength))
        words = [watchwords.strength(find.strength), *map(watchwords.key, find.keys)]
        if find.held:
            words.append(self.tr("held back by the weekly budget"))
        if find.verdict is not None:
            words.append(f"{watchwords.verdict(find.verdict)}, {watchwords.moment(find.judged_at)}")
        self._signs.addWidget(label(" · ".join(words), "quiet", wrap=True), 1)
        for key in find.keys:
            self._signs.addWidget(KeySign(key))

    def _fill_allow(self, find: Find) -> None:
        self._menu.clear()
        accounts = {(m.candidate.source, m.candidate.account) for m in find.members if m.candidate.account}
        for source, account in sorted(accounts):
            text = watchwords.filled(self.tr("The account %1"), watchwords.plain(account, 60))
            self._offer(text, AllowKind.ACCOUNT, f"{source}/{account}")
        if _web(find.url) is not None:
            text = watchwords.filled(self.tr("The address %1 and all below it"), watchwords.plain(find.url, 60))
            self._offer(text, AllowKind.ADDRESS, find.url)
        for member in find.members[:1]:
            self._offer(
                self.tr("This one alone"), AllowKind.CANDIDATE, f"{member.candidate.source}/{member.candidate.key}"
            )
        self.allow.setEnabled(not self._menu.isEmpty())

    def _offer(self, text: str, kind: AllowKind, value: str) -> None:
        self._menu.addAction(text.replace("&", "&&"), lambda: self.allowed.emit(kind, value))

    def _with_rest(self, rows: list[tuple[str, str]], whole: int) -> list[tuple[str, str]]:
        """The rows, and how many there are beside them."""
        more = whole - len(rows)
        return [*rows, ("", self.tr("and %n more", "", more))] if more > 0 else rows

    def _open(self) -> None:
        if self.shown is not None and (url := _web(self.shown.url)) is not None:
            QDesktopServices.openUrl(url)

    def _copy(self) -> None:
        if self.shown is not None:
            QGuiApplication.clipboard().setText(self.shown.url)
            self._context.show_banner(self.tr("The link is copied."))


def pictured(find: Find) -> Match | None:
    """The strongest match by picture that can be looked at: its picture was kept, or it is a row of a data set."""
    matches = [match for match in find.matches if match.key is Key.PICTURE]
    kept = (match for match in matches if match.details.get("capture"))
    return next(kept, next((match for match in matches if "row" in match.details), None))


def _member(member: Member) -> tuple[str, str]:
    candidate = member.candidate
    words = [broken(watchwords.plain(watchwords.title(candidate)))]
    if candidate.note:
        words.append(broken(watchwords.plain(spoken(candidate.note), 400)))
    if member.gone_since is not None:
        words.append(
            watchwords.filled(watchwords.translate("Watch", "gone since %1"), watchwords.moment(member.gone_since))
        )
    return watchwords.kind(candidate.kind), " · ".join(words)


def _event(what: Happening, text: str) -> str:
    """What happened, in the catalogue's sentence, else in a word."""
    return broken(watchwords.plain(spoken(text), 300)) or watchwords.happening(what)


def _web(url: str) -> QUrl | None:
    """A link that a browser may be given; None for anything else a stranger may have written there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    made = QUrl(url, QUrl.ParsingMode.StrictMode)
    return made if parts.scheme in ("http", "https") and parts.hostname and made.isValid() else None
