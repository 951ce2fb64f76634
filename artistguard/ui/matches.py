"""Reasons: by which key something of mine is in it, how strong that is, and why, a line each."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from artistguard.model.finds import Match
from artistguard.model.names import Strength
from artistguard.model.watching import Key
from artistguard.ui import watchwords
from artistguard.ui.column import broken
from artistguard.ui.spoken import spoken
from artistguard.ui.theme import Theme
from artistguard.ui.widgets import label, muted

_SHOWN = 8


class StrengthSign(QLabel):
    """A diamond: full, half or empty; a line where something was held back. The word beside it says the same."""

    def __init__(self, strength: Strength | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strength = strength
        Theme.current().changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        theme = Theme.current()
        size = theme.px(14)
        shape, token = "minus", "muted"
        word = watchwords.translate("Watch", "held back")
        if self._strength is not None:
            shape, token = watchwords.SHAPES[self._strength], watchwords.TOKENS[self._strength]
            word = watchwords.strength(self._strength)
        self.setPixmap(theme.pixmap(shape, size, token, self.devicePixelRatioF()))
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(word)
        self.setToolTip(word)


class KeySign(QLabel):
    """A small icon: by picture, by name, by address."""

    def __init__(self, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setAccessibleName(watchwords.key(key))
        self.setToolTip(watchwords.key(key))
        Theme.current().changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        theme = Theme.current()
        size = theme.px(16)
        self.setPixmap(theme.pixmap(watchwords.KEY_ICONS[self._key], size, "muted", self.devicePixelRatioF()))
        self.setFixedSize(QSize(size, size))


class MatchRows(QWidget):
    """A row a match: strength by shape and word, key, where it stands, what was found there, and the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Reasons"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: tuple[Match, ...] = ()

    @property
    def shown(self) -> tuple[Match, ...]:
        """What is listed."""
        return self._shown

    def show_matches(self, matches: Sequence[Match]) -> None:
        """List them as they come; beyond the first few only how many there are."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = tuple(matches[:_SHOWN])
        for match in self._shown:
            self._column.addWidget(_Row(match))
        if len(matches) > _SHOWN:
            self._column.addWidget(muted(self.tr("and %n more reason(s)", "", len(matches) - _SHOWN)))


class _Row(QWidget):
    def __init__(self, match: Match) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        strength = watchwords.strength(match.strength)
        where = watchwords.field(match.field)
        grid.addWidget(StrengthSign(match.strength), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(KeySign(match.key), 0, 1, Qt.AlignmentFlag.AlignTop)
        head = label(f"{strength} · {watchwords.key(match.key)}, {where}", "quiet", wrap=True)
        grid.addWidget(head, 0, 2)
        found = label(broken(watchwords.plain(_found(match))), wrap=True, selectable=True)
        found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(found, 1, 2)
        why = muted(broken(watchwords.plain(spoken(match.reason), 600)))
        why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(why, 2, 2)
        found.setAccessibleName(
            f"{head.text()}: {watchwords.plain(_found(match))}. {watchwords.plain(spoken(match.reason), 600)}"
        )


def _found(match: Match) -> str:
    """What was found, as it stands there; a picture in a row of a data set has no name but our word for the row."""
    return spoken(match.found) if "row" in match.details else match.found
